package input

import (
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Apply gives the bytes of f with edits of its text made, in f's encoding, with f's line ends and byte order mark; nothing else
// changes. Edits must not overlap. The error says which of them cannot be written, and why.
func Apply(f *text.File, edits []text.Edit) ([]byte, error) {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b text.Edit) int { return a.Span.Start - b.Span.Start })
	stateful := f.Encoding() != nil && f.Encoding().Stateful()
	if stateful {
		edits = wholeLines(f, edits)
	}
	raw := f.Bytes()
	var out []byte
	at := 0
	for _, e := range edits {
		p := f.Position(e.Span.Start)
		span, exact := f.Raw(e.Span)
		if stateful { // with what switches the character set before and behind
			span.Start = lineStart(f, e.Span.Start)
			if end, _ := f.Raw(text.Span{Start: e.Span.End, End: e.Span.End}); e.Span.End < len(f.Text) {
				span.End = end.Start
			} else {
				span.End = len(raw)
			}
		}
		if !exact || span.Start < at {
			return nil, lang.Errorf("edit-not-exact", f.Path, p.Line, p.Rune)
		}
		b, err := encode(f, withLineEnds(f, e.New))
		if err != nil {
			return nil, lang.Errorf("edit-not-encodable", f.Path, p.Line, p.Rune, err)
		}
		out = append(append(out, raw[at:span.Start]...), b...)
		at = span.End
	}
	return append(out, raw[at:]...), nil
}

// wholeLines widens edits to the lines they stand in, those of one line to one edit.
func wholeLines(f *text.File, edits []text.Edit) (out []text.Edit) {
	for i := 0; i < len(edits); {
		line := edits[i].Span
		line.Start = 1 + strings.LastIndexAny(f.Text[:line.Start], "\r\n")
		var b strings.Builder
		at := line.Start
		for ; i < len(edits) && (at == line.Start || edits[i].Span.Start <= line.End); i++ {
			b.WriteString(f.Text[min(at, edits[i].Span.Start):edits[i].Span.Start] + edits[i].New)
			at = max(at, edits[i].Span.End)
			if n := strings.IndexAny(f.Text[at:], "\r\n"); n >= 0 {
				line.End = at + n
			} else {
				line.End = len(f.Text)
			}
		}
		b.WriteString(f.Text[at:line.End])
		out = append(out, text.Edit{Span: line, New: b.String()})
	}
	return out
}

// lineStart is the byte on disk at which a line begins, with what stands before its first character.
func lineStart(f *text.File, start int) int {
	if start == 0 {
		return 0
	}
	above, _ := f.Raw(text.Span{Start: start - 1, End: start})
	return above.End
}

// withLineEnds is s with the line ends that the file has.
func withLineEnds(f *text.File, s string) string {
	if !strings.Contains(s, "\n") || !strings.Contains(f.Text, "\r\n") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\n", "\r\n")
}

func encode(f *text.File, s string) ([]byte, error) {
	if f.Encoding() == nil {
		return []byte(s), nil
	}
	return f.Encoding().Encode(s)
}
