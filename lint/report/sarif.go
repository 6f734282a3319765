package report

import (
	"io"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// The parts of SARIF 2.1.0 that yorisoi writes. Columns are UTF-16 units: columnKind says so, and viewers that do not read it
// count that way.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Language    string            `json:"language"`
		ColumnKind  string            `json:"columnKind"`
		Invocations []sarifInvocation `json:"invocations"`
		Results     []sarifResult     `json:"results"`
	}
	sarifDriver struct {
		Name            string      `json:"name"`
		Version         string      `json:"version,omitempty"`
		SemanticVersion string      `json:"semanticVersion,omitempty"`
		InformationURI  string      `json:"informationUri"`
		Rules           []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string        `json:"id"`
		Short   sarifMessage  `json:"shortDescription"`
		Full    *sarifMessage `json:"fullDescription,omitempty"`
		Help    *sarifMessage `json:"help,omitempty"`
		Default struct {
			Level string `json:"level"`
		} `json:"defaultConfiguration"`
	}
	sarifMessage struct {
		Text string `json:"text"`
	}
	sarifInvocation struct {
		Successful    bool                `json:"executionSuccessful"`
		Notifications []sarifNotification `json:"toolExecutionNotifications,omitempty"`
	}
	sarifNotification struct {
		Level     string          `json:"level"`
		Message   sarifMessage    `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifMessage      `json:"message"`
		Locations    []sarifLocation   `json:"locations"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
		Fixes        []sarifFix        `json:"fixes,omitempty"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifMessage  `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int           `json:"startLine"`
		StartColumn int           `json:"startColumn,omitempty"`
		EndLine     int           `json:"endLine,omitempty"`
		EndColumn   int           `json:"endColumn,omitempty"`
		Snippet     *sarifMessage `json:"snippet,omitempty"`
	}
	sarifLogical struct {
		Name string `json:"fullyQualifiedName"`
	}
	sarifFix struct {
		Description sarifMessage  `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion  `json:"deletedRegion"`
		Inserted sarifMessage `json:"insertedContent"`
	}
)

// semantic is a version as semver.org has it, as far as releases need it.
var semantic = regexp.MustCompile(`^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$`)

// sarifPrinter writes one SARIF run.
type sarifPrinter struct {
	w       io.Writer
	o       Options
	rules   []*rule.Rule // those with findings
	results []sarifResult
	failed  []sarifNotification
}

func (p *sarifPrinter) Result(r *lint.Result) error {
	for _, f := range p.o.failures(r) {
		at := sarifLocation{Physical: sarifPhysical{Artifact: artifact(f.path)}}
		if f.line > 0 {
			at.Physical.Region = &sarifRegion{StartLine: f.line}
		}
		p.failed = append(p.failed, sarifNotification{"error", sarifMessage{f.message}, []sarifLocation{at}})
	}
	for f, fp := range lint.Fingerprints(r.Findings) {
		p.results = append(p.results, p.result(f, fp))
	}
	return nil
}

func (p *sarifPrinter) result(f *rule.Finding, fp string) sarifResult {
	if !slices.ContainsFunc(p.rules, func(r *rule.Rule) bool { return r.ID == f.Rule.ID }) {
		p.rules = append(p.rules, f.Rule)
	}
	l := p.o.Lang
	at := sarifLocation{Physical: physical(f.Item.File, f.Span)}
	if f.Item.Key != "" {
		at.Logical = []sarifLogical{{f.Item.Key}}
	}
	res := sarifResult{
		RuleID: f.Rule.ID, Level: sarifLevel(f.Level), Message: sarifMessage{p.o.advice(f)},
		Locations: []sarifLocation{at}, Fingerprints: map[string]string{"yorisoi/v1": fp},
	}
	for _, r := range f.Related {
		res.Related = append(res.Related, sarifLocation{Physical: physical(r.Item.File, r.Span), Message: &sarifMessage{r.Message.In(l)}})
	}
	for _, s := range f.Suggestions {
		if s.Edit == nil {
			continue
		}
		place := physical(f.Item.File, s.Edit.Span)
		place.Region.Snippet = nil
		res.Fixes = append(res.Fixes, sarifFix{sarifMessage{s.Message.In(l)}, []sarifChange{
			{place.Artifact, []sarifReplacement{{*place.Region, sarifMessage{s.Edit.New}}}},
		}})
	}
	return res
}

func (p *sarifPrinter) Close() error {
	slices.SortFunc(p.rules, func(a, b *rule.Rule) int { return strings.Compare(a.ID, b.ID) })
	l := p.o.Lang
	index := map[string]int{}
	driver := sarifDriver{Name: "yorisoi", InformationURI: home, Rules: []sarifRule{}}
	if v := p.o.Version; semantic.MatchString(v) {
		driver.SemanticVersion = strings.TrimPrefix(v, "v")
	} else {
		driver.Version = v
	}
	for i, r := range p.rules {
		index[r.ID] = i
		s := sarifRule{ID: r.ID, Short: sarifMessage{r.Title.In(l)}}
		if why := oneLine(r.Why.In(l)); why != "" {
			s.Full, s.Help = &sarifMessage{why}, &sarifMessage{why}
		}
		s.Default.Level = sarifLevel(r.Level)
		driver.Rules = append(driver.Rules, s)
	}
	for i := range p.results {
		p.results[i].RuleIndex = index[p.results[i].RuleID]
	}
	run := sarifRun{
		Language: string(l), ColumnKind: "utf16CodeUnits", Results: p.results,
		Invocations: []sarifInvocation{{len(p.failed) == 0, p.failed}},
	}
	if run.Results == nil {
		run.Results = []sarifResult{}
	}
	run.Tool.Driver = driver
	return document(p.w, sarifLog{"https://json.schemastore.org/sarif-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func sarifLevel(l rule.Level) string {
	switch l {
	case rule.Error, rule.Warning:
		return l.String()
	case rule.Info:
		return "note"
	}
	return "none"
}

// physical is the place of a span, with its words.
func physical(f *text.File, s text.Span) sarifPhysical {
	start, end := f.Position(s.Start), f.Position(s.End)
	return sarifPhysical{artifact(f.Path), &sarifRegion{start.Line, start.UTF16, end.Line, end.UTF16, &sarifMessage{s.In(f.Text)}}}
}

// artifact names a file by a URI: relative to where yorisoi was run, or absolute.
func artifact(name string) sarifArtifact {
	name = path.Clean(name)
	u := url.URL{Path: name}
	switch {
	case len(name) > 1 && name[1] == ':': // a Windows drive
		u = url.URL{Scheme: "file", Path: "/" + name}
	case strings.HasPrefix(name, "/"):
		u.Scheme = "file"
	}
	return sarifArtifact{u.String()}
}
