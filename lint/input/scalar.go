package input

import (
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/text"
)

// yamlLines are the lines of s as YAML counts them, without their line ends: it also ends one at NEL, LS and PS.
func yamlLines(s string) []text.Span {
	var out []text.Span
	start := 0
	for i := 0; i < len(s); {
		n := lineEnd(s[i:])
		if n == 0 {
			i++
			continue
		}
		out = append(out, text.Span{Start: start, End: i})
		i += n
		start = i
	}
	return append(out, text.Span{Start: start, End: len(s)})
}

// lineEnd is the length of the line end that s begins with, or 0.
func lineEnd(s string) int {
	switch {
	case s == "":
	case strings.HasPrefix(s, "\r\n"), strings.HasPrefix(s, "\u0085"):
		return 2
	case s[0] == '\n', s[0] == '\r':
		return 1
	case strings.HasPrefix(s, lineSeparator), strings.HasPrefix(s, paragraphSeparator):
		return 3
	}
	return 0
}

const lineSeparator, paragraphSeparator = "\u2028", "\u2029"

// asValue is what a line end is in a value.
func asValue(end string) string {
	if end == lineSeparator || end == paragraphSeparator {
		return end
	}
	return "\n"
}

// scalarText maps the value of a YAML scalar to the bytes it was written with. The source is read again beside the value,
// whatever the style; where the two part ways, the value maps to the whole of the scalar's first line.
func scalarText(src string, lines []text.Span, n *yaml.Node) (string, text.Map) {
	line := n.Line - 1
	start := lines[line].Start
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(src[start:])
		start += size
	}
	s := scalarReader{src: src, at: start, want: n.Value}
	s.properties()
	ok := false
	switch {
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		for line+1 < len(lines) && lines[line+1].Start <= s.at { // a tag or an anchor may stand in a line of its own
			line++
		}
		ok = s.block(lines[line+1:], n.Style&yaml.FoldedStyle != 0)
	case n.Style&yaml.DoubleQuotedStyle != 0:
		s.at++
		ok = s.flow(escape)
	case n.Style&yaml.SingleQuotedStyle != 0:
		s.at++
		ok = s.flow(doubled)
	default:
		ok = s.flow(nil)
	}
	if !ok {
		s.out = text.Builder{}
		s.out.Replace(text.Span{Start: min(start, lines[line].End), End: lines[line].End}, n.Value)
	}
	return s.out.Done()
}

// scalarReader writes a scalar as its source has it, as long as that is what the value says.
type scalarReader struct {
	src  string
	at   int
	want string // what is still to come
	out  text.Builder
}

// properties skips the tag and the anchor before a scalar.
func (s *scalarReader) properties() {
	for s.at < len(s.src) && (s.src[s.at] == '!' || s.src[s.at] == '&') {
		for s.at < len(s.src) && !blank(s.src[s.at]) && lineEnd(s.src[s.at:]) == 0 {
			s.at++
		}
		s.space()
	}
}

// space skips white space and gives the line ends in it as values have them.
func (s *scalarReader) space() (ends []string) {
	for s.at < len(s.src) {
		n := lineEnd(s.src[s.at:])
		switch {
		case n > 0:
			ends = append(ends, asValue(s.src[s.at:s.at+n]))
			s.at += n
		case blank(s.src[s.at]):
			s.at++
		default:
			return ends
		}
	}
	return ends
}

func blank(b byte) bool { return b == ' ' || b == '\t' }

// copy copies n bytes, if they are wanted.
func (s *scalarReader) copy(n int) bool {
	if !strings.HasPrefix(s.want, s.src[s.at:s.at+n]) {
		return false
	}
	s.out.Copy(s.at, s.src[s.at:s.at+n])
	s.want = s.want[n:]
	s.at += n
	return true
}

// instead puts t in place of what stands from start to where the reader is, if it is wanted.
func (s *scalarReader) instead(start int, t string) bool {
	if !strings.HasPrefix(s.want, t) {
		return false
	}
	s.out.Replace(text.Span{Start: start, End: s.at}, t)
	s.want = s.want[len(t):]
	return true
}

// flow reads a plain or quoted text, which may go on in the next line. special is the length of what stands for another
// character, and how much of the value that is.
func (s *scalarReader) flow(special func(src, want string) (length, value int)) bool {
	for s.want != "" {
		if s.at >= len(s.src) {
			return false
		}
		if special != nil {
			if n, value := special(s.src[s.at:], s.want); n > 0 {
				start := s.at
				s.at += n
				if !s.instead(start, s.want[:value]) {
					return false
				}
				continue
			}
		}
		start := s.at
		switch ends := s.space(); {
		case len(ends) > 0:
			fold := strings.Join(ends, "")
			if ends[0] == "\n" && len(ends) > 1 {
				fold = fold[1:]
			} else if ends[0] == "\n" {
				fold = " "
			}
			if !s.instead(start, fold) {
				return false
			}
		case s.at > start:
			n := s.at - start
			s.at = start
			if !s.copy(n) {
				return false
			}
		default:
			_, n := utf8.DecodeRuneInString(s.src[s.at:])
			if !s.copy(n) {
				return false
			}
		}
	}
	return true
}

// doubled is the quote in single quotes.
func doubled(src, _ string) (length, value int) {
	if strings.HasPrefix(src, "''") {
		return 2, 1
	}
	return 0, 0
}

// escape is what a backslash begins in double quotes.
func escape(src, want string) (length, value int) {
	if len(src) < 2 || src[0] != '\\' {
		return 0, 0
	}
	if n := lineEnd(src[1:]); n > 0 {
		for n++; n < len(src) && blank(src[n]); {
			n++
		}
		return n, 0
	}
	length = 2
	switch src[1] {
	case 'x':
		length += 2
	case 'u':
		length += 4
	case 'U':
		length += 8
	}
	_, value = utf8.DecodeRuneInString(want)
	return min(length, len(src)), value
}

// block reads a literal or folded block, which the lines hold.
func (s *scalarReader) block(lines []text.Span, folded bool) bool {
	indent := 0
	for _, l := range lines {
		if t := l.In(s.src); strings.Trim(t, " ") != "" {
			first := strings.TrimLeft(s.want, "\n")
			for first != "" && strings.Trim(head(first), " ") == "" { // a line of spaces
				_, first, _ = strings.Cut(first, "\n")
			}
			indent = leading(t) - leading(first)
			break
		}
	}
	for i := 0; i < len(lines) && s.want != ""; i++ {
		t := lines[i].In(s.src)
		cut := min(max(indent, 0), leading(t))
		s.at = lines[i].Start + cut
		if !s.copy(len(t) - cut) {
			return false
		}
		if s.want == "" || i+1 == len(lines) {
			break
		}
		if folded {
			for i+2 < len(lines) && strings.Trim(lines[i+1].In(s.src), " ") == "" {
				i++
			}
			s.at = lines[i+1].Start
			if !s.instead(lines[i].End, s.want[:folds(s.want)]) {
				return false
			}
			continue
		}
		s.at = lines[i+1].Start
		if !s.instead(lines[i].End, asValue(s.src[lines[i].End:s.at])) {
			return false
		}
	}
	return s.want == ""
}

// folds is how much of a value stands for the end of a folded line.
func folds(want string) int {
	if want[0] == ' ' {
		return 1
	}
	return len(want) - len(strings.TrimLeft(want, "\n"))
}

func head(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

func leading(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }
