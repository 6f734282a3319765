package input

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// collection is a YAML file of replies.
type collection struct {
	Version strict.Version `yaml:"version"`
	Replies []entry        `yaml:"replies"`
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
	if n.ShortTag() != "!!null" {
		s.node = n
	}
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
	lines := yamlLines(f.Text)
	var items []*Item
	for i, e := range c.Replies {
		if e.Reply.node == nil || strings.TrimSpace(e.Reply.node.Value) == "" {
			return nil, lang.Errorf("input-yaml-entry-empty", f.Path, i+1, e.ID)
		}
		it := &Item{File: f, Key: fmt.Sprintf("/replies/%d/reply", i), Meta: e.Meta}
		it.Text, it.Map = scalarText(f.Text, lines, e.Reply.node)
		items = append(items, it)
	}
	return items, nil
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
