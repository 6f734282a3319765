package clause

import (
	"sort"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Grammar is what a [Parser] knows of Japanese. It is data: rules/grammar.yaml.
type Grammar struct {
	// Tests, Kinds and Keys are the Japanese names of what rules may say, with what they stand for.
	Tests, Kinds, Keys map[string]string

	fixes                []token.Fix
	quote, absent, exist string // the words the analysis itself must know

	copula    map[string]bool
	potential map[string]string
	honorific map[string]bool
	suffixes  map[string]Set
	same      map[string]string

	tail      *table
	tailRules []tailRule
	voice     map[string]Set
	inference map[string]bool
	think     map[string]bool

	become     *table
	between    map[string]bool // particles between a noun and such a verb
	light      *table
	lightRules []lightRule

	links     *table
	linkRules []Link
	say, said map[string]bool

	cases     *table
	caseRules []Role
	caseList  []Case
	added     *table
	addedKind []string

	owners      map[string]Owner
	ownerOrder  []string // longest first, for compounds
	usPrefix    []string
	thirdPrefix []string
	thirdSuffix []string
	custSuffix  []string
	notCustomer map[string]bool
	notUs       map[string]bool
	people      map[string]bool
	oursBehind  map[string]bool // 会員規約: ours though the customer's word stands in it
	staff       map[string]bool // 作業の者: one of us, said humbly
	somebody    map[string]bool // 先に借りた方: a third, described
	asking      map[string]bool
	neutral     map[string]bool
	stem        stemFile
}

// stemFile says how a verb stands behind the prefix of respect, as a noun: 送る as お送り.
type stemFile struct {
	Prefix string            `yaml:"prefix"`
	Change map[string]string `yaml:"change"` // its last letter
	Drop   string            `yaml:"drop"`   // the last letter, of verbs
	Behind string            `yaml:"behind"` // whose last letter but one is one of these
}

type tailRule struct {
	set          Set
	flip         bool
	skipNegative bool
	unlessBefore string
	after        string // the part of speech it must follow
	atEnd        bool
}

type lightRule struct {
	set           Set
	own           bool // it has a meaning of its own too
	honorificOnly bool
}

type grammarFile struct {
	Version strict.Version    `yaml:"version"`
	Fixes   []fixEntry        `yaml:"fixes"`
	Tests   map[string]string `yaml:"tests"`
	Kinds   map[string]string `yaml:"kinds"`
	Keys    map[string]string `yaml:"keys"`
	Words   struct {
		Quote  string   `yaml:"quote"`
		Absent string   `yaml:"absent"`
		Exist  string   `yaml:"exist"`
		Copula []string `yaml:"copula"`
	} `yaml:"words"`
	Potential map[string]string        `yaml:"potential"`
	Stem      stemFile                 `yaml:"stem"`
	Honorific []string                 `yaml:"honorific"`
	Suffixes  map[string]strict.String `yaml:"suffixes"`
	Same      map[string]string        `yaml:"same"`
	Tail      []struct {
		Words        string        `yaml:"words"`
		Set          strict.String `yaml:"set"`
		Flip         strict.String `yaml:"flip"`
		UnlessBefore string        `yaml:"unless-before"`
		After        string        `yaml:"after"`
		AtEnd        bool          `yaml:"at-end"`
	} `yaml:"tail"`
	Voice     map[string]strict.String `yaml:"voice"`
	Inference []string                 `yaml:"inference"`
	Think     []string                 `yaml:"think"`
	Become    []string                 `yaml:"become"`
	Between   []string                 `yaml:"between"`
	Light     []struct {
		Words         string        `yaml:"words"`
		Set           strict.String `yaml:"set"`
		Own           bool          `yaml:"own"`
		HonorificOnly bool          `yaml:"honorific-only"`
	} `yaml:"light"`
	Links  named               `yaml:"links"`
	Say    []string            `yaml:"say"`
	Said   []string            `yaml:"said"`
	Cases  named               `yaml:"cases"`
	Added  map[string][]string `yaml:"added"`
	Owners struct {
		Customer       []string `yaml:"customer"`
		Us             []string `yaml:"us"`
		Third          []string `yaml:"third"`
		OursBehind     []string `yaml:"ours-behind"`
		Somebody       []string `yaml:"somebody"`
		Staff          []string `yaml:"staff"`
		UsPrefix       []string `yaml:"us-prefix"`
		ThirdPrefix    []string `yaml:"third-prefix"`
		ThirdSuffix    []string `yaml:"third-suffix"`
		CustomerSuffix []string `yaml:"customer-suffix"`
		NotCustomer    []string `yaml:"not-customer"`
		NotUs          []string `yaml:"not-us"`
		Nobody         []string `yaml:"nobody"`
		People         []string `yaml:"people"`
		Asking         []string `yaml:"asking"`
	} `yaml:"owners"`
	Neutral []string `yaml:"neutral"`
}

// named keeps the order of a mapping from names to lists of lines.
type named []struct {
	name  strict.String
	lines []string
}

func (m *named) UnmarshalStrict(d *strict.Decoder, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		d.Fail(n, "yaml-want-mapping")
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		var e struct {
			name  strict.String
			lines []string
		}
		d.Decode(n.Content[i], &e.name)
		d.Decode(n.Content[i+1], &e.lines)
		*m = append(*m, e)
	}
}

// LoadGrammar reads a grammar. fold spells a word as sentences are spelled. Errors name the place in path.
func LoadGrammar(path string, data []byte, fold func(string) string) (*Grammar, error) {
	var f grammarFile
	d, docs := strict.Documents(path, data)
	for _, n := range docs {
		d.Decode(n, &f)
	}
	g := &Grammar{
		Tests: f.Tests, Kinds: f.Kinds, Keys: f.Keys,
		potential: map[string]string{}, same: map[string]string{}, stem: f.Stem,
		quote: f.Words.Quote, absent: f.Words.Absent, exist: f.Words.Exist,
		tail: newTable(), become: newTable(), light: newTable(), links: newTable(), cases: newTable(), added: newTable(),
		copula: set(f.Words.Copula, fold), honorific: set(f.Honorific, fold), between: set(f.Between, fold), suffixes: map[string]Set{}, inference: set(f.Inference, fold), voice: map[string]Set{}, think: set(f.Think, fold), say: set(f.Say, fold), said: set(f.Said, fold),
		owners: map[string]Owner{}, usPrefix: f.Owners.UsPrefix, thirdPrefix: f.Owners.ThirdPrefix,
		thirdSuffix: f.Owners.ThirdSuffix, custSuffix: f.Owners.CustomerSuffix,
		notCustomer: set(f.Owners.NotCustomer, fold), notUs: set(f.Owners.NotUs, fold),
		people: set(f.Owners.People, fold), oursBehind: set(f.Owners.OursBehind, fold), somebody: set(f.Owners.Somebody, fold), staff: set(f.Owners.Staff, fold), asking: set(f.Owners.Asking, fold), neutral: set(f.Neutral, fold),
	}
	for _, e := range f.Fixes {
		g.fixes = append(g.fixes, e.fix(d))
	}
	for k, v := range f.Potential {
		g.potential[fold(k)] = fold(v)
	}
	for k, v := range f.Same {
		if fold(k) != fold(v) { // spellings that sentences are not left in
			g.same[fold(k)] = fold(v)
		}
	}
	for w, f := range f.Voice {
		g.voice[fold(w)], _ = features(d, f)
	}
	for w, f := range f.Suffixes {
		g.suffixes[fold(w)], _ = features(d, f)
	}
	for _, e := range f.Tail {
		r := tailRule{flip: e.Flip.Text != "", unlessBefore: e.UnlessBefore, after: e.After, atEnd: e.AtEnd}
		if e.Flip.Text != "" && e.Flip.Text != Negative.String() {
			unknown(d, e.Flip, []string{Negative.String()})
		}
		r.set, r.skipNegative = features(d, e.Set)
		g.tail.add(e.Words, len(g.tailRules), fold)
		g.tailRules = append(g.tailRules, r)
	}
	for _, line := range f.Become {
		g.become.add(line, 0, fold)
	}
	for _, e := range f.Light {
		s, _ := features(d, e.Set)
		g.light.add(e.Words, len(g.lightRules), fold)
		g.lightRules = append(g.lightRules, lightRule{s, e.Own, e.HonorificOnly})
	}
	for _, e := range f.Links {
		l, ok := ParseLink(e.name.Text)
		if !ok {
			unknown(d, e.name, LinkNames())
		}
		for _, line := range e.lines {
			g.links.add(line, len(g.linkRules), fold)
		}
		g.linkRules = append(g.linkRules, l)
	}
	for _, e := range f.Cases {
		r, ok := ParseRole(e.name.Text)
		if !ok {
			unknown(d, e.name, roleNames[:])
		}
		c := Case{Role: r}
		for _, line := range e.lines {
			g.cases.add(line, len(g.caseRules), fold)
			if !strings.Contains(line, " ") { // the others are several words, which no frame can name
				c.Particles = append(c.Particles, line)
			}
		}
		g.caseRules = append(g.caseRules, r)
		g.caseList = append(g.caseList, c)
	}
	kinds := make([]string, 0, len(f.Added))
	for k := range f.Added {
		kinds = append(kinds, k)
	}
	sort.Strings(kinds)
	for _, k := range kinds {
		for _, line := range f.Added[k] {
			g.added.add(line, len(g.addedKind), fold)
		}
		g.addedKind = append(g.addedKind, k)
	}
	for o, ws := range [][]string{Nobody: f.Owners.Nobody, Customer: f.Owners.Customer, Us: f.Owners.Us, Third: f.Owners.Third} {
		for _, w := range ws {
			g.owners[fold(w)] = Owner(o)
		}
	}
	for w := range g.owners {
		g.ownerOrder = append(g.ownerOrder, w)
	}
	sort.Slice(g.ownerOrder, func(i, j int) bool {
		a, b := g.ownerOrder[i], g.ownerOrder[j]
		return len(a) > len(b) || len(a) == len(b) && a < b
	})
	if err := d.Err(); err != nil {
		return nil, err
	}
	return g, nil
}

func unknown(d *strict.Decoder, s strict.String, known []string) {
	d.Unknown(&yaml.Node{Line: s.Line, Column: s.Column}, s.Text, known)
}

// skipNegative, as a feature, makes the next negation part of the phrase it stands in.
const skipNegative = "skip-negative"

func features(d *strict.Decoder, s strict.String) (out Set, skip bool) {
	for _, name := range strings.Fields(s.Text) {
		if name == skipNegative {
			skip = true
			continue
		}
		f, ok := ParseFeature(name)
		if !ok {
			unknown(d, strict.String{Text: name, Place: s.Place}, append(FeatureNames(), skipNegative))
		}
		out |= Of(f)
	}
	return out, skip
}

func set(ws []string, fold func(string) string) map[string]bool {
	m := make(map[string]bool, len(ws))
	for _, w := range ws {
		m[fold(w)] = true
	}
	return m
}

// Fixes are the words that the dictionary splits by context; the tokenizer needs them.
func (g *Grammar) Fixes() []token.Fix { return g.fixes }

// RoleOf is the role that a particle, spelled as sentences are, gives to the noun before it.
func (g *Grammar) RoleOf(particle string) (Role, bool) {
	ts := []token.Token{{Text: particle, Base: particle, POS: token.ParticleCase}}
	r, _, ok := g.cases.longest(ts, 0, nil)
	if !ok {
		return Bare, false
	}
	return g.caseRules[r], true
}

// Case is a role and the particles that give it to the noun before them, the commonest first.
type Case struct {
	Role      Role
	Particles []string
}

// Respected are the nouns that a verb, in its dictionary form, becomes behind the prefix of respect. A verb that ends in る
// may become two, of which one is no word.
func (g *Grammar) Respected(verb string) (out []string) {
	r := []rune(verb)
	if len(r) < 2 {
		return nil
	}
	last, rest := string(r[len(r)-1]), string(r[:len(r)-1])
	if to, ok := g.stem.Change[last]; ok {
		out = append(out, g.stem.Prefix+rest+to)
	}
	if last == g.stem.Drop && strings.ContainsRune(g.stem.Behind, r[len(r)-2]) {
		out = append(out, g.stem.Prefix+rest)
	}
	return out
}

// Cases are the roles that particles give, in the order of the grammar.
func (g *Grammar) Cases() []Case { return g.caseList }

// Also reports whether a particle adds a noun to others of its kind.
func (g *Grammar) Also(particle string) bool {
	ts := []token.Token{{Text: particle, Base: particle}}
	r, _, ok := g.added.longest(ts, 0, nil)
	return ok && g.addedKind[r] == "also"
}

// fixEntry is a token fix as it stands in the file.
type fixEntry struct {
	Find     []strict.String `yaml:"find"`
	Into     []strict.String `yaml:"into"`
	After    []string        `yaml:"after"`
	NotAfter []string        `yaml:"not-after"`
	Before   []string        `yaml:"before"`
}

func (e fixEntry) fix(d *strict.Decoder) token.Fix {
	var f token.Fix
	for _, s := range e.Find {
		word, pos, _ := strings.Cut(s.Text, "/")
		f.Find = append(f.Find, token.Word{Text: word, POS: pos})
	}
	for _, s := range e.Into { // text:base/pos/form
		word, rest, _ := strings.Cut(s.Text, ":")
		parts := append(strings.Split(rest, "/"), "", "")
		w := token.Word{Text: word, Base: parts[0], POS: parts[1]}
		if _, ok := token.ParsePOS(w.POS); !ok {
			d.FailAt(s.Place, "unknown-pos", w.POS)
		}
		w.Form, _ = token.ParseForm(parts[2])
		f.Into = append(f.Into, w)
	}
	words := func(ws []string) (out []token.Word) {
		for _, w := range ws {
			out = append(out, token.Word{Base: w})
		}
		return out
	}
	f.After, f.Not, f.Before = words(e.After), words(e.NotAfter), words(e.Before)
	return f
}
