// Package strict reads YAML into Go values and lets nothing pass that it does not know: an unknown key, a value
// of the wrong kind or a key written twice is an error that names the line, the column and the nearest
// name that would have been right. Rules, settings and labelled replies are all read through it.
package strict

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
)

// Place is where something stands in a YAML file, 1-based, the column in code points.
type Place struct{ Line, Column int }

// String is a text value together with its place.
type String struct {
	Text string
	Place
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
	errs  []error
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
			d.syntax(err)
			return d, docs
		}
		if n.Kind == yaml.DocumentNode && len(n.Content) == 1 {
			docs = append(docs, n.Content[0])
		}
	}
}

// Err is everything that was wrong so far.
func (d *Decoder) Err() error { return errors.Join(d.errs...) }

// Fail notes that something is wrong at n.
func (d *Decoder) Fail(n *yaml.Node, message string, args ...any) {
	d.FailAt(Place{n.Line, n.Column}, message, args...)
}

// FailAt notes that something is wrong at a place.
func (d *Decoder) FailAt(p Place, message string, args ...any) {
	e := &Error{Path: d.Path, Place: p, Say: lang.Say(message, args...)}
	if p.Line >= 1 && p.Line <= len(d.lines) {
		e.Source = strings.TrimRight(d.lines[p.Line-1], "\r")
	}
	d.errs = append(d.errs, e)
}

// syntax turns an error of the YAML library ("yaml: line 3: …") into one with a place.
func (d *Decoder) syntax(err error) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	var p Place
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if num, what, ok := strings.Cut(rest, ": "); ok {
			if n, err := strconv.Atoi(num); err == nil {
				p, msg = Place{n, 1}, what
			}
		}
	}
	d.FailAt(p, "yaml-syntax", msg)
}

// Decode reads n into out, a pointer. What is wrong is kept for [Decoder.Err].
func (d *Decoder) Decode(n *yaml.Node, out any) {
	d.value(n, reflect.ValueOf(out).Elem())
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
				*s = String{n.Value, Place{n.Line, n.Column}}
			}
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
		if n.Kind == yaml.SequenceNode {
			items = n.Content
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
			v.SetString(n.Value)
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

// Unknown notes that name, at n, is none of the names known there, and which of them it is nearest to.
func (d *Decoder) Unknown(n *yaml.Node, name string, known []string) {
	if near := Nearest(name, known); near != "" {
		d.Fail(n, "unknown-name-near", name, near)
	} else {
		d.Fail(n, "unknown-name", name, strings.Join(known, ", "))
	}
}

// Nearest is the name in known that name was most likely meant to be, or "". It may be a slip or only the beginning.
func Nearest(name string, known []string) string {
	best, at := "", 1+max(1, len([]rune(name))/2) // half of it may be a slip
	for _, k := range known {
		n := distance([]rune(strings.ToLower(name)), []rune(strings.ToLower(k)))
		if len(name) > 1 && strings.HasPrefix(k, strings.ToLower(name)) {
			n = min(n, 1)
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
