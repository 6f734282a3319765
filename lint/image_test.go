package lint_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/rules"
)

// withoutImage is the folder of the shipped rules, to be read file by file.
var withoutImage = struct{ fs.FS }{rules.FS}

// team is a file of rules that builds on the shipped ones in every way.
const team = `extend: 断り
find: [対象外でございます]
except: [対象外 … 試験]
examples: {hit: [そちらは対象外でございます。], miss: [対象でございます。]}
---
extend: bare-refusal
level: error
find: [{what: 満席, unless: [{near: できること, after: 1}]}]
window: {after: 1}
examples: {hit: [本日は満席です。], miss: [満席ではありません。]}
---
lists: {合い言葉: [寄り添い, <断り>]}
---
terms:
  - {term: 寄合, level: advanced, gloss: {ja: 集まり}, not: [寄合所帯]}
---
rule: team-rule
title: {ja: 題}
message: {ja: "「{match}」"}
find: [<合い言葉>, ご容赦ください, 確認しない]
examples: {hit: [返金はできません。], miss: [返金します。]}
`

// spoken is a reply that the team's rules have something to say of.
const spoken = "本日は満席です。\n寄合のご案内です。寄合所帯とは申せません。\n対象外でございます。ご容赦ください。寄り添いの試験です。\n"

// Whether the rules come from their files or from the image, alone or with a team's own, every reply is judged alike, for
// the same reasons.
func TestImage(t *testing.T) {
	for name, more := range map[string][]rule.Source{"shipped": nil, "with a team's": {{Path: "team.yaml", Data: []byte(team)}}} {
		t.Run(name, func(t *testing.T) {
			want, err := rule.Load(withoutImage, more...)
			if err != nil {
				t.Fatal(err)
			}
			got, err := rule.Load(rules.FS, more...)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			mine := lint.Source{Path: "team.txt", Open: func() (*text.File, error) { return text.NewFile("team.txt", []byte(spoken)), nil }}
			for _, s := range append(files(t, "drafts", "seen"), mine) {
				f, items := read(t, s)
				for i, it := range items {
					w, g := accounts(want, it, i%8 == 0), accounts(got, it, i%8 == 0)
					if w != g {
						t.Fatalf("%s %s: from the files\n%s\nfrom the image\n%s", f.Path, it.Key, w, g)
					}
					n += strings.Count(w, "\n")
				}
			}
			if n < 5_000 {
				t.Errorf("only %d lines were compared", n)
			}
		})
	}
}

// accounts says what every rule has to say of a reply; why it says so takes the longest to put into words.
func accounts(set *rule.Set, it *input.Item, why bool) string {
	var b strings.Builder
	a := set.Analyse(it, reply.Settings{Inquiry: it.Meta.Inquiry, Channel: it.Meta.Channel.Text, Extent: it.Meta.Extent.Text, Mode: it.Meta.Mode.Text, Audience: it.Meta.Audience.Text}.Or(reply.Defaults()))
	for _, r := range set.Rules {
		for _, v := range r.Verdicts(a) {
			fmt.Fprintln(&b, r.ID, v.Sentence.Index, v.Match, v.Level, v.Silent)
			for _, m := range v.Why {
				if why {
					fmt.Fprintln(&b, m.In(lang.JA))
				}
			}
		}
		for _, f := range r.Judge(a) {
			fmt.Fprintln(&b, r.ID, f.Span, f.Level, f.Message)
			for _, s := range f.Suggestions {
				fmt.Fprintln(&b, s.Message)
				if s.Edit != nil {
					fmt.Fprintln(&b, *s.Edit)
				}
			}
			for _, r := range f.Related {
				fmt.Fprintln(&b, r.Span, r.Message)
			}
		}
	}
	return b.String()
}
