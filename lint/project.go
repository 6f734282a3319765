package lint

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Project checks each file under the configuration that applies to it.
type Project struct {
	loader  *config.Loader
	opts    Options
	covered []string

	baselines Baselines
	recorded  []Recorded
}

// NewProject makes a project of what a loader finds. opts go before every configuration.
func NewProject(loader *config.Loader, opts Options) *Project {
	return &Project{loader: loader, opts: opts}
}

// Covers says that all files with replies below some folders, given by their absolute paths, are among those that are
// checked: what of a configuration is for files there and does nothing is of no use.
func (p *Project) Covers(folders ...string) { p.covered = append(p.covered, folders...) }

// Know says what is done with known findings.
func (p *Project) Know(b Baselines) { p.baselines = b }

// Recorded are the baselines that were written.
func (p *Project) Recorded() []Recorded { return p.recorded }

// Config is the configuration for the file at path. The error says what is wrong with it.
func (p *Project) Config(path string) (*config.Config, error) { return p.loader.For(path) }

// Linter is the linter for the file at path. Rules that the options name and its rule set lacks are passed over: a team may
// have them elsewhere. [Project.Known] tells whether anybody has.
func (p *Project) Linter(path string) (*Linter, error) {
	c, err := p.loader.For(path)
	if err != nil {
		return nil, err
	}
	opts := p.opts
	if opts.Config, err = c.For(path); err != nil {
		return nil, err
	}
	has := func(id string) bool { _, ok := c.Set.Rule(id); return ok }
	opts.Rules, opts.Disable, opts.Levels = nil, nil, map[string]rule.Level{}
	for _, id := range p.opts.Disable {
		if has(id) {
			opts.Disable = append(opts.Disable, id)
		}
	}
	for id, lv := range p.opts.Levels {
		if has(id) {
			opts.Levels[id] = lv
		}
	}
	for _, id := range p.opts.Rules {
		if has(id) {
			opts.Rules = append(opts.Rules, id)
		}
	}
	l, err := New(c.Set, opts)
	if err == nil && len(p.opts.Rules) > 0 && len(opts.Rules) == 0 {
		l.rules = nil // none of those asked for is there
	}
	return l, err
}

// Holds reports whether the file at path holds replies, for a file whose name may mean anything.
func (p *Project) Holds(path string, src io.Reader) bool {
	var r input.Reader
	if l, err := p.Linter(path); err == nil { // else that is said when it is checked
		r = l.reader()
	}
	return r.Holds(path, src)
}

// Known reports a rule that the options name and that no configuration for these paths has.
func (p *Project) Known(paths []string) error {
	var known []string
	for _, path := range paths {
		if c, err := p.loader.For(path); err == nil {
			known = append(known, c.Set.IDs()...)
		}
	}
	if known == nil {
		return nil // no configuration is right; that is said where they are used
	}
	slices.Sort(known)
	known = slices.Compact(known)
	ids := slices.Concat(p.opts.Rules, p.opts.Disable)
	for id := range p.opts.Levels {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return unknownRule(id, known)
		}
	}
	return nil
}

// Files checks files with several workers and hands each result to done in the order of the sources. What is wrong with a
// configuration or its rules is a result of its own, before those of the files under it, which are not checked; what a
// configuration says in vain is one after all files. Rules that compare replies compare those of all files but streams, whatever
// their configuration; results other than those of streams then wait until all have been read. When ctx is done, it stops
// between two results.
func (p *Project) Files(ctx context.Context, sources []Source, done func(*Result)) {
	var work []func() *Result
	streams := map[int]func(take func(*Result)){} // what is read and checked in its turn
	told := map[*config.Config]bool{}
	compared := false
	for _, s := range sources {
		l, err := p.Linter(s.Path)
		if err == nil && s.Stream != nil && l.streams(s.Path) {
			streams[len(work)] = func(take func(*Result)) { l.stream(ctx, s, take) }
			work = append(work, func() *Result { return nil })
			continue
		}
		if err == nil {
			compared = compared || l.compares()
			work = append(work, func() *Result { return l.open(ctx, s) })
			continue
		}
		c, _ := p.loader.For(s.Path)
		if !told[c] {
			told[c] = true
			at := c.Path
			var e *strict.Error
			if errors.As(err, &e) {
				at = e.Path
			}
			work = append(work, func() *Result { return failed(at, err) })
		}
		work = append(work, func() *Result { return failed(s.Path, lang.Errorf("not-checked", s.Path)) })
	}
	var held []*Result
	hold := slices.ContainsFunc(sources, func(s Source) bool { return p.baselineOf(s.Path) != "" })
	k := newKeeper(p)
	pass := func(r *Result) {
		k.see(r)
		if hold { // which of several is the new one is known in the end
			held = append(held, r)
		} else {
			done(r)
		}
	}
	take, end := together(compared, pass)
	n := 0
	ordered(ctx, len(work), func(i int) *Result { return work[i]() }, func(r *Result) {
		if stream, ok := streams[n]; ok {
			stream(pass)
		} else {
			take(r)
		}
		n++
	})
	end()
	if ctx.Err() != nil { // not all has been looked at
		return
	}
	if hold {
		for _, r := range p.know(held) {
			done(r)
		}
	}
	for _, r := range k.results() {
		done(r)
	}
}

func (l *Linter) streams(path string) bool {
	r := l.reader()
	return r.Streams(path)
}

// failed is the result of what could not be checked.
func failed(path string, err error) *Result { return &Result{File: text.NewFile(path, nil), Err: err} }
