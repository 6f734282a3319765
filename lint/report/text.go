package report

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

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
	p.replies += r.Replies
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
	shown, before, marked := excerpt(line, from, to)
	fmt.Fprintf(b, "%s %s\n", p.faint.Sprintf("%s |", gutter), shown)
	fmt.Fprintf(b, "%s %s%s\n", p.faint.Sprintf("%s |", margin), strings.Repeat(" ", before), p.mark.Sprint(strings.Repeat("^", max(marked, 1))))
	for _, s := range f.Suggestions {
		fmt.Fprintf(b, "%s %s\n", margin, lang.Say("text-suggest", s.Message).In(l))
	}
	for _, r := range f.Related {
		fmt.Fprintf(b, "%s %s\n", margin, lang.Say("text-related", r.Message, f.Item.File.Position(r.Span.Start).Line).In(l))
	}
	b.WriteByte('\n')
}

// room is how many terminal cells of a long line are shown on each side of the marked place.
const room = 36

// excerpt shortens a line around the bytes [from, to), and gives how many cells stand before the marked part and how many
// it takes.
func excerpt(line string, from, to int) (shown string, before, marked int) {
	from = min(max(from, 0), len(line))
	to = min(max(to, from), len(line))
	lead := strings.TrimLeft(line[:from], " \u3000\t")
	if text.Width(lead) > room {
		for text.Width(lead) > room {
			_, n := utf8.DecodeRuneInString(lead)
			lead = lead[n:]
		}
		lead = "… " + lead
	}
	tail := line[to:]
	if text.Width(tail) > room {
		for text.Width(tail) > room {
			_, n := utf8.DecodeLastRuneInString(tail)
			tail = tail[:len(tail)-n]
		}
		tail += " …"
	}
	plain := strings.NewReplacer("\t", " ").Replace(lead + line[from:to] + tail)
	return plain, text.Width(lead), text.Width(line[from:to])
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
