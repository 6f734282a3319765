package lsp_test

import (
	"encoding/base64"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/lsp"
)

// A finding is silenced by a comment above its line, once somebody has written why.
func TestSuppress(t *testing.T) {
	root := t.TempDir()
	c := start(t, lsp.Options{}, everything(), root)
	for name, comment := range map[string]string{"x.txt": "# yorisoi-disable-next-line bare-refusal -- ", "x.md": "<!-- yorisoi-disable-next-line bare-refusal --  -->"} {
		uri := fileURI(filepath.Join(root, name))
		c.open(uri, "plaintext", 1, refusal)
		a := titled(t, c.actionsAt(uri, 2, 5), "bare-refusal", "理由")
		got := made(refusal, a.Edit.DocumentChanges[0].Edits[0])
		if want := strings.Replace(refusal, "返金", comment+"\n返金", 1); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		c.change_(uri, 2, m{"text": got})
		if ds := c.diagnostics(uri, 2); !slices.ContainsFunc(ds, func(d diag) bool {
			return d.Severity == 1 && strings.Contains(d.Message, "理由") && d.Range.Start.Line == 2
		}) {
			t.Errorf("without a reason: %+v", ds)
		}
		c.change_(uri, 3, m{"text": strings.Replace(got, " -- ", " -- 規約の文言のため", 1)})
		if ds := c.diagnostics(uri, 3); len(ds) != 0 {
			t.Errorf("with a reason: %+v", ds)
		}
		c.change_(uri, 4, m{"text": strings.Replace(strings.Replace(got, " -- ", " -- 規約の文言のため", 1), "できません", "できます", 1)})
		if ds := c.diagnostics(uri, 4); len(ds) != 1 || !slices.Equal(ds[0].Tags, []int{1}) {
			t.Errorf("of no use any more: %+v", ds)
		}
	}
}

// A placeholder is made one of the team's.
func TestAddPlaceholder(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{".yorisoi.yaml": "mode: canned\nplaceholders: [\"{{name}}\"]\n"})
	c := start(t, lsp.Options{}, everything(), root)
	uri := fileURI(filepath.Join(root, "x.txt"))
	c.open(uri, "plaintext", 1, "{{custmer_name}} 様\nご連絡ありがとうございます。\n")
	if ds := c.diagnostics(uri, 1); !slices.Equal(codes(ds), []string{"unknown-placeholder"}) {
		t.Fatalf("got %+v", ds)
	}
	a := titled(t, c.actionsAt(uri, 0, 3), "{{custmer_name}}", "差し込み")
	if got := a.Edit.DocumentChanges[0].Edits[0].NewText; got != `"{{custmer_name}}", ` {
		t.Errorf("got %q", got)
	}
}

// Words that a team has agreed on are put in place of others.
func TestAgreedTerm(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{".yorisoi.yaml": "terms:\n  - {term: ご返金, instead-of: [払い戻し]}\n"})
	c := start(t, lsp.Options{}, everything(), root)
	uri := fileURI(filepath.Join(root, "x.txt"))
	const body = "払い戻しを承りました。\n"
	c.open(uri, "plaintext", 1, body)
	ds := c.diagnostics(uri, 1)
	if len(ds) != 1 {
		t.Fatalf("got %+v", ds)
	}
	for _, a := range c.actionsAt(uri, 0, 1) {
		if a.IsPreferred {
			if got := made(body, a.Edit.DocumentChanges[0].Edits[0]); got != "ご返金を承りました。\n" {
				t.Errorf("got %q", got)
			}
			return
		}
	}
	t.Error("no action is preferred")
}

// Replies are found where they stand in other forms of files, and the places are those of the text in the editor.
func TestForms(t *testing.T) {
	root := t.TempDir()
	c := start(t, lsp.Options{}, everything(), root)
	body := "確認いたしました。\n返金はできません。\n"
	mail := "Subject: Re\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" +
		base64.StdEncoding.EncodeToString([]byte(body)) + "\n"
	for _, x := range []struct {
		name, language, text string
		line                 int
		want                 string // at the range; empty: not looked at
	}{
		{"a.json", "json", "{\"macros\": [\n {\"title\": \"a\", \"body\": \"確認いたしました。\\n返金はできません。\"}\n]}\n", 1, "できません"},
		{"a.yaml", "yaml", "replies:\n  - reply: |\n      確認いたしました。\n      返金は&amp;できません。\n", 3, "できません"},
		{"a.html", "html", "<p>確認いたしました。</p>\n<p>返金は<b>でき</b>ません。</p>\n", 1, "でき</b>ません"},
		{"a.csv", "csv", "title,body\na,\"確認いたしました。\n返金はできません。\"\n", 2, "できません"},
		{"a.eml", "eml", mail, 5, ""},
	} {
		uri := fileURI(filepath.Join(root, x.name))
		c.open(uri, x.language, 1, x.text)
		ds := c.diagnostics(uri, 1)
		i := slices.IndexFunc(ds, func(d diag) bool { return d.Code == "bare-refusal" })
		if i < 0 {
			t.Errorf("%s: %+v", x.name, ds)
			continue
		}
		r := ds[i].Range
		if r.Start.Line != x.line {
			t.Errorf("%s: line %d, want %d", x.name, r.Start.Line, x.line)
		}
		if x.want != "" {
			if line := []rune(strings.Split(x.text, "\n")[r.Start.Line]); string(line[r.Start.Character:r.End.Character]) != x.want {
				t.Errorf("%s: got %q", x.name, string(line[r.Start.Character:r.End.Character]))
			}
		}
	}
	for name, body := range map[string]string{"package.json": `{"name": "できません", "private": true}`, "compose.yaml": "services: {web: {image: a}}\n"} {
		uri := fileURI(filepath.Join(root, name))
		c.open(uri, "json", 1, body)
		if ds := c.diagnostics(uri, 1); len(ds) != 0 {
			t.Errorf("%s: %+v", name, ds)
		}
	}
}

// What a team ignores or knows already is not shown.
func TestQuiet(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{".yorisoi.yaml": "ignore: [old]\n"})
	c := start(t, lsp.Options{}, everything(), root)
	for name, want := range map[string]int{"old/x.txt": 0, "x.txt": 1} {
		uri := fileURI(filepath.Join(root, name))
		c.open(uri, "plaintext", 1, refusal)
		if ds := c.diagnostics(uri, 1); len(ds) != want {
			t.Errorf("%s: %+v", name, ds)
		}
	}
}

// Findings that are known already are not shown; one that is new is.
func TestKnownFindings(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		".yorisoi.yaml": "baseline: known.yaml\n",
		"known.yaml":    "version: 1\nfindings:\n  - path: x.txt\n    rule: bare-refusal\n    sentence: 返金はできません。\n    count: 1\n",
		"x.txt":         refusal,
	})
	c := start(t, lsp.Options{}, everything(), root)
	uri := fileURI(filepath.Join(root, "x.txt"))
	c.open(uri, "plaintext", 1, refusal)
	if ds := c.diagnostics(uri, 1); len(ds) != 0 {
		t.Errorf("a known finding: %+v", ds)
	}
	c.change_(uri, 2, m{"text": refusal + "\n\n交換はお受けできません。\n"})
	if ds := c.diagnostics(uri, 2); len(ds) != 1 || ds[0].Range.Start.Line != 5 {
		t.Errorf("a new one: %+v", ds)
	}
}
