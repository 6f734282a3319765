package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

func (a *app) showCommand() *cobra.Command {
	var f checkFlags
	var tokens bool
	cmd := &cobra.Command{
		Use:   "show [PATH...]",
		Short: a.help("show"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, sources, err := a.replies(args, f)
			if err != nil {
				return err
			}
			trouble := false
			for _, s := range sources {
				l, err := p.Linter(s.Path)
				var file *text.File
				if err == nil {
					file, err = s.Open()
				}
				if err == nil {
					err = l.Each(file, func(an *rule.Analysis) { fmt.Fprint(a.out, a.show(an, tokens)) })
				}
				if err != nil {
					trouble = true
					a.complain(err)
				}
			}
			if trouble {
				return errTrouble
			}
			return nil
		},
	}
	a.settingFlags(cmd.Flags(), &f)
	cmd.Flags().StringVar(&f.stdinName, "stdin-filename", "", a.flag("stdin-filename"))
	cmd.Flags().BoolVar(&tokens, "tokens", true, a.flag("tokens"))
	return cmd
}

// show writes one reply as the rules see it.
func (a *app) show(an *rule.Analysis, tokens bool) string {
	l := a.speak()
	say := func(name string, args ...any) string { return lang.Say(name, args...).In(l) }
	it := an.Doc.Item
	var b strings.Builder
	s := an.Doc.Settings
	fmt.Fprintf(&b, "%s\n%s\n", it.Name(), say("show-head", s.Channel, say("extent-"+s.Extent), s.Mode, s.Audience))
	if an.Doc.Notice {
		fmt.Fprintln(&b, say("show-notice"))
	}
	own := map[*reply.Sentence]*rule.Sentence{}
	for _, x := range an.Own {
		own[x.Sentence] = x
	}
	for _, list := range [][]*reply.Sentence{an.Doc.Sentences, an.Doc.Quoted, an.Doc.Inquiry} {
		for _, x := range list {
			line := ""
			if raw := x.Span(text.Span{Start: 0, End: len(x.Text)}); raw.Len() > 0 {
				at, _ := it.Span(raw)
				line = fmt.Sprint(it.File.Position(at.Start).Line)
			}
			part := say("part-" + string(x.Part))
			if x.Shape != reply.Prose {
				part += "/" + say("shape-"+string(x.Shape))
			}
			fmt.Fprintf(&b, "\n%5s  [%s] %s\n", line, part, x.Text)
			for _, m := range x.Masks {
				fmt.Fprintf(&b, "       %c %s: %s\n", token.StandIn, say("mask-"+m.Kind), m.Text)
			}
			if tokens {
				var words []string
				for _, t := range x.Tokens {
					w := t.Text
					if t.Base != t.Text {
						w += "(" + t.Base + ")"
					}
					words = append(words, w)
				}
				fmt.Fprintf(&b, "       %s\n", strings.Join(words, " "))
			}
			if r, ok := own[x]; ok {
				for _, o := range r.Acts() {
					mark := ""
					if o.Blocked != "" {
						mark = " " + say("show-masked", text.Head(o.Blocked, 40, "…"))
					}
					fmt.Fprintf(&b, "       <%s> %s%s\n", o.Name, r.Words(o.Match), mark)
				}
			}
		}
	}
	b.WriteByte('\n')
	return b.String()
}
