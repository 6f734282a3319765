package rule_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

var update = flag.Bool("update", false, "write what comes out into testdata")

// ground is a folder of rules that holds what every rule stands on, and files besides.
func ground(t testing.TB, files map[string]string) fs.FS {
	t.Helper()
	folder := fstest.MapFS{}
	for _, name := range []string{"grammar.yaml", "reply.yaml", "spelling.yaml", "values.yaml"} {
		b, err := fs.ReadFile(rules.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: b}
	}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: []byte(data)}
	}
	return folder
}

// wordings are the names that the tests' rules speak of.
const wordings = `
lists:
  断り: [できない, 承りかねる]
  代案: [できる, 承る]
words:
  言葉: [返金, 交換]
`

// complete gives every rule in a file the keys that a test leaves out because they do not matter there.
func complete(file string) string {
	docs := strings.Split(strings.TrimSuffix(file, "\n"), "\n---\n")
	for i, d := range docs {
		if strings.HasPrefix(d, "rule:") && !strings.Contains(d, "\ntitle:") && !strings.Contains(d, "as it stands") {
			d += "\ntitle: {ja: 題}\nexamples: {hit: [返金します。], miss: [交換します。]}"
			if !strings.Contains(d, "\nmessage:") {
				d += "\nmessage: {ja: \"「{match}」\"}"
			}
			docs[i] = d
		}
	}
	return strings.Join(docs, "\n---\n") + "\n"
}

// sections gives the files of an archive by name.
func sections(a *txtar.Archive) map[string]string {
	m := map[string]string{}
	for _, f := range a.Files {
		m[f.Name] = string(f.Data)
	}
	return m
}

// rewrite writes an archive back with wanted texts behind what they are wanted of.
func rewrite(t *testing.T, path string, a *txtar.Archive, of, ext string, want map[string]string) {
	t.Helper()
	out := &txtar.Archive{Comment: a.Comment}
	for _, f := range a.Files {
		name, ok := strings.CutSuffix(f.Name, of)
		if _, ours := want[strings.TrimSuffix(f.Name, ext)]; ours && filepath.Ext(f.Name) == ext {
			continue
		}
		out.Files = append(out.Files, f)
		if ok {
			out.Files = append(out.Files, txtar.File{Name: name + ext, Data: []byte(want[name])})
		}
	}
	if err := os.WriteFile(path, txtar.Format(out), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestErrors(t *testing.T) {
	const path = "testdata/errors.txtar"
	a, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := sections(a)
	want := map[string]string{}
	for _, f := range a.Files {
		name, ok := strings.CutSuffix(f.Name, ".yaml")
		if !ok {
			continue
		}
		want[name] = file[name+".want"]
		t.Run(name, func(t *testing.T) {
			got := "loads\n"
			if _, err := rule.Load(ground(t, map[string]string{"wordings.yaml": wordings}), rule.Source{Path: "team.yaml", Data: []byte(complete(string(f.Data)))}); err != nil {
				got = lang.ErrorIn(err, lang.EN) + "\n"
			}
			if *update {
				want[name] = got
			} else if got != want[name] {
				t.Errorf("got\n%swant\n%s", got, want[name])
			}
		})
	}
	if *update {
		rewrite(t, path, a, ".yaml", ".want", want)
	}
}
