package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/report"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

var update = flag.Bool("update", false, "write generated text into the files that hold it")

// What the READMEs say that the program can say itself, it says: the output of the first command, the table of rules, the
// scores.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	for _, r := range []struct {
		path string
		l    lang.Lang
	}{{"README.md", lang.EN}, {"README.ja.md", lang.JA}} {
		data, err := os.ReadFile(r.path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for _, part := range []struct {
			name string
			make func(*testing.T, lang.Lang) string
		}{{"output", readmeOutput}, {"rules", readmeRules}, {"scores", readmeScores}, {"why", readmeWhy}, {"new", readmeNew}, {"adopt", readmeAdopt},
			{"formats", readmeFormats}, {"ci", readmeCI}, {"editors", readmeEditors}, {"lsp", readmeServer}} {
			re := regexp.MustCompile(`(?s)(<!-- begin ` + part.name + ` -->\n).*(<!-- end ` + part.name + ` -->)`)
			if !re.MatchString(text) {
				t.Fatalf("%s has no place for %s", r.path, part.name)
			}
			text = re.ReplaceAllStringFunc(text, func(old string) string {
				m := re.FindStringSubmatch(old)
				return m[1] + part.make(t, r.l) + m[2]
			})
		}
		switch {
		case text == string(data):
		case *update:
			if err := os.WriteFile(r.path, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		default:
			t.Errorf("%s is out of date; go test ./cmd/yorisoi -update writes it", r.path)
		}
	}
}

func readmeOutput(t *testing.T, l lang.Lang) string {
	var out, errs bytes.Buffer
	status := run(t.Context(), []string{"check", "--style", "full", "--lang", string(l), "testdata/replies/drafts"}, nil, &out, &errs)
	if status != exitFindings || errs.Len() > 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	return "```\n" + out.String() + "```\n"
}

// readmeWhy explains the first finding in a draft that readmeOutput shows.
func readmeWhy(t *testing.T, l lang.Lang) string {
	var out, errs bytes.Buffer
	run(t.Context(), []string{"check", "--format", "unix", "testdata/replies/drafts/refund.txt"}, nil, &out, &errs)
	at := regexp.MustCompile(`^([^:\n]+:\d+):.*\[(.+)\]\n`).FindStringSubmatch(out.String())
	if at == nil {
		t.Fatalf("no finding in %s", out.String())
	}
	out.Reset()
	status := run(t.Context(), []string{"why", "--lang", string(l), at[1], at[2]}, nil, &out, &errs)
	if status != exitClean || errs.Len() > 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	return "```\n" + out.String() + "```\n"
}

// readmeNew makes a rule from a few texts.
func readmeNew(t *testing.T, l lang.Lang) string {
	args := []string{"new", "rule", "our-liability", "--hit", "当社は一切責任を負いません。", "--hit", "データの損失について責任は取りかねます。",
		"--miss", "責任をもって対応いたします。", "--miss", "責任者がご説明します。"}
	var out, errs bytes.Buffer
	if status := run(t.Context(), append(args, "--out", "-", "--lang", string(l)), nil, &out, &errs); status != exitClean {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	return "```\n$ yorisoi " + strings.ReplaceAll(strings.Join(args, " "), " --", " \\\n    --") + "\n```\n\n```yaml\n" + out.String() + "```\n"
}

// readmeServer shows the settings with which editors start the language server, as bash editors/run has run them.
func readmeServer(t *testing.T, _ lang.Lang) string {
	var b strings.Builder
	for _, e := range []struct{ name, file, kind string }{
		{"Neovim", "neovim.lua", "lua"}, {"Emacs (eglot)", "eglot.el", "elisp"}, {"Vim (ALE)", "ale.vim", "vim"},
		{"Kakoune", "kakoune.kak", "sh"}, {"Helix", "helix.toml", "toml"},
	} {
		data, err := os.ReadFile("editors/" + e.file)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "<details><summary>%s</summary>\n\n```%s\n%s```\n\n</details>\n", e.name, e.kind, data)
	}
	return b.String()
}

func readmeFormats(t *testing.T, l lang.Lang) string {
	unit := map[string]string{"text": "--columns", "unix": "--columns", "rdjson": "byte", "gitlab": "—", "json": "char, byte, utf16", "jsonl": "char, byte, utf16", "junit": "--columns"}
	var b strings.Builder
	head := []string{"`--format`", "what it is for", "columns"}
	if l == lang.JA {
		head = []string{"`--format`", "読み手", "桁の数え方"}
	}
	row(&b, head)
	row(&b, []string{"---", "---", "---"})
	for _, name := range report.Formats() {
		row(&b, []string{"`" + name + "`", lang.Say("format-" + name).In(l), cmp.Or(unit[name], "utf16")})
	}
	return b.String()
}

// readmeCI and readmeEditors show what the tests that are built with the tag "consumers" have run.
func readmeCI(t *testing.T, _ lang.Lang) string {
	return shown(t, "github.yml") + "\n" + shown(t, "pre-commit.yaml")
}

func readmeEditors(t *testing.T, _ lang.Lang) string {
	var b strings.Builder
	for _, e := range []struct{ name, file string }{
		{"VS Code (.vscode/tasks.json)", "vscode.json"}, {"Vim", "vim.vim"}, {"Neovim (nvim-lint)", "nvim-lint.lua"},
		{"Emacs (flycheck)", "flycheck.el"}, {"efm-langserver", "efm.yaml"},
	} {
		fmt.Fprintf(&b, "<details><summary>%s</summary>\n\n%s\n</details>\n", e.name, shown(t, e.file))
	}
	return b.String()
}

// shown is a file of testdata/consumers as a README shows it.
func shown(t *testing.T, name string) string {
	data, err := os.ReadFile("testdata/consumers/" + name)
	if err != nil {
		t.Fatal(err)
	}
	kind := strings.TrimPrefix(filepath.Ext(name), ".")
	return "```" + cmp.Or(map[string]string{"el": "elisp", "yml": "yaml", "json": "jsonc"}[kind], kind) + "\n" + string(data) + "```\n"
}

// readmeAdopt is a folder of canned responses from its first day to a pull request that is green.
func readmeAdopt(t *testing.T, l lang.Lang) string {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	defer t.Chdir(here)
	write := func(path, text string) {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	step := func(want int, comment string, args ...string) {
		var out, errs bytes.Buffer
		status := run(t.Context(), append(args, "--lang", string(l)), nil, &out, &errs)
		if status != want {
			t.Fatalf("yorisoi %v: status %d: %s%s", args, status, out.String(), errs.String())
		}
		fmt.Fprintf(&b, "%s$ yorisoi %s\n%s%s", comment, strings.Join(args, " "), out.String(), errs.String())
	}
	opening, closing := "{{お客様名}} 様\nお問い合わせいただき、ありがとうございます。\n", "今後ともよろしくお願いいたします。\n"
	write("mail/refund.txt", opening+"開封後の返品はお受けできません。\n"+closing)
	write("mail/receipt.txt", opening+"領収書は会員ページから発行いただけます。\n"+closing)
	write("chat/hello.txt", "担当者がおっしゃられた件、確認いたします。\n")
	say := map[lang.Lang][]string{
		lang.JA: {"", "\n# 新しい返信を書いたプルリクエスト\n", "\n# 代わりの案を書き足す\n", "\n# 二重敬語は書き換えられる\n"},
		lang.EN: {"", "\n# a pull request with a new reply\n", "\n# an alternative is added\n", "\n# a doubled honorific can be written anew\n"},
	}[l]
	step(exitClean, say[0], "init", "--baseline")
	step(exitClean, "", "check", ".")
	write("mail/cancel.txt", opening+"旅程の変更に手間取り、ご心配をおかけしております。\n出発後の取り消しはできません。\n"+closing)
	step(exitFindings, say[1], "check", ".")
	write("mail/cancel.txt", opening+"旅程の変更に手間取り、ご心配をおかけしております。\n出発後の取り消しはできませんが、日程の変更でしたら承れます。\n"+closing)
	step(exitClean, say[2], "check", ".")
	step(exitFindings, say[3], "check", "--diff", ".")
	return "```console\n" + b.String() + "```\n"
}

func readmeRules(t *testing.T, l lang.Lang) string {
	set, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	head := []string{"head-rule", "head-level", "head-title", "head-channel", "head-source"}
	for i, h := range head {
		head[i] = lang.Say(h).In(l)
	}
	row(&b, head)
	row(&b, []string{"---", "---", "---", "---", "---"})
	for _, r := range set.Rules {
		row(&b, []string{"`" + r.ID + "`", lang.Say("level-" + r.Level.String()).In(l), r.Title.In(l), join(r.Channels()), join(r.Source)})
	}
	return b.String()
}

// readmeScores is the table of scores.txt, which the corpus test of package lint writes.
func readmeScores(t *testing.T, l lang.Lang) string {
	data, err := os.ReadFile("testdata/replies/scores.txt")
	if err != nil {
		t.Fatal(err)
	}
	type score struct{ p, r, f string }
	scores := map[string]map[string]score{}
	size := map[string]string{}
	var order []string
	part := ""
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0: // the table ends; what differs follows
			part = ""
		case len(f) == 3 && f[2] == "replies":
			part = strings.TrimSuffix(f[0], ":")
			size[part] = f[1]
		case len(f) == 7 && part != "" && !strings.Contains(f[0], ":"): // a difference begins with its place
			if scores[f[0]] == nil {
				scores[f[0]] = map[string]score{}
				order = append(order, f[0])
			}
			if f[1] == "0" && f[2] == "0" && f[3] == "0" { // none was expected and none made: nothing has been measured
				f[4], f[5], f[6] = "–", "–", "–"
			}
			scores[f[0]][part] = score{f[4], f[5], f[6]}
		}
	}
	head := []string{"rule", "seen (" + size["seen"] + "): precision", "recall", "F1", "unseen (" + size["unseen"] + "): precision", "recall", "F1"}
	if l == lang.JA {
		head = []string{"ルール", "公開（" + size["seen"] + "件）: 適合率", "再現率", "F1", "非公開（" + size["unseen"] + "件）: 適合率", "再現率", "F1"}
	}
	var b strings.Builder
	row(&b, head)
	row(&b, []string{"---", "--:", "--:", "--:", "--:", "--:", "--:"})
	for _, id := range order {
		s, u := scores[id]["seen"], scores[id]["unseen"]
		row(&b, []string{"`" + id + "`", s.p, s.r, s.f, u.p, u.r, u.f})
	}
	return b.String()
}

func row(b *strings.Builder, cells []string) { fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | ")) }
