package input

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

const fence = "---"

// readPlain reads a text as one reply, behind its front matter if it has one.
func readPlain(f *text.File) ([]*Item, error) {
	it := &Item{File: f}
	start := 0
	if yaml, body, ok := frontMatter(f); ok {
		// Blank lines in place of what stands before keep the line numbers of errors right.
		if err := strict.Read(f.Path, []byte("\n"+yaml), &it.Meta); err != nil {
			return nil, err
		}
		start = body
	}
	if strings.TrimSpace(f.Text[start:]) == "" {
		return nil, lang.Errorf("input-empty", f.Path)
	}
	it.Text, it.Map = f.Text[start:], text.Identity(start, len(f.Text)-start)
	return []*Item{it}, nil
}

// frontMatter finds a block of YAML between two lines of "---" at the top of f, and where the text behind it begins.
// A rule line at the top of a letter is no front matter: the block must look like "name: value".
func frontMatter(f *text.File) (yaml string, body int, ok bool) {
	first, _ := f.Line(1)
	if strings.TrimRight(first, " ") != fence {
		return "", 0, false
	}
	_, top := f.Line(2)
	for n := 2; n <= f.Lines(); n++ {
		line, span := f.Line(n)
		if strings.TrimRight(line, " ") == fence {
			yaml = f.Text[top.Start:span.Start]
			_, next := f.Line(n + 1)
			return yaml, next.Start, looksLikeKeys(yaml)
		}
	}
	return "", 0, false
}

func looksLikeKeys(yaml string) bool {
	for line := range strings.Lines(yaml) {
		key, _, ok := strings.Cut(line, ":")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		return ok && key != "" && !strings.ContainsFunc(key, func(r rune) bool { return r > 0x7f || r == ' ' })
	}
	return false
}
