package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/rules"
)

// schema is what the command prints, after it has been compared with the copy in the folder schema.
func schema(t *testing.T, kind string) *jsonschema.Schema {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), []string{"schema", "--lang", "ja", kind}, nil, &out, &errs); status != exitClean {
		t.Fatal(errs.String())
	}
	path := "../../schema/" + kind + ".json"
	if *update {
		if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if committed, err := os.ReadFile(path); err != nil || !bytes.Equal(committed, out.Bytes()) {
		t.Errorf("schema/%s.json is out of date; go test ./cmd/yorisoi -update writes it (%v)", kind, err)
	}
	doc, err := jsonschema.UnmarshalJSON(&out)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertVocabs()
	if err := c.AddResource(kind, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(kind)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// valid validates every document of a YAML file.
func valid(t *testing.T, s *jsonschema.Schema, data []byte) error {
	t.Helper()
	var errs []error
	for dec := yaml.NewDecoder(bytes.NewReader(data)); ; {
		var v any
		err := dec.Decode(&v)
		if errors.Is(err, io.EOF) {
			return errors.Join(errs...)
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		errs = append(errs, s.Validate(doc))
	}
}

// Every rule file that is shipped is as the schema says, but those that a team does not write.
func TestSchemaTakesShippedRules(t *testing.T) {
	s := schema(t, "rule")
	err := fs.WalkDir(rules.FS, ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(p) != ".yaml" || p == "grammar.yaml" || p == "reply.yaml" || p == "spelling.yaml" || p == "values.yaml" || path.Dir(p) == "upkeep" {
			return err
		}
		data, err := fs.ReadFile(rules.FS, p)
		if err == nil {
			if verr := valid(t, s, data); verr != nil {
				t.Errorf("%s: %v", p, verr)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What the schema takes, yorisoi takes; what it refuses, yorisoi refuses.
func TestSchemaAgrees(t *testing.T) {
	loader := config.NewLoader(rules.FS, nil)
	load := map[string]func(path string) error{
		"rule": func(path string) error {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			_, err = rule.Load(rules.FS, rule.Source{Path: path, Data: data})
			return err
		},
		"config": func(path string) error {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, config.Name), data, 0o666); err != nil {
				t.Fatal(err)
			}
			_, err = loader.For(filepath.Join(dir, "reply.txt"))
			return err
		},
	}
	for kind, load := range load {
		s := schema(t, kind)
		for _, part := range []string{"good", "bad"} {
			paths, err := filepath.Glob("../../testdata/schema/" + kind + "/" + part + "/*.yaml")
			if err != nil || len(paths) == 0 {
				t.Fatal(kind, part, err)
			}
			for _, path := range paths {
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				verr, lerr := valid(t, s, data), load(path)
				if part == "good" && (verr != nil || lerr != nil) {
					t.Errorf("%s: %v\n%v", path, verr, lerr)
				}
				if part == "bad" && verr == nil {
					t.Errorf("%s: the schema takes it", path)
				}
				if part == "bad" && lerr == nil {
					t.Errorf("%s: yorisoi takes it", path)
				}
			}
		}
	}
}

// The configuration in the READMEs is one, but for the rules of its own.
func TestReadmeConfiguration(t *testing.T) {
	s := schema(t, "config")
	for _, path := range []string{"../../README.md", "../../README.ja.md"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		m := regexp.MustCompile("(?s)```yaml\n(# " + regexp.QuoteMeta(config.Name) + "\n.*?)```").FindSubmatch(data)
		if m == nil {
			t.Fatal(path, "shows no configuration")
		}
		if err := valid(t, s, m[1]); err != nil {
			t.Error(path, err)
		}
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, config.Name), bytes.Replace(m[1], []byte("rule-files: [team]"), nil, 1), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := config.NewLoader(rules.FS, nil).For(filepath.Join(dir, "reply.txt")); err != nil {
			t.Error(path, err)
		}
	}
}

// Every message that describes a key describes one.
func TestSchemaMessages(t *testing.T) {
	set, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	for _, s := range schemas() {
		b, err := json.Marshal(s(set, lang.EN))
		if err != nil {
			t.Fatal(err)
		}
		said.Write(b)
	}
	for _, name := range lang.Names() {
		text, _ := lang.Find(name)
		if !strings.HasPrefix(name, "schema-") {
			continue
		}
		b, err := json.Marshal(text.EN)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(said.String(), string(b)) {
			t.Errorf("%s describes nothing", name)
		}
	}
}
