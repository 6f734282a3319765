package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
)

func (a *app) testCommand() *cobra.Command {
	var verbose bool
	cmd := &cobra.Command{
		Use:   "test [PATH...]",
		Short: a.help("test"),
		Long:  a.help("test-long"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p, err := a.project(checkFlags{})
			if err != nil {
				return err
			}
			linter, err := p.Linter(stdinName)
			if err != nil {
				return err
			}
			set := linter.Set()
			l := a.speak()
			failures := lint.Examples(set)
			for _, f := range failures {
				fmt.Fprintln(a.out, f.In(l))
			}
			fmt.Fprintln(a.out, lang.Say("test-examples", lint.CountExamples(set), len(failures)).In(l))
			if len(args) == 0 {
				if len(failures) > 0 {
					return errFindings
				}
				return nil
			}
			score, trouble := p.Score(a.sources(p, args, ""))
			if trouble == nil && score.Replies == 0 {
				return lang.Errorf("test-no-labels")
			}
			if trouble != nil {
				a.complain(trouble)
				if score.Replies == 0 {
					return errTrouble
				}
			}
			if verbose {
				for _, m := range score.Misses {
					fmt.Fprintln(a.out, m.In(l))
				}
			}
			rows := [][]string{{lang.Say("head-rule").In(l), "TP", "FP", "FN", "P", "R", "F1"}}
			for _, s := range score.Rules {
				row := []string{s.Rule, fmt.Sprint(s.Hit), fmt.Sprint(s.False), fmt.Sprint(s.Missed), "-", "-", "-"}
				if s.Hit+s.False+s.Missed > 0 {
					row = append(row[:4], fmt.Sprintf("%.3f", s.Precision()), fmt.Sprintf("%.3f", s.Recall()), fmt.Sprintf("%.3f", s.F1()))
				}
				rows = append(rows, row)
			}
			fmt.Fprint(a.out, table(rows))
			fmt.Fprintln(a.out, lang.Say("test-score", score.Replies, len(score.Misses)).In(l))
			switch {
			case trouble != nil:
				return errTrouble
			case len(failures)+len(score.Misses) > 0:
				return errFindings
			}
			return nil
		},
	}
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, a.flag("verbose"))
	return cmd
}
