package lsp_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/lsp"
)

const refusal = "お問い合わせいただき、ありがとうございます。\n確認いたしました。\n返金はできません。\n"

// What one types is judged at once, in the version it was typed in.
func TestTyping(t *testing.T) {
	c := start(t, lsp.Options{}, everything(), t.TempDir())
	const uri = "untitled:Untitled-1"
	c.open(uri, "plaintext", 1, refusal)
	got := c.diagnostics(uri, 1)
	if len(got) != 1 || got[0].Code != "bare-refusal" || got[0].Source != "yorisoi" || got[0].Severity != 2 {
		t.Fatalf("got %+v", got)
	}
	if want := (rng{pos{2, 3}, pos{2, 8}}); got[0].Range != want {
		t.Errorf("range %+v, want %+v", got[0].Range, want)
	}
	if h := got[0].CodeDescription.Href; !strings.HasSuffix(h, "rules/bare-refusal.yaml") {
		t.Errorf("explained at %q", h)
	}
	if !strings.Contains(got[0].Message, "→") {
		t.Errorf("the message has no advice: %q", got[0].Message)
	}
	c.change_(uri, 2, m{"range": rng{pos{2, 9}, pos{2, 9}}, "text": "代わりに交換を承ります。"})
	if got := c.diagnostics(uri, 2); len(got) != 0 {
		t.Errorf("with an alternative: %+v", got)
	}
	c.change_(uri, 3, m{"text": "返金はできません。"})
	if got := c.diagnostics(uri, 3); !slices.Equal(codes(got), []string{"bare-refusal"}) {
		t.Errorf("the whole text sent anew: %+v", got)
	}
	c.notify("textDocument/didClose", m{"textDocument": m{"uri": uri}})
	c.last(uri, "nothing once closed", func(p published) bool { return p.Version == nil && len(p.Diagnostics) == 0 })
}

// Related places go with a diagnostic, or into its message where the client cannot show them.
func TestRelated(t *testing.T) {
	const twice = "すみません。確認しました。\n申し訳ございません。"
	c := start(t, lsp.Options{}, everything())
	c.notify("workspace/didChangeConfiguration", m{"settings": nil})
	c.open("untitled:a", "plaintext", 1, "---\nchannel: chat\n---\n"+twice)
	got := c.diagnostics("untitled:a", 1)
	if len(got) != 1 || len(got[0].Related) != 1 || got[0].Related[0].Location.URI != "untitled:a" || got[0].Related[0].Location.Range.Start != (pos{3, 0}) {
		t.Errorf("got %+v", got)
	}
	plain := start(t, lsp.Options{}, m{})
	plain.open("untitled:a", "plaintext", 1, "---\nchannel: chat\n---\n"+twice)
	got = plain.diagnostics("untitled:a", 1)
	if len(got) != 1 || len(got[0].Related) != 0 || !strings.Contains(got[0].Message, "4行目") {
		t.Errorf("without related information: %+v", got)
	}
}

// A client that asks is answered, and told when nothing has changed.
func TestPull(t *testing.T) {
	c := start(t, lsp.Options{}, with(everything(), m{"textDocument": m{"diagnostic": m{}}}))
	c.open("untitled:a", "plaintext", 1, refusal)
	type pulled struct {
		Kind, ResultID string
		Items          []diag
	}
	ask := func(previous string) (r pulled) {
		c.call("textDocument/diagnostic", m{"textDocument": m{"uri": "untitled:a"}, "previousResultId": previous}, &r)
		return r
	}
	first := ask("")
	if first.Kind != "full" || !slices.Equal(codes(first.Items), []string{"bare-refusal"}) || first.ResultID == "" {
		t.Fatalf("got %+v", first)
	}
	if again := ask(first.ResultID); again.Kind != "unchanged" || again.Items != nil {
		t.Errorf("asked again: %+v", again)
	}
	c.change_("untitled:a", 2, m{"range": rng{pos{2, 9}, pos{2, 9}}, "text": "代わりに交換を承ります。"})
	if third := ask(first.ResultID); third.Kind != "full" || third.Items == nil || len(third.Items) != 0 {
		t.Errorf("after an edit: %+v", third)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if p := c.publishes("untitled:a"); p != nil {
		t.Errorf("diagnostics were sent unasked: %+v", p)
	}
}

// Each encoding counts in its own unit; a forced one goes before what the client asks for.
func TestPositionEncodings(t *testing.T) {
	const draft = "😀か\u3099返金はできません。\r\n" // the refusal begins behind 4+3+3+9 bytes, 2+1+1+3 UTF-16 units, 1+1+1+3 characters
	for _, x := range []struct {
		name, forced string
		wants        []string
		says         string
		from, to     int
	}{
		{"nothing said", "", nil, "utf-16", 7, 12},
		{"utf-8", "", []string{"utf-8", "utf-16"}, "utf-8", 19, 34},
		{"utf-32", "", []string{"utf-32"}, "utf-32", 6, 11},
		{"the first that is known", "", []string{"utf-7", "utf-32", "utf-8"}, "utf-32", 6, 11},
		{"forced", "utf-8", []string{"utf-16"}, "utf-8", 19, 34},
		{"forced where nothing is said", "utf-8", nil, "utf-8", 19, 34},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := dial(t, lsp.Options{Encoding: x.forced})
			res := c.hello(m{"general": m{"positionEncodings": x.wants}})
			defer c.bye()
			if got := res.Capabilities["positionEncoding"]; got != x.says {
				t.Errorf("the server says %v, want %s", got, x.says)
			}
			c.open("untitled:a", "plaintext", 1, draft)
			got := c.diagnostics("untitled:a", 1)
			want := rng{pos{0, x.from}, pos{0, x.to}}
			if len(got) != 1 || got[0].Range != want {
				t.Fatalf("got %+v, want %+v", got, want)
			}
			// The same numbers mean the same place in an edit.
			c.change_("untitled:a", 2, m{"range": want, "text": "でき"}, m{"range": rng{pos{0, x.from}, pos{0, x.from}}, "text": "本日"})
			c.change_("untitled:a", 3, m{"range": rng{pos{1, 0}, pos{9, 9}}, "text": "返金はできません。"})
			if got := c.diagnostics("untitled:a", 3); len(got) != 1 || got[0].Range.Start.Line != 1 {
				t.Errorf("on the empty last line: %+v", got)
			}
		})
	}
}

// The older way of negotiating is understood.
func TestOffsetEncoding(t *testing.T) {
	c := dial(t, lsp.Options{})
	res := c.hello(m{"offsetEncoding": []string{"utf-8", "utf-16"}})
	defer c.bye()
	if res.OffsetEncoding != "utf-8" || res.Capabilities["positionEncoding"] != "utf-8" {
		t.Errorf("got %+v", res)
	}
}

// Files a test writes.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, body := range files {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// The configuration of a folder counts in it, and counts as it is on disk now.
func TestConfiguration(t *testing.T) {
	root := t.TempDir()
	a, b := filepath.Join(root, "a"), filepath.Join(root, "b")
	write(t, root, map[string]string{"a/.yorisoi.yaml": "rules: {bare-refusal: off}\n", "b/x.txt": ""})
	c := start(t, lsp.Options{}, everything(), a, b)
	inA, inB := fileURI(filepath.Join(a, "返信.txt")), fileURI(filepath.Join(b, "x.txt"))
	c.open(inA, "plaintext", 1, refusal)
	c.open(inB, "plaintext", 1, refusal)
	if got := c.diagnostics(inA, 1); len(got) != 0 {
		t.Errorf("switched off in a: %+v", got)
	}
	if got := c.diagnostics(inB, 1); len(got) != 1 {
		t.Errorf("in b: %+v", got)
	}
	changed := func(path string) {
		c.notify("workspace/didChangeWatchedFiles", m{"changes": []m{{"uri": fileURI(path), "type": 2}}})
	}
	write(t, a, map[string]string{".yorisoi.yaml": "rules: {bare-refusal: error}\n"})
	changed(filepath.Join(a, ".yorisoi.yaml"))
	c.last(inA, "an error", func(p published) bool { return len(p.Diagnostics) == 1 && p.Diagnostics[0].Severity == 1 })

	// What is wrong with it is shown in it, though nobody has opened it.
	write(t, a, map[string]string{".yorisoi.yaml": "rules:\n  bare-refusl: error\n"})
	changed(filepath.Join(a, ".yorisoi.yaml"))
	conf := fileURI(filepath.Join(a, ".yorisoi.yaml"))
	got := c.last(conf, "the mistake", func(p published) bool { return len(p.Diagnostics) == 1 })
	if want := (rng{pos{1, 2}, pos{1, 13}}); got.Diagnostics[0].Range != want || !strings.Contains(got.Diagnostics[0].Message, "bare-refusal") {
		t.Errorf("got %+v, want it at %+v", got.Diagnostics, want)
	}
	got = c.last(inA, "that it was not checked", func(p published) bool { return len(p.Diagnostics) == 1 && len(p.Diagnostics[0].Related) == 1 })
	if at := got.Diagnostics[0].Related[0].Location; at.URI != conf {
		t.Errorf("related to %+v", at)
	}
	write(t, a, map[string]string{".yorisoi.yaml": "rules: {}\n"})
	changed(filepath.Join(a, ".yorisoi.yaml"))
	c.last(conf, "no mistake", func(p published) bool { return len(p.Diagnostics) == 0 })
	c.last(inA, "the finding", func(p published) bool { return len(p.Diagnostics) == 1 && p.Diagnostics[0].Code == "bare-refusal" })
}

// Clients that do not watch files are served as well.
func TestPolling(t *testing.T) {
	root := t.TempDir()
	c := start(t, lsp.Options{}, m{}, root)
	uri := fileURI(filepath.Join(root, "x.txt"))
	c.open(uri, "plaintext", 1, refusal)
	c.last(uri, "the finding", func(p published) bool { return len(p.Diagnostics) == 1 })
	write(t, root, map[string]string{".yorisoi.yaml": "rules: {bare-refusal: off}\n"})
	c.last(uri, "nothing", func(p published) bool { return len(p.Diagnostics) == 0 })
}

// The customer's message lies beside the reply, in the editor or on disk.
func TestInquiry(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"x.inquiry.txt": "DNSの設定を変えました。"})
	c := start(t, lsp.Options{}, everything(), root)
	uri, beside := fileURI(filepath.Join(root, "x.txt")), fileURI(filepath.Join(root, "x.inquiry.txt"))
	c.open(uri, "plaintext", 1, "DNSの設定は正しく入っております。")
	if got := c.diagnostics(uri, 1); len(got) != 0 {
		t.Errorf("the customer uses the word: %+v", got)
	}
	c.open(beside, "plaintext", 1, "設定を変えました。返金はできません。")
	c.last(uri, "the word is new to this customer", func(p published) bool { return slices.Equal(codes(p.Diagnostics), []string{"unexplained-jargon"}) })
	if got := c.diagnostics(beside, 1); len(got) != 0 {
		t.Errorf("the customer was judged: %+v", got)
	}
	c.change_(beside, 2, m{"text": "DNSの設定を変えました。"})
	c.last(uri, "nothing", func(p published) bool { return len(p.Diagnostics) == 0 })
}

// Settings come from the client, for each folder; they give way to the configuration.
func TestSettings(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"b/.yorisoi.yaml": "channel: email\n"})
	a, b := filepath.Join(root, "a"), filepath.Join(root, "b")
	c := dial(t, lsp.Options{})
	c.config = map[string]any{
		fileURI(a): m{"channel": "chat", "levels": m{"bare-refusal": "error"}, "path": "/usr/bin/yorisoi"},
		fileURI(b): m{"channel": "chat"},
		"":         m{"chanel": "chat", "lang": "en"},
	}
	c.hello(everything(), a, b)
	defer c.bye()
	const noThanks = "山田様\n返金はできません。\nよろしくお願いいたします。\n"
	inA, inB := fileURI(filepath.Join(a, "x.txt")), fileURI(filepath.Join(b, "x.txt"))
	c.open(inA, "plaintext", 1, noThanks)
	c.open(inB, "plaintext", 1, noThanks)
	got := c.last(inA, "a chat needs no thanks", func(p published) bool {
		return len(p.Diagnostics) > 0 && !slices.Contains(codes(p.Diagnostics), "missing-thanks")
	})
	for _, d := range got.Diagnostics {
		if d.Code == "bare-refusal" && d.Severity != 1 {
			t.Errorf("level: %+v", d)
		}
	}
	c.last(inB, "a mail does", func(p published) bool { return slices.Contains(codes(p.Diagnostics), "missing-thanks") })
	c.until("the unknown setting is told", func() bool {
		return slices.ContainsFunc(c.notes, func(n message) bool {
			return n.Method == "window/showMessage" && strings.Contains(string(n.Params), "chanel") && strings.Contains(string(n.Params), "yorisoi.channel")
		})
	})
}

// Messages speak the language of the editor.
func TestLocale(t *testing.T) {
	c := dial(t, lsp.Options{})
	c.call("initialize", m{"locale": "en-US", "capabilities": m{}}, nil)
	defer c.bye()
	c.open("untitled:a", "plaintext", 1, refusal)
	if got := c.diagnostics("untitled:a", 1); len(got) != 1 || !strings.Contains(got[0].Message, "dead end") {
		t.Errorf("got %+v", got)
	}
}

// What nobody writes is not judged, nor is what holds no replies.
func TestOthers(t *testing.T) {
	c := start(t, lsp.Options{}, everything(), t.TempDir())
	for uri, t := range map[string]string{
		"git:/x.txt?%7B%22ref%22%3A%22HEAD%22%7D": refusal,
		"file:///tmp/compose.yaml":                "services:\n  web: {image: できません}\n",
		"untitled:empty":                          " \n",
	} {
		c.open(uri, "plaintext", 1, t)
	}
	c.open("untitled:last", "plaintext", 1, refusal)
	c.diagnostics("untitled:last", 1)
	c.diagnostics("untitled:empty", 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.notes {
		var p published
		if json.Unmarshal(n.Params, &p) == nil && p.URI != "untitled:last" && len(p.Diagnostics) > 0 {
			t.Errorf("got %+v", p)
		}
	}
}
