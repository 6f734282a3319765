// Package lang holds what yorisoi itself says, in Japanese and in English. The wording is data, in
// messages.yaml; code names a message and gives it values.
package lang

import (
	"errors"
	"fmt"
	"strings"
)

// Lang is a language yorisoi speaks.
type Lang string

// The languages. Japanese comes first everywhere: it is what support agents read.
const (
	JA Lang = "ja"
	EN Lang = "en"
)

// Text is one thing said in both languages.
type Text struct {
	JA string `yaml:"ja"`
	EN string `yaml:"en"`
}

// In is the text in l, or in the other language where l has none.
func (t Text) In(l Lang) string {
	if l == EN && t.EN != "" || t.JA == "" {
		return t.EN
	}
	return t.JA
}

// Empty reports whether nothing is said in any language.
func (t Text) Empty() bool { return t.JA == "" && t.EN == "" }

// Message is a named message with its values: what an error says, or a line of output.
type Message struct {
	Name string
	Args []any
}

// Say makes a message. The name must stand in messages.yaml; values fill the places {0}, {1} … of its text.
func Say(name string, args ...any) Message { return Message{name, args} }

// In is the message in l. Values that have a text in l of their own (errors, messages, [Text]s) are said in l.
func (m Message) In(l Lang) string {
	t, _ := Find(m.Name)
	s := t.In(l)
	if s == "" {
		s = m.Name
	}
	if len(m.Args) == 0 {
		return s
	}
	pairs := make([]string, 0, 2*len(m.Args))
	for i, a := range m.Args {
		v := ""
		switch a := a.(type) {
		case interface{ In(Lang) string }:
			v = a.In(l)
		case error:
			v = ErrorIn(a, l)
		default:
			v = fmt.Sprint(a)
		}
		pairs = append(pairs, fmt.Sprintf("{%d}", i), v)
	}
	said := strings.NewReplacer(pairs...).Replace(s)
	if !strings.HasSuffix(s, " ") { // a value at the end may be empty
		said = strings.TrimRight(said, " ")
	}
	return said
}

// Error is an error that can be said in both languages.
type Error struct {
	Message
	cause error
}

// Errorf makes an error of a message. If the last value is an error, the new error wraps it.
func Errorf(name string, args ...any) *Error {
	e := &Error{Message: Say(name, args...)}
	for _, a := range args {
		if c, ok := a.(error); ok {
			e.cause = c
		}
	}
	return e
}

// Error is the message in English, as Go programs expect of an error.
func (e *Error) Error() string { return e.In(EN) }

// Unwrap is the error that caused this one, if any.
func (e *Error) Unwrap() error { return e.cause }

// ErrorIn says err in l as far as it can: an error of this package, or of several joined, in l, any other as it is.
func ErrorIn(err error, l Lang) string {
	var said interface{ In(Lang) string }
	if errors.As(err, &said) {
		if joined, ok := err.(interface{ Unwrap() []error }); ok {
			var lines []string
			for _, e := range joined.Unwrap() {
				lines = append(lines, ErrorIn(e, l))
			}
			return strings.Join(lines, "\n")
		}
		return said.In(l)
	}
	return err.Error()
}
