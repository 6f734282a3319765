package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/rule"
)

// githubPrinter writes workflow commands, which GitHub Actions shows beside the changed lines of a pull request: ten of each
// kind for a step. Columns are UTF-16 units; GitHub takes them only where a finding begins and ends on one line.
type githubPrinter struct {
	w io.Writer
	o Options
}

var (
	commandMessage  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func (p *githubPrinter) Result(r *lint.Result) error {
	var b strings.Builder
	for _, f := range p.o.failures(r) {
		at := ""
		if f.line > 0 {
			at = fmt.Sprintf(",line=%d", f.line)
		}
		fmt.Fprintf(&b, "::error title=%s,file=%s%s::%s\n", notChecked, commandProperty.Replace(f.path), at, commandMessage.Replace(f.message))
	}
	for i := range r.Findings {
		f := &r.Findings[i]
		start, end := span(f)
		at := fmt.Sprintf("line=%d,endLine=%d", start.Line, end.Line)
		if start.Line == end.Line {
			at += fmt.Sprintf(",col=%d,endColumn=%d", start.UTF16, end.UTF16)
		}
		kind := "notice"
		if f.Level > rule.Info {
			kind = f.Level.String()
		}
		fmt.Fprintf(&b, "::%s title=%s,file=%s,%s::%s\n", kind,
			commandProperty.Replace(f.Rule.ID), commandProperty.Replace(r.File.Path), at, commandMessage.Replace(p.o.advice(f)))
	}
	_, err := io.WriteString(p.w, b.String())
	return err
}

func (p *githubPrinter) Close() error { return nil }

// gitlabIssue is an entry of a GitLab Code Quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	Check       string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

// gitlabPrinter writes a GitLab Code Quality report. GitLab takes entries of the same fingerprint for one, so the path is part
// of it, and compares those of a merge request with those of its target, so the line is not.
type gitlabPrinter struct {
	w   io.Writer
	o   Options
	out []gitlabIssue
}

func (p *gitlabPrinter) Result(r *lint.Result) error {
	for _, f := range p.o.failures(r) {
		p.add(f.path, notChecked, f.message, "blocker", f.message, gitlabLines{Begin: max(f.line, 1)})
	}
	for f, fp := range lint.Fingerprints(r.Findings) {
		start, end := span(f)
		severity := map[rule.Level]string{rule.Error: "major", rule.Warning: "minor"}[f.Level]
		if severity == "" {
			severity = "info"
		}
		p.add(r.File.Path, f.Rule.ID, p.o.advice(f), severity, fp, gitlabLines{start.Line, end.Line})
	}
	return nil
}

func (p *gitlabPrinter) add(file, check, message, severity, fp string, lines gitlabLines) {
	file = path.Clean(file) // GitLab knows no ./
	sum := sha256.Sum256([]byte(file + "\x00" + fp))
	p.out = append(p.out, gitlabIssue{oneLine(message), check, hex.EncodeToString(sum[:16]), severity, gitlabLocation{file, lines}})
}

func (p *gitlabPrinter) Close() error {
	if p.out == nil {
		p.out = []gitlabIssue{}
	}
	return document(p.w, p.out)
}
