package lsp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lsp"
	"github.com/yorisoi/yorisoi/lint/text"
)

// What is no message, no request, or comes at the wrong time is refused, and the session goes on.
func TestMalformed(t *testing.T) {
	c := dial(t, lsp.Options{})
	frame := func(s string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(s), s) }
	refused := func(id string, code int) {
		t.Helper()
		if got := c.answer(id); got.Error == nil || got.Error.Code != code {
			t.Errorf("%s: got %+v, want %d", id, got, code)
		}
	}
	id := c.begin("textDocument/hover", m{})
	refused(id, -32002) // before initialize
	c.open("untitled:early", "plaintext", 1, refusal)
	c.hello(everything())
	refused(c.begin("initialize", m{}), -32600)
	refused(c.begin("no/such/method", m{}), -32601)
	refused(c.begin("textDocument/didOpen", m{}), -32601) // is no request
	refused(c.begin("textDocument/hover", []int{1}), -32602)
	c.notify("no/such/notification", m{})
	c.notify("textDocument/hover", m{}) // is no notification
	c.notify("textDocument/didChange", m{"textDocument": 3})
	c.notify("$/setTrace", m{"value": "off"})
	for _, x := range []struct {
		sent, id string
		code     int
	}{
		{`{"jsonrpc":"2.0","id":`, "null", -32700},
		{"\xff\xfe", "null", -32700},
		{`[]`, "null", -32600},
		{`7`, "null", -32600},
		{`{"jsonrpc":"2.0","id":-3,"method":"textDocument/hover"}`, "-3", -32600},
		{`{"jsonrpc":"2.0","id":null,"method":"textDocument/hover"}`, "null", -32600},
		{`{"jsonrpc":"2.0","id":"x1","method":"textDocument/hover","params":"?"}`, `"x1"`, -32602},
		{`{"jsonrpc":"2.0","id":"x2","method":5}`, `"x2"`, -32600},
		{`{"jsonrpc":"2.0","id":{"a":1},"method":"textDocument/hover"}`, `{"a":1}`, -32600},
	} {
		c.came(func() { delete(c.answers, "null") })
		c.raw(frame(x.sent))
		refused(x.id, x.code)
	}
	c.raw(frame(`{"jsonrpc":"2.0","id":99,"result":null}`)) // an answer to nothing
	c.raw("content-length: 2\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n{}")
	c.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n", 65<<20) + strings.Repeat(" ", 65<<20)) // too large
	c.open("untitled:a", "plaintext", 1, refusal)
	if got := c.diagnostics("untitled:a", 1); len(got) != 1 {
		t.Errorf("after all that: %+v", got)
	}
	c.mu.Lock()
	if early := c.publishes("untitled:early"); early != nil {
		t.Errorf("opened before initialize: %+v", early)
	}
	c.mu.Unlock()
	c.call("shutdown", nil, nil)
	refused(c.begin("textDocument/hover", m{}), -32600) // after shutdown
	c.notify("exit", nil)
	if err := <-c.ended; err != nil {
		t.Errorf("ended with %v", err)
	}
}

// A header that cannot be read ends the session: nobody knows where the next message begins.
func TestTornHeader(t *testing.T) {
	for _, s := range []string{"Content-Length: x\r\n\r\n", "\r\n", "{}\r\n\r\n", "Content-Length: -1\r\n\r\n", strings.Repeat("x", 9000)} {
		c := dial(t, lsp.Options{})
		go c.raw(s)
		select {
		case err := <-c.ended:
			if err != lsp.ErrNoShutdown {
				t.Errorf("%.20q: %v", s, err)
			}
		case <-time.After(patience):
			t.Errorf("%.20q: the session goes on", s)
		}
		_ = c.in.Close()
	}
}

// Edits outside the text are moved into it; edits of what is not open are told and passed over.
func TestEditsOutOfRange(t *testing.T) {
	c := start(t, lsp.Options{}, everything())
	c.change_("untitled:nobody", 1, m{"text": "x"})
	c.open("untitled:a", "plaintext", 1, "返金は")
	c.change_("untitled:a", 2,
		m{"range": rng{pos{0, 999}, pos{999, 0}}, "text": "できません。"},
		m{"range": rng{pos{-5, -5}, pos{0, 0}}, "text": "本日"},
		m{"range": rng{pos{0, 2}, pos{0, 0}}, "text": ""}, // backwards
		m{"range": rng{pos{1 << 60, 1 << 60}, pos{1 << 60, 1 << 60}}, "text": "\n"},
	)
	got := c.diagnostics("untitled:a", 2)
	if len(got) != 1 || got[0].Range != (rng{pos{0, 3}, pos{0, 8}}) {
		t.Errorf("got %+v", got)
	}
	c.notify("textDocument/didClose", m{"textDocument": m{"uri": "untitled:nobody"}})
	c.open("untitled:a", "plaintext", 9, refusal) // opened twice
	if got := c.diagnostics("untitled:a", 9); len(got) != 1 || got[0].Range.Start.Line != 2 {
		t.Errorf("opened twice: %+v", got)
	}
}

// large is a draft of about n bytes.
func large(t testing.TB, n int) string {
	t.Helper()
	var b strings.Builder
	for i := 0; b.Len() < n; i++ {
		fmt.Fprintf(&b, "ご注文%d番の商品は、倉庫から本日発送いたしました。到着まで今しばらくお待ちください。\n返金はできません。\n\n", i)
	}
	return b.String()
}

// A large document does not keep others waiting, and what is overtaken is given up.
func TestLargeDocument(t *testing.T) {
	c := start(t, lsp.Options{}, everything())
	body := large(t, 1000<<10)
	c.open("untitled:large", "plaintext", 1, body)
	for v := 2; v <= 40; v++ { // typing in it
		c.change_("untitled:large", v, m{"range": rng{pos{0, v}, pos{0, v}}, "text": "あ"})
	}
	began := time.Now()
	c.open("untitled:small", "plaintext", 1, refusal)
	c.diagnostics("untitled:small", 1)
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("the small document waited %v", d)
	}
	id := c.begin("textDocument/hover", m{"textDocument": m{"uri": "untitled:large"}, "position": pos{1, 5}})
	c.notify("$/cancelRequest", m{"id": json.RawMessage(id)})
	if got := c.answer(id); got.Error == nil || got.Error.Code != -32800 {
		t.Errorf("a cancelled request: %+v", got)
	}
	c.change_("untitled:large", 41, m{"text": refusal})
	began = time.Now()
	if got := c.diagnostics("untitled:large", 41); len(got) != 1 {
		t.Errorf("got %+v", got)
	}
	if d := time.Since(began); d > 2*time.Second {
		t.Errorf("overtaken checks were not given up: %v", d)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, p := range c.publishes("untitled:large") {
		if *p.Version < 41 && len(p.Diagnostics) > 0 {
			t.Errorf("version %d was reported though it was overtaken: %+v", *p.Version, p.Diagnostics[0])
		}
	}
}

// Ids may be texts and may be used twice; cancelling what is over, or nothing, does no harm.
func TestCancel(t *testing.T) {
	c := start(t, lsp.Options{}, everything())
	c.open("untitled:a", "plaintext", 1, refusal)
	c.diagnostics("untitled:a", 1)
	ask := m{"jsonrpc": "2.0", "id": "twice", "method": "textDocument/hover", "params": m{"textDocument": m{"uri": "untitled:a"}, "position": pos{2, 5}}}
	c.send(ask)
	c.send(ask)
	if got := c.answer(`"twice"`); got.Error != nil || !strings.Contains(string(got.Result), "bare-refusal") {
		t.Errorf("got %+v", got)
	}
	for _, id := range []any{"twice", 12345, nil, m{}} {
		c.notify("$/cancelRequest", m{"id": id})
	}
	c.notify("$/cancelRequest", nil)
	c.call("textDocument/hover", m{"textDocument": m{"uri": "untitled:a"}, "position": pos{2, 5}}, nil)
}

// However the client goes, nothing stays behind.
func TestNothingLeaks(t *testing.T) {
	settle := func() int {
		n := 0
		for range 100 {
			runtime.GC()
			if n = runtime.NumGoroutine(); n <= 3 {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		return n
	}
	before := settle()
	for i := range 12 {
		c := dial(t, lsp.Options{})
		if i%3 > 0 {
			c.hello(m{})
			c.open("untitled:large", "plaintext", 1, large(t, 200<<10))
		}
		if i%2 == 0 {
			_ = c.in.Close() // dies
		} else {
			_ = c.in.CloseWithError(io.ErrUnexpectedEOF) // in the middle of a message
		}
		select {
		case err := <-c.ended:
			if err != lsp.ErrNoShutdown {
				t.Errorf("ended with %v", err)
			}
		case <-time.After(patience):
			t.Fatal("the session outlives its client")
		}
	}
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	buf := make([]byte, 1<<16)
	t.Errorf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, buf[:runtime.Stack(buf, true)])
}

// A client that reads nothing any more does not keep the session alive.
func TestDeafClient(t *testing.T) {
	toServer, in := io.Pipe()
	_, fromServer := io.Pipe() // nobody reads
	ended := make(chan error, 1)
	go func() { ended <- lsp.Serve(context.Background(), toServer, fromServer, lsp.Options{Loader: loader()}) }()
	for i := range 50 {
		body := fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":"initialize","params":{}}`, i+1)
		fmt.Fprintf(in, "Content-Length: %d\r\n\r\n%s", len(body), body)
	}
	_ = in.Close()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Error("the session waits for ever")
	}
	_ = fromServer.Close()
}

// pieces are what a session may type.
var pieces = []string{
	"返金はできません。", "申し訳ございません。", "代わりに交換を承ります。", "DNS", "キャッシュ", "\n", "\r\n", "\r", "\n\n", "😀", "か\u3099", "ﾃﾞ", "山田様", "> ", "---\n",
	"あ", "。", " ", "　", "1. ", "担当：", "ありがとうございます。", "\u200b", "<!-- -->", "```\n", "channel: chat\n",
}

// drive types into a document at random, and compares what the server has made of it with a check of the text from scratch.
func drive(t *testing.T, seed uint64, encoding string, steps int) {
	r := rand.New(rand.NewPCG(seed, 1))
	c := dial(t, lsp.Options{})
	c.hello(with(everything(), m{"general": m{"positionEncodings": []string{encoding}}}))
	defer c.bye()
	unit := map[string]text.Unit{"utf-8": text.Bytes, "utf-16": text.UTF16s, "utf-32": text.Runes}[encoding]
	uri := []string{"untitled:a.txt", "untitled:a.md", "untitled:a"}[r.IntN(3)]
	f := text.Plain("a", refusal)
	c.open(uri, "plaintext", 1, f.Text)
	version := 1
	compare := func() {
		t.Helper()
		got := c.diagnostics(uri, version)
		p, err := lint.NewProject(loader(), lint.Options{}).Linter("a.txt")
		if err != nil {
			t.Fatal(err)
		}
		var want []diag
		if strings.TrimSpace(f.Text) != "" {
			fresh := text.Plain(map[string]string{"untitled:a.md": "a.md"}[uri], f.Text)
			for _, x := range p.Check(context.Background(), fresh).Findings {
				a, z := fresh.Position(x.Span.Start), fresh.Position(x.Span.End)
				want = append(want, diag{Code: x.Rule.ID, Range: rng{pos{a.Line - 1, a.Column(unit) - 1}, pos{z.Line - 1, z.Column(unit) - 1}}})
			}
		}
		var findings []diag
		for _, d := range got {
			if d.Code != "" {
				findings = append(findings, diag{Code: d.Code, Range: d.Range})
			}
		}
		if fmt.Sprint(findings) != fmt.Sprint(want) {
			t.Fatalf("seed %d, %s, version %d: got %v, want %v in\n%q", seed, encoding, version, findings, want, f.Text)
		}
	}
	for range steps {
		version++
		var edits []m
		for range 1 + r.IntN(3) {
			n := ""
			if r.IntN(4) > 0 {
				n = pieces[r.IntN(len(pieces))]
			}
			if r.IntN(12) == 0 {
				f = text.Plain("a", n+refusal)
				edits = append(edits, m{"text": f.Text})
				continue
			}
			at := func() int {
				i := r.IntN(len(f.Text) + 1)
				for i > 0 && i < len(f.Text) && !utf8.RuneStart(f.Text[i]) {
					i--
				}
				if i > 0 && i < len(f.Text) && f.Text[i-1] == '\r' && f.Text[i] == '\n' {
					i-- // no client points between them
				}
				return i
			}
			sp := text.Span{Start: at()}
			sp.End = sp.Start
			if r.IntN(2) == 0 {
				sp.End = at()
			}
			if sp.End < sp.Start {
				sp.Start, sp.End = sp.End, sp.Start
			}
			if sp.Len() > 60 {
				sp.End = sp.Start
			}
			a, z := f.Position(sp.Start), f.Position(sp.End)
			edits = append(edits, m{"range": rng{pos{a.Line - 1, a.Column(unit) - 1}, pos{z.Line - 1, z.Column(unit) - 1}}, "text": n})
			f = text.Plain("a", f.Text[:sp.Start]+n+f.Text[sp.End:])
		}
		c.change_(uri, version, edits...)
		if r.IntN(5) == 0 {
			compare()
		}
	}
	compare()
}

// Whatever is typed, in whatever unit, the server has the same text and says the same of it as a fresh check.
func TestEditsLikeFresh(t *testing.T) {
	for i, e := range lsp.Encodings() {
		for seed := range 4 {
			drive(t, uint64(10*i+seed), e, 25)
		}
	}
}

func FuzzSession(f *testing.F) {
	for i := range uint64(3) {
		f.Add(i, i)
	}
	f.Fuzz(func(t *testing.T, seed, encoding uint64) {
		drive(t, seed, lsp.Encodings()[encoding%3], 20)
	})
}

// FuzzStream sends anything at all: the server must end the session or go on, and no more.
func FuzzStream(f *testing.F) {
	f.Add([]byte("Content-Length: 2\r\n\r\n{}"))
	f.Add([]byte(`Content-Length: 58` + "\r\n\r\n" + `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}Content-Length: 1` + "\r\n\r\n["))
	f.Add([]byte("Content-Length: 99999999999999999999\r\n\r\n"))
	for name := range map[string]bool{"initialize": true, "textDocument/didOpen": true, "textDocument/didChange": true, "textDocument/codeAction": true, "workspace/didChangeConfiguration": true, "workspace/executeCommand": true} {
		body := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":{"textDocument":{"uri":"untitled:a","text":"できません"}}}`, name)
		f.Add([]byte(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		first := `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{}}`
		in := io.MultiReader(strings.NewReader(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(first), first)), strings.NewReader(string(data)))
		_ = lsp.Serve(context.Background(), in, io.Discard, lsp.Options{Loader: loader(), Failed: func(p any) { t.Errorf("failed: %v", p) }})
	})
}

// What an editor pays at a keystroke: from the edit sent to the diagnostics received, in one process.
func BenchmarkKeystroke(b *testing.B) {
	data, err := os.ReadFile("../../testdata/replies/drafts/refund.txt")
	if err != nil {
		b.Fatal(err)
	}
	for name, body := range map[string]string{"draft": string(data), "62KB": large(b, 62<<10)} {
		b.Run(name, func(b *testing.B) {
			c := start(b, lsp.Options{}, everything())
			c.open("untitled:a", "plaintext", 0, body)
			c.diagnostics("untitled:a", 0)
			line := strings.Count(body, "\n")
			var took []time.Duration
			version := 0
			for b.Loop() {
				version++
				began := time.Now()
				c.change_("untitled:a", version, m{"range": rng{pos{line, version - 1}, pos{line, version - 1}}, "text": "あ"})
				c.diagnostics("untitled:a", version)
				took = append(took, time.Since(began))
				c.mu.Lock()
				c.notes = nil
				c.mu.Unlock()
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
		})
	}
}
