package lint

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/yorisoi/yorisoi/lint/changed"
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

	watch     func(*Result)
	changed   *changed.Lines
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

// Only says that of all findings only those are wanted that stand in changed lines.
func (p *Project) Only(l *changed.Lines) { p.changed = l }

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

// Watch sets what is told of each file when it has been read, however long its result has to wait for others.
func (p *Project) Watch(seen func(*Result)) { p.watch = seen }

// Ignored says where a configuration asks for the file at path not to be checked.
func (p *Project) Ignored(path string) (by *config.Entry, yes bool) {
	if c, err := p.loader.For(path); err == nil {
		if a, err := c.For(path); err == nil && a.Ignored != nil {
			return a.Ignored, true
		}
	}
	return nil, false
}

// Files checks files with several workers and hands each result to done in the order of the sources. Those that a
// configuration wants ignored are passed over. What is wrong with a configuration or its rules is a result of its own, before
// those of the files under it, which are not checked; what a configuration says in vain is one after all files. Rules that
// compare replies compare those of all files, whatever their configuration, and results wait until all have been read. When
// ctx is done, it stops between two results.
func (p *Project) Files(ctx context.Context, sources []Source, done func(*Result)) {
	if p.changed != nil {
		all := done
		done = func(r *Result) {
			r.Findings = slices.DeleteFunc(r.Findings, func(f rule.Finding) bool { return !touched(p.changed, &f) })
			all(r)
		}
	}
	var work []func() *Result
	streams := map[int]func(take func(*Result)){} // what is read and checked in its turn
	told := map[*config.Config]bool{}
	compared := false
	k := newKeeper(p)
	for _, s := range sources {
		l, err := p.Linter(s.Path)
		c, _ := p.loader.For(s.Path)
		if err == nil {
			compared = compared || l.compares() && l.opts.Config.Ignored == nil
			k.file(s.Path, c, l)
			switch {
			case l.opts.Config.Ignored != nil:
			case s.Stream != nil && l.streams(s.Path):
				streams[len(work)] = func(take func(*Result)) { l.stream(ctx, s, take) }
				work = append(work, func() *Result { return nil })
			default:
				work = append(work, func() *Result { return l.open(ctx, s) })
			}
			continue
		}
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
	pass := func(r *Result) {
		k.see(r)
		if hold { // which of several is the new one is known in the end
			held = append(held, r)
		} else {
			done(r)
		}
	}
	take, end := together(compared, pass)
	seen := func(r *Result) {
		if p.watch != nil {
			p.watch(r)
		}
	}
	n := 0
	ordered(ctx, len(work), func(i int) *Result { return work[i]() }, func(r *Result) {
		if stream, ok := streams[n]; ok {
			stream(func(r *Result) { // too many to be held against one another
				seen(r)
				r.finish()
				pass(r)
			})
		} else {
			seen(r)
			take(r)
		}
		n++
	})
	if ctx.Err() != nil { // not all has been looked at
		return
	}
	end()
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

// touched reports whether what a finding is about has changed: its sentence or one it refers to, or anything in the reply
// if it is about the reply as a whole.
func touched(l *changed.Lines, f *rule.Finding) bool {
	at := []rule.Related{{Item: f.Item, Span: f.Sentence}}
	if f.Whole {
		all, _ := f.Item.Span(text.Span{End: len(f.Item.Text)})
		at = append(at, rule.Related{Item: f.Item, Span: all})
	}
	return slices.ContainsFunc(append(at, f.Related...), func(r rule.Related) bool {
		first, last := r.Item.File.LinesOf(r.Span)
		return l.Touch(r.Item.File.Path, first, last)
	})
}

// failed is the result of what could not be checked.
func failed(path string, err error) *Result { return &Result{File: text.NewFile(path, nil), Err: err} }
