package input

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// collection is a YAML file of replies.
type collection struct {
	Version int     `yaml:"version"`
	Replies []entry `yaml:"replies"`
}

type entry struct {
	Meta  `yaml:",inline"`
	Reply scalar `yaml:"reply"`
}

// scalar keeps the node of a text, because the text must be mapped back to its bytes.
type scalar struct{ node *yaml.Node }

func (s *scalar) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind != yaml.ScalarNode {
		d.Fail(n, "yaml-want-text")
		return
	}
	s.node = n
}

// readYAML reads a file of the form "replies: [{reply: …, title: …}, …]".
func readYAML(f *text.File) ([]*Item, error) {
	var c collection
	if err := strict.Read(f.Path, []byte(f.Text), &c); err != nil {
		return nil, err
	}
	if len(c.Replies) == 0 {
		return nil, lang.Errorf("input-yaml-no-replies", f.Path)
	}
	var items []*Item
	for i, e := range c.Replies {
		if e.Reply.node == nil || strings.TrimSpace(e.Reply.node.Value) == "" {
			return nil, lang.Errorf("input-yaml-entry-empty", f.Path, i+1, e.ID)
		}
		it := &Item{File: f, Key: fmt.Sprintf("/replies/%d/reply", i), Meta: e.Meta}
		it.Text, it.Map = scalarText(f, e.Reply.node)
		items = append(items, it)
	}
	return items, nil
}

// scalarText maps the value of a YAML scalar to the bytes it was written with. A literal block and a text on one
// line without escapes are exact; any other style maps as a whole.
func scalarText(f *text.File, n *yaml.Node) (string, text.Map) {
	var b text.Builder
	_, at := f.Line(n.Line)
	start := at.Start
	for range n.Column - 1 {
		_, size := utf8.DecodeRuneInString(f.Text[start:])
		start += size
	}
	switch {
	case n.Style == yaml.LiteralStyle && literal(f, n, &b):
	case n.Style == 0 && strings.HasPrefix(f.Text[start:], n.Value):
		b.Copy(start, n.Value)
	case n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) != 0 && strings.HasPrefix(f.Text[start+1:], n.Value):
		b.Copy(start+1, n.Value)
	default:
		b = text.Builder{}
		b.Replace(text.Span{Start: start, End: at.End}, n.Value)
	}
	return b.Done()
}

// literal copies the lines of a literal block ("|") without their indentation, and reports whether that made the value.
func literal(f *text.File, n *yaml.Node, b *text.Builder) bool {
	first := n.Line + 1
	indent := -1
	for l := first; l <= f.Lines() && indent < 0; l++ {
		if line, _ := f.Line(l); strings.TrimLeft(line, " ") != "" {
			indent = len(line) - len(strings.TrimLeft(line, " "))
		}
	}
	rest := n.Value
	for l := first; l <= f.Lines() && rest != ""; l++ {
		line, span := f.Line(l)
		cut := min(max(indent, 0), len(line)-len(strings.TrimLeft(line, " ")))
		b.Copy(span.Start+cut, line[cut:])
		rest = strings.TrimPrefix(rest, line[cut:])
		if rest == "" {
			break
		}
		_, next := f.Line(l + 1)
		b.Replace(text.Span{Start: span.End, End: next.Start}, "\n")
		rest = strings.TrimPrefix(rest, "\n")
	}
	done, _ := (*b).Done()
	return done == n.Value
}

// Ambiguous reports whether a file of that name may also be something that holds no replies.
func Ambiguous(path string) bool {
	f, ok := formatOf(path)
	return ok && f.Name == "yaml"
}

// HoldsReplies reports whether YAML is a list of replies.
func HoldsReplies(data []byte) bool {
	_, docs := strict.Documents("", data)
	for _, n := range docs {
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "replies" {
				return true
			}
		}
	}
	return false
}
