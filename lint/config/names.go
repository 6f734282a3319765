package config

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// speakers are the names that a team's chats give to who speaks.
type speakers struct {
	Customer []name `yaml:"customer"`
	Us       []name `yaml:"us"`
}

// preferred is the word a team has chosen for a thing, and those it does not use.
type preferred struct{ preferredKeys }

type preferredKeys struct {
	Term name   `yaml:"term" schema:",required"`
	Not  []name `yaml:"instead-of" schema:",required"`
}

// Schema is that of its keys.
func (preferred) Schema(g *strict.Generator) strict.Schema { return g.Object(preferredKeys{}) }

// UnmarshalStrict takes a mapping of both.
func (p *preferred) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if d.Decode(n, &p.preferredKeys) && (p.Term.Text == "" || len(p.Not) == 0) {
		d.Fail(n, "config-term")
	}
}

func (p *preferred) term() reply.Term {
	t := reply.Term{Use: p.Term.Text}
	for _, n := range p.Not {
		t.Not = append(t.Not, n.Text)
	}
	return t
}

// checkTerms notes words that are to be used and not to be used.
func (f *file) checkTerms() {
	use := map[string]strict.Place{}
	for _, t := range f.Terms {
		use[strings.ToLower(t.Term.Text)] = t.Term.Place
	}
	said := map[string]string{}
	for _, t := range f.Terms {
		for _, n := range t.Not {
			word := strings.ToLower(n.Text)
			at, both := use[word]
			switch other, twice := said[word]; {
			case both && word != "":
				f.d.FailAt(n.Place, "config-term-both", n.Text, at.Line)
			case twice:
				f.d.FailAt(n.Place, "config-term-twice", n.Text, other)
			}
			said[word] = t.Term.Text
		}
	}
}
