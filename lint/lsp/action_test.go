package lsp_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/lsp"
	"github.com/yorisoi/yorisoi/lint/text"
)

type action struct {
	Title, Kind string
	IsPreferred bool
	Diagnostics []diag
	Edit        *struct {
		Changes         map[string][]edit
		DocumentChanges []struct {
			Kind, URI    string
			TextDocument struct {
				URI     string
				Version *int
			}
			Edits []edit
		}
		ChangeAnnotations map[string]struct{ NeedsConfirmation bool }
	}
	Command *struct {
		Command   string
		Arguments []string
	}
}

type edit struct {
	Range                 rng
	NewText, AnnotationID string
}

// made is a text with an edit of the protocol made, in UTF-16 units.
func made(t string, e edit) string {
	f := text.Plain("", t)
	at := func(p pos) int { return f.Offset(p.Line+1, p.Character+1, text.UTF16s) }
	return f.Edited(text.Edit{Span: text.Span{Start: at(e.Range.Start), End: at(e.Range.End)}, New: e.NewText}).Text
}

// actionsAt asks for what can be done at a place.
func (c *client) actionsAt(uri string, line, character int) (out []action) {
	c.t.Helper()
	p := pos{line, character}
	c.call("textDocument/codeAction", m{"textDocument": m{"uri": uri}, "range": rng{p, p}, "context": m{"diagnostics": []any{}}}, &out)
	return out
}

func titled(t testing.TB, list []action, words ...string) action {
	t.Helper()
	var titles []string
	for _, a := range list {
		all := true
		for _, w := range words {
			all = all && strings.Contains(a.Title, w)
		}
		if all {
			return a
		}
		titles = append(titles, a.Title)
	}
	t.Fatalf("no action with %q among %q", words, titles)
	return action{}
}

func TestHover(t *testing.T) {
	c := start(t, lsp.Options{}, everything())
	c.open("untitled:a", "plaintext", 1, refusal)
	var h struct {
		Contents struct{ Kind, Value string }
		Range    rng
	}
	ask := func(line, character int) bool {
		h.Contents.Value = ""
		c.call("textDocument/hover", m{"textDocument": m{"uri": "untitled:a"}, "position": pos{line, character}}, &h)
		return h.Contents.Value != ""
	}
	if !ask(2, 5) {
		t.Fatal("nothing to say of the refusal")
	}
	if h.Range != (rng{pos{2, 3}, pos{2, 8}}) || h.Contents.Kind != "markdown" {
		t.Errorf("got %+v", h)
	}
	for _, part := range []string{"bare-refusal", "「できません」で断ったまま", "行き止まり", "こう書き換えます", "指摘する例", "出典: S1（"} {
		if !strings.Contains(h.Contents.Value, part) {
			t.Errorf("no %q in\n%s", part, h.Contents.Value)
		}
	}
	if ask(0, 3) {
		t.Errorf("of the thanks: %q", h.Contents.Value)
	}
	plain := start(t, lsp.Options{}, m{"textDocument": m{"hover": m{"contentFormat": []string{"plaintext"}}}})
	plain.open("untitled:a", "plaintext", 1, refusal)
	plain.call("textDocument/hover", m{"textDocument": m{"uri": "untitled:a"}, "position": pos{2, 5}}, &h)
	if h.Contents.Kind != "plaintext" || strings.ContainsAny(h.Contents.Value, "*#\\") {
		t.Errorf("plain: %+v", h)
	}
}

const unsaid = "山田様\r\nいつもお世話になっております。\r\nご予約を承りました。\r\nよろしくお願いいたします。\r\n"

// A sentence is put in where it belongs, after it was shown; then there is nothing more to find.
func TestInsertThanks(t *testing.T) {
	c := start(t, lsp.Options{}, everything())
	c.open("untitled:a", "plaintext", 7, unsaid)
	a := titled(t, c.actionsAt("untitled:a", 2, 1), "ご連絡くださり、ありがとうございます。")
	if len(a.Diagnostics) != 1 || a.Diagnostics[0].Code != "missing-thanks" || a.Kind != "quickfix" {
		t.Errorf("got %+v", a)
	}
	change := a.Edit.DocumentChanges[0]
	if change.TextDocument.URI != "untitled:a" || *change.TextDocument.Version != 7 || !a.Edit.ChangeAnnotations[change.Edits[0].AnnotationID].NeedsConfirmation {
		t.Errorf("got %+v", a.Edit)
	}
	want := strings.Replace(unsaid, "ご予約", "ご連絡くださり、ありがとうございます。\r\nご予約", 1)
	if got := made(unsaid, change.Edits[0]); got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	c.change_("untitled:a", 8, m{"text": want})
	if got := c.diagnostics("untitled:a", 8); len(got) != 0 {
		t.Errorf("then: %+v", got)
	}
}

const jargon = "キャッシュを削除してください。キャッシュは毎日たまります。"

// A gloss goes behind the first mention.
func TestGloss(t *testing.T) {
	simple := with(everything(), m{"workspace": m{"workspaceEdit": m{"documentChanges": false, "changeAnnotationSupport": nil}}})
	c := start(t, lsp.Options{}, simple)
	c.open("untitled:a", "plaintext", 1, jargon)
	a := titled(t, c.actionsAt("untitled:a", 0, 2), "（")
	got := made(jargon, a.Edit.Changes["untitled:a"][0])
	if !strings.HasPrefix(got, "キャッシュ（") || !strings.HasSuffix(got, "）を削除してください。キャッシュは毎日たまります。") {
		t.Errorf("got %q", got)
	}
	if second := c.actionsAt("untitled:a", 0, 18); len(second) != 0 {
		t.Errorf("at the second mention: %+v", second)
	}
}

// A word is made the name of a product in the configuration, which may have to be written first.
func TestAddProduct(t *testing.T) {
	root := t.TempDir()
	c := start(t, lsp.Options{}, everything(), root)
	uri, conf := fileURI(filepath.Join(root, "x.txt")), filepath.Join(root, ".yorisoi.yaml")
	c.open(uri, "plaintext", 1, jargon)
	a := titled(t, c.actionsAt(uri, 0, 2), "キャッシュ", "製品名")
	ch := a.Edit.DocumentChanges
	if len(ch) != 2 || ch[0].Kind != "create" || ch[0].URI != fileURI(conf) || ch[1].TextDocument.URI != fileURI(conf) || ch[1].TextDocument.Version != nil {
		t.Fatalf("got %+v", ch)
	}
	write(t, root, map[string]string{".yorisoi.yaml": made("", ch[1].Edits[0])})
	c.notify("workspace/didChangeWatchedFiles", m{"changes": []m{{"uri": fileURI(conf), "type": 1}}})
	c.last(uri, "the word is known", func(p published) bool { return len(p.Diagnostics) == 0 })

	// One that is open is edited as it is in the editor.
	const mine = "products: [クラウド便] # 当社の\n"
	c.open(fileURI(conf), "yaml", 3, mine)
	write(t, root, map[string]string{".yorisoi.yaml": mine})
	c.notify("workspace/didChangeWatchedFiles", m{"changes": []m{{"uri": fileURI(conf), "type": 2}}})
	c.last(uri, "the word is not known", func(p published) bool { return len(p.Diagnostics) == 1 })
	ch = titled(t, c.actionsAt(uri, 0, 2), "製品名").Edit.DocumentChanges
	if len(ch) != 1 || *ch[0].TextDocument.Version != 3 {
		t.Fatalf("got %+v", ch)
	}
	if got := made(mine, ch[0].Edits[0]); got != "products: [キャッシュ, クラウド便] # 当社の\n" {
		t.Errorf("got %q", got)
	}
}

// The explanation of a rule is opened as a document, which goes with the session, or shown as a message.
func TestExplain(t *testing.T) {
	c := dial(t, lsp.Options{})
	c.results = map[string]any{"window/showDocument": m{"success": true}}
	c.hello(everything())
	c.open("untitled:a", "plaintext", 1, refusal)
	a := titled(t, c.actionsAt("untitled:a", 2, 5), "説明")
	c.call("workspace/executeCommand", m{"command": a.Command.Command, "arguments": a.Command.Arguments}, nil)
	var shown struct{ URI string }
	c.note("window/showDocument", &shown)
	path := strings.TrimPrefix(shown.URI, "file://")
	data, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(data), "行き止まり") {
		t.Errorf("%v: %s", err, data)
	}
	c.bye()
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("%s is left behind", path)
	}

	old := start(t, lsp.Options{}, m{})
	old.open("untitled:a", "plaintext", 1, refusal)
	var commands []struct {
		Title, Command string
		Arguments      []string
	}
	p := pos{2, 5}
	old.call("textDocument/codeAction", m{"textDocument": m{"uri": "untitled:a"}, "range": rng{p, p}, "context": m{}}, &commands)
	if len(commands) != 1 {
		t.Fatalf("a client that knows only commands: %+v", commands)
	}
	old.call("workspace/executeCommand", m{"command": commands[0].Command, "arguments": commands[0].Arguments}, nil)
	var message struct{ Message string }
	old.note("window/showMessage", &message)
	if !strings.Contains(message.Message, "行き止まり") {
		t.Errorf("got %q", message.Message)
	}
	for _, bad := range []m{{"command": "rm"}, {"command": "yorisoi.explain", "arguments": []string{"no-such-rule"}}} {
		if got := old.answer(old.begin("workspace/executeCommand", bad)); got.Error == nil || got.Error.Code != -32602 {
			t.Errorf("%v: %+v", bad, got)
		}
	}
}

// A client that asks for other kinds of actions gets none.
func TestOnly(t *testing.T) {
	c := start(t, lsp.Options{}, everything())
	c.open("untitled:a", "plaintext", 1, refusal)
	p := pos{2, 5}
	for kind, want := range map[string]bool{"refactor": false, "quickfix": true, "": true} {
		var got []action
		c.call("textDocument/codeAction", m{"textDocument": m{"uri": "untitled:a"}, "range": rng{p, p}, "context": m{"only": []string{kind}}}, &got)
		if slices.ContainsFunc(got, func(action) bool { return true }) != want {
			t.Errorf("only %q: %d actions", kind, len(got))
		}
	}
}
