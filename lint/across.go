package lint

import (
	"slices"

	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// compares reports whether a rule that is not switched off compares replies with one another.
func (l *Linter) compares() bool { return slices.ContainsFunc(l.active(), (*rule.Rule).Compares) }

// together hands on results when they are finished: from the first on that says something to compare with other replies at
// the end, if they are compared with one another; otherwise at once.
func together(compared bool, done func(*Result)) (take func(*Result), end func()) {
	var held []*Result
	take = func(r *Result) {
		if compared && (len(held) > 0 || len(r.said) > 0) {
			held = append(held, r)
			return
		}
		r.finish()
		done(r)
	}
	end = func() {
		settle(held)
		for _, r := range held {
			r.finish()
			done(r)
		}
	}
	return take, end
}

// settle adds to results what their replies say otherwise than most of all replies in them.
func settle(results []*Result) {
	var said []rule.Observation
	of := map[*text.File]*Result{}
	for _, r := range results {
		said = append(said, r.said...)
		of[r.File] = r
	}
	for _, f := range rule.Disagreements(said) {
		r := of[f.Item.File]
		r.Findings = append(r.Findings, f)
	}
}
