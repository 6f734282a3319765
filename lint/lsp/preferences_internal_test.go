package lsp

import (
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// The extension for VS Code has the settings that the server reads, no more and no less, each described in both languages.
func TestExtensionSettings(t *testing.T) {
	read := func(name string, to any) {
		data, err := os.ReadFile("../../editors/vscode/" + name)
		if err == nil {
			err = json.Unmarshal(data, to)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	var manifest struct {
		Contributes struct {
			Configuration struct {
				Properties map[string]struct {
					Default             any
					MarkdownDescription string
				}
			}
		}
	}
	read("package.json", &manifest)
	said := map[string]map[string]string{"package.nls.json": {}, "package.nls.ja.json": {}}
	for name := range said {
		m := map[string]string{}
		read(name, &m)
		said[name] = m
	}
	values := map[string]any{}
	for name, p := range manifest.Contributes.Configuration.Properties {
		key := strings.TrimPrefix(name, section+".")
		for file, m := range said {
			if m[strings.Trim(p.MarkdownDescription, "%")] == "" {
				t.Errorf("%s does not describe %s", file, name)
			}
		}
		if !slices.Contains(ofClient, strings.Split(key, ".")[0]) {
			values[key] = p.Default
		}
	}
	raw, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	p := defaults()
	if wrong := p.read(raw, ""); wrong != nil {
		t.Errorf("the server does not take the settings as they are by default: %v", wrong)
	}
	p.Levels, p.Rules, p.Disable, p.RuleFiles = nil, nil, nil, nil
	if !reflect.DeepEqual(p, defaults()) {
		t.Errorf("with the settings as they are by default: %+v", p)
	}
	known := reflect.TypeFor[preferences]()
	for i := range known.NumField() {
		if name := known.Field(i).Tag.Get("json"); values[name] == nil {
			t.Errorf("the extension has no setting %s.%s", section, name)
		}
	}
}
