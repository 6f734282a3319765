package rule

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Term is a word that some readers do not know.
type Term struct {
	Name      string
	Spellings []string // folded, in lower case
	Level     string   // one of termLevels
	Report    Level    // of a finding; Off for the rule's own
	Gloss     lang.Text
	not       []string // longer words it is only a part of
}

// termLevels are how hard terms are.
func termLevels() []string { return []string{"advanced", "internal", "basic"} }

func (l *loader) term(d *strict.Decoder, e termEntry) *Term {
	t := &Term{Name: e.Term.Text, Level: oneOf(d, e.Level, termLevels()), Report: l.level(d, e.Report, Off), Gloss: e.Gloss}
	t.Spellings = append([]string{e.Term.Text}, e.Also...)
	t.not = e.Not
	return t
}

// terms asks for an explanation of each term.
type terms struct {
	levels    map[string][]string // audience to the levels it does not know
	explained []*pattern.Pattern
	not       []*pattern.Pattern
	nearby    []*pattern.Pattern // a sentence right behind that explains without naming the term
	marked    []*pattern.Pattern // a note to a term that carries a mark
	bracket   *regexp.Regexp     // what in brackets explains nothing
	self      int                // the name that stands for the term in these patterns
	index     map[rune][]spelling
}

type spelling struct {
	text string
	term *Term
	not  bool
}

// termRef is the name under which the patterns of a terms rule speak of the term.
const termRef = "term"

func (l *loader) terms(d *strict.Decoder, f *termsRuleFile) *terms {
	t := &terms{levels: map[string][]string{}, index: map[rune][]spelling{}}
	self := &Def{ID: len(l.set.Defs), Name: termRef, Path: d.Path}
	if old, ok := l.set.byName[termRef]; ok {
		self = old
	} else {
		l.set.Defs = append(l.set.Defs, self)
		l.set.byName[termRef] = self
	}
	t.self = self.ID
	for audience, levels := range f.Levels {
		t.levels[audience] = allOf(d, levels, termLevels())
	}
	for _, e := range []struct {
		from []strict.String
		to   *[]*pattern.Pattern
	}{{f.Explained, &t.explained}, {f.Not, &t.not}, {f.Nearby, &t.nearby}, {f.Marked, &t.marked}} {
		for _, s := range e.from {
			if p := l.pattern(d, s); p != nil {
				*e.to = append(*e.to, p)
			}
		}
	}
	if f.Bracket.Text != "" {
		re, err := regexp.Compile(f.Bracket.Text)
		if err != nil {
			d.FailAt(f.Bracket.Place, "bad-regexp", err)
		}
		t.bracket = re
	}
	fold := func(s string) string { return strings.ToLower(l.set.reader.Spelling.Fold(s)) }
	add := func(s string, term *Term, not bool) {
		r := []rune(s)
		if len(r) > 0 {
			t.index[r[0]] = append(t.index[r[0]], spelling{s, term, not})
		}
	}
	for _, term := range l.set.Terms {
		for i, s := range term.Spellings {
			term.Spellings[i] = fold(s)
			add(term.Spellings[i], term, false)
		}
		for _, s := range term.not {
			add(fold(s), term, true)
		}
	}
	for _, list := range t.index {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].text) > len(list[j].text) })
	}
	return t
}

// mention is a term in a sentence.
type mention struct {
	term *Term
	m    pattern.Match
}

// mentions finds the terms of a sentence, from one end of a word to another. Of overlapping ones the longest counts.
func (t *terms) mentions(s *Sentence) []mention {
	lower := asciiLower(s.Text)
	var out []mention
	for i := 0; i < len(s.Tokens); i++ {
		at := s.Tokens[i].Start
		r := []rune(lower[at:min(len(lower), at+4)])
		if len(r) == 0 {
			continue
		}
		for _, sp := range t.index[r[0]] {
			if !strings.HasPrefix(lower[at:], sp.text) {
				continue
			}
			end := at + len(sp.text)
			j := i
			for j < len(s.Tokens) && s.Tokens[j].End < end {
				j++
			}
			if j >= len(s.Tokens) || s.Tokens[j].End != end {
				continue
			}
			if !sp.not {
				out = append(out, mention{sp.term, pattern.Match{From: i, To: j + 1}})
			}
			i = j
			break
		}
	}
	return out
}

func asciiLower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// unexplained reports the first mention of each term that nothing near explains.
func (r *Rule) unexplained(a *Analysis) []Verdict {
	t := r.terms
	hard := t.levels[a.Doc.Settings.Audience]
	known := map[*Term]lang.Message{}
	for _, list := range [][]*Sentence{a.Inquiry, a.Quoted} {
		for _, s := range list {
			for _, m := range t.mentions(s) {
				customer := s.Part == reply.Customer || s.Depth <= 1
				if customer && !t.ours(s) || t.explains(s, m.m) {
					if _, ok := known[m.term]; !ok {
						known[m.term] = lang.Say("why-term-known", s.Words(m.m))
					}
				}
			}
		}
	}
	var out []Verdict
	for i, s := range a.Own {
		for _, k := range s.Masks { // a label on the screen is not a mention, but it makes the word known
			if k.Kind == "ui" || k.Kind == "path" {
				for _, term := range t.inText(k.Text) {
					if _, ok := known[term]; !ok {
						known[term] = lang.Say("why-term-label", k.Text)
					}
				}
			}
		}
		for _, m := range t.mentions(s) {
			v := Verdict{Rule: r, Sentence: s, Match: m.m, Level: r.Level, values: map[string]string{
				"term": s.Words(m.m), "gloss": m.term.Gloss.JA, "gloss.en": m.term.Gloss.EN,
			}}
			if m.term.Report != Off {
				v.Level = m.term.Report
			}
			v.Why = append(v.Why, lang.Say("why-term", m.term.Name, m.term.Level))
			why, ok := known[m.term]
			switch {
			case ok:
				v.Silent = true
				v.Why = append(v.Why, why)
			case !slices.Contains(hard, m.term.Level):
				v.Silent = true
				v.Why = append(v.Why, lang.Say("why-term-easy", a.Doc.Settings.Audience))
			case t.explainedNear(a, i, m):
				v.Silent = true
				v.Why = append(v.Why, lang.Say("why-term-explained"))
			}
			if !ok {
				known[m.term] = lang.Say("why-term-again")
			}
			out = append(out, v)
		}
	}
	return out
}

// ours reports whether a quoted sentence is an earlier one of ours; the customer's words are quoted at the first depth.
func (t *terms) ours(s *Sentence) bool { return s.Part == reply.Quote && s.Depth > 1 }

// inText finds the terms in a label.
func (t *terms) inText(label string) (out []*Term) {
	lower := asciiLower(label)
	for _, list := range t.index {
		for _, sp := range list {
			if !sp.not && strings.Contains(lower, sp.text) {
				out = append(out, sp.term)
			}
		}
	}
	return out
}

// explainedNear reports whether the term is explained in its sentence, the one before, the next one, or a note.
func (t *terms) explainedNear(a *Analysis, i int, m mention) bool {
	if t.explains(a.Own[i], m.m) {
		return true
	}
	mark := m.m.To < len(a.Own[i].Tokens) && a.Own[i].Tokens[m.m.To].POS == token.Symbol
	for j, s := range a.Own {
		note := s.Shape == reply.Note
		if j == i || !note && j != i-1 && j != i+1 {
			continue
		}
		for _, o := range t.mentions(s) {
			if o.term == m.term && t.explains(s, o.m) {
				return true
			}
		}
		for _, q := range t.quoted(s, m.term) {
			if t.explains(s, q) {
				return true
			}
		}
		if j == i+1 && matchAny(t.nearby, s) || note && mark && matchAny(t.marked, s) {
			return true
		}
	}
	return false
}

func matchAny(ps []*pattern.Pattern, s *Sentence) bool {
	for _, p := range ps {
		if len(p.Match(s.subject)) > 0 {
			return true
		}
	}
	return false
}

// quoted finds the stand-ins of a term that is written in quotation marks: 〜を「キャッシュ」といいます.
func (t *terms) quoted(s *Sentence, term *Term) (out []pattern.Match) {
	for _, k := range s.Masks {
		word := asciiLower(strings.TrimFunc(k.Text, func(r rune) bool { return unicode.IsPunct(r) }))
		if !slices.Contains(term.Spellings, word) {
			continue
		}
		for i := range s.Tokens {
			if s.Tokens[i].Start == k.At {
				out = append(out, pattern.Match{From: i, To: i + 1})
			}
		}
	}
	return out
}

// explains reports whether sentence s explains the term that stands at m.
func (t *terms) explains(s *Sentence, m pattern.Match) bool {
	old := s.subject.Ref
	s.subject.Ref = func(id int) []pattern.Match {
		if id == t.self {
			return []pattern.Match{m}
		}
		return old(id)
	}
	defer func() { s.subject.Ref = old }()
	for _, p := range t.not {
		if len(p.Match(s.subject)) > 0 {
			return false
		}
	}
	for _, p := range t.explained {
		if len(p.Match(s.subject)) > 0 {
			return true
		}
	}
	return t.bracketed(s, m)
}

// bracketed reports whether brackets behind the term hold an explanation, or the term stands in brackets behind one.
func (t *terms) bracketed(s *Sentence, m pattern.Match) bool {
	ts := s.Tokens
	if m.To < len(ts) && ts[m.To].POS == token.SymbolOpen {
		depth := 0
		for i := m.To; i < len(ts); i++ {
			switch ts[i].POS {
			case token.SymbolOpen:
				depth++
			case token.SymbolClose:
				depth--
			}
			if depth == 0 {
				inside := s.Text[ts[m.To].End:ts[i].Start]
				return inside != "" && (t.bracket == nil || !t.bracket.MatchString(inside))
			}
		}
	}
	if m.From > 1 && m.To < len(ts) && ts[m.From-1].POS == token.SymbolOpen && ts[m.To].POS == token.SymbolClose {
		before := s.Text[:ts[m.From-1].Start]
		return !ts[m.From-2].POS.IsSymbol() && (t.bracket == nil || !t.bracket.MatchString(lastPhrase(before)))
	}
	return false
}

// lastPhrase is what stands behind the last mark of s.
func lastPhrase(s string) string {
	i := strings.LastIndexFunc(s, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if i < 0 {
		return s
	}
	_, n := utf8.DecodeRuneInString(s[i:])
	return s[i+n:]
}
