package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
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

// Whatever it says, a configuration is read or refused with places that lie in it.
func FuzzConfig(f *testing.F) {
	for _, s := range []string{
		"version: 1\nrules:\n  bare-refusal: &s {level: error, window: {after: 1, before: 0}}\n  blame-shifting: *s\n",
		"rules: &a {x: *a}", "rules: {repeated-apology: {limit: {chat: 2}, where: {channel: []}}, unexplained-jargon: {levels: {general: []}}}",
		"overrides: [{files: ['a/**', '[', '../x'], channel: chat}, {mode: draft}]", "overrides:\n", "rules:\n", "extends: .yorisoi.yaml", "extends: [a, a]",
		"products: [{{a}}, 5G, \"\"]", "rule-files: ['*', '[a']", "? [a]\n: b", "- a", "rules: {bare-refusal: {message: {ja: }, suggest: [{en: a}, b]}}", "version: &v 2\nmode: *v",
	} {
		f.Add([]byte(s))
	}
	loader := config.NewLoader(rules.FS, nil)
	f.Fuzz(func(t *testing.T, data []byte) {
		if strings.Contains(string(data), "rule-files") && strings.ContainsAny(string(data), "./\\") {
			t.Skip("may name any folder of this machine")
		}
		path := filepath.Join(t.TempDir(), config.Name)
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
		c, err := loader.For(filepath.Join(filepath.Dir(path), "chat", "a.txt"))
		if err == nil {
			if _, err = c.For(filepath.Join(filepath.Dir(path), "chat", "a.txt")); err != nil {
				t.Fatal(err)
			}
			return
		}
		_ = lang.ErrorIn(err, lang.JA)
		lines := strings.Count(string(data), "\n") + 1
		var at *strict.Error
		if errors.As(err, &at) && at.Path == filepath.ToSlash(path) && (at.Line < 0 || at.Line > lines && !strings.ContainsAny(string(data), "\r\u0085\u2028\u2029")) {
			t.Errorf("%v stands at %+v", err, at.Place)
		}
	})
}
