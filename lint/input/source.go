package input

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/ohler55/ojg/jp"
	"gopkg.in/yaml.v3"
)

// Source says how files are to be read where their names and bytes do not tell. The zero value says nothing.
type Source struct {
	Format   string   // one of [Formats]
	Encoding string   // one of [Encodings]
	As       string   // how the text of a field is written: one of [Markups]
	Reply    []string // where replies lie: JSONPath if it begins with $, else the name of a field or column
	Title    string   // likewise, the one nearest to the reply
	Inquiry  string   // likewise
	Fences   bool     // Markdown: the fenced blocks are the replies
}

// The ways in which the text of a field may be written.
const (
	AsAuto     = "auto" // HTML if there are tags in it
	AsText     = "text"
	AsHTML     = "html"
	AsMarkdown = "markdown"
)

// Markups are the ways in which the text of a field may be written, the default first.
func Markups() []string { return []string{AsAuto, AsText, AsHTML, AsMarkdown} }

// CheckPath reports what is wrong with a path of a [Source].
func CheckPath(path string) error {
	if !strings.HasPrefix(path, "$") {
		return nil
	}
	_, err := jp.ParseString(path)
	return err
}

//go:embed sources.yaml
var shipped []byte

// wellKnown is what sources.yaml says.
type wellKnown struct {
	Fields struct {
		Reply, HTML, Title, Inquiry []string
	}
	Sources []struct {
		Name  string
		Reply []string
	}
}

var known = sync.OnceValue(func() *wellKnown {
	k := &wellKnown{}
	if err := yaml.Unmarshal(shipped, k); err != nil {
		panic("input: sources.yaml: " + err.Error())
	}
	return k
})

// markup tells text that is HTML.
var markup = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)</?(p|br|div|span|ul|ol|li|table|tr|td|strong|em|b|i|u|a|h[1-6]|blockquote|font|html|body)(\s[^<>]*)?/?>`)
})

// located is a text found in a tree.
type located struct {
	path []string // keys and indexes from the top
	at   *node
	up   []*node // the nodes on the way, the top first
}

func (l located) key() string {
	var b strings.Builder
	for _, p := range l.path {
		b.WriteByte('/')
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(p, "~", "~0"), "/", "~1"))
	}
	return b.String()
}

// replies finds the replies in a tree, by what the source says, or else by what is known.
func (s *Source) replies(top *node) []located {
	if len(s.Reply) > 0 {
		return top.all(s.Reply)
	}
	for _, k := range known().Sources {
		if found := top.all(k.Reply); len(found) > 0 {
			return found
		}
	}
	return obvious(top)
}

// there reports whether there is a place for a reply in a tree, though nothing stands in it.
func (s *Source) there(top *node) bool {
	if len(s.Reply) > 0 {
		return slices.ContainsFunc(s.Reply, func(p string) bool { return len(top.locate(p)) > 0 })
	}
	f, there := known().Fields, false
	top.walk(func(l located) {
		there = there || slices.ContainsFunc(slices.Concat(f.Reply, f.HTML), func(name string) bool { return l.at.index(name) >= 0 })
	})
	return there
}

// obvious finds the texts whose names say that they are replies.
func obvious(top *node) (found []located) {
	f := known().Fields
	if top.kind == kText {
		return []located{{at: top}}
	}
	top.walk(func(l located) {
		if l.at.kind != kMapping {
			return
		}
		for _, name := range slices.Concat(f.Reply, f.HTML) {
			i := l.at.index(name)
			if i >= 0 && l.at.kids[i].kind == kText && strings.TrimSpace(l.at.kids[i].text) != "" {
				found = append(found, l.down(i))
				return
			}
		}
	})
	slices.SortStableFunc(found, func(a, b located) int { return a.at.order - b.at.order })
	return found
}

// all are the texts at any of the paths, in the order of the file.
func (n *node) all(paths []string) (found []located) {
	seen := map[string]bool{}
	for _, p := range paths {
		for _, l := range n.locate(p) {
			if k := l.key(); l.at.kind == kText && !seen[k] && strings.TrimSpace(l.at.text) != "" {
				seen[k] = true
				found = append(found, l)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b located) int { return a.at.order - b.at.order })
	return found
}

// locate finds what stands at a path.
func (n *node) locate(path string) (found []located) {
	if !strings.HasPrefix(path, "$") {
		n.walk(func(l located) {
			if i := l.at.index(path); i >= 0 {
				found = append(found, l.down(i))
			}
		})
		return found
	}
	for _, where := range n.paths(path) {
		l := located{at: n}
		for _, step := range where {
			i := -1
			switch s := step.(type) {
			case jp.Root:
				continue
			case jp.Child:
				i = l.at.index(string(s))
			case jp.Nth:
				if i = int(s); i >= len(l.at.kids) {
					i = -1
				}
			}
			if i < 0 {
				l.at = nil
				break
			}
			l = l.down(i)
		}
		if l.at != nil {
			found = append(found, l)
		}
	}
	return found
}

// paths are the ways to what stands at a JSONPath.
func (n *node) paths(path string) (found []jp.Expr) {
	x := parsed(path)
	if x == nil || n.kind < kList {
		return nil
	}
	if len(x) > 1 {
		if key, ok := x[1].(jp.Child); ok && n.index(string(key)) < 0 {
			return nil
		}
	}
	defer func() {
		if recover() != nil { // the library does so where a filter meets values it cannot compare
			found = nil
		}
	}()
	return x.Locate(n.value(), 0)
}

var paths sync.Map // path to jp.Expr

// parsed is a path that has been parsed once; nil if it is none, which a configuration has been told.
func parsed(path string) jp.Expr {
	if x, ok := paths.Load(path); ok {
		return x.(jp.Expr)
	}
	x, err := jp.ParseString(path)
	if err != nil {
		x = nil
	}
	paths.Store(path, x)
	return x
}

// beside is the text of a field that tells something of a reply: at the path, if there is one, or under one of the names; the one
// that shares most of the way with the reply.
func beside(top *node, reply located, path string, names []string, levels int) string {
	if path != "" {
		best, common := "", -1
		for _, l := range top.locate(path) {
			n := 0
			for n < len(l.path) && n < len(reply.path) && l.path[n] == reply.path[n] {
				n++
			}
			if n >= len(l.path)-1 && n > common { // what it stands in holds the reply, too
				best, common = l.at.text, n
			}
		}
		return best
	}
	for i := len(reply.up) - 1; i >= 0 && levels > 0; i-- {
		up := reply.up[i]
		if up.kind != kMapping {
			continue
		}
		levels--
		for _, name := range names {
			if k := up.index(name); k >= 0 && up.kids[k].kind == kText && up.kids[k] != reply.at {
				return up.kids[k].text
			}
		}
	}
	return ""
}
