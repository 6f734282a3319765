package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
)

func (a *app) configCommand() *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "config [FILE]",
		Short: a.help("config"),
		Long:  a.help("config-long"),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return lang.Errorf("config-one-file", args[1])
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := a.project(f)
			if err != nil {
				return err
			}
			path := stdinName
			if len(args) > 0 && args[0] != "-" {
				path = args[0]
			}
			return a.config(p, path, f)
		},
	}
	a.settingFlags(cmd.Flags(), &f)
	a.ruleFlags(cmd.Flags(), &f)
	return cmd
}

// config writes what applies to the file at path, and where each value is written.
func (a *app) config(p *lint.Project, path string, f checkFlags) error {
	if err := p.Known([]string{path}); err != nil {
		return err
	}
	l, err := p.Linter(path)
	if err != nil {
		return err
	}
	c, err := p.Config(path)
	if err != nil {
		return err
	}
	applied, err := c.For(path)
	if err != nil {
		return err
	}
	speak := a.speak()
	byDefault := lang.Say("config-default").In(speak)
	var rows [][]string
	for name, v := range applied.Settings.All() {
		switch flag := f.Get(name); {
		case flag != "":
			rows = append(rows, []string{name, flag, "--" + name})
		case *v != "":
			rows = append(rows, []string{name, *v, applied.Origins[name].String()})
		default:
			rows = append(rows, []string{name, reply.Defaults().Get(name), byDefault})
		}
	}
	if n := applied.Settings.Names; n != nil {
		var terms []string
		for _, t := range n.Terms {
			terms = append(terms, t.Use)
		}
		for _, k := range []struct {
			key   string
			names []string
		}{
			{"products", n.Products}, {"placeholders", n.Placeholders}, {"terms", terms},
			{"speakers.customer", n.Customers}, {"speakers.us", n.Us},
		} {
			if len(k.names) > 0 {
				rows = append(rows, []string{k.key, join(k.names), applied.Origins[k.key].String()})
			}
		}
	}
	for _, r := range l.Rules() {
		changed := r.Changed()
		if len(changed) == 0 || changed[0].Key != "level" {
			rows = append(rows, []string{"rules." + r.ID + ".level", r.Level.String(), byDefault})
		}
		for _, s := range changed {
			rows = append(rows, []string{"rules." + r.ID + "." + s.Key, strings.Join(strings.Fields(s.Value.In(speak)), " "), s.From.String()})
		}
	}
	if b := c.Baseline(); b != "" {
		rows = append(rows, []string{"baseline", b, c.Path})
	}
	if e := applied.Ignored; e != nil {
		rows = append(rows, []string{"ignore", strings.Join(e.Files, " "), e.Origin().String()})
	}
	for _, s := range applied.Suppress {
		var ids []string
		for _, id := range s.Rules {
			ids = append(ids, id.Text)
		}
		rows = append(rows, []string{"suppress", join(ids), s.Origin().String()})
	}
	own, err := a.frontMatter(l, path, f)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, path)
	if c.Path == "" {
		fmt.Fprintln(a.out, lang.Say("config-none").In(speak))
	}
	for _, f := range c.Files() {
		fmt.Fprintln(a.out, lang.Say("config-file", f).In(speak))
	}
	for _, f := range c.Rules {
		fmt.Fprintln(a.out, lang.Say("config-rules", f).In(speak))
	}
	fmt.Fprintf(a.out, "\n%s", table(rows))
	if len(own) > 0 {
		fmt.Fprintf(a.out, "\n%s\n%s", lang.Say("config-own").In(speak), table(own))
	}
	return nil
}

// frontMatter lists what a file says of its own replies and no flag goes before. A file that does not exist says nothing.
func (a *app) frontMatter(l *lint.Linter, path string, f checkFlags) (rows [][]string, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	file, err := open(path)
	if err != nil {
		return nil, err
	}
	_, items, err := l.Read(file)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		said := it.Meta.Settings()
		for name, flag := range f.All() {
			if own := said[name]; *flag == "" && own.Text != "" {
				rows = append(rows, []string{name, own.Text, fmt.Sprintf("%s:%d", path, own.Line)})
			}
		}
	}
	return rows, nil
}
