package rule

import (
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// What a team says itself, and a rule may be about. All but the terms is upkeep: it judges no reply, and whoever keeps the
// matter reports it with [Rule.Report].
const (
	Suppressions = "suppressions" // what silences findings, in a file or in a configuration
	Entries      = "entries"      // what a configuration says of some files
	Baseline     = "baseline"     // findings that are known
	terminology  = "terms"        // words that are to be used, and those that are not
)

func matters() []string { return []string{Suppressions, Entries, Baseline, terminology} }

// aboutFile is a rule about what a team says itself. Only shipped rules are, and their examples are scripts: they need a team.
type aboutFile struct {
	Version strict.Version `yaml:"version"`
	Rule    strict.String  `yaml:"rule"`
	About   strict.String  `yaml:"about"`
	Level   strict.String  `yaml:"level"`
	Title   lang.Text      `yaml:"title"`
	Why     lang.Text      `yaml:"why"`
	Message lang.Text      `yaml:"message"`
	Suggest []lang.Text    `yaml:"suggest"`
}

// about adds a rule about what a team says itself.
func (l *loader) about(d *strict.Decoder, n *yaml.Node) {
	var f aboutFile
	d.Decode(n, &f)
	r := &Rule{
		ID: f.Rule.Text, Title: f.Title, Why: f.Why, Message: f.Message, Suggest: f.Suggest, Path: d.Path, Place: f.Rule.Place,
		Level: l.level(d, f.Level, Warning), about: oneOf(d, f.About, matters()),
	}
	r.own = r.Level
	l.add(r)
}

// About is what a team says itself and the rule is about; empty for one that needs no team.
func (r *Rule) About() string { return r.about }

// Judges reports whether the rule judges replies.
func (r *Rule) Judges() bool { return r.about == "" || r.about == terminology }

// Report is a finding at a place that whoever calls has found. values fill the places {name} of its message.
func (r *Rule) Report(f *text.File, at text.Span, values map[string]string) Finding {
	out := Finding{Rule: r, Item: &input.Item{File: f}, Span: at, Sentence: at, Said: at.In(f.Text), Marked: text.Span{End: at.Len()}, Level: r.Level, Message: fill(r.Message, values, nil)}
	for _, s := range r.Suggest {
		out.Suggestions = append(out.Suggestions, Suggestion{Message: fill(s, values, nil)})
	}
	return out
}
