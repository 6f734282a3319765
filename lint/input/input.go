// Package input finds the replies in a file. Plain mail is one reply; a YAML file may hold hundreds.
//
// What leaves this package is an [Item]: readable text, and a map from every byte of it to the file it came
// from. No later stage looks at the file again.
package input

import (
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Item is one reply.
type Item struct {
	File *text.File
	Key  string // which reply of the file (JSON pointer); empty for a whole file
	Text string
	Map  text.Map // Text → File.Text
	Meta Meta     // what the file itself says about the reply

	// Branch is 0, but for what a template says under other conditions: the same reply, written as it is sent then.
	Branch int

	escapes []written // how text is written in its place in the file, the innermost first
}

// Name tells the reply from others: the path of its file and, where that holds several, its key.
func (it *Item) Name() string {
	if it.Key == "" {
		return it.File.Path
	}
	return it.File.Path + "#" + it.Key
}

// written writes s as the format of a file has it; false if it cannot.
type written func(s string) (string, bool)

// Span gives the place in the file (in bytes of File.Text) of a span of the item's text, and whether it is exact.
func (it *Item) Span(s text.Span) (text.Span, bool) { return it.Map.Raw(s) }

// Edit is the edit of the file that puts s in place of a span of the item's text. It reports false where that cannot be written
// exactly: where the span begins or ends inside something that stands for another text, or s has no form in the format.
func (it *Item) Edit(span text.Span, s string) (text.Edit, bool) {
	at, exact := it.Span(span)
	if !exact {
		return text.Edit{}, false
	}
	for _, e := range it.escapes {
		var ok bool
		if s, ok = e(s); !ok {
			return text.Edit{}, false
		}
	}
	return text.Edit{Span: at, New: s}, true
}

// Meta is what a file may say about a reply it holds: in the front matter of a text, or beside it in a
// YAML list. Empty fields say nothing.
type Meta struct {
	ID       string        `yaml:"id"`
	Title    string        `yaml:"title"`
	Channel  strict.String `yaml:"channel"`
	Extent   strict.String `yaml:"extent"`
	Mode     strict.String `yaml:"mode"`
	Audience strict.String `yaml:"audience"`
	Inquiry  string        `yaml:"inquiry"`
	Labels   `yaml:",inline"`
}

// Settings are what the file says of how the reply is to be judged, by name.
func (m *Meta) Settings() map[string]strict.String {
	return map[string]strict.String{"channel": m.Channel, "extent": m.Extent, "mode": m.Mode, "audience": m.Audience}
}

// Labels say which findings a person expects in a reply. They make a file a test of the rules and play no
// part in checking it.
type Labels struct {
	Expect *[]Expect `yaml:"expect"` // nil: nobody has labelled this reply
	Near   []string  `yaml:"near"`   // rules that the reply tempts to fire wrongly
	Note   string    `yaml:"note"`
}

// Expect is one expected finding.
type Expect struct {
	Rule  strict.String `yaml:"rule"`
	At    strict.String `yaml:"at"`    // text inside the sentence it points at; empty for findings about the whole reply
	Nth   int           `yaml:"nth"`   // which occurrence of At, from 1
	Level string        `yaml:"level"` // empty: the rule's own level
}
