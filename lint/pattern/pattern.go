// Package pattern is the language in which wordings are written: ordinary Japanese with a few marks.
//
// A phrase is typed as people say it. Its nouns and particles match as they stand; a predicate at its end matches in every
// form that says the same: typed 対応できない it meets 対応できません, ご対応はいたしかねます and 対応できなくなっております, because
// what counts is the word, whether it is negated, and whether it is a "can", a request or a condition — not politeness,
// tense or conjugation.
//
//	(a|b)        either              …, …3     any words, at most three
//	x?           may be missing      _         particles and adverbs between a noun and its predicate
//	<名前>        a list or an act     ^ $       start and end of the sentence
//	x:否定,-過去   with, without        『x』      exactly as written
//	/x/          regular expression  <名詞>     a built-in kind of word (<動詞>, <名詞句:客>, <述語:否定> …)
//
// Patterns are matched over the tokens and clauses of a sentence. All phrases of all patterns are looked up in one pass
// over the tokens; a pattern is run only in sentences that hold a phrase it cannot do without, and running it is linear in
// the number of tokens.
package pattern

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Env is what patterns are compiled against.
type Env struct {
	// Fold spells text as sentences are spelled.
	Fold func(string) string
	// Tokenize splits a phrase into words.
	Tokenize func(string) []token.Token
	// Parse finds the clauses of a phrase.
	Parse func([]token.Token) []clause.Clause
	// Ref finds a list, an act or a kind of noun phrase.
	Ref func(name string) (id int, ok bool)
	// Refs are all the names Ref knows, for the nearest one.
	Refs func() []string
	// Respected are the nouns that a verb becomes behind the prefix of respect: 送る as お送り. It may be nil.
	Respected func(verb string) []string
	// Alias gives the tests and kinds that a name in the language of the rules stands for, separated by commas.
	Alias map[string]string
}

// Compiler compiles patterns and holds what they share.
type Compiler struct {
	env Env
	*Tables
}

// Tables are what the patterns of one compiler share: words, tests, regular expressions, and what the automata are made of.
type Tables struct {
	vocab   vocabulary
	conds   []cond // the first asks nothing
	regexps []*frozen.Regexp
	states  []state
	edges   []edge
	ids     []int32

	// Exhaustive makes every pattern be run in every sentence from every word on, whatever it cannot do without. It finds
	// the same, and shows what is spared.
	Exhaustive bool `frozen:"-"`
}

// NewTables makes the tables of a compiler.
func NewTables() *Tables { return &Tables{vocab: newVocabulary(), conds: make([]cond, 1)} }

// NewCompiler makes a compiler that goes on with tables.
func NewCompiler(env Env, t *Tables) *Compiler { return &Compiler{env, t} }

// Pattern is a compiled pattern: an automaton over the words of a sentence.
type Pattern struct {
	Source string
	tables *Tables
	automaton
	tail []*Pattern // optional pieces at the end, matched greedily
}

// automaton is that of a pattern; the spans are of the tables.
type automaton struct {
	states span
	first  span // of ids: phrases of which it begins with one; empty if it may begin otherwise
	need   need
	alone  bool // a name and nothing else: every span of that name, also one that holds another
}

// need is what a sentence must hold for a pattern to match: one of the phrases or one of the names.
type need struct {
	any        bool // nothing in particular
	lits, refs span // of ids
}

type state struct {
	edges  span
	eps    span // of ids: states that are reached without a word, counted in the pattern
	accept bool
	start  bool // only at the start of the sentence
	end    bool // only at its end
}

type span struct{ from, to int32 }

// of are the elements of list in a span.
func of[T any](list []T, s span) []T { return list[s.from:s.to] }

// keep puts elements behind those of list.
func keep[T any](list *[]T, more []T) span {
	s := span{from: int32(len(*list))}
	*list = append(*list, more...)
	s.to = int32(len(*list))
	return s
}

type edgeKind uint8

const (
	eLit edgeKind = iota
	eRef
	eKind
	eAny
	eFiller
	eRegexp
	eLight
)

type edge struct {
	kind edgeKind
	arg  int32 // phrase, name, kind or regular expression
	cond int32 // index of [Tables.conds]
	to   int32 // counted in the pattern
}

// condID gives the index of a cond.
func (t *Tables) condID(c cond) int32 {
	i := slices.Index(t.conds, c)
	if i < 0 {
		i = len(t.conds)
		t.conds = append(t.conds, c)
	}
	return int32(i)
}

// Compile compiles a pattern. An [*Error] says where in source it is wrong.
func (c *Compiler) Compile(source string) (*Pattern, error) { return c.compile(source, false) }

// Stems compiles a pattern whose predicates match by their words alone; what their endings must say is asked for apart.
func (c *Compiler) Stems(source string) (*Pattern, error) { return c.compile(source, true) }

func (c *Compiler) compile(source string, stems bool) (*Pattern, error) {
	n, err := Parse(source)
	if err == nil {
		err = bare(source)
	}
	if err != nil {
		return nil, err
	}
	seq, ok := n.(Sequence)
	if !ok {
		seq = Sequence{n}
	}
	if o, ok := seq[0].(Option); ok && len(seq) == 1 {
		if ph, ok := o.Of.(Phrase); ok { // a question, typed with its mark
			seq = Sequence{ph}
		}
	}
	if missing(seq) {
		return nil, &Error{Say: lang.Say("pattern-matches-nothing")}
	}
	p := &Pattern{Source: source, tables: c.Tables}
	if len(seq) == 1 {
		_, p.alone = seq[0].(Named)
	}
	core := len(seq)
	for core > 1 {
		if _, ok := seq[core-1].(Option); !ok {
			break
		}
		core--
	}
	if err := c.build(p, seq[:core], stems); err != nil {
		return nil, err
	}
	for _, opt := range seq[core:] {
		t := &Pattern{Source: source, tables: c.Tables}
		if err := c.build(t, Sequence{opt.(Option).Of}, stems); err != nil {
			return nil, err
		}
		p.tail = append(p.tail, t)
	}
	return p, nil
}

// Word compiles a word by itself: a noun, or a verb or adjective in its dictionary form. It matches the word in any form and
// polarity, without its endings, and also where the dictionary takes the same letters for another kind of word (割れ as a noun).
func (c *Compiler) Word(source string) (*Pattern, error) {
	text := c.env.Fold(source)
	ts := c.env.Tokenize(text)
	if len(ts) == 0 {
		return nil, &Error{Say: lang.Say("pattern-empty")}
	}
	keys := make([]key, 0, len(ts))
	if pr, ok := c.predicate(ts); ok && len(pr.after) == 0 && !pr.light && !pr.between {
		keys = append(pr.words, pr.stem...)
	} else {
		for _, t := range ts {
			keys = append(keys, keyOf(t))
		}
	}
	b := &builder{c: c, states: make([]draft, 1)}
	id := c.vocab.words(keys, text)
	last := b.edge(0, edge{kind: eLit, arg: int32(id)})
	p := &Pattern{Source: source, tables: c.Tables}
	b.finish(p, last, wants{lits: []int32{int32(id)}})
	return p, nil
}

func (c *Compiler) build(p *Pattern, seq Sequence, stems bool) error {
	b := &builder{c: c, states: make([]draft, 1), stems: stems}
	last, need, err := b.sequence(0, seq)
	if err != nil {
		return err
	}
	b.finish(p, last, need)
	return nil
}

type builder struct {
	c      *Compiler
	states []draft
	stems  bool // predicates match by their words alone, whatever their endings say
}

// draft is a state as long as the pattern is being built.
type draft struct {
	edges      []edge
	eps        []int32
	start, end bool
}

func (b *builder) state() int {
	b.states = append(b.states, draft{})
	return len(b.states) - 1
}

func (b *builder) edge(from int, e edge) int {
	to := b.state()
	b.back(from, e, to)
	return to
}

// back leads to a state that there is already.
func (b *builder) back(from int, e edge, to int) {
	e.to = int32(to)
	b.states[from].edges = append(b.states[from].edges, e)
}

func (b *builder) eps(from, to int) {
	b.states[from].eps = append(b.states[from].eps, int32(to))
}

// wants is a [need] as long as the pattern is being built.
type wants struct {
	any        bool
	lits, refs []int32
}

// finish makes what was built, which ends in state last, the automaton of p.
func (b *builder) finish(p *Pattern, last int, w wants) {
	t := p.tables
	states := make([]state, len(b.states))
	for i, d := range b.states {
		states[i] = state{edges: keep(&t.edges, d.edges), eps: keep(&t.ids, d.eps), start: d.start, end: d.end, accept: i == last}
	}
	p.states = keep(&t.states, states)
	p.first = keep(&t.ids, b.begins(last))
	p.need = need{any: w.any, lits: keep(&t.ids, w.lits), refs: keep(&t.ids, w.refs)}
}

// begins are the phrases of which every match begins with one, or nil. last is where matches end.
func (b *builder) begins(last int) (out []int32) {
	todo, seen := []int32{0}, map[int32]bool{0: true}
	for len(todo) > 0 {
		at := todo[0]
		todo = todo[1:]
		if int(at) == last {
			return nil
		}
		for _, e := range b.states[at].edges {
			if e.kind != eLit {
				return nil
			}
			out = append(out, e.arg)
		}
		for _, to := range b.states[at].eps {
			if !seen[to] {
				seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (b *builder) sequence(from int, seq Sequence) (int, wants, error) {
	best := wants{any: true}
	for _, n := range seq {
		to, nd, err := b.node(from, n)
		if err != nil {
			return 0, best, err
		}
		if !nd.any && (best.any || len(nd.lits)+8*len(nd.refs) < len(best.lits)+8*len(best.refs)) {
			best = nd
		}
		from = to
	}
	return from, best, nil
}

func (b *builder) node(from int, n Node) (int, wants, error) {
	switch n := n.(type) {
	case Sequence:
		return b.sequence(from, n)
	case Choice:
		to := b.state()
		var all wants
		for _, alt := range n {
			end, nd, err := b.node(from, alt)
			if err != nil {
				return 0, all, err
			}
			b.eps(end, to)
			all.any = all.any || nd.any
			all.lits = append(all.lits, nd.lits...)
			all.refs = append(all.refs, nd.refs...)
		}
		if all.any {
			all = wants{any: true}
		}
		return to, all, nil
	case Option:
		to, _, err := b.node(from, n.Of)
		if err != nil {
			return 0, wants{}, err
		}
		b.eps(from, to)
		return to, wants{any: true}, nil
	case Gap:
		return b.gap(from, n), wants{any: true}, nil
	case Between:
		for range 3 {
			to := b.edge(from, edge{kind: eFiller})
			b.eps(from, to)
			from = to
		}
		return from, wants{any: true}, nil
	case Edge:
		to := b.state()
		b.states[to].start, b.states[to].end = !n.End, n.End
		b.eps(from, to)
		return to, wants{any: true}, nil
	case Exact:
		id := b.c.vocab.exactly(b.c.env.Fold(n.Text))
		return b.edge(from, edge{kind: eLit, arg: int32(id)}), wants{lits: []int32{int32(id)}}, nil
	case Regexp:
		re, err := frozen.CompileRegexp(n.Source)
		if err != nil {
			return 0, wants{}, &Error{At: n.at, Say: lang.Say("pattern-bad-regexp", err)}
		}
		b.c.regexps = append(b.c.regexps, re)
		return b.edge(from, edge{kind: eRegexp, arg: int32(len(b.c.regexps) - 1)}), wants{any: true}, nil
	case Named:
		return b.named(from, n)
	case Phrase:
		return b.phrase(from, n)
	}
	panic("pattern: unknown node")
}

func (b *builder) gap(from int, n Gap) int {
	if n.Most == 0 {
		to := b.state()
		b.eps(from, to)
		b.back(to, edge{kind: eAny}, to)
		return to
	}
	for range n.Most {
		to := b.edge(from, edge{kind: eAny})
		b.eps(from, to)
		from = to
	}
	return from
}

func (b *builder) named(from int, n Named) (int, wants, error) {
	name := n.Name
	if a, ok := b.c.env.Alias[name]; ok {
		name = a
	}
	cd, err := b.c.cond(n.Tests, n.at)
	if err != nil {
		return 0, wants{}, err
	}
	if k, ok := parseKind(name); ok {
		return b.edge(from, edge{kind: eKind, arg: int32(k), cond: b.c.condID(cd)}), wants{any: true}, nil
	}
	id, ok := b.c.env.Ref(n.Name)
	if !ok {
		known := append(b.c.env.Refs(), kindNames[:]...)
		for a, to := range b.c.env.Alias {
			if _, ok := parseKind(to); ok {
				known = append(known, a)
			}
		}
		sort.Strings(known)
		return 0, wants{}, &Error{At: n.at, Say: lang.Say("pattern-unknown-name", n.Name, near(n.Name, known))}
	}
	return b.edge(from, edge{kind: eRef, arg: int32(id), cond: b.c.condID(cd)}), wants{refs: []int32{int32(id)}}, nil
}

func near(name string, known []string) any {
	if k := strict.Nearest(name, known); k != "" {
		return lang.Say("did-you-mean", k)
	}
	return ""
}

var (
	// rawRegexps are what nobody writes but in a regular expression.
	rawRegexps = frozen.Later(`\[\^?(?:[0-9A-Za-z]-[0-9A-Za-z]|\\)|\\[dwsDWSpb]`)
	// exempt is what is no wording: a regular expression between its slashes, and what is looked for as it stands.
	exempt = frozen.Later(`/(?:[^/\\]|\\.)*/|\x{300e}[^\x{300f}]*\x{300f}`)
)

// blank puts spaces in the place of what is no wording.
func blank(source string) string {
	b := []byte(source)
	for _, at := range exempt.FindAllStringIndex(source, -1) {
		for i := at[0]; i < at[1]; i++ {
			b[i] = ' '
		}
	}
	return string(b)
}

// bare reports a regular expression that stands without its slashes.
func bare(source string) error {
	at := rawRegexps.FindStringIndex(blank(source))
	if at == nil {
		return nil
	}
	return &Error{At: utf8.RuneCountInString(source[:at[0]]), Say: lang.Say("pattern-bare-regexp", strings.TrimSpace(source[at[0]:]))}
}

// phrase compiles words typed as people say them.
func (b *builder) phrase(from int, n Phrase) (int, wants, error) {
	typed := b.c.env.Fold(n.Text)
	ts := b.c.env.Tokenize(typed)
	for len(ts) > 0 && ts[len(ts)-1].POS.IsSymbol() && len(ts) > 1 {
		ts = ts[:len(ts)-1]
	}
	if len(ts) == 0 {
		return 0, wants{}, &Error{At: n.at, Say: lang.Say("pattern-phrase-no-words", n.Text)}
	}
	cd, err := b.c.cond(n.Tests, n.at)
	if err != nil {
		return 0, wants{}, err
	}
	pr, ok := b.c.predicate(ts)
	if !ok {
		id := b.c.vocab.phrase(ts, typed)
		to := b.edge(from, edge{kind: eLit, arg: int32(id)})
		if len(n.Tests) > 0 { // a noun that is asked how it is said: the predicate made of it
			to = b.edge(to, edge{kind: eKind, arg: int32(kEndings), cond: b.c.condID(cd)})
		}
		return to, wants{lits: []int32{int32(id)}}, nil
	}
	cd = pr.cond.and(cd)
	nd := wants{any: true}
	if len(pr.words) > 0 {
		id := b.c.vocab.words(pr.words, "")
		from = b.edge(from, edge{kind: eLit, arg: int32(id)})
		nd = wants{lits: []int32{int32(id)}}
	}
	to := b.state()
	if pr.stem != nil {
		id := b.c.vocab.words(pr.stem, "")
		mid := b.edge(from, edge{kind: eLit, arg: int32(id)})
		first := []int32{int32(id)}
		if len(pr.stem) == 1 && pr.stem[0].base && b.c.env.Respected != nil {
			for _, noun := range b.c.env.Respected(pr.stem[0].text) {
				id := int32(b.c.vocab.exactly(b.c.env.Fold(noun)))
				b.eps(b.edge(from, edge{kind: eLit, arg: id}), mid)
				first = append(first, id)
			}
		}
		if own := cd.require & aspects; b.stems && len(n.Tests) == 0 && own != 0 {
			return b.edge(mid, edge{kind: eKind, arg: int32(kEndings), cond: b.c.condID(cond{require: own})}), wants{lits: first}, nil
		}
		if b.stems && len(n.Tests) == 0 {
			if nd.any {
				nd = wants{lits: first}
			}
			return mid, nd, nil
		}
		b.eps(b.edge(mid, edge{kind: eKind, arg: int32(kEndings), cond: b.c.condID(cd)}), to)
		if nd.any {
			nd = wants{lits: first}
		}
	}
	if pr.light { // できない alone also ends 返金は〜
		b.eps(b.edge(from, edge{kind: eLight, cond: b.c.condID(cd)}), to)
		if len(pr.words) == 0 {
			nd = wants{any: true}
		}
	}
	if len(pr.after) > 0 {
		id := b.c.vocab.words(pr.after, "")
		to = b.edge(to, edge{kind: eLit, arg: int32(id)})
	}
	return to, nd, nil
}

// typed is the predicate at the end of a typed phrase.
type typed struct {
	words   []key // before the predicate
	stem    []key
	after   []key // words that link it to what follows
	cond    cond
	light   bool // a verb that only makes predicates of nouns
	between bool // a particle stands between the noun and the verb: 目にする
}

// aspects are what verbs behind a verb say, which belong to its meaning: 送り直す is not 送る.
var aspects = clause.Of(clause.Aspect, clause.Excess)

// counts are the features that a typed predicate asks for; of the others any will do.
var counts = clause.Of(clause.Potential, clause.Request, clause.Receiving, clause.Causative, clause.Completive,
	clause.Want, clause.Conditional, clause.Expected, clause.Impossible, clause.Obligation) | aspects

func (c *Compiler) predicate(ts []token.Token) (typed, bool) {
	cs := c.env.Parse(ts)
	if len(cs) == 0 {
		return typed{}, false
	}
	last := cs[len(cs)-1]
	if t := ts[len(ts)-1]; t.POS.IsAdjective() && t.Form == token.FormContinuativeTe {
		return typed{}, false // ありがたく: an adverb
	}
	bareNoun := last.Phrase != nil && last.Last == last.Stem
	if bareNoun || last.End < len(ts) && last.Last < len(ts) && last.End != len(ts) {
		return typed{}, false
	}
	var pr typed
	for _, t := range ts[:last.Head] {
		pr.words = append(pr.words, keyOf(t))
	}
	if last.Phrase != nil {
		for i := last.Phrase.First; i < last.Stem; i++ {
			if i == last.Phrase.First && ts[i].POS == token.Prefix && i+1 < last.Stem {
				continue
			}
			pr.stem = append(pr.stem, keyOf(ts[i]))
		}
	} else {
		pr.stem = []key{{text: last.Lemma, base: true}}
	}
	pr.light = last.Phrase == nil && last.LightVerb
	// させて頂く and 申し上げる alone are ways of saying a thing: they are looked for as they are written, in every form.
	manner := last.Features.Any(clause.Of(clause.Humble, clause.Receiving)) && !last.Features.Any(clause.Of(clause.Negative, clause.Potential))
	if end := lastVerb(ts[:last.Last]); pr.light && manner && end >= last.Head {
		pr.light, pr.stem = false, nil
		for _, t := range ts[last.Head : end+1] {
			pr.stem = append(pr.stem, keyOf(t))
		}
	}
	pr.between = last.Phrase != nil && last.Verb > last.Stem
	pr.cond.require = last.Features & counts
	if last.Stem < last.Last && ts[last.Stem].POS.Is("noun.suffix") { // 調査中 is not 調査する
		pr.cond.require |= last.Features & clause.Of(clause.Progressive, clause.Resultative)
	}
	if pr.light {
		pr.cond.require |= last.Features & clause.Of(clause.Honorific)
	}
	if last.Features.Has(clause.Negative) {
		pr.cond.require |= clause.Of(clause.Negative)
	} else {
		pr.cond.forbid |= clause.Of(clause.Negative)
	}
	if last.Link == clause.When {
		pr.cond.require &^= clause.Of(clause.Conditional)
		pr.cond.links |= 1 << clause.When
	} else {
		for _, t := range ts[last.Last:] {
			pr.after = append(pr.after, keyOf(t))
		}
	}
	return pr, true
}

// lastVerb is the index of the last verb among words, or -1.
func lastVerb(ts []token.Token) int {
	for i := len(ts) - 1; i >= 0; i-- {
		if ts[i].POS.IsVerb() {
			return i
		}
	}
	return -1
}

// keyOf is how a word of a phrase is matched: verbs and adjectives by dictionary form, everything else as it stands.
func keyOf(t token.Token) key {
	if t.POS.IsVerb() || t.POS.IsAdjective() && t.Form != token.FormContinuativeTe {
		return key{text: t.Base, base: true}
	}
	return key{text: t.Text}
}

// Need reports which phrases and names a sentence must hold one of; any is true when it need hold none.
func (p *Pattern) Need() (lits, refs []int32, any bool) {
	return of(p.tables.ids, p.need.lits), of(p.tables.ids, p.need.refs), p.need.any
}

// String is the pattern as it was written.
func (p *Pattern) String() string { return strings.TrimSpace(p.Source) }

// Refs are the ids of all names in p.
func (p *Pattern) Refs() (out []int) {
	for _, st := range of(p.tables.states, p.states) {
		for _, e := range of(p.tables.edges, st.edges) {
			if e.kind == eRef {
				out = append(out, int(e.arg))
			}
		}
	}
	for _, t := range p.tail {
		out = append(out, t.Refs()...)
	}
	return out
}

// Alone reports whether p is a name and nothing else, whatever is asked of it.
func (p *Pattern) Alone() bool { return p.alone }

// OneName reports whether p is nothing but a name.
func (p *Pattern) OneName() bool {
	states := of(p.tables.states, p.states)
	if len(states) != 2 || len(p.tail) > 0 {
		return false
	}
	edges := of(p.tables.edges, states[0].edges)
	return len(edges) == 1 && edges[0].kind == eRef && edges[0].cond == 0
}
