package input

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// Format is a kind of file.
type Format struct {
	Name       string
	Extensions []string
	// Ambiguous: a file of that name may also be something that holds no replies.
	Ambiguous bool
	// Streams: replies are read one after the other, however large the file is.
	Streams bool

	read func(rd *reading)
	// mail: every part of the file may be in another encoding, and says so.
	mail func(f *text.File, encoding string) (*text.File, []*Item, error)
}

// formats are the kinds of file that hold replies, plain text first.
func formats() []Format {
	return []Format{
		{Name: "text", Extensions: []string{".txt", ".text"}, read: readPlain},
		{Name: "markdown", Extensions: []string{".md", ".markdown"}, read: readMarkdown},
		{Name: "html", Extensions: []string{".html", ".htm"}, read: readHTML},
		{Name: "eml", Extensions: []string{".eml"}, mail: readMail},
		{Name: "yaml", Extensions: []string{".yaml", ".yml"}, Ambiguous: true, read: readYAML},
		{Name: "json", Extensions: []string{".json"}, Ambiguous: true, read: readJSON},
		{Name: "jsonl", Extensions: []string{".jsonl", ".ndjson"}, Ambiguous: true, Streams: true, read: readJSONLines},
		{Name: "csv", Extensions: []string{".csv"}, Ambiguous: true, Streams: true, read: readTable(',')},
		{Name: "tsv", Extensions: []string{".tsv", ".tab"}, Ambiguous: true, Streams: true, read: readTable('\t')},
	}
}

// Formats are the names of the kinds of file that hold replies.
func Formats() (names []string) {
	for _, f := range formats() {
		names = append(names, f.Name)
	}
	return names
}

// CheckFormat reports a name that is that of no format, and the nearest that is.
func CheckFormat(name string) *lang.Error {
	if name == "" || slices.Contains(Formats(), name) {
		return nil
	}
	near := any("")
	if n := strict.Nearest(name, Formats()); n != "" {
		near = lang.Say("did-you-mean", n)
	}
	return lang.Errorf("bad-choice", name, "--input-format", strings.Join(Formats(), ", "), near)
}

// Extensions are the file name extensions by which a folder is searched for replies.
func Extensions() []string {
	all := templates()
	for _, f := range formats() {
		all = append(all, f.Extensions...)
	}
	sort.Strings(all)
	return all
}

// Known reports whether the name of a file says that it may hold replies.
func Known(path string) bool {
	_, ok := formatOf(path)
	return ok
}

// Ambiguous reports whether a file of that name may also be something that holds no replies.
func Ambiguous(path string) bool {
	f, ok := formatOf(path)
	return ok && f.Ambiguous
}

// templates are the extensions of template languages. What the template is for stands before them: mail.html.twig.
func templates() []string {
	return []string{".liquid", ".twig", ".mustache", ".hbs", ".handlebars", ".ftl", ".erb", ".j2", ".jinja", ".jinja2"}
}

func formatOf(path string) (Format, bool) {
	ext := strings.ToLower(filepath.Ext(path))
	if slices.Contains(templates(), ext) {
		f, ok := formatOf(strings.TrimSuffix(path, filepath.Ext(path)))
		if !ok {
			f = formats()[0]
		}
		f.Ambiguous = true
		return f, true
	}
	for _, f := range formats() {
		if slices.Contains(f.Extensions, ext) {
			return f, true
		}
	}
	return Format{}, false
}

// Reader reads files. The zero value goes by their names and bytes alone.
type Reader struct {
	Format   string // of all files, whatever their names
	Encoding string // of all files, whatever their bytes
	Source   Source // what a configuration says of the file; the above go before it
}

// format is the kind of file that path is read as: plain text if nothing tells.
func (r *Reader) format(path string) Format {
	for _, name := range []string{r.Format, r.Source.Format} {
		for _, f := range formats() {
			if f.Name == name {
				return f
			}
		}
	}
	if f, ok := formatOf(path); ok {
		return f
	}
	return formats()[0]
}

// Streams reports whether the replies of the file at path can be read one after the other.
func (r *Reader) Streams(path string) bool { return r.format(path).Streams }

func (r *Reader) encoding() string {
	if r.Encoding != "" {
		return r.Encoding
	}
	return r.Source.Encoding
}

// Read finds the replies in f, and gives f as it reads in its encoding. What cannot be read is in the error, which names the
// file, the place and what to do; the replies that can be read are there all the same.
func (r *Reader) Read(f *text.File) (*text.File, []*Item, error) {
	format := r.format(f.Path)
	if len(f.Bytes()) == 0 {
		return f, nil, lang.Errorf("input-empty", f.Path)
	}
	if format.mail != nil {
		d, items, err := format.mail(f, r.encoding())
		if d == nil {
			d = f
		}
		return d, items, err
	}
	d, err := f, error(nil)
	if inUTF8Already(f, r.encoding()) {
		f.In(utf8Set)
	} else if d, err = Decode(f.Path, f.Bytes(), r.encoding()); err != nil {
		return f, nil, err
	}
	if strings.TrimSpace(d.Text) == "" {
		return d, nil, lang.Errorf("input-empty", f.Path)
	}
	rd := &reading{file: d, source: &r.Source}
	format.read(rd)
	if len(rd.items)+len(rd.errs) == 0 {
		rd.fail(lang.Errorf("input-empty", f.Path))
	}
	return d, rd.items, errors.Join(rd.errs...)
}

// Read finds the replies in f by its name and bytes alone.
func Read(f *text.File) ([]*Item, error) {
	_, items, err := new(Reader).Read(f)
	return items, err
}

// Message is what a customer's message says, which need not be a reply. The file may be in any encoding; name says which, if it is
// not to be told from the bytes.
func Message(f *text.File, name string) (string, error) {
	r := Reader{Encoding: name}
	if format, ok := formatOf(f.Path); ok && format.mail != nil {
		_, items, err := r.Read(f)
		if err == nil {
			return items[0].Text, nil
		}
		return "", err
	}
	f, err := Decode(f.Path, f.Bytes(), name)
	if err == nil && strings.TrimSpace(f.Text) == "" {
		err = lang.Errorf("input-empty", f.Path)
	}
	if err != nil {
		return "", err
	}
	return f.Text, nil
}

// Holds reports whether a file whose name may mean anything holds replies: they stand where replies stand, and are Japanese.
func (r *Reader) Holds(path string, src io.Reader) bool {
	format := r.format(path)
	if format.Streams {
		n := 0
		for part := range r.Stream(path, io.LimitReader(src, headSize)) {
			if slices.ContainsFunc(part.Items, inJapanese) {
				return true
			}
			if n += len(part.Items); n > 20 {
				break
			}
		}
		return false
	}
	raw, err := io.ReadAll(io.LimitReader(src, MaxFile))
	if err != nil {
		return false
	}
	if format.Name == "yaml" && HoldsReplies(raw) {
		return true // also if something is wrong with it
	}
	_, items, _ := r.Read(text.NewFile(path, raw))
	return slices.ContainsFunc(items, inJapanese)
}

// inJapanese reports whether a reply is Japanese rather than a word or two of it.
func inJapanese(it *Item) bool {
	kana := 0
	for _, r := range it.Text {
		if r >= 0x3041 && r <= 0x3096 {
			kana++
		}
	}
	return kana > 4
}

// reading is a file that is being read.
type reading struct {
	file   *text.File
	source *Source
	items  []*Item
	errs   []error
}

// longestReply is how long a reply may be, in bytes. What is longer is something else, and its analysis would take memory that is
// a hundred times its size.
const longestReply = 4 << 20

// fail notes what cannot be read.
func (rd *reading) fail(err error) { rd.errs = append(rd.errs, err) }

// add notes a reply.
func (rd *reading) add(it *Item) {
	it.File = rd.file
	if len(it.Text) > longestReply {
		at, _ := it.Span(text.Span{})
		p := rd.file.Position(at.Start)
		rd.fail(lang.Errorf("input-reply-long", rd.file.Path, p.Line, p.Rune, longestReply>>10))
		return
	}
	withoutComments(it)
	rd.items = append(rd.items, rd.branches(it)...)
}

// whole notes the reply that is the whole file.
func (rd *reading) whole(t string, m text.Map, meta Meta, how ...written) {
	if strings.TrimSpace(t) == "" {
		rd.fail(lang.Errorf("input-empty", rd.file.Path))
		return
	}
	rd.add(&Item{Text: t, Map: m, Meta: meta, escapes: how})
}

// field notes a reply that is the value of a field.
func (rd *reading) field(key, value string, m text.Map, meta Meta, escapes ...written) {
	if strings.TrimSpace(value) == "" {
		return
	}
	as := rd.source.As
	if as == "" || as == AsAuto {
		as = AsText
		if markup().MatchString(value) {
			as = AsHTML
		}
	}
	switch as {
	case AsHTML:
		t, inner := fromHTML(value)
		value, m, escapes = t, m.Then(inner), append([]written{inHTML}, escapes...)
	case AsMarkdown:
		if unruly(value) {
			break
		}
		t, inner := fromMarkdown(value)
		value, m, escapes = t, m.Then(inner), append([]written{inMarkdown}, escapes...)
	}
	if strings.TrimSpace(value) != "" {
		rd.add(&Item{Key: key, Text: value, Map: m, Meta: meta, escapes: escapes})
	}
}

// tree notes the replies of a tree; prefix stands before their keys.
func (rd *reading) tree(top *node, prefix string, read func(*node) (string, text.Map, written)) {
	found := rd.source.replies(top)
	for _, l := range found {
		value, m, escape := read(l.at)
		rd.field(prefix+l.key(), value, m, Meta{
			Title:   beside(top, l, rd.source.Title, known().Fields.Title, 3),
			Inquiry: beside(top, l, rd.source.Inquiry, known().Fields.Inquiry, 1),
		}, escape)
	}
	switch {
	case len(found) == 0 && prefix != "" && rd.source.there(top): // a record whose reply is empty is none
	case len(found) == 0:
		if names := top.names(); len(rd.source.Reply) > 0 {
			rd.fail(lang.Errorf("input-nothing-there", rd.file.Path, strings.Join(rd.source.Reply, ", "), names))
		} else {
			rd.fail(lang.Errorf("input-no-fields", rd.file.Path, names))
		}
	}
}

func readJSON(rd *reading) {
	top, err := fromJSON(rd.file, text.Span{End: len(rd.file.Text)})
	if err != nil {
		rd.fail(err)
		return
	}
	rd.tree(top, "", rd.json)
}

func (rd *reading) json(n *node) (string, text.Map, written) {
	value, m := jsonText(rd.file.Text, n.span)
	return value, m, inJSON
}

func readJSONLines(rd *reading) {
	src := rd.file.Text
	for n, at := 0, 0; at < len(src); n++ {
		end := len(src)
		if i := strings.IndexByte(src[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		rd.jsonLine(text.Span{Start: at, End: end}, n)
		at = end
	}
}

// jsonLine reads line n, from 0, of JSON Lines.
func (rd *reading) jsonLine(span text.Span, n int) {
	if strings.TrimSpace(span.In(rd.file.Text)) == "" {
		return
	}
	top, err := fromJSON(rd.file, span)
	if err != nil {
		rd.fail(err)
		return
	}
	rd.tree(top, "/"+strconv.Itoa(n), rd.json)
}

// Part is a stretch of a file with the replies in it.
type Part struct {
	File  *text.File
	Items []*Item
	Err   error
}

// longest is how long a record of a file that is read as a stream may be, in bytes.
const longest = 16 << 20

// MaxFile is how large a file may be that is not read as a stream, in bytes. A reply is a few thousand.
const MaxFile = 64 << 20

// Stream reads the replies of a file one record after the other. No more of it is kept than the record that is being read.
func (r *Reader) Stream(path string, src io.Reader) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		s := &stream{r: r, path: path, format: r.format(path), in: bufio.NewReaderSize(src, headSize)}
		s.run(yield)
	}
}

// headSize is how much of a stream is looked at to tell its encoding.
const headSize = 64 << 10

type stream struct {
	r      *Reader
	path   string
	format Format
	in     *bufio.Reader
	set    *charset
	japan  bool // something that is not ASCII has been read, so that the encoding is certain
	line   int  // lines and bytes before the record
	offset int
}

func (s *stream) run(yield func(Part) bool) {
	head, _ := s.in.Peek(headSize)
	if s.set = s.encodingOf(head); s.set == nil || !s.set.ascii { // records cannot be told apart before it is decoded
		raw, err := io.ReadAll(io.LimitReader(s.in, MaxFile+1))
		f := text.NewFile(s.path, raw)
		switch {
		case err != nil:
			yield(Part{File: f, Err: lang.Errorf("cannot-read", s.path, err)})
		case len(raw) > MaxFile:
			yield(Part{File: text.NewFile(s.path, nil), Err: lang.Errorf("too-large", s.path, MaxFile>>20)})
		default:
			f, items, err := s.r.Read(f)
			yield(Part{f, items, err})
		}
		return
	}
	if bytes.HasPrefix(head, []byte(boms[0].mark)) {
		s.offset, _ = s.in.Discard(len(boms[0].mark))
	}
	t := table{comma: ',', source: &s.r.Source}
	if s.format.Name == "tsv" {
		t.comma = '\t'
	}
	lines := s.format.Name == "jsonl"
	cut := records{comma: t.comma}
	var record []byte
	said := false
	for n, height := 0, 0; ; {
		line, err := s.in.ReadSlice('\n')
		record = append(record, line...)
		whole := lines || cut.line(string(line))
		if err == bufio.ErrBufferFull {
			if len(record) <= longest {
				continue
			}
			yield(s.failed(lang.Errorf("input-record-long", s.path, s.line+1, longest>>20)))
			return
		}
		height++
		if err != nil && err != io.EOF {
			yield(s.failed(lang.Errorf("cannot-read", s.path, err)))
			return
		}
		if !whole && err == nil {
			if len(record) > longest {
				yield(s.failed(lang.Errorf("input-table-open", s.path, s.line+1)))
				return
			}
			continue
		}
		if len(record) > 0 {
			part := s.part(record, func(rd *reading) {
				all := text.Span{End: len(rd.file.Text)}
				switch {
				case lines:
					rd.jsonLine(all, n)
				case !whole:
					rd.openCell(0)
				case n > 0:
					t.row(rd, all, n+1)
				default:
					if err := t.begin(rd, rd.file.Text); err != nil {
						rd.fail(err)
					}
				}
			})
			said = said || len(part.Items) > 0 || part.Err != nil
			if (len(part.Items) > 0 || part.Err != nil) && !yield(part) || n == 0 && !lines && part.Err != nil {
				return
			}
			n++
			s.line += height
			s.offset += len(record)
			record, height = record[:0], 0
		}
		if err == io.EOF {
			if !said {
				yield(s.failed(lang.Errorf("input-empty", s.path)))
			}
			return
		}
	}
}

// encodingOf is the encoding of a file that begins with head.
func (s *stream) encodingOf(head []byte) *charset {
	if c := byName(s.r.encoding()); c != nil {
		s.japan = true
		return c
	}
	for _, m := range boms {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			s.japan = true
			return m.set
		}
	}
	if len(head) == headSize { // the last line may be cut inside a character
		head = head[:1+bytes.LastIndexByte(head, '\n')]
	}
	return detect(string(head))
}

func (s *stream) failed(err error) Part {
	return Part{File: text.NewFile(s.path, nil).Behind(s.line, s.offset), Err: err}
}

// part reads a record.
func (s *stream) part(record []byte, read func(*reading)) Part {
	raw := bytes.Clone(record)
	if !s.japan && bytes.ContainsFunc(raw, func(r rune) bool { return r >= utf8.RuneSelf }) {
		s.japan = true
		if c := detect(string(raw)); c != nil && c.ascii {
			s.set = c
		}
	}
	f, err := decodeAs(s.path, raw, 0, s.set, s.line, s.offset)
	if err != nil {
		return Part{File: f, Err: err}
	}
	rd := &reading{file: f, source: &s.r.Source}
	read(rd)
	return Part{f, rd.items, errors.Join(rd.errs...)}
}
