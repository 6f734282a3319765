// Package lint checks replies: it finds the replies in files, takes them apart, lets the rules judge them, and gives the
// findings in one total order. It prints nothing and keeps nothing between files.
package lint

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sort"
	"sync"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Options choose what is checked and how.
type Options struct {
	// Config is what a configuration says of the files; nil if there is none. All that follows goes before it.
	Config *config.Applied
	// Settings override what a file says about its replies; empty fields override nothing.
	Settings reply.Settings
	// Rules are the ids of the rules to run; empty means all.
	Rules []string
	// Disable are the ids of rules not to run.
	Disable []string
	// Levels change the level of rules, by id.
	Levels map[string]rule.Level
}

// Linter checks files against a rule set. It may be used by several goroutines at once.
type Linter struct {
	set   *rule.Set
	opts  Options
	rules []*rule.Rule // all of the set, as they are changed
}

// New makes a linter. The error names a rule that does not exist, and the nearest that does.
func New(set *rule.Set, opts Options) (*Linter, error) {
	l := &Linter{set: set, opts: opts}
	ids := map[string]bool{}
	for _, list := range [][]string{opts.Rules, opts.Disable} {
		for _, id := range list {
			if _, ok := set.Rule(id); !ok {
				return nil, unknownRule(id, set.IDs())
			}
		}
	}
	for id := range opts.Levels {
		if _, ok := set.Rule(id); !ok {
			return nil, unknownRule(id, set.IDs())
		}
	}
	for _, id := range opts.Rules {
		ids[id] = true
	}
	for _, r := range set.Rules {
		if opts.Config != nil {
			for i := range opts.Config.Rules {
				if c := &opts.Config.Rules[i]; c.ID.Text == r.ID {
					r = r.With(&c.Change)
				}
			}
		}
		if lv, ok := opts.Levels[r.ID]; ok {
			r = level(r, lv, "--level")
		}
		switch {
		case len(ids) > 0 && !ids[r.ID]:
			r = level(r, rule.Off, "--rule")
		case slices.Contains(opts.Disable, r.ID):
			r = level(r, rule.Off, "--disable")
		}
		l.rules = append(l.rules, r)
	}
	return l, nil
}

// level gives a rule the level that a flag says.
func level(r *rule.Rule, lv rule.Level, flag string) *rule.Rule {
	return r.With(&rule.Change{Level: strict.String{Text: lv.String()}, From: rule.Origin{Path: flag}})
}

// Rules are all rules as they are changed, those that are switched off among them.
func (l *Linter) Rules() []*rule.Rule { return l.rules }

// Rule finds a rule by its id. The error names the nearest that there is.
func (l *Linter) Rule(id string) (*rule.Rule, error) {
	for _, r := range l.rules {
		if r.ID == id {
			return r, nil
		}
	}
	return nil, unknownRule(id, l.set.IDs())
}

// active are the rules that are not switched off.
func (l *Linter) active() (out []*rule.Rule) {
	for _, r := range l.rules {
		if r.Level != rule.Off {
			out = append(out, r)
		}
	}
	return out
}

// Set is the rule set the linter checks against.
func (l *Linter) Set() *rule.Set { return l.set }

// Result is what a check of one file gave.
type Result struct {
	File     *text.File
	Replies  int
	Findings []rule.Finding // in order of offset, rule and message
	Err      error          // why the file, or part of it, could not be checked

	said []rule.Observation // what other files may say otherwise
}

// Check checks one file. Rules that compare replies compare those in it.
func (l *Linter) Check(ctx context.Context, f *text.File) *Result {
	res := l.check(ctx, f)
	settle([]*Result{res})
	return res
}

// check checks one file by itself.
func (l *Linter) check(ctx context.Context, f *text.File) *Result {
	res := &Result{File: f}
	items, err := input.Read(f)
	if err != nil {
		res.Err = err
		return res
	}
	for _, it := range items {
		if err := ctx.Err(); err != nil {
			res.Err = err
			return res
		}
		s, err := l.settings(it)
		if err != nil {
			res.Err = errors.Join(res.Err, err)
			continue
		}
		res.Replies++
		a := l.set.Analyse(it, s)
		for _, r := range l.active() {
			if r.Compares() {
				res.said = append(res.said, r.Observe(a)...)
			} else {
				res.Findings = append(res.Findings, r.Judge(a)...)
			}
		}
	}
	Sort(res.Findings)
	return res
}

// settings are those that apply to a reply: the caller's, what the file says, what the configuration says, the defaults.
// The error names the place in the file of every value that is none.
func (l *Linter) settings(it *input.Item) (reply.Settings, error) {
	m := it.Meta
	var errs []error
	for _, v := range []struct {
		name  string
		value strict.String
	}{{"channel", m.Channel}, {"extent", m.Extent}, {"mode", m.Mode}, {"audience", m.Audience}} {
		if err := reply.CheckSetting(v.name, v.value.Text); err != nil {
			line, _ := it.File.Line(v.value.Line)
			errs = append(errs, &strict.Error{Path: it.File.Path, Place: v.value.Place, Source: line, Say: err.Message})
		}
	}
	own := reply.Settings{Channel: m.Channel.Text, Extent: m.Extent.Text, Mode: m.Mode.Text, Audience: m.Audience.Text, Inquiry: m.Inquiry}
	var configured reply.Settings
	if l.opts.Config != nil {
		configured = l.opts.Config.Settings
	}
	return l.opts.Settings.Or(own).Or(configured).Or(reply.Defaults()), errors.Join(errs...)
}

// Sort puts findings of one file in their total order.
func Sort(fs []rule.Finding) {
	sort.SliceStable(fs, func(i, j int) bool {
		a, b := &fs[i], &fs[j]
		switch {
		case a.Span.Start != b.Span.Start:
			return a.Span.Start < b.Span.Start
		case a.Span.End != b.Span.End:
			return a.Span.End < b.Span.End
		case a.Rule.ID != b.Rule.ID:
			return a.Rule.ID < b.Rule.ID
		}
		return a.Message.JA < b.Message.JA
	})
}

// Source opens one file to be checked.
type Source struct {
	Path string
	Open func() (*text.File, error)
}

// Files checks files with several workers and hands each result to done in the order of the sources, however many
// workers there are. With rules that compare replies it does so when all have been read.
func (l *Linter) Files(ctx context.Context, sources []Source, done func(*Result)) {
	take, end := together(l.compares(), done)
	each(len(sources), func(i int) *Result { return l.open(ctx, sources[i]) }, take)
	end()
}

// each does work 0 to count-1 with several workers and hands on the results in their order.
func each(count int, work func(i int) *Result, done func(*Result)) {
	n := min(runtime.GOMAXPROCS(0), count)
	results := make([]chan *Result, count)
	for i := range results {
		results[i] = make(chan *Result, 1)
	}
	var wg sync.WaitGroup
	next := make(chan int)
	for range n {
		wg.Go(func() {
			for i := range next {
				results[i] <- work(i)
			}
		})
	}
	go func() {
		for i := range count {
			next <- i
		}
		close(next)
	}()
	for i := range results {
		done(<-results[i])
	}
	wg.Wait()
}

func (l *Linter) open(ctx context.Context, s Source) *Result {
	f, err := s.Open()
	if err != nil {
		return &Result{File: text.NewFile(s.Path, nil), Err: err}
	}
	return l.check(ctx, f)
}

// Fingerprint tells one finding from another across runs: by rule, reply and the words of its sentence, not by where it
// stands. Equal findings of one reply are told apart by nth, from 0.
func Fingerprint(f *rule.Finding, nth int) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%d", f.Rule.ID, f.Item.Key, f.Sentence.In(f.Item.File.Text), nth)
	return hex.EncodeToString(h.Sum(nil))[:16]
}
