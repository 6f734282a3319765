package clause

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/token"
)

// table finds the longest of many sequences of words at a place. A word matches a token by dictionary form or by text.
type table struct {
	words frozen.Words
	next  frozen.Pairs // node and word: one more than the index of the first edge
	edges []edge
	rules []int32 // by node: index of what ends there, or -1
}

// edge leads to a node by a word that is as asked.
type edge struct {
	pos   uint64 // one bit a part of speech; 0 for any
	form  token.Form
	asks  bool // for a part of speech or a form
	node  int32
	other int32 // one more than the index of the next edge by the same word
}

func newTable() *table { return &table{rules: []int32{-1}} }

// add puts a line of words into t: "て|で いる", "こと が|も? ある/verb". fold spells each word as the text is spelled.
func (t *table) add(line string, rule int, fold func(string) string) {
	at := []int32{0}
	for _, w := range strings.Fields(line) {
		optional := strings.HasSuffix(w, "?")
		var after []int32
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
		if t.rules[n] < 0 {
			t.rules[n] = int32(rule)
		}
	}
}

func (t *table) step(from int32, word, want string) int32 {
	e := edge{node: int32(len(t.rules))}
	e.ask(want)
	w := t.words.Add(word)
	first := t.next.Get(from, w)
	last := first
	for i := first; i > 0; i = t.edges[i-1].other {
		if o := &t.edges[i-1]; o.pos == e.pos && o.form == e.form && o.asks == e.asks {
			return o.node
		}
		last = i
	}
	t.edges, t.rules = append(t.edges, e), append(t.rules, -1)
	if n := int32(len(t.edges)); last > 0 {
		t.edges[last-1].other = n
	} else {
		t.next.Set(from, w, n)
	}
	return e.node
}

// ask takes the part of speech, or the form, that a line asks for.
func (e *edge) ask(want string) {
	if want == "" {
		return
	}
	e.asks = true
	for p := token.Unknown; p <= token.Filler; p++ {
		if p.Is(want) {
			e.pos |= 1 << p
		}
	}
	e.form, _ = token.ParseForm(want)
}

// fits reports whether a token is as asked.
func (e *edge) fits(t *token.Token) bool {
	return !e.asks || e.pos>>t.POS&1 != 0 || e.form != token.FormNone && t.Form == e.form
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

func (t *table) walk(n int32, ts []token.Token, i int, at func(rule, end int)) {
	if r := t.rules[n]; r >= 0 {
		at(int(r), i)
	}
	if i >= len(ts) {
		return
	}
	tk := &ts[i]
	var firsts [2]int32
	if w := t.words.Find(tk.Text); w > 0 {
		firsts[0] = t.next.Get(n, w)
	}
	if tk.Base != tk.Text {
		if w := t.words.Find(tk.Base); w > 0 {
			firsts[1] = t.next.Get(n, w)
		}
	}
	// What asks for more goes first: of two lines as long as each other it wins.
	for _, asked := range []bool{true, false} {
		for _, first := range firsts {
			for k := first; k > 0; k = t.edges[k-1].other {
				if e := &t.edges[k-1]; e.asks == asked && e.fits(tk) {
					t.walk(e.node, ts, i+1, at)
				}
			}
		}
	}
}
