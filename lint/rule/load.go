package rule

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Set is a set of rules, with all they stand on.
type Set struct {
	compiled

	reader   *reply.Reader
	parser   *clause.Parser
	compiler *pattern.Compiler
	byName   map[string]*Def
}

// compiled is what files say, as it is kept in an image.
type compiled struct {
	Rules []*Rule // in order of their ids
	Defs  []*Def
	Terms []*Term

	Things []*Thing

	cues     *reply.Cues
	spelling *reply.Spelling
	grammar  *clause.Grammar
	values   *values
	tables   *pattern.Tables
}

// Reader takes replies apart as the rules need it.
func (s *Set) Reader() *reply.Reader { return s.reader }

// Exhaustive makes a set that looks for everything everywhere, whatever a sentence lacks. It finds the same, only slower; it
// is for tests and measurements. No other use may be made of s from then on.
func (s *Set) Exhaustive() *Set {
	s.tables.Exhaustive = true
	return s
}

// Rule finds a rule by its id.
func (s *Set) Rule(id string) (*Rule, bool) {
	i := sort.Search(len(s.Rules), func(i int) bool { return s.Rules[i].ID >= id })
	if i < len(s.Rules) && s.Rules[i].ID == id {
		return s.Rules[i], true
	}
	return nil, false
}

// Def finds an act or a list by its name.
func (s *Set) Def(name string) (*Def, bool) {
	d, ok := s.byName[name]
	return d, ok
}

// Names are the names of all acts and lists.
func (s *Set) Names() []string { return sortedKeys(s.byName) }

// IDs are the ids of all rules, in order.
func (s *Set) IDs() []string {
	ids := make([]string, len(s.Rules))
	for i, r := range s.Rules {
		ids[i] = r.ID
	}
	return ids
}

// The files that a folder of shipped rules holds besides rules, acts, lists and terms.
const (
	cuesFile     = "reply.yaml"
	spellingFile = "spelling.yaml"
	grammarFile  = "grammar.yaml"
	valuesName   = "values.yaml"
)

// Source is one rule file.
type Source struct {
	Path string
	Data []byte
}

// Load reads the shipped rules in folder and the team's own in more. The error joins everything that is wrong. A folder that
// has an [Image] is not read file by file, unless its files are no longer those that the image was made from.
func Load(folder fs.FS, more ...Source) (*Set, error) {
	s := &Set{byName: map[string]*Def{}}
	l := &loader{set: s}
	sources, err := s.thaw(folder)
	if err != nil {
		if sources, err = s.ground(folder); err != nil {
			return nil, err
		}
	}
	if sources = append(sources, more...); len(sources) == 0 {
		return s, nil
	}
	l.known = len(s.Terms)
	for _, src := range sources {
		l.read(src)
	}
	l.compile()
	for _, d := range l.files {
		if err := d.Err(); err != nil {
			l.errs = append(l.errs, err)
		}
	}
	if err := errors.Join(l.errs...); err != nil {
		return nil, err
	}
	return s, nil
}

// ground loads what rules stand on: the parts of a reply, spelling, grammar. It gives the files of the rules.
func (s *Set) ground(folder fs.FS) (sources []Source, err error) {
	err = files(folder, func(p string) error {
		b, err := fs.ReadFile(folder, p)
		sources = append(sources, Source{"rules/" + p, b})
		return err
	})
	if err != nil {
		return nil, err
	}
	take := func(name string) (string, []byte, error) {
		i := slices.IndexFunc(sources, func(s Source) bool { return s.Path == "rules/"+name })
		if i < 0 {
			return "", nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		f := sources[i]
		sources = slices.Delete(sources, i, i+1)
		return f.Path, f.Data, nil
	}
	p, b, err := take(spellingFile)
	if err != nil {
		return nil, err
	}
	if s.spelling, err = reply.LoadSpelling(p, b); err != nil {
		return nil, err
	}
	if p, b, err = take(cuesFile); err != nil {
		return nil, err
	}
	if s.cues, err = reply.LoadCues(p, b); err != nil {
		return nil, err
	}
	if p, b, err = take(grammarFile); err != nil {
		return nil, err
	}
	if s.grammar, err = clause.LoadGrammar(p, b, s.spelling.Fold); err != nil {
		return nil, err
	}
	if p, b, err = take(valuesName); err != nil {
		return nil, err
	}
	if s.values, err = loadValues(p, b); err != nil {
		return nil, err
	}
	return sources, s.assemble()
}

// files calls f for every file of rules in a folder, in order.
func files(folder fs.FS, f func(path string) error) error {
	return fs.WalkDir(folder, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(p) != ".yaml" {
			return err
		}
		return f(p)
	})
}

// assemble makes what reads replies, finds clauses and compiles patterns.
func (s *Set) assemble() error {
	tk, err := token.New(s.grammar.Fixes())
	if err != nil {
		return err
	}
	s.reader = &reply.Reader{Cues: s.cues, Spelling: s.spelling, Tokenizer: tk}
	s.parser = clause.NewParser(s.grammar)
	alias := map[string]string{}
	for _, m := range []map[string]string{s.grammar.Tests, s.grammar.Kinds} {
		for k, v := range m {
			if _, twice := alias[k]; !twice {
				alias[k] = v
			}
		}
	}
	env := pattern.Env{
		Fold: s.spelling.Fold, Tokenize: tk.Tokenize, Parse: s.parser.Parse, Alias: alias, Respected: s.grammar.Respected,
		Ref: func(name string) (int, bool) {
			d, ok := s.byName[name]
			if !ok {
				return 0, false
			}
			return d.ID, true
		},
		Refs: func() []string {
			var names []string
			for _, d := range s.Defs {
				names = append(names, d.Name)
			}
			return names
		},
	}
	if s.tables == nil {
		s.tables = pattern.NewTables()
	}
	s.compiler = pattern.NewCompiler(env, s.tables)
	return nil
}

// loader reads files first and compiles them when all names are known.
type loader struct {
	set     *Set
	lists   []pending[listFile]
	acts    []pending[actFile]
	more    []extension
	rules   []pending[ruleFile]
	changes []change
	things  []func()
	files   []*strict.Decoder
	known   int // terms of the image
	errs    []error
}

// extension is a document that extends a list, an act or a rule: which of them is known when all files have been read.
type extension struct {
	d    *strict.Decoder
	node *yaml.Node
}

type pending[T any] struct {
	d    *strict.Decoder
	file T
}

// read reads one file: what it defines is told by its keys.
func (l *loader) read(src Source) {
	d, docs := strict.Documents(src.Path, src.Data)
	if len(docs) == 0 && d.Err() == nil {
		d.FailAt(strict.Place{}, "yaml-empty")
	}
	for _, n := range docs {
		switch {
		case has(n, "upkeep"):
			l.upkeep(d, n)
		case has(n, "rule"):
			p := pending[ruleFile]{d: d}
			d.Decode(n, &p.file)
			l.rules = append(l.rules, p)
		case has(n, "act"):
			p := pending[actFile]{d: d}
			d.Decode(n, &p.file)
			l.acts = append(l.acts, p)
			l.define(d, p.file.Act, true, p.file.Title, allOf(d, p.file.In, places()), p.file.Examples)
		case has(n, "extend"):
			l.more = append(l.more, extension{d, n})
		case has(n, "lists") || has(n, "words"):
			p := pending[listFile]{d: d}
			d.Decode(n, &p.file)
			l.lists = append(l.lists, p)
			for i := 0; i+1 < len(n.Content); i += 2 {
				if n.Content[i+1].Kind != yaml.MappingNode {
					continue
				}
				for k := 0; k+1 < len(n.Content[i+1].Content); k += 2 {
					key := n.Content[i+1].Content[k]
					l.define(d, strict.String{Text: key.Value, Place: strict.Place{Line: key.Line, Column: key.Column}}, false, lang.Text{}, nil, Examples{})
				}
			}
		case has(n, "terms"):
			var f termFile
			d.Decode(n, &f)
			for _, e := range f.Terms {
				l.set.Terms = append(l.set.Terms, l.term(d, e))
			}
		case has(n, "things"):
			var f thingsFile
			d.Decode(n, &f)
			for _, e := range f.Things {
				l.thing(d, e)
			}
		default:
			unknownKind(d, n)
		}
	}
	l.files = append(l.files, d)
}

// unknownKind notes that no key of n says what the file defines; the first that may have been meant to is shown.
func unknownKind(d *strict.Decoder, n *yaml.Node) {
	known := []string{"rule", "act", "extend", "lists", "words", "terms", "things"}
	at := n
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if near := strict.Nearest(key.Value, known); near != "" {
			d.Fail(key, "unknown-name-near", key.Value, near)
			return
		}
		if at == n && key.Value != "version" {
			at = key
		}
	}
	d.Fail(at, "rule-file-kind")
}

// places are the names of where a sentence may stand: parts and shapes.
func places() []string { return append(reply.Parts(), reply.Shapes()...) }

func has(n *yaml.Node, key string) bool {
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return true
		}
	}
	return false
}

func (l *loader) define(d *strict.Decoder, name strict.String, act bool, title lang.Text, in []string, ex Examples) {
	old, ok := l.set.byName[name.Text]
	if ok && old.Place != (strict.Place{}) {
		d.FailAt(name.Place, "rule-name-twice", name.Text, fmt.Sprintf("%s:%d", old.Path, old.Place.Line))
		return
	}
	ex.Path = d.Path
	def := &Def{ID: len(l.set.Defs), Name: name.Text, IsAct: act, Title: title, in: in, Path: d.Path, Place: name.Place, Examples: []Examples{ex}}
	if ok { // what stands for a term has a name, too, but no place
		def.ID = old.ID
		*old = *def
		return
	}
	l.set.Defs = append(l.set.Defs, def)
	l.set.byName[name.Text] = def
}

// compile compiles everything that was read.
func (l *loader) compile() {
	for _, p := range l.lists {
		for _, name := range sortedKeys(p.file.Lists) {
			def := l.set.byName[name]
			for _, w := range p.file.Lists[name] {
				if f, ok := l.wording(p.d, wording{text: w}); ok {
					def.find = append(def.find, f)
				}
			}
		}
		for _, name := range sortedKeys(p.file.Words) {
			def := l.set.byName[name]
			def.words = true
			for _, w := range p.file.Words[name] {
				if f, ok := l.word(p.d, wording{text: w}); ok {
					def.find = append(def.find, f)
				}
			}
		}
	}
	for _, p := range l.acts {
		def := l.set.byName[p.file.Act.Text]
		def.find = append(def.find, l.wordings(p.d, p.file.Find)...)
		def.except = append(def.except, l.wordings(p.d, p.file.Except)...)
		if is := p.file.Is; is.Text != "" {
			t, err := l.set.compiler.Tests(is.Text)
			if err != nil {
				p.d.FailAt(is.Place, "rule-bad-pattern", is.Text, err)
			}
			def.is = t
		}
		if len(p.file.Find) == 0 {
			p.d.FailAt(p.file.Act.Place, "rule-act-empty", p.file.Act.Text)
		}
		if e := p.file.Examples; len(e.Hit) == 0 || len(e.Miss) == 0 {
			p.d.FailAt(p.file.Act.Place, "rule-no-examples", p.file.Act.Text)
		}
	}
	for _, add := range l.things {
		add()
	}
	var ofRules []extension
	for _, e := range l.more {
		if !l.extend(e) {
			ofRules = append(ofRules, e)
		}
	}
	l.needs()
	for _, r := range l.set.Rules { // of the image
		if r.terms != nil {
			r.terms.learn(l.set.Terms[l.known:], l.set.spelling.Fold)
		}
	}
	for _, p := range l.rules {
		l.rule(p.d, p.file)
	}
	for _, e := range ofRules {
		name := e.name()
		if r, ok := l.set.Rule(name.Text); ok {
			l.extendRule(e, r)
		} else {
			e.d.Unknown(&yaml.Node{Line: name.Line, Column: name.Column}, name.Text, slices.Concat(l.names(), l.set.IDs(), l.set.things()))
		}
	}
	l.change()
}

// name is what the document says it extends.
func (e *extension) name() (s strict.String) {
	for i := 0; i+1 < len(e.node.Content); i += 2 {
		if v := e.node.Content[i+1]; e.node.Content[i].Value == "extend" {
			s = strict.String{Text: strings.TrimSuffix(strings.TrimPrefix(v.Value, "<"), ">"), Place: strict.Place{Line: v.Line, Column: v.Column}}
		}
	}
	return s
}

// extend adds wordings to a list or an act, and reports whether there is one of that name.
func (l *loader) extend(e extension) bool {
	if t, ok := l.set.Thing(e.name().Text); ok {
		l.extendThing(e, t)
		return true
	}
	def, ok := l.set.byName[e.name().Text]
	if !ok {
		return false
	}
	d, f := e.d, extendFile{}
	d.Decode(e.node, &f)
	compile := l.wording
	if def.words {
		compile = l.word
	}
	for _, w := range f.Find {
		if c, ok := compile(d, w); ok {
			def.find = append(def.find, c)
		}
	}
	def.except = append(def.except, l.wordings(d, f.Except)...)
	f.Examples.Path = d.Path
	def.Examples = append(def.Examples, f.Examples)
	switch {
	case len(f.Find)+len(f.Except) == 0:
		d.FailAt(f.Extend.Place, "rule-act-empty", f.Extend.Text)
	case def.IsAct && len(f.Examples.Hit)+len(f.Examples.Miss) == 0:
		d.FailAt(f.Extend.Place, "rule-no-examples", f.Extend.Text)
	}
	return true
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

func (l *loader) wordings(d *strict.Decoder, ws []wording) (out []finder) {
	for _, w := range ws {
		if f, ok := l.wording(d, w); ok {
			out = append(out, f)
		}
	}
	return out
}

func (l *loader) wording(d *strict.Decoder, w wording) (finder, bool) {
	f := finder{source: w.text}
	if w.frame != nil {
		f.frame = l.frame(d, w.frame)
		f.source.Text = sourceOf(w.frame)
		return f, f.frame != nil
	}
	f.pattern = l.pattern(d, w.text)
	return f, f.pattern != nil
}

// word compiles a word that is found whatever its form.
func (l *loader) word(d *strict.Decoder, w wording) (finder, bool) {
	if w.frame != nil {
		d.FailAt(w.text.Place, "yaml-want-text")
		return finder{}, false
	}
	p := l.compiled(d, w.text, l.set.compiler.Word)
	return finder{pattern: p, source: w.text}, p != nil
}

func (l *loader) pattern(d *strict.Decoder, s strict.String) *pattern.Pattern {
	return l.compiled(d, s, l.set.compiler.Compile)
}

func (l *loader) compiled(d *strict.Decoder, s strict.String, compile func(string) (*pattern.Pattern, error)) *pattern.Pattern {
	if s.Place == (strict.Place{}) { // it could not be read
		return nil
	}
	p, err := compile(s.Text)
	if err == nil {
		return p
	}
	var pe *pattern.Error
	if errors.As(err, &pe) {
		d.FailAt(d.In(s.Place, pe.At), "rule-bad-pattern", s.Text, pe.Say)
		return nil
	}
	d.FailAt(s.Place, "rule-bad-pattern", s.Text, err)
	return nil
}

func sourceOf(n *yaml.Node) string {
	var parts []string
	for i := 0; i+1 < len(n.Content); i += 2 {
		v := n.Content[i+1].Value
		switch n.Content[i+1].Kind {
		case yaml.MappingNode:
			v = "{" + sourceOf(n.Content[i+1]) + "}"
		case yaml.SequenceNode:
			var list []string
			for _, c := range n.Content[i+1].Content {
				list = append(list, c.Value)
			}
			v = "[" + strings.Join(list, ", ") + "]"
		}
		parts = append(parts, n.Content[i].Value+": "+v)
	}
	return strings.Join(parts, ", ")
}

// frame compiles a frame: a predicate, and nouns by the particle behind them.
func (l *loader) frame(d *strict.Decoder, n *yaml.Node) *frame {
	f := &frame{}
	str := func(v *yaml.Node) strict.String {
		var s strict.String
		d.Decode(v, &s)
		return s
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, v := n.Content[i], n.Content[i+1]
		name := key.Value
		if k, ok := l.set.grammar.Keys[name]; ok {
			name = k
		}
		switch name {
		case "predicate":
			f.predicate = l.compiled(d, str(v), l.set.compiler.Stems)
		case "is":
			s := str(v)
			t, err := l.set.compiler.Tests(s.Text)
			if err != nil {
				d.FailAt(s.Place, "rule-bad-pattern", s.Text, err)
				continue
			}
			f.is = t
		case "with", "without":
			var list []strict.String
			d.Decode(v, &list)
			for _, s := range list {
				if p := l.pattern(d, s); p != nil && name == "with" {
					f.with = append(f.with, p)
				} else if p != nil {
					f.without = append(f.without, p)
				}
			}
		case "next", "previous":
			if v.Kind != yaml.MappingNode {
				d.Fail(v, "yaml-want-mapping")
				continue
			}
			if name == "next" {
				f.next = l.frame(d, v)
			} else {
				f.previous = l.frame(d, v)
			}
		default:
			sl := slot{particle: key.Value}
			word := strings.TrimPrefix(key.Value, "-")
			sl.absent = word != key.Value
			role, ok := l.set.grammar.RoleOf(l.set.spelling.Fold(word))
			sl.also = l.set.grammar.Also(word)
			if _, size := utf8.DecodeLastRuneInString(word); !ok && !sl.also && l.set.grammar.Also(word[len(word)-size:]) {
				role, ok = l.set.grammar.RoleOf(l.set.spelling.Fold(word[:len(word)-size])) // でも, にも
				sl.both = ok
			}
			if !ok && !sl.also {
				known := append(sortedKeys(l.set.grammar.Keys), frameKeys()...)
				for _, c := range l.set.grammar.Cases() {
					known = append(known, c.Particles[0])
				}
				d.Unknown(key, key.Value, known)
				continue
			}
			sl.role = role
			if sl.pattern = l.pattern(d, str(v)); sl.pattern != nil {
				f.slots = append(f.slots, sl)
			}
		}
	}
	return f
}

// needs works out, for every name, which phrases a sentence must hold one of, and finds names that go in circles.
func (l *loader) needs() {
	state := make([]int, len(l.set.Defs)) // 0 new, 1 being worked on, 2 done
	var visit func(d *Def) bool
	visit = func(d *Def) bool {
		switch state[d.ID] {
		case 1:
			return false
		case 2:
			return true
		}
		state[d.ID] = 1
		d.needLits, d.always = nil, false
		lits := map[int32]bool{}
		add := func(p *pattern.Pattern) (any bool) {
			ls, refs, any := p.Need()
			for _, id := range ls {
				lits[id] = true
			}
			for _, r := range refs {
				o := l.set.Defs[r]
				if !visit(o) {
					l.errs = append(l.errs, lang.Errorf("rule-circle", fmt.Sprintf("%s:%d", d.Path, d.Place.Line), d.Name, o.Name))
					return true
				}
				any = any || o.always
				for _, id := range o.needLits {
					lits[id] = true
				}
			}
			return any
		}
		for _, f := range append(append([]finder(nil), d.find...), d.except...) {
			for _, p := range f.patterns() {
				for _, r := range p.Refs() {
					if !visit(l.set.Defs[r]) {
						l.errs = append(l.errs, lang.Errorf("rule-circle", fmt.Sprintf("%s:%d", d.Path, d.Place.Line), d.Name, l.set.Defs[r].Name))
					}
				}
			}
		}
		for _, f := range d.find {
			if f.pattern != nil {
				d.always = add(f.pattern) || d.always
				continue
			}
			// A frame needs its most telling piece.
			best := true
			for _, p := range f.frame.patterns() {
				if _, _, any := p.Need(); !any {
					if !add(p) {
						best = false
						break
					}
				}
			}
			d.always = d.always || best
		}
		for id := range lits {
			d.needLits = append(d.needLits, id)
		}
		slices.Sort(d.needLits)
		state[d.ID] = 2
		return true
	}
	for _, d := range l.set.Defs {
		visit(d)
	}
}

// patterns are all patterns of a finder.
func (f *finder) patterns() []*pattern.Pattern {
	if f.pattern != nil {
		return []*pattern.Pattern{f.pattern}
	}
	return f.frame.all()
}

// patterns are those of a frame that must match.
func (f *frame) patterns() (out []*pattern.Pattern) {
	if f.predicate != nil {
		out = append(out, f.predicate)
	}
	for _, s := range f.slots {
		if !s.absent {
			out = append(out, s.pattern)
		}
	}
	return append(out, f.with...)
}

func (f *frame) all() (out []*pattern.Pattern) {
	out = append(f.patterns(), f.without...)
	for _, s := range f.slots {
		out = append(out, s.pattern)
	}
	for _, o := range []*frame{f.next, f.previous} {
		if o != nil {
			out = append(out, o.all()...)
		}
	}
	return out
}

// rule compiles one rule.
func (l *loader) rule(d *strict.Decoder, f ruleFile) {
	r := &Rule{
		ID: f.Rule.Text, Title: f.Title, Why: f.Why, Source: f.Source, Message: f.Message.Text, Suggest: said(f.Suggest),
		Related: f.Related.Text, Path: d.Path, Place: f.Rule.Place, Hits: f.Examples.Hit, Misses: f.Examples.Miss,
	}
	if old, ok := l.set.Rule(r.ID); ok {
		d.FailAt(f.Rule.Place, "rule-name-twice", r.ID, fmt.Sprintf("%s:%d", old.Path, old.Place.Line))
		return
	}
	if old, ok := l.set.byName[r.ID]; ok {
		d.FailAt(f.Rule.Place, "rule-name-twice", r.ID, fmt.Sprintf("%s:%d", old.Path, old.Place.Line))
		return
	}
	r.Level = l.level(d, f.Level, Warning)
	r.own = r.Level
	r.where = where{
		channel: l.choices(d, "channel", f.Where.Channel), extent: l.choices(d, "extent", f.Where.Extent),
		mode: l.choices(d, "mode", f.Where.Mode), audience: l.choices(d, "audience", f.Where.Audience),
		in: allOf(d, f.Where.In, places()), notice: oneOf(d, f.Where.Notice, []string{"yes", "no"}),
	}
	r.find, r.except = l.finds(d, f.Find), l.wordings(d, f.Except)
	r.unless, r.lower = l.windows(d, f.Unless), l.windows(d, f.Lower)
	missing := func(p strict.Place, key string, given bool) {
		if !given && p != (strict.Place{}) {
			d.FailAt(p, "rule-needs", r.ID, key)
		}
	}
	if c := f.Count; c != nil {
		missing(c.place, "of", c.Of.Text != "")
		_, limited := c.Most[defaultLimit]
		missing(c.place, "most: default", limited)
		r.count = &count{of: l.refs(d, []strict.String{c.Of}), most: c.Most, adjacent: c.Adjacent == nil || *c.Adjacent}
		if c.Merge.Text != "" {
			r.count.merge = l.refs(d, []strict.String{c.Merge})
		}
	}
	if q := f.Require; q != nil {
		missing(q.place, "act", len(q.Act) > 0)
		r.require = &require{
			act: l.refs(d, q.Act), zone: oneOf(d, q.Zone, zones()), before: l.refs(d, q.Before), after: l.refs(d, q.After), late: l.level(d, q.Late, Off),
			when: l.windows(d, q.When), unless: l.windows(d, q.Unless),
		}
	}
	if t := f.Terms; t != nil {
		r.terms = l.terms(d, t)
	}
	r.measure, r.compare, r.consistent = l.measure(d, r, f.Measure), l.compare(d, r, f.Compare), l.consistent(d, r, f.Consistent)
	f.oneKind(d, r)
	f.fillable(d, r)
	for _, need := range []struct {
		key   string
		given bool
	}{{"title", !f.Title.Empty()}, {"message", !f.Message.Empty()}} {
		missing(f.Rule.Place, need.key, need.given)
	}
	if len(r.Hits) == 0 || len(r.Misses) == 0 {
		d.FailAt(f.Rule.Place, "rule-no-examples", r.ID)
	}
	l.add(r)
}

// add adds a rule in the order of the ids.
func (l *loader) add(r *Rule) {
	l.set.Rules = append(l.set.Rules, r)
	sort.Slice(l.set.Rules, func(i, j int) bool { return l.set.Rules[i].ID < l.set.Rules[j].ID })
}

func (l *loader) finds(d *strict.Decoder, list []findFile) (out []find) {
	for _, e := range list {
		w, ok := l.wording(d, e.what)
		if !ok {
			continue
		}
		fd := find{what: w, level: l.level(d, e.Level, Off), message: e.Message.Text, suggest: said(e.Suggest)}
		for _, p := range w.patterns() {
			fd.refs = append(fd.refs, p.Refs()...)
		}
		fd.when, fd.unless, fd.lower = l.windows(d, e.When), l.windows(d, e.Unless), l.windows(d, e.Lower)
		out = append(out, fd)
	}
	return out
}

func (l *loader) level(d *strict.Decoder, s strict.String, none Level) Level {
	if s.Text == "" {
		return none
	}
	v, ok := ParseLevel(s.Text)
	if !ok {
		d.Unknown(&yaml.Node{Line: s.Line, Column: s.Column}, s.Text, LevelNames())
	}
	return v
}

func (l *loader) choices(d *strict.Decoder, setting string, list []strict.String) []string {
	return allOf(d, list, reply.Choices()[setting])
}

// ref is the name in angle brackets.
func (l *loader) ref(d *strict.Decoder, s strict.String) (int, bool) {
	if s.Place == (strict.Place{}) { // it is missing or could not be read
		return 0, false
	}
	name := strings.TrimSuffix(strings.TrimPrefix(s.Text, "<"), ">")
	def, ok := l.set.byName[name]
	if !ok {
		d.Unknown(&yaml.Node{Line: s.Line, Column: s.Column}, name, l.names())
		return 0, false
	}
	return def.ID, true
}

// names are those of all lists and acts.
func (l *loader) names() (out []string) {
	for _, def := range l.set.Defs {
		out = append(out, def.Name)
	}
	return out
}

func (l *loader) refs(d *strict.Decoder, list []strict.String) (out []int) {
	for _, s := range list {
		if id, ok := l.ref(d, s); ok {
			out = append(out, id)
		}
	}
	return out
}

func (l *loader) windows(d *strict.Decoder, list []windowFile) (out []window) {
	for _, f := range list {
		o := f.options
		w := window{
			place: f.Place, near: l.refs(d, o.Near), same: o.Same.Text, after: o.After, before: o.Before,
			through: l.refs(d, o.Through), skip: allOf(d, o.Skip, reply.Shapes()), aside: l.refs(d, o.Aside), needs: l.refs(d, o.Needs),
			but: l.refs(d, o.But), topics: l.refs(d, o.Topics), in: o.In.Text, shape: allOf(d, o.Shape, places()), mode: allOf(d, o.Mode, reply.Choices()["mode"]), only: l.refs(d, o.For), level: l.level(d, o.Level, Off),
		}
		if w.same != "" && !among(w.same, sides()) {
			d.Unknown(&yaml.Node{Line: o.Same.Line, Column: o.Same.Column}, w.same, sides())
		}
		if w.in != "" && !among(w.in, bodies()) {
			d.Unknown(&yaml.Node{Line: o.In.Line, Column: o.In.Column}, w.in, bodies())
		}
		where := w.same != "" || w.after > 0 || w.before > 0 || w.in != ""
		switch {
		case f.Place == (strict.Place{}):
		case len(o.Near) > 0 && !where:
			d.FailAt(f.Place, "rule-window-where")
		case len(o.Near) == 0 && (where || len(o.Shape)+len(o.Mode) == 0 && o.Predicate.Text == ""):
			d.FailAt(f.Place, "rule-window-what")
		}
		for _, u := range o.Until {
			if strings.HasPrefix(u.Text, "<") {
				if id, ok := l.ref(d, u); ok {
					w.until = append(w.until, bound{ref: id})
				}
				continue
			}
			if known := bounds(); !among(u.Text, known) {
				d.Unknown(&yaml.Node{Line: u.Line, Column: u.Column}, u.Text, known)
			}
			w.until = append(w.until, bound{part: u.Text, ref: -1})
		}
		if o.Predicate.Text != "" {
			t, err := l.set.compiler.Tests(o.Predicate.Text)
			if err != nil {
				d.FailAt(o.Predicate.Place, "rule-bad-pattern", o.Predicate.Text, err)
			}
			w.is = t
		}
		out = append(out, w)
	}
	return out
}
