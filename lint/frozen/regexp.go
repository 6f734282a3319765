package frozen

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Regexp is a regular expression that can be kept in an image. It is compiled when a text is met that holds a piece no match
// can do without: most expressions never are.
type Regexp struct {
	source string
	needs  []string       // a match holds one of these; empty if nothing is known
	once   sync.Once      `frozen:"-"`
	re     *regexp.Regexp `frozen:"-"`
}

// CompileRegexp makes a Regexp. The error is that of [regexp.Compile].
func CompileRegexp(source string) (*Regexp, error) {
	re, err := regexp.Compile(source)
	if err != nil {
		return nil, err
	}
	out := &Regexp{source: source, needs: needs(source)}
	out.once.Do(func() { out.re = re })
	return out, nil
}

// String is the expression as it was written.
func (r *Regexp) String() string { return r.source }

func (r *Regexp) compiled() *regexp.Regexp {
	r.once.Do(func() { r.re = regexp.MustCompile(r.source) })
	return r.re
}

// possible reports whether s holds a piece that no match can do without.
func (r *Regexp) possible(s string) bool {
	for _, n := range r.needs {
		if strings.Contains(s, n) {
			return true
		}
	}
	return len(r.needs) == 0
}

// MatchString is that of [regexp.Regexp], as are the methods below.
func (r *Regexp) MatchString(s string) bool { return r.possible(s) && r.compiled().MatchString(s) }

// FindString gives the first match, or "".
func (r *Regexp) FindString(s string) string {
	if !r.possible(s) {
		return ""
	}
	return r.compiled().FindString(s)
}

// FindStringIndex gives the place of the first match, or nil.
func (r *Regexp) FindStringIndex(s string) []int {
	if !r.possible(s) {
		return nil
	}
	return r.compiled().FindStringIndex(s)
}

// FindStringSubmatchIndex gives the places of the first match and its groups, or nil.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	if !r.possible(s) {
		return nil
	}
	return r.compiled().FindStringSubmatchIndex(s)
}

// FindAllStringIndex gives the places of the first n matches, of all if n < 0.
func (r *Regexp) FindAllStringIndex(s string, n int) [][]int {
	if !r.possible(s) {
		return nil
	}
	return r.compiled().FindAllStringIndex(s, n)
}

// FindAllStringSubmatchIndex gives the places of the first n matches and their groups, of all if n < 0.
func (r *Regexp) FindAllStringSubmatchIndex(s string, n int) [][]int {
	if !r.possible(s) {
		return nil
	}
	return r.compiled().FindAllStringSubmatchIndex(s, n)
}

// mostNeeds is how many pieces are worth looking for before the expression itself is tried.
const mostNeeds = 48

// needs are pieces of which every match of an expression holds at least one, or nil.
func needs(source string) []string {
	re, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return nil
	}
	out := pieces(re.Simplify())
	if len(out) > mostNeeds {
		return nil
	}
	return out
}

func pieces(re *syntax.Regexp) []string {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 && slices.ContainsFunc(re.Rune, func(r rune) bool { return unicode.SimpleFold(r) != r }) {
			return nil
		}
		return plain(string(re.Rune))
	case syntax.OpCharClass:
		var out []string
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if int(re.Rune[i+1]-re.Rune[i])+len(out) >= mostNeeds {
				return nil
			}
			for c := re.Rune[i]; c <= re.Rune[i+1]; c++ {
				one := plain(string(c))
				if one == nil {
					return nil
				}
				out = append(out, one...)
			}
		}
		return out
	case syntax.OpCapture, syntax.OpPlus:
		return pieces(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return pieces(re.Sub[0])
		}
	case syntax.OpAlternate:
		var out []string
		for _, sub := range re.Sub {
			some := pieces(sub)
			if some == nil {
				return nil
			}
			out = append(out, some...)
		}
		slices.Sort(out)
		return slices.Compact(out)
	case syntax.OpConcat:
		var best []string
		for _, sub := range re.Sub {
			if some := pieces(sub); some != nil && (best == nil || telling(some) > telling(best)) {
				best = some
			}
		}
		return best
	}
	return nil
}

// plain is s as a piece; the character that stands for bytes that are none is no piece of a text.
func plain(s string) []string {
	if s == "" || strings.ContainsRune(s, utf8.RuneError) {
		return nil
	}
	return []string{s}
}

// telling says how much pieces leave out: few of them, and long ones.
func telling(list []string) int {
	shortest := len(list[0])
	for _, s := range list {
		shortest = min(shortest, len(s))
	}
	return shortest*8 - len(list)*3
}
