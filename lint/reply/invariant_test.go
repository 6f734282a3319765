package reply_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// sound checks what must hold for every document, whatever it was read from.
func sound(t testing.TB, d *reply.Document) {
	t.Helper()
	for _, list := range [][]*reply.Sentence{d.Sentences, d.Inquiry, d.Quoted} {
		for i, s := range list {
			if s.Index != i {
				t.Errorf("%q: index %d, want %d", s.Text, s.Index, i)
			}
			soundTokens(t, s)
			soundMap(t, d, s)
			soundMasks(t, s)
		}
	}
	if d.Settings.Extent != reply.Complete && d.Settings.Extent != reply.Fragment {
		t.Errorf("extent %q is not decided", d.Settings.Extent)
	}
	apart(t, d)
	nothingLost(t, d)
}

// Tokens follow one another inside the text and are what stands there.
func soundTokens(t testing.TB, s *reply.Sentence) {
	t.Helper()
	at := 0
	for _, k := range s.Tokens {
		if k.Start < at || k.End <= k.Start || k.End > len(s.Text) || s.Text[k.Start:k.End] != k.Text {
			t.Errorf("%q: token %q at [%d,%d) after byte %d", s.Text, k.Text, k.Start, k.End, at)
		}
		at = k.End
	}
	if len(s.Tokens) == 0 {
		t.Errorf("%q has no words", s.Text)
	}
}

// Every span of the text comes from a span of the item, and a later one from a later one.
func soundMap(t testing.TB, d *reply.Document, s *reply.Sentence) {
	t.Helper()
	all := text.Span{End: len(d.Item.Text)}
	last := text.Span{}
	for i := range len(s.Text) + 1 {
		for _, j := range []int{i, i + 1, i + 3, (i + len(s.Text)) / 2, len(s.Text)} {
			if j < i || j > len(s.Text) {
				continue
			}
			raw, _ := s.Map.Raw(text.Span{Start: i, End: j})
			if raw.Start > raw.End || !all.Contains(raw) {
				t.Fatalf("%q[%d:%d] comes from %v of %d bytes", s.Text, i, j, raw, all.End)
			}
			if j == i+1 {
				if raw.Start < last.Start || raw.End < last.End {
					t.Fatalf("%q: byte %d comes from %v, the one before from %v", s.Text, i, raw, last)
				}
				last = raw
			}
		}
	}
}

// Every mask has its own stand-in, in order.
func soundMasks(t testing.TB, s *reply.Sentence) {
	t.Helper()
	at := 0
	for _, m := range s.Masks {
		if m.At < at || m.At >= len(s.Text) || !strings.HasPrefix(s.Text[m.At:], string(token.StandIn)) {
			t.Errorf("%q: the mask %+v has no stand-in of its own", s.Text, m)
			return
		}
		at = m.At + len(string(token.StandIn))
	}
}

// Sentences come one after the other, and so do their paragraphs, answers and turns.
func apart(t testing.TB, d *reply.Document) {
	t.Helper()
	var last *reply.Sentence
	for _, s := range inOrder(d) {
		sp := whole(s)
		if sp.Start < 0 {
			if s.Part != reply.Customer {
				t.Errorf("%q stands nowhere", s.Text)
			}
			continue
		}
		if last != nil {
			if _, exact := s.Map.Raw(text.Span{End: len(s.Text)}); exact && sp.Start < whole(last).End {
				t.Errorf("%q overlaps %q", s.Text, last.Text)
			}
			if s.Paragraph < last.Paragraph || s.Answer < last.Answer || s.Turn < last.Turn {
				t.Errorf("%q counts back from %q", s.Text, last.Text)
			}
		}
		last = s
	}
	for _, list := range [][]*reply.Sentence{d.Sentences, d.Inquiry, d.Quoted} {
		if !slices.IsSortedFunc(list, func(a, b *reply.Sentence) int { return whole(a).Start - whole(b).Start }) {
			t.Errorf("a list of sentences is not in reading order")
		}
	}
}

// All text belongs to a sentence but for space, rule lines, and what begins a line to say whose it is: quotation marks,
// a speaker's name, the arrow of an answer.
func nothingLost(t testing.TB, d *reply.Document) {
	t.Helper()
	it := d.Item.Text
	covered := make([]bool, len(it))
	for _, s := range inOrder(d) {
		for i := max(whole(s).Start, 0); i < whole(s).End; i++ {
			covered[i] = true
		}
	}
	for _, l := range lines(it) {
		head := l.Start
		for head < l.End && !covered[head] {
			head++
		}
		if got := (text.Span{Start: l.Start, End: head}).In(it); !mayStandAlone(got) {
			t.Errorf("%q of the line %q belongs to no sentence", got, l.In(it))
		}
		for i, r := range it[head:l.End] {
			if i += head; r == '\\' && i+1 == l.End { // a hard break
				continue
			}
			if !covered[i] && !unicode.IsSpace(r) && !strings.ContainsRune("\u3099\u309aﾞﾟ", r) { // a mark of voicing goes with the space before it
				t.Errorf("%q of the line %q belongs to no sentence", it[i:l.End], l.In(it))
				break
			}
		}
	}
}

func mayStandAlone(s string) bool {
	c := reader().Cues
	s, _ = text.Fold(strings.TrimSuffix(s, "\\"), nil) // a hard break
	for _, s := range []string{s, strings.TrimLeft(s, ">| ")} {
		if m := c.Quote.Name.FindStringIndex(s); m != nil {
			s = s[m[1]:]
		}
		if m := c.Speaker.Line.FindStringIndex(s + ":"); m != nil { // ：ﾞ is one character, and the sentence's
			s = s[min(m[1], len(s)):]
		}
		if m := c.Quote.Answer.FindStringIndex(s); m != nil {
			s = s[m[1]:]
		}
		if strings.TrimSpace(s) == "" || c.Signature.Rule.MatchString(s) {
			return true
		}
	}
	return false
}

func lines(s string) []text.Span {
	var out []text.Span
	at := 0
	for l := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\r' || r == '\n' }) {
		start := at + strings.Index(s[at:], l)
		at = start + len(l)
		out = append(out, text.Span{Start: start, End: at})
	}
	return out
}

// Whatever it is given, Read makes a sound document of it.
func FuzzRead(f *testing.F) {
	for _, s := range shown(f) {
		f.Add(s, "", false)
		f.Add(s, "返金はできませんか。", true)
	}
	for _, s := range []string{
		"", " ", "\n", "\r\r\n", "\u3000", "\ufeff", "\x00", "〓", "〓{{a}}〓", "ﾞ", "ｱﾞﾟ", "\u3099", ">", ">\n>", "お客様:", "→", "--", "---\n---",
		"「」", "「」を押す", "（（（", "。。。", "。\n。", "http://", "a@b.c", "``", "{{}}", "%a%", "\u2028", "a\u2028b", "\u0085", "か゛",
		"お客様:\n> →\n担当: >", "ﾃﾞｷﾏｾﾝ\u3099", "ト゛ーマス", "て居間", "\u200b", "\ufffd", "👩‍👩‍👧", "\t\t・", "1.\n2.", "=> ->",
	} {
		f.Add(s, s, false)
		f.Add("＞"+s+"\n"+s, "", true)
		f.Add("お客様："+s+"\n担当："+s, "", false)
	}
	f.Fuzz(func(t *testing.T, s, inquiry string, chat bool) {
		if !utf8.ValidString(s) || !utf8.ValidString(inquiry) {
			t.Skip("input.Read lets no such text pass")
		}
		settings := reply.Defaults()
		settings.Inquiry = inquiry
		if chat {
			settings.Channel = reply.Chat
		}
		sound(t, reader().Read(item(s), settings))
	})
}

// Bytes that a fuzzer changes rarely make Japanese; so here they pick from what replies are made of.
func FuzzReadPieces(f *testing.F) {
	for i := range pieces {
		f.Add([]byte{byte(i), 0, byte(i), 1, byte(len(pieces) - 1 - i), 0, 0, byte(i)}, i%2 == 0)
	}
	f.Fuzz(func(t *testing.T, picks []byte, chat bool) {
		var b strings.Builder
		for _, p := range picks[:min(len(picks), 60)] {
			b.WriteString(pieces[int(p)%len(pieces)])
		}
		settings := reply.Defaults()
		if chat {
			settings.Channel = reply.Chat
		}
		sound(t, reader().Read(item(b.String()), settings))
	})
}

var pieces = []string{
	"\n", "。", "、", "　", " ", "  \n", "\r\n", "\t", "\\\n", "\n\n", "！", "？", "…", "：", ":", "「", "」", "『", "』", "（", "）", "(", ")",
	"【", "】", "[", "]", "＜", ">", "＞", "> ", ">> ", "| ", "→", "⇒ ", "- ", "・", "1. ", "①", "■", "※", "＊1", "-- ", "----", "━━━━", "=====",
	"お客様", "お客さま：", "担当: ", "[10:02] ", "会員様: ", "様", "各位", "御中", "〓", "ﾊﾟ", "ﾃﾞｷﾏｾﾝ", "ｶﾗｰ", "クリスマス", "トーマス", "ウイルス",
	"返金は", "できません", "出来ません", "致しかねます", "いただけ", "御座いません", "お世話になっております", "よろしくお願いいたします", "お待ちしております",
	"と申します", "です", "ます", "が", "ので", "設定", "を押してください", "の順に進み", "https://example.com/a", "a@b.example", "`code", "`", "{{name}}", "{%", "%}",
	"%NAME%", "[[x]]", "${x}", "差出人: 窓口", "件名：鍵", "From: a", "Sent: b", "-----Original Message-----", "のメール:", " wrote:", "さんは書きました",
	"2026年6月1日(月) 8:15 伊藤 <i@b.example>:", "On Mon, Jun 1, 2026 at 8:15 AM Ito Kaede <", "----- お問い合わせ内容 -----", "TEL 03-0000-0000", "株式会社",
	"Music", "Stand", "お 電 話", "て居間", "か\u3099っこ", "ＡＰＩ", "Q1", "→ ", "->", "」を選択", "追伸", "\u2028", "\ufeff", "😊", "♪",
}

// shown are the replies in testdata.
func shown(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no goldens", err)
	}
	var out []string
	for _, p := range paths {
		a, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if filepath.Ext(f.Name) == ".txt" {
				out = append(out, invisible.Replace(string(f.Data)))
			}
		}
	}
	return out
}

// item is a text as it stands.
func item(s string) *input.Item {
	return &input.Item{File: text.NewFile("a.txt", []byte(s)), Text: s, Map: text.Identity(0, len(s))}
}
