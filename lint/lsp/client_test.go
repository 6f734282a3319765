package lsp_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/lsp"
	"github.com/yorisoi/yorisoi/rules"
)

// client is the other end of a session.
type client struct {
	t       testing.TB
	in      *io.PipeWriter
	ended   chan error
	config  map[string]any // answers to workspace/configuration, by scope
	results map[string]any // answers to other requests, by method

	mu       sync.Mutex
	change   chan struct{} // closed when something came in
	answers  map[string]message
	notes    []message // notifications and requests of the server
	broken   error
	nextID   int
	answered int // requests of the server
}

type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int             `json:"code"`
		Message string          `json:"message"`
		Data    json.RawMessage `json:"data"`
	} `json:"error"`
}

type m = map[string]any

// patience is how long a test waits for something that must come.
const patience = 30 * time.Second

// loader is shared by all sessions, which need not compile the rules each for itself.
var loader = sync.OnceValue(func() *config.Loader { return config.NewLoader(rules.FS, nil) })

// dial begins a session, without a word said.
func dial(t testing.TB, o lsp.Options) *client {
	t.Helper()
	toServer, in := io.Pipe()
	out, fromServer := io.Pipe()
	c := &client{t: t, in: in, ended: make(chan error, 1), change: make(chan struct{}), answers: map[string]message{}}
	o.Loader, o.Rules = loader(), rules.FS
	if o.Default == "" {
		o.Default = lang.JA
	}
	o.Failed = func(p any) { t.Errorf("the server failed: %v", p) }
	go func() {
		err := lsp.Serve(context.Background(), toServer, fromServer, o)
		_ = fromServer.Close()
		c.ended <- err
	}()
	go c.read(bufio.NewReader(out))
	return c
}

// read takes in what the server says.
func (c *client) read(r *bufio.Reader) {
	for {
		n := 0
		for {
			line, err := r.ReadString('\n')
			if err != nil {
				c.came(func() { c.broken = err })
				return
			}
			line = strings.TrimSpace(line)
			if line == "" {
				break
			}
			if v, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				n, _ = strconv.Atoi(v)
			}
		}
		body := make([]byte, n)
		if _, err := io.ReadFull(r, body); err != nil {
			c.came(func() { c.broken = err })
			return
		}
		var msg message
		if err := json.Unmarshal(body, &msg); err != nil {
			c.t.Errorf("the server wrote %q: %v", body, err)
			continue
		}
		if msg.Method == "" {
			c.came(func() { c.answers[string(msg.ID)] = msg })
			continue
		}
		c.came(func() { c.notes = append(c.notes, msg) })
		if msg.ID != nil {
			go func() {
				c.send(m{"jsonrpc": "2.0", "id": msg.ID, "result": c.serve(msg)})
				c.came(func() { c.answered++ })
			}()
		}
	}
}

// serve answers a request of the server.
func (c *client) serve(msg message) any {
	if msg.Method != "workspace/configuration" {
		return c.results[msg.Method]
	}
	var p struct {
		Items []struct{ ScopeURI, Section string }
	}
	_ = json.Unmarshal(msg.Params, &p)
	var out []any
	for _, it := range p.Items {
		c.mu.Lock()
		out = append(out, c.config[it.ScopeURI])
		c.mu.Unlock()
	}
	return out
}

func (c *client) came(do func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	do()
	close(c.change)
	c.change = make(chan struct{})
}

// until waits for something.
func (c *client) until(what string, ok func() bool) {
	c.t.Helper()
	late := time.After(patience)
	for {
		c.mu.Lock()
		done, change := ok(), c.change
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-change:
		case <-late:
			c.t.Fatalf("waited in vain for %s", what)
		}
	}
}

func (c *client) raw(s string) {
	_, _ = io.WriteString(c.in, s)
}

func (c *client) send(v any) {
	data, err := json.Marshal(v)
	if err != nil {
		c.t.Error(err)
	}
	c.raw(fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(data), data))
}

func (c *client) notify(method string, params any) {
	c.send(m{"jsonrpc": "2.0", "method": method, "params": params})
}

// begin sends a request and gives its id.
func (c *client) begin(method string, params any) string {
	c.mu.Lock()
	c.nextID++
	id := c.nextID
	c.mu.Unlock()
	c.send(m{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
	return fmt.Sprint(id)
}

// answer waits for the answer to a request.
func (c *client) answer(id string) (got message) {
	c.t.Helper()
	c.until("the answer to "+id, func() (ok bool) { got, ok = c.answers[id]; return ok })
	return got
}

// call sends a request and waits for its result.
func (c *client) call(method string, params, result any) {
	c.t.Helper()
	got := c.answer(c.begin(method, params))
	if got.Error != nil {
		c.t.Fatalf("%s: %d %s", method, got.Error.Code, got.Error.Message)
	}
	if result != nil {
		if err := json.Unmarshal(got.Result, result); err != nil {
			c.t.Fatalf("%s: %v in %s", method, err, got.Result)
		}
	}
}

// everything is what a client may be able to do.
func everything() m {
	return m{
		"general": m{"positionEncodings": []string{"utf-16"}},
		"workspace": m{
			"configuration": true, "workspaceFolders": true, "didChangeWatchedFiles": m{"dynamicRegistration": true},
			"workspaceEdit": m{"documentChanges": true, "resourceOperations": []string{"create"}, "changeAnnotationSupport": m{}},
		},
		"textDocument": m{
			"publishDiagnostics": m{"relatedInformation": true, "codeDescriptionSupport": true, "versionSupport": true, "tagSupport": m{"valueSet": []int{1, 2}}},
			"codeAction":         m{"codeActionLiteralSupport": m{"codeActionKind": m{"valueSet": []string{"quickfix"}}}, "isPreferredSupport": true},
			"hover":              m{"contentFormat": []string{"markdown"}},
			"completion":         m{"completionItem": m{"snippetSupport": true}},
		},
		"window": m{"showDocument": m{"support": true}},
	}
}

// with is a with what b says besides, deep down.
func with(a m, b m) m {
	out := maps.Clone(a)
	for k, v := range b {
		if x, ok := v.(m); ok {
			if y, ok := out[k].(m); ok {
				v = with(y, x)
			}
		}
		out[k] = v
	}
	return out
}

// start begins a session in a folder, with what the client can do.
func start(t testing.TB, o lsp.Options, caps m, folders ...string) *client {
	t.Helper()
	c := dial(t, o)
	c.hello(caps, folders...)
	t.Cleanup(c.bye)
	return c
}

func (c *client) hello(caps m, folders ...string) (result struct {
	Capabilities   m
	OffsetEncoding string
}) {
	c.t.Helper()
	var list []m
	for _, f := range folders {
		list = append(list, m{"uri": fileURI(f), "name": f})
	}
	c.call("initialize", m{"processId": nil, "capabilities": caps, "workspaceFolders": list}, &result)
	c.notify("initialized", m{})
	return result
}

// bye ends a session as it should be ended.
func (c *client) bye() {
	c.t.Helper()
	c.call("shutdown", nil, nil)
	c.notify("exit", nil)
	select {
	case err := <-c.ended:
		if err != nil {
			c.t.Errorf("the session ended with %v", err)
		}
	case <-time.After(patience):
		c.t.Error("the session did not end")
	}
	_ = c.in.Close()
}

func fileURI(path string) string { return "file://" + strings.ReplaceAll(path, " ", "%20") }

type pos struct{ Line, Character int }

type rng struct{ Start, End pos }

type diag struct {
	Range           rng
	Severity        int
	Code            string
	CodeDescription struct{ Href string }
	Source, Message string
	Tags            []int
	Related         []struct {
		Location struct {
			URI   string
			Range rng
		}
		Message string
	} `json:"relatedInformation"`
}

type published struct {
	URI         string
	Version     *int
	Diagnostics []diag
}

// open opens a document.
func (c *client) open(uri, language string, version int, t string) {
	c.notify("textDocument/didOpen", m{"textDocument": m{"uri": uri, "languageId": language, "version": version, "text": t}})
}

// change sends edits of a document; a nil range replaces all.
func (c *client) change_(uri string, version int, edits ...m) {
	c.notify("textDocument/didChange", m{"textDocument": m{"uri": uri, "version": version}, "contentChanges": edits})
}

// publishes are all diagnostics that were sent for a document.
func (c *client) publishes(uri string) (out []published) {
	for _, n := range c.notes {
		var p published
		if n.Method == "textDocument/publishDiagnostics" && json.Unmarshal(n.Params, &p) == nil && p.URI == uri {
			out = append(out, p)
		}
	}
	return out
}

// diagnostics waits for those of a version.
func (c *client) diagnostics(uri string, version int) (got []diag) {
	c.t.Helper()
	c.until(fmt.Sprintf("diagnostics of %s version %d", uri, version), func() bool {
		for _, p := range c.publishes(uri) {
			if p.Version != nil && *p.Version == version {
				got = p.Diagnostics
				return true
			}
		}
		return false
	})
	return got
}

// note waits for a message of the server.
func (c *client) note(method string, params any) {
	c.t.Helper()
	c.until(method, func() bool {
		for _, n := range c.notes {
			if n.Method == method && json.Unmarshal(n.Params, params) == nil {
				return true
			}
		}
		return false
	})
}

// last waits until the newest diagnostics of a document are as wanted.
func (c *client) last(uri, what string, ok func(p published) bool) (got published) {
	c.t.Helper()
	c.until(uri+": "+what, func() bool {
		all := c.publishes(uri)
		if len(all) == 0 {
			return false
		}
		got = all[len(all)-1]
		return ok(got)
	})
	return got
}

func codes(ds []diag) (out []string) {
	for _, d := range ds {
		out = append(out, d.Code)
	}
	return out
}
