package pattern_test

import (
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/pattern"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
	"github.com/yorisoi/yorisoi/rules"
)

// ground is what every pattern stands on: the shipped spelling and grammar.
type ground struct {
	spelling *reply.Spelling
	grammar  *clause.Grammar
	reader   *reply.Reader
	parser   *clause.Parser
}

var shipped = sync.OnceValues(func() (*ground, error) {
	spelling, err := fs.ReadFile(rules.FS, "spelling.yaml")
	if err != nil {
		return nil, err
	}
	grammar, err := fs.ReadFile(rules.FS, "grammar.yaml")
	if err != nil {
		return nil, err
	}
	var g ground
	if g.spelling, err = reply.LoadSpelling("spelling.yaml", spelling); err != nil {
		return nil, err
	}
	if g.grammar, err = clause.LoadGrammar("grammar.yaml", grammar, g.spelling.Fold); err != nil {
		return nil, err
	}
	tk, err := token.New(g.grammar.Fixes())
	if err != nil {
		return nil, err
	}
	g.reader = &reply.Reader{Spelling: g.spelling, Tokenizer: tk}
	g.parser = clause.NewParser(g.grammar)
	return &g, nil
})

// world is the shipped ground with a compiler and names of its own.
type world struct {
	*pattern.Compiler
	*ground
	ids   map[string]int
	names []*pattern.Pattern
}

func newWorld(t testing.TB) *world {
	t.Helper()
	g, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	w := &world{ground: g, ids: map[string]int{}}
	alias := map[string]string{}
	for _, names := range []map[string]string{g.grammar.Kinds, g.grammar.Tests} {
		maps.Copy(alias, names)
	}
	w.Compiler = pattern.NewCompiler(pattern.Env{
		Fold: g.spelling.Fold, Tokenize: g.reader.Tokenizer.Tokenize, Parse: g.parser.Parse, Alias: alias, Respected: g.grammar.Respected,
		Ref: func(name string) (int, bool) {
			id, ok := w.ids[name]
			return id, ok
		},
		Refs: func() []string { return slices.Sorted(maps.Keys(w.ids)) },
	}, pattern.NewTables())
	return w
}

func (w *world) compile(t testing.TB, source string) *pattern.Pattern {
	t.Helper()
	p, err := w.Compile(source)
	if err != nil {
		t.Fatalf("%s: %v", source, err)
	}
	return p
}

// define gives a pattern a name.
func (w *world) define(t testing.TB, name, source string) {
	p := w.compile(t, source)
	w.ids[name] = len(w.names)
	w.names = append(w.names, p)
}

// prepare reads one sentence as the linter does. The map of what it gives leads back to s.
func (w *world) prepare(s string) (*pattern.Subject, *reply.Sentence) {
	folded, back := text.Fold(s, nil)
	sn := w.reader.Phrase(folded)
	sn.Map = back.Then(sn.Map)
	sub := w.Prepare(sn.Text, sn.Tokens, w.parser.Parse(sn.Tokens))
	kept := map[int][]pattern.Match{}
	sub.Ref = func(id int) []pattern.Match {
		ms, ok := kept[id]
		if !ok {
			ms = w.names[id].Match(sub)
			kept[id] = ms
		}
		return ms
	}
	return sub, sn
}

// mark puts 〔〕 around what p matches in s.
func (w *world) mark(p *pattern.Pattern, s string) string {
	sub, sn := w.prepare(s)
	var b strings.Builder
	at := 0
	for _, m := range p.Match(sub) {
		if m.From >= m.To {
			b.WriteString("〔nothing〕")
			continue
		}
		sp := sn.Span(text.Span{Start: sn.Tokens[m.From].Start, End: sn.Tokens[m.To-1].End})
		if sp.Start < at {
			b.WriteString("〔" + sp.In(s) + "〕")
			continue
		}
		b.WriteString(s[at:sp.Start] + "〔" + sp.In(s) + "〕")
		at = sp.End
	}
	return b.String() + s[at:]
}

// TestMatches runs the examples of testdata/matches.txt, which say what the language means.
func TestMatches(t *testing.T) {
	b, err := os.ReadFile("testdata/matches.txt")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	var p *pattern.Pattern
	lines := strings.Split(string(b), "\n")
	for i, line := range lines {
		name, source, defines := strings.Cut(line, "> = ")
		switch s := strings.TrimSpace(line); {
		case s == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(s, "known: "):
		case defines:
			w.define(t, strings.TrimPrefix(name, "<"), source)
		case !strings.HasPrefix(line, "\t"):
			p = w.compile(t, line)
		default:
			bug, wrong := strings.CutPrefix(strings.TrimSpace(lines[i+1]), "known: ")
			t.Run(p.Source+"/"+s, func(t *testing.T) {
				got := w.mark(p, strings.NewReplacer("〔", "", "〕", "").Replace(s))
				switch {
				case got == s && wrong:
					t.Errorf("comes out right now; take out the line %q", "known: "+bug)
				case got != s && wrong:
					t.Skipf("known: %s; got %s", bug, got)
				case got != s:
					t.Errorf("got %s", got)
				}
			})
		}
	}
}

// A word of a list is met in any form and polarity, by its words alone, without its endings.
func TestWord(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct{ word, want string }{
		{"誤る", "番号を〔誤り〕ませんでした。"},
		{"誤る", "番号を〔誤っ〕たためです。"},
		{"誤り", "〔誤り〕ではございません。"},
		{"返金", "ご〔返金〕しません。"},
		{"見落とす", "番号を〔見落とし〕ていました。"},
		{"ポート", "サポートします。"},
	} {
		p, err := w.Word(c.word)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.mark(p, strings.NewReplacer("〔", "", "〕", "").Replace(c.want)); got != c.want {
			t.Errorf("%s: got %s, want %s", c.word, got, c.want)
		}
	}
	if _, err := w.Word(""); err == nil {
		t.Error("an empty word compiles")
	}
}

// Stems match the words of a predicate, whatever its endings say, unless they are asked for.
func TestStems(t *testing.T) {
	w := newWorld(t)
	for source, want := range map[string]string{
		"対応できない":     "電話でも〔対応〕できます。",
		"(誤る|間違える)":  "番号を〔間違え〕ないでください。",
		"誤る:過去":      "番号を〔誤りました〕。",
		"<名詞> を? 送る": "〔見本を送り〕ません。",
	} {
		p, err := w.Stems(source)
		if err != nil {
			t.Fatal(err)
		}
		if got := w.mark(p, strings.NewReplacer("〔", "", "〕", "").Replace(want)); got != want {
			t.Errorf("%s: got %s, want %s", source, got, want)
		}
	}
}

// Ends and Inside match within a stretch of the sentence only.
func TestWithin(t *testing.T) {
	w := newWorld(t)
	p := w.compile(t, "弊社 の? 設定")
	sub, sn := w.prepare("弊社の設定とお客様の端末です。")
	n := 0
	for n < len(sn.Tokens) && sn.Tokens[n].Text != "設定" {
		n++
	}
	for _, c := range []struct {
		what string
		got  bool
		want bool
	}{
		{"ends at its last word", p.Ends(sub, 0, n+1), true},
		{"ends behind its last word", p.Ends(sub, 0, n+2), false},
		{"ends, cut off in front", p.Ends(sub, 1, n+1), false},
		{"inside the whole", p.Inside(sub, 0, len(sn.Tokens)), true},
		{"inside, cut off behind", p.Inside(sub, 0, n), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %v", c.what, c.got)
		}
	}
}

// No match holds another, also where an optional piece at the end makes one longer.
func TestMatchesDoNotNest(t *testing.T) {
	w := newWorld(t)
	if got, want := w.mark(w.compile(t, "返金 (の 返金)?"), "返金の返金です。"), "〔返金の返金〕です。"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// The names and phrases a sentence must hold are known before matching, and sentences without them are never matched.
func TestNeed(t *testing.T) {
	w := newWorld(t)
	w.define(t, "品物", "(時計|かばん)")
	for _, c := range []struct {
		source          string
		lits, refs      int
		any             bool
		without, within string
	}{
		{"返金 は できない", 1, 0, false, "返品はできません。", "返金はできません。"},
		{"(返金|交換) …", 2, 0, false, "返品です。", "交換です。"},
		{"<品物> を 壊す", 1, 0, false, "時計です。", "時計を壊しました。"},
		{"<品物>", 0, 1, false, "", ""},
		{"(返金)? 届く", 2, 0, false, "返金です。", "荷物が届きました。"},
		{"<名詞> <助詞>", 0, 0, true, "", ""},
	} {
		p := w.compile(t, c.source)
		lits, refs, any := p.Need()
		if any != c.any || !any && (len(lits) != c.lits || len(refs) != c.refs) {
			t.Errorf("%s: needs %d phrases, %d names, any %v", c.source, len(lits), len(refs), any)
		}
		if len(lits) > 0 {
			no, _ := w.prepare(c.without)
			yes, _ := w.prepare(c.within)
			if no.Holds(lits) || !yes.Holds(lits) || len(p.Match(yes)) == 0 {
				t.Errorf("%s: holds in %q %v, in %q %v", c.source, c.without, no.Holds(lits), c.within, yes.Holds(lits))
			}
		}
	}
}
