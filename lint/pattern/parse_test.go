package pattern_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
)

// A pattern is printed in one form, however it was typed, and that form reads as the same pattern.
func TestPrint(t *testing.T) {
	for source, want := range map[string]string{
		"返金":              "返金",
		"  返金　 は   できない ": "返金 は できない",
		"（返金｜交換）　は？　できない": "(返金|交換) は? できない",
		"[返金|交換]":                   "(返金|交換)",
		"((返金))":                    "返金",
		"((返金) (交換))":               "返金 交換",
		"(返金|(交換|修理 の 案内))":         "(返金|(交換|修理 の 案内))",
		"(返金 の)? 交換":                "(返金 の)? 交換",
		"(返金|交換)? する":               "(返金|交換)? する",
		"お客様…誤る":                    "お客様 … 誤る",
		"お客様 …３ 誤る":                 "お客様 …3 誤る",
		"＾返金＿できない＄":                 "^ 返金 _ できない $",
		"『（税込） 価格』":                 "『(税込) 価格』",
		`/[0-9]+\/[0-9]+/`:          `/[0-9]+\/[0-9]+/`,
		"<断り>":                      "<断り>",
		"＜断り：過去，－否定＞":               "<断り:過去,-否定>",
		"<断り:過去>:客":                 "<断り:過去,客>",
		"< 断り : 過去 >":               "<断り:過去>",
		"(返金|交換 する):過去,-客":          "(返金:過去,-客|交換 する:過去,-客)",
		"(返金 する):過去":                "返金 する:過去",
		"誤る:過去?":                    "誤る:過去?",
		"よろしい (です|でしょう):疑問 か $":     "よろしい (です:疑問|でしょう:疑問) か $",
		"「変更」を押す、":                  "「変更」を押す、",
		"<数> 日 (以内|まで)? に … <述語:客>": "<数> 日 (以内|まで)? に … <述語:客>",
	} {
		n, err := pattern.Parse(source)
		if err != nil {
			t.Errorf("%s: %v", source, err)
			continue
		}
		got := pattern.Print(n)
		if got != want {
			t.Errorf("%s: printed %s, want %s", source, got, want)
		}
		again, err := pattern.Parse(got)
		if err != nil || pattern.Print(again) != got {
			t.Errorf("%s: printed %s, which does not read as itself: %v", source, got, err)
		}
	}
}

// An error says what is wrong, in Japanese and in English, and the code point at which.
func TestErrors(t *testing.T) {
	w := newWorld(t)
	w.define(t, "断り", "できない")
	for source, want := range map[string]struct {
		at int
		en string
	}{
		"":               {0, "the pattern is empty"},
		"　":              {0, "the pattern is empty"},
		"返金)":            {2, "')' cannot stand here; to look for the character itself write 『)』"},
		"返金 は ]":         {5, "']' cannot stand here"},
		"返金 |交換":         {3, "'|' cannot stand here"},
		"? 返金":           {0, "'?' cannot stand here"},
		"返金??":           {3, "'?' cannot stand here"},
		"返金 :過去":         {3, "':' cannot stand here"},
		"返金>":            {2, "'>' cannot stand here"},
		"返金』":            {2, "'』' cannot stand here"},
		"返金 (交換 は":       {3, "'(' is never closed; close it with ')'"},
		"返金 [交換)":        {3, "'[' is never closed; close it with ']'"},
		"返金 は <断り":       {5, "'<' is never closed; close it with '>'"},
		"返金 『交換":         {3, "'『' is never closed; close it with '』'"},
		"返金 /[0-9]":      {3, "'/' is never closed; close it with '/'"},
		"返金 /[0-9/":      {3, "this is not a regular expression"},
		"(返金|)":          {4, "write a wording on both sides of '|'"},
		"(|返金)":          {1, "write a wording on both sides of '|'"},
		"返金 ()":          {4, "write a wording on both sides of '|'"},
		"返金 <>":          {3, "the pattern is empty"},
		"返金 『』":          {3, "the pattern is empty"},
		"返金 …?":          {3, "'?' cannot stand behind this"},
		"^? 返金":          {0, "'?' cannot stand behind this"},
		"(返金?)?":         {0, "'?' cannot stand behind this"},
		"返金 …:過去":        {4, "put ':condition' right behind a wording or a <name>"},
		"『返金』:過去":        {4, "put ':condition' right behind a wording or a <name>"},
		"誤る:":            {2, "write a condition behind ':'"},
		"誤る:,-":          {2, "write a condition behind ':'"},
		"番号 を 誤る:過居":     {5, "there is no condition '過居'. Did you mean '過去'?"},
		"誤る:pst":         {0, "there is no condition 'pst'. Did you mean 'past'?"},
		"<断り:断言>":        {0, "there is no condition '断言'. Did you mean '断定'?"},
		"返金 <断わり>":       {3, "there is no list or act '<断わり>'. Did you mean '断り'?"},
		"返金 は <名詩>":      {5, "there is no list or act '<名詩>'. Did you mean '名詞'?"},
		"返金 は <xxxxxx>":  {5, "there is no list or act '<xxxxxx>'."},
		"返金 …0 できない":     {4, "the number behind '…' goes from 1 to 100, not 0"},
		"返金 …12345 できない": {4, "the number behind '…' goes from 1 to 100, not 12345"},
		"返金 …99999999999999999999 できない": {4, "the number behind '…' goes from 1 to 100, not 99999999999999999999"},
		// A match is at least a word long.
		"…":           {0, "every piece of this may be missing"},
		"_":           {0, "every piece of this may be missing"},
		"^ $":         {0, "every piece of this may be missing"},
		"^ …2":        {0, "every piece of this may be missing"},
		"(早く)? (すぐ)?": {0, "every piece of this may be missing"},
		"(早く|(すぐ)?)":  {0, "every piece of this may be missing"},
		strings.Repeat("(", 51) + "返金" + strings.Repeat(")", 51): {50, "brackets nest too deep (at most 50)"},
	} {
		_, err := w.Compile(source)
		var e *pattern.Error
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want an error", source, err)
			continue
		}
		if e.At != want.at || !strings.HasPrefix(e.Error(), want.en) {
			t.Errorf("%s: got %d: %s\nwant %d: %s", source, e.At, e, want.at, want.en)
		}
		if e.In(lang.JA) == e.In(lang.EN) {
			t.Errorf("%s: says the same in both languages: %s", source, e)
		}
	}
}

// A question typed as people type it is a wording, not an optional piece.
func TestQuestionMark(t *testing.T) {
	w := newWorld(t)
	for _, source := range []string{"本当に押しましたか？", "本当に押しましたか?"} {
		if got, want := w.mark(w.compile(t, source), "本当に押しましたか？"), "〔本当に押しましたか〕？"; got != want {
			t.Errorf("%s: got %s, want %s", source, got, want)
		}
	}
}

func FuzzParsePrint(f *testing.F) {
	for _, s := range []string{
		"(返金|交換 の)? は …3 できない:過去,-客 $", "＜断り：－過去＞　＾『（税込）』＿", `/a\/[b]\\/ <数> 日`, "((a|b)|c (d|e)?):x", "…12345", "[a|<b:c,d>:e]?", "a:b:c", "<a:b:c>", "\\/x/", "『/』",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		n, err := pattern.Parse(source)
		if err != nil {
			return
		}
		once := pattern.Print(n)
		again, err := pattern.Parse(once)
		if err != nil {
			t.Fatalf("%q is printed %q, which cannot be read: %v", source, once, err)
		}
		if twice := pattern.Print(again); twice != once {
			t.Fatalf("%q is printed %q, then %q", source, once, twice)
		}
	})
}
