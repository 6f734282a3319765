package text

import "strings"

// TableWidth is the width of s by the tables alone.
func TableWidth(s string) int { return cells.StringWidth(strings.ReplaceAll(s, "\t", " ")) }

// UsualWidth is the width of s if it is made of usual characters.
func UsualWidth(s string) (n int, ok bool) {
	for _, r := range s {
		w := usual(r)
		if w == 0 {
			return 0, false
		}
		n += w
	}
	return n, true
}
