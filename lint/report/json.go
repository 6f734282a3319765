package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/yorisoi/yorisoi/lint"
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
	p.out.Replies += len(r.Items)
	for _, f := range p.o.failures(r) {
		p.out.Errors = append(p.out.Errors, jsonError{f.path, f.message})
	}
	for f, fp := range lint.Fingerprints(r.Findings) {
		p.out.Findings = append(p.out.Findings, p.o.finding(f, fp))
	}
	return nil
}

// finding is a finding as JSON has it.
func (o Options) finding(f *rule.Finding, fingerprint string) jsonFinding {
	l, file := o.Lang, f.Item.File
	j := jsonFinding{
		Path: file.Path, Key: f.Item.Key, Rule: f.Rule.ID, Level: f.Level.String(), Message: f.Message.In(l),
		Text: f.Words(), Start: position(file, f.Span.Start), End: position(file, f.Span.End),
		Suggestions: []jsonSuggestion{}, Related: []jsonRelated{}, Fingerprint: fingerprint,
	}
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
	return document(p.w, p.out)
}

// jsonlPrinter writes each finding as JSON on a line of its own. What could not be checked is told on standard error alone.
type jsonlPrinter struct {
	w io.Writer
	o Options
}

func (p *jsonlPrinter) Result(r *lint.Result) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for f, fp := range lint.Fingerprints(r.Findings) {
		if err := enc.Encode(p.o.finding(f, fp)); err != nil {
			return err
		}
	}
	_, err := p.w.Write(b.Bytes())
	return err
}

func (p *jsonlPrinter) Close() error { return nil }

// document writes v as JSON that a person can read, too.
func document(w io.Writer, v any) error {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(b.Bytes())
	return err
}
