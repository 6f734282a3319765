package rule

import (
	"slices"
	"sort"
	"strings"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// A wording is proposed by trying: pieces that the hits share — words, the dictionary form of predicates with what their
// endings say, lists and acts — are put together in their order, from the shortest wording to longer ones, compiled like any
// wording of a rule file, and matched with the hits, the misses, and the examples of the rules that are there.

// Proposal is what was found: wordings that together find every hit and none of the misses.
type Proposal struct {
	Wordings []Wording
	Examples int      // examples of the rules that were looked at,
	Also     []string // and those of them that the wordings find too
	Passed   []Passed // shorter wordings that would find a miss
}

// Wording is one wording of a proposal.
type Wording struct {
	Source string
	Pieces []lang.Message // what it is made of, in order
	Found  []string       // what it finds in each hit; "" for a hit that another wording finds
}

// Passed is a wording that was not taken, because it finds a miss.
type Passed struct{ Source, Miss string }

// The price of a piece of a wording. A wording is better the less it asks for, and the fewer examples of other rules it
// finds: a word that stands in any reply tells nothing.
const (
	pricePredicate = 2.0
	priceAdverb    = 2.0
	priceNoun      = 2.5
	priceName      = 3.5
	pricePhrase    = 2.0 // and priceWord for each word after the first
	priceWord      = 0.4
	priceExact     = 6.0
	priceEmpty     = 2.0  // one of words that mean nothing by themselves
	priceLight     = 1.0  // a verb that says little by itself
	priceForm      = 1.5  // a predicate of any word
	priceTest      = 1.0  // a test,
	priceNot       = 0.25 // more for one that must not hold,
	priceLink      = 0.5  // and for one on who does it or how the sentence goes on
	priceOr        = 1.5  // each alternative after the first
	priceLoose     = 4.0  // alternatives without a word that the hits share
	priceNear      = 0.25
	priceGap       = 0.75
	priceNoVerb    = 1.0 // a wording without a predicate
	priceAlso      = 0.5 // each example of another rule,
	mostAlso       = 16  // up to so many
	priceBroad     = 6.0 // one word, where it finds examples of other rules or is made of one hit
)

const (
	mostPieces       = 3
	mostTried        = 20000 // wordings; long texts would give millions
	mostAlternatives = 6
	mostWordings     = 3 // of a proposal
	mostPassed       = 2
	mostShared       = 6 // words that are told of texts that look alike
)

// piece is a part of a wording.
type piece struct {
	key      string // the same for what is the same in several hits
	source   string
	from, to int // tokens it takes in the sentence it was found in
	price    float64
	verb     bool
	name     bool
	phrase   bool
	says     lang.Message
	narrows  int  // how many things it asks for: words, and what is asked of them
	single   bool // one word with its particle
}

// candidate is a wording to be tried.
type candidate struct {
	source  string
	price   float64
	pieces  []lang.Message
	name    bool // made of names, which say little to a reader
	narrows int  // how many things it asks for
	single  bool // one word with its particle
	pattern *pattern.Pattern
	hits    []bool
	miss    int // the first miss it finds, or -1
}

// proposer looks for a wording.
type proposer struct {
	set          *Set
	hits, misses [][]*Sentence
	tests        []test
	predicate    string // the name of any predicate
	yes, no      string // what asks for an affirmative and for a negative predicate
	all          map[string]*candidate
}

// test is something that may be asked of a predicate, under its name in rule files.
type test struct {
	name  string
	tests *pattern.Tests
	price float64
}

// Propose looks for the shortest wordings that find every hit and no miss. The error says which texts it cannot tell apart.
func (s *Set) Propose(hits, misses []string) (*Proposal, error) {
	p := &proposer{set: s, all: map[string]*candidate{}}
	for _, h := range hits {
		for _, m := range misses {
			if strings.TrimSpace(h) == strings.TrimSpace(m) {
				return nil, lang.Errorf("propose-same", Short(h))
			}
		}
	}
	p.hits, p.misses = s.texts(hits), s.texts(misses)
	for i, ss := range p.hits {
		if len(ss) == 0 {
			return nil, lang.Errorf("propose-no-sentence", Short(hits[i]))
		}
	}
	p.names()
	p.generate()
	p.compile()
	// The sentences are prepared for the phrases that were known; now there are more.
	p.hits, p.misses = s.texts(hits), s.texts(misses)
	return p.choose(hits, misses)
}

// texts reads each text as a reply and gives its sentences that rules look at.
func (s *Set) texts(texts []string) [][]*Sentence {
	out := make([][]*Sentence, len(texts))
	for i, t := range texts {
		f := text.NewFile("", []byte(t))
		a := s.Analyse(&input.Item{File: f, Text: t, Map: text.Identity(0, len(t))}, reply.Defaults())
		for _, x := range a.Own {
			if x.Shape != reply.Heading {
				out[i] = append(out[i], x)
			}
		}
	}
	return out
}

// names finds the names of tests in the language of the rules.
func (p *proposer) names() {
	dull := []string{"polite", "copula", "stem", "topic", "or", "clause", "named", "noun", "adjective", "nobody", "third", "negative", "-negative"}
	byTarget := map[string]string{}
	for _, alias := range sortedKeys(p.set.grammar.Tests) {
		target := p.set.grammar.Tests[alias]
		if _, twice := byTarget[target]; !twice && !strings.Contains(target, ",") {
			byTarget[target] = alias
		}
	}
	for _, alias := range sortedKeys(p.set.grammar.Kinds) {
		if p.set.grammar.Kinds[alias] == "predicate" {
			p.predicate = alias
		}
	}
	p.no, p.yes = byTarget["negative"], byTarget["-negative"]
	for _, target := range sortedKeys(byTarget) {
		if t, err := p.set.compiler.Tests(byTarget[target]); err == nil && !slices.Contains(dull, target) && !strings.HasPrefix(target, "-") {
			price := priceTest
			if _, owner := clause.ParseOwner(target); owner || strings.HasPrefix(target, "link=") {
				price += priceLink
			}
			p.tests = append(p.tests, test{byTarget[target], t, price})
		}
	}
}

// generate makes wordings of what all hits share, of what two share, and of each alone.
func (p *proposer) generate() {
	every := make([]int, len(p.hits))
	for i := range every {
		every[i] = i
	}
	groups := [][]int{every}
	for i := range p.hits {
		for j := i + 1; j < len(p.hits) && len(p.hits) > 2; j++ {
			groups = append(groups, []int{i, j})
		}
	}
	for i := range p.hits {
		if len(p.hits) > 1 {
			groups = append(groups, []int{i})
		}
	}
	pieces := make([]map[string]bool, len(p.hits))
	for i, ss := range p.hits {
		pieces[i] = map[string]bool{}
		for _, s := range ss {
			for _, x := range p.pieces(s, nil) {
				pieces[i][x.key] = true
			}
		}
	}
	for _, g := range groups {
		shared := func(key string) bool {
			return !slices.ContainsFunc(g, func(i int) bool { return !pieces[i][key] })
		}
		for _, s := range p.hits[g[0]] {
			var own []piece
			twice := map[string]bool{}
			for _, x := range p.pieces(s, g) {
				if shared(x.key) && !twice[x.source] {
					twice[x.source] = true
					own = append(own, x)
				}
			}
			p.combine(own, nil)
		}
	}
	p.alternatives(every, pieces)
}

// pieces are what a wording may be made of that finds a sentence. With the hits that the wording is to find, predicates come
// with what tells them from those of the misses.
func (p *proposer) pieces(s *Sentence, group []int) []piece {
	var out []piece
	used := map[int]bool{} // tokens that are part of a predicate
	for i := range s.Clauses {
		c := &s.Clauses[i]
		for k := c.Head; k < c.Last && k < len(s.Tokens); k++ {
			used[k] = true
		}
		if c.Lemma != "" {
			out = append(out, p.predicates(c, group)...)
		}
		out = append(out, p.form(c, group)...)
	}
	for i := 0; i < len(s.Tokens); i++ {
		t := s.Tokens[i]
		switch {
		case content(t):
			out = append(out, piece{key: "n:" + t.Text, source: t.Text, from: i, to: i + 1, price: priceNoun, says: lang.Say("piece-word", t.Text)})
			word := t.Text
			for j := i + 1; j < len(s.Tokens) && j < i+3 && s.Tokens[j].POS.IsNoun() && s.Tokens[j].POS != token.NounNumber; j++ {
				word += s.Tokens[j].Text
				out = append(out, piece{key: "n:" + word, source: word, from: i, to: j + 1, price: priceNoun + priceWord, says: lang.Say("piece-word", word)})
			}
		case !used[i] && (t.POS == token.Adverb || t.POS == token.Conjunction || t.POS == token.Adnominal || t.POS == token.NounAdverbial):
			out = append(out, piece{key: "a:" + t.Text, source: t.Text, from: i, to: i + 1, price: priceAdverb, says: lang.Say("piece-word", t.Text)})
		}
	}
	for _, d := range p.set.Defs {
		if d.words || len(d.find) == 0 {
			continue
		}
		for _, m := range s.matches(d.ID) {
			name := "<" + d.Name + ">"
			out = append(out, piece{key: name, source: name, from: m.From, to: m.To, price: priceName, name: true, says: lang.Say("piece-name", d)})
		}
	}
	out = append(out, p.phrases(s)...)
	sort.SliceStable(out, func(i, j int) bool { return out[i].from < out[j].from })
	return out
}

// content reports whether a word means something by itself.
func content(t token.Token) bool {
	switch t.POS {
	case token.Noun, token.NounVerbal, token.NounAdjectival, token.NounProper, token.NounPerson, token.NounPlace,
		token.NounOrganisation, token.Unknown:
		return !strings.ContainsRune(t.Text, token.StandIn)
	}
	return false
}

// phrases are runs of words: from a word that means something, or the particle of a verb, to another, a verb in its
// dictionary form; and any run as it stands.
func (p *proposer) phrases(s *Sentence) (out []piece) {
	const longest = 6
	means := func(t token.Token) bool {
		return content(t) || t.POS == token.Adverb || t.POS == token.NounAdverbial || t.POS == token.Verb || t.POS == token.Adjective
	}
	for i := range s.Tokens {
		says := 0.0
		for j := i; j < len(s.Tokens) && j < i+longest; j++ {
			t := s.Tokens[j]
			if means(t) {
				says = priceEmpty
			}
			if t.POS.IsSymbol() || strings.ContainsRune(t.Text, token.StandIn) {
				break
			}
			n := float64(j - i)
			words := s.Words(pattern.Match{From: i, To: j + 1})
			if exact, ok := quoted(words); ok && (j > i || !t.POS.IsParticle() && t.POS != token.Auxiliary) {
				out = append(out, piece{key: "=" + words, source: exact, phrase: true, from: i, to: j + 1, price: priceExact + priceEmpty - says + priceWord*n, says: lang.Say("piece-exact", words), narrows: min(j-i, 1)})
			}
			if marks := marker(s.Tokens[i]) && t.POS == token.Verb; j == i || !means(s.Tokens[i]) && !marks || !means(t) {
				continue
			}
			if t.POS.IsVerb() || t.POS.IsAdjective() {
				words = s.Words(pattern.Match{From: i, To: j}) + t.Base
			}
			if plain(words) {
				out = append(out, piece{key: "p:" + words, source: words, phrase: true, from: i, to: j + 1, price: pricePhrase + priceWord*n, verb: t.POS.IsVerb(), says: lang.Say("piece-phrase", words), narrows: 1, single: !means(s.Tokens[i])})
			}
		}
	}
	return out
}

// marker reports whether a particle belongs to the verb that follows.
func marker(t token.Token) bool {
	return t.POS == token.ParticleCase || t.POS == token.ParticleQuote || t.POS == token.ParticleBinding
}

// quoted writes words as a pattern that finds them as they stand.
func quoted(words string) (source string, ok bool) {
	source = pattern.Print(pattern.Exact{Text: words})
	return source, parses(source, func(n pattern.Node) bool { e, is := n.(pattern.Exact); return is && e.Text == words })
}

// plain reports whether words stand for themselves in a pattern.
func plain(words string) bool {
	return parses(words, func(n pattern.Node) bool { f, is := n.(pattern.Phrase); return is && f.Text == words })
}

func parses(source string, ok func(pattern.Node) bool) bool {
	n, err := pattern.Parse(source)
	if seq, is := n.(pattern.Sequence); is && len(seq) == 1 {
		n = seq[0]
	}
	return err == nil && ok(n)
}

// predicates are the ways to ask for a predicate: by its dictionary form and whether it is negated, and by what tells it from
// the predicates of the misses.
func (p *proposer) predicates(c *clause.Clause, group []int) (out []piece) {
	negative := c.Features.Has(clause.Negative)
	polarity := p.yes
	if negative {
		polarity = p.no
	}
	key := polarity + ":" + c.Lemma
	add := func(tests []string, price float64) {
		source := c.Lemma
		if negative || c.Phrase != nil { // what is typed as it stands is affirmative, but a noun is any noun
			tests = append([]string{polarity}, tests...)
			price += priceTest / 2
		}
		says := lang.Say("piece-predicate", c.Lemma)
		if c.LightVerb && c.Phrase == nil {
			price += priceLight
		}
		if len(tests) > 0 {
			source += ":" + strings.Join(tests, ",")
			says = lang.Say("piece-predicate-form", c.Lemma, strings.Join(tests, ", "))
		}
		out = append(out, piece{key: key, source: source, from: max(c.Head, c.Stem-1), to: c.Last, price: price, verb: true, says: says, narrows: len(tests)})
	}
	add(nil, pricePredicate)
	tell := p.telling(group, func(o *clause.Clause) bool { return o.Lemma == c.Lemma && o.Features.Has(clause.Negative) == negative })
	for i, t := range tell {
		add([]string{t.name}, pricePredicate+t.price)
		for _, u := range tell[i+1:] {
			add([]string{t.name, u.name}, pricePredicate+t.price+u.price)
		}
	}
	return out
}

// form asks for a predicate of any word by what its ending says: that the hits say so is all they share.
func (p *proposer) form(c *clause.Clause, group []int) (out []piece) {
	if !c.Main {
		return nil
	}
	negative := c.Features.Has(clause.Negative)
	key := "<" + p.predicate + ">"
	add := func(tests string, price float64) {
		out = append(out, piece{
			key: key, source: "<" + p.predicate + ":" + tests + ">", from: c.Head, to: c.Last, price: pricePredicate + priceForm + price,
			verb: true, name: true, says: lang.Say("piece-form", tests),
		})
	}
	polarity, price := "", 0.0
	if negative {
		polarity, price = p.no, priceTest/2
		add(polarity, price)
		polarity += ","
	}
	for _, t := range p.telling(group, func(o *clause.Clause) bool { return o.Main && o.Features.Has(clause.Negative) == negative }) {
		add(polarity+t.name, price+t.price)
	}
	return out
}

// told is a test that tells hits from misses.
type told struct {
	name  string
	price float64
}

// telling are the tests that all such predicates of the hits of a group meet, and some in the misses does not.
func (p *proposer) telling(group []int, such func(*clause.Clause) bool) (out []told) {
	if len(group) == 0 {
		return nil
	}
	var hits, misses []*clause.Clause
	for _, i := range group {
		hits = append(hits, clauses(p.hits[i], such)...)
	}
	for _, ss := range p.misses {
		misses = append(misses, clauses(ss, such)...)
	}
	every := func(list []*clause.Clause, t test, want bool) bool {
		return !slices.ContainsFunc(list, func(c *clause.Clause) bool { return t.tests.Hold(c) != want })
	}
	if len(hits) == 0 || len(misses) == 0 {
		return nil
	}
	for _, t := range p.tests {
		switch {
		case every(hits, t, true) && !every(misses, t, true):
			out = append(out, told{t.name, t.price})
		case every(hits, t, false) && !every(misses, t, false):
			out = append(out, told{"-" + t.name, t.price + priceNot})
		}
	}
	return out
}

// clauses are the predicates of sentences that are such.
func clauses(ss []*Sentence, such func(*clause.Clause) bool) (out []*clause.Clause) {
	for _, s := range ss {
		for i := range s.Clauses {
			if such(&s.Clauses[i]) {
				out = append(out, &s.Clauses[i])
			}
		}
	}
	return out
}

// combine makes wordings of up to mostPieces pieces that follow one another. Phrases stand alone, and a name goes with one
// other piece: there are too many of either.
func (p *proposer) combine(rest, chosen []piece) {
	if len(chosen) > 0 {
		p.join(chosen)
	}
	if len(chosen) == mostPieces {
		return
	}
	for i, x := range rest {
		if len(p.all) > mostTried {
			return
		}
		n := len(chosen)
		if n > 0 && (x.from < chosen[n-1].to || x.phrase || chosen[0].phrase) || n > 1 && (x.name || chosen[0].name || chosen[1].name) {
			continue
		}
		p.combine(rest[i+1:], append(chosen[:n:n], x))
	}
}

// join makes the wordings of pieces: next to one another, with particles between them, with anything between them.
func (p *proposer) join(pieces []piece) {
	type way struct {
		source string
		price  float64
		says   []lang.Message
	}
	ways := []way{{pieces[0].source, pieces[0].price, []lang.Message{pieces[0].says}}}
	verb, name, narrows := pieces[0].verb, pieces[0].name, pieces[0].narrows
	for i, x := range pieces[1:] {
		verb, name, narrows = verb || x.verb, name || x.name, narrows+x.narrows
		var next []way
		for _, w := range ways {
			add := func(between string, price float64, says ...lang.Message) {
				next = append(next, way{w.source + between + x.source, w.price + price + x.price, append(append(w.says[:len(w.says):len(w.says)], says...), x.says)})
			}
			if pieces[i].to == x.from {
				add(" ", 0)
			}
			add(" _ ", priceNear, lang.Say("piece-near"))
			add(" … ", priceGap, lang.Say("piece-gap"))
		}
		ways = next
	}
	for _, w := range ways {
		if !verb {
			w.price += priceNoVerb
		}
		p.add(&candidate{source: w.source, price: w.price, pieces: w.says, name: name, narrows: narrows + len(pieces), single: len(pieces) == 1 && pieces[0].single})
	}
}

func (p *proposer) add(c *candidate) {
	if old, ok := p.all[c.source]; !ok || c.price < old.price {
		p.all[c.source] = c
	}
}

// alternatives makes wordings for hits that differ in one word: another predicate with the same noun, another noun with the
// same predicate.
func (p *proposer) alternatives(group []int, shared []map[string]bool) {
	if len(group) < 2 {
		return
	}
	var verbs, nouns []string
	says := map[string]bool{}
	for _, i := range group {
		verb, noun, polarity := p.main(p.hits[i])
		if verb == "" {
			return
		}
		says[polarity] = true
		if !slices.Contains(verbs, verb) {
			verbs = append(verbs, verb)
		}
		if !slices.Contains(nouns, noun) {
			nouns = append(nouns, noun)
		}
	}
	if len(says) > 1 {
		return
	}
	polarity := p.yes
	if says[p.no] {
		polarity = p.no
	}
	either := func(words []string, tests string, verb bool) (piece, bool) {
		if len(words) < 2 || len(words) > mostAlternatives || slices.Contains(words, "") || !plain(strings.Join(words, "")) {
			return piece{}, false
		}
		x := piece{source: "(" + strings.Join(words, "|") + ")" + tests, price: priceNoun + priceOr*float64(len(words)-1), verb: verb, to: 1 << 20}
		x.says = lang.Say("piece-either", strings.Join(words, lang.Say("list-or").In(lang.JA)))
		if verb {
			x.says = lang.Say("piece-either-form", strings.Join(words, lang.Say("list-or").In(lang.JA)), polarity)
		}
		return x, true
	}
	predicates, several := either(verbs, ":"+polarity, true)
	anchored := false
	for _, s := range p.hits[group[0]] {
		for _, x := range p.pieces(s, group) {
			if slices.ContainsFunc(group, func(i int) bool { return !shared[i][x.key] }) {
				continue
			}
			if several && !x.verb {
				y := predicates
				y.from = x.to + 1
				p.join([]piece{x, y})
				anchored = anchored || !x.name && !x.phrase
			}
			if ns, ok := either(nouns, "", false); ok && x.verb {
				ns.to = x.from - 1
				p.join([]piece{ns, x})
			}
		}
	}
	if several && len(verbs) <= mostWordings {
		if anchored { // verbs that differ say less than the word they go with
			predicates.price += priceLoose
		}
		p.join([]piece{predicates})
	}
}

// main is the last predicate of a text, the noun that belongs to it, and whether it is negated.
func (p *proposer) main(ss []*Sentence) (verb, noun, polarity string) {
	for _, s := range ss {
		for i := range s.Clauses {
			c := &s.Clauses[i]
			if !c.Main || c.Lemma == "" {
				continue
			}
			verb, noun, polarity = c.Lemma, "", p.yes
			if c.Features.Has(clause.Negative) {
				polarity = p.no
			}
			for k := range c.Args {
				if a := &c.Args[k]; !a.Nominal && a.Last > a.First {
					noun = s.Tokens[a.Last-1].Text
				}
			}
		}
	}
	return verb, noun, polarity
}

// compile compiles the candidates and drops those that are no patterns.
func (p *proposer) compile() {
	for source, c := range p.all {
		var err error
		if c.pattern, err = p.set.compiler.Compile(source); err != nil {
			delete(p.all, source)
		}
	}
}

func finds(c *candidate, ss []*Sentence) (string, bool) {
	for _, s := range ss {
		if ms := c.pattern.Match(s.subject); len(ms) > 0 {
			return s.Words(ms[0]), true
		}
	}
	return "", false
}

// choose tries the candidates, the cheapest first.
func (p *proposer) choose(hits, misses []string) (*Proposal, error) {
	list := make([]*candidate, 0, len(p.all))
	for _, c := range p.all {
		list = append(list, c)
	}
	sort.Slice(list, func(i, j int) bool {
		if list[i].price != list[j].price {
			return list[i].price < list[j].price
		}
		return list[i].source < list[j].source
	})
	examples := p.set.examples()
	known := p.set.texts(examples)
	also := func(c *candidate) (out []int) {
		for i, ss := range known {
			if _, ok := finds(c, ss); ok {
				out = append(out, i)
			}
		}
		return out
	}
	out := &Proposal{Examples: len(examples)}
	var best, nearest *candidate
	bestPrice, fewest := 0.0, len(misses)+1
	var parts []*candidate // those that find some of the hits and no miss
	for _, c := range list {
		if best != nil && c.price >= bestPrice {
			break
		}
		c.hits, c.miss = make([]bool, len(hits)), -1
		n, wrong := 0, 0
		for i, ss := range p.hits {
			if _, c.hits[i] = finds(c, ss); c.hits[i] {
				n++
			}
		}
		if n == 0 {
			continue
		}
		for i, ss := range p.misses {
			if _, ok := finds(c, ss); ok {
				wrong++
				if c.miss < 0 {
					c.miss = i
				}
			}
		}
		switch {
		case n == len(hits) && wrong > 0:
			if len(out.Passed) < mostPassed && best == nil && !c.name {
				out.Passed = append(out.Passed, Passed{c.source, Short(misses[c.miss])})
			}
			if wrong < fewest {
				nearest, fewest = c, wrong
			}
		case wrong == 0 && n == len(hits):
			n := len(also(c))
			price := c.price + priceAlso*float64(min(n, mostAlso))
			if c.narrows < 2 && n > 0 || (c.narrows < 2 || c.single) && len(hits) == 1 { // one hit does not tell which word counts
				price += priceBroad
			}
			if best == nil || price < bestPrice {
				best, bestPrice = c, price
			}
		case wrong == 0:
			parts = append(parts, c)
		}
	}
	chosen := []*candidate{best}
	if best == nil {
		if chosen = cover(parts, len(hits)); chosen == nil {
			return nil, p.inseparable(hits, misses, parts, nearest)
		}
	}
	seen := map[int]bool{}
	for _, c := range chosen {
		w := Wording{Source: c.source, Pieces: c.pieces}
		for _, ss := range p.hits {
			words, _ := finds(c, ss)
			w.Found = append(w.Found, words)
		}
		out.Wordings = append(out.Wordings, w)
		for _, i := range also(c) {
			if !seen[i] {
				seen[i] = true
				out.Also = append(out.Also, Short(examples[i]))
			}
		}
	}
	return out, nil
}

// cover takes the fewest candidates that together find all hits, the cheapest first; nil if there are none or too many.
func cover(parts []*candidate, hits int) (out []*candidate) {
	left := hits
	done := make([]bool, hits)
	for left > 0 && len(out) < mostWordings {
		var best *candidate
		most := 0
		for _, c := range parts {
			n := 0
			for i := range done {
				if c.hits[i] && !done[i] {
					n++
				}
			}
			if n > most {
				best, most = c, n
			}
		}
		if best == nil {
			return nil
		}
		for i := range done {
			done[i] = done[i] || best.hits[i]
		}
		left -= most
		out = append(out, best)
	}
	if left > 0 {
		return nil
	}
	return out
}

// inseparable says which misses look like which hits.
func (p *proposer) inseparable(hits, misses []string, parts []*candidate, nearest *candidate) error {
	var out list[lang.Message]
	found := make([]bool, len(hits))
	for _, c := range parts {
		for i := range found {
			found[i] = found[i] || c.hits[i]
		}
	}
	for i, ok := range found {
		if ok {
			continue
		}
		k, words := p.closest(i)
		switch {
		case k >= 0 && len(words) == 0:
			out = append(out, lang.Say("propose-nothing-told", Short(hits[i])))
		case k >= 0:
			out = append(out, lang.Say("propose-alike", Short(hits[i]), Short(misses[k]), wordList(words[:min(len(words), mostShared)])))
		}
	}
	if len(out) == 0 { // each can be told from the misses, but too many wordings are needed
		return lang.Errorf("propose-nothing-shared", mostWordings)
	}
	if nearest != nil {
		out = append(out, lang.Say("propose-nearest", nearest.source, Short(misses[nearest.miss])))
	}
	return lang.Errorf("propose-inseparable", lines(out))
}

// Short is the beginning of a text, on one line.
func Short(s string) string { return text.Head(oneLine(s), quoteWidth, "…") }

func wordList(words []string) (out list[lang.Message]) {
	for _, w := range words {
		out = append(out, lang.Say("spot", w))
	}
	return out
}

// closest is the miss that shares most with a hit, and what it shares.
func (p *proposer) closest(hit int) (miss int, words []string) {
	keys := func(ss []*Sentence) (out []string) {
		for _, s := range ss {
			for _, x := range p.pieces(s, nil) {
				if !x.phrase && !x.name && !slices.Contains(out, x.source) {
					out = append(out, x.source)
				}
			}
		}
		return out
	}
	own := keys(p.hits[hit])
	miss = -1
	for i, ss := range p.misses {
		var shared []string
		for _, k := range keys(ss) {
			if slices.Contains(own, k) {
				shared = append(shared, k)
			}
		}
		if miss < 0 || len(shared) > len(words) {
			miss, words = i, shared
		}
	}
	return miss, words
}

// lines says several things, each on a line of its own.
type lines list[lang.Message]

// In says them in l.
func (s lines) In(l lang.Lang) string {
	var b strings.Builder
	for _, m := range s {
		b.WriteString("\n  - " + m.In(l))
	}
	return b.String()
}

// examples are the texts of all examples of the set, each once.
func (s *Set) examples() (out []string) {
	seen := map[string]bool{}
	add := func(t string) {
		if t = strings.TrimSpace(t); t != "" && !seen[t] {
			seen[t] = true
			out = append(out, t)
		}
	}
	for _, d := range s.Defs {
		for _, ex := range d.Examples {
			for _, e := range append(ex.Hit[:len(ex.Hit):len(ex.Hit)], ex.Miss...) {
				add(e.Text)
			}
		}
	}
	for _, r := range s.Rules {
		for _, e := range append(r.Hits[:len(r.Hits):len(r.Hits)], r.Misses...) {
			add(e.Text.Text)
		}
	}
	return out
}
