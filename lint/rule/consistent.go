package rule

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// consistent asks of all replies of a run that they say the same in the same way: one value of a fact, one word for a concept,
// one spelling of a placeholder. What fewer replies say is reported; where no side has more, all sides are.
type consistent struct {
	facts        []*Thing
	concepts     []concept
	placeholders bool
}

// concept is several words for one thing.
type concept []synonym

// synonym is a word of a concept. Spellings that are folded into one are told apart by how they are written.
type synonym struct {
	finder
	written string // in ordinary width
	folded  string
}

type consistentFile struct {
	place        strict.Place
	Facts        []strict.String `yaml:"facts" schema:"thing-or-all?"`
	Terms        [][]wording     `yaml:"terms"`
	Placeholders bool            `yaml:"placeholders"`
}

// allFacts stands for every thing there is.
const allFacts = "all"

// UnmarshalStrict keeps the place of what is asked for, if all of it can be read.
func (c *consistentFile) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	type plain consistentFile
	if d.Decode(n, (*plain)(c)) {
		c.place = strict.Place{Line: n.Line, Column: n.Column}
	}
}

// Schema asks for one of the three.
func (consistentFile) Schema(g *strict.Generator) strict.Schema {
	s := g.Object(consistentFile{})
	s["minProperties"], s["maxProperties"] = 1, 1
	return s
}

// consistent compiles what replies must agree on.
func (l *loader) consistent(d *strict.Decoder, r *Rule, f *consistentFile) *consistent {
	if f == nil {
		return nil
	}
	c := &consistent{placeholders: f.Placeholders}
	given := 0
	for _, is := range []bool{len(f.Facts) > 0, len(f.Terms) > 0, f.Placeholders} {
		if is {
			given++
		}
	}
	if given != 1 && f.place != (strict.Place{}) {
		d.FailAt(f.place, "rule-consistent-what", r.ID)
	}
	if names := f.Facts; len(names) > 0 {
		if len(names) == 1 && names[0].Text == allFacts {
			names = nil
		}
		c.facts = l.thingsNamed(d, f.place, r, names)
	}
	c.concepts = l.concepts(d, f.Terms)
	return c
}

// concepts compiles lists of words for one thing each.
func (l *loader) concepts(d *strict.Decoder, lists [][]wording) (out []concept) {
	for _, list := range lists {
		var c concept
		for _, w := range list {
			if f, ok := l.wording(d, w); ok {
				written, _ := text.Fold(w.text.Text, nil)
				c = append(c, synonym{f, written, l.set.reader.Spelling.Fold(w.text.Text)})
			}
		}
		if len(list) == 1 {
			d.FailAt(list[0].text.Place, "rule-concept-one", list[0].text.Text)
		}
		out = append(out, c)
	}
	return out
}

// Observation is what a reply says that other replies may say otherwise. It holds no part of the reply's analysis, so that
// those of many replies can be kept.
type Observation struct {
	rule     *Rule
	item     *input.Item
	span     text.Span // in the file, likewise
	sentence text.Span
	said     string    // the sentence as the reply has it,
	marked   text.Span // and of it what is observed

	key     string // of what is compared
	variant string // the same for all that say the same
	words   string // as they are written
	thing   lang.Text
	alone   bool   // wrong by itself, whatever others say
	other   string // what it should be, where that is known
}

// sighting is an observation with the place in the analysis.
type sighting struct {
	Observation
	at place
}

// Compares reports whether the rule compares replies with one another.
func (r *Rule) Compares() bool { return r.consistent != nil }

// Observe gives what a reply says that others may say otherwise, in order.
func (r *Rule) Observe(a *Analysis) (out []Observation) {
	for _, s := range r.sightings(a) {
		out = append(out, s.Observation)
	}
	return out
}

// sightings are the observations of a reply, each of a sentence once.
func (r *Rule) sightings(a *Analysis) (out []sighting) {
	if _, refused := r.where.refusal(a.Doc); refused || r.Level == Off {
		return nil
	}
	var read []*Sentence
	for _, s := range a.Own {
		if len(r.where.in) == 0 || r.reads(s) {
			read = append(read, s)
		}
	}
	c := r.consistent
	seen := map[string]bool{}
	add := func(p place, o Observation) {
		it := a.Doc.Item
		raw := func(sp text.Span) text.Span { f, _ := it.Span(p.s.Span(sp)); return f }
		o.rule, o.item, o.span, o.sentence = r, it, raw(p.s.bytes(p.m)), raw(text.Span{Start: 0, End: len(p.s.Text)})
		o.said, o.marked = p.s.said(it, p.s.bytes(p.m))
		if o.words == "" {
			o.words = oneLine(o.marked.In(o.said))
		}
		id := o.key + "\x00" + o.variant + "\x00" + o.words + "\x00"
		if k := id + strconv.Itoa(p.s.Index); !seen[k] {
			seen[k] = true
			out = append(out, sighting{o, p})
		}
	}
	for _, t := range c.facts {
		for _, f := range apart(t.facts(read), a) {
			add(place{f.s, f.m}, Observation{key: t.Name + "\x00" + f.key, variant: f.value.norm, words: f.value.words, thing: t.Say()})
		}
	}
	for i, concept := range c.concepts {
		for _, s := range read {
			for k, m := range concept.in(a, s) {
				for _, x := range m {
					add(place{s, x}, Observation{key: "\x00" + strconv.Itoa(i), variant: strconv.Itoa(k), thing: lang.Text{JA: concept[0].written}})
				}
			}
		}
	}
	if c.placeholders {
		for _, s := range read {
			r.placeholdersOf(a, s, add)
		}
	}
	slices.SortStableFunc(out, func(a, b sighting) int { return cmp.Compare(a.span.Start, b.span.Start) })
	return out
}

// qualified is a fact with whose it is.
type qualified struct {
	fact
	key string
}

// apart tells facts of one reply that stand under different headings from one another, where they differ: the hours of one
// store, and of another.
func apart(facts []fact, a *Analysis) (out []qualified) {
	values := map[string]string{}
	several := map[string]bool{}
	for i := range facts {
		key := facts[i].of()
		if v, ok := values[key]; ok && v != facts[i].value.norm {
			several[key] = true
		}
		values[key] = facts[i].value.norm
		out = append(out, qualified{facts[i], key})
	}
	for i := range out {
		if q := &out[i]; several[q.key] {
			if h := heading(a, q.s, q.thing); h != nil {
				q.key += "\x00" + h.Text
			}
		}
	}
	return out
}

// heading is the one above a sentence that is more than the name of the thing.
func heading(a *Analysis, s *Sentence, t *Thing) *Sentence {
	for i := s.Index - 1; i >= 0; i-- {
		if o := a.Own[i]; o.Shape == reply.Heading && len(t.mentions(o)) == 0 {
			return o
		}
	}
	return nil
}

// in finds the words of a concept in a sentence, by which of them it is.
func (c concept) in(a *Analysis, s *Sentence) map[int][]pattern.Match {
	out := map[int][]pattern.Match{}
	seen := map[pattern.Match]bool{}
	for k := range c {
		for _, m := range c[k].matches(s.subject) {
			if seen[m] {
				continue
			}
			seen[m] = true
			if i := c.spelled(a, s, k, m); i >= 0 {
				out[i] = append(out[i], m)
			}
		}
	}
	return out
}

// spelled is which word of the concept stands at m, which word k matched: of those that are one when folded the one that
// is written so, or -1.
func (c concept) spelled(a *Analysis, s *Sentence, k int, m pattern.Match) int {
	written := s.Span(s.bytes(m)).In(a.Doc.Item.Text)
	written, _ = text.Fold(strings.Join(strings.Fields(written), ""), nil)
	best, most, alike := k, -1, 0
	for i := range c {
		if c[i].folded != c[k].folded || c[k].frame != nil {
			continue
		}
		alike++
		if n := alikeness(c[i].written, written); n > most || n == most && len(c[i].written) < len(c[best].written) {
			best, most = i, n
		}
	}
	if alike > 1 && most == 0 {
		return -1
	}
	return best
}

// alikeness is how many bytes two texts begin with alike.
func alikeness(a, b string) (n int) {
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// placeholdersOf observes the placeholders of a sentence. Where the team has declared its own, any other is wrong by itself.
func (r *Rule) placeholdersOf(a *Analysis, s *Sentence, add func(place, Observation)) {
	var declared []string
	if n := a.Doc.Settings.Names; n != nil {
		declared = n.Placeholders
	}
	for _, k := range s.Masks {
		if k.Kind != "placeholder" {
			continue
		}
		name := tight(k.Text)
		o := Observation{key: bare(name), variant: name, words: k.Text, thing: lang.Text{JA: name}}
		if len(declared) > 0 {
			if slices.ContainsFunc(declared, func(d string) bool { return tight(d) == name }) {
				continue
			}
			o.alone, o.other = true, strict.Nearest(k.Text, declared)
			for _, d := range declared {
				if bare(d) == o.key {
					o.other = d
				}
			}
		}
		if o.key != "" {
			add(place{s, s.tokensAt(text.Span{Start: k.At, End: k.At + 1})}, o)
		}
	}
}

// tight is a placeholder in ordinary width, without the space inside its braces, which no program looks at.
func tight(s string) string {
	s, _ = text.Fold(s, nil)
	if name, filter, ok := strings.Cut(s, "|"); ok { // a filter is no part of the name
		s = name + filter[1+strings.LastIndexFunc(filter, func(r rune) bool { return r != '}' }):]
	}
	open := strings.IndexFunc(s, letter)
	end := strings.LastIndexFunc(s, letter)
	if open < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[end:])
	return strings.ReplaceAll(s[:open], " ", "") + s[open:end+n] + strings.ReplaceAll(s[end+n:], " ", "")
}

func letter(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// bare is the name in a placeholder, the same for all ways to spell it.
func bare(s string) string {
	s, _ = text.Fold(s, nil)
	return strings.ToLower(only(s, letter))
}

// tally counts, for one thing that is compared, the replies that say each variant.
type tally struct {
	variants []string // in the order of their number of replies, then of where they stand first
	replies  map[string]int
	first    map[string]int // index of the first observation of a variant
	total    int
	minority map[string]bool
}

// Disagreements gives the findings about replies that say a thing otherwise than most. Their order is that of the files'
// paths, whatever the order of the observations.
func Disagreements(all []Observation) []Finding {
	slices.SortStableFunc(all, compareObservations)
	groups, order := grouped(all)
	var out []Finding
	for _, key := range order {
		at := groups[key]
		t := tallyOf(all, at)
		sentences := map[*input.Item]map[text.Span]bool{}
		for _, i := range at {
			o := &all[i]
			if !t.minority[o.variant] && !o.alone {
				continue
			}
			if sentences[o.item] == nil {
				sentences[o.item] = map[text.Span]bool{}
			}
			if sentences[o.item][o.sentence] {
				continue
			}
			sentences[o.item][o.sentence] = true
			out = append(out, t.finding(all, o))
		}
	}
	return out
}

// compareObservations orders by path, place, and what is said.
func compareObservations(a, b Observation) int {
	return cmp.Or(cmp.Compare(a.item.File.Path, b.item.File.Path), cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(a.span.End, b.span.End),
		cmp.Compare(a.key, b.key), cmp.Compare(a.variant, b.variant))
}

// grouped are the observations of each thing that is compared, by rule, and the things in the order in which they come up.
func grouped(all []Observation) (groups map[string][]int, order []string) {
	groups = map[string][]int{}
	for i := range all {
		key := all[i].rule.ID + "\x00" + all[i].key
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	return groups, order
}

// tallyOf counts the replies of each variant of the observations at these places.
func tallyOf(all []Observation, at []int) *tally {
	t := &tally{replies: map[string]int{}, first: map[string]int{}, minority: map[string]bool{}}
	said := map[*input.Item]map[string]bool{}
	for _, i := range at {
		o := &all[i]
		if _, ok := t.first[o.variant]; !ok {
			t.first[o.variant] = i
			t.variants = append(t.variants, o.variant)
		}
		if said[o.item] == nil {
			said[o.item] = map[string]bool{}
		}
		if !said[o.item][o.variant] {
			said[o.item][o.variant] = true
			t.replies[o.variant]++
		}
	}
	t.total = len(said)
	slices.SortStableFunc(t.variants, func(a, b string) int { return cmp.Compare(t.replies[b], t.replies[a]) })
	for i, v := range t.variants {
		tie := len(t.variants) > 1 && t.replies[t.variants[0]] == t.replies[t.variants[1]]
		t.minority[v] = i > 0 || tie
	}
	return t
}

// mostOthers is how many of the others a finding shows.
const mostOthers = 5

// finding is that about one observation; the others stand beside it.
func (t *tally) finding(all []Observation, o *Observation) Finding {
	r := o.rule
	v := Verdict{Rule: r, Level: r.relevel(r.Level), texts: t.texts(all, o)}
	f := Finding{Rule: r, Item: o.item, Span: o.span, Sentence: o.sentence, Said: o.said, Marked: o.marked, Placeholder: o.alone, Level: v.Level, Message: v.fill(r.Message)}
	for _, s := range r.Suggest {
		f.Suggestions = append(f.Suggestions, Suggestion{Message: v.fill(s)})
	}
	for _, i := range t.others(o) {
		x := &all[i]
		v.texts["match"], v.texts["count"] = same(x.words), number(t.replies[x.variant])
		v.texts["n"] = number(len(f.Related) + 1)
		f.Related = append(f.Related, Related{Item: x.item, Span: x.span, Message: v.fill(first(r.Related, message("related-other")))})
	}
	return f
}

// others are the first observations of the other variants, the commonest first.
func (t *tally) others(o *Observation) (out []int) {
	for _, v := range t.variants {
		if v != o.variant && len(out) < mostOthers {
			out = append(out, t.first[v])
		}
	}
	return out
}

// texts are the values of a message about an observation.
func (t *tally) texts(all []Observation, o *Observation) map[string]lang.Text {
	other := o.other
	if i := t.others(o); other == "" && len(i) > 0 {
		other = all[i[0]].words
	}
	return map[string]lang.Text{
		"match": same(o.words), "other": same(other), "thing": o.thing,
		"count": number(t.replies[o.variant]), "total": number(t.total),
	}
}

// disagreeing gives the verdicts about one reply, held against those beside it.
func (r *Rule) disagreeing(a *Analysis) (out []Verdict) {
	own := r.sightings(a)
	var all []Observation
	for _, s := range own {
		all = append(all, s.Observation)
	}
	for _, b := range a.Beside {
		all = append(all, r.Observe(b)...)
	}
	slices.SortStableFunc(all, compareObservations)
	groups, _ := grouped(all)
	tallies := map[string]*tally{}
	for key, at := range groups {
		tallies[key] = tallyOf(all, at)
	}
	found := map[string]bool{}
	for i := range own {
		o := &own[i].Observation
		t := tallies[r.ID+"\x00"+o.key]
		v := Verdict{Rule: r, Sentence: own[i].at.s, Match: own[i].at.m, Level: r.Level, texts: t.texts(all, o)}
		var says list[lang.Message]
		for _, x := range t.variants {
			says = append(says, lang.Say("variant", all[t.first[x]].words, t.replies[x]))
		}
		switch {
		case o.alone:
			v.Why = append(v.Why, lang.Say("why-undeclared", o.words))
		case len(t.variants) == 1:
			v.Silent = true
			v.Why = append(v.Why, lang.Say("why-agreed", o.words, t.total))
		default:
			v.Silent = !t.minority[o.variant]
			v.Why = append(v.Why, lang.Say("why-disagreed", o.words, says))
		}
		key := o.key + "\x00" + strconv.Itoa(own[i].at.s.Index)
		if !v.Silent && found[key] {
			v.Silent = true
			v.Why = append(v.Why, lang.Say("why-one-a-sentence"))
		}
		found[key] = found[key] || !v.Silent
		out = append(out, v)
	}
	return out
}

// same is the same in both languages.
func same(s string) lang.Text { return lang.Text{JA: s, EN: s} }

func number(n int) lang.Text { return same(strconv.Itoa(n)) }

// Disagree judges several replies by how they agree with one another. Rules that do not compare replies judge each by itself.
func (r *Rule) Disagree(replies []*Analysis) (out []Finding) {
	if r.consistent == nil {
		for _, a := range replies {
			out = append(out, r.Judge(a)...)
		}
		return out
	}
	var all []Observation
	for _, a := range replies {
		all = append(all, r.Observe(a)...)
	}
	return Disagreements(all)
}
