package input

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yorisoi/yorisoi/lint/text"
)

// Comment is a comment in a file that speaks to yorisoi: its text begins with "yorisoi-". It is no part of any reply.
type Comment struct {
	Span text.Span // of File.Text: the comment with its marks
	Text string    // without its marks, in ordinary width
	// Apart says that such comments stand between replies and not in them: what comes next is a reply, not a line.
	Apart bool
	// Bare says that it is not marked as a comment in the way the format asks for, and will be read by customers.
	Bare bool
}

// The forms of comments, by format. Group 1 is what is said.
var (
	lineComment = regexp.MustCompile(`^\s*(?:#|//|;|<!--)?\s*(yorisoi-[a-z].*?)\s*(?:-->)?\s*$`)
	hashComment = regexp.MustCompile(`^\s*#?\s*(yorisoi-(?:disable|enable).*?)\s*$`)
	bareComment = regexp.MustCompile(`^\s*(?:#|//|;)?\s*(yorisoi-(?:disable|enable).*?)\s*$`)
	tagComment  = regexp.MustCompile(`(?s)<!--\s*(yorisoi-[a-z].*?)\s*-->`)
)

// Comments finds the comments that speak to yorisoi. The form of a comment is that of the format: a line of its own in a
// text, with or without a mark before it, a line behind # in YAML, <!-- --> in Markdown and HTML. Other formats have none.
func Comments(f *text.File) []Comment {
	switch commentsOf(f.Path) {
	case "line":
		return lineComments(f.Text, lineComment)
	case "hash":
		out := lineComments(f.Text, hashComment)
		for i := range out {
			out[i].Apart = true
		}
		return out
	case "tag":
		out := tagComments(f.Text)
		for _, c := range lineComments(f.Text, bareComment) {
			if !slices.ContainsFunc(out, func(o Comment) bool { return o.Span.Overlaps(c.Span) }) {
				c.Bare = true
				out = append(out, c)
			}
		}
		return out
	}
	return nil
}

// commentsOf is the kind of comments in files of that name.
func commentsOf(path string) string {
	format, known := formatOf(path)
	switch {
	case !known:
		return "line"
	case format.Name == "yaml":
		return "hash"
	case format.Name == "markdown", format.Name == "html", strings.HasSuffix(strings.ToLower(path), ".md"), strings.HasSuffix(strings.ToLower(path), ".markdown"):
		return "tag"
	case format.Name == "text":
		return "line"
	}
	return ""
}

// lineComments finds comments that take a line of their own.
func lineComments(s string, form *regexp.Regexp) (out []Comment) {
	for start := 0; start < len(s); {
		end, next := lineAt(s, start)
		if l := s[start:end]; strings.Contains(l, "-") || strings.ContainsRune(l, wideHyphen) {
			folded, _ := text.Fold(l, nil)
			if m := form.FindStringSubmatch(folded); m != nil {
				at := start + len(l) - len(strings.TrimSpace(strings.TrimRight(l, " \t\u3000"))) // behind the indentation
				out = append(out, Comment{Span: text.Span{Start: at, End: end}, Text: m[1]})
			}
		}
		start = next
	}
	return out
}

const wideHyphen = '\uff0d'

// lineAt gives the end of the line that begins at start, without and with its line end.
func lineAt(s string, start int) (end, next int) {
	n := strings.IndexAny(s[start:], "\r\n")
	if n < 0 {
		return len(s), len(s)
	}
	end = start + n
	next = end + 1
	if strings.HasPrefix(s[end:], "\r\n") {
		next++
	}
	return end, next
}

// tagComments finds comments in angle brackets.
func tagComments(s string) (out []Comment) {
	for _, m := range tagComment.FindAllStringSubmatchIndex(s, -1) {
		folded, _ := text.Fold(s[m[2]:m[3]], nil)
		out = append(out, Comment{Span: text.Span{Start: m[0], End: m[1]}, Text: strings.Join(strings.Fields(folded), " ")})
	}
	return out
}

// withoutComments takes the comments that speak to yorisoi out of the text of a reply, with the line that one has to itself.
func withoutComments(it *Item) {
	var found []Comment
	switch commentsOf(it.File.Path) {
	case "line":
		found = lineComments(it.Text, lineComment)
	case "tag":
		found = tagComments(it.Text)
	}
	if len(found) == 0 {
		return
	}
	var b text.Builder
	at := 0
	for _, c := range found {
		from, to := c.Span.Start, c.Span.End
		line := strings.LastIndexAny(it.Text[:from], "\r\n") + 1
		if end, next := lineAt(it.Text, to); strings.TrimSpace(it.Text[line:from]+it.Text[to:end]) == "" && line >= at {
			from, to = line, next
		}
		b.Copy(at, it.Text[at:from])
		at = to
	}
	b.Copy(at, it.Text[at:])
	cut, m := b.Done()
	it.Text, it.Map = cut, it.Map.Then(m)
}

// CommentIn is what goes before and behind a comment that stands on a line of its own above another line, in files of that
// name. ok is false where comments are none of lines.
func CommentIn(path string) (open, end string, ok bool) {
	switch commentsOf(path) {
	case "line":
		return "# ", "", true
	case "tag":
		return "<!-- ", " -->", true
	}
	return "", "", false
}
