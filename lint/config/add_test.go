package config_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/text"
)

// A value is added in the form the list has, and nothing else is touched.
func TestAdd(t *testing.T) {
	for _, c := range []struct{ name, before, value, after string }{
		{"no file", "", "クラウド便", "products:\n  - クラウド便\n"},
		{"no key", "version: 1 # one", "クラウド便", "version: 1 # one\nproducts:\n  - クラウド便\n"},
		{"flow", "products: [a, b] # ours\n", "c", "products: [c, a, b] # ours\n"},
		{"empty flow", "products: []\n", "c", "products: [c]\n"},
		{"block", "products:\n  # ours\n  - a\n  - b\nmode: draft\n", "c", "products:\n  # ours\n  - c\n  - a\n  - b\nmode: draft\n"},
		{"block, not indented", "products:\r\n- a\r\n", "c", "products:\r\n- c\r\n- a\r\n"},
		{"nothing yet", "products: # none yet\nmode: draft\n", "c", "products: [c] # none yet\nmode: draft\n"},
		{"no word", "products: []\n", "{{name}}", "products: [\"{{name}}\"]\n"},
		{"a number", "products: []\n", "5", "products: [\"5\"]\n"},
		{"a comma", "products: [a]\n", "b, \"c\" <d>", "products: [\"b, \\\"c\\\" <d>\", a]\n"},
	} {
		e, ok := config.Add(text.Plain(config.Name, c.before), "products", c.value)
		if got := text.Plain("", c.before).Edited(e).Text; !ok || got != c.after {
			t.Errorf("%s: got %v %q, want %q", c.name, ok, got, c.after)
		}
	}
	for name, before := range map[string]string{
		"there already": "products: [c]\n", "one value": "products: a\n", "a mapping": "products: {a: b}\n", "no YAML": "products: [\n",
		"written in braces": "{products: [a]}\n", "an anchor": "products: &p [a]\n", "another": "products: *p\n",
	} {
		if e, ok := config.Add(text.Plain(config.Name, before), "products", "c"); ok {
			t.Errorf("%s: got %+v", name, e)
		}
	}
}

// Whatever is added to whatever file, the file stays YAML and holds it.
func FuzzAdd(f *testing.F) {
	for _, s := range []string{"", "products:\n", "products: [a]", "products:\n  - a\n", "a: b\r\n", "# x", "---\nproducts: [a]\n...\n", "products: [\n a,\n b]", "mode: |\n  x"} {
		f.Add(s, "クラウド便")
		f.Add(s, "- {a}\t\"'#")
	}
	f.Fuzz(func(t *testing.T, before, value string) {
		if !utf8.ValidString(before+value) || value == "" {
			return
		}
		e, ok := config.Add(text.Plain(config.Name, before), "products", value)
		if !ok {
			return
		}
		var got struct {
			Products []string `yaml:"products"`
		}
		after := text.Plain("", before).Edited(e).Text
		if err := yaml.Unmarshal([]byte(after), &got); err != nil || len(got.Products) == 0 || got.Products[0] != value && !strings.Contains(value, "\ufeff") {
			t.Errorf("%q: got %q, %v %q", before, after, err, got.Products)
		}
	})
}
