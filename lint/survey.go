package lint

import (
	"cmp"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/reply"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Survey is what somebody who writes a configuration for a folder would look for in it.
type Survey struct {
	Files, Replies int
	Folders        []SurveyFolder // that hold replies, in the order of their paths
	Placeholders   []Placeholder  // most often found first
	Others         []string       // files that are none of replies, though their names let them be taken for some
	Collections    int            // files that hold several replies

	root string
}

// SurveyFolder is a folder with replies.
type SurveyFolder struct {
	Path           string // from the folder surveyed on; "." for itself
	Replies, Chats int
}

// Placeholder is one that replies hold.
type Placeholder struct {
	Text  string
	Count int
	Like  string // the one it may be a misspelling of; empty if none
}

// notReplies are names of files that repositories hold beside what they are for.
var notReplies = []string{"readme", "changelog", "contributing", "license", "notice", "security", "code_of_conduct", "requirements", "robots", "todo"}

// Survey looks at files in a folder. Those that cannot be read are passed over: a check tells why.
func (p *Project) Survey(root string, sources []Source) (*Survey, error) {
	s := &Survey{root: root}
	folders, holders := map[string]*SurveyFolder{}, map[string]*Placeholder{}
	for _, src := range sources {
		l, err := p.Linter(src.Path)
		if err != nil {
			return nil, err
		}
		f, err := src.Open()
		if err != nil {
			continue
		}
		rel := s.rel(src.Path)
		base := strings.ToLower(path.Base(rel))
		if slices.ContainsFunc(notReplies, func(n string) bool { return strings.HasPrefix(base, n) }) {
			s.Others = append(s.Others, rel)
			continue
		}
		n := 0
		_ = l.Each(f, func(a *rule.Analysis) { // what can be read is enough
			if !inJapanese(a) {
				return
			}
			n++
			folder := at(folders, path.Dir(rel), func(p string) *SurveyFolder { return &SurveyFolder{Path: p} })
			folder.Replies++
			if a.Doc.Transcript {
				folder.Chats++
			}
			for _, x := range a.Doc.Sentences {
				for _, m := range x.Masks {
					if m.Kind != reply.Placeholder || strings.HasPrefix(m.Text, "{%") { // a tag is nothing that is filled in
						continue
					}
					h := at(holders, reply.PlaceholderName(m.Text), func(string) *Placeholder { return &Placeholder{Text: m.Text} })
					h.Count++
					if len(m.Text) < len(h.Text) { // without filters and spaces
						h.Text = m.Text
					}
				}
			}
		})
		switch {
		case n == 0:
			s.Others = append(s.Others, rel)
			continue
		case n > 1:
			s.Collections++
		}
		s.Files++
		s.Replies += n
	}
	for _, name := range slices.Sorted(maps.Keys(folders)) {
		s.Folders = append(s.Folders, *folders[name])
	}
	for _, h := range holders {
		s.Placeholders = append(s.Placeholders, *h)
	}
	slices.SortFunc(s.Placeholders, func(a, b Placeholder) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(a.Text, b.Text))
	})
	s.misspelled()
	return s, nil
}

// rel is how the configuration to be calls a file.
func (s *Survey) rel(p string) string {
	if rel, err := filepath.Rel(s.root, filepath.FromSlash(p)); err == nil {
		return filepath.ToSlash(rel)
	}
	return p
}

func inJapanese(a *rule.Analysis) bool {
	return slices.ContainsFunc(a.Own, func(s *rule.Sentence) bool {
		return strings.ContainsFunc(s.Text, func(r rune) bool { return unicode.Is(unicode.Hiragana, r) })
	})
}

// misspelled marks the placeholders that stand once and are nearly one that stands often.
func (s *Survey) misspelled() {
	const often = 3
	var known []string
	for _, p := range s.Placeholders {
		if p.Count >= often {
			known = append(known, p.Text)
		}
	}
	for i := range s.Placeholders {
		if p := &s.Placeholders[i]; p.Count == 1 && len(known) > 0 {
			near := strict.Nearest(p.Text, known)
			if near != "" && closely(p.Text, near) {
				p.Like = near
			}
		}
	}
}

// closely reports whether two names differ by no more than a slip: a third of the longer one.
func closely(a, b string) bool {
	x, y := []rune(a), []rune(b)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	end := 0
	for end < min(len(x), len(y))-same && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	return 3*(max(len(x), len(y))-same-end) <= max(len(x), len(y))
}

// Canned reports whether the replies are to be sent again and again: they hold placeholders, or stand many in a file.
func (s *Survey) Canned() bool {
	return s.Collections > 0 || len(s.Placeholders) > 0
}

// chats are the folders whose replies are chats: by what they hold, or by their name.
func (s *Survey) chats() (out []string) {
	words := strings.Fields(lang.Say("init-chat-names").In(lang.JA))
	for _, f := range s.Folders {
		named := slices.ContainsFunc(words, func(w string) bool {
			return slices.Contains(strings.FieldsFunc(strings.ToLower(path.Base(f.Path)), func(r rune) bool { return strings.ContainsRune("-_ .", r) }), w)
		})
		if f.Path != "." && (named || 2*f.Chats > f.Replies) {
			out = append(out, f.Path)
		}
	}
	return out
}

// Configuration is a configuration for the folder, with comments in l. extends is one that would have been used so far, if any;
// baseline the file of known findings, if there is to be one.
func (s *Survey) Configuration(l lang.Lang, extends, baseline string) []byte {
	say := func(name string, args ...any) string { return strings.TrimRight(lang.Say(name, args...).In(l), "\n") }
	var b strings.Builder
	add := func(parts ...string) {
		for _, p := range parts {
			if p != "" {
				b.WriteString(p + "\n")
			}
		}
	}
	add(say("init-head", s.Files, s.Replies))
	for _, f := range s.Folders {
		add(say("init-folder", f.Path, f.Replies))
	}
	add("version: 1")
	if extends != "" {
		add("", "extends: "+scalar(extends)+say("init-extends"))
	}
	b.WriteString("\n" + say("init-mode") + "\n")
	comment := map[bool]string{true: "", false: "# "}
	add(comment[s.Canned()]+"mode: "+reply.Canned, "# audience: "+reply.Business)
	b.WriteString("\n" + say("init-placeholders") + "\n")
	if len(s.Placeholders) == 0 {
		add("# placeholders: ['{{customer_name}}']")
	} else {
		add("placeholders:")
		width := 0
		for _, p := range s.Placeholders {
			width = max(width, text.Width(scalar(p.Text)))
		}
		for _, p := range s.Placeholders {
			line := "- " + scalar(p.Text) + strings.Repeat(" ", 1+width-text.Width(scalar(p.Text)))
			if p.Like != "" {
				add("  # " + line + say("init-misspelled", p.Like))
			} else {
				add("  " + line + say("init-count", p.Count))
			}
		}
	}
	b.WriteString("\n" + say("init-names") + "\n")
	b.WriteString("\n" + say("init-rules") + "\n")
	b.WriteString("\n" + say("init-overrides") + "\n")
	if chats := s.chats(); len(chats) > 0 {
		add("overrides:")
		for _, c := range chats {
			add("  - {files: " + scalar(c+"/**") + ", channel: " + reply.Chat + "}")
		}
	} else {
		add("# overrides:", "#   - {files: 'chat/**', channel: "+reply.Chat+"}")
	}
	b.WriteString("\n" + say("init-ignore") + "\n")
	if len(s.Others) > 0 {
		add("ignore:")
		for _, o := range s.Others {
			add("  - " + scalar("/"+o))
		}
	} else {
		add("# ignore: ['drafts/**']")
	}
	b.WriteString("\n" + say("init-suppress") + "\n")
	b.WriteString("\n" + say("init-baseline") + "\n")
	add(comment[baseline != ""] + "baseline: " + scalar(cmp.Or(baseline, BaselineName)))
	return []byte(b.String())
}
