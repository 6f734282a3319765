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
func (v *Verdict) offers(it *input.Item, match text.Span) (out []text.Edit) {
	if v.gloss != "" {
		if _, exact := it.Span(v.Sentence.Span(v.Sentence.bytes(v.Match))); exact {
			out = append(out, text.Edit{Span: text.Span{Start: match.End, End: match.End}, New: "（" + v.gloss + "）"})
		}
	}
	if v.insert == nil {
		return out
	}
	at, exact := it.Span(v.insert.Span(text.Span{Start: 0, End: len(v.insert.Text)}))
	if !exact {
		return out
	}
	after := around(it.File, at.Start)
	for _, line := range v.Rule.Insert {
		if !strings.Contains(line, Unknown) {
			out = append(out, text.Edit{Span: text.Span{Start: at.Start, End: at.Start}, New: line + after})
		}
	}
	return out
}

// around is what goes around a sentence that is inserted at a byte of a file: at the beginning of a line a line of its own.
func around(f *text.File, at int) (after string) {
	p := f.Position(at)
	_, line := f.Line(p.Line)
	indent := f.Text[line.Start:at]
	if strings.TrimSpace(indent) != "" {
		return ""
	}
	_, next := f.Line(p.Line + 1)
	if end := f.Text[line.End:next.Start]; next.Start > line.End {
		return end + indent
	}
	return "\n" + indent
}
