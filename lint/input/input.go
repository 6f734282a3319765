// Package input finds the replies in a file. Plain mail is one reply; a YAML file may hold hundreds.
//
// What leaves this package is an [Item]: readable text, and a map from every byte of it to the file it came
// from. No later stage looks at the file again.
package input

import (
	"path/filepath"
	"sort"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
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
}

// Name tells the reply from others: the path of its file and, where that holds several, its key.
func (it *Item) Name() string {
	if it.Key == "" {
		return it.File.Path
	}
	return it.File.Path + "#" + it.Key
}

// Span gives the place in the file (in bytes of File.Text) of a span of the item's text, and whether it is exact.
func (it *Item) Span(s text.Span) (text.Span, bool) { return it.Map.Raw(s) }

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

// Format reads one kind of file.
type Format struct {
	Name       string
	Extensions []string
	read       func(f *text.File) ([]*Item, error)
}

// Formats are the kinds of file that hold replies.
func Formats() []Format {
	return []Format{
		{"text", []string{".txt", ".text", ".md", ".markdown"}, readPlain},
		{"yaml", []string{".yaml", ".yml"}, readYAML},
	}
}

// Extensions are the file name extensions by which a folder is searched for replies.
func Extensions() []string {
	var all []string
	for _, f := range Formats() {
		all = append(all, f.Extensions...)
	}
	sort.Strings(all)
	return all
}

// Known reports whether the name of a file says that it may hold replies.
func Known(path string) bool {
	_, ok := formatOf(path)
	return ok
}

func formatOf(path string) (Format, bool) {
	ext := strings.ToLower(filepath.Ext(path))
	for _, f := range Formats() {
		for _, e := range f.Extensions {
			if e == ext {
				return f, true
			}
		}
	}
	return Format{}, false
}

// Read finds the replies in f. A file whose name says nothing is read as plain text. The error, if any, names the
// file and says what to do.
func Read(f *text.File) ([]*Item, error) {
	if err := Readable(f); err != nil {
		return nil, err
	}
	format, ok := formatOf(f.Path)
	if !ok {
		format = Formats()[0]
	}
	return format.read(f)
}

// Readable reports, with what to do about it, that f is empty, no text, or not UTF-8.
func Readable(f *text.File) error {
	if len(strings.TrimSpace(f.Text)) == 0 {
		return lang.Errorf("input-empty", f.Path)
	}
	if i := strings.IndexByte(f.Text, 0); i >= 0 {
		return lang.Errorf("input-binary", f.Path, f.Position(i).Line)
	}
	if at, bad := f.Invalid(); bad {
		p := f.Position(at)
		return lang.Errorf("input-not-utf8", f.Path, p.Line, p.Rune)
	}
	return nil
}
