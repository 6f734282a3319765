package lint

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Suppression silences the findings of one rule somewhere in a file: a comment in the file, or an entry of a configuration.
type Suppression struct {
	Rule   string
	Reason string
	Date   time.Time        // when it was written, as its reason says; may be zero
	Entry  *config.Suppress // nil for a comment
	File   *text.File       // whose findings it is for,
	Span   text.Span        // where the comment stands in it,
	region text.Span        // and the sentences it is for
	open   bool             // until a comment ends it
	close  bool             // of a comment that ends others
	Found  []rule.Finding   // what it silenced
}

// Origin is where the suppression is written.
func (s *Suppression) Origin() rule.Origin {
	if s.Entry != nil {
		return s.Entry.Origin()
	}
	return rule.Origin{Path: s.File.Path, Line: s.File.Position(s.Span.Start).Line}
}

// What comments may say. NextLine silences what is found in the line below.
const (
	NextLine  = "yorisoi-disable-next-line"
	disable   = "yorisoi-disable"
	enable    = "yorisoi-enable"
	wholeFile = "yorisoi-disable-file"
)

var (
	saysDate   = regexp.MustCompile(`^\s*(\d{4}-\d{2}-\d{2})(?:\s+|$)`)
	saysReason = regexp.MustCompile(`\s(?:--|\x{2014}+|\x{2015}+)(?:\s|$)`) // a word processor makes a dash of two hyphens
)

// suppressions are those that the comments of a file and the configuration ask for. The error joins what is wrong with the
// comments; they silence nothing.
func (l *Linter) suppressions(f *text.File, items []*input.Item) (out []*Suppression, err error) {
	var errs []error
	for _, c := range input.Comments(f) {
		more, err := l.comment(f, c, items)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		for _, s := range more {
			if !s.close {
				out = append(out, s)
				continue
			}
			used := false
			for _, open := range out {
				if open.open && (s.Rule == "" || s.Rule == open.Rule) {
					open.region.End, open.open, used = s.Span.Start, false, true
				}
			}
			if !used {
				out = append(out, s)
			}
		}
	}
	if l.opts.Config != nil {
		for _, e := range l.opts.Config.Suppress {
			for _, id := range e.Rules {
				out = append(out, &Suppression{Rule: id.Text, Reason: e.Reason, Date: e.Date, Entry: e, File: f})
			}
		}
	}
	return out, errors.Join(errs...)
}

// comment reads what a comment asks for: a suppression for each rule it names.
func (l *Linter) comment(f *text.File, c input.Comment, items []*input.Item) (out []*Suppression, err error) {
	fail := func(word, message string, args ...any) error {
		at := c.Span.Start + max(strings.Index(c.Span.In(f.Text), word), 0)
		p := f.Position(at)
		line, _ := f.Line(p.Line)
		return &strict.Error{Path: f.Path, Place: strict.Place{Line: p.Line, Column: p.Rune}, Source: line, Say: lang.Say(message, args...)}
	}
	said, reason := c.Text, ""
	if m := saysReason.FindStringIndex(said); m != nil {
		said, reason = said[:m[0]], strings.TrimSpace(said[m[1]:])
	}
	words := strings.FieldsFunc(said, func(r rune) bool { return strings.ContainsRune(" \t,\u3001\uff0c", r) })
	what, ids := words[0], words[1:]
	s := Suppression{File: f, Span: c.Span, Reason: reason}
	if m := saysDate.FindStringSubmatch(reason); m != nil {
		if d, err := time.Parse(config.DateForm, m[1]); err == nil {
			s.Date, s.Reason = d, reason[len(m[0]):]
		}
	}
	switch what {
	case NextLine:
		s.region = below(f, c, items)
	case disable:
		s.region, s.open = text.Span{Start: c.Span.End, End: len(f.Text)}, true
	case wholeFile:
		s.region = text.Span{End: len(f.Text)}
	case enable:
		s.close = true
	default:
		known := []string{NextLine, disable, enable, wholeFile}
		near := any("")
		if n := strict.Nearest(what, known); n != "" {
			near = lang.Say("did-you-mean", n)
		}
		return nil, fail(what, "suppress-unknown", what, strings.Join(known, ", "), near)
	}
	for _, id := range ids {
		if _, ok := l.set.Rule(id); !ok {
			return nil, fail(id, "suppress-rule", unknownRule(id, l.set.IDs()))
		}
	}
	switch {
	case c.Bare:
		return nil, fail(what, "suppress-bare", what+" "+strings.Join(ids, ", "))
	case slices.ContainsFunc(items, func(it *input.Item) bool { return it.Map.Uses(c.Span) }):
		return nil, fail(what, "suppress-is-sent")
	case s.close && len(ids) == 0:
		return []*Suppression{&s}, nil
	case len(ids) == 0:
		return nil, fail(what, "suppress-no-rule", what)
	case s.Reason == "" && !s.close && (l.opts.Config == nil || l.opts.Config.Reason):
		return nil, fail(what, "suppress-no-reason", what+" "+strings.Join(ids, ", "))
	}
	for _, id := range ids {
		one := s
		one.Rule = id
		out = append(out, &one)
	}
	return out, nil
}

// below is what a comment is for that speaks of what comes next: the next line that says something, or, where comments stand
// between replies, the next reply.
func below(f *text.File, c input.Comment, items []*input.Item) text.Span {
	none := text.Span{Start: len(f.Text), End: len(f.Text)}
	if c.Apart {
		for _, it := range items {
			if all, _ := it.Span(text.Span{End: len(it.Text)}); all.Start > c.Span.End {
				return all
			}
		}
		return none
	}
	comments := input.Comments(f)
	for n := f.Position(c.Span.End).Line + 1; n <= f.Lines(); n++ {
		said, span := f.Line(n)
		if strings.TrimSpace(said) != "" && !slices.ContainsFunc(comments, func(o input.Comment) bool { return o.Span.Overlaps(span) }) {
			return span
		}
	}
	return none
}

// silences reports whether the suppression is for a finding.
func (s *Suppression) silences(f *rule.Finding) bool {
	if s.close || s.Rule != f.Rule.ID {
		return false
	}
	if e := s.Entry; e != nil {
		return (len(e.Keys) == 0 || slices.Contains(e.Keys, f.Item.Key)) &&
			strings.Contains(squeeze(f.Sentence.In(f.Item.File.Text)), squeeze(e.At))
	}
	return s.region.Overlaps(f.Sentence)
}

// squeeze is s without white space: a configuration says in one line what a reply may break.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// suppress takes from a result what is silenced, and adds what silences nothing.
func (l *Linter) suppress(res *Result, items []*input.Item) {
	all, err := l.suppressions(res.File, items)
	res.Err = errors.Join(res.Err, err)
	res.Suppressions = all
	if len(all) == 0 {
		return
	}
	closest := slices.Clone(all)
	slices.SortStableFunc(closest, func(a, b *Suppression) int { // of two that silence a finding the narrower one does
		if (a.Entry == nil) != (b.Entry == nil) {
			if a.Entry == nil {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.region.Len(), b.region.Len())
	})
	kept := res.Findings[:0]
	for i := range res.Findings {
		f := &res.Findings[i]
		k := slices.IndexFunc(closest, func(s *Suppression) bool { return s.silences(f) })
		if k < 0 {
			kept = append(kept, *f)
			continue
		}
		closest[k].Found = append(closest[k].Found, *f)
	}
	res.Findings = kept
	for _, s := range all {
		if s.Entry == nil && len(s.Found) == 0 && l.runs(s.Rule) {
			res.Findings = append(res.Findings, l.keep(rule.Suppressions, res.File, s.Span, map[string]string{"name": s.Rule})...)
		}
	}
}

// runs reports whether a rule is switched on; of none in particular, whether all are.
func (l *Linter) runs(id string) bool {
	for _, r := range l.rules {
		if r.ID == id {
			return r.Level != rule.Off
		}
	}
	return id == ""
}

// keep reports a place of upkeep to the rules about it.
func (l *Linter) keep(matter string, f *text.File, at text.Span, values map[string]string) (out []rule.Finding) {
	for _, r := range l.active() {
		if r.About() == matter {
			out = append(out, r.Report(f, at, values))
		}
	}
	return out
}
