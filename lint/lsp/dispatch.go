package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/sourcegraph/jsonrpc2"
)

// The errors of the protocol besides those of JSON-RPC.
const (
	codeNotInitialized   = -32002
	codeRequestCancelled = -32800
	codeServerCancelled  = -32802
)

// method is one method of the protocol. Notifications, and requests that change the state, are handled in the order they come
// in; other requests each on its own, upon the state in which they came in.
type method struct {
	tell func(s *server, params json.RawMessage) error
	ask  func(ctx context.Context, s *server, v *view, params json.RawMessage) (any, error)
	now  bool // the request is handled in order
}

func told[P any](f func(*server, *P)) method {
	return method{tell: func(s *server, raw json.RawMessage) error {
		p, err := decode[P](raw)
		if err == nil {
			f(s, p)
		}
		return err
	}}
}

func asked[P, R any](f func(context.Context, *server, *view, *P) (R, error)) method {
	return method{ask: func(ctx context.Context, s *server, v *view, raw json.RawMessage) (any, error) {
		p, err := decode[P](raw)
		if err != nil {
			return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: err.Error()}
		}
		return f(ctx, s, v, p)
	}}
}

func inOrder(m method) method {
	m.now = true
	return m
}

func decode[P any](raw json.RawMessage) (*P, error) {
	p := new(P)
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		return p, nil
	}
	return p, json.Unmarshal(raw, p)
}

type nothing struct{}

// methods are those the server knows. Unknown notifications are passed over, unknown requests refused.
var methods = map[string]method{
	"initialize":  inOrder(asked(initialize)),
	"initialized": told((*server).initialized),
	"shutdown":    inOrder(asked(shutdown)),
	"exit":        told((*server).exit),

	"$/cancelRequest": told((*server).cancelRequest),

	"textDocument/didOpen":   told((*server).didOpen),
	"textDocument/didChange": told((*server).didChange),
	"textDocument/didSave":   told((*server).didSave),
	"textDocument/didClose":  told((*server).didClose),

	"workspace/didChangeConfiguration":    told((*server).didChangeConfiguration),
	"workspace/didChangeWatchedFiles":     told((*server).didChangeWatchedFiles),
	"workspace/didChangeWorkspaceFolders": told((*server).didChangeFolders),

	"textDocument/diagnostic":  asked(pull),
	"textDocument/hover":       asked(hovered),
	"textDocument/definition":  asked(define),
	"textDocument/completion":  asked(completed),
	"textDocument/codeAction":  asked(actions),
	"workspace/executeCommand": asked(execute),
}

// Handle takes one message. It is called for one after the other, and must not wait for anything.
func (s *server) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	var params json.RawMessage
	if req.Params != nil {
		params = *req.Params
	}
	m, known := methods[req.Method]
	if req.Notif {
		if m.tell == nil || !s.state.takes(req.Method) {
			return
		}
		defer s.recovered(req.Method, nil)
		if err := m.tell(s, params); err != nil {
			s.log(logWarning, fmt.Sprintf("%s: %v", req.Method, err))
		}
		return
	}
	refuse := func(code int64, message string) {
		s.reply(ctx, req.ID, nil, &jsonrpc2.Error{Code: code, Message: message})
	}
	switch {
	case s.state == fresh && req.Method != "initialize":
		refuse(codeNotInitialized, "the first request must be initialize")
	case s.state == down:
		refuse(jsonrpc2.CodeInvalidRequest, "the server is shut down")
	case !known || m.ask == nil:
		refuse(jsonrpc2.CodeMethodNotFound, req.Method+" is not known")
	case m.now:
		s.answer(ctx, req.ID, req.Method, m, nil, params)
	default:
		v := s.current()
		ctx, done := s.begin(ctx, req.ID)
		s.background(func() {
			defer done()
			s.answer(ctx, req.ID, req.Method, m, v, params)
		})
	}
}

// answer handles a request and replies to it, whatever happens.
func (s *server) answer(ctx context.Context, id jsonrpc2.ID, name string, m method, v *view, params json.RawMessage) {
	err := error(&jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: "internal error"})
	var result any
	func() {
		defer s.recovered(name, nil)
		result, err = m.ask(ctx, s, v, params)
	}()
	if ctx.Err() != nil {
		err = &jsonrpc2.Error{Code: codeRequestCancelled, Message: "cancelled"}
	}
	s.reply(context.WithoutCancel(ctx), id, result, err)
}

func (s *server) reply(ctx context.Context, id jsonrpc2.ID, result any, err error) {
	if err == nil {
		data, merr := json.Marshal(result)
		if err = merr; err == nil {
			raw := json.RawMessage(data)
			_ = s.conn.SendResponse(ctx, &jsonrpc2.Response{ID: id, Result: &raw})
			return
		}
	}
	var e *jsonrpc2.Error
	if !errors.As(err, &e) {
		e = &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: s.say(err)}
	}
	_ = s.conn.ReplyWithError(ctx, id, e)
}

// begin notes a request that can be cancelled. A client that uses an id twice cancels both.
func (s *server) begin(ctx context.Context, id jsonrpc2.ID) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked++
	n := s.asked
	if s.open[id] == nil {
		s.open[id] = map[int]context.CancelFunc{}
	}
	s.open[id][n] = cancel
	return ctx, func() {
		cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.open[id], n)
		if len(s.open[id]) == 0 {
			delete(s.open, id)
		}
	}
}

func (s *server) cancelRequest(p *cancelParams) {
	var id jsonrpc2.ID
	if json.Unmarshal(p.ID, &id) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, cancel := range s.open[id] {
		cancel()
	}
}
