package rule

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// fix writes what was found in another way.
type fix struct {
	from *regexp.Regexp
	to   string
}

// fixPlace is where suggestions say what is to be written.
const fixPlace = "{fix}"

func (l *loader) fixes(d *strict.Decoder, list []fixFile) (out []fix) {
	for _, f := range list {
		if f.From.Text == "" || f.To.Place == (strict.Place{}) {
			d.FailAt(f.place, "rule-fix-incomplete")
			continue
		}
		re, err := regexp.Compile(f.From.Text)
		if err != nil {
			d.FailAt(f.From.Place, "bad-regexp", err)
			continue
		}
		out = append(out, fix{re, f.To.Text})
	}
	return out
}

// edit is what is to be changed in the file so that a verdict no longer holds: no more than has to be. It is nil where there is
// no one right thing to write, and where it cannot be written back exactly: to characters that stand for others, across line
// ends or marks, into what is not read as words.
func (v *Verdict) edit(it *input.Item) *text.Edit {
	s := v.Sentence
	at, instead, ok := v.rewrite()
	if !ok {
		return nil
	}
	words := s.bytes(v.Match)
	v.values["fix"] = text.Span{Start: words.Start, End: at.Start}.In(s.Text) + instead
	if v.instead == "" { // the rest of the words stays as it is spelled
		at, instead = difference(s.Text, at, instead)
	}
	if strings.ContainsRune(at.In(s.Text)+instead, token.StandIn) {
		return nil
	}
	raw, exact := s.Map.Raw(at)
	if !exact || !s.Map.Seamless(at) || !it.Map.Seamless(raw) || strings.ContainsAny(raw.In(it.Text), "\r\n") {
		return nil
	}
	e, exact := it.Edit(raw, instead)
	if file, whole := it.File.Raw(e.Span); !exact || !whole || file.Empty() {
		return nil
	}
	return &e
}

// rewrite gives the stretch of the sentence that is to be written otherwise, and how.
func (v *Verdict) rewrite() (at text.Span, instead string, ok bool) {
	if v.whole {
		return at, "", false
	}
	s, words := v.Sentence, v.Sentence.bytes(v.Match)
	if v.instead != "" {
		return words, v.instead, true
	}
	rest := s.Text[words.Start:]
	for _, f := range v.Rule.fix {
		m := f.from.FindStringSubmatchIndex(rest)
		if m == nil || m[0] >= words.Len() {
			continue
		}
		to := f.from.ExpandString(nil, f.to, rest, m)
		return text.Span{Start: words.Start + m[0], End: words.Start + m[1]}, string(to), true
	}
	return at, "", false
}

// difference narrows an edit to what differs. One character that stays is kept where nothing else would be replaced: there
// is no telling on which side of a mark an insertion belongs.
func difference(s string, at text.Span, instead string) (text.Span, string) {
	keep := func(r rune, n, left int) bool { return n == 0 || r == utf8.RuneError || left <= n }
	for {
		r, n := utf8.DecodeLastRuneInString(at.In(s))
		if keep(r, n, at.Len()) || !strings.HasSuffix(instead, string(r)) || len(instead) == n {
			break
		}
		at.End -= n
		instead = instead[:len(instead)-n]
	}
	for {
		r, n := utf8.DecodeRuneInString(at.In(s))
		if keep(r, n, at.Len()) || !strings.HasPrefix(instead, string(r)) || len(instead) == n {
			break
		}
		at.Start += n
		instead = instead[n:]
	}
	return at, instead
}
