package rule

import (
	"fmt"
	"slices"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// The words that conditions are made of.
func sides() []string  { return []string{"before", "after", "any"} }
func bodies() []string { return []string{"reply", "inquiry", "quoted"} }
func bounds() []string { return []string{"closing", "heading", "paragraph", "turn", "answer"} }

// Vocabulary is what stands in the places of rule files and configurations where not every word may: levels, the names of
// rules, and so on.
func (s *Set) Vocabulary() map[string][]string {
	v := map[string][]string{
		"level": LevelNames(), "term-level": termLevels(), "limit": limitKeys(), "rule": s.IDs(),
		"side": sides(), "body": bodies(), "bound": bounds(), "shape": reply.Shapes(), "part": places(),
		"notice": {"yes", "no"}, "zone": zones(), "measured": measured(), "unit": units(), "value-kind": s.valueNames(), "thing": s.things(), "thing-or-all": append([]string{allFacts}, s.things()...), "quota": append(limitKeys(), units()...),
	}
	for name, choices := range reply.Choices() {
		v[name] = choices
	}
	for _, d := range s.Defs {
		if d.Name != termRef {
			v["name"] = append(v["name"], d.Name)
		}
	}
	slices.Sort(v["name"])
	for _, key := range frameKeys() {
		names := []string{key}
		for alias, k := range s.grammar.Keys {
			if k == key {
				names = append(names, alias)
			}
		}
		slices.Sort(names)
		v["frame-"+key] = names
	}
	return v
}

// Schema describes the rule files that a team may write.
func Schema(set *Set, l lang.Lang) strict.Schema {
	g := &strict.Generator{Vocabulary: set.Vocabulary(), Lang: l}
	return g.Document("yorisoi rules", ruleFile{}, actFile{}, extendFile{}, extendRuleFile{}, extendThingFile{}, listFile{}, termFile{}, thingsFile{})
}

// frameKeys are the keys of a frame besides particles.
func frameKeys() []string { return []string{"predicate", "is", "with", "without", "next", "previous"} }

// frameFile stands for a frame, which is read key by key.
type frameFile struct{}

// Schema takes the keys of frames, and particles, which are written in hiragana.
func (frameFile) Schema(g *strict.Generator) strict.Schema {
	properties := map[string]any{}
	for _, key := range frameKeys() {
		s := strict.Text()
		switch key {
		case "with", "without":
			s = strict.Several(s)
		case "next", "previous":
			s = strict.Schema{"allOf": []strict.Schema{g.Of(frameFile{})}}
		}
		s["description"] = g.Describe("frame", key)
		for _, name := range g.Vocabulary["frame-"+key] {
			properties[name] = s
		}
	}
	const first, last = '\u3041', '\u3096' // of hiragana
	return strict.Schema{
		"type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1,
		"patternProperties": map[string]any{fmt.Sprintf("^-?[%c-%c]+$", first, last): strict.Text()},
	}
}

// Schema takes a text as a pattern and a mapping as a frame.
func (wording) Schema(g *strict.Generator) strict.Schema {
	return strict.Either(strict.Text(), g.Of(frameFile{}))
}

// Schema takes a text as a pattern, a frame, and a mapping as one of these with conditions.
func (findFile) Schema(g *strict.Generator) strict.Schema {
	return strict.Either(strict.Text(), g.Object(findOptions{}), g.Of(frameFile{}))
}

// Schema is that of its keys.
func (windowFile) Schema(g *strict.Generator) strict.Schema { return g.Object(windowOptions{}) }

// Schema takes a text, a list of texts, or a mapping with a text under "reply" or a list under "replies".
func (Example) Schema(g *strict.Generator) strict.Schema {
	one := g.Object(exampleFile{})
	one["oneOf"] = []strict.Schema{{"required": []string{"reply"}}, {"required": []string{"replies"}}}
	return strict.Either(strict.Text(), strict.Schema{"type": "array", "items": strict.Text()}, one)
}

// Schema takes a text, or one in each language.
func (phrase) Schema(g *strict.Generator) strict.Schema {
	return g.Of(lang.Text{})
}

// Schema takes a number, or a mapping of channel, mode or unit (or "default") to a number.
func (quota) Schema(g *strict.Generator) strict.Schema {
	n := g.Of(strict.Int{})
	return strict.Either(n, strict.Schema{"type": "object", "propertyNames": g.Words("quota"), "additionalProperties": n})
}

// Schema asks for one of the two kinds of lists.
func (listFile) Schema(g *strict.Generator) strict.Schema {
	s := g.Object(listFile{})
	s["anyOf"] = []strict.Schema{{"required": []string{"words"}}, {"required": []string{"lists"}}}
	return s
}

// Schema leaves rules to [extendRuleFile].
func (extendFile) Schema(g *strict.Generator) strict.Schema {
	return extends(g.Object(extendFile{}), slices.Concat(g.Vocabulary["rule"], g.Vocabulary["thing"]))
}

// Schema leaves lists and acts to [extendFile].
func (extendRuleFile) Schema(g *strict.Generator) strict.Schema {
	return extends(g.Object(extendRuleFile{}), slices.Concat(g.Vocabulary["name"], g.Vocabulary["thing"]))
}

// Schema leaves lists, acts and rules to [extendFile] and [extendRuleFile].
func (extendThingFile) Schema(g *strict.Generator) strict.Schema {
	return extends(g.Object(extendThingFile{}), slices.Concat(g.Vocabulary["name"], g.Vocabulary["rule"]))
}

// extends keeps a description of extensions from names of another kind, and asks for something that is added or changed.
// Names that are not known may be a team's own.
func extends(s strict.Schema, others []string) strict.Schema {
	s["not"] = strict.Schema{"properties": strict.Schema{"extend": strict.Schema{"enum": others}}}
	var some []strict.Schema
	for _, key := range sortedKeys(s["properties"].(map[string]any)) {
		if key != "version" && key != "extend" && key != "examples" {
			some = append(some, strict.Schema{"required": []string{key}})
		}
	}
	s["anyOf"] = some
	return s
}
