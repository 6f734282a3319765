package lint_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

var every = flag.Bool("every", false, "try every variant of every change, not one for each reply")

// base is a reply of the corpus as it is.
type base struct {
	name     string
	hidden   bool // nobody may look at it
	settings reply.Settings
	text     string
	set      *rule.Set
	doc      *rule.Analysis
	findings []string
	took     []string // names of changes
}

// A change of a reply that must not change what is found in it. There are variants of it; apply makes the nth, or reports
// that the change makes no sense for the reply.
type change struct {
	name     string
	variants int
	apply    func(b *base, n int) (string, bool)
}

// Of a group, a reply takes one change.
var changes = [][]change{
	{{"wrapped", 16, wrapped}},
	{{"quotation below", len(quotations), quoteBelow}, {"signature below", len(signatures), signBelow}},
	{{"CRLF", 1, crlf}, {"indented paragraphs", 1, indented}},
	{{"paragraph more", len(neutral), paragraphMore}},
}

// The judgement of a reply depends neither on what surrounds it nor on how it is set. To keep this short, each reply takes
// one variant of a change of two groups, always the same: it is wrapped, which is what goes wrong most, and changed in
// another way; -every takes them all and prints what differs. Differences that
// are known and not mended stand in a golden; of the replies that nobody may look at only their number.
func TestChangesThatChangeNothing(t *testing.T) {
	bases := corpus(t, shipped(t))
	diffs := make([][]string, len(bases))
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				diffs[i] = differences(bases[i])
			}
		})
	}
	for i := range bases {
		next <- i
	}
	close(next)
	wg.Wait()

	var out strings.Builder
	hidden, took := 0, map[string]int{}
	for i, b := range bases {
		for _, name := range b.took {
			took[name]++
		}
		if b.hidden {
			hidden += len(diffs[i])
			continue
		}
		for _, d := range diffs[i] {
			fmt.Fprintf(&out, "%s: %s\n", b.name, d)
		}
	}
	fmt.Fprintf(&out, "unseen: %d differences\n", hidden)
	for _, group := range changes {
		for _, c := range group {
			if took[c.name] < len(bases)/20 {
				t.Errorf("%s: only %d of %d replies take this change", c.name, took[c.name], len(bases))
			}
		}
	}
	if *every {
		t.Log("\n" + out.String())
		return
	}
	golden(t, filepath.Join(replies, "changes.txt"), out.String())
}

// read opens a source and finds the replies in it.
func read(t *testing.T, s lint.Source) (*text.File, []*input.Item) {
	t.Helper()
	f, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	items, err := input.Read(f)
	if err != nil {
		t.Fatal(err)
	}
	return f, items
}

func corpus(t *testing.T, l *lint.Linter) (out []*base) {
	t.Helper()
	for _, src := range files(t, "drafts", "seen", "unseen") {
		f, items := read(t, src)
		for _, it := range items {
			m := it.Meta
			b := &base{
				name: strings.TrimSpace(f.Path + " " + m.ID), hidden: strings.HasPrefix(f.Path, "unseen/"),
				settings: reply.Settings{
					Channel: m.Channel.Text, Extent: m.Extent.Text, Mode: m.Mode.Text, Audience: m.Audience.Text, Inquiry: m.Inquiry,
				}.Or(reply.Defaults()),
				set: l.Set(), text: strings.TrimRight(it.Text, "\n") + "\n",
			}
			out = append(out, b)
		}
	}
	return out
}

func differences(b *base) (out []string) {
	b.doc, b.findings = judge(b.set, b.text, b.settings)
	try := func(c change, n int) bool {
		changed, ok := c.apply(b, n)
		if !ok {
			return false
		}
		b.took = append(b.took, c.name)
		_, now := judge(b.set, changed, b.settings)
		for _, d := range difference(b.findings, now) {
			out = append(out, fmt.Sprintf("%s %d: %s", c.name, n, d))
		}
		return true
	}
	other := pick(b.name, len(changes)-1)
	for g, group := range changes {
		if !*every && g > 0 && g != 1+other {
			continue
		}
		first := pick(b.name+group[0].name, len(group))
		for i := range group {
			c := group[(first+i)%len(group)]
			if *every {
				for n := range c.variants {
					try(c, n)
				}
			} else if try(c, pick(b.name+c.name, c.variants)) {
				break
			}
		}
	}
	return out
}

// pick chooses one of n, the same for the same name.
func pick(name string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(name))
	return int(h.Sum32() % uint32(n))
}

// judge gives the findings about a text without where they stand.
func judge(set *rule.Set, t string, s reply.Settings) (*rule.Analysis, []string) {
	f := text.NewFile("reply.txt", []byte(t))
	a := set.Analyse(&input.Item{File: f, Text: t, Map: text.Identity(0, len(t))}, s)
	var out []string
	for _, r := range set.Rules {
		for _, fd := range r.Judge(a) {
			out = append(out, fmt.Sprintf("%s %s %s in %s", fd.Level, r.ID, unspaced(fd.Span.In(t)), unspaced(fd.Sentence.In(t))))
		}
	}
	return a, out
}

func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

func difference(before, after []string) (out []string) {
	left := slices.Clone(after)
	for _, s := range before {
		if i := slices.Index(left, s); i >= 0 {
			left = slices.Delete(left, i, i+1)
		} else {
			out = append(out, "- "+s)
		}
	}
	for _, s := range left {
		out = append(out, "+ "+s)
	}
	return out
}

// --- the changes

// quotations hold no trouble, no term and no explanation, which the judgement would take into account.
var quotations = []string{
	"\n2026年3月4日(水) 10:15 秋山 <akiyama@mail.example>:\n> いつもお世話になっております。秋山です。\n> 木曜の午後は家におります。\n>\n> よろしくお願いします。\n",
	"\n-----Original Message-----\nFrom: Akiyama <akiyama@mail.example>\nSent: Wednesday, March 4, 2026 10:15 AM\nTo: 窓口\nSubject: 木曜の件\n\n木曜の午後は家におります。\nよろしくお願いします。\n",
	"\n________________________________\n差出人: 秋山 <akiyama@mail.example>\n送信日時: 2026年3月4日 10:15\n宛先: 窓口\n件名: 木曜の件\n\n木曜の午後は家におります。\nよろしくお願いします。\n",
	"\nOn Wed, Mar 4, 2026 at 10:15 AM Akiyama <akiyama@mail.example> wrote:\n\n> 木曜の午後は家におります。\n> よろしくお願いします。\n",
	"\n＞ 木曜の午後は家におります。\n＞ よろしくお願いします。\n",
	"\n秋山さんは書きました:\n> 木曜の午後は家におります。\n",
}

func quoteBelow(b *base, n int) (string, bool) {
	if b.doc.Doc.Notice || b.doc.Doc.Settings.Channel == reply.Chat { // a letter with a quotation answers somebody; a chat has none
		return "", false
	}
	return b.text + quotations[n], true
}

var signatures = []string{
	"\n-- \nつきのわ文具 お客様窓口\n大沢 透\nTEL 03-0000-0000\n",
	"\n━━━━━━━━━━━━━━━━\n株式会社つきのわ文具\nお客様窓口 大沢 透\n〒100-0000 東京都千代田区0-0-0\nE-mail: help@mail.example\n受付時間: 平日9:00〜17:00\n━━━━━━━━━━━━━━━━\n",
	"\n*********************\nつきのわ文具株式会社\nhttps://bungu.example/\n*********************\n",
	"\nつきのわ文具株式会社\nお客様窓口 大沢\n",
}

func signBelow(b *base, n int) (string, bool) {
	if b.doc.Doc.Settings.Channel == reply.Chat || len(b.doc.Doc.Quoted) > 0 {
		return "", false
	}
	closed := false
	for _, s := range b.doc.Doc.Sentences {
		if s.Part == reply.Signature {
			return "", false
		}
		closed = s.Part == reply.Closing
	}
	if n == 3 && !closed { // a bare name is a signature only below a closing
		return "", false
	}
	return b.text + signatures[n], true
}

// wrapped breaks the lines of running text where they get too long, between 25 and 40 columns, as mail programs do.
func wrapped(b *base, n int) (string, bool) {
	if b.doc.Doc.Settings.Channel == reply.Chat { // a line end in a chat was put there by hand
		return "", false
	}
	var out strings.Builder
	at := 0
	for _, sp := range prose(b.doc.Doc) { // a sentence that is broken already is first made whole
		out.WriteString(b.text[at:sp.Start] + whole(sp.In(b.text)))
		at = sp.End
	}
	t := out.String() + b.text[at:]
	f := text.NewFile("reply.txt", []byte(t))
	long := map[int]bool{}
	for _, sp := range prose(b.set.Analyse(&input.Item{File: f, Text: t, Map: text.Identity(0, len(t))}, b.settings).Doc) {
		long[f.Position(sp.Start).Line] = true
	}
	out.Reset()
	for i := 1; i < f.Lines(); i++ {
		line, _ := f.Line(i)
		if long[i] {
			line = breakLine(line, 25+n)
		}
		out.WriteString(line + "\n")
	}
	return out.String(), out.String() != b.text
}

// prose gives the spans of the reply's own sentences in running text.
func prose(d *reply.Document) (out []text.Span) {
	for _, s := range d.Sentences {
		if s.Own() && s.Shape == reply.Prose {
			out = append(out, s.Span(text.Span{End: len(s.Text)}))
		}
	}
	return out
}

// whole joins the lines of s.
func whole(s string) string {
	lines := strings.Split(s, "\n")
	t := strings.TrimRight(lines[0], " ")
	for _, l := range lines[1:] {
		l = strings.TrimSpace(l)
		a, _ := utf8.DecodeLastRuneInString(t)
		z, _ := utf8.DecodeRuneInString(l)
		if a < utf8.RuneSelf && z < utf8.RuneSelf {
			t += " "
		}
		t += l
	}
	return t
}

// breakLine breaks a line before it is wider than width, but not inside a Latin word or a number, nor so that a line begins
// with a mark that may not begin one.
func breakLine(s string, width int) string {
	var out strings.Builder
	col := 0
	for s != "" {
		n := unit(s)
		u := s[:n]
		s = s[n:]
		if w := text.Width(u); col > 0 && col+text.Width(strings.TrimRight(u, "、。 ")) > width {
			if u = strings.TrimLeft(u, " "); u == "" {
				continue
			}
			out.WriteByte('\n')
			col = w
		} else {
			col += w
		}
		out.WriteString(u)
	}
	return out.String()
}

const (
	noStart = "、。，．,.・：；:;！？!?」』）】〕〉》)]}ー々〜～…%％ﾞﾟ "
	noEnd   = "「『（【〔〈《([{"
)

// unit is the length of what stands at the beginning of s and must not be broken.
func unit(s string) int {
	var last rune
	for i, r := range s {
		if i > 0 && !strings.ContainsRune(noStart, r) && !strings.ContainsRune(noEnd, last) &&
			!(r < utf8.RuneSelf && r != ' ' && last < utf8.RuneSelf && last != ' ') {
			return i
		}
		last = r
	}
	return len(s)
}

func crlf(b *base, _ int) (string, bool) { return strings.ReplaceAll(b.text, "\n", "\r\n"), true }

// indented puts a full-width space before every paragraph.
func indented(b *base, _ int) (string, bool) {
	lines := strings.Split(b.text, "\n")
	for i, l := range lines {
		if l != "" && (i == 0 || lines[i-1] == "") {
			lines[i] = "　" + l
		}
	}
	return strings.Join(lines, "\n"), true
}

// neutral says nothing that a rule could take for anything.
var neutral = []string{
	"庭の桜は三月の末に咲きます。",
	"弊社の倉庫は駅の北側に建っております。",
	"川沿いの道は朝が静かです。町の西には山があります。",
}

// paragraphMore puts a paragraph right before the closing, or at the end where there is none.
func paragraphMore(b *base, n int) (string, bool) {
	d := b.doc.Doc
	if d.Settings.Channel == reply.Chat {
		return "", false
	}
	at := len(b.text)
	var before, after *rule.Sentence
	for i, s := range b.doc.Own {
		if s.Part == reply.Closing && after == nil {
			after = s
			if i > 0 {
				before = b.doc.Own[i-1]
			}
		}
		if s.Part != reply.Closing {
			after = nil
		}
	}
	switch {
	case after != nil:
		at = after.Span(text.Span{End: len(after.Text)}).Start
		at = strings.LastIndexByte(b.text[:at], '\n') + 1
		if before != nil && before.Span(text.Span{End: len(before.Text)}).End > at { // it begins in the middle of a line
			return "", false
		}
	case len(d.Quoted) > 0 || len(b.doc.Own) < len(d.Sentences): // a quotation or a signature ends the reply
		return "", false
	}
	return b.text[:at] + "\n" + neutral[n] + "\n\n" + b.text[at:], true
}
