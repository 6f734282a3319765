package reply

import (
	"context"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Reader takes replies apart. It may be used by several goroutines at once.
type Reader struct {
	Cues      *Cues
	Spelling  *Spelling
	Tokenizer *token.Tokenizer

	ctx context.Context // nil: nobody gives up
}

// Under is a reader that gives up when ctx ends. What it has read until then is of no use.
func (rd *Reader) Under(ctx context.Context) *Reader {
	under := *rd
	under.ctx = ctx
	return &under
}

func (rd *Reader) over() bool { return rd.ctx != nil && rd.ctx.Err() != nil }

// Read takes it apart. settings must not leave a choice empty but for the inquiry.
func (rd *Reader) Read(it *input.Item, settings Settings) *Document {
	folded, m := text.Fold(it.Text, rd.kana)
	r := rd.newReading(folded, func(sp text.Span) int {
		raw, _ := m.Raw(sp)
		return text.Width(raw.In(it.Text))
	}, settings.Channel == Chat, settings.Names)
	d := &Document{Item: it, Settings: settings, Transcript: r.turns}
	if r.turns {
		d.Settings.Channel = Chat
	}
	b := builder{rd: rd, reading: r, folded: folded, back: m, names: settings.Names}
	for _, s := range b.sentences() {
		switch s.Part {
		case Quote:
			d.Quoted = append(d.Quoted, s)
		case Customer:
			d.Inquiry = append(d.Inquiry, s)
		default:
			d.Sentences = append(d.Sentences, s)
		}
	}
	if settings.Inquiry != "" {
		d.Inquiry = append(rd.context(settings.Inquiry, settings.Names), d.Inquiry...)
	}
	number(d.Sentences)
	number(d.Inquiry)
	number(d.Quoted)
	if !rd.over() {
		rd.parts(d)
		rd.extent(d)
	}
	return d
}

// context reads the customer's message. Its quotations are someone else's words and left out.
func (rd *Reader) context(message string, names *Names) []*Sentence {
	folded, _ := text.Fold(message, rd.kana)
	r := rd.newReading(folded, func(sp text.Span) int { return text.Width(sp.In(folded)) }, false, names)
	b := builder{rd: rd, reading: r, folded: folded, back: text.Identity(0, len(folded)), names: names}
	var out []*Sentence
	for _, s := range b.sentences() {
		if s.Part != Quote {
			s.Part, s.Map = Customer, text.Map{}
			out = append(out, s)
		}
	}
	return out
}

// Phrase reads a short text (an example, a pattern) as one sentence of a body.
func (rd *Reader) Phrase(s string) *Sentence {
	var b text.Builder
	rd.Spelling.append(&b, s, 0)
	out := &Sentence{Part: Body, Shape: Prose}
	out.Text, out.Map = b.Done()
	out.Tokens = rd.Tokenizer.Tokenize(out.Text)
	return out
}

func number(ss []*Sentence) {
	for i, s := range ss {
		s.Index = i
	}
}

// builder joins lines into blocks and cuts blocks into sentences.
type builder struct {
	rd      *Reader
	reading *reading
	folded  string
	back    text.Map // folded → item
	names   *Names
	out     []*Sentence
}

func (b *builder) sentences() []*Sentence {
	ls := b.reading.lines
	for i := 0; i < len(ls) && !b.rd.over(); {
		j, run := i+1, ls[i].text
		for ; j < len(ls) && b.joined(run, &ls[j-1], &ls[j]); j++ {
			run = tail(run + ls[j].text)
		}
		if k := ls[i].kind; k != kBlank && k != kRule {
			b.block(ls[i:j])
		}
		i = j
	}
	return b.out
}

// tail is as much of the end of a text as is looked at to tell whether it ends a sentence.
func tail(s string) string { return last(s, 200) }

// joined reports whether the line end between two lines is there only for the length of the line. run is the end of the text
// up to there.
func (b *builder) joined(run string, a, next *line) bool {
	if a.hard || a.turn != next.turn || a.code != next.code || !a.code && (a.text == "" || next.text == "") {
		return false
	}
	if a.code {
		return true
	}
	switch {
	case a.kind == next.kind && (a.kind == kProse || a.kind == kQuote && a.depth == next.depth || a.kind == kCustomer):
	case (a.kind == kList || a.kind == kNote) && next.kind == kProse && (a.full || b.indented(next) || b.midWord(run)):
	default:
		return false
	}
	c := b.reading.cues
	r, _ := utf8.DecodeLastRuneInString(a.text)
	long := utf8.RuneCountInString(a.text) >= c.Line.Short
	switch {
	case a.inside:
		return true
	case b.reading.goesOn(a, next):
		return !b.reading.ended(a.text) || b.endedInBrackets(a.text)
	case b.reading.ended(a.text):
		return b.endedInBrackets(a.text) && b.reading.inPhrase(a.text, next.text)
	case b.reading.chat && a.kind != kQuote: // nobody breaks the lines of a short message
		return long && b.midWord(run)
	case a.full || isComma(r):
		return true
	case c.Line.Finished.in(run):
		return false
	}
	return long || unicode.Is(unicode.Hiragana, r)
}

// midWord reports whether a text ends in hiragana that does not end a sentence, or in a comma.
func (b *builder) midWord(run string) bool {
	r, _ := utf8.DecodeLastRuneInString(run)
	return isComma(r) || unicode.Is(unicode.Hiragana, r) && !b.reading.cues.Line.Finished.in(run)
}

func (b *builder) indented(l *line) bool {
	return l.at > l.span.Start
}

// endedInBrackets reports whether what ends in s is a sentence in brackets.
func (b *builder) endedInBrackets(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return b.reading.ended(s) && closes(r)
}

func closes(r rune) bool { return unicode.Is(unicode.Pe, r) || r == '"' }

func isComma(r rune) bool { return r == ',' || r == '\u3001' }

// block makes sentences of lines that belong together.
func (b *builder) block(ls []line) {
	var w text.Builder
	for i := range ls {
		t, at := ls[i].text, ls[i].at
		if i > 0 && b.reading.asciiSeam(&ls[i-1], &ls[i]) {
			w.Replace(text.Span{Start: ls[i-1].span.End, End: at}, " ")
		}
		w.Copy(at, t)
	}
	joined, toFolded := w.Done()
	masked, toJoined, masks := b.mask(joined)
	if ls[0].code {
		masked, toJoined, masks = code(joined)
	}
	back := b.back.Then(toFolded).Then(toJoined)
	for _, sp := range b.split(masked) {
		s := &Sentence{Paragraph: ls[0].para, Answer: ls[0].ans, Turn: ls[0].turn, Depth: ls[0].depth}
		s.Part, s.Shape = placeOf(ls[0].kind)
		b.text(s, masked, sp, back, masks)
		if len(s.Tokens) > 0 {
			b.out = append(b.out, s)
		}
	}
}

// asciiSeam reports whether joining needs the space that the line end stood for: between Latin words, unless they were
// written in full-width letters, which are broken anywhere.
func (r *reading) asciiSeam(before, next *line) bool {
	end := before.at + len(before.text)
	a, n := utf8.DecodeLastRuneInString(before.text)
	z, m := utf8.DecodeRuneInString(next.text)
	return text.Latin(a) && text.Latin(z) &&
		r.columns(text.Span{Start: end - n, End: end}) == 1 && r.columns(text.Span{Start: next.at, End: next.at + m}) == 1
}

func placeOf(k kind) (Part, Shape) {
	switch k {
	case kField:
		return Header, Heading
	case kSalutation:
		return Salutation, Heading
	case kHeading:
		return Body, Heading
	case kList:
		return Body, List
	case kNote:
		return Body, Note
	case kQuote:
		return Quote, Prose
	case kCustomer:
		return Customer, Prose
	case kSignature:
		return Signature, Prose
	}
	return Body, Prose
}

// code puts a stand-in for the whole of s.
func code(s string) (string, text.Map, []Mask) {
	var w text.Builder
	w.Replace(text.Span{End: len(s)}, string(token.StandIn))
	out, m := w.Done()
	return out, m, []Mask{{Kind: "code", Text: s}}
}

type found struct {
	span text.Span
	kind string
}

// mask puts a stand-in where the text must not be read as words.
func (b *builder) mask(s string) (string, text.Map, []Mask) {
	all := b.named(s)
	for _, m := range b.reading.cues.Masks {
		for _, at := range m.Find.FindAllStringSubmatchIndex(s, -1) {
			sp := text.Span{Start: at[0], End: at[1]}
			if len(at) >= 4 && at[2] >= 0 {
				sp = text.Span{Start: at[2], End: at[3]}
			}
			all = insert(all, found{sp, m.Kind})
		}
	}
	var w text.Builder
	var masks []Mask
	at := 0
	for _, f := range all {
		w.Copy(at, s[at:f.span.Start])
		masks = append(masks, Mask{Kind: f.kind, At: w.Len(), Text: f.span.In(s)})
		w.Replace(f.span, string(token.StandIn))
		at = f.span.End
	}
	w.Copy(at, s[at:])
	out, m := w.Done()
	return out, m, masks
}

// named finds the names of the team's own things.
func (b *builder) named(s string) (all []found) {
	if b.names == nil {
		return nil
	}
	for _, k := range []struct {
		kind  string
		names []string
	}{{Placeholder, b.names.Placeholders}, {"product", b.names.Products}} {
		for _, name := range k.names {
			name, _ = text.Fold(name, b.rd.kana)
			for from := 0; name != ""; {
				at := strings.Index(s[from:], name)
				if at < 0 {
					break
				}
				sp := text.Span{Start: from + at, End: from + at + len(name)}
				all = insert(all, found{sp, k.kind})
				from = sp.End
			}
		}
	}
	return all
}

// PlaceholderName is what two placeholders share that are filled in alike: {{name}} and {{ name | upcase }}.
func PlaceholderName(s string) string {
	s, _ = text.Fold(s, nil)
	name, _, _ := strings.Cut(s, "|")
	return strings.Join(strings.Fields(strings.TrimRight(name, "}")), "")
}

// insert keeps spans in order and apart; one that overlaps an earlier one is left out, unless it holds it wholly.
func insert(all []found, f found) []found {
	i := sort.Search(len(all), func(i int) bool { return all[i].span.End > f.span.Start })
	j := i
	for j < len(all) && all[j].span.Overlaps(f.span) {
		if !f.span.Contains(all[j].span) || f.span == all[j].span {
			return all
		}
		j++
	}
	return slices.Replace(all, i, j, f)
}

// split finds the sentences of s. Marks inside brackets end none; neither do they in brackets that never close.
func (b *builder) split(s string) []text.Span {
	c := b.reading.cues.Sentence
	closes := matching(s, c.Open, c.Close)
	var out []text.Span
	start := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if end, ok := closes[i]; ok {
			i = end
			continue
		}
		i += n
		if !strings.ContainsRune(c.End, r) {
			continue
		}
		for i < len(s) { // ！！ and 。） belong to the sentence they end
			r, n := utf8.DecodeRuneInString(s[i:])
			if !strings.ContainsRune(c.End, r) && !unicode.Is(unicode.Pe, r) {
				break
			}
			i += n
		}
		out = cut(out, s, start, i)
		start = i
	}
	if start < len(s) {
		out = cut(out, s, start, len(s))
	}
	return out
}

// longest is the length in bytes beyond which a text without a full stop is no sentence any more.
const longest = 4096

// cut adds the sentence that s holds between two places. What is too long for one is cut behind marks, or, where there are
// none, anywhere, so that the time it takes does not grow faster than the text.
func cut(out []text.Span, s string, start, end int) []text.Span {
	for end-start > longest {
		at := 0
		for i := start + longest - utf8.UTFMax; i > start+longest/2; i-- {
			if !utf8.RuneStart(s[i]) {
				continue
			}
			r, n := utf8.DecodeRuneInString(s[i:])
			if at == 0 {
				at = i
			}
			if isComma(r) || r == ' ' {
				at = i + n
				break
			}
		}
		out = append(out, text.Span{Start: start, End: at})
		start = at
	}
	return append(out, text.Span{Start: start, End: end})
}

// matching maps the offset of each opening bracket that is closed to the offset behind its closing one.
func matching(s, open, clos string) map[int]int {
	var stack []int
	out := map[int]int{}
	for i, r := range s {
		switch {
		case strings.ContainsRune(open, r):
			stack = append(stack, i)
		case strings.ContainsRune(clos, r) && len(stack) > 0:
			out[stack[len(stack)-1]] = i + utf8.RuneLen(r)
			stack = stack[:len(stack)-1]
		}
	}
	return out
}

// text fills in the text, map, masks and tokens of the sentence that stands at sp of masked.
func (b *builder) text(s *Sentence, masked string, sp text.Span, back text.Map, masks []Mask) {
	t := sp.In(masked)
	sp.Start += len(t) - len(strings.TrimLeft(t, " "))
	t = strings.TrimSpace(t)
	var w text.Builder
	from := 0
	for i, r := range t {
		if r == ' ' && spaced(t[:i], t[i+1:]) {
			b.rd.Spelling.append(&w, t[from:i], sp.Start+from)
			from = i + 1
		}
	}
	b.rd.Spelling.append(&w, t[from:], sp.Start+from)
	var m text.Map
	s.Text, m = w.Done()
	s.Map = back.Then(m)
	for _, k := range masks[sort.Search(len(masks), func(i int) bool { return masks[i].At >= sp.Start }):] {
		if k.At >= sp.Start+len(t) {
			break
		}
		k.At = strings.Count(masked[sp.Start:k.At], string(token.StandIn))
		k.At = nth(s.Text, token.StandIn, k.At)
		s.Masks = append(s.Masks, k)
	}
	s.Tokens = b.rd.Tokenizer.Tokenize(s.Text)
}

// nth is the byte offset of the n-th (from 0) r in s.
func nth(s string, r rune, n int) int {
	for i, c := range s {
		if c == r {
			if n == 0 {
				return i
			}
			n--
		}
	}
	return len(s)
}

// spaced reports whether a space stands between words of text written with spaces (plain Japanese for learners),
// or around a placeholder, where it only helps the eye.
func spaced(before, after string) bool {
	a, _ := utf8.DecodeLastRuneInString(before)
	z, _ := utf8.DecodeRuneInString(after)
	if a == token.StandIn || z == token.StandIn {
		return !text.Latin(a) && !text.Latin(z)
	}
	return unicode.Is(unicode.Hiragana, a) && unicode.In(z, unicode.Hiragana, unicode.Katakana, unicode.Han)
}

// parts tells greeting, self-introduction and closing from the body.
func (rd *Reader) parts(d *Document) {
	c := rd.Cues
	n := 0
	for _, s := range d.Sentences {
		if s.Part != Body || s.Shape != Prose {
			continue
		}
		n++
		switch {
		case n <= c.GreetingWithin && c.Introduction.in(s.Text) && !c.IntroductionNot.in(s.Text):
			s.Part = Introduction
		case n <= c.GreetingWithin && c.Greeting.in(s.Text) && greetingSoFar(d, s):
			s.Part = Greeting
		case c.Closing.Formula.in(s.Text):
			s.Part = Closing
		}
	}
	for i := len(d.Sentences) - 1; i >= 0; i-- { // 「お待ちしております」 and the like close a letter only at its very end
		switch s := d.Sentences[i]; {
		case !s.Own() || s.Part == Closing || s.Shape != Prose:
		case s.Part == Body && c.Closing.Sign.in(s.Text):
			s.Part = Closing
		default:
			return
		}
	}
}

// greetingSoFar reports whether nothing of the body stands before s.
func greetingSoFar(d *Document, s *Sentence) bool {
	for _, o := range d.Sentences[:s.Index] {
		if o.Part == Body {
			return false
		}
	}
	return true
}

// extent decides whether the text is a whole letter, and whether one to everybody.
func (rd *Reader) extent(d *Document) {
	c := rd.Cues
	opening, closing, reference := false, false, len(d.Inquiry) > 0 || len(d.Quoted) > 0
	n := 0
	for _, s := range d.Sentences {
		if !s.Own() {
			continue
		}
		n++
		switch s.Part {
		case Salutation:
			opening = true
			d.Notice = d.Notice || c.Notice.in(s.Text)
		case Greeting:
			opening = true
		case Closing:
			closing = true
		}
		if n == 1 && c.Salutation.Inline.in(s.Text) {
			opening = true
		}
		if c.Closing.Sign.in(s.Text) {
			closing = true
		}
		if c.InquiryReference.in(s.Text) {
			reference = true
		}
	}
	d.Notice = d.Notice && !reference
	if d.Settings.Extent == Auto || d.Settings.Extent == "" {
		d.Settings.Extent = Fragment
		if opening && closing {
			d.Settings.Extent = Complete
		}
	}
}
