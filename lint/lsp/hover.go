package lsp

import (
	"context"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// hovered answers what there is to say of a place.
func hovered(ctx context.Context, s *server, v *view, p *atPosition) (*hover, error) {
	d := v.docs[p.TextDocument.URI]
	switch {
	case d == nil:
		return nil, nil
	case d.kind == settings || d.kind == ruleFile:
		return s.meaning(ctx, v, d, s.offset(d.file, p.Position))
	}
	return s.reasons(ctx, d, s.offset(d.file, p.Position)), nil
}

// reasons says why there are findings at a place, and how to say it instead.
func (s *server) reasons(ctx context.Context, d *document, at int) *hover {
	d, r := s.settled(ctx, d)
	if r == nil {
		return nil
	}
	var found []string
	var cover text.Span
	for i := range r.findings {
		f := &r.findings[i]
		if at < f.at.Start || at > f.at.End {
			continue
		}
		var instead []lang.Text
		for _, x := range f.Suggestions {
			instead = append(instead, x.Message)
		}
		l := s.speak()
		found = append(found, escape(f.Message.In(l))+"\n\n"+explained(f.Rule, l, instead))
		if cover.Empty() || f.at.Len() < cover.Len() {
			cover = f.at
		}
	}
	if found == nil {
		return nil
	}
	where := s.places(d.file).span(cover)
	return &hover{s.markup(strings.Join(found, "\n---\n\n")), &where}
}

// meaning says what a word of a configuration or a rule file means: the name of a list, an act or a rule, or a key.
func (s *server) meaning(ctx context.Context, v *view, d *document, at int) (*hover, error) {
	set := s.known(ctx, v, d)
	if set == nil {
		return nil, nil
	}
	c := cursorAt(d.file, at)
	word := c.word.In(d.file.Text)
	if word == "" {
		return nil, nil
	}
	l := s.speak()
	said := ""
	if def, ok := set.Def(word); ok && (c.name || refers(c)) {
		said = defined(def, l)
	} else if r, ok := set.Rule(word); ok {
		said = explained(r, l, nil)
	} else {
		sch, err := schemaOf(d.kind, set, l)
		if err != nil {
			return nil, err
		}
		path := c.path
		if len(path) == 0 || path[len(path)-1] != word {
			path = append(path[:len(path):len(path)], word)
		}
		said = escape(sch.describe(path))
	}
	if said == "" {
		return nil, nil
	}
	where := s.places(d.file).span(c.word)
	return &hover{s.markup(said), &where}, nil
}

// defined is what a list or an act says of itself.
func defined(d *rule.Def, l lang.Lang) string {
	var b strings.Builder
	b.WriteString("### &lt;" + escape(d.Name) + ">\n\n")
	if t := d.Title.In(l); t != "" {
		b.WriteString(escape(t) + "\n\n")
	}
	list := func(head string, from func(rule.Examples) []string) {
		n := 0
		for _, ex := range d.Examples {
			for _, e := range from(ex) {
				if n == 0 {
					b.WriteString("**" + lang.Say(head).In(l) + "**\n\n")
				}
				if n++; n <= mostExamples {
					b.WriteString("- " + escape(strings.TrimSpace(e)) + "\n")
				}
			}
		}
		if n > 0 {
			b.WriteString("\n")
		}
	}
	list("explain-hits", func(ex rule.Examples) (out []string) {
		for _, e := range ex.Hit {
			out = append(out, e.Text)
		}
		return out
	})
	list("explain-misses", func(ex rule.Examples) (out []string) {
		for _, e := range ex.Miss {
			out = append(out, e.Text)
		}
		return out
	})
	b.WriteString(lang.Say("explain-file").In(l) + " " + escape(d.Path) + "\n")
	return b.String()
}
