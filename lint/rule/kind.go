package rule

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
)

// kinds are the judgements a rule file asks for. A rule makes one.
func (f *ruleFile) kinds() (names []string) {
	for _, k := range []struct {
		name  string
		given bool
	}{
		{"find", len(f.Find) > 0}, {"count", f.Count != nil}, {"require", f.Require != nil}, {"terms", f.Terms != nil},
		{"measure", f.Measure != nil}, {"compare", f.Compare != nil},
		{"consistent", f.Consistent != nil},
	} {
		if k.given {
			names = append(names, k.name)
		}
	}
	return names
}

// oneKind notes that a rule makes no judgement, or several, or has conditions that its judgement does not look at.
func (f *ruleFile) oneKind(d *strict.Decoder, r *Rule) {
	id := r.ID
	kinds := f.kinds()
	switch {
	case len(kinds) == 0:
		d.FailAt(f.Rule.Place, "rule-says-nothing", id)
		return
	case len(kinds) > 1:
		d.FailAt(f.Rule.Place, "rule-two-kinds", id, strings.Join(kinds, ", "))
		return
	case r.windowed():
		return
	}
	var at []strict.Place
	for _, w := range f.Except {
		at = append(at, w.text.Place)
	}
	for _, w := range slices.Concat(f.Unless, f.Lower) {
		at = append(at, w.Place)
	}
	if len(at) > 0 {
		d.FailAt(at[0], "rule-finds-nothing", id)
	}
}

// values are the names that the messages of a rule may have filled in, by the kind of judgement. What stands in the related
// places may also be told by their number.
func (r *Rule) values() []string {
	names := []string{"match"}
	switch r.Kind() {
	case "find":
		return append(names, "after", "before")
	case "count":
		return append(names, "count", "most", "total")
	case "terms":
		return append(names, "term", "gloss", "gloss.en")
	case "measure":
		for _, u := range units() {
			names = append(names, u, "most-"+u)
		}
	case "compare":
		if r.windowed() {
			return append(names, "thing", "given")
		}
		return append(names, "words")
	case "consistent":
		return append(names, "other", "count", "total", "thing")
	}
	return names
}

// blank is a place in a text that a value is to be filled into. Two braces are somebody else's placeholder.
var blank = regexp.MustCompile(`\{+([^{}\s]*)\}+`)

// blanks notes the blanks of a text for which there is no value.
func (p *phrase) blanks(d *strict.Decoder, known []string) {
	for _, t := range p.each {
		for _, at := range blank.FindAllStringSubmatchIndex(t.Text, -1) {
			name := t.Text[at[2]:at[3]]
			if at[2]-at[0] > 1 || at[1]-at[3] > 1 || slices.Contains(known, name) {
				continue
			}
			place := d.In(t.Place, utf8.RuneCountInString(t.Text[:at[0]]))
			if near := strict.Nearest(name, known); near != "" {
				d.FailAt(place, "rule-no-value-near", name, near)
			} else {
				d.FailAt(place, "rule-no-value", name, strings.Join(known, "}, {"))
			}
		}
	}
}

// fillable notes what the texts of a rule want filled in that a rule of its kind does not know.
func (f *ruleFile) fillable(d *strict.Decoder, r *Rule) {
	known := r.values()
	f.Message.blanks(d, known)
	for i := range f.Suggest {
		f.Suggest[i].blanks(d, known)
	}
	f.Related.blanks(d, append(known, "n"))
	blanksOf(d, f.Find, known)
}

// blanksOf does the same for the texts of single wordings.
func blanksOf(d *strict.Decoder, finds []findFile, known []string) {
	for i := range finds {
		finds[i].Message.blanks(d, known)
		for k := range finds[i].Suggest {
			finds[i].Suggest[k].blanks(d, known)
		}
	}
}

// said are the texts of phrases.
func said(list []phrase) (out []lang.Text) {
	for _, p := range list {
		out = append(out, p.Text)
	}
	return out
}
