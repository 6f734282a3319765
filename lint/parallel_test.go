package lint_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/rules"
)

func source(path string) lint.Source {
	return lint.Source{Path: path, Open: func() (*text.File, error) {
		data, err := os.ReadFile(path)
		return text.NewFile(path, data), err
	}}
}

// The same findings come in the same order whatever the number of workers, from many files and from one that holds many
// replies.
func TestFilesInOrder(t *testing.T) {
	drafts, err := filepath.Glob("../testdata/replies/drafts/*")
	if err != nil || len(drafts) < 3 {
		t.Fatal(drafts, err)
	}
	var sources []lint.Source
	for _, path := range append(drafts, "no such file", "../testdata/replies/seen/letters-phrases.yaml") {
		sources = append(sources, source(path))
	}
	check := func(workers int) string {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
		var b strings.Builder
		lint.NewProject(config.NewLoader(rules.FS, nil), lint.Options{}).Files(t.Context(), sources, func(r *lint.Result) {
			fmt.Fprintln(&b, r.File.Path, len(r.Items), r.Err)
			for _, f := range r.Findings {
				fmt.Fprintln(&b, f.Item.Key, f.Span, f.Rule.ID, f.Message.EN)
			}
		})
		return b.String()
	}
	want := check(1)
	if n := strings.Count(want, "\n"); n < 50 {
		t.Fatalf("only %d lines: %s", n, want)
	}
	for _, workers := range []int{2, 7} {
		if got := check(workers); got != want {
			t.Errorf("%d workers say something else than one", workers)
		}
	}
}

// Who gives up does not wait for a file that does not come, and is not told of what was half done.
func TestFilesStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	never := make(chan struct{})
	defer close(never)
	sources := []lint.Source{source("../testdata/replies/drafts/refund.txt"), {Path: "-", Open: func() (*text.File, error) {
		<-never
		return nil, os.ErrClosed
	}}}
	var told []string
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		lint.NewProject(config.NewLoader(rules.FS, nil), lint.Options{}).Files(ctx, sources, func(r *lint.Result) {
			told = append(told, fmt.Sprint(r.File.Path, r.Err))
			stop()
		})
	}()
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("it waits")
	}
	if len(told) != 1 || told[0] != "../testdata/replies/drafts/refund.txt<nil>" {
		t.Errorf("told of %q", told)
	}
}
