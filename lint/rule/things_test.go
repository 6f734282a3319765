package rule_test

import (
	"os"
	"testing"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
)

// The examples of things say which texts give a value and which values are the same however they are written.
func TestThings(t *testing.T) {
	data, err := os.ReadFile("testdata/things.yaml")
	if err != nil {
		t.Fatal(err)
	}
	set, err := rule.Load(ground(t, nil), rule.Source{Path: "testdata/things.yaml", Data: data})
	if err != nil {
		t.Fatal(lang.ErrorIn(err, lang.EN))
	}
	if n := lint.CountExamples(set); n < 80 {
		t.Errorf("only %d examples were read", n)
	}
	for _, m := range lint.Examples(set) {
		t.Error(m.In(lang.EN))
	}
}
