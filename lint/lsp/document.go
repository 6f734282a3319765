package lsp

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// document is a text as the client holds it, at one version. It does not change; an edit makes another one.
type document struct {
	uri, language string
	version       int
	file          *text.File
	kind          kind
	check         *check
}

// kind is what a document is.
type kind int

const (
	replies  kind = iota // what is judged
	inquiry              // a customer's message beside a reply
	settings             // a configuration
	ruleFile             // rules, acts, lists, terms
	other                // YAML and the like without replies; old versions of files, which nobody writes
)

// views are the schemes of documents that show what is written elsewhere or was written once.
var views = map[string]bool{
	"git": true, "gitlens": true, "gitfs": true, "review": true, "pr": true, "hg": true, "svn": true, "fugitive": true,
	"output": true, "debug": true, "search-editor": true, "vscode-scm": true, "conflictresolution": true, "merge-conflict.conflict-diff": true,
}

// extensions are those of languages whose documents have no name with one yet.
var extensions = map[string]string{
	"markdown": ".md", "yaml": ".yaml", "json": ".json", "jsonl": ".jsonl", "html": ".html", "csv": ".csv", "tsv": ".tsv",
}

// newFile makes the text of a document. One that is no file on disk is taken to lie in folder, so that it has a configuration.
func newFile(uri, language, folder, t string) *text.File {
	path, isFile := pathOf(uri)
	if !isFile && !filepath.IsAbs(path) {
		path = filepath.Join(folder, path)
	}
	if !isFile && filepath.Ext(path) == "" {
		path += extensions[language]
	}
	return text.Plain(path, t)
}

// kindOf says what a document is.
func (v *view) kindOf(uri string, f *text.File) kind {
	base := filepath.Base(f.Path)
	switch {
	case views[scheme(uri)] || strings.Contains(f.Path, string(filepath.Separator)+shownIn):
		return other
	case base == config.Name || base == config.Misnamed:
		return settings
	case v.asInquiry(f.Path):
		return inquiry
	case isYAML(f.Path):
		return yamlKind(f.Text)
	}
	return replies // if there are any: the check finds out
}

func isYAML(path string) bool {
	ext := strings.ToLower(filepath.Ext(path))
	return ext == ".yaml" || ext == ".yml"
}

// yamlKind tells rules from replies by the keys at the top. The text need not be YAML: somebody is typing it.
func yamlKind(t string) kind {
	for line := range strings.Lines(t) {
		switch key, _, _ := strings.Cut(line, ":"); {
		case slices.Contains(rule.Keys(), key):
			return ruleFile
		case key == "replies":
			return replies
		}
	}
	return replies
}

// check is one check of a document, made when somebody asks for it first and never again. It ends early when it is overtaken.
type check struct {
	ctx    context.Context
	cancel context.CancelFunc
	once   sync.Once
	done   chan struct{}
	report *report // nil if it was overtaken
}

func newCheck(ctx context.Context) *check {
	c := &check{done: make(chan struct{})}
	c.ctx, c.cancel = context.WithCancel(ctx)
	return c
}

// wait gives what came of the check, or nil if it was overtaken or ctx ended first.
func (c *check) wait(ctx context.Context) *report {
	select {
	case <-c.done:
		return c.report
	case <-c.ctx.Done():
	case <-ctx.Done():
	}
	return nil
}
