package rule

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Verdict is what a rule decided about one place: a finding, or why there is none.
type Verdict struct {
	Rule     *Rule
	Sentence *Sentence
	Match    pattern.Match
	Silent   bool
	Level    Level
	Why      []lang.Message // what led to it, in order

	nth     int         // of a count rule: which of those counted; 0 for one that is not
	whole   bool        // about the reply, not the sentence
	of      []*Sentence // about all of these; nil for just one
	asked   bool        // something was asked for here,
	met     bool        // and is there
	message lang.Text
	suggest []lang.Text
	related []place
	values  map[string]string
	texts   map[string]lang.Text // values that are said in each language
	insert  *Sentence            // what the rule has to insert goes before this one
	gloss   string               // goes behind the match
	instead string               // what to write in place of the match; empty if there is no one right thing
}

type place struct {
	s *Sentence
	m pattern.Match
}

// Judge gives the findings of a rule about a reply.
func (r *Rule) Judge(a *Analysis) []Finding {
	var out []Finding
	if r.consistent != nil {
		all := r.Observe(a)
		for _, b := range a.Beside {
			all = append(all, r.Observe(b)...)
		}
		return slices.DeleteFunc(Disagreements(all), func(f Finding) bool { return f.Item != a.Doc.Item })
	}
	for _, v := range r.Verdicts(a) {
		if !v.Silent && v.Level != Off {
			out = append(out, v.finding(a))
		}
	}
	return out
}

// Verdicts gives every decision a rule made about a reply, silences among them.
func (r *Rule) Verdicts(a *Analysis) []Verdict {
	if _, refused := r.where.refusal(a.Doc); refused || !r.Judges() {
		return nil
	}
	var vs []Verdict
	switch {
	case r.count != nil:
		vs = r.countUp(a)
	case r.require != nil:
		vs = r.required(a)
	case r.terms != nil:
		vs = r.unexplained(a)
	case r.measure != nil:
		vs = r.oversized(a)
	case r.compare != nil:
		vs = r.held(a)
	case r.consistent != nil:
		vs = r.disagreeing(a)
	case r.about == terminology:
		vs = r.unpreferred(a)
	default:
		vs = r.found(a)
	}
	for i := range vs {
		vs[i].Level = r.relevel(vs[i].Level)
	}
	return vs
}

// found looks for wordings that must not stand, sentence by sentence. The first in a sentence is the one reported.
func (r *Rule) found(a *Analysis) []Verdict {
	var out []Verdict
	for _, s := range a.Own {
		if !r.reads(s) {
			continue
		}
		reported := false
		for _, v := range r.inSentence(a, s) {
			if !v.Silent && reported {
				v.Silent = true
				v.Why = append(v.Why, lang.Say("why-one-a-sentence"))
			}
			reported = reported || !v.Silent
			out = append(out, v)
		}
	}
	return out
}

// reads reports whether the rule looks for wordings in sentences of this part and shape; in headings only if it says so.
func (r *Rule) reads(s *Sentence) bool {
	if len(r.where.in) == 0 {
		return s.Shape != reply.Heading
	}
	return s.isIn(r.where.in)
}

func (r *Rule) inSentence(a *Analysis, s *Sentence) []Verdict {
	var out []Verdict
	for i := range r.find {
		f := &r.find[i]
		for _, o := range r.candidates(s, f) {
			v := Verdict{
				Rule: r, Sentence: s, Match: o.Match, Level: r.Level, message: f.message, suggest: f.suggest,
				values: r.reach(f),
			}
			id, named := f.name()
			if named {
				v.Why = append(v.Why, lang.Say("why-found", found{a, s, id, o}))
			} else {
				v.Why = append(v.Why, lang.Say("why-wording", o.By))
			}
			if f.level != Off {
				v.Level = f.level
				v.Why = append(v.Why, lang.Say("why-level-wording", f.level.Say()))
			}
			r.try(a, f, id, o, &v)
			out = insertVerdict(out, v)
		}
	}
	return out
}

// reach is how many sentences forward and back the conditions of a find look, as messages tell it.
func (r *Rule) reach(f *find) map[string]string {
	after, before := 0, 0
	for _, list := range [][]window{f.unless, r.unless, f.lower, r.lower} {
		for i := range list {
			after, before = max(after, list[i].after), max(before, list[i].before)
		}
	}
	return map[string]string{"after": strconv.Itoa(after), "before": strconv.Itoa(before)}
}

// try silences the verdict about an occurrence that an exception masks, and applies the conditions of a find to any other.
func (r *Rule) try(a *Analysis, f *find, id int, o Occurrence, v *Verdict) {
	if o.Blocked != "" {
		v.Silent = true
		v.Why = append(v.Why, masked(v.Sentence, id, o))
	} else if by, ok := r.excepted(v.Sentence, o.Match); ok {
		v.Silent = true
		v.Why = append(v.Why, lang.Say("why-masked", r.ID, by))
	} else {
		r.weigh(a, f, v)
	}
}

// excepted gives the exception of the rule that covers a match, if there is one.
func (r *Rule) excepted(s *Sentence, m pattern.Match) (by string, ok bool) {
	for i := range r.except {
		for _, e := range r.except[i].matches(s.subject) {
			if masks(e, m) {
				return r.except[i].source.Text, true
			}
		}
	}
	return "", false
}

// candidates are the spans of one wording, masked ones among them if it is just a name.
func (r *Rule) candidates(s *Sentence, f *find) []Occurrence {
	if id, ok := f.name(); ok {
		if !s.searched(id) {
			return nil
		}
		return s.Occurrences(id)
	}
	var out []Occurrence
	for _, m := range f.what.matches(s.subject) {
		out = append(out, Occurrence{Match: m, By: f.what.source.Text})
	}
	return out
}

// insertVerdict keeps verdicts in the order of their place in the sentence.
func insertVerdict(vs []Verdict, v Verdict) []Verdict {
	i := len(vs)
	for i > 0 && vs[i-1].Match.From > v.Match.From {
		i--
	}
	return append(vs[:i], append([]Verdict{v}, vs[i:]...)...)
}

// weigh applies the conditions of a find to a verdict.
func (r *Rule) weigh(a *Analysis, f *find, v *Verdict) {
	for i := range f.when {
		ok, say := f.when[i].holds(a, v, f)
		if !ok {
			v.Silent = true
			v.Why = append(v.Why, lang.Say("why-condition-missing", say))
			return
		}
		v.Why = append(v.Why, say)
	}
	v.asked = true
	for _, list := range [][]window{f.unless, r.unless} {
		for i := range list {
			w := &list[i]
			ok, say := w.holds(a, v, f)
			if say.Name != "" {
				v.Why = append(v.Why, say)
			}
			if !ok {
				continue
			}
			if w.level == Off {
				v.Silent, v.met = true, true
				return
			}
			v.lower(w.level)
		}
	}
	for _, list := range [][]window{f.lower, r.lower} {
		for i := range list {
			if ok, say := list[i].holds(a, v, f); ok {
				v.Why = append(v.Why, say)
				v.lower(list[i].level)
			}
		}
	}
}

// lower takes the level down to at most l, and says so.
func (v *Verdict) lower(l Level) {
	if l < v.Level {
		v.Why = append(v.Why, lang.Say("why-lowered", l.Say()))
	}
	v.Level = min(v.Level, l)
}

// holds reports whether a condition holds for a match, and says what made it so or where it looked in vain. It says nothing
// where it does not concern the match.
func (w *window) holds(a *Analysis, v *Verdict, f *find) (bool, lang.Message) {
	s := v.Sentence
	if len(w.only) > 0 && (f == nil || !share(w.only, f.refs)) {
		return false, lang.Message{}
	}
	if len(w.mode) > 0 {
		if mode := a.Doc.Settings.Mode; !among(mode, w.mode) {
			return false, lang.Say("why-where-mode", strings.Join(w.mode, ", "), mode)
		}
		if w.near == nil && len(w.shape) == 0 && w.is == nil {
			return true, lang.Say("why-mode", a.Doc.Settings.Mode)
		}
	}
	if len(w.shape) > 0 {
		if !s.isIn(w.shape) {
			return false, lang.Say("why-not-shape", kinds(w.shape))
		}
		if w.near == nil {
			return true, lang.Say("why-shape", kinds(w.shape))
		}
	}
	if w.is != nil {
		c := s.subject.ClauseAt(v.Match)
		if c == nil || !w.is.Hold(c) {
			return false, lang.Say("why-is-not", w.is.Source)
		}
		if w.near == nil {
			return true, lang.Say("why-is", w.is.Source)
		}
	}
	if at, ok := s.first(w.but); ok {
		return false, lang.Say("why-but", a.defs(w.near), a.defs(w.but), a.spot(at))
	}
	missing := lang.Say("why-not-near", search{w, a, v})
	switch w.in {
	case "inquiry":
		return w.anywhere(a, a.Inquiry, missing)
	case "quoted":
		return w.anywhere(a, a.Quoted, missing)
	case "reply":
		return w.anywhere(a, a.Own, missing)
	}
	if w.same != "" {
		for _, id := range w.near {
			for _, m := range s.matches(id) {
				if w.beside(m, v.Match) {
					return true, lang.Say("why-same", a.set.Defs[id], a.spot(place{s, m}))
				}
			}
		}
	}
	for _, way := range []struct{ step, n int }{{1, w.after}, {-1, w.before}} {
		if id, at, count, ok := w.scan(a, s, way.step, way.n, nil); ok {
			return true, lang.Say(behind(way.step), a.set.Defs[id], a.spot(at), count)
		}
	}
	return false, missing
}

func share(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return true
			}
		}
	}
	return false
}

// beside reports whether m stands on the side of the match that the window asks for.
func (w *window) beside(m, match pattern.Match) bool {
	switch w.same {
	case "before":
		return m.To <= match.To && m.From < match.From
	case "after":
		return m.From >= match.From && m.To > match.To
	}
	return m.To <= match.From || m.From >= match.To
}

// anywhere looks for the names in a list of sentences.
func (w *window) anywhere(a *Analysis, list []*Sentence, missing lang.Message) (bool, lang.Message) {
	for _, s := range list {
		for _, id := range w.near {
			for _, m := range s.matches(id) {
				return true, lang.Say("why-somewhere", s.set.Defs[id], a.spot(place{s, m}))
			}
		}
	}
	return false, missing
}

// scan walks n sentences forward or back from s and looks for the names on the way; it gives the one found, where, and how
// many sentences away. A trail, if there is one, keeps what was seen.
func (w *window) scan(a *Analysis, s *Sentence, step, n int, t *trail) (id int, at place, count int, ok bool) {
	if n == 0 {
		return 0, at, 0, false
	}
	for i := s.Index + step; i >= 0 && i < len(a.Own) && count < n; i += step {
		o := a.Own[i]
		if b := w.ends(a, o, s, step); b != nil {
			t.stopped(o, b)
			return 0, at, count, false
		}
		if !slices.Contains(w.skip, string(o.Shape)) && o.Shape != reply.Heading {
			count++
		}
		t.saw(o)
		var not *lang.Message
		if !o.hasAny(w.needs) {
			not = w.aloof(a, o, s)
		}
		for _, id := range w.near {
			for _, m := range o.matches(id) {
				if not == nil {
					return id, place{o, m}, count, true
				}
				t.passed(place{o, m}, *not)
			}
		}
	}
	return 0, at, count, false
}

// aloof says why what stands in sentence o does not count for s: it is said by the way, or of another matter.
func (w *window) aloof(a *Analysis, o, s *Sentence) *lang.Message {
	if o.hasAny(w.aside) {
		m := lang.Say("why-aside", a.defs(w.aside))
		return &m
	}
	if len(w.topics) > 0 && o.changesTopic(s, w.topics) {
		m := lang.Say("why-other-topic")
		return &m
	}
	return nil
}

// ends is the bound by which sentence o ends the window that was opened at s, or nil.
func (w *window) ends(a *Analysis, o, s *Sentence, step int) *bound {
	for i := range w.until {
		b := &w.until[i]
		end := false
		switch b.part {
		case "":
			end = o.Has(b.ref)
		case "closing":
			end = o.Part == reply.Closing
		case "heading":
			end = o.Shape == reply.Heading && !o.hasAny(w.through)
		case "paragraph":
			end = o.Paragraph != s.Paragraph
		case "answer":
			end = o.Answer != s.Answer
		case "turn":
			end = o.Turn != s.Turn
		}
		if end {
			return b
		}
	}
	return nil
}

// changesTopic reports whether s speaks of something that from does not: its topic shares no word with from and is none of
// the names. When something is so is no topic.
func (s *Sentence) changesTopic(from *Sentence, names []int) bool {
	t, ok := s.topic()
	if !ok || s.Tokens[t.From].POS == token.NounAdverbial {
		return false
	}
	for _, id := range names {
		for _, m := range s.matches(id) {
			if m.From < t.To && m.To > t.From {
				return false
			}
		}
	}
	for _, o := range from.Tokens {
		if !o.POS.IsNoun() {
			continue
		}
		for _, w := range s.Tokens[t.From:t.To] {
			if w.POS.IsNoun() && o.Base == w.Base && len(w.Base) > 3 {
				return false
			}
		}
		for k := range s.Clauses {
			if c := &s.Clauses[k]; s.Shape != reply.List && c.Stem > 0 && sameCharacter(o.Base, s.Tokens[c.Stem-1].Base) {
				return false
			}
		}
	}
	return true
}

// sameCharacter reports whether a noun and a predicate are written with the same Chinese character, as those of one deed are.
func sameCharacter(noun, verb string) bool {
	for _, r := range verb {
		if unicode.Is(unicode.Han, r) && strings.ContainsRune(noun, r) {
			return true
		}
	}
	return false
}

// topic is what a sentence says it is about: the label of a list item, or the first noun marked so that is nobody.
func (s *Sentence) topic() (pattern.Match, bool) {
	if s.Shape == reply.List {
		for i, t := range s.Tokens {
			if i > 0 && t.Text == ":" {
				return pattern.Match{From: 0, To: i}, true
			}
		}
	}
	for i := range s.Clauses {
		for k := range s.Clauses[i].Args {
			p := &s.Clauses[i].Args[k]
			if (p.Topic && p.Role == clause.Topic || p.Role == clause.About) && !p.Nominal && !(p.Owner != clause.Nobody && p.Named) {
				return pattern.Match{From: p.First, To: p.Last}, true
			}
		}
	}
	return pattern.Match{}, false
}

// said is the sentence as the reply has it, and where in it a span of the sentence's text stands.
func (s *Sentence) said(it *input.Item, sp text.Span) (string, text.Span) {
	all, words := s.Span(text.Span{End: len(s.Text)}), s.Span(sp)
	return all.In(it.Text), text.Span{Start: words.Start - all.Start, End: words.End - all.Start}
}

// finding turns a verdict into a finding.
func (v *Verdict) finding(a *Analysis) Finding {
	s := v.Sentence
	it := a.Doc.Item
	raw := func(s *Sentence, sp text.Span) text.Span {
		f, _ := it.Span(s.Span(sp))
		return f
	}
	all := raw(s, text.Span{Start: 0, End: len(s.Text)})
	f := Finding{Rule: v.Rule, Item: it, Level: v.Level, Sentence: all, Span: all, Whole: v.whole}
	f.Said, f.Marked = s.said(it, text.Span{End: len(s.Text)})
	if !v.whole {
		at := s.bytes(v.Match)
		f.Span = raw(s, at)
		_, f.Marked = s.said(it, at)
	}
	if v.values == nil {
		v.values = map[string]string{}
	}
	v.values["match"] = oneLine(f.Words())
	f.Message = v.fill(first(v.message, v.Rule.Message))
	edit := v.edit(it)
	suggest := v.suggest
	if len(suggest) == 0 {
		suggest = v.Rule.Suggest
	}
	for _, t := range suggest {
		if edit == nil && strings.Contains(t.JA+t.EN, fixPlace) {
			continue // there is no one right thing to write here
		}
		f.Suggestions = append(f.Suggestions, Suggestion{Message: v.fill(t), Edit: edit})
		edit = nil // of several the first is carried out
	}
	for i, p := range v.related {
		v.values["n"] = strconv.Itoa(i + 1)
		f.Related = append(f.Related, Related{Item: it, Span: raw(p.s, p.s.bytes(p.m)), Message: v.fill(first(v.Rule.Related, v.Rule.beside()))})
	}
	f.Offers = v.offers(it)
	return f
}

// beside is what is said of related places where the rule says nothing of them.
func (r *Rule) beside() lang.Text {
	if r.compare != nil {
		return message("related-given")
	}
	return message("related-first")
}

func first(a, b lang.Text) lang.Text {
	if a.Empty() {
		return b
	}
	return a
}

// oneLine joins the lines of a quotation.
func oneLine(s string) string {
	return strings.Join(strings.Fields(s), "")
}

func (v *Verdict) fill(t lang.Text) lang.Text { return fill(t, v.values, v.texts) }

// fill puts values into the places {name} of a message.
func fill(t lang.Text, values map[string]string, texts map[string]lang.Text) lang.Text {
	in := func(l lang.Lang, s string) string {
		pairs := make([]string, 0, 2*len(values)+2*len(texts))
		for k, val := range values {
			pairs = append(pairs, "{"+k+"}", val)
		}
		for k, val := range texts {
			pairs = append(pairs, "{"+k+"}", val.In(l))
		}
		return strings.NewReplacer(pairs...).Replace(s)
	}
	return lang.Text{JA: in(lang.JA, t.JA), EN: in(lang.EN, t.EN)}
}

// count allows a thing a number of times.
type count struct {
	of       []int
	most     map[string]int // by channel or mode, "default" otherwise
	adjacent bool           // report two in a row, whatever the number
	merge    []int          // one with its neighbour
}

// limit is how often the thing may stand in a reply, and the mode or channel that says so ("" if none does).
func (c *count) limit(s reply.Settings) (most int, by string) {
	for _, k := range []string{s.Mode, s.Channel} {
		if n, ok := c.most[k]; ok {
			return n, k
		}
	}
	return c.most["default"], ""
}

// act is one counted act: a sentence, or two that count as one.
type act struct {
	first, last *Sentence
	match       pattern.Match
	by          found
	burden      bool // only of the kind that merges
}

func (r *Rule) countUp(a *Analysis) []Verdict {
	c := r.count
	var acts []act
	var silent []Verdict
	for _, s := range a.Own {
		var m *pattern.Match
		var by found
		for _, id := range c.of {
			if !s.searched(id) {
				continue
			}
			for _, o := range s.Occurrences(id) {
				if o.Blocked != "" {
					silent = append(silent, Verdict{Rule: r, Sentence: s, Match: o.Match, Silent: true,
						Why: []lang.Message{lang.Say("why-found", found{a, s, id, o}), masked(s, id, o)}})
				} else if m == nil {
					m, by = &o.Match, found{a, s, id, o}
				}
			}
		}
		if m == nil {
			continue
		}
		burden := s.hasAny(c.merge)
		if n := len(acts); n > 0 && burden != acts[n-1].burden && acts[n-1].last.Index == s.Index-1 && len(c.merge) > 0 {
			silent = append(silent, Verdict{Rule: r, Sentence: s, Match: *m, Silent: true,
				Why: []lang.Message{lang.Say("why-merged", a.spot(place{acts[n-1].first, acts[n-1].match}))}})
			acts[n-1].last = s
			acts[n-1].burden = false
			continue
		}
		acts = append(acts, act{s, s, *m, by, burden})
	}
	limit, by := c.limit(a.Doc.Settings)
	var out []Verdict
	for i, x := range acts {
		v := Verdict{Rule: r, Sentence: x.first, Match: x.match, Level: r.Level, nth: i + 1, values: map[string]string{
			"count": strconv.Itoa(i + 1), "most": strconv.Itoa(limit), "total": strconv.Itoa(len(acts)),
		}}
		v.Why = append(v.Why, lang.Say("why-found", x.by), lang.Say("why-count", a.defs(c.of), i+1, limit, setting(by)))
		next := i > 0 && c.adjacent && acts[i-1].last.Index == x.first.Index-1
		switch {
		case i >= limit:
		case next:
			v.Why = append(v.Why, lang.Say("why-adjacent", a.spot(place{acts[i-1].last, acts[i-1].match})))
		default:
			v.Silent = true
		}
		if i > 0 {
			v.related = append(v.related, place{acts[0].first, acts[0].match})
		}
		out = append(out, v)
	}
	return append(out, silent...)
}

// require asks for something that must be present.
type require struct {
	act    []int
	zone   string // where it must stand; "" for anywhere
	before []int  // it must stand before the first of these,
	after  []int  // and after the last of these
	late   Level  // level when it stands elsewhere; Off: as if missing
	when   []window
	unless []window
}

func (r *Rule) required(a *Analysis) []Verdict {
	q := r.require
	v, ok := r.ofReply(a)
	if !ok {
		return nil
	}
	if len(q.when) > 0 {
		asked := false
		for i := range q.when {
			ok, say := q.when[i].holds(a, &v, nil)
			if ok {
				asked = true
				v.Why = []lang.Message{lang.Say("why-asked-for", a.defs(q.act)), say}
				break
			}
			v.Why = append(v.Why, say)
		}
		if !asked {
			v.Silent = true
			v.Why = append(v.Why, lang.Say("why-not-asked-for", a.defs(q.act)))
			return []Verdict{v}
		}
	}
	for i := range q.unless {
		if ok, say := q.unless[i].holds(a, &v, nil); ok {
			v.Silent = true
			v.Why = append(v.Why, say, lang.Say("why-not-asked-for", a.defs(q.act)))
			return []Verdict{v}
		}
	}
	places := placesOf(a.Own, q.act)
	v.insert = v.Sentence
	if limits := placesOf(a.Own, q.before); len(limits) > 0 && v.insert != nil && limits[0].s.Index > v.insert.Index {
		v.insert = limits[0].s
	}
	v.asked, v.met = true, len(places) > 0
	if len(places) == 0 {
		v.Why = append(v.Why, lang.Say("why-absent", a.defs(q.act)))
		return []Verdict{v}
	}
	at := places[0] // the one that comes nearest
	if q.zone == ending || len(q.after) > 0 {
		at = places[len(places)-1]
	}
	for _, p := range places {
		if ok, _ := q.meets(a, p); ok {
			v.Silent, at = true, p
			break
		}
	}
	_, why := q.meets(a, at)
	v.Why = append(append(v.Why, lang.Say("why-present", a.defs(q.act), a.spot(at))), why...)
	if !v.Silent && q.late != Off {
		v.lower(q.late)
	}
	return []Verdict{v}
}

// before reports whether a ends before b's last word, the one that says what b says.
func before(a, b place) bool {
	return a.s.Index < b.s.Index || a.s.Index == b.s.Index && a.m.To <= b.m.To
}

// message is the text of a message of the catalogue.
func message(name string) lang.Text {
	t, _ := lang.Find(name)
	return t
}
