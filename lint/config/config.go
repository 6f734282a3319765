// Package config finds and reads the configuration of a team, .yorisoi.yaml, and says what of it applies to a file.
//
// The nearest configuration upwards from a file is the one that counts; others count only if that one names them under
// "extends". What it says is read strictly, and checked against the rules it speaks of, before any file is checked with it.
package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/input"
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

// Baseline is the path of the file of known findings that it names, or empty.
func (c *Config) Baseline() (path string) {
	for _, f := range c.files {
		if f.document.Baseline.Text != "" {
			path = filepath.ToSlash(beside(f.path, f.document.Baseline.Text))
		}
	}
	return path
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
	path     string // as messages name it
	abs      string // what it names is relative to the folder of this
	d        *strict.Decoder
	suppress []*Suppress
}

// document is a configuration as it is written.
type document struct {
	Version      strict.Version  `yaml:"version"`
	Extends      []strict.String `yaml:"extends"`
	RuleFiles    []strict.String `yaml:"rule-files"`
	section      `yaml:",inline"`
	Products     []name        `yaml:"products"`
	Placeholders []name        `yaml:"placeholders"`
	Inputs       []source      `yaml:"inputs"`
	Overrides    []override    `yaml:"overrides"`
	Suppress     []suppress    `yaml:"suppress"`
	Reason       *bool         `yaml:"require-reason"`
	Baseline     strict.String `yaml:"baseline"`
}

// section is what a configuration may say of all files or of some.
type section struct {
	Channel  strict.String `yaml:"channel" schema:"channel"`
	Extent   strict.String `yaml:"extent" schema:"extent"`
	Mode     strict.String `yaml:"mode" schema:"mode"`
	Audience strict.String `yaml:"audience" schema:"audience"`
	Rules    changes       `yaml:"rules"`
}

// source is what a configuration says of where replies stand in some files.
type source struct {
	sourceKeys
	place strict.Place
	entry Entry
}

type sourceKeys struct {
	Files    []strict.String `yaml:"files" schema:",required"`
	Format   strict.String   `yaml:"format" schema:"input-format"`
	Encoding strict.String   `yaml:"encoding" schema:"encoding?"`
	Reply    []strict.String `yaml:"reply"`
	Title    strict.String   `yaml:"title"`
	Inquiry  strict.String   `yaml:"inquiry"`
	As       strict.String   `yaml:"as" schema:"markup"`
	Fences   bool            `yaml:"fences"`
}

// Schema is that of its keys.
func (source) Schema(g *strict.Generator) strict.Schema { return g.Object(sourceKeys{}) }

// UnmarshalStrict takes a mapping that says which files it is for.
func (s *source) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	s.place = strict.Place{Line: n.Line, Column: n.Column}
	d.Decode(n, &s.sourceKeys)
	if n.Kind == yaml.MappingNode && len(s.Files) == 0 {
		d.Fail(n, "config-no-files")
	}
	known := func(v strict.String, words []string) {
		if v.Line > 0 && !slices.Contains(words, v.Text) {
			d.Unknown(&yaml.Node{Line: v.Line, Column: v.Column}, v.Text, words)
		}
	}
	known(s.Format, input.Formats())
	known(s.As, input.Markups())
	if err := input.CheckEncoding(s.Encoding.Text); err != nil {
		known(s.Encoding, input.Encodings())
	}
	for _, p := range append(slices.Clone(s.Reply), s.Title, s.Inquiry) {
		if err := input.CheckPath(p.Text); err != nil {
			d.FailAt(p.Place, "config-bad-path", p.Text, err)
		}
	}
}

// source is s as input has it.
func (s *source) source() input.Source {
	out := input.Source{Format: s.Format.Text, Encoding: s.Encoding.Text, As: s.As.Text, Title: s.Title.Text, Inquiry: s.Inquiry.Text, Fences: s.Fences}
	for _, r := range s.Reply {
		out.Reply = append(out.Reply, r.Text)
	}
	return out
}

// override is what a configuration says of some files.
type override struct {
	overrideKeys
	place strict.Place
	entry Entry
}

type overrideKeys struct {
	Files   []strict.String `yaml:"files" schema:",required"`
	section `yaml:",inline"`
}

// Schema is that of its keys.
func (override) Schema(g *strict.Generator) strict.Schema { return g.Object(overrideKeys{}) }

// UnmarshalStrict takes a mapping that says which files it is for.
func (o *override) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	o.place = strict.Place{Line: n.Line, Column: n.Column}
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
			from.Files = strings.Join(f.Overrides[i-1].entry.Files, " ")
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
	for i := range f.Inputs {
		s := &f.Inputs[i]
		s.entry = f.entry(s.place, s.Files)
	}
	for i := range f.Overrides {
		o := &f.Overrides[i]
		o.entry = f.entry(o.place, o.Files)
	}
	f.suppress = f.suppressions()
}

// checkRules notes what a file says of rules that there are not, or that the rules cannot do, and what it silences without
// the reason that must be given.
func (f *file) checkRules(set *rule.Set, reason bool) {
	for _, s := range f.suppress {
		for _, id := range s.Rules {
			if _, ok := set.Rule(id.Text); !ok && id.Line > 0 {
				f.d.Unknown(&yaml.Node{Line: id.Line, Column: id.Column}, id.Text, set.IDs())
			}
		}
		if reason && strings.TrimSpace(s.Reason) == "" {
			f.d.FailAt(s.Place, "config-suppress-no-reason")
		}
	}
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

// Applied is what of a configuration applies to one file.
type Applied struct {
	Settings reply.Settings         // products and placeholders of all files add up
	Origins  map[string]rule.Origin // of the settings, by name; of names the last
	Input    input.Source           // how the file is read; of several that are for it the last
	Rules    []RuleChange           // of two that say the same thing the later one wins
	Suppress []*Suppress
	Reason   bool // a comment that silences findings must say why
}

// For says what applies to the file at path.
func (c *Config) For(path string) (*Applied, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	a := &Applied{Origins: map[string]rule.Origin{}, Reason: c.reason()}
	for _, f := range c.files {
		a.add(&f.section, rule.Origin{Path: f.path})
		a.name(f)
		for i := range f.Inputs {
			if s := &f.Inputs[i]; s.entry.Takes(abs) {
				a.Input = s.source()
			}
		}
		for i := range f.Overrides {
			if o := &f.Overrides[i]; o.entry.Takes(abs) {
				a.add(&o.section, rule.Origin{Path: f.path, Files: strings.Join(o.entry.Files, " ")})
			}
		}
		for _, s := range f.suppress {
			if s.Takes(abs) {
				a.Suppress = append(a.Suppress, s)
			}
		}
	}
	return a, nil
}

// reason reports whether what silences findings must say why.
func (c *Config) reason() bool {
	must := true
	for _, f := range c.files {
		if f.Reason != nil {
			must = *f.Reason
		}
	}
	return must
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
	said := s.settings()
	for name, v := range a.Settings.All() {
		if said[name].Text != "" {
			*v = said[name].Text
			from.Line = said[name].Line
			a.Origins[name] = from
		}
	}
	a.Rules = append(a.Rules, s.Rules...)
}

// Schema describes configuration files.
func Schema(set *rule.Set, l lang.Lang) strict.Schema {
	words := set.Vocabulary()
	words["input-format"], words["encoding"], words["markup"] = input.Formats(), input.Encodings(), input.Markups()
	g := &strict.Generator{Vocabulary: words, Lang: l}
	return g.Document(Name, document{})
}
