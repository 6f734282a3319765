// Package token is kagome behind one small type: Japanese text goes in, words with their dictionary form and
// part of speech come out, each knowing the bytes it stands on.
//
// The dictionary is the IPA dictionary in a flat image made by cmd/mkdict and embedded here; kagome's own
// tokenizer runs on it unchanged. Words that kagome splits differently by context are put right by [Fix]es,
// which are data.
package token

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/ikawaha/kagome/v2/tokenizer"
)

//go:generate go run ../../cmd/mkdict -o ipa.img

//go:embed ipa.img
var ipaImage string

// Token is one word.
type Token struct {
	Text       string // as it stands in the tokenized text
	Base       string // dictionary form; the text itself for words that have none
	POS        POS
	Form       Form
	Known      bool // in the dictionary
	Start, End int  // bytes of the tokenized text
}

// StandIn takes the place of what must not be read as words: placeholders, quotations, URLs. A run of it
// is one noun of unknown meaning.
const StandIn = '\u3013'

// Tokenizer splits text into tokens. It may be used by several goroutines at once.
type Tokenizer struct {
	image *image
	kago  *tokenizer.Tokenizer
	fixes map[string][]Fix // by text of the first token
}

var embedded = sync.OnceValues(func() (*image, error) { return openImage(ipaImage) })

// Open opens the embedded dictionary, so that [New] need not do so. Whatever is wrong with it is told by New.
func Open() { _, _ = embedded() }

// New makes a tokenizer on the embedded dictionary. fixes may be nil.
func New(fixes []Fix) (*Tokenizer, error) {
	im, err := embedded()
	if err != nil {
		return nil, err
	}
	return newTokenizer(im, fixes)
}

func newTokenizer(im *image, fixes []Fix) (*Tokenizer, error) {
	k, err := tokenizer.New(im.dict, tokenizer.OmitBosEos())
	if err != nil {
		return nil, err
	}
	t := &Tokenizer{image: im, kago: k, fixes: map[string][]Fix{}}
	for _, f := range fixes {
		t.fixes[f.Find[0].Text] = append(t.fixes[f.Find[0].Text], f)
	}
	return t, nil
}

// unit is the most bytes given to kagome at once: its lattice takes about 280 bytes of memory for each
// byte of text, so that a megabyte without a line end would take hundreds.
const unit = 4096

// Tokenize splits s. Every byte of s lies in exactly one token.
func (t *Tokenizer) Tokenize(s string) []Token {
	out := make([]Token, 0, len(s)/5+1)
	for at := 0; at < len(s); {
		n := cut(s[at:])
		for _, k := range t.kago.Tokenize(s[at : at+n]) {
			out = append(out, t.token(k, at))
		}
		at += n
	}
	return t.repair(joinLatin(out))
}

// joinLatin makes one word of what the dictionary splits at the hyphen, apostrophe or underscore inside it: Wi-Fi, USB_C.
func joinLatin(in []Token) []Token {
	latin := func(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
	out := in[:0]
	for i := 0; i < len(in); i++ {
		t := in[i]
		for i+2 < len(in) && latin(t.Text[len(t.Text)-1]) && len(in[i+1].Text) == 1 && strings.Contains("-'_", in[i+1].Text) &&
			(latin(in[i+2].Text[0]) || '0' <= in[i+2].Text[0] && in[i+2].Text[0] <= '9') {
			t.Text += in[i+1].Text + in[i+2].Text
			t.Base, t.POS, t.Known, t.End = t.Text, Noun, false, in[i+2].End
			i += 2
		}
		out = append(out, t)
	}
	return out
}

// cut is where to end the unit that s begins with: behind a mark that no word spans, or, in a text without
// any, anywhere.
func cut(s string) int {
	if len(s) <= unit {
		return len(s)
	}
	last := 0
	for i := unit - 1; i > unit/2; i-- {
		if !utf8.RuneStart(s[i]) {
			continue
		}
		if last == 0 {
			last = i
		}
		if r, n := utf8.DecodeRuneInString(s[i:]); unicode.IsPunct(r) || unicode.IsSpace(r) {
			return i + n
		}
	}
	return last
}

func (t *Tokenizer) token(k tokenizer.Token, offset int) Token {
	known := k.Class == tokenizer.KNOWN
	tag := t.image.tag(known, k.ID)
	out := Token{
		Text: k.Surface, Base: k.Surface, POS: POS(tag[0]), Form: Form(tag[1]), Known: known,
		Start: offset + k.Position, End: offset + k.Position + len(k.Surface),
	}
	if known {
		out.Base = t.image.base(k.ID, k.Surface)
		if strings.Trim(k.Surface, string(StandIn)) == "" {
			out.POS = NounProper
		}
		return out
	}
	// The dictionary takes every unknown mark for a verbal noun.
	if !strings.ContainsFunc(k.Surface, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		out.POS = Symbol
		switch r, n := utf8.DecodeRuneInString(k.Surface); {
		case n < len(k.Surface):
		case unicode.Is(unicode.Ps, r):
			out.POS = SymbolOpen
		case unicode.Is(unicode.Pe, r):
			out.POS = SymbolClose
		case r == ',':
			out.POS = SymbolComma
		case unicode.IsSpace(r):
			out.POS = SymbolSpace
		}
	}
	return out
}

// Tag is IPADIC's own tag of a word, as people who know the dictionary write it: four levels, conjugation
// type and form, joined by commas. It is for showing, not for deciding.
func (t *Tokenizer) Tag(word string) string {
	ks := t.kago.Tokenize(word)
	if len(ks) == 0 {
		return ""
	}
	tag := t.image.tag(ks[0].Class == tokenizer.KNOWN, ks[0].ID)
	return t.image.names[tag[2]] + "," + t.image.names[tag[3]] + "," + t.image.names[tag[4]]
}

// Version names the dictionary that the embedded image was made from.
func Version() string {
	im, err := embedded()
	if err != nil {
		return err.Error()
	}
	return im.version
}
