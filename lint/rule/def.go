package rule

import (
	"slices"
	"sort"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// Def is a name that patterns may use: a list of wordings, or an act. An act is a kind of span of a reply — an apology,
// a refusal, an offer — found by wordings and frames, less what its exceptions mask.
type Def struct {
	ID       int
	Name     string
	Title    lang.Text
	IsAct    bool
	Path     string
	Place    strict.Place
	Examples []Examples // of the file that defines it, and of those that extend it

	words  bool // a list of words, found whatever their form
	find   []finder
	except []finder
	is     *pattern.Tests
	in     []string // parts and shapes it is looked for in

	needLits []int32 // a sentence must hold one of these phrases,
	always   bool    // unless it may match without any in particular
}

// Examples are texts that a definition must, or must not, match.
type Examples struct {
	Path string          `yaml:"-"` // of the file they stand in
	Hit  []strict.String `yaml:"hit"`
	Miss []strict.String `yaml:"miss"`
}

// Occurrence is a span found by a definition.
type Occurrence struct {
	pattern.Match
	By      string // the wording that found it
	Blocked string // the exception that masks it, if any
}

// finder is one way to find a span: a pattern or a frame.
type finder struct {
	pattern *pattern.Pattern
	frame   *frame
	source  strict.String
}

// frame finds a predicate together with the nouns that belong to it, in any order.
type frame struct {
	predicate *pattern.Pattern
	is        *pattern.Tests
	slots     []slot
	with      []*pattern.Pattern
	without   []*pattern.Pattern
	next      *frame
	previous  *frame
}

// slot is a noun phrase of a frame, by the particle behind it.
type slot struct {
	particle string
	role     clause.Role
	also     bool // marked with も, whatever its role
	both     bool // with its particle and も
	pattern  *pattern.Pattern
	absent   bool // no such noun may stand there
}

func (f *finder) matches(s *pattern.Subject) []pattern.Match {
	if f.pattern != nil {
		return f.pattern.Match(s)
	}
	var out []pattern.Match
	for i := range s.Clauses {
		if i == 0 && !f.frame.possible(s) {
			break
		}
		if m, ok := f.frame.at(s, i); ok {
			out = append(out, m)
		}
	}
	return out
}

// possible reports whether the sentence holds what no match of the frame can do without.
func (f *frame) possible(s *pattern.Subject) bool {
	if f.predicate != nil && !f.predicate.Possible(s) {
		return false
	}
	for i := range f.slots {
		if sl := &f.slots[i]; !sl.absent && !sl.pattern.Possible(s) {
			return false
		}
	}
	return !slices.ContainsFunc(f.with, func(p *pattern.Pattern) bool { return !p.Possible(s) })
}

// at matches the frame to clause i and gives the span from the first noun that was asked for to the end of the predicate.
func (f *frame) at(s *pattern.Subject, i int) (pattern.Match, bool) {
	if i < 0 || i >= len(s.Clauses) {
		return pattern.Match{}, false
	}
	c := &s.Clauses[i]
	m := pattern.Match{From: c.Head, To: c.Last}
	if f.is != nil && !f.is.Hold(c) {
		return m, false
	}
	if f.predicate != nil {
		verb := c.Verb > c.Stem && f.predicate.Ends(s, 0, c.Verb+1) // 説明は行っておりません
		if !verb && !f.predicate.Ends(s, 0, c.Stem) && !f.predicate.Ends(s, 0, c.Last) {
			return m, false
		}
	}
	if f.predicate == nil && len(f.slots) == 0 && c.Verb > c.Stem {
		m.From = c.Verb // 返金はできません: no noun was asked for
	}
	for k := range f.slots {
		p, ok := f.slots[k].find(s, c)
		if ok == f.slots[k].absent {
			return m, false
		}
		if ok && p.First < m.From {
			m.From = p.First
		}
	}
	for _, p := range f.with {
		if !p.Inside(s, c.First, c.Last) {
			return m, false
		}
	}
	for _, p := range f.without {
		if p.Inside(s, c.First, c.Last) {
			return m, false
		}
	}
	if f.next != nil {
		n, ok := f.next.at(s, i+1)
		if !ok {
			return m, false
		}
		m.To = max(m.To, n.To)
	}
	if f.previous != nil {
		p, ok := f.previous.at(s, i-1)
		if !ok {
			return m, false
		}
		m.From = min(m.From, p.From)
	}
	return m, true
}

// find is the noun phrase of c that stands where the slot says and is as it asks; one with the very particle comes first.
func (sl *slot) find(s *pattern.Subject, c *clause.Clause) (*clause.Phrase, bool) {
	if p, ok := sl.among(s, c, true); ok {
		return p, ok
	}
	return sl.among(s, c, false)
}

func (sl *slot) among(s *pattern.Subject, c *clause.Clause, exact bool) (*clause.Phrase, bool) {
	subject := false // the clause has its own: what it is about is something else
	for i := range c.Args {
		subject = subject || c.Args[i].Role == clause.Subject
	}
	for i := range c.Args {
		a := &c.Args[i]
		if exact && a.Role != sl.role || subject && sl.role == clause.Subject && a.Role != clause.Subject {
			continue
		}
		if sl.absent && (a.Nominal || a.Role == clause.Bare) { // neither 映らないのは nor 毎日 has done it
			continue
		}
		if sl.role == clause.Possessor && !owns(c, i) {
			continue
		}
		if sl.takes(a) && sl.pattern.Ends(s, begins(s, c.Args, i), a.Last) {
			return a, true
		}
	}
	if exact || sl.absent || sl.role != clause.Topic && (sl.role != clause.Subject || subject) {
		return nil, false
	}
	for i := range c.Topics {
		if a := &c.Topics[i]; sl.takes(a) && sl.pattern.Ends(s, a.First, a.Last) {
			return a, true
		}
	}
	return nil, false
}

// owns reports whether phrase i owns what c says: 弊社の責任です, not こちらの欄は漏れです.
func owns(c *clause.Clause, i int) bool {
	for i+1 < len(c.Args) && c.Args[i].Role == clause.Possessor && c.Args[i+1].First == c.Args[i].End {
		i++
	}
	return c.Args[i].Role == clause.Possessor && (c.Phrase == nil || c.Phrase.First == c.Args[i].End)
}

// begins is where what belongs to phrase i begins: of 再入荷の予定 at 再入荷, of 手を加えられた箇所 at 手.
func begins(s *pattern.Subject, args []clause.Phrase, i int) int {
	first := args[i].First
	for ; ; i-- {
		if r := args[i].Rel; r >= 0 && r < len(s.Clauses) {
			first = min(first, s.Clauses[r].First)
		}
		first = min(first, args[i].First)
		if i == 0 || args[i-1].Role != clause.Possessor || args[i-1].End != args[i].First {
			return first
		}
	}
}

// takes reports whether the particle behind a can stand for the slot's. は and も take the place of が and を.
func (sl *slot) takes(a *clause.Phrase) bool {
	switch {
	case sl.both && !a.Also:
		return false
	case sl.also:
		return a.Also
	case sl.role == clause.Topic:
		return a.Topic
	case sl.role == clause.Object:
		return a.Role == sl.role || (a.Role == clause.Topic || a.Role == clause.Bare) && !a.Nominal
	case sl.role == clause.Subject:
		return a.Role == sl.role || a.Role == clause.Topic || a.Role == clause.Bare
	}
	return a.Role == sl.role
}

// sortOccurrences orders spans by where they begin, the shorter first.
func sortOccurrences(o []Occurrence) {
	sort.SliceStable(o, func(i, j int) bool {
		return o[i].From < o[j].From || o[i].From == o[j].From && o[i].To < o[j].To
	})
}
