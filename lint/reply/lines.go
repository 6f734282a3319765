package reply

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// kind is what a line is.
type kind int

const (
	kProse kind = iota
	kBlank
	kField
	kSalutation
	kHeading
	kList
	kNote
	kRule
	kQuote
	kCustomer
	kSignature
)

// line is one line of the folded text.
type line struct {
	span   text.Span // without the line end
	text   string    // what of it is content: without indentation, speaker or arrow
	at     int       // where text begins in the folded text
	kind   kind
	depth  int // of quotation
	para   int
	ans    int
	turn   int
	hard   bool // ends in a hard break, never joined with the next
	full   bool // ends where it does because the next word would not have fitted
	inside bool // ends inside a quotation or brackets
	code   bool // of a fenced block, which is joined whatever it holds
}

// reader of one text.
type reading struct {
	cues    *Cues
	words   *token.Tokenizer
	columns func(text.Span) int // width of a span of the folded text as it was written
	lines   []line
	chat    bool
	turns   bool // speakers are named
}

// newReading reads the lines of a text.
func (rd *Reader) newReading(folded string, columns func(text.Span) int, chat bool) *reading {
	r := &reading{cues: rd.Cues, words: rd.Tokenizer, columns: columns, chat: chat}
	for start := 0; start <= len(folded); {
		end := strings.IndexAny(folded[start:], "\r\n")
		next := len(folded) + 1
		if end < 0 {
			end = len(folded)
		} else {
			end += start
			next = end + 1
			if strings.HasPrefix(folded[end:], "\r\n") {
				next++
			}
		}
		raw := folded[start:end]
		broken := strings.HasSuffix(raw, "\\") && next <= len(folded)
		t := strings.TrimSpace(raw)
		if broken {
			t = strings.TrimRight(t[:len(t)-1], " ")
		}
		l := line{span: text.Span{Start: start, End: end}, text: t, at: start + len(raw) - len(strings.TrimLeft(raw, " "))}
		if t == "" {
			l.kind, l.at = kBlank, end
		}
		l.hard = broken || strings.HasSuffix(raw, "  ")
		r.lines = append(r.lines, l)
		start = next
	}
	r.fences()
	r.fields()
	r.quotes(folded)
	r.speakers()
	r.breaks()
	r.quoting()
	r.signature()
	r.kinds()
	return r
}

// prefix takes n bytes off the front of a line's content.
func (l *line) prefix(n int) {
	l.at += n
	l.text = l.text[n:]
	trimmed := strings.TrimLeft(l.text, " ")
	l.at += len(l.text) - len(trimmed)
	l.text = trimmed
}

// fences marks blocks of code.
func (r *reading) fences() {
	open := -1
	for i := range r.lines {
		m := r.cues.Fence.FindString(r.lines[i].text)
		switch {
		case m == "":
		case open < 0:
			open = i
		case strings.HasPrefix(r.lines[open].text, m):
			for j := open; j <= i; j++ {
				l := &r.lines[j]
				l.kind, l.code, l.hard = kProse, true, j == i
			}
			open = -1
		}
	}
}

// fields marks "Subject: …" and the like above the letter. Further down, a sender begins the header of a quoted mail.
func (r *reading) fields() {
	field := func(i int) bool { return i >= 0 && i < len(r.lines) && r.cues.Field.in(r.lines[i].text) }
	seen, further := false, false
	for i := range r.lines {
		l := &r.lines[i]
		switch {
		case l.kind == kBlank:
			further = seen
		case field(i) && (!r.cues.FieldFrom.in(l.text) || !further && (field(i-1) || field(i+1))):
			l.kind = kField
			seen = true
		default:
			return
		}
	}
}

// quotes marks quoted mail: lines with a prefix, what follows an attribution or a header, blocks between two rules.
func (r *reading) quotes(folded string) {
	q := r.cues.Quote
	for i := 0; i < len(r.lines); i++ {
		l := &r.lines[i]
		if l.kind != kProse || l.code {
			continue
		}
		raw := l.span.In(folded)
		switch {
		case q.Prefix.in(raw):
			r.quoteLine(i)
		case r.mailHeader(i) && r.closingRule(i) > 0:
			for end := r.closingRule(i); i <= end; i++ {
				r.quoteLine(i)
			}
			i--
		case q.Below.in(l.text) || r.mailHeader(i):
			r.quoteBelow(i)
			return
		case q.Block.in(l.text):
			end := r.nextRule(i + 1)
			if end < 0 {
				r.quoteBelow(i)
				return
			}
			for ; i <= end; i++ {
				r.quoteLine(i)
			}
			i--
		case r.attribution(i):
			r.quoteLine(i)
			if !q.Attribution.in(l.text) { // it goes on in the next line
				i++
				r.quoteLine(i)
			}
			if !r.prefixFollows(i+1, folded) {
				r.quoteBelow(i)
				return
			}
		}
	}
}

// quoteLine makes line i a quoted one and counts how deep.
func (r *reading) quoteLine(i int) {
	l := &r.lines[i]
	if l.kind == kBlank {
		return
	}
	l.kind = kQuote
	l.depth = 1
	if m := r.cues.Quote.Name.FindStringIndex(l.text); m != nil {
		l.prefix(m[1])
	}
	for n := 0; strings.HasPrefix(l.text, ">") || strings.HasPrefix(l.text, "|"); n++ {
		if n > 0 {
			l.depth++
		}
		l.prefix(1)
	}
}

// quoteBelow makes line i and everything below a quotation.
func (r *reading) quoteBelow(i int) {
	for ; i < len(r.lines); i++ {
		r.quoteLine(i)
	}
}

// mailHeader reports whether a block of at least two fields, one of them the sender, begins at i.
func (r *reading) mailHeader(i int) bool {
	if !r.cues.Field.in(r.lines[i].text) {
		return false
	}
	n, from := 0, false
	for j := i; j < len(r.lines) && j < i+8; j++ {
		t := r.lines[j].text
		if !r.cues.Field.in(t) {
			break
		}
		n++
		from = from || r.cues.FieldFrom.in(t)
	}
	return n >= 2 && from
}

// closingRule is the line that closes a quotation whose header begins at i, when it stands between two equal rules and
// text follows; or -1.
func (r *reading) closingRule(i int) int {
	above := i - 1
	for above >= 0 && r.lines[above].text == "" {
		above--
	}
	if above < 0 || !r.cues.Signature.Rule.in(r.lines[above].text) {
		return -1
	}
	for j := i; j < len(r.lines); j++ {
		if r.lines[j].text != r.lines[above].text {
			continue
		}
		for k := j + 1; k < len(r.lines); k++ {
			if strings.ContainsAny(r.lines[k].text, r.cues.Sentence.End) {
				return j
			}
		}
	}
	return -1
}

// attribution reports whether line i, perhaps with the next, says who wrote what follows.
func (r *reading) attribution(i int) bool {
	a := r.cues.Quote.Attribution
	if a.in(r.lines[i].text) {
		return true
	}
	return r.cues.Quote.AttributionFirst.in(r.lines[i].text) && i+1 < len(r.lines) &&
		a.in(r.lines[i+1].text) && utf8.RuneCountInString(r.lines[i].text) < 100 && !strings.ContainsAny(r.lines[i].text, r.cues.Sentence.End)
}

// prefixFollows reports whether the next line that holds text has a quotation prefix.
func (r *reading) prefixFollows(i int, folded string) bool {
	for ; i < len(r.lines); i++ {
		if r.lines[i].kind != kBlank {
			return r.cues.Quote.Prefix.in(r.lines[i].span.In(folded))
		}
	}
	return false
}

// nextRule is the next line from i that is a mere rule or the foot of a block, or -1.
func (r *reading) nextRule(i int) int {
	for ; i < len(r.lines); i++ {
		if t := r.lines[i].text; t != "" && (r.cues.Signature.Rule.in(t) || r.cues.Quote.Block.in(t)) {
			return i
		}
	}
	return -1
}

// speakers finds the turns of a chat and gives the customer's to the customer.
func (r *reading) speakers() {
	customers, others := map[string]int{}, 0
	speaks, said := false, false // said: what stands behind a customer is speech, not the entry of a form
	for i, l := range r.lines {
		name, n, ok := r.speaker(i)
		switch {
		case ok && r.cues.Speaker.Customer.in(name):
			customers[name]++
			speaks, said = true, said || customers[name] > 1
		case ok:
			others++
			speaks = false
		case l.kind == kBlank:
			speaks = false
		}
		said = said || speaks && r.sentence(l.text[n:])
	}
	r.turns = len(customers) > 0 && others > 0 && said || r.chat && len(customers)+others > 0
	r.chat = r.chat || r.turns
	turn, customer := 0, false
	for i := range r.lines {
		l := &r.lines[i]
		if r.turns {
			if name, n, ok := r.speaker(i); ok {
				turn++
				customer = r.cues.Speaker.Customer.in(name)
				l.prefix(n)
				if l.text == "" && l.kind != kQuote {
					l.kind = kBlank
				}
			}
		} else if r.chat && l.kind == kBlank {
			turn++ // a blank line stands between two messages
		}
		l.turn = turn
		if customer && l.kind == kProse {
			l.kind = kCustomer
		}
	}
}

// sentence reports whether s holds or ends a sentence.
func (r *reading) sentence(s string) bool {
	return strings.ContainsAny(s, r.cues.Sentence.End) || r.cues.Line.Finished.in(s)
}

func (r *reading) speaker(i int) (name string, length int, ok bool) {
	l := &r.lines[i]
	if l.kind != kProse || l.code || r.cues.Speaker.Line.Regexp == nil {
		return "", 0, false
	}
	m := r.cues.Speaker.Line.FindStringSubmatchIndex(l.text)
	if m == nil {
		return "", 0, false
	}
	name = strings.TrimSpace(l.text[m[2]:m[3]])
	if r.cues.Speaker.Not.in(name) || strings.HasPrefix(l.text[m[1]:], "//") {
		return "", 0, false
	}
	return name, m[1], true
}

// signature marks what stands behind the last word of the letter.
func (r *reading) signature() {
	if r.turns {
		return
	}
	c := r.cues
	last := -1 // last line that reads like a sentence
	closed := map[int]bool{}
	done := false
	foot := -1   // a rule that only notes stand below
	before := "" // what full lines above say of the sentence that goes on in this one
	for i, l := range r.lines {
		closed[i] = done
		if l.kind != kProse || l.code || c.Signature.Rule.in(l.text) {
			if l.kind == kProse && !l.code && foot < 0 && done {
				foot = i
			}
			before = ""
			continue
		}
		t := before + l.text
		switch {
		case c.Closing.Formula.in(t) || c.Closing.Sign.in(t) || c.Closing.Formula.in(l.text):
			last, foot, done = i, -1, true
		case r.sentence(l.text) && (foot < 0 || !c.Note.in(l.text)):
			last, foot = i, -1
		}
		before = ""
		if l.full {
			before = t
			if end := strings.LastIndexAny(t, c.Sentence.End); end >= 0 {
				_, n := utf8.DecodeRuneInString(t[end:])
				before = t[end+n:]
			}
			before = tail(before)
		}
	}
	start := -1
	for i, l := range r.lines {
		if l.kind != kProse {
			continue
		}
		if c.Signature.Dash.in(r.lines[i].text) || c.Signature.Rule.in(l.text) && r.contactBelow(i+1) && (closed[i] || i > last) {
			start = i
			break
		}
	}
	if start < 0 {
		for i := last + 1; i < len(r.lines) && last >= 0; i++ {
			l := r.lines[i]
			if l.kind != kProse {
				continue
			}
			if closed[i] && !c.List.in(l.text) && !c.Note.in(l.text) && !c.Heading.Line.in(l.text) {
				start = i
			}
			break
		}
	}
	if start < 0 {
		start = foot
	}
	if start < 0 {
		return
	}
	for i := start; i < len(r.lines); i++ {
		if l := &r.lines[i]; l.kind == kProse {
			l.kind = kSignature
		}
	}
}

// contactBelow reports whether a name, address or number stands within the next lines, before any sentence.
func (r *reading) contactBelow(i int) bool {
	for seen := 0; i < len(r.lines) && seen < 5; i++ {
		t := r.lines[i].text
		switch {
		case t == "" || r.cues.Signature.Rule.in(t):
			continue
		case r.lines[i].kind == kQuote:
			return false
		case r.cues.Signature.Contact.in(t):
			return true
		case strings.ContainsAny(t, r.cues.Sentence.End):
			return false
		}
		seen++
	}
	return false
}

// kinds tells salutation, headings, list items, notes and rules from prose, and counts paragraphs.
func (r *reading) kinds() {
	c := r.cues
	seen, para, answer, number := 0, 0, 0, 0
	quoted, begun := false, false // begun: a sentence of the letter stands above
	for i := range r.lines {
		l := &r.lines[i]
		if l.kind == kBlank {
			para++
		}
		l.para = para
		if quoted && l.kind == kProse {
			answer++
		}
		quoted = l.kind == kQuote || quoted && l.kind == kBlank
		l.ans = answer
		if l.kind != kProse || l.code {
			continue
		}
		if m := c.Quote.Answer.FindStringIndex(l.text); m != nil && r.afterQuote(i) {
			l.prefix(m[1])
		}
		switch t := l.text; {
		case r.middle(i, number):
			// Whatever it looks like, it is the middle of a sentence.
		case c.Signature.Rule.in(t):
			l.kind = kRule
			para++
		case seen < c.Salutation.Within && !r.chat && !begun && !l.full && c.Salutation.Line.in(t) && (i+1 == len(r.lines) || !r.goesOn(l, &r.lines[i+1])):
			l.kind = kSalutation
		case c.Note.in(t):
			l.kind = kNote
		case c.Heading.Question.in(t):
			l.kind = kHeading
		case c.Heading.Line.in(t) && !strings.ContainsAny(r.outside(t), c.Sentence.End):
			l.kind = kHeading
			if c.Label.in(strings.TrimLeftFunc(t, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })) {
				l.kind = kList
			}
		case c.List.in(t):
			l.kind = kList
		case !r.chat && c.Label.in(t) && !strings.ContainsAny(t, c.Sentence.End):
			l.kind = kList
		}
		if l.kind == kList && numbered(l.text) {
			number = numberOf(l.text)
		}
		seen++
		begun = begun || r.sentence(l.text)
	}
	r.addressee()
	// A numbered line without a full stop above running text is the heading of its answer.
	for i := range r.lines {
		l := &r.lines[i]
		if l.kind != kList || strings.ContainsAny(l.text, c.Sentence.End) && !c.Heading.Topic.in(l.text) || !numbered(l.text) {
			continue
		}
		if c.Heading.Topic.in(l.text) || r.sentenceBelow(i) {
			l.kind = kHeading
		}
	}
}

// sentenceBelow reports whether running text with a full stop stands right below line i.
func (r *reading) sentenceBelow(i int) bool {
	for i++; i < len(r.lines) && r.lines[i].kind == kProse; i++ {
		if strings.ContainsAny(r.lines[i].text, r.cues.Sentence.End) {
			return true
		}
		if !r.lines[i].full {
			break
		}
	}
	return false
}

// goesOn reports whether next goes on with what l, the line above it, says.
func (r *reading) goesOn(l, next *line) bool {
	return r.cues.Line.Continues.in(l.text + "\n" + next.text)
}

// addressee takes what stands above the salutation, and short lines right below it, for part of it: firm, department, number.
func (r *reading) addressee() {
	at := -1
	for i := range r.lines {
		if r.lines[i].kind == kSalutation {
			at = i
			break
		}
	}
	unfinished := func(l *line) bool {
		return l.kind == kProse && !r.sentence(l.text)
	}
	for i := 0; i < at; i++ {
		if l := &r.lines[i]; unfinished(l) {
			l.kind = kSalutation
		}
	}
	for i := at + 1; at >= 0 && i+1 < len(r.lines); i++ {
		l := &r.lines[i]
		if !unfinished(l) || r.lines[i+1].kind != kBlank {
			break
		}
		l.kind = kSalutation
	}
}

// afterQuote reports whether the nearest line above that holds text is quoted, or an answer to a quoted one.
func (r *reading) afterQuote(i int) bool {
	for i--; i >= 0; i-- {
		if r.lines[i].kind != kBlank {
			return r.lines[i].kind == kQuote
		}
	}
	return false
}

// outside is s without what stands in its brackets.
func (r *reading) outside(s string) string {
	closes := matching(s, r.cues.Sentence.Open, r.cues.Sentence.Close)
	var b strings.Builder
	for i := 0; i < len(s); {
		if end, ok := closes[i]; ok {
			i = end
			continue
		}
		_, n := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+n])
		i += n
	}
	return b.String()
}

// numberOf is the number that a numbered line begins with, or 0 where it is not written in plain digits.
func numberOf(s string) int {
	s = strings.TrimLeft(s, "( ")
	n, _ := strconv.Atoi(s[:len(s)-len(strings.TrimLeft(s, "0123456789"))])
	return n
}

func numbered(s string) bool {
	s = strings.TrimLeft(s, "( ")
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsNumber(r)
}
