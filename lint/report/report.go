// Package report writes what a check found, in the forms people and programs read.
//
// Forms that are lines are written as files are done. Forms that are one document are written at the end and all at once, so
// that a run that is given up leaves no half of one. Each counts columns as those who read it do.
package report

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Printer writes results as they come.
type Printer interface {
	// Result takes what was found in one file, or in a part of one: results of the same file may follow one another. It
	// writes whole lines, or nothing until the end.
	Result(r *lint.Result) error
	// Close writes what comes at the end. A run that is given up does not close its printer.
	Close() error
}

// Unit is what columns count.
type Unit string

// The units of columns.
const (
	Chars Unit = "char"
	Bytes Unit = "byte"
	UTF16 Unit = "utf16"
)

// Units are the names of the units.
func Units() []string { return []string{string(Chars), string(Bytes), string(UTF16)} }

// Options say how to write.
type Options struct {
	Lang    lang.Lang
	Columns Unit
	Full    bool // text: show the line, what to write instead, a summary
	Width   int  // text: cells of a terminal line; 0 if lines may be of any length
	Color   bool
	Version string                // of yorisoi
	Fails   func(rule.Level) bool // whether a finding of this level makes the check fail; nil: each does
}

// home is where yorisoi is at home.
const home = "https://github.com/yorisoi/yorisoi"

// format is one form of output.
type format struct {
	name string
	make func(io.Writer, Options) Printer
}

func formats() []format {
	return []format{
		{"text", func(w io.Writer, o Options) Printer { return newText(w, o) }},
		{"json", func(w io.Writer, o Options) Printer { return &jsonPrinter{w: w, o: o} }},
		{"jsonl", func(w io.Writer, o Options) Printer { return &jsonlPrinter{w: w, o: o} }},
		{"sarif", func(w io.Writer, o Options) Printer { return &sarifPrinter{w: w, o: o} }},
		{"rdjson", func(w io.Writer, o Options) Printer { return &rdjsonPrinter{w: w, o: o} }},
		{"github", func(w io.Writer, o Options) Printer { return &githubPrinter{w: w, o: o} }},
		{"gitlab", func(w io.Writer, o Options) Printer { return &gitlabPrinter{w: w, o: o} }},
		{"checkstyle", func(w io.Writer, o Options) Printer { return &checkstylePrinter{w: w, o: o} }},
		{"junit", func(w io.Writer, o Options) Printer { return &junitPrinter{w: w, o: o} }},
		{"unix", func(w io.Writer, o Options) Printer { return &unixPrinter{w: w, o: o} }},
	}
}

// Formats are the names of the formats, the default first.
func Formats() (names []string) {
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// New makes a printer of the named format. The error says that there is none of that name.
func New(name string, w io.Writer, o Options) (Printer, error) {
	for _, f := range formats() {
		if f.name == name {
			return f.make(w, o), nil
		}
	}
	return nil, fmt.Errorf("report: unknown format %q", name)
}

// column is the column of p in the unit asked for.
func (o Options) column(p text.Position) int {
	switch o.Columns {
	case Bytes:
		return p.Byte
	case UTF16:
		return p.UTF16
	}
	return p.Rune
}

// span gives both ends of a finding.
func span(f *rule.Finding) (start, end text.Position) {
	file := f.Item.File
	return file.Position(f.Span.Start), file.Position(f.Span.End)
}

// oneLine says what takes a line at most.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// advice is the message of a finding with what to write instead, each on a line of its own.
func (o Options) advice(f *rule.Finding) string { return f.Message.In(o.Lang) + o.instead(f) }

// instead is what to write instead, each on a new line.
func (o Options) instead(f *rule.Finding) (s string) {
	for _, g := range f.Suggestions {
		s += "\n" + lang.Say("text-suggest", g.Message).In(o.Lang)
	}
	return s
}

// notChecked stands where the id of a rule would, for what could not be checked.
const notChecked = "not-checked"

// failure is one reason why something could not be checked.
type failure struct {
	path    string
	line    int // 0 if it is about the whole file
	message string
}

// failures are the reasons why a file, or part of it, could not be checked.
func (o Options) failures(r *lint.Result) []failure { return o.reasons(r.File.Path, r.Err) }

func (o Options) reasons(path string, err error) (out []failure) {
	if err == nil {
		return nil
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			out = append(out, o.reasons(path, e)...)
		}
		return out
	}
	fail := failure{path: path, message: lang.ErrorIn(err, o.Lang)}
	var at *strict.Error
	if errors.As(err, &at) {
		fail.path, fail.line = cmp.Or(at.Path, path), at.Line
	}
	return []failure{fail}
}
