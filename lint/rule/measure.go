package rule

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// What a measure is taken of, and in which units.
const (
	ofSentence = "sentence"
	ofMessage  = "message" // a turn of a chat; elsewhere all of the reply

	characters = "characters"
	sentences  = "sentences"
)

func measured() []string { return []string{ofSentence, ofMessage} }
func units() []string    { return []string{characters, sentences} }

// measure allows a sentence, or a message, a length. A length of exactly the limit passes.
type measure struct {
	of   string
	most map[string]int // by unit
}

type measureFile struct {
	place strict.Place
	Of    strict.String `yaml:"of" schema:"measured,required"`
	Most  sizes         `yaml:"most" schema:",required"`
}

// UnmarshalStrict keeps the place of the measure, if all of it can be read.
func (m *measureFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain measureFile
	if d.Decode(n, (*plain)(m)) {
		m.place = strict.Place{Line: n.Line, Column: n.Column}
	}
}

// Schema is that of its keys.
func (measureFile) Schema(g *strict.Generator) strict.Schema { return g.Object(measureFile{}) }

// sizes are lengths by unit.
type sizes map[string]strict.Int

// UnmarshalStrict checks the names of the units.
func (s *sizes) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	d.Decode(n, (*map[string]strict.Int)(s))
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if k := n.Content[i]; !slices.Contains(units(), k.Value) {
			d.Unknown(k, k.Value, units())
		}
	}
}

// Schema takes a number for each unit.
func (sizes) Schema(g *strict.Generator) strict.Schema {
	return strict.Schema{
		"type": "object", "propertyNames": g.Words("unit"), "additionalProperties": g.Of(strict.Int{}), "minProperties": 1,
	}
}

// measure compiles a measure.
func (l *loader) measure(d *strict.Decoder, r *Rule, f *measureFile) *measure {
	if f == nil {
		return nil
	}
	m := &measure{of: oneOf(d, f.Of, measured()), most: map[string]int{}}
	for key, given := range map[string]bool{"of": f.Of.Text != "", "most": len(f.Most) > 0} {
		if !given && f.place != (strict.Place{}) {
			d.FailAt(f.place, "rule-needs", r.ID, key)
		}
	}
	for _, unit := range units() {
		n, ok := f.Most[unit]
		switch {
		case !ok:
			continue
		case n.Value < 0:
			d.FailAt(n.Place, "rule-negative", n.Value)
		case unit == sentences && m.of == ofSentence:
			d.FailAt(n.Place, "rule-measure-unit")
		}
		m.most[unit] = n.Value
	}
	return m
}

// unit is the one unit that the measure limits, if there is only one.
func (m *measure) unit() (string, bool) {
	for u := range m.most {
		return u, len(m.most) == 1
	}
	return "", false
}

// measured gives a measure with its limits changed.
func (l *quota) measured(m *measure) *measure {
	n := &measure{of: m.of, most: map[string]int{}}
	for u, v := range m.most {
		n.most[u] = v
		if given, ok := l.by[u]; ok {
			n.most[u] = given.Value
		}
	}
	if u, one := m.unit(); one && l.all != nil {
		n.most[u] = l.all.Value
	}
	return n
}

// check notes limits that the measure does not have.
func (m *measure) check(id string, l *quota, d *strict.Decoder) {
	if _, one := m.unit(); l.all != nil && !one {
		d.FailAt(l.all.Place, "rule-limit-units", id, strings.Join(units(), ", "))
	}
	for _, k := range sortedKeys(l.by) {
		if _, ok := m.most[k]; !ok {
			d.FailAt(l.by[k].Place, "rule-limit-no-unit", id, k, strings.Join(sortedKeys(m.most), ", "))
		}
	}
}

// oversized measures what the rule reads, and gives a verdict about every sentence, or about every message.
func (r *Rule) oversized(a *Analysis) (out []Verdict) {
	var read []*Sentence
	for _, s := range a.Own {
		if r.reads(s) {
			read = append(read, s)
		}
	}
	for len(read) > 0 {
		n := 1
		for r.measure.of == ofMessage && n < len(read) && read[n].Turn == read[0].Turn {
			n++
		}
		out = append(out, r.size(a, read[:n]))
		read = read[n:]
	}
	return out
}

// size measures a sentence, or those of a message.
func (r *Rule) size(a *Analysis, of []*Sentence) Verdict {
	m := r.measure
	is := map[string]int{sentences: len(of)}
	for _, s := range of {
		is[characters] += a.characters(s)
	}
	at := of[0]
	if m.of == ofMessage { // a finding about a message points where its body begins
		if i := slices.IndexFunc(of, func(s *Sentence) bool { return s.Part == reply.Body }); i >= 0 {
			at = of[i]
		}
	}
	v := Verdict{
		Rule: r, Sentence: at, Match: whole(at), Level: r.Level, of: of, Silent: true,
		values: map[string]string{},
	}
	for _, u := range units() {
		v.values[u], v.values["most-"+u] = strconv.Itoa(is[u]), strconv.Itoa(m.most[u])
		if most, ok := m.most[u]; ok {
			v.Silent = v.Silent && is[u] <= most
			v.Why = append(v.Why, lang.Say("why-measure", lang.Say("measure-"+m.of), is[u], most, lang.Say("unit-"+u)))
		}
	}
	return v
}

// characters is the number of characters of a sentence as a reader sees them; white space and addresses of pages and mail
// count nothing.
func (a *Analysis) characters(s *Sentence) int {
	it := a.Doc.Item
	all := s.Span(text.Span{Start: 0, End: len(s.Text)})
	written := all.In(it.Text)
	if all.Empty() {
		written = s.Text
	}
	n := text.Characters(written)
	for _, k := range s.Masks {
		if at := s.Span(text.Span{Start: k.At, End: k.At + utf8.RuneLen(token.StandIn)}); k.Kind == "url" || k.Kind == "mail" {
			n -= text.Characters(at.In(it.Text))
		} else {
			n -= a.set.reader.Cues.Addresses(k.Text)
		}
	}
	return n
}
