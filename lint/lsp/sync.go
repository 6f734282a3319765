package lsp

import (
	"fmt"

	"github.com/yorisoi/yorisoi/lint/text"
)

func (s *server) didOpen(p *didOpenParams) {
	t := &p.TextDocument
	s.update(func(v *view) {
		f := newFile(t.URI, t.LanguageID, v.home(), t.Text)
		d := s.document(v, t.URI, t.LanguageID, t.Version, f)
		s.put(v, d)
		if s.polls() {
			s.stamps.note(v.sources(d))
		}
	})
}

// didChange applies edits one after the other, each to what the one before has left.
func (s *server) didChange(p *didChangeParams) {
	d := s.current().docs[p.TextDocument.URI]
	if d == nil {
		s.log(logWarning, fmt.Sprintf("%s was changed but is not open", p.TextDocument.URI))
		return
	}
	f := d.file
	for _, c := range p.ContentChanges {
		if c.Range == nil {
			f = text.Plain(f.Path, c.Text)
			continue
		}
		f = f.Edited(text.Edit{Span: s.offsets(f, *c.Range), New: c.Text})
	}
	version := d.version + 1
	if p.TextDocument.Version != nil {
		version = *p.TextDocument.Version
	}
	s.update(func(v *view) { s.put(v, s.document(v, d.uri, d.language, version, f)) })
}

// didSave reads what lies on disk anew where others depend on the saved file.
func (s *server) didSave(p *ofDocument) {
	if d := s.current().docs[p.TextDocument.URI]; d != nil && (d.kind == settings || d.kind == ruleFile) {
		s.renew(func(*view) {})
	}
}

func (s *server) didClose(p *ofDocument) {
	s.update(func(v *view) {
		if d := v.docs[p.TextDocument.URI]; d != nil {
			delete(v.docs, p.TextDocument.URI)
			s.touch(v, d)
		}
	})
}

// document makes a document with a check of its own.
func (s *server) document(v *view, uri, language string, version int, f *text.File) *document {
	return &document{uri: uri, language: language, version: version, file: f, kind: v.kindOf(uri, f), check: newCheck(s.ctx)}
}

// put puts a document into a view.
func (s *server) put(v *view, d *document) {
	v.docs[d.uri] = d
	s.touch(v, d)
}

// touch has the documents checked anew that depend on one that has changed: replies on the inquiry beside them, configurations
// and rules on each other.
func (s *server) touch(v *view, changed *document) {
	for uri, d := range v.docs {
		if d == changed {
			continue
		}
		depends := false
		switch changed.kind {
		case inquiry:
			depends = d.kind == replies && v.inquiryPath(d.file.Path) == changed.file.Path
		case settings, ruleFile:
			depends = d.kind == settings || d.kind == ruleFile
		}
		if depends {
			v.docs[uri] = s.document(v, d.uri, d.language, d.version, d.file)
		}
	}
}

// offsets is where a range of the protocol stands in a text. What lies outside is moved inside.
func (s *server) offsets(f *text.File, r span) text.Span {
	sp := text.Span{Start: s.offset(f, r.Start), End: s.offset(f, r.End)}
	if sp.End < sp.Start {
		sp.Start, sp.End = sp.End, sp.Start
	}
	return sp
}

func (s *server) offset(f *text.File, p position) int {
	return f.Offset(min(max(p.Line, 0), len(f.Text))+1, min(max(p.Character, 0), len(f.Text))+1, s.unit)
}

// places turns spans of a text into ranges of the protocol.
type places struct {
	file *text.File
	unit text.Unit
}

func (s *server) places(f *text.File) places { return places{f, s.unit} }

func (p places) at(offset int) position {
	at := p.file.Position(offset)
	return position{at.Line - 1, at.Column(p.unit) - 1}
}

func (p places) span(sp text.Span) span { return span{p.at(sp.Start), p.at(sp.End)} }
