package input

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	xast "github.com/yuin/goldmark/extension/ast"
	gm "github.com/yuin/goldmark/text"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// readMarkdown reads a text in Markdown as one reply, behind its front matter if it has one; or its fenced blocks as replies.
func readMarkdown(rd *reading) {
	meta, start, err := ownFrontMatter(rd.file, true)
	if err != nil {
		rd.fail(err)
		return
	}
	if unruly(rd.file.Text[start:]) {
		readPlain(rd)
		return
	}
	if !rd.source.Fences {
		it := &Item{File: rd.file, Text: rd.file.Text[start:], Map: text.Identity(start, len(rd.file.Text)-start)}
		withoutComments(it) // else one would end the paragraph it stands in
		t, m := fromMarkdown(it.Text)
		rd.whole(t, it.Map.Then(m), meta, inMarkdown)
		return
	}
	src := rd.file.Text[start:]
	n, title := 0, ""
	_ = ast.Walk(parseMarkdown([]byte(src)), func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		switch b := node.(type) {
		case *ast.Heading:
			if entering && b.Lines().Len() > 0 {
				s := b.Lines().At(0)
				title = strings.TrimSpace(src[s.Start:s.Stop])
			}
		case *ast.FencedCodeBlock:
			if !entering {
				break
			}
			var w text.Builder
			for i := range b.Lines().Len() {
				s := b.Lines().At(i)
				w.Copy(start+s.Start, src[s.Start:s.Stop])
			}
			t, m := w.Done()
			meta := meta
			meta.Title = title
			rd.field("/"+strconv.Itoa(n), t, m, meta)
			n++
		}
		return ast.WalkContinue, nil
	})
	if len(rd.items) == 0 {
		rd.fail(lang.Errorf("input-no-fences", rd.file.Path))
	}
}

// unruly reports whether text is no Markdown that anybody wrote, for which the parser takes more than linear time: thousands of
// brackets in a paragraph, or quotations in quotations beyond measure.
func unruly(s string) bool {
	brackets := 0
	for line := range strings.Lines(s) {
		if strings.TrimSpace(line) == "" {
			brackets = 0
		}
		if brackets += strings.Count(line, "["); brackets > mostBrackets {
			return true
		}
		begin, _, _ := strings.Cut(strings.TrimLeft(line, "> \t-+*.0123456789"), "\n")
		if depth := len(line) - len(begin); depth > mostMarks && strings.Count(line[:depth], ">") > mostMarks {
			return true
		}
	}
	return false
}

const (
	mostBrackets = 1000
	mostMarks    = 100
)

func parseMarkdown(src []byte) ast.Node {
	return goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(gm.NewReader(src))
}

// fromMarkdown is the readable text of Markdown.
func fromMarkdown(src string) (string, text.Map) {
	w := markdown{page: page{src: src}, text: src}
	w.bytes = append(make([]byte, 0, len(w.text)), w.text...)
	w.block(parseMarkdown(w.bytes))
	return w.out.Done()
}

// markdown writes Markdown as a letter.
type markdown struct {
	page
	text  string // the Markdown,
	bytes []byte // likewise, with nothing behind it in memory
}

func (w *markdown) span(start, stop int) text.Span { return text.Span{Start: start, End: stop} }

// block writes the blocks inside n.
func (w *markdown) block(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch b := c.(type) {
		case *ast.Heading:
			w.end(true)
			last := c.Lines().Len() - 1
			if last >= 0 && w.letter(b) {
				w.inline(c)
				w.end(false)
				at := c.Lines().At(last).Stop
				w.write(w.span(at, at), "---")
			} else {
				w.mark = strings.Repeat("#", b.Level) + " "
				w.inline(c)
			}
			w.mark = ""
			w.end(true)
		case *ast.Paragraph:
			w.end(true)
			w.inline(c)
			w.end(true)
		case *ast.TextBlock:
			w.end(false)
			w.inline(c)
			w.end(false)
		case *ast.List:
			w.end(true)
			n := b.Start
			for item := c.FirstChild(); item != nil; item = item.NextSibling() {
				w.mark = "- "
				if b.IsOrdered() {
					w.mark = strconv.Itoa(n) + ". "
				}
				n++
				hang := w.hang
				w.hang = "  "
				w.block(item)
				w.hang, w.mark = hang, ""
				w.end(false)
			}
			w.end(true)
		case *ast.Blockquote:
			w.end(true)
			w.quote++
			w.block(c)
			w.quote--
			w.end(true)
		case *ast.FencedCodeBlock, *ast.CodeBlock:
			w.code(c)
		case *ast.HTMLBlock:
			w.html(b)
		case *ast.ThematicBreak:
			w.end(true)
		case *xast.Table:
			w.end(true)
			for row := c.FirstChild(); row != nil; row = row.NextSibling() {
				for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
					w.end(false)
					w.mark = "- "
					w.inline(cell)
					w.mark = ""
				}
			}
			w.end(true)
		default:
			if c.Type() == ast.TypeBlock {
				w.block(c)
			}
		}
	}
}

// letter reports whether a heading is one only because a letter has a rule below a sentence.
func (w *markdown) letter(h *ast.Heading) bool {
	s := h.Lines().At(h.Lines().Len() - 1)
	t := strings.TrimSpace(w.text[s.Start:s.Stop])
	begin := strings.LastIndexByte(w.text[:h.Lines().At(0).Start], '\n') + 1
	return !strings.HasPrefix(strings.TrimLeft(w.text[begin:], " >"), "#") && (strings.HasSuffix(t, "。") || h.Lines().Len() > 1)
}

// code writes a block of code between fences.
func (w *markdown) code(n ast.Node) {
	if n.Lines().Len() == 0 {
		return
	}
	w.end(true)
	const fence = "```"
	at := n.Lines().At(0).Start
	w.write(w.span(at, at), fence)
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		w.end(false)
		if line := strings.TrimRight(w.text[s.Start:s.Stop], "\r\n"); line != "" {
			w.write(w.span(s.Start, s.Start+len(line)), line)
		}
		at = s.Stop
	}
	w.end(false)
	w.write(w.span(at, at), fence)
	w.end(true)
}

// html writes a block of HTML.
func (w *markdown) html(b *ast.HTMLBlock) {
	var raw text.Builder
	for i := range b.Lines().Len() {
		s := b.Lines().At(i)
		raw.Copy(s.Start, w.text[s.Start:s.Stop])
	}
	if b.HasClosure() {
		raw.Copy(b.ClosureLine.Start, w.text[b.ClosureLine.Start:b.ClosureLine.Stop])
	}
	src, m := raw.Done()
	t, inner := fromHTML(src)
	if strings.TrimSpace(t) == "" {
		return
	}
	w.end(true)
	at, _ := m.Raw(text.Span{})
	w.write(text.Span{Start: at.Start, End: at.Start}, "")
	w.out.Append(t, m.Then(inner))
	w.end(true)
}

// inline writes what stands in a line.
func (w *markdown) inline(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch i := c.(type) {
		case *ast.Text:
			w.segment(i.Segment.Start, i.Segment.Stop, i.IsRaw())
			at := w.span(i.Segment.Stop, i.Segment.Stop)
			switch {
			case i.HardLineBreak():
				w.out.Replace(at, "  ") // never joined with the next
				w.end(false)
			case i.SoftLineBreak():
				w.end(false)
			}
		case *ast.CodeSpan:
			from, to := -1, 0
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					if from < 0 {
						from = t.Segment.Start
					}
					to = t.Segment.Stop
				}
			}
			if from >= 0 {
				w.write(w.span(from, from), "`")
				w.write(w.span(from, to), strings.NewReplacer("\n", " ", "\r", "", "`", "'").Replace(w.text[from:to]))
				w.write(w.span(to, to), "`")
			}
		case *ast.AutoLink:
			label := i.Label(w.bytes)
			at := len(w.bytes) - cap(label) // it is a slice of them
			w.write(w.span(at, at+len(label)), string(label))
		case *ast.RawHTML:
			if s := i.Segments.At(0); strings.HasPrefix(strings.ToLower(w.text[s.Start:s.Stop]), "<br") {
				w.end(false)
			}
		case *ast.Image, *xast.TaskCheckBox:
		case *ast.String:
		default:
			w.inline(c)
		}
	}
}

// segment writes a stretch of text with its escapes and references.
func (w *markdown) segment(start, stop int, raw bool) {
	for i := start; i < stop; {
		j := i
		for j < stop && (raw || w.text[j] != '\\' && w.text[j] != '&') {
			j++
		}
		if j > i {
			w.write(w.span(i, j), w.text[i:j])
			i = j
			continue
		}
		switch {
		case w.text[i] == '&':
			n, value := entity(w.text[i:stop])
			w.write(w.span(i, i+n), value)
			i += n
		case i+1 < stop && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", w.text[i+1]) >= 0:
			w.write(w.span(i, i+2), w.text[i+1:i+2])
			i += 2
		default:
			w.write(w.span(i, i+1), w.text[i:i+1])
			i++
		}
	}
}

// inMarkdown writes text in Markdown; what might mean something there is refused.
func inMarkdown(s string) (string, bool) { return s, !strings.ContainsAny(s, "\r\n\\`*_[]<>&#|~") }
