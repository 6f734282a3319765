package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

func (a *app) statsCommand() *cobra.Command {
	f := checkFlags{tally: true}
	cmd := &cobra.Command{
		Use:     "stats [PATH...]",
		Short:   a.help("stats"),
		Long:    a.help("stats-long"),
		Example: "yorisoi stats canned/\nyorisoi stats --format json canned/ > stats.json",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := choice("--format", f.format, []string{"text", "json"}); err != nil {
				return err
			}
			return a.stats(cmd, args, f)
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "text", a.flag("format-text-json"))
	a.settingFlags(cmd.Flags(), &f)
	a.ruleFlags(cmd.Flags(), &f)
	return cmd
}

func (a *app) stats(cmd *cobra.Command, args []string, f checkFlags) error {
	p, sources, _, err := a.judged(args, f)
	if err != nil {
		return err
	}
	p.Know(lint.Baselines{Off: true})
	s, trouble := lint.NewStats(), false
	p.Files(cmd.Context(), sources, func(r *lint.Result) {
		if r.Err != nil {
			trouble = true
			a.complain(r.Err)
		}
		s.Add(r)
	})
	if cmd.Context().Err() != nil {
		return lang.Errorf("interrupted", s.Files, len(sources))
	}
	s.Done()
	if f.format == "json" {
		err = a.statsJSON(s)
	} else {
		_, err = fmt.Fprint(a.out, a.statsText(s))
	}
	switch {
	case err != nil:
		return lang.Errorf("cannot-write", err)
	case trouble:
		return errTrouble
	}
	return nil
}

// mostShown is how many replies and sentences the text lists.
const mostShown = 10

// statsText is what people read.
func (a *app) statsText(s *lint.Stats) string {
	l := a.speak()
	say := func(name string, args ...any) string { return lang.Say(name, args...).In(l) }
	out := say("stats-sum", s.Files, s.Replies, s.Flagged, s.Findings, s.Levels[rule.Error], s.Levels[rule.Warning], s.Levels[rule.Info]) + "\n"
	section := func(head string, rows [][]string) {
		if len(rows) > 1 {
			out += "\n" + say(head) + "\n" + indent(table(rows), 2) + "\n"
		}
	}
	rows := [][]string{{"", say("head-asked"), say("head-met"), "%"}}
	for _, h := range s.Shares {
		rows = append(rows, []string{h.Rule.Share.In(l), fmt.Sprint(h.Asked), fmt.Sprint(h.Met), percent(h.Met, h.Asked)})
	}
	section("stats-shares", rows)
	rows = [][]string{{say("head-rule"), say("head-findings"), say("head-replies"), say("head-title")}}
	for _, r := range s.Rules {
		rows = append(rows, []string{r.Rule.ID, fmt.Sprint(r.Findings), fmt.Sprint(r.Replies), r.Rule.Title.In(l)})
	}
	section("stats-rules", rows)
	rows = [][]string{{say("head-folder"), say("head-replies"), say("head-flagged"), "%", say("head-findings")}}
	for _, f := range s.Folders {
		rows = append(rows, []string{f.Path, fmt.Sprint(f.Replies), fmt.Sprint(f.Flagged), percent(f.Flagged, f.Replies), fmt.Sprint(f.Findings)})
	}
	section("stats-folders", rows)
	rows = [][]string{{say("head-reply"), say("head-findings")}}
	for _, r := range s.PerReply[:min(mostShown, len(s.PerReply))] {
		rows = append(rows, []string{r.Item.Name(), fmt.Sprint(r.Findings)})
	}
	section("stats-replies", rows)
	rows = [][]string{{say("head-times"), say("head-sentence"), say("head-rule"), say("head-first")}}
	for _, x := range s.Sentences[:min(mostShown, len(s.Sentences))] {
		rows = append(rows, []string{fmt.Sprint(x.Times), text.Head(x.Text, 60, "..."), join(x.Rules), firstPlace(x.First)})
	}
	section("stats-sentences", rows)
	return out
}

func firstPlace(f *rule.Finding) string {
	return fmt.Sprintf("%s:%d", f.Item.File.Path, f.Item.File.Position(f.Span.Start).Line)
}

// percent is a share of a whole in percent, rounded.
func percent(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	return fmt.Sprint((200*part + whole) / (2 * whole))
}

// The JSON output.
type statsReport struct {
	Version   int             `json:"version"`
	Files     int             `json:"files"`
	Replies   int             `json:"replies"`
	Flagged   int             `json:"flagged"` // replies with findings
	Findings  int             `json:"findings"`
	Levels    map[string]int  `json:"levels"`
	Shares    []statsShare    `json:"shares"`
	Rules     []statsRule     `json:"rules"`
	Folders   []statsFolder   `json:"folders"`
	PerReply  []statsReply    `json:"perReply"` // those with findings
	Sentences []statsSentence `json:"sentences"`
}

type statsShare struct {
	Rule  string `json:"rule"`
	Title string `json:"title"`
	Asked int    `json:"asked"`
	Met   int    `json:"met"`
}

type statsRule struct {
	Rule     string `json:"rule"`
	Findings int    `json:"findings"`
	Replies  int    `json:"replies"`
}

type statsFolder struct {
	Path     string `json:"path"`
	Replies  int    `json:"replies"`
	Flagged  int    `json:"flagged"`
	Findings int    `json:"findings"`
}

type statsReply struct {
	Path     string `json:"path"`
	Key      string `json:"key"`
	Findings int    `json:"findings"`
}

type statsSentence struct {
	Text     string   `json:"text"`
	Times    int      `json:"times"`
	Findings int      `json:"findings"`
	Rules    []string `json:"rules"`
	Path     string   `json:"path"` // where it stands first
	Line     int      `json:"line"`
}

func (a *app) statsJSON(s *lint.Stats) error {
	l := a.speak()
	r := statsReport{
		Version: 1, Files: s.Files, Replies: s.Replies, Flagged: s.Flagged, Findings: s.Findings, Levels: map[string]int{},
		Shares: []statsShare{}, Rules: []statsRule{}, Folders: []statsFolder{}, PerReply: []statsReply{}, Sentences: []statsSentence{},
	}
	for _, lv := range []rule.Level{rule.Error, rule.Warning, rule.Info} {
		r.Levels[lv.String()] = s.Levels[lv]
	}
	for _, h := range s.Shares {
		r.Shares = append(r.Shares, statsShare{h.Rule.ID, h.Rule.Share.In(l), h.Asked, h.Met})
	}
	for _, x := range s.Rules {
		r.Rules = append(r.Rules, statsRule{x.Rule.ID, x.Findings, x.Replies})
	}
	for _, f := range s.Folders {
		r.Folders = append(r.Folders, statsFolder(f))
	}
	for _, x := range s.PerReply {
		r.PerReply = append(r.PerReply, statsReply{x.Item.File.Path, x.Item.Key, x.Findings})
	}
	for _, x := range s.Sentences {
		line := x.First.Item.File.Position(x.First.Span.Start).Line
		r.Sentences = append(r.Sentences, statsSentence{x.Text, x.Times, x.Findings, x.Rules, x.First.Item.File.Path, line})
	}
	enc := json.NewEncoder(a.out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}
