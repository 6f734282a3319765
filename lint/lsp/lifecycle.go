package lsp

import (
	"context"
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
)

func initialize(_ context.Context, s *server, _ *view, p *initializeParams) (*initializeResult, error) {
	if s.state != fresh {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidRequest, Message: "initialize must come once"}
	}
	s.state, s.client = up, p.Capabilities
	encoding := s.negotiate(&p.Capabilities)
	s.unit = units[encoding]
	s.push = p.Capabilities.TextDocument.Diagnostic == nil
	if s.opts.Lang == "" && p.Locale != "" {
		s.setLang(languageOf(p.Locale))
	}
	folders := p.WorkspaceFolders
	if len(folders) == 0 && p.RootURI != "" {
		folders = []workspaceFolder{{URI: p.RootURI}}
	}
	if len(folders) == 0 && p.RootPath != "" {
		folders = []workspaceFolder{{URI: uriOf(p.RootPath)}}
	}
	s.update(func(v *view) { v.add(folders) })
	s.configure("", p.Options)

	res := &initializeResult{ServerInfo: serverInfo{"yorisoi", s.opts.Version}}
	c := &res.Capabilities
	c.PositionEncoding = encoding
	if len(p.Capabilities.OffsetEncoding) > 0 {
		res.OffsetEncoding = encoding
	}
	c.TextDocumentSync = syncOptions{OpenClose: true, Change: syncIncremental, Save: true}
	c.Workspace.WorkspaceFolders.Supported, c.Workspace.WorkspaceFolders.ChangeNotifications = true, true
	if !s.push {
		c.DiagnosticProvider = &diagnosticOptions{Identifier: section}
	}
	s.offer(c)
	return res, nil
}

// negotiate chooses the encoding of positions: the one that is forced, else the first of the client's that we know, else
// UTF-16, which every client knows.
func (s *server) negotiate(c *capabilities) string {
	if s.opts.Encoding != "" {
		return s.opts.Encoding
	}
	wants := c.General.PositionEncodings
	var list []string
	if len(wants) == 0 && json.Unmarshal(c.OffsetEncoding, &list) == nil {
		wants = list
	}
	for _, e := range wants {
		if slices.Contains(Encodings(), e) {
			return e
		}
	}
	return "utf-16"
}

// languageOf is the language for the locale of an editor.
func languageOf(locale string) lang.Lang {
	if strings.HasPrefix(strings.ToLower(locale), "ja") {
		return lang.JA
	}
	return lang.EN
}

func (s *server) setLang(l lang.Lang) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lang = l
}

// add adds workspace folders.
func (v *view) add(folders []workspaceFolder) {
	for _, f := range folders {
		if path, isFile := pathOf(f.URI); isFile {
			v.folders = append(v.folders[:len(v.folders):len(v.folders)], folder{f.URI, path})
		}
	}
}

// initialized asks the client to tell about what we depend on, and for its settings.
func (s *server) initialized(*nothing) {
	s.ready.Store(true)
	w := &s.client.Workspace
	var list []registration
	if w.DidChangeConfiguration.DynamicRegistration {
		list = append(list, registration{ID: "settings", Method: "workspace/didChangeConfiguration", Options: map[string]any{"section": section}})
	}
	if !s.polls() {
		var watchers []map[string]string
		for _, glob := range []string{"**/" + config.Name, "**/*.{yaml,yml}", "**/*.{txt,md,eml}"} {
			watchers = append(watchers, map[string]string{"globPattern": glob})
		}
		list = append(list, registration{ID: "files", Method: "workspace/didChangeWatchedFiles", Options: map[string]any{"watchers": watchers}})
	} else {
		s.background(s.poll)
	}
	if len(list) > 0 {
		s.background(func() {
			_ = s.conn.Call(s.ctx, "client/registerCapability", registrationParams{list}, nil)
		})
	}
	s.askSettings()
}

// polls reports whether we must look ourselves whether files change.
func (s *server) polls() bool { return !s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration }

// askSettings asks for the settings of every folder.
func (s *server) askSettings() {
	if !s.client.Workspace.Configuration {
		return
	}
	items := []configurationItem{{Section: section}}
	for _, f := range s.current().folders {
		items = append(items, configurationItem{ScopeURI: f.uri, Section: section})
	}
	s.background(func() {
		var got []json.RawMessage
		if s.conn.Call(s.ctx, "workspace/configuration", configurationParams{items}, &got) != nil {
			return
		}
		for i, raw := range got[:min(len(got), len(items))] {
			s.configure(items[i].ScopeURI, raw)
		}
	})
}

// configure takes the settings of a folder, or of all.
func (s *server) configure(folder string, raw json.RawMessage) {
	root, _ := pathOf(folder)
	if folder == "" {
		root = s.current().home()
	}
	p := defaults()
	for _, m := range p.read(raw, root) {
		s.show(logWarning, m.In(s.speak()))
	}
	if s.opts.Lang == "" && p.Lang != "" {
		s.setLang(lang.Lang(p.Lang))
	}
	if was := s.current().settings[folder]; was == nil || !reflect.DeepEqual(was, p) {
		s.renew(func(v *view) { v.settings[folder] = p })
	}
}

// didChangeConfiguration takes settings from clients that send them, and asks the others.
func (s *server) didChangeConfiguration(p *didChangeConfigurationParams) {
	if s.client.Workspace.Configuration {
		s.askSettings()
		return
	}
	var all map[string]json.RawMessage
	if json.Unmarshal(p.Settings, &all) != nil {
		return
	}
	if own, ok := all[section]; ok {
		s.configure("", own)
	} else if len(all) > 0 {
		s.configure("", p.Settings)
	}
}

func (s *server) didChangeFolders(p *didChangeFoldersParams) {
	s.renew(func(v *view) {
		v.folders = slices.DeleteFunc(slices.Clone(v.folders), func(f folder) bool {
			return slices.ContainsFunc(p.Event.Removed, func(w workspaceFolder) bool { return w.URI == f.uri })
		})
		v.add(p.Event.Added)
	})
	s.askSettings()
}

// didChangeWatchedFiles reads configurations and rules anew if they have changed, or an inquiry.
func (s *server) didChangeWatchedFiles(p *didChangeWatchedFilesParams) {
	v := s.current()
	for _, c := range p.Changes {
		path, _ := pathOf(c.URI)
		switch ext := strings.ToLower(filepath.Ext(path)); {
		case ext == ".yaml" || ext == ".yml", v.asInquiry(path):
			s.renew(func(*view) {})
			return
		}
	}
}

// renew changes what checks depend on besides the texts, and begins them anew.
func (s *server) renew(change func(v *view)) {
	s.update(func(v *view) {
		change(v)
		s.load(v)
		for uri, d := range v.docs {
			v.docs[uri] = s.document(v, d.uri, d.language, d.version, d.file)
		}
	})
	s.forget()
	if s.client.Workspace.Diagnostics.RefreshSupport && !s.push && s.ready.Load() {
		s.background(func() { _ = s.conn.Call(s.ctx, "workspace/diagnostic/refresh", nil, nil) })
	}
}
