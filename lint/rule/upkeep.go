package rule

import (
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Upkeep is what a team keeps besides its replies, and what is left behind when the replies change. A rule about it judges no
// reply: whoever keeps the matter reports it with [Rule.Report].
const (
	Suppressions = "suppressions" // what silences findings, in a file or in a configuration
	Entries      = "entries"      // what a configuration says of some files
	Baseline     = "baseline"     // findings that are known
)

func upkeep() []string { return []string{Suppressions, Entries, Baseline} }

// upkeepFile is a rule about upkeep. Only shipped rules are, and their examples are scripts.
type upkeepFile struct {
	Version strict.Version `yaml:"version"`
	Rule    strict.String  `yaml:"rule"`
	Upkeep  strict.String  `yaml:"upkeep"`
	Level   strict.String  `yaml:"level"`
	Title   lang.Text      `yaml:"title"`
	Why     lang.Text      `yaml:"why"`
	Message lang.Text      `yaml:"message"`
	Suggest []lang.Text    `yaml:"suggest"`
}

// upkeep adds a rule about upkeep.
func (l *loader) upkeep(d *strict.Decoder, n *yaml.Node) {
	var f upkeepFile
	d.Decode(n, &f)
	r := &Rule{
		ID: f.Rule.Text, Title: f.Title, Why: f.Why, Message: f.Message, Suggest: f.Suggest, Path: d.Path, Place: f.Rule.Place,
		Level: l.level(d, f.Level, Warning), upkeep: oneOf(d, f.Upkeep, upkeep()),
	}
	r.own = r.Level
	l.add(r)
}

// Upkeep is the matter of upkeep that the rule is about; empty for a rule that judges replies.
func (r *Rule) Upkeep() string { return r.upkeep }

// Report is a finding at a place that whoever calls has found. values fill the places {name} of its message.
func (r *Rule) Report(f *text.File, at text.Span, values map[string]string) Finding {
	out := Finding{Rule: r, Item: &input.Item{File: f}, Span: at, Sentence: at, Said: at.In(f.Text), Marked: text.Span{End: at.Len()}, Level: r.Level, Message: (&Verdict{values: values}).fill(r.Message)}
	for _, s := range r.Suggest {
		out.Suggestions = append(out.Suggestions, Suggestion{Message: (&Verdict{values: values}).fill(s)})
	}
	return out
}
