package input_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/text"
)

// What a file says, as the rules get it: each reply behind its name and title, branches of a template behind their number.
func TestFormats(t *testing.T) {
	for _, c := range []struct{ name, path, file, want string }{
		{"Markdown", "a.md", "# 件\n\n一\n二  \n三 `x` [四](u) ![五](u) *六*\\*\n\n- 七\n  八\n- 九\n\n3. 十\n\n> 百\n> > 千\n\n```\n万\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n<b>e</b><br>f\n<!-- g -->\n\nh。\n---\ni\n",
			"# 件\n\n一\n二  \n三 `x` 四  六*\n\n- 七\n  八\n- 九\n\n3. 十\n\n> 百\n\n> > 千\n\n```\n万\n```\n\n- a\n- b\n- c\n- d\n\ne\nf\n\nh。\n---\n\ni"},
		{"front matter of Markdown", "a.md", "---\ntitle: 件\nlayout: post\nyorisoi: {channel: chat}\n---\n一\n", "[件] 一"},
		{"HTML", "a.html", "<head><title>x</title></head><body>一 \n 二<p>三&lt;&amp;lt;四&copy5<br>六</p><ul><li>七<li>八</ul><ol><li>九</ol><blockquote>百<div class=gmail_quote>千</div></blockquote>あ\nい a\nb<style>x</style><pre>う\n  え</pre><code>c</code>",
			"一二\n\n三<&lt;四©5\n六\n\n- 七\n- 八\n\n1. 九\n\n> 百\n> > 千\n\nあい a b\n\nう\n  え\n\n`c`"},
		{"a comment on its line", "a.md", "一\n<!-- yorisoi-disable x -- y -->\n二\n", "一\n二"},
		{"mapping", "a.yaml", "title: 件\nbody: 一\n", "/body [件] 一"},
		{"documents", "a.yaml", "body: 一\n---\nbody: 二\n", "/0/body 一|/1/body 二"},
		{"Japanese fields", "a.json", `{"定型文":[{"件名":"a","本文":"一"},{"本文":"","返信文":"二"}]}`, "/定型文/0/本文 [a] 一|/定型文/1/返信文 二"},
		{"nested", "a.json", `{"name":"n","groups":[{"replies":[{"text":"一"}]}],"message":"二"}`, "/groups/0/replies/0/text [n] 一|/message [n] 二"},
		{"keys with / and ~", "a.json", `{"a/b~":{"body":"一"}}`, "/a~1b~0/body 一"},
		{"a surrogate alone", "a.json", `{"body":"\ud83d一\ud83d\ude00"}`, "/body \ufffd一😀"},
		{"JSON Lines", "a.jsonl", "{\"body\":\"一\"}\n\n\"二\"\n{\"text\":\"三\"}", "/0/body 一|/2 二|/3/text 三"},
		{"table", "a.csv", "id,件名,本文\n1,a,\"一,\"\"二\"\"\n三\"\n\n2,,四\n", "/2/本文 [a] 一,\"二\"\n三|/4/本文 四"},
		{"table, CRLF and tabs", "a.tsv", "id\t返信文\r\n1\t一\r\n", "/2/返信文 一"},
		{"branches", "a.txt", "一\n{% if a %}\n二\n{% elsif b %}三\n{% else %}\n四\n{% endif %}\n五", "0: 一\n二\n五|1: 一\n三\n五|2: 一\n四\n五"},
		{"branches in branches", "a.txt", "{{#if a}}一{{#if b}}二{{else}}三{{/if}}{{else}}四{{/if}}", "0: 一二|1: 一三|2: 四"},
		{"with and without", "a.txt", "一{% unless a %}二{% endunless %}{{#a}}三{{/a}}{{^a}}四{{/a}}", "0: 一三|1: 一二四"},
		{"case", "a.txt", "{% case a %}\n{% when 1 %}一\n{% when 2 %}二\n{% endcase %}", "0: 一|1: 二"},
		{"loop, comment, assignment", "a.txt", "{% assign x = 1 %}{% for a in b %}一{{ a }}{% endfor %}{% comment %}二{% endcomment %}{{! 三 }}四", "一{{ a }}四"},
		{"FreeMarker and ERB", "a.txt", "<#if a>一<#else>二</#if><% if b %>三<% else %>四<% end %>", "0: 一三|1: 二四"},
		{"Twig in HTML", "a.html.twig", "<p>一</p>{% if a %}<p>二</p>{% else %}<p>三</p>{% endif %}", "0: 一\n\n\n二|1: 一\n\n\n三"},
		{"values stay", "a.txt", "{{name}}{%customer.firstName,fallback=there%}${x}{!Contact.Name}", "{{name}}{%customer.firstName,fallback=there%}${x}{!Contact.Name}"},
		{"tags that do not fit", "a.txt", "一{% endif %}二{{#a}}三", "一{% endif %}二{{#a}}三"},
		{"mail", "a.eml", "From: a\nSubject: =?utf-8?q?=E4=BB=B6?=\n\n一\n", "[件] Subject: 件\n\n一"},
		{"mail with parts", "a.eml", "Content-Type: multipart/mixed; boundary=x\n\n--x\n\n一\n--x\nContent-Disposition: attachment; filename=a.txt\n\n二\n--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/html\n\n<p>三\n--y\nContent-Type: text/plain\n\n四\n--y--\n--x--\n", "一\n\n四"},
		{"flowed", "a.eml", "Content-Type: text/plain; format=flowed; delsp=yes\n\n一 \n二\n> 三 \n> 四\n  五\n-- \n六 \n", "一二\n> 三四\n 五\n-- \n六"},
		{"base64 broken anywhere", "a.eml", "Content-Transfer-Encoding: base64\n\n5L\niA\n5LqM=\n", "一二"},
	} {
		t.Run(c.name, func(t *testing.T) {
			items, err := input.Read(text.NewFile(c.path, []byte(c.file)))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, it := range items {
				s := strings.TrimSpace(it.Text)
				if it.Meta.Title != "" {
					s = "[" + it.Meta.Title + "] " + s
				}
				if it.Key != "" {
					s = it.Key + " " + s
				}
				if it.Branch > 0 || i+1 < len(items) && items[i+1].Branch > 0 {
					s = fmt.Sprintf("%d: %s", it.Branch, s)
				}
				got = append(got, s)
				leadsBack(t, it, false)
			}
			if got := strings.Join(got, "|"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// What is wrong in one place is told with the place, and the rest is read.
func TestTheRestIsRead(t *testing.T) {
	for _, c := range []struct{ path, file, want, err string }{
		{"a.jsonl", "{\"body\":\"一\"}\n{\"body\":\n{\"body\":\"二\"}\n", "一 二", "a.jsonl:2:9: the JSON ends too early; look for a bracket or a quotation mark that is not closed"},
		{"a.csv", "id,body\n1,一\n2,二,三\n3,四\n", "一 四", "a.csv:3:5: this row has 3 cells, more than the 2 columns; put a cell that holds a comma in \"…\""},
		{"a.csv", "id,body\n1,一\n2,\"二\n3,四\n", "一", "a.csv:3: a quotation mark (\") in the row that begins here is not closed"},
		{"a.csv", "id,kasa\n1,一\n", "", "a.csv: no column is known to hold replies (columns in the first line: id, kasa); name it with 'reply:' under 'inputs:' in .yorisoi.yaml"},
		{"a.json", "{\"body\": \"一\",}", "", "a.json:1:14: this is not JSON (invalid character '}' looking for beginning of object key string)"},
		{"a.json", "{\"body\":\"一\"}\n{}", "", "a.json:2:1: something stands behind the JSON; if there is one value a line, name the file .jsonl or say --input-format jsonl"},
		{"a.yaml", "replies:\n  - reply: 一\n  - id: b\n", "一", "a.yaml: entry 2 (b) has no 'reply:'"},
		{"a.eml", "一\n", "", "a.eml: there are no mail headers (From: …); if this is only the text of a mail, name the file .txt or say --input-format text"},
		{"a.eml", "From: a\nContent-Type: application/pdf\n\nx\n", "", "a.eml: there is no text in this mail that can be read (attachments and encrypted mail are not); save its text as a text file"},
		{"a.yaml", "a: &a [*a]\n", "", "a.yaml:1:8: this alias (*) holds itself; write it without the alias"},
		{"a.txt", strings.Repeat("一。", 800000), "", "a.txt:1:1: this is too long for one reply (at most 4096 KiB); if the file holds several, split it, or say where they are under 'inputs:' in .yorisoi.yaml"},
	} {
		items, err := input.Read(text.NewFile(c.path, []byte(c.file)))
		var got []string
		for _, it := range items {
			got = append(got, strings.TrimSpace(it.Text))
		}
		if got := strings.Join(got, " "); got != c.want || err == nil || err.Error() != c.err {
			t.Errorf("%.60q: got %s and %v\nwant %s and %s", c.file, got, err, c.want, c.err)
		}
	}
}

// Read as a stream, a file says the same, in the same places; and no more of it is held than a record.
func TestStream(t *testing.T) {
	sjis, _ := japanese.ShiftJIS.NewEncoder().String("id,本文\r\n1,\"一\r\n二\"\r\n\r\n2,三\r\n")
	for _, c := range []struct{ path, file string }{
		{"a.csv", "\ufeffid,body\n1,\"一\n二\"\n2,三\n3,四,五\n4,\"六"},
		{"a.csv", sjis},
		{"a.jsonl", "{\"body\":\"一\"}\n\n{\"body\":\n{\"body\":\"二\"}\n\"三\""},
		{"a.tsv", "id\tbody\n1\t一\n"},
	} {
		var r input.Reader
		show := func(f *text.File, items []*input.Item, err error) (out []string) {
			for _, it := range items {
				at, _ := it.Span(text.Span{End: len(it.Text)})
				p, q := f.Position(at.Start), f.Position(at.End)
				out = append(out, fmt.Sprintf("%s %q %d:%d-%d:%d %d-%d", it.Key, it.Text, p.Line, p.Rune, q.Line, q.Rune, p.Offset, q.Offset))
			}
			if joined, ok := err.(interface{ Unwrap() []error }); ok {
				for _, e := range joined.Unwrap() {
					out = append(out, e.Error())
				}
			} else if err != nil {
				out = append(out, err.Error())
			}
			return out
		}
		f, items, err := r.Read(text.NewFile(c.path, []byte(c.file)))
		want := show(f, items, err)
		var got []string
		for p := range r.Stream(c.path, strings.NewReader(c.file)) {
			got = append(got, show(p.File, p.Items, p.Err)...)
		}
		sortStrings(want)
		sortStrings(got)
		if strings.Join(got, "\n") != strings.Join(want, "\n") {
			t.Errorf("%.30q:\ngot\n%s\nwant\n%s", c.file, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	n, most := 0, 0
	var r input.Reader
	for p := range r.Stream("a.jsonl", io.LimitReader(endless{[]byte("{\"body\":\"お問い合わせありがとうございます。\"}\n")}, 2<<20)) {
		n++
		most = max(most, p.File.Size())
	}
	if n < 20000 || most > 100 {
		t.Errorf("%d records, the largest of %d bytes", n, most)
	}
	for p := range r.Stream("a.jsonl", io.LimitReader(endless{[]byte("[")}, 20<<20)) {
		if p.Err == nil || !strings.Contains(p.Err.Error(), "too long") {
			t.Error(p.Err)
		}
	}
}

func sortStrings(s []string) {
	for i := range s {
		for j := i; j > 0 && s[j] < s[j-1]; j-- {
			s[j], s[j-1] = s[j-1], s[j]
		}
	}
}

// endless repeats something.
type endless struct{ what []byte }

func (e endless) Read(p []byte) (n int, err error) {
	for n < len(p) {
		n += copy(p[n:], e.what)
		if n < len(p) && len(p)-n < len(e.what) {
			break
		}
	}
	return n, nil
}

// An edit is written in the encoding and the form of the file and changes nothing else, or is refused with the reason.
func TestApply(t *testing.T) {
	sjis := func(s string) string { b, _ := japanese.ShiftJIS.NewEncoder().String(s); return b }
	jis := func(s string) string { b, _ := japanese.ISO2022JP.NewEncoder().String(s); return b }
	for _, c := range []struct{ name, path, file, old, new, want, err string }{
		{"UTF-8 with a mark, CRLF", "a.txt", "\ufeff一\r\n二三\r\n", "二", "四\n五", "\ufeff一\r\n四\r\n五三\r\n", ""},
		{"Shift_JIS", "a.txt", sjis("一。㈱二は三です\r\n"), "二", "四", sjis("一。㈱四は三です\r\n"), ""},
		{"Shift_JIS has one place for two", "a.txt", sjis("一は二です"), "二", "〜", "\x88\xea\x82\xcd\x81\x60\x82\xc5\x82\xb7", ""},
		{"no place", "a.txt", sjis("これは二です"), "二", "😀", "", "a.txt:1:4: this cannot be rewritten: '😀' has no place in shift_jis; word it otherwise, or save the file as UTF-8"},
		{"ISO-2022-JP", "a.txt", jis("一\r\nab二三cd\r\n四\r\n"), "三", "五六", jis("一\r\nab二五六cd\r\n四\r\n"), ""},
		{"ISO-2022-JP at the end", "a.txt", jis("一\n二"), "二", "五", jis("一\n五"), ""},
		{"JSON", "a.json", `{"body":"一\"二"}`, "二", "三\"\n", `{"body":"一\"三\"\n"}`, ""},
		{"CSV", "a.csv", "body\n\"一,二\"\n", "二", "\"三\"", "body\n\"一,\"\"三\"\"\"\n", ""},
		{"CSV without quotes", "a.csv", "body\n一二\n", "二", "三,", "", "refused"},
		{"HTML", "a.html", "<p>一二</p>", "二", "<三>", "<p>一&lt;三&gt;</p>", ""},
		{"YAML", "a.yaml", "body: '一二'\n", "二", "'三'", "body: '一''三'''\n", ""},
		{"base64", "a.eml", "Content-Transfer-Encoding: base64\n\n5LiA5LqM\n", "二", "三", "", "refused"},
		{"half of an entity", "a.html", "<p>&#x4e00;&#x4e8c;</p>", "二", "三", "<p>&#x4e00;三</p>", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var r input.Reader
			f, items, err := r.Read(text.NewFile(c.path, []byte(c.file)))
			if err != nil {
				t.Fatal(err)
			}
			i := strings.Index(items[0].Text, c.old)
			e, ok := items[0].Edit(text.Span{Start: i, End: i + len(c.old)}, c.new)
			if !ok {
				if c.err != "refused" {
					t.Fatal("refused")
				}
				return
			}
			got, err := input.Apply(f, []text.Edit{e})
			if err != nil {
				if err.Error() != c.err {
					t.Fatalf("got %v, want %s", err, c.err)
				}
				return
			}
			if !bytes.Equal(got, []byte(c.want)) || c.err != "" {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// Whatever the bytes and the format, reading ends in replies whose maps lie in the file, or in an error that names it.
func FuzzFormats(f *testing.F) {
	for _, s := range []string{
		"# a\n\n- [b](c) **d**\n> e\n```\nf\n```\n|a|b|\n|-|-|\n|c|d|\n", "<p>a&amp;<br>b<ul><li>c<pre>d\ne</pre><blockquote>f", `{"body":"a\u3042\ud83d\ude00","replies":[{"text":"<p>b"}]}`, "body,title\n\"a\"\"b\nc\",d\n",
		"{\"body\":\"a\"}\n[\"b\"]\n\"c\"", "{% if a %}b{% else %}c{% endif %}{{#d}}e{{/d}}", "Subject: =?iso-2022-jp?B?GyRCJCIbKEI=?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: base64\n\n44GC\n--x\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>=E3=81=82=\n\n--x--",
		"\x1b$B$\"\x1b(B", "\x82\xa0\x82\xa2", "\xff\xfe\x42\x30", "a: &a [1, {body: b}]\nc: *a\n", "Content-Type: text/plain; format=flowed\n\na \n> b \n-- \nc", "\xa4\xa2\xa4\xa4",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, name := range []string{"a.txt", "a.md", "a.html", "a.eml", "a.yaml", "a.json", "a.jsonl", "a.csv", "a.tsv"} {
			var r input.Reader
			d, items, err := r.Read(text.NewFile(name, raw))
			if err != nil && !strings.HasPrefix(err.Error(), name) {
				t.Errorf("the error names no file: %v", err)
			}
			if err == nil && len(items) == 0 {
				t.Errorf("%s: neither replies nor an error", name)
			}
			last := 0
			for i := range len(d.Text) { // back to the bytes on disk, in their order
				sp, _ := d.Raw(text.Span{Start: i, End: i + 1})
				if sp.Start < last || sp.End > len(raw) || sp.Start > sp.End {
					t.Fatalf("%s: byte %d of the text comes from %v of %d", name, i, sp, len(raw))
				}
				last = sp.Start
			}
			for _, it := range items {
				if len(it.Text) > 4000 {
					continue
				}
				leadsBack(t, it, false)
				for i, r := range it.Text { // what is written back as it stands changes nothing
					if e, ok := it.Edit(text.Span{Start: i, End: i + len(string(r))}, string(r)); ok && i%7 == 0 {
						if _, err := input.Apply(d, []text.Edit{e}); err != nil && errors.Unwrap(err) != nil {
							t.Logf("%s: %v", name, err)
						}
					}
				}
			}
			for p := range r.Stream(name, bytes.NewReader(raw)) {
				if p.File == nil {
					t.Error("no file")
				}
			}
		}
	})
}

// What is nested or multiplied beyond measure is refused, or read, in time that grows with its size.
func TestBeyondMeasure(t *testing.T) {
	bomb := "a0: &a0 {body: 一}\n"
	for i := 1; i < 12; i++ {
		bomb += fmt.Sprintf("a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), i-1)
	}
	for _, c := range []struct{ name, path, file, want string }{
		{"aliases of aliases", "a.yaml", bomb, "a.yaml:8:5: the aliases (*) here stand for too much; write it without them"},
		{"brackets in JSON", "a.json", strings.Repeat("[", 1_000_000), "a.json:1:1002: this is nested too deeply (at most 1000); it does not look like a file of replies"},
		{"brackets in YAML", "a.yaml", strings.Repeat("[", 20_000), "a.yaml:1:1: this is not YAML (exceeded max depth of 10000); check the indentation and the space after each ':'"},
		{"blocks in HTML", "a.html", strings.Repeat("<div>", 200_000) + "一", ""},
		{"quotations in HTML", "a.html", strings.Repeat("<blockquote>", 100_000) + "一", ""},
		{"brackets in Markdown", "a.md", strings.Repeat("[a](", 100_000), ""},
		{"quotations in Markdown", "a.md", strings.Repeat("> ", 100_000) + "一", ""},
		{"tags in a line", "a.txt", strings.Repeat("{{#a}}一{{/a}}", 50_000), ""},
		{"parts in parts", "a.eml", strings.Repeat("Content-Type: multipart/mixed; boundary=x\n\n--x\n", 50_000) + "\n一", ""},
		{"a long line of many replies", "a.json", "[" + strings.Repeat(`{"body":"お問い合わせありがとうございます。"},`, 50_000) + `{"body":"一"}]`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if _, err := input.Read(text.NewFile(c.path, []byte(c.file))); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}
