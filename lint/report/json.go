package report

import (
	"encoding/json"
	"io"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// The JSON output. Lines and columns are 1-based; column counts Unicode code points, byteColumn bytes, utf16Column UTF-16
// units, offset bytes from the start of the file as it lies on disk.
type jsonReport struct {
	Version  int           `json:"version"`
	Replies  int           `json:"replies"`
	Findings []jsonFinding `json:"findings"`
	Errors   []jsonError   `json:"errors"`
}

type jsonFinding struct {
	Path        string           `json:"path"`
	Key         string           `json:"key"`
	Rule        string           `json:"rule"`
	Level       string           `json:"level"`
	Message     string           `json:"message"`
	Text        string           `json:"text"`
	Start       jsonPosition     `json:"start"`
	End         jsonPosition     `json:"end"`
	Suggestions []jsonSuggestion `json:"suggestions"`
	Related     []jsonRelated    `json:"related"`
	Fingerprint string           `json:"fingerprint"`
}

type jsonPosition struct {
	Line        int `json:"line"`
	Column      int `json:"column"`
	ByteColumn  int `json:"byteColumn"`
	UTF16Column int `json:"utf16Column"`
	Offset      int `json:"offset"`
}

type jsonSuggestion struct {
	Message string   `json:"message"`
	Fix     *jsonFix `json:"fix"`
}

type jsonFix struct {
	Start jsonPosition `json:"start"`
	End   jsonPosition `json:"end"`
	Text  string       `json:"text"`
}

type jsonRelated struct {
	Path    string       `json:"path"`
	Key     string       `json:"key"`
	Message string       `json:"message"`
	Start   jsonPosition `json:"start"`
	End     jsonPosition `json:"end"`
}

type jsonError struct {
	Path    string `json:"path"`
	Message string `json:"message"`
}

type jsonPrinter struct {
	w   io.Writer
	o   Options
	out jsonReport
}

func position(f *text.File, offset int) jsonPosition {
	p := f.Position(offset)
	return jsonPosition{p.Line, p.Rune, p.Byte, p.UTF16, p.Offset}
}

func (p *jsonPrinter) Result(r *lint.Result) error {
	p.out.Replies += r.Replies
	if r.Err != nil {
		p.out.Errors = append(p.out.Errors, jsonError{r.File.Path, lang.ErrorIn(r.Err, p.o.Lang)})
	}
	seen := map[string]int{}
	for i := range r.Findings {
		p.out.Findings = append(p.out.Findings, p.finding(r.File, &r.Findings[i], seen))
	}
	return nil
}

func (p *jsonPrinter) finding(file *text.File, f *rule.Finding, seen map[string]int) jsonFinding {
	l := p.o.Lang
	same := lint.Fingerprint(f, 0)
	j := jsonFinding{
		Path: file.Path, Key: f.Item.Key, Rule: f.Rule.ID, Level: f.Level.String(), Message: f.Message.In(l),
		Text: f.Span.In(file.Text), Start: position(file, f.Span.Start), End: position(file, f.Span.End),
		Suggestions: []jsonSuggestion{}, Related: []jsonRelated{}, Fingerprint: lint.Fingerprint(f, seen[same]),
	}
	seen[same]++
	for _, s := range f.Suggestions {
		js := jsonSuggestion{Message: s.Message.In(l)}
		if s.Edit != nil {
			js.Fix = &jsonFix{position(file, s.Edit.Span.Start), position(file, s.Edit.Span.End), s.Edit.New}
		}
		j.Suggestions = append(j.Suggestions, js)
	}
	for _, r := range f.Related {
		j.Related = append(j.Related, jsonRelated{r.Item.File.Path, r.Item.Key, r.Message.In(l), position(r.Item.File, r.Span.Start), position(r.Item.File, r.Span.End)})
	}
	return j
}

func (p *jsonPrinter) Close() error {
	p.out.Version = 1
	if p.out.Findings == nil {
		p.out.Findings = []jsonFinding{}
	}
	if p.out.Errors == nil {
		p.out.Errors = []jsonError{}
	}
	enc := json.NewEncoder(p.w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(p.out)
}
