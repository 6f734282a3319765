package clause_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/clause"
)

// say writes a noun phrase: its words, what it is to its predicate, whose it is, and what its particles add.
func say(p *clause.Phrase) string {
	s := p.Text + " " + p.Role.String() + " " + p.Owner.String()
	if p.Named {
		s += "!"
	}
	for _, x := range []struct {
		name string
		is   bool
	}{{"お", p.Honorific}, {"topic", p.Topic && p.Role != clause.Topic}, {"also", p.Also}, {"only", p.Only}, {"or", p.Or}, {"clause", p.Nominal}} {
		if x.is {
			s += " " + x.name
		}
	}
	return s
}

// Every noun phrase knows whose it is, also through の, and what its particles make of it. "お" is a prefix of respect.
func TestPhrases(t *testing.T) {
	g := newGround(t)
	for text, want := range map[string]string{
		"弊社の設定に誤りがございました。":   "弊社 possessor us!, 設定 dative us!, 誤り subject nobody",
		"お客様のご入力が漏れておりました。":  "お客様 possessor customer! お, 入力 subject customer! お",
		"業者様へは当店から連絡します。":    "業者様 toward third! topic, 当店 source us!",
		"お届け先のみ変更できます。":      "届け先 bare nobody お only",
		"領収書も、請求書もございます。":    "領収書 bare nobody also, 請求書 bare nobody also",
		"カードまたは現金で払えます。":     "カード bare nobody or, 現金 place nobody",
		"返品については窓口で承ります。":    "返品 about nobody topic, 窓口 place us!",
		"手違いにより遅れました。":       "手違い cause nobody",
		"5月末まで届きます。":         "5月末 until nobody",
		"箱を開けたことが分かりました。":    "箱 object nobody; こと subject nobody clause",
		"ご家族様より、お電話を頂戴しました。": "家族様 source customer! お",
	} {
		_, cs := g.parse(text)
		var clauses []string
		for i := range cs {
			var phrases []string
			for k := range cs[i].Args {
				phrases = append(phrases, say(&cs[i].Args[k]))
			}
			clauses = append(clauses, strings.Join(phrases, ", "))
		}
		if got := strings.Join(clauses, "; "); got != want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", text, got, want)
		}
	}
}

// 〜までに is a time not to be passed, as 〜まで is.
func TestUntil(t *testing.T) {
	_, cs := newGround(t).parse("5月末までに届きます。")
	if got := cs[0].Args[0].Role; got != clause.Until {
		t.Errorf("got %s", got)
	}
}

// What a sentence is about reaches over the clauses that follow, up to the next topic.
func TestTopicsReachOn(t *testing.T) {
	g := newGround(t)
	_, cs := g.parse("お客様は番号を控え、窓口に届け出て、書類は後で出しました。")
	var got []string
	for _, c := range cs {
		var ts []string
		for i := range c.Topics {
			ts = append(ts, c.Topics[i].Text)
		}
		got = append(got, fmt.Sprintf("%s%v", c.Lemma, ts))
	}
	want := "控える[] 届け出る[お客様] 出す[お客様]"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// A noun that is a predicate by itself has no verb, also where brackets follow.
func TestNoVerbBehindBrackets(t *testing.T) {
	_, cs := newGround(t).parse("お振込は不可（全支店）。")
	c := cs[len(cs)-1]
	if c.Verb != c.Stem {
		t.Errorf("stem %d, verb %d, last %d", c.Stem, c.Verb, c.Last)
	}
}

// The pieces of a clause stand in order: first its nouns, then the predicate, what makes a verb of it, its endings, its link. The
// clauses of a sentence follow each other, and all indices count the tokens of the whole sentence, brackets included.
func checkPlaces(t *testing.T, text string, n int, cs []clause.Clause) {
	t.Helper()
	before := 0
	for _, c := range cs {
		stands := c.Phrase != nil && c.Phrase.Nominal // こと for the clause before it, which it takes in
		if !(before <= c.First && (c.First <= c.Head || stands) && c.Head < c.Stem && c.Stem <= c.Verb && c.Stem <= c.Last && c.Last <= c.End && c.End <= n) {
			t.Errorf("%q: %s: first %d, head %d, stem %d, verb %d, last %d, end %d of %d tokens; the clause before ends at %d",
				text, c.Lemma, c.First, c.Head, c.Stem, c.Verb, c.Last, c.End, n, before)
		}
		for _, p := range c.Args {
			if !(0 <= p.First && p.First < p.Last && p.Last <= p.End && p.End <= n) || p.Rel >= len(cs) {
				t.Errorf("%q: noun %s: first %d, last %d, end %d, rel %d of %d tokens", text, p.Text, p.First, p.Last, p.End, p.Rel, n)
			}
		}
		if p := c.Phrase; p != nil && !(0 <= p.First && p.First < p.Last && p.Last <= n) {
			t.Errorf("%q: predicate %s: first %d, last %d of %d tokens", text, p.Text, p.First, p.Last, n)
		}
		for _, i := range c.Adverbs {
			if i < 0 || i >= n {
				t.Errorf("%q: adverb at %d of %d tokens", text, i, n)
			}
		}
		before = c.End
	}
}

func TestPlaces(t *testing.T) {
	g := newGround(t)
	for _, s := range readSentences(t, "testdata/sentences.txt") {
		ts, cs := g.parse(s.text)
		checkPlaces(t, s.text, len(ts), cs)
	}
}

func FuzzParse(f *testing.F) {
	g := newGround(f)
	for _, s := range []string{
		"お客様が（誤って）削除されたため、復元はいたしかねます。", "「〓」を押しても、動かないのではないでしょうか？", "ご、お御。、ないない、ではではない",
		"のはがをにため、と。とのことので", "読まなければならなくなってしまわれたようでございますが", "((((", "a b\u3099 ｶﾞ😀\xff", "かもしれなくはないはずがない",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 600 {
			return
		}
		ts, cs := g.parse(s)
		checkPlaces(t, s, len(ts), cs)
	})
}
