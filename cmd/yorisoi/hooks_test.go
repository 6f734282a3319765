package main

import (
	"os"
	"regexp"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/input"
)

// pre-commit gives the hooks the files that a walk would find, but for those whose name may mean anything.
func TestPreCommitHooks(t *testing.T) {
	data, err := os.ReadFile("../../.pre-commit-hooks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var hooks []struct{ ID, Entry, Files string }
	if err := yaml.Unmarshal(data, &hooks); err != nil || len(hooks) != 2 {
		t.Fatal(err, hooks)
	}
	for _, h := range hooks {
		files, err := regexp.Compile(h.Files)
		if err != nil {
			t.Fatal(err)
		}
		for _, ext := range input.Extensions() {
			if path := "canned/a" + ext; files.MatchString(path) == input.Ambiguous(path) {
				t.Errorf("%s: files: %s and %s", h.ID, h.Files, path)
			}
		}
	}
}
