package config

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Add is the edit that puts a value at the head of a list of a configuration, under a key at its top, in the form the list is
// written in. ok is false if the configuration is not written so that this can be done without touching anything else, or if
// the list has the value.
func Add(f *text.File, key, value string) (e text.Edit, ok bool) {
	_, before, good := list(f, key)
	if !good || slices.Contains(before, value) {
		return e, false
	}
	e = add(f, key, quote(value))
	_, after, good := list(f.Edited(e), key)
	return e, good && slices.Equal(after, append([]string{value}, before...))
}

func add(f *text.File, key, item string) text.Edit {
	eol := "\n"
	if strings.Contains(f.Text, "\r\n") {
		eol = "\r\n"
	}
	at := func(n *yaml.Node, behind int) int { return f.Offset(n.Line, n.Column+behind, text.Runes) }
	insert := func(offset int, s string) text.Edit {
		return text.Edit{Span: text.Span{Start: offset, End: offset}, New: s}
	}
	n, _, _ := list(f, key)
	switch {
	case n == nil: // no such key
		s := key + ":" + eol + "  - " + item + eol
		if f.Text != "" && !strings.HasSuffix(f.Text, "\n") {
			s = eol + s
		}
		return insert(len(f.Text), s)
	case n.Kind == yaml.SequenceNode && n.Style&yaml.FlowStyle != 0:
		if len(n.Content) > 0 {
			item += ", "
		}
		return insert(at(n, 1), item)
	case n.Kind == yaml.SequenceNode:
		return insert(at(n, 0), "- "+item+eol+strings.Repeat(" ", n.Column-1))
	}
	// A key without a value: the node stands behind its colon.
	return insert(at(n, 0), " ["+item+"]")
}

// list is the value of a key at the top of a configuration, nil if there is none, and the texts in it. ok is false where that is
// no list.
func list(f *text.File, key string) (n *yaml.Node, values []string, ok bool) {
	d, docs := strict.Documents(f.Path, []byte(f.Text))
	if d.Err() != nil || len(docs) > 1 || len(docs) == 1 && docs[0].Kind != yaml.MappingNode {
		return nil, nil, false
	}
	if len(docs) == 0 {
		return nil, nil, true
	}
	top := docs[0]
	if top.Style&yaml.FlowStyle != 0 {
		return nil, nil, false
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		if top.Content[i].Value != key {
			continue
		}
		n = top.Content[i+1]
		if n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0 {
			k := top.Content[i]
			return &yaml.Node{Kind: yaml.ScalarNode, Line: k.Line, Column: k.Column + len([]rune(key)) + 1}, nil, true
		}
		if n.Kind != yaml.SequenceNode || n.Anchor != "" || n.Tag != "!!seq" {
			return n, nil, false
		}
		for _, c := range n.Content {
			if c.Kind != yaml.ScalarNode {
				return n, nil, false
			}
			values = append(values, c.Value)
		}
		return n, values, true
	}
	return nil, nil, true
}

// quote writes a text so that it is one in YAML, inside [ ] too.
func quote(s string) string {
	plain := s != "" && !strings.HasPrefix(s, "-")
	for _, r := range s {
		plain = plain && (unicode.IsLetter(r) || unicode.IsMark(r) || r == '-' || r == '_' || unicode.IsDigit(r))
	}
	var v any
	if plain && yaml.Unmarshal([]byte(s), &v) == nil {
		if _, text := v.(string); text {
			return s
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s)
	return strings.TrimSuffix(b.String(), "\n")
}
