package clause

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/token"
)

// owner tells whose a noun phrase is, by its words alone.
func (q *parsing) owner(p *Phrase) (o Owner, named bool) {
	g := q.g
	for i, w := range p.Words { // ご依頼主様
		if g.owners[w] == Third || i+1 < len(p.Words) && g.owners[w+p.Words[i+1]] == Third {
			return Third, true
		}
	}
	for i, w := range p.Words {
		if i > 0 && g.oursBehind[w] && g.owners[p.Words[0]] == Customer { // 会員規約第3条
			return Us, true
		}
	}
	if p.Honorific && hasSuffix(p.Text, g.custSuffix) && !g.notCustomer[p.Text] { // ご担当者様
		return Customer, true
	}
	if p.Honorific && len(p.Words) > 0 && g.owners[p.Words[0]] == Us && g.people[p.Words[0]] { // ご担当
		return Customer, true
	}
	for i, w := range p.Words {
		if i+1 < len(p.Words) {
			if o, ok := g.owners[w+p.Words[i+1]]; ok {
				return o, o != Nobody
			}
		}
		if o, ok := g.owners[w]; ok {
			return o, o != Nobody
		}
	}
	if o, ok := g.owners[p.Text]; ok {
		return o, o != Nobody
	}
	for _, w := range g.ownerOrder {
		if len(w) > 6 && strings.HasPrefix(p.Text, w) {
			return g.owners[w], g.owners[w] != Nobody
		}
	}
	switch {
	case hasPrefix(p.Text, g.thirdPrefix) || hasSuffix(p.Text, g.thirdSuffix):
		return Third, true
	case hasPrefix(p.Text, g.usPrefix) && len([]rune(p.Text)) > 1 && !g.notUs[p.Text] && !g.notUs[p.Words[0]]:
		return Us, true
	case hasSuffix(p.Text, g.custSuffix) && !g.notCustomer[p.Text] && !g.notCustomer[p.Head] && len([]rune(p.Text)) > 1:
		return Customer, true
	}
	return Nobody, false
}

func hasPrefix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasPrefix(s, p) && len(s) > len(p) {
			return true
		}
	}
	return false
}

func hasSuffix(s string, list []string) bool {
	for _, p := range list {
		if strings.HasSuffix(s, p) {
			return true
		}
	}
	return false
}

// person reports whether a phrase with an owner means the owner, not a thing of theirs.
func (q *parsing) person(p *Phrase) bool {
	n := len(p.Words)
	if hasSuffix(p.Head, q.g.custSuffix) { // 担当者様
		n--
	}
	return p.Owner != Nobody && p.Named && n <= 2 && (!p.Possessed || q.g.people[p.Head]) && !q.thing(p)
}

// thing reports whether only the first word of a compound is somebody: 会員証, システム設定.
func (q *parsing) thing(p *Phrase) bool {
	if len(p.Words) != 2 || q.g.people[p.Head] || hasSuffix(p.Text, q.g.custSuffix) {
		return false
	}
	_, first := q.g.owners[p.Words[0]]
	_, last := q.g.owners[p.Head]
	_, both := q.g.owners[p.Words[0]+p.Words[1]]
	return first && !last && !both
}

// agent tells who acts in c: whoever is named as the one who does, else whom the form of the verb points at.
func (q *parsing) agent(c *Clause) (o Owner, named bool) {
	own := c.subject()
	for k, list := range [][]Phrase{c.Topics, c.Args} {
		for i := range list {
			a := &list[i]
			if a.Owner == Nobody || !a.Named {
				continue
			}
			if k == 0 && own && a.Role == Subject { // the subject of a clause before; this one has its own
				continue
			}
			switch a.Role {
			case Topic, Subject, Place, Cause, Due:
			case Source:
				if a.Owner == Customer && !c.Features.Has(Receiving) || a.Owner == Us && c.Features.Any(Of(Receiving, Honorific)) {
					continue
				}
			case Bare:
				if !a.Also {
					continue
				}
			default:
				continue
			}
			if !q.person(a) {
				continue
			}
			o, named = a.Owner, true
		}
	}
	f := c.Features
	if o != Nobody && !(o == Us && f.Any(Of(Receiving, Honorific))) && !(o == Customer && f.Has(Humble)) {
		return o, named
	}
	switch {
	case f.Has(Humble):
		return Us, false
	case f.Any(Of(Receiving, Honorific)):
		return Customer, false
	case f.Has(Passive):
		return passiveAgent(c), false
	}
	return Nobody, false
}

// passiveAgent tells a passive from a form of respect: with an object, or with nothing that could have it done to
// it, somebody respected acts.
func passiveAgent(c *Clause) Owner {
	subject := false
	for i := range c.Args {
		switch a := &c.Args[i]; {
		case a.Role == Object:
			return Customer
		case a.Role == Subject || a.Role == Topic:
			subject = true
			if a.Honorific {
				return Customer
			}
		}
	}
	if subject || c.passive {
		return Nobody
	}
	return Customer
}

// scopes hands down what a clause says of the clauses that are part of it: reported, asked, requested, conditional.
func (q *parsing) scopes() {
	if n := len(q.out); n > 0 && q.out[n-1].Link == And { // 〜してなくて…: nothing follows
		q.out[n-1].Link = End
		q.out[n-1].Features |= Of(Final)
	}
	for i := len(q.out) - 1; i >= 0; i-- {
		c := &q.out[i]
		c.request()
		c.settle()
		switch c.Link {
		case End:
			c.Main = true
		case But, Because, And, Found, After, Before:
			k := i + 1
			for k < len(q.out) && q.outside(c, &q.out[k]) {
				k++
			}
			c.Main = k >= len(q.out) || q.out[k].Main || c.Features.Has(Final)
		}
	}
	for i := len(q.out) - 2; i >= 0; i-- {
		c, n := &q.out[i], &q.out[i+1]
		if c.Link == Quote && q.g.say[n.Lemma] { // 〜と、お電話で伺いました
			c.Features |= Of(Report)
		}
		if c.Link == But || c.Features.Has(Final) {
			continue
		}
		up := n.Features | n.Scope
		if n.Link == When {
			up |= Of(Conditional)
		}
		inside := c.Link == Nominal || c.Link == Relative || c.Link == Quote || c.Link == Whether
		var take Set
		take |= up & Of(Report)
		if c.Link != Because {
			take |= up & Of(Conditional)
		}
		if inside || c.Link == And || c.Link == Manner {
			take |= up & Of(Request, Want)
		}
		if c.Link == Nominal || c.Link == Quote {
			take |= up & Of(Question, Hedge, General, Expected)
		}
		c.Scope |= take
	}
}

// outside reports whether n, which describes a noun behind c, leaves c out of the description: after 〜が, and after a comma.
func (q *parsing) outside(c, n *Clause) bool {
	switch n.Link {
	case Relative, Nominal:
		return c.Link == But || (n.Link == Relative || c.Link == Because) && q.at(c.End).POS == token.SymbolComma
	}
	return false
}

// request makes a request of a polite question whether somebody would, whatever its polarity: 〜いただけませんか.
func (c *Clause) request() {
	f := &c.Features
	if f.Has(Receiving) && (f.Has(Question) && f.Any(Of(Potential, Negative)) || f.Has(Want)) {
		*f |= Of(Request)
		*f &^= Of(Negative)
	}
	if f.Has(Past) && !f.Any(Of(Receiving, Want)) { // お願いしてまいりました
		*f &^= Of(Request)
	}
}

// settle decides a form that may be passive or potential: only of what is and goes on not at this moment can one say that it
// can be done.
func (c *Clause) settle() {
	if c.either && c.Features.Any(Of(Past, Progressive, Resultative, Hedge)) {
		c.Features &^= Of(Potential)
	}
}
