package pattern_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
)

// BenchmarkMatch shows how matching grows with the sentence, for patterns that make a backtracking matcher explode: ns/token should
// stay the same from line to line. The sentence holds every word of the patterns over and over and never ends as they ask.
func BenchmarkMatch(b *testing.B) {
	for _, source := range []string{
		"返金",
		"返金 … 交換 … 返品",
		"… 返金 … 返金 … 返金 … 休業",
		"(返金|交換|返品) …3 (返金|交換|返品) …3 (返金|交換|返品) …3 休業",
		"((((返金)? の)? 交換 の)? 返金 の)? 休業 $",
		"返金 (の …3 休業)? (… 休業)?",
		"<名詞句> の <名詞> … <述語:受身>",
		"/(返|金|の)+休業/",
	} {
		for _, n := range []int{250, 1000, 4000} {
			b.Run(fmt.Sprintf("%s/%d", strings.ReplaceAll(source, "/", ""), n), func(b *testing.B) {
				w := newWorld(b)
				p := w.compile(b, source)
				sub, sn := w.prepare(strings.Repeat("返金の交換の、", n/4))
				for b.Loop() {
					p.Match(sub)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(sn.Tokens)), "ns/token")
			})
		}
	}
}

// BenchmarkPrepare shows how looking up all phrases grows with the sentence.
func BenchmarkPrepare(b *testing.B) {
	for _, n := range []int{250, 1000, 4000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newWorld(b)
			w.compile(b, "(返金|交換|返品) の (返金|交換|返品) は できない")
			sn := w.reader.Phrase(strings.Repeat("返金の交換の、", n/4))
			cs := w.parser.Parse(sn.Tokens)
			for b.Loop() {
				w.Prepare(sn.Text, sn.Tokens, cs)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(sn.Tokens)), "ns/token")
		})
	}
}

// letter is an ordinary reply, by sentence.
var letter = strings.SplitAfter("お問い合わせいただき、ありがとうございます。つばめ家具の三浦でございます。ご注文の本棚の棚板が一枚足りなかったとのこと、"+
	"ご不便をおかけしております。倉庫の記録を調べましたところ、弊社の梱包の手違いであったことが分かりました。不足の棚板は、本日の午後に発送いたします。"+
	"あいにく、配達の時間の指定は承っておりませんが、営業所での受け取りはできます。ご希望でしたら、明日の正午までにお知らせください。"+
	"お急ぎのところ恐れ入りますが、ご了承くださいますようお願いいたします。なお、返金はいたしかねます。ご不明な点がございましたら、お気軽にお問い合わせください。", "。")

// BenchmarkPatterns matches 6, 60 and 600 patterns over the same reply. Looking up their phrases is shared, and a pattern is run only
// in sentences that hold one of its own, so that the time should grow far less than the number.
func BenchmarkPatterns(b *testing.B) {
	nouns := strings.Fields("返金 返品 交換 配達 発送 予約 修理 保証 登録 解約 延長 訪問 設置 見積もり 値引き 取り寄せ 再発行 持ち込み 取り消し 時間の指定 " +
		"席の確保 写真の送付 名義の変更 住所の変更 領収書の発行 部品の販売 説明書の郵送 会員の登録 送料の負担 受け取り")
	tails := strings.Fields("は,_,できない _,承りかねる …3,難しい (は|も)?,行う,$ を,断る …,<動詞>,です を,お願いする が,届く:過去 に,ついて …5,問い合わせる の,手違い は,対象外 " +
		"は,_,できる を,(送る|渡す|返す) (は|が),無料 …2,必要 と,のこと …,ください を,誤る が,足りない に,応じる (の|と),(件|こと)")
	for _, n := range []int{6, 60, 600} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			w := newWorld(b)
			var ps []*pattern.Pattern
			for i := range n {
				source := nouns[i%len(nouns)] + " " + strings.ReplaceAll(tails[i/len(nouns)%len(tails)], ",", " ")
				ps = append(ps, w.compile(b, source))
			}
			var sentences []*reply.Sentence
			var clauses [][]clause.Clause
			for _, s := range letter {
				sn := w.reader.Phrase(s)
				sentences = append(sentences, sn)
				clauses = append(clauses, w.parser.Parse(sn.Tokens))
			}
			found := 0
			b.ReportAllocs()
			for b.Loop() {
				found = 0
				for i, s := range sentences {
					sub := w.Prepare(s.Text, s.Tokens, clauses[i])
					for _, p := range ps {
						if lits, _, any := p.Need(); any || sub.Holds(lits) {
							found += len(p.Match(sub))
						}
					}
				}
			}
			b.ReportMetric(float64(found), "matches")
		})
	}
}
