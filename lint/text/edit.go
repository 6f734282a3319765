package text

import (
	"slices"
	"unicode/utf8"
)

// Unit is what columns are counted in.
type Unit int

// The units.
const (
	Bytes  Unit = iota // of UTF-8
	Runes              // Unicode code points
	UTF16s             // UTF-16 code units
)

// Column is the 1-based column of p in a unit.
func (p Position) Column(u Unit) int {
	switch u {
	case Bytes:
		return p.Byte
	case Runes:
		return p.Rune
	}
	return p.UTF16
}

// Offset is the byte of f.Text at a 1-based line and column. What lies outside is moved to its nearest end: a column behind a
// line to the end of the line, before its line end, a line behind the last to the end of the text. A column inside a character
// is moved to the beginning of the character.
func (f *File) Offset(line, column int, u Unit) int {
	switch {
	case line < 1:
		return 0
	case line > len(f.line):
		return len(f.Text)
	}
	s, span := f.Line(line)
	n := max(column, 1) - 1 // units still to go
	for i, r := range s {
		w := 1
		switch {
		case u == Bytes:
			_, w = utf8.DecodeRuneInString(s[i:])
		case u == UTF16s && r > 0xFFFF:
			w = 2
		}
		if n < w {
			return span.Start + i
		}
		n -= w
	}
	return span.End
}

// Plain makes a File whose bytes on disk are its text: what an editor holds, which has no byte order mark and no encoding.
func Plain(path, t string) *File { return Decoded(path, []byte(t), t, Identity(0, len(t))) }

// Edited is f with one stretch of its text replaced. The bytes on disk are taken to be the text, as of [Plain]. It costs a copy
// of the text, not a new search for its lines.
func (f *File) Edited(e Edit) *File {
	start := min(max(e.Span.Start, 0), len(f.Text))
	end := min(max(e.Span.End, start), len(f.Text))
	t := f.Text[:start] + e.New + f.Text[end:]
	// Whether a line begins at a byte depends on it and the one before: lines that begin before start or behind end stay.
	to := start + len(e.New)
	head, _ := slices.BinarySearch(f.line, max(start, 1))
	tail, _ := slices.BinarySearch(f.line, end+1)
	line := append(make([]int, 0, len(f.line)+8), f.line[:head]...)
	for at := max(start, 1); at <= to; at++ {
		if begins(t, at) {
			line = append(line, at)
		}
	}
	for _, at := range f.line[tail:] {
		line = append(line, at+to-end)
	}
	return &File{Path: f.Path, Text: t, raw: []byte(t), back: Identity(0, len(t)), line: line}
}

// begins reports whether a line begins at byte i of t, which is not the first.
func begins(t string, i int) bool {
	return t[i-1] == '\n' || t[i-1] == '\r' && (i == len(t) || t[i] != '\n')
}
