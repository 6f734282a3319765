package rule

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// The ways in which the values of things are compared. Those of words and numbers need patterns that find them; the others
// are found by how they are written.
const (
	asWords    = "words"
	asNumber   = "number"
	asPhone    = "phone"
	asURL      = "url"
	asMail     = "mail"
	asClock    = "clock"
	asDuration = "duration"
	asMoney    = "money"
	asDate     = "date"
)

func valueKinds() []string {
	return []string{asWords, asNumber, asPhone, asURL, asMail, asClock, asDuration, asMoney, asDate}
}

// values knows how values are written. It is data: rules/values.yaml.
type values struct {
	names  map[string]string // of the kinds, in the language of the rules
	digits map[rune]float64
	kinds  map[string]*notation
}

// notation is how values of one kind are written.
type notation struct {
	find    *frozen.Regexp
	through *frozen.Regexp // between the ends of a range; nil if there are none
	units   map[string]map[string]float64
	same    map[string]string
}

type valuesFile struct {
	Version  strict.Version    `yaml:"version"`
	Names    map[string]string `yaml:"names"`
	Digits   map[string]int    `yaml:"digits"`
	Clock    notationFile      `yaml:"clock"`
	Duration notationFile      `yaml:"duration"`
	Money    notationFile      `yaml:"money"`
	Date     notationFile      `yaml:"date"`
	Phone    notationFile      `yaml:"phone"`
}

type notationFile struct {
	Find    expression                `yaml:"find"`
	Through expression                `yaml:"through"`
	Units   map[string]map[string]int `yaml:"units"`
	Same    map[string]string         `yaml:"same"`
}

// expression is a regular expression.
type expression struct{ *frozen.Regexp }

// UnmarshalStrict compiles the expression.
func (e *expression) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	var s strict.String
	if !d.Decode(n, &s) {
		return
	}
	re, err := frozen.CompileRegexp(s.Text)
	if err != nil {
		d.Fail(n, "bad-regexp", err)
		return
	}
	e.Regexp = re
}

// loadValues reads how values are written. Errors name the place in path.
func loadValues(path string, data []byte) (*values, error) {
	var f valuesFile
	if err := strict.Read(path, data, &f); err != nil {
		return nil, err
	}
	v := &values{names: f.Names, digits: map[rune]float64{}, kinds: map[string]*notation{}}
	for word, n := range f.Digits {
		r, _ := utf8.DecodeRuneInString(word)
		v.digits[r] = float64(n)
	}
	for kind, n := range map[string]notationFile{asClock: f.Clock, asDuration: f.Duration, asMoney: f.Money, asDate: f.Date, asPhone: f.Phone} {
		if n.Find.Regexp == nil {
			continue
		}
		units := map[string]map[string]float64{}
		for unit, of := range n.Units {
			units[unit] = map[string]float64{}
			for dimension, factor := range of {
				units[unit][dimension] = float64(factor)
			}
		}
		v.kinds[kind] = &notation{find: n.Find.Regexp, through: n.Through.Regexp, units: units, same: n.Same}
	}
	return v, nil
}

// value is a value in a sentence: where, as it is written, and the same for all ways to write it.
type value struct {
	m     pattern.Match
	words string
	norm  string
}

// in finds the values of a kind in a text, in order: where they stand, in bytes, and what they are.
func (v *values) in(kind, s string) (at []text.Span, norms []string) {
	n, ok := v.kinds[kind]
	if !ok {
		return nil, nil
	}
	var ends []point
	for _, m := range n.find.FindAllStringSubmatchIndex(s, -1) {
		g := groups(n.find, s, m)
		sp := text.Span{Start: m[0], End: m[1]}
		if g["skip"] != "" {
			continue
		}
		p := v.point(kind, n, g)
		if k := len(at); n.through != nil && k > 0 && !ends[k-1].ranged && n.through.MatchString(s[at[k-1].End:sp.Start]) {
			at[k-1] = at[k-1].Cover(sp)
			norms[k-1] += "-" + p.after(ends[k-1]).norm()
			ends[k-1].ranged = true
			continue
		}
		at, norms, ends = append(at, sp), append(norms, p.norm()), append(ends, p)
	}
	return at, norms
}

// groups are the named groups of a match that hold something.
func groups(re *frozen.Regexp, s string, m []int) map[string]string {
	g := map[string]string{}
	for i, name := range re.SubexpNames() {
		if name != "" && m[2*i] >= 0 {
			g[name] = s[m[2*i]:m[2*i+1]]
		}
	}
	return g
}

// point is a value, or an end of a range. A time of the day is minutes and may not say which half of the day it is in.
type point struct {
	text    string
	minutes int
	clock   bool
	either  bool
	ranged  bool
}

const (
	hour    = 60
	halfDay = 12 * hour
)

func (p point) norm() string {
	if p.clock {
		return strconv.Itoa(p.minutes)
	}
	return p.text
}

// after is the end of a range that began at o: of 午後1時〜5時 the 5 is in the afternoon too.
func (p point) after(o point) point {
	if p.clock && p.either && p.minutes <= o.minutes && p.minutes < halfDay {
		p.minutes += halfDay
	}
	return p
}

// point reckons what the groups of a match say.
func (v *values) point(kind string, n *notation, g map[string]string) point {
	num := func(name string) float64 { return v.number(g[name]) }
	switch kind {
	case asClock:
		p := point{clock: true, minutes: int(num("hour"))*hour + int(num("minute")), either: g["am"]+g["pm"] == ""}
		switch {
		case g["noon"] != "":
			p.minutes, p.either = halfDay, false
		case g["half"] != "":
			p.minutes += hour / 2
		}
		if g["pm"] != "" && p.minutes < halfDay {
			p.minutes += halfDay
		}
		if g["am"] != "" && p.minutes >= halfDay && p.minutes < halfDay+hour {
			p.minutes -= halfDay
		}
		return p
	case asDuration:
		unit, half := g["unit"], 0.0
		if unit == "" {
			unit = g["of"]
		}
		if g["half"]+g["and"] != "" {
			half = 0.5
		}
		for dimension, factor := range n.units[unit] {
			s := amount((num("number") + half) * factor)
			if g["from"] != "" {
				s = amount(num("from")*factor) + "-" + s
			}
			return point{text: s + " " + dimension}
		}
	case asMoney:
		s := amount(num("number"))
		for _, tax := range []string{g["before"], g["behind"]} {
			if t, ok := n.same[tax]; ok {
				s += " " + t
			}
		}
		return point{text: s}
	case asDate:
		month, day := g["month"]+g["month2"], g["day"]+g["day2"]
		return point{text: fmt.Sprintf("%02d-%02d", int(v.number(month)), int(v.number(day)))} // few write the year
	case asPhone:
		return point{text: "0" + only(g["rest"], unicode.IsDigit)}
	}
	return point{}
}

// amount writes a number without a fraction that says nothing.
func amount(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// number reads a number in figures, in words, or in both: 1,500, 二十, 1万5千.
func (v *values) number(s string) float64 {
	total, section, run := 0.0, 0.0, ""
	current := func() float64 {
		n, _ := strconv.ParseFloat(strings.TrimRight(run, "."), 64)
		run = ""
		return n
	}
	const myriad = 10000
	for _, r := range s {
		d, word := v.digits[r]
		switch {
		case r >= '0' && r <= '9' || r == '.':
			run += string(r)
		case !word:
		case d < 10:
			run += strconv.Itoa(int(d))
		default:
			n := current()
			if n == 0 && (d < myriad || section == 0) {
				n = 1
			}
			if d < myriad {
				section += n * d
				continue
			}
			total += (section + n) * d
			section = 0
		}
	}
	return total + section + current()
}

// norm is what a value of a kind says, however it is written. A value that is not written as its kind is compared by its words.
func (v *values) norm(kind, s string) string {
	s, _ = text.Fold(s, nil)
	switch kind {
	case asNumber:
		return strings.ToUpper(only(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }))
	case asMail:
		return strings.ToLower(s)
	case asURL:
		return address(s)
	}
	if _, norms := v.in(kind, s); len(norms) > 0 {
		return strings.Join(norms, " ")
	}
	return strings.ToLower(only(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }))
}

// address is the same for all ways to write the address of a page.
func address(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" {
		if u, err = url.Parse("https://" + s); err != nil {
			return s
		}
	}
	out := strings.TrimPrefix(strings.ToLower(u.Host), "www.") + strings.TrimRight(u.EscapedPath(), "/")
	if u.RawQuery != "" {
		out += "?" + u.RawQuery
	}
	if u.Fragment != "" {
		out += "#" + u.EscapedFragment()
	}
	return out
}

// only keeps the letters of s that are such.
func only(s string, such func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if such(r) {
			return r
		}
		return -1
	}, s)
}

// tokensAt are the tokens that a span of the sentence's text takes.
func (s *Sentence) tokensAt(sp text.Span) pattern.Match {
	from := 0
	for from < len(s.Tokens) && s.Tokens[from].End <= sp.Start {
		from++
	}
	to := from
	for to < len(s.Tokens) && s.Tokens[to].Start < sp.End {
		to++
	}
	return pattern.Match{From: from, To: to}
}

// values finds the values of a thing in a sentence, in order. What stands in quotation marks counts too.
func (t *Thing) values(s *Sentence) (out []value) {
	v := s.set.values
	add := func(m pattern.Match, words, norm string) {
		if norm != "" {
			out = append(out, value{m, words, norm})
		}
	}
	for _, k := range s.Masks {
		at := s.tokensAt(text.Span{Start: k.At, End: k.At + utf8.RuneLen(token.StandIn)})
		switch {
		case t.as == asURL || t.as == asMail:
			if k.Kind == t.as {
				add(at, k.Text, v.norm(t.as, k.Text))
			}
		case slices.Contains([]string{"quote", "ui", "code", "product"}, k.Kind):
			inner := s.set.sentence(s.set.reader.Phrase(strings.TrimFunc(k.Text, func(r rune) bool { return unicode.IsPunct(r) })), 0)
			for _, x := range t.plain(inner) {
				add(at, x.words, x.norm)
			}
		}
	}
	out = append(out, t.plain(s)...)
	slices.SortStableFunc(out, func(a, b value) int { return a.m.From - b.m.From })
	return out
}

// plain finds the values of a thing that stand in the words of a sentence: by its patterns, or by how its kind is written.
func (t *Thing) plain(s *Sentence) (out []value) {
	v := s.set.values
	for i := range t.value {
		for _, m := range t.value[i].matches(s.subject) {
			words := s.Words(m)
			out = append(out, value{m, words, v.norm(t.as, words)})
		}
	}
	if len(t.value) == 0 {
		at, norms := v.in(t.as, s.Text)
		for i, sp := range at {
			out = append(out, value{s.tokensAt(sp), sp.In(s.Text), norms[i]})
		}
	}
	return out
}
