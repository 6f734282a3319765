package rule

import (
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
)

// What verdicts say. The values of their messages are put into words only when somebody asks: a check of many replies makes
// many verdicts and reads few of them.

// quoteWidth is how much of a sentence is quoted, in terminal cells.
const quoteWidth = 60

// In is the name of the definition as rule files write it, in English with what it means.
func (d *Def) In(l lang.Lang) string {
	if l == lang.EN && d.Title.EN != "" {
		return "<" + d.Name + "> [" + d.Title.EN + "]"
	}
	return "<" + d.Name + ">"
}

// Say is the level in the reader's words.
func (l Level) Say() lang.Message { return lang.Say("level-" + l.String()) }

// list says several things one after the other.
type list[T interface{ In(lang.Lang) string }] []T

func (s list[T]) In(l lang.Lang) string {
	var out []string
	for _, x := range s {
		out = append(out, x.In(l))
	}
	return strings.Join(out, lang.Say("list-and").In(l))
}

func (a *Analysis) defs(ids []int) list[*Def] {
	var out list[*Def]
	for _, id := range ids {
		out = append(out, a.set.Defs[id])
	}
	return out
}

// kinds says parts and shapes of sentences.
func kinds(names []string) list[lang.Message] {
	var out list[lang.Message]
	for _, n := range names {
		switch reply.Shape(n) {
		case reply.Prose, reply.List, reply.Heading, reply.Note:
			out = append(out, lang.Say("shape-"+n))
		default:
			out = append(out, lang.Say("part-"+n))
		}
	}
	return out
}

// setting says which mode or channel a limit is for.
func setting(name string) lang.Message {
	if name == "" {
		return lang.Say("why-any-reply")
	}
	return lang.Say("why-such-reply", name)
}

// behind names the message for what was found by steps forward or back.
func behind(step int) string {
	if step > 0 {
		return "why-near-after"
	}
	return "why-near-before"
}

// first is the first place where one of the names stands in the sentence.
func (s *Sentence) first(ids []int) (place, bool) {
	for _, id := range ids {
		for _, m := range s.matches(id) {
			return place{s, m}, true
		}
	}
	return place{}, false
}

// spot says where something stands and in which words.
type spot struct {
	a *Analysis
	p place
}

func (a *Analysis) spot(p place) spot { return spot{a, p} }

func (x spot) In(l lang.Lang) string {
	words := x.a.words(x.p.s, x.p.s.bytes(x.p.m))
	if first, _, ok := x.a.Lines(x.p.s.Sentence); ok {
		return lang.Say("spot-line", first, words).In(l)
	}
	return lang.Say("spot", words).In(l)
}

// words are those of the file for a span of a sentence, or the sentence's own where it stands in no file.
func (a *Analysis) words(s *Sentence, sp text.Span) string {
	words := sp.In(s.Text)
	if raw := s.Span(sp); raw.Len() > 0 {
		if f, _ := a.Doc.Item.Span(raw); f.Len() > 0 {
			words = f.In(a.Doc.Item.File.Text)
		}
	}
	return text.Head(oneLine(words), quoteWidth, "…")
}

// Lines are the first and last line of the file that a sentence stands on; ok is false for one that stands in no file.
func (a *Analysis) Lines(s *reply.Sentence) (first, last int, ok bool) {
	raw := s.Span(text.Span{Start: 0, End: len(s.Text)})
	if raw.Len() == 0 {
		return 0, 0, false
	}
	f, _ := a.Doc.Item.Span(raw)
	file := a.Doc.Item.File
	return file.LineAt(f.Start), file.LineAt(max(f.Start, f.End-1)), true
}

// found says how a name found something: by which wording, and which other names stand in it.
type found struct {
	a  *Analysis
	s  *Sentence
	id int
	o  Occurrence
}

func (x found) In(l lang.Lang) string {
	d := x.a.set.Defs[x.id]
	var parts list[lang.Message]
	for i := range d.find {
		f := &d.find[i]
		if f.source.Text != x.o.By {
			continue
		}
		for _, id := range f.refs() {
			for _, in := range x.s.Occurrences(id) {
				if in.Blocked != "" || in.From < x.o.From || x.o.To < in.To {
					continue
				}
				if f.pattern != nil && f.pattern.Alone() { // a name for the same thing: what found that
					return lang.Say("by-name", d, found{x.a, x.s, id, in}).In(l)
				}
				parts = append(parts, lang.Say("by-part", x.a.set.Defs[id], x.a.words(x.s, x.s.bytes(in.Match))))
				break
			}
		}
		break
	}
	if len(parts) == 0 {
		return lang.Say("by-wording", d, x.o.By).In(l)
	}
	return lang.Say("by-wording-of", d, x.o.By, parts).In(l)
}

// refs are the names in a wording, each once.
func (f *finder) refs() (out []int) {
	for _, p := range f.patterns() {
		for _, id := range p.Refs() {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// masked says why an occurrence does not count: an exception covers it, or the predicate is not of the form asked for.
func masked(s *Sentence, id int, o Occurrence) lang.Message {
	d := s.set.Defs[id]
	if d.is == nil || o.Blocked != d.is.Source {
		return lang.Say("why-masked", d, o.Blocked)
	}
	c := s.subject.ClauseAt(o.Match)
	if c == nil {
		return lang.Say("why-no-predicate", d)
	}
	var unmet list[lang.Message]
	for _, t := range d.is.Unmet(c) {
		if t.Not {
			unmet = append(unmet, lang.Say("form-is", t.Name))
		} else {
			unmet = append(unmet, lang.Say("form-is-not", t.Name))
		}
	}
	return lang.Say("why-form", d, unmet, d.is.Source)
}

// search says where a condition looked in vain. It walks the same way again, and keeps a trail.
type search struct {
	w *window
	a *Analysis
	v *Verdict
}

func (x search) In(l lang.Lang) string {
	w, a, s := x.w, x.a, x.v.Sentence
	var out list[lang.Message]
	all := func(list []*Sentence, some, none string) {
		if len(list) == 0 {
			some = none
		}
		out = append(out, lang.Say(some, a.defs(w.near)))
	}
	switch w.in {
	case "inquiry":
		all(a.Inquiry, "not-in-inquiry", "no-inquiry")
		return out.In(l)
	case "quoted":
		all(a.Quoted, "not-in-quotation", "no-quotation")
		return out.In(l)
	case "reply":
		all(a.Own, "not-in-reply", "not-in-reply")
		return out.In(l)
	}
	if w.same != "" {
		out = append(out, lang.Say("not-same-"+w.same, a.defs(w.near)))
	}
	for _, way := range []struct {
		step, n    int
		some, none string
	}{{1, w.after, "not-after", "none-after"}, {-1, w.before, "not-before", "none-before"}} {
		if way.n == 0 {
			continue
		}
		var t trail
		w.scan(a, s, way.step, way.n, &t)
		if len(t.seen) == 0 {
			out = append(out, lang.Say(way.none, a.defs(w.near)))
		} else {
			out = append(out, lang.Say(way.some, a.defs(w.near), len(t.seen), a.linesOf(t.seen)))
		}
		out = append(out, t.told(a, w, s, way.step)...)
	}
	var b strings.Builder
	for _, m := range out {
		b.WriteString(m.In(l))
	}
	return strings.TrimSpace(b.String())
}

// trail is what a scan saw on its way.
type trail struct {
	seen   []*Sentence
	before *Sentence // the one it stopped before,
	bound  *bound    // because of this
	skips  []skip
}

// skip is something that would have counted, but for the reason given.
type skip struct {
	at  place
	why lang.Message
}

func (t *trail) saw(s *Sentence) {
	if t != nil {
		t.seen = append(t.seen, s)
	}
}

func (t *trail) stopped(s *Sentence, b *bound) {
	if t != nil {
		t.before, t.bound = s, b
	}
}

func (t *trail) passed(at place, why lang.Message) {
	if t != nil {
		t.skips = append(t.skips, skip{at, why})
	}
}

// told says why the scan saw no more, and what it passed.
func (t *trail) told(a *Analysis, w *window, s *Sentence, step int) (out list[lang.Message]) {
	for _, k := range t.skips {
		out = append(out, lang.Say("passed", a.spot(k.at), k.why))
	}
	if t.bound != nil {
		why := lang.Say("bound-" + t.bound.part)
		switch t.bound.part {
		case "":
			why = lang.Say("bound-name", a.set.Defs[t.bound.ref])
		case "heading": // or what is set like one, as a salutation is
			why = a.Kind(t.before.Sentence)
		}
		out = append(out, lang.Say("stopped", a.whole(t.before), why))
	}
	next := s.Index + step*(len(t.seen)+1)
	for i := next; i >= 0 && i < len(a.Own); i += step {
		for _, id := range w.near {
			for _, m := range a.Own[i].matches(id) {
				return append(out, lang.Say("out-of-reach", a.set.Defs[id], a.spot(place{a.Own[i], m})))
			}
		}
	}
	return out
}

// linesOf says on which lines sentences stand.
func (a *Analysis) linesOf(ss []*Sentence) lang.Message {
	from, to := 0, 0
	for _, s := range ss {
		if first, last, ok := a.Lines(s.Sentence); ok {
			if from == 0 || first < from {
				from = first
			}
			to = max(to, last)
		}
	}
	if from == to {
		return lang.Say("line-one", from)
	}
	return lang.Say("line-range", from, to)
}

// Words is what the verdict is about, in the words of the file; ok is false for one about the whole reply.
func (v *Verdict) Words(a *Analysis) (words string, ok bool) {
	if v.whole {
		return "", false
	}
	return a.words(v.Sentence, v.Sentence.bytes(v.Match)), true
}
