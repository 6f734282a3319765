package strict

import (
	"reflect"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
)

// Schema is a JSON Schema (draft 2020-12).
type Schema map[string]any

// Describer is a type that reads itself ([Unmarshaler]) and therefore must say itself what it takes.
type Describer interface {
	Schema(g *Generator) Schema
}

// Generator describes what [Decoder.Decode] takes, from the same types that it reads into. Struct fields say more in a tag
// "schema": the vocabulary of their values, or of their keys and values ("audience=term-level"); a "?" behind it lets other
// values be; ",required" what must not be missing.
type Generator struct {
	Vocabulary map[string][]string
	Lang       lang.Lang
	defs       map[string]any
}

// Document describes a file whose documents are each of the type of one of the values.
func (g *Generator) Document(title string, values ...any) Schema {
	g.defs = map[string]any{}
	var kinds []any
	for _, v := range values {
		kinds = append(kinds, g.Of(v))
	}
	s := Schema{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, "$defs": g.defs}
	if len(kinds) == 1 {
		for k, v := range kinds[0].(Schema) {
			s[k] = v
		}
		return s
	}
	s["anyOf"] = kinds
	return s
}

// Of describes the type of a value.
func (g *Generator) Of(v any) Schema { return g.typ(reflect.TypeOf(v), "") }

// Text is any single value: strict reads numbers as texts, too.
func Text() Schema { return Schema{"type": []string{"string", "number", "boolean"}} }

// Words is one of the words of a vocabulary.
func (g *Generator) Words(vocabulary string) Schema {
	name, open := strings.CutSuffix(vocabulary, "?")
	words, ok := g.Vocabulary[name]
	if !ok {
		panic("strict: no vocabulary " + name)
	}
	switch {
	case open && len(words) == 0:
		return Text()
	case open:
		return Either(Schema{"enum": words}, Text())
	}
	return Schema{"enum": words}
}

// Either is one schema or another.
func Either(list ...Schema) Schema { return Schema{"anyOf": list} }

// Several is one value or a list of them.
func Several(item Schema) Schema { return Either(item, Schema{"type": "array", "items": item}) }

var describer = reflect.TypeFor[Describer]()

func (g *Generator) typ(t reflect.Type, vocabulary string) Schema {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(describer) {
		return g.named(t, func() Schema { return reflect.New(t).Interface().(Describer).Schema(g) })
	}
	switch t.Kind() {
	case reflect.Struct:
		if t == reflect.TypeFor[String]() {
			return g.text(vocabulary)
		}
		if t == reflect.TypeFor[lang.Text]() {
			return Either(Text(), g.named(t, func() Schema { return g.structure(t) }))
		}
		return g.named(t, func() Schema { return g.structure(t) })
	case reflect.Map:
		keys, values, two := strings.Cut(vocabulary, "=")
		if !two {
			values = ""
		}
		s := Schema{"type": "object", "additionalProperties": g.typ(t.Elem(), values)}
		if keys != "" {
			s["propertyNames"] = g.Words(keys)
		}
		return s
	case reflect.Slice:
		return Several(g.typ(t.Elem(), vocabulary))
	case reflect.String:
		return g.text(vocabulary)
	case reflect.Int:
		return Schema{"type": "integer"}
	case reflect.Bool:
		return Schema{"type": "boolean"}
	}
	panic("strict: cannot describe " + t.String())
}

func (g *Generator) text(vocabulary string) Schema {
	if vocabulary == "" {
		return Text()
	}
	return g.Words(vocabulary)
}

// named puts the description of a type that has a name under $defs, once, and refers to it.
func (g *Generator) named(t reflect.Type, describe func() Schema) Schema {
	name := nameOf(t)
	if _, ok := g.defs[name]; !ok {
		g.defs[name] = nil // it may refer to itself
		g.defs[name] = describe()
	}
	return Schema{"$ref": "#/$defs/" + name}
}

// nameOf is what a type is called: findFile and findOptions are two sides of one find.
func nameOf(t reflect.Type) string {
	name := t.Name()
	for _, end := range []string{"File", "Options", "Keys"} {
		name = strings.TrimSuffix(name, end)
	}
	return strings.ToLower(name)
}

// Object describes a struct that is read key by key.
func (g *Generator) Object(v any) Schema { return g.structure(reflect.TypeOf(v)) }

func (g *Generator) structure(t reflect.Type) Schema {
	properties, required := map[string]any{}, []string{}
	g.fields(t, nameOf(t), properties, &required)
	s := Schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func (g *Generator) fields(t reflect.Type, name string, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		key, opts, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		vocabulary, must, _ := strings.Cut(f.Tag.Get("schema"), ",")
		switch {
		case opts == "inline":
			g.fields(f.Type, name, properties, required)
			continue
		case key == "" || key == "-":
			continue
		case must == "required":
			*required = append(*required, key)
		}
		s := g.typ(f.Type, vocabulary)
		if _, ok := s["$ref"]; ok {
			s = Schema{"allOf": []Schema{s}}
		}
		s["description"] = g.Describe(name, key)
		properties[key] = s
	}
	slices.Sort(*required)
}

// Describe says what a key is for: the message schema-TYPE-KEY, or schema-KEY where it means the same everywhere.
func (g *Generator) Describe(typ, key string) string {
	for _, name := range []string{"schema-" + typ + "-" + key, "schema-" + key} {
		if lang.Known(name) {
			return lang.Say(name).In(g.Lang)
		}
	}
	panic("strict: no message schema-" + strings.ToLower(typ) + "-" + key + " or schema-" + key)
}
