package reply

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// The widths, in columns, at which mail programs and people who imitate them break lines.
const minWrap, maxWrap = 24, 120

// breaks finds the lines that end only because the next word did not fit. That a text is broken so at all shows where a
// line ends inside a word or before a particle, as nobody would by hand; the longest such line tells the width. The
// reply and a quotation in it may be broken at different ones.
func (r *reading) breaks() {
	if r.chat {
		return
	}
	widths := make([]int, len(r.lines))
	widest := map[kind]int{}
	for i := range r.lines {
		l := &r.lines[i]
		if l.kind == kBlank {
			continue
		}
		end := l.at + len(strings.TrimRightFunc(l.text, hangs))
		widths[i] = r.columns(text.Span{Start: l.span.Start, End: end})
		if w := widths[i]; w >= minWrap && w <= maxWrap && r.follows(i) && !r.ended(l.text) && r.inPhrase(l.text, r.lines[i+1].text) {
			widest[l.kind] = max(widest[l.kind], w)
		}
	}
	for i := range r.lines {
		l := &r.lines[i]
		if w := widest[l.kind]; w > 0 && r.follows(i) && widths[i] <= w+2 { // a character more than the widest we are sure of
			next := &r.lines[i+1]
			l.full = widths[i]+r.columns(text.Span{Start: next.at, End: next.at + firstUnit(next.text)}) > w
		}
	}
}

// follows reports whether the line below i might go on with it.
func (r *reading) follows(i int) bool {
	if i+1 >= len(r.lines) {
		return false
	}
	a, b := &r.lines[i], &r.lines[i+1]
	return a.kind == b.kind && a.kind != kBlank && a.depth == b.depth && a.turn == b.turn && !a.hard
}

// quoting finds the lines that end inside a quotation which a later line of the paragraph closes, or, where they end for
// their length, inside brackets.
func (r *reading) quoting() {
	const open, closed = "「『“", "」』”"
	for i := 0; i < len(r.lines); {
		j := i
		var run strings.Builder
		run.WriteString(r.lines[i].text)
		for ; r.follows(j); j++ {
			run.WriteString(r.lines[j+1].text)
		}
		quoted := openAt(matching(run.String(), open, closed))
		bracketed := openAt(matching(run.String(), r.cues.Sentence.Open, r.cues.Sentence.Close))
		end := 0
		for ; i < j; i++ {
			l := &r.lines[i]
			end += len(l.text)
			q, b := quoted(end), bracketed(end)
			l.inside = q || l.full && b
		}
		i = j + 1
	}
}

// openAt gives a function that reports whether one of the pairs of brackets is open at a place. It must be asked for one
// place after the other.
func openAt(pairs map[int]int) func(at int) bool {
	opens := slices.Sorted(maps.Keys(pairs))
	end := 0 // the furthest of the pairs that open before
	return func(at int) bool {
		for len(opens) > 0 && opens[0] < at {
			end, opens = max(end, pairs[opens[0]]), opens[1:]
		}
		return at < end
	}
}

// middle reports whether line i belongs to the line above, whatever it looks like: a number or a time that begins it is no
// item of a list, unless it is the one that comes after number.
func (r *reading) middle(i, number int) bool {
	if i == 0 || !r.lines[i-1].full || r.ended(r.lines[i-1].text) {
		return false
	}
	c, t := r.cues, r.lines[i].text
	digits := len(t) - len(strings.TrimLeft(t, "0123456789"))
	switch first, _ := utf8.DecodeRuneInString(t); {
	case c.List.in(t):
		return digits > 0 && (t[:digits] != strconv.Itoa(number+1) || decimal.MatchString(t))
	case c.Heading.Question.in(t) || c.Note.in(t):
		return false
	case c.Label.in(t):
		return digits > 0
	default:
		return unicode.IsLetter(first) || digits > 0
	}
}

var decimal = frozen.Later(`^\d+\.\d`)

// inPhrase reports whether the end of a and the beginning of b belong to one word, or b begins with one that leans on the
// word before.
func (r *reading) inPhrase(a, b string) bool {
	const context = 20 // characters, enough to tell words
	a, b = last(a, context), first(b, context)
	if z, _ := utf8.DecodeRuneInString(b); text.Latin(z) || !unicode.IsLetter(z) {
		return false
	}
	for _, t := range r.words.Tokenize(a + b) {
		switch {
		case t.Start < len(a) && len(a) < t.End:
			return true
		case t.Start == len(a):
			return t.POS == token.Auxiliary || t.POS.IsParticle()
		}
	}
	return false
}

// ended reports whether s ends a sentence, closing brackets aside.
func (r *reading) ended(s string) bool {
	s = strings.TrimRightFunc(s, closes)
	last, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && (strings.ContainsRune(r.cues.Sentence.End, last) || r.cues.Line.Ended.in(s))
}

// hangs reports whether a mark belongs to what stands before it: no line begins with one, and it may hang over the end of
// a full line.
func hangs(c rune) bool {
	return unicode.In(c, unicode.Pe, unicode.Po, unicode.Lm) || c == ' '
}

// firstUnit is the length of what stands at the beginning of s and is not broken: a character with the marks that belong to
// it, or a Latin word, number or address.
func firstUnit(s string) int {
	end := 0
	var before rune
	for i, c := range s {
		if i > 0 && !unicode.Is(unicode.Ps, before) && !hangs(c) && !(ascii(before) && ascii(c)) {
			break
		}
		before, end = c, i+utf8.RuneLen(c)
	}
	return end
}

func ascii(c rune) bool { return ' ' < c && c < utf8.RuneSelf }

// last and first are the last and first n characters of s.
func last(s string, n int) string {
	i := len(s)
	for ; n > 0 && i > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:]
}

func first(s string, n int) string {
	i := 0
	for ; n > 0 && i < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return s[:i]
}
