package lsp

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Kinds of completion items.
const (
	itemText      = 1
	itemProperty  = 10
	itemValue     = 12
	itemSnippet   = 15
	itemReference = 18
)

// completed says what may be written at a place.
func completed(ctx context.Context, s *server, v *view, p *completionParams) (*completionList, error) {
	out := &completionList{Items: []completionItem{}}
	d := v.docs[p.TextDocument.URI]
	if d == nil {
		return out, nil
	}
	at := s.offset(d.file, p.Position)
	var err error
	switch d.kind {
	case settings, ruleFile:
		out.Items, err = s.completeYAML(ctx, v, d, at)
	case replies:
		if v.prefers(d.file.Path).Completion {
			out.Items = s.completeReply(ctx, v, d, at)
		}
	}
	if out.Items == nil {
		out.Items = []completionItem{}
	}
	return out, err
}

// completeYAML offers keys, values, and the names of lists, acts and rules.
func (s *server) completeYAML(ctx context.Context, v *view, d *document, at int) (out []completionItem, err error) {
	set := s.known(ctx, v, d)
	if set == nil {
		return nil, nil
	}
	l := s.speak()
	c := cursorAt(d.file, at)
	where := s.places(d.file).span(text.Span{Start: c.word.Start, End: at})
	add := func(label, insert, said string, kind int) {
		item := completionItem{Label: label, Kind: kind, TextEdit: &textEdit{Range: where, NewText: insert}}
		if said != "" {
			item.Documentation = &markup{"markdown", escape(said)}
		}
		out = append(out, item)
	}
	names := func(close string) {
		for _, name := range set.Names() {
			def, _ := set.Def(name)
			add(name, name+close, def.Title.In(l), itemReference)
		}
	}
	if c.name {
		close := ">"
		if strings.HasPrefix(d.file.Text[at:], ">") {
			close = ""
		}
		names(close)
		return out, nil
	}
	sch, err := schemaOf(d.kind, set, l)
	if err != nil {
		return nil, err
	}
	here := sch.at(c.path, c.above)
	if c.key {
		known := keys(here)
		for _, k := range sorted(known) {
			if !slices.Contains(c.above, k) {
				insert := k + ": "
				if strings.HasPrefix(d.file.Text[c.word.End:], ":") {
					insert = k
				}
				said := known[k]
				if r, ok := set.Rule(k); ok && said == "" {
					said = r.Title.In(l)
				}
				add(k, insert, said, itemProperty)
			}
		}
	}
	for _, w := range words(here) {
		said := ""
		if r, ok := set.Rule(w); ok {
			said = r.Title.In(l)
		} else if def, ok := set.Def(w); ok {
			said = def.Title.In(l)
		}
		add(w, w, said, itemValue)
	}
	return out, nil
}

// completeReply offers what a reply may say at a place: what softens at the beginning of a sentence, what can be done behind a
// refusal, a gloss behind a term.
func (s *server) completeReply(ctx context.Context, v *view, d *document, at int) (out []completionItem) {
	d, r := s.settled(ctx, d)
	if r == nil {
		return nil
	}
	line, sp := d.file.Line(d.file.Position(at).Line)
	before := line[:min(max(at-sp.Start, 0), len(line))]
	l := s.speak()
	where := s.places(d.file).span(text.Span{Start: at, End: at})
	add := func(t string, detail string) {
		item := completionItem{Label: t, Kind: itemText, Detail: detail, SortText: fmt.Sprintf("%03d", len(out)), TextEdit: &textEdit{Range: where, NewText: t}}
		if s.client.TextDocument.Completion.CompletionItem.SnippetSupport && strings.Contains(t, rule.Unknown) {
			item.Kind, item.Format, item.TextEdit.NewText = itemSnippet, 2, snippet(t)
		}
		out = append(out, item)
	}
	for i := range r.findings {
		f := &r.findings[i]
		if f.Item.File != d.file {
			continue
		}
		switch {
		case f.Rule.Kind() == "terms" && f.at.End == at:
			for _, e := range f.Offers {
				add(e.New, f.Message.In(l))
			}
		case f.Rule.Kind() == "find" && f.Sentence.End <= at && strings.TrimSpace(d.file.Text[f.Sentence.End:at]) == "":
			for _, t := range f.Rule.Insert {
				add(t, f.Message.In(l))
			}
		}
	}
	if begins(before) {
		for t := range strings.SplitSeq(lang.Say("lsp-cushions").In(lang.JA), "\n") {
			if t != "" {
				add(t, s.tell("lsp-cushion"))
			}
		}
	}
	return out
}

// begins reports whether a sentence may begin behind s, which is what stands before in its line.
func begins(s string) bool {
	s = strings.TrimRight(s, " \u3000")
	last, _ := utf8.DecodeLastRuneInString(s)
	return s == "" || strings.ContainsRune("\u3002\uff01\uff1f!?", last)
}

// snippet writes a sentence with stops where only the writer knows what to write.
func snippet(t string) string {
	t = strings.NewReplacer("\\", "\\\\", "$", "\\$", "}", "\\}").Replace(t)
	for n := 1; strings.Contains(t, rule.Unknown); n++ {
		t = strings.Replace(t, rule.Unknown, fmt.Sprintf("${%d:}", n), 1)
	}
	return t
}
