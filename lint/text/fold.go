package text

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is s with the accidents of typing removed: half-width kana and full-width ASCII in their ordinary
// width, marks of voicing joined to their kana, every space a plain one. Line ends and everything else stay,
// so that a line of the folded text is the same line of s.
//
// Only width variants are decomposed by compatibility (NFKC); ①, ㈱ and … keep their form, because what they
// look like says what they do in a letter. ，． behind Japanese words are the other pair of Japanese marks, 、 and 。;
// behind one letter (ア．) they are the mark of a list.
//
// Half-width kana hide whether a word is written in hiragana or katakana: kana, if not nil, is given every run
// of them in full-width katakana and says how the run is to be spelled, in as many characters.
func Fold(s string, kana func(run string) string) (string, Map) {
	var b Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if kana != nil && halfWidthKana(r) {
			i = foldRun(&b, s, i, kana)
			continue
		}
		j := i + n
		marked := false
		for j < len(s) {
			m, k := utf8.DecodeRuneInString(s[j:])
			if !voicing(m) {
				break
			}
			j, marked = j+k, true
		}
		switch {
		case r != '\n' && r != '\r' && unicode.IsSpace(r):
			b.Replace(Span{i, j}, " ")
		case (r == wideStop || r == wideComma) && !marked && japanese(s[:i]):
			b.Replace(Span{i, j}, string(ordinary[r]))
		case wide(r) || marked:
			if f := norm.NFKC.String(s[i:j]); f != s[i:j] {
				b.Replace(Span{i, j}, f)
			} else {
				b.Copy(i, s[i:j])
			}
		default:
			b.Copy(i, s[i:j])
		}
		i = j
	}
	return b.Done()
}

const (
	wideComma = '\uff0c'
	wideStop  = '\uff0e'
)

var ordinary = map[rune]rune{wideComma: '\u3001', wideStop: '\u3002'}

// japanese reports whether s ends in two Japanese characters or closing brackets.
func japanese(s string) bool {
	for range 2 {
		r, n := utf8.DecodeLastRuneInString(s)
		if !unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han, unicode.Pe) {
			return false
		}
		s = s[:len(s)-n]
	}
	return true
}

// voicing marks: combining, and the half-width ones that follow half-width kana.
func voicing(r rune) bool { return r == '\u3099' || r == '\u309a' || r == '\uff9e' || r == '\uff9f' }

// wide: the block of half-width and full-width forms.
func wide(r rune) bool { return r >= '\uff00' && r <= '\uffef' }

func halfWidthKana(r rune) bool { return r >= '\uff66' && r <= '\uff9f' }

// foldRun folds the run of half-width kana at i and gives the offset behind it.
func foldRun(b *Builder, s string, i int, kana func(string) string) int {
	end := i
	for end < len(s) {
		r, n := utf8.DecodeRuneInString(s[end:])
		if !halfWidthKana(r) {
			break
		}
		end += n
	}
	plain, m := Fold(s[i:end], nil)
	spelled := []rune(kana(plain))
	k := 0
	for at, r := range plain {
		raw, _ := m.Raw(Span{at, at + utf8.RuneLen(r)})
		b.Replace(Span{i + raw.Start, i + raw.End}, string(spelled[min(k, len(spelled)-1)]))
		k++
	}
	return end
}
