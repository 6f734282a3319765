package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

func (a *app) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain RULE",
		Short: a.help("explain"),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return lang.Errorf("explain-what")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			linter, err := a.linter()
			if err != nil {
				return err
			}
			r, err := linter.Rule(args[0])
			if err != nil {
				return err
			}
			fmt.Fprint(a.out, a.explain(r))
			return nil
		},
	}
}

func (a *app) explain(r *rule.Rule) string {
	l := a.speak()
	say := func(name string, args ...any) string { return lang.Say(name, args...).In(l) }
	var b strings.Builder
	fmt.Fprintf(&b, "%s — %s (%s)\n\n", r.ID, r.Title.In(l), say("level-"+r.Level.String()))
	fmt.Fprintf(&b, "%s\n", indent(r.Why.In(l), 2))
	if len(r.Suggest) > 0 {
		fmt.Fprintf(&b, "\n%s\n", say("explain-instead"))
		for _, s := range r.Suggest {
			fmt.Fprintf(&b, "%s\n", indent("→ "+s.In(l), 2))
		}
	}
	examples := func(head string, list []rule.Example) {
		if len(list) == 0 {
			return
		}
		fmt.Fprintf(&b, "\n%s\n", say(head))
		for _, e := range list {
			t := strings.TrimSpace(e.Text.Text)
			for _, o := range e.More {
				t += "\n" + say("explain-beside", strings.TrimSpace(o.Text))
			}
			if c := circumstances(e); c != "" {
				t = say("explain-circumstances", c) + "\n" + t
			}
			fmt.Fprintf(&b, "%s\n", indent("- "+strings.ReplaceAll(t, "\n", "\n  "), 2))
		}
	}
	examples("explain-hits", r.Hits)
	examples("explain-misses", r.Misses)
	fmt.Fprintf(&b, "\n%s %s\n", say("explain-channels"), join(r.Channels()))
	for i, s := range r.Source {
		head := say("explain-source")
		if i > 0 {
			head = strings.Repeat(" ", text.Width(head))
		}
		if name := "source-" + s; lang.Known(name) {
			s = say("explain-source-named", s, lang.Say(name))
		}
		fmt.Fprintf(&b, "%s %s\n", head, s)
	}
	fmt.Fprintf(&b, "%s %s\n", say("explain-file"), r.Path)
	for _, s := range r.Changed() {
		fmt.Fprintf(&b, "%s %s: %s — %s\n", say("explain-changed"), s.Key, s.Value.In(l), s.From)
	}
	return b.String()
}

// circumstances are the settings under which an example is judged, where they are not the usual ones.
func circumstances(e rule.Example) string {
	var out []string
	for _, c := range []struct{ name, value string }{
		{"channel", e.Channel}, {"extent", e.Extent}, {"mode", e.Mode}, {"audience", e.Audience}, {"inquiry", e.Inquiry},
	} {
		if c.value != "" {
			out = append(out, c.name+": "+strings.Join(strings.Fields(c.value), " "))
		}
	}
	return join(out)
}
