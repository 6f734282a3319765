package lsp

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
)

// mostExamples is how many examples of each kind are shown.
const mostExamples = 3

// explained is what a rule says of itself, as Markdown: why, how to say it instead, examples, source.
func explained(r *rule.Rule, l lang.Lang, instead []lang.Text) string {
	say := func(name string, args ...any) string { return lang.Say(name, args...).In(l) }
	var b strings.Builder
	b.WriteString("### " + r.ID + " — " + escape(r.Title.In(l)) + "\n\n")
	if why := r.Why.In(l); why != "" {
		b.WriteString(escape(strings.TrimSpace(why)) + "\n\n")
	}
	if len(instead) == 0 {
		instead = r.Suggest
	}
	list := func(head string, texts []string) {
		if len(texts) == 0 {
			return
		}
		b.WriteString("**" + head + "**\n\n")
		for _, t := range texts {
			b.WriteString("- " + strings.ReplaceAll(escape(strings.TrimSpace(t)), "\n", "  \n  ") + "\n")
		}
		b.WriteString("\n")
	}
	var texts []string
	for _, t := range instead {
		texts = append(texts, t.In(l))
	}
	list(say("explain-instead"), texts)
	examples := func(from []rule.Example) (out []string) {
		for _, e := range from {
			if len(out) < mostExamples {
				out = append(out, e.Text.Text)
			}
		}
		return out
	}
	list(say("explain-hits"), examples(r.Hits))
	list(say("explain-misses"), examples(r.Misses))
	var sources []string
	for _, s := range r.Source {
		if name := "source-" + s; lang.Known(name) {
			s = say("explain-source-named", s, lang.Say(name))
		}
		sources = append(sources, s)
	}
	if len(sources) > 0 {
		b.WriteString(say("explain-source") + " " + escape(strings.Join(sources, ", ")) + "\n")
	}
	return b.String()
}

var escape = strings.NewReplacer("\\", "\\\\", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "[", "\\[", "#", "\\#").Replace

// unescape makes plain text of Markdown that we wrote.
var unescape = strings.NewReplacer("\\\\", "\\", "\\*", "*", "\\_", "_", "\\`", "`", "&lt;", "<", "\\[", "[", "\\#", "#", "**", "", "### ", "", "  \n", "\n").Replace

// markup writes Markdown as the client can show it.
func (s *server) markup(t string) markup {
	formats := s.client.TextDocument.Hover.ContentFormat
	if len(formats) > 0 && !slices.Contains(formats, "markdown") {
		return markup{"plaintext", unescape(t)}
	}
	return markup{"markdown", t}
}

// explainCommand opens the explanation of a rule: [id, URI of the document].
const explainCommand = "yorisoi.explain"

// execute runs a command.
func execute(ctx context.Context, s *server, v *view, p *executeParams) (any, error) {
	var id, uri string
	if p.Command != explainCommand || len(p.Arguments) == 0 || json.Unmarshal(p.Arguments[0], &id) != nil {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: p.Command + " [rule, uri]"}
	}
	if len(p.Arguments) > 1 {
		_ = json.Unmarshal(p.Arguments[1], &uri)
	}
	path, _ := pathOf(uri)
	if d := v.docs[uri]; d != nil {
		path = d.file.Path
	} else if path == "" {
		path = filepath.Join(v.home(), "x")
	}
	c, err := v.loader(path).For(path)
	if err != nil {
		return nil, err
	}
	r, ok := c.Set.Rule(id)
	if !ok {
		return nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: s.tell("unknown-rule", id, "")}
	}
	return nil, s.display(ctx, r)
}

// display shows the explanation of a rule as a document, or as a message where the client shows none.
func (s *server) display(ctx context.Context, r *rule.Rule) error {
	t := explained(r, s.speak(), nil)
	if s.client.Window.ShowDocument.Support {
		dir, err := s.scratch()
		if err != nil {
			return err
		}
		path := filepath.Join(dir, r.ID+".md")
		if err := os.WriteFile(path, []byte(t), 0o600); err != nil {
			return err
		}
		var shown struct {
			Success bool `json:"success"`
		}
		if err := s.conn.Call(ctx, "window/showDocument", showDocumentParams{URI: uriOf(path), TakeFocus: true}, &shown); err == nil && shown.Success {
			return nil
		}
	}
	return s.conn.Notify(ctx, "window/showMessage", messageParams{logInfo, unescape(t)})
}

// scratch is a folder for files that are only shown. It goes when the session ends.
func (s *server) scratch() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folder == "" {
		dir, err := os.MkdirTemp("", shownIn)
		if err != nil {
			return "", err
		}
		s.folder = dir
	}
	return s.folder, nil
}
