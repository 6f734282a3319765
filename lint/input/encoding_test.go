package input_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/text"
)

// samples are the replies that rules are made with.
func samples(t testing.TB) (out []string) {
	paths, err := filepath.Glob("../../testdata/replies/seen/*.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no replies", err)
	}
	for _, p := range paths {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		items, err := input.Read(text.NewFile(p, b))
		if err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			out = append(out, it.Text)
		}
	}
	return out
}

var writers = []struct {
	name string
	enc  encoding.Encoding
}{
	{"utf-8", unicode.UTF8}, {"shift_jis", japanese.ShiftJIS}, {"euc-jp", japanese.EUCJP}, {"iso-2022-jp", japanese.ISO2022JP},
	{"utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)}, {"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// Replies are read in the encoding they are written in, without being told. Of pieces as short as a line at least 39 of 40 are, of
// whole replies all.
func TestEncodingIsFound(t *testing.T) {
	first := func(s string, n int) string {
		s = strings.TrimSpace(s)
		for i := range s {
			if n--; n < 0 {
				return s[:i]
			}
		}
		return s
	}
	middle := func(s string) string { // a sentence out of it
		parts := strings.FieldsFunc(s, func(r rune) bool { return r == '。' || r == '\n' })
		return parts[len(parts)/2]
	}
	var replies []string
	for i, s := range samples(t) {
		if i%4 == 0 {
			replies = append(replies, s)
		}
	}
	for _, kind := range []struct {
		name string
		cut  func(string) string
		most float64 // of those that are not
	}{
		{"whole replies", func(s string) string { return s }, 0},
		{"60 characters", func(s string) string { return first(s, 60) }, 1. / 40},
		{"20 characters", func(s string) string { return first(s, 20) }, 1. / 40},
		{"a sentence", middle, 1. / 40},
	} {
		for _, w := range writers {
			tried, wrong := 0, 0
			for _, s := range replies {
				s = kind.cut(s)
				raw, err := w.enc.NewEncoder().String(s)
				if back, err2 := w.enc.NewDecoder().String(raw); err != nil || err2 != nil || back != s || utf8.RuneCountInString(s) == len(s) {
					continue // not to be written in it, or nothing but ASCII
				}
				tried++
				f, err := input.Decode("a.txt", []byte(raw), "")
				if err != nil || f.Text != s {
					if wrong++; wrong < 3 {
						t.Logf("%s, %s: %q (%v)", kind.name, w.name, s, err)
					}
				}
			}
			t.Logf("%s in %s: %d of %d", kind.name, w.name, tried-wrong, tried)
			if tried < 40 || float64(wrong) > kind.most*float64(tried) {
				t.Errorf("%s in %s: %d of %d are not found", kind.name, w.name, wrong, tried)
			}
		}
	}
}
