//go:build consumers

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

// These tests hand what yorisoi writes to the programs that read it. testdata/consumers/run installs them and runs the tests;
// a program that is not there is skipped, and named.

// The replies have, before what is found, characters of which every unit counts another number; the names of the files hold
// what formats, shells and URIs have to escape.
var consumed = map[string]string{
	"返信 集/お断り 1.txt": "お問い合わせありがとうございます。\n😀👨‍👩‍👧が、変更はできません。\nまた、長い行の途中で折り返しているため、ご希望に沿うことはお受けいたし\nかねます。\n",
	"返信 集/👍 [b].md":  "お問い合わせありがとうございます。\n\n𠮷野様、か\u3099返品は承れません。\n\n申し訳ございません。\n深くお詫び申し上げます。\n",
	"c.yaml":         "version: 1\nreplies:\n  - id: 一\n    reply: |\n      お問い合わせありがとうございます。\n      𠮷野様、本体のファームウェアを更新してください。100%返品はできません。\n",
}

// workplace is a folder with the replies, the command to be tested first in the PATH.
type workplace struct {
	t    *testing.T
	dir  string
	want []finding // all of them, as JSON has them
}

type finding struct {
	Path, Rule, Level, Message, Text string
	Start, End                       struct{ Line, Column, ByteColumn, UTF16Column int }
}

// seen is what a consumer made of a finding: where it stands, as far as the consumer knows, and the words that it points at.
type seen struct{ path, level, rule, words string }

var binary = func() func(t *testing.T) string {
	path := ""
	return func(t *testing.T) string {
		t.Helper()
		if path != "" {
			return path
		}
		dir, err := os.MkdirTemp("", "yorisoi")
		if err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command("go", "build", "-ldflags", "-X main.version=0.1.0", "-o", dir+"/yorisoi", ".").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		path = dir
		return path
	}
}()

func newWorkplace(t *testing.T) *workplace {
	t.Helper()
	t.Setenv("PATH", binary(t)+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("LANG", "C.UTF-8")
	t.Setenv("LC_ALL", "C.UTF-8")
	w := &workplace{t: t, dir: t.TempDir()}
	for path, s := range consumed {
		path = filepath.Join(w.dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(s), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var report struct{ Findings []finding }
	w.json(w.yorisoi("json"), &report)
	if w.want = report.Findings; len(w.want) < 5 {
		t.Fatalf("only %d findings", len(w.want))
	}
	return w
}

// yorisoi is the report of the whole folder.
func (w *workplace) yorisoi(format string, args ...string) string {
	return w.run("", "yorisoi", append([]string{"check", "--lang", "en", "--fail-on", "never", "--format", format}, append(args, ".")...)...)
}

// run runs a program in the folder and gives its standard output.
func (w *workplace) run(stdin, name string, args ...string) string {
	w.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = w.dir
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		w.t.Fatalf("%s %q: %v\n%s%s", name, args, err, out.String(), errs.String())
	}
	return out.String()
}

func (w *workplace) write(name, text string) string {
	w.t.Helper()
	path := filepath.Join(w.t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		w.t.Fatal(err)
	}
	return path
}

func (w *workplace) json(s string, v any) {
	w.t.Helper()
	if err := json.Unmarshal([]byte(s), v); err != nil {
		w.t.Fatalf("%v: %s", err, s)
	}
}

// expect compares what a consumer saw with what there is, in any order.
func (w *workplace) expect(got []seen, only func(finding) bool) {
	w.t.Helper()
	var want []seen
	for _, f := range w.want {
		if only == nil || only(f) {
			want = append(want, seen{f.Path, f.Level, f.Rule, f.Text})
		}
	}
	order := func(a, b seen) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) }
	slices.SortFunc(want, order)
	slices.SortFunc(got, order)
	if len(want) == 0 || !slices.Equal(got, want) {
		w.t.Errorf("\ngot  %q\nwant %q", got, want)
	}
}

// in is for consumers that look at one file.
func in(path string) func(finding) bool { return func(f finding) bool { return f.Path == path } }

// cut gives the words from one 1-based place to another, exclusive, where columns count what unit says.
func cut(path, unit string, line, column, endLine, endColumn int) string {
	lines := strings.Split(consumed[path], "\n")
	offset := func(line, column int) int {
		at := 0
		for _, l := range lines[:line-1] {
			at += len(l) + 1
		}
		s := lines[line-1]
		switch unit {
		case "byte":
			return at + column - 1
		case "utf16":
			return at + len(string(utf16.Decode(utf16.Encode([]rune(s))[:column-1])))
		}
		return at + len(string([]rune(s)[:column-1]))
	}
	return consumed[path][offset(line, column):offset(endLine, endColumn)]
}

// need skips a test for which a program is missing.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("%s is not installed", p)
		}
	}
}

// module is a file of an npm package below the folder that YORISOI_NPM names.
func module(t *testing.T, path string) string {
	t.Helper()
	path = filepath.Join(os.Getenv("YORISOI_NPM"), "node_modules", path)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("%s is not installed", path)
	}
	return path
}

// settings is the path of a file of editor settings that the README shows.
func settings(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs("../../testdata/consumers/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func TestConsumerSARIFSchema(t *testing.T) {
	path := module(t, "@microsoft/sarif-multitool-linux/sarif-2.1.0.json")
	w := newWorkplace(t)
	s, err := jsonschema.NewCompiler().Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{nil, {"none.txt"}} { // with findings; with a file that is not there, too
		cmd := exec.Command("yorisoi", append([]string{"check", "--format", "sarif", "."}, args...)...)
		cmd.Dir = w.dir
		out, _ := cmd.Output()
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
		if err == nil {
			err = s.Validate(v)
		}
		if err != nil {
			t.Error(err)
		}
	}
}

func TestConsumerSARIFMultitool(t *testing.T) {
	tool := module(t, "@microsoft/sarif-multitool-linux/Sarif.Multitool")
	w := newWorkplace(t)
	w.run("", "git", "init", "-q")
	report, verdict := w.write("report.sarif", w.yorisoi("sarif")), filepath.Join(t.TempDir(), "verdict.sarif")
	if err := os.Chmod(tool, 0o755); err != nil {
		t.Fatal(err)
	}
	w.run("", tool, "validate", report, "--output", verdict, "--rule-kind", "Sarif;Ghas")
	data, err := os.ReadFile(verdict)
	if err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Results []struct {
				RuleID  string
				Message any
			}
		}
	}
	w.json(strings.TrimPrefix(string(data), "\ufeff"), &log)
	for _, r := range log.Runs[0].Results { // it leaves with 0 whatever it finds
		t.Error(r.RuleID, r.Message)
	}
}

func TestConsumerRdformatValidator(t *testing.T) {
	script := module(t, "@umbrelladocs/rdformat-validator/bin/rdformat-validator.js")
	need(t, "node")
	w := newWorkplace(t)
	var verdict struct {
		Success     bool
		FileResults []struct {
			WarningDetails, ErrorDetails []struct{ Path, Message, Code string }
		}
	}
	w.json(w.run("", "node", script, "--format", "json", w.write("report.json", w.yorisoi("rdjson"))), &verdict)
	if !verdict.Success {
		t.Error(verdict)
	}
	for _, r := range verdict.FileResults {
		for _, d := range append(r.WarningDetails, r.ErrorDetails...) {
			if !strings.HasSuffix(d.Path, ".relatedLocations") { // it knows a version of the form that was without them
				t.Error(d)
			}
		}
	}
}

// reviewdog reads rdjson and gives it back as it understood it.
func TestConsumerReviewdog(t *testing.T) {
	need(t, "reviewdog")
	w := newWorkplace(t)
	var got []seen
	for line := range strings.Lines(w.run(w.yorisoi("rdjson"), "reviewdog", "-f=rdjson", "-reporter=rdjsonl", "-filter-mode=nofilter", "-fail-level=none")) {
		var d struct {
			Severity string
			Code     struct{ Value string }
			Location struct {
				Path  string
				Range struct{ Start, End struct{ Line, Column int } }
			}
		}
		w.json(line, &d)
		r := d.Location.Range
		got = append(got, seen{d.Location.Path, strings.ToLower(d.Severity), d.Code.Value, cut(d.Location.Path, "byte", r.Start.Line, r.Start.Column, r.End.Line, r.End.Column)})
	}
	w.expect(got, nil)
}

// reviewdog reads Checkstyle, which has no end.
func TestConsumerReviewdogCheckstyle(t *testing.T) {
	need(t, "reviewdog")
	w := newWorkplace(t)
	out := w.run(w.yorisoi("checkstyle"), "reviewdog", "-f=checkstyle", "-reporter=rdjsonl", "-filter-mode=nofilter", "-fail-level=none")
	i := 0
	for line := range strings.Lines(out) {
		var d struct {
			Code     struct{ Value string }
			Location struct {
				Path  string
				Range struct{ Start struct{ Line, Column int } }
			}
		}
		w.json(line, &d)
		f := w.want[i]
		if s := d.Location.Range.Start; d.Location.Path != f.Path || s.Line != f.Start.Line || s.Column != f.Start.UTF16Column || d.Code.Value != "yorisoi."+f.Rule {
			t.Errorf("got %+v, want %+v", d, f)
		}
		i++
	}
	if i != len(w.want) {
		t.Errorf("%d findings, want %d", i, len(w.want))
	}
}

func TestConsumerXMLLint(t *testing.T) {
	need(t, "xmllint")
	w := newWorkplace(t)
	for _, format := range []string{"checkstyle", "junit"} {
		w.run(w.yorisoi(format), "xmllint", "--noout", "-")
	}
}

// junitparser counts what CI systems count.
func TestConsumerJUnitParser(t *testing.T) {
	const python = "/usr/bin/python3" // that of the packages
	if exec.Command(python, "-c", "import junitparser").Run() != nil {
		t.Skip("junitparser is not installed")
	}
	w := newWorkplace(t)
	const script = `
import sys, junitparser
x = junitparser.JUnitXml.fromfile(sys.argv[1])
before = (x.tests, x.failures, x.errors)
x.update_statistics()
assert before == (x.tests, x.failures, x.errors), before
print(x.tests, x.failures, x.errors, sum(len(c.result) for s in x for c in s))`
	cmd := exec.Command("yorisoi", "check", "--format", "junit", ".", "none.txt")
	cmd.Dir = w.dir
	report, _ := cmd.Output()
	if got := w.run("", python, "-c", script, w.write("junit.xml", string(report))); got != "4 3 1 4\n" {
		t.Errorf("got %s", got)
	}
}

// What @actions/core writes for the same annotation is what GitHub reads.
func TestConsumerActionsCore(t *testing.T) {
	core := module(t, "@actions/core/package.json")
	need(t, "node")
	w := newWorkplace(t)
	const script = `
const core = await import('file://' + process.argv[2] + '/lib/core.js');
const fs = await import('node:fs');
for (const line of fs.readFileSync(0, 'utf8').trimEnd().split('\n')) {
  const f = JSON.parse(line), one = f.start.line === f.end.line;
  core[{error: 'error', warning: 'warning', info: 'notice'}[f.level]](
    [f.message, ...f.suggestions.map(s => '→ ' + s.message)].join('\n'), {
      title: f.rule, file: f.path, startLine: f.start.line, endLine: f.end.line,
      ...(one ? {startColumn: f.start.utf16Column, endColumn: f.end.utf16Column} : {}),
    });
}`
	got := w.run(w.yorisoi("jsonl"), "node", w.write("core.mjs", script), filepath.Dir(core))
	if want := w.yorisoi("github"); got != want {
		t.Errorf("core writes\n%syorisoi writes\n%s", got, want)
	}
}

func TestConsumerVim(t *testing.T) {
	need(t, "vim")
	w := newWorkplace(t)
	for path := range consumed {
		if filepath.Ext(path) == ".yaml" {
			continue
		}
		out := filepath.Join(t.TempDir(), "out.json")
		// vim -es leaves with 1 for what it only has to say
		cmd := exec.Command("vim", "-N", "-u", "NONE", "-i", "NONE", "-n", "-es",
			"+set encoding=utf-8", "+filetype on", "+source "+settings(t, "vim.vim"), "+silent edit "+strings.NewReplacer(" ", `\ `, "[", `\[`).Replace(path), "+silent make!",
			"+let list = map(getqflist(), {_, v -> extend(v, {'name': bufname(v.bufnr)})})", "+call writefile([json_encode(list)], '"+out+"')",
			"+qall!")
		cmd.Dir = w.dir
		said, err := cmd.CombinedOutput()
		data, rerr := os.ReadFile(out)
		if rerr != nil {
			t.Fatalf("%v: %s", err, said)
		}
		var list []struct {
			Name, Type, Text string
			Lnum, Col        int
			EndLnum          int `json:"end_lnum"`
			EndCol           int `json:"end_col"`
			Valid            int
		}
		w.json(string(data), &list)
		var got []seen
		for _, q := range list {
			m := regexp.MustCompile(` \[([a-z-]+)\]$`).FindStringSubmatch(q.Text)
			if q.Valid == 0 || m == nil {
				t.Fatalf("%+v", q)
			}
			got = append(got, seen{q.Name, map[string]string{"e": "error", "w": "warning", "i": "info"}[q.Type], m[1], cut(path, "byte", q.Lnum, q.Col, q.EndLnum, q.EndCol)})
		}
		w.expect(got, in(path))
	}
}

// nvim-lint is used where YORISOI_NVIM_LINT names a copy of it; else a few lines run its linters as it does.
func TestConsumerNeovim(t *testing.T) {
	need(t, "nvim")
	w := newWorkplace(t)
	plugin := os.Getenv("YORISOI_NVIM_LINT")
	if plugin == "" {
		t.Log("nvim-lint is not installed; its linter is run without it")
	}
	const script = `
local path, plugin, settings, out = unpack(vim.fn.json_decode(vim.env.YORISOI_TEST))
if plugin ~= '' then
  vim.opt.runtimepath:prepend(plugin)
else
  local lint = { linters = {}, linters_by_ft = {} }
  package.loaded.lint = lint
  function lint.try_lint()
    for _, name in ipairs(lint.linters_by_ft[vim.bo.filetype] or {}) do
      local l = lint.linters[name]
      local cmd = { l.cmd }
      for _, a in ipairs(l.args) do table.insert(cmd, type(a) == 'function' and a() or a) end
      local said = vim.fn.system(cmd, table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, true), '\n') .. '\n')
      vim.diagnostic.set(vim.api.nvim_create_namespace(name), 0, l.parser(said, 0, vim.fn.getcwd()))
    end
  end
end
dofile(settings)
vim.cmd('filetype on')
vim.cmd('edit ' .. vim.fn.fnameescape(path))
vim.cmd('doautocmd BufReadPost')
vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)
local found = {}
for _, d in ipairs(vim.diagnostic.get(0)) do
  table.insert(found, {
    severity = d.severity, source = d.source, code = d.code or (d.user_data and d.user_data.lsp.code),
    words = table.concat(vim.api.nvim_buf_get_text(0, d.lnum, d.col, d.end_lnum, d.end_col, {}), '\n'),
  })
end
vim.fn.writefile({ vim.fn.json_encode(found) }, out)
vim.cmd('qall!')`
	for path := range consumed {
		if filepath.Ext(path) == ".yaml" {
			continue
		}
		out := filepath.Join(t.TempDir(), "out.json")
		args, _ := json.Marshal([]string{path, plugin, settings(t, "nvim-lint.lua"), out})
		t.Setenv("YORISOI_TEST", string(args))
		said := w.run("", "nvim", "--headless", "--clean", "-n", "-c", "luafile "+w.write("test.lua", script))
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		var list []struct {
			Severity            int
			Source, Code, Words string
		}
		w.json(string(data), &list)
		var got []seen
		for _, d := range list {
			if d.Source != "yorisoi" {
				t.Error(d)
			}
			got = append(got, seen{path, []string{"", "error", "warning", "info"}[d.Severity], d.Code, d.Words})
		}
		w.expect(got, in(path))
	}
}

func TestConsumerFlycheck(t *testing.T) {
	need(t, "emacs")
	if exec.Command("emacs", "--batch", "--eval", "(require 'flycheck)").Run() != nil {
		t.Skip("flycheck is not installed")
	}
	w := newWorkplace(t)
	const script = `
(require 'flycheck)
(require 'json)
(set-language-environment "UTF-8")
(prefer-coding-system 'utf-8)
(load (getenv "YORISOI_SETTINGS"))
(find-file (getenv "YORISOI_FILE"))
(text-mode)
(setq flycheck-checker 'yorisoi flycheck-disabled-checkers nil)
(flycheck-mode 1)
(flycheck-buffer)
(with-timeout (30 (error "flycheck takes too long")) (while (flycheck-running-p) (accept-process-output nil 0.05)))
(princ (json-encode (mapcar (lambda (e)
  (let ((r (flycheck-error-region-for-mode e 'columns)))
    (list (cons 'level (symbol-name (flycheck-error-level e))) (cons 'code (flycheck-error-id e))
          (cons 'line (flycheck-error-line e)) (cons 'column (flycheck-error-column e))
          (cons 'endLine (flycheck-error-end-line e)) (cons 'endColumn (flycheck-error-end-column e))
          (cons 'words (buffer-substring-no-properties (car r) (cdr r))))))
  flycheck-current-errors)))`
	for path := range consumed {
		if filepath.Ext(path) == ".yaml" {
			continue
		}
		t.Setenv("YORISOI_SETTINGS", settings(t, "flycheck.el"))
		t.Setenv("YORISOI_FILE", path)
		var list []struct {
			Level, Code, Words               string
			Line, Column, EndLine, EndColumn int
		}
		w.json(w.run("", "emacs", "--batch", "--load", w.write("test.el", script)), &list)
		var got []seen
		for _, e := range list {
			if words := cut(path, "char", e.Line, e.Column, e.EndLine, e.EndColumn); words != e.Words {
				t.Errorf("flycheck marks %q, and its places are those of %q", e.Words, words)
			}
			got = append(got, seen{path, e.Level, e.Code, e.Words})
		}
		w.expect(got, in(path))
	}
}

func TestConsumerEfm(t *testing.T) {
	need(t, "efm-langserver")
	w := newWorkplace(t)
	for path, s := range consumed {
		if filepath.Ext(path) == ".yaml" {
			continue
		}
		cmd := exec.Command("efm-langserver", "-c", settings(t, "efm.yaml"))
		cmd.Dir = w.dir
		in, _ := cmd.StdinPipe()
		out, _ := cmd.StdoutPipe()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		send := func(method string, id int, params any) {
			m := map[string]any{"jsonrpc": "2.0", "method": method, "params": params}
			if id > 0 {
				m["id"] = id
			}
			b, _ := json.Marshal(m)
			fmt.Fprintf(in, "Content-Length: %d\r\n\r\n%s", len(b), b)
		}
		uri := func(p string) string { return (&url.URL{Scheme: "file", Path: p}).String() }
		send("initialize", 1, map[string]any{"rootUri": uri(w.dir), "capabilities": map[string]any{}})
		send("initialized", 0, map[string]any{})
		send("textDocument/didOpen", 0, map[string]any{"textDocument": map[string]any{
			"uri": uri(filepath.Join(w.dir, path)), "languageId": "text", "version": 1, "text": s,
		}})
		late := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
		r := bufio.NewReader(out)
		var got []seen
		for got == nil {
			size := 0
			for {
				line, err := r.ReadString('\n')
				if err != nil {
					t.Fatal(err)
				}
				if line = strings.TrimSpace(line); line == "" {
					break
				}
				if n, ok := strings.CutPrefix(line, "Content-Length: "); ok {
					size, _ = strconv.Atoi(n)
				}
			}
			body := make([]byte, size)
			if _, err := io.ReadFull(r, body); err != nil {
				t.Fatal(err)
			}
			type position struct{ Line, Character int }
			var m struct {
				Method string
				Params struct {
					Diagnostics []struct {
						Range           struct{ Start, End position }
						Severity        int
						Source, Message string
					}
				}
			}
			w.json(string(body), &m)
			if m.Method != "textDocument/publishDiagnostics" {
				continue
			}
			for _, d := range m.Params.Diagnostics {
				rule := regexp.MustCompile(`\[([a-z-]+)\]$`).FindStringSubmatch(d.Message)
				if rule == nil || d.Source != "yorisoi" {
					t.Fatal(d)
				}
				a, z := d.Range.Start, d.Range.End
				got = append(got, seen{path, []string{"", "error", "warning", "info"}[d.Severity], rule[1],
					cut(path, "utf16", a.Line+1, a.Character+1, z.Line+1, z.Character+1)})
			}
		}
		late.Stop()
		cmd.Process.Kill()
		cmd.Wait()
		w.expect(got, func(f finding) bool { return f.Path == path })
	}
}

// VS Code runs a task and matches its lines with JavaScript; a document's columns are UTF-16 units there. VS Code itself does
// not run here.
func TestConsumerProblemMatcher(t *testing.T) {
	need(t, "node")
	w := newWorkplace(t)
	const script = `
const fs = require('node:fs'), { execFileSync } = require('node:child_process');
const task = JSON.parse(fs.readFileSync(process.argv[2])).tasks[0], p = task.problemMatcher.pattern;
let said = '';
try { said = execFileSync(task.command, task.args, { encoding: 'utf8' }); } catch (e) { said = e.stdout; }
const found = said.trimEnd().split('\n').map(line => {
  const m = new RegExp(p.regexp).exec(line);
  const lines = fs.readFileSync(m[p.file], 'utf8').split('\n');
  const from = m[p.line] - 1, to = m[p.endLine] - 1, a = m[p.column] - 1, z = m[p.endColumn] - 1;
  const words = from === to ? lines[from].slice(a, z) : [lines[from].slice(a), ...lines.slice(from + 1, to), lines[to].slice(0, z)].join('\n');
  return { path: m[p.file], level: m[p.severity], rule: m[p.code], words };
});
console.log(JSON.stringify(found));`
	var list []struct{ Path, Level, Rule, Words string }
	w.json(w.run("", "node", w.write("matcher.js", script), settings(t, "vscode.json")), &list)
	var got []seen
	for _, f := range list {
		got = append(got, seen{f.Path, f.Level, f.Rule, f.Words})
	}
	w.expect(got, nil)
}

// pre-commit installs the hook from this repository as it is committed, and runs it on names with spaces.
func TestConsumerPreCommit(t *testing.T) {
	need(t, "pre-commit", "git")
	w := newWorkplace(t)
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(settings(t, "pre-commit.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	commit, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PRE_COMMIT_HOME", t.TempDir())
	t.Setenv("GOFLAGS", "-modcacherw")
	w.run("", "git", "init", "-q")
	w.run("", "git", "add", ".")
	for _, hook := range []string{"yorisoi", "yorisoi-system"} {
		config := strings.NewReplacer("https://github.com/yorisoi/yorisoi", repo, "v0.1.0", strings.TrimSpace(string(commit)),
			"id: yorisoi ", "id: "+hook+" ", "^canned/", "^返信 集/").Replace(string(data))
		cmd := exec.Command("pre-commit", "run", "--all-files", "--verbose", "--config", w.write("config.yaml", config))
		cmd.Dir = w.dir
		out, err := cmd.CombinedOutput()
		if err == nil || !bytes.Contains(out, []byte("exit code: 1")) {
			t.Fatalf("%s: %v: %s", hook, err, out)
		}
		for _, f := range w.want {
			place := fmt.Sprintf("%s:%d:%d: ", f.Path, f.Start.Line, f.Start.Column)
			if named := f.Path != "c.yaml"; bytes.Contains(out, []byte(place)) != named {
				t.Errorf("%s: %s: %v; pre-commit says\n%s", hook, place, named, out)
			}
		}
	}
}

// The steps of the action, run as a runner runs them.
func TestConsumerAction(t *testing.T) {
	need(t, "bash")
	w := newWorkplace(t)
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var action struct {
		Runs struct{ Steps []struct{ Run string } }
	}
	if err := yaml.Unmarshal(data, &action); err != nil {
		t.Fatal(err)
	}
	var steps []string
	for _, s := range action.Runs.Steps {
		if s.Run != "" {
			steps = append(steps, s.Run)
		}
	}
	dir := t.TempDir()
	t.Setenv("RUNNER_TEMP", dir)
	t.Setenv("GITHUB_OUTPUT", filepath.Join(dir, "output"))
	step := func(run, dir string, out io.Writer) (status int, err error) {
		cmd := exec.Command("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", run)
		cmd.Dir, cmd.Stdout = dir, out
		err = cmd.Run()
		if _, ok := err.(*exec.ExitError); ok {
			err = nil
		}
		return cmd.ProcessState.ExitCode(), err
	}
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	if len(steps) != 2 {
		t.Fatal(steps)
	}
	if status, err := step(steps[0], repo, io.Discard); status != 0 || err != nil {
		t.Fatal(status, err)
	}
	for _, c := range []struct {
		name           string
		paths, args    string
		format, output string
		status         int
		says, file     string
	}{
		{"findings", "返信 集\nc.yaml", "--fail-on=info\n--lang=en", "github", "", 1, w.yorisoi("github"), ""},
		{"nothing", "c.yaml", "--fail-on=never\n--rule=missing-thanks", "github", "", 0, "", ""},
		{"report", ".", "--lang=en", "sarif", "out.sarif", 1, "", w.yorisoi("sarif")},
		{"missing", "none.txt", "", "unix", "", 2, "", ""},
	} {
		os.Remove(filepath.Join(dir, "output"))
		t.Setenv("YORISOI_PATHS", c.paths)
		t.Setenv("YORISOI_ARGS", c.args)
		t.Setenv("YORISOI_FORMAT", c.format)
		t.Setenv("YORISOI_OUTPUT", c.output)
		var out bytes.Buffer
		got, err := step(steps[1], w.dir, &out)
		if err != nil || got != c.status {
			t.Errorf("%s: status %d %v, want %d", c.name, got, err, c.status)
		}
		if out.String() != c.says {
			t.Errorf("%s: says %s, want %s", c.name, out.String(), c.says)
		}
		if b, _ := os.ReadFile(filepath.Join(dir, "output")); string(b) != fmt.Sprintf("status=%d\n", c.status) {
			t.Errorf("%s: output %q", c.name, b)
		}
		if c.output != "" {
			b, err := os.ReadFile(filepath.Join(w.dir, c.output))
			version := regexp.MustCompile(`"(semanticV|v)ersion": "[^"]*",\n`)
			if err != nil || version.ReplaceAllString(string(b), "") != version.ReplaceAllString(c.file, "") {
				t.Errorf("%s: %v %s", c.name, err, b)
			}
		}
	}
}

// The shells complete with the scripts.
func TestConsumerShells(t *testing.T) {
	for _, c := range []struct{ shell, script, want string }{
		{"bash", `source /usr/share/bash-completion/bash_completion
source <(yorisoi completion bash)
COMP_WORDS=(yorisoi check --format js) COMP_CWORD=3 COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
__start_yorisoi
printf '%s\n' "${COMPREPLY[@]}"`, "json\njsonl\n"},
		{"fish", `yorisoi completion fish | source; complete -C 'yorisoi check --format js' | cut -f1`, "json\njsonl\n"},
		{"zsh", `autoload -U compinit; compinit -D; source <(yorisoi completion zsh); print $_comps[yorisoi]`, "_yorisoi\n"},
	} {
		t.Run(c.shell, func(t *testing.T) {
			need(t, c.shell)
			if _, err := os.Stat("/usr/share/bash-completion/bash_completion"); c.shell == "bash" && err != nil {
				t.Skip("bash-completion is not installed")
			}
			w := newWorkplace(t)
			t.Setenv("HOME", t.TempDir())
			if got := w.run("", c.shell, "-c", c.script); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The manual is what man takes for one.
func TestConsumerMan(t *testing.T) {
	need(t, "mandoc")
	w := newWorkplace(t)
	for _, l := range []string{"ja", "en"} {
		page := w.write("yorisoi.1", w.run("", "yorisoi", "--lang", l, "man"))
		out, _ := exec.Command("mandoc", "-T", "lint", "-W", "warning", page).CombinedOutput()
		for line := range strings.Lines(string(out)) {
			if !strings.Contains(line, "missing date") { // the page says the version instead
				t.Error(line)
			}
		}
	}
}

// The action is one, and a workflow that calls it gives it inputs that it has.
func TestConsumerActionFile(t *testing.T) {
	cli := module(t, "@action-validator/cli/cli.mjs")
	need(t, "node", "actionlint", "git")
	w := newWorkplace(t)
	data, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	workflow, err := os.ReadFile(settings(t, "github.yml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"action.yml":                    string(data),
		".github/workflows/replies.yml": strings.Replace(string(workflow), "yorisoi/yorisoi@v0.1.0", "./", 1),
	} {
		path := filepath.Join(w.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	w.run("", "git", "init", "-q")
	w.run("", "actionlint")
	w.run("", "node", cli, "action.yml")
}

// What is copied in one window is checked from another.
func TestConsumerClipboard(t *testing.T) {
	need(t, "Xvfb", "xclip")
	w := newWorkplace(t)
	display := exec.Command("Xvfb", "-displayfd", "1", "-nolisten", "tcp")
	out, err := display.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := display.Start(); err != nil {
		t.Fatal(err)
	}
	defer display.Wait()
	defer display.Process.Kill()
	number, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Skipf("Xvfb does not start: %v", err)
	}
	t.Setenv("DISPLAY", ":"+strings.TrimSpace(number))
	t.Setenv("WAYLAND_DISPLAY", "")
	copied := exec.Command("xclip", "-in", "-selection", "clipboard", "-loops", "1", "-quiet")
	copied.Stdin = strings.NewReader("😀変更はできません。\n")
	if err := copied.Start(); err != nil {
		t.Fatal(err)
	}
	defer copied.Wait()
	time.Sleep(time.Second) // until it owns the clipboard
	if got := w.run("", "yorisoi", "check", "--clipboard", "--rule", "bare-refusal", "--format", "unix", "--fail-on", "never"); !strings.HasPrefix(got, "<clipboard>:1:5:1:10: warning: ") {
		t.Errorf("got %q", got)
	}
}
