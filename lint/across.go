package lint

import (
	"slices"

	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// compares reports whether a rule that is not switched off compares replies with one another.
func (l *Linter) compares() bool { return slices.ContainsFunc(l.active(), (*rule.Rule).Compares) }

// together holds results back until the end, if replies are compared with one another, from the first on that says something
// to compare; otherwise it lets them pass.
func together(compared bool, done func(*Result)) (take func(*Result), end func()) {
	if !compared {
		return done, func() {}
	}
	var held []*Result
	take = func(r *Result) {
		if len(held) == 0 && len(r.said) == 0 {
			done(r)
			return
		}
		held = append(held, r)
	}
	end = func() {
		settle(held)
		for _, r := range held {
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
	changed := map[*Result]bool{}
	for _, f := range rule.Disagreements(said) {
		r := of[f.Item.File]
		r.Findings = append(r.Findings, f)
		changed[r] = true
	}
	for r := range changed {
		Sort(r.Findings)
	}
}
