package lang_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
)

var place = regexp.MustCompile(`\{\d\}`)

// Every message says the same things in both languages.
func TestBothLanguagesHaveTheSamePlaces(t *testing.T) {
	for name, text := range catalogue(t) {
		if text.JA == "" || text.EN == "" {
			t.Errorf("%s is not said in both languages", name)
		}
		ja, en := place.FindAllString(text.JA, -1), place.FindAllString(text.EN, -1)
		slices.Sort(ja)
		slices.Sort(en)
		if !slices.Equal(slices.Compact(ja), slices.Compact(en)) {
			t.Errorf("%s: the places differ: %v and %v", name, ja, en)
		}
	}
}

// Every message that code names stands in the catalogue, and every message of the catalogue is named somewhere.
func TestMessagesAreKnownAndUsed(t *testing.T) {
	call := regexp.MustCompile(`(?:Say|Errorf|Fail|FailAt|fail|is|help|flag|say|examples|until)\((?:[^"()]*(?:\([^()]*\))?[^"()]*,\s*)?"([a-z][a-z0-9-]+)"`)
	bare := regexp.MustCompile(`"([a-z]+-[a-z0-9-]+)"`)
	used := map[string]bool{}
	err := filepath.WalkDir("../..", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, m := range call.FindAllStringSubmatch(string(b), -1) {
			used[m[1]], used["help-"+m[1]], used["flag-"+m[1]] = true, true, true
		}
		for _, m := range bare.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range reply.Choices() { // so is the flag of each setting
		used["flag-"+name] = true
	}
	named := func(name string) bool {
		for _, family := range []string{"level-", "part-", "shape-", "extent-", "usage-", "schema-", "bound-", "not-same-", "why-where-", "mask-", "source-", "zone-", "measure-", "unit-"} { // completed at run time
			if strings.HasPrefix(name, family) {
				return true
			}
		}
		return used[name]
	}
	for name := range catalogue(t) {
		if !named(name) {
			t.Errorf("nothing says %q", name)
		}
	}
}

func TestErrorsSpeakBothLanguages(t *testing.T) {
	cause := lang.Errorf("file-missing", "a.txt")
	err := errors.Join(lang.Errorf("cannot-read", "b.txt", cause), errors.New("plain"))
	ja, en := lang.ErrorIn(err, lang.JA), lang.ErrorIn(err, lang.EN)
	if !strings.Contains(ja, "a.txt: ファイルがありません") || !strings.Contains(ja, "\nplain") {
		t.Errorf("in Japanese: %s", ja)
	}
	if !strings.Contains(en, "a.txt: there is no such file") {
		t.Errorf("in English: %s", en)
	}
	var e *lang.Error
	if !errors.As(err, &e) || !errors.Is(e, cause) {
		t.Error("the cause is lost")
	}
}
