// Package reply knows what a Japanese support reply is made of: salutation, greeting, self-introduction, body,
// closing, signature, quotation, chat turns; headings, lists, notes; lines broken for their length; sentences.
//
// It turns an [input.Item] into a [Document], whose sentences carry one spelling of the text, the words in it, and
// the map back to what the agent wrote. What the parts look like is data ([Cues]); this package knows only how
// they stand to each other.
package reply

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Part is the place of a sentence in the reply.
type Part string

// The parts of a reply. Customer and Quote are not the reply's own words.
const (
	Header       Part = "header" // subject and other fields above the letter
	Salutation   Part = "salutation"
	Greeting     Part = "greeting"
	Introduction Part = "introduction"
	Body         Part = "body"
	Closing      Part = "closing"
	Signature    Part = "signature"
	Quote        Part = "quote"
	Customer     Part = "customer"
)

// Shape is how a sentence is set.
type Shape string

// The shapes.
const (
	Prose   Shape = "prose"
	List    Shape = "list"
	Heading Shape = "heading"
	Note    Shape = "note"
)

// Parts are all parts of a reply, by name.
func Parts() []string {
	return texts(Header, Salutation, Greeting, Introduction, Body, Closing, Signature, Quote, Customer)
}

// Shapes are all shapes of a sentence, by name.
func Shapes() []string { return texts(Prose, List, Heading, Note) }

func texts[T ~string](list ...T) (out []string) {
	for _, x := range list {
		out = append(out, string(x))
	}
	return out
}

// Settings say how a reply is to be judged. The zero value means: an e-mail draft to a general reader, whose
// extent is decided from the text.
type Settings struct {
	Channel  string // email, chat
	Extent   string // auto, complete, fragment
	Mode     string // draft, canned, incident
	Audience string // general, business, technical
	Inquiry  string // the customer's message, if it is known
	Names    *Names // may be nil
}

// Names are what a team calls its own things. They are met letter by letter, but for their width, and not read as words.
type Names struct {
	Products     []string
	Placeholders []string
	Terms        []Term
	Customers    []string // how chats name the customer who speaks
	Us           []string // and one of us
}

// Term is a word that a team has chosen, and those it does not use for the same thing.
type Term struct {
	Use string
	Not []string
}

// The values of settings.
const (
	Email, Chat                = "email", "chat"
	Auto, Complete, Fragment   = "auto", "complete", "fragment"
	Draft, Canned, Incident    = "draft", "canned", "incident"
	General, Business, Technic = "general", "business", "technical"
)

// Choices are the values each setting may have, the default first.
func Choices() map[string][]string {
	return map[string][]string{
		"channel":  {Email, Chat},
		"extent":   {Auto, Complete, Fragment},
		"mode":     {Draft, Canned, Incident},
		"audience": {General, Business, Technic},
	}
}

// All gives the settings that have choices, by name, in the order they are shown in.
func (s *Settings) All() iter.Seq2[string, *string] {
	return func(yield func(string, *string) bool) {
		_ = yield("channel", &s.Channel) && yield("extent", &s.Extent) && yield("mode", &s.Mode) && yield("audience", &s.Audience)
	}
}

// Get is the value of the setting of that name, or empty.
func (s Settings) Get(name string) string {
	for n, v := range s.All() {
		if n == name {
			return *v
		}
	}
	return ""
}

// Or fills what s leaves empty from o.
func (s Settings) Or(o Settings) Settings {
	for name, v := range s.All() {
		*v = cmp.Or(*v, o.Get(name))
	}
	s.Inquiry = cmp.Or(s.Inquiry, o.Inquiry)
	s.Names = cmp.Or(s.Names, o.Names)
	return s
}

// Document is a reply taken apart.
type Document struct {
	Item     *input.Item
	Settings Settings // with defaults filled in; Extent is never Auto

	Sentences []*Sentence // the reply's own words, signature included, in reading order
	Inquiry   []*Sentence // the customer's words: given, or a chat's customer turns
	Quoted    []*Sentence // quoted mail: the customer's words or earlier ones of ours

	Notice     bool // a letter to everybody that answers nobody's inquiry
	Transcript bool // a chat with speakers
}

// Sentence is one sentence, or one line that is none (heading, list item, salutation).
type Sentence struct {
	Index     int // in the slice that holds it
	Part      Part
	Shape     Shape
	Paragraph int // counts up at blank lines
	Answer    int // counts up where quoted text stands between two stretches of the reply
	Turn      int // chat: which message
	Depth     int // of a quotation, from 1

	Text   string   // one spelling, masks in place of quotations and the like
	Map    text.Map // Text → Item.Text; empty for an inquiry given apart
	Masks  []Mask
	Tokens []token.Token
}

// Placeholder is the kind of a mask that is filled in later.
const Placeholder = "placeholder"

// Mask is a stretch of a sentence that must not be read as words; [token.StandIn] stands in its place.
type Mask struct {
	Kind string // url, mail, code, placeholder, product, ui, path, quote
	At   int    // byte of Sentence.Text
	Text string // what stood there, in ordinary width
}

// Own reports whether the sentence is judged at all.
func (s *Sentence) Own() bool {
	switch s.Part {
	case Header, Signature, Quote, Customer:
		return false
	}
	return true
}

// First is the sentence that findings about the whole reply point at: the first of the body, or of what there is.
func (d *Document) First() *Sentence {
	var first *Sentence
	for _, s := range d.Sentences {
		if !s.Own() {
			continue
		}
		if s.Part == Body {
			return s
		}
		if first == nil || first.Part == Salutation {
			first = s
		}
	}
	return first
}

// Span is the place in the item's text of a span of s.
func (s *Sentence) Span(sp text.Span) text.Span {
	raw, _ := s.Map.Raw(sp)
	return raw
}

// Defaults are the first of each setting's choices.
func Defaults() Settings {
	var s Settings
	for name, v := range s.All() {
		*v = Choices()[name][0]
	}
	return s
}

// CheckSetting reports a value that is none of the setting's choices. An empty one says nothing and is fine.
func CheckSetting(name, value string) *lang.Error {
	known := Choices()[name]
	if value == "" || slices.Contains(known, value) {
		return nil
	}
	near := any("")
	if n := strict.Nearest(value, known); n != "" {
		near = lang.Say("did-you-mean", n)
	}
	return lang.Errorf("bad-choice", value, name, strings.Join(known, ", "), near)
}
