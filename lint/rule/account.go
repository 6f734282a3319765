package rule

import (
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Account says what came of a rule at some sentences of a reply, and why. It never says nothing.
type Account struct {
	Rule     *Rule
	Verdicts []Verdict      // about these sentences, or about the reply as a whole
	Notes    []lang.Message // why there are no verdicts, or what else there is to know
	Details  []lang.Message // what nearly made a verdict, and what would
}

// Account gives what the rule decided about some of the sentences of a.Own.
func (r *Rule) Account(a *Analysis, at []*Sentence) Account {
	out := Account{Rule: r}
	if r.Level == Off {
		_, from := r.leveled()
		out.Notes = append(out.Notes, lang.Say("why-switched-off", from))
		return out
	}
	if why, refused := r.where.refusal(a.Doc); refused {
		out.Notes = append(out.Notes, why)
		return out
	}
	all := r.Verdicts(a)
	for _, v := range all {
		if v.whole || slices.ContainsFunc(at, v.about) {
			if changed, from := r.leveled(); !v.Silent && v.Level == r.Level {
				say := "why-level-rule"
				if changed {
					say = "why-level-changed"
				}
				v.Why = append(v.Why, lang.Say(say, v.Level.Say(), from))
			}
			out.Verdicts = append(out.Verdicts, v)
		}
	}
	switch {
	case r.require != nil:
		r.accountRequire(a, &out)
	case r.compare != nil && len(a.Inquiry) == 0:
		out.Notes = append(out.Notes, lang.Say("why-no-inquiry"))
		return out
	case r.compare != nil && r.compare.words != nil:
	case r.consistent != nil:
		out.Notes = append(out.Notes, lang.Say("why-beside", len(a.Beside)))
		if len(out.Verdicts) == 0 {
			out.Notes = append([]lang.Message{lang.Say("why-nothing-compared")}, out.Notes...)
		}
	case len(at) == 0:
		out.Notes = append(out.Notes, lang.Say("why-no-sentence"))
	default:
		r.accountSilence(a, at, &out)
	}
	if r.count != nil {
		out.Notes = append(out.Notes, r.tally(a, all))
	}
	if slices.ContainsFunc(out.Verdicts, func(v Verdict) bool { return !v.Silent }) {
		out.Details = append(out.Details, r.hush(a)...)
	}
	return out
}

// hush says how the rule is made to leave alone what it finds fault with.
func (r *Rule) hush(a *Analysis) []lang.Message {
	switch names := r.names(); r.Kind() {
	case "find", "compare":
		if r.windowed() {
			return []lang.Message{lang.Say("do-except-rule", r.ID)}
		}
	case "count":
		if len(names) > 0 {
			return []lang.Message{lang.Say("do-except", a.set.Defs[names[0]].Name, r.ID)}
		}
	case "measure":
		return []lang.Message{lang.Say("do-limit", r.ID)}
	}
	return nil
}

// about reports whether the verdict is about a sentence.
func (v *Verdict) about(s *Sentence) bool { return v.Sentence == s || slices.Contains(v.of, s) }

// leveled says where the level of the rule is written, and whether that makes it another than its own file does.
func (r *Rule) leveled() (changed bool, from Origin) {
	if s, ok := r.changed["level"]; ok && r.Level != r.own {
		return true, s.From
	}
	return false, Origin{Path: r.Path, Line: r.Place.Line}
}

// accountSilence says why there is no verdict about those of the sentences that have none.
func (r *Rule) accountSilence(a *Analysis, at []*Sentence, out *Account) {
	var none list[lang.Message]
	for _, s := range at {
		if slices.ContainsFunc(out.Verdicts, func(v Verdict) bool { return v.about(s) }) {
			continue
		}
		whole := lang.Say("spot", a.words(s, text.Span{Start: 0, End: len(s.Text)}))
		note := func(ms ...lang.Message) {
			for _, m := range ms {
				if len(at) > 1 {
					m = lang.Say("why-of-sentence", whole, m)
				}
				out.Notes = append(out.Notes, m)
			}
		}
		switch {
		case r.terms != nil:
			note(r.terms.nearly(s)...)
		case r.count == nil && !r.reads(s) && len(r.where.in) > 0:
			note(lang.Say("why-not-in", kinds(r.where.in), a.Kind(s.Sentence)))
			continue
		case r.count == nil && !r.reads(s):
			note(lang.Say("why-heading"))
			continue
		default:
			nearly, partly := a.traces(s, r.names())
			note(nearly...)
			if len(out.Verdicts) == 0 {
				out.Details = append(out.Details, partly...)
			}
		}
		none = append(none, whole)
	}
	if len(none) == 0 {
		return
	}
	say, where := "why-nothing-here", lang.Say("this-sentence")
	if r.terms != nil {
		say = "why-no-term"
	}
	switch {
	case len(none) < len(at):
		where = lang.Say("these-sentences", none)
	case len(at) > 1:
		where = lang.Say("this-line")
	}
	out.Notes = append([]lang.Message{lang.Say(say, where)}, out.Notes...)
	if len(out.Verdicts) > 0 {
		return
	}
	if r.terms != nil {
		who := a.Doc.Settings.Audience
		out.Details = append(out.Details, lang.Say("do-add-term", who, strings.Join(r.terms.levels[who], ", ")))
	} else if names := r.names(); len(names) > 0 {
		out.Details = append(out.Details, lang.Say("do-extend", a.defs(names), a.set.Defs[names[0]].Name, r.ID))
	} else {
		out.Details = append(out.Details, lang.Say("do-edit", r.Path, r.ID))
	}
}

// nearly are the terms that stand in a sentence and do not count.
func (t *terms) nearly(s *Sentence) (out []lang.Message) {
	for _, m := range t.found(s) {
		if m.not {
			out = append(out, lang.Say("why-term-part", s.Words(m.m), m.term.Name))
		}
	}
	for _, k := range s.Masks {
		for _, term := range t.inText(k.Text) {
			out = append(out, lang.Say("why-term-masked", term.Name, k.Text))
		}
	}
	return out
}

// Kind says what a sentence is in the reply: its part; of the body, its shape.
func (a *Analysis) Kind(s *reply.Sentence) lang.Message {
	if s.Part == reply.Body && s.Shape != reply.Prose {
		return lang.Say("shape-" + string(s.Shape))
	}
	return lang.Say("part-" + string(s.Part))
}

// whole is the spot of a whole sentence.
func (a *Analysis) whole(s *Sentence) spot {
	return a.spot(place{s, pattern.Match{From: 0, To: len(s.Tokens)}})
}

// names are what the rule looks for by name.
func (r *Rule) names() (out []int) {
	add := func(ids []int) {
		for _, id := range ids {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	for i := range r.find {
		add(r.find[i].refs)
	}
	if r.count != nil {
		add(r.count.of)
	}
	if r.require != nil {
		add(r.require.act)
	}
	if r.compare != nil {
		add(r.compare.ask)
	}
	return out
}

// mostTraces is how many near misses are told.
const mostTraces = 3

// traces says what of the names stands in a sentence where none of them is found: what an exception masks, and what is only
// a part of a wording.
func (a *Analysis) traces(s *Sentence, names []int) (nearly, partly []lang.Message) {
	seen := map[int]bool{}
	level := names
	var told []pattern.Match
	for _, id := range names {
		if d := a.set.Defs[id]; !s.searched(id) && len(d.in) > 0 {
			nearly = append(nearly, lang.Say("why-name-not-in", d, kinds(d.in), a.Kind(s.Sentence)))
		} else if !s.searched(id) {
			nearly = append(nearly, lang.Say("why-name-heading", d))
		}
	}
	for len(level) > 0 {
		var below []int
		for _, id := range level {
			if seen[id] {
				continue
			}
			seen[id] = true
			d := a.set.Defs[id]
			for _, o := range s.Occurrences(id) {
				if slices.ContainsFunc(told, func(m pattern.Match) bool { return m.From <= o.From && o.To <= m.To }) {
					continue
				}
				told = append(told, o.Match)
				words := lang.Say("spot", a.words(s, s.bytes(o.Match)))
				switch {
				case o.Blocked != "" && len(nearly) < mostTraces:
					nearly = append(nearly, lang.Say("nearly", d, words, masked(s, id, o)))
				case o.Blocked == "" && len(partly) < mostTraces:
					partly = append(partly, lang.Say("partly", d, words))
				}
			}
			for i := range d.find {
				for _, p := range d.find[i].patterns() {
					below = append(below, p.Refs()...)
				}
			}
		}
		level = below
	}
	return nearly, partly
}

// accountRequire says what would meet the rule, where nothing does.
func (r *Rule) accountRequire(a *Analysis, out *Account) {
	if len(out.Verdicts) == 0 {
		out.Notes = append(out.Notes, lang.Say("why-no-reply"))
		return
	}
	if out.Verdicts[0].Silent || len(placesOf(a.Own, r.require.act)) > 0 {
		return
	}
	n := 0
	for _, s := range a.Own {
		for _, id := range r.require.act {
			if !s.searched(id) {
				continue
			}
			for _, o := range s.Occurrences(id) {
				if o.Blocked != "" && n < mostTraces {
					n++
					out.Notes = append(out.Notes, lang.Say("nearly", a.set.Defs[id], a.spot(place{s, o.Match}), masked(s, id, o)))
				}
			}
		}
	}
	for _, id := range r.require.act {
		d := a.set.Defs[id]
		var hits list[lang.Message]
		for _, ex := range d.Examples {
			for _, h := range ex.Hit[:min(len(ex.Hit), 3)] {
				hits = append(hits, lang.Say("spot", oneLine(h.Text)))
			}
		}
		if len(hits) > 0 {
			out.Notes = append(out.Notes, lang.Say("would-do", d, hits))
		}
	}
	out.Details = append(out.Details, lang.Say("do-extend-missing", a.defs(r.require.act), a.set.Defs[r.require.act[0]].Name, r.ID))
}

// tally says how many of the things the rule counts stand in the reply, and where.
func (r *Rule) tally(a *Analysis, all []Verdict) lang.Message {
	var at list[spot]
	for _, v := range all {
		if v.nth > 0 {
			at = append(at, a.spot(place{v.Sentence, v.Match}))
		}
	}
	limit, by := r.count.limit(a.Doc.Settings)
	if len(at) == 0 {
		return lang.Say("tally-none", a.defs(r.count.of), limit, setting(by))
	}
	return lang.Say("tally", a.defs(r.count.of), len(at), at, limit, setting(by))
}

// On gives the sentences that stand, wholly or in part, on a line of the file: the reply's own words, and those that are
// quoted or the customer's.
func (a *Analysis) On(line int) (own []*Sentence, others []*reply.Sentence) {
	stands := func(s *reply.Sentence) bool {
		first, last, ok := a.Lines(s)
		return ok && first <= line && line <= last
	}
	for _, s := range a.Own {
		if stands(s.Sentence) {
			own = append(own, s)
		}
	}
	for _, ss := range [][]*reply.Sentence{a.Doc.Sentences, a.Doc.Quoted, a.Doc.Inquiry} {
		for _, s := range ss {
			if !s.Own() && stands(s) {
				others = append(others, s)
			}
		}
	}
	return own, others
}

// Text is a sentence in the words of the file, on one line.
func (a *Analysis) Text(s *reply.Sentence) string {
	if raw := s.Span(text.Span{Start: 0, End: len(s.Text)}); raw.Len() > 0 {
		f, _ := a.Doc.Item.Span(raw)
		return oneLine(f.In(a.Doc.Item.File.Text))
	}
	return s.Text
}
