package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint/lang"
)

func (a *app) rulesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "rules",
		Short: a.help("rules"),
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			linter, err := a.linter()
			if err != nil {
				return err
			}
			l := a.speak()
			rows := [][]string{{
				lang.Say("head-rule").In(l), lang.Say("head-level").In(l), lang.Say("head-channel").In(l),
				lang.Say("head-source").In(l), lang.Say("head-title").In(l),
			}}
			for _, r := range linter.Rules() {
				rows = append(rows, []string{r.ID, lang.Say("level-" + r.Level.String()).In(l), join(r.Channels()), join(r.Source), r.Title.In(l)})
			}
			fmt.Fprint(a.out, table(rows))
			return nil
		},
	}
}
