package lsp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/lsp"
)

const promise = `version: 1
rule: no-promise
level: info
title: 約束のしすぎ
find:
  - 必ず … <できること>
message: 「{match}」は約束しすぎです。
examples:
  hit: [必ず本日お届けできます。]
  miss: [本日お届けします。]
`

// A rule is tried as one types it: what cannot be loaded, and examples that do not come out as they say, stand where they are.
func TestRuleFile(t *testing.T) {
	root := t.TempDir()
	c := start(t, lsp.Options{}, everything(), root)
	uri := fileURI(filepath.Join(root, "team", "promise.yaml"))
	c.open(uri, "yaml", 1, promise)
	if got := c.diagnostics(uri, 1); len(got) != 0 {
		t.Fatalf("a good rule: %+v", got)
	}
	c.change_(uri, 2, m{"text": strings.Replace(promise, "<できること>", "<できるこ>", 1)})
	got := c.diagnostics(uri, 2)
	if len(got) != 1 || got[0].Severity != 1 || got[0].Range.Start.Line != 5 || !strings.Contains(got[0].Message, "できること") {
		t.Errorf("an unknown act: %+v", got)
	}
	c.change_(uri, 3, m{"text": strings.Replace(promise, "miss: [本日", "miss: [必ず本日お届けできます。, 本日", 1)})
	got = c.diagnostics(uri, 3)
	if len(got) != 1 || got[0].Severity != 2 || got[0].Range.Start != (pos{9, 9}) || !strings.Contains(got[0].Message, "指摘しない") {
		t.Errorf("an example that is found though it should not: %+v", got)
	}
	c.change_(uri, 4, m{"text": "rule: x\n  level: [\n"})
	if got = c.diagnostics(uri, 4); len(got) == 0 || got[0].Severity != 1 {
		t.Errorf("no YAML: %+v", got)
	}
	c.change_(uri, 5, m{"text": promise})
	if got := c.diagnostics(uri, 5); len(got) != 0 {
		t.Errorf("good again: %+v", got)
	}
}

// Files that belong together are checked as they are in the editor, and replies as they are on disk.
func TestOpenTogether(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"team/acts.yaml": "version: 1\nlists:\n  禁句: [絶対]\n", ".yorisoi.yaml": "rule-files: [team]\n"})
	c := start(t, lsp.Options{}, everything(), root)
	acts, conf, draft := fileURI(filepath.Join(root, "team/acts.yaml")), fileURI(filepath.Join(root, ".yorisoi.yaml")), fileURI(filepath.Join(root, "x.txt"))
	mine := fileURI(filepath.Join(root, "team/mine.yaml"))
	c.open(mine, "yaml", 1, strings.Replace(promise, "<できること>", "<禁止>", 1))
	if got := c.diagnostics(mine, 1); len(got) != 1 {
		t.Fatalf("an unknown list: %+v", got)
	}
	c.open(acts, "yaml", 1, "version: 1\nlists:\n  禁止: [お届けできます]\n")
	c.last(mine, "the list is in the other editor", func(p published) bool { return len(p.Diagnostics) == 0 })
	c.open(conf, "yaml", 1, "rule-files: [team]\nchanel: chat\n")
	got := c.diagnostics(conf, 1)
	if len(got) != 1 || got[0].Range != (rng{pos{1, 0}, pos{1, 6}}) || !strings.Contains(got[0].Message, "channel") {
		t.Errorf("the configuration: %+v", got)
	}
	c.open(draft, "plaintext", 1, refusal)
	if got := c.diagnostics(draft, 1); !slices.Equal(codes(got), []string{"bare-refusal"}) {
		t.Errorf("the configuration on disk is good: %+v", got)
	}
}

type item struct {
	Label         string
	Documentation struct{ Value string }
	TextEdit      edit
	Format        int `json:"insertTextFormat"`
}

// typed opens a text with the place marked ‸ and asks for completions there.
func (c *client) typed(uri, language, t string) (out []item, labels []string) {
	c.t.Helper()
	at := strings.Index(t, "‸")
	line := strings.Count(t[:at], "\n")
	col := len([]rune(t[strings.LastIndex(t[:at], "\n")+1 : at]))
	c.open(uri, language, 1, strings.Replace(t, "‸", "", 1))
	var list struct{ Items []item }
	c.call("textDocument/completion", m{"textDocument": m{"uri": uri}, "position": pos{line, col}}, &list)
	for _, i := range list.Items {
		labels = append(labels, i.Label)
	}
	return list.Items, labels
}

// Keys, values and names come from the schema and the rules.
func TestCompleteYAML(t *testing.T) {
	root := t.TempDir()
	c := start(t, lsp.Options{}, everything(), root)
	conf, rules := fileURI(filepath.Join(root, ".yorisoi.yaml")), fileURI(filepath.Join(root, "rules.yaml"))
	for _, x := range []struct {
		name, uri, text string
		has, hasNot     []string
	}{
		{"keys of a configuration", conf, "version: 1\nch‸\n", []string{"channel", "products", "overrides"}, []string{"version", "find"}},
		{"a value", conf, "mode: ‸", []string{"draft", "canned", "incident"}, []string{"email"}},
		{"rules", conf, "rules:\n  ba‸\n  missing-thanks: off\n", []string{"bare-refusal", "blame-shifting"}, []string{"missing-thanks"}},
		{"levels", conf, "rules:\n  bare-refusal: ‸", []string{"off", "error"}, nil},
		{"levels in braces", conf, "rules: {bare-refusal: {level: ‸}}", []string{"off", "error"}, nil},
		{"keys in braces", conf, "overrides:\n  - {files: chat, ‸}\n", []string{"channel", "rules"}, []string{"files", "products"}},
		{"keys of a rule", rules, "rule: x\nt‸\n", []string{"title", "find", "require"}, []string{"rule", "act", "lists"}},
		{"keys of a condition", rules, "rule: x\nunless:\n  - near: <謝罪>\n    ‸\n", []string{"after", "same", "until"}, []string{"near", "title"}},
		{"sides", rules, "rule: x\nunless:\n  - {near: <謝罪>, same: ‸}\n", []string{"before", "after", "any"}, nil},
		{"names", rules, "rule: x\nfind:\n  - <‸\n", []string{"謝罪", "断り", "お礼"}, []string{"title"}},
	} {
		items, labels := c.typed(x.uri, "yaml", x.text)
		for _, w := range x.has {
			if !slices.Contains(labels, w) {
				t.Errorf("%s: no %q among %q", x.name, w, labels)
			}
		}
		for _, w := range x.hasNot {
			if slices.Contains(labels, w) {
				t.Errorf("%s: %q should not be there", x.name, w)
			}
		}
		for _, i := range items {
			if i.Label == "channel" && x.name == "keys of a configuration" {
				if i.TextEdit.NewText != "channel: " || i.TextEdit.Range != (rng{pos{1, 0}, pos{1, 2}}) || i.Documentation.Value == "" {
					t.Errorf("%s: %+v", x.name, i)
				}
			}
			if i.Label == "謝罪" && i.TextEdit.NewText != "謝罪>" {
				t.Errorf("%s: %+v", x.name, i)
			}
		}
	}
}

// Names can be asked about and followed, into shipped files too.
func TestDefinition(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"base.yaml": "mode: draft\n"})
	c := start(t, lsp.Options{}, everything(), root)
	rules, conf := fileURI(filepath.Join(root, "mine.yaml")), fileURI(filepath.Join(root, ".yorisoi.yaml"))
	c.open(rules, "yaml", 1, promise+"---\nversion: 1\nlists:\n  禁句: [絶対]\n---\nextend: 謝罪\nfind: [<禁句>]\nexamples: {hit: [絶対です。]}\n")
	c.open(conf, "yaml", 1, "extends: base.yaml\nrules: {bare-refusal: off}\n")
	type loc struct {
		URI   string
		Range rng
	}
	at := func(uri string, p pos) (l loc) {
		c.call("textDocument/definition", m{"textDocument": m{"uri": uri}, "position": p}, &l)
		return l
	}
	if l := at(rules, pos{16, 9}); l.URI != rules || l.Range != (rng{pos{13, 2}, pos{13, 4}}) {
		t.Errorf("a list of one's own: %+v", l)
	}
	if l := at(conf, pos{0, 12}); l.URI != fileURI(filepath.Join(root, "base.yaml")) {
		t.Errorf("a file: %+v", l)
	}
	for _, x := range []struct {
		uri  string
		p    pos
		want string
	}{{rules, pos{5, 12}, "できること"}, {rules, pos{15, 9}, "謝罪"}, {conf, pos{1, 10}, "bare-refusal"}} {
		l := at(x.uri, x.p)
		data, err := os.ReadFile(strings.TrimPrefix(l.URI, "file://"))
		if err != nil {
			t.Errorf("%s: %+v %v", x.want, l, err)
			continue
		}
		line := strings.Split(string(data), "\n")[l.Range.Start.Line]
		if got := string([]rune(line)[l.Range.Start.Character:l.Range.End.Character]); got != x.want {
			t.Errorf("got %q in %q, want %q", got, line, x.want)
		}
		c.open(l.URI, "yaml", 1, string(data))
	}
	c.open(rules, "yaml", 2, promise)
	c.diagnostics(rules, 2)
	c.mu.Lock()
	for _, n := range c.notes {
		if n.Method == "textDocument/publishDiagnostics" && strings.Contains(string(n.Params), "yorisoi-lsp-") {
			t.Errorf("a shipped file that is only shown: %s", n.Params)
		}
	}
	c.mu.Unlock()
	var h struct{ Contents struct{ Value string } }
	for _, x := range []struct {
		uri  string
		p    pos
		want string
	}{{rules, pos{5, 12}, "&lt;できること>"}, {conf, pos{1, 10}, "代替案のない断り"}, {rules, pos{2, 1}, "info"}, {conf, pos{0, 2}, "設定"}} {
		h.Contents.Value = ""
		c.call("textDocument/hover", m{"textDocument": m{"uri": x.uri}, "position": x.p}, &h)
		if !strings.Contains(h.Contents.Value, x.want) {
			t.Errorf("hover at %+v: %q, want %q", x.p, h.Contents.Value, x.want)
		}
	}
}

// In replies nothing is offered unless it is asked for in the settings.
func TestCompleteReply(t *testing.T) {
	if _, labels := start(t, lsp.Options{}, everything()).typed("untitled:a", "plaintext", "返金はできません。‸"); labels != nil {
		t.Errorf("switched off: %q", labels)
	}
	c := dial(t, lsp.Options{})
	c.config = map[string]any{"": m{"completion": true}}
	c.hello(everything())
	defer c.bye()
	c.open("untitled:x", "plaintext", 1, refusal)
	c.diagnostics("untitled:x", 1)
	c.until("the settings", func() bool { return c.answered > 0 })
	items, labels := c.typed("untitled:a", "plaintext", "返金はできません。‸")
	if !slices.Contains(labels, "〜でしたら承れます。") || !slices.Contains(labels, "恐れ入りますが、") {
		t.Errorf("behind a refusal: %q", labels)
	}
	for _, i := range items {
		if i.Label == "〜でしたら承れます。" && (i.TextEdit.NewText != "${1:}でしたら承れます。" || i.Format != 2) {
			t.Errorf("got %+v", i)
		}
	}
	if _, labels = c.typed("untitled:b", "plaintext", "キャッシュ‸を削除してください。"); len(labels) != 1 || !strings.HasPrefix(labels[0], "（") {
		t.Errorf("behind a term: %q", labels)
	}
	if _, labels = c.typed("untitled:c", "plaintext", "本日‸お届けします。"); labels != nil {
		t.Errorf("in the middle of a sentence: %q", labels)
	}
}
