package input_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// A text is one reply, front matter aside.
func TestText(t *testing.T) {
	for _, c := range []struct{ name, file, want, meta string }{
		{"plain", "傘をお預かりしています。\n", "傘をお預かりしています。\n", ""},
		{"byte order mark", "\ufeff傘です。\r\n", "傘です。\r\n", ""},
		{"front matter", "---\nchannel: chat\nid: kasa-1\n---\n傘です。\n", "傘です。\n", "id=kasa-1 channel=chat:2:10"},
		{"front matter with everything else", "\ufeff---\r\n# 傘\r\nextent: complete\r\n\r\nmode: 'canned'\r\naudience: business\r\ninquiry: |\r\n  傘は\r\n  ありますか。\r\n---  \r\n傘です。\r\n", "傘です。\r\n",
			"extent=complete:3:9 mode=canned:5:7 audience=business:6:11 inquiry=傘は\nありますか。\n"},
		{"front matter above a rule", "---\nid: kasa\n---\n---\n傘です。\n", "---\n傘です。\n", "id=kasa"},
		{"fence inside a value", "---\ninquiry: |\n  ---\n  傘は。\n---\n傘です。\n", "傘です。\n", "inquiry=---\n傘は。\n"},
		{"rule at the top of a letter", "---\n駅の窓口です。\n---\n傘です。\n", "---\n駅の窓口です。\n---\n傘です。\n", ""},
		{"fields in Japanese below a rule", "---\n件名: 傘\n---\n傘です。\n", "---\n件名: 傘\n---\n傘です。\n", ""},
		{"sentence with a colon below a rule", "---\nPlease note: 傘です。\n---\n傘です。\n", "---\nPlease note: 傘です。\n---\n傘です。\n", ""},
		{"two rules", "---\n---\n傘です。\n", "---\n---\n傘です。\n", ""},
		{"longer rule", "----\nid: kasa\n----\n傘です。\n", "----\nid: kasa\n----\n傘です。\n", ""},
		{"rule that nothing closes", "---\nid: kasa\n傘です。\n", "---\nid: kasa\n傘です。\n", ""},
		{"fence further down", "\n---\nid: kasa\n---\n傘です。\n", "\n---\nid: kasa\n---\n傘です。\n", ""},
		{"nothing below the front matter", "---\nid: kasa\n---\n", "error kasa.txt: the file is empty; write the reply and check again", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := text.NewFile("kasa.txt", []byte(c.file))
			items, err := input.Read(f)
			got := ""
			if err != nil {
				got = "error " + err.Error()
			} else if len(items) != 1 || items[0].Key != "" {
				t.Fatalf("got %d items, the first named %q", len(items), items[0].Key)
			} else {
				got = items[0].Text
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if err != nil {
				return
			}
			if meta := meta(items[0].Meta); meta != c.meta {
				t.Errorf("meta %s, want %s", meta, c.meta)
			}
			leadsBack(t, items[0], true)
		})
	}
}

// meta writes what is said, and where.
func meta(m input.Meta) string {
	var out []string
	say := func(name, value string, line, column int) {
		if line > 0 {
			value += fmt.Sprintf(":%d:%d", line, column)
		}
		if value != "" {
			out = append(out, name+"="+value)
		}
	}
	say("id", m.ID, 0, 0)
	say("title", m.Title, 0, 0)
	say("channel", m.Channel.Text, m.Channel.Line, m.Channel.Column)
	say("extent", m.Extent.Text, m.Extent.Line, m.Extent.Column)
	say("mode", m.Mode.Text, m.Mode.Line, m.Mode.Column)
	say("audience", m.Audience.Text, m.Audience.Line, m.Audience.Column)
	say("inquiry", m.Inquiry, 0, 0)
	return strings.Join(out, " ")
}

// A YAML file holds a list of replies, each with its own settings and labels.
func TestList(t *testing.T) {
	f := text.NewFile("kasa.yaml", []byte(`version: 1
replies:
  - id: kasa-1
    title: 青い傘
    channel: chat
    inquiry: 傘は。
    reply: |
      傘です。

      青です。
    expect:
      - {rule: chat-length, at: 傘, nth: 1, level: info}
    near: [keigo]
    note: 短い
  - reply: 傘です。
    expect: []
`))
	items, err := input.Read(f)
	if err != nil || len(items) != 2 {
		t.Fatalf("got %d items, %v", len(items), err)
	}
	one, two := items[0], items[1]
	if one.Key != "/replies/0/reply" || two.Key != "/replies/1/reply" || one.File != f {
		t.Errorf("named %q and %q", one.Key, two.Key)
	}
	if got, want := meta(one.Meta), "id=kasa-1 title=青い傘 channel=chat:5:14 inquiry=傘は。"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := labels(one.Meta), "chat-length at 傘 1 info; near keigo; 短い"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if l := two.Meta.Labels; l.Expect == nil || len(*l.Expect) != 0 {
		t.Errorf("nothing is expected, but not unlabelled: %+v", l)
	}
	if one.Text != "傘です。\n\n青です。\n" || two.Text != "傘です。" {
		t.Errorf("got %q and %q", one.Text, two.Text)
	}
	leadsBack(t, one, true)
	leadsBack(t, two, true)
}

func labels(m input.Meta) string {
	var b strings.Builder
	for _, e := range *m.Expect {
		fmt.Fprintf(&b, "%s at %s %d %s; ", e.Rule.Text, e.At.Text, e.Nth, e.Level)
	}
	for _, n := range m.Near {
		fmt.Fprintf(&b, "near %s; ", n)
	}
	return b.String() + m.Note
}

// Whatever the style of a text in YAML, the map leads into it; for a literal block and a text on one line, to the very byte.
func TestScalars(t *testing.T) {
	const replies = "replies:\n  - id: 傘\n    reply: "
	for _, c := range []struct {
		name, yaml, want string
		exact            bool
	}{
		{"literal", "|\n      傘です。\n      青です。\n", "傘です。\n青です。\n", true},
		{"literal, stripped", "|-\n      傘です。\n\n      青です。\n\n", "傘です。\n\n青です。", true},
		{"literal, kept", "|+\n      傘です。\n\n\n  - reply: 次\n", "傘です。\n\n\n", true},
		{"literal, indented less than usual", "|\n     傘です。\n     青です。\n", "傘です。\n青です。\n", true},
		{"literal with deeper lines", "|\n      傘です。\n        青\n   \n      です。\n", "傘です。\n  青\n\nです。\n", true},
		{"literal with a blank line on top", "|\n\n      傘です。\n", "\n傘です。\n", true},
		{"literal with a comment", "| # 傘\n      傘です。 # 傘\n", "傘です。 # 傘\n", true},
		{"literal with spaces at line ends", "|\n      傘です。  \n      \t青です。\t\n", "傘です。  \n\t青です。\t\n", true},
		{"literal without a last line end", "|\n      傘です。", "傘です。", true},
		{"literal with CRLF", "|\r\n      傘です。\r\n\r\n      青です。\r\n", "傘です。\n\n青です。\n", true},
		{"literal, anchored", "&kasa |\n      傘です。\n", "傘です。\n", true},
		{"literal, indentation said", "|2\n      傘です。\n", "傘です。\n", true},
		{"literal, indentation and chomping said", "|2-\n      傘です。\n      \n", "傘です。", true},
		{"literal, first line deeper", "|2\n        傘です。\n      青です。\n", "  傘です。\n青です。\n", true},
		{"literal, tagged", "!!str |\n      傘です。\n", "傘です。\n", true},
		{"plain", "傘です。青です。\n", "傘です。青です。", true},
		{"plain with a comment", "傘です。 # 傘\n", "傘です。", true},
		{"plain, on the next line", "\n      傘です。\n", "傘です。", true},
		{"plain, a number", "2026\n", "2026", true},
		{"single quotes", "'傘です。'\n", "傘です。", true},
		{"double quotes", "\"傘です。\"\n", "傘です。", true},
		{"single quotes, doubled", "'傘の''青''です。'\n", "傘の'青'です。", false},
		{"double quotes, escaped", "\"傘\\u3067す。\\n青です。\"\n", "傘です。\n青です。", false},
		{"plain over lines", "傘です。\n      青です。\n", "傘です。 青です。", false},
		{"double quotes over lines", "\"傘です。\n      青です。\"\n", "傘です。 青です。", false},
		{"folded", ">\n      傘です。\n      青です。\n\n      駅です。\n", "傘です。 青です。\n駅です。\n", false},
		{"double quotes, a line end escaped", "\"傘です。\\\n      青です。\"\n", "傘です。青です。", false},
		{"double quotes, blank lines", "\"傘です。 \n\n\n  青です。\"\n", "傘です。\n\n青です。", false},
		{"double quotes, many escapes", "\"\\x41\\U0001F600\\t傘\\\"\\ 青\"\n", "A😀\t傘\" 青", false},
		{"double quotes, a line separator", "\"傘\u2028青\"\n", "傘\u2028青", false},
		{"single quotes over lines", "'傘''s\n\n   青'\n", "傘's\n青", false},
		{"plain, tagged and anchored", "!!str &a 傘です。\n", "傘です。", true},
		{"tag in a line of its own", "!!str\n      傘です。\n", "傘です。", true},
		{"folded with deeper lines", ">\n      傘です。\n        青\n      駅です。\n      青です。\n\n", "傘です。\n  青\n駅です。 青です。\n", false},
		{"folded, kept", ">+\n      傘です。\n\n\n", "傘です。\n\n\n", false},
		{"folded, stripped", ">-\n      傘です。\n      青です。\n", "傘です。 青です。", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, mark := range []string{"", "\ufeff"} {
				items, err := input.Read(text.NewFile("kasa.yaml", []byte(mark+replies+c.yaml)))
				if err != nil {
					t.Fatal(err)
				}
				it := items[0]
				if it.Text != c.want {
					t.Fatalf("got %q, want %q", it.Text, c.want)
				}
				// The whole must hold every word of the text, and no key.
				raw, _ := it.Span(text.Span{End: len(it.Text)})
				back := raw.In(it.File.Text)
				if strings.Contains(back, "reply:") {
					t.Errorf("leads back to %q", back)
				}
				for _, word := range []string{"傘", "青", "駅"} {
					if strings.Contains(back, word) != strings.Contains(c.want, word) {
						t.Errorf("leads back to %q", back)
					}
					if i := strings.Index(it.Text, word); i >= 0 {
						if raw, exact := it.Span(text.Span{Start: i, End: i + len(word)}); !exact || raw.In(it.File.Text) != word {
							t.Errorf("%s leads back to %q", word, raw.In(it.File.Text))
						}
					}
				}
				leadsBack(t, it, c.exact)
			}
		})
	}
}

// An alias is the text of its anchor.
func TestAliasLeadsToItsAnchor(t *testing.T) {
	items, err := input.Read(text.NewFile("kasa.yaml", []byte("replies:\n  - reply: &a |\n      傘です。\n  - reply: *a\n")))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := items[0].Span(text.Span{End: 3})
	b, exact := items[1].Span(text.Span{End: 3})
	if a != b || !exact || b.In(items[1].File.Text) != "傘" {
		t.Errorf("got %v %v", a, b)
	}
}

// YAML also ends a line at U+2028 and the like, other programs do not.
func TestLineSeparatorsInYAML(t *testing.T) {
	for _, c := range []struct{ name, yaml string }{
		{"behind", "replies:\n  - reply: 傘\n  - reply: \"青\u2028い\"\n"},
		{"before a plain text", "replies:\n  - reply: \"青\u2028い\"\n  - reply: 傘\n"},
		{"before a literal", "replies:\n  - reply: \"青\u2028い\"\n  - reply: |\n      傘\n"},
		{"before a quoted text in the last line", "replies:\n  - reply: \"青\u2028い\"\n  - reply: \"傘\""},
		{"NEL before a quoted text in the last line", "replies:\n  - reply: \"青\u0085い\"\n  - reply: \"傘\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := kasa(c.yaml); got != "傘" {
				t.Errorf("leads back to %q", got)
			}
		})
	}
}

// kasa is where the map of the reply 傘 leads.
func kasa(yaml string) string {
	items, err := input.Read(text.NewFile("kasa.yaml", []byte(yaml)))
	if err != nil {
		return err.Error()
	}
	for _, it := range items {
		if strings.TrimSpace(it.Text) == "傘" {
			raw, _ := it.Span(text.Span{End: len("傘")})
			return raw.In(it.File.Text)
		}
	}
	return "no reply"
}

// What cannot be read is said with the file, the place and what to do.
func TestWhatCannotBeRead(t *testing.T) {
	for _, c := range []struct{ path, file, want string }{
		{"a.txt", "", "a.txt: the file is empty; write the reply and check again"},
		{"a.txt", " \r\n\u3000\n", "a.txt: the file is empty; write the reply and check again"},
		{"a.txt", "\ufeff", "a.txt: the file is empty; write the reply and check again"},
		{"a.yaml", "", "a.yaml: the file is empty; write the reply and check again"},
		{"a.txt", "傘\n\x00", "a.txt:2: this does not look like a text file (it holds NUL bytes); name a reply saved as text"},
		{"a.txt", "\xff\xfer\x00\x00\x00", "a.txt:1: this does not look like a text file (it holds NUL bytes); name a reply saved as text"},
		{"a.txt", "a\xff\xff\n", "a.txt:1: the encoding cannot be told (this is neither UTF-8 nor Shift_JIS nor EUC-JP); save the file as UTF-8, or name its encoding with --encoding"},
		{"a.txt", "傘\n青い\x8e\x50\n", "a.txt:2:3: a byte here is not valid UTF-8; save the file as UTF-8, or name its encoding with --encoding"},
		{"a.md", "\ufeff\xe5\x82", "a.md:1:1: a byte here is not valid UTF-8; save the file as UTF-8, or name its encoding with --encoding"},
		{"a.yml", "replies:\n  - reply: 傘\xed\xa0\x80\n", "a.yml:2:13: a byte here is not valid UTF-8; save the file as UTF-8, or name its encoding with --encoding"},
		{"a.txt", "---\nid: kasa\nchanel: chat\n---\n傘です。\n", "a.txt:3:1: there is no 'chanel'; did you mean 'channel'?"},
		{"a.txt", "\ufeff---\r\nid: kasa\r\nid: kasa\r\n---\r\n傘です。\r\n", "a.txt:3:1: 'id' is written twice; keep one"},
		{"a.md", "---\nid: [kasa]\n---\n傘です。\n", "a.md:2:5: write one text here"},
		{"a.txt", "---\nid: kasa\n channel: chat\n---\n傘です。\n", "a.txt:3:1: this is not YAML (mapping values are not allowed in this context)"},
		{"a.yaml", "replies:\n  - replay: 傘\n", "a.yaml:2:5: there is no 'replay'; did you mean 'reply'?"},
		{"a.yaml", "replys:\n  - reply: 傘\n", "a.yaml:1:1: there is no 'replys'; did you mean 'replies'?"},
		{"a.yaml", "replies:\n  - reply: 傘\n    expect: [{rule: a, att: 傘}]\n", "a.yaml:3:24: there is no 'att'; did you mean 'at'?"},
		{"a.yaml", "replies:\n  - reply: [傘]\n", "a.yaml:2:12: write one text here"},
		{"a.yaml", "replies:\n  - reply: 傘\n  - id: kasa-2\n", "a.yaml: entry 2 (kasa-2) has no 'reply:'"},
		{"a.yaml", "replies:\n  - id: kasa-1\n    reply: |\n\n", "a.yaml: entry 1 (kasa-1) has no 'reply:'"},
		{"a.yaml", "replies: []\n", "a.yaml: there are no replies under 'replies:'; write them as '- reply: |'"},
		{"a.yaml", "version: 1\n", "a.yaml: there are no replies under 'replies:'; write them as '- reply: |'"},
		{"a.yaml", "replies: 傘\n", "a.yaml:1:10: write 'name: value' pairs here"},
		{"a.yaml", "- kasa: 傘\n", "a.yaml: no field here is known to hold replies (body, reply, text, … were looked for; there are: kasa); say where they are with 'reply:' under 'inputs:' in .yorisoi.yaml"},
		{"a.yaml", "replies:\n  - reply: 傘\n---\nreplies: []\n", "a.yaml:4:1: a second document begins here ('---'); write one a file"},
		{"a.yaml", "# 傘\n", "a.yaml: there is nothing in this file"},
	} {
		_, err := input.Read(text.NewFile(c.path, []byte(c.file)))
		if err == nil {
			t.Errorf("%q: no error, want %s", c.file, c.want)
			continue
		}
		got, _, _ := strings.Cut(err.Error(), "\n")
		if got, _, _ = strings.Cut(got, "; check the indentation"); got != c.want {
			t.Errorf("%q:\ngot  %s\nwant %s", c.file, got, c.want)
		}
		if ja := lang.ErrorIn(err, lang.JA); ja == err.Error() || !strings.HasPrefix(ja, c.path+":") {
			t.Errorf("%q: in Japanese %s", c.file, ja)
		}
	}
}

func TestNamesOfFiles(t *testing.T) {
	for path, want := range map[string]string{
		"a.txt": "text", "a.TXT": "text", "mail/a.md": "text", "a.markdown": "text", "a.text": "text", "a.yml": "text ambiguous", "a.YAML": "text ambiguous",
		"a": "", "a.txt.bak": "", "yaml": "", "a.json": "text ambiguous", "a.jsonl": "text ambiguous", "a.csv": "text ambiguous", "a.eml": "text", "a.html": "text", "a.png": "", "a.html.twig": "text ambiguous", "a.liquid": "text ambiguous",
	} {
		got := ""
		if input.Known(path) {
			got = "text"
		}
		if input.Ambiguous(path) {
			got += " ambiguous"
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
	if items, err := input.Read(text.NewFile("-", []byte("replies: 傘"))); err != nil || items[0].Text != "replies: 傘" {
		t.Errorf("a name that says nothing is that of a text: %v", err)
	}
	if got := strings.Join(input.Extensions(), " "); got != ".csv .eml .erb .ftl .handlebars .hbs .htm .html .j2 .jinja .jinja2 .json .jsonl .liquid .markdown .md .mustache .ndjson .tab .text .tsv .twig .txt .yaml .yml" {
		t.Errorf("got %s", got)
	}
}

func TestHoldsReplies(t *testing.T) {
	for yaml, want := range map[string]bool{
		"replies: []\n": true, "version: 1\nreplies:\n": true, "a: 1\n---\nreplies: []\n": true,
		"rule: a\n": false, "a: {replies: []}\n": false, "- replies\n": false, "": false, "replies": false, "a: [": false,
	} {
		if got := input.HoldsReplies([]byte(yaml)); got != want {
			t.Errorf("%q: got %v", yaml, got)
		}
	}
}

// Whatever it is given, Read gives replies whose maps lie in the file, or an error that names it.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"傘です。", "---\nid: a\n---\n傘", "\ufeff---\r\nid: a\r\n---\r\n傘", "---\n---\n", "---\nid:\n---", "replies:\n  - reply: |2\n        傘\n      青\n",
		"replies:\n  - reply: >+\n      傘\n\n", "replies: [{reply: '傘', id: \"a\"}, {reply: &a 傘}, {reply: *a}]", "replies:\n- reply: !!str\n    傘\n    青\n",
		"replies:\r- reply: |\r    傘\r    青\r", "replies:\n- ? reply\n  : \"\\\n    傘\\x41\"\n", "replies:\n- reply: |+\n\n\n    傘\n\n", "%YAML 1.2\n---\nreplies:\n- reply: ' '\n- reply: a",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, name := range []string{"a.txt", "a.yaml"} {
			items, err := input.Read(text.NewFile(name, []byte(s)))
			if err != nil {
				if !strings.HasPrefix(err.Error(), name+":") {
					t.Errorf("the error names no file: %v", err)
				}
				continue
			}
			for _, it := range items {
				leadsBack(t, it, name == "a.txt")
			}
		}
	})
}

// Any text may be written as a literal block, and is led back to the byte.
func FuzzLiteral(f *testing.F) {
	f.Add("傘です。\n\n  青です。\n", uint8(2), uint8(0))
	f.Add("一\n \n二\n\n", uint8(5), uint8(1))
	f.Add("# 一\n- 二: 三", uint8(1), uint8(2))
	f.Add("傘\u200bと\t青\n\t\n", uint8(9), uint8(3))
	f.Fuzz(func(t *testing.T, s string, indent, style uint8) {
		odd := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
		if !utf8.ValidString(s) || strings.TrimSpace(s) == "" || strings.ContainsFunc(s, odd) || strings.ContainsAny(s, "\u2028\u2029\ufeff\ufffe\uffff") {
			t.Skip("YAML lets no such text stand in a literal block")
		}
		space, end := strings.Repeat(" ", 5+int(indent)%8), []string{"\n", "\r\n"}[style/2%2]
		chomp, want := "|-", strings.TrimRight(s, "\n")
		if style%2 == 1 {
			chomp, want = "|+", s+"\n"
		}
		if first := strings.TrimLeft(s, "\n"); strings.HasPrefix(first, " ") || strings.HasPrefix(first, "\t") {
			chomp += strconv.Itoa(len(space) - len("  - ")) // behind lines that begin with space the indentation must be said
		}
		var b strings.Builder
		b.WriteString("replies:" + end + "  - reply: " + chomp + end)
		for line := range strings.SplitSeq(s, "\n") {
			if line != "" {
				b.WriteString(space + line)
			}
			b.WriteString(end)
		}
		items, err := input.Read(text.NewFile("a.yaml", []byte(b.String())))
		if err != nil {
			t.Fatalf("%q: %v", b.String(), err)
		}
		if items[0].Text != want {
			t.Fatalf("%q: got %q, want %q", b.String(), items[0].Text, want)
		}
		leadsBack(t, items[0], true)
	})
}

// leadsBack checks that every span of the text comes from the file, later ones from later ones; and if exact, that every
// character but a line end comes from itself.
func leadsBack(t testing.TB, it *input.Item, exact bool) {
	t.Helper()
	all := text.Span{End: len(it.File.Text)}
	last := 0
	for i := range len(it.Text) + 1 {
		for _, j := range []int{i, i + 1, (i + len(it.Text)) / 2, len(it.Text)} {
			if j < i || j > len(it.Text) {
				continue
			}
			raw, _ := it.Span(text.Span{Start: i, End: j})
			if raw.Start > raw.End || !all.Contains(raw) {
				t.Fatalf("%q[%d:%d] comes from %v of %d bytes", it.Text, i, j, raw, all.End)
			}
			if raw.Start < last && j == i+1 {
				t.Fatalf("%q: byte %d comes from %d, the one before from %d", it.Text, i, raw.Start, last)
			}
			if j == i+1 {
				last = raw.Start
			}
		}
	}
	if why := exactly(it); exact && why != "" {
		t.Error(why)
	}
}

// exactly says which character of the text does not come from itself.
func exactly(it *input.Item) string {
	for i, r := range it.Text {
		raw, ok := it.Span(text.Span{Start: i, End: i + utf8.RuneLen(r)})
		back := raw.In(it.File.Text)
		if !ok || back != string(r) && (r != '\n' || back != "\r\n" && back != "\r") {
			return fmt.Sprintf("%q at byte %d comes from %q (exact %v)", r, i, back, ok)
		}
	}
	return ""
}
