// Package strict reads YAML into Go values and lets nothing pass that it does not know: an unknown key, a value
// of the wrong kind or a key written twice is an error that names the line, the column and the nearest
// name that would have been right. Rules, settings and labelled replies are all read through it.
package strict

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/lang"
)

// Place is where something stands in a YAML file, 1-based, the column in code points.
type Place struct{ Line, Column int }

// String is a text value together with its place.
type String struct {
	Text string
	Place
}

// Version is the version of a file's format. There is one so far; a file that says nothing is taken to be of it.
type Version int

const current = 1

// UnmarshalStrict takes no version but the one there is.
func (v *Version) UnmarshalStrict(d *Decoder, n *yaml.Node) {
	var i int
	if d.Decode(n, &i) && i != current {
		d.Fail(n, "yaml-version", i, current)
	}
	*v = Version(i)
}

// Error is one thing wrong with a file.
type Error struct {
	Path string
	Place
	Source string // the line, for showing
	Say    lang.Message
}

// In says the error in l: path:line:column, what is wrong, and the line with a caret under the place.
func (e *Error) In(l lang.Lang) string {
	s := e.Path
	if e.Line > 0 {
		s += fmt.Sprintf(":%d:%d", e.Line, e.Column)
	}
	s += ": " + e.Say.In(l)
	if e.Source != "" {
		s += "\n    " + e.Source + "\n    " + indent(e.Source, e.Column) + "^"
	}
	return s
}

// Error says the error in English.
func (e *Error) Error() string { return e.In(lang.EN) }

// Decoder reads one file.
type Decoder struct {
	Path  string
	lines []string
	errs  []*Error
}

// Unmarshaler is a type that reads itself.
type Unmarshaler interface {
	UnmarshalStrict(d *Decoder, n *yaml.Node)
}

// Read reads the YAML document in data into out, a pointer. The error joins everything that was wrong.
func Read(path string, data []byte, out any) error {
	d, docs := Documents(path, data)
	if len(docs) > 1 {
		d.Fail(docs[1], "yaml-several-documents")
	}
	if len(docs) > 0 {
		d.Decode(docs[0], out)
	} else if len(d.errs) == 0 {
		d.errs = append(d.errs, &Error{Path: path, Say: lang.Say("yaml-empty")})
	}
	return d.Err()
}

// Documents splits data into its YAML documents, without decoding them.
func Documents(path string, data []byte) (*Decoder, []*yaml.Node) {
	d := &Decoder{Path: path, lines: strings.Split(string(data), "\n")}
	var docs []*yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var n yaml.Node
		err := dec.Decode(&n)
		if errors.Is(err, io.EOF) {
			return d, docs
		}
		if err != nil {
			d.syntax(err, data)
			return d, docs
		}
		if n.Kind == yaml.DocumentNode && len(n.Content) == 1 && !d.torn(n.Content[0]) {
			docs = append(docs, n.Content[0])
		}
	}
}

// Err is everything that was wrong so far, in the order of the file.
func (d *Decoder) Err() error {
	errs := slices.Clone(d.errs)
	slices.SortStableFunc(errs, func(a, b *Error) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	joined := make([]error, len(errs))
	for i, e := range errs {
		joined[i] = e
	}
	return errors.Join(joined...)
}

// longestShown is how long a line may be to be shown, in bytes.
const longestShown = 1000

// Fail notes that something is wrong at n.
func (d *Decoder) Fail(n *yaml.Node, message string, args ...any) {
	d.FailAt(Place{n.Line, n.Column}, message, args...)
}

// FailAt notes that something is wrong at a place.
func (d *Decoder) FailAt(p Place, message string, args ...any) {
	e := &Error{Path: d.Path, Place: p, Say: lang.Say(message, args...)}
	if p.Line >= 1 && p.Line <= len(d.lines) && len(d.lines[p.Line-1]) <= longestShown && utf8.ValidString(d.lines[p.Line-1]) {
		e.Source = strings.TrimRight(d.lines[p.Line-1], "\r")
	}
	d.errs = append(d.errs, e)
}

// In is the place of the n-th character, from 0, of the text that begins at p: behind the quotation mark if there is one,
// and characters written with two count as they are written. In a block, whose lines stand below, it is the beginning.
func (d *Decoder) In(p Place, n int) Place {
	if p.Line < 1 || p.Line > len(d.lines) {
		return p
	}
	line := []rune(d.lines[p.Line-1])
	i := p.Column - 1
	if i < 0 || i >= len(line) {
		return p
	}
	quote := line[i]
	switch quote {
	case '|', '>':
		return p
	case '\'', '"':
		i++
	}
	for ; n > 0 && i < len(line); n-- {
		if quote == '\'' && line[i] == quote || quote == '"' && line[i] == '\\' {
			i++
		}
		i++
	}
	p.Column = i + 1
	return p
}

// syntax turns an error of the YAML library ("yaml: line 3: …") into one with a place. The library names no line for
// the first one, and sometimes a line too early: the error stands in the first line with which the text fails like that.
func (d *Decoder) syntax(err error, data []byte) {
	num, msg := syntaxError(err)
	lines := bytes.SplitAfter(data, []byte("\n"))
	first := min(max(num, 1), len(lines)) // the library also counts other line ends
	n := first + sort.Search(max(len(lines)-first, 0), func(i int) bool {
		_, m := syntaxError(parses(bytes.Join(lines[:first+i], nil)))
		return m == msg
	})
	if at := bytes.IndexFunc(data, func(r rune) bool { return r == utf8.RuneError }); at >= 0 && !utf8.Valid(data) {
		d.FailAt(Place{1 + bytes.Count(data[:at], []byte("\n")), 1}, "yaml-not-utf8")
		return
	}
	for line := min(n, len(d.lines)); line > 0; line-- { // a key without a colon is missed only at the next one that has one
		if column, name, char := slip(d.lines[line-1], line == n); column > 0 {
			d.FailAt(Place{line, column}, name, char)
			return
		}
		if line < n && strings.Contains(d.lines[line-1], ":") {
			break
		}
	}
	d.FailAt(Place{n, 1}, "yaml-syntax", msg)
}

// What is easily typed wrong in YAML, each with its message. What is wrong begins with group 1.
var (
	slips = []struct {
		re      *frozen.Regexp
		message string
	}{
		{frozen.Later(`^[ \t]*(\x{3000})`), "yaml-wide-space"},
		{frozen.Later(`^ *(\t)`), "yaml-tab"},
		{frozen.Later(`\{[^{}"]*: [^{},":]*(\x{3001})[^{},": ]+: `), "yaml-wide-comma"},
	}
	wideColon = frozen.Later(`^[^:"']*(\x{FF1A})[^:]*$`)
	starts    = []*frozen.Regexp{ // values that YAML takes for something else
		frozen.Later(`(?:- |: )\s*([@%` + "`" + `])`),
		frozen.Later(`(?:^|[:,\[]|- )\s*(\{[a-z.]+\}[^,\]}\s])`),
		frozen.Later(`(?:^\s*-|:) +(\[[^\]]*\] *[^,\]}#\s])`),
	}
)

// slip finds what is most likely wrong with a line that is no YAML: the column it stands at, or 0, the message and the
// character it is about. Of lines other than the one at which the reader stopped only a wide colon is looked for.
func slip(line string, stopped bool) (column int, message, char string) {
	at := func(re *frozen.Regexp) bool {
		m := re.FindStringSubmatchIndex(line)
		if m == nil {
			return false
		}
		column = 1 + utf8.RuneCountInString(line[:m[2]])
		r, _ := utf8.DecodeRuneInString(line[m[2]:])
		char = string(r)
		return true
	}
	if stopped {
		for _, s := range slips {
			if at(s.re) {
				return column, s.message, char
			}
		}
		for _, re := range starts {
			if at(re) {
				return column, "yaml-start", char
			}
		}
	}
	if at(wideColon) {
		return column, "yaml-wide-colon", char
	}
	return 0, "", ""
}

// torn notes the values in {} that a comma has torn into two: {が: a,b} has a key b without a value. It reports whether there
// are any; what else such a document says wrong only confuses.
func (d *Decoder) torn(n *yaml.Node) (any bool) {
	for i := 0; i < len(n.Content); i++ {
		any = d.torn(n.Content[i]) || any
	}
	if n.Kind != yaml.MappingNode || n.Style&yaml.FlowStyle == 0 {
		return any
	}
	for i := 0; i+1 < len(n.Content); {
		v := n.Content[i+1]
		pieces := []string{v.Value}
		for i += 2; i+1 < len(n.Content) && d.bare(n.Content[i], n.Content[i+1]); i += 2 {
			key := n.Content[i]
			if before, _, wide := strings.Cut(key.Value, "\uff1a"); wide {
				d.FailAt(Place{key.Line, key.Column + utf8.RuneCountInString(before)}, "yaml-wide-colon")
				any = true
				continue
			}
			pieces = append(pieces, key.Value)
		}
		if len(pieces) > 1 && v.Kind == yaml.ScalarNode && v.Style == 0 && v.Value != "" {
			d.Fail(v, "yaml-torn", strings.Join(pieces, ","))
			any = true
		}
	}
	return any
}

// bare reports whether a key stands there without a colon and a value.
func (d *Decoder) bare(key, v *yaml.Node) bool {
	if key.Kind != yaml.ScalarNode || key.Style != 0 || !null(v) || v.Value != "" || key.Line > len(d.lines) {
		return false
	}
	line := []rune(d.lines[key.Line-1])
	rest := line[min(len(line), key.Column-1+utf8.RuneCountInString(key.Value)):]
	return !strings.HasPrefix(strings.TrimSpace(string(rest)), ":")
}

// syntaxError is the line, if it is named, and the message of an error of the YAML library.
func syntaxError(err error) (line int, msg string) {
	if err == nil {
		return 0, ""
	}
	msg = strings.TrimPrefix(err.Error(), "yaml: ")
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, what, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(num); err == nil {
				return n, what
			}
		}
	}
	return 0, msg
}

// parses is the first error of the YAML library in data.
func parses(data []byte) error {
	dec := yaml.NewDecoder(bytes.NewReader(data))
	for {
		var n yaml.Node
		if err := dec.Decode(&n); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// Decode reads n into out, a pointer, and reports whether nothing was wrong. What is wrong is kept for [Decoder.Err].
func (d *Decoder) Decode(n *yaml.Node, out any) bool {
	before := len(d.errs)
	d.value(n, reflect.ValueOf(out).Elem())
	return len(d.errs) == before
}

func (d *Decoder) value(n *yaml.Node, v reflect.Value) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if v.CanAddr() {
		if u, ok := v.Addr().Interface().(Unmarshaler); ok {
			u.UnmarshalStrict(d, n)
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		p := reflect.New(v.Type().Elem())
		d.value(n, p.Elem())
		v.Set(p)
	case reflect.Struct:
		if s, ok := v.Addr().Interface().(*String); ok {
			if d.scalar(n) {
				*s = String{value(n), Place{n.Line, n.Column}}
			}
			return
		}
		if t, ok := v.Addr().Interface().(*lang.Text); ok && n.Kind == yaml.ScalarNode { // in one language, whichever it is
			t.JA = value(n)
			return
		}
		d.structure(n, v)
	case reflect.Map:
		if !d.is(n, yaml.MappingNode, "yaml-want-mapping") {
			return
		}
		v.Set(reflect.MakeMap(v.Type()))
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := reflect.New(v.Type().Key()).Elem()
			d.value(n.Content[i], key)
			if v.MapIndex(key).IsValid() {
				d.Fail(n.Content[i], "yaml-key-twice", n.Content[i].Value)
			}
			e := reflect.New(v.Type().Elem()).Elem()
			d.value(n.Content[i+1], e)
			v.SetMapIndex(key, e)
		}
	case reflect.Slice:
		items := []*yaml.Node{n} // a single value stands for a list of one
		switch {
		case n.Kind == yaml.SequenceNode:
			items = n.Content
		case null(n):
			items = nil
		}
		s := reflect.MakeSlice(v.Type(), 0, len(items))
		for _, item := range items {
			e := reflect.New(v.Type().Elem()).Elem()
			d.value(item, e)
			s = reflect.Append(s, e)
		}
		v.Set(s)
	case reflect.String:
		if d.scalar(n) {
			v.SetString(value(n))
		}
	case reflect.Int:
		if i, err := strconv.Atoi(n.Value); err == nil && n.Kind == yaml.ScalarNode {
			v.SetInt(int64(i))
		} else {
			d.Fail(n, "yaml-want-number", n.Value)
		}
	case reflect.Bool:
		var b bool
		if n.Kind == yaml.ScalarNode && n.Decode(&b) == nil {
			v.SetBool(b)
		} else {
			d.Fail(n, "yaml-want-bool", n.Value)
		}
	default:
		panic("strict: cannot read into " + v.Type().String())
	}
}

// null reports whether n says that nothing is there: it is empty, ~ or null.
func null(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" }

func value(n *yaml.Node) string {
	if null(n) {
		return ""
	}
	return n.Value
}

func (d *Decoder) scalar(n *yaml.Node) bool { return d.is(n, yaml.ScalarNode, "yaml-want-text") }

func (d *Decoder) is(n *yaml.Node, kind yaml.Kind, message string) bool {
	if n.Kind != kind {
		d.Fail(n, message)
		return false
	}
	return true
}

func (d *Decoder) structure(n *yaml.Node, v reflect.Value) {
	if !d.is(n, yaml.MappingNode, "yaml-want-mapping") {
		return
	}
	fields := map[string]reflect.Value{}
	var names []string
	collect(v, fields, &names)
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, val := n.Content[i], n.Content[i+1]
		f, ok := fields[key.Value]
		switch {
		case !ok:
			d.Unknown(key, key.Value, names)
		case seen[key.Value]:
			d.Fail(key, "yaml-key-twice", key.Value)
		default:
			seen[key.Value] = true
			d.value(val, f)
		}
	}
}

// collect lists the fields of a struct by their yaml name, those of embedded structs among them.
func collect(v reflect.Value, fields map[string]reflect.Value, names *[]string) {
	t := v.Type()
	for i := range t.NumField() {
		f := t.Field(i)
		name, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case opts == "inline":
			collect(v.Field(i), fields, names)
		case name != "" && name != "-":
			fields[name] = v.Field(i)
			*names = append(*names, name)
		}
	}
}

// mostNames is how many names are listed where none is near.
const mostNames = 30

// Unknown notes that name, at n, is none of the names known there, and which of them it is nearest to.
func (d *Decoder) Unknown(n *yaml.Node, name string, known []string) {
	before, _, wide := strings.Cut(name, "\uff1a")
	if near := Nearest(name, known); wide {
		d.FailAt(Place{n.Line, n.Column + utf8.RuneCountInString(before)}, "yaml-wide-colon")
	} else if near != "" {
		d.Fail(n, "unknown-name-near", name, near)
	} else if len(known) > mostNames {
		d.Fail(n, "unknown-name-many", name)
	} else {
		d.Fail(n, "unknown-name", name, strings.Join(known, ", "))
	}
}

// Nearest is the name in known that name was most likely meant to be, or "". It may be a slip or only the beginning.
func Nearest(name string, known []string) string {
	typed := []rune(strings.ToLower(name))
	best, at := "", 1+len(typed)/2 // no more than every other letter is wrong, or the end is missing
	for _, k := range known {
		n := distance(typed, []rune(strings.ToLower(k)))
		if len(typed) > 2 && strings.HasPrefix(strings.ToLower(k), string(typed)) {
			n = min(n, at-1)
		}
		if n < at {
			best, at = k, n
		}
	}
	return best
}

// distance is the number of insertions, deletions, changes and swaps of neighbours between a and b.
func distance(a, b []rune) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
