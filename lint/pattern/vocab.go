package pattern

import (
	"slices"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/frozen"
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
	list  frozen.Words
	word  trie // over words, by text or by dictionary form
	runes trie
	exact []bool  // by phrase: as written, from one end of a word to another
	other []int32 // by phrase: another that has the same characters, -1 for none
	mine  bool    `frozen:"-"` // the slices do not lie in an image
}

func newVocabulary() vocabulary {
	return vocabulary{word: trie{phrase: []int32{-1}}, runes: trie{phrase: []int32{-1}}}
}

// own makes the slices the vocabulary's own, so that they may be written to.
func (v *vocabulary) own() {
	if !v.mine {
		v.word.phrase, v.runes.phrase = slices.Clone(v.word.phrase), slices.Clone(v.runes.phrase)
		v.other, v.mine = slices.Clone(v.other), true
	}
}

// add gives a new phrase its number.
func (v *vocabulary) add(exact bool) int32 {
	v.exact, v.other = append(v.exact, exact), append(v.other, -1)
	return int32(len(v.exact) - 1)
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
	v.own()
	plain := true
	surface := ""
	at := int32(0)
	for _, k := range keys {
		plain = plain && !k.base
		surface += k.text
		at = v.word.add(at, label(v.list.Add(k.text), k.base))
	}
	if id := v.word.phrase[at]; id >= 0 {
		return int(id)
	}
	id := v.add(false)
	v.word.phrase[at] = id
	if text == "" && plain {
		text = surface
	}
	if text != "" {
		v.spell(text, id)
	}
	return int(id)
}

// exactly adds text that must stand as written, from one end of a word to another.
func (v *vocabulary) exactly(text string) int {
	v.own()
	at := int32(0)
	for _, r := range text {
		at = v.runes.add(at, r)
	}
	for id := v.runes.phrase[at]; id >= 0; id = v.other[id] {
		if v.exact[id] {
			return int(id)
		}
	}
	id := v.add(true)
	v.spell(text, id)
	return int(id)
}

// spell adds the characters of a phrase.
func (v *vocabulary) spell(text string, id int32) {
	at := int32(0)
	for _, r := range text {
		at = v.runes.add(at, r)
	}
	v.other[id] = v.runes.phrase[at]
	v.runes.phrase[at] = id
}

// find notes every phrase of the vocabulary in a sentence.
func (v *vocabulary) find(s *Subject) {
	for i := range s.Tokens {
		v.walk(s, 0, i, i)
		v.walkRunes(s, i)
	}
}

func (v *vocabulary) walk(s *Subject, n int32, from, i int) {
	if id := v.word.phrase[n]; id >= 0 {
		s.hits = append(s.hits, hit{id, int32(from), int32(i)})
	}
	if i >= len(s.Tokens) {
		return
	}
	t := &s.Tokens[i]
	if to := v.word.edges.Get(n, label(v.list.Find(t.Text), false)); to > 0 {
		v.walk(s, to, from, i+1)
	}
	lemma, end := s.lemmaAt(i)
	if lemma == "" || lemma == t.Base || t.POS.IsNoun() {
		if to := v.word.edges.Get(n, label(v.list.Find(t.Base), true)); to > 0 {
			v.walk(s, to, from, i+1)
		}
	}
	if lemma != "" && (lemma != t.Base || end != i+1) {
		if to := v.word.edges.Get(n, label(v.list.Find(lemma), true)); to > 0 {
			v.walk(s, to, from, end)
		}
	}
}

func (v *vocabulary) walkRunes(s *Subject, i int) {
	n := int32(0)
	pos := s.Tokens[i].Start
	j := i
	for pos < len(s.Text) {
		r, size := utf8.DecodeRuneInString(s.Text[pos:])
		if n = v.runes.edges.Get(n, r); n == 0 {
			return
		}
		pos += size
		for j < len(s.Tokens) && s.Tokens[j].End < pos {
			j++
		}
		if v.runes.phrase[n] >= 0 && j < len(s.Tokens) && s.Tokens[j].End == pos {
			for id := v.runes.phrase[n]; id >= 0; id = v.other[id] {
				s.hits = append(s.hits, hit{id, int32(i), int32(j + 1)})
			}
		}
	}
}

// trie leads from state to state by labels.
type trie struct {
	edges  frozen.Pairs
	phrase []int32 // by state: what ends there, -1 for nothing
}

// add gives the state to which label leads, a new one if there is none.
func (t *trie) add(from, label int32) int32 {
	to := t.edges.Get(from, label)
	if to == 0 {
		to = int32(len(t.phrase))
		t.edges.Set(from, label, to)
		t.phrase = append(t.phrase, -1)
	}
	return to
}

// label is that of a word in a trie.
func label(word int32, base bool) int32 {
	if base {
		return word<<1 | 1
	}
	return word << 1
}
