package text_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/text"
)

var units = []text.Unit{text.Bytes, text.Runes, text.UTF16s}

// A position taken from a place leads back to it, in each unit.
func TestOffset(t *testing.T) {
	f := text.Plain("a.txt", "お😀か\u3099x\r\n二行目\r空\n\n最後")
	for i := range f.Text {
		if f.Text[i] == '\n' && i > 0 && f.Text[i-1] == '\r' {
			continue // inside a line end
		}
		p := f.Position(i)
		for _, u := range units {
			if got := f.Offset(p.Line, p.Column(u), u); got != i {
				t.Errorf("byte %d, unit %d, %+v: got %d", i, u, p, got)
			}
		}
	}
	for _, c := range []struct {
		name         string
		line, column int
		unit         text.Unit
		want         int
	}{
		{"before the text", 0, 9, text.Runes, 0},
		{"column 0", 2, 0, text.Runes, 16},
		{"behind a line", 1, 99, text.UTF16s, 14},
		{"behind the last line", 9, 1, text.UTF16s, len(f.Text)},
		{"inside a pair", 1, 3, text.UTF16s, 3},
		{"behind a pair", 1, 4, text.UTF16s, 7},
		{"inside a character", 1, 2, text.Bytes, 0},
	} {
		if got := f.Offset(c.line, c.column, c.unit); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

// A file that was edited bit by bit is the file that holds the same text from the beginning.
func FuzzEdited(f *testing.F) {
	f.Add("お\r\n世話", 3, 5, "\n")
	f.Add("a\rb", 2, 2, "\n")
	f.Add("a\r\nb", 2, 2, "x")
	f.Add("a\r\nb", 1, 2, "")
	f.Add("", 0, 0, "\r")
	f.Add("a\n\n", 3, 3, "終")
	f.Fuzz(func(t *testing.T, s string, start, end int, n string) {
		if !utf8.ValidString(s) || len(s) > 1000 {
			return
		}
		got := text.Plain("a", s).Edited(text.Edit{Span: text.Span{Start: start, End: end}, New: n})
		start = min(max(start, 0), len(s))
		end = min(max(end, start), len(s))
		want := text.Plain("a", s[:start]+n+s[end:])
		var a, b []text.Span
		for i := range max(got.Lines(), want.Lines()) + 1 {
			_, x := got.Line(i + 1)
			_, y := want.Line(i + 1)
			a, b = append(a, x), append(b, y)
		}
		if got.Text != want.Text || string(got.Bytes()) != string(want.Bytes()) || !slices.Equal(a, b) {
			t.Errorf("got %q %v, want %q %v", got.Text, a, want.Text, b)
		}
	})
}

func BenchmarkEdited(b *testing.B) {
	f := text.Plain("a", strings.Repeat("お世話になっております。\n", 30000))
	for b.Loop() {
		f.Edited(text.Edit{Span: text.Span{Start: 500000, End: 500003}, New: "で"})
	}
}
