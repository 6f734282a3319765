package lsp

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/text"
)

const quickfix = "quickfix"

// mostChecked is the largest text, in bytes, in which offers are tried before they are made.
const mostChecked = 64 << 10

// actions are what can be done about the findings at a place.
func actions(ctx context.Context, s *server, v *view, p *codeActionParams) ([]any, error) {
	out := []any{}
	d := v.docs[p.TextDocument.URI]
	if d == nil || len(p.Context.Only) > 0 && !slices.ContainsFunc(p.Context.Only, func(k string) bool { return k == "" || k == quickfix }) {
		return out, nil
	}
	at := s.offsets(d.file, p.Range)
	d, r := s.settled(ctx, d)
	if r == nil {
		return out, nil
	}
	var list []codeAction
	for i := range r.findings {
		f := r.findings[i]
		if f.at.Start > at.End || at.Start > f.at.End {
			continue
		}
		list = append(list, s.mend(ctx, v, d, f, len(r.findings))...)
		list = append(list, s.allow(ctx, v, d, f, len(r.findings))...)
		title := s.tell("lsp-explain", f.Rule.ID)
		list = append(list, codeAction{Title: title, Kind: quickfix, Command: &command{title, explainCommand, []any{f.Rule.ID, d.uri}}})
		for k := range list {
			if list[k].Diagnostics == nil {
				list[k].Diagnostics = []diagnostic{s.diagnose(v, d, f)}
			}
		}
	}
	for _, a := range list {
		switch {
		case len(s.client.TextDocument.CodeAction.CodeActionLiteralSupport) > 0:
			out = append(out, a)
		case a.Command != nil: // an old client knows commands only
			out = append(out, a.Command)
		}
	}
	return out, nil
}

// mend are the edits that answer a finding: those that are right by themselves, and those that somebody must choose.
func (s *server) mend(ctx context.Context, v *view, d *document, f finding, findings int) (out []codeAction) {
	if f.Item.File != d.file { // the text in the editor has a form of its own
		return nil
	}
	l := s.speak()
	for _, x := range f.Suggestions {
		if x.Edit != nil {
			a := codeAction{Title: x.Message.In(l), Kind: quickfix, Edit: s.edit(d, *x.Edit, "")}
			a.IsPreferred = s.client.TextDocument.CodeAction.IsPreferredSupport
			out = append(out, a)
		}
	}
	for _, e := range f.Offers {
		if s.answers(ctx, v, d, e, findings) {
			title := s.tell("lsp-insert", strings.TrimSpace(e.New))
			out = append(out, codeAction{Title: title, Kind: quickfix, Edit: s.edit(d, e, title)})
		}
	}
	return out
}

// answers reports whether an edit leaves less to find. A text that is too large for a try is not tried.
func (s *server) answers(ctx context.Context, v *view, d *document, e text.Edit, findings int) bool {
	if len(d.file.Text) > mostChecked {
		return false
	}
	res, err := v.project(s.opts.Lint, d.file.Path).Check(ctx, d.file.Edited(e))
	return err == nil && res.Err == nil && len(res.Findings) < findings
}

// allow are the ways to say that a finding is none here: the word is the name of a product, the placeholder is one of ours, or
// there is a reason.
func (s *server) allow(ctx context.Context, v *view, d *document, f finding, findings int) (out []codeAction) {
	word := f.at.In(d.file.Text)
	add := func(title, key string) {
		if e := s.configured(v, d, key, word); e != nil {
			out = append(out, codeAction{Title: s.tell(title, word), Kind: quickfix, Edit: e})
		}
	}
	switch {
	case f.Rule.Kind() == "terms" && f.Rule.About() == "":
		add("lsp-add-product", "products")
	case f.Placeholder:
		add("lsp-add-placeholder", "placeholders")
	}
	if e, ok := s.silence(ctx, v, d, f, findings); ok {
		out = append(out, codeAction{Title: s.tell("lsp-suppress", f.Rule.ID), Kind: quickfix, Edit: s.edit(d, e, "")})
	}
	return out
}

// silence is the comment that silences a finding, above its line, but for the reason, which somebody must write: until then
// the comment itself is found fault with.
func (s *server) silence(ctx context.Context, v *view, d *document, f finding, findings int) (e text.Edit, ok bool) {
	open, end, ok := input.CommentIn(d.file.Path)
	if !ok || !f.Rule.Judges() || f.Item.File != d.file {
		return e, false
	}
	n := d.file.Position(f.at.Start).Line
	line, sp := d.file.Line(n)
	_, next := d.file.Line(n + 1)
	eol := d.file.Text[sp.End:max(sp.End, next.Start)]
	if eol == "" || n == d.file.Lines() {
		eol = "\n"
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]
	with := func(reason string) text.Edit {
		return text.Edit{Span: text.Span{Start: sp.Start, End: sp.Start}, New: indent + open + lint.NextLine + " " + f.Rule.ID + " -- " + reason + end + eol}
	}
	return with(""), s.answers(ctx, v, d, with("x"), findings)
}

// configured is the edit that adds a value to a list in the configuration of a document; nil if it cannot be made. Where there
// is no configuration one is written at the top of the workspace.
func (s *server) configured(v *view, d *document, key, value string) *workspaceEdit {
	path := filepath.Join(v.home(), config.Name)
	if f, ok := v.folder(d.file.Path); ok {
		path = filepath.Join(f.path, config.Name)
	}
	if c, _ := v.loader(d.file.Path).For(d.file.Path); c != nil && c.Path != "" {
		path = filepath.FromSlash(c.Path)
	}
	f, version, there := v.read(path)
	if f == nil {
		return nil
	}
	e, ok := config.Add(f, key, value)
	if !ok {
		return nil
	}
	w := &s.client.Workspace.WorkspaceEdit
	uri := v.uri(path)
	edit := textEdit{Range: s.places(f).span(e.Span), NewText: e.New}
	if !w.DocumentChanges {
		if !there {
			return nil
		}
		return &workspaceEdit{Changes: map[string][]textEdit{uri: {edit}}}
	}
	out := &workspaceEdit{}
	if !there {
		if !slices.Contains(w.ResourceOperations, "create") {
			return nil
		}
		create := createFile{Kind: "create", URI: uri}
		create.Options.IgnoreIfExists = true
		out.DocumentChanges = append(out.DocumentChanges, create)
	}
	change := documentEdit{Edits: []textEdit{edit}}
	change.TextDocument.URI, change.TextDocument.Version = uri, version
	out.DocumentChanges = append(out.DocumentChanges, change)
	return out
}

// read is a file as it is in the editor, with its version there, or else on disk; empty if there is none, nil if it cannot be
// read.
func (v *view) read(path string) (f *text.File, version *int, there bool) {
	if d := v.at(path); d != nil {
		return d.file, &d.version, true
	}
	data, err := os.ReadFile(path)
	if os.IsNotExist(err) {
		return text.Plain(path, ""), nil, false
	}
	if err != nil {
		return nil, nil, false
	}
	f = text.NewFile(path, data)
	return text.Plain(path, f.Text), nil, true
}

// edit is an edit of a document. With a label, a client that can shows it before it is made.
func (s *server) edit(d *document, e text.Edit, label string) *workspaceEdit {
	w := &s.client.Workspace.WorkspaceEdit
	edit := textEdit{Range: s.places(d.file).span(e.Span), NewText: e.New}
	if !w.DocumentChanges {
		return &workspaceEdit{Changes: map[string][]textEdit{d.uri: {edit}}}
	}
	out := &workspaceEdit{}
	if label != "" && len(w.ChangeAnnotations) > 0 {
		edit.AnnotationID = "choice"
		out.Annotations = map[string]changeAnnotation{"choice": {Label: label, NeedsConfirmation: true}}
	}
	change := documentEdit{Edits: []textEdit{edit}}
	change.TextDocument.URI, change.TextDocument.Version = d.uri, &d.version
	out.DocumentChanges = []any{change}
	return out
}
