package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/fatih/color"

	"github.com/yorisoi/yorisoi/lint"
	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/rule"
	"github.com/yorisoi/yorisoi/lint/text"
)

// textPrinter writes for people. On a terminal it shows the line with the place marked under it, what to write instead and,
// at the end, a summary; elsewhere a line a finding.
type textPrinter struct {
	w       io.Writer
	o       Options
	replies int
	failed  int
	count   map[rule.Level]int

	path, faint, mark *color.Color
	level             map[rule.Level]*color.Color
}

func newText(w io.Writer, o Options) *textPrinter {
	p := &textPrinter{
		w: w, o: o, count: map[rule.Level]int{},
		path: color.New(color.Bold), faint: color.New(color.Faint), mark: color.New(color.FgGreen, color.Bold),
		level: map[rule.Level]*color.Color{
			rule.Error: color.New(color.FgRed, color.Bold), rule.Warning: color.New(color.FgYellow, color.Bold),
			rule.Info: color.New(color.FgCyan, color.Bold),
		},
	}
	for _, c := range []*color.Color{p.path, p.faint, p.mark, p.level[rule.Error], p.level[rule.Warning], p.level[rule.Info]} {
		if o.Color {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
	}
	return p
}

func (p *textPrinter) Result(r *lint.Result) error {
	p.replies += len(r.Items)
	if r.Err != nil {
		p.failed++
	}
	var b strings.Builder
	for i := range r.Findings {
		f := &r.Findings[i]
		p.count[f.Level]++
		p.finding(&b, f)
	}
	_, err := io.WriteString(p.w, b.String())
	return err
}

func (p *textPrinter) finding(b *strings.Builder, f *rule.Finding) {
	l := p.o.Lang
	start, end := span(f)
	level := lang.Say("level-" + f.Level.String()).In(l)
	fmt.Fprintf(b, "%s %s %s %s\n",
		p.path.Sprintf("%s:%d:%d:", f.Item.File.Path, start.Line, p.o.column(start)),
		p.level[f.Level].Sprint(level+":"), f.Message.In(l), p.faint.Sprintf("[%s]", f.Rule.ID))
	if !p.o.Full {
		return
	}
	gutter := fmt.Sprintf("%5d", start.Line)
	margin := strings.Repeat(" ", len(gutter))
	line, at := f.Item.File.Line(start.Line)
	from := f.Span.Start - at.Start
	to := len(line)
	if end.Line == start.Line {
		to = f.Span.End - at.Start
	}
	if f.Span.In(f.Item.File.Text) != f.Words() { // the file has it in another form; what the customer reads is shown
		line, from, to = f.Said, f.Marked.Start, f.Marked.End
		line = strings.NewReplacer("\r\n", "  ", "\n", " ", "\r", " ").Replace(line)
	}
	shown, before, marked := excerpt(line, from, to, p.o.Width-len(gutter)-len(" | "))
	fmt.Fprintf(b, "%s %s\n", p.faint.Sprintf("%s |", gutter), shown)
	fmt.Fprintf(b, "%s %s%s\n", p.faint.Sprintf("%s |", margin), strings.Repeat(" ", before), p.mark.Sprint(strings.Repeat("^", max(marked, 1))))
	for _, s := range f.Suggestions {
		fmt.Fprintf(b, "%s %s\n", margin, p.wrap(lang.Say("text-suggest", s.Message).In(l), margin+"   "))
	}
	for _, r := range f.Related {
		other := r.Item.File
		at := other.Position(r.Span.Start)
		say := lang.Say("text-related", r.Message, at.Line)
		if other != f.Item.File {
			say = lang.Say("text-related-file", r.Message, other.Path, at.Line, p.o.column(at))
		}
		fmt.Fprintf(b, "%s %s\n", margin, say.In(l))
	}
	b.WriteByte('\n')
}

// wrap breaks a note for the terminal; its first line stands one cell further left than the others.
func (p *textPrinter) wrap(s, indent string) string {
	return text.Wrap(s, p.o.Width-text.Width(indent)+2, indent)
}

// cut stands where a line goes on but is not shown. It is ASCII because terminals disagree on the width of the ellipsis.
const cut = "..."

// excerpt shortens a line that is wider than room cells around the bytes [from, to), and gives how many cells stand before
// the marked part and how many it takes. Without room (0 or less) the line is left whole.
func excerpt(line string, from, to, room int) (shown string, before, marked int) {
	from = min(max(from, 0), len(line))
	to = min(max(to, from), len(line))
	plain := strings.NewReplacer("\t", " ").Replace
	lead, middle, tail := plain(strings.TrimLeft(line[:from], " \u3000\t")), plain(line[from:to]), plain(strings.TrimRight(line[to:], " \u3000\t"))
	marked = text.Width(middle)
	if room > 0 && text.Width(lead)+marked+text.Width(tail) > room {
		side := max((room-marked)/2, 12)
		lead = text.Tail(lead, max(side, room-marked-text.Width(tail)), cut)
		tail = text.Head(tail, max(room-marked-text.Width(lead), 12), cut)
	}
	return lead + middle + tail, text.Width(lead), marked
}

func (p *textPrinter) Close() error {
	if !p.o.Full {
		return nil
	}
	l := p.o.Lang
	total := p.count[rule.Error] + p.count[rule.Warning] + p.count[rule.Info]
	say := lang.Say("text-clean", p.replies)
	if total > 0 {
		say = lang.Say("text-summary", p.replies, total, p.count[rule.Error], p.count[rule.Warning], p.count[rule.Info])
	}
	if p.replies == 0 {
		return nil
	}
	_, err := fmt.Fprintln(p.w, say.In(l))
	return err
}
