package input

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// deepest is how deeply values may be nested.
const deepest = 1000

// fromJSON makes a tree of the JSON that stands in f at span.
func fromJSON(f *text.File, span text.Span) (*node, error) {
	src := span.In(f.Text)
	d := json.NewDecoder(strings.NewReader(src))
	d.UseNumber()
	order := 0
	fail := func(err error) error {
		at := int(d.InputOffset())
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			// The library counts the character in some messages and not in others.
			if at = int(syntax.Offset); at >= len(src) || !strings.HasPrefix(err.Error(), "invalid character '"+src[at:at+1]) {
				at--
			}
		}
		p := f.Position(span.Start + min(max(at, 0), len(src)))
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return lang.Errorf("input-json-end", f.Path, p.Line, p.Rune)
		}
		return lang.Errorf("input-json-syntax", f.Path, p.Line, p.Rune, strings.TrimPrefix(err.Error(), "json: "))
	}
	next := func() (json.Token, text.Span, error) {
		from := int(d.InputOffset())
		t, err := d.Token()
		if err != nil {
			return nil, text.Span{}, fail(err)
		}
		to := int(d.InputOffset())
		from += len(src[from:to]) - len(strings.TrimLeft(src[from:to], " \t\r\n:,"))
		return t, text.Span{Start: span.Start + from, End: span.Start + to}, nil
	}
	var build func(t json.Token, at text.Span, depth int) (*node, error)
	build = func(t json.Token, at text.Span, depth int) (*node, error) {
		n := &node{span: at, order: order}
		order++
		switch t := t.(type) {
		case string:
			n.kind, n.text = kText, t
		case bool:
			n.plain = t
		case json.Number:
			n.text = t.String()
			n.plain, _ = t.Float64()
		case json.Delim:
			if depth > deepest {
				p := f.Position(at.Start)
				return nil, lang.Errorf("input-too-deep", f.Path, p.Line, p.Rune, deepest)
			}
			n.kind = kList
			if t == '{' {
				n.kind = kMapping
			}
			for d.More() {
				if n.kind == kMapping {
					k, _, err := next()
					if err != nil {
						return nil, err
					}
					key, _ := k.(string)
					n.keys = append(n.keys, key)
				}
				t, at, err := next()
				if err != nil {
					return nil, err
				}
				kid, err := build(t, at, depth+1)
				if err != nil {
					return nil, err
				}
				n.kids = append(n.kids, kid)
			}
			if _, _, err := next(); err != nil {
				return nil, err
			}
		}
		return n, nil
	}
	t, at, err := next()
	if err != nil {
		return nil, err
	}
	top, err := build(t, at, 0)
	if err != nil {
		return nil, err
	}
	if rest := src[int(d.InputOffset()):]; strings.TrimSpace(rest) != "" {
		p := f.Position(span.Start + len(src) - len(strings.TrimLeft(rest, " \t\r\n")))
		return nil, lang.Errorf("input-json-more", f.Path, p.Line, p.Rune)
	}
	return top, nil
}

// jsonText is the text of a JSON string that stands in src at span with its quotes.
func jsonText(src string, span text.Span) (string, text.Map) {
	var w text.Builder
	end := span.End - 1
	for i := span.Start + 1; i < end; {
		j := strings.IndexByte(src[i:end], '\\')
		if j < 0 {
			w.Copy(i, src[i:end])
			break
		}
		w.Copy(i, src[i:i+j])
		i += j
		r, n := unescape(src[i:end])
		w.Replace(text.Span{Start: i, End: i + n}, string(r))
		i += n
	}
	return w.Done()
}

// unescape is the character of the escape that s begins with, and its length.
func unescape(s string) (rune, int) {
	unit := func(s string) (rune, bool) {
		if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
			return 0, false
		}
		v, err := strconv.ParseUint(s[2:6], 16, 16)
		return rune(v), err == nil
	}
	if len(s) < 2 {
		return utf8.RuneError, len(s)
	}
	switch s[1] {
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r, ok := unit(s)
		if !ok {
			return utf8.RuneError, min(6, len(s))
		}
		if utf16.IsSurrogate(r) {
			if low, ok := unit(s[6:]); ok {
				if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
					return both, 12
				}
			}
			r = utf8.RuneError
		}
		return r, 6
	}
	return rune(s[1]), 2
}

// inJSON is s as it is written in a JSON string.
func inJSON(s string) (string, bool) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(s) != nil {
		return "", false
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(b.String()), `"`), `"`), true
}
