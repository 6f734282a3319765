package lsp

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// section is the name of our settings in an editor.
const section = "yorisoi"

// preferences are the settings of a person or a workspace. What a reply says of itself, and what a configuration says of it,
// goes before what they say of how it is to be judged.
type preferences struct {
	Lang        string            `json:"lang"`
	Channel     string            `json:"channel"`
	Extent      string            `json:"extent"`
	Mode        string            `json:"mode"`
	Audience    string            `json:"audience"`
	Inquiry     string            `json:"inquiry"`     // the customer's message
	InquiryFile string            `json:"inquiryFile"` // where it lies beside a reply; {name} stands for the reply's name
	Rules       []string          `json:"rules"`
	Disable     []string          `json:"disable"`
	Levels      map[string]string `json:"levels"`
	RuleFiles   []string          `json:"ruleFiles"`
	Completion  bool              `json:"completion"`
}

func defaults() *preferences { return &preferences{InquiryFile: stem + ".inquiry.txt"} }

// ofClient are the settings under our name that are the client's own business.
var ofClient = []string{"path", "arguments", "trace", "enable"}

// read reads settings as a client has them. What is no good is passed over and told, each with what to do.
func (p *preferences) read(raw json.RawMessage, root string) (wrong []lang.Message) {
	var values map[string]json.RawMessage
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	if json.Unmarshal(raw, &values) != nil {
		return []lang.Message{lang.Say("lsp-settings-object", section)}
	}
	fields := map[string]any{
		"lang": &p.Lang, "channel": &p.Channel, "extent": &p.Extent, "mode": &p.Mode, "audience": &p.Audience,
		"inquiry": &p.Inquiry, "inquiryFile": &p.InquiryFile, "rules": &p.Rules, "disable": &p.Disable, "levels": &p.Levels,
		"ruleFiles": &p.RuleFiles, "completion": &p.Completion,
	}
	var known []string
	for name := range fields {
		known = append(known, name)
	}
	slices.Sort(known)
	for _, name := range sorted(values) {
		to, ok := fields[name]
		switch {
		case string(values[name]) == "null" || slices.Contains(ofClient, name):
		case !ok:
			near := any("")
			if n := strict.Nearest(name, known); n != "" {
				near = lang.Say("did-you-mean", section+"."+n)
			}
			wrong = append(wrong, lang.Say("lsp-settings-unknown", section+"."+name, near))
		case json.Unmarshal(values[name], to) != nil:
			wrong = append(wrong, lang.Say("lsp-settings-type", section+"."+name, string(values[name])))
		}
	}
	return append(wrong, p.check(root)...)
}

// check drops the values that are none, and says which.
func (p *preferences) check(root string) (wrong []lang.Message) {
	for _, c := range []struct {
		name  string
		value *string
	}{{"channel", &p.Channel}, {"extent", &p.Extent}, {"mode", &p.Mode}, {"audience", &p.Audience}} {
		if err := reply.CheckSetting(c.name, *c.value); err != nil {
			wrong = append(wrong, err.Message)
			*c.value = ""
		}
	}
	if p.Lang != "" && p.Lang != string(lang.JA) && p.Lang != string(lang.EN) {
		wrong = append(wrong, lang.Say("bad-choice", p.Lang, section+".lang", "ja, en", ""))
		p.Lang = ""
	}
	for _, id := range sorted(p.Levels) {
		if _, ok := rule.ParseLevel(p.Levels[id]); !ok {
			wrong = append(wrong, lang.Say("bad-choice", p.Levels[id], section+".levels."+id, strings.Join(rule.LevelNames(), ", "), ""))
			delete(p.Levels, id)
		}
	}
	for i, f := range p.RuleFiles {
		if !filepath.IsAbs(f) {
			p.RuleFiles[i] = filepath.Join(root, filepath.FromSlash(f))
		}
	}
	return wrong
}

// rulesKey tells settings with other rule files apart.
func (p *preferences) rulesKey() string { return strings.Join(p.RuleFiles, "\x00") }

// options are those of the server, with the settings behind.
func (p *preferences) options(o lint.Options) lint.Options {
	o.Fallback = reply.Settings{Channel: p.Channel, Extent: p.Extent, Mode: p.Mode, Audience: p.Audience, Inquiry: p.Inquiry}
	if len(o.Rules) == 0 {
		o.Rules = p.Rules
	}
	o.Disable = append(slices.Clone(o.Disable), p.Disable...)
	levels := map[string]rule.Level{}
	for id, name := range p.Levels {
		levels[id], _ = rule.ParseLevel(name)
	}
	for id, lv := range o.Levels {
		levels[id] = lv
	}
	o.Levels = levels
	return o
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
