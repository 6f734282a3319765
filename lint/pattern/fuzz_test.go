package pattern_test

import (
	"errors"
	"testing"

	"github.com/yorisoi/yorisoi/lint/pattern"
)

var seedPatterns = []string{
	"対応できない", "(返金|交換) は? … できない $", "<品物:客> _ 送る:過去,-否定", "^ なお 、? <述語:否定,可能>", "『できま』 /[0-9]+円/", "<文節:理由> <文節>",
	"返金 (の 返金)? (です|でした)?", "… …2 … 返金 …3 <語>", "<名詞> <助詞> <動詞> <記号>", "お客様 が 誤る:-過去?", "承り かねる 、", "ありがたく", "。", "ー", "お", "、返金",
}

var seedTexts = []string{
	"お客様が時計をお送りくださったため、返金はいたしかねますが、交換でしたらできます。", "なお、返金の返金です（550円）。", "「〓」", "ご、お。", "ない", "a\u3099😀\xff",
}

// Whatever is typed compiles or is an error with a place inside it; nothing panics.
func FuzzCompile(f *testing.F) {
	w := newWorld(f)
	w.define(f, "品物", "(時計|かばん)")
	for _, s := range append(seedPatterns, "<品物", "x:過居", "(a|)", "/[/", "<名詞:or,-topic>?", "過去:過去:過去") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 300 {
			return
		}
		for _, compile := range []func(string) (*pattern.Pattern, error){w.Compile, w.Stems, w.Word} {
			_, err := compile(source)
			var e *pattern.Error
			if errors.As(err, &e) && (e.At < 0 || e.At > len([]rune(source))) {
				t.Fatalf("%q: error at %d: %v", source, e.At, err)
			}
		}
	})
}

// Matches lie inside the sentence, stand in order, and end no earlier than they begin.
func FuzzMatch(f *testing.F) {
	for _, p := range seedPatterns {
		for _, s := range seedTexts {
			f.Add(p, s)
		}
	}
	f.Fuzz(func(t *testing.T, source, s string) {
		if len(source) > 200 || len(s) > 400 {
			return
		}
		w := newWorld(t) // a compiler keeps the phrases of all its patterns
		w.define(t, "品物", "(時計|かばん)")
		p, err := w.Compile(source)
		if err != nil {
			return
		}
		sub, sn := w.prepare(s)
		last := pattern.Match{From: -1}
		for _, m := range p.Match(sub) {
			if m.From < 0 || m.To < m.From || m.To > len(sn.Tokens) || m.From <= last.From {
				t.Fatalf("%q in %q: match %v behind %v, of %d tokens", source, s, m, last, len(sn.Tokens))
			}
			last = m
		}
		for from := 0; from <= len(sn.Tokens); from += 3 {
			p.Ends(sub, from, len(sn.Tokens))
			p.Inside(sub, from, len(sn.Tokens))
		}
	})
}
