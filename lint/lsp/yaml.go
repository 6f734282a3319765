package lsp

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/text"
)

// cursor is a place in a YAML text as somebody types it, which may be no YAML at the moment: it is found by how lines are
// indented, without a parser.
type cursor struct {
	path  []string  // the keys that lead there, the outermost first
	above []string  // the keys of the mapping it stands in, besides its own
	key   bool      // a key stands there, or may
	word  text.Span // the word at the place
	typed string    // of it, what stands before the place
	name  bool      // it stands in < >
}

// cursorAt finds the place of a byte of f.
func cursorAt(f *text.File, at int) (c cursor) {
	n := f.Position(at).Line
	line, span := f.Line(n)
	col := min(at, span.End) - span.Start
	c.word = wordAt(line, col)
	c.typed = line[c.word.Start:col]
	c.name = strings.HasSuffix(line[:c.word.Start], "<")
	items, depth := shape(line)
	if depth > col { // in the indentation: it says how deep the place is meant to be
		items, depth = 0, col
	}
	first, _, ok := keyOf(line[depth:])
	behind := ok && depth+len(first) < col
	w := flow(line[depth:max(depth, col)])
	var own []string
	switch {
	case w.inside && behind:
		own = append([]string{first}, w.path...)
	case w.inside:
		own = w.path
	case behind:
		own = []string{first}
	}
	c.key, c.above = w.key && !behind, w.above
	if w.inside {
		c.key = w.key
	} else {
		c.above = siblings(f, n, items, depth)
	}
	c.path = append(parents(f, n, depth), own...)
	c.word.Start += span.Start
	c.word.End += span.Start
	return c
}

// shape is how many list items begin in a line, and how far in its content stands.
func shape(line string) (items, depth int) {
	depth = len(line) - len(strings.TrimLeft(line, " "))
	for strings.HasPrefix(line[depth:], "- ") || line[depth:] == "-" {
		items++
		depth += min(2, len(line)-depth)
		depth += len(line[depth:]) - len(strings.TrimLeft(line[depth:], " "))
	}
	return items, depth
}

// keyOf is the key that begins a text, and what stands behind its colon.
func keyOf(s string) (key, value string, ok bool) {
	for i, r := range s {
		switch {
		case r == ':' && (i+1 == len(s) || s[i+1] == ' '):
			return strings.Trim(s[:i], `"'`), strings.TrimSpace(s[i+1:]), i > 0
		case strings.ContainsRune("{}[],#", r):
			return "", "", false
		}
	}
	return "", "", false
}

// parents are the keys of the lines above line n that content at a depth stands below.
func parents(f *text.File, n, depth int) (out []string) {
	for n--; n > 0 && depth > 0; n-- {
		line, _ := f.Line(n)
		t := strings.TrimSpace(line)
		if t == "" || strings.HasPrefix(t, "#") {
			continue
		}
		if t == "---" {
			break
		}
		_, at := shape(line)
		if at >= depth {
			continue
		}
		if key, value, ok := keyOf(line[at:]); ok && (value == "" || strings.HasPrefix(value, "#") || strings.HasPrefix(value, "&")) {
			out = append([]string{key}, out...)
		}
		depth = at
	}
	return out
}

// siblings are the keys besides line n in the mapping that its content, at a depth, belongs to.
func siblings(f *text.File, n, items, depth int) (out []string) {
	collect := func(i, step int) {
		for ; i > 0 && i <= f.Lines(); i += step {
			line, _ := f.Line(i)
			t := strings.TrimSpace(line)
			if t == "" || strings.HasPrefix(t, "#") {
				continue
			}
			begun, at := shape(line)
			if t == "---" || at < depth || at == depth && begun > 0 && step > 0 {
				return
			}
			if at > depth {
				continue
			}
			if key, _, ok := keyOf(line[at:]); ok {
				out = append(out, key)
			}
			if begun > 0 { // the mapping begins here
				return
			}
		}
	}
	if items == 0 {
		collect(n-1, -1)
	}
	collect(n+1, 1)
	return out
}

// within is a place inside braces and brackets.
type within struct {
	inside bool
	path   []string
	above  []string
	key    bool
}

// flow reads what stands before the place in its line.
func flow(s string) (w within) {
	type level struct {
		brace bool
		key   string
		keys  []string
	}
	var stack []level
	quote := rune(0)
	begin := 0 // of the piece that is being read
	for i, r := range s {
		switch {
		case quote != 0:
			if r == quote {
				quote = 0
			}
		case r == '"' || r == '\'':
			quote = r
		case r == '{' || r == '[':
			stack = append(stack, level{brace: r == '{'})
			begin = i + 1
		case (r == '}' || r == ']') && len(stack) > 0:
			stack = stack[:len(stack)-1]
			begin = i + 1
		case len(stack) == 0:
		case r == ',':
			stack[len(stack)-1].key = ""
			begin = i + 1
		case r == ':' && stack[len(stack)-1].brace && (i+1 == len(s) || s[i+1] == ' '):
			l := &stack[len(stack)-1]
			l.key = strings.Trim(strings.TrimSpace(s[begin:i]), `"'`)
			l.keys = append(l.keys, l.key)
			begin = i + 1
		}
	}
	w.inside = len(stack) > 0
	w.key = true
	for _, l := range stack {
		if l.key != "" {
			w.path = append(w.path, l.key)
		}
	}
	if w.inside {
		top := stack[len(stack)-1]
		w.key = top.brace && top.key == ""
		w.above = top.keys
	}
	return w
}

// wordAt is the word of a line at a byte, or the empty one there.
func wordAt(line string, col int) (sp text.Span) {
	sp = text.Span{Start: col, End: col}
	for sp.Start > 0 {
		r, n := utf8.DecodeLastRuneInString(line[:sp.Start])
		if !ofWord(r) {
			break
		}
		sp.Start -= n
	}
	for sp.End < len(line) {
		r, n := utf8.DecodeRuneInString(line[sp.End:])
		if !ofWord(r) {
			break
		}
		sp.End += n
	}
	return sp
}

func ofWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || r == '-' || r == '_' || r == '\u30fb'
}
