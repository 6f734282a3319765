package lsp

import (
	"encoding/json"
	"slices"

	"github.com/yorisoi/yorisoi/lint/config"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
)

// schema is the description of a kind of YAML file.
type schema struct{ root map[string]any }

// schemaOf is that of configurations or of rule files.
func schemaOf(k kind, set *rule.Set, l lang.Lang) (schema, error) {
	var of any = rule.Schema(set, l)
	if k == settings {
		of = config.Schema(set, l)
	}
	data, err := json.Marshal(of)
	if err != nil {
		return schema{}, err
	}
	var s schema
	return s, json.Unmarshal(data, &s.root)
}

// at gives what may stand at the end of a path, of which the mappings have, besides, the keys given for the last one.
func (s schema) at(path, above []string) []map[string]any {
	here := s.open(s.root)
	for i, key := range path {
		var next []map[string]any
		for _, o := range here {
			next = append(next, s.open(value(o, key))...)
		}
		if i == len(path)-1 || len(next) > 0 {
			here = next
		}
	}
	return slices.DeleteFunc(here, func(o map[string]any) bool {
		properties, _ := o["properties"].(map[string]any)
		return properties != nil && slices.ContainsFunc(above, func(k string) bool { return value(o, k) == nil })
	})
}

// value describes the value of a key of an object.
func value(o map[string]any, key string) map[string]any {
	properties, _ := o["properties"].(map[string]any)
	if v, ok := properties[key].(map[string]any); ok {
		return v
	}
	v, _ := o["additionalProperties"].(map[string]any)
	return v
}

// open gives the alternatives of a description: one value may stand for a list of them.
func (s schema) open(o map[string]any) (out []map[string]any) {
	if o == nil {
		return nil
	}
	if ref, ok := o["$ref"].(string); ok {
		defs, _ := s.root["$defs"].(map[string]any)
		def, _ := defs[ref[len("#/$defs/"):]].(map[string]any)
		return s.open(def)
	}
	if items, ok := o["items"].(map[string]any); ok {
		return s.open(items)
	}
	_, object := o["properties"]
	if !object {
		for _, of := range []string{"anyOf", "allOf"} {
			list, _ := o[of].([]any)
			for _, x := range list {
				if m, ok := x.(map[string]any); ok {
					out = append(out, s.open(m)...)
				}
			}
		}
	}
	if out == nil {
		out = append(out, o)
	}
	return out
}

// keys are the keys that objects may have, with what they are for.
func keys(list []map[string]any) map[string]string {
	out := map[string]string{}
	for _, o := range list {
		properties, _ := o["properties"].(map[string]any)
		for k, v := range properties {
			d, _ := v.(map[string]any)
			text, _ := d["description"].(string)
			out[k] = text
		}
	}
	return out
}

// words are the values that may be chosen from.
func words(list []map[string]any) (out []string) {
	for _, o := range list {
		enum, _ := o["enum"].([]any)
		for _, w := range enum {
			if s, ok := w.(string); ok && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
		if t, _ := o["type"].(string); t == "boolean" {
			out = append(out, "true", "false")
		}
	}
	return out
}

// describe says what a key at the end of a path is for.
func (s schema) describe(path []string) string {
	if len(path) == 0 {
		return ""
	}
	last := path[len(path)-1]
	for _, o := range s.at(path[:len(path)-1], nil) {
		properties, _ := o["properties"].(map[string]any)
		v, _ := properties[last].(map[string]any)
		if text, _ := v["description"].(string); text != "" {
			return text
		}
	}
	return ""
}
