package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
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
	defaults, flags := valuesOf(reply.Defaults()), valuesOf(reply.Settings{Channel: f.channel, Extent: f.extent, Mode: f.mode, Audience: f.audience})
	for i, s := range valuesOf(applied.Settings) {
		name := s[0]
		switch {
		case flags[i][1] != "":
			rows = append(rows, []string{name, flags[i][1], "--" + name})
		case s[1] != "":
			rows = append(rows, []string{name, s[1], applied.Origins[name].String()})
		default:
			rows = append(rows, []string{name, defaults[i][1], byDefault})
		}
	}
	if n := applied.Settings.Names; n != nil {
		for _, k := range []struct {
			key   string
			names []string
		}{{"products", n.Products}, {"placeholders", n.Placeholders}} {
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
	own, err := a.frontMatter(path, f)
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

// valuesOf are the values of s by name, in the order they are shown in.
func valuesOf(s reply.Settings) [][2]string {
	return [][2]string{{"channel", s.Channel}, {"extent", s.Extent}, {"mode", s.Mode}, {"audience", s.Audience}}
}

// frontMatter lists what a file says of its own replies and no flag goes before. A file that does not exist says nothing.
func (a *app) frontMatter(path string, f checkFlags) (rows [][]string, err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	file, err := open(path)
	if err != nil {
		return nil, err
	}
	items, err := input.Read(file)
	if err != nil {
		return nil, err
	}
	for _, it := range items {
		for _, s := range []struct {
			name, flag string
			own        strict.String
		}{
			{"channel", f.channel, it.Meta.Channel}, {"extent", f.extent, it.Meta.Extent},
			{"mode", f.mode, it.Meta.Mode}, {"audience", f.audience, it.Meta.Audience},
		} {
			if s.flag == "" && s.own.Text != "" {
				rows = append(rows, []string{s.name, s.own.Text, fmt.Sprintf("%s:%d", path, s.own.Line)})
			}
		}
	}
	return rows, nil
}
