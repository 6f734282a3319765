package reply_test

import (
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Ground rule 4: orthography never hides a hit, and positions refer to the original. Every line of "written" has the
// text of the first one, and word in it comes from exactly what stands in the brackets.
func TestOneSpelling(t *testing.T) {
	for _, c := range []struct {
		word    string
		written []string
	}{
		{"できません", []string{"袋の返金はどなたにも⟨できません⟩。", "袋の返金はどなたにも⟨出来ません⟩。", "袋の返金はどなたにも⟨ﾃﾞｷﾏｾﾝ⟩。", "袋の返金はどなたにも⟨デキマセン⟩。", "袋の返金はどなたにも⟨て\u3099きません⟩。", "袋の返金はどなたにも⟨出来\nません⟩。", "袋の返金はどなたにも⟨ﾃﾞｷ\r\n　ﾏｾﾝ⟩。"}},
		{"致しかねます", []string{"返金は⟨いたしかねます⟩。", "返金は⟨致しかねます⟩。", "返金は⟨致し兼ねます⟩。", "返金は⟨いたし兼ねます⟩。", "返金は⟨ｲﾀｼｶﾈﾏｽ⟩。", "返金は⟨致しかね\nます⟩。"}},
		{"頂けません", []string{"写しはお持ち⟨いただけません⟩。", "写しはお持ち⟨頂けません⟩。", "写しはお持ち⟨戴けません⟩。", "写しはお持ち⟨いたた\u3099けません⟩。", "写しはお持ち⟨いただ\nけません⟩。"}},
		{"ございません", []string{"写しは⟨ございません⟩。", "写しは⟨御座いません⟩。", "写しは⟨ｺﾞｻﾞｲﾏｾﾝ⟩。", "写しは⟨こ\u3099さ\u3099いません⟩。"}},
		{"申し訳", []string{"誠に⟨申し訳⟩ございません。", "誠に⟨申訳⟩ございません。", "誠に⟨申しわけ⟩ございません。", "誠に⟨もうしわけ⟩ございません。", "誠に⟨ﾓｳｼﾜｹ⟩ございません。"}},
		{"必ず", []string{"⟨必ず⟩お返しします。", "⟨かならず⟩お返しします。", "⟨かならす\u3099⟩お返しします。", "⟨ｶﾅﾗｽﾞ⟩お返しします。"}},
		{"API(v2)", []string{"窓口は⟨API(v2)⟩です。", "窓口は⟨ＡＰＩ（ｖ２）⟩です。", "窓口は⟨API（ｖ2）⟩です。"}},
		{"お問い合わせ", []string{"札の⟨お問い合わせ⟩を承ります。", "札の⟨お問合せ⟩を承ります。", "札の⟨お問合わせ⟩を承ります。", "札の⟨御問い合わせ⟩を承ります。", "札の⟨お問い\n合わせ⟩を承ります。"}},
		{"お間違え", []string{"札の⟨お間違え⟩を直します。", "札の⟨おまちがえ⟩を直します。"}},
		{"ております", []string{"札を送っ⟨ております⟩。", "札を送っ⟨て居ります⟩。"}},
		{"サーバー", []string{"札は⟨サーバー⟩にあります。", "札は⟨サーバ⟩にあります。", "札は⟨ｻｰﾊﾞｰ⟩にあります。", "札は⟨サーハ\u3099⟩にあります。"}},
		{"わかりません", []string{"日時が⟨わかりません⟩。", "日時が⟨分かりません⟩。", "日時が⟨判りません⟩。", "日時が⟨解りません⟩。"}},
		{"様", []string{"〓〓⟨様⟩に届きます。"}},
		{"サイズ", []string{"袋の⟨サイズ⟩を選びます。", "袋の⟨ｻｲｽﾞ⟩を選びます。"}},
		{"キャンセルできません", []string{"袋は⟨キャンセルできません⟩。", "袋は⟨ｷｬﾝｾﾙﾃﾞｷﾏｾﾝ⟩。"}},
	} {
		t.Run(c.word, func(t *testing.T) {
			var got, want []string
			for _, w := range c.written {
				s := reader().Read(item(brackets.Replace(w)), reply.Defaults()).Sentences[0]
				got = append(got, s.Text+" ⟨"+from(s, brackets.Replace(w), c.word)+"⟩")
				want = append(want, reader().Read(item(brackets.Replace(c.written[0])), reply.Defaults()).Sentences[0].Text+" ⟨"+inside(w)+"⟩")
			}
			expect(t, strings.Join(got, "\n"), strings.Join(want, "\n"))
		})
	}
}

var brackets = strings.NewReplacer("⟨", "", "⟩", "")

func inside(s string) string {
	_, s, _ = strings.Cut(s, "⟨")
	s, _, _ = strings.Cut(s, "⟩")
	return s
}

// from is what word in s was written as.
func from(s *reply.Sentence, written, word string) string {
	i := strings.Index(s.Text, word)
	if i < 0 {
		return "nowhere"
	}
	raw, exact := s.Map.Raw(text.Span{Start: i, End: i + len(word)})
	if !exact {
		return "about " + raw.In(written)
	}
	return raw.In(written)
}

// What only looks like another spelling of a word stays as it is.
func TestOtherWordsKeepTheirSpelling(t *testing.T) {
	for _, text := range []string{
		"工事は九時からです。",
		"お客様に送ります。",
		"御社と御中を書きます。",
		"十分から部分から選びます。",
		"カラーとメールを選びます。",
		"①㈱の絵を送ります。",
		"山下さまと木下さんに送ります。",
		"以下さらに二つあります。",
		"アクセス制御装置を送ります。",
		"防御率の本を送ります。",
		"クリスマスの品を送ります。",
		"メルセデスの本を送ります。",
		"トーマス様に送ります。",
		"ユーザビリティの本を送ります。",
		"成分から選びます。",
		"気分から選びます。",
		"窓を開けて居間に置きます。",
		"多分野の本を送ります。",
		"あおい様にお送りします。",
		"心よりあやまります。",
		"届いたしおりを送ります。",
		"届いたすべての品を送ります。",
		"届いただけで使えます。",
	} {
		t.Run(text, func(t *testing.T) {
			expect(t, reader().Read(item(text), reply.Defaults()).Sentences[0].Text, text)
		})
	}
}

// Rules and examples are spelled the same way as replies.
func TestPhraseAndFoldSpellAsReadDoes(t *testing.T) {
	for _, s := range []string{"ご返金は出来兼ねます。", "お受けいただけません。", "ＡＰＩはご利用頂けません。", "か\u3099っこうは御座いません。"} {
		read := reader().Read(item(s), reply.Defaults()).Sentences[0].Text
		if got := reader().Spelling.Fold(s); got != read {
			t.Errorf("%s: Fold gives %q, Read %q", s, got, read)
		}
		if folded, _ := text.Fold(s, nil); reader().Phrase(folded).Text != read {
			t.Errorf("%s: Phrase gives %q, Read %q", s, reader().Phrase(folded).Text, read)
		}
	}
}

// Text for learners sets spaces between the words, and other text around placeholders. Words are found without them.
func TestSpacesBetweenJapaneseWordsAreLeftOut(t *testing.T) {
	for written, want := range map[string]string{
		"ごみは あさに 出します。":            "ごみはあさに出します。",
		"{{name}} 様の品は {{no}} です。": "〓様の品は〓です。",
		"品は {{no}} ABC です。":        "品は〓 ABC です。",
	} {
		s := reader().Read(item(written), reply.Defaults()).Sentences[0]
		if s.Text != want {
			t.Errorf("%s: got %q, want %q", written, s.Text, want)
		}
	}
}

// Any kind of space may stand before a sentence; the sentence begins behind it.
func TestSpacesOfEveryKindAreSpace(t *testing.T) {
	for _, space := range []string{" ", "\u3000", "\t", "\u00a0", "\u2003", "\u2009"} {
		for _, written := range []string{space + "返金は承れません。", "届きました。" + space + "返金は承れません。", "> " + space + "返金は承れません。"} {
			t.Run(written, func(t *testing.T) {
				all := inOrder(reader().Read(item(written), reply.Defaults()))
				expect(t, from(all[len(all)-1], written, "承れません"), "承れません")
			})
		}
	}
}
