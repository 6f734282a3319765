package lint_test

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

// What a sentence lacks spares most patterns, and never a finding.
func TestNothingIsSparedThatMatters(t *testing.T) {
	sparing, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	exhaustive, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	exhaustive.Exhaustive()
	n := 0
	for k, s := range files(t, "drafts", "seen") {
		f, err := s.Open()
		if err != nil {
			t.Fatal(err)
		}
		items, err := input.Read(f)
		if err != nil {
			t.Fatal(err)
		}
		for i, it := range items {
			if testing.Short() && (i+k)%10 > 0 {
				continue
			}
			want, got := accounts(exhaustive, it, false), accounts(sparing, it, false)
			if want != got {
				t.Fatalf("%s %s: exhaustive\n%s\nsparing\n%s", f.Path, it.Key, want, got)
			}
			n += strings.Count(want, "\n")
		}
	}
	if n < 500 {
		t.Errorf("only %d lines were compared", n)
	}
}

// However many workers there are, the same is found in the same order.
func TestWorkers(t *testing.T) {
	sources := files(t, "drafts", "seen")
	check := func(workers int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
		set, err := rule.Load(rules.FS)
		if err != nil {
			t.Fatal(err)
		}
		l, err := lint.New(set, lint.Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		l.Files(context.Background(), sources, func(r *lint.Result) {
			fmt.Fprintln(&b, r.File.Path, r.Replies, r.Err)
			for _, f := range r.Findings {
				fmt.Fprintln(&b, f.Rule.ID, f.Span, f.Level, f.Message.In(lang.JA), f.Suggestions)
				for _, o := range f.Related {
					fmt.Fprintln(&b, o.Item.File.Path, o.Item.Key, o.Span, o.Message)
				}
			}
		})
		return b.String()
	}
	want := check(1)
	for _, workers := range []int{2, 7} {
		if got := check(workers); got != want {
			t.Errorf("%d workers find something else", workers)
		}
	}
	if strings.Count(want, "\n") < 500 {
		t.Error("too little was found to compare")
	}
}
