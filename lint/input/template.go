package input

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// A template says one thing or another by its conditions. It is judged as it is sent: once for each of its branches, with the
// tags that only say what happens left out. What puts in a value stays, and is a noun to all that follows.

// tag is a piece of a template that is not sent.
type tag struct {
	span text.Span
	what what
	not  bool // it holds where the condition does not
}

type what uint8

const (
	tAside   what = iota // is left out, and nothing more
	tIf                  // what follows is sent or not
	tElse                // … or what follows this instead
	tCase                // one of what follows its whens is sent
	tLoop                // what follows is sent
	tComment             // what follows is never sent
	tEnd
)

// tags finds the tags of the template languages: Liquid, Twig and Jinja; Handlebars and Mustache; FreeMarker; ERB.
var tags = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\{%[-~+]?\s*([A-Za-z]+)([^%\n]*?)[-~+]?%\}` +
		`|\{\{[-~]?\s*([#^/!]|else\b)\s*([^{}]*?)[-~]?\}\}` +
		`|</?#([a-z]+)([^>\n]*)>` +
		`|<%-?\s*(if|unless|elsif|else|end|case|when|for|while|[^%=\n]*\bdo)\b([^%\n]*?)-?%>`)
})

// whats are what the named tags of Liquid, Twig, Jinja, FreeMarker and ERB do.
var whats = map[string]what{
	"if": tIf, "unless": tIf, "ifchanged": tIf, "else": tElse, "elsif": tElse, "elseif": tElse, "elif": tElse, "when": tElse,
	"case": tCase, "switch": tCase, "for": tLoop, "tablerow": tLoop, "list": tLoop, "while": tLoop, "foreach": tLoop, "capture": tComment,
	"block": tLoop, "autoescape": tLoop, "spaceless": tLoop, "filter": tLoop, "with": tLoop, "form": tLoop, "macro": tComment, "raw": tLoop, "verbatim": tLoop,
	"comment": tComment, "schema": tComment, "style": tComment, "javascript": tComment,
	"assign": tAside, "include": tAside, "render": tAside, "set": tAside, "import": tAside, "from": tAside, "extends": tAside, "layout": tAside,
	"increment": tAside, "decrement": tAside, "cycle": tAside, "break": tAside, "continue": tAside, "ftl": tAside, "local": tAside, "global": tAside,
	"end": tEnd,
}

// tagsOf finds the tags in s. What puts in a value is none.
func tagsOf(s string) (out []tag) {
	if !strings.Contains(s, "{%") && !strings.Contains(s, "{{") && !strings.Contains(s, "<#") && !strings.Contains(s, "<%") {
		return nil
	}
	for _, m := range tags().FindAllStringSubmatchIndex(s, -1) {
		t := tag{span: text.Span{Start: m[0], End: m[1]}}
		group := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return s[m[2*i]:m[2*i+1]]
		}
		name, rest := group(1), group(2)
		if name == "" {
			name, rest = group(5), group(6)
		}
		ok := true
		switch sign := group(3); {
		case sign == "else":
			t.what = tElse
		case sign == "#":
			t.what = tIf
			switch first, _, _ := strings.Cut(group(4), " "); first {
			case "each", "with":
				t.what = tLoop
			case "unless":
				t.not = true
			}
		case sign == "^":
			if t.what, t.not = tIf, true; strings.TrimSpace(group(4)) == "" {
				t.what = tElse
			}
		case sign == "/":
			t.what = tEnd
		case sign == "!":
			t.what = tAside
		case group(7) != "":
			if t.what, ok = whats[group(7)]; !ok {
				t.what, ok = tLoop, true // … do
			}
			t.not = group(7) == "unless"
		case strings.HasPrefix(s[m[0]:], "</"):
			t.what = tEnd
		default:
			end, closing := strings.CutPrefix(name, "end")
			if t.what, ok = whats[name]; closing && !ok {
				t.what = tEnd
				_, ok = whats[end]
			}
			t.not = name == "unless"
			if name == "set" || name == "assign" { // of a block, not of a value
				if t.what = tAside; !strings.Contains(rest, "=") {
					t.what = tComment
				}
			}
		}
		if ok {
			out = append(out, t)
		}
	}
	return out
}

// piece of a template: text, or branches of which one is sent.
type piece struct {
	span     text.Span
	branches [][]piece
	needs    []int // how many variants show all of each branch
}

// need is how many variants show every branch of the pieces.
func need(ps []piece) int {
	n := 1
	for i := range ps {
		all := 0
		for _, k := range ps[i].needs {
			all += k
		}
		n = max(n, all)
	}
	return n
}

// pieces makes a tree of what stands between tags; false if they do not fit each other.
func pieces(s string, ts []tag) ([]piece, bool) {
	type level struct {
		tag  tag
		done [][]piece
		now  []piece
	}
	stack := []level{{}}
	at := 0
	for _, t := range ts {
		cut := alone(s, t.span)
		if cut.Start < at { // the line has been taken already
			cut.Start = at
		}
		top := &stack[len(stack)-1]
		if cut.Start > at {
			top.now = append(top.now, piece{span: text.Span{Start: at, End: cut.Start}})
		}
		at = max(at, cut.End)
		switch t.what {
		case tIf, tCase, tLoop, tComment:
			if len(stack) > mostNested {
				return nil, false
			}
			stack = append(stack, level{tag: t})
		case tElse:
			if len(stack) == 1 {
				return nil, false
			}
			top.done, top.now = append(top.done, top.now), nil
		case tEnd:
			if len(stack) == 1 {
				return nil, false
			}
			branches := append(top.done, top.now)
			switch {
			case top.tag.what == tComment:
				branches = nil
			case top.tag.what == tCase && len(branches) > 1:
				branches = branches[1:] // what stands before the first of them is never sent
			case top.tag.what == tIf && len(branches) == 1:
				branches = append(branches, nil)
				if top.tag.not {
					slices.Reverse(branches)
				}
			}
			p := piece{branches: branches}
			for _, b := range branches {
				p.needs = append(p.needs, need(b))
			}
			stack = stack[:len(stack)-1]
			up := &stack[len(stack)-1]
			up.now = append(up.now, p)
		}
	}
	if len(stack) > 1 {
		return nil, false
	}
	return append(stack[0].now, piece{span: text.Span{Start: at, End: len(s)}}), true
}

// alone is the line of a tag, with its end, if nothing but white space stands beside the tag; else the tag.
func alone(s string, t text.Span) text.Span {
	line := t
	for line.Start > 0 && blank(s[line.Start-1]) {
		line.Start--
	}
	for line.End < len(s) && blank(s[line.End]) {
		line.End++
	}
	n := lineEnd(s[line.End:])
	if line.Start > 0 && s[line.Start-1] != '\n' && s[line.Start-1] != '\r' || n == 0 && line.End < len(s) {
		return t
	}
	line.End += n
	return line
}

// variant writes what is sent the n-th time.
func variant(w *text.Builder, s string, ps []piece, n int) {
	for i := range ps {
		p := &ps[i]
		if len(p.branches) == 0 {
			w.Copy(p.span.Start, p.span.In(s))
			continue
		}
		all := 0
		for _, k := range p.needs {
			all += k
		}
		k := n % all
		for b := range p.branches {
			if k < p.needs[b] {
				variant(w, s, p.branches[b], k)
				break
			}
			k -= p.needs[b]
		}
	}
}

// mostBranches is how many branches of a template are judged.
const mostBranches = 64

// branches are the item as it is sent under each of its conditions, and the item itself if it has none.
func (rd *reading) branches(it *Item) []*Item {
	ts := tagsOf(it.Text)
	if len(ts) == 0 {
		return []*Item{it}
	}
	ps, ok := pieces(it.Text, ts)
	if !ok {
		return []*Item{it}
	}
	n := need(ps)
	if n > mostBranches {
		at, _ := it.Span(ts[0].span)
		p := rd.file.Position(at.Start)
		rd.fail(lang.Errorf("input-template-branches", rd.file.Path, p.Line, p.Rune, n, mostBranches))
		n = mostBranches
	}
	var out []*Item
	for i := range n {
		var w text.Builder
		variant(&w, it.Text, ps, i)
		t, m := w.Done()
		if strings.TrimSpace(t) == "" {
			continue // nothing is sent
		}
		b := *it
		b.Text, b.Map, b.Branch = t, it.Map.Then(m), len(out)
		out = append(out, &b)
	}
	return out
}
