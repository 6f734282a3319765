// Package text is the ground everything stands on: files as they lie on disk, spans in them, and the
// maps that carry a span of derived text (unwrapped, decoded, normalised) back to the bytes it came from.
//
// Nothing in yorisoi ever searches for text it already had. A stage that changes text records the change
// in a [Map]; whoever finds something in the changed text asks the map where it was.
package text

import (
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// Span is a half-open range of bytes, [Start, End). Which text it belongs to is said where it is used.
type Span struct{ Start, End int }

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Empty reports whether s holds no bytes.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether o lies wholly inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share at least one byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Cover is the smallest span that holds both s and o.
func (s Span) Cover(o Span) Span { return Span{min(s.Start, o.Start), max(s.End, o.End)} }

// In is the part of t that s names, clipped to t.
func (s Span) In(t string) string {
	start, end := max(s.Start, 0), min(s.End, len(t))
	if start >= end {
		return ""
	}
	return t[start:end]
}

// Position is a place in a file, every number 1-based except Offset, each in the unit its name says:
// Byte in UTF-8 bytes, Rune in Unicode code points, UTF16 in UTF-16 code units, Cell in terminal cells
// (East Asian wide characters take two), all counted from the start of the line. Offset is 0-based, in
// bytes from the start of the file as it lies on disk.
type Position struct {
	Line, Byte, Rune, UTF16, Cell int
	Offset                        int
}

// File is one file, or a stretch of one: what lies on disk, and the readable (UTF-8) text of it. Spans of a File are spans of
// Text; [File.Raw] turns them into spans of the bytes on disk.
type File struct {
	Path string
	Text string
	raw  []byte
	back Map   // Text → raw
	line []int // start of each line in Text
	code Encoding

	above, before int // lines and bytes of the file that stand before the stretch
	long          sync.Once
	marks         map[int][]mark // of long lines, by their start
}

// Encoding is how text is written in bytes.
type Encoding interface {
	// Name is what the encoding is called in settings.
	Name() string
	// Encode gives the bytes of s. The error says which character has no place in the encoding.
	Encode(s string) ([]byte, error)
	// Stateful reports whether what bytes mean depends on those before them in the line.
	Stateful() bool
}

const byteOrderMark = "\ufeff"

// NewFile makes a File of UTF-8 bytes, with or without a byte order mark. It does not check that they
// are valid UTF-8; see [File.Invalid].
func NewFile(path string, raw []byte) *File {
	s := string(raw)
	skip := 0
	if strings.HasPrefix(s, byteOrderMark) {
		skip = len(byteOrderMark)
	}
	return Decoded(path, raw, s[skip:], Identity(skip, len(s)-skip))
}

// Decoded makes a File whose readable text t was derived from raw as m says.
func Decoded(path string, raw []byte, t string, m Map) *File {
	f := &File{Path: path, Text: t, raw: raw, back: m, line: []int{0}}
	for i := 0; i < len(t); i++ {
		switch t[i] {
		case '\r':
			if i+1 < len(t) && t[i+1] == '\n' {
				i++
			}
			f.line = append(f.line, i+1)
		case '\n':
			f.line = append(f.line, i+1)
		}
	}
	return f
}

// In says in which encoding the file is written. Without it, it is UTF-8.
func (f *File) In(e Encoding) *File {
	f.code = e
	return f
}

// Behind says that the file is a stretch of one, with lines and bytes of it standing above and before.
func (f *File) Behind(lines, bytes int) *File {
	f.above, f.before = lines, bytes
	return f
}

// Encoding is how the file is written; nil stands for UTF-8.
func (f *File) Encoding() Encoding { return f.code }

// Size is the number of bytes on disk.
func (f *File) Size() int { return len(f.raw) }

// Bytes are the bytes on disk. They must not be changed.
func (f *File) Bytes() []byte { return f.raw }

// Raw gives the bytes on disk that a span of f.Text came from, and whether they are exactly those.
func (f *File) Raw(s Span) (Span, bool) { return f.back.Raw(s) }

// Invalid finds the first byte of f.Text that is not valid UTF-8.
func (f *File) Invalid() (offset int, found bool) {
	for i := 0; i < len(f.Text); {
		r, n := utf8.DecodeRuneInString(f.Text[i:])
		if r == utf8.RuneError && n == 1 {
			return i, true
		}
		i += n
	}
	return 0, false
}

// LineAt is the number, from 1, of the line that a byte offset of f.Text lies in.
func (f *File) LineAt(offset int) int {
	return f.above + max(1, sort.Search(len(f.line), func(i int) bool { return f.line[i] > offset }))
}

// Position is the place of a byte offset of f.Text. An offset outside the text is moved to its nearest end.
func (f *File) Position(offset int) Position {
	offset = min(max(offset, 0), len(f.Text))
	n := sort.Search(len(f.line), func(i int) bool { return f.line[i] > offset }) - 1
	m := f.nearest(f.line[n], offset)
	p := Position{Line: f.above + n + 1, Byte: 1 + offset - f.line[n], Rune: 1 + m.runes, UTF16: 1 + m.utf16, Cell: 1 + m.cells}
	rest := mark{at: m.at}
	rest.count(f.Text[m.at:offset])
	p.Rune += rest.runes
	p.UTF16 += rest.utf16
	p.Cell += rest.cells
	raw, _ := f.back.Raw(Span{offset, offset})
	p.Offset = f.before + raw.Start
	return p
}

// mark is a place in a long line, with what stands before it in the line.
type mark struct{ at, runes, utf16, cells int }

// count adds what s holds.
func (m *mark) count(s string) {
	for _, r := range s {
		m.runes++
		m.utf16++
		if r > 0xFFFF {
			m.utf16++
		}
	}
	m.cells += Width(s)
	m.at += len(s)
}

// step is how far apart the marks of a long line stand, in bytes.
const step = 4 << 10

// nearest is the last mark before offset in the line that begins at start.
func (f *File) nearest(start, offset int) mark {
	if offset-start <= step {
		return mark{at: start}
	}
	f.long.Do(func() {
		f.marks = map[int][]mark{}
		for i, from := range f.line {
			to := len(f.Text)
			if i+1 < len(f.line) {
				to = f.line[i+1]
			}
			for m := (mark{at: from}); to-m.at > step; {
				end := m.at + step
				for !utf8.RuneStart(f.Text[end]) && end > m.at+step-utf8.UTFMax {
					end--
				}
				m.count(f.Text[m.at:end])
				f.marks[from] = append(f.marks[from], m)
			}
		}
	})
	all := f.marks[start]
	i := sort.Search(len(all), func(i int) bool { return all[i].at > offset })
	if i == 0 {
		return mark{at: start}
	}
	return all[i-1]
}

// Lines is the number of lines down to the end. A file that ends in a line end has an empty last line.
func (f *File) Lines() int { return f.above + len(f.line) }

// Line is the text of the 1-based line n, without its line end, and the span it takes in f.Text.
func (f *File) Line(n int) (string, Span) {
	n -= f.above
	if n < 1 || n > len(f.line) {
		return "", Span{len(f.Text), len(f.Text)}
	}
	s := Span{f.line[n-1], len(f.Text)}
	if n < len(f.line) {
		s.End = f.line[n]
	}
	t := strings.TrimRight(s.In(f.Text), "\r\n")
	s.End = s.Start + len(t)
	return t, s
}

// LinesOf are the first and last 1-based line that a span of f.Text stands on.
func (f *File) LinesOf(s Span) (first, last int) {
	return f.LineAt(s.Start), f.LineAt(max(s.Start, s.End-1))
}

// cells measures text the same way whatever the locale says; ambiguous characters (… ① ※) take one cell.
var cells = &runewidth.Condition{EastAsianWidth: false, StrictEmojiNeutral: true}

// Width is the number of terminal cells s takes. A tab counts as one.
func Width(s string) int {
	n := 0
	for _, r := range s {
		w := usual(r)
		if w == 0 { // the tables of all characters take longer to make than a draft to check
			return cells.StringWidth(strings.ReplaceAll(s, "\t", " "))
		}
		n += w
	}
	return n
}

// usual is the width of the characters that Japanese text is made of and that never join with others, 0 for all others.
func usual(r rune) int {
	switch {
	case ' ' <= r && r <= '~' || r == '\t',
		'\u2010' <= r && r <= '\u2027', // dashes, quotation marks, dots
		r == '\u203b', '\u2190' <= r && r <= '\u2193', '\u2460' <= r && r <= '\u24ff', '\u2500' <= r && r <= '\u257f', '\u25a0' <= r && r <= '\u25cf',
		'\uff61' <= r && r <= '\uff9d':
		return 1
	case '\u3000' <= r && r <= '\u3029', '\u3041' <= r && r <= '\u3096', '\u30a0' <= r && r <= '\u30ff', '\u4e00' <= r && r <= '\u9fff',
		'\uff01' <= r && r <= '\uff60':
		return 2
	}
	return 0
}

// Wrap breaks s into lines of at most width cells, each but the first behind indent: between words where there are spaces,
// elsewhere between any two characters, but never before a mark that must not begin a line. With a width of 0 or less it is left
// whole.
func Wrap(s string, width int, indent string) string {
	if width <= 0 || Width(s) <= width {
		return s
	}
	var b strings.Builder
	line, at, space := 0, 0, -1 // cells of the line, its first byte, and the last space in it
	for i, r := range s {
		w := Width(string(r))
		if line+w > width && !hangs(r) {
			end := i
			if r != ' ' && space > at && Latin(r) {
				end = space
			}
			b.WriteString(strings.TrimRight(s[at:end], " "))
			b.WriteString("\n" + indent)
			at = end + len(s[end:]) - len(strings.TrimLeft(s[end:], " "))
			line, space = Width(indent)+Width(s[at:i]), -1
		}
		if r == ' ' {
			space = i
		}
		line += w
	}
	b.WriteString(s[at:])
	return b.String()
}

// hangs reports whether r may not begin a line.
func hangs(r rune) bool {
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Po) && r > 0x7f || r == ')' || r == ',' || r == '.'
}

// Latin reports whether r is a letter or digit of the Latin alphabet, accented ones among them.
func Latin(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// Edit replaces a span of a file's text.
type Edit struct {
	Span Span
	New  string
}

// Head is what fits of the beginning of s in width cells; mark, which counts, stands for the rest.
func Head(s string, width int, mark string) string { return cells.Truncate(s, max(width, 0), mark) }

// Tail is what fits of the end of s in width cells; mark, which counts, stands for the rest.
func Tail(s string, width int, mark string) string {
	return cells.TruncatePrefix(s, max(width, 0), mark)
}
