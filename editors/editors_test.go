//go:build editors

// Package editors_test has real clients talk to the real language server: editors without a screen, and the client that
// VS Code is built on. The script run installs what it needs; a client that is missing is skipped, and named.
package editors_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A surrogate pair, a combining mark and Japanese stand before the refusal: 4+3+3+9 bytes, 2+1+1+3 UTF-16 units.
const draft = "確認いたしました。\n😀か\u3099返金はできません。\n"

var bin string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "yorisoi-editors-")
	if err != nil {
		panic(err)
	}
	build := exec.Command("go", "build", "-o", filepath.Join(dir, "yorisoi"), "../cmd/yorisoi")
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	bin = dir
	status := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(status)
}

type found struct {
	Line, From, To int
	Code           any
	Text, Message  string
	Range          struct{ Start, End struct{ Line, Character int } }
}

type outcome struct {
	Failed        string
	Found, Mended []found
	Hover         json.RawMessage
	Actions       json.RawMessage
	Completions   []string
	Watched       []string
	Status        *int
	Capabilities  struct{ PositionEncoding string }
}

// client runs one client upon a draft, which it mends, and gives what it saw.
func client(t *testing.T, program string, args, env []string) (o outcome) {
	t.Helper()
	data, said := start(t, program, args, env)
	if err := json.Unmarshal(data, &o); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	if o.Failed != "" || len(o.Found) != 1 || len(o.Mended) != 0 {
		t.Fatalf("got %s\n%s", data, said)
	}
	if !strings.Contains(o.Found[0].Message, "できません") {
		t.Errorf("the message is %q", o.Found[0].Message)
	}
	return o
}

// draftFile stands among arguments for the path of the draft.
const draftFile = "<draft>"

// start starts a program upon a draft and gives what it wrote and what it said.
func start(t *testing.T, program string, args, env []string) (data, said []byte) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("SKIPPED: %s is not installed", program)
	}
	dir := t.TempDir()
	file, out := filepath.Join(dir, "返信.txt"), filepath.Join(dir, "out.json")
	if err := os.WriteFile(file, []byte(draft), 0o666); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	args = slices.Clone(args)
	for i, a := range args {
		if a == draftFile {
			args[i] = file
		}
	}
	cmd := exec.CommandContext(ctx, program, args...)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"), "DRAFT="+file, "OUT="+out,
		"LANG=C.UTF-8", "LC_ALL=C.UTF-8", "HOME="+dir, "XDG_CONFIG_HOME="+dir, "TERM=dumb", "EDITORS="+here)
	cmd.Env = append(cmd.Env, env...)
	said, err = cmd.CombinedOutput()
	data, rerr := os.ReadFile(out)
	if rerr != nil {
		t.Fatalf("%s wrote nothing (%v):\n%s", program, err, said)
	}
	return data, said
}

func abs(t *testing.T, name string) string {
	p, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Neovim counts columns in bytes, and converts them itself.
func TestNeovim(t *testing.T) {
	o := client(t, "nvim", []string{"--headless", "-n", "-u", abs(t, "neovim.lua"), "-c", "luafile " + abs(t, "test/neovim.lua")}, nil)
	if f := o.Found[0]; f.Line != 1 || f.From != 19 || f.To != 34 || f.Code != "bare-refusal" {
		t.Errorf("got %+v", f)
	}
	if !strings.Contains(string(o.Hover), "行き止まり") || !strings.Contains(string(o.Actions), "bare-refusal") {
		t.Errorf("hover %s, actions %s", o.Hover, o.Actions)
	}
}

// Emacs shows the text that a diagnostic stands under.
func TestEglot(t *testing.T) {
	o := client(t, "emacs", []string{"--batch", "--eval", "(package-initialize)", "-l", abs(t, "test/eglot.el")}, []string{"CONFIG=" + abs(t, "eglot.el")})
	if f := o.Found[0]; f.Line != 1 || f.Text != "できません" {
		t.Errorf("got %+v", f)
	}
}

// ALE takes columns for bytes, which the forced encoding makes them.
func TestALE(t *testing.T) {
	if _, err := os.Stat("/usr/share/vim-ale"); err != nil {
		t.Skip("SKIPPED: ALE is not installed")
	}
	o := client(t, "vim", []string{"-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "--cmd", "set rtp+=/usr/share/vim-ale", "-S", abs(t, "test/ale.vim")},
		[]string{"CONFIG=" + abs(t, "ale.vim")})
	if f := o.Found[0]; f.Line != 1 || f.From != 19 || f.To != 34 || f.Code != "bare-refusal" {
		t.Errorf("got %+v", f)
	}
}

// Kakoune has no client of its own; its command :lint reads what yorisoi prints.
func TestKakoune(t *testing.T) {
	data, _ := start(t, "kak", []string{"-ui", "dummy", "-E", "source " + abs(t, "test/kakoune.kak"), draftFile}, []string{"CONFIG=" + abs(t, "kakoune.kak")})
	if s := string(data); !strings.Contains(s, "2|warning: ") || !strings.Contains(s, "[bare-refusal](col 20)") {
		t.Errorf("got %q", s)
	}
}

// The client of VS Code, which is told or asks.
func TestVSCodeProtocol(t *testing.T) {
	modules := os.Getenv("YORISOI_NODE_MODULES")
	if _, err := os.Stat(filepath.Join(modules, "vscode-languageserver-protocol")); modules == "" || err != nil {
		t.Skip("SKIPPED: vscode-languageserver-protocol is not installed (YORISOI_NODE_MODULES)")
	}
	for _, pull := range []string{"0", "1"} {
		o := client(t, "node", []string{abs(t, "test/protocol.js")}, []string{"NODE_PATH=" + modules, "PULL=" + pull})
		f := o.Found[0]
		if f.Range.Start.Line != 1 || f.Range.Start.Character != 7 || f.Range.End.Character != 12 || f.Code != "bare-refusal" {
			t.Errorf("got %+v", f)
		}
		if o.Status == nil || *o.Status != 0 || o.Capabilities.PositionEncoding != "utf-16" || len(o.Watched) == 0 {
			t.Errorf("got %+v", o)
		}
		if !strings.Contains(string(o.Hover), "行き止まり") || !strings.Contains(string(o.Actions), "yorisoi.explain") || len(o.Completions) == 0 {
			t.Errorf("hover %s, actions %s, completions %q", o.Hover, o.Actions, o.Completions)
		}
	}
}
