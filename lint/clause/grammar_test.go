package clause_test

import (
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/lang"
)

// Rules name features, links, owners and roles; every name leads back to what it names, and no other does.
func TestNames(t *testing.T) {
	for _, n := range clause.FeatureNames() {
		if f, ok := clause.ParseFeature(n); !ok || f.String() != n {
			t.Errorf("feature %s: %s %v", n, f, ok)
		}
	}
	for _, n := range clause.LinkNames() {
		if l, ok := clause.ParseLink(n); !ok || l.String() != n {
			t.Errorf("link %s: %s %v", n, l, ok)
		}
	}
	for _, n := range clause.OwnerNames() {
		if o, ok := clause.ParseOwner(n); !ok || o.String() != n {
			t.Errorf("owner %s: %s %v", n, o, ok)
		}
	}
	_, f := clause.ParseFeature("negativ")
	_, l := clause.ParseLink("")
	_, o := clause.ParseOwner("they")
	_, r := clause.ParseRole("verb")
	if f || l || o || r {
		t.Errorf("names that nothing has: feature %v, link %v, owner %v, role %v", f, l, o, r)
	}
	s := clause.Of(clause.Past, clause.Negative)
	if s.String() != "negative past" || !s.All(clause.Of(clause.Past)) || s.All(clause.Of(clause.Past, clause.Tag)) || !s.Any(clause.Of(clause.Past, clause.Tag)) || s.Has(clause.Tag) {
		t.Errorf("set of two: %s", s)
	}
}

// A mistake in the grammar names the line, the column and the nearest name.
func TestBadGrammar(t *testing.T) {
	for yaml, want := range map[string]string{
		"version: 1\nligth: []\n":                              "g.yaml:2:1: there is no 'ligth'; did you mean 'light'?",
		"tail:\n  - {words: ない, flip: negativ}\n":              "g.yaml:2:23: there is no 'negativ'; did you mean 'negative'?",
		"tail:\n  - {words: ます, set: polit}\n":                 "g.yaml:2:22: there is no 'polit'; did you mean 'polite'?",
		"links:\n  becuase: [ので]\n":                            "g.yaml:2:3: there is no 'becuase'; did you mean 'because'?",
		"cases:\n  objekt: [を]\n":                              "g.yaml:2:3: there is no 'objekt'; did you mean 'object'?",
		"voice: {伺う: humbel}\n":                                "g.yaml:1:13: there is no 'humbel'; did you mean 'humble'?",
		"fixes:\n  - {find: [い, た], into: [\"いた:いる/wort\"]}\n": "g.yaml:2:27: there is no part of speech 'wort'",
		"owners: {customers: [お客様]}\n":                         "g.yaml:1:10: there is no 'customers'; did you mean 'customer'?",
		"version: 1\ntail: {words: ない, set: past}\nlight: [\n": "g.yaml:3:1: this is not YAML",
	} {
		_, err := clause.LoadGrammar("g.yaml", []byte(yaml), func(s string) string { return s })
		if err == nil || !strings.HasPrefix(lang.ErrorIn(err, lang.EN), want) {
			t.Errorf("%s\n\tgot  %v\n\twant %s", yaml, err, want)
		}
	}
}

// The same grammar reads the same sentence in the same way however often it is loaded.
func TestOneReading(t *testing.T) {
	lemmas := map[string]bool{}
	for range 20 {
		_, cs := newGround(t).parse("そのようにおっしゃいました。")
		lemmas[cs[len(cs)-1].Lemma] = true
	}
	if len(lemmas) > 1 {
		t.Errorf("one word has several lemmas: %v", lemmas)
	}
}
