package lint_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// All wording is data: what yorisoi says stands in lint/lang/messages.yaml, what it looks for under rules. In Go, tests
// aside, no string may hold a letter of the Japanese scripts, written as such or escaped. Comments may; so may marks
// (「」、〓ー), which are structure; and a character may be named by its code point ('\u30a2'), as the bound of a range.
func TestNoWordingInGo(t *testing.T) {
	files := 0
	for _, root := range []string{"../cmd", "../lint", "../rules"} {
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files++
			found, err := wordings(path, nil)
			for _, f := range found {
				t.Errorf("%s; move the wording to lint/lang/messages.yaml or to a file under rules", f)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 40 {
		t.Errorf("only %d files were looked at", files)
	}
}

// wordings gives the literals with letters of the Japanese scripts in a Go file, each with its place.
func wordings(path string, src any) (out []string, err error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	ast.Inspect(f, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING && lit.Kind != token.CHAR {
			return true
		}
		s := lit.Value
		if lit.Kind == token.STRING {
			s, _ = strconv.Unquote(s) // the parser has let it pass
		}
		japanese := func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) }
		if strings.ContainsFunc(s, japanese) {
			out = append(out, fmt.Sprintf("%s: %s", set.Position(lit.Pos()), lit.Value))
		}
		return true
	})
	return out, nil
}

func TestWordingsAreFound(t *testing.T) {
	got, err := wordings("a.go", "package a\n\n// できません\nvar a, b = \"\\u3067きません\", `返\n金`\n\nconst c, d, e, f = 'ｱ', '〓', \"「」、ー\", '\\u30a2' // 木\n")
	want := []string{"a.go:4:12: \"\\u3067きません\"", "a.go:4:34: `返\n金`", "a.go:7:20: 'ｱ'"}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, want %q (%v)", got, want, err)
	}
}
