package pattern

import (
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/token"
)

// key is one word of a phrase: its dictionary form, or its text.
type key struct {
	text string
	base bool
}

// vocabulary holds the phrases of all patterns in two tries, one over words and one over characters. The second is there
// because the dictionary splits the same text differently by context.
type vocabulary struct {
	ids   map[string]int // phrase by its spelling out
	n     int
	word  []wordNode
	runes []runeNode
}

type wordNode struct {
	next map[key]int
	lits []int
}

type runeNode struct {
	next map[rune]int
	lits []int
}

func newVocabulary() vocabulary {
	return vocabulary{ids: map[string]int{}, word: make([]wordNode, 1), runes: make([]runeNode, 1)}
}

func (v *vocabulary) id(spelling string) (int, bool) {
	if id, ok := v.ids[spelling]; ok {
		return id, false
	}
	v.ids[spelling] = v.n
	v.n++
	return v.n - 1, true
}

// phrase adds a run of words as typed.
func (v *vocabulary) phrase(ts []token.Token, text string) int {
	keys := make([]key, len(ts))
	for i, t := range ts {
		keys[i] = keyOf(t)
	}
	return v.words(keys, text)
}

// words adds words; text, if not empty, matches too where the words do not.
func (v *vocabulary) words(keys []key, text string) int {
	var b strings.Builder
	plain := true
	surface := ""
	for _, k := range keys {
		if k.base {
			b.WriteByte('~')
			plain = false
		}
		b.WriteString(k.text)
		b.WriteByte(' ')
		surface += k.text
	}
	id, fresh := v.id(b.String())
	if !fresh {
		return id
	}
	at := 0
	for _, k := range keys {
		n := &v.word[at]
		if n.next == nil {
			n.next = map[key]int{}
		}
		to, ok := n.next[k]
		if !ok {
			to = len(v.word)
			n.next[k] = to
			v.word = append(v.word, wordNode{})
		}
		at = to
	}
	v.word[at].lits = append(v.word[at].lits, id)
	if text == "" && plain {
		text = surface
	}
	if text != "" {
		v.addRunes(text, id)
	}
	return id
}

// exact adds text that must stand as written, from one end of a word to another.
func (v *vocabulary) exact(text string) int {
	id, fresh := v.id("=" + text)
	if fresh {
		v.addRunes(text, id)
	}
	return id
}

func (v *vocabulary) addRunes(text string, id int) {
	at := 0
	for _, r := range text {
		n := &v.runes[at]
		if n.next == nil {
			n.next = map[rune]int{}
		}
		to, ok := n.next[r]
		if !ok {
			to = len(v.runes)
			n.next[r] = to
			v.runes = append(v.runes, runeNode{})
		}
		at = to
	}
	v.runes[at].lits = append(v.runes[at].lits, id)
}

// find calls at for every phrase of the vocabulary in a sentence: its id, first token, and the token behind it.
func (v *vocabulary) find(s *Subject, at func(id, from, to int)) {
	for i := range s.Tokens {
		v.walk(s, 0, i, i, at)
		v.walkRunes(s, i, at)
	}
}

func (v *vocabulary) walk(s *Subject, n, from, i int, at func(id, from, to int)) {
	for _, id := range v.word[n].lits {
		at(id, from, i)
	}
	next := v.word[n].next
	if next == nil || i >= len(s.Tokens) {
		return
	}
	t := &s.Tokens[i]
	if to, ok := next[key{t.Text, false}]; ok {
		v.walk(s, to, from, i+1, at)
	}
	lemma, end := s.lemmaAt(i)
	if to, ok := next[key{t.Base, true}]; ok && (lemma == "" || lemma == t.Base || t.POS.IsNoun()) {
		v.walk(s, to, from, i+1, at)
	}
	if lemma != "" && (lemma != t.Base || end != i+1) {
		if to, ok := next[key{lemma, true}]; ok {
			v.walk(s, to, from, end, at)
		}
	}
}

func (v *vocabulary) walkRunes(s *Subject, i int, at func(id, from, to int)) {
	n := 0
	pos := s.Tokens[i].Start
	j := i
	for pos < len(s.Text) {
		r, size := utf8.DecodeRuneInString(s.Text[pos:])
		to, ok := v.runes[n].next[r]
		if !ok {
			return
		}
		n = to
		pos += size
		for j < len(s.Tokens) && s.Tokens[j].End < pos {
			j++
		}
		if len(v.runes[n].lits) > 0 && j < len(s.Tokens) && s.Tokens[j].End == pos {
			for _, id := range v.runes[n].lits {
				at(id, i, j+1)
			}
		}
	}
}
