package lsp

import (
	"slices"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/text"
)

// ‸ marks the place.
func TestCursor(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		path, above []string
		key         bool
		typed       string
		bracketed   bool
	}{
		{name: "top", text: "version: 1\nru‸\nmode: draft\n", above: []string{"version", "mode"}, key: true, typed: "ru"},
		{name: "empty file", text: "‸", key: true},
		{name: "value", text: "mode: dr‸", path: []string{"mode"}, typed: "dr"},
		{name: "below", text: "rules:\n  a: off\n  ba‸", path: []string{"rules"}, above: []string{"a"}, key: true, typed: "ba"},
		{name: "blank line", text: "rules:\n  ‸\nmode: x\n", path: []string{"rules"}, key: true},
		{name: "blank line, not so deep", text: "rules:\n  a: off\n‸   \n", above: []string{"rules"}, key: true},
		{name: "deeper", text: "rules:\n  a:\n    level: e‸", path: []string{"rules", "a", "level"}, typed: "e"},
		{name: "list of mappings", text: "find:\n  - what: x\n    le‸\n    when: []\n  - what: y\n", path: []string{"find"}, above: []string{"what", "when"}, key: true, typed: "le"},
		{name: "first of an item", text: "find:\n  - ‸\n  - what: y\n", path: []string{"find"}, key: true},
		{name: "list as deep as its key", text: "overrides:\n- files: a\n  ‸", path: []string{"overrides"}, above: []string{"files"}, key: true},
		{name: "braces", text: "unless:\n  - {near: <で‸, after: 3}\n", path: []string{"unless", "near"}, above: []string{"near"}, typed: "で", bracketed: true},
		{name: "key in braces", text: "unless:\n  - {near: <x>, af‸}\n", path: []string{"unless"}, above: []string{"near"}, key: true, typed: "af"},
		{name: "braces in brackets", text: "rules: {a: {level: ‸", path: []string{"rules", "a", "level"}, above: []string{"level"}},
		{name: "list in brackets", text: "where:\n  channel: [email, c‸]\n", path: []string{"where", "channel"}, typed: "c"},
		{name: "second document", text: "a: 1\n---\nb‸", key: true, typed: "b"},
		{name: "quoted", text: `title: {ja: "a, b: c", en‸`, path: []string{"title"}, above: []string{"ja"}, key: true, typed: "en"},
	} {
		at := strings.Index(c.text, "‸")
		f := text.Plain("", strings.Replace(c.text, "‸", "", 1))
		got := cursorAt(f, at)
		if !slices.Equal(got.path, c.path) || !slices.Equal(got.above, c.above) || got.key != c.key || got.typed != c.typed || got.name != c.bracketed {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c)
		}
	}
}

func FuzzCursor(f *testing.F) {
	f.Add("rules:\n  - {a: [b, 'c']}\n", 12)
	f.Fuzz(func(t *testing.T, s string, at int) {
		file := text.Plain("", s)
		c := cursorAt(file, min(max(at, 0), len(s)))
		if c.word.Start > c.word.End || c.word.End > len(s) {
			t.Errorf("the word is %v of %q", c.word, s)
		}
	})
}
