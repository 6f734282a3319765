package pattern

import (
	"sort"
	"strings"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/lang"
)

// cond is what is asked of a predicate or of a noun phrase. The zero cond asks nothing.
type cond struct {
	require, forbid clause.Set
	agents          uint8 // one bit an owner; 0 means any
	noAgents        uint8
	links           uint16 // one bit a link; 0 means any
	noLinks         uint16
	roles           uint16
	noRoles         uint16
	main, sub       bool
	named, unnamed  bool
	topic, noTopic  bool
	or, noOr        bool
	stands, noStand bool // a noun that stands for a clause
}

// inherited are the features that a clause has also when what it is part of has them.
var inherited = clause.Of(clause.Report, clause.Conditional, clause.Question, clause.Request, clause.Want,
	clause.Hedge, clause.General, clause.Expected)

// ofPhrase reports whether c asks only what a noun phrase can tell.
func (c *cond) ofPhrase() bool {
	h := clause.Of(clause.Honorific)
	return c.require&^h == 0 && c.forbid&^h == 0 && c.links == 0 && c.noLinks == 0 && !c.main && !c.sub
}

func (c cond) and(o cond) cond {
	// What is asked outright overrides what a typed form implies.
	c.require = c.require&^o.forbid | o.require
	c.forbid = c.forbid&^o.require | o.forbid
	c.agents |= o.agents
	c.noAgents |= o.noAgents
	c.links |= o.links
	c.noLinks |= o.noLinks
	c.roles |= o.roles
	c.noRoles |= o.noRoles
	c.main, c.sub = c.main || o.main, c.sub || o.sub
	c.named, c.unnamed = c.named || o.named, c.unnamed || o.unnamed
	c.topic, c.noTopic = c.topic || o.topic, c.noTopic || o.noTopic
	c.or, c.noOr = c.or || o.or, c.noOr || o.noOr
	c.stands, c.noStand = c.stands || o.stands, c.noStand || o.noStand
	return c
}

// holds reports whether a predicate is as asked.
func (c *cond) holds(cl *clause.Clause) bool {
	f := cl.Features | cl.Scope&inherited
	if cl.Link == clause.When {
		f |= clause.Of(clause.Conditional)
	}
	a := uint8(1) << cl.Agent
	l := uint16(1) << cl.Link
	return f.All(c.require) && !f.Any(c.forbid) &&
		(c.agents == 0 || c.agents&a != 0) && c.noAgents&a == 0 &&
		(c.links == 0 || c.links&l != 0) && c.noLinks&l == 0 &&
		!(c.main && !cl.Main) && !(c.sub && cl.Main) &&
		!(c.named && !cl.Named) && !(c.unnamed && cl.Named)
}

// fits reports whether a noun phrase is as asked.
func (c *cond) fits(p *clause.Phrase) bool {
	o := uint8(1) << p.Owner
	r := uint16(1) << p.Role
	return (c.agents == 0 || c.agents&o != 0) && c.noAgents&o == 0 &&
		(c.roles == 0 || c.roles&r != 0) && c.noRoles&r == 0 &&
		!(c.named && !p.Named) && !(c.unnamed && p.Named) &&
		!(c.topic && !p.Topic) && !(c.noTopic && p.Topic) &&
		!(c.or && !p.Or) && !(c.noOr && p.Or) &&
		!(c.stands && !p.Nominal) && !(c.noStand && p.Nominal) &&
		!(c.require.Has(clause.Honorific) && !p.Honorific) && !(c.forbid.Has(clause.Honorific) && p.Honorific)
}

// cond reads tests.
func (c *Compiler) cond(tests []Test, at int) (cond, error) {
	var out cond
	for _, t := range tests {
		if err := c.test(&out, t, at, 0); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (c *Compiler) test(out *cond, t Test, at, depth int) error {
	if alias, ok := c.env.Alias[t.Name]; ok && depth < 4 {
		for _, a := range splitTests(alias) {
			a.Not = a.Not != t.Not
			if err := c.test(out, a, at, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	flag := func(yes, no *bool) {
		if t.Not {
			*no = true
		} else {
			*yes = true
		}
	}
	switch t.Name {
	case "main":
		flag(&out.main, &out.sub)
		return nil
	case "named":
		flag(&out.named, &out.unnamed)
		return nil
	case "topic":
		flag(&out.topic, &out.noTopic)
		return nil
	case "or":
		flag(&out.or, &out.noOr)
		return nil
	case "clause":
		flag(&out.stands, &out.noStand)
		return nil
	}
	if f, ok := clause.ParseFeature(t.Name); ok {
		if t.Not {
			out.forbid |= clause.Of(f)
		} else {
			out.require |= clause.Of(f)
		}
		return nil
	}
	if o, ok := clause.ParseOwner(t.Name); ok {
		if t.Not {
			out.noAgents |= 1 << o
		} else {
			out.agents |= 1 << o
		}
		return nil
	}
	if name, ok := strings.CutPrefix(t.Name, "link="); ok {
		if l, ok := clause.ParseLink(name); ok {
			if t.Not {
				out.noLinks |= 1 << l
			} else {
				out.links |= 1 << l
			}
			return nil
		}
	}
	if r, ok := clause.ParseRole(t.Name); ok {
		if t.Not {
			out.noRoles |= 1 << r
		} else {
			out.roles |= 1 << r
		}
		return nil
	}
	return &Error{At: at, Say: lang.Say("pattern-unknown-test", t.Name, near(t.Name, c.testNames()))}
}

// testNames are all names a test may have.
func (c *Compiler) testNames() []string {
	names := append(clause.FeatureNames(), clause.OwnerNames()...)
	for _, l := range clause.LinkNames() {
		names = append(names, "link="+l)
	}
	names = append(names, "main", "named", "topic", "or", "clause")
	for a, to := range c.env.Alias {
		if _, ok := parseKind(to); !ok {
			names = append(names, a)
		}
	}
	sort.Strings(names)
	return names
}

// Tests are tests on a predicate, without words.
type Tests struct {
	Source string
	cond   cond
	each   []cond
	tests  []Test
}

// Tests compiles "a,b,-c".
func (c *Compiler) Tests(source string) (*Tests, error) {
	t := &Tests{Source: source, tests: splitTests(source)}
	var err error
	if t.cond, err = c.cond(t.tests, 0); err != nil {
		return nil, err
	}
	for i := range t.tests {
		one, _ := c.cond(t.tests[i:i+1], 0)
		t.each = append(t.each, one)
	}
	return t, nil
}

// Hold reports whether a predicate is as the tests ask.
func (t *Tests) Hold(c *clause.Clause) bool { return t.cond.holds(c) }

// Unmet are the tests that a predicate does not meet. Those of which one is enough (several owners, several links) are met
// together.
func (t *Tests) Unmet(cl *clause.Clause) (out []Test) {
	for i, c := range t.each {
		if c.agents != 0 {
			c.agents = t.cond.agents
		}
		if c.links != 0 {
			c.links = t.cond.links
		}
		if !c.holds(cl) {
			out = append(out, t.tests[i])
		}
	}
	return out
}
