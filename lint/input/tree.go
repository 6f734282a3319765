package input

import (
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// kind is what a node of a tree is.
type kind uint8

const (
	kOther kind = iota // number, truth value, nothing
	kText
	kList
	kMapping
)

// node is a value of a YAML or JSON file.
type node struct {
	kind  kind
	keys  []string
	kids  []*node
	text  string    // of a text, as it reads
	span  text.Span // JSON: of a text with its quotes
	yaml  *yaml.Node
	order int // of texts in the file
	plain any // what path expressions see, once it has been asked for
}

// index is the place of a key, or -1.
func (n *node) index(key string) int {
	if n.kind != kMapping {
		return -1
	}
	return slices.Index(n.keys, key)
}

func (l located) down(i int) located {
	step := strconv.Itoa(i)
	if l.at.kind == kMapping {
		step = l.at.keys[i]
	}
	return located{append(l.path[:len(l.path):len(l.path)], step), l.at.kids[i], append(l.up[:len(l.up):len(l.up)], l.at)}
}

// walk visits n and all below it.
func (n *node) walk(visit func(located)) {
	var down func(located)
	down = func(l located) {
		visit(l)
		for i := range l.at.kids {
			if k := l.at.kids[i].kind; k == kList || k == kMapping {
				down(l.down(i))
			}
		}
	}
	down(located{at: n})
}

// value is n as path expressions see it.
func (n *node) value() any {
	if n.plain != nil {
		return n.plain
	}
	switch n.kind {
	case kMapping:
		m := make(map[string]any, len(n.keys))
		for i, k := range n.keys {
			m[k] = n.kids[i].value()
		}
		n.plain = m
	case kList:
		l := make([]any, len(n.kids))
		for i, k := range n.kids {
			l[i] = k.value()
		}
		n.plain = l
	case kText:
		n.plain = n.text
	}
	return n.plain
}

// largest is how many values a YAML file may stand for, its aliases followed.
const largest = 5_000_000

// fromYAML makes a tree of a YAML document. The error says that it has no end, or stands for more than it seems.
func fromYAML(path string, doc *yaml.Node) (*node, error) {
	made, open := map[*yaml.Node]*node{}, map[*yaml.Node]bool{}
	size := map[*node]int{}
	order := 0
	var tooLarge, circle *yaml.Node
	var build func(y *yaml.Node) *node
	build = func(y *yaml.Node) *node {
		at := y
		if y.Kind == yaml.AliasNode {
			y = y.Alias
		}
		if n, ok := made[y]; ok {
			return n
		}
		if open[y] {
			circle = at
			return &node{}
		}
		open[y] = true
		n := &node{yaml: y, order: order}
		order++
		total := 1
		add := func(k *yaml.Node) {
			kid := build(k)
			n.kids = append(n.kids, kid)
			if total += size[kid]; total > largest && tooLarge == nil {
				tooLarge = at
			}
			total = min(total, largest+1)
		}
		switch y.Kind {
		case yaml.MappingNode:
			n.kind = kMapping
			for i := 0; i+1 < len(y.Content); i += 2 {
				n.keys = append(n.keys, y.Content[i].Value)
				add(y.Content[i+1])
			}
		case yaml.SequenceNode:
			n.kind = kList
			for _, c := range y.Content {
				add(c)
			}
		case yaml.ScalarNode:
			n.text = y.Value
			if y.ShortTag() == "!!str" {
				n.kind = kText
			} else {
				_ = y.Decode(&n.plain)
			}
		}
		made[y], size[n] = n, total
		return n
	}
	top := build(doc)
	switch {
	case circle != nil:
		return nil, lang.Errorf("input-yaml-circle", path, circle.Line, circle.Column)
	case tooLarge != nil:
		return nil, lang.Errorf("input-yaml-bomb", path, tooLarge.Line, tooLarge.Column)
	}
	return top, nil
}

// names lists the keys that stand nearest to the top, for an error.
func (n *node) names() string {
	var out []string
	n.walk(func(l located) {
		for _, k := range l.at.keys {
			if !slices.Contains(out, k) && len(out) < 12 {
				out = append(out, k)
			}
		}
	})
	return strings.Join(out, ", ")
}
