package rule

import (
	"slices"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// The shapes of rule files, as they are written. What they mean is said where they are compiled.

type listFile struct {
	Version strict.Version             `yaml:"version"`
	Words   map[string][]strict.String `yaml:"words"`
	Lists   map[string][]strict.String `yaml:"lists"`
}

type actFile struct {
	Version  strict.Version  `yaml:"version"`
	Act      strict.String   `yaml:"act" schema:",required"`
	Title    lang.Text       `yaml:"title"`
	In       []strict.String `yaml:"in" schema:"part"`
	Find     []wording       `yaml:"find" schema:",required"`
	Is       strict.String   `yaml:"is"` // tests on the predicate a match belongs to
	Except   []wording       `yaml:"except"`
	Examples Examples        `yaml:"examples" schema:",required"`
}

// extendFile adds wordings to a list or an act that another file defines. What may be changed of a rule is a [Change].
type extendFile struct {
	Version  strict.Version `yaml:"version"`
	Extend   strict.String  `yaml:"extend" schema:"name?,required"`
	Find     []wording      `yaml:"find"`
	Except   []wording      `yaml:"except"`
	Examples Examples       `yaml:"examples"`
}

type ruleFile struct {
	Version strict.Version `yaml:"version"`
	Rule    strict.String  `yaml:"rule" schema:",required"`
	Level   strict.String  `yaml:"level" schema:"level"`
	Title   lang.Text      `yaml:"title" schema:",required"`
	Why     lang.Text      `yaml:"why"`
	Source  []string       `yaml:"source"`
	Where   whereFile      `yaml:"where"`
	Find    []findFile     `yaml:"find"`
	Except  []wording      `yaml:"except"`
	Unless  []windowFile   `yaml:"unless"`
	Lower   []windowFile   `yaml:"lower"`
	Count   *countFile     `yaml:"count"`
	Require *requireFile   `yaml:"require"`
	Terms   *termsRuleFile `yaml:"terms"`
	Measure *measureFile   `yaml:"measure"`
	Compare *compareFile   `yaml:"compare"`

	Consistent *consistentFile `yaml:"consistent"`

	Message  phrase          `yaml:"message" schema:",required"`
	Suggest  []phrase        `yaml:"suggest"`
	Insert   []strict.String `yaml:"insert"`
	Related  phrase          `yaml:"related"`
	Share    lang.Text       `yaml:"share"`
	Fix      []fixFile       `yaml:"fix"`
	Examples ruleExampleFile `yaml:"examples" schema:",required"`
}

type whereFile struct {
	Channel  []strict.String `yaml:"channel" schema:"channel"`
	Extent   []strict.String `yaml:"extent" schema:"extent"`
	Mode     []strict.String `yaml:"mode" schema:"mode"`
	Audience []strict.String `yaml:"audience" schema:"audience"`
	Notice   strict.String   `yaml:"notice" schema:"notice"`
	In       []strict.String `yaml:"in" schema:"part"`
}

// wording is a pattern, or a frame.
type wording struct {
	text  strict.String
	frame *yaml.Node
}

// UnmarshalStrict takes a text as a pattern and a mapping as a frame.
func (w *wording) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind == yaml.MappingNode {
		w.frame = n
		w.text.Line, w.text.Column = n.Line, n.Column
		return
	}
	d.Decode(n, &w.text)
}

// findFile is a wording of a rule, alone or with conditions of its own.
type findFile struct {
	what wording
	findOptions
}

type findOptions struct {
	What    *wording      `yaml:"what" schema:",required"`
	Level   strict.String `yaml:"level" schema:"level"`
	When    []windowFile  `yaml:"when"`
	Unless  []windowFile  `yaml:"unless"`
	Lower   []windowFile  `yaml:"lower"`
	Message phrase        `yaml:"message"`
	Suggest []phrase      `yaml:"suggest"`
}

// UnmarshalStrict takes a text as a pattern, and a mapping as a pattern with conditions, or as a frame if it has the keys of
// one.
func (f *findFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind != yaml.MappingNode || framed(n) {
		d.Decode(n, &f.what)
		return
	}
	d.Decode(n, &f.findOptions)
	if f.What == nil {
		d.Fail(n, "rule-find-what")
		return
	}
	f.what = *f.What
}

// framed reports whether a mapping is meant as a frame: its keys are particles and words, none of those of a find.
func framed(n *yaml.Node) bool {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if key := n.Content[i].Value; key == "" || key[0] < utf8.RuneSelf && !slices.Contains(frameKeys(), key) {
			return false
		}
	}
	return true
}

// windowFile is a condition: something near, or somewhere, or a shape.
type windowFile struct {
	Place   strict.Place
	options windowOptions
}

type windowOptions struct {
	Near      []strict.String `yaml:"near"`
	Same      strict.String   `yaml:"same" schema:"side"`
	After     int             `yaml:"after"`
	Before    int             `yaml:"before"`
	Until     []strict.String `yaml:"until" schema:"bound?"`
	Through   []strict.String `yaml:"through"`
	Skip      []strict.String `yaml:"skip" schema:"shape"`
	Aside     []strict.String `yaml:"aside"`
	Needs     []strict.String `yaml:"needs"`
	But       []strict.String `yaml:"but"`
	Topics    []strict.String `yaml:"topics"`
	In        strict.String   `yaml:"in" schema:"body"`
	Shape     []strict.String `yaml:"shape" schema:"part"`
	Mode      []strict.String `yaml:"mode" schema:"mode"`
	Predicate strict.String   `yaml:"is"`
	For       []strict.String `yaml:"for"`
	Level     strict.String   `yaml:"level" schema:"level"`
}

// UnmarshalStrict keeps the place of the condition, if all of it can be read.
func (w *windowFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if d.Decode(n, &w.options) {
		w.Place = strict.Place{Line: n.Line, Column: n.Column}
	}
}

type countFile struct {
	place    strict.Place
	Of       strict.String `yaml:"of" schema:",required"`
	Most     limits        `yaml:"most" schema:"limit,required"`
	Adjacent *bool         `yaml:"adjacent"`
	Merge    strict.String `yaml:"merge"`
}

// UnmarshalStrict keeps the place of the count, if all of it can be read.
func (c *countFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain countFile
	if d.Decode(n, (*plain)(c)) {
		c.place = strict.Place{Line: n.Line, Column: n.Column}
	}
}

// limits are numbers by channel or mode; the default holds for all others.
type limits map[string]int

const defaultLimit = "default"

// UnmarshalStrict checks the names of the limits.
func (m *limits) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	d.Decode(n, (*map[string]int)(m))
	known := limitKeys()
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; !slices.Contains(known, k.Value) {
			d.Unknown(k, k.Value, known)
		}
	}
}

type requireFile struct {
	place  strict.Place
	Act    []strict.String `yaml:"act" schema:",required"`
	Zone   strict.String   `yaml:"zone" schema:"zone"`
	Before []strict.String `yaml:"before"`
	After  []strict.String `yaml:"after"`
	Late   strict.String   `yaml:"late" schema:"level"`
	When   []windowFile    `yaml:"when"`
	Unless []windowFile    `yaml:"unless"`
}

// UnmarshalStrict keeps the place of what is required, if all of it can be read.
func (q *requireFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain requireFile
	if d.Decode(n, (*plain)(q)) {
		q.place = strict.Place{Line: n.Line, Column: n.Column}
	}
}

type termsRuleFile struct {
	Levels    map[string][]strict.String `yaml:"levels" schema:"audience=term-level"`
	Explained []strict.String            `yaml:"explained"`
	Not       []strict.String            `yaml:"not-explained"`
	Bracket   strict.String              `yaml:"bracket"`
	Nearby    []strict.String            `yaml:"nearby"`
	Marked    []strict.String            `yaml:"marked"`
}

// fixFile says how what a rule finds is written instead, where there is one right way: a regular expression that matches from
// inside the match on, and what stands in its place.
type fixFile struct {
	From strict.String `yaml:"from" schema:",required"`
	To   strict.String `yaml:"to" schema:",required"`

	place strict.Place
}

// UnmarshalStrict keeps the place of the fix.
func (f *fixFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain fixFile
	d.Decode(n, (*plain)(f))
	f.place = strict.Place{Line: n.Line, Column: n.Column}
}

type ruleExampleFile struct {
	Hit  []Example    `yaml:"hit"`
	Miss []Example    `yaml:"miss"`
	Fix  []FixExample `yaml:"fix"`
}

// FixExample is a reply and what the rule makes of it.
type FixExample struct {
	Reply strict.String `yaml:"reply" schema:",required"`
	To    string        `yaml:"to" schema:",required"`
}

// Example is a reply that a rule must, or must not, find something in; or several, held against one another.
type Example struct {
	Text strict.String
	More []strict.String // the others
	Settings
}

// Settings are how an example is to be judged.
type Settings struct {
	Channel, Extent, Mode, Audience, Inquiry string

	Level string // expected, if it is not the rule's own
}

// UnmarshalStrict takes a text, a list of texts, or a mapping with a text under "reply" or a list under "replies".
func (e *Example) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	var f exampleFile
	switch n.Kind {
	case yaml.ScalarNode:
		d.Decode(n, &e.Text)
		return
	case yaml.SequenceNode:
		d.Decode(n, &f.Replies)
	default:
		d.Decode(n, &f)
	}
	if f.Reply.Text != "" && len(f.Replies) > 0 {
		d.FailAt(f.Reply.Place, "rule-example-replies")
	}
	choices := reply.Choices()
	e.Text = f.Reply
	if len(f.Replies) > 0 {
		e.Text, e.More = f.Replies[0], f.Replies[1:]
	}
	e.Settings = Settings{
		Channel: oneOf(d, f.Channel, choices["channel"]), Extent: oneOf(d, f.Extent, choices["extent"]),
		Mode: oneOf(d, f.Mode, choices["mode"]), Audience: oneOf(d, f.Audience, choices["audience"]),
		Inquiry: f.Inquiry, Level: oneOf(d, f.Level, LevelNames()),
	}
}

// exampleFile is an example that says how it is to be judged.
type exampleFile struct {
	Reply    strict.String   `yaml:"reply"`
	Replies  []strict.String `yaml:"replies"`
	Channel  strict.String   `yaml:"channel" schema:"channel"`
	Extent   strict.String   `yaml:"extent" schema:"extent"`
	Mode     strict.String   `yaml:"mode" schema:"mode"`
	Audience strict.String   `yaml:"audience" schema:"audience"`
	Inquiry  string          `yaml:"inquiry"`
	Level    strict.String   `yaml:"level" schema:"level"`
}

// oneOf is s, which must be one of the known names, or empty.
func oneOf(d *strict.Decoder, s strict.String, known []string) string {
	if s.Text != "" && !slices.Contains(known, s.Text) {
		d.Unknown(&yaml.Node{Line: s.Line, Column: s.Column}, s.Text, known)
	}
	return s.Text
}

func allOf(d *strict.Decoder, list []strict.String, known []string) (out []string) {
	for _, s := range list {
		out = append(out, oneOf(d, s, known))
	}
	return out
}

type termFile struct {
	Version strict.Version `yaml:"version"`
	Terms   []termEntry    `yaml:"terms" schema:",required"`
}

type termEntry struct {
	Term   strict.String `yaml:"term" schema:",required"`
	Also   []string      `yaml:"also"`
	Level  strict.String `yaml:"level" schema:"term-level"`
	Report strict.String `yaml:"report" schema:"level"` // the level of a finding, if not the rule's
	Gloss  lang.Text     `yaml:"gloss"`
	Not    []string      `yaml:"not"`
	Beside []string      `yaml:"beside"`
}
