package input

import (
	"bufio"
	"encoding/base64"
	"errors"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // subjects in any encoding
	"github.com/emersion/go-message/textproto"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/text"
)

// mailPart is a mail: the whole, or one of its parts. Places are bytes on disk.
type mailPart struct {
	header message.Header
	head   text.Span
	body   text.Span
	kind   string // content type
	params map[string]string
	parts  []*mailPart
}

// mostNested is how deeply the parts of a mail may be nested; what lies deeper is not looked at.
const mostNested = 20

// parseMail finds the parts of the mail that stands in raw at span.
func parseMail(raw string, span text.Span, depth int) *mailPart {
	p := &mailPart{head: span}
	at := span.Start
	for at < span.End { // down to the first empty line
		end := span.End
		if i := strings.IndexByte(raw[at:span.End], '\n'); i >= 0 {
			end = at + i + 1
		}
		blank := strings.TrimRight(raw[at:end], "\r\n") == ""
		at = end
		if blank {
			break
		}
	}
	p.head.End, p.body = at, text.Span{Start: at, End: span.End}
	h, _ := textproto.ReadHeader(bufio.NewReader(strings.NewReader(p.head.In(raw) + "\r\n")))
	p.header = message.Header{Header: h}
	p.kind, p.params, _ = p.header.ContentType()
	if p.kind == "" {
		p.kind = "text/plain"
	}
	if boundary := p.params["boundary"]; strings.HasPrefix(p.kind, "multipart/") && boundary != "" && depth < mostNested {
		for _, s := range between(raw, p.body, "--"+boundary) {
			p.parts = append(p.parts, parseMail(raw, s, depth+1))
		}
	}
	return p
}

// between gives what stands between the lines that a boundary makes.
func between(raw string, span text.Span, boundary string) (out []text.Span) {
	start := -1
	for at := span.Start; at < span.End; {
		end := span.End
		if i := strings.IndexByte(raw[at:span.End], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := strings.TrimRight(raw[at:end], " \t\r\n")
		if line == boundary || line == boundary+"--" {
			if start >= 0 {
				stop := at // the line end before the boundary belongs to it
				if stop > start && raw[stop-1] == '\n' {
					stop--
				}
				if stop > start && raw[stop-1] == '\r' {
					stop--
				}
				out = append(out, text.Span{Start: start, End: stop})
			}
			if start = end; line != boundary {
				return out
			}
		}
		at = end
	}
	if start >= 0 { // the last one is not closed
		out = append(out, text.Span{Start: start, End: span.End})
	}
	return out
}

// texts are the parts that a reader sees: of alternatives the plain one, if there is one.
func (p *mailPart) texts() (out []*mailPart) {
	if d, params, _ := p.header.ContentDisposition(); d == "attachment" || params["filename"] != "" {
		return nil
	}
	switch {
	case p.kind == "multipart/alternative":
		for _, c := range p.parts {
			if t := c.texts(); len(t) > 0 && (len(out) == 0 || out[0].kind != "text/plain" && t[0].kind == "text/plain") {
				out = t
			}
		}
	case p.kind == "multipart/related":
		if len(p.parts) > 0 {
			out = p.parts[0].texts()
		}
	case strings.HasPrefix(p.kind, "multipart/"):
		for _, c := range p.parts {
			out = append(out, c.texts()...)
		}
	case p.kind == "text/plain" || p.kind == "text/html":
		out = []*mailPart{p}
	}
	return out
}

// transfer is how the body of a part is written in the mail.
func (p *mailPart) transfer() string {
	t := strings.ToLower(strings.TrimSpace(p.header.Get("Content-Transfer-Encoding")))
	if t == "quoted-printable" || t == "base64" {
		return t
	}
	return ""
}

// readMail reads a mail as one reply: its text, below its subject.
func readMail(f *text.File, encoding string) (*text.File, []*Item, error) {
	raw := string(f.Bytes())
	start := 0
	if strings.HasPrefix(raw, boms[0].mark) {
		start = len(boms[0].mark)
	}
	if strings.HasPrefix(raw[start:], "From ") { // of a mailbox
		start += strings.IndexByte(raw[start:]+"\n", '\n') + 1
	}
	start = min(start, len(raw))
	top := parseMail(raw, text.Span{Start: start, End: len(raw)}, 0)
	if top.header.Len() == 0 {
		return nil, nil, lang.Errorf("input-mail-header", f.Path)
	}
	parts := top.texts()
	// The text of the file: what is written as it reads in its own encoding, everything else byte by byte.
	var w text.Builder
	at := 0
	places := make([]text.Span, len(parts))
	sets := make([]*charset, len(parts))
	for i, p := range parts {
		asWritten(&w, at, raw[at:p.body.Start])
		places[i].Start = w.Len()
		body := p.body.In(raw)
		if p.transfer() != "" {
			asWritten(&w, p.body.Start, body)
		} else if sets[i] = p.charset(body, encoding); sets[i] == nil || sets[i].read(&w, p.body.Start, body) >= 0 {
			return nil, nil, lang.Errorf("input-mail-charset", f.Path, 1+strings.Count(raw[:p.body.Start], "\n"), p.params["charset"])
		}
		places[i].End = w.Len()
		at = p.body.End
	}
	asWritten(&w, at, raw[at:])
	t, m := w.Done()
	d := text.Decoded(f.Path, f.Bytes(), t, m)
	it := &Item{File: d}
	if len(parts) == 0 {
		return d, nil, lang.Errorf("input-mail-no-text", f.Path)
	}
	var out text.Builder
	if subject, err := top.header.Text("Subject"); err == nil && subject != "" {
		it.Meta.Title = subject
		out.Replace(subjectPlace(t), "Subject: "+strings.Join(strings.Fields(subject), " ")+"\n\n")
	}
	var errs []error
	for i, p := range parts {
		s, m, err := p.read(t, places[i], encoding)
		if err != nil {
			line := d.Position(places[i].Start).Line
			errs = append(errs, lang.Errorf("input-mail-charset", f.Path, line, p.params["charset"]))
			continue
		}
		if i > 0 {
			out.Replace(text.Span{Start: places[i].Start, End: places[i].Start}, "\n\n")
		}
		out.Append(s, m)
		switch {
		case p.transfer() != "":
			it.escapes = append(it.escapes, never)
		case i == 0:
			d.In(sets[0])
			if p.kind == "text/html" {
				it.escapes = append(it.escapes, inHTML)
			}
		case sets[i] != sets[0] || p.kind != parts[0].kind:
			it.escapes = append(it.escapes, never)
		}
	}
	it.Text, it.Map = out.Done()
	if strings.TrimSpace(it.Text) == "" || len(errs) == len(parts) {
		if len(errs) == 0 {
			errs = append(errs, lang.Errorf("input-mail-no-text", f.Path))
		}
		return d, nil, errors.Join(errs...)
	}
	rd := &reading{file: d, errs: errs}
	rd.add(it)
	return d, rd.items, errors.Join(rd.errs...)
}

// never writes nothing: what would be rewritten is not there in plain sight.
func never(s string) (string, bool) { return s, false }

// subjectPlace is the line of the subject.
func subjectPlace(mail string) text.Span {
	const name = "subject:"
	for at := 0; at < len(mail); {
		end := len(mail)
		if i := strings.IndexByte(mail[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := strings.TrimRight(mail[at:end], "\r")
		if line == "" {
			break
		}
		if len(line) >= len(name) && strings.EqualFold(line[:len(name)], name) {
			return text.Span{Start: at, End: at + len(line)}
		}
		at = end + 1
	}
	return text.Span{}
}

// asWritten appends what need not be read: as UTF-8 if it is that, else every byte as a character.
func asWritten(w *text.Builder, at int, s string) {
	if utf8.ValidString(s) {
		w.Copy(at, s)
		return
	}
	for i := range len(s) {
		if s[i] < utf8.RuneSelf {
			w.Copy(at+i, s[i:i+1])
		} else {
			w.Units(at+i, 1, string(rune(s[i])), 2)
		}
	}
}

// charset is the encoding of the bytes of a part: the one that it names, unless the bytes are not of it; then the one they look like.
func (p *mailPart) charset(body, encoding string) *charset {
	named := p.params["charset"]
	if named == "" {
		named = encoding
	}
	if c := mailCharset(named); c != nil {
		var w text.Builder
		if c.read(&w, 0, body) < 0 && !(c == utf8Set && strings.Contains(body, escape7+"$")) {
			return c
		}
	}
	return detect(body)
}

// read is the readable text of a part whose body stands in file at span.
func (p *mailPart) read(file string, span text.Span, encoding string) (string, text.Map, error) {
	s, m := span.In(file), text.Identity(span.Start, span.Len())
	if t := p.transfer(); t != "" {
		var w text.Builder
		if t == "base64" {
			fromBase64(&w, span, file)
		} else {
			fromQuotedPrintable(&w, span, file)
		}
		var bytes string
		bytes, m = w.Done()
		c := p.charset(bytes, encoding)
		if c == nil {
			return "", text.Map{}, errors.New("no charset")
		}
		var u text.Builder
		if c.read(&u, 0, bytes) >= 0 {
			return "", text.Map{}, errors.New("not of the charset")
		}
		var inner text.Map
		s, inner = u.Done()
		m = m.Then(inner)
	}
	switch {
	case p.kind == "text/html":
		var inner text.Map
		s, inner = fromHTML(s)
		m = m.Then(inner)
	case strings.EqualFold(p.params["format"], "flowed"):
		var inner text.Map
		s, inner = unflow(s, strings.EqualFold(p.params["delsp"], "yes"))
		m = m.Then(inner)
	}
	return s, m, nil
}

// fromQuotedPrintable decodes what stands in file at span.
func fromQuotedPrintable(w *text.Builder, span text.Span, file string) {
	for at := span.Start; at < span.End; {
		end := span.End
		if i := strings.IndexByte(file[at:span.End], '\n'); i >= 0 {
			end = at + i + 1
		}
		line := file[at:end]
		body := strings.TrimRight(line, " \t\r\n") // white space at the end of a line is not of the text
		soft := strings.HasSuffix(body, "=")
		if soft {
			body = body[:len(body)-1]
		}
		for i := 0; i < len(body); {
			j := i
			for j < len(body) && body[j] != '=' {
				j++
			}
			w.Copy(at+i, body[i:j])
			if i = j; i == len(body) {
				break
			}
			if i+2 < len(body) && hex(body[i+1]) >= 0 && hex(body[i+2]) >= 0 {
				w.Units(at+i, 3, string([]byte{byte(hex(body[i+1])<<4 | hex(body[i+2]))}), 1)
				i += 3
				continue
			}
			w.Copy(at+i, body[i:i+1])
			i++
		}
		if n := len(line) - len(strings.TrimRight(line, "\r\n")); n > 0 && !soft {
			w.Copy(end-n, line[len(line)-n:])
		}
		at = end
	}
}

func hex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// fromBase64 decodes what stands in file at span. Characters that are none of base64 are passed over.
func fromBase64(w *text.Builder, span text.Span, file string) {
	valid := func(c byte) bool {
		return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '+' || c == '/'
	}
	var group []byte // begun in a stretch before
	first := 0
	flush := func(end int) {
		if b, err := base64.RawStdEncoding.DecodeString(string(group)); err == nil && len(b) > 0 {
			w.Replace(text.Span{Start: first, End: end}, string(b))
		}
		group = group[:0]
	}
	for at := span.Start; at < span.End; {
		if !valid(file[at]) {
			if file[at] == '=' {
				flush(at)
			}
			at++
			continue
		}
		end := at
		for end < span.End && valid(file[end]) {
			end++
		}
		for ; len(group) > 0 && at < end; at++ {
			if group = append(group, file[at]); len(group) == 4 {
				flush(at + 1)
			}
		}
		if whole := (end - at) / 4 * 4; whole > 0 {
			if b, err := base64.StdEncoding.DecodeString(file[at : at+whole]); err == nil {
				w.Base64(at, string(b))
			}
			at += whole
		}
		if at < end {
			first, group = at, append(group, file[at:end]...)
			at = end
		}
	}
	flush(span.End)
}

// unflow joins the lines of format=flowed that end in a space; with delsp the space is not of the text.
func unflow(s string, delsp bool) (string, text.Map) {
	var w text.Builder
	depth := -1 // of the line that goes on
	for at := 0; at < len(s); {
		end := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		stop := at + len(strings.TrimRight(s[at:end], "\r\n"))
		start := at
		for start < stop && s[start] == '>' {
			start++
		}
		quoted := start - at
		if start < stop && s[start] == ' ' { // stuffed
			start++
		}
		if depth != quoted {
			if depth >= 0 { // a paragraph ends where the depth changes
				w.Replace(text.Span{Start: at, End: at}, "\n")
			}
			if quoted > 0 {
				w.Copy(at, s[at:start])
			}
		}
		line := s[start:stop]
		depth = -1
		switch {
		case line == "-- ":
			w.Copy(start, s[start:end])
		case strings.HasSuffix(line, " "):
			if delsp {
				line = line[:len(line)-1]
			}
			w.Copy(start, line)
			depth = quoted
		default:
			w.Copy(start, s[start:end])
		}
		at = end
	}
	return w.Done()
}
