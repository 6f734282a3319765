package lsp

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/yorisoi/yorisoi/lint/rule"
)

// publish checks a document and sends what came of it, unless a newer state has overtaken it.
func (s *server) publish(v *view, d *document) {
	r := s.checked(d.check.ctx, v, d)
	if r == nil {
		return
	}
	s.sending.Lock()
	defer s.sending.Unlock()
	now := s.current()
	if n := now.docs[d.uri]; n == nil || n.check != d.check {
		return
	}
	if len(r.diagnostics) > 0 || s.sent[d.uri] || d.kind != other { // a first empty one tells that the text was checked
		s.send(d.uri, &d.version, r.diagnostics)
		s.sent[d.uri] = true
	}
	s.elsewhere(now, r)
}

// withdraw takes back the diagnostics of a document that is closed.
func (s *server) withdraw(uri string) {
	s.sending.Lock()
	defer s.sending.Unlock()
	if s.current().docs[uri] == nil && s.sent[uri] {
		s.send(uri, nil, nil)
		delete(s.sent, uri)
	}
}

// elsewhere sends what is wrong with files that are not open. Those that are open are checked themselves.
func (s *server) elsewhere(v *view, r *report) {
	for _, path := range sorted(r.elsewhere) {
		if v.at(path) == nil {
			s.foreign[uriOf(path)] = true
			s.send(uriOf(path), nil, r.elsewhere[path])
		}
	}
}

// forget takes back what was sent of files that are not open: they may have changed.
func (s *server) forget() {
	s.sending.Lock()
	defer s.sending.Unlock()
	for _, uri := range sorted(s.foreign) {
		s.send(uri, nil, nil)
	}
	clear(s.foreign)
}

func (s *server) send(uri string, version *int, list []diagnostic) {
	if list == nil {
		list = []diagnostic{}
	}
	_ = s.conn.Notify(s.ctx, "textDocument/publishDiagnostics", publishParams{uri, version, list})
}

// pull answers a client that asks for the diagnostics of a document.
func pull(ctx context.Context, s *server, v *view, p *pullParams) (*pullReport, error) {
	none := []diagnostic{}
	d := v.docs[p.TextDocument.URI]
	if d == nil {
		return &pullReport{Kind: "full", Items: &none}, nil
	}
	d, r := s.settled(ctx, d)
	if r == nil {
		e := &jsonrpc2.Error{Code: codeServerCancelled, Message: "overtaken by a newer text"}
		e.SetError(map[string]bool{"retriggerRequest": true})
		return nil, e
	}
	s.sending.Lock()
	if now := s.current(); now.docs[d.uri] == d {
		s.elsewhere(now, r)
	}
	s.sending.Unlock()
	items := r.diagnostics
	if items == nil {
		items = none
	}
	said, err := json.Marshal(items)
	if err != nil {
		return nil, err
	}
	h := fnv.New64a()
	_, _ = h.Write(said)
	id := fmt.Sprintf("%x", h.Sum64())
	if id == p.PreviousResultID {
		return &pullReport{Kind: "unchanged", ResultID: id}, nil
	}
	return &pullReport{Kind: "full", ResultID: id, Items: &items}, nil
}

// home is where the shipped rules can be read.
const home = "https://github.com/yorisoi/yorisoi/blob/main/"

// documentation is where a rule is explained: the file that defines it.
func (s *server) documentation(v *view, r *rule.Rule) string {
	if filepath.IsAbs(filepath.FromSlash(r.Path)) {
		return v.uri(filepath.FromSlash(r.Path))
	}
	return home + strings.TrimPrefix(r.Path, "./")
}
