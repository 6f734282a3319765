package strict_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// shelf has a field of every kind that strict reads into.
type shelf struct {
	Label  strict.String            `yaml:"label"`
	Room   string                   `yaml:"room"`
	Boards int                      `yaml:"boards"`
	Locked bool                     `yaml:"locked"`
	Books  []book                   `yaml:"books"`
	Tags   []string                 `yaml:"tags"`
	Lent   *[]strict.String         `yaml:"lent"`
	Marks  map[string]strict.String `yaml:"marks"`
	Size   measure                  `yaml:"size"`
	Zzz    string                   `yaml:"-"`
	keeper `yaml:",inline"`
}

type book struct {
	Title strict.String `yaml:"title"`
	Pages int           `yaml:"pages"`
}

type keeper struct {
	Keeper string `yaml:"keeper"`
}

// measure reads itself: 30x40.
type measure struct{ wide, high string }

func (m *measure) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	var ok bool
	if m.wide, m.high, ok = strings.Cut(n.Value, "x"); !ok {
		d.Fail(n, "yaml-want-number", n.Value)
	}
}

func TestRead(t *testing.T) {
	var got shelf
	err := strict.Read("x.yaml", []byte(`# 児童室の棚
label: 児童室
room: 101   # a text may look like a number
boards: 4
locked: true
books:
  - {title: 絵本, pages: 32}
  - title: &t 図鑑
tags: 背の低い棚   # one value stands for a list of one
lent: []
marks: {赤: *t, '青': あお}
size: 30x40
keeper: 和久井
`), &got)
	want := shelf{
		Label: strict.String{Text: "児童室", Place: strict.Place{Line: 2, Column: 8}}, Room: "101", Boards: 4, Locked: true,
		Books: []book{
			{Title: strict.String{Text: "絵本", Place: strict.Place{Line: 7, Column: 13}}, Pages: 32},
			{Title: strict.String{Text: "図鑑", Place: strict.Place{Line: 8, Column: 12}}},
		},
		Tags: []string{"背の低い棚"}, Lent: &[]strict.String{},
		Marks: map[string]strict.String{
			"赤": {Text: "図鑑", Place: strict.Place{Line: 8, Column: 12}}, // where the text stands, not the alias
			"青": {Text: "あお", Place: strict.Place{Line: 11, Column: 21}},
		},
		Size: measure{"30", "40"}, keeper: keeper{"和久井"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v %v, want %+v", got, err, want)
	}
}

const inQuotes = "put all of it in quotation marks \"…\" (a choice may also be written (a|b))"

// Whatever is wrong is said with its place, and what would have been right.
func TestWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ yaml, want string }{
		// unknown keys
		{"lable: 棚\n", "x.yaml:1:1: there is no 'lable'; did you mean 'label'?"},
		{"books:\n  - title: 絵本\n    page: 3\n", "x.yaml:3:5: there is no 'page'; did you mean 'pages'?"},
		{"keper: 和久井\n", "x.yaml:1:1: there is no 'keper'; did you mean 'keeper'?"},
		{"books: {ISBN: 4}\n", "x.yaml:1:9: there is no 'ISBN'; known are title, pages"},
		{"Zzz: a\n", "x.yaml:1:1: there is no 'Zzz'; known are label, room, boards, locked, books, tags, lent, marks, size, keeper"},
		{"'-': a\n", "x.yaml:1:1: there is no '-'; known are label, room, boards, locked, books, tags, lent, marks, size, keeper"},
		// keys written twice
		{"room: a\ntags: b\nroom: c\n", "x.yaml:3:1: 'room' is written twice; keep one"},
		{"marks: {あ: a, い: b, あ: c}\n", "x.yaml:1:21: 'あ' is written twice; keep one"},
		// values of the wrong kind
		{"room: [a]\n", "x.yaml:1:7: write one text here"},
		{"label: {a: b}\n", "x.yaml:1:8: write one text here"},
		{"tags: [a, [b]]\n", "x.yaml:1:11: write one text here"},
		{"boards: 四\n", "x.yaml:1:9: write a number here, not '四'"},
		{"boards: 4.5\n", "x.yaml:1:9: write a number here, not '4.5'"},
		{"boards: [4]\n", "x.yaml:1:9: write a number here, not ''"},
		{"locked: maybe\n", "x.yaml:1:9: write true or false here, not 'maybe'"},
		{"books: 絵本\n", "x.yaml:1:8: write 'name: value' pairs here"},
		{"marks: [a]\n", "x.yaml:1:8: write 'name: value' pairs here"},
		{"- label: a\n", "x.yaml:1:1: write 'name: value' pairs here"},
		{"label\n", "x.yaml:1:1: write 'name: value' pairs here"},
		{"size: 30*40\n", "x.yaml:1:7: write a number here, not '30*40'"},
		// the whole file
		{"", "x.yaml: there is nothing in this file"},
		{"# 棚\n", "x.yaml: there is nothing in this file"},
		{"room: a\n---\nroom: b\n---\nroom: c\n", "x.yaml:3:1: a second document begins here ('---'); write one a file"},
		// no YAML
		{"room: a\n\n boards: 4\n", "x.yaml:3:1: this is not YAML (mapping values are not allowed in this context)"},
		{"room: a\ntags:\n\t- b\n", "x.yaml:3:1: the line begins with a tab; indent with spaces"},
		{"room: a\nlabel: @b\n", "x.yaml:2:8: a value that begins with '@' means something else in YAML; " + inQuotes},
		// what is easily typed wrong
		{"label: a\nroom：a\n", "x.yaml:2:5: this colon is a wide (full-width) one; write ':' and a space"},
		{"room：\n  - a\nlabel: b\n", "x.yaml:1:5: this colon is a wide (full-width) one; write ':' and a space"},
		{"marks: {あ: い, う：え}\n", "x.yaml:1:16: this colon is a wide (full-width) one; write ':' and a space"},
		{"size： 30x40: a\n", "x.yaml:1:5: this colon is a wide (full-width) one; write ':' and a space"},
		{"tags:\n　- a\n", "x.yaml:2:1: the line begins with a wide (full-width) space; indent with ordinary spaces"},
		{"label: {match}です\n", "x.yaml:1:8: a value that begins with '{' means something else in YAML; " + inQuotes},
		{"marks: {あ: {match}です}\n", "x.yaml:1:12: a value that begins with '{' means something else in YAML; " + inQuotes},
		{"tags:\n  - [a|b] c\n", "x.yaml:2:5: a value that begins with '[' means something else in YAML; " + inQuotes},
		{"label: \x82\xa0\n", "x.yaml:1:1: this is not UTF-8; save the file as UTF-8"},
		{"marks: {あ: い,う, え: お}\n", "x.yaml:1:12: inside { } a comma ends the value; if this is one value, put it in quotation marks: \"い,う\""},
		{"marks: {あ: い, -う, えお}\n", "x.yaml:1:12: inside { } a comma ends the value; if this is one value, put it in quotation marks: \"い,-う,えお\""},
		{"room: a: b\n", "x.yaml:1:1: this is not YAML (mapping values are not allowed in this context)"},
		{"room: a\n- b\n", "x.yaml:2:1: this is not YAML (did not find expected key)"},
		{"room: a\ntags:\n  - b\n -c\n", "x.yaml:4:1: this is not YAML (did not find expected key)"},
		{"room: a\ntags: [*b]\n", "x.yaml:2:1: this is not YAML (unknown anchor 'b' referenced)"},
		{"room: a\nlabel: \x01\n", "x.yaml:2:1: this is not YAML (control characters are not allowed)"},
		{"room: a\nlabel: 'b\nboards: 4\n", "x.yaml:2:1: this is not YAML (found unexpected end of stream)"},
		{"room: a\rroom: [\r}", "x.yaml:1:1: this is not YAML (did not find expected node content)"},
	} {
		t.Run(c.yaml, func(t *testing.T) {
			err := strict.Read("x.yaml", []byte(c.yaml), &shelf{})
			if err == nil {
				t.Fatalf("no error, want %s", c.want)
			}
			got, _, _ := strings.Cut(err.Error(), "\n")
			got, _, _ = strings.Cut(got, "; check the indentation")
			if got != c.want {
				t.Errorf("got %s\nwant %s", got, c.want)
			}
		})
	}
}

// Nothing is written: a list has no items, a text says nothing.
func TestNull(t *testing.T) {
	for _, yaml := range []string{"marks: {あ: , い:}\n", "room:\n", "room: ~\n", "room: null\n", "tags:\n", "tags: ~\n", "books:\n"} {
		var got shelf
		err := strict.Read("x.yaml", []byte(yaml), &got)
		if err != nil || got.Room != "" || len(got.Tags)+len(got.Books) != 0 {
			t.Errorf("%q: got %+v %v, want nothing", yaml, got, err)
		}
	}
}

// One reading finds everything, and shows each line with a caret under the place, in either language.
func TestEveryErrorIsShown(t *testing.T) {
	err := strict.Read("棚.yaml", []byte("label: 棚\r\n\"児童室　の\": 1\r\nmarks: {あ: い, 😀: [a]}\r\nlocked: たぶん"), &shelf{})
	const want = `棚.yaml:2:1: 「児童室　の」という名前はありません。使えるのは label, room, boards, locked, books, tags, lent, marks, size, keeper です。
    "児童室　の": 1
    ^
棚.yaml:3:18: ここには文字列を1つ書いてください。
    marks: {あ: い, 😀: [a]}
                        ^
棚.yaml:4:9: ここには true か false を書いてください（今は「たぶん」）。
    locked: たぶん
            ^`
	if got := lang.ErrorIn(err, lang.JA); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if !strings.Contains(err.Error(), "棚.yaml:4:9: write true or false here, not 'たぶん'\n    locked: たぶん\n            ^") {
		t.Errorf("got\n%v", err)
	}
	var e *strict.Error
	if !errors.As(err, &e) || e.Place != (strict.Place{Line: 2, Column: 1}) || e.Path != "棚.yaml" || e.Source != `"児童室　の": 1` {
		t.Errorf("got %+v", e)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"channel", "extent", "email", "chat", "body", "size"}
	for name, want := range map[string]string{
		"chanel": "channel", "Channel": "channel", "chnanel": "channel", "cahnnel": "channel", "extend": "extent", "mail": "email", "e-mail": "email",
		"chart": "chat", "extents": "extent", "ext": "extent", "x": "", "b": "", "full": "", "subject": "", "": "", "hidden": "",
	} {
		if got := strict.Nearest(name, known); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
	if got := strict.Nearest("a", nil); got != "" {
		t.Errorf("nothing is known, but %q is near", got)
	}
}

func TestDocuments(t *testing.T) {
	d, docs := strict.Documents("x.yaml", []byte("a: 1\n---\n- b\n---\nc\n"))
	if d.Err() != nil || len(docs) != 3 || docs[0].Kind != yaml.MappingNode || docs[1].Kind != yaml.SequenceNode || docs[2].Value != "c" {
		t.Errorf("got %v %+v", d.Err(), docs)
	}
	d, docs = strict.Documents("x.yaml", []byte("a: 1\n---\nb: [\n"))
	if d.Err() == nil || len(docs) != 1 {
		t.Errorf("what was read before the error is kept: got %v %d", d.Err(), len(docs))
	}
}

// Whatever it is given, Read gives a value or an error that lies in the file.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"label: a\nbooks: [{title: b, pages: 3}]\n", "a: &a [*a]", "marks: {? [a] : b, <<: {c: d}}", "---\n...\n---\n", "%YAML 1.2\n---\na", "label: |2-\n   a\n",
		"label: \"\\u2028\"\nroom: 'a\u2028b'\n", "\ufefflabel: a", "label: a\rroom: b\r", "boards: !!str 3", "locked: &x yes\nroom: *x\n", "books: &b\n  - *b\n", "\t", "? ", "'", "label: \x85",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v shelf
		err := strict.Read("x.yaml", data, &v)
		if err == nil {
			return
		}
		_ = lang.ErrorIn(err, lang.JA)
		lines := strings.Split(string(data), "\n")
		for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
			var at *strict.Error
			if !errors.As(e, &at) {
				t.Fatalf("%v has no place", e)
			}
			if at.Line < 0 || at.Line > 0 && at.Column < 1 {
				t.Errorf("%v stands at %+v", e, at.Place)
			}
			if at.Source != "" && at.Source != strings.TrimRight(lines[at.Line-1], "\r") {
				t.Errorf("%v shows %q", e, at.Source)
			}
		}
	})
}
