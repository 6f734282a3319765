package rule

import (
	"strings"

	"github.com/yorisoi/yorisoi/lint/input"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Unknown stands in a sentence to be inserted for what only the writer knows.
const Unknown = "\u301c"

// offers are the edits that would answer a finding, if the writer means what they say: a gloss behind a term, a sentence before
// the one that it must precede. There are none where they cannot be written back exactly.
func (v *Verdict) offers(it *input.Item) (out []text.Edit) {
	put := func(at int, s string) {
		if e, ok := it.Edit(text.Span{Start: at, End: at}, s); ok {
			out = append(out, e)
		}
	}
	if v.gloss != "" {
		match := v.Sentence.Span(v.Sentence.bytes(v.Match))
		if _, exact := it.Span(match); exact {
			put(match.End, "（"+v.gloss+"）")
		}
	}
	if v.insert != nil {
		at := v.insert.Span(text.Span{Start: 0, End: len(v.insert.Text)}).Start
		after := lineEnd(it, at)
		for _, line := range v.Rule.Insert {
			if !strings.Contains(line, Unknown) {
				put(at, line+after)
			}
		}
	}
	return out
}

// lineEnd is what goes behind a sentence that is inserted at a byte of a reply: at the beginning of a line, the end of its own
// and what the line is indented by.
func lineEnd(it *input.Item, at int) string {
	from := strings.LastIndexAny(it.Text[:at], "\r\n") + 1
	indent := it.Text[from:at]
	switch {
	case strings.TrimSpace(indent) != "":
		return ""
	case strings.Contains(it.Text, "\r\n"):
		return "\r\n" + indent
	}
	return "\n" + indent
}
