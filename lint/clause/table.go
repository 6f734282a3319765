package clause

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/token"
)

// table finds the longest of many sequences of words at a place. A word matches a token by dictionary form or by text.
type table struct {
	nodes []node
}

type node struct {
	next map[string][]edge
	rule int // index of what ends here, or -1
}

type edge struct {
	pos  string // part of speech or form asked for; "" for any
	node int
}

func newTable() *table { return &table{nodes: []node{{rule: -1}}} }

// add puts a line of words into t: "て|で いる", "こと が|も? ある/verb". fold spells each word as the text is spelled.
func (t *table) add(line string, rule int, fold func(string) string) {
	at := []int{0}
	for _, w := range strings.Fields(line) {
		optional := strings.HasSuffix(w, "?")
		var after []int
		for _, alt := range strings.Split(strings.TrimSuffix(w, "?"), "|") {
			word, pos, _ := strings.Cut(alt, "/")
			for _, n := range at {
				after = append(after, t.step(n, fold(word), pos))
			}
		}
		if optional {
			after = append(after, at...)
		}
		at = after
	}
	for _, n := range at {
		if t.nodes[n].rule < 0 {
			t.nodes[n].rule = rule
		}
	}
}

func (t *table) step(from int, word, pos string) int {
	n := &t.nodes[from]
	for _, e := range n.next[word] {
		if e.pos == pos {
			return e.node
		}
	}
	t.nodes = append(t.nodes, node{rule: -1})
	n = &t.nodes[from]
	if n.next == nil {
		n.next = map[string][]edge{}
	}
	n.next[word] = append(n.next[word], edge{pos, len(t.nodes) - 1})
	return len(t.nodes) - 1
}

// longest is the rule of the longest line that begins at token i and that ok accepts, and the index behind it.
func (t *table) longest(ts []token.Token, i int, ok func(rule, end int) bool) (rule, end int, found bool) {
	rule, end = -1, i
	t.walk(0, ts, i, func(r, e int) {
		if e > end && (ok == nil || ok(r, e)) {
			rule, end = r, e
		}
	})
	return rule, end, rule >= 0
}

func (t *table) walk(n int, ts []token.Token, i int, at func(rule, end int)) {
	if r := t.nodes[n].rule; r >= 0 {
		at(r, i)
	}
	if i >= len(ts) || t.nodes[n].next == nil {
		return
	}
	// What asks for more goes first: of two lines as long as each other it wins.
	tk := ts[i]
	words := []string{tk.Text, tk.Base}
	if tk.Text == tk.Base {
		words = words[:1]
	}
	for _, asked := range []bool{true, false} {
		for _, w := range words {
			for _, e := range t.nodes[n].next[w] {
				if (e.pos != "") == asked && fits(tk, e.pos) {
					t.walk(e.node, ts, i+1, at)
				}
			}
		}
	}
}

// fits reports whether a token has the part of speech, or the form, that a line asks for.
func fits(t token.Token, want string) bool {
	if want == "" || t.POS.Is(want) {
		return true
	}
	f, ok := token.ParseForm(want)
	return ok && t.Form == f
}
