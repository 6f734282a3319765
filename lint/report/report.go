// Package report writes what a check found, in the forms people and programs read.
package report

import (
	"fmt"
	"io"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Printer writes results as they come.
type Printer interface {
	// Result writes what was found in one file.
	Result(r *lint.Result) error
	// Close writes what comes at the end.
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
}

// format is one form of output.
type format struct {
	name string
	make func(io.Writer, Options) Printer
}

func formats() []format {
	return []format{
		{"text", func(w io.Writer, o Options) Printer { return newText(w, o) }},
		{"json", func(w io.Writer, o Options) Printer { return &jsonPrinter{w: w, o: o} }},
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
