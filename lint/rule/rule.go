// Package rule holds the rules: what they look for, and how they judge what they found.
//
// Everything a rule knows of Japanese stands in YAML. Lists and acts name the wordings; rules are short statements over
// them: this must not stand here, unless that is near; at most so many; this must be present, before that; a term needs an
// explanation; a sentence may be so long; what the inquiry gives is not asked for; all replies give the same opening hours. This
// package knows sentences, spans, windows, counts and values, and no word of any language.
//
// All rules but those of the last kind judge one reply by itself ([Rule.Judge]). Those that compare replies observe what each
// says ([Rule.Observe]) and judge when all have been seen ([Disagreements]).
package rule

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// Rule is one rule.
type Rule struct {
	ID      string
	Level   Level
	Title   lang.Text
	Why     lang.Text
	Source  []string
	Message lang.Text
	Suggest []lang.Text
	Insert  []string // sentences that may be put in; 〜 stands for what only the writer knows
	Related lang.Text
	Share   lang.Text // what replies that the rule asks something of are called when they have it; may be empty
	Path    string
	Place   strict.Place

	Hits, Misses []Example
	Fixes        []FixExample
	Team         []TeamExamples

	base    *Rule // before its settings were changed; nil if they were not
	own     Level // the level its file gives it
	changed map[string]Setting

	where   where
	find    []find
	except  []finder
	unless  []window
	lower   []window
	count   *count
	require *require
	terms   *terms
	measure *measure
	compare *compare

	consistent *consistent
	about      string
	fix        []fix
}

// TeamExamples are examples that a team's file gives of a rule it extends.
type TeamExamples struct {
	Path         string
	Hits, Misses []Example
}

// Base is the rule as it was before a team changed its settings: what the examples in its own file speak of.
func (r *Rule) Base() *Rule {
	if r.base != nil {
		return r.base
	}
	return r
}

// relevel gives a finding at level l the level that the rule's level was changed to. What conditions made milder than that
// stays so.
func (r *Rule) relevel(l Level) Level {
	if r.Level != r.own && (l == r.own || r.Level < l) {
		return r.Level
	}
	return l
}

// Kind is what sort of judgement the rule makes.
func (r *Rule) Kind() string {
	switch {
	case r.count != nil:
		return "count"
	case r.require != nil:
		return "require"
	case r.terms != nil:
		return "terms"
	case r.measure != nil:
		return "measure"
	case r.compare != nil:
		return "compare"
	case r.consistent != nil:
		return "consistent"
	case r.about != "":
		return r.about
	}
	return "find"
}

// windowed reports whether the rule looks for wordings, which exceptions may mask and conditions excuse.
func (r *Rule) windowed() bool {
	return r.Kind() == "find" || r.compare != nil && r.compare.words == nil
}

// Channels are the channels the rule judges.
func (r *Rule) Channels() []string {
	if !r.Judges() {
		return nil
	}
	if len(r.where.channel) > 0 {
		return r.where.channel
	}
	return reply.Choices()["channel"]
}

// where limits a rule to some replies and some of their sentences.
type where struct {
	channel, extent, mode, audience []string
	notice                          string
	in                              []string
}

// refusal says why the rule does not judge a reply, if it does not.
func (w *where) refusal(d *reply.Document) (lang.Message, bool) {
	s := d.Settings
	for _, c := range []struct {
		name, value string
		takes       []string
	}{{"channel", s.Channel, w.channel}, {"extent", s.Extent, w.extent}, {"mode", s.Mode, w.mode}, {"audience", s.Audience, w.audience}} {
		if !among(c.value, c.takes) {
			return lang.Say("why-where-"+c.name, strings.Join(c.takes, ", "), c.value), true
		}
	}
	switch {
	case w.notice == "no" && d.Notice:
		return lang.Say("why-where-notice"), true
	case w.notice == "yes" && !d.Notice:
		return lang.Say("why-where-no-notice"), true
	}
	return lang.Message{}, false
}

func among(s string, list []string) bool {
	if len(list) == 0 {
		return true
	}
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// find is a wording with the conditions of its own.
type find struct {
	what    finder
	level   Level
	when    []window
	unless  []window
	lower   []window
	message lang.Text
	suggest []lang.Text
	refs    []int // names the wording refers to
}

// name is the one name that the wording is, if it is nothing else.
func (f *find) name() (id int, ok bool) {
	if f.what.pattern != nil && len(f.refs) == 1 && f.what.pattern.OneName() {
		return f.refs[0], true
	}
	return 0, false
}

// window is a condition on what stands near a match, or anywhere, or on the match itself.
type window struct {
	place   strict.Place
	near    []int
	same    string // "", before, after, any
	after   int
	before  int
	until   []bound
	through []int
	skip    []string
	aside   []int
	needs   []int
	but     []int
	topics  []int  // a sentence that opens another topic counts only if the topic is one of these
	in      string // "", reply, inquiry, quoted
	shape   []string
	mode    []string
	is      *pattern.Tests
	only    []int // for matches of these names only
	level   Level
}

// bound ends a window: a part or shape of a sentence, or a name found in it.
type bound struct {
	part string
	ref  int
}
