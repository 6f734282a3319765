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
	var b strings.Builder
	for i := range r.Findings {
		f := &r.Findings[i]
		start, end := span(f)
		fmt.Fprintf(&b, "%s:%d:%d:%d:%d: %s: %s [%s]\n", r.File.Path,
			start.Line, p.o.column(start), end.Line, p.o.column(end), f.Level, oneLine(f.Message.In(p.o.Lang)), f.Rule.ID)
	}
	_, err := io.WriteString(p.w, b.String())
	return err
}

func (p *unixPrinter) Close() error { return nil }
