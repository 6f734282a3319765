package lint

import (
	"slices"
	"sort"
	"strings"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Place is a line of a file with what the rules decided about it.
type Place struct {
	Analysis *rule.Analysis    // of the reply the line belongs to
	Own      []*rule.Sentence  // the sentences on the line that are judged
	Others   []*reply.Sentence // … and those that are not: quotations, signature
	Accounts []rule.Account    // findings first, then silences about something, each in the order of the rules' ids
}

// Why says what the rules named, or all of them, decided about a line, and why. The error says what to ask for instead if the
// line belongs to no reply.
func (l *Linter) Why(f *text.File, line int, ids []string) (*Place, error) {
	for _, id := range ids {
		if _, err := l.Rule(id); err != nil {
			return nil, err
		}
	}
	f, items, err := l.Read(f)
	if len(items) == 0 {
		return nil, err
	}
	it, err := itemAt(f, items, line)
	if err != nil {
		return nil, err
	}
	s, err := l.settings(it)
	if err != nil {
		return nil, err
	}
	p := &Place{Analysis: l.set.Analyse(it, s)}
	for _, o := range items { // rules that compare replies compare those of the file
		if s, err := l.settings(o); o != it && l.compares() && err == nil {
			p.Analysis.Beside = append(p.Analysis.Beside, l.set.Analyse(o, s))
		}
	}
	p.Own, p.Others = p.Analysis.On(line)
	silent, _ := l.suppressions(f, items) // what is wrong with them is told when the file is checked
	_, at := f.Line(line)
	for _, r := range l.rules {
		if len(ids) == 0 && r.Judges() || slices.Contains(ids, r.ID) {
			acc := r.Account(p.Analysis, p.Own)
			for _, fd := range r.Judge(p.Analysis) {
				k := slices.IndexFunc(silent, func(s *Suppression) bool { return s.silences(&fd) && fd.Sentence.Overlaps(at) })
				if k >= 0 {
					acc.Notes = append(acc.Notes, lang.Say("why-suppressed", silent[k].Origin(), silent[k].Reason))
				}
			}
			p.Accounts = append(p.Accounts, acc)
		}
	}
	sort.SliceStable(p.Accounts, func(i, j int) bool { return weight(&p.Accounts[i]) > weight(&p.Accounts[j]) })
	return p, nil
}

// weight is 2 for an account of findings, 1 for one of silences about something, 0 for one of nothing.
func weight(acc *rule.Account) (w int) {
	for _, v := range acc.Verdicts {
		if !v.Silent {
			return 2
		}
		w = 1
	}
	return w
}

// itemAt is the reply that a line of f belongs to. The line of a reply's own data belongs to no reply.
func itemAt(f *text.File, items []*input.Item, line int) (*input.Item, error) {
	last := f.Lines()
	if s, _ := f.Line(last); s == "" && last > 1 {
		last--
	}
	if line > last {
		return nil, lang.Errorf("why-beyond", f.Path, line, last)
	}
	var near *input.Item
	distance := func(it *input.Item) int {
		first, last := lines(f, it)
		return max(first-line, line-last, 0)
	}
	for _, it := range items {
		if near == nil || distance(it) < distance(near) || it.Branch > 0 && !says(f, near, line) && says(f, it, line) {
			near = it
		}
	}
	if distance(near) > 0 {
		first, last := lines(f, near)
		return nil, lang.Errorf("why-no-reply-here", f.Path, line, first, last)
	}
	return near, nil
}

// says reports whether a line of f is among those of a reply, which a template may send without some of them.
func says(f *text.File, it *input.Item, line int) bool {
	for at := 0; at < len(it.Text); {
		span, _ := it.Span(text.Span{Start: at, End: at + 1})
		if f.Position(span.Start).Line == line {
			return true
		}
		next := strings.IndexByte(it.Text[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return false
}

// lines are the first and last line of f that a reply takes.
func lines(f *text.File, it *input.Item) (first, last int) {
	span, _ := it.Span(text.Span{Start: 0, End: len(it.Text)})
	return f.LinesOf(span)
}
