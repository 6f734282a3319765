package reply_test

import (
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/reply"
)

// Ground rule 5: an opening and a closing make a complete reply.
func TestExtentIsReadFromOpeningAndClosing(t *testing.T) {
	openings := []string{"", "真鍋様", "ご担当者様", "お世話になっております。", "鍵の件でお問い合わせいただき、ありがとうございます。"}
	closings := []string{
		"", "よろしくお願いいたします。", "宜しくお願い致します。", "今後ともひなた図書館をお引き立てください。", "ご不明な点がございましたら、お知らせください。",
		"ご来館をお待ちしております。", "どうぞお大事になさってください。", "何なりとお申し付けください。",
	}
	for _, opening := range openings {
		for _, closing := range closings {
			want := reply.Complete
			if opening == "" || closing == "" {
				want = reply.Fragment
			}
			for _, tail := range []string{"", "\n\nひなた図書館 和久井", "\n\n> 鍵はありますか。よろしくお願いいたします。"} {
				s := strings.TrimSpace(opening+"\n鍵は受付にございます。\n"+closing) + tail
				if d := reader().Read(item(s), reply.Defaults()); d.Settings.Extent != want {
					t.Errorf("got %s, want %s:\n%s", d.Settings.Extent, want, s)
				}
			}
		}
	}
}

// Words of a greeting, an introduction or a closing do not make one of a sentence of the body.
func TestSentencesOfTheBody(t *testing.T) {
	for _, text := range []string{
		"鍵は受付でお渡しします。",
		"ご依頼いただいた塗り替えは、お受けできません。",
		"ご指摘いただいた箇所は、鍵の掛け違いでした。",
		"返金対象外です。",
		"ご質問の鍵は、受付でお受け取りください。",
		"お困りの場合は、電源を入れ直してください。",
		"今後は新しい鍵をご利用ください。",
		"以上の理由により、写しはお作りできません。",
		"まずは型番をご連絡ください。",
	} {
		t.Run(text, func(t *testing.T) {
			d := reader().Read(item("お世話になっております。\n"+text+"\n写真は明日お送りします。"), reply.Defaults())
			expect(t, string(d.Sentences[1].Part), string(reply.Body))
		})
	}
}

// Ground rule 1: these speakers are customers, with a colon of either width; any other is us.
func TestSpeakersOfATranscript(t *testing.T) {
	var customers []string
	for _, name := range []string{"お客", "客", "ユーザー", "患者", "市民", "会員"} {
		customers = append(customers, name+"さん", name+"様")
	}
	customers = append(customers, "お客さま", "客", "ユーザー", "患者", "市民", "会員")
	for _, colon := range []string{":", "：", " : ", "：　"} {
		for _, name := range customers {
			speaks(t, name+colon, reply.Customer)
		}
		for _, name := range []string{"担当", "担当者", "オペレーター", "窓口 和久井", "和久井", "和久井さん", "サポート", "会員窓口", "お客様相談室", "Bot"} {
			speaks(t, name+colon, reply.Body)
		}
	}
}

// speaks checks whose words stand behind a name, between the turns of one speaker of either side.
func speaks(t *testing.T, name string, want reply.Part) {
	t.Helper()
	d := reader().Read(item("お客様: 傘を忘れました。\n駅員: お調べします。\n"+name+"青い傘ですか。\n駅員: 見つかりました。"), reply.Defaults())
	for _, s := range inOrder(d) {
		if s.Text == "青い傘ですか。" {
			if s.Part != want || s.Turn != 3 {
				t.Errorf("%q speaks as %s in turn %d, want %s in turn 3", name, s.Part, s.Turn, want)
			}
			return
		}
	}
	t.Errorf("%q: the name was not found", name)
}

// A transcript reads the same whether or not one says that it is a chat.
func TestTranscriptNeedsNoChannel(t *testing.T) {
	const s = "お客様: 傘を忘れました。\n駅員: お忘れになったのは、この青い折りたたみ傘\nこちらの写真の品でしょうか。"
	told := reply.Defaults()
	told.Channel = reply.Chat
	expect(t,
		texts(reader().Read(item(s), reply.Defaults())), texts(reader().Read(item(s), told)))
}

// Findings about the whole reply point at the first sentence of the body, or of what there is.
func TestFirst(t *testing.T) {
	for s, want := range map[string]string{
		"件名：鍵\n\n真鍋様\n\nお世話になっております。\n鍵は受付にあります。\n札もあります。": "鍵は受付にあります。",
		"> 鍵は。\n\n受付にあります。":                "受付にあります。",
		"お客様: 鍵は。\n担当: 受付にあります。":           "受付にあります。",
		"真鍋様\n\nお世話になっております。\nよろしくお願いします。": "お世話になっております。",
		"真鍋様": "真鍋様",
	} {
		first := reader().Read(item(s), reply.Defaults()).First()
		if first == nil || first.Text != want {
			t.Errorf("%q: got %+v, want %s", s, first, want)
		}
	}
	if first := reader().Read(item("> 鍵は。"), reply.Defaults()).First(); first != nil {
		t.Errorf("nothing is ours, but %q is first", first.Text)
	}
}

func TestSettings(t *testing.T) {
	got := reply.Settings{Channel: reply.Chat, Inquiry: "鍵は。"}.Or(reply.Settings{Channel: reply.Email, Mode: reply.Canned}).Or(reply.Defaults())
	want := reply.Settings{Channel: "chat", Extent: "auto", Mode: "canned", Audience: "general", Inquiry: "鍵は。"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := reply.CheckSetting("mode", ""); err != nil {
		t.Errorf("an empty value says nothing, but: %v", err)
	}
	err := reply.CheckSetting("mode", "canend")
	if err == nil || err.Error() != "'canend' is no mode; known are draft, canned, incident. Did you mean 'canned'?" {
		t.Errorf("got %v", err)
	}
}

// What cues and spellings are made of is checked when they are loaded.
func TestBrokenDataNamesItsPlace(t *testing.T) {
	for data, want := range map[string]string{
		"version: 1\nlist: '('\n":                   "x.yaml:2:7: this is not a regular expression",
		"version: 1\nquote:\n  prefix: ['>', '[']":  "x.yaml:3:17: this is not a regular expression",
		"version: 1\nsalutation:\n  witin: 3\n":     "x.yaml:3:3: there is no 'witin'; did you mean 'within'?",
		"masks:\n  - {kind: url, find: {a: b}}\n":   "x.yaml:2:23: write one text here",
		"closing: よろしく\n":                           "x.yaml:1:10: write 'name: value' pairs here",
		"line: {short: twelve}\nlist: a\nlist: b\n": "x.yaml:1:15: write a number here, not 'twelve'",
	} {
		if _, err := reply.LoadCues("x.yaml", []byte(data)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", data, err, want)
		}
	}
	for data, want := range map[string]string{
		"same: {出来: でき, 出来: デキ}\n":                   "x.yaml:1:16: '出来' is written twice",
		"where:\n  - {from: 出来, to: でき, after: '['}": "x.yaml:2:31: this is not a regular expression",
		"where:\n  - {form: 出来, to: でき}":             "x.yaml:2:6: there is no 'form'; did you mean 'from'?",
	} {
		if _, err := reply.LoadSpelling("x.yaml", []byte(data)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", data, err, want)
		}
	}
}
