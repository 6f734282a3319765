package lint_test

import (
	"context"
	"fmt"
	"os"
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
