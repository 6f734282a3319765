package main

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/report"
	"github.com/yorisoi/yorisoi/lint/rule"
)

// shells are those for which there is a completion script.
var shells = []string{"bash", "zsh", "fish", "powershell"}

func (a *app) completionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells, "|"),
		Short: a.help("completion"),
		Long:  a.help("completion-long"),
		Example: `source <(yorisoi completion bash)
yorisoi completion fish > ~/.config/fish/completions/yorisoi.fish`,
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return lang.Errorf("say-which-shell", join(shells))
			}
			return choice("completion", args[0], shells)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.out, true)
			case "zsh":
				return root.GenZshCompletion(a.out)
			case "fish":
				return root.GenFishCompletion(a.out, true)
			}
			return root.GenPowerShellCompletionWithDesc(a.out)
		},
	}
}

// choices are the flags that take one of a few values.
func choices() map[string][]string {
	m := map[string][]string{
		"format": report.Formats(), "columns": report.Units(), "style": {"auto", "full", "short"},
		"fail-on": {"error", "warning", "info", "never"}, "lang": {string(lang.JA), string(lang.EN)},
	}
	for name, values := range reply.Choices() {
		m[name] = values
	}
	return m
}

// complete is what a shell may offer for an argument or the value of a flag.
type complete = func(cmd *cobra.Command, args []string, toComplete string) ([]string, cobra.ShellCompDirective)

// setCompletion says for every flag and command under root what may stand there. Where nothing is said it is a file.
func (a *app) setCompletion(root *cobra.Command) {
	one := func(c complete) complete { // an argument, and no more
		return func(cmd *cobra.Command, args []string, start string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return c(cmd, args, start)
		}
	}
	var each func(cmd *cobra.Command)
	each = func(cmd *cobra.Command) {
		a.completeFlag(cmd, "format", a.completeFormat)
		for name, values := range choices() {
			a.completeFlag(cmd, name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
		}
		a.completeFlag(cmd, "rule", a.completeRule)
		a.completeFlag(cmd, "disable", a.completeRule)
		a.completeFlag(cmd, "level", a.completeLevel)
		switch cmd.Name() {
		case "explain":
			cmd.ValidArgsFunction = one(a.completeRule)
		case "rules", "version":
			cmd.ValidArgsFunction = cobra.NoFileCompletions
		}
		for _, c := range cmd.Commands() {
			each(c)
		}
	}
	each(root)
}

func (a *app) completeFlag(cmd *cobra.Command, name string, c complete) {
	if cmd.LocalFlags().Lookup(name) != nil {
		_ = cmd.RegisterFlagCompletionFunc(name, c) // what is said first holds: root shares flags with check
	}
}

// completeFormat offers the forms of reports, and whom each is for.
func (a *app) completeFormat(*cobra.Command, []string, string) (out []string, _ cobra.ShellCompDirective) {
	for _, name := range report.Formats() {
		out = append(out, cobra.CompletionWithDesc(name, a.say("format-"+name)))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeRule offers the ids of the rules, with their titles.
func (a *app) completeRule(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	l, err := a.linter()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for _, r := range l.Rules() {
		out = append(out, cobra.CompletionWithDesc(r.ID, r.Title.In(a.speak())))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

// completeLevel offers RULE=LEVEL, first the one, then the other.
func (a *app) completeLevel(cmd *cobra.Command, args []string, start string) (out []string, _ cobra.ShellCompDirective) {
	if id, _, ok := strings.Cut(start, "="); ok {
		for _, name := range rule.LevelNames() {
			out = append(out, id+"="+name)
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
	l, err := a.linter()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	for _, r := range l.Rules() {
		out = append(out, cobra.CompletionWithDesc(r.ID+"=", r.Title.In(a.speak())))
	}
	return out, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
