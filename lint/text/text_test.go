package text_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"github.com/yorisoi/yorisoi/lint/text"
)

func TestPositionCountsEachUnit(t *testing.T) {
	f := text.NewFile("a.txt", []byte("\ufeffお😀か\u3099x\r\n二行目\n"))
	at := strings.Index(f.Text, "x")
	got := f.Position(at)
	want := text.Position{Line: 1, Byte: 14, Rune: 5, UTF16: 6, Cell: 7, Offset: 16}
	if got != want {
		t.Errorf("before x: got %+v, want %+v", got, want)
	}
	got = f.Position(strings.Index(f.Text, "行"))
	want = text.Position{Line: 2, Byte: 4, Rune: 2, UTF16: 2, Cell: 3, Offset: 22}
	if got != want {
		t.Errorf("second line: got %+v, want %+v", got, want)
	}
	if f.Lines() != 3 {
		t.Errorf("lines: got %d, want 3 (the last one empty)", f.Lines())
	}
	if line, span := f.Line(2); line != "二行目" || span.In(f.Text) != "二行目" {
		t.Errorf("line 2: got %q %v", line, span)
	}
}

func TestInvalid(t *testing.T) {
	f := text.NewFile("a.txt", []byte("あ\xff"))
	if at, bad := f.Invalid(); !bad || at != 3 {
		t.Errorf("got %d %v, want 3 true", at, bad)
	}
}

func TestMapCarriesSpansBack(t *testing.T) {
	const source = "お受けでき\nません&amp;ﾃﾞす"
	var b text.Builder
	b.Copy(0, source[:15])
	b.Copy(16, source[16:25])
	b.Replace(text.Span{Start: 25, End: 30}, "&")
	b.Replace(text.Span{Start: 30, End: 36}, "デ")
	b.Copy(36, source[36:])
	derived, m := b.Done()
	if derived != "お受けできません&デす" {
		t.Fatalf("derived %q", derived)
	}
	for _, c := range []struct {
		find, raw string
	}{
		{"お受け", "お受け"},
		{"できません", "でき\nません"},
		{"&", "&amp;"},
		{"ん&デ", "ん&amp;ﾃﾞ"},
		{"す", "す"},
	} {
		i := strings.Index(derived, c.find)
		raw, exact := m.Raw(text.Span{Start: i, End: i + len(c.find)})
		if raw.In(source) != c.raw || !exact {
			t.Errorf("%q came from %q (exact %v), want %q", c.find, raw.In(source), exact, c.raw)
		}
	}
	i := strings.Index(derived, "デ")
	if raw, exact := m.Raw(text.Span{Start: i + 1, End: i + 3}); exact || raw.In(source) != "ﾃﾞ" {
		t.Errorf("part of a replaced run: got %q exact %v", raw.In(source), exact)
	}
}

// A chain of two maps and their composition must agree everywhere.
func FuzzThen(f *testing.F) {
	f.Add("abcdefghij", uint8(2), uint8(3), uint8(1), uint8(4))
	for i := range uint8(40) {
		f.Add(strings.Repeat("abcdefghij", 4), i, 3*i+1, 5*i, 7*i+2)
	}
	f.Fuzz(func(t *testing.T, s string, a, b, c, d uint8) {
		one := derive(s, int(a), int(b))
		two := derive(one.text, int(c), int(d))
		all := one.m.Then(two.m)
		last := -1
		for i := 0; i < len(two.text); i++ {
			mid, ok1 := two.m.Raw(text.Span{Start: i, End: i + 1})
			want, ok2 := one.m.Raw(mid)
			got, ok := all.Raw(text.Span{Start: i, End: i + 1})
			if got != want || ok && !(ok1 && ok2) {
				t.Fatalf("byte %d: got %v %v, want %v %v %v", i, got, ok, want, ok1, ok2)
			}
			if got.Start < last || got.End > len(s) {
				t.Fatalf("byte %d: %v is not monotone or lies outside %d bytes", i, got, len(s))
			}
			last = got.Start
		}
	})
}

type derivation struct {
	text string
	m    text.Map
}

// derive drops, copies, replaces and respells stretches of s in turn.
func derive(s string, a, b int) derivation {
	var w text.Builder
	for i, k := 0, a; i < len(s); k++ {
		n := min(1+(a+k*b)%7, len(s)-i)
		switch k % 6 {
		case 0, 3:
			w.Copy(i, s[i:i+n])
		case 1:
			w.Replace(text.Span{Start: i, End: i + n}, strings.Repeat("#", b%4))
		case 2:
			w.Units(i, 1, strings.Repeat("abc", n), 3)
		case 4:
			each := 1 + b%3
			n = (n + each - 1) / each * each
			if i+n > len(s) {
				return done(&w)
			}
			w.Units(i, each, strings.Repeat("a", n/each), 1)
		case 5:
			w.Base64(i, strings.Repeat("a", n*3/4))
		}
		i += n
	}
	return done(&w)
}

func done(w *text.Builder) derivation {
	t, m := w.Done()
	return derivation{t, m}
}

// What base64 is led back to is as little as holds it; between groups of three bytes it is that and nothing else.
func TestBase64(t *testing.T) {
	var w text.Builder
	w.Base64(10, "abcdefgh") // YWJj ZGVm Z2g=
	_, m := w.Done()
	for _, c := range []struct {
		start, end, from, to int
		exact                bool
	}{
		{0, 1, 10, 12, false}, {1, 2, 11, 13, false}, {2, 3, 12, 14, false}, {0, 3, 10, 14, true}, {3, 6, 14, 18, true}, {4, 5, 15, 17, false},
		{6, 8, 18, 21, true}, {0, 8, 10, 21, true}, {2, 7, 12, 21, false},
	} {
		raw, exact := m.Raw(text.Span{Start: c.start, End: c.end})
		if raw != (text.Span{Start: c.from, End: c.to}) || exact != c.exact {
			t.Errorf("%+v: got %v %v", c, raw, exact)
		}
	}
}

// Japanese breaks anywhere but before a closing mark, other scripts between words.
func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s     string
		width int
		want  string
	}{
		{"返金はできません。", 40, "返金はできません。"},
		{"返金はできません。", 8, "返金はで\n  きませ\n  ん。"},
		{"返金はできません。", 16, "返金はできません。"},
		{"one two three", 8, "one two\n  three"},
		{"返金はできません。", 0, "返金はできません。"},
	} {
		if got := text.Wrap(c.s, c.width, "  "); got != c.want {
			t.Errorf("%q in %d: got %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

// A line end belongs to the line that it ends, and an empty span stands on one line.
func TestLinesOf(t *testing.T) {
	f := text.NewFile("a.txt", []byte("一\r\n二\n三"))
	for _, c := range []struct{ start, end, first, last int }{
		{0, 3, 1, 1}, {0, 5, 1, 1}, {0, 6, 1, 2}, {5, 5, 2, 2}, {5, 12, 2, 3}, {12, 12, 3, 3},
	} {
		if first, last := f.LinesOf(text.Span{Start: c.start, End: c.end}); first != c.first || last != c.last {
			t.Errorf("[%d, %d): got lines %d to %d, want %d to %d", c.start, c.end, first, last, c.first, c.last)
		}
	}
}

// The widths of the usual characters are those of the tables, alone and beside each other.
func TestUsualWidths(t *testing.T) {
	var usual []rune
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := string(r)
		if w, ok := text.UsualWidth(s); ok {
			usual = append(usual, r)
			if want := text.TableWidth(s); w != want {
				t.Errorf("%q (%U) is %d wide, want %d", s, r, w, want)
			}
		}
	}
	if len(usual) < 20_000 {
		t.Errorf("only %d characters are usual", len(usual))
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range 1 + random.IntN(6) {
			b.WriteRune(usual[random.IntN(len(usual))])
		}
		if w, want := text.Width(b.String()), text.TableWidth(b.String()); w != want {
			t.Fatalf("%q is %d wide, want %d", b.String(), w, want)
		}
	}
}
