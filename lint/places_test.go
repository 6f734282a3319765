package lint_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/japanese"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/text"
)

// A finding leads back to the very bytes on disk that its words were written with, whatever stands between them and the rules:
// an encoding, a transfer encoding, escapes, references, quotation marks, broken lines, spellings. What stands between « and »
// is where it must lead.
func TestFindingsLeadBackToTheBytes(t *testing.T) {
	sjis := func(s string) string { return must(japanese.ShiftJIS.NewEncoder().String(s)) }
	euc := func(s string) string { return must(japanese.EUCJP.NewEncoder().String(s)) }
	jis := func(s string) string { return must(japanese.ISO2022JP.NewEncoder().String(s)) }
	same := func(s string) string { return s }
	le := func(s string) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			b.Write([]byte{byte(u), byte(u >> 8)})
		}
		return b.String()
	}
	be := func(s string) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			b.Write([]byte{byte(u >> 8), byte(u)})
		}
		return b.String()
	}
	qp := func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			if s[i] < 0x80 && s[i] != '=' {
				b.WriteByte(s[i])
			} else {
				fmt.Fprintf(&b, "=%02X", s[i])
			}
		}
		return b.String()
	}
	ascii := func(s string) string { // JSON and the like
		var b strings.Builder
		for _, u := range utf16.Encode([]rune(s)) {
			if u < 0x80 {
				b.WriteByte(byte(u))
			} else {
				fmt.Fprintf(&b, `\u%04x`, u)
			}
		}
		return b.String()
	}
	refs := func(s string) string {
		var b strings.Builder
		for _, r := range s {
			if r < 0x80 {
				b.WriteRune(r)
			} else {
				fmt.Fprintf(&b, "&#x%x;", r)
			}
		}
		return b.String()
	}
	const plain = "😀お尋ねの件です。\n変更は«できません»。\n"
	const wrapped = "お尋ねの件ですが、ご希望の変更は、あいにく«お受けすることができ\nません»のでご承知おきくださいませ。\n"
	const odd = "①㈱髙橋です。\r\n変更はﾃﾞｷﾏｾﾝとは申しませんが、今は«ﾃﾞｷﾏｾﾝ»。\r\n"
	const dakuten = "変更は«て\u3099きません»。\n"
	mail := func(kind, transfer string) string {
		return "From: a@example.com\r\nSubject: =?UTF-8?B?44GK6L+U5LqL?=\r\nMIME-Version: 1.0\r\nContent-Type: " + kind + "\r\nContent-Transfer-Encoding: " + transfer + "\r\n\r\n"
	}
	l := refusals(t)
	for _, c := range []struct {
		name, path, before, text, after string
		write                           func(string) string
	}{
		{"UTF-8", "a.txt", "", plain, "", same},
		{"UTF-8 with a mark", "a.txt", "\ufeff", plain, "", same},
		{"CRLF", "a.txt", "", strings.ReplaceAll(plain, "\n", "\r\n"), "", same},
		{"tabs", "a.txt", "", "\t変更は\t«できません»。\n", "", same},
		{"hard wrap", "a.txt", "", wrapped, "", same},
		{"hard wrap, CRLF", "a.txt", "", strings.ReplaceAll(wrapped, "\n", "\r\n"), "", same},
		{"half-width kana", "a.txt", "", odd, "", same},
		{"combining mark", "a.txt", "", dakuten, "", same},
		{"Shift_JIS", "a.txt", "", odd, "", sjis},
		{"Shift_JIS, wrapped", "a.txt", "", wrapped, "", sjis},
		{"EUC-JP", "a.txt", "", strings.ReplaceAll(wrapped, "①", ""), "", euc},
		{"UTF-16LE", "a.txt", "\xff\xfe", plain, "", le},
		{"UTF-16BE", "a.txt", "\xfe\xff", plain, "", be},
		{"UTF-16LE without a mark", "a.txt", "", plain, "", le},
		{"Markdown", "a.md", "---\ntitle: a\n---\n\n", "# 件\n\nお尋ねの**変更**は[«できません»](https://example.com/)。\n", "", same},
		{"Markdown, emphasis", "a.md", "", "変更は «でき**ません»**。\n", "", same},
		{"Markdown, references", "a.md", "", "A&amp;B \\*変更\\*は«できません»。\n", "", same},
		{"Markdown, a cell", "a.md", "", "| あ | い |\n|---|---|\n| う | 変更は«できません»。 |\n", "", same},
		{"HTML", "a.html", "<style>p{}</style><p>", "お尋ねの件です。<br>変更は«で<b>きません»</b>。", "</p>", same},
		{"HTML, broken inside a word", "a.html", "<p>", "変更は«でき\n  ません»。", "</p>", same},
		{"HTML, references", "a.html", "<p>&nbsp;&amp;", "変更は«できません»。", "</p>", func(s string) string {
			a, b, _ := strings.Cut(s, "<")
			return refs(a) + b
		}},
		{"HTML in Shift_JIS", "a.html", "<p>", "変更は«できません»。", "</p>", sjis},
		{"JSON", "a.json", `{"macros":[{"title":"a","actions":[{"field":"comment_value","value":"`, `😀\"変更\"は«できません»。\n`, `"}]}]}`, same},
		{"JSON, escaped", "a.json", `{"body":"`, "😀変更は«できません»。", `"}`, ascii},
		{"JSON with HTML in it", "a.json", `[{"content_html":"<p>`, `変更は«でき<b class=\"x\">ません»</b>。`, `</p>"}]`, same},
		{"JSON with HTML with references in it", "a.json", `[{"content_html":"\u003cp>`, `&amp;変更は«&#12391;\u304dません»。`, `\u003c/p>"}]`, same},
		{"JSON Lines", "a.jsonl", "{\"body\":\"ありがとうございます。\"}\n\n{\"id\":3,\"body\":\"", "😀変更は«できません»。", "\"}\n", ascii},
		{"CSV", "a.csv", "番号,本文\r\n1,", `"変更は""今""«できません»。"`, "\r\n", same},
		{"CSV over lines", "a.csv", "番号,本文\r\n1,\"", "お尋ねの件です。\n変更は«できません»。", "\"\r\n", same},
		{"CSV in Shift_JIS", "a.csv", sjis("番号,件名,本文\r\n1,表,"), "変更は«できません»。", "\r\n", sjis},
		{"TSV in UTF-16", "a.tsv", "\xff\xfe" + le("番号\t本文\r\n1\t"), "変更は«できません»。", le("\r\n"), le},
		{"YAML, literal", "a.yaml", "- body: |\n", "    変更は«できません»。\n", "", same},
		{"YAML, in quotes", "a.yaml", "body: \"", `\u5909更は«できません»。`, "\"\n", same},
		{"YAML, escaped", "a.yaml", "body: \"", "変更は«できません»。", "\"\n", ascii},
		{"YAML, folded", "a.yaml", "body: >\n", "  変更は\n  «できません»。\n", "", same},
		{"mail", "a.eml", mail("text/plain; charset=utf-8", "8bit"), plain, "", same},
		{"mail in ISO-2022-JP", "a.eml", mail("text/plain; charset=iso-2022-jp", "7bit"), "お尋ねの件です。\r\n変更は«できません»。\r\n", "", jis},
		{"mail in Shift_JIS", "a.eml", mail("text/plain; charset=shift_jis", "8bit"), "お尋ねの件です。\r\n変更は«できません»。\r\n", "", sjis},
		{"mail, quoted-printable", "a.eml", mail("text/plain; charset=utf-8", "quoted-printable"), "お尋ねの件です=E3=80=82=\r\n変更は«でき=\r\nません»。\r\n", "", func(s string) string {
			return strings.ReplaceAll(qp(strings.ReplaceAll(s, "=E3=80=82", "。")), "=3D", "=")
		}},
		{"mail, quoted-printable in Shift_JIS", "a.eml", mail("text/plain; charset=shift_jis", "quoted-printable"), "お尋ねの件です。\r\n変更は«できません»。\r\n", "", func(s string) string { return qp(sjis(s)) }},
		{"mail, HTML", "a.eml", mail("text/html; charset=utf-8", "quoted-printable"), "<p>変更は«で<b>きません»</b>。", "</p>", qp},
		{"mail, flowed", "a.eml", mail("text/plain; charset=utf-8; format=flowed; delsp=yes", "8bit"), "お尋ねの件です。 \r\n変更は«で \r\nきません»。\r\n", "", same},
		{"mail with parts", "a.eml", "From: a\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n",
			"変更は«できません»。", "\r\n--b--\r\n", jis},
		{"template", "a.txt", "{% if vip %}\n特別にできます。\n{% else %}\n", "変更は«できません»。", "\n{% endif %}\n", same},
	} {
		t.Run(c.name, func(t *testing.T) {
			head, rest, _ := strings.Cut(c.text, "«")
			words, tail, ok := strings.Cut(rest, "»")
			if !ok {
				t.Fatal("no place is marked")
			}
			// Encodings with a state are written as a whole; the place is that of the bytes of the words in it.
			whole := c.write(head + words + tail)
			start := len(c.write(head))
			end := len(c.write(head + words))
			if strings.Contains(c.name, "ISO-2022-JP") || strings.Contains(c.name, "parts") { // ESC ( B at the end of each piece
				start, end = start-3, end-3
			}
			raw := c.before + whole + c.after
			f := text.NewFile(c.path, []byte(raw))
			res := l.Check(context.Background(), f)
			if res.Err != nil {
				t.Fatal(res.Err)
			}
			if len(res.Findings) != 1 {
				t.Fatalf("%d findings in %q", len(res.Findings), texts(res.Items))
			}
			got, _ := res.File.Raw(res.Findings[0].Span)
			if want := (text.Span{Start: len(c.before) + start, End: len(c.before) + end}); got != want {
				t.Errorf("leads to %v %q, want %v %q", got, got.In(raw), want, want.In(raw))
			}
			if at := res.File.Position(res.Findings[0].Span.Start).Offset; at != got.Start {
				t.Errorf("stands at byte %d, not %d", at, got.Start)
			}
		})
	}
}

// refusals is a linter for refusals alone.
func refusals(t *testing.T) *lint.Linter {
	t.Helper()
	l, err := lint.New(shipped(t).Set(), lint.Options{Rules: []string{"bare-refusal"}})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func texts(items []*input.Item) (out []string) {
	for _, it := range items {
		out = append(out, it.Text)
	}
	return out
}

func must(s string, err error) string {
	if err != nil {
		panic(err)
	}
	return s
}

// What stands in base64 leads to the letters that hold it, no more of them than must be.
func TestFindingsInBase64(t *testing.T) {
	l := refusals(t)
	for shift := range 7 {
		plain := strings.Repeat("x", shift) + "変更はできません。よろしくお願いいたします。"
		b64 := base64.StdEncoding.EncodeToString([]byte(plain))
		var lines []string
		for s := b64; s != ""; s = s[min(len(s), 24):] {
			lines = append(lines, s[:min(len(s), 24)])
		}
		head := "Subject: a\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
		raw := head + strings.Join(lines, "\n") + "\n"
		res := l.Check(context.Background(), text.NewFile("a.eml", []byte(raw)))
		if res.Err != nil || len(res.Findings) != 1 {
			t.Fatal(res.Err, len(res.Findings))
		}
		start := strings.Index(plain, "できません")
		end := start + len("できません")
		letter := func(n int) int { return len(head) + n + n/24 } // with the line ends
		want := text.Span{Start: letter(start * 8 / 6), End: letter((end*8+5)/6-1) + 1}
		if got, _ := res.File.Raw(res.Findings[0].Span); got != want {
			t.Errorf("shifted by %d: leads to %v, want %v", shift, got, want)
		}
	}
}
