package lint

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// keeper sees every file and every result of a run and tells in the end what of the configurations was of no use.
type keeper struct {
	project *Project
	entries map[entry]*upkeep
	silence map[silence]bool // whether it silenced anything
}

// entry tells an entry from others: several configurations may extend the one it stands in.
type entry struct {
	path string
	at   strict.Place
}

type upkeep struct {
	config.Keyed
	linter *Linter // one that has the rules of the configuration
	takes  bool    // a file
}

type silence struct {
	entry
	rule string
}

func newKeeper(p *Project) *keeper {
	return &keeper{project: p, entries: map[entry]*upkeep{}, silence: map[silence]bool{}}
}

// file takes notice of a file that is to be checked, or would be if it were not to be ignored.
func (k *keeper) file(path string, c *config.Config, l *Linter) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return
	}
	for _, e := range c.Entries() {
		id := entry{e.Path, e.Place}
		if k.entries[id] == nil {
			k.entries[id] = &upkeep{Keyed: e, linter: l}
		}
		k.entries[id].takes = k.entries[id].takes || e.Takes(abs)
	}
}

// see takes notice of a result.
func (k *keeper) see(r *Result) {
	for _, s := range r.Suppressions {
		if e := s.Entry; e != nil && r.linter.runs(s.Rule) {
			at := silence{entry{e.Path, e.Place}, s.Rule}
			k.silence[at] = k.silence[at] || len(s.Found) > 0
		}
	}
}

// results are those of the configurations, in the order of their paths.
func (k *keeper) results() (out []*Result) {
	byPath := map[string]*Result{}
	report := func(e *upkeep, matter string, values map[string]string) {
		r := byPath[e.Path]
		if r == nil {
			data, err := os.ReadFile(e.Path)
			if err != nil {
				return // it was there when it was read
			}
			r = &Result{File: text.NewFile(e.Path, data)}
			byPath[e.Path] = r
		}
		r.Findings = append(r.Findings, e.linter.keep(matter, r.File, entrySpan(r.File, e.Place), values)...)
	}
	for _, e := range k.entries {
		if !e.takes && slices.ContainsFunc(k.project.covered, e.Within) {
			report(e, rule.Entries, map[string]string{"key": e.Key, "name": strings.Join(e.Files, " ")})
		}
	}
	for at, used := range k.silence {
		if e := k.entries[at.entry]; !used && k.project.coversAll(e.Entry) {
			report(e, rule.Suppressions, map[string]string{"name": at.rule})
		}
	}
	for _, r := range byPath {
		if len(r.Findings) > 0 {
			Sort(r.Findings)
			out = append(out, r)
		}
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
