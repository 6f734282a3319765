package rule

import (
	"sort"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
)

// unpreferred reports the words that a team has decided not to use, each time they are used.
func (r *Rule) unpreferred(a *Analysis) (out []Verdict) {
	if a.Doc.Settings.Names == nil || len(a.Doc.Settings.Names.Terms) == 0 {
		return nil
	}
	index := a.set.chosen(a.Doc.Settings.Names.Terms)
	for _, s := range a.Own {
		for _, m := range index.words(a, s) {
			if m.use == "" { // the chosen word, or a part of it
				continue
			}
			out = append(out, Verdict{
				Rule: r, Sentence: s, Match: m.m, Level: r.Level, values: map[string]string{"use": m.use}, instead: m.use,
				Why: []lang.Message{lang.Say("why-preferred", s.Words(m.m), m.use)},
			})
		}
	}
	return out
}

// vocabulary finds words by their first character, the longest first.
type vocabulary map[rune][]chosen

type chosen struct {
	text string // as sentences spell it
	said string // as the team does
	use  string // what to use; empty for the words that are
}

// chosen makes a vocabulary of a team's terms. The words to be used are in it so that none of the others is found inside one.
func (s *Set) chosen(terms []reply.Term) vocabulary {
	v := vocabulary{}
	add := func(said, use string) {
		word := strings.ToLower(s.reader.Spelling.Fold(said))
		for _, r := range word {
			v[r] = append(v[r], chosen{word, written(said), use})
			break
		}
	}
	for _, t := range terms {
		add(t.Use, "")
		for _, n := range t.Not {
			add(n, t.Use)
		}
	}
	for _, list := range v {
		sort.SliceStable(list, func(i, j int) bool { return len(list[i].text) > len(list[j].text) })
	}
	return v
}

type use struct {
	m   pattern.Match
	use string
}

// written is how a word is written, but for its width and where lines are broken.
func written(s string) string {
	s, _ = text.Fold(s, nil)
	return strings.Join(strings.Fields(s), "")
}

// words finds the words of a sentence as the team writes them, from one end of a token to another; of overlapping ones the
// first and longest. A sentence has one spelling for all that a word may have, so what the reply says is looked at, too.
func (v vocabulary) words(a *Analysis, s *Sentence) (out []use) {
	lower := asciiLower(s.Text)
	for i := 0; i < len(s.Tokens); i++ {
		at := s.Tokens[i].Start
		for _, r := range lower[at:] {
			for _, c := range v[r] {
				if !strings.HasPrefix(lower[at:], c.text) {
					continue
				}
				j := i
				for j < len(s.Tokens) && s.Tokens[j].End < at+len(c.text) {
					j++
				}
				if j == len(s.Tokens) || s.Tokens[j].End != at+len(c.text) {
					continue
				}
				m := pattern.Match{From: i, To: j + 1}
				if written(s.Span(s.bytes(m)).In(a.Doc.Item.Text)) == c.said {
					out = append(out, use{m, c.use})
					i = j
					break
				}
			}
			break
		}
	}
	return out
}
