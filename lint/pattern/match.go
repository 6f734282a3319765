package pattern

import (
	"cmp"
	"slices"
	"sort"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Match is where a pattern matched: tokens [From, To).
type Match struct{ From, To int }

// Subject is a sentence prepared for matching. It must not be used by several goroutines at once.
type Subject struct {
	Text    string
	Tokens  []token.Token
	Clauses []clause.Clause

	// Ref gives the matches of a name, in the order of where they begin. The caller keeps them.
	Ref func(id int) []Match
	// Filled tells of a byte of Text whether a placeholder stands there; nil if there are none.
	Filled func(at int) bool

	tables  *Tables
	hits    []hit    // by phrase and where they begin
	present []uint64 // one bit a phrase
	lemmas  []lemma  // by token
	regexps map[int32][]Match
	endings map[*Pattern][]int
	scratch []int32 // room for runs of patterns, which may run inside each other
}

// hit is a phrase of the vocabulary in a sentence.
type hit struct{ id, from, to int32 }

type lemma struct {
	text string
	end  int
}

// Prepare looks up every phrase the compiler knows in a sentence, in one pass.
func (c *Compiler) Prepare(text string, ts []token.Token, cs []clause.Clause) *Subject {
	s := &Subject{Text: text, Tokens: ts, Clauses: cs, tables: c.Tables, lemmas: make([]lemma, len(ts)), hits: make([]hit, 0, 2*len(ts))}
	for i := range cs {
		if cl := &cs[i]; cl.Phrase == nil && cl.Head < len(ts) {
			s.lemmas[cl.Head] = lemma{cl.Lemma, cl.Stem}
		}
	}
	c.vocab.find(s)
	slices.SortFunc(s.hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	s.hits = slices.Compact(s.hits)
	s.present = make([]uint64, (len(c.vocab.exact)+63)/64)
	for _, h := range s.hits {
		s.present[h.id/64] |= 1 << (h.id % 64)
	}
	return s
}

func (s *Subject) lemmaAt(i int) (string, int) { return s.lemmas[i].text, s.lemmas[i].end }

// at are the hits of a phrase from token pos on, with those of the phrases behind it.
func (s *Subject) at(id, pos int32) []hit {
	lo, hi := 0, len(s.hits)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if h := &s.hits[mid]; h.id < id || h.id == id && h.from < pos {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return s.hits[lo:]
}

// holds reports whether the sentence holds a phrase.
func (s *Subject) holds(id int32) bool { return s.present[id/64]>>(id%64)&1 != 0 }

// Holds reports whether the sentence holds one of the phrases.
func (s *Subject) Holds(lits []int32) bool {
	for _, id := range lits {
		if s.holds(id) {
			return true
		}
	}
	return false
}

// Phrases calls f for every phrase in the sentence.
func (s *Subject) Phrases(f func(id int)) {
	for i, h := range s.hits {
		if i == 0 || s.hits[i-1].id != h.id {
			f(int(h.id))
		}
	}
}

// Match finds the shortest matches of p, in order. No match holds another, unless p is a name and nothing else.
func (p *Pattern) Match(s *Subject) []Match { return p.within(s, 0, len(s.Tokens), false) }

// Ends reports whether p matches in tokens [from, to) so that the match ends before to.
func (p *Pattern) Ends(s *Subject, from, to int) bool {
	if from > 0 {
		return len(p.within(s, from, to, true)) > 0
	}
	ends := s.ends(p)
	n, here := slices.BinarySearch(ends, to)
	if here || len(p.tail) == 0 {
		return here
	}
	for _, pos := range ends[:n] {
		if p.stretch(s, pos, to) == to {
			return true
		}
	}
	return false
}

// ends are the tokens before which p ends without its optional pieces, in order. Frames ask for them clause by clause.
func (s *Subject) ends(p *Pattern) []int {
	if out, ok := s.endings[p]; ok {
		return out
	}
	var out []int
	if p.Possible(s) {
		r := p.run(s, 0, len(s.Tokens))
		for pos := r.next(0); pos <= r.to; pos = r.next(pos + 1) {
			if r.step(pos) >= 0 {
				out = append(out, pos)
			}
		}
		r.done()
	}
	if s.endings == nil {
		s.endings = map[*Pattern][]int{}
	}
	s.endings[p] = out
	return out
}

// Inside reports whether p matches anywhere in tokens [from, to).
func (p *Pattern) Inside(s *Subject, from, to int) bool {
	return len(p.within(s, from, to, false)) > 0
}

// Possible reports whether the sentence holds one of the phrases or spans that p cannot do without.
func (p *Pattern) Possible(s *Subject) bool {
	if p.need.any || p.tables.Exhaustive || s.Holds(of(p.tables.ids, p.need.lits)) {
		return true
	}
	for _, id := range of(p.tables.ids, p.need.refs) {
		if len(s.Ref(int(id))) > 0 {
			return true
		}
	}
	return false
}

func (p *Pattern) within(s *Subject, from, to int, atEnd bool) []Match {
	if !p.Possible(s) {
		return nil
	}
	r := p.run(s, from, to)
	defer r.done()
	var out []Match
	for pos := r.next(from); pos <= to; pos = r.next(pos + 1) {
		start := r.step(pos)
		if start < 0 || atEnd && pos != to && len(p.tail) == 0 {
			continue
		}
		m := Match{start, pos}
		if n := len(out); n > 0 && m.From <= out[n-1].From && !atEnd && !p.alone {
			continue
		}
		m.To = p.stretch(s, pos, to)
		if atEnd && m.To != to {
			continue
		}
		if n := len(out); n > 0 && m.To <= out[n-1].To && !atEnd && !p.alone { // the one before was made longer
			continue
		}
		out = append(out, m)
	}
	return out
}

// stretch takes the optional pieces at the end of the pattern that follow at pos.
func (p *Pattern) stretch(s *Subject, pos, to int) int {
	for _, t := range p.tail {
		r := t.run(s, pos, to)
		r.anchored = true
		for end := pos; end <= to; end++ {
			if r.step(end) >= 0 && end > pos {
				pos = end
				break
			}
		}
		r.done()
	}
	return pos
}

// run is one run of a pattern's automaton over the tokens. For every state at every token it keeps the latest start that
// reaches it, so that matches are the shortest; each state is left once a token, so that the run is linear.
type run struct {
	p        *Pattern
	s        *Subject
	states   []state
	first    []int32
	from, to int
	anchored bool    // begins at from only
	rows     []int32 // by token: whether any state is reached, then for each state start+1, 0 for none
	width    int     // of a row
	before   int     // length of the scratch below the rows
	starts   []int32 // where a phrase begins with which the pattern may begin, if it begins with phrases only
	pos      int     // the token of this step
	again    bool    // an edge without words was followed: the states of this token must be settled again
}

// run makes a run over tokens [from, to].
func (p *Pattern) run(s *Subject, from, to int) run {
	r := run{p: p, s: s, states: of(p.tables.states, p.states), first: of(p.tables.ids, p.first), from: from, to: to, before: len(s.scratch)}
	r.width = 1 + len(r.states)
	if p.tables.Exhaustive {
		r.first = nil
	}
	for _, id := range r.first {
		for _, h := range s.at(id, int32(from)) {
			if h.id != id || int(h.from) > to {
				break
			}
			r.starts = append(r.starts, h.from)
		}
	}
	if len(r.first) > 1 {
		slices.Sort(r.starts)
	}
	n := r.before + r.width*(to-from+1)
	s.scratch = slices.Grow(s.scratch, n-r.before)[:n]
	r.rows = s.scratch[r.before:n:n]
	clear(r.rows)
	return r
}

// done gives the room of the run back.
func (r *run) done() { r.s.scratch = r.s.scratch[:r.before] }

// next is the next token from pos on where something may happen.
func (r *run) next(pos int) int {
	if len(r.first) == 0 {
		return pos
	}
	for len(r.starts) > 0 && int(r.starts[0]) < pos {
		r.starts = r.starts[1:]
	}
	for ; pos <= r.to; pos++ {
		if len(r.starts) > 0 && int(r.starts[0]) == pos || r.rows[(pos-r.from)*r.width] != 0 {
			break
		}
	}
	return pos
}

// step settles the states at a token, sends them on, and gives the latest start that is accepted here, or -1.
func (r *run) step(pos int) int {
	row := r.rows[(pos-r.from)*r.width:][:r.width]
	at := row[1:]
	if pos == r.from || !r.anchored {
		at[0] = max(at[0], int32(pos+1))
	} else if row[0] == 0 {
		return -1
	}
	r.pos = pos
	best := int32(0)
	for r.again = true; r.again; {
		r.again = false
		r.settle(at)
		for i, start := range at {
			if start == 0 || !r.allowed(i, pos) {
				continue
			}
			st := &r.states[i]
			if st.accept {
				best = max(best, start)
			}
			for k := st.edges.from; k < st.edges.to; k++ {
				r.follow(&r.p.tables.edges[k], pos, start)
			}
		}
	}
	return int(best) - 1
}

// settle follows what leads from state to state without a word.
func (r *run) settle(at []int32) {
	for changed := true; changed; {
		changed = false
		for i := range at {
			st := &r.states[i]
			if at[i] == 0 || st.eps.from == st.eps.to || !r.allowed(i, r.pos) {
				continue
			}
			for _, to := range of(r.p.tables.ids, st.eps) {
				if at[to] < at[i] {
					at[to] = at[i]
					changed = true
				}
			}
		}
	}
}

// allowed reports whether state i may be entered at pos: its anchors hold.
func (r *run) allowed(i, pos int) bool {
	st := &r.states[i]
	return (!st.start || r.s.startsAt(pos)) && (!st.end || r.s.EndsAt(pos))
}

// startsAt reports whether only marks stand before token i.
func (s *Subject) startsAt(i int) bool {
	for i--; i >= 0; i-- {
		if !s.Tokens[i].POS.IsSymbol() {
			return false
		}
	}
	return true
}

// EndsAt reports whether only marks stand from token i on.
func (s *Subject) EndsAt(i int) bool {
	for ; i < len(s.Tokens); i++ {
		if !s.Tokens[i].POS.IsSymbol() {
			return false
		}
	}
	return true
}

func (r *run) send(pos int, state, start int32) {
	if pos > r.to {
		return
	}
	row := r.rows[(pos-r.from)*r.width:]
	if row[1+state] < start {
		row[0], row[1+state] = 1, start
		r.again = r.again || pos == r.pos
	}
}

func (r *run) follow(e *edge, pos int, start int32) {
	s := r.s
	switch e.kind {
	case eAny:
		r.send(pos+1, e.to, start)
	case eFiller:
		if pos < len(s.Tokens) && filler(s.Tokens[pos].POS) {
			r.send(pos+1, e.to, start)
		}
	case eLit:
		for _, h := range s.at(e.arg, int32(pos)) {
			if h.id != e.arg || int(h.from) != pos {
				break
			}
			r.send(int(h.to), e.to, start)
		}
	case eRef:
		r.names(s.Ref(int(e.arg)), e, pos, start)
	case eRegexp:
		r.names(s.regexp(e.arg), e, pos, start)
	case eLight:
		cond := &s.tables.conds[e.cond]
		for i := range s.Clauses {
			c := &s.Clauses[i]
			if c.Phrase != nil && c.Stem <= pos && pos <= c.Verb && pos < c.Last && cond.holds(c) {
				r.send(c.Last, e.to, start)
			}
		}
	case eKind:
		s.kind(kind(e.arg), pos, &s.tables.conds[e.cond], func(to int) { r.send(to, e.to, start) })
	}
}

// names follows an edge over those of the matches that begin at pos.
func (r *run) names(ms []Match, e *edge, pos int, start int32) {
	for _, m := range ms[sort.Search(len(ms), func(i int) bool { return ms[i].From >= pos }):] {
		if m.From != pos {
			break
		}
		if e.cond == 0 || r.s.condAt(&r.s.tables.conds[e.cond], m) {
			r.send(m.To, e.to, start)
		}
	}
}

// filler: what may stand between a noun and its predicate without changing what is said.
func filler(p token.POS) bool {
	switch p {
	case token.ParticleCase, token.ParticleBinding, token.ParticleAdverbial, token.Adverb, token.SymbolComma:
		return true
	}
	return false
}

// condAt checks tests behind a name: on the noun phrase that the match ends, if they speak only of such, else on the clause.
func (s *Subject) condAt(c *cond, m Match) bool {
	if c.ofPhrase() {
		for i := range s.Clauses {
			cl := &s.Clauses[i]
			for k := range cl.Args {
				if a := &cl.Args[k]; a.Last == m.To {
					return c.fits(a)
				}
			}
			if cl.Phrase != nil && cl.Phrase.Last == m.To {
				return c.fits(cl.Phrase)
			}
		}
	}
	for i := range s.Clauses {
		if cl := &s.Clauses[i]; cl.Head < m.To && m.To <= cl.Last {
			return c.holds(cl)
		}
	}
	return false
}

// ClauseAt is the clause whose predicate the match ends in, else the one whose words it ends among; nil if there is none.
func (s *Subject) ClauseAt(m Match) *clause.Clause {
	last := m.To - 1
	for i := range s.Clauses {
		if c := &s.Clauses[i]; c.Head <= last && last < c.Last {
			return c
		}
	}
	for i := range s.Clauses {
		if c := &s.Clauses[i]; c.First <= last && last < c.End {
			return c
		}
	}
	return nil
}

func (s *Subject) regexp(id int32) []Match {
	if ms, ok := s.regexps[id]; ok {
		return ms
	}
	var out []Match
	for _, at := range s.tables.regexps[id].FindAllStringIndex(s.Text, -1) {
		if at[0] == at[1] {
			continue
		}
		from := sort.Search(len(s.Tokens), func(i int) bool { return s.Tokens[i].End > at[0] })
		to := sort.Search(len(s.Tokens), func(i int) bool { return s.Tokens[i].End >= at[1] })
		out = append(out, Match{from, min(to+1, len(s.Tokens))})
	}
	if s.regexps == nil {
		s.regexps = map[int32][]Match{}
	}
	s.regexps[id] = out
	return out
}
