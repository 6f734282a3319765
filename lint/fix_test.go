package lint_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/transform"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/rules"
)

// chosen is a linter of a team that has chosen words which stand all over the corpus in another spelling.
func chosen(t testing.TB) *lint.Linter {
	t.Helper()
	set, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lint.New(set, lint.Options{Config: &config.Applied{Settings: reply.Settings{Names: &reply.Names{Terms: []reply.Term{
		{Use: "お問合せ", Not: []string{"お問い合わせ", "お問い合せ", "お問合わせ"}},
		{Use: "お客さま", Not: []string{"お客様"}},
		{Use: "メールアドレス", Not: []string{"アドレス"}},
		{Use: "申込", Not: []string{"申し込み", "申込み"}},
		{Use: "商品", Not: []string{"品物"}},
		{Use: "代金", Not: []string{"料金", "費用"}},
	}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// What is written is written once: the file reads as before but for that, the findings it answers are gone, no other is new
// where it was written, and a second time there is nothing to do.
func TestFixesSettle(t *testing.T) {
	l := chosen(t)
	fixed := 0
	for _, src := range files(t, "drafts", "seen") {
		switch filepath.Base(src.Path) { // enough of them: each is looked at six times
		case "structure.yaml", "letters.yaml", "shop.yaml", "refund.txt", "delay.txt", "keigo.yaml":
		default:
			continue
		}
		f, err := src.Open()
		if err != nil {
			t.Fatal(err)
		}
		before := l.Check(t.Context(), f)
		if before.Err != nil {
			t.Fatal(lang.ErrorIn(before.Err, lang.EN))
		}
		once := l.Fix(t.Context(), f, nil)
		if once.Err != nil {
			t.Errorf("%s: %s", src.Path, lang.ErrorIn(once.Err, lang.EN))
			continue
		}
		fixed += once.Count
		twice := l.Fix(t.Context(), text.NewFile(src.Path, once.After.Bytes()), nil)
		if twice.Err != nil || twice.Count > 0 || !bytes.Equal(twice.After.Bytes(), once.After.Bytes()) {
			t.Errorf("%s: fixing again changes %d places (%v)", src.Path, twice.Count, twice.Err)
		}
		after := l.Check(t.Context(), once.After)
		if after.Err != nil || len(after.Items) != len(before.Items) {
			t.Errorf("%s: %d replies have become %d (%v)", src.Path, len(before.Items), len(after.Items), after.Err)
			continue
		}
		count := func(r *lint.Result, edits bool) (n int) {
			for i := range r.Findings {
				for _, s := range r.Findings[i].Suggestions {
					if s.Edit != nil && edits {
						n++
					}
				}
				if id := r.Findings[i].Rule.ID; !edits && id != "preferred-terms" && id != "keigo" {
					n++
				}
			}
			return n
		}
		if n := count(after, true); n > 0 {
			t.Errorf("%s: %d findings still have something to write", src.Path, n)
		}
		if b, a := count(before, false), count(after, false); b != a {
			t.Errorf("%s: other findings were %d and are %d", src.Path, b, a)
		}
	}
	if fixed < 50 {
		t.Errorf("only %d places were written; the corpus has more", fixed)
	}
}

// The form of a file stays: its encoding, byte order mark, line ends, quotes and escapes; and what stands where nothing can be
// written exactly stays as it is.
func TestFixKeepsTheForm(t *testing.T) {
	l := chosen(t)
	encode := func(e transform.Transformer) func(string) string {
		return func(s string) string {
			out, _, err := transform.String(e, s)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
	}
	same := func(s string) string { return s }
	for _, c := range []struct {
		path, in, out string
		write         func(string) string
	}{
		{"bom.txt", "\ufeffお客様のご要望です。\r\nお客様へ。\r\n", "\ufeffお客さまのご要望です。\r\nお客さまへ。\r\n", same},
		{"no-end.txt", "お客様がおっしゃられた件です。", "お客さまがおっしゃった件です。", same},
		{"wrapped.txt", "料金と費用、お客\n様の申し込みの件です。", "代金と代金、お客\n様の申込の件です。", same},
		{"quoted.txt", "> お客様\n「お客様」のお客様です。", "> お客様\n「お客様」のお客さまです。", same},
		{"sjis.txt", "お客様のご要望です。\r\n①㈱髙島のお客様へお届けします。\r\n", "お客さまのご要望です。\r\n①㈱髙島のお客さまへお届けします。\r\n", encode(japanese.ShiftJIS.NewEncoder())},
		{"euc.txt", "お客様のご要望を承りました。\nお届けの日が決まりましたらお知らせいたします。\n", "お客さまのご要望を承りました。\nお届けの日が決まりましたらお知らせいたします。\n", encode(japanese.EUCJP.NewEncoder())},
		{"jis.txt", "お客様のABCをお客様へ。\nお客様\n", "お客さまのABCをお客さまへ。\nお客さま\n", encode(japanese.ISO2022JP.NewEncoder())},
		{"a.yaml", "replies: # 返信\n  - reply: \"お客様の\\u54c1\\u7269です。\\nお客様\\u3078\"\n  - reply: |-\n      お客様の申し込み\n  - {reply: 'お客様の''品物''です'}\n",
			"replies: # 返信\n  - reply: \"お客さまの商品です。\\nお客さま\\u3078\"\n  - reply: |-\n      お客さまの申込\n  - {reply: 'お客さまの''商品''です'}\n", same},
		{"a.json", `{"body": "お客様の\u54c1\u7269です。\n\"お客様\"へ"}`, `{"body": "お客さまの商品です。\n\"お客さま\"へ"}`, same},
		{"a.csv", "id,本文\n1,\"お客様の\"\"品物\"\"です\"\n2,お客様へ\n", "id,本文\n1,\"お客さまの\"\"商品\"\"です\"\n2,お客さまへ\n", same},
		{"a.html", "<p>お客様の<b>品物</b>です。お客<b>様</b>と&#21697;&#29289;。</p>\n", "<p>お客さまの<b>商品</b>です。お客<b>様</b>と商品。</p>\n", same},
		{"a.md", "**お客様**の[品物](https://example.com/お客様)です。\n\n- お客様\n", "**お客さま**の[商品](https://example.com/お客様)です。\n\n- お客さま\n", same},
	} {
		got := l.Fix(t.Context(), text.NewFile(c.path, []byte(c.write(c.in))), nil)
		if got.Err != nil {
			t.Errorf("%s: %s", c.path, lang.ErrorIn(got.Err, lang.EN))
			continue
		}
		if want := c.write(c.out); string(got.After.Bytes()) != want {
			t.Errorf("%s: got\n%q\nwant\n%q", c.path, got.After.Bytes(), want)
		}
	}
}

// A file is replaced as a whole or not at all: its mode and a link to it stay, and what somebody else has written meanwhile is
// not lost.
func TestFixWrites(t *testing.T) {
	l := chosen(t)
	dir := t.TempDir()
	path := filepath.Join(dir, "返信.txt")
	link := filepath.Join(dir, "link.txt")
	write := func(s string) {
		if err := os.WriteFile(path, []byte(s), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	read := func() string {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	write("お客様へ。")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	fixed := l.Fix(t.Context(), text.NewFile(link, []byte(read())), nil)
	if err := fixed.Write(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 || read() != "お客さまへ。" {
		t.Errorf("the link is %v (%v), the file %q", info.Mode(), err, read())
	}
	if info, err = os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode has become %v (%v)", info.Mode(), err)
	}
	write("お客様へ、と書き足しました。")
	if err := fixed.Write(); err == nil || !strings.Contains(lang.ErrorIn(err, lang.EN), "has changed meanwhile") || read() != "お客様へ、と書き足しました。" {
		t.Errorf("got %v and %q", err, read())
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("something is left behind: %v (%v)", entries, err)
	}
}
