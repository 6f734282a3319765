package rule

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/frozen"
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
	beside    []string // it is meant only near one of these words, folded, in lower case; empty: anywhere
}

// termLevels are how hard terms are.
func termLevels() []string { return []string{"advanced", "internal", "basic"} }

func (l *loader) term(d *strict.Decoder, e termEntry) *Term {
	t := &Term{Name: e.Term.Text, Level: oneOf(d, e.Level, termLevels()), Report: l.level(d, e.Report, Off), Gloss: e.Gloss}
	t.Spellings = append([]string{e.Term.Text}, e.Also...)
	t.not, t.beside = e.Not, e.Beside
	return t
}

// terms asks for an explanation of each term.
type terms struct {
	levels    map[string][]string // audience to the levels it does not know
	explained []*pattern.Pattern
	not       []*pattern.Pattern
	nearby    []*pattern.Pattern // a sentence right behind that explains without naming the term
	marked    []*pattern.Pattern // a note to a term that carries a mark
	bracket   *frozen.Regexp     // what in brackets explains nothing
	self      int                // the name that stands for the term in these patterns
	words     []spelling         // by where they begin, the longest first
	index     frozen.Pairs       // of the first character and 0: one more than where the words begin that begin with it
}

type spelling struct {
	text string
	term *Term
	not  bool
}

// termRef is the name under which the patterns of a terms rule speak of the term.
const termRef = "term"

func (l *loader) terms(d *strict.Decoder, f *termsRuleFile) *terms {
	t := &terms{levels: map[string][]string{}}
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
		re, err := frozen.CompileRegexp(f.Bracket.Text)
		if err != nil {
			d.FailAt(f.Bracket.Place, "bad-regexp", err)
		}
		t.bracket = re
	}
	t.learn(l.set.Terms, l.set.spelling.Fold)
	return t
}

// learn adds terms to those that are asked for. fold spells them as sentences are spelled.
func (t *terms) learn(list []*Term, fold func(string) string) {
	add := func(s string, term *Term, not bool) {
		if s != "" {
			t.words = append(t.words, spelling{s, term, not})
		}
	}
	for _, term := range list {
		for i, s := range term.Spellings {
			term.Spellings[i] = strings.ToLower(fold(s))
			add(term.Spellings[i], term, false)
		}
		for _, s := range term.not {
			add(strings.ToLower(fold(s)), term, true)
		}
		for i, s := range term.beside {
			term.beside[i] = strings.ToLower(fold(s))
		}
	}
	slices.SortStableFunc(t.words, func(a, b spelling) int {
		return cmp.Or(cmp.Compare(firstRune(a.text), firstRune(b.text)), cmp.Compare(len(b.text), len(a.text)))
	})
	t.index = frozen.Pairs{}
	for i, w := range t.words {
		if r := firstRune(w.text); i == 0 || firstRune(t.words[i-1].text) != r {
			t.index.Set(r, 0, int32(i+1))
		}
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// beginning are the words that s may begin with: those with its first character.
func (t *terms) beginning(s string) []spelling {
	r := firstRune(s)
	from := int(t.index.Get(r, 0)) - 1
	if from < 0 || s == "" {
		return nil
	}
	to := from
	for to < len(t.words) && firstRune(t.words[to].text) == r {
		to++
	}
	return t.words[from:to]
}

// mention is a term in a sentence, or a longer word that is none.
type mention struct {
	term *Term
	m    pattern.Match
	not  bool
}

// mentions finds the terms of a sentence.
func (t *terms) mentions(s *Sentence) (out []mention) {
	for _, m := range t.found(s) {
		if !m.not {
			out = append(out, m)
		}
	}
	return out
}

// found finds the terms of a sentence, and the longer words they are only a part of, from one end of a word to another. Of
// overlapping ones the longest counts.
func (t *terms) found(s *Sentence) []mention {
	lower := asciiLower(s.Text)
	var out []mention
	for i := 0; i < len(s.Tokens); i++ {
		at := s.Tokens[i].Start
		for _, sp := range t.beginning(lower[at:]) {
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
			out = append(out, mention{sp.term, pattern.Match{From: i, To: j + 1}, sp.not})
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
	learn := func(term *Term, why lang.Message) {
		if _, ok := known[term]; !ok {
			known[term] = why
		}
	}
	for _, list := range []struct {
		of       []*Sentence
		customer bool
	}{{a.Inquiry, true}, {a.Quoted, false}} {
		for _, s := range list.of {
			for _, m := range t.mentions(s) {
				if !m.term.meant(list.of, s.Index) {
					continue
				}
				at := a.spot(place{s, m.m})
				if list.customer {
					learn(m.term, lang.Say("why-term-used", at))
				} else if t.explains(s, m.m).yes {
					learn(m.term, lang.Say("why-term-known", at))
				}
			}
		}
	}
	var out []Verdict
	for i, s := range a.Own {
		for _, k := range s.Masks { // a label on the screen is not a mention, but it makes the word known
			if k.Kind == "ui" || k.Kind == "path" {
				for _, term := range t.inText(k.Text) {
					learn(term, lang.Say("why-term-label", k.Text))
				}
			}
		}
		for _, m := range t.mentions(s) {
			if s.Part == reply.Introduction { // the name of a team or a product
				continue
			}
			v := Verdict{Rule: r, Sentence: s, Match: m.m, Level: r.Level, values: map[string]string{
				"term": s.Words(m.m), "gloss": m.term.Gloss.JA, "gloss.en": m.term.Gloss.EN,
			}}
			v.Why = append(v.Why, lang.Say("why-term", m.term.Name, m.term.Level))
			if !m.term.meant(a.Own, i) {
				v.Silent = true
				v.Why = append(v.Why, lang.Say("why-term-beside", strings.Join(m.term.beside, ", ")))
				out = append(out, v)
				continue
			}
			if m.term.Report != Off {
				v.Level = m.term.Report
				v.Why = append(v.Why, lang.Say("why-level-term", m.term.Report.Say()))
			}
			if why, ok := known[m.term]; ok {
				v.Silent = true
				v.Why = append(v.Why, why)
			} else if !slices.Contains(hard, m.term.Level) {
				v.Silent = true
				v.Why = append(v.Why, lang.Say("why-term-easy", a.Doc.Settings.Audience))
			} else {
				e := t.explainedNear(a, i, m)
				v.Silent = e.yes
				v.Why = append(v.Why, e.why...)
			}
			learn(m.term, lang.Say("why-term-again", a.spot(place{s, m.m})))
			out = append(out, v)
		}
	}
	return out
}

// meant reports whether the word stands for the term in sentence i of list: near it, if the term asks for one, is a word of
// its trade.
func (t *Term) meant(list []*Sentence, i int) bool {
	if len(t.beside) == 0 {
		return true
	}
	for k := max(0, i-1); k < min(len(list), i+2); k++ {
		text := asciiLower(list[k].Text)
		for _, w := range t.beside {
			if strings.Contains(text, w) {
				return true
			}
		}
	}
	return false
}

// explanation is whether a term is explained, and what made it so or not.
type explanation struct {
	yes bool
	why []lang.Message
}

// inText finds the terms in a label.
func (t *terms) inText(label string) (out []*Term) {
	lower := asciiLower(label)
	for i := range lower {
		for _, sp := range t.beginning(lower[i:]) {
			if !sp.not && strings.HasPrefix(lower[i:], sp.text) {
				out = append(out, sp.term)
			}
		}
	}
	return out
}

// explainedNear reports whether the term is explained in its sentence, the one before, the next one, or a note.
func (t *terms) explainedNear(a *Analysis, i int, m mention) explanation {
	say := func(e explanation, s *Sentence, at pattern.Match) explanation {
		return explanation{true, append([]lang.Message{lang.Say("why-term-explained", a.spot(place{s, at}))}, e.why...)}
	}
	own := t.explains(a.Own[i], m.m)
	if own.yes {
		return say(own, a.Own[i], m.m)
	}
	no := explanation{why: own.why}
	seen := []*Sentence{a.Own[i]}
	mark := m.m.To < len(a.Own[i].Tokens) && a.Own[i].Tokens[m.m.To].POS == token.Symbol
	for j, s := range a.Own {
		note := s.Shape == reply.Note
		if j == i || !note && j != i-1 && j != i+1 {
			continue
		}
		seen = append(seen, s)
		at := t.quoted(s, m.term)
		for _, o := range t.mentions(s) {
			if o.term == m.term {
				at = append(at, o.m)
			}
		}
		for _, q := range at {
			e := t.explains(s, q)
			if e.yes {
				return say(e, s, q)
			}
			no.why = append(no.why, e.why...)
		}
		whole := pattern.Match{From: 0, To: len(s.Tokens)}
		if p := firstMatch(t.nearby, s); p != nil && j == i+1 {
			return say(explanation{why: []lang.Message{lang.Say("why-wording", p)}}, s, whole)
		}
		if p := firstMatch(t.marked, s); p != nil && note && mark {
			return say(explanation{why: []lang.Message{lang.Say("why-wording", p)}}, s, whole)
		}
	}
	no.why = append(no.why, lang.Say("why-term-unexplained", a.linesOf(seen)))
	return no
}

// firstMatch is the first of the patterns that matches in a sentence, or nil.
func firstMatch(ps []*pattern.Pattern, s *Sentence) *pattern.Pattern {
	for _, p := range ps {
		if len(p.Match(s.subject)) > 0 {
			return p
		}
	}
	return nil
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
func (t *terms) explains(s *Sentence, m pattern.Match) explanation {
	old := s.subject.Ref
	s.subject.Ref = func(id int) []pattern.Match {
		if id == t.self {
			return []pattern.Match{m}
		}
		return old(id)
	}
	defer func() { s.subject.Ref = old }()
	if p := firstMatch(t.not, s); p != nil {
		return explanation{why: []lang.Message{lang.Say("why-term-not", p)}}
	}
	if p := firstMatch(t.explained, s); p != nil {
		return explanation{true, []lang.Message{lang.Say("why-wording", p)}}
	}
	return t.bracketed(s, m)
}

// bracketed reports whether brackets behind the term hold an explanation, or the term stands in brackets behind one.
func (t *terms) bracketed(s *Sentence, m pattern.Match) explanation {
	ts := s.Tokens
	said := func(yes bool, words string) explanation {
		if yes {
			return explanation{true, []lang.Message{lang.Say("why-term-bracket", words)}}
		}
		return explanation{why: []lang.Message{lang.Say("why-term-bare-bracket", words)}}
	}
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
				return said(inside != "" && (t.bracket == nil || !t.bracket.MatchString(inside)), inside)
			}
		}
	}
	if m.From > 1 && m.To < len(ts) && ts[m.From-1].POS == token.SymbolOpen && ts[m.To].POS == token.SymbolClose && !ts[m.From-2].POS.IsSymbol() {
		before := lastPhrase(s.Text[:ts[m.From-1].Start])
		return said(t.bracket == nil || !t.bracket.MatchString(before), before)
	}
	return explanation{}
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
