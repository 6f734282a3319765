package lint

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Fixed is a file with what has one right form written so.
type Fixed struct {
	Path          string
	Before, After *text.File // the same where there was nothing to do
	Count         int        // of places
	Err           error
}

// passes is how often a file is looked at again because what was written may need writing. A rule whose own words it finds
// fault with would go on for ever.
const passes = 10

// Fix writes what findings say has one right form, until there is nothing more to write. Of two edits that overlap the later
// waits for the next look. only, if not nil, says which findings are meant.
//
// What is written is read again, and kept only if the file says what it should: the replies that it had, with nothing else
// changed in any of them.
func (l *Linter) Fix(ctx context.Context, f *text.File, only func(*rule.Finding) bool) *Fixed {
	out := &Fixed{Path: f.Path, Before: f, After: f}
	for i := range passes {
		res := l.Check(ctx, out.After)
		if i == 0 {
			f = res.File // in its encoding
			out.Before, out.After = f, f
		}
		if err := ctx.Err(); err != nil {
			out.Err = err
			return out
		}
		edits := editsOf(res, only)
		if len(edits) == 0 {
			return out
		}
		next, err := l.apply(res, edits)
		if err != nil {
			out.Err = err
			return out
		}
		out.After = next
		out.Count += len(edits)
	}
	out.After, out.Count = f, 0
	out.Err = lang.Errorf("fix-unsettled", f.Path)
	return out
}

// editsOf are the edits that findings ask for, in order and apart.
func editsOf(res *Result, only func(*rule.Finding) bool) (edits []text.Edit) {
	for i := range res.Findings {
		f := &res.Findings[i]
		if f.Item.File != res.File || only != nil && !only(f) {
			continue
		}
		for _, s := range f.Suggestions {
			if s.Edit != nil {
				edits = append(edits, *s.Edit)
			}
		}
	}
	slices.SortStableFunc(edits, func(a, b text.Edit) int { return a.Span.Start - b.Span.Start })
	end := 0
	return slices.DeleteFunc(edits, func(e text.Edit) bool {
		if e.Span.Start < end {
			return true
		}
		end = e.Span.End
		return false
	})
}

// apply makes edits of a file and reads it again.
func (l *Linter) apply(res *Result, edits []text.Edit) (*text.File, error) {
	raw, err := input.Apply(res.File, edits)
	if err != nil {
		return nil, err
	}
	next, items, err := l.Read(text.NewFile(res.File.Path, raw))
	if err != nil && res.Err == nil || len(items) < len(res.Items) || next.Text != edited(res.File.Text, edits) {
		return nil, lang.Errorf("fix-not-read", res.File.Path)
	}
	return next, nil
}

// edited is s with edits made.
func edited(s string, edits []text.Edit) string {
	var b strings.Builder
	at := 0
	for _, e := range edits {
		b.WriteString(s[at:e.Span.Start] + e.New)
		at = e.Span.End
	}
	return b.String() + s[at:]
}

// Fix fixes files with several workers and hands on what came of each in the order of the sources.
func (p *Project) Fix(ctx context.Context, sources []Source, done func(*Fixed)) {
	var only func(*rule.Finding) bool
	if p.changed != nil {
		only = func(f *rule.Finding) bool { return touched(p.changed, f) }
	}
	ordered(ctx, len(sources), func(i int) *Fixed {
		s := sources[i]
		l, err := p.Linter(s.Path)
		if err != nil || l.opts.Config.Ignored != nil {
			return &Fixed{Path: s.Path} // what is wrong is told when the file is checked
		}
		f, err := s.Open()
		if err != nil {
			return &Fixed{Path: s.Path}
		}
		return l.Fix(ctx, f, only)
	}, done)
}

// Write writes a file that was fixed to where it came from. The error says why it was left as it is: somebody else has written
// to it meanwhile, or it cannot be written to.
func (f *Fixed) Write() error {
	now, err := os.ReadFile(filepath.FromSlash(f.Path))
	if err != nil {
		return lang.FileError(f.Path, err)
	}
	if !bytes.Equal(now, f.Before.Bytes()) {
		return lang.Errorf("fix-changed", f.Path)
	}
	return replaceFile(filepath.FromSlash(f.Path), f.After.Bytes())
}

// fixExamples are those examples of what a rule writes that do not come out as they say.
func fixExamples(set *rule.Set, r *rule.Rule) (out []Failure) {
	if len(r.Fixes) == 0 {
		return nil
	}
	l, err := New(set, Options{Rules: []string{r.ID}})
	if err != nil {
		return nil
	}
	for _, e := range r.Fixes {
		fixed := l.Fix(context.Background(), text.NewFile(r.Path, []byte(e.Reply.Text)), nil)
		switch {
		case fixed.Err != nil:
			out = append(out, Failure{r.Path, e.Reply.Place, lang.Say("example-fix-fails", r.ID, e.Reply.Text, fixed.Err)})
		case fixed.After.Text != e.To:
			out = append(out, Failure{r.Path, e.Reply.Place, lang.Say("example-fix", r.ID, e.Reply.Text, fixed.After.Text)})
		}
	}
	return out
}
