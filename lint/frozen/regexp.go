package frozen

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Regexp is a regular expression, or several of which one must match, that can be kept in an image. What every match must
// begin with, end with and hold is worked out beforehand. An expression is compiled only when a text is met that has all
// that, and run only over such texts: most are never compiled.
type Regexp struct {
	source string
	parts  []*Regexp      // the expressions, if there are several
	head   ranges         // the text must begin with one of these characters, if there are any
	tail   ranges         // likewise it must end
	needs  [][]string     // it must hold one of each of these
	once   sync.Once      `frozen:"-"`
	re     *regexp.Regexp `frozen:"-"`
}

// CompileRegexp makes a Regexp. The error is that of [regexp.Compile].
func CompileRegexp(source string) (*Regexp, error) {
	re, err := regexp.Compile(source)
	if err != nil {
		return nil, err
	}
	out := &Regexp{source: source}
	out.head, out.tail, out.needs = demands(source)
	out.once.Do(func() { out.re = re })
	return out, nil
}

// Later is an expression that is known to be right. It is compiled when it is first used.
func Later(source string) *Regexp { return &Regexp{source: source} }

// OneOf is the expression that matches where one of several does. The error says that one of them cannot stand beside others.
func OneOf(parts []*Regexp) (*Regexp, error) {
	if len(parts) == 1 {
		return parts[0], nil
	}
	sources := make([]string, len(parts))
	for i, p := range parts {
		sources[i] = p.source
	}
	out := &Regexp{source: "(?:" + strings.Join(sources, ")|(?:") + ")", parts: parts}
	_, err := regexp.Compile(out.source)
	return out, err
}

// String is the expression as it was written.
func (r *Regexp) String() string { return r.source }

func (r *Regexp) compiled() *regexp.Regexp {
	r.once.Do(func() { r.re = regexp.MustCompile(r.source) })
	return r.re
}

// possible reports whether s has all that a match needs.
func (r *Regexp) possible(s string) bool {
	for _, p := range r.parts {
		if p.possible(s) {
			return true
		}
	}
	if len(r.parts) > 0 {
		return false
	}
	if len(r.head) > 0 {
		if c, n := utf8.DecodeRuneInString(s); n == 0 || !r.head.hold(c) {
			return false
		}
	}
	if len(r.tail) > 0 {
		if c, n := utf8.DecodeLastRuneInString(s); n == 0 || !r.tail.hold(c) {
			return false
		}
	}
	for _, one := range r.needs {
		if !slices.ContainsFunc(one, func(piece string) bool { return strings.Contains(s, piece) }) {
			return false
		}
	}
	return true
}

// MatchString is that of [regexp.Regexp], as are the methods below.
func (r *Regexp) MatchString(s string) bool {
	if len(r.parts) > 0 {
		return slices.ContainsFunc(r.parts, func(p *Regexp) bool { return p.MatchString(s) })
	}
	return r.possible(s) && r.compiled().MatchString(s)
}

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

// SubexpNames are the names of the groups.
func (r *Regexp) SubexpNames() []string { return r.compiled().SubexpNames() }

// ranges are characters: pairs of the first and the last of a range.
type ranges []rune

func (rs ranges) hold(c rune) bool {
	for i := 0; i+1 < len(rs); i += 2 {
		if rs[i] <= c && c <= rs[i+1] {
			return true
		}
	}
	return false
}
