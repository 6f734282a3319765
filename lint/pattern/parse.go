package pattern

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Node is a piece of a pattern as it was written.
type Node interface {
	write(b *strings.Builder)
}

type (
	// Sequence matches its pieces one after the other.
	Sequence []Node
	// Choice matches any of its alternatives.
	Choice []Node
	// Option may be there or not.
	Option struct{ Of Node }
	// Phrase is words as one says them. A predicate at its end matches in every form that says the same.
	Phrase struct {
		Text  string
		Tests []Test
		at    int
	}
	// Exact is text that must stand as written.
	Exact struct{ Text string }
	// Named is a list, an act, a kind of noun phrase, or a built-in kind of word.
	Named struct {
		Name  string
		Tests []Test
		at    int
	}
	// Gap is any words inside the sentence, at most Most of them if Most is not 0.
	Gap struct{ Most int }
	// Between is the particles and adverbs that may stand between a noun and its predicate.
	Between struct{}
	// Edge is the start or the end of the sentence.
	Edge struct{ End bool }
	// Regexp is a regular expression over the text of the sentence.
	Regexp struct {
		Source string
		at     int
	}
)

// Test asks for a feature, an owner or a role, or, with Not, for its absence.
type Test struct {
	Name string
	Not  bool
}

// Error is a mistake in a pattern. At counts code points from its start.
type Error struct {
	At  int
	Say lang.Message
}

// In says the error in l.
func (e *Error) In(l lang.Lang) string { return e.Say.In(l) }

// Error says the error in English.
func (e *Error) Error() string { return e.In(lang.EN) }

// Parse reads a pattern. The marks of the language may be typed in full width, as Japanese keyboards do.
func Parse(source string) (Node, error) {
	p := &parser{src: []rune(half(source))}
	if n := len(p.src); n > 1 && slices.Contains(quotations, string([]rune{p.src[0], p.src[n-1]})) {
		return nil, p.fail(0, "pattern-quoted", string(p.src[0]), string(p.src[n-1]))
	}
	n, err := p.sequence(0)
	if err != nil {
		return nil, err
	}
	if p.i < len(p.src) {
		return nil, p.fail(p.i, "pattern-unexpected", string(p.src[p.i]))
	}
	if len(n) == 0 {
		return nil, p.fail(0, "pattern-empty")
	}
	return n, nil
}

// quotations are the marks that a pattern must not be put in: they would be looked for.
var quotations = []string{"\u300c\u300d", "\u201c\u201d", "\u2018\u2019"}

// missing reports whether n may stand for no words at all.
func missing(n Node) bool {
	switch n := n.(type) {
	case Option, Gap, Between, Edge:
		return true
	case Sequence:
		return !slices.ContainsFunc(n, func(n Node) bool { return !missing(n) })
	case Choice:
		return slices.ContainsFunc(n, missing)
	}
	return false
}

// half puts the marks of the language into their ordinary width, one for one.
func half(s string) string {
	return strings.Map(func(r rune) rune {
		f, _ := text.Fold(string(r), nil)
		if h, n := utf8.DecodeRuneInString(f); n == len(f) && strings.ContainsRune("()<>|?:_,/^$- 0123456789", h) {
			return h
		}
		return r
	}, s)
}

type parser struct {
	src   []rune
	i     int
	depth int
}

const (
	maxDepth = 50
	mostGap  = 100 // words: a sentence is hardly longer
)

func (p *parser) fail(at int, message string, args ...any) error {
	return &Error{At: at, Say: lang.Say(message, args...)}
}

func (p *parser) peek() rune {
	if p.i < len(p.src) {
		return p.src[p.i]
	}
	return 0
}

// sequence reads pieces up to the end, a bar or a closing bracket.
func (p *parser) sequence(closing rune) (Sequence, error) {
	var out Sequence
	for {
		for p.peek() == ' ' {
			p.i++
		}
		c := p.peek()
		if c == 0 || c == '|' && closing != 0 || c == ')' || c == ']' {
			return out, nil
		}
		n, err := p.piece()
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
}

func (p *parser) piece() (Node, error) {
	at := p.i
	var n Node
	var err error
	switch c := p.peek(); c {
	case '(', '[':
		n, err = p.group(c)
	case '<':
		n, err = p.named()
	case '\u2026': // …
		p.i++
		n, err = p.gap()
	case '^':
		p.i++
		n = Edge{}
	case '$':
		p.i++
		n = Edge{End: true}
	case '_':
		p.i++
		n = Between{}
	case '/':
		n, err = p.regexp()
	case '\u300e': // 『
		n, err = p.exact()
	case '|', '>', '?', ':', '\u300f':
		return nil, p.fail(p.i, "pattern-unexpected", string(c))
	default:
		n, err = p.phrase()
	}
	if err != nil {
		return nil, err
	}
	if p.peek() == ':' {
		if n, err = p.tests(n); err != nil {
			return nil, err
		}
	}
	if p.peek() == '?' {
		p.i++
		switch n.(type) {
		case Gap, Edge, Between, Option:
			return nil, p.fail(at, "pattern-not-optional")
		}
		n = Option{n}
	}
	return n, nil
}

// gap reads the number behind …, if there is one.
func (p *parser) gap() (Node, error) {
	start := p.i
	for p.i < len(p.src) && p.src[p.i] >= '0' && p.src[p.i] <= '9' {
		p.i++
	}
	if start == p.i {
		return Gap{}, nil
	}
	n, err := strconv.Atoi(string(p.src[start:p.i]))
	if err != nil || n < 1 || n > mostGap {
		return nil, p.fail(start, "pattern-bad-gap", string(p.src[start:p.i]), mostGap)
	}
	return Gap{n}, nil
}

func (p *parser) group(open rune) (Node, error) {
	at := p.i
	closing := ')'
	if open == '[' {
		closing = ']'
	}
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(at, "pattern-too-deep", maxDepth)
	}
	defer func() { p.depth-- }()
	p.i++
	var alts Choice
	for {
		s, err := p.sequence(closing)
		if err != nil {
			return nil, err
		}
		if len(s) == 0 {
			return nil, p.fail(min(p.i, len(p.src)), "pattern-empty-choice")
		}
		alts = append(alts, simple(s))
		switch p.peek() {
		case '|':
			p.i++
		case closing:
			p.i++
			if len(alts) == 1 {
				return alts[0], nil
			}
			return alts, nil
		default:
			return nil, p.fail(at, "pattern-unclosed", string(open), string(closing))
		}
	}
}

// simple unwraps a sequence of one.
func simple(s Sequence) Node {
	if len(s) == 1 {
		return s[0]
	}
	return s
}

func (p *parser) until(closing rune, message string) (string, error) {
	at := p.i
	p.i++
	start := p.i
	for p.i < len(p.src) && p.src[p.i] != closing {
		if p.src[p.i] == '\\' && closing == '/' && p.i+1 < len(p.src) {
			p.i++
		}
		p.i++
	}
	if p.i >= len(p.src) {
		return "", p.fail(at, message, string(p.src[at]), string(closing))
	}
	s := string(p.src[start:p.i])
	p.i++
	if s == "" {
		return "", p.fail(at, "pattern-empty")
	}
	return s, nil
}

func (p *parser) named() (Node, error) {
	at := p.i
	s, err := p.until('>', "pattern-unclosed")
	if err != nil {
		return nil, err
	}
	name, tests, _ := strings.Cut(s, ":")
	n := Named{Name: strings.TrimSpace(name), at: at}
	if n.Name == "" {
		return nil, p.fail(at, "pattern-empty")
	}
	n.Tests = append(n.Tests, splitTests(tests)...)
	return n, nil
}

func (p *parser) exact() (Node, error) {
	s, err := p.until('\u300f', "pattern-unclosed")
	return Exact{s}, err
}

func (p *parser) regexp() (Node, error) {
	at := p.i
	s, err := p.until('/', "pattern-unclosed")
	return Regexp{Source: strings.ReplaceAll(s, `\/`, "/"), at: at}, err
}

// special ends a run of plain words.
const special = " ()[]<>|?:_/^$\u2026\u300e\u300f"

// dots is what people write for words that may be any; it would be looked for itself.
var dots = frozen.Later(`[\x{301C}\x{FF5E}\x{2025}]|\.\.+|\x{30FB}\x{30FB}+`)

func (p *parser) phrase() (Node, error) {
	start := p.i
	for p.i < len(p.src) && !strings.ContainsRune(special, p.src[p.i]) {
		p.i++
	}
	s := string(p.src[start:p.i])
	if m := dots.FindStringIndex(s); m != nil {
		return nil, p.fail(start+utf8.RuneCountInString(s[:m[0]]), "pattern-dots", s[m[0]:m[1]])
	}
	return Phrase{Text: s, at: start}, nil
}

// tests reads ":a,b,-c" behind a phrase or a name.
func (p *parser) tests(n Node) (Node, error) {
	at := p.i
	p.i++
	start := p.i
	for p.i < len(p.src) && (p.src[p.i] == ',' || p.src[p.i] == '-' || !strings.ContainsRune(special, p.src[p.i])) {
		p.i++
	}
	tests := splitTests(string(p.src[start:p.i]))
	if len(tests) == 0 {
		return nil, p.fail(at, "pattern-no-test")
	}
	if out, ok := with(n, tests); ok {
		return out, nil
	}
	return nil, p.fail(at, "pattern-test-of-what")
}

// with adds tests to the last piece of n; to that of each alternative, if n is a choice.
func with(n Node, tests []Test) (Node, bool) {
	switch n := n.(type) {
	case Phrase:
		n.Tests = append(n.Tests[:len(n.Tests):len(n.Tests)], tests...)
		return n, true
	case Named:
		n.Tests = append(n.Tests[:len(n.Tests):len(n.Tests)], tests...)
		return n, true
	case Sequence:
		last, ok := with(n[len(n)-1], tests)
		return append(n[:len(n)-1:len(n)-1], last), ok
	case Choice:
		out := make(Choice, len(n))
		for i := range n {
			alt, ok := with(n[i], tests)
			if !ok {
				return nil, false
			}
			out[i] = alt
		}
		return out, true
	}
	return nil, false
}

// splitTests reads "a,b,-c"; 、 separates as well.
func splitTests(s string) (out []Test) {
	for _, t := range strings.Split(strings.ReplaceAll(half(s), "\u3001", ","), ",") {
		t = strings.TrimSpace(t)
		not := strings.HasPrefix(t, "-")
		if t = strings.TrimSpace(strings.TrimPrefix(t, "-")); t != "" {
			out = append(out, Test{Name: t, Not: not})
		}
	}
	return out
}

// Print writes a pattern in the form that [Parse] reads.
func Print(n Node) string {
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (s Sequence) write(b *strings.Builder) {
	for i, n := range s {
		if i > 0 {
			b.WriteByte(' ')
		}
		n.write(b)
	}
}

func (c Choice) write(b *strings.Builder) {
	b.WriteByte('(')
	for i, n := range c {
		if i > 0 {
			b.WriteByte('|')
		}
		n.write(b)
	}
	b.WriteByte(')')
}

func (o Option) write(b *strings.Builder) {
	if s, ok := o.Of.(Sequence); ok {
		b.WriteByte('(')
		s.write(b)
		b.WriteByte(')')
	} else {
		o.Of.write(b)
	}
	b.WriteByte('?')
}

func (n Phrase) write(b *strings.Builder) {
	b.WriteString(n.Text)
	writeTests(b, n.Tests)
}

func (n Exact) write(b *strings.Builder) { b.WriteString("\u300e" + n.Text + "\u300f") }

func (n Named) write(b *strings.Builder) {
	b.WriteString("<" + n.Name)
	writeTests(b, n.Tests)
	b.WriteByte('>')
}

func (n Gap) write(b *strings.Builder) {
	b.WriteRune('\u2026')
	if n.Most > 0 {
		b.WriteString(strconv.Itoa(n.Most))
	}
}

func (Between) write(b *strings.Builder) { b.WriteByte('_') }

func (e Edge) write(b *strings.Builder) {
	if e.End {
		b.WriteByte('$')
	} else {
		b.WriteByte('^')
	}
}

func (n Regexp) write(b *strings.Builder) {
	b.WriteString("/" + strings.ReplaceAll(n.Source, "/", `\/`) + "/")
}

func writeTests(b *strings.Builder, ts []Test) {
	for i, t := range ts {
		if i == 0 {
			b.WriteByte(':')
		} else {
			b.WriteByte(',')
		}
		if t.Not {
			b.WriteByte('-')
		}
		b.WriteString(t.Name)
	}
}
