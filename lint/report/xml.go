package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
)

// Checkstyle's report. It names the place where a finding begins and none where it ends. Columns are UTF-16 units: what reads
// it is mostly Java.
type (
	checkstyleReport struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Version string           `xml:"version,attr"` // of the form
		Files   []checkstyleFile `xml:"file"`
	}
	checkstyleFile struct {
		Name   string            `xml:"name,attr"`
		Errors []checkstyleError `xml:"error"`
	}
	checkstyleError struct {
		Line     int    `xml:"line,attr"`
		Column   int    `xml:"column,attr,omitempty"`
		Severity string `xml:"severity,attr"`
		Message  string `xml:"message,attr"`
		Source   string `xml:"source,attr"`
	}
)

// checkstylePrinter lists the files with findings.
type checkstylePrinter struct {
	w     io.Writer
	o     Options
	files []checkstyleFile
}

func (p *checkstylePrinter) Result(r *lint.Result) error {
	for _, f := range p.o.failures(r) {
		p.add(f.path, checkstyleError{max(f.line, 1), 0, "error", oneLine(f.message), "yorisoi." + notChecked})
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		start, _ := span(f)
		p.add(r.File.Path, checkstyleError{start.Line, start.UTF16, f.Level.String(), oneLine(f.Message.In(p.o.Lang)), "yorisoi." + f.Rule.ID})
	}
	return nil
}

func (p *checkstylePrinter) add(name string, e checkstyleError) {
	if n := len(p.files); n == 0 || p.files[n-1].Name != name {
		p.files = append(p.files, checkstyleFile{Name: name})
	}
	f := &p.files[len(p.files)-1]
	f.Errors = append(f.Errors, e)
}

func (p *checkstylePrinter) Close() error {
	return xmlDocument(p.w, checkstyleReport{Version: "4.3", Files: p.files})
}

// JUnit's report: a suite for each file, a case for each reply. A case fails where yorisoi check does; what lies below that is
// told as its output.
type (
	junitReport struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		File    string        `xml:"file,attr"`
		Line    int           `xml:"line,attr,omitempty"`
		Failure *junitFailure `xml:"failure"`
		Error   *junitFailure `xml:"error"`
		Out     string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Type    string `xml:"type,attr"`
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// junitPrinter writes one report.
type junitPrinter struct {
	w   io.Writer
	o   Options
	out junitReport
}

func (p *junitPrinter) Result(r *lint.Result) error {
	for _, f := range p.o.failures(r) {
		p.add(junitCase{
			Name: notChecked, Class: className(f.path), File: f.path, Line: f.line,
			Error: &junitFailure{notChecked, oneLine(f.message), f.message},
		})
	}
	of := map[*input.Item][]*rule.Finding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		of[f.Item] = append(of[f.Item], f)
	}
	for _, it := range r.Items {
		p.add(p.reply(it, of[it]))
	}
	return nil
}

// reply is the case of one reply.
func (p *junitPrinter) reply(it *input.Item, found []*rule.Finding) junitCase {
	file := it.File
	c := junitCase{Name: it.Key, Class: className(file.Path), File: file.Path}
	if c.Name == "" {
		c.Name = path.Base(file.Path)
	}
	var failed, told strings.Builder
	var first *rule.Finding
	count := 0
	for _, f := range found {
		b := &told
		if p.o.Fails == nil || p.o.Fails(f.Level) {
			b = &failed
			count++
			if first == nil {
				first = f
			}
		}
		start, _ := span(f)
		fmt.Fprintf(b, "%s:%d:%d: %s: %s [%s]%s\n", file.Path, start.Line, p.o.column(start), f.Level,
			f.Message.In(p.o.Lang), f.Rule.ID, p.o.instead(f))
	}
	if first != nil {
		start, _ := span(first)
		c.Line = start.Line
		message := oneLine(first.Message.In(p.o.Lang))
		if count > 1 {
			message = lang.Say("junit-more", message, count-1).In(p.o.Lang)
		}
		c.Failure = &junitFailure{first.Rule.ID, message, failed.String()}
	}
	c.Out = told.String()
	return c
}

func (p *junitPrinter) add(c junitCase) {
	suites := &p.out.Suites
	if n := len(*suites); n == 0 || (*suites)[n-1].Name != c.File {
		*suites = append(*suites, junitSuite{Name: c.File})
	}
	s := &(*suites)[len(*suites)-1]
	s.Cases = append(s.Cases, c)
	s.Tests++
	p.out.Tests++
	if c.Failure != nil {
		s.Failures++
		p.out.Failures++
	}
	if c.Error != nil {
		s.Errors++
		p.out.Errors++
	}
}

func (p *junitPrinter) Close() error {
	p.out.Name = "yorisoi"
	return xmlDocument(p.w, p.out)
}

// className groups cases by file. What stands behind the last dot would be taken for the name of a class.
func className(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// xmlDocument writes v as an XML document.
func xmlDocument(w io.Writer, v any) error {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.WriteByte('\n')
	_, err := w.Write(b.Bytes())
	return err
}
