package lang

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"sync"

	"gopkg.in/yaml.v3"
)

//go:embed messages.yaml
var messages string

// blocks is the YAML of every message by its name. A run says few of them: only those are read.
var blocks = sync.OnceValue(func() map[string]string {
	out := make(map[string]string, len(messages)/128)
	name, from := "", 0
	for at := 0; at < len(messages); {
		end := at + strings.IndexByte(messages[at:], '\n') + 1
		if end == at {
			end = len(messages)
		}
		line := messages[at:end]
		if key, _, ok := strings.Cut(line, ":"); ok && line[0] != ' ' && line[0] != '#' {
			out[name] = messages[from:at]
			name, from = key, at
		}
		at = end
	}
	out[name] = messages[from:]
	delete(out, "")
	return out
})

// Find is the text of a message. ok is false if there is none of that name.
func Find(name string) (t Text, ok bool) {
	b, ok := blocks()[name]
	if !ok {
		return Text{}, false
	}
	_, b, _ = strings.Cut(b, ":")
	if t, ok := simple(b); ok {
		return t, true
	}
	if err := yaml.Unmarshal([]byte(b), &t); err != nil {
		panic("lang: messages.yaml: " + name + ": " + err.Error())
	}
	return t, true
}

// Known reports whether there is a message of that name.
func Known(name string) bool {
	_, ok := blocks()[name]
	return ok
}

// Names are the names of all messages.
func Names() []string { return slices.Sorted(maps.Keys(blocks())) }

// simple reads what nearly all messages look like: ja: "…" and en: "…", on lines of their own or in braces.
func simple(b string) (t Text, ok bool) {
	rest := strings.TrimSpace(b)
	inside := strings.HasPrefix(rest, "{")
	rest = strings.TrimPrefix(rest, "{")
	for _, f := range []struct {
		key string
		to  *string
	}{{"ja: \"", &t.JA}, {"en: \"", &t.EN}} {
		if rest, ok = strings.CutPrefix(strings.TrimLeft(rest, " \n"), f.key); !ok {
			return Text{}, false
		}
		end := closing(rest)
		if end < 0 || strings.Contains(rest[:end], "\n") {
			return Text{}, false
		}
		if *f.to, ok = unescaped(rest[:end]); !ok {
			return Text{}, false
		}
		rest = rest[end+1:]
		if inside {
			rest = strings.TrimPrefix(rest, ",")
		}
	}
	if inside {
		rest, ok = strings.CutPrefix(rest, "}")
	}
	return t, ok && comments(rest)
}

// closing is where the quotation mark stands that ends a text, or -1.
func closing(s string) int {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}

// unescaped is a text without its escapes; ok is false if there are any but the usual.
func unescaped(s string) (string, bool) {
	if !strings.Contains(s, "\\") {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case '"', '\\':
			b.WriteByte(s[i])
		default:
			return "", false
		}
	}
	return b.String(), true
}

// comments reports whether nothing but comments stands in s.
func comments(s string) bool {
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}
