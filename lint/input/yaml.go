package input

import (
	"fmt"
	"slices"
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

// readYAML reads a file of the form "replies: [{reply: …, title: …}, …]", or any other in which replies stand in fields.
func readYAML(rd *reading) {
	f := rd.file
	d, docs := strict.Documents(f.Path, []byte(f.Text))
	lines := yamlLines(f.Text)
	var trees []*node
	for _, doc := range docs {
		t, err := fromYAML(f.Path, doc)
		if err != nil {
			rd.fail(err)
			return
		}
		trees = append(trees, t)
	}
	if d.Err() != nil || len(docs) == 0 || len(rd.source.Reply) == 0 && slices.ContainsFunc(trees, (*node).ours) {
		rd.collection(lines)
		return
	}
	for i, t := range trees {
		prefix := ""
		if len(trees) > 1 {
			prefix = fmt.Sprintf("/%d", i)
		}
		rd.tree(t, prefix, func(n *node) (string, text.Map, written) {
			value, m := scalarText(f.Text, lines, n.yaml)
			return value, m, inYAML(n.yaml)
		})
	}
}

// ours reports whether a document is, or was meant to be, a list of replies with their settings.
func (n *node) ours() bool {
	for i, k := range n.keys {
		near := n.kids[i].kind == kList && len(k)-len(repliesKey) <= 2 && strict.Nearest(k, []string{repliesKey}) != ""
		if k == repliesKey || near || k == "version" && len(n.keys) == 1 {
			return true
		}
	}
	return false
}

const repliesKey = "replies"

// collection reads replies with their settings.
func (rd *reading) collection(lines []text.Span) {
	f := rd.file
	var c collection
	if err := strict.Read(f.Path, []byte(f.Text), &c); err != nil {
		rd.fail(err)
		return
	}
	if len(c.Replies) == 0 {
		rd.fail(lang.Errorf("input-yaml-no-replies", f.Path))
	}
	for i, e := range c.Replies {
		if e.Reply.node == nil || strings.TrimSpace(e.Reply.node.Value) == "" {
			rd.fail(lang.Errorf("input-yaml-entry-empty", f.Path, i+1, e.ID))
			continue
		}
		value, m := scalarText(f.Text, lines, e.Reply.node)
		rd.field(fmt.Sprintf("/%s/%d/reply", repliesKey, i), value, m, e.Meta, inYAML(e.Reply.node))
	}
}

// inYAML writes text in a scalar of the style that n has.
func inYAML(n *yaml.Node) written {
	return func(s string) (string, bool) {
		if strings.ContainsAny(s, "\r\n") {
			return s, false
		}
		switch {
		case n.Style&yaml.DoubleQuotedStyle != 0:
			return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s), true
		case n.Style&yaml.SingleQuotedStyle != 0:
			return strings.ReplaceAll(s, "'", "''"), true
		case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
			return s, true
		}
		return s, !strings.ContainsAny(s, ":#[]{},&*!|>'\"%@`") // in a plain one these may mean something
	}
}

// HoldsReplies reports whether YAML is a list of replies.
func HoldsReplies(data []byte) bool {
	_, docs := strict.Documents("", data)
	for _, n := range docs {
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == repliesKey {
				return true
			}
		}
	}
	return false
}
