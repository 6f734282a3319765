package input

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	xhtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/yorisoi/yorisoi/lint/text"
)

// page writes the text of HTML in reading order, as a letter has it: an empty line between paragraphs, "> " before what is quoted.
type page struct {
	src  string
	out  text.Builder
	line int // line ends that are due before the next text
	// begun is set once something stands in the line.
	begun  bool
	space  text.Span // white space that is due before the next word of the line
	last   rune      // the last character of the line
	quote  int       // depth of quotation
	quoted []bool    // for each open block that may quote, whether it does
	skip   int       // inside something that is not read
	pre    int
	list   []int  // for each open list the number of the next item; 0 for bullets
	mark   string // of the list item or heading that begins
	hang   string // before the further lines of a list item
}

// blocks end the line before and behind them, with an empty line between if true.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: false, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Ul: true, atom.Ol: true,
	atom.Li: false, atom.Table: true, atom.Tr: false, atom.Td: false, atom.Th: false, atom.Blockquote: true, atom.Pre: true, atom.Section: true,
	atom.Article: true, atom.Header: true, atom.Footer: true, atom.Dl: true, atom.Dt: false, atom.Dd: false, atom.Hr: true, atom.Address: true,
	atom.Figure: true, atom.Figcaption: true, atom.Body: false, atom.Center: true, atom.Form: true, atom.Fieldset: true, atom.Main: true,
}

// silent are the elements whose contents are not read.
var silent = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Head: true, atom.Template: true, atom.Noscript: true, atom.Svg: true, atom.Math: true,
	atom.Select: true, atom.Textarea: true, atom.Iframe: true, atom.Object: true, atom.Title: true,
}

// fromHTML is the readable text of HTML.
func fromHTML(src string) (string, text.Map) {
	p := &page{src: src}
	z := xhtml.NewTokenizer(strings.NewReader(src))
	at := 0
	for {
		t := z.Next()
		raw := z.Raw()
		span := text.Span{Start: at, End: at + len(raw)}
		at = span.End
		switch t {
		case xhtml.ErrorToken:
			p.text(span) // what cannot be a tag any more
			return p.out.Done()
		case xhtml.TextToken:
			p.text(span)
		case xhtml.StartTagToken, xhtml.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			quotes := false
			for more {
				var k, v []byte
				k, v, more = z.TagAttr()
				quotes = quotes || string(k) == "class" && bytes.Contains(v, []byte("gmail_quote")) || string(k) == "type" && string(v) == "cite"
			}
			p.open(a, quotes, t == xhtml.SelfClosingTagToken, span)
		case xhtml.EndTagToken:
			name, _ := z.TagName()
			p.close(atom.Lookup(name), span)
		}
	}
}

func (p *page) open(a atom.Atom, quotes, closed bool, span text.Span) {
	if silent[a] {
		if !closed {
			p.skip++
		}
		return
	}
	if p.skip > 0 {
		return
	}
	if apart, ok := blocks[a]; ok {
		p.end(apart)
	}
	switch a {
	case atom.Br:
		if p.begun {
			p.end(false)
		} else {
			p.line++
		}
	case atom.Ul, atom.Ol:
		n := 0
		if a == atom.Ol {
			n = 1
		}
		p.list = append(p.list, n)
	case atom.Li:
		p.mark = "- "
		if n := len(p.list); n > 0 && p.list[n-1] > 0 {
			p.mark = strconv.Itoa(p.list[n-1]) + ". "
			p.list[n-1]++
		}
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.mark = "# "
	case atom.Pre:
		p.pre++
	case atom.Code, atom.Kbd, atom.Samp:
		if p.pre == 0 {
			p.write(span, "`")
		}
	case atom.Blockquote, atom.Div:
		if !closed {
			quotes = quotes || a == atom.Blockquote
			p.quoted = append(p.quoted, quotes)
			if quotes {
				p.quote++
			}
		}
	}
}

func (p *page) close(a atom.Atom, span text.Span) {
	if silent[a] {
		p.skip = max(p.skip-1, 0)
		return
	}
	if p.skip > 0 {
		return
	}
	if apart, ok := blocks[a]; ok {
		p.end(apart)
	}
	switch a {
	case atom.Ul, atom.Ol:
		p.list = p.list[:max(len(p.list)-1, 0)]
	case atom.Li, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		p.mark = ""
	case atom.Pre:
		p.pre = max(p.pre-1, 0)
	case atom.Code, atom.Kbd, atom.Samp:
		if p.pre == 0 {
			p.write(span, "`")
		}
	case atom.Blockquote, atom.Div:
		if n := len(p.quoted); n > 0 {
			if p.quoted[n-1] {
				p.quote--
			}
			p.quoted = p.quoted[:n-1]
		}
	}
}

// end ends the line, if something stands in it, and lets an empty one follow.
func (p *page) end(apart bool) {
	if p.begun {
		p.line++
		p.begun = false
	}
	p.space = text.Span{}
	if apart && p.line == 1 {
		p.line = 2
	}
}

// write writes a piece of text in place of what stands at span.
func (p *page) write(span text.Span, s string) {
	if !p.begun {
		if p.out.Len() > 0 {
			p.out.Replace(text.Span{Start: span.Start, End: span.Start}, strings.Repeat("\n", min(max(p.line, 1), 3)))
		}
		p.line = 0
		lead := strings.Repeat("> ", p.quote)
		if p.mark != "" {
			lead += p.mark
		} else {
			lead += p.hang
		}
		p.mark = ""
		if lead != "" {
			p.out.Replace(text.Span{Start: span.Start, End: span.Start}, lead)
		}
		p.begun = true
	} else if !p.space.Empty() {
		first, _ := utf8.DecodeRuneInString(s)
		if wideRune(p.last) && wideRune(first) && strings.ContainsAny(p.space.In(p.src), "\r\n") {
			// A line of the source that ends inside Japanese text stands for nothing.
		} else {
			p.out.Replace(p.space, " ")
		}
	}
	p.space = text.Span{}
	if s == span.In(p.src) {
		p.out.Copy(span.Start, s)
	} else {
		p.out.Replace(span, s)
	}
	p.last, _ = utf8.DecodeLastRuneInString(s)
}

func wideRune(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x30ff || r >= 0xff00 && r <= 0xffef
}

// text writes what stands between tags.
func (p *page) text(span text.Span) {
	if p.skip > 0 {
		return
	}
	s := span.In(p.src)
	for i := 0; i < len(s); {
		at := span.Start + i
		switch c := s[i]; {
		case p.pre > 0 && (c == '\n' || c == '\r'):
			p.begun = p.begun || p.out.Len() > 0
			p.end(false)
			i += lineEnd(s[i:])
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			j := i
			for j < len(s) && strings.IndexByte(" \t\n\r\f", s[j]) >= 0 && (p.pre == 0 || s[j] == ' ' || s[j] == '\t') {
				j++
			}
			if p.pre > 0 {
				p.write(text.Span{Start: at, End: span.Start + j}, s[i:j])
			} else if p.begun {
				p.space = text.Span{Start: at, End: span.Start + j}
			}
			i = j
		case c == '&':
			n, r := entity(s[i:])
			if r == "\u00a0" && !p.begun && p.pre == 0 && strings.TrimSpace(s) == s[i:i+n] { // a line kept open
				i += n
				break
			}
			p.write(text.Span{Start: at, End: at + n}, r)
			i += n
		default:
			j := i + 1
			for j < len(s) && strings.IndexByte(" \t\n\r\f&", s[j]) < 0 {
				j++
			}
			p.write(text.Span{Start: at, End: span.Start + j}, s[i:j])
			i = j
		}
	}
}

// longestEntity is the length of the longest name of a character, with & and ;.
const longestEntity = 33

// entity is what the reference that s begins with stands for, and its length.
func entity(s string) (length int, value string) {
	n := 1
	for n < len(s) && n < longestEntity && (s[n] >= '0' && s[n] <= '9' || s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z' || n == 1 && s[n] == '#') {
		n++
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	value = html.UnescapeString(s[:n])
	if value == s[:n] {
		return 1, "&"
	}
	// What needs no semicolon may be followed by letters, which stand for themselves.
	for rest := 1; rest < n && rest < len(value); rest++ {
		if value[len(value)-rest] != s[n-rest] || html.UnescapeString(s[:n-rest])+s[n-rest:n] != value {
			break
		}
		if html.UnescapeString(s[:n-rest-1])+s[n-rest-1:n] != value {
			return n - rest, value[:len(value)-rest]
		}
	}
	return n, value
}

// inHTML writes text in HTML.
func inHTML(s string) (string, bool) { return html.EscapeString(s), !strings.ContainsAny(s, "\r\n") }

func readHTML(rd *reading) {
	t, m := fromHTML(rd.file.Text)
	rd.whole(t, m, Meta{}, inHTML)
}
