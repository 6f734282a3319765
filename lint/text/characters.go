package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Characters is the number of characters that a reader sees in s: an emoji of several code points is one, and so is a letter
// with its marks, half-width ones among them. White space counts nothing.
func Characters(s string) (n int) {
	s, _ = Fold(s, nil)
	for g := graphemes.FromString(s); g.Next(); {
		if r, _ := utf8.DecodeRuneInString(g.Value()); !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}
