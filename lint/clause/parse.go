package clause

import (
	"github.com/yorisoi/yorisoi/lint/token"
)

// Phrase is a noun phrase with the particles behind it.
type Phrase struct {
	First, Last int // tokens [First, Last) of the noun itself
	End         int // behind its particles

	Head  string   // dictionary form of its last word
	Words []string // dictionary forms of its words, without prefixes of respect
	Text  string   // the words joined

	Role  Role
	Topic bool // marked as what the sentence is about
	Also  bool // 〜も
	Only  bool // 〜のみ, 〜だけ
	Or    bool // one of several

	Owner     Owner
	Named     bool // the owner is named, not inferred from a prefix of respect
	Possessed bool // the owner is named by the noun before: お客様の操作
	Honorific bool
	Nominal   bool // こと, の, もの standing for a clause
	Rel       int  // index of the clause that describes it, or -1
}

// Clause is a predicate with what belongs to it.
type Clause struct {
	First int // first token behind the clause before
	Head  int // first token of the predicate
	Stem  int // behind its words of meaning: of 返金はできません behind 返金
	Verb  int // where the verb begins that makes a predicate of a noun; Stem if there is none
	Last  int // behind its endings
	End   int // behind the words that link it to what follows

	Lemma    string // dictionary form of what is predicated: of 返金いたしかねます it is 返金
	Phrase   *Phrase
	Features Set
	Scope    Set // features of the clauses it is part of
	Link     Link
	LinkText string
	Main     bool // part of no other clause

	Agent Owner
	Named bool // the agent is named in this clause

	Args    []Phrase
	Topics  []Phrase // of clauses before, that reach over this one
	Adverbs []int    // tokens

	LightVerb bool // the predicate is itself a verb that makes predicates of nouns

	either  bool // its form is that of the passive and of the potential
	passive bool // the clause it goes on from has a subject to which things are done
	denied  bool // the last negation denies a statement
}

// Parser analyses sentences. It may be used by several goroutines at once.
type Parser struct{ g *Grammar }

// NewParser makes a parser that knows g.
func NewParser(g *Grammar) *Parser { return &Parser{g} }

// Parse finds the clauses of a sentence, in order. What stands in brackets is left out.
func (p *Parser) Parse(ts []token.Token) []Clause {
	seen := visible(ts)
	q := &parsing{g: p.g, ts: make([]token.Token, len(seen)), rel: -1}
	for i, k := range seen {
		q.ts[i] = ts[k]
	}
	q.run()
	q.scopes()
	for i := range q.out {
		q.out[i].renumber(seen, len(ts))
	}
	return q.out
}

// visible lists the tokens outside brackets; all, if brackets hold the whole sentence.
func visible(ts []token.Token) []int {
	out := make([]int, 0, len(ts))
	depth := 0
	for i, t := range ts {
		switch {
		case t.POS == token.SymbolOpen:
			if closes(ts, i) {
				depth++
			}
			continue
		case t.POS == token.SymbolClose && depth > 0:
			depth--
			continue
		}
		if depth == 0 {
			out = append(out, i)
		}
	}
	if len(out) == 0 || len(out) == 1 && ts[out[0]].POS.IsSymbol() {
		out = out[:0]
		for i := range ts {
			out = append(out, i)
		}
	}
	return out
}

func closes(ts []token.Token, i int) bool {
	depth := 0
	for ; i < len(ts); i++ {
		switch ts[i].POS {
		case token.SymbolOpen:
			depth++
		case token.SymbolClose:
			if depth--; depth == 0 {
				return true
			}
		}
	}
	return false
}

// renumber turns indices of visible tokens into indices of the sentence's.
func (c *Clause) renumber(seen []int, n int) {
	first := func(i int) int {
		if i < len(seen) {
			return seen[i]
		}
		return n
	}
	behind := func(i int) int {
		if i == 0 {
			return 0
		}
		return seen[i-1] + 1
	}
	verb := c.Verb > c.Stem
	c.First, c.Head, c.Stem, c.Verb = first(c.First), first(c.Head), behind(c.Stem), first(c.Verb)
	if !verb {
		c.Verb = c.Stem
	}
	c.Last, c.End = behind(c.Last), behind(c.End)
	fix := func(ps []Phrase) {
		for i := range ps {
			ps[i].First, ps[i].Last, ps[i].End = first(ps[i].First), behind(ps[i].Last), behind(ps[i].End)
		}
	}
	fix(c.Args)
	c.Topics = append([]Phrase(nil), c.Topics...) // shared with the clause they came from
	for i := range c.Adverbs {
		c.Adverbs[i] = first(c.Adverbs[i])
	}
	if c.Phrase != nil {
		one := []Phrase{*c.Phrase}
		fix(one)
		c.Phrase = &one[0]
	}
}

// parsing is one run over the visible tokens of a sentence.
type parsing struct {
	g   *Grammar
	ts  []token.Token
	i   int
	out []Clause

	start   int
	args    []Phrase
	topics  []Phrase
	adverbs []int
	rel     int // clause that describes the next noun, or -1
	chained bool

	possessor      Owner // of the next noun, from "X の"
	possessorNamed bool
}

var none = token.Token{POS: token.SymbolPeriod}

func (q *parsing) at(i int) token.Token {
	if i >= 0 && i < len(q.ts) {
		return q.ts[i]
	}
	return none
}

func (q *parsing) atEnd(i int) bool {
	t := q.at(i)
	return i >= len(q.ts) || t.POS == token.SymbolPeriod || t.POS == token.Symbol
}

func (q *parsing) run() {
	for q.i < len(q.ts) {
		t := q.at(q.i)
		switch {
		case q.startsPhrase(q.i):
			q.phraseOrPredicate()
		case t.POS == token.Conjunction:
			if k, _, ok := q.addedAt(q.i); ok && k == "or" && len(q.args) > 0 {
				q.args[len(q.args)-1].Or = true
			}
			q.adverbs = append(q.adverbs, q.i)
			q.i++
		case t.POS == token.Adverb || t.POS == token.Adnominal || t.POS == token.Interjection:
			q.adverbs = append(q.adverbs, q.i)
			q.i++
		case t.POS == token.Adjective && t.Form == token.FormContinuativeTe && q.adverbial(q.i):
			q.adverbs = append(q.adverbs, q.i)
			q.i++
		case t.POS.IsVerb() || t.POS.IsAdjective() || t.POS == token.NounDependent || t.POS == token.NounDependentAdverbial || t.POS == token.NounDependentStem:
			q.predicateOrNominal()
		case t.POS == token.Auxiliary && q.isBe(t):
			q.predicate()
		default:
			if t.POS.IsSymbol() {
				q.possessor = Nobody
			}
			q.i++
		}
	}
	q.rest()
}

// isBe reports whether t is the auxiliary of existence or absence, standing alone.
func (q *parsing) isBe(t token.Token) bool {
	_, ok := q.g.same[t.Base]
	return ok || t.Base == q.g.absent
}

// adverbial reports whether the adjective at i describes the verb behind it.
func (q *parsing) adverbial(i int) bool {
	n := q.at(i + 1)
	_, _, tail := q.g.tail.longest(q.ts, i+1, nil)
	if n.POS == token.SymbolComma && q.said() { // 変更は難しく、
		return false
	}
	return !tail && !q.thinksAt(i+1) && (n.POS == token.Verb || n.POS.IsNoun() || n.POS == token.Prefix || n.POS == token.SymbolComma)
}

// said reports whether the clause so far names something of which its predicate says how it is.
func (q *parsing) said() bool {
	for i := range q.args {
		if a := &q.args[i]; (a.Role == Subject || a.Role == Topic) && a.Owner == Nobody {
			return true
		}
	}
	return false
}

// startsPhrase reports whether a noun phrase begins at i.
func (q *parsing) startsPhrase(i int) bool {
	t := q.at(i)
	switch {
	case t.POS == token.Prefix || t.POS == token.PrefixNumber:
		n := q.at(i + 1)
		return n.POS.IsNoun() || n.POS == token.Prefix || n.POS == token.Verb && n.Form == token.FormContinuative
	case t.POS == token.NounDependent || t.POS == token.NounDependentAdverbial || t.POS == token.NounDependentStem:
		return false
	case t.POS.IsNoun():
		return true
	case t.POS == token.Verb && t.Form == token.FormAttributiveContracted:
		return q.at(i + 1).POS.IsNoun()
	case t.POS == token.Verb && t.Form == token.FormContinuative && len(t.Text) > 3:
		return q.nounLike(i)
	case t.POS == token.Adverb:
		return q.stated(i)
	}
	return false
}

// stated reports whether the adverb at i is what a clause says: 胸がいっぱいです.
func (q *parsing) stated(i int) bool {
	n := q.at(i + 1)
	return n.POS == token.Auxiliary && q.g.copula[n.Base]
}

// nounLike reports whether the verb stem at i is used as a noun: 入れ忘れが, お間違えの.
func (q *parsing) nounLike(i int) bool {
	k := i + 1
	if q.excess(k) { // 入れすぎ
		k++
		if q.atEnd(k) || q.at(k).POS == token.Auxiliary {
			return true
		}
	}
	switch n := q.at(k); n.POS {
	case token.Noun, token.NounVerbal, token.NounNai: // 数え間違い; but 〜を調べ結果を
		return k == i+1 && len(q.at(i).Text) > 3 && (len(q.args) == 0 || q.args[len(q.args)-1].Role == Possessor)
	case token.NounSuffix, token.NounSuffixAdverbial:
		return true
	case token.Auxiliary: // 出し忘れです
		return q.g.copula[n.Base]
	case token.ParticleCase, token.ParticleAdnominal, token.ParticleCompound:
		r, end, ok := q.g.cases.longest(q.ts, k, nil)
		if !ok {
			return false
		}
		if q.g.caseRules[r] == Dative { // 〜に行く, 〜になる are not
			return !q.at(end).POS.IsVerb()
		}
		return true
	}
	return false
}

// caseOK tells a particle made of a verb from the verb itself: 〜に限り, 〜に限ります.
func (q *parsing) caseOK(_, end int) bool {
	return !q.at(end-1).POS.IsVerb() || q.at(end).POS != token.Auxiliary
}

// excess reports whether the stem of 〜すぎる stands at i.
func (q *parsing) excess(i int) bool {
	r, _, ok := q.g.tail.longest(q.ts, i, nil)
	return ok && q.at(i).Form == token.FormContinuative && q.g.tailRules[r].set.Has(Excess)
}

// phrase reads the noun phrase that begins at i.
func (q *parsing) phrase(i int) (Phrase, int) {
	p := Phrase{First: i, Rel: -1}
	j := i
	for {
		t := q.at(j)
		inside := len(p.Words) > 0
		if t.POS == token.Prefix && q.g.honorific[t.Text] {
			n := q.at(j + 1)
			if inside || !n.POS.IsNoun() && n.POS != token.Verb {
				break
			}
			p.Honorific = true
			j++
			continue
		}
		if t.POS == token.Prefix || t.POS == token.PrefixNumber || t.POS == token.Verb && t.Form == token.FormAttributiveContracted {
			n := q.at(j + 1)
			if !n.POS.IsNoun() {
				break
			}
			p.Words = append(p.Words, t.Text+n.Base)
			p.Text += t.Text + n.Text
			j += 2
			continue
		}
		verbStem := t.POS == token.Verb && t.Form == token.FormContinuative && (p.Honorific && !inside || q.nounLike(j))
		if t.POS == token.Adverb && !inside && q.stated(j) {
			p.Words, p.Text = append(p.Words, t.Base), t.Text
			j++
			break
		}
		if !verbStem && (!t.POS.IsNoun() || t.POS == token.NounDependent || t.POS == token.NounDependentStem || t.POS == token.NounDependentAdverbial) {
			break
		}
		if inside && (t.POS == token.NounAdverbial || q.at(j-1).POS == token.NounAdverbial && q.honorificWord(t)) { // 昨日お送りした
			break
		}
		base := t.Base
		if !t.POS.IsNoun() && !p.Honorific { // 入れ忘れ is a noun of its own
			base = t.Text
		}
		p.Words = append(p.Words, base)
		p.Text += t.Text
		j++
		if d := q.at(j); verbStem && q.excess(j) {
			p.Words = append(p.Words, d.Text)
			p.Text += d.Text
			j++
		}
		if verbStem && !q.at(j).POS.IsNoun() {
			break
		}
	}
	if len(p.Words) > 0 {
		p.Head = p.Words[len(p.Words)-1]
	}
	p.Last, p.End = j, j
	if !p.Honorific {
		p.Honorific = q.honorificWord(q.at(i))
	}
	p.Owner, p.Named = q.owner(&p)
	return p, j
}

// honorificWord reports whether the dictionary holds a word together with its prefix of respect: お問い合わせ.
func (q *parsing) honorificWord(t token.Token) bool {
	for h := range q.g.honorific {
		if len(t.Text) > len(h)+2 && t.Text[:len(h)] == h && t.POS != token.NounPronoun {
			return true
		}
	}
	return false
}

// particles reads what follows a noun.
func (q *parsing) particles(p *Phrase, j int) int {
	if q.at(j).POS == token.SymbolComma && q.at(j+1).POS == token.ParticleAdnominal {
		j++
	}
	for {
		t := q.at(j)
		if !t.POS.IsParticle() || t.POS == token.ParticleConjunctive || t.POS == token.ParticleFinal {
			if t.POS != token.Conjunction || !q.orWord(j) {
				break
			}
		}
		if r, end, ok := q.g.cases.longest(q.ts, j, q.caseOK); ok {
			role := q.g.caseRules[r]
			if role == Topic {
				p.Topic = true
			}
			if role != Topic || p.Role == Bare {
				p.Role = role
			}
			j = end
			continue
		}
		if kind, end, ok := q.addedAt(j); ok {
			if _, _, indefinite := q.g.cases.longest(q.ts, end, nil); kind == "or" && indefinite && q.indefinite(j-1) { // どなたかが
				j = end
				continue
			}
			if t.POS == token.ParticleQuestion && !q.startsPhrase(end) {
				break
			}
			switch kind {
			case "also":
				p.Also = true
			case "only":
				p.Only = true
			case "or":
				p.Or = true
			}
			j = end
			continue
		}
		break
	}
	p.End = j
	return j
}

// indefinite reports whether か behind the word at i makes it somebody or something.
func (q *parsing) indefinite(i int) bool { return q.g.asking[q.at(i).Base] }

func (q *parsing) orWord(i int) bool {
	k, _, ok := q.addedAt(i)
	return ok && k == "or"
}

func (q *parsing) addedAt(i int) (kind string, end int, ok bool) {
	r, end, ok := q.g.added.longest(q.ts, i, nil)
	if !ok {
		return "", i, false
	}
	return q.g.addedKind[r], end, true
}

// phraseOrPredicate reads a noun phrase and decides whether it is an argument or, with what follows, a predicate.
func (q *parsing) phraseOrPredicate() {
	p, j := q.phrase(q.i)
	if j == q.i || len(p.Words) == 0 {
		q.i++
		return
	}
	if q.possessor != Nobody && (p.Owner == Nobody || p.Owner == Customer && !p.Named) {
		p.Owner, p.Named, p.Possessed = q.possessor, q.possessorNamed, true
	}
	if q.possessor == Third && p.Owner == Customer { // 隣室のお客様
		p.Owner, p.Possessed = Third, true
	}
	if q.possessor == Customer && p.Owner == Us && hasSuffix(p.Text, q.g.custSuffix) { // 貴社の担当者様
		p.Owner = Customer
	}
	if q.rel >= 0 && p.Owner == Nobody && q.out[q.rel].Agent == Us && q.out[q.rel].Named { // 弊社が行った更新
		p.Owner, p.Named, p.Possessed = Us, true, true
	}
	switch {
	case p.Owner != Nobody || len(p.Words) != 1:
	case q.g.staff[p.Head]: // 作業の者
		p.Owner, p.Named = Us, true
	case q.rel >= 0 && q.g.somebody[p.Head]: // 先に借りた人
		p.Owner, p.Named = Third, true
	}
	p.Rel, q.rel = q.rel, -1
	if q.nounPredicate(p, j) {
		return
	}
	end := q.particles(&p, j)
	q.possessor = Nobody
	if (p.Role == Possessor || p.Role == Due) && !p.Topic {
		q.possess(&p)
	}
	q.args = append(q.args, p)
	q.i = max(end, q.i+1)
}

// possess makes the owner of p that of the noun behind it.
func (q *parsing) possess(p *Phrase) {
	q.possessor, q.possessorNamed = p.Owner, p.Named
}

// begins is the first token of what c itself says: its nouns, but not what the sentence is about.
func (c *Clause) begins() int {
	first := c.Head
	for i := range c.Args {
		if a := &c.Args[i]; !(a.Topic && a.Role == Topic) {
			first = min(first, a.First)
		}
	}
	return first
}

// nounPredicate reads a predicate made of the noun phrase p that ends before j, if it is one.
func (q *parsing) nounPredicate(p Phrase, j int) bool {
	if q.at(j).Base == q.g.absent {
		return false // 申し訳ない: what there is none of
	}
	c := Clause{First: q.start, Head: p.First, Stem: p.Last, Verb: p.Last, Lemma: q.lemma(p.Head), Phrase: &p}
	if p.Honorific {
		c.Features |= Of(Stem)
	}
	if end, ok := q.lightVerb(&p, j, &c); ok {
		c.Features |= q.g.voice[p.Head] // 拝見する
		q.finish(c, end)
		return true
	}
	t, last := q.at(j), q.at(p.Last-1)
	c.Features |= Of(NounPredicate) | q.g.voice[p.Head]
	if p.Honorific && last.POS == token.Verb && t.POS == token.Auxiliary && q.g.copula[t.Base] { // お読みです
		c.Features |= Of(Honorific)
	}
	if s, ok := q.g.suffixes[p.Head]; ok && len(p.Words) > 1 {
		c.Lemma = q.lemma(p.Words[len(p.Words)-2])
		c.Features |= s
		c.Stem = p.Last - 1
	}
	rule, _, tail := q.g.tail.longest(q.ts, j, q.tailOK(j))
	switch {
	case tail && (t.POS == token.Auxiliary || q.g.tailRules[rule].set.Has(Copula)):
	case t.POS == token.Auxiliary && q.copulaTe(j):
	case q.becomes(j):
		_, end, _ := q.g.become.longest(q.ts, j, nil)
		switch q.at(end - 1).Text {
		case q.at(j).Text: // a single word such as らしい: read as an ending
			end = j
		}
		if q.thinksAt(end) || q.at(j).POS == token.ParticleQuestion {
			end = j
		}
		c.Features |= Of(Change)
		if end == j {
			c.Features &^= Of(Change)
		}
		q.finish(c, end)
		return true
	case q.thinksAt(j):
	case tail && q.wrappedAt(j):
	case t.POS == token.ParticleAdnominal && q.linksAt(j+1):
		q.finishLinked(c, j, j+1)
		return true
	case q.linksAt(j) && t.POS != token.ParticleCase && t.POS != token.ParticleQuote && t.POS != token.ParticleConjunctive && t.POS != token.ParticleAdverbial:
	case q.reportsAt(j):
	case t.POS == token.ParticleQuestion && q.atEnd(j+1):
	case q.atEnd(j):
	default:
		return false
	}
	q.finish(c, j)
	return true
}

// copulaTe reports whether the copula in its linking form stands at j: 原因で、.
func (q *parsing) copulaTe(j int) bool {
	t := q.at(j)
	return t.Form == token.FormContinuative && t.POS == token.Auxiliary && !q.isBe(t)
}

func (q *parsing) becomes(j int) bool {
	_, _, ok := q.g.become.longest(q.ts, j, nil)
	return ok
}

// wrappedAt: a noun such as 状況 with its copula stands at j.
func (q *parsing) wrappedAt(j int) bool {
	r, _, ok := q.g.tail.longest(q.ts, j, q.tailOK(j))
	return ok && q.g.tailRules[r].set.Any(Of(Wrapped, Expected, Necessity, Possible, Plan))
}

func (q *parsing) linksAt(j int) bool {
	_, _, ok := q.g.links.longest(q.ts, j, nil)
	return ok
}

// reportsAt: との and what is told stand at j.
func (q *parsing) reportsAt(j int) bool {
	r, end, ok := q.g.links.longest(q.ts, j, nil)
	return ok && q.g.linkRules[r] == Quote && (end > j+1 || q.at(j).POS == token.ParticleAdnominal)
}

// lightVerb reads a verb that only makes a predicate of the noun before it, and the particle between them.
func (q *parsing) lightVerb(p *Phrase, j int, c *Clause) (end int, ok bool) {
	k := j
	for n := 0; n < 2 && q.g.between[q.at(k).Text]; n++ {
		k++
	}
	r, end, ok := -1, j, false
	between := false
	verb := j
	for m := k; m >= j && !ok; m-- { // に belongs to なる, の to ほど
		verb = m
		r, end, ok = q.g.light.longest(q.ts, m, func(r, _ int) bool { return !q.g.lightRules[r].honorificOnly || p.Honorific })
		if ok {
			between = m > j
		}
	}
	if !ok {
		return j, false
	}
	last := q.at(p.Last - 1)
	verbal := last.POS == token.NounVerbal || last.POS == token.NounSuffixVerbal || last.POS == token.Verb || last.POS == token.NounVerblike || p.Honorific
	if between && (!verbal || p.Named && p.Owner != Nobody && len(p.Words) == 1) {
		return j, false
	}
	if !between && !verbal && (q.at(j).POS.IsNoun() || last.POS == token.NounAdverbial) { // 今やる
		return j, false
	}
	c.Verb = verb
	c.Features |= q.g.lightRules[r].set
	if p.Honorific && !q.g.lightRules[r].set.Any(Of(Honorific, Receiving, Request)) && !q.receivesAt(end) && !between && q.at(end).POS != token.VerbSuffix && q.at(j).Base != "" && !q.g.lightRules[r].set.Has(Potential) {
		c.Features |= Of(Humble) // お〜する
	}
	q.mood(c, end)
	return end, true
}

// receivesAt reports whether the endings at j say that the deed is done for us, so that it is not ours: ご用意していただく.
func (q *parsing) receivesAt(j int) bool {
	r, _, ok := q.g.tail.longest(q.ts, j, q.tailOK(j))
	return ok && q.g.tailRules[r].set.Has(Receiving)
}

// predicateOrNominal reads a verb or adjective, or a noun that stands for the clause before it.
func (q *parsing) predicateOrNominal() {
	t := q.at(q.i)
	if !t.POS.IsNoun() {
		q.predicate()
		return
	}
	if t.POS == token.NounDependentStem && q.rel < 0 && q.at(q.i-1).POS == token.Adnominal { // そのような
		q.i++
		if q.at(q.i).POS == token.Auxiliary || q.at(q.i).POS.IsParticle() {
			q.i++
		}
		return
	}
	p := Phrase{First: q.i, Last: q.i + 1, Head: t.Base, Words: []string{t.Base}, Text: t.Text, Rel: q.rel, Nominal: q.rel >= 0}
	switch {
	case q.rel >= 0:
		c := &q.out[q.rel]
		p.First = c.begins()
		p.Owner, p.Named = c.Agent, c.Named
		if q.g.somebody[t.Base] && c.Agent == Nobody { // 先に借りた方
			p.Owner, p.Named, p.Nominal = Third, true, false
		}
	case q.possessor != Nobody: // お客様のほう
		p.Owner, p.Named, p.Possessed = q.possessor, q.possessorNamed, true
	case q.g.staff[t.Base]: // 作業の者
		p.Owner, p.Named = Us, true
	}
	q.rel, q.possessor = -1, Nobody
	head := q.i
	if q.nounPredicate(p, q.i+1) {
		q.out[len(q.out)-1].Head = head
		q.out[len(q.out)-1].Phrase.First = p.First
		return
	}
	end := q.particles(&p, q.i+1)
	q.args = append(q.args, p)
	q.i = end
}

// predicate reads a verb, an adjective or the verb of existence.
func (q *parsing) predicate() {
	t := q.at(q.i)
	c := Clause{First: q.start, Head: q.i}
	j := q.i + 1
	base := t.Base
	for q.at(j-1).Form == token.FormContinuative && t.POS == token.Verb && q.compounds(j) {
		base = q.at(j-1).Text + q.at(j).Base
		if j-q.i > 1 {
			base = q.at(j).Base
		}
		t = q.at(j)
		j++
	}
	c.Lemma = q.lemma(base)
	c.Stem, c.Verb = j, j
	if t.POS.IsAdjective() {
		c.Features |= Of(AdjectivePredicate)
	}
	if p, ok := q.g.potential[base]; ok {
		c.Lemma = q.lemma(p)
		c.Features |= Of(Potential) | q.g.voice[p]
	}
	q.ownFeatures(&c)
	q.mood(&c, j)
	if c.Lemma == q.g.absent && t.POS != token.Verb {
		c.Lemma = q.g.exist
		c.Features ^= Of(Negative)
	}
	q.finish(c, j)
}

// conditionalAt reports whether the particle of the conditional form stands at j.
func (q *parsing) conditionalAt(j int) bool {
	r, _, ok := q.g.links.longest(q.ts, j, nil)
	return ok && q.g.linkRules[r] == When
}

// compounds reports whether the verb at j makes one word with the verb stem before it.
func (q *parsing) compounds(j int) bool {
	t := q.at(j)
	if t.POS != token.Verb && t.POS != token.VerbDependent {
		return false
	}
	if _, _, tail := q.g.tail.longest(q.ts, j, nil); tail {
		return false
	}
	if q.lightAt(j) {
		return false
	}
	_, same := q.g.same[t.Base]
	return !same
}

// ownFeatures sets what the verb itself says of who acts.
func (q *parsing) ownFeatures(c *Clause) {
	c.Features |= q.g.voice[q.at(c.Head).Base]
	if r, _, ok := q.g.light.longest(q.ts, c.Head, nil); ok {
		c.Features |= q.g.lightRules[r].set
		c.LightVerb = !q.g.lightRules[r].own
	}
}

// mood reads the form of the verb that ends before j: an order, or, where the dictionary takes the potential of a verb
// for one of its other forms (承れません), the potential.
func (q *parsing) mood(c *Clause, j int) {
	t := q.at(j - 1)
	if t.Form != token.FormConditional && t.Form != token.FormImperative {
		return
	}
	goesOn := q.at(j).POS == token.Auxiliary || q.at(j).POS == token.ParticleConjunctive || q.at(j).Base == q.g.absent
	switch {
	case goesOn && q.at(j).Form != token.FormImperative && !q.conditionalAt(j):
		c.Features |= Of(Potential)
	case t.Form == token.FormImperative:
		c.Features |= Of(Request)
	}
}

// lemma is the one dictionary form for words that are the same here.
func (q *parsing) lemma(w string) string {
	if s, ok := q.g.same[w]; ok {
		return s
	}
	return w
}

// tailOK gives the check of the conditions of an ending that begins at token from.
func (q *parsing) tailOK(from int) func(rule, end int) bool {
	return func(rule, end int) bool {
		r := q.g.tailRules[rule]
		return (!r.atEnd || q.atEnd(end)) &&
			(r.unlessBefore == "" || q.at(end-1).Text != r.unlessBefore) &&
			(r.after == "" || q.at(from-1).POS.Is(r.after))
	}
}

// endings reads what follows the predicate of c at j: negation, politeness, aspect, hedges.
func (q *parsing) endings(c *Clause, j int) int {
	skip, stated := false, false // stated: the predicate has been made a statement (copula, 〜のだ) that may now be denied
	for {
		if k, asked, ok := q.thought(j); ok {
			c.Features |= Of(Hedge)
			if asked && c.denied { // 〜のではないかと存じます asserts it
				c.ask()
			}
			j = k
			continue
		}
		rule, end, ok := q.g.tail.longest(q.ts, j, q.tailOK(j))
		if !ok {
			return j
		}
		r := q.g.tailRules[rule]
		if r.set.Any(Of(Change)) && !r.flip && c.Features.Has(Copula) {
			return j
		}
		if r.flip {
			if skip {
				skip = false
			} else {
				c.Features ^= Of(Negative)
				c.Features &^= Of(General)
				c.denied = stated || r.set.Any(Of(Copula, Explain))
				if c.denied && !c.Features.Has(Negative) { // 足りなかったのではありません
					c.Features |= Of(Denied)
				}
			}
		}
		stated = stated || r.set.Any(Of(Copula, Explain))
		c.either = c.either || r.set.Has(Passive) && r.set.Has(Potential)
		c.Features |= r.set
		skip = skip || r.skipNegative
		j = end
		if last := q.at(j - 1); last.Form == token.FormConditional {
			c.Features |= Of(Conditional)
			return j
		}
	}
}

// thinksAt reports whether a verb of thinking follows at j.
func (q *parsing) thinksAt(j int) bool {
	_, _, ok := q.thought(j)
	return ok
}

// thought reads と思われる, かと存じる and the like at j, up to the verb of thinking; asked reports whether か stands in it.
func (q *parsing) thought(j int) (k int, asked, ok bool) {
	k = j
	if q.at(k-1).Form == token.FormContinuativeTe && (q.g.think[q.at(k).Base] || q.g.think[q.lemma(q.at(k).Base)]) {
		return k + 1, false, true // 心苦しく存じます
	}
	if q.g.inference[q.at(k).Text] && q.at(k).POS == token.NounDependent {
		k++
	}
	asked = q.at(k).POS == token.ParticleQuestion
	if asked {
		k++
	}
	if !q.at(k).POS.IsParticle() || q.at(k).Text != q.g.quote {
		return j, false, false
	}
	k++
	if asked && q.atEnd(k) {
		return k, asked, true
	}
	for q.at(k).POS == token.ParticleBinding || q.at(k).POS == token.ParticleAdverbial {
		k++
	}
	prefixed := q.at(k).POS == token.Prefix
	if prefixed {
		k++
	}
	t := q.at(k)
	if !q.g.think[t.Base] && !q.g.think[q.lemma(t.Base)] {
		return j, false, false
	}
	k++
	if _, end, ok := q.g.light.longest(q.ts, k, nil); ok && (prefixed || t.POS.IsNoun()) {
		k = end
	}
	if q.at(k).POS == token.VerbSuffix { // it is thought
		k++
	}
	return k, asked, true
}

// finish reads endings and link of c from j and adds it.
func (q *parsing) finish(c Clause, j int) {
	j = q.endings(&c, j)
	q.finishLinked(c, j, j)
}

// finishLinked adds c, whose predicate ends before last and whose link is at j.
func (q *parsing) finishLinked(c Clause, last, j int) {
	c.Last = last
	c.Args, c.Adverbs, c.Topics = q.args, q.adverbs, q.topics
	end := q.link(&c, j)
	c.End = end
	outer := q.outer(&c)
	c.passive = q.chained
	if q.respects(&c) {
		c.Features |= Of(Honorific)
	}
	c.Agent, c.Named = q.agent(&c)
	q.chained = c.Link == And && (c.passive || c.subject())
	q.out = append(q.out, c)
	q.topics = carried(q.topics, c.Args, c.Link == Because)
	q.args, q.adverbs = outer, nil
	q.possessor = Nobody
	q.rel = -1
	if c.Link == Relative || c.Link == Nominal {
		q.rel = len(q.out) - 1
	}
	q.start = end
	q.i = max(end, q.i+1)
}

// outer takes from a clause that describes a noun what belongs to the predicate behind that noun: what it is about, of two
// subjects the first, and a clause set off by a comma: 置かれたことが、味の変わった理由です.
func (q *parsing) outer(c *Clause) []Phrase {
	if c.Link != Relative && c.Link != Nominal {
		return nil
	}
	cut, subject := 0, -1
	for i := range c.Args {
		a := &c.Args[i]
		comma := q.at(a.End).POS == token.SymbolComma
		switch {
		case a.Role == Topic && a.Topic && comma:
			cut = i + 1
		case a.Role == Subject && subject >= 0:
			cut = max(cut, subject+1)
		}
		if a.Role == Subject {
			subject = i
			if a.Nominal && comma {
				cut = i + 1
			}
		}
	}
	out := c.Args[:cut:cut]
	c.Args = c.Args[cut:]
	return out
}

// subject reports whether c has a subject that names nobody in particular.
func (c *Clause) subject() bool {
	for i := range c.Args {
		if a := &c.Args[i]; a.Role == Subject && a.Owner == Nobody {
			return true
		}
	}
	return false
}

// link reads how c hangs on what follows.
func (q *parsing) link(c *Clause, j int) int {
	t := q.at(j)
	if c.Features.Has(Conditional) {
		c.Link = When
		if q.conditionalAt(j) {
			_, end, _ := q.g.links.longest(q.ts, j, nil)
			return end
		}
		return j
	}
	if t.POS == token.ParticleQuestion || t.POS == token.ParticleFinal {
		k := j
		for q.at(k).POS == token.ParticleQuestion || q.at(k).POS == token.ParticleFinal {
			if q.at(k).POS == token.ParticleQuestion {
				c.ask()
			}
			k++
		}
		if q.atEnd(k) || q.at(k).POS == token.SymbolComma {
			c.Features |= Of(Final)
			return k
		}
	}
	if q.atEnd(j) {
		c.Features |= Of(Final)
		if t.Text == "?" {
			c.ask()
		}
		return j
	}
	if rule, end, ok := q.g.links.longest(q.ts, j, nil); ok {
		l := q.g.linkRules[rule]
		c.Link = l
		c.LinkText = q.text(j, end)
		switch l {
		case Because:
			if e := q.becauseFinal(c, j, end); e > end {
				return e
			}
		case Quote:
			if l == Quote {
				c.Features |= Of(Report)
			}
		case When:
			if t.POS == token.ParticleCase || t.POS == token.ParticleQuote {
				c.Link = Quote
			}
		}
		return end
	}
	if t.Text == q.g.quote && (t.POS == token.ParticleQuote || t.POS == token.ParticleCase) {
		return q.quoted(c, j)
	}
	if t.POS == token.ParticleCompound && q.at(j+1).POS != token.SymbolPeriod && t.Base != "" {
		if said := q.at(j + 1); true {
			c.Link = Quote
			if q.g.said[said.Base] || said.POS == token.Prefix && q.g.said[q.at(j+2).Base] {
				c.Features |= Of(Report)
			}
			return j + 1
		}
	}
	switch {
	case t.POS == token.ParticleQuestion:
		c.Link = Whether
		return j + 1
	case t.POS == token.ParticleConjunctive:
		c.Link = And
		return j + 1
	case t.POS == token.NounDependent || t.POS == token.NounDependentStem:
		c.Link = Nominal
		return j
	case q.continues(j - 1):
		c.Link = And
		return j
	case t.POS.IsNoun() || t.POS == token.Prefix || t.POS == token.PrefixNumber || t.POS == token.Adnominal:
		c.Link = Relative
		if t.POS == token.NounDependentAdverbial {
			c.Link = Nominal
		}
		return j
	}
	c.Link = And
	return j
}

// continues reports whether the word at i is in a form that only goes on to the next clause.
func (q *parsing) continues(i int) bool {
	switch q.at(i).Form {
	case token.FormContinuative, token.FormContinuativeTe:
		return true
	}
	return false
}

// ask makes c a question; but one that denies a statement asserts it: 〜のではないでしょうか.
func (c *Clause) ask() {
	if c.denied {
		c.Features ^= Of(Negative)
		c.Features |= Of(Tag)
		c.Features &^= Of(Denied)
		c.denied = false
		return
	}
	if !c.Features.Has(Tag) {
		c.Features |= Of(Question)
	}
}

// becauseFinal reads a reason that itself ends the sentence, 〜ためです, and gives the index behind it, or end.
func (q *parsing) becauseFinal(c *Clause, j, end int) int {
	if q.atEnd(end) {
		c.Features |= Of(Final)
		return end
	}
	before := c.Features
	probe := Clause{Features: c.Features}
	k := q.endings(&probe, end)
	if k == end || !(probe.Features.Any(Of(Copula, Polite, Hedge, Question)) && (q.atEnd(k) || q.at(k).POS == token.ParticleQuestion || q.at(k).POS == token.ParticleConjunctive || q.at(k).POS == token.ParticleFinal || q.at(k).POS == token.SymbolComma)) {
		return end
	}
	// The negation behind the reason denies the reason, not what the reason says.
	c.Features |= Of(Final) | probe.Features&^Of(Negative)
	if before.Has(Negative) != probe.Features.Has(Negative) {
		c.Features |= Of(Denied)
	}
	if q.at(k).POS == token.ParticleQuestion {
		if c.Features.Has(Denied) { // 〜したからではないでしょうか asserts it
			c.Features &^= Of(Denied)
			c.Features |= Of(Tag)
		}
		c.ask()
		k++
	}
	c.Last = k
	return k
}

// respects reports whether c is a deed of somebody respected, told by a noun: 人数を少なくお入れです.
func (q *parsing) respects(c *Clause) bool {
	p := c.Phrase
	return p != nil && p.Honorific && c.Features.Any(Of(Copula, NounPredicate, Change)) && c.Verb == c.Stem && !q.g.neutral[p.Text] &&
		(q.at(p.Last-1).POS == token.Verb || q.at(p.Last-1).POS == token.NounVerbal)
}

// lightAt reports whether a verb at i says nothing by itself: 〜とする.
func (q *parsing) lightAt(i int) bool {
	_, _, ok := q.g.light.longest(q.ts, i, nil)
	return ok
}

// quoted reads と behind a clause: what is said or thought, or a condition after a negation.
func (q *parsing) quoted(c *Clause, j int) int {
	n := q.at(j + 1)
	said := q.g.say[n.Base] || n.POS == token.Prefix && q.g.say[q.at(j+2).Base] || n.POS == token.ParticleAdnominal
	c.Link = Quote
	switch {
	case said:
		c.Features |= Of(Report)
	case c.Features.Has(Negative), c.Features.Has(Polite) && n.POS != token.Prefix && !n.POS.IsParticle():
		c.Link = When
	case n.POS == token.Verb && q.at(j-1).Form == token.FormBase && !q.g.think[q.lemma(n.Base)] && !q.lightAt(j+1): // 回すと開きます
		c.Link = When
	}
	return j + 1
}

func (q *parsing) text(i, j int) string {
	s := ""
	for ; i < j; i++ {
		s += q.at(i).Text
	}
	return s
}

// rest makes a predicate of a noun that ends the sentence without one.
func (q *parsing) rest() {
	n := len(q.args)
	if n == 0 {
		return
	}
	p := q.args[n-1]
	if p.Topic && p.Role == Topic || p.Role != Bare {
		return
	}
	c := Clause{First: q.start, Head: p.First, Stem: p.Last, Verb: p.Last, Last: p.Last, End: p.Last, Lemma: q.lemma(p.Head), Phrase: &p, Features: Of(NounPredicate, Final)}
	c.Args, c.Adverbs, c.Topics = q.args[:n-1], q.adverbs, q.topics
	c.Agent, c.Named = q.agent(&c)
	q.out = append(q.out, c)
}

// carried are the topics that reach over the clauses to come: an owner that is named, and what the sentence is about. The
// subject of a reason does what the reason says, no more.
func carried(before, args []Phrase, reason bool) []Phrase {
	var out []Phrase
	for _, a := range args {
		if a.Topic && a.Role == Topic || !reason && a.Role == Subject && a.Owner != Nobody && a.Named || a.Topic && a.Owner != Nobody && a.Named {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return before
	}
	return out
}
