package reply_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/yorisoi/yorisoi/lint/clause"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
	"github.com/yorisoi/yorisoi/rules"
)

var update = flag.Bool("update", false, "write what Read gives today into testdata")

// The files in testdata show how replies are taken apart. NAME.txt is a reply as it lies on disk, settings in its front
// matter; NAME.want is what Read makes of it: what the whole is, then one line for every sentence, in reading order,
//
//	part/shape  p1 a1 t1 d1  text
//
// with its paragraph, answer, turn and depth of quotation where they are not 0, and the text as it was written: ⏎ for a
// line end, ⟨kind …⟩ around what is masked. The customer's message, given apart, comes first.
func TestRepliesAreTakenApart(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatal("no goldens", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) { goldens(t, path) })
	}
}

var invisible = strings.NewReplacer("␠", " ", "␍", "\r")

func goldens(t *testing.T, path string) {
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := map[string]string{}
	for _, f := range a.Files {
		if _, twice := file[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		file[f.Name] = string(f.Data)
	}
	var out []txtar.File
	for _, f := range a.Files {
		name, ok := strings.CutSuffix(f.Name, ".txt")
		if !ok {
			if _, owned := file[strings.TrimSuffix(f.Name, filepath.Ext(f.Name))+".txt"]; !owned {
				t.Errorf("%s belongs to no reply", f.Name)
			}
			continue
		}
		want := file[name+".want"]
		t.Run(name, func(t *testing.T) {
			got := show(t, read(t, f.Name, invisible.Replace(string(f.Data))))
			if *update {
				want = got
			}
			expect(t, got, want)
		})
		out = append(out, f, txtar.File{Name: name + ".want", Data: []byte(want)})
	}
	if *update {
		a.Files = out
		if err := os.WriteFile(path, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func expect(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// reader is the one that ships.
var reader = sync.OnceValue(func() *reply.Reader {
	load := func(name string) (string, []byte) {
		b, err := fs.ReadFile(rules.FS, name)
		if err != nil {
			panic(err)
		}
		return name, b
	}
	rd := &reply.Reader{}
	var err error
	if rd.Cues, err = reply.LoadCues(load("reply.yaml")); err != nil {
		panic(err)
	}
	if rd.Spelling, err = reply.LoadSpelling(load("spelling.yaml")); err != nil {
		panic(err)
	}
	name, data := load("grammar.yaml")
	grammar, err := clause.LoadGrammar(name, data, rd.Spelling.Fold)
	if err != nil {
		panic(err)
	}
	if rd.Tokenizer, err = token.New(grammar.Fixes()); err != nil {
		panic(err)
	}
	return rd
})

// read reads a file of one reply, and checks what must hold for every document.
func read(t testing.TB, name, s string) *reply.Document {
	t.Helper()
	items, err := input.Read(text.NewFile(name, []byte(s)))
	if err != nil {
		t.Fatal(err)
	}
	m := items[0].Meta
	settings := reply.Settings{Channel: m.Channel.Text, Extent: m.Extent.Text, Mode: m.Mode.Text, Audience: m.Audience.Text, Inquiry: m.Inquiry}
	d := reader().Read(items[0], settings.Or(reply.Defaults()))
	sound(t, d)
	return d
}

// show writes a document as the goldens have it.
func show(t testing.TB, d *reply.Document) string {
	var b strings.Builder
	b.WriteString(d.Settings.Extent + " " + d.Settings.Channel)
	if d.Notice {
		b.WriteString(" notice")
	}
	if d.Transcript {
		b.WriteString(" transcript")
	}
	b.WriteByte('\n')
	for _, s := range inOrder(d) {
		var where []string
		for _, n := range []struct {
			letter string
			value  int
		}{{"p", s.Paragraph}, {"a", s.Answer}, {"t", s.Turn}, {"d", s.Depth}} {
			if n.value != 0 {
				where = append(where, fmt.Sprint(n.letter, n.value))
			}
		}
		fmt.Fprintf(&b, "%-18s %-8s %s\n", string(s.Part)+"/"+string(s.Shape), strings.Join(where, " "), asWritten(t, d, s))
	}
	return b.String()
}

// inOrder is every sentence of d as one reads it: the message given apart, then the reply from top to bottom.
func inOrder(d *reply.Document) []*reply.Sentence {
	all := slices.Concat(d.Inquiry, d.Sentences, d.Quoted)
	slices.SortStableFunc(all, func(a, b *reply.Sentence) int { return whole(a).Start - whole(b).Start })
	return all
}

// whole is the place of s in its item. A sentence of a message given apart has none and stands at -1.
func whole(s *reply.Sentence) text.Span {
	if raw, exact := s.Map.Raw(text.Span{End: len(s.Text)}); exact || !raw.Empty() {
		return raw
	}
	return text.Span{Start: -1, End: -1}
}

// asWritten is what s was written as, ⏎ for line ends, with its masks.
func asWritten(t testing.TB, d *reply.Document, s *reply.Sentence) string {
	all := whole(s)
	if all.Start < 0 {
		return s.Text
	}
	const standIn = string(token.StandIn)
	var b strings.Builder
	for _, m := range s.Masks {
		if !strings.HasPrefix(s.Text[min(m.At, len(s.Text)):], standIn) {
			t.Errorf("%q: no stand-in for the mask %+v", s.Text, m)
			continue
		}
		raw := s.Span(text.Span{Start: m.At, End: m.At + len(standIn)})
		b.WriteString(text.Span{Start: all.Start, End: raw.Start}.In(d.Item.Text))
		fmt.Fprintf(&b, "⟨%s %s⟩", m.Kind, raw.In(d.Item.Text))
		all.Start = raw.End
	}
	b.WriteString(all.In(d.Item.Text))
	return strings.NewReplacer("\r", "␍", "\n", "⏎").Replace(b.String())
}
