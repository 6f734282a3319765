package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The gallery of inputs: in every file the refusal is found where its README says, and nowhere else.
func TestGallery(t *testing.T) {
	t.Chdir("../../testdata/inputs")
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"check", "--lang", "en", "--rule", "bare-refusal", "--format", "json", "."}, nil, &out, &errs); status != exitFindings {
		t.Fatal(status, errs.String())
	}
	var report struct {
		Findings []struct {
			Path, Key, Text string
			Start, End      struct{ Line, Column, Offset int }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	found := map[string]bool{}
	for _, f := range report.Findings {
		found[f.Path] = true
		name := f.Path
		if f.Key != "" {
			name += "#" + f.Key
		}
		fmt.Fprintf(&list, "%s  %d:%d-%d:%d  bytes %d-%d  %s\n", name, f.Start.Line, f.Start.Column, f.End.Line, f.End.Column, f.Start.Offset, f.End.Offset, f.Text)
	}
	b, err := os.ReadFile("README")
	if err != nil {
		t.Fatal(err)
	}
	const mark = "\n----\n"
	head, old, _ := strings.Cut(string(b), mark)
	if want := list.String(); *update {
		if err := os.WriteFile("README", []byte(strings.TrimRight(head, "\n")+"\n"+mark+want), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if old != want {
		t.Errorf("README is out of date; go test ./cmd/yorisoi -run Gallery -update writes it\ngot:\n%s", want)
	}
	err = filepath.WalkDir(".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && filepath.Ext(p) != "" && !strings.HasPrefix(e.Name(), ".") && !found[filepath.ToSlash(p)] {
			t.Errorf("nothing is found in %s", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
