package lint

import (
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/frozen"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// Draft asks for a rule file that finds every hit and no miss.
type Draft struct {
	Rule   string // the id of a new rule,
	Extend string // or the name of an act or a list that is to find more
	Hits   []string
	Misses []string
	Path   string    // of the file to be
	Rules  []string  // paths of the rules besides the shipped ones
	Loaded bool      // the configuration loads the file, where it is to be
	Lang   lang.Lang // of its comments
	// Load loads the rule set with more files.
	Load func(more ...rule.Source) (*rule.Set, error)
}

var ruleID = frozen.Later(`^[a-z][a-z0-9]*(-[a-z0-9]+)*$`)

// Write writes the file of a draft: the wordings it proposes, and the bytes. It is handed out only if the file loads and every
// example in it comes out as it says; otherwise the error says what cannot be told apart.
func Write(set *rule.Set, d Draft) (*rule.Proposal, []byte, error) {
	check := d.checkRule
	if d.Extend != "" {
		check = d.checkExtend
	}
	if err := check(set); err != nil {
		return nil, nil, err
	}
	p, err := set.Propose(d.Hits, d.Misses)
	if err != nil {
		return nil, nil, err
	}
	data := d.render(p)
	with, err := d.Load(rule.Source{Path: d.Path, Data: data})
	if err != nil {
		return nil, nil, err
	}
	var wrong []lang.Message
	if r, ok := with.Rule(d.Rule); ok {
		wrong = ruleExamples(with, r)
	}
	if def, ok := with.Def(d.Extend); ok {
		for _, ex := range def.Examples {
			if ex.Path == d.Path {
				wrong = append(wrong, actExamples(with, def, ex)...)
			}
		}
	}
	if len(wrong) > 0 {
		return nil, nil, lang.Errorf("new-fails", p.Wordings[0].Source, wrong[0])
	}
	return p, data, nil
}

// Flags are the flags by which commands load the rules with the new file, each behind a space.
func (d *Draft) Flags() string {
	paths := d.Rules[:len(d.Rules):len(d.Rules)]
	if !d.Loaded {
		paths = append(paths, d.Path)
	}
	var b strings.Builder
	for _, p := range paths {
		b.WriteString(" --rules " + p)
	}
	return b.String()
}

// mostAlso is how many of the other texts that a wording finds are written into the file.
const mostAlso = 3

// also is the comment that says what else the wordings find; empty if nothing.
func also(p *rule.Proposal, l lang.Lang) string {
	if len(p.Also) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("\n" + lang.Say("new-file-also", len(p.Also)).In(l))
	for _, t := range p.Also[:min(len(p.Also), mostAlso)] {
		b.WriteString("\n#   - " + t)
	}
	return b.String()
}

// checkRule reports an id that is none, or that a rule of the set has already.
func (d *Draft) checkRule(set *rule.Set) error {
	if r, ok := set.Rule(d.Rule); ok {
		return lang.Errorf("rule-name-twice", d.Rule, fmt.Sprintf("%s:%d", r.Path, r.Place.Line))
	}
	if ruleID.MatchString(d.Rule) {
		return nil
	}
	near := any("")
	notOfIDs := func(r rune) bool { return (r < 'a' || 'z' < r) && (r < '0' || '9' < r) }
	if better := strings.Join(strings.FieldsFunc(strings.ToLower(d.Rule), notOfIDs), "-"); ruleID.MatchString(better) {
		near = lang.Say("did-you-mean", better)
	}
	return lang.Errorf("new-bad-id", d.Rule, near)
}

// checkExtend reports a name that is none, hits that it finds already, and misses that it finds, which more wordings do not
// change.
func (d *Draft) checkExtend(set *rule.Set) error {
	def, ok := set.Def(d.Extend)
	if !ok {
		near := any("")
		if n := strict.Nearest(d.Extend, set.Names()); n != "" {
			near = lang.Say("did-you-mean", n)
		}
		return lang.Errorf("pattern-unknown-name", d.Extend, near)
	}
	for _, h := range d.Hits {
		if found, why, _ := def.Try(set, h); found {
			return lang.Errorf("new-found-already", h, def.Name, why)
		}
	}
	for _, m := range d.Misses {
		if found, why, _ := def.Try(set, m); found {
			return lang.Errorf("new-miss-found", m, def.Name, why)
		}
	}
	return nil
}

// render writes the file.
func (d *Draft) render(p *rule.Proposal) []byte {
	var find []string
	var words string
	for _, w := range p.Wordings {
		find = append(find, w.Source)
		for _, f := range w.Found {
			if words == "" {
				words = f
			}
		}
	}
	if d.Extend != "" {
		return []byte(lang.Say("new-extend-file", scalar(d.Extend), d.Flags(), items(find, 2), items(d.Hits, 4), items(d.Misses, 4), also(p, d.Lang)).In(d.Lang))
	}
	return []byte(lang.Say("new-rule-file", d.Rule, d.Flags(), both("new-rule-title", words), items(find, 2), both("new-rule-message"),
		items(d.Hits, 4), items(d.Misses, 4), also(p, d.Lang)).In(d.Lang))
}

// both is a message in both languages, as the lines of a YAML mapping.
func both(name string, args ...any) string {
	m := lang.Say(name, args...)
	return "\n  ja: " + scalar(m.In(lang.JA)) + "\n  en: " + scalar(m.In(lang.EN))
}

// items are the lines of a YAML list, n spaces in.
func items(texts []string, n int) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString("\n" + strings.Repeat(" ", n) + "- " + scalar(t))
	}
	return b.String()
}

// scalar is a text as YAML writes it, on one line.
func scalar(s string) string {
	n := yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
	if strings.ContainsAny(s, "\n\r") {
		n.Style = yaml.DoubleQuotedStyle
	}
	out, err := yaml.Marshal(&n)
	if err != nil {
		return fmt.Sprintf("%q", s)
	}
	return strings.TrimRight(string(out), "\n")
}
