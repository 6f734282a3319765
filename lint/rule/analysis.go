package rule

import (
	"context"
	"slices"
	"sort"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Analysis is a reply with what the rules' names mean in each of its sentences, worked out when first asked for.
type Analysis struct {
	Doc     *reply.Document
	Own     []*Sentence // the sentences that are judged
	Inquiry []*Sentence // the customer's words: given, said in a chat, or quoted
	Quoted  []*Sentence // quoted mail of ours: what the customer's mail quotes in its turn
	Beside  []*Analysis // other replies that this one is compared with
	set     *Set
}

// Sentence is a sentence with its clauses and the spans that names have in it.
type Sentence struct {
	*reply.Sentence
	Index   int // in the list it stands in
	Clauses []clause.Clause

	ctx     context.Context // of the analysis
	set     *Set
	subject *pattern.Subject
	found   known[Occurrence]
	ranges  known[pattern.Match]
}

// known keeps what was worked out of each definition. Most have nothing in a sentence.
type known[T any] struct {
	at    []int32 // by definition: 0 not worked out yet, 1 nothing, else where its list stands and two
	lists [][]T
}

// get gives the list of a definition, if it is known.
func (k *known[T]) get(id int) (list []T, ok bool) {
	switch at := k.at[id]; at {
	case 0:
		return nil, false
	case 1:
		return nil, true
	default:
		return k.lists[at-2], true
	}
}

// set keeps the list of a definition.
func (k *known[T]) set(id int, list []T) {
	k.at[id] = 1
	if len(list) > 0 {
		k.lists = append(k.lists, list)
		k.at[id] = int32(len(k.lists) + 1)
	}
}

// Analyse prepares a reply for judging.
func (s *Set) Analyse(it *input.Item, settings reply.Settings) *Analysis {
	return s.AnalyseUnder(context.Background(), it, settings)
}

// AnalyseUnder is [Set.Analyse], given up when ctx ends. What came of it until then, and what rules find in it from then on, is
// of no use.
func (s *Set) AnalyseUnder(ctx context.Context, it *input.Item, settings reply.Settings) *Analysis {
	return s.analysis(ctx, s.reader.Under(ctx).Read(it, settings))
}

func (s *Set) analysis(ctx context.Context, d *reply.Document) *Analysis {
	a := &Analysis{Doc: d, set: s}
	for _, x := range d.Sentences {
		if x.Own() {
			a.Own = append(a.Own, s.sentence(ctx, x, len(a.Own)))
		}
	}
	for i, x := range d.Inquiry {
		a.Inquiry = append(a.Inquiry, s.sentence(ctx, x, i))
	}
	ours := 0 // a letter quoted with the customer's name at its top is an earlier one of ours
	if quotesItself(d) {
		ours = 1
	}
	for i, x := range d.Quoted {
		if x.Depth%2 == ours {
			a.Quoted = append(a.Quoted, s.sentence(ctx, x, i))
		} else {
			a.Inquiry = append(a.Inquiry, s.sentence(ctx, x, i))
		}
	}
	return a
}

// quotesItself reports whether what d quotes is addressed to whom d is addressed to.
func quotesItself(d *reply.Document) bool {
	for _, o := range d.Sentences {
		if o.Part != reply.Salutation {
			continue
		}
		for _, q := range d.Quoted {
			if q.Depth == 1 && q.Text == o.Text {
				return true
			}
		}
	}
	return false
}

func (s *Set) sentence(ctx context.Context, x *reply.Sentence, index int) *Sentence {
	out := &Sentence{Sentence: x, Index: index, ctx: ctx, set: s}
	room := make([]int32, 2*len(s.Defs))
	out.found.at, out.ranges.at = room[:len(s.Defs)], room[len(s.Defs):]
	if ctx.Err() == nil {
		out.Clauses = s.parser.Parse(x.Tokens)
	}
	out.subject = s.compiler.Prepare(x.Text, x.Tokens, out.Clauses)
	out.subject.Ref = out.matches
	out.subject.Filled = func(at int) bool {
		return slices.ContainsFunc(x.Masks, func(m reply.Mask) bool { return m.At == at && m.Kind == reply.Placeholder })
	}
	return out
}

// Occurrences are the spans that a definition finds in the sentence, masked ones among them, in order.
func (s *Sentence) Occurrences(id int) []Occurrence {
	if o, ok := s.found.get(id); ok {
		return o
	}
	s.found.set(id, nil) // a definition that needs itself finds nothing; the loader refuses such
	d := s.set.Defs[id]
	if s.ctx.Err() != nil || !d.always && !s.set.tables.Exhaustive && !s.subject.Holds(d.needLits) {
		return nil
	}
	var out []Occurrence
	seen := map[pattern.Match]bool{}
	for i := range d.find {
		for _, m := range d.find[i].matches(s.subject) {
			if !seen[m] {
				seen[m] = true
				out = append(out, Occurrence{Match: m, By: d.find[i].source.Text})
			}
		}
	}
	if d.is != nil {
		for k := range out {
			c := s.subject.ClauseAt(out[k].Match)
			if c == nil && !s.subject.EndsAt(out[k].To) || c != nil && !d.is.Hold(c) {
				out[k].Blocked = d.is.Source
			}
		}
	}
	if len(out) > 0 {
		for i := range d.except {
			for _, m := range d.except[i].matches(s.subject) {
				for k := range out {
					if o := &out[k]; o.Blocked == "" && masks(m, o.Match) {
						o.Blocked = d.except[i].source.Text
					}
				}
			}
		}
	}
	sortOccurrences(out)
	s.found.set(id, out)
	return out
}

// masks reports whether an exception covers the last word of a match, the one that says what it says, or its first.
func masks(except, m pattern.Match) bool {
	last := m.To - 1
	return except.From <= last && last < except.To || except.From <= m.From && m.From < except.To
}

// Has reports whether a name is found in the sentence where it is looked for at all.
func (s *Sentence) Has(id int) bool { return len(s.matches(id)) > 0 }

func (s *Sentence) hasAny(ids []int) bool {
	for _, id := range ids {
		if s.Has(id) {
			return true
		}
	}
	return false
}

// matches are the spans of a name that no exception masks.
func (s *Sentence) matches(id int) []pattern.Match {
	if ms, ok := s.ranges.get(id); ok {
		return ms
	}
	var out []pattern.Match
	if s.searched(id) {
		for _, o := range s.Occurrences(id) {
			if o.Blocked == "" {
				out = append(out, o.Match)
			}
		}
	}
	s.ranges.set(id, out)
	return out
}

// searched reports whether a name is looked for in sentences of this part and shape. By default headings are left out.
func (s *Sentence) searched(id int) bool {
	in := s.set.Defs[id].in
	if len(in) == 0 {
		return s.Shape != reply.Heading || !s.set.Defs[id].IsAct
	}
	return s.isIn(in)
}

// isIn reports whether the sentence is of one of the parts and one of the shapes in list; a list that names none of either
// takes all of them.
func (s *Sentence) isIn(list []string) bool {
	part, shape, anyPart, anyShape := false, false, true, true
	for _, l := range list {
		switch reply.Shape(l) {
		case reply.Prose, reply.List, reply.Heading, reply.Note:
			anyShape = false
			shape = shape || l == string(s.Shape)
		default:
			anyPart = false
			part = part || l == string(s.Part)
		}
	}
	return (anyPart || part) && (anyShape || shape)
}

// bytes is the span of tokens [from, to) in the text of the sentence.
func (s *Sentence) bytes(m pattern.Match) text.Span {
	if m.To <= m.From || m.From >= len(s.Tokens) {
		return text.Span{Start: 0, End: len(s.Text)}
	}
	return text.Span{Start: s.Tokens[m.From].Start, End: s.Tokens[min(m.To, len(s.Tokens))-1].End}
}

// Words is the text of tokens [from, to).
func (s *Sentence) Words(m pattern.Match) string { return s.bytes(m).In(s.Text) }

// Named is an occurrence with the name of its act.
type Named struct {
	Occurrence
	Name string
}

// Acts are the spans of all acts in the sentence, masked ones among them, in order.
func (s *Sentence) Acts() []Named {
	var out []Named
	for _, d := range s.set.Defs {
		if !d.IsAct || !s.searched(d.ID) {
			continue
		}
		for _, o := range s.Occurrences(d.ID) {
			out = append(out, Named{o, d.Name})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].From < out[j].From })
	return out
}

// read takes a text by itself as a reply.
func (s *Set) read(t string, settings reply.Settings) *Analysis {
	f := text.NewFile("", []byte(t))
	return s.Analyse(&input.Item{File: f, Text: t, Map: text.Identity(0, len(t))}, settings)
}

// Try looks for the definition in a text, and says which wording found it, or why what it found does not count.
func (d *Def) Try(set *Set, t string) (found bool, by string, masks lang.Message) {
	for _, s := range set.read(t, reply.Defaults()).Own {
		for _, o := range s.Occurrences(d.ID) {
			if o.Blocked == "" {
				return true, o.By, lang.Message{}
			}
			masks = masked(s, d.ID, o)
		}
	}
	return false, "", masks
}
