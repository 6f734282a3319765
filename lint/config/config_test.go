package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/rules"
)

// Which files an override is for.
func TestOverrides(t *testing.T) {
	root, loader := t.TempDir(), config.NewLoader(rules.FS, nil)
	for i, c := range []struct {
		files   string
		yes, no []string
	}{
		{files: "'**'", yes: []string{"a.txt", "b/c/a.txt", "返信/a.txt"}},
		{files: "'*.md'", yes: []string{"a.md", "b/c/a.md"}, no: []string{"a.txt", "a.md.txt"}},
		{files: "chat", yes: []string{"chat/a.txt", "chat/b/a.txt", "b/chat/a.txt"}, no: []string{"chat.txt", "chats/a.txt"}},
		{files: "chat/", yes: []string{"chat/a.txt", "b/chat/a.txt"}, no: []string{"a.txt"}},
		{files: "chat/**", yes: []string{"chat/a.txt", "chat/b/a.txt"}, no: []string{"b/chat/a.txt", "a.txt"}},
		{files: "chat/*.txt", yes: []string{"chat/a.txt"}, no: []string{"chat/b/a.txt", "chat/a.md"}},
		{files: "./a.txt", yes: []string{"a.txt"}, no: []string{"b/a.txt"}},
		{files: "/a.txt", yes: []string{"a.txt"}, no: []string{"b/a.txt"}},
		{files: ".drafts/*", yes: []string{".drafts/a.txt"}, no: []string{"drafts/a.txt"}},
		{files: "'{mail,chat}/[ab].txt'", yes: []string{"mail/a.txt", "chat/b.txt"}, no: []string{"mail/c.txt"}},
		{files: "[a.txt, chat]", yes: []string{"b/a.txt", "chat/b.txt"}, no: []string{"b.txt"}},
		{files: "チャット/ガイド.txt", yes: []string{"チャット/カ\u3099イト\u3099.txt"}, no: []string{"チャット/カイド.txt"}},
		{files: "'a?.txt'", yes: []string{"ab.txt", "a返.txt"}, no: []string{"a.txt"}},
	} {
		dir := filepath.Join(root, fmt.Sprint(i))
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, config.Name), []byte("overrides:\n  - files: "+c.files+"\n    channel: chat\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		for want, paths := range map[string][]string{"chat": c.yes, "": c.no} {
			for _, p := range paths {
				p = filepath.Join(dir, filepath.FromSlash(p))
				cfg, err := loader.For(p)
				if err != nil {
					t.Fatal(err)
				}
				a, err := cfg.For(p)
				if err != nil || a.Settings.Channel != want {
					t.Errorf("%s, %s: channel %q, want %q; %v", c.files, p, a.Settings.Channel, want, err)
				}
			}
		}
	}
}

// A configuration and a set of rules are read once.
func TestReadOnce(t *testing.T) {
	root, loader := t.TempDir(), config.NewLoader(rules.FS, nil)
	for _, dir := range []string{"a/b", "c"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{"a", "c"} {
		if err := os.WriteFile(filepath.Join(root, dir, config.Name), []byte("mode: canned\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	get := func(path string) *config.Config {
		c, err := loader.For(filepath.Join(root, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if get("a/x.txt") != get("a/b/y.txt") {
		t.Error("one configuration, read twice")
	}
	if get("a/x.txt") == get("c/x.txt") || get("a/x.txt").Set != get("c/x.txt").Set {
		t.Error("two configurations without rules of their own share the shipped ones")
	}
	if get("x.txt").Path != "" {
		t.Error("there is a configuration above", get("x.txt").Path)
	}
}
