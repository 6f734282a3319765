package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
)

func (a *app) suppressionsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "suppressions [PATH...]",
		Short:   a.help("suppressions"),
		Long:    a.help("suppressions-long"),
		Example: "yorisoi suppressions canned/",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := choice("--format", format, []string{"text", "json"}); err != nil {
				return err
			}
			return a.suppressions(cmd, args, format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", a.flag("format-text-json"))
	return cmd
}

// suppression is what is told of one suppression: a line of the table, an object of the JSON output.
type suppression struct {
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Rule     string `json:"rule"`
	Findings int    `json:"findings"` // that it silences
	Date     string `json:"date,omitempty"`
	Days     *int   `json:"days,omitempty"` // since then
	Reason   string `json:"reason"`
}

// suppressions lists what silences findings in some files.
func (a *app) suppressions(cmd *cobra.Command, args []string, format string) error {
	p, sources, err := a.replies(args, checkFlags{})
	if err != nil {
		return err
	}
	var trouble error
	list := []*suppression{}
	ofEntry := map[string]*suppression{}
	p.Files(cmd.Context(), sources, func(r *lint.Result) {
		trouble = errors.Join(trouble, r.Err)
		for _, s := range r.Suppressions {
			if s.Rule == "" { // a comment that ends nothing
				continue
			}
			at := s.Origin()
			one := &suppression{Path: at.Path, Line: at.Line, Rule: s.Rule, Reason: s.Reason}
			if !s.Date.IsZero() {
				days := int(time.Since(s.Date).Hours() / 24)
				one.Date, one.Days = s.Date.Format(config.DateForm), &days
			}
			if s.Entry != nil { // it may be for several files
				id := at.String() + " " + s.Rule
				if old := ofEntry[id]; old != nil {
					old.Findings += len(s.Found)
					continue
				}
				ofEntry[id] = one
			}
			one.Findings = len(s.Found)
			list = append(list, one)
		}
	})
	slices.SortStableFunc(list, func(x, y *suppression) int {
		return cmp.Or(strings.Compare(x.Path, y.Path), x.Line-y.Line)
	})
	if err := a.listSuppressions(list, format); err != nil {
		return lang.Errorf("cannot-write", err)
	}
	if trouble != nil {
		a.complain(trouble)
		return errTrouble
	}
	return nil
}

func (a *app) listSuppressions(list []*suppression, format string) error {
	if format == "json" {
		enc := json.NewEncoder(a.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(map[string]any{"version": 1, "suppressions": list})
	}
	l := a.speak()
	if len(list) == 0 {
		_, err := fmt.Fprintln(a.out, lang.Say("suppressions-none").In(l))
		return err
	}
	say := func(name string, args ...any) string { return lang.Say(name, args...).In(l) }
	rows := [][]string{{say("head-place"), say("head-rule"), say("head-silenced"), say("head-date"), say("head-reason")}}
	for _, s := range list {
		silenced, date := fmt.Sprint(s.Findings), ""
		if s.Findings == 0 {
			silenced = say("suppressions-unused")
		}
		if s.Days != nil {
			date = say("suppressions-age", s.Date, *s.Days)
		}
		rows = append(rows, []string{fmt.Sprintf("%s:%d", s.Path, s.Line), s.Rule, silenced, date, s.Reason})
	}
	_, err := fmt.Fprint(a.out, table(rows))
	return err
}
