package main

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/yorisoi/yorisoi/lint/lang"
)

// setHelp makes what cobra itself says speak the user's language, and lines up columns that hold Japanese.
func (a *app) setHelp(root *cobra.Command) {
	// Functions, not templates: those would bring in a third of all code, and keep the linker from leaving any out.
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		said := cmd.Long
		if said == "" {
			said = cmd.Short
		}
		if said != "" {
			said = strings.TrimRightFunc(said, unicode.IsSpace) + "\n\n"
		}
		fmt.Fprint(cmd.OutOrStdout(), said+cmd.UsageString())
	})
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := fmt.Fprint(cmd.OutOrStderr(), a.usage(cmd))
		return err
	})
	root.SetHelpCommand(&cobra.Command{
		Use:   "help [COMMAND]",
		Short: a.say("usage-help-command"),
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return lang.Errorf("unknown-command", args[0], nearCommand(root, args[0]))
			}
			return cmd.Help()
		},
	})
	root.InitDefaultHelpCmd()
	var each func(cmd *cobra.Command)
	each = func(cmd *cobra.Command) {
		cmd.Flags().SortFlags = false
		cmd.Flags().BoolP("help", "h", false, a.say("usage-help"))
		for _, c := range cmd.Commands() {
			each(c)
		}
	}
	each(root)
	root.PersistentFlags().SortFlags = false
}

func (a *app) usage(cmd *cobra.Command) string {
	var b strings.Builder
	section := func(head, text string) {
		if text != "" {
			fmt.Fprintf(&b, "%s\n%s\n\n", head, indent(text, 2))
		}
	}
	lines := cmd.UseLine()
	var commands [][]string
	for _, c := range cmd.Commands() {
		if c.IsAvailableCommand() {
			commands = append(commands, []string{c.Name(), c.Short})
		}
	}
	if len(commands) > 0 {
		lines += "\n" + cmd.CommandPath() + " COMMAND"
	}
	section(a.say("usage-usage"), lines)
	section(a.say("usage-examples"), cmd.Example)
	section(a.say("usage-commands"), table(commands))
	section(a.say("usage-flags"), flagTable(cmd.LocalFlags()))
	section(a.say("usage-global"), flagTable(cmd.InheritedFlags()))
	if len(commands) > 0 {
		b.WriteString(a.say("usage-more") + "\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// flagTable lists flags with the name of their value and what they do.
func flagTable(flags *pflag.FlagSet) string {
	var rows [][]string
	flags.VisitAll(func(f *pflag.Flag) {
		value, usage := pflag.UnquoteUsage(f)
		name := "    --" + f.Name
		if f.Shorthand != "" {
			name = "-" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			name += " " + value
		}
		if f.DefValue != "" && f.DefValue != "[]" && f.DefValue != "false" {
			usage += " (" + f.DefValue + ")"
		}
		rows = append(rows, []string{name, usage})
	})
	return table(rows)
}

// say is a message without values, in the user's language.
func (a *app) say(name string) string { return lang.Say(name).In(a.speak()) }
