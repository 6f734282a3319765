package lint

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Each gives the analysis of every reply in a file, as the rules see it.
func (l *Linter) Each(f *text.File, do func(*rule.Analysis)) error {
	_, items, failed := l.Read(f)
	for _, it := range items {
		s, err := l.settings(it)
		if err != nil {
			return err
		}
		do(l.set.Analyse(it, s))
	}
	return failed
}

// CountExamples is the number of examples in a rule set.
func CountExamples(set *rule.Set) (n int) {
	for _, d := range set.Defs {
		for _, ex := range d.Examples {
			n += len(ex.Hit) + len(ex.Miss)
		}
	}
	for _, t := range set.Things {
		for _, ex := range t.Examples {
			n += len(ex.Hit) + len(ex.Miss) + len(ex.Same) + len(ex.Different)
		}
	}
	for _, r := range set.Rules {
		n += len(r.Hits) + len(r.Misses) + len(r.Fixes)
		for _, ex := range r.Team {
			n += len(ex.Hits) + len(ex.Misses)
		}
	}
	return n
}

// Failure is an example that does not come out as it says.
type Failure struct {
	Path string
	strict.Place
	Say lang.Message
}

// In says where the example stands, and what came out instead.
func (f Failure) In(l lang.Lang) string { return place(f.Path, f.Place) + ": " + f.Say.In(l) }

// ExamplesIn checks the examples in one file, of acts and rules that it defines or extends.
func ExamplesIn(set *rule.Set, path string) (out []Failure) {
	for _, d := range set.Defs {
		for _, ex := range d.Examples {
			if ex.Path == path {
				out = append(out, actExamples(set, d, ex)...)
			}
		}
	}
	for _, t := range set.Things {
		for _, ex := range t.Examples {
			if ex.Path == path {
				out = append(out, thingExamples(set, t, ex)...)
			}
		}
	}
	for _, r := range set.Rules {
		if r.Path == path {
			out = append(out, tryRules(set, r.Base(), path, r.Hits, r.Misses)...)
			out = append(out, fixExamples(set, r)...)
		}
		for _, ex := range r.Team {
			if ex.Path == path {
				out = append(out, tryRules(set, r, path, ex.Hits, ex.Misses)...)
			}
		}
	}
	return out
}

// Examples checks the examples of every act and rule and gives those that do not come out as they say.
func Examples(set *rule.Set) []Failure {
	var out []Failure
	for _, d := range set.Defs {
		for _, ex := range d.Examples {
			out = append(out, actExamples(set, d, ex)...)
		}
	}
	for _, t := range set.Things {
		for _, ex := range t.Examples {
			out = append(out, thingExamples(set, t, ex)...)
		}
	}
	for _, r := range set.Rules {
		out = append(out, ruleExamples(set, r)...)
	}
	return out
}

// thingExamples are those examples of a thing that do not come out as they say.
func thingExamples(set *rule.Set, t *rule.Thing, ex rule.ThingExamples) (out []Failure) {
	missing := func(e strict.String) Failure {
		return Failure{ex.Path, e.Place, lang.Say("example-thing-missing", t.Name, e.Text)}
	}
	for _, e := range ex.Hit {
		if _, _, ok := t.Given(set, e.Text); !ok {
			out = append(out, missing(e))
		}
	}
	for _, e := range ex.Miss {
		if words, _, ok := t.Given(set, e.Text); ok {
			out = append(out, Failure{ex.Path, e.Place, lang.Say("example-thing-given", t.Name, e.Text, words)})
		}
	}
	for k, lists := range [][][]strict.String{ex.Same, ex.Different} {
		for _, list := range lists {
			first, norm := "", ""
			for i, e := range list {
				_, is, ok := t.Given(set, e.Text)
				switch {
				case !ok:
					out = append(out, missing(e))
				case i == 0:
					first, norm = e.Text, is
				case k == 0 && is != norm:
					out = append(out, Failure{ex.Path, e.Place, lang.Say("example-thing-differs", t.Name, first, e.Text, norm, is)})
				case k == 1 && is == norm:
					out = append(out, Failure{ex.Path, e.Place, lang.Say("example-thing-equal", t.Name, first, e.Text, norm)})
				}
			}
		}
	}
	return out
}

// actExamples are those examples of a definition that do not come out as they say.
func actExamples(set *rule.Set, d *rule.Def, ex rule.Examples) (out []Failure) {
	for _, e := range ex.Hit {
		if found, _, why := d.Try(set, e.Text); !found {
			out = append(out, Failure{ex.Path, e.Place, lang.Say("example-act-silent", d.Name, e.Text, why)})
		}
	}
	for _, e := range ex.Miss {
		if found, why, _ := d.Try(set, e.Text); found {
			out = append(out, Failure{ex.Path, e.Place, lang.Say("example-act-fired", d.Name, e.Text, why)})
		}
	}
	return out
}

// ruleExamples are those examples of a rule that do not come out as they say.
func ruleExamples(set *rule.Set, r *rule.Rule) []Failure {
	// What a team changes of a rule is no fault of the examples in the rule's own file.
	out := append(tryRules(set, r.Base(), r.Path, r.Hits, r.Misses), fixExamples(set, r)...)
	for _, ex := range r.Team {
		out = append(out, tryRules(set, r, ex.Path, ex.Hits, ex.Misses)...)
	}
	return out
}

// tryRules checks the examples of a rule that stand in one file.
func tryRules(set *rule.Set, r *rule.Rule, path string, hits, misses []rule.Example) (out []Failure) {
	for _, e := range hits {
		if m, ok := tryRule(set, r, path, e, true); !ok {
			out = append(out, Failure{path, e.Text.Place, m})
		}
	}
	for _, e := range misses {
		if m, ok := tryRule(set, r, path, e, false); !ok {
			out = append(out, Failure{path, e.Text.Place, m})
		}
	}
	return out
}

func place(path string, p strict.Place) string { return fmt.Sprintf("%s:%d", path, p.Line) }

// tryRule checks one example of a rule.
func tryRule(set *rule.Set, r *rule.Rule, path string, e rule.Example, hit bool) (lang.Message, bool) {
	s := reply.Settings{Channel: e.Channel, Extent: e.Extent, Mode: e.Mode, Audience: e.Audience, Inquiry: e.Inquiry}.Or(reply.Defaults())
	analyse := func(t string) *rule.Analysis {
		f := text.NewFile(path, []byte(t))
		return set.Analyse(&input.Item{File: f, Text: f.Text, Map: text.Identity(0, len(f.Text))}, s)
	}
	a := analyse(e.Text.Text)
	found := r.Judge(a)
	if len(e.More) > 0 { // held against one another
		for _, t := range e.More {
			a.Beside = append(a.Beside, analyse(t.Text))
		}
		found = r.Disagree(append([]*rule.Analysis{a}, a.Beside...))
	}
	switch {
	case hit && len(found) == 0 && r.Compares() && len(e.More) == 0:
		return lang.Say("example-rule-alone", r.ID, e.Text.Text), false
	case hit && len(found) == 0:
		return lang.Say("example-rule-silent", r.ID, e.Text.Text, reasons(r, a)), false
	case !hit && len(found) > 0:
		return lang.Say("example-rule-fired", r.ID, e.Text.Text, found[0].Words()), false
	case hit && e.Level != "" && found[0].Level.String() != e.Level:
		return lang.Say("example-rule-level", r.ID, e.Text.Text, found[0].Level, e.Level), false
	}
	return lang.Message{}, true
}

// reasons says why a rule kept silent.
func reasons(r *rule.Rule, a *rule.Analysis) lang.Message {
	for _, v := range r.Verdicts(a) {
		if n := len(v.Why); v.Silent && n > 0 {
			return v.Why[n-1]
		}
	}
	return lang.Say("why-nothing")
}

// Score is how findings compare with the labels of replies.
type Score struct {
	Replies int
	Rules   []RuleScore
	Misses  []lang.Message // every difference
}

// RuleScore counts, for one rule, expected findings made, findings nobody expected, and expected ones not made.
type RuleScore struct {
	Rule               string
	Hit, False, Missed int
}

// Precision is the share of findings that were expected.
func (s RuleScore) Precision() float64 { return share(s.Hit, s.Hit+s.False) }

// Recall is the share of expected findings that were made.
func (s RuleScore) Recall() float64 { return share(s.Hit, s.Hit+s.Missed) }

// F1 is the harmonic mean of precision and recall.
func (s RuleScore) F1() float64 {
	p, r := s.Precision(), s.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Score checks labelled replies. A finding is expected if it stands in the sentence that a label names. Replies without
// labels are left out. The error names every file that cannot be read and every label that cannot be meant; the score is
// that of the other replies.
func (l *Linter) Score(sources []Source) (*Score, error) {
	return score(sources, func(string) (*Linter, error) { return l, nil })
}

// Score checks labelled replies, each under the configuration that applies to it.
func (p *Project) Score(sources []Source) (*Score, error) { return score(sources, p.Linter) }

func score(sources []Source, linter func(path string) (*Linter, error)) (*Score, error) {
	score := &Score{}
	byRule := map[string]*RuleScore{}
	told := map[string]bool{}
	var errs []error
	for _, src := range sources {
		l, err := linter(src.Path)
		if err == nil && l.opts.Config != nil && l.opts.Config.Ignored != nil {
			continue
		}
		if err != nil {
			if !told[err.Error()] { // a configuration is wrong for all files under it
				errs = append(errs, err)
			}
			told[err.Error()] = true
			continue
		}
		rules := slices.DeleteFunc(l.active(), func(r *rule.Rule) bool { return r.About() != "" })
		for _, r := range rules {
			if byRule[r.ID] == nil {
				byRule[r.ID] = &RuleScore{Rule: r.ID}
			}
		}
		f, err := src.Open()
		if err != nil {
			errs = append(errs, err)
			continue
		}
		_, items, err := l.Read(f)
		if err != nil {
			errs = append(errs, err)
		}
		for _, it := range items {
			if it.Meta.Expect == nil {
				continue
			}
			s, err := l.settings(it)
			if err = errors.Join(err, l.labels(it)); err != nil {
				errs = append(errs, err)
				continue
			}
			score.Replies++
			a := l.set.Analyse(it, s)
			for _, r := range rules {
				score.Misses = append(score.Misses, byRule[r.ID].compare(r, it, r.Judge(a))...)
			}
		}
	}
	for _, s := range byRule {
		score.Rules = append(score.Rules, *s)
	}
	sort.Slice(score.Rules, func(i, j int) bool { return score.Rules[i].Rule < score.Rules[j].Rule })
	return score, errors.Join(errs...)
}

// labels reports the labels of a reply that no finding can answer.
func (l *Linter) labels(it *input.Item) error {
	var errs []error
	for _, e := range *it.Meta.Expect {
		if _, ok := l.set.Rule(e.Rule.Text); !ok {
			errs = append(errs, lang.Errorf("label-unknown-rule", place(it.File.Path, e.Rule.Place), unknownRule(e.Rule.Text, l.set.IDs())))
		}
		if _, ok := occurrence(it.Text, e.At.Text, e.Nth); e.At.Text != "" && !ok {
			errs = append(errs, lang.Errorf("label-not-in-reply", place(it.File.Path, e.At.Place), e.At.Text))
		}
		if _, ok := rule.ParseLevel(e.Level); e.Level != "" && !ok {
			bad := lang.Say("bad-choice", e.Level, "level", strings.Join(rule.LevelNames()[rule.Info:], ", "), "")
			errs = append(errs, lang.Errorf("label-bad-level", place(it.File.Path, e.Rule.Place), bad))
		}
	}
	return errors.Join(errs...)
}

// compare counts the findings of one rule about one reply against its labels.
func (s *RuleScore) compare(r *rule.Rule, it *input.Item, found []rule.Finding) (misses []lang.Message) {
	var want []input.Expect
	for _, e := range *it.Meta.Expect {
		if e.Rule.Text == r.ID {
			want = append(want, e)
		}
	}
	used := make([]bool, len(want))
	for i := range found {
		fd := &found[i]
		at := replyAt(it, it.File.LineAt(fd.Span.Start))
		k := match(it, want, used, fd)
		if k < 0 {
			s.False++
			misses = append(misses, lang.Say("score-false", at, r.ID, fd.Words()))
			continue
		}
		used[k] = true
		s.Hit++
		if lv := want[k].Level; lv != "" && lv != fd.Level.String() || lv == "" && fd.Level != r.Level {
			if lv == "" {
				lv = r.Level.String()
			}
			misses = append(misses, lang.Say("score-level", at, r.ID, fd.Words(), fd.Level, lv))
		}
	}
	for k, e := range want {
		if !used[k] {
			s.Missed++
			at := replyAt(it, e.Rule.Place.Line)
			if e.At.Text == "" {
				misses = append(misses, lang.Say("score-missed-whole", at, r.ID))
			} else {
				misses = append(misses, lang.Say("score-missed", at, r.ID, e.At.Text))
			}
		}
	}
	return misses
}

// replyAt names a line of a reply: by file, line and, where it has one, the reply's own name.
func replyAt(it *input.Item, line int) string {
	return strings.TrimSpace(fmt.Sprintf("%s:%d %s", it.File.Path, line, it.Meta.ID))
}

// match finds the label that a finding answers.
func match(it *input.Item, want []input.Expect, used []bool, fd *rule.Finding) int {
	for k, e := range want {
		if used[k] {
			continue
		}
		if e.At.Text == "" {
			return k
		}
		at, _ := occurrence(it.Text, e.At.Text, e.Nth)
		if sp, _ := it.Span(at); sp.Overlaps(fd.Sentence) {
			return k
		}
	}
	return -1
}

// occurrence is the span in t of the nth (from 1) s. White space does not count: a label may be written on one line though
// the reply breaks it.
func occurrence(t, s string, nth int) (text.Span, bool) {
	var b strings.Builder
	var from []int // in t, of each byte of b
	for i, r := range t {
		if !unicode.IsSpace(r) {
			b.WriteRune(r)
			for k := range utf8.RuneLen(r) {
				from = append(from, i+k)
			}
		}
	}
	s = strings.Join(strings.Fields(s), "")
	at, found := 0, strings.Index(b.String(), s)
	for n := max(nth, 1); found >= 0 && n > 1; n-- {
		at += found + len(s)
		found = strings.Index(b.String()[at:], s)
	}
	if found < 0 || s == "" {
		return text.Span{}, false
	}
	at += found
	return text.Span{Start: from[at], End: from[at+len(s)-1] + 1}, true
}
