package config

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// Entry is an entry of a configuration that is for some files only.
type Entry struct {
	Path string // of the configuration
	strict.Place
	Files []string // patterns
	dir   string   // absolute; the patterns start here
}

// Takes reports whether the entry is for the file at an absolute path. A pattern without a slash is met in any folder; one
// that names a folder takes all that lies in it.
func (e *Entry) Takes(path string) bool {
	rel, err := filepath.Rel(e.dir, path)
	if err != nil {
		return false
	}
	rel = norm.NFC.String(filepath.ToSlash(rel)) // macOS may spell ガ as カ and a mark
	for _, p := range e.Files {
		p = norm.NFC.String(strings.TrimSuffix(p, "/"))
		if !strings.Contains(p, "/") {
			p = "**/" + p
		}
		p = strings.TrimPrefix(strings.TrimPrefix(p, "./"), "/")
		if doublestar.MatchUnvalidated(p, rel) || doublestar.MatchUnvalidated(p+"/**", rel) {
			return true
		}
	}
	return false
}

// Within reports whether all files that the entry may be for lie in a folder, given by its absolute path.
func (e *Entry) Within(folder string) bool {
	for _, p := range e.Files {
		base, _ := doublestar.SplitPattern(strings.TrimSuffix(p, "/"))
		if !strings.Contains(strings.TrimSuffix(p, "/"), "/") {
			base = "."
		}
		rel, err := filepath.Rel(folder, filepath.Join(e.dir, filepath.FromSlash(base)))
		if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
			return false
		}
	}
	return true
}

// Origin is where the entry is written.
func (e *Entry) Origin() rule.Origin { return rule.Origin{Path: e.Path, Line: e.Line} }

// entry makes an entry of the patterns it is for. What is wrong with them is noted.
func (f *file) entry(at strict.Place, files []strict.String) Entry {
	e := Entry{Path: f.path, Place: at, dir: filepath.Dir(f.abs)}
	for _, p := range files {
		switch {
		case p.Text == "" || !doublestar.ValidatePattern(p.Text):
			f.d.FailAt(p.Place, "config-bad-glob", p.Text)
		case strings.Contains(p.Text, `\`):
			f.d.FailAt(p.Place, "config-glob-backslash", p.Text)
		case slices.Contains(strings.Split(p.Text, "/"), ".."):
			f.d.FailAt(p.Place, "config-glob-outside", p.Text, path.Base(f.path))
		default:
			e.Files = append(e.Files, p.Text)
		}
	}
	return e
}

// Entries are all entries of the configuration that are for some files, with the key they stand under.
func (c *Config) Entries() (out []Keyed) {
	for _, f := range c.files {
		for i := range f.Overrides {
			out = append(out, Keyed{"overrides", &f.Overrides[i].entry})
		}
		for i := range f.Inputs {
			out = append(out, Keyed{"inputs", &f.Inputs[i].entry})
		}
		for _, e := range f.ignore {
			out = append(out, Keyed{"ignore", e})
		}
		for _, s := range f.suppress {
			out = append(out, Keyed{"suppress", &s.Entry})
		}
	}
	return out
}

// Keyed is an entry with the key it stands under.
type Keyed struct {
	Key string
	*Entry
}

// Suppress silences what rules find in some files.
type Suppress struct {
	Entry
	Rules  []strict.String
	Keys   []string // of replies; empty for all of the file
	At     string   // words of the sentence; empty for all of the reply
	Reason string
	Date   time.Time // when it was written; may be zero
}

// DateForm is how dates are written.
const DateForm = time.DateOnly

type suppress struct {
	suppressKeys
	place strict.Place
}

type suppressKeys struct {
	Files  []strict.String `yaml:"files" schema:",required"`
	Rule   []strict.String `yaml:"rule" schema:"rule?,required"`
	Key    []string        `yaml:"key"`
	At     string          `yaml:"at"`
	Reason string          `yaml:"reason"`
	Date   strict.String   `yaml:"date"`
}

// Schema is that of its keys.
func (suppress) Schema(g *strict.Generator) strict.Schema { return g.Object(suppressKeys{}) }

// UnmarshalStrict takes a mapping that says which files and which rules it is for.
func (s *suppress) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	s.place = strict.Place{Line: n.Line, Column: n.Column}
	if !d.Decode(n, &s.suppressKeys) {
		return
	}
	switch {
	case len(s.Files) == 0:
		d.Fail(n, "config-no-files")
	case len(s.Rule) == 0:
		d.Fail(n, "config-suppress-no-rule")
	}
}

// suppressions are the entries of a file that silence findings.
func (f *file) suppressions() (out []*Suppress) {
	for _, s := range f.Suppress {
		e := &Suppress{Entry: f.entry(s.place, s.Files), Rules: s.Rule, Keys: s.Key, At: s.At, Reason: s.Reason}
		if s.Date.Text != "" {
			var err error
			if e.Date, err = time.Parse(DateForm, s.Date.Text); err != nil {
				f.d.FailAt(s.Date.Place, "config-bad-date", s.Date.Text)
			}
		}
		out = append(out, e)
	}
	return out
}
