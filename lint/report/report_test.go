package report_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/report"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/rules"
)

// The texts have, before what is found, characters of which every unit counts another number, and names that every format has
// to escape.
var texts = map[string]string{
	"返信 集/お断り,1:2%.txt": "お問い合わせありがとうございます。\r\n😀👨‍👩‍👧が\"<&>\"変更はできません。\r\nまた、長い行の途中で折り返しているため、ご希望に沿うことはお受けいたし\r\nかねます。\r\n",
	"a/replies.yaml": `version: 1
replies:
  - id: one
    reply: |
      お問い合わせありがとうございます。
      𠮷野様、本体のファームウェアを更新してください。返品はできません。
  - id: two
    reply: |
      お問い合わせありがとうございます。
      担当よりご連絡いたします。
`,
}

// check gives the results for the texts and for a file that cannot be read, in the order of their paths.
func check(t *testing.T) (out []*lint.Result) {
	t.Helper()
	set, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lint.New(set, lint.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for p := range texts {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	for _, p := range paths {
		r := l.Check(t.Context(), text.NewFile(p, []byte(texts[p])))
		if r.Err != nil || len(r.Findings) < 2 {
			t.Fatal(p, r.Err, len(r.Findings))
		}
		out = append(out, r)
	}
	return append(out, l.Check(t.Context(), text.NewFile("b/x.yaml", []byte("version: 1\nreplies:\n  - repyl: x\n"))))
}

func write(t *testing.T, format string, o report.Options, results []*lint.Result) string {
	t.Helper()
	var b strings.Builder
	o.Lang = lang.EN
	p, err := report.New(format, &b, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if err := p.Result(r); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// place is what a reader of a report learns of one finding: columns in its own unit, 0 where the report has none.
type place struct {
	path                             string
	line, column, endLine, endColumn int
	rule                             string
}

// units cut a line as readers do who count in one unit or another; all are 1-based, ends exclusive.
var units = map[string]func(line string, from, to int) string{
	"byte": func(line string, from, to int) string { return line[from-1 : to-1] },
	"char": func(line string, from, to int) string { return string([]rune(line)[from-1 : to-1]) },
	"utf16": func(line string, from, to int) string {
		return string(utf16.Decode(utf16.Encode([]rune(line))[from-1 : to-1]))
	},
}

var lineEnd = regexp.MustCompile(`\r?\n`)

// words are those at a place, as far as the report says where it ends.
func (p place) words(t *testing.T, unit string) string {
	t.Helper()
	source, ok := texts[p.path]
	if !ok {
		t.Fatalf("no file %q", p.path)
	}
	lines := lineEnd.Split(source, -1)
	cut, units := units[unit], func(s string) int {
		n := 1
		for units[unit](s+"\x00", n, n+1) != "\x00" {
			n++
		}
		return n
	}
	if p.endLine == 0 || p.endLine == p.line {
		to := p.endColumn
		if to == 0 {
			to = units(lines[p.line-1])
		}
		return cut(lines[p.line-1], p.column, to)
	}
	return cut(lines[p.line-1], p.column, units(lines[p.line-1])) + "\n" + cut(lines[p.endLine-1], 1, p.endColumn)
}

// readers read what the formats say, each as its consumer does, and name the unit in which that counts.
var readers = []struct {
	format, unit string
	ends         bool // it says where findings end
	lines        bool // a finding on several lines has its columns
	read         func(t *testing.T, s string) []place
}{
	{"json", "char", true, true, func(t *testing.T, s string) (out []place) {
		var r struct{ Findings []finding }
		decode(t, s, &r)
		for _, f := range r.Findings {
			out = append(out, place{f.Path, f.Start.Line, f.Start.Column, f.End.Line, f.End.Column, f.Rule})
		}
		return out
	}},
	{"json", "byte", true, true, func(t *testing.T, s string) (out []place) {
		var r struct{ Findings []finding }
		decode(t, s, &r)
		for _, f := range r.Findings {
			out = append(out, place{f.Path, f.Start.Line, f.Start.ByteColumn, f.End.Line, f.End.ByteColumn, f.Rule})
		}
		return out
	}},
	{"jsonl", "utf16", true, true, func(t *testing.T, s string) (out []place) {
		for line := range strings.Lines(s) {
			var f finding
			decode(t, line, &f)
			out = append(out, place{f.Path, f.Start.Line, f.Start.UTF16Column, f.End.Line, f.End.UTF16Column, f.Rule})
		}
		return out
	}},
	{"sarif", "utf16", true, true, func(t *testing.T, s string) (out []place) {
		var r struct {
			Runs []struct {
				ColumnKind string
				Tool       struct {
					Driver struct{ Rules []struct{ ID string } }
				}
				Results []struct {
					RuleID    string
					RuleIndex int
					Locations []struct {
						PhysicalLocation struct {
							ArtifactLocation struct{ URI string }
							Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
						}
					}
				}
			}
		}
		decode(t, s, &r)
		run := r.Runs[0]
		if run.ColumnKind != "utf16CodeUnits" {
			t.Errorf("columnKind %q", run.ColumnKind)
		}
		for _, f := range run.Results {
			at := f.Locations[0].PhysicalLocation
			u, err := url.Parse(at.ArtifactLocation.URI)
			if err != nil || u.Scheme != "" {
				t.Errorf("uri %q: %v", at.ArtifactLocation.URI, err)
			}
			if id := run.Tool.Driver.Rules[f.RuleIndex].ID; id != f.RuleID {
				t.Errorf("rule %d is %s, not %s", f.RuleIndex, id, f.RuleID)
			}
			out = append(out, place{u.Path, at.Region.StartLine, at.Region.StartColumn, at.Region.EndLine, at.Region.EndColumn, f.RuleID})
		}
		return out
	}},
	{"rdjson", "byte", true, true, func(t *testing.T, s string) (out []place) {
		var r struct {
			Diagnostics []struct {
				Code     struct{ Value string }
				Location struct {
					Path  string
					Range struct{ Start, End struct{ Line, Column int } }
				}
			}
		}
		decode(t, s, &r)
		for _, d := range r.Diagnostics {
			at := d.Location.Range
			out = append(out, place{d.Location.Path, at.Start.Line, at.Start.Column, at.End.Line, at.End.Column, d.Code.Value})
		}
		return out
	}},
	{"github", "utf16", true, false, func(t *testing.T, s string) (out []place) {
		unescape := strings.NewReplacer("%2C", ",", "%3A", ":", "%0A", "\n", "%0D", "\r", "%25", "%")
		command := regexp.MustCompile(`^::(error|warning|notice) (.*?)::(.*)\n$`)
		for line := range strings.Lines(s) {
			m := command.FindStringSubmatch(line)
			if m == nil {
				t.Fatalf("no command: %q", line)
			}
			v := map[string]string{}
			for _, p := range strings.Split(m[2], ",") {
				k, value, _ := strings.Cut(p, "=")
				v[k] = unescape.Replace(value)
			}
			n := func(k string) int { i, _ := strconv.Atoi(v[k]); return i }
			out = append(out, place{v["file"], n("line"), n("col"), n("endLine"), n("endColumn"), v["title"]})
		}
		return out
	}},
	{"gitlab", "", false, false, func(t *testing.T, s string) (out []place) {
		var r []struct {
			Check       string `json:"check_name"`
			Fingerprint string
			Severity    string
			Location    struct {
				Path  string
				Lines struct{ Begin, End int }
			}
		}
		decode(t, s, &r)
		seen := map[string]bool{}
		for _, i := range r {
			if seen[i.Fingerprint] {
				t.Errorf("%s comes twice", i.Fingerprint)
			}
			seen[i.Fingerprint] = true
			if !slices.Contains([]string{"info", "minor", "major", "critical", "blocker"}, i.Severity) {
				t.Errorf("severity %q", i.Severity)
			}
			out = append(out, place{i.Location.Path, i.Location.Lines.Begin, 0, i.Location.Lines.End, 0, i.Check})
		}
		return out
	}},
	{"checkstyle", "utf16", false, true, func(t *testing.T, s string) (out []place) {
		var r struct {
			Files []struct {
				Name   string `xml:"name,attr"`
				Errors []struct {
					Line   int    `xml:"line,attr"`
					Column int    `xml:"column,attr"`
					Source string `xml:"source,attr"`
				} `xml:"error"`
			} `xml:"file"`
		}
		if err := xml.Unmarshal([]byte(s), &r); err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Files {
			for _, e := range f.Errors {
				out = append(out, place{f.Name, e.Line, e.Column, 0, 0, strings.TrimPrefix(e.Source, "yorisoi.")})
			}
		}
		return out
	}},
	{"unix", "char", true, true, readUnix},
}

// finding is a finding in JSON.
type finding struct {
	Path, Rule string
	Start, End struct{ Line, Column, ByteColumn, UTF16Column int }
}

func readUnix(t *testing.T, s string) (out []place) {
	re := regexp.MustCompile(`^(.+?):(\d+):(\d+):(\d+):(\d+): (error|warning|info): .*\[(.+)\]\n$`)
	for line := range strings.Lines(s) {
		m := re.FindStringSubmatch(line)
		if m == nil {
			t.Fatalf("no finding: %q", line)
		}
		n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
		out = append(out, place{m[1], n(2), n(3), n(4), n(5), m[7]})
	}
	return out
}

func decode(t *testing.T, s string, v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(s), v); err != nil {
		t.Fatal(err, s)
	}
}

// Every format leads its reader to the words that were found, in the file they stand in.
func TestPlaces(t *testing.T) {
	results := check(t)
	for _, c := range readers {
		var want []string
		for _, r := range results {
			for _, f := range r.Findings {
				words := lineEnd.ReplaceAllString(f.Span.In(r.File.Text), "\n")
				start, end := f.Item.File.LinesOf(f.Span)
				switch {
				case c.unit == "" || start != end && !c.lines:
					words = fmt.Sprint(start, end)
				case !c.ends:
					line, at := r.File.Line(start)
					words = line[f.Span.Start-at.Start:]
				}
				want = append(want, fmt.Sprint(r.File.Path, f.Rule.ID, words))
			}
		}
		if !slices.ContainsFunc(want, func(s string) bool { return strings.Contains(s, "\n") }) && c.ends && c.lines {
			t.Fatal("no finding on two lines")
		}
		var got []string
		for _, p := range c.read(t, write(t, c.format, report.Options{}, results)) {
			if p.rule == "not-checked" {
				if p.path != "b/x.yaml" || p.line != 3 && p.line != 0 {
					t.Errorf("%s: not checked is %v", c.format, p)
				}
				continue
			}
			words := ""
			if p.column == 0 {
				words = fmt.Sprint(p.line, p.endLine)
			} else {
				words = p.words(t, c.unit)
			}
			got = append(got, fmt.Sprint(p.path, p.rule, words))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s, %s:\ngot  %q\nwant %q", c.format, c.unit, got, want)
		}
	}
	for unit := range units {
		s := write(t, "unix", report.Options{Columns: report.Unit(unit)}, results)
		for i, p := range readUnix(t, s) {
			if f := at(results, i); p.words(t, unit) != lineEnd.ReplaceAllString(f.Span.In(f.Item.File.Text), "\n") {
				t.Errorf("unix, %s: %v is %q", unit, p, p.words(t, unit))
			}
		}
	}
}

// at is the i-th of all findings.
func at(results []*lint.Result, i int) *rule.Finding {
	for _, r := range results {
		if i < len(r.Findings) {
			return &r.Findings[i]
		}
		i -= len(r.Findings)
	}
	return nil
}

// A reply is a case, and fails where the check does.
func TestJUnit(t *testing.T) {
	type count struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
	}
	var r struct {
		count
		Suites []struct {
			count
			Name  string `xml:"name,attr"`
			Cases []struct {
				Name    string    `xml:"name,attr"`
				Failure *struct{} `xml:"failure"`
				Error   *struct{} `xml:"error"`
				Out     string    `xml:"system-out"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	results := check(t)
	if err := xml.Unmarshal([]byte(write(t, "junit", report.Options{}, results)), &r); err != nil {
		t.Fatal(err)
	}
	if want := (count{4, 2, 1}); r.count != want {
		t.Errorf("got %+v, want %+v", r.count, want)
	}
	if s := r.Suites[0]; s.Name != "a/replies.yaml" || s.count != (count{2, 1, 0}) || s.Cases[0].Failure == nil || s.Cases[1].Failure != nil {
		t.Errorf("got %+v", s)
	}
	r.Suites = nil
	never := func(rule.Level) bool { return false }
	if err := xml.Unmarshal([]byte(write(t, "junit", report.Options{Fails: never}, results)), &r); err != nil {
		t.Fatal(err)
	}
	if want := (count{4, 0, 1}); r.count != want || !strings.Contains(r.Suites[0].Cases[0].Out, "[bare-refusal]") {
		t.Errorf("where nothing fails: got %+v, want %+v; %s", r.count, want, r.Suites[0].Cases[0].Out)
	}
}

// Without findings a document is whole, too, and lines are none. Results of one file in several parts give what one gives.
func TestNothingAndParts(t *testing.T) {
	results := check(t)
	whole := results[0]
	parts := []*lint.Result{
		{File: whole.File, Items: whole.Items[:1], Findings: whole.Findings[:1]},
		{File: whole.File, Items: whole.Items[1:], Findings: whole.Findings[1:]},
	}
	for _, format := range report.Formats() {
		none := write(t, format, report.Options{}, nil)
		switch format {
		case "text", "jsonl", "github", "unix":
			if none != "" {
				t.Errorf("%s says %q of nothing", format, none)
			}
		case "checkstyle", "junit":
			if err := xml.Unmarshal([]byte(none), new(struct{})); err != nil {
				t.Errorf("%s: %v: %s", format, err, none)
			}
		default:
			if !json.Valid([]byte(none)) || strings.Contains(none, "null") {
				t.Errorf("%s: %s", format, none)
			}
		}
		if format == "junit" {
			continue // a reply is never torn
		}
		if one, two := write(t, format, report.Options{}, results[:1]), write(t, format, report.Options{}, parts); one != two {
			t.Errorf("%s in parts:\n%s\nas a whole:\n%s", format, two, one)
		}
	}
}

// A document that is not closed leaves nothing behind, and lines are whole.
func TestGivenUp(t *testing.T) {
	results := check(t)
	for _, format := range report.Formats() {
		var b strings.Builder
		p, err := report.New(format, &b, report.Options{Full: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Result(results[0]); err != nil {
			t.Fatal(err)
		}
		document := !slices.Contains([]string{"text", "jsonl", "github", "unix"}, format)
		if s := b.String(); document != (s == "") || s != "" && !strings.HasSuffix(s, "\n") {
			t.Errorf("%s leaves %q", format, s)
		}
	}
}
