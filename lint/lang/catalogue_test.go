package lang_test

import (
	"os"
	"slices"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/lang"
)

// catalogue is every message as YAML has it.
func catalogue(t testing.TB) map[string]lang.Text {
	t.Helper()
	b, err := os.ReadFile("messages.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]lang.Text{}
	if err := yaml.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

// Messages that are read one by one say what they say in the file as a whole.
func TestOneByOne(t *testing.T) {
	all := catalogue(t)
	for name, want := range all {
		if got, ok := lang.Find(name); !ok || got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if names := lang.Names(); len(names) != len(all) || !slices.Contains(names, "unknown-name") {
		t.Errorf("%d messages, want %d", len(names), len(all))
	}
	if _, ok := lang.Find("no-such-message"); ok || lang.Known("ja") {
		t.Error("there are messages that there are not")
	}
}
