package rule

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// Change is what a team changes about a rule without copying it: in a rule file of its own (extend) or in its
// configuration. What it leaves out stays as it is.
type Change struct {
	Level   strict.String              `yaml:"level" schema:"level"`
	Message phrase                     `yaml:"message"`
	Suggest []phrase                   `yaml:"suggest"`
	Window  reach                      `yaml:"window"`
	Limit   quota                      `yaml:"limit"`
	Where   scope                      `yaml:"where"`
	Levels  map[string][]strict.String `yaml:"levels" schema:"audience=term-level"`

	From Origin `yaml:"-"` // where it is written; the line is that of what has no place of its own
}

// Origin is where a setting is written: a file, or the name of a flag.
type Origin struct {
	Path  string
	Line  int    // from 1; 0 for a flag
	Files string // the files it is limited to, as an override of a configuration says; may be empty
}

// String is path:line, and in brackets the files it is limited to.
func (o Origin) String() string {
	s := o.Path
	if o.Line > 0 {
		s += ":" + strconv.Itoa(o.Line)
	}
	if o.Files != "" {
		s += " (" + o.Files + ")"
	}
	return s
}

// Setting is one thing that a [Change] says.
type Setting struct {
	Key   string // level, message, suggest, window.after, limit.chat …
	Value lang.Text
	From  Origin
	place strict.Place
}

// phrase is what a rule says: one text, or one in each language.
type phrase struct {
	lang.Text
	strict.Place
	each []strict.String
}

// UnmarshalStrict takes a text, or a mapping of language to text.
func (p *phrase) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	p.Place = strict.Place{Line: n.Line, Column: n.Column}
	text := func(n *yaml.Node) {
		p.each = append(p.each, strict.String{Text: n.Value, Place: strict.Place{Line: n.Line, Column: n.Column}})
	}
	if n.Kind == yaml.MappingNode {
		d.Decode(n, &p.Text)
		for i := 1; i < len(n.Content); i += 2 {
			text(n.Content[i])
		}
	} else {
		d.Decode(n, &p.JA)
		text(n)
	}
	if n.Kind != yaml.SequenceNode && p.Empty() {
		d.Fail(n, "yaml-want-text")
	}
}

// reach is how many sentences forward and back a rule looks for what excuses a wording.
type reach struct {
	After  *strict.Int `yaml:"after"`
	Before *strict.Int `yaml:"before"`
}

// quota is how often a thing may stand in a reply.
type quota struct {
	all *strict.Int // everywhere, whatever the rule says of channels and modes
	by  map[string]strict.Int
}

// UnmarshalStrict takes a number, or a mapping of channel, mode or unit (or "default") to a number.
func (l *quota) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		l.all = new(strict.Int)
		d.Decode(n, l.all)
		return
	}
	d.Decode(n, &l.by)
	known := append(limitKeys(), units()...)
	for i := 0; i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; !slices.Contains(known, k.Value) {
			d.Unknown(k, k.Value, known)
		}
	}
}

// limitKeys are what a limit may be given for.
func limitKeys() []string {
	return slices.Concat([]string{defaultLimit}, reply.Choices()["channel"], reply.Choices()["mode"])
}

func texts(list []strict.String) (out []string) {
	for _, s := range list {
		out = append(out, s.Text)
	}
	return out
}

// scope is which replies a rule judges.
type scope struct {
	Channel  []strict.String `yaml:"channel" schema:"channel"`
	Extent   []strict.String `yaml:"extent" schema:"extent"`
	Mode     []strict.String `yaml:"mode" schema:"mode"`
	Audience []strict.String `yaml:"audience" schema:"audience"`
}

// of gives the choices of a scope by the name of the setting.
func (s *scope) of() map[string][]strict.String {
	return map[string][]strict.String{"channel": s.Channel, "extent": s.Extent, "mode": s.Mode, "audience": s.Audience}
}

// Settings are the single things that the change says, in the order of their keys.
func (c *Change) Settings() (out []Setting) {
	add := func(key string, value lang.Text, p strict.Place) {
		from := c.From
		if p.Line > 0 {
			from.Line = p.Line
		}
		out = append(out, Setting{key, value, from, p})
	}
	plain := func(s string) lang.Text { return lang.Text{JA: s} }
	number := func(key string, n *strict.Int) {
		if n != nil {
			add(key, plain(strconv.Itoa(n.Value)), n.Place)
		}
	}
	list := func(key string, l []strict.String) {
		if l != nil {
			if len(l) == 0 {
				add(key, plain("[]"), strict.Place{})
			} else {
				add(key, plain(strings.Join(texts(l), ", ")), l[0].Place)
			}
		}
	}
	if c.Level.Text != "" {
		add("level", plain(c.Level.Text), c.Level.Place)
	}
	if !c.Message.Empty() {
		add("message", c.Message.Text, c.Message.Place)
	}
	if len(c.Suggest) > 0 {
		var ja, en []string
		for _, s := range c.Suggest {
			ja, en = append(ja, s.In(lang.JA)), append(en, s.In(lang.EN))
		}
		add("suggest", lang.Text{JA: strings.Join(ja, " / "), EN: strings.Join(en, " / ")}, c.Suggest[0].Place)
	}
	number("window.after", c.Window.After)
	number("window.before", c.Window.Before)
	number("limit", c.Limit.all)
	for _, k := range sortedKeys(c.Limit.by) {
		n := c.Limit.by[k]
		number("limit."+k, &n)
	}
	where := c.Where.of()
	for _, k := range sortedKeys(where) {
		list("where."+k, where[k])
	}
	for _, k := range sortedKeys(c.Levels) {
		list("levels."+k, c.Levels[k])
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Key < out[j].Key })
	return out
}

// With gives the rule as a change makes it. The rule itself stays as it is.
func (r *Rule) With(c *Change) *Rule {
	n := *r
	n.changed = map[string]Setting{}
	for k, s := range r.changed {
		n.changed[k] = s
	}
	for _, s := range c.Settings() {
		if s.Key == "limit" {
			for _, k := range append(limitKeys(), units()...) {
				delete(n.changed, "limit."+k)
			}
		}
		n.changed[s.Key] = s
	}
	if v, ok := ParseLevel(c.Level.Text); ok {
		n.Level = v
	}
	n.find = slices.Clone(r.find)
	n.unless, n.lower = c.Window.widen(r.unless), c.Window.widen(r.lower)
	for i := range n.find {
		f := &n.find[i]
		f.unless, f.lower = c.Window.widen(f.unless), c.Window.widen(f.lower)
		if !c.Message.Empty() {
			f.message = lang.Text{}
		}
		if len(c.Suggest) > 0 {
			f.suggest = nil
		}
	}
	if !c.Message.Empty() {
		n.Message = c.Message.Text
	}
	if len(c.Suggest) > 0 {
		n.Suggest = nil
		for _, s := range c.Suggest {
			n.Suggest = append(n.Suggest, s.Text)
		}
	}
	if r.count != nil {
		n.count = c.Limit.of(r.count)
	}
	if r.measure != nil {
		n.measure = c.Limit.measured(r.measure)
	}
	for k, list := range c.Where.of() {
		if list == nil {
			continue
		}
		switch k {
		case "channel":
			n.where.channel = texts(list)
		case "extent":
			n.where.extent = texts(list)
		case "mode":
			n.where.mode = texts(list)
		case "audience":
			n.where.audience = texts(list)
		}
	}
	if r.terms != nil && len(c.Levels) > 0 {
		t := *r.terms
		t.levels = map[string][]string{}
		for k, v := range r.terms.levels {
			t.levels[k] = v
		}
		for k, v := range c.Levels {
			t.levels[k] = texts(v)
		}
		n.terms = &t
	}
	return &n
}

// widen gives the windows with their reach in sentences changed.
func (w *reach) widen(list []window) []window {
	out := slices.Clone(list)
	for i := range out {
		if w.After != nil && out[i].after > 0 {
			out[i].after = w.After.Value
		}
		if w.Before != nil && out[i].before > 0 {
			out[i].before = w.Before.Value
		}
	}
	return out
}

// of gives a count with its limits changed.
func (l *quota) of(c *count) *count {
	n := *c
	n.most = map[string]int{}
	for k, v := range c.most {
		n.most[k] = v
	}
	if l.all != nil {
		n.most = map[string]int{"default": l.all.Value}
	}
	for k, v := range l.by {
		n.most[k] = v.Value
	}
	return &n
}

// Changed are the settings that teams, configurations and flags have changed, in the order of their keys.
func (r *Rule) Changed() (out []Setting) {
	for _, k := range sortedKeys(r.changed) {
		out = append(out, r.changed[k])
	}
	return out
}

// Check notes in d what a change says that the rule cannot do. at is the place of the change as a whole.
func (r *Rule) Check(c *Change, d *strict.Decoder, at strict.Place) {
	unknown := func(s strict.String, known []string) {
		if !slices.Contains(known, s.Text) {
			d.Unknown(&yaml.Node{Line: s.Line, Column: s.Column}, s.Text, known)
		}
	}
	if c.Level.Place != (strict.Place{}) {
		unknown(c.Level, LevelNames())
	}
	c.Message.blanks(d, r.values())
	for i := range c.Suggest {
		c.Suggest[i].blanks(d, r.values())
	}
	where := c.Where.of()
	for _, k := range sortedKeys(where) {
		for _, s := range where[k] {
			unknown(s, reply.Choices()[k])
		}
	}
	for _, e := range []struct {
		key string
		n   *strict.Int
		has func(w *window) bool
	}{
		{"after", c.Window.After, func(w *window) bool { return w.after > 0 }},
		{"before", c.Window.Before, func(w *window) bool { return w.before > 0 }},
	} {
		if e.n == nil {
			continue
		}
		if e.n.Value < 0 {
			d.FailAt(e.n.Place, "rule-negative", e.n.Value)
		}
		if !slices.ContainsFunc(r.windows(), func(w window) bool { return e.has(&w) }) {
			d.FailAt(e.n.Place, "rule-no-window", r.ID, e.key)
		}
	}
	given := c.Limit.by
	if c.Limit.all != nil {
		given = map[string]strict.Int{"": *c.Limit.all}
	}
	for _, k := range sortedKeys(given) {
		switch n := given[k]; {
		case r.count == nil && r.measure == nil:
			d.FailAt(n.Place, "rule-no-limit", r.ID)
		case r.count != nil && slices.Contains(units(), k):
			d.FailAt(n.Place, "rule-limit-no-length", r.ID)
		case n.Value < 0:
			d.FailAt(n.Place, "rule-negative", n.Value)
		}
	}
	if r.measure != nil {
		r.measure.check(r.ID, &c.Limit, d)
	}
	for _, k := range sortedKeys(c.Levels) {
		p := at
		if len(c.Levels[k]) > 0 {
			p = c.Levels[k][0].Place
		}
		if r.terms == nil {
			d.FailAt(p, "rule-no-terms", r.ID)
			continue
		}
		unknown(strict.String{Text: k, Place: p}, reply.Choices()["audience"])
		for _, s := range c.Levels[k] {
			unknown(s, termLevels())
		}
	}
}

// windows are all conditions that excuse a wording or lower its level.
func (r *Rule) windows() []window {
	out := slices.Concat(r.unless, r.lower)
	for i := range r.find {
		out = slices.Concat(out, r.find[i].unless, r.find[i].lower)
	}
	return out
}

// extendRuleFile adds wordings and conditions to a rule that another file defines, or changes it.
type extendRuleFile struct {
	Version  strict.Version  `yaml:"version"`
	Extend   strict.String   `yaml:"extend" schema:"rule?,required"`
	Find     []findFile      `yaml:"find"`
	Except   []wording       `yaml:"except"`
	Unless   []windowFile    `yaml:"unless"`
	Lower    []windowFile    `yaml:"lower"`
	Words    [][]wording     `yaml:"same-words"`
	Examples ruleExampleFile `yaml:"examples"`
	Change   `yaml:",inline"`
}

// extendRule adds to a rule what a team's file says, and changes its settings.
func (l *loader) extendRule(e extension, r *Rule) {
	var f extendRuleFile
	d := e.d
	d.Decode(e.node, &f)
	f.From = Origin{Path: d.Path, Line: f.Extend.Line}
	more := len(f.Find) + len(f.Except) + len(f.Unless) + len(f.Lower)
	words := len(f.Words)
	switch {
	case more+words+len(f.Settings()) == 0:
		d.FailAt(f.Extend.Place, "rule-extends-nothing", r.ID)
	case more > 0 && !r.windowed() || len(f.Find) > 0 && r.Kind() != "find":
		d.FailAt(f.Extend.Place, "rule-finds-nothing", r.ID)
		return
	case words > 0 && (r.consistent == nil || len(r.consistent.concepts) == 0):
		d.FailAt(f.Extend.Place, "rule-no-words", r.ID)
		return
	case more+words > 0 && len(f.Examples.Hit)+len(f.Examples.Miss) == 0:
		d.FailAt(f.Extend.Place, "rule-no-examples", r.ID)
	}
	if len(f.Examples.Hit)+len(f.Examples.Miss) > 0 {
		r.Team = append(r.Team, TeamExamples{d.Path, f.Examples.Hit, f.Examples.Miss})
	}
	if words > 0 {
		r.consistent.concepts = append(r.consistent.concepts, l.concepts(d, f.Words)...)
	}
	blanksOf(d, f.Find, r.values())
	r.find = append(r.find, l.finds(d, f.Find)...)
	r.except = append(r.except, l.wordings(d, f.Except)...)
	r.unless = append(r.unless, l.windows(d, f.Unless)...)
	r.lower = append(r.lower, l.windows(d, f.Lower)...)
	r.Check(&f.Change, d, f.Extend.Place)
	if len(f.Settings()) > 0 {
		l.changes = append(l.changes, change{d, r.ID, &f.Change})
	}
}

// change is a change of a rule that a file asks for.
type change struct {
	d  *strict.Decoder
	id string
	c  *Change
}

// change carries out the changes of rules. Two files that set the same thing differently are an error.
func (l *loader) change() {
	said := map[string]Setting{}
	for _, ch := range l.changes {
		for _, s := range ch.c.Settings() {
			key := ch.id + " " + s.Key
			if old, ok := said[key]; ok && old.Value != s.Value {
				ch.d.FailAt(s.place, "rule-set-twice", ch.id, s.Key, old.From, old.Value)
				continue
			}
			said[key] = s
		}
	}
	for i, r := range l.set.Rules {
		n := r
		for _, ch := range l.changes {
			if ch.id == r.ID {
				n = n.With(ch.c)
			}
		}
		if n != r {
			n.base = r
		}
		l.set.Rules[i] = n
	}
}
