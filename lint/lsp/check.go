package lsp

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// report is what came of the check of a document.
type report struct {
	findings    []finding
	diagnostics []diagnostic
	set         *rule.Set // of a configuration or a rule file: the rules with it
	// What is wrong with files that the document depends on, by their path.
	elsewhere map[string][]diagnostic
}

// large is the size, in bytes, from which on the checks of texts wait for each other.
const large = 64 << 10

// checked gives what comes of the check of d, which is made if it was not. It is nil if the check was overtaken or ctx ended.
func (s *server) checked(ctx context.Context, v *view, d *document) *report {
	c := d.check
	c.once.Do(func() {
		s.background(func() {
			defer close(c.done)
			defer s.recovered("the check of "+d.uri, func() { c.report = &report{} })
			slots := s.slots
			if len(d.file.Text) > large {
				slots = s.heavy
			}
			select {
			case slots <- struct{}{}:
				defer func() { <-slots }()
			case <-c.ctx.Done():
				return
			}
			if r := s.examine(c.ctx, v, d); c.ctx.Err() == nil {
				c.report = r
			}
		})
	})
	return c.wait(ctx)
}

// settled gives what comes of the check of d, or of the same text under newer settings. It is nil if the text has changed.
func (s *server) settled(ctx context.Context, d *document) (*document, *report) {
	for ctx.Err() == nil {
		v := s.current()
		now := v.docs[d.uri]
		if now == nil || now.file != d.file {
			return d, nil
		}
		if r := s.checked(ctx, v, now); r != nil {
			return now, r
		}
	}
	return d, nil
}

// examine checks a document, each kind in its way.
func (s *server) examine(ctx context.Context, v *view, d *document) *report {
	if d.kind == replies && strings.TrimSpace(d.file.Text) != "" { // nothing is wrong with a text that is not begun
		return s.judge(ctx, v, d)
	}
	if d.kind == settings || d.kind == ruleFile {
		return s.mistakes(ctx, v, d)
	}
	return &report{}
}

// judge checks replies.
func (s *server) judge(ctx context.Context, v *view, d *document) *report {
	res, err := v.project(s.opts.Lint, d.file.Path).Check(ctx, d.file)
	if err != nil {
		return s.unchecked(v, d, err)
	}
	if ctx.Err() != nil {
		return nil
	}
	r := &report{}
	for i := range res.Findings {
		f := finding{&res.Findings[i], in(d.file, res.Findings[i].Item.File, res.Findings[i].Span)}
		r.findings = append(r.findings, f)
		r.diagnostics = append(r.diagnostics, s.diagnose(v, d, f))
	}
	for _, e := range flat(res.Err) {
		r.diagnostics = append(r.diagnostics, s.trouble(d.file, e))
	}
	return r
}

// finding is a finding with its place in the text of the editor.
type finding struct {
	*rule.Finding
	at text.Span
}

// in is where a span of a file stands in the text of the editor, which may hold it in a form of its own: a mail is decoded.
func in(editor, f *text.File, sp text.Span) text.Span {
	if f == editor {
		return sp
	}
	raw, _ := f.Raw(sp)
	return raw
}

// project checks a file with its inquiry. What is in an editor is UTF-8, however it lies on disk.
func (v *view) project(o lint.Options, path string) *lint.Project {
	p := v.prefers(path)
	o = p.options(o)
	if o.Fallback.Inquiry == "" {
		o.Fallback.Inquiry = v.inquiry(path)
	}
	o.Input.Encoding = "utf-8"
	return lint.NewProject(v.loaders[p.rulesKey()], o)
}

// maxInquiry is the largest message of a customer that is read, in bytes.
const maxInquiry = 1 << 20

// inquiry is the message beside a reply, as it is in the editor or else on disk.
func (v *view) inquiry(path string) string {
	at := v.inquiryPath(path)
	if at == "" {
		return ""
	}
	if d := v.at(at); d != nil {
		return d.file.Text
	}
	info, err := os.Stat(at)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxInquiry {
		return ""
	}
	data, err := os.ReadFile(at)
	if err != nil || !utf8.Valid(data) {
		return ""
	}
	return text.NewFile(at, data).Text
}

// unchecked says that a document could not be checked, and why: here, and where it is to be mended.
func (s *server) unchecked(v *view, d *document, err error) *report {
	r := &report{elsewhere: map[string][]diagnostic{}}
	head := diagnostic{Severity: severityError, Source: section, Message: s.tell("not-checked", filepath.Base(d.file.Path))}
	for _, e := range flat(err) {
		var at *strict.Error
		if !errors.As(e, &at) || at.Path == "" {
			head.Message += "\n" + s.say(e)
			continue
		}
		path := filepath.FromSlash(at.Path)
		where := located(at, s.unit)
		r.elsewhere[path] = append(r.elsewhere[path], diagnostic{Range: where, Severity: severityError, Source: section, Message: at.Say.In(s.speak())})
		head.Related = append(head.Related, relatedInfo{location{v.uri(path), where}, at.Say.In(s.speak())})
	}
	if !s.related() {
		for _, x := range head.Related {
			head.Message += "\n" + x.Message
		}
		head.Related = nil
	}
	r.diagnostics = []diagnostic{head}
	return r
}

// flat takes joined errors apart.
func flat(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var out []error
	for _, e := range joined.Unwrap() {
		out = append(out, flat(e)...)
	}
	return out
}

// trouble says what is wrong with a file itself, at the place the error names.
func (s *server) trouble(f *text.File, err error) diagnostic {
	d := diagnostic{Severity: severityError, Source: section, Message: s.say(err)}
	var at *strict.Error
	if errors.As(err, &at) {
		d.Message = at.Say.In(s.speak())
		d.Range = s.placed(f, at.Place)
	}
	return d
}

// placed is the range of the word or line end at a place of a YAML file.
func (s *server) placed(f *text.File, p strict.Place) span {
	if p.Line < 1 {
		return span{}
	}
	start := f.Offset(p.Line, p.Column, text.Runes)
	_, line := f.Line(p.Line)
	at := s.places(f)
	return at.span(text.Span{Start: start, End: start + wordLen(f.Text[start:line.End])})
}

// located is the range of a place in a file that is not open: its line is known from the error.
func located(e *strict.Error, u text.Unit) span {
	if e.Line < 1 {
		return span{}
	}
	f := text.Plain("", e.Source)
	start := f.Offset(1, e.Column, text.Runes)
	r := places{f, u}.span(text.Span{Start: start, End: start + wordLen(f.Text[start:])})
	r.Start.Line, r.End.Line = e.Line-1, e.Line-1
	return r
}

// wordLen is the length of the value that begins at s: up to a space, or the mark behind a key.
func wordLen(s string) int {
	for i, r := range s {
		if i > 0 && (r == ' ' || r == '\u3000' || r == ':' || r == ',' || r == ']' || r == '}' || r == '\t') {
			return i
		}
	}
	return len(s)
}

// severities of the protocol.
const (
	severityError = iota + 1
	severityWarning
	severityInfo
)

func severity(l rule.Level) int {
	switch l {
	case rule.Error:
		return severityError
	case rule.Warning:
		return severityWarning
	}
	return severityInfo
}

// related reports whether the client shows other places with a diagnostic.
func (s *server) related() bool {
	if d := s.client.TextDocument.Diagnostic; d != nil {
		// Clients before 3.18 say it for pushed diagnostics only, and mean both.
		return d.RelatedInformation == nil && s.client.TextDocument.PublishDiagnostics.RelatedInformation || d.RelatedInformation != nil && *d.RelatedInformation
	}
	return s.client.TextDocument.PublishDiagnostics.RelatedInformation
}

// linked reports whether the client shows where a code is explained.
func (s *server) linked() bool {
	if d := s.client.TextDocument.Diagnostic; d != nil && d.CodeDescriptionSupport != nil {
		return *d.CodeDescriptionSupport
	}
	return s.client.TextDocument.PublishDiagnostics.CodeDescriptionSupport
}

// diagnose says a finding as a diagnostic.
func (s *server) diagnose(v *view, d *document, f finding) diagnostic {
	l, p := s.speak(), s.places(d.file)
	out := diagnostic{Range: p.span(f.at), Severity: severity(f.Level), Code: f.Rule.ID, Source: section, Message: f.Message.In(l)}
	for _, x := range f.Suggestions {
		out.Message += "\n" + lang.Say("lsp-instead", x.Message).In(l)
	}
	for _, x := range f.Related {
		out.Related = append(out.Related, relatedInfo{s.elsewhereOrHere(v, d, &x), x.Message.In(l)})
	}
	if !s.related() {
		for _, x := range out.Related {
			out.Message += "\n" + s.tell("text-related", x.Message, x.Location.Range.Start.Line+1)
		}
		out.Related = nil
	}
	if s.linked() {
		out.CodeDescription = &codeDescription{s.documentation(v, f.Rule)}
	}
	if f.Rule.About() == rule.Suppressions && s.tagged() {
		out.Tags = []int{tagUnnecessary}
	}
	return out
}

// elsewhereOrHere is where a related place stands: in the document, or in another file.
func (s *server) elsewhereOrHere(v *view, d *document, r *rule.Related) location {
	f := r.Item.File
	if same(f.Path, d.file.Path) {
		return location{d.uri, s.places(d.file).span(in(d.file, f, r.Span))}
	}
	return location{v.uri(filepath.FromSlash(f.Path)), s.places(f).span(r.Span)}
}

// tagUnnecessary marks what may go.
const tagUnnecessary = 1

// tagged reports whether the client shows what may go as such.
func (s *server) tagged() bool {
	t := &s.client.TextDocument
	return len(t.PublishDiagnostics.TagSupport) > 0 || t.Diagnostic != nil && len(t.Diagnostic.TagSupport) > 0
}
