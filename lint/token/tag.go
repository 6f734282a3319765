package token

import "strings"

// POS is a part of speech: the tags of IPADIC under the names the rest of yorisoi uses, with the few
// distinctions nothing here needs (four kinds of personal name, four of prefix …) merged.
type POS uint8

// The parts of speech. The order is that of the names below and of nothing else: dictionary images are
// written with these numbers, so an image belongs to the program that embeds it.
const (
	Unknown POS = iota
	Noun
	NounVerbal     // takes "do": explanation, reply
	NounAdjectival // takes the adjectival copula
	NounNai        // takes the adjective of absence
	NounAdverbial
	NounPronoun
	NounProper
	NounPerson
	NounPlace
	NounOrganisation
	NounNumber
	NounVerblike
	NounDependent
	NounDependentAdverbial
	NounDependentStem // stems of auxiliaries of likeness and hearsay
	NounSuffix
	NounSuffixVerbal
	NounSuffixPerson
	NounSuffixAdverbial
	NounSuffixStem
	NounSuffixCounter
	NounSuffixAdjectival
	Verb
	VerbDependent
	VerbSuffix // passive, causative, potential
	Adjective
	AdjectiveDependent
	AdjectiveSuffix
	Adverb
	Adnominal
	Conjunction
	Interjection
	Prefix
	PrefixNumber
	Auxiliary
	ParticleCase
	ParticleQuote
	ParticleCompound
	ParticleBinding
	ParticleAdverbial
	ParticleConjunctive
	ParticleFinal
	ParticleQuestion
	ParticleParallel
	ParticleAdnominal
	Symbol
	SymbolPeriod
	SymbolComma
	SymbolOpen
	SymbolClose
	SymbolSpace
	Filler
	posCount
)

var posNames = [posCount]string{
	"unknown", "noun", "noun.verbal", "noun.adjectival", "noun.nai", "noun.adverbial", "noun.pronoun", "noun.proper",
	"noun.person", "noun.place", "noun.organisation", "noun.number", "noun.verblike", "noun.dependent",
	"noun.dependent.adverbial", "noun.dependent.stem", "noun.suffix", "noun.suffix.verbal", "noun.suffix.person",
	"noun.suffix.adverbial", "noun.suffix.stem", "noun.suffix.counter", "noun.suffix.adjectival", "verb",
	"verb.dependent", "verb.suffix", "adjective", "adjective.dependent", "adjective.suffix", "adverb", "adnominal",
	"conjunction", "interjection", "prefix", "prefix.number", "auxiliary", "particle.case", "particle.quote",
	"particle.compound", "particle.binding", "particle.adverbial", "particle.conjunctive", "particle.final",
	"particle.question", "particle.parallel", "particle.adnominal", "symbol", "symbol.period", "symbol.comma",
	"symbol.open", "symbol.close", "symbol.space", "filler",
}

// String is the dotted name, the same that rule files use.
func (p POS) String() string {
	if p < posCount {
		return posNames[p]
	}
	return posNames[Unknown]
}

// ParsePOS finds the part of speech of a dotted name.
func ParsePOS(name string) (POS, bool) {
	for i, n := range posNames {
		if n == name {
			return POS(i), true
		}
	}
	return Unknown, false
}

// Is reports whether p is of the kind that a dotted name says: "noun" takes every noun, "noun.suffix"
// every suffix.
func (p POS) Is(name string) bool {
	s := p.String()
	return s == name || strings.HasPrefix(s, name) && len(s) > len(name) && s[len(name)] == '.'
}

// IsNoun reports whether p is a noun of any kind.
func (p POS) IsNoun() bool { return p >= Noun && p <= NounSuffixAdjectival }

// IsVerb reports whether p is a verb of any kind.
func (p POS) IsVerb() bool { return p >= Verb && p <= VerbSuffix }

// IsAdjective reports whether p is an adjective of any kind.
func (p POS) IsAdjective() bool { return p >= Adjective && p <= AdjectiveSuffix }

// IsParticle reports whether p is a particle of any kind.
func (p POS) IsParticle() bool { return p >= ParticleCase && p <= ParticleAdnominal }

// IsSymbol reports whether p is punctuation, a bracket, a space or another mark.
func (p POS) IsSymbol() bool { return p >= Symbol && p <= SymbolSpace }

// Form is the conjugated form of a verb, adjective or auxiliary.
type Form uint8

// The conjugated forms, some of IPADIC's merged.
const (
	FormNone Form = iota
	FormBase
	FormIrrealis
	FormVolitional
	FormContinuative
	FormContinuativeTa
	FormContinuativeTe
	FormConditional
	FormImperative
	FormAttributive
	FormAttributiveContracted
	FormStemGaru
	formCount
)

var formNames = [formCount]string{
	"none", "base", "irrealis", "volitional", "continuative", "continuative.ta", "continuative.te", "conditional",
	"imperative", "attributive", "attributive.contracted", "stem.garu",
}

// String is the dotted name of the form.
func (f Form) String() string {
	if f < formCount {
		return formNames[f]
	}
	return formNames[FormNone]
}

// ParseForm finds the form of a dotted name.
func ParseForm(name string) (Form, bool) {
	for i, n := range formNames {
		if n == name {
			return Form(i), true
		}
	}
	return FormNone, false
}
