package input

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// records cuts a table into records. It is given stretches of it, line by line, because a table may be larger than memory; a
// record is whole when a line ends outside quotation marks.
type records struct {
	comma  byte
	quoted bool // a cell is open
	cell   bool // something of a cell stands before
	after  bool // the last byte was a quotation mark inside a quoted cell
}

// line reads the next line, with its line end, and reports whether the record ends with it.
func (r *records) line(s string) bool {
	for i := range len(s) {
		r.read(s[i])
	}
	if r.open() {
		return false
	}
	*r = records{comma: r.comma}
	return true
}

// open reports whether what has been read ends inside a quoted cell.
func (r *records) open() bool { return r.quoted && !r.after }

// read reads a byte.
func (r *records) read(c byte) {
	switch {
	case r.after && c == '"': // a doubled one
		r.after = false
	case r.after:
		r.after, r.quoted = false, false
		r.cell = c != r.comma
	case r.quoted:
		r.after = c == '"'
	case c == '"' && !r.cell:
		r.quoted, r.cell = true, true
	default:
		r.cell = c != r.comma
	}
}

// cells are the places of the cells of a record in src, quotation marks and all, without the line end.
func cells(src string, span text.Span, comma byte) (out []text.Span) {
	s := strings.TrimRight(span.In(src), "\r\n")
	r := records{comma: comma}
	start := 0
	for i := 0; i < len(s); i++ {
		inside := r.open()
		r.read(s[i])
		if s[i] == comma && !inside {
			out = append(out, text.Span{Start: span.Start + start, End: span.Start + i})
			start = i + 1
		}
	}
	return append(out, text.Span{Start: span.Start + start, End: span.Start + len(s)})
}

// cellText is the text of a cell.
func cellText(src string, cell text.Span) (string, text.Map) {
	var w text.Builder
	s := cell.In(src)
	if !strings.HasPrefix(s, `"`) {
		w.Copy(cell.Start, s)
		return w.Done()
	}
	at := cell.Start + 1
	for at < cell.End {
		i := strings.IndexByte(src[at:cell.End], '"')
		if i < 0 { // it is not closed
			w.Copy(at, src[at:cell.End])
			break
		}
		w.Copy(at, src[at:at+i])
		at += i
		if at+1 < cell.End && src[at+1] == '"' {
			w.Replace(text.Span{Start: at, End: at + 2}, `"`)
			at += 2
			continue
		}
		at++ // the closing one; what stands behind it belongs to the text all the same
		w.Copy(at, src[at:cell.End])
		break
	}
	return w.Done()
}

// table is a table of which the first record has been read.
type table struct {
	comma          byte
	source         *Source
	columns        []string
	reply          []int
	title, inquiry int
}

// header finds the columns that hold replies.
func (t *table) header(names []string) bool {
	t.columns = names
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	find := func(wanted ...string) int {
		for _, w := range wanted {
			if i := slices.IndexFunc(names, func(n string) bool { return strings.EqualFold(n, w) }); i >= 0 {
				return i
			}
			if n, err := strconv.Atoi(w); err == nil && n >= 1 && n <= len(names) {
				return n - 1
			}
		}
		return -1
	}
	f := known().Fields
	if len(t.source.Reply) > 0 {
		for _, r := range t.source.Reply {
			if i := find(r); i >= 0 {
				t.reply = append(t.reply, i)
			}
		}
	} else if i := find(slices.Concat(f.Reply, f.HTML)...); i >= 0 {
		t.reply = []int{i}
	}
	t.title, t.inquiry = -1, -1
	if t.source.Title != "" {
		t.title = find(t.source.Title)
	} else {
		t.title = find(f.Title...)
	}
	if t.source.Inquiry != "" {
		t.inquiry = find(t.source.Inquiry)
	} else {
		t.inquiry = find(f.Inquiry...)
	}
	return len(t.reply) > 0
}

// row makes the replies of a record, the n-th of the file.
func (t *table) row(rd *reading, span text.Span, n int) {
	src := rd.file.Text
	at := cells(src, span, t.comma)
	if len(at) == 1 && at[0].Empty() { // a blank line
		return
	}
	if len(at) > len(t.columns) {
		p := rd.file.Position(at[len(t.columns)].Start)
		rd.fail(lang.Errorf("input-table-cells", rd.file.Path, p.Line, p.Rune, len(at), len(t.columns)))
		return
	}
	say := func(i int) string {
		if i < 0 || i >= len(at) || slices.Contains(t.reply, i) {
			return ""
		}
		s, _ := cellText(src, at[i])
		return s
	}
	for _, c := range t.reply {
		if c >= len(at) {
			continue
		}
		s, m := cellText(src, at[c])
		escape := inCell(strings.HasPrefix(at[c].In(src), `"`), t.comma)
		rd.field(fmt.Sprintf("/%d/%s", n, t.columns[c]), s, m, Meta{Title: say(t.title), Inquiry: say(t.inquiry)}, escape)
	}
}

// inCell writes text in a cell.
func inCell(quoted bool, comma byte) written {
	return func(s string) (string, bool) {
		if quoted {
			return strings.ReplaceAll(s, `"`, `""`), true
		}
		return s, !strings.ContainsAny(s, "\"\r\n"+string(comma))
	}
}

// begin reads the first record. The error says that no column is known to hold replies.
func (t *table) begin(rd *reading, first string) error {
	var names []string
	for _, c := range cells(first, text.Span{End: len(first)}, t.comma) {
		s, _ := cellText(first, c)
		names = append(names, s)
	}
	if t.header(names) {
		return nil
	}
	return lang.Errorf("input-table-no-column", rd.file.Path, strings.Join(names, ", "))
}

// readTable reads a table that is in memory.
func readTable(comma byte) func(rd *reading) {
	return func(rd *reading) {
		t := table{comma: comma, source: rd.source}
		r := records{comma: comma}
		src := rd.file.Text
		start, n := 0, 0
		for at := 0; at < len(src); {
			end := strings.IndexByte(src[at:], '\n')
			if end < 0 {
				end = len(src)
			} else {
				end += at + 1
			}
			whole := r.line(src[at:end])
			at = end
			if !whole && at < len(src) {
				continue
			}
			if !whole {
				rd.openCell(start)
			}
			n++
			if n == 1 {
				if err := t.begin(rd, src[:at]); err != nil {
					rd.fail(err)
					return
				}
			} else if whole {
				t.row(rd, text.Span{Start: start, End: at}, n)
			}
			start = at
		}
	}
}

// openCell says that a cell is not closed.
func (rd *reading) openCell(start int) {
	p := rd.file.Position(start)
	rd.fail(lang.Errorf("input-table-open", rd.file.Path, p.Line))
}
