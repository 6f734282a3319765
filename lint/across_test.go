package lint_test

import (
	"fmt"
	"math/rand"
	"slices"
	"testing"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/rules"
)

const agreeing = `
things:
  - thing: 営業時間
    named: 営業時間
    as: clock
    examples: {hit: [営業時間は9時からです。], miss: [営業時間外です。]}
---
rule: our-facts
title: 食い違い
consistent: {facts: all}
message: "{match} {other} {count} {total}"
examples: {hit: [[営業時間は9時からです。, 営業時間は10時からです。]], miss: [はい。]}
---
rule: our-words
title: 不ぞろい
consistent: {terms: [[キャンセル, 取消]]}
message: "{match} {other} {count} {total}"
examples: {hit: [[キャンセル, 取消]], miss: [はい。]}
`

// What is found does not depend on the order in which files are given, nor on the workers that read them.
func TestReplyOrderDoesNotMatter(t *testing.T) {
	loader := config.NewLoader(rules.FS, nil, rule.Source{Path: "team.yaml", Data: []byte(agreeing)})
	project := lint.NewProject(loader, lint.Options{Rules: []string{"our-facts", "our-words"}})
	r := rand.New(rand.NewSource(1))
	var sources []lint.Source
	for i := range 120 {
		path := fmt.Sprintf("%03d.txt", i)
		body := fmt.Sprintf("営業時間は%d時からです。\n%sの手順です。\n", 9+i%3/2, []string{"キャンセル", "取消"}[i%4/3])
		sources = append(sources, lint.Source{Path: path, Open: func() (*text.File, error) { return text.NewFile(path, []byte(body)), nil }})
	}
	var want []string
	for range 4 {
		var got []string
		project.Files(t.Context(), sources, func(res *lint.Result) {
			for _, f := range res.Findings {
				s := fmt.Sprint(res.File.Path, f.Span, f.Rule.ID, f.Message.In(lang.JA))
				for _, o := range f.Related {
					s += fmt.Sprint(o.Item.File.Path, o.Span, o.Message.In(lang.JA))
				}
				got = append(got, s)
			}
		})
		slices.Sort(got)
		if want == nil {
			want = got
		}
		if !slices.Equal(got, want) || len(got) != 40+30 {
			t.Fatalf("%d findings, first %v; %d in another order", len(got), got[:min(3, len(got))], len(want))
		}
		r.Shuffle(len(sources), func(i, j int) { sources[i], sources[j] = sources[j], sources[i] })
	}
}
