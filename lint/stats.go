package lint

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/rule"
)

// Tally says of one reply that a rule asks something of it, and whether it is there.
type Tally struct {
	Rule *rule.Rule
	Met  bool
}

// tally counts what the rules ask of a reply.
func (l *Linter) tally(a *rule.Analysis) (out []Tally) {
	for _, r := range l.active() {
		if r.Share.Empty() {
			continue
		}
		if asked, met := r.Tally(a); asked {
			out = append(out, Tally{r, met})
		}
	}
	return out
}

// Stats are what many results come to.
type Stats struct {
	Files, Replies, Flagged, Findings int // Flagged: replies with findings
	Levels                            map[rule.Level]int
	Rules                             []RuleStats     // most findings first
	Folders                           []FolderStats   // in the order of their paths
	Shares                            []ShareStats    // in the order of the rules' ids
	PerReply                          []ReplyStats    // most findings first; those with none are left out
	Sentences                         []SentenceStats // not of findings about whole replies; most often found fault with first

	rules     map[string]*RuleStats
	folders   map[string]*FolderStats
	shares    map[string]*ShareStats
	sentences map[string]*SentenceStats
}

// RuleStats are the findings of one rule.
type RuleStats struct {
	Rule              *rule.Rule
	Findings, Replies int
}

// FolderStats are the findings in the files of one folder, not of those below.
type FolderStats struct {
	Path                       string
	Replies, Flagged, Findings int
}

// ShareStats are the replies that a rule asks something of, and those among them that have it.
type ShareStats struct {
	Rule       *rule.Rule
	Asked, Met int
}

// ReplyStats are the findings in one reply.
type ReplyStats struct {
	Item     *input.Item
	Findings int
}

// SentenceStats are the findings in one sentence, wherever it stands.
type SentenceStats struct {
	Text     string
	Findings int
	Times    int           // in how many places it was found fault with
	Rules    []string      // in the order of their ids
	First    *rule.Finding // the first of them
}

// NewStats are those of nothing.
func NewStats() *Stats {
	return &Stats{
		Levels: map[rule.Level]int{}, rules: map[string]*RuleStats{}, folders: map[string]*FolderStats{},
		shares: map[string]*ShareStats{}, sentences: map[string]*SentenceStats{},
	}
}

// Add adds a result.
func (s *Stats) Add(r *Result) {
	if len(r.Items) == 0 {
		return
	}
	s.Files++
	s.Replies += len(r.Items)
	folder := at(s.folders, path.Dir(r.File.Path), func(p string) *FolderStats { return &FolderStats{Path: p} })
	folder.Replies += len(r.Items)
	perItem, perRule, sentence := map[*input.Item]int{}, map[string]map[*input.Item]bool{}, map[string]map[int]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if !f.Rule.Judges() {
			continue
		}
		s.Findings++
		s.Levels[f.Level]++
		folder.Findings++
		perItem[f.Item]++
		of := at(s.rules, f.Rule.ID, func(string) *RuleStats { return &RuleStats{Rule: f.Rule} })
		of.Findings++
		if perRule[f.Rule.ID] == nil {
			perRule[f.Rule.ID] = map[*input.Item]bool{}
		}
		if !perRule[f.Rule.ID][f.Item] {
			perRule[f.Rule.ID][f.Item] = true
			of.Replies++
		}
		if f.Whole {
			continue
		}
		said := squeeze(f.Said)
		one := at(s.sentences, said, func(string) *SentenceStats {
			return &SentenceStats{Text: strings.Join(strings.Fields(f.Said), " "), First: f}
		})
		one.Findings++
		if !slices.Contains(one.Rules, f.Rule.ID) {
			one.Rules = append(one.Rules, f.Rule.ID)
		}
		if sentence[said] == nil {
			sentence[said] = map[int]bool{}
		}
		if !sentence[said][f.Sentence.Start] {
			sentence[said][f.Sentence.Start] = true
			one.Times++
		}
	}
	for _, it := range r.Items {
		if n := perItem[it]; n > 0 {
			s.Flagged++
			folder.Flagged++
			s.PerReply = append(s.PerReply, ReplyStats{it, n})
		}
	}
	for _, t := range r.Tallies {
		share := at(s.shares, t.Rule.ID, func(string) *ShareStats { return &ShareStats{Rule: t.Rule} })
		share.Asked++
		if t.Met {
			share.Met++
		}
	}
}

func at[T any](m map[string]*T, key string, make func(string) *T) *T {
	if m[key] == nil {
		m[key] = make(key)
	}
	return m[key]
}

// Done puts the lists in order.
func (s *Stats) Done() {
	for _, r := range s.rules {
		s.Rules = append(s.Rules, *r)
	}
	slices.SortFunc(s.Rules, func(a, b RuleStats) int {
		return cmp.Or(b.Findings-a.Findings, strings.Compare(a.Rule.ID, b.Rule.ID))
	})
	for _, f := range s.folders {
		s.Folders = append(s.Folders, *f)
	}
	slices.SortFunc(s.Folders, func(a, b FolderStats) int { return strings.Compare(a.Path, b.Path) })
	for _, h := range s.shares {
		s.Shares = append(s.Shares, *h)
	}
	slices.SortFunc(s.Shares, func(a, b ShareStats) int { return strings.Compare(a.Rule.ID, b.Rule.ID) })
	slices.SortStableFunc(s.PerReply, func(a, b ReplyStats) int { return b.Findings - a.Findings })
	for _, x := range s.sentences {
		slices.Sort(x.Rules)
		s.Sentences = append(s.Sentences, *x)
	}
	slices.SortFunc(s.Sentences, func(a, b SentenceStats) int {
		return cmp.Or(b.Times-a.Times, b.Findings-a.Findings, strings.Compare(a.Text, b.Text))
	})
}
