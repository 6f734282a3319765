package lint_test

import (
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

// What a sentence lacks spares most patterns, and never a finding.
func TestNothingIsSparedThatMatters(t *testing.T) {
	sparing, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	exhaustive, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	exhaustive.Exhaustive()
	n := 0
	for k, s := range files(t, "drafts", "seen") {
		f, items := read(t, s)
		for i, it := range items {
			if testing.Short() && (i+k)%10 > 0 {
				continue
			}
			want, got := accounts(exhaustive, it, false), accounts(sparing, it, false)
			if want != got {
				t.Fatalf("%s %s: exhaustive\n%s\nsparing\n%s", f.Path, it.Key, want, got)
			}
			n += strings.Count(want, "\n")
		}
	}
	if n < 500 {
		t.Errorf("only %d lines were compared", n)
	}
}
