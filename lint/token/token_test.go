package token_test

import (
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/token"
)

func words(ts []token.Token) string {
	var b []string
	for _, t := range ts {
		b = append(b, t.Text+"/"+t.Base)
	}
	return strings.Join(b, " ")
}

func TestTokenize(t *testing.T) {
	tk, err := token.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for s, want := range map[string]string{
		"できかねます": "でき/できる かね/かねる ます/ます",
		"承れません":  "承れ/承る ませ/ます ん/ん",
		"APIの仕様": "API/API の/の 仕様/仕様",
		"〓〓様":    "〓/〓 〓/〓 様/様",
		"":       "",
	} {
		if got := words(tk.Tokenize(s)); got != want {
			t.Errorf("%s: got %s, want %s", s, got, want)
		}
	}
}

// Offsets cover the text without a gap, also where it was cut into units.
func TestTokensCoverTheText(t *testing.T) {
	tk, err := token.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{
		strings.Repeat("ご返金はいたしかねます、", 2000),
		strings.Repeat("あ", 9000),
		strings.Repeat("長音ー", 3000) + "\xff\xfe",
	} {
		at := 0
		for _, k := range tk.Tokenize(s) {
			if k.Start != at || s[k.Start:k.End] != k.Text {
				t.Fatalf("token %+v does not follow byte %d", k, at)
			}
			at = k.End
		}
		if at != len(s) {
			t.Errorf("tokens end at %d of %d bytes", at, len(s))
		}
	}
}

// 致し after an honorific stem is split い+た+し; a fix makes it one word again, but not in 〜ていたし.
func TestFix(t *testing.T) {
	tk, err := token.New([]token.Fix{{
		Find: []token.Word{{Text: "い", Base: "いる"}, {Text: "た"}, {Text: "し", POS: "particle.conjunctive"}},
		Into: []token.Word{{Text: "いたし", Base: "いたす", POS: "verb.dependent", Form: token.FormContinuative}},
		Not:  []token.Word{{Text: "て"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := words(tk.Tokenize("お受けいたしかねる")), "お/お 受け/受ける いたし/いたす かねる/かねる"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := words(tk.Tokenize("持っていたし")); strings.Contains(got, "いたす") {
		t.Errorf("got %s", got)
	}
}

func BenchmarkTokenize(b *testing.B) {
	tk, err := token.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	s := strings.Repeat("誠に恐れ入りますが、ご返金はいたしかねます。", 20)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		tk.Tokenize(s)
	}
}
