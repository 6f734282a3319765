package reply_test

import (
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/reply"
)

// Ground rule 3: a line broken for its length is no end of a sentence, wherever it breaks. Here it breaks at |.
func TestSentenceGoesOnInTheNextLine(t *testing.T) {
	for _, text := range []string{
		"黒い譜面台の返金は、お受けで|きません。",
		"黒い譜面台の返金は、お受けできま|せん。",
		"黒い譜面台の返金は、お受けできませ|ん。",
		"黒い譜面台の返金は、お受けできません|が、交換は承ります。",
		"黒い譜面台の返金は、お受けできません|でした。",
		"黒い譜面台はお届けできませんとのこと|でした。",
		"黒い譜面台は三脚が開かないとのこと|ですので、お取り替えします。",
		"黒い譜面台は白でした|ら、お届けできます。",
		"黒い譜面台をお持ちください|ますようお願いします。",
		"黒い譜面台をお持ちください|ませ。",
		"黒い譜面台は三月の末まで|にお届けします。",
		"黒い譜面台は入荷し次第|お届けします。",
		"先日ご注文いただきました|黒い譜面台は、明日お届けします。",
		"黒い譜面台は白と同じ値段です|から、お選びください。",
		"黒い譜面台は入荷いたします|と、倉庫の者が申しております。",
		"黒い譜面台の送料はかかりません|か。",
		"黒い譜面台は、色の見本が、|届いてからお選びください。",
		"黒い譜面台（三脚が付きます。）|は来月に入ります。",
		"黒い譜面台の袋には「在中。」|と書いてあります。",
		"黒い譜面台の案内は https://example.com/|fumendai にございます。",
	} {
		t.Run(text, func(t *testing.T) {
			read := func(s string) string { return inOrder(reader().Read(item(s), reply.Defaults()))[0].Text }
			at := func(end string) string { return strings.Replace(text, "|", end, 1) }
			whole := read(at(""))
			got := []string{read(at("\n")), read(at("\r\n")), read("　" + at("\n　")), read("> " + at("\n> ")), read("お客様: " + at("\n") + "\n担当: はい。")}
			expect(t, strings.Join(got, "\n"), strings.Join([]string{whole, whole, whole, whole, whole}, "\n"))
		})
	}
}

// Between Latin words the line end was a space; between others it was nothing.
func TestSeamOfJoinedLines(t *testing.T) {
	for wrapped, want := range map[string]string{
		"譜面台のお名前は Music\nStand です。": "譜面台のお名前は Music Stand です。",
		"譜面台のお名前は2026\nModelです。":    "譜面台のお名前は2026 Modelです。",
		"譜面台のお色は white\nとなります。":     "譜面台のお色は whiteとなります。",
		"譜面台のお色は、次の年に\nwhite です。":   "譜面台のお色は、次の年にwhite です。",
	} {
		d := reader().Read(item(wrapped), reply.Defaults())
		sound(t, d)
		if got := d.Sentences[0].Text; got != want {
			t.Errorf("%q: got %q, want %q", wrapped, got, want)
		}
	}
}

// Where a text is broken inside words, a line as long as those that are is broken too, though it might end a sentence.
func TestFullLineGoesOn(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"譜面台の白一台、確かに承りまし\nた。先日ご注文をいただきました\n黒は明日お届けします。", "譜面台の白一台、確かに承りました。|先日ご注文を頂きました黒は明日お届けします。"},
		{"先日ご注文をいただきました\n黒は明日お届けします", "先日ご注文を頂きました|黒は明日お届けします"}, // by hand
		{"譜面台の白一台、確かに承りまし\nた。お届けの日は、店の者より、\n9:00から17:00の間にお電話します", "譜面台の白一台、確かに承りました。|お届けの日は、店の者より、9:00から17:00の間にお電話します"},
		{"譜面台の白一台、確かに承りまし\nた。お持ちいただきますのは次の\n1. 控え\n2. 印鑑", "譜面台の白一台、確かに承りました。|お持ち頂きますのは次の|1. 控え|2. 印鑑"},
		{"譜面台の白一台、確かに承りまし\nた。台の高さの目盛りですが、最大\n1.5メートルまでです。", "譜面台の白一台、確かに承りました。|台の高さの目盛りですが、最大1.5メートルまでです。"},
		{"袋には「在中。\n折らないでください。」の印を押しました。", "袋には〓の印を押しました。"},
		{"> 譜面台の白一台、確かに承りまし\n> た。先日ご注文をいただきました\n> 黒は明日です。\n先日ご注文をいただきました\n黒はまだです", "譜面台の白一台、確かに承りました。|先日ご注文を頂きました黒は明日です。|先日ご注文を頂きました|黒はまだです"},
		{"お探しの譜面台のお名前はＭｕｓ\nｉｃです。", "お探しの譜面台のお名前はMusicです。"}, // full-width letters are broken anywhere
	} {
		var got []string
		d := reader().Read(item(c.text), reply.Defaults())
		sound(t, d)
		for _, s := range inOrder(d) {
			got = append(got, s.Text)
		}
		if got := strings.Join(got, "|"); got != c.want {
			t.Errorf("%s\ngives %s\nwant  %s", c.text, got, c.want)
		}
	}
}

// A mail program breaks lines wherever they get too long.
func TestWidthOfLinesIsNotSeen(t *testing.T) {
	for _, paragraph := range []string{
		"お探しいただきました譜面台の件ですが、あいにく黒は品切れのためお受けできません。白でしたら明日お届けできますので、よろしければお申し付けください。",
		"調べましたところ、倉庫の棚札が一つずれており、隣の品をお包みしておりました。お手元の品は着払いでご返送いただけますでしょうか。",
		"音が割れるとのこと、ご不便をおかけしております。マイクロフォンのケーブルをいったん抜き、USBハブを通さずに直接お挿しになってみてください。",
		"申し込みの控え（水色の紙です。白い紙ではございません。）と「受領。」の印がある葉書を、窓口までお持ちくださいますようお願い申し上げます。",
		"ご提案の方法は、当館の規則により承ることができかねますが、複写でしたら一枚二十円にて、その場でお渡しすることができるかと存じます。",
	} {
		want := texts(reader().Read(item(paragraph), reply.Defaults()))
		for width := 20; width <= 40; width++ {
			wrapped := wrap(paragraph, width)
			if got := texts(reader().Read(item(wrapped), reply.Defaults())); got != want {
				t.Errorf("wrapped at %d:\n%s\ngives\n%s\nwant\n%s", width, wrapped, got, want)
			}
		}
	}
}

// texts is what a document says, without where it stands.
func texts(d *reply.Document) string {
	var b strings.Builder
	for _, s := range inOrder(d) {
		b.WriteString(string(s.Part) + "/" + string(s.Shape) + " " + s.Text + "\n")
	}
	return b.String()
}

// wrap breaks s after every width characters, but lets no line begin with a mark that may not begin one.
func wrap(s string, width int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n >= width && !strings.ContainsRune("、。）」ー", r) {
			b.WriteByte('\n')
			n = 0
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}
