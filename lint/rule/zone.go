package rule

import (
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
)

// The zones of a reply: opening is what stands up to the end of the first paragraph of its body; ending is the last
// paragraph of its body, and what follows. A paragraph of headings alone is none.
const (
	opening = "opening"
	ending  = "ending"
)

func zones() []string { return []string{opening, ending} }

// zone gives the sentences of a zone; all of the reply's own for none.
func (a *Analysis) zone(name string) []*Sentence {
	first, last := -1, -1 // of the body
	for i, s := range a.Own {
		if s.Part == reply.Body && s.Shape != reply.Heading {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	switch {
	case name == "":
		return a.Own
	case first < 0:
		return a.around(name)
	}
	same := func(s, o *Sentence) bool { return s.Paragraph == o.Paragraph && s.Turn == o.Turn }
	if name == opening {
		end := first
		for end < len(a.Own) && same(a.Own[end], a.Own[first]) && a.Own[end].Part != reply.Closing {
			end++
		}
		return a.Own[:end]
	}
	for last > 0 && same(a.Own[last-1], a.Own[last]) && a.Own[last-1].Part == reply.Body {
		last--
	}
	return a.Own[last:]
}

// around gives the zone of a reply without a body: what stands before its closing, or from there on.
func (a *Analysis) around(name string) []*Sentence {
	n := 0
	for n < len(a.Own) && a.Own[n].Part != reply.Closing {
		n++
	}
	if name == opening {
		return a.Own[:n]
	}
	return a.Own[n:]
}

// sayZone says what a zone is, and on which lines it stands.
func (a *Analysis) sayZone(name string) lang.Message {
	ss := a.zone(name)
	if len(ss) == 0 {
		return lang.Say("zone-" + name)
	}
	return lang.Say("zone-lines", lang.Say("zone-"+name), a.linesOf(ss))
}

// placesOf are all places where one of the names stands, in order.
func placesOf(ss []*Sentence, ids []int) (out []place) {
	for _, s := range ss {
		var in []place
		for _, id := range ids {
			for _, m := range s.matches(id) {
				in = insertPlace(in, place{s, m})
			}
		}
		out = append(out, in...)
	}
	return out
}

// insertPlace keeps the places of a sentence in the order of their last words, those that say what they say.
func insertPlace(ps []place, p place) []place {
	i := len(ps)
	for i > 0 && ps[i-1].m.To > p.m.To {
		i--
	}
	return append(ps[:i:i], append([]place{p}, ps[i:]...)...)
}

// in reports whether a place stands in one of the sentences.
func (p place) in(ss []*Sentence) bool {
	return len(ss) > 0 && ss[0].Index <= p.s.Index && p.s.Index <= ss[len(ss)-1].Index
}

// meets reports whether the place of what a rule requires is where the rule wants it, and says why or why not.
func (q *require) meets(a *Analysis, at place) (ok bool, why []lang.Message) {
	ok = true
	if q.zone != "" {
		in := at.in(a.zone(q.zone))
		ok = ok && in
		say := "why-outside-zone"
		if in {
			say = "why-in-zone"
		}
		why = append(why, lang.Say(say, a.sayZone(q.zone)))
	}
	if limits := placesOf(a.Own, q.before); len(limits) > 0 {
		in := before(at, limits[0])
		ok = ok && in
		say := "why-late"
		if in {
			say = "why-in-time"
		}
		why = append(why, lang.Say(say, a.defs(q.before), a.spot(limits[0])))
	} else if len(q.before) > 0 {
		why = append(why, lang.Say("why-nothing-to-precede", a.defs(q.before)))
	}
	if limits := placesOf(a.Own, q.after); len(limits) > 0 {
		last := limits[len(limits)-1]
		in := before(last, at)
		ok = ok && in
		say := "why-early"
		if in {
			say = "why-behind"
		}
		why = append(why, lang.Say(say, a.defs(q.after), a.spot(last)))
	} else if len(q.after) > 0 {
		why = append(why, lang.Say("why-nothing-to-follow", a.defs(q.after)))
	}
	return ok, why
}

// whole is all of a sentence.
func whole(s *Sentence) pattern.Match { return pattern.Match{From: 0, To: len(s.Tokens)} }
