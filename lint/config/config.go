// Package config finds and reads the configuration of a team, .yorisoi.yaml, and says what of it applies to a file.
//
// The nearest configuration upwards from a file is the one that counts; others count only if that one names them under
// "extends". What it says is read strictly, and checked against the rules it speaks of, before any file is checked with it.
package config

import (
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"golang.org/x/text/unicode/norm"
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// Name is what a configuration file is called.
const Name = ".yorisoi.yaml"

// Config is a configuration, with all it extends and the rules it speaks of.
type Config struct {
	Path  string // empty where there is none
	Set   *rule.Set
	Rules []string // the rule files besides the shipped ones
	files []*file  // those it extends first, itself last
}

// Files are the configuration files it was read from: those it extends first, itself last.
func (c *Config) Files() (out []string) {
	for _, f := range c.files {
		out = append(out, f.path)
	}
	return out
}

// Takes reports whether the rule files that the configuration names hold one at path, or would if it were there.
func (c *Config) Takes(path string) bool {
	abs, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	for _, f := range c.files {
		for _, r := range f.RuleFiles {
			named, err := filepath.Abs(beside(f.path, r.Text))
			if err != nil {
				continue
			}
			below, err := filepath.Rel(named, abs)
			glob, _ := doublestar.PathMatch(named, abs)
			if info, no := os.Stat(named); glob || no == nil && info.IsDir() && err == nil && filepath.IsLocal(below) {
				return true
			}
		}
	}
	return false
}

// file is one configuration file.
type file struct {
	document
	path string // as messages name it
	abs  string // what it names is relative to the folder of this
	d    *strict.Decoder
}

// document is a configuration as it is written.
type document struct {
	Version      strict.Version  `yaml:"version"`
	Extends      []strict.String `yaml:"extends"`
	RuleFiles    []strict.String `yaml:"rule-files"`
	section      `yaml:",inline"`
	Products     []name     `yaml:"products"`
	Placeholders []name     `yaml:"placeholders"`
	Overrides    []override `yaml:"overrides"`
}

// section is what a configuration may say of all files or of some.
type section struct {
	Channel  strict.String `yaml:"channel" schema:"channel"`
	Extent   strict.String `yaml:"extent" schema:"extent"`
	Mode     strict.String `yaml:"mode" schema:"mode"`
	Audience strict.String `yaml:"audience" schema:"audience"`
	Rules    changes       `yaml:"rules"`
}

// override is what a configuration says of some files.
type override struct {
	overrideKeys
}

type overrideKeys struct {
	Files   []strict.String `yaml:"files" schema:",required"`
	section `yaml:",inline"`
}

// Schema is that of its keys.
func (override) Schema(g *strict.Generator) strict.Schema { return g.Object(overrideKeys{}) }

// UnmarshalStrict takes a mapping that says which files it is for.
func (o *override) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	d.Decode(n, &o.overrideKeys)
	if n.Kind == yaml.MappingNode && len(o.Files) == 0 {
		d.Fail(n, "config-no-files")
	}
}

// name is what a team calls a thing.
type name struct{ strict.String }

// Schema is that of a text.
func (name) Schema(*strict.Generator) strict.Schema { return strict.Text() }

// UnmarshalStrict takes a text. {{name}} is none in YAML: it must stand in quotation marks.
func (s *name) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind != yaml.ScalarNode || strings.TrimSpace(n.Value) == "" {
		d.Fail(n, "config-name")
		return
	}
	d.Decode(n, &s.String)
}

// changes are what is said of rules, in the order it is written.
type changes []RuleChange

// RuleChange is what is said of one rule.
type RuleChange struct {
	ID strict.String
	rule.Change
}

// Schema takes a level or a change for each rule; a team may have rules of its own.
func (changes) Schema(g *strict.Generator) strict.Schema {
	said, known := strict.Either(g.Words("level"), g.Of(rule.Change{})), map[string]any{}
	for _, id := range g.Vocabulary["rule"] {
		known[id] = said
	}
	return strict.Schema{"type": []string{"object", "null"}, "properties": known, "additionalProperties": said}
}

// UnmarshalStrict takes a mapping of rule to level, or of rule to a mapping of what is changed.
func (c *changes) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" { // everything below is a comment
		return
	}
	if n.Kind != yaml.MappingNode {
		d.Fail(n, "yaml-want-mapping")
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		if v.Kind == yaml.AliasNode {
			v = v.Alias
		}
		if seen[key.Value] {
			d.Fail(key, "yaml-key-twice", key.Value)
			continue
		}
		seen[key.Value] = true
		r := RuleChange{ID: strict.String{Text: key.Value, Place: strict.Place{Line: key.Line, Column: key.Column}}}
		if v.Kind == yaml.MappingNode {
			d.Decode(v, &r.Change)
		} else {
			d.Decode(v, &r.Level)
		}
		*c = append(*c, r)
	}
}

// settings are the values of a section that have choices, by name.
func (s *section) settings() map[string]strict.String {
	return map[string]strict.String{"channel": s.Channel, "extent": s.Extent, "mode": s.Mode, "audience": s.Audience}
}

// sections are all a file says: of all files, then of some.
func (f *file) sections() []*section {
	out := []*section{&f.section}
	for i := range f.Overrides {
		out = append(out, &f.Overrides[i].section)
	}
	return out
}

// origin tells every change where it is written.
func (f *file) origin() {
	for i, s := range f.sections() {
		from := rule.Origin{Path: f.path}
		if i > 0 {
			from.Files = strings.Join(f.Overrides[i-1].patterns(), " ")
		}
		for k := range s.Rules {
			s.Rules[k].From = from
			s.Rules[k].From.Line = s.Rules[k].ID.Line
		}
	}
}

// check notes what is wrong with the values of a file, as far as that can be said without knowing the rules.
func (f *file) check() {
	for _, s := range f.sections() {
		for name, v := range s.settings() {
			if known := reply.Choices()[name]; v.Line > 0 && !slices.Contains(known, v.Text) { // "" is no choice either
				f.d.Unknown(&yaml.Node{Line: v.Line, Column: v.Column}, v.Text, known)
			}
		}
	}
	for i := range f.Overrides {
		o := &f.Overrides[i]
		for _, p := range o.Files {
			switch {
			case p.Text == "" || !doublestar.ValidatePattern(p.Text):
				f.d.FailAt(p.Place, "config-bad-glob", p.Text)
			case strings.Contains(p.Text, `\`):
				f.d.FailAt(p.Place, "config-glob-backslash", p.Text)
			case slices.Contains(strings.Split(p.Text, "/"), ".."):
				f.d.FailAt(p.Place, "config-glob-outside", p.Text, path.Base(f.path))
			}
		}
	}
}

// checkRules notes what a file says of rules that there are not, or that the rules cannot do.
func (f *file) checkRules(set *rule.Set) {
	for _, s := range f.sections() {
		for k := range s.Rules {
			c := &s.Rules[k]
			if r, ok := set.Rule(c.ID.Text); ok {
				r.Check(&c.Change, f.d, c.ID.Place)
			} else {
				f.d.Unknown(&yaml.Node{Line: c.ID.Line, Column: c.ID.Column}, c.ID.Text, set.IDs())
			}
		}
	}
}

func (o *override) patterns() (out []string) {
	for _, p := range o.Files {
		out = append(out, p.Text)
	}
	return out
}

// takes reports whether the override is for the file at an absolute path, for a configuration in dir. A pattern without a
// slash is met in any folder; one that names a folder takes all that lies in it.
func (o *override) takes(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	if err != nil {
		return false
	}
	rel = norm.NFC.String(filepath.ToSlash(rel)) // macOS may spell ガ as カ and a mark
	for _, p := range o.patterns() {
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

// Applied is what of a configuration applies to one file.
type Applied struct {
	Settings reply.Settings         // products and placeholders of all files add up
	Origins  map[string]rule.Origin // of the settings, by name; of names the last
	Rules    []RuleChange           // of two that say the same thing the later one wins
}

// For says what applies to the file at path.
func (c *Config) For(path string) (*Applied, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	a := &Applied{Origins: map[string]rule.Origin{}}
	for _, f := range c.files {
		a.add(&f.section, rule.Origin{Path: f.path})
		a.name(f)
		for i := range f.Overrides {
			if o := &f.Overrides[i]; o.takes(filepath.Dir(f.abs), abs) {
				a.add(&o.section, rule.Origin{Path: f.path, Files: strings.Join(o.patterns(), " ")})
			}
		}
	}
	return a, nil
}

// name adds the names of products and placeholders that a file gives.
func (a *Applied) name(f *file) {
	if len(f.Products)+len(f.Placeholders) == 0 {
		return
	}
	if a.Settings.Names == nil {
		a.Settings.Names = &reply.Names{}
	}
	for _, k := range []struct {
		key  string
		from []name
		to   *[]string
	}{{"products", f.Products, &a.Settings.Names.Products}, {"placeholders", f.Placeholders, &a.Settings.Names.Placeholders}} {
		for _, s := range k.from {
			*k.to = append(*k.to, s.Text)
			a.Origins[k.key] = rule.Origin{Path: f.path, Line: k.from[0].Line}
		}
	}
}

func (a *Applied) add(s *section, from rule.Origin) {
	for name, v := range s.settings() {
		if v.Text != "" {
			from.Line = v.Line
			a.Origins[name] = from
		}
	}
	a.Settings = reply.Settings{Channel: s.Channel.Text, Extent: s.Extent.Text, Mode: s.Mode.Text, Audience: s.Audience.Text}.Or(a.Settings)
	a.Rules = append(a.Rules, s.Rules...)
}

// Schema describes configuration files.
func Schema(set *rule.Set, l lang.Lang) strict.Schema {
	g := &strict.Generator{Vocabulary: set.Vocabulary(), Lang: l}
	return g.Document(Name, document{})
}
