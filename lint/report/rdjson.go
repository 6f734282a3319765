package report

import (
	"io"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// The Reviewdog Diagnostic Format. Columns are bytes of UTF-8, and ends are exclusive.
type (
	rdReport struct {
		Source      rdSource       `json:"source"`
		Diagnostics []rdDiagnostic `json:"diagnostics"`
	}
	rdSource struct {
		Name string `json:"name"`
		URL  string `json:"url"`
	}
	rdDiagnostic struct {
		Message     string         `json:"message"`
		Location    rdLocation     `json:"location"`
		Severity    string         `json:"severity"`
		Code        rdCode         `json:"code"`
		Suggestions []rdSuggestion `json:"suggestions,omitempty"`
		Related     []rdRelated    `json:"relatedLocations,omitempty"`
	}
	rdLocation struct {
		Path  string   `json:"path"`
		Range *rdRange `json:"range,omitempty"`
	}
	rdRange struct {
		Start rdPosition  `json:"start"`
		End   *rdPosition `json:"end,omitempty"`
	}
	rdPosition struct {
		Line   int `json:"line"`
		Column int `json:"column,omitempty"`
	}
	rdCode struct {
		Value string `json:"value"`
	}
	rdSuggestion struct {
		Range rdRange `json:"range"`
		Text  string  `json:"text"`
	}
	rdRelated struct {
		Message  string     `json:"message"`
		Location rdLocation `json:"location"`
	}
)

// rdjsonPrinter writes one DiagnosticResult.
type rdjsonPrinter struct {
	w   io.Writer
	o   Options
	out []rdDiagnostic
}

func (p *rdjsonPrinter) Result(r *lint.Result) error {
	for _, f := range p.o.failures(r) {
		d := rdDiagnostic{Message: f.message, Location: rdLocation{Path: f.path}, Severity: "ERROR", Code: rdCode{notChecked}}
		if f.line > 0 {
			d.Location.Range = &rdRange{Start: rdPosition{Line: f.line}}
		}
		p.out = append(p.out, d)
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		file := f.Item.File
		d := rdDiagnostic{
			Message: p.o.advice(f), Location: rdPlace(file, f.Span), Severity: rdSeverity(f.Level), Code: rdCode{f.Rule.ID},
		}
		for _, s := range f.Suggestions {
			if s.Edit != nil {
				d.Suggestions = append(d.Suggestions, rdSuggestion{*rdPlace(file, s.Edit.Span).Range, s.Edit.New})
			}
		}
		for _, x := range f.Related {
			d.Related = append(d.Related, rdRelated{x.Message.In(p.o.Lang), rdPlace(x.Item.File, x.Span)})
		}
		p.out = append(p.out, d)
	}
	return nil
}

func (p *rdjsonPrinter) Close() error {
	if p.out == nil {
		p.out = []rdDiagnostic{}
	}
	return document(p.w, rdReport{rdSource{"yorisoi", home}, p.out})
}

func rdSeverity(l rule.Level) string {
	switch l {
	case rule.Error:
		return "ERROR"
	case rule.Warning:
		return "WARNING"
	}
	return "INFO"
}

func rdPlace(f *text.File, s text.Span) rdLocation {
	start, end := f.Position(s.Start), f.Position(s.End)
	return rdLocation{f.Path, &rdRange{rdPosition{start.Line, start.Byte}, &rdPosition{end.Line, end.Byte}}}
}
