package lint

import (
	"os"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// keeper sees every result of a run and tells in the end what of the configurations was of no use.
type keeper struct {
	project  *Project
	suppress map[suppressed]bool // whether it silenced anything
	linter   map[string]*Linter  // one that has the rules of a configuration, by its path
}

type suppressed struct {
	entry *config.Suppress
	rule  string
}

func newKeeper(p *Project) *keeper {
	return &keeper{project: p, suppress: map[suppressed]bool{}, linter: map[string]*Linter{}}
}

// see takes notice of a result.
func (k *keeper) see(r *Result) {
	for _, s := range r.Suppressions {
		if s.Entry != nil && r.linter.runs(s.Rule) {
			at := suppressed{s.Entry, s.Rule}
			k.suppress[at] = k.suppress[at] || len(s.Found) > 0
			k.linter[s.Entry.Path] = r.linter
		}
	}
}

// results are those of the configurations, in the order of their paths.
func (k *keeper) results() (out []*Result) {
	byPath := map[string]*Result{}
	report := func(matter string, e *config.Entry, values map[string]string) {
		r := byPath[e.Path]
		if r == nil {
			data, err := os.ReadFile(e.Path)
			if err != nil {
				return // it was there when it was read
			}
			r = &Result{File: text.NewFile(e.Path, data)}
			byPath[e.Path] = r
			out = append(out, r)
		}
		r.Findings = append(r.Findings, k.linter[e.Path].keep(matter, r.File, entrySpan(r.File, e.Place), values)...)
	}
	for at, used := range k.suppress {
		if e := &at.entry.Entry; !used && k.project.coversAll(e) {
			report(rule.Suppressions, e, map[string]string{"name": at.rule})
		}
	}
	for _, r := range out {
		Sort(r.Findings)
	}
	slices.SortFunc(out, func(a, b *Result) int { return strings.Compare(a.File.Path, b.File.Path) })
	return out
}

// coversAll reports whether all files that an entry may be for are checked.
func (p *Project) coversAll(e *config.Entry) bool {
	if slices.ContainsFunc(p.covered, e.Within) {
		return true
	}
	return !slices.ContainsFunc(e.Files, func(s string) bool { return strings.ContainsAny(s, "*?[{") || strings.HasSuffix(s, "/") })
}

// entrySpan is the rest of the line behind the place of an entry.
func entrySpan(f *text.File, at strict.Place) text.Span {
	line, span := f.Line(at.Line)
	for i := range line {
		if at.Column--; at.Column <= 0 {
			span.Start += i
			break
		}
	}
	return span
}
