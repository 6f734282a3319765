package pattern

import (
	"regexp"
	"sort"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Match is where a pattern matched: tokens [From, To).
type Match struct{ From, To int }

// Subject is a sentence prepared for matching.
type Subject struct {
	Text    string
	Tokens  []token.Token
	Clauses []clause.Clause

	// Ref gives the matches of a name. The caller keeps them.
	Ref func(id int) []Match
	// Filled tells of a byte of Text whether a placeholder stands there; nil if there are none.
	Filled func(at int) bool

	lits    map[int][]Match // by phrase
	lemmas  []lemma         // by token
	regexps map[*regexp.Regexp][]Match
}

type lemma struct {
	text string
	end  int
}

// Prepare looks up every phrase the compiler knows in a sentence, in one pass.
func (c *Compiler) Prepare(text string, ts []token.Token, cs []clause.Clause) *Subject {
	s := &Subject{Text: text, Tokens: ts, Clauses: cs, lits: map[int][]Match{}, lemmas: make([]lemma, len(ts))}
	for i := range cs {
		if cl := &cs[i]; cl.Phrase == nil && cl.Head < len(ts) {
			s.lemmas[cl.Head] = lemma{cl.Lemma, cl.Stem}
		}
	}
	c.vocab.find(s, func(id, from, to int) {
		m := Match{from, to}
		for _, o := range s.lits[id] {
			if o == m {
				return
			}
		}
		s.lits[id] = append(s.lits[id], m)
	})
	return s
}

func (s *Subject) lemmaAt(i int) (string, int) { return s.lemmas[i].text, s.lemmas[i].end }

// Holds reports whether the sentence holds one of the phrases.
func (s *Subject) Holds(lits []int) bool {
	for _, id := range lits {
		if len(s.lits[id]) > 0 {
			return true
		}
	}
	return false
}

// Phrases calls f for every phrase in the sentence.
func (s *Subject) Phrases(f func(id int)) {
	for id := range s.lits {
		f(id)
	}
}

// Match finds the shortest matches of p, in order. No match holds another, unless p is a name and nothing else.
func (p *Pattern) Match(s *Subject) []Match { return p.within(s, 0, len(s.Tokens), false) }

// Ends reports whether p matches in tokens [from, to) so that the match ends before to.
func (p *Pattern) Ends(s *Subject, from, to int) bool {
	ms := p.within(s, from, to, true)
	return len(ms) > 0
}

// Inside reports whether p matches anywhere in tokens [from, to).
func (p *Pattern) Inside(s *Subject, from, to int) bool {
	return len(p.within(s, from, to, false)) > 0
}

// possible reports whether the sentence holds one of the phrases or spans that p cannot do without.
func (p *Pattern) possible(s *Subject) bool {
	if p.need.any {
		return true
	}
	for _, id := range p.need.lits {
		if len(s.lits[id]) > 0 {
			return true
		}
	}
	for _, id := range p.need.refs {
		if len(s.Ref(id)) > 0 {
			return true
		}
	}
	return false
}

func (p *Pattern) within(s *Subject, from, to int, atEnd bool) []Match {
	if !p.possible(s) {
		return nil
	}
	r := run{p: p, s: s, from: from, to: to}
	r.pending = make([][]int, to-from+1)
	var out []Match
	for pos := from; pos <= to; pos++ {
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
		r := run{p: t, s: s, from: pos, to: to, anchored: true, pending: make([][]int, to-pos+1)}
		for end := pos; end <= to; end++ {
			if r.step(end) >= 0 && end > pos {
				pos = end
				break
			}
		}
	}
	return pos
}

// run is one run of a pattern's automaton over the tokens. For every state at every token it keeps the latest start that
// reaches it, so that matches are the shortest; each state is left once a token, so that the run is linear.
type run struct {
	p        *Pattern
	s        *Subject
	from, to int
	anchored bool    // begins at from only
	pending  [][]int // by token: start+1 for each state, nil for none
	pos      int     // the token of this step
	again    bool    // an edge without words was followed: the states of this token must be settled again
}

// step settles the states at a token, sends them on, and gives the latest start that is accepted here, or -1.
func (r *run) step(pos int) int {
	at := r.pending[pos-r.from]
	if pos == r.from || !r.anchored {
		if at == nil {
			at = make([]int, len(r.p.states))
		}
		at[0] = max(at[0], pos+1)
	}
	if at == nil {
		return -1
	}
	r.pending[pos-r.from], r.pos = at, pos
	best := -1
	for r.again = true; r.again; {
		r.again = false
		r.settle(at)
		for i := range at {
			if at[i] == 0 || !r.allowed(i, pos) {
				continue
			}
			st := &r.p.states[i]
			if st.accept {
				best = max(best, at[i]-1)
			}
			for k := range st.edges {
				r.follow(&st.edges[k], pos, at[i])
			}
		}
	}
	r.pending[pos-r.from] = nil
	return best
}

// settle follows what leads from state to state without a word.
func (r *run) settle(at []int) {
	for changed := true; changed; {
		changed = false
		for i := range at {
			if at[i] == 0 || !r.allowed(i, r.pos) {
				continue
			}
			for _, to := range r.p.states[i].eps {
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
	st := &r.p.states[i]
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

func (r *run) send(pos, state, start int) {
	if pos > r.to {
		return
	}
	at := &r.pending[pos-r.from]
	if *at == nil {
		*at = make([]int, len(r.p.states))
	}
	if (*at)[state] < start {
		(*at)[state] = start
		r.again = r.again || pos == r.pos
	}
}

func (r *run) follow(e *edge, pos, start int) {
	s := r.s
	switch e.kind {
	case eAny:
		r.send(pos+1, e.to, start)
	case eFiller:
		if pos < len(s.Tokens) && filler(s.Tokens[pos].POS) {
			r.send(pos+1, e.to, start)
		}
	case eLit:
		for _, m := range s.lits[e.arg] {
			if m.From == pos {
				r.send(m.To, e.to, start)
			}
		}
	case eRef:
		for _, m := range s.Ref(e.arg) {
			if m.From == pos && (e.cond.zero() || s.condAt(&e.cond, m)) {
				r.send(m.To, e.to, start)
			}
		}
	case eRegexp:
		for _, m := range s.regexp(e.re) {
			if m.From == pos {
				r.send(m.To, e.to, start)
			}
		}
	case eLight:
		for i := range s.Clauses {
			c := &s.Clauses[i]
			if c.Phrase != nil && c.Stem <= pos && pos <= c.Verb && pos < c.Last && e.cond.holds(c) {
				r.send(c.Last, e.to, start)
			}
		}
	case eKind:
		s.kind(kind(e.arg), pos, &e.cond, func(to int) { r.send(to, e.to, start) })
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

func (s *Subject) regexp(re *regexp.Regexp) []Match {
	if ms, ok := s.regexps[re]; ok {
		return ms
	}
	var out []Match
	for _, at := range re.FindAllStringIndex(s.Text, -1) {
		if at[0] == at[1] {
			continue
		}
		from := sort.Search(len(s.Tokens), func(i int) bool { return s.Tokens[i].End > at[0] })
		to := sort.Search(len(s.Tokens), func(i int) bool { return s.Tokens[i].End >= at[1] })
		out = append(out, Match{from, min(to+1, len(s.Tokens))})
	}
	if s.regexps == nil {
		s.regexps = map[*regexp.Regexp][]Match{}
	}
	s.regexps[re] = out
	return out
}
