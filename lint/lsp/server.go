// Package lsp is the language server: it tells an editor, while somebody types, what a check of the text would say.
//
// It judges nothing and counts no columns itself. Texts come in as edits and are kept as [text.File]s, [lint] checks them, and
// findings go out as diagnostics, hovers and code actions. Messages are handled in the order they come in; each makes a new
// view of the session, which never changes, and requests and checks work upon the view of their moment. A check that a newer
// text has overtaken is given up and its findings are dropped.
package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Options are what the command line says.
type Options struct {
	Loader   *config.Loader // of the shipped rules, and those that the command line names
	Rules    fs.FS          // the shipped ones
	Lint     lint.Options
	Lang     lang.Lang // if chosen; otherwise the client's, or Default
	Default  lang.Lang
	Encoding string // of positions, if forced: one of [Encodings]
	Version  string
	// Failed is called with what made a handler panic, which otherwise is logged: tests want to know.
	Failed func(any)
}

// ErrNoShutdown is how a session ends that the client ended without asking to.
var ErrNoShutdown = errors.New("the client went away without a shutdown request")

// Encodings are the names of the encodings of positions.
func Encodings() []string { return []string{"utf-8", "utf-16", "utf-32"} }

var units = map[string]text.Unit{"utf-8": text.Bytes, "utf-16": text.UTF16s, "utf-32": text.Runes}

// phase is how far a session has come.
type phase int

const (
	fresh phase = iota // initialize has not come
	up
	down // shut down; only exit may follow
)

func (p phase) takes(notification string) bool {
	return notification == "exit" || p == up
}

type server struct {
	opts   Options
	conn   *jsonrpc2.Conn
	ctx    context.Context // of the session
	end    context.CancelFunc
	slots  chan struct{} // one for each check that may run at once
	heavy  chan struct{} // one for checks of large texts, which leave the others room
	polite bool          // shutdown came before exit

	// Known from initialize on; handled in order.
	state  phase
	client capabilities
	unit   text.Unit
	push   bool        // the client does not ask for diagnostics
	ready  atomic.Bool // the client takes requests

	mu     sync.Mutex // of what follows
	view   *view
	lang   lang.Lang
	open   map[jsonrpc2.ID]map[int]context.CancelFunc
	asked  int
	work   sync.WaitGroup  // everything under way
	over   bool            // nothing more may begin
	told   map[string]bool // messages that were shown
	folder string          // of files that are only shown; "" until there are some

	stamps stamps

	sending sync.Mutex // of diagnostics
	sent    map[string]bool
	foreign map[string]bool // files that are not open and have diagnostics
}

// Serve talks to one client until it goes away.
func Serve(ctx context.Context, in io.Reader, out io.Writer, o Options) error {
	s := &server{
		opts: o, slots: make(chan struct{}, runtime.GOMAXPROCS(0)), heavy: make(chan struct{}, 1), lang: o.Default,
		open: map[jsonrpc2.ID]map[int]context.CancelFunc{}, told: map[string]bool{}, stamps: stamps{seen: map[string]string{}}, sent: map[string]bool{}, foreign: map[string]bool{},
	}
	if o.Lang != "" {
		s.lang = o.Lang
	}
	s.ctx, s.end = context.WithCancel(ctx)
	s.view = &view{docs: map[string]*document{}, settings: map[string]*preferences{"": defaults()}}
	s.load(s.view)
	// The handler may be called before NewConn has returned.
	ready := make(chan struct{})
	st := newStream(in, out)
	s.conn = jsonrpc2.NewConn(s.ctx, st, waiting{s, ready}, jsonrpc2.SetLogger(log.New(io.Discard, "", 0)))
	close(ready)
	<-s.conn.DisconnectNotify()
	s.end()
	s.mu.Lock()
	s.over = true
	s.mu.Unlock()
	s.work.Wait()
	select {
	case <-st.done:
	case <-time.After(grace): // the client is there but reads nothing
	}
	if s.folder != "" {
		_ = os.RemoveAll(s.folder)
	}
	if !s.polite {
		return ErrNoShutdown
	}
	return nil
}

// grace is how long the last messages may take.
const grace = 2 * time.Second

// waiting hands messages on as soon as the server knows its connection.
type waiting struct {
	s     *server
	ready chan struct{}
}

func (w waiting) Handle(ctx context.Context, conn *jsonrpc2.Conn, req *jsonrpc2.Request) {
	<-w.ready
	w.s.Handle(ctx, conn, req)
}

// current is the view of this moment.
func (s *server) current() *view {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.view
}

// update makes a new view. Documents whose check was replaced are checked anew, those that are gone are given up.
func (s *server) update(change func(v *view)) {
	s.sending.Lock() // diagnostics of the old view are sent before, or never
	s.mu.Lock()
	old := s.view
	v := old.clone()
	change(v)
	s.view = v
	s.mu.Unlock()
	s.sending.Unlock()
	for uri, d := range old.docs {
		if n := v.docs[uri]; n == nil || n.check != d.check {
			d.check.cancel()
			if n == nil {
				s.background(func() { s.withdraw(uri) })
			}
		}
	}
	for uri, d := range v.docs {
		if o := old.docs[uri]; s.push && (o == nil || o.check != d.check) {
			s.background(func() { s.publish(v, d) })
		}
	}
}

// load makes the loaders of a view anew, so that they read the configurations and rules that lie on disk now.
func (s *server) load(v *view) {
	v.loaders = map[string]*config.Loader{}
	for _, p := range v.settings {
		v.loaders[p.rulesKey()] = s.opts.Loader.Again(p.RuleFiles, nil)
	}
}

// background does something beside the messages. The session waits for it at its end.
func (s *server) background(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return
	}
	s.work.Go(func() {
		defer s.recovered("background", nil)
		do()
	})
}

// The kinds of messages for the log of the client.
const (
	logError = iota + 1
	logWarning
	logInfo
)

// log writes to the log of the client.
func (s *server) log(kind int, message string) {
	s.background(func() { _ = s.conn.Notify(s.ctx, "window/logMessage", messageParams{kind, message}) })
}

// show shows a message to the person, once.
func (s *server) show(kind int, message string) {
	s.mu.Lock()
	seen := s.told[message]
	s.told[message] = true
	s.mu.Unlock()
	if !seen {
		s.background(func() { _ = s.conn.Notify(s.ctx, "window/showMessage", messageParams{kind, message}) })
	}
}

// recovered keeps the session alive where a handler failed: the other documents are still checked.
func (s *server) recovered(where string, after func()) {
	if p := recover(); p != nil {
		if s.opts.Failed != nil {
			s.opts.Failed(p)
		}
		s.log(logError, fmt.Sprintf("internal error in %s: %v", where, p))
		if after != nil {
			after()
		}
	}
}

func (s *server) speak() lang.Lang {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lang
}

func (s *server) say(err error) string { return lang.ErrorIn(err, s.speak()) }

func (s *server) tell(name string, args ...any) string { return lang.Say(name, args...).In(s.speak()) }

// exit ends the session.
func (s *server) exit(*nothing) {
	s.polite = s.state == down
	_ = s.conn.Close()
}

func shutdown(_ context.Context, s *server, _ *view, _ *nothing) (any, error) {
	s.state = down
	s.update(func(v *view) { v.docs = map[string]*document{} })
	return nil, nil
}
