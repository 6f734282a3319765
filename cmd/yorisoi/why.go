package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
)

func (a *app) whyCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "why FILE:LINE [RULE]",
		Short: a.help("why"),
		Long:  a.help("why-long"),
		Example: `yorisoi why reply.txt:12
yorisoi why reply.txt:12 bare-refusal
yorisoi why --inquiry customer.txt reply.txt:12 missing-empathy`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return lang.Errorf("why-what")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			path, line, err := fileLine(args[0])
			if err != nil {
				return err
			}
			p, err := a.project(f)
			if err != nil {
				return err
			}
			sources := a.sources(p, []string{path}, f.stdinName)
			if len(sources) != 1 {
				return lang.Errorf("why-one-file", path)
			}
			if err := p.Known([]string{sources[0].Path}); err != nil {
				return err
			}
			l, err := p.Linter(sources[0].Path)
			if err != nil {
				return err
			}
			file, err := sources[0].Open()
			if err != nil {
				return err
			}
			place, err := l.Why(file, line, args[1:])
			if err != nil {
				return err
			}
			fmt.Fprint(a.out, a.why(place, line, len(args) > 1))
			return nil
		},
	}
	fl := cmd.Flags()
	fl.SortFlags = false
	a.settingFlags(fl, &f)
	fl.StringArrayVar(&f.disable, "disable", nil, a.flag("disable"))
	fl.StringArrayVar(&f.levels, "level", nil, a.flag("level"))
	fl.StringVar(&f.stdinName, "stdin-filename", "", a.flag("stdin-filename"))
	return cmd
}

// fileLine reads FILE:LINE, or FILE:LINE:COLUMN as findings print it; the column says nothing. With no FILE it is a line of
// standard input.
func fileLine(s string) (path string, line int, err error) {
	number := func() (n int, ok bool) {
		i := strings.LastIndexByte(s, ':')
		if i < 0 {
			return 0, false
		}
		n, err := strconv.Atoi(s[i+1:])
		if err != nil {
			return 0, false
		}
		s = s[:i]
		return n, true
	}
	all := s
	n, ok := number()
	if m, more := number(); ok && more {
		n = m
	}
	if !ok || n < 1 {
		return "", 0, lang.Errorf("why-where", all)
	}
	if s == "" || s == stdinName {
		s = "-"
	}
	return s, n, nil
}

// why writes what the rules decided about a line.
func (a *app) why(p *lint.Place, line int, named bool) string {
	l := a.speak()
	say := func(name string, args ...any) string { return lang.Say(name, args...).In(l) }
	an := p.Analysis
	var b strings.Builder
	name := an.Doc.Item.Name()
	fmt.Fprintln(&b, say("why-head", name, line))
	for _, s := range p.Own {
		fmt.Fprintf(&b, "  [%s] %s\n", an.Kind(s.Sentence).In(l), an.Text(s.Sentence))
	}
	for _, s := range p.Others {
		fmt.Fprintf(&b, "  [%s] %s\n  %s\n", say("part-"+string(s.Part)), an.Text(s), say("why-not-judged", lang.Say("part-"+string(s.Part))))
	}
	if len(p.Own)+len(p.Others) == 0 {
		fmt.Fprintf(&b, "  %s\n", say("why-line-empty"))
	}
	s := an.Doc.Settings
	fmt.Fprintf(&b, "  %s\n", say("show-head", s.Channel, say("extent-"+s.Extent), s.Mode, s.Audience))
	if an.Doc.Notice {
		fmt.Fprintf(&b, "  %s\n", say("show-notice"))
	}
	for _, acc := range p.Accounts {
		fmt.Fprintf(&b, "\n%s\n%s", say("why-rule", acc.Rule.ID, acc.Rule.Title), a.account(an, acc, named))
	}
	if !named {
		fmt.Fprintf(&b, "\n%s\n", say("why-more", name, line))
	}
	return b.String()
}

// account writes what one rule decided.
func (a *app) account(an *rule.Analysis, acc rule.Account, details bool) string {
	l := a.speak()
	var b strings.Builder
	for i := range acc.Verdicts {
		v := &acc.Verdicts[i]
		head := lang.Say("why-finds", lang.Say("level-"+v.Level.String()))
		if v.Silent {
			head = lang.Say("why-finds-nothing")
		}
		about := lang.Say("why-whole")
		if words, ok := v.Words(an); ok {
			about = lang.Say("spot", words)
		}
		fmt.Fprintf(&b, "  %s\n", lang.Say("why-verdict", head, about).In(l))
		for _, m := range v.Why {
			fmt.Fprintf(&b, "    - %s\n", m.In(l))
		}
	}
	if len(acc.Verdicts) == 0 {
		fmt.Fprintf(&b, "  %s\n", lang.Say("why-finds-nothing").In(l))
	}
	notes := acc.Notes
	if details {
		notes = append(notes[:len(notes):len(notes)], acc.Details...)
	}
	for _, m := range notes {
		fmt.Fprintf(&b, "    - %s\n", m.In(l))
	}
	return b.String()
}
