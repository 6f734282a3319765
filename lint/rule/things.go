package rule

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Thing is something that replies and inquiries name and give a value of: an order number, opening hours.
type Thing struct {
	Name     string
	Title    lang.Text
	Path     string
	Place    strict.Place
	Examples []ThingExamples

	named []finder // how it is called
	value []finder // how its value looks; none where the kind of value says so
	given []finder // what gives it without its name
	not   []finder // longer names that are of something else,
	other []*Thing // and the things whose names they are
	per   []finder // what makes it another fact: on weekdays, of the store
	as    string   // how its values are compared
}

// Say is what the thing is called in messages.
func (t *Thing) Say() lang.Text {
	if t.Title.Empty() {
		return lang.Text{JA: t.Name, EN: t.Name}
	}
	return t.Title
}

// ThingExamples are texts that must give a thing, or must not, and texts that must give the same value, or must not.
type ThingExamples struct {
	Path      string            `yaml:"-"` // of the file they stand in
	Hit       []strict.String   `yaml:"hit"`
	Miss      []strict.String   `yaml:"miss"`
	Same      [][]strict.String `yaml:"same"`
	Different [][]strict.String `yaml:"different"`
}

type thingsFile struct {
	Version strict.Version `yaml:"version"`
	Things  []thingEntry   `yaml:"things" schema:",required"`
}

type thingEntry struct {
	Thing    strict.String   `yaml:"thing" schema:",required"`
	Title    lang.Text       `yaml:"title"`
	Named    []wording       `yaml:"named" schema:",required"`
	Value    []wording       `yaml:"value"`
	Given    []wording       `yaml:"given"`
	Not      []strict.String `yaml:"not"`
	Per      []wording       `yaml:"per"`
	As       strict.String   `yaml:"as" schema:"value-kind"`
	Examples ThingExamples   `yaml:"examples" schema:",required"`
}

// extendThingFile adds to a thing that another file defines.
type extendThingFile struct {
	Version  strict.Version  `yaml:"version"`
	Extend   strict.String   `yaml:"extend" schema:"thing?,required"`
	Named    []wording       `yaml:"named"`
	Value    []wording       `yaml:"value"`
	Given    []wording       `yaml:"given"`
	Not      []strict.String `yaml:"not"`
	Per      []wording       `yaml:"per"`
	Examples ThingExamples   `yaml:"examples"`
}

// Thing finds a thing by its name.
func (s *Set) Thing(name string) (*Thing, bool) {
	for _, t := range s.Things {
		if t.Name == name {
			return t, true
		}
	}
	return nil, false
}

// valueNames are the kinds of values, and what they are called in the language of the rules.
func (s *Set) valueNames() []string { return append(valueKinds(), sortedKeys(s.values.names)...) }

// things are the names of all things.
func (s *Set) things() (names []string) {
	for _, t := range s.Things {
		names = append(names, t.Name)
	}
	return names
}

// thing defines a thing; its patterns are compiled when all names are known.
func (l *loader) thing(d *strict.Decoder, e thingEntry) {
	at := func(path string, p strict.Place) string { return fmt.Sprintf("%s:%d", path, p.Line) }
	if old, ok := l.set.Thing(e.Thing.Text); ok {
		d.FailAt(e.Thing.Place, "rule-name-twice", e.Thing.Text, at(old.Path, old.Place))
		return
	}
	if old, ok := l.set.byName[e.Thing.Text]; ok {
		d.FailAt(e.Thing.Place, "rule-name-twice", e.Thing.Text, at(old.Path, old.Place))
		return
	}
	e.Examples.Path = d.Path
	if kind, ok := l.set.values.names[e.As.Text]; ok {
		e.As.Text = kind
	}
	t := &Thing{
		Name: e.Thing.Text, Title: e.Title, Path: d.Path, Place: e.Thing.Place, Examples: []ThingExamples{e.Examples},
		as: oneOf(d, e.As, l.set.valueNames()),
	}
	if t.as == "" {
		t.as = asWords
	}
	if e.Thing.Place == (strict.Place{}) {
		return // it could not be read
	}
	switch {
	case len(e.Named) == 0:
		d.FailAt(e.Thing.Place, "thing-needs", t.Name, "named")
	case len(e.Value) == 0 && len(e.Given) == 0 && (t.as == asWords || t.as == asNumber):
		d.FailAt(e.Thing.Place, "thing-needs-value", t.Name, t.as, strings.Join(valueKinds()[2:], ", "))
	}
	if len(e.Examples.Hit) == 0 || len(e.Examples.Miss) == 0 {
		d.FailAt(e.Thing.Place, "rule-no-examples", t.Name)
	}
	alike(d, &e.Examples)
	l.set.Things = append(l.set.Things, t)
	l.things = append(l.things, func() {
		t.add(l, d, extendThingFile{Named: e.Named, Value: e.Value, Given: e.Given, Not: e.Not, Per: e.Per})
	})
}

// alike notes comparisons of one text.
func alike(d *strict.Decoder, ex *ThingExamples) {
	for _, list := range slices.Concat(ex.Same, ex.Different) {
		if len(list) == 1 {
			d.FailAt(list[0].Place, "thing-compare-two")
		}
	}
}

// add compiles what belongs to a thing.
func (t *Thing) add(l *loader, d *strict.Decoder, f extendThingFile) {
	t.named = append(t.named, l.wordings(d, f.Named)...)
	t.value = append(t.value, l.wordings(d, f.Value)...)
	t.given = append(t.given, l.wordings(d, f.Given)...)
	t.per = append(t.per, l.wordings(d, f.Per)...)
	for _, n := range f.Not {
		if o, ok := l.set.Thing(n.Text); ok && o != t {
			t.other = append(t.other, o)
		} else if w, ok := l.wording(d, wording{text: n}); ok {
			t.not = append(t.not, w)
		}
	}
}

// extendThing adds to a thing what a team's file says.
func (l *loader) extendThing(e extension, t *Thing) {
	d, f := e.d, extendThingFile{}
	d.Decode(e.node, &f)
	f.Examples.Path = d.Path
	alike(d, &f.Examples)
	t.Examples = append(t.Examples, f.Examples)
	switch {
	case len(f.Named)+len(f.Value)+len(f.Given)+len(f.Not)+len(f.Per) == 0:
		d.FailAt(f.Extend.Place, "thing-extends-nothing", t.Name)
	case len(f.Examples.Hit)+len(f.Examples.Miss) == 0:
		d.FailAt(f.Extend.Place, "rule-no-examples", t.Name)
	}
	t.add(l, d, f)
}

// thingsNamed are the things of these names that a rule looks at; all if none is named.
func (l *loader) thingsNamed(d *strict.Decoder, at strict.Place, r *Rule, names []strict.String) (out []*Thing) {
	if len(l.set.Things) == 0 {
		d.FailAt(at, "rule-no-things", r.ID)
		return nil
	}
	if len(names) == 0 {
		return l.set.Things
	}
	for _, n := range names {
		if t, ok := l.set.Thing(n.Text); ok {
			out = append(out, t)
		} else if n.Place != (strict.Place{}) {
			d.Unknown(&yaml.Node{Line: n.Line, Column: n.Column}, n.Text, l.set.things())
		}
	}
	return out
}

// fact is a value that is given of a thing.
type fact struct {
	thing *Thing
	s     *Sentence
	m     pattern.Match // of the value
	name  pattern.Match // of the name in s; empty where the thing is not named
	value value
}

// mentions are the places where a thing is named: not where the name is a part of another.
func (t *Thing) mentions(s *Sentence) (out []pattern.Match) {
	var not []pattern.Match
	for i := range t.named {
		for _, m := range t.named[i].matches(s.subject) {
			if not == nil {
				not = t.neighbours(s)
			}
			taken := slices.ContainsFunc(not, func(n pattern.Match) bool { return n.From < m.To && m.From < n.To })
			if !taken && !s.compound(m) && !slices.Contains(out, m) {
				out = append(out, m)
			}
		}
	}
	slices.SortFunc(out, func(a, b pattern.Match) int { return a.From - b.From })
	return out
}

// neighbours are the names of something else.
func (t *Thing) neighbours(s *Sentence) []pattern.Match {
	out := []pattern.Match{}
	for i := range t.not {
		out = append(out, t.not[i].matches(s.subject)...)
	}
	for _, o := range t.other {
		for i := range o.named {
			out = append(out, o.named[i].matches(s.subject)...)
		}
	}
	return out
}

// compound reports whether a noun goes on behind m: 営業時間外 is not 営業時間. A number or a word that is in no dictionary may be the
// value, written right behind.
func (s *Sentence) compound(m pattern.Match) bool {
	if m.To >= len(s.Tokens) || m.To == 0 || !s.Tokens[m.To-1].POS.IsNoun() {
		return false
	}
	t := s.Tokens[m.To]
	return t.POS.IsNoun() && t.Known && t.POS != token.NounNumber && !strings.ContainsRune(t.Text, token.StandIn) && !t.POS.Is("noun.adverbial") &&
		!t.POS.Is("noun.dependent")
}

// facts are the values of a thing that stand in a list of sentences, in order.
func (t *Thing) facts(list []*Sentence) (out []fact) {
	for i, s := range list {
		names := t.mentions(s)
		var vs []value
		if len(names) > 0 {
			vs = t.values(s)
		}
		for k, n := range names {
			next := len(s.Tokens)
			if k+1 < len(names) {
				next = names[k+1].From
			}
			if v, ok := t.behind(s, n, next, vs); ok {
				out = append(out, fact{t, s, v.m, n, v})
			} else if s.subject.EndsAt(n.To) && i+1 < len(list) && list[i+1].Part == s.Part && list[i+1].Turn == s.Turn {
				o := list[i+1] // the name is a heading, and the value stands below it
				if below := t.values(o); len(below) > 0 && o.begins(below[0].m.From) {
					out = append(out, fact{t, o, below[0].m, pattern.Match{}, below[0]})
				}
			}
		}
		if len(names) == 0 {
			out = append(out, t.unnamed(s)...)
		}
	}
	return out
}

// begins reports whether only marks stand before token i.
func (s *Sentence) begins(i int) bool {
	return !slices.ContainsFunc(s.Tokens[:i], func(t token.Token) bool { return !t.POS.IsSymbol() })
}

// behind is the first value between a name and the next name, with no other thing named between them: in the same clause, or
// behind the colon of a form.
func (t *Thing) behind(s *Sentence, name pattern.Match, next int, vs []value) (value, bool) {
	end := next
	form := name.To < len(s.Tokens) && s.Tokens[name.To].POS.IsSymbol() && s.Tokens[name.To].POS != token.SymbolComma
	for i := range s.Clauses {
		if c := &s.Clauses[i]; !form && c.First <= name.From && name.From < c.End {
			end = min(end, max(c.End, name.To+1))
		}
	}
	for _, v := range vs {
		if v.m.From < name.To || v.m.From >= end {
			continue
		}
		for _, o := range s.set.Things {
			if o == t {
				continue
			}
			for _, m := range o.mentions(s) {
				if name.To <= m.From && m.To <= v.m.From {
					return value{}, false
				}
			}
		}
		return v, true
	}
	return value{}, false
}

// unnamed are the values that stand in wordings that give the thing without its name.
func (t *Thing) unnamed(s *Sentence) (out []fact) {
	for i := range t.given {
		for _, m := range t.given[i].matches(s.subject) {
			v := value{m: m, words: s.Words(m)}
			v.norm = s.set.values.norm(t.as, v.words)
			for _, x := range t.values(s) {
				if m.From <= x.m.From && x.m.To <= m.To {
					v = x
					break
				}
			}
			if !slices.ContainsFunc(out, func(f fact) bool { return f.m == v.m }) {
				out = append(out, fact{t, s, v.m, pattern.Match{}, v})
			}
		}
	}
	return out
}

// of says whose the fact is, and in which case it holds, so that only facts of the same are compared: the nouns before the
// name that are not us, what else the clause is about, the words that the thing says make it another fact, and the products
// named up to the value.
func (f *fact) of() string {
	s := f.s
	var out []string
	for i := range s.Clauses {
		c := &s.Clauses[i]
		if f.name.To == 0 || f.name.From < c.First || f.name.From >= c.End {
			continue
		}
		for k, p := range phrases(c) {
			switch {
			case p.First < f.name.To && f.name.From < p.Last:
				for _, t := range s.Tokens[min(p.First, f.name.From):f.name.From] { // 土日営業時間
					if t.POS.IsNoun() {
						out = append(out, t.Base)
					}
				}
			case p.Owner == clause.Us || p.First <= f.m.From && f.m.From < p.Last:
			case p.Role == clause.Possessor && leads(phrases(c), k, f.name), p.Role == clause.Topic:
				out = append(out, p.Text)
			}
		}
	}
	for i := range f.thing.per {
		for _, m := range f.thing.per[i].matches(s.subject) {
			if m.From < max(f.m.From, 1) || f.name.To == 0 {
				out = append(out, s.Words(m))
			}
		}
	}
	for _, k := range s.Masks {
		if k.Kind == "product" && k.At < s.bytes(f.m).Start {
			out = append(out, k.Text)
		}
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), " ")
}

// phrases are the noun phrases of a clause, its predicate's own last.
func phrases(c *clause.Clause) []clause.Phrase {
	out := slices.Clone(c.Args)
	if c.Phrase != nil {
		out = append(out, *c.Phrase)
	}
	return out
}

// leads reports whether phrase k is one of those, each with の, that stand right before a name.
func leads(ps []clause.Phrase, k int, name pattern.Match) bool {
	for ; k < len(ps) && ps[k].Role == clause.Possessor; k++ {
		if k+1 < len(ps) && ps[k+1].First == ps[k].End && ps[k+1].First <= name.From && name.From < ps[k+1].Last || ps[k].End == name.From {
			return true
		}
	}
	return false
}

// Given reports whether a text gives the thing, and the value it gives in the words of the text and as it is compared.
func (t *Thing) Given(set *Set, s string) (words, norm string, ok bool) {
	for _, f := range t.facts(set.read(s, reply.Defaults()).Own) {
		return f.value.words, f.value.norm, true
	}
	return "", "", false
}
