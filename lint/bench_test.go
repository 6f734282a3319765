package lint_test

import (
	"context"
	"io/fs"
	"os"
	"testing"

	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/rules"
)

// What every run pays before the first reply is read; and what it would pay without the image of the rules.
func BenchmarkLoadRules(b *testing.B) {
	for name, folder := range map[string]fs.FS{"image": rules.FS, "files": withoutImage} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rule.Load(folder); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What an editor pays at a keystroke: one draft, checked anew.
func BenchmarkCheckDraft(b *testing.B) {
	const draft = "../testdata/replies/drafts/refund.txt"
	data, err := os.ReadFile(draft)
	if err != nil {
		b.Fatal(err)
	}
	l := shipped(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		l.Check(context.Background(), text.NewFile(draft, data))
	}
}
