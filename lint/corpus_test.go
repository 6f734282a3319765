package lint_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

var update = flag.Bool("update", false, "write what was measured in place of what is expected")

const replies = "../testdata/replies"

// shipped is a linter with the shipped rules as their files say, whether or not the image has been written anew.
func shipped(t testing.TB) *lint.Linter {
	t.Helper()
	set, err := rule.Load(withoutImage)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lint.New(set, lint.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// files are the sources below the folders of testdata/replies.
func files(t testing.TB, folders ...string) (out []lint.Source) {
	t.Helper()
	for _, folder := range folders {
		paths, err := filepath.Glob(filepath.Join(replies, folder, "*"))
		if err != nil || len(paths) == 0 {
			t.Fatal(folder, err)
		}
		for _, p := range paths {
			out = append(out, lint.Source{Path: folder + "/" + filepath.Base(p), Open: func() (*text.File, error) {
				b, err := os.ReadFile(p)
				return text.NewFile(folder+"/"+filepath.Base(p), b), err
			}})
		}
	}
	return out
}

// Every example of every shipped act and rule comes out as it says.
func TestExamples(t *testing.T) {
	for _, m := range lint.Examples(shipped(t).Set()) {
		t.Error(m.In(lang.EN))
	}
}

// Every labelled reply is judged. What was measured stands in testdata/replies/scores.txt: any difference from it, for
// better or worse, must be looked at and taken over with -update. Of the replies that nobody may look at while the rules
// are worked on (unseen), only the counts are kept.
func TestCorpus(t *testing.T) {
	l := shipped(t)
	var b strings.Builder
	for _, part := range []struct {
		name    string
		folders []string
		details bool
	}{{"seen", []string{"drafts", "seen"}, true}, {"unseen", []string{"unseen"}, false}} {
		score, err := l.Score(files(t, part.folders...))
		if err != nil {
			t.Fatal(lang.ErrorIn(err, lang.EN))
		}
		fmt.Fprintf(&b, "%s: %d replies\n%-20s %4s %4s %4s %6s %6s %6s\n", part.name, score.Replies, "", "TP", "FP", "FN", "P", "R", "F1")
		for _, s := range score.Rules {
			fmt.Fprintf(&b, "%-20s %4d %4d %4d %6.3f %6.3f %6.3f\n", s.Rule, s.Hit, s.False, s.Missed, s.Precision(), s.Recall(), s.F1())
			// What compares replies is no matter of one; what nobody has labelled among the unseen ones is not measured there.
			if r, _ := l.Rule(s.Rule); s.Hit == 0 && !r.Compares() && (part.details || s.Missed > 0) {
				t.Errorf("%s: no finding of %s was expected and made", part.name, s.Rule)
			}
		}
		if part.details {
			b.WriteString("\n")
			for _, m := range score.Misses {
				fmt.Fprintln(&b, m.In(lang.EN))
			}
		}
		b.WriteString("\n")
	}
	got := strings.TrimRight(b.String(), "\n") + "\n"
	t.Log("\n" + got)
	golden(t, filepath.Join(replies, "scores.txt"), got)
}

// golden compares got with a file, or writes it there.
func golden(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	w, g := strings.Split(string(want), "\n"), strings.Split(got, "\n")
	in := func(list []string, s string) bool {
		for _, l := range list {
			if l == s {
				return true
			}
		}
		return false
	}
	for _, s := range w {
		if !in(g, s) {
			t.Errorf("%s: was: %s", path, s)
		}
	}
	for _, s := range g {
		if !in(w, s) {
			t.Errorf("%s: now: %s", path, s)
		}
	}
}
