// Package lint checks replies: it finds the replies in files, takes them apart, lets the rules judge them, and gives the
// findings in one total order. It prints nothing and keeps nothing between files.
package lint

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"slices"
	"sort"

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
	// Input says how files are read, whatever the configuration says.
	Input input.Reader
	// Settings override what a file says about its replies; empty fields override nothing.
	Settings reply.Settings
	// Fallback is what is taken where neither says anything; empty fields leave the default.
	Fallback reply.Settings
	// Rules are the ids of the rules to run; empty means all.
	Rules []string
	// Disable are the ids of rules not to run.
	Disable []string
	// Levels change the level of rules, by id.
	Levels map[string]rule.Level
	// Tally counts, besides, which replies have what rules ask for.
	Tally bool
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
	Items    []*input.Item  // the replies that were judged
	Findings []rule.Finding // in order of offset, rule and message
	Err      error          // why the file, or part of it, could not be checked

	Tallies []Tally // of the replies, where they are asked for

	Suppressions []*Suppression // what silences findings, with the findings that it silenced

	linter *Linter
	draft  bool

	found []*input.Item      // all replies, those of other branches among them,
	open  bool               // whose findings are not yet settled
	said  []rule.Observation // what other replies may say otherwise
}

// Check checks one file, its replies in parallel. It stops early when ctx is done, and says so. Rules that compare replies
// compare those in it.
func (l *Linter) Check(ctx context.Context, f *text.File) *Result {
	res := l.check(ctx, f)
	settle([]*Result{res})
	res.finish()
	return res
}

// check checks one file by itself; its result is still to be finished.
func (l *Linter) check(ctx context.Context, f *text.File) *Result {
	file, items, err := l.Read(f)
	res := &Result{File: file, Err: err, linter: l}
	l.judge(ctx, res, items)
	return res
}

// Read finds the replies in a file as the options and the configuration say. What cannot be read is in the error, the rest is
// there all the same. The file is that given, read in its encoding.
func (l *Linter) Read(f *text.File) (*text.File, []*input.Item, error) {
	r := l.reader()
	return r.Read(f)
}

func (l *Linter) reader() input.Reader {
	r := l.opts.Input
	if l.opts.Config != nil {
		r.Source = l.opts.Config.Input
	}
	return r
}

// judge adds to res what the rules find in the replies. It is still to be finished.
func (l *Linter) judge(ctx context.Context, res *Result, items []*input.Item) {
	type outcome struct {
		item     *input.Item
		findings []rule.Finding
		said     []rule.Observation
		tallies  []Tally
		err      error
	}
	rules := l.active()
	ordered(ctx, len(items), func(i int) (o outcome) {
		o.item = items[i]
		settings, err := l.settings(o.item)
		if err != nil {
			o.err = err
			return o
		}
		a := l.set.AnalyseUnder(ctx, o.item, settings)
		for _, r := range rules {
			if r.Compares() {
				o.said = append(o.said, r.Observe(a)...)
			} else {
				o.findings = append(o.findings, r.Judge(a)...)
			}
		}
		if l.opts.Tally {
			o.tallies = l.tally(a)
		}
		return o
	}, func(o outcome) {
		if o.err != nil {
			res.Err = errors.Join(res.Err, o.err)
			return
		}
		if o.item.Branch == 0 {
			res.Items = append(res.Items, o.item)
		}
		res.Findings = append(res.Findings, o.findings...)
		res.said = append(res.said, o.said...)
		res.Tallies = append(res.Tallies, o.tallies...)
	})
	if err := ctx.Err(); err != nil {
		res.Err = err
		return
	}
	res.found, res.open = items, true
}

// finish silences what is to be silent and puts findings in order, when all of them have been found.
func (r *Result) finish() {
	if !r.open {
		return
	}
	r.open = false
	r.linter.suppress(r, r.found)
	Sort(r.Findings)
	r.Findings = once(r.Findings)
}

// once leaves out what has been found in another branch of the same reply already.
func once(sorted []rule.Finding) []rule.Finding {
	return slices.CompactFunc(sorted, func(a, b rule.Finding) bool {
		return a.Item != b.Item && a.Item.Key == b.Item.Key && a.Span == b.Span && a.Rule == b.Rule
	})
}

// stream checks the replies of a source one after the other and hands on what is found, for each record of it apart.
func (l *Linter) stream(ctx context.Context, s Source, done func(*Result)) {
	in, err := s.Stream()
	if err != nil {
		done(failed(s.Path, err))
		return
	}
	defer in.Close()
	var batch []input.Part
	size := 0
	flush := func() {
		ordered(ctx, len(batch), func(i int) *Result {
			res := &Result{File: batch[i].File, Err: batch[i].Err, linter: l}
			l.judge(ctx, res, batch[i].Items)
			settle([]*Result{res}) // by itself: a stream has no end at which to compare
			return res
		}, done)
		batch, size = batch[:0], 0
	}
	r := l.reader()
	for part := range r.Stream(s.Path, in) {
		if batch = append(batch, part); len(batch) == mostParts {
			flush()
		} else if size += part.File.Size(); size > mostBytes {
			flush()
		}
		if ctx.Err() != nil {
			return
		}
	}
	flush()
}

// How much of a stream is held at once.
const (
	mostParts = 64
	mostBytes = 4 << 20
)

// settings are those that apply to a reply: the caller's, what the file says, what the configuration says, the defaults.
// The error names the place in the file of every value that is none.
func (l *Linter) settings(it *input.Item) (reply.Settings, error) {
	said := it.Meta.Settings()
	own := reply.Settings{Inquiry: it.Meta.Inquiry}
	var errs []error
	for name, v := range own.All() {
		*v = said[name].Text
		if err := reply.CheckSetting(name, *v); err != nil {
			line, _ := it.File.Line(said[name].Line)
			errs = append(errs, &strict.Error{Path: it.File.Path, Place: said[name].Place, Source: line, Say: err.Message})
		}
	}
	var configured reply.Settings
	if l.opts.Config != nil {
		configured = l.opts.Config.Settings
	}
	return l.opts.Settings.Or(own).Or(configured).Or(l.opts.Fallback).Or(reply.Defaults()), errors.Join(errs...)
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
	Path  string
	Open  func() (*text.File, error)
	Draft bool // it is not, or not yet, what lies on disk under that path
	// Stream, if not nil, opens it to be read from beginning to end, where its format allows that.
	Stream func() (io.ReadCloser, error)
}

// ahead is how many results, for each worker, may wait for one before them.
const ahead = 8

// ordered does work 0 to count-1 with several workers and hands on what comes of it in that order, however many workers there
// are. Once ctx is done nothing more is handed on; work that does not end by itself is left behind.
func ordered[T any](ctx context.Context, count int, work func(i int) T, done func(T)) {
	n := min(runtime.GOMAXPROCS(0), count)
	ring := make([]chan T, n*ahead)
	for i := range ring {
		ring[i] = make(chan T, 1)
	}
	next := make(chan int)
	for range n {
		go func() {
			for i := range next {
				ring[i%len(ring)] <- work(i)
			}
		}()
	}
	room := make(chan struct{}, len(ring))
	go func() {
		defer close(next)
		for i := range count {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for i := range count {
		select {
		case result := <-ring[i%len(ring)]:
			if ctx.Err() != nil {
				return // it may be half done
			}
			done(result)
			<-room
		case <-ctx.Done():
			return
		}
	}
}

func (l *Linter) open(ctx context.Context, s Source) *Result {
	f, err := s.Open()
	if err != nil {
		return &Result{File: text.NewFile(s.Path, nil), Err: err}
	}
	r := l.check(ctx, f)
	r.draft = s.Draft
	return r
}

// Fingerprints gives the findings of one file, each with its fingerprint.
func Fingerprints(fs []rule.Finding) iter.Seq2[*rule.Finding, string] {
	return func(yield func(*rule.Finding, string) bool) {
		seen := map[string]int{}
		for i := range fs {
			same := Fingerprint(&fs[i], 0)
			fp := same
			if n := seen[same]; n > 0 {
				fp = Fingerprint(&fs[i], n)
			}
			seen[same]++
			if !yield(&fs[i], fp) {
				return
			}
		}
	}
}

// Fingerprint tells one finding from another across runs: by rule, reply and the words of its sentence, not by where it
// stands or how its lines are broken. Equal findings of one reply are told apart by nth, from 0.
func Fingerprint(f *rule.Finding, nth int) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s\x00%d", f.Rule.ID, f.Item.Key, squeeze(f.Said), nth)
	return hex.EncodeToString(h.Sum(nil))[:16]
}
