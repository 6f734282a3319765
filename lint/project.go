package lint

import (
	"context"
	"errors"
	"slices"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Project checks each file under the configuration that applies to it.
type Project struct {
	loader *config.Loader
	opts   Options
}

// NewProject makes a project of what a loader finds. opts go before every configuration.
func NewProject(loader *config.Loader, opts Options) *Project { return &Project{loader, opts} }

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
// configuration or its rules is a result of its own, before those of the files under it, which are not checked. Rules that
// compare replies compare those of all files, whatever their configuration, and results wait until all have been read.
func (p *Project) Files(ctx context.Context, sources []Source, done func(*Result)) {
	var work []func() *Result
	told := map[*config.Config]bool{}
	compared := false
	for _, s := range sources {
		l, err := p.Linter(s.Path)
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
	take, end := together(compared, done)
	each(len(work), func(i int) *Result { return work[i]() }, take)
	end()
}

// failed is the result of what could not be checked.
func failed(path string, err error) *Result { return &Result{File: text.NewFile(path, nil), Err: err} }
