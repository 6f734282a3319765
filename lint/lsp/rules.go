package lsp

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Configurations and rules, as one edits them: what is wrong with them, and what their names mean.

// draft loads what a configuration or a rule file belongs to, all open files as they are in the editor, and gives the rules
// with it.
func (s *server) draft(v *view, d *document) (*rule.Set, error) {
	if set, err, ours := s.shipped(d); ours {
		return set, err
	}
	open := map[string][]byte{}
	for _, o := range v.docs {
		if o.kind == settings || o.kind == ruleFile {
			open[o.file.Path] = []byte(o.file.Text)
		}
	}
	more := v.prefers(d.file.Path).RuleFiles
	c, err := s.opts.Loader.Again(more, open).For(d.file.Path)
	if d.kind == settings || slices.ContainsFunc(c.Rules, func(p string) bool { return same(p, d.file.Path) }) || concerns(err, d.file.Path) {
		return c.Set, err
	}
	// No configuration names it: it is tried with the rules that there are.
	c, err = s.opts.Loader.Again(more, open, rule.Source{Path: filepath.ToSlash(d.file.Path), Data: []byte(d.file.Text)}).For(d.file.Path)
	return c.Set, err
}

// same reports whether a path as messages name it is that of a file.
func same(named, path string) bool {
	return filepath.Clean(filepath.FromSlash(named)) == filepath.Clean(path)
}

// concerns reports whether an error is about a file.
func concerns(err error, path string) bool {
	return slices.ContainsFunc(flat(err), func(e error) bool {
		var at *strict.Error
		return errors.As(e, &at) && same(at.Path, path)
	})
}

// shipped loads the shipped rules with one of their own files as it is in the editor; ours is false for other files.
func (s *server) shipped(d *document) (set *rule.Set, err error, ours bool) {
	dir, name, ok := strings.Cut(filepath.ToSlash(d.file.Path), "/rules/")
	if !ok || d.kind != ruleFile {
		return nil, nil, false
	}
	if _, err := fs.Stat(s.opts.Rules, name); err != nil {
		return nil, nil, false
	}
	if _, err := os.Stat(filepath.Join(filepath.FromSlash(dir), "rules", "rules.go")); err != nil {
		return nil, nil, false
	}
	set, err = rule.Load(edited{s.opts.Rules, name, []byte(d.file.Text)})
	return set, err, true
}

// edited is a file system in which one file reads otherwise.
type edited struct {
	fs.FS
	name string
	data []byte
}

// ReadFile reads a file.
func (e edited) ReadFile(name string) ([]byte, error) {
	if name == e.name {
		return e.data, nil
	}
	return fs.ReadFile(e.FS, name)
}

// mistakes checks a configuration or a rule file: whether it can be loaded, and whether its examples come out as they say.
func (s *server) mistakes(ctx context.Context, v *view, d *document) *report {
	set, err := s.draft(v, d)
	if ctx.Err() != nil {
		return nil
	}
	r := &report{set: set, elsewhere: map[string][]diagnostic{}}
	named := filepath.ToSlash(d.file.Path)
	if _, name, ok := strings.Cut(named, "/rules/"); ok && err != nil {
		if _, serr := fs.Stat(s.opts.Rules, name); serr == nil {
			named = path.Join("rules", name)
		}
	}
	for _, e := range flat(err) {
		var at *strict.Error
		switch {
		case !errors.As(e, &at) || same(at.Path, d.file.Path) || at.Path == named:
			r.diagnostics = append(r.diagnostics, s.trouble(d.file, e))
		case filepath.IsAbs(filepath.FromSlash(at.Path)):
			p := filepath.FromSlash(at.Path)
			r.elsewhere[p] = append(r.elsewhere[p], diagnostic{Range: located(at, s.unit), Severity: severityError, Source: section, Message: at.Say.In(s.speak())})
		}
	}
	if set == nil || err != nil || d.kind == settings {
		return r
	}
	paths := []string{filepath.ToSlash(d.file.Path)}
	if _, name, ok := strings.Cut(paths[0], "/rules/"); ok {
		paths = append(paths, path.Join("rules", name))
	}
	for _, p := range paths {
		for _, f := range lint.ExamplesIn(set, p) {
			if ctx.Err() != nil {
				return nil
			}
			r.diagnostics = append(r.diagnostics, diagnostic{
				Range: s.line(d.file, f.Place), Severity: severityWarning, Source: section, Message: f.Say.In(s.speak()),
			})
		}
	}
	return r
}

// line is the range from a place to the end of its line.
func (s *server) line(f *text.File, p strict.Place) span {
	if p.Line < 1 {
		return span{}
	}
	_, line := f.Line(p.Line)
	start := f.Offset(p.Line, p.Column, text.Runes)
	return s.places(f).span(text.Span{Start: start, End: max(start, line.End)})
}

// known are the rules that a configuration or a rule file may speak of: with itself, or if it cannot be loaded without.
func (s *server) known(ctx context.Context, v *view, d *document) *rule.Set {
	if _, r := s.settled(ctx, d); r != nil && r.set != nil {
		return r.set
	}
	if c, err := v.loader(d.file.Path).For(d.file.Path); err == nil {
		return c.Set
	}
	c, _ := s.opts.Loader.Again(nil, map[string][]byte{}).For(string(filepath.Separator) + config.Name)
	return c.Set
}

// define is where the name at a place is defined.
func define(ctx context.Context, s *server, v *view, p *atPosition) (*location, error) {
	d := v.docs[p.TextDocument.URI]
	if d == nil || d.kind != settings && d.kind != ruleFile {
		return nil, nil
	}
	c := cursorAt(d.file, s.offset(d.file, p.Position))
	if l := s.beside(v, d, c, p.Position); l != nil {
		return l, nil
	}
	set := s.known(ctx, v, d)
	if set == nil {
		return nil, nil
	}
	word := c.word.In(d.file.Text)
	if def, ok := set.Def(word); ok && (c.name || refers(c)) {
		return s.place(v, def.Path, def.Place)
	}
	if r, ok := set.Rule(word); ok {
		return s.place(v, r.Path, r.Place)
	}
	return nil, nil
}

// beside is the file that a configuration names at a place.
func (s *server) beside(v *view, d *document, c cursor, at position) *location {
	if d.kind != settings || len(c.path) != 1 || c.path[0] != "extends" && c.path[0] != "rule-files" {
		return nil
	}
	line, sp := d.file.Line(at.Line + 1)
	col := s.offset(d.file, at) - sp.Start
	cut := func(r rune) bool { return strings.ContainsRune(" ,[]\"'", r) }
	from := strings.LastIndexFunc(line[:col], cut) + 1
	to := strings.IndexFunc(line[col:], cut)
	if to < 0 {
		to = len(line) - col
	}
	path := filepath.Join(filepath.Dir(d.file.Path), filepath.FromSlash(line[from:col+to]))
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil
	}
	return &location{URI: v.uri(path)}
}

// refers reports whether a value at the place is the name of a list or an act without brackets.
func refers(c cursor) bool {
	if len(c.path) == 0 {
		return false
	}
	last := c.path[len(c.path)-1]
	return slices.Contains([]string{"extend", "act"}, last) || c.key && slices.Contains([]string{"lists", "words"}, last)
}

// place is a place in a rule file. A shipped one is written out to be shown.
func (s *server) place(v *view, named string, p strict.Place) (*location, error) {
	path := filepath.FromSlash(named)
	if name, ok := strings.CutPrefix(named, "rules/"); ok && v.at(path) == nil {
		data, err := fs.ReadFile(s.opts.Rules, name)
		if err != nil {
			return nil, err
		}
		dir, err := s.scratch()
		if err != nil {
			return nil, err
		}
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, err
		}
		if _, err := os.Stat(path); err != nil {
			if err := os.WriteFile(path, data, 0o400); err != nil {
				return nil, err
			}
		}
	}
	f, _, _ := v.read(path)
	if f == nil {
		return nil, nil
	}
	return &location{v.uri(path), s.placed(f, p)}, nil
}
