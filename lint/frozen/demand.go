package frozen

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// demands works out what every text must have that an expression matches.
func demands(source string) (head, tail ranges, needs [][]string) {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil, nil, nil
	}
	head, tail = edge(re, true), edge(re, false)
	p := piecesOf(re)
	all := p.needs
	for _, set := range [][]string{p.exact, p.head, p.tail} {
		all = add(all, set)
	}
	slices.SortStableFunc(all, func(a, b []string) int { return telling(b) - telling(a) })
	const enough = 3
	return head, tail, all[:min(len(all), enough)]
}

// edge gives the characters that a text must begin with, or end with, so that re matches; none if any will do.
func edge(re *syntax.Regexp, begin bool) ranges {
	switch re.Op {
	case syntax.OpCapture:
		return edge(re.Sub[0], begin)
	case syntax.OpAlternate:
		var out ranges
		for _, sub := range re.Sub {
			e := edge(sub, begin)
			if e == nil {
				return nil
			}
			out = append(out, e...)
		}
		return out
	case syntax.OpConcat:
		subs := slices.Clone(re.Sub)
		anchor := syntax.OpBeginText
		if !begin {
			slices.Reverse(subs)
			anchor = syntax.OpEndText
		}
		if subs[0].Op != anchor {
			return nil
		}
		if out, empty := outer(subs[1:], begin); !empty {
			return out
		}
	}
	return nil
}

// outer gives the first or last characters of what a sequence matches; empty reports whether it may match nothing. The
// sequence begins at the side asked for.
func outer(subs []*syntax.Regexp, begin bool) (out ranges, empty bool) {
	for _, sub := range subs {
		some, none := outerOf(sub, begin)
		out = append(out, some...)
		if !none {
			return out, false
		}
	}
	return out, true
}

func outerOf(re *syntax.Regexp, begin bool) (out ranges, empty bool) {
	switch re.Op {
	case syntax.OpLiteral:
		c := re.Rune[0]
		if !begin {
			c = re.Rune[len(re.Rune)-1]
		}
		out = ranges{c, c}
		if re.Flags&syntax.FoldCase != 0 {
			for f := unicode.SimpleFold(c); f != c; f = unicode.SimpleFold(f) {
				out = append(out, f, f)
			}
		}
		return out, false
	case syntax.OpCharClass:
		return re.Rune, false
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return ranges{0, unicode.MaxRune}, false
	case syntax.OpCapture, syntax.OpPlus:
		return outerOf(re.Sub[0], begin)
	case syntax.OpStar, syntax.OpQuest:
		out, _ = outerOf(re.Sub[0], begin)
		return out, true
	case syntax.OpRepeat:
		out, empty = outerOf(re.Sub[0], begin)
		return out, empty || re.Min == 0
	case syntax.OpConcat:
		subs := re.Sub
		if !begin {
			subs = slices.Clone(subs)
			slices.Reverse(subs)
		}
		return outer(subs, begin)
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			some, none := outerOf(sub, begin)
			out, empty = append(out, some...), empty || none
		}
		return out, empty
	case syntax.OpNoMatch:
		return nil, false
	}
	return nil, true // what matches between characters
}

// pieces are what is known of the texts that an expression matches. A set that is nil is not known, or too large.
type pieces struct {
	exact      []string   // each is one of these
	head, tail []string   // each begins, and ends, with one of these
	needs      [][]string // each holds one of each of these
}

// most is how many pieces are worth looking for before the expression itself is tried.
const most = 48

func piecesOf(re *syntax.Regexp) pieces {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return exactly([]string{""})
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 && slices.ContainsFunc(re.Rune, func(r rune) bool { return unicode.SimpleFold(r) != r }) {
			return pieces{}
		}
		return exactly([]string{string(re.Rune)})
	case syntax.OpCharClass:
		var set []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if int(re.Rune[i+1]-re.Rune[i])+len(set) >= most {
				return pieces{}
			}
			for c := re.Rune[i]; c <= re.Rune[i+1]; c++ {
				set = append(set, string(c))
			}
		}
		return exactly(set)
	case syntax.OpCapture:
		return piecesOf(re.Sub[0])
	case syntax.OpPlus, syntax.OpRepeat:
		if re.Op == syntax.OpRepeat && re.Min == 0 {
			return pieces{}
		}
		p := piecesOf(re.Sub[0])
		return pieces{head: p.head, tail: p.tail, needs: add(p.needs, p.exact)}
	case syntax.OpQuest:
		if p := piecesOf(re.Sub[0]); p.exact != nil {
			return exactly(append(slices.Clone(p.exact), ""))
		}
	case syntax.OpConcat:
		all := exactly([]string{""})
		for _, sub := range re.Sub {
			all = then(all, piecesOf(sub))
		}
		return all
	case syntax.OpAlternate:
		return either(re.Sub)
	}
	return pieces{}
}

func exactly(set []string) pieces {
	if slices.ContainsFunc(set, func(s string) bool { return strings.ContainsRune(s, utf8.RuneError) }) {
		return pieces{} // it stands for bytes that are no character, too
	}
	return pieces{exact: set, head: set, tail: set}
}

// then is a followed by b.
func then(a, b pieces) pieces {
	out := pieces{exact: cross(a.exact, b.exact), head: a.head, tail: b.tail, needs: slices.Concat(a.needs, b.needs)}
	if both := cross(a.exact, b.head); both != nil {
		out.head = both
	}
	if both := cross(a.tail, b.exact); both != nil {
		out.tail = both
	}
	if out.exact == nil {
		for _, set := range [][]string{a.exact, b.exact, a.tail, b.head, cross(a.tail, b.head)} {
			out.needs = add(out.needs, set)
		}
	}
	return out
}

// either is one of several.
func either(subs []*syntax.Regexp) pieces {
	var out pieces
	var best []string
	for i, sub := range subs {
		p := piecesOf(sub)
		own := p.needs
		for _, set := range [][]string{p.exact, p.head, p.tail} {
			own = add(own, set)
		}
		var most []string
		for _, set := range own {
			if most == nil || telling(set) > telling(most) {
				most = set
			}
		}
		if i == 0 {
			out, best = pieces{exact: p.exact, head: p.head, tail: p.tail}, most
			continue
		}
		out = pieces{exact: union(out.exact, p.exact), head: union(out.head, p.head), tail: union(out.tail, p.tail)}
		best = union(best, most)
	}
	out.needs = add(nil, best)
	return out
}

// union is nil if one of the sets is, or if it is too large.
func union(a, b []string) []string {
	if a == nil || b == nil || len(a)+len(b) > most {
		return nil
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// cross is every text of a with every text of b behind it; nil if one of the sets is, or if it is too large.
func cross(a, b []string) []string {
	if a == nil || b == nil || len(a)*len(b) > most {
		return nil
	}
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// add puts a set to those that a text must hold one of each of, unless every text holds one.
func add(needs [][]string, set []string) [][]string {
	if len(set) == 0 || slices.Contains(set, "") {
		return needs
	}
	var least []string // without those that hold another
	for i, s := range set {
		if !slices.ContainsFunc(set, func(o string) bool { return o != s && strings.Contains(s, o) }) && !slices.Contains(set[:i], s) {
			least = append(least, s)
		}
	}
	if slices.ContainsFunc(needs, func(o []string) bool { return slices.Equal(o, least) }) {
		return needs
	}
	return append(slices.Clip(needs), least)
}

// telling says how much a set leaves out: long pieces, and few of them.
func telling(set []string) int {
	shortest := len(set[0])
	for _, s := range set {
		shortest = min(shortest, len(s))
	}
	return 8*shortest - 3*len(set)
}
