package input

import (
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/japanese"
	xunicode "golang.org/x/text/encoding/unicode"

	"github.com/yorisoi/yorisoi/lint/lang"
	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
)

// charset is an encoding whose bytes can be led back to. It is a [text.Encoding].
type charset struct {
	name    string
	aliases []string
	enc     encoding.Encoding
	// next is the character that b begins with and how many bytes it takes; 0 if b begins with none.
	next func(b string) (rune, int)
	// ascii: bytes below 0x80 are ASCII wherever a character begins.
	ascii bool
	jis   bool      // ISO-2022-JP, which switches between sets
	kanji [2]uint16 // first and last of the kanji in use, those of the first level of JIS
}

// Name is what settings call the encoding.
func (c *charset) Name() string { return c.name }

// Stateful is true of ISO-2022-JP.
func (c *charset) Stateful() bool { return c.jis }

// Encode gives the bytes of s.
func (c *charset) Encode(s string) ([]byte, error) {
	b, err := c.enc.NewEncoder().Bytes([]byte(s))
	if err == nil {
		return b, nil
	}
	s = strings.Map(sameInJIS, s)
	if b, err := c.enc.NewEncoder().Bytes([]byte(s)); err == nil {
		return b, nil
	}
	for _, r := range s {
		if _, err := c.enc.NewEncoder().String(string(r)); err != nil {
			return nil, lang.Errorf("input-no-place", string(r), c.name)
		}
	}
	return nil, err
}

// sameInJIS is the character that stands for r where the Japanese encodings have one place for two.
func sameInJIS(r rune) rune {
	switch r {
	case '\u301c':
		return '\uff5e'
	case '\u2212':
		return '\uff0d'
	case '\u2016':
		return '\u2225'
	case '\u2014':
		return '\u2015'
	case '\u00a2':
		return '\uffe0'
	case '\u00a3':
		return '\uffe1'
	case '\u00ac':
		return '\uffe2'
	}
	return r
}

// The encodings by name. Everything else is asked for by the names that mail uses.
var (
	utf8Set = &charset{name: "utf-8", aliases: []string{"utf8", "us-ascii", "ascii"}, enc: xunicode.UTF8, ascii: true, next: func(b string) (rune, int) {
		r, n := utf8.DecodeRuneInString(b)
		if r == utf8.RuneError && n <= 1 {
			return r, 0
		}
		return r, n
	}}
	utf16LE = &charset{name: "utf-16le", aliases: []string{"utf16le"}, enc: xunicode.UTF16(xunicode.LittleEndian, xunicode.IgnoreBOM),
		next: func(b string) (rune, int) { return nextUTF16(b, binary.LittleEndian) }}
	utf16BE = &charset{name: "utf-16be", aliases: []string{"utf16be"}, enc: xunicode.UTF16(xunicode.BigEndian, xunicode.IgnoreBOM),
		next: func(b string) (rune, int) { return nextUTF16(b, binary.BigEndian) }}
	shiftJIS = &charset{name: "shift_jis", aliases: []string{"cp932", "sjis", "shift-jis", "shiftjis", "windows-31j", "ms932", "x-sjis", "ms_kanji"},
		enc: japanese.ShiftJIS, ascii: true, next: nextShiftJIS, kanji: [2]uint16{0x889f, 0x9872}}
	eucJP     = &charset{name: "euc-jp", aliases: []string{"eucjp", "euc", "x-euc-jp"}, enc: japanese.EUCJP, ascii: true, next: nextEUC, kanji: [2]uint16{0xb0a1, 0xcfd3}}
	iso2022JP = &charset{name: "iso-2022-jp", aliases: []string{"jis", "iso2022jp", "csiso2022jp", "iso-2022-jp-ms", "cp50221", "cp50220"}, enc: japanese.ISO2022JP, jis: true}
)

func charsets() []*charset { return []*charset{utf8Set, shiftJIS, eucJP, iso2022JP, utf16LE, utf16BE} }

// Encodings are the names of the encodings that a file may be said to have; auto looks at the bytes.
func Encodings() []string {
	names := []string{"auto"}
	for _, c := range charsets() {
		names = append(names, c.name)
	}
	return names
}

// CheckEncoding reports a name that is that of no encoding, and the nearest that is. Other usual names of an encoding are fine.
func CheckEncoding(name string) *lang.Error {
	if name == "" || name == "auto" || strings.EqualFold(name, "utf-16") || byName(name) != nil {
		return nil
	}
	near := any("")
	if n := strict.Nearest(name, Encodings()); n != "" {
		near = lang.Say("did-you-mean", n)
	}
	return lang.Errorf("bad-choice", name, "--encoding", strings.Join(Encodings(), ", "), near)
}

func byName(name string) *charset {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, c := range charsets() {
		if c.name == name || slices.Contains(c.aliases, name) {
			return c
		}
	}
	return nil
}

// mailCharset is the encoding that a mail names, or nil.
func mailCharset(name string) *charset {
	if c := byName(name); c != nil || name == "" {
		return c
	}
	e, err := htmlindex.Get(name)
	if err != nil {
		return nil
	}
	cm, ok := e.(*charmap.Charmap)
	if !ok {
		return nil
	}
	return &charset{name: strings.ToLower(name), enc: cm, next: func(b string) (rune, int) {
		return cm.DecodeByte(b[0]), 1
	}}
}

func nextUTF16(b string, order binary.ByteOrder) (rune, int) {
	if len(b) < 2 {
		return 0, 0
	}
	unit := func(i int) rune { return rune(order.Uint16([]byte(b[i : i+2]))) }
	r := unit(0)
	if !utf16.IsSurrogate(r) {
		return r, 2
	}
	if len(b) >= 4 {
		if r = utf16.DecodeRune(r, unit(2)); r != unicode.ReplacementChar {
			return r, 4
		}
	}
	return 0, 0
}

// pairs are the characters of two bytes, by the bytes; 0 where there is none.
type pairs [1 << 16]rune

func pairsOf(e encoding.Encoding, prefix string) *pairs {
	var p pairs
	d := e.NewDecoder()
	for lead := 0x81; lead < 0xff; lead++ {
		for trail := 0x40; trail < 0xff; trail++ {
			b, err := d.Bytes([]byte(prefix + string([]byte{byte(lead), byte(trail)})))
			if r, n := utf8.DecodeRune(b); err == nil && n == len(b) && r != utf8.RuneError {
				p[lead<<8|trail] = r
			}
		}
	}
	return &p
}

var (
	sjisPairs = sync.OnceValue(func() *pairs { return pairsOf(japanese.ShiftJIS, "") })
	eucPairs  = sync.OnceValue(func() *pairs { return pairsOf(japanese.EUCJP, "") })
	eucMore   = sync.OnceValue(func() *pairs { return pairsOf(japanese.EUCJP, "\x8f") }) // JIS X 0212
)

func (p *pairs) at(b string) rune {
	if len(b) < 2 {
		return 0
	}
	return p[int(b[0])<<8|int(b[1])]
}

const (
	firstHalfWidth = 0xff61 // of the half-width marks and kana
	halfWidthBase  = 0xa1
)

func halfWidth(b byte) (rune, bool) {
	return firstHalfWidth + rune(b) - halfWidthBase, b >= halfWidthBase && b <= 0xdf
}

func nextShiftJIS(b string) (rune, int) {
	if b[0] < 0x80 {
		return rune(b[0]), 1
	}
	if r, ok := halfWidth(b[0]); ok {
		return r, 1
	}
	if r := sjisPairs().at(b); r != 0 {
		return r, 2
	}
	return 0, 0
}

func nextEUC(b string) (rune, int) {
	switch {
	case b[0] < 0x80:
		return rune(b[0]), 1
	case b[0] == 0x8e && len(b) > 1:
		if r, ok := halfWidth(b[1]); ok {
			return r, 2
		}
	case b[0] == 0x8f && len(b) > 2:
		if r := eucMore().at(b[1:]); r != 0 {
			return r, 3
		}
	default:
		if r := eucPairs().at(b); r != 0 {
			return r, 2
		}
	}
	return 0, 0
}

// read appends the text of b, which stands at byte offset in of the source, and gives the offset in b of the first byte that is
// none of the encoding, or -1.
func (c *charset) read(w *text.Builder, in int, b string) int {
	switch {
	case c.jis:
		return readJIS(w, in, b)
	case c == utf8Set:
		good := len(b)
		if !utf8.ValidString(b) {
			for good = 0; ; {
				_, n := c.next(b[good:])
				if n == 0 {
					break
				}
				good += n
			}
		}
		w.Copy(in, b[:good])
		if good == len(b) {
			return -1
		}
		return good
	}
	for i := 0; i < len(b); {
		if c.ascii && b[i] < utf8.RuneSelf {
			j := i + 1
			for j < len(b) && b[j] < utf8.RuneSelf {
				j++
			}
			w.Copy(in+i, b[i:j])
			i = j
			continue
		}
		r, n := c.next(b[i:])
		if n == 0 {
			return i
		}
		w.Units(in+i, n, string(r), utf8.RuneLen(r))
		i += n
	}
	return -1
}

const escape7 = "\x1b"

// readJIS is read for ISO-2022-JP.
func readJIS(w *text.Builder, in int, b string) int {
	const ascii, roman, kana, kanji, more = 0, 1, 2, 3, 4
	set := ascii
	for i := 0; i < len(b); {
		if b[i] == escape7[0] {
			n := 3
			switch rest := b[i+1:]; {
			case strings.HasPrefix(rest, "(B"), strings.HasPrefix(rest, "(H"):
				set = ascii
			case strings.HasPrefix(rest, "(J"):
				set = roman
			case strings.HasPrefix(rest, "(I"):
				set = kana
			case strings.HasPrefix(rest, "$@"), strings.HasPrefix(rest, "$B"):
				set = kanji
			case strings.HasPrefix(rest, "$(D"):
				set, n = more, 4
			case strings.HasPrefix(rest, "&@"):
			default:
				return i
			}
			i += n
			continue
		}
		var r rune
		n := 1
		switch c := b[i]; {
		case c >= utf8.RuneSelf:
			return i
		case c == '\n' || c == '\r': // lines begin in ASCII, also where the writer forgot to say so
			set = ascii
			r = rune(c)
		case set == ascii || set == roman || c <= ' ':
			r = rune(c)
		case set == kana:
			r, _ = halfWidth(c | 0x80)
		default:
			if i+1 >= len(b) {
				return i
			}
			pair := string([]byte{c | 0x80, b[i+1] | 0x80})
			if set == more {
				r = eucMore().at(pair)
			} else {
				r = eucPairs().at(pair)
			}
			n = 2
		}
		if r == 0 {
			return i
		}
		w.Units(in+i, n, string(r), utf8.RuneLen(r))
		i += n
	}
	return -1
}

var boms = []struct {
	mark string
	set  *charset
}{{"\xef\xbb\xbf", utf8Set}, {"\xff\xfe", utf16LE}, {"\xfe\xff", utf16BE}}

// Decode makes a file of bytes in the named encoding. Without a name, or with auto, the bytes tell: a byte order mark, the escape
// sequences of ISO-2022-JP, valid UTF-8, and of Shift_JIS and EUC-JP the one in which all of it is Japanese. The error says
// where the bytes are not of the encoding and what to do.
func Decode(path string, raw []byte, name string) (*text.File, error) {
	b := string(raw)
	skip, set := 0, byName(name)
	for _, m := range boms {
		if strings.HasPrefix(b, m.mark) && (set == nil || set == m.set) {
			skip, set = len(m.mark), m.set
			break
		}
	}
	if set == nil && strings.EqualFold(name, "utf-16") {
		set = utf16LE
		if zeros(b, 0) > zeros(b, 1) {
			set = utf16BE
		}
	}
	if set == nil {
		if set = detect(b); set == nil {
			return nil, undecodable(path, b)
		}
	}
	f, err := decodeAs(path, raw, skip, set, 0, 0)
	if err != nil {
		return nil, err
	}
	return f, nil
}

// decodeAs makes a file of bytes in an encoding, but for the first skip. lines and before are how much of the file stands above
// them. The file is there also if it cannot be read to its end.
func decodeAs(path string, raw []byte, skip int, set *charset, lines, before int) (*text.File, error) {
	var w text.Builder
	bad := set.read(&w, skip, string(raw[skip:]))
	t, m := w.Done()
	f := text.Decoded(path, raw, t, m).In(set).Behind(lines, before)
	if bad >= 0 {
		p := f.Position(len(t))
		if set == utf8Set {
			return f, lang.Errorf("input-not-utf8", path, p.Line, p.Rune)
		}
		return f, lang.Errorf("input-not-encoding", path, p.Line, p.Rune, set.name)
	}
	if i := strings.IndexByte(t, 0); i >= 0 {
		return f, lang.Errorf("input-binary", path, f.Position(i).Line)
	}
	return f, nil
}

// undecodable says why no encoding fits.
func undecodable(path, b string) error {
	if i := strings.IndexByte(b, 0); i >= 0 {
		return lang.Errorf("input-binary", path, 1+strings.Count(b[:i], "\n"))
	}
	if good, _ := inUTF8(b); good > 0 {
		f := text.NewFile(path, []byte(b))
		at, _ := f.Invalid()
		p := f.Position(at)
		return lang.Errorf("input-not-utf8", path, p.Line, p.Rune)
	}
	line := 1
	for _, c := range []*charset{shiftJIS, eucJP} { // the one that goes further
		var w text.Builder
		if bad := c.read(&w, 0, b); bad >= 0 {
			line = max(line, 1+strings.Count(b[:bad], "\n"))
		}
	}
	return lang.Errorf("input-no-encoding", path, line)
}

// inUTF8Already reports whether f, which was made as if it were UTF-8, is to be read so.
func inUTF8Already(f *text.File, name string) bool {
	set := byName(name)
	marked := len(f.Text) < f.Size()
	return utf8.ValidString(f.Text) && strings.IndexByte(f.Text, 0) < 0 && (set == utf8Set || set == nil && (marked || detect(f.Text) == utf8Set))
}

// detect is the encoding that bytes without a byte order mark are in, or nil if they are in none.
func detect(b string) *charset {
	switch {
	case strings.Contains(b, escape7+"$") || strings.Contains(b, escape7+"("):
		if strings.IndexFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 {
			return iso2022JP
		}
	}
	if strings.IndexByte(b, 0) < 0 && utf8.ValidString(b) {
		return utf8Set
	}
	if be, le := kanaHalves(b, 0), kanaHalves(b, 1); max(be, le) > len(b)/8 {
		if be > le {
			return utf16BE
		}
		return utf16LE
	}
	if strings.IndexByte(b, 0) >= 0 {
		return detectUTF16(b)
	}
	if good, bad := inUTF8(b); good > 2*bad { // UTF-8 but for a few bytes
		return nil
	}
	sjis, euc := plausible(shiftJIS, b), plausible(eucJP, b)
	switch {
	case sjis < 0 && euc < 0:
		return nil
	case euc > sjis:
		return eucJP
	}
	return shiftJIS
}

// zeros counts the zero bytes at even or odd offsets.
func zeros(b string, odd int) (n int) {
	for i := odd; i < len(b); i += 2 {
		if b[i] == 0 {
			n++
		}
	}
	return n
}

// kanaHalves counts the bytes at even or odd offsets that are the upper half of kana in UTF-16, where the other half is that of a
// letter. In text of other encodings 0x30 is a digit, and there are no such many of them.
func kanaHalves(b string, odd int) (n int) {
	if len(b)%2 != 0 {
		return 0
	}
	for i := 0; i+1 < len(b); i += 2 {
		if c := b[i+1-odd]; b[i+odd] == 0x30 && (c >= 0x41 || c <= 0x02) {
			n++
		}
	}
	return n
}

func detectUTF16(b string) *charset {
	if len(b)%2 != 0 {
		return nil
	}
	c := utf16LE // ASCII, of which the line ends are, has its zero behind
	if zeros(b, 0) > zeros(b, 1) {
		c = utf16BE
	}
	var w text.Builder
	if c.read(&w, 0, b) >= 0 {
		return nil
	}
	return c
}

// inUTF8 counts the characters of Japanese that b holds in UTF-8, and the bytes that are none of it.
func inUTF8(b string) (good, bad int) {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRuneInString(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 2:
			good++
		}
		i += n
	}
	return good, bad
}

// enough is how many characters tell how plausible an encoding is.
const enough = 10000

// plausible says how much b looks like Japanese in an encoding, in points a character; negative if some of it is not of the encoding
// at all. Only Japanese text in the right encoding is mostly kana and ordinary kanji.
func plausible(c *charset, b string) float64 {
	points, count, full := 0, 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := c.next(b[i:])
		if n == 0 {
			return -1
		}
		i += n
		if count == enough {
			continue
		}
		count++
		switch {
		case unicode.Is(unicode.Hiragana, r):
			points += 4
			full++
		case r >= firstHalfWidth && r <= 0xff9f:
			points++
		case unicode.Is(unicode.Katakana, r) || r >= 0x3001 && r <= 0x3011 || r == 0x30fc || r >= 0xff01 && r <= 0xff5e:
			points += 3
			full++
		case unicode.Is(unicode.Han, r):
			if first := binary.BigEndian.Uint16([]byte(b[i-2 : i])); c.kanji[0] <= first && first <= c.kanji[1] {
				points += 2
			}
		}
	}
	if count == 0 {
		return 0
	}
	p := float64(points) / float64(count)
	if full == 0 { // no sentence is without kana; half-width kana alone are one point each
		p /= 2.5
	}
	return p
}
