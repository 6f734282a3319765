package pattern

import (
	"github.com/yorisoi/yorisoi/lint/token"
)

// kind is a built-in kind of word or of larger piece.
type kind int

const (
	kWord kind = iota
	kNoun
	kVerbalNoun
	kName
	kNumber
	kVerb
	kAdjective
	kAdverb
	kParticle
	kConjunction
	kPhrase    // a noun phrase without its particles
	kPredicate // a predicate with its endings
	kClause    // a predicate with everything that belongs to it, and its link
	kEndings   // what stands between the meaning of a predicate and its end; for typed phrases
	kPunctuation
	kPlaceholder // what is filled in later
	kindCount
)

var kindNames = [kindCount]string{
	"word", "noun", "verbal-noun", "name", "number", "verb", "adjective", "adverb", "particle", "conjunction", "phrase",
	"predicate", "clause", "endings", "mark", "placeholder",
}

func parseKind(name string) (kind, bool) {
	for i, n := range kindNames {
		if n == name {
			return kind(i), true
		}
	}
	return 0, false
}

// kind sends on every piece of kind k that begins at pos.
func (s *Subject) kind(k kind, pos int, c *cond, send func(to int)) {
	switch k {
	case kPhrase:
		for i := range s.Clauses {
			cl := &s.Clauses[i]
			for n := range cl.Args {
				if a := &cl.Args[n]; a.First <= pos && pos < a.Last && (a.First == pos || !a.Nominal) && c.fits(a) {
					send(a.Last)
				}
			}
			if p := cl.Phrase; p != nil && p.First <= pos && pos < p.Last && c.fits(p) {
				send(p.Last)
			}
		}
		return
	case kPredicate:
		for i := range s.Clauses {
			if cl := &s.Clauses[i]; cl.Head == pos && c.holds(cl) {
				send(cl.Last)
			}
		}
		return
	case kClause:
		for i := range s.Clauses {
			if cl := &s.Clauses[i]; cl.First == pos && c.holds(cl) {
				send(cl.End)
			}
		}
		return
	case kEndings:
		for i := range s.Clauses {
			cl := &s.Clauses[i]
			if cl.Stem == pos && cl.Last >= pos && c.holds(cl) {
				send(cl.Last)
			}
			// A verb among the endings of another predicate: 〜かと存じます, 返品を承ります.
			if cl.Stem < pos && pos <= cl.Last && s.lemmas[pos-1].text == "" && !s.Tokens[pos-1].POS.IsNoun() && c.holds(cl) {
				send(cl.Last)
			}
		}
		return
	}
	if pos >= len(s.Tokens) {
		return
	}
	p := s.Tokens[pos].POS
	ok := false
	switch k {
	case kWord:
		ok = !p.IsSymbol()
	case kNoun:
		ok = p.IsNoun()
	case kVerbalNoun:
		ok = p == token.NounVerbal || p == token.NounSuffixVerbal
	case kName:
		ok = p == token.NounProper || p == token.NounPerson || p == token.NounPlace || p == token.NounOrganisation
	case kNumber:
		ok = p == token.NounNumber
	case kVerb:
		ok = p.IsVerb()
	case kAdjective:
		ok = p.IsAdjective()
	case kAdverb:
		ok = p == token.Adverb
	case kParticle:
		ok = p.IsParticle()
	case kConjunction:
		ok = p == token.Conjunction
	case kPunctuation:
		ok = p.IsSymbol()
	case kPlaceholder:
		ok = s.Filled != nil && s.Filled(s.Tokens[pos].Start)
	}
	if ok {
		send(pos + 1)
	}
}
