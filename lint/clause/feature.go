package clause

import (
	"sort"
	"strings"
)

// Feature is something a predicate is or does, apart from its meaning.
type Feature uint8

// The features. Their names in rule files are below; Japanese names are data (rules/grammar.yaml).
const (
	Negative  Feature = iota // counted by parity: 〜ないわけではない is affirmative
	Potential                // can
	Past
	Progressive
	Resultative
	Completive // done, and regretted
	Prepared
	Try
	Aspect
	Change
	Excess
	Difficult
	Passive // or honorific: the form is the same
	Causative
	Honorific
	Humble
	Receiving // somebody receives the act as a favour: 〜いただく, 〜くださる
	Polite
	Copula
	Want
	Volitional
	Request
	Advice
	Permission
	Prohibition
	Obligation
	Necessity
	Plan
	Decided
	Expected
	Impossible
	Hedge
	Possible
	Report
	General
	Explain
	Wrapped // the predicate is said to be a state of affairs: 〜ない状況です
	Question
	Tag // a question that asserts: 〜ではないでしょうか
	Conditional
	NounPredicate
	AdjectivePredicate
	Final  // ends the sentence
	Stem   // honorific prefix before it
	Denied // it is said that this is not so: 〜わけではない, 〜ためではない
	featureCount
)

var featureNames = [featureCount]string{
	"negative", "potential", "past", "progressive", "resultative", "completive", "prepared", "try", "aspect", "change",
	"excess", "difficult", "passive", "causative", "honorific", "humble", "receiving", "polite", "copula", "want",
	"volitional", "request", "advice", "permission", "prohibition", "obligation", "necessity", "plan", "decided",
	"expected", "impossible", "hedge", "possible", "report", "general", "explain", "wrapped", "question", "tag",
	"conditional", "noun", "adjective", "final", "stem", "denied",
}

// String is the name of f.
func (f Feature) String() string {
	if f < featureCount {
		return featureNames[f]
	}
	return "?"
}

// ParseFeature finds the feature of a name.
func ParseFeature(name string) (Feature, bool) {
	for i, n := range featureNames {
		if n == name {
			return Feature(i), true
		}
	}
	return 0, false
}

// FeatureNames are the names of all features.
func FeatureNames() []string { return append([]string(nil), featureNames[:]...) }

// Set is a set of features.
type Set uint64

// Of is the set of fs.
func Of(fs ...Feature) Set {
	var s Set
	for _, f := range fs {
		s |= 1 << f
	}
	return s
}

// Has reports whether f is in s.
func (s Set) Has(f Feature) bool { return s&(1<<f) != 0 }

// Any reports whether s and o share a feature.
func (s Set) Any(o Set) bool { return s&o != 0 }

// All reports whether every feature of o is in s.
func (s Set) All(o Set) bool { return s&o == o }

// String lists the features of s.
func (s Set) String() string {
	var names []string
	for f := range featureCount {
		if s.Has(f) {
			names = append(names, f.String())
		}
	}
	sort.Strings(names)
	return strings.Join(names, " ")
}

// Link is how a clause hangs on what follows it.
type Link uint8

// The links.
const (
	End      Link = iota // ends the sentence
	But                  // が, けれども
	Because              // ので, ため
	When                 // a condition: ば, たら, 場合
	Relative             // before a noun
	Nominal              // before こと, の
	Quote                // と, という
	Whether              // かどうか
	And                  // て, or the bare stem
	Manner               // とおり, まま
	Found                // したところ
	Before               // 前に
	After                // 後
	linkCount
)

var linkNames = [linkCount]string{
	"end", "but", "because", "condition", "relative", "nominal", "report", "whether", "and", "manner", "found", "before", "after",
}

// String is the name of l.
func (l Link) String() string { return linkNames[l] }

// ParseLink finds the link of a name.
func ParseLink(name string) (Link, bool) {
	for i, n := range linkNames {
		if n == name {
			return Link(i), true
		}
	}
	return End, false
}

// LinkNames are the names of all links.
func LinkNames() []string { return append([]string(nil), linkNames[:]...) }

// Owner is who does a thing, or whose it is.
type Owner uint8

// The owners.
const (
	Nobody Owner = iota // not said, not to be told
	Customer
	Us
	Third
	ownerCount
)

var ownerNames = [ownerCount]string{"nobody", "customer", "us", "third"}

// String is the name of o.
func (o Owner) String() string { return ownerNames[o] }

// ParseOwner finds the owner of a name.
func ParseOwner(name string) (Owner, bool) {
	for i, n := range ownerNames {
		if n == name {
			return Owner(i), true
		}
	}
	return Nobody, false
}

// OwnerNames are the names of all owners.
func OwnerNames() []string { return append([]string(nil), ownerNames[:]...) }

// Role is what a noun phrase is to its predicate, as its particle says.
type Role uint8

// The roles.
const (
	Bare Role = iota // no particle
	Topic
	Subject
	Object
	Dative
	Place
	Source
	With
	Possessor
	Cause
	Due // before a noun: お客様による操作
	As
	About
	Until
	Toward
	Without
	Limit
	roleCount
)

var roleNames = [roleCount]string{
	"bare", "topic", "subject", "object", "dative", "place", "source", "with", "possessor", "cause", "due", "as", "about",
	"until", "toward", "without", "limit",
}

// String is the name of r.
func (r Role) String() string { return roleNames[r] }

// ParseRole finds the role of a name.
func ParseRole(name string) (Role, bool) {
	for i, n := range roleNames {
		if n == name {
			return Role(i), true
		}
	}
	return Bare, false
}
