package rule

import (
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Level says how bad a finding is.
type Level int

// The levels. Off is that of a rule that is switched off.
const (
	Off Level = iota
	Info
	Warning
	Error
)

var levelNames = []string{"off", "info", "warning", "error"}

// String is the name of the level.
func (l Level) String() string { return levelNames[l] }

// ParseLevel finds the level of a name.
func ParseLevel(name string) (Level, bool) {
	for i, n := range levelNames {
		if n == name {
			return Level(i), true
		}
	}
	return Off, false
}

// LevelNames are the names of the levels, the mildest first.
func LevelNames() []string { return append([]string(nil), levelNames...) }

// Finding is one thing a rule has to say about a reply. It is complete when it is made: nothing is filled in later.
type Finding struct {
	Rule        *Rule
	Item        *input.Item
	Span        text.Span // bytes of Item.File.Text
	Sentence    text.Span // of the sentence it stands in, likewise
	Said        string    // the sentence as the reply has it, whatever the form of the file
	Marked      text.Span // of Said: what Span marks
	Level       Level
	Message     lang.Text
	Suggestions []Suggestion
	Related     []Related
}

// Words are what the finding marks, as the reply has them.
func (f *Finding) Words() string { return f.Marked.In(f.Said) }

// Suggestion is advice on how to write it instead. Edit, if not nil, writes it.
type Suggestion struct {
	Message lang.Text
	Edit    *text.Edit
}

// Related is another place that the finding is about.
type Related struct {
	Item    *input.Item // the reply it stands in; never nil, and often the finding's own
	Span    text.Span   // bytes of Item.File.Text
	Message lang.Text
}
