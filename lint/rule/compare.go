package rule

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// compare holds a reply against the inquiry: it must take up words of it, or must not ask for what it gives. Where no inquiry
// is known there is nothing to compare with.
type compare struct {
	words  *shared
	ask    []int
	things []*Thing
	when   []window // of words
	unless []window
}

// shared asks for words of the inquiry in a zone of the reply.
type shared struct {
	zone  string
	least int
	not   []int // names of words that any inquiry may have
}

type compareFile struct {
	place  strict.Place
	Words  *sharedFile     `yaml:"words"`
	When   []windowFile    `yaml:"when"`
	Unless []windowFile    `yaml:"unless"`
	Ask    []strict.String `yaml:"ask"`
	Things []strict.String `yaml:"things" schema:"thing?"`
}

type sharedFile struct {
	Zone  strict.String   `yaml:"zone" schema:"zone"`
	Least *strict.Int     `yaml:"least"`
	Not   []strict.String `yaml:"not"`
}

// UnmarshalStrict keeps the place of the comparison, if all of it can be read.
func (c *compareFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain compareFile
	if d.Decode(n, (*plain)(c)) {
		c.place = strict.Place{Line: n.Line, Column: n.Column}
	}
}

// Schema asks for words or for what is asked.
func (compareFile) Schema(g *strict.Generator) strict.Schema {
	s := g.Object(compareFile{})
	s["oneOf"] = []strict.Schema{{"required": []string{"words"}}, {"required": []string{"ask"}}}
	return s
}

// compare compiles a comparison.
func (l *loader) compare(d *strict.Decoder, r *Rule, f *compareFile) *compare {
	if f == nil {
		return nil
	}
	c := &compare{ask: l.refs(d, f.Ask), when: l.windows(d, f.When), unless: l.windows(d, f.Unless)}
	switch {
	case f.place == (strict.Place{}):
		return c
	case (f.Words == nil) == (len(f.Ask) == 0):
		d.FailAt(f.place, "rule-compare-what", r.ID)
	case f.Words == nil && len(f.When)+len(f.Unless) > 0:
		d.FailAt(slices.Concat(f.When, f.Unless)[0].Place, "rule-compare-conditions", r.ID)
	case f.Words != nil && len(f.Things) > 0:
		d.FailAt(f.Things[0].Place, "rule-compare-things", r.ID)
	}
	if w := f.Words; w != nil {
		c.words = &shared{zone: oneOf(d, w.Zone, zones()), least: 1, not: l.refs(d, w.Not)}
		if w.Least != nil {
			if c.words.least = w.Least.Value; w.Least.Value < 1 {
				d.FailAt(w.Least.Place, "rule-not-positive", w.Least.Value)
			}
		}
		return c
	}
	c.things = l.thingsNamed(d, f.place, r, f.Things)
	return c
}

// held gives the verdicts of a comparison with the inquiry.
func (r *Rule) held(a *Analysis) []Verdict {
	switch {
	case len(a.Inquiry) == 0:
		return nil
	case r.compare.words != nil:
		return r.restated(a)
	}
	return r.askedAgain(a)
}

// word is a word that tells what an inquiry is about.
type word struct {
	key  string
	text string
	noun bool
}

// leastFigures is how long a number must be to tell an inquiry from others.
const leastFigures = 3

// content gives the words of a sentence that mean something by themselves, but for those that any inquiry may have. Words in
// quotation marks count, and so do names of products and long numbers.
func (w *shared) content(s *Sentence) (out []word) {
	dull := make([]bool, len(s.Tokens))
	for _, id := range w.not {
		for _, m := range s.matches(id) {
			for i := m.From; i < m.To && i < len(dull); i++ {
				dull[i] = true
			}
		}
	}
	lemma := map[int]string{}
	for i := range s.Clauses {
		if c := &s.Clauses[i]; c.Phrase == nil {
			lemma[c.Head] = c.Lemma
		}
	}
	for i := 0; i < len(s.Tokens); i++ {
		t := s.Tokens[i]
		if n := figures(s.Tokens[i:]); n > 0 {
			words := s.Words(pattern.Match{From: i, To: i + n})
			if key := s.set.values.norm(asNumber, words); len(key) >= leastFigures && !dull[i] {
				out = append(out, word{"#" + key, words, true})
			}
			i += n - 1
			continue
		}
		switch {
		case dull[i]:
		case content(t) && t.POS != token.NounPerson || t.POS == token.NounNai:
			out = append(out, word{asciiLower(t.Text), s.run(i, dull), true})
		case t.POS == token.Verb || t.POS == token.Adjective:
			base := t.Base
			if l := lemma[i]; l != "" {
				base = l
			}
			out = append(out, word{base, base, false})
		}
	}
	for _, k := range s.Masks {
		switch k.Kind {
		case "product":
			out = append(out, word{k.Kind + ":" + asciiLower(k.Text), k.Text, true})
		case "quote", "ui", "path", "code":
			out = append(out, w.content(s.set.sentence(s.ctx, s.set.reader.Phrase(k.Text), 0))...)
		}
	}
	return out
}

// run is the word that token i is a part of: 加湿器, 電源ボタン.
func (s *Sentence) run(i int, dull []bool) string {
	part := func(i int) bool {
		t := s.Tokens[i]
		return !dull[i] && figures(s.Tokens[i:]) == 0 && (content(t) && t.POS != token.NounPerson || t.POS == token.NounSuffix)
	}
	from, to := i, i+1
	for from > 0 && part(from-1) {
		from--
	}
	for to < len(s.Tokens) && part(to) {
		to++
	}
	return s.Words(pattern.Match{From: from, To: to})
}

// figures is how many of the tokens make one number, with the letters and hyphens that belong to it.
func figures(ts []token.Token) (n int) {
	number := false
	for n < len(ts) {
		t := ts[n]
		ascii := strings.TrimFunc(t.Text, func(r rune) bool { return r < 0x80 && r != ' ' }) == ""
		if !ascii || n == 0 && t.POS.IsSymbol() {
			break
		}
		number = number || strings.ContainsAny(t.Text, "0123456789")
		n++
	}
	if !number {
		return 0
	}
	return n
}

// restated looks in the zone for words of the inquiry.
func (r *Rule) restated(a *Analysis) []Verdict {
	w := r.compare.words
	v, ok := r.ofReply(a)
	if !ok {
		return nil
	}
	if len(r.compare.when) > 0 && !v.any(a, r.compare.when, true) || v.any(a, r.compare.unless, false) {
		v.Silent = true
		return []Verdict{v}
	}
	var asked []word
	known := map[string]bool{}
	for _, s := range a.Inquiry {
		for _, x := range w.content(s) {
			if !known[x.key] {
				known[x.key] = true
				asked = append(asked, x)
			}
		}
	}
	slices.SortStableFunc(asked, func(a, b word) int {
		switch {
		case a.noun == b.noun:
			return 0
		case a.noun:
			return -1
		}
		return 1
	})
	taken := map[string]bool{}
	var found list[lang.Message]
	for _, s := range a.zone(w.zone) {
		if s.Part == reply.Salutation {
			continue
		}
		for _, x := range w.content(s) {
			if known[x.key] && !taken[x.key] {
				taken[x.key] = true
				found = append(found, lang.Say("spot", x.text))
			}
		}
	}
	const telling, most = 3, 8
	var words []string
	var all list[lang.Message]
	said := map[string]bool{}
	for _, x := range asked {
		if said[x.text] {
			continue
		}
		if said[x.text] = true; len(words) < telling {
			words = append(words, x.text)
		}
		if len(all) < most {
			all = append(all, lang.Say("spot", x.text))
		}
	}
	v.texts = map[string]lang.Text{"words": joined(words)}
	zone := lang.Say("zone-anywhere")
	if w.zone != "" {
		zone = a.sayZone(w.zone)
	}
	switch {
	case len(asked) < w.least:
		v.Silent = true
		v.Why = append(v.Why, lang.Say("why-inquiry-empty"))
	case len(taken) >= w.least:
		v.Silent = true
		v.Why = append(v.Why, lang.Say("why-restated", zone, found))
	case len(taken) > 0:
		v.Why = append(v.Why, lang.Say("why-restated-little", zone, found, w.least, all))
	default:
		v.Why = append(v.Why, lang.Say("why-not-restated", zone, all))
	}
	return []Verdict{v}
}

// joined are words one after the other in each language.
func joined(words []string) lang.Text {
	return lang.Text{JA: strings.Join(words, lang.Say("list-and").In(lang.JA)), EN: strings.Join(words, lang.Say("list-and").In(lang.EN))}
}

// any reports whether one of the conditions holds, and keeps what they say: of all when one is wanted, else of the one.
func (v *Verdict) any(a *Analysis, list []window, wanted bool) bool {
	for i := range list {
		ok, say := list[i].holds(a, v, nil)
		if say.Name != "" && (ok || wanted) {
			v.Why = append(v.Why, say)
		}
		if ok {
			return true
		}
	}
	return false
}

// asking is a place where a thing is asked for: in the sentence that asks, or in an item of the list below it.
type asking struct {
	at    *Sentence
	name  pattern.Match
	thing *Thing
}

// askedAgain gives a verdict about every thing that is asked for, by the place where it is named.
func (r *Rule) askedAgain(a *Analysis) (out []Verdict) {
	for _, s := range a.Own {
		if !r.reads(s) {
			continue
		}
		for _, id := range r.compare.ask {
			if !s.searched(id) {
				continue
			}
			for _, o := range s.Occurrences(id) {
				places := r.asks(a, s, o.Match)
				if len(places) == 0 {
					continue
				}
				by := Verdict{Rule: r, Sentence: s, Match: o.Match, Level: r.Level, Why: []lang.Message{lang.Say("why-found", found{a, s, id, o})}}
				r.try(a, &find{refs: []int{id}}, id, o, &by)
				for _, p := range places {
					out = append(out, r.again(a, &by, p))
				}
			}
		}
	}
	return oneEach(out)
}

// asks are the things that a sentence asks for with what stands at m: those named in its clause; if that names nothing, in
// the condition before it; and those named in the items of a list below.
func (r *Rule) asks(a *Analysis, s *Sentence, m pattern.Match) (out []asking) {
	from, to := m.From, m.To
	for i := range s.Clauses {
		if c := &s.Clauses[i]; c.Head < m.To && m.To <= c.Last || c.First <= m.To-1 && m.To-1 < c.End {
			from, to = min(from, c.First), max(to, c.End)
			for k := i - 1; k >= 0 && len(c.Args) == 0 && s.Clauses[k].Link == clause.When; k-- {
				from = min(from, s.Clauses[k].First)
			}
			break
		}
	}
	add := func(at *Sentence, from, to int) (any bool) {
		for _, t := range r.compare.things {
			for _, n := range t.mentions(at) {
				if from <= n.From && n.To <= to {
					out = append(out, asking{at, n, t})
					any = true
					break
				}
			}
		}
		return any
	}
	add(s, from, to)
	for _, o := range a.Own[s.Index+1:] {
		if o.Shape != reply.List && o.Shape != reply.Heading || !add(o, 0, len(o.Tokens)) && o.Shape == reply.Heading {
			break
		}
	}
	return out
}

// again is the verdict about one thing that is asked for.
func (r *Rule) again(a *Analysis, by *Verdict, p asking) Verdict {
	v := *by
	v.Why = slices.Clone(by.Why)
	v.Match = p.name
	if v.Sentence == p.at {
		v.Match.To = max(v.Match.To, by.Match.To)
	}
	v.Sentence = p.at
	v.texts = map[string]lang.Text{"thing": p.thing.Say()}
	if own := p.thing.facts(a.Own[p.at.Index : p.at.Index+1]); len(own) > 0 {
		v.Silent = true
		v.Why = append(v.Why, lang.Say("why-ask-filled", p.thing.Say(), own[0].value.words))
		return v
	}
	for _, f := range p.thing.facts(a.Inquiry) {
		chat := len(a.Doc.Inquiry) > 0 && a.Doc.Transcript && f.s.Turn > 0
		if chat && f.s.Turn > p.at.Turn && f.s.Span(text.Span{Start: 0, End: len(f.s.Text)}).Len() > 0 {
			continue // the customer answered
		}
		v.texts["given"] = lang.Text{JA: f.value.words, EN: f.value.words}
		v.Why = append(v.Why, lang.Say("why-ask-given", p.thing.Say(), a.spot(place{f.s, f.m})))
		if f.s.Span(f.s.bytes(f.m)).Len() > 0 {
			v.related = []place{{f.s, f.m}}
		}
		return v
	}
	v.Silent = true
	v.Why = append(v.Why, lang.Say("why-ask-not-given", p.thing.Say()))
	return v
}

// oneEach makes one finding a sentence: of things that are asked for together it names all.
func oneEach(vs []Verdict) []Verdict {
	first := map[*Sentence]*Verdict{}
	for i := range vs {
		v := &vs[i]
		if v.Silent {
			continue
		}
		f, twice := first[v.Sentence]
		if !twice {
			first[v.Sentence] = v
			continue
		}
		for _, k := range []string{"thing", "given"} {
			both, and := f.texts[k], lang.Say("list-and")
			if !strings.Contains(both.JA, v.texts[k].JA) {
				f.texts[k] = lang.Text{JA: both.JA + and.In(lang.JA) + v.texts[k].JA, EN: both.EN + and.In(lang.EN) + v.texts[k].EN}
			}
		}
		f.related = append(f.related, v.related...)
		v.Silent = true
		v.Why = append(v.Why, lang.Say("why-one-a-sentence"))
	}
	return vs
}

// ofReply begins a verdict about the reply as a whole; ok is false for a reply that says nothing.
func (r *Rule) ofReply(a *Analysis) (v Verdict, ok bool) {
	head := a.Doc.First()
	if head == nil {
		return v, false
	}
	v = Verdict{Rule: r, Level: r.Level, whole: true, values: map[string]string{}}
	for _, s := range a.Own {
		if s.Sentence == head {
			v.Sentence = s
		}
	}
	return v, true
}
