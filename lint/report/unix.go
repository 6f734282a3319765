package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
)

// unixPrinter writes path:line:col:endline:endcol: level: message [rule], one line a finding.
type unixPrinter struct {
	w io.Writer
	o Options
}

func (p *unixPrinter) Result(r *lint.Result) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		start, end := span(f)
		message := strings.Join(strings.Fields(f.Message.In(p.o.Lang)), " ")
		if _, err := fmt.Fprintf(p.w, "%s:%d:%d:%d:%d: %s: %s [%s]\n", r.File.Path,
			start.Line, p.o.column(start), end.Line, p.o.column(end), f.Level, message, f.Rule.ID); err != nil {
			return err
		}
	}
	return nil
}

func (p *unixPrinter) Close() error { return nil }
