package reply

import (
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yorisoi/yorisoi/lint/strict"
	"github.com/yorisoi/yorisoi/lint/text"
	"github.com/yorisoi/yorisoi/lint/token"
)

// Spelling makes one spelling of the many that a word has, for matching. It is data: rules/spelling.yaml.
type Spelling struct {
	byRune   map[rune][]respelling // longest first
	katakana regex                 // a word in katakana that should be in hiragana
	noun     regex                 // … and one that only looks like it
}

type respelling struct {
	from, to  string
	notAfter  regex
	notBefore regex
	notBehind regex
	after     regex
	before    regex
}

type spellingFile struct {
	Version  strict.Version    `yaml:"version"`
	Katakana regex             `yaml:"katakana"`
	Noun     regex             `yaml:"katakana-not"`
	Same     map[string]string `yaml:"same"`
	Where    []struct {
		From      string `yaml:"from"`
		To        string `yaml:"to"`
		After     regex  `yaml:"after"`
		NotAfter  regex  `yaml:"not-after"`
		Before    regex  `yaml:"before"`
		NotBefore regex  `yaml:"not-before"`
		NotBehind regex  `yaml:"not-behind"`
	} `yaml:"where"`
}

// LoadSpelling reads spelling variants. Errors name the place in path.
func LoadSpelling(path string, data []byte) (*Spelling, error) {
	var f spellingFile
	if err := strict.Read(path, data, &f); err != nil {
		return nil, err
	}
	s := &Spelling{byRune: map[rune][]respelling{}, katakana: f.Katakana, noun: f.Noun}
	add := func(r respelling) {
		first, _ := utf8.DecodeRuneInString(r.from)
		s.byRune[first] = append(s.byRune[first], r)
	}
	for from, to := range f.Same {
		add(respelling{from: from, to: to})
	}
	for _, w := range f.Where {
		add(respelling{from: w.From, to: w.To, after: w.After, notAfter: w.NotAfter, before: w.Before, notBefore: w.NotBefore, notBehind: w.NotBehind})
	}
	for _, list := range s.byRune {
		sort.SliceStable(list, func(i, j int) bool {
			if len(list[i].from) != len(list[j].from) {
				return len(list[i].from) > len(list[j].from)
			}
			return list[i].from < list[j].from
		})
	}
	return s, nil
}

// append writes s, which stands at byte offset at of the source, to b in one spelling.
func (p *Spelling) append(b *text.Builder, s string, at int) {
	done, run := 0, 0 // run: where a run of katakana may begin
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		w, ok := p.at(s, i, r)
		if !ok {
			if k := katakana(s[i:]); i == run && k > 0 && p.katakana.in(s[i:i+k]) && !p.noun.in(s[i:i+k]) {
				b.Copy(at+done, s[done:i])
				p.hiragana(b, s[i:i+k], at+i)
				done, n = i+k, k
			}
			i += n
			if !isKatakana(r) {
				run = i
			}
			continue
		}
		b.Copy(at+done, s[done:i])
		end := i + len(w.from)
		b.Replace(text.Span{Start: at + i, End: at + end}, w.to)
		i, done, run = end, end, end
	}
	b.Copy(at+done, s[done:])
}

// katakana is the length of the run of katakana that s begins with, in bytes.
func katakana(s string) int {
	n := 0
	for _, r := range s {
		if !isKatakana(r) {
			break
		}
		n += utf8.RuneLen(r)
	}
	return n
}

func isKatakana(r rune) bool { return unicode.Is(unicode.Katakana, r) || r == longVowel }

// kana says how a run of half-width kana is spelled: in hiragana if that gives words of the dictionary and not just a noun
// that is written in katakana, otherwise in katakana. Behind a noun at its beginning, the rest is spelled for itself.
func (rd *Reader) kana(run string) string {
	if n := rd.noun(run); n > 0 {
		return run[:n] + rd.kana(run[n:])
	}
	plain := strings.Map(toHiragana, run)
	words := rd.Tokenizer.Tokenize(plain)
	for _, w := range words {
		if !w.Known {
			return run
		}
	}
	noun := func(ts []token.Token) bool { return len(ts) == 1 && ts[0].Known && ts[0].POS.IsNoun() }
	if noun(rd.Tokenizer.Tokenize(run)) && utf8.RuneCountInString(run) > 1 && !words[0].POS.IsParticle() && !words[0].POS.IsVerb() && words[0].POS != token.Auxiliary {
		return run
	}
	return plain
}

// noun is the length, in bytes, of the noun that run begins with: one that the dictionary knows in katakana only, with
// nothing or words in hiragana behind it.
func (rd *Reader) noun(run string) int {
	const letter, short, long = 3, 3, 40 // bytes of a letter of katakana; letters: of a noun, and of a run worth a try at every length
	if len(run) > long*letter {
		return 0
	}
	for n := len(run); n >= short*letter; n -= letter {
		head := rd.Tokenizer.Tokenize(run[:n])
		if len(head) != 1 || !head[0].Known || !head[0].POS.IsNoun() {
			continue
		}
		if k := rd.Tokenizer.Tokenize(strings.Map(toHiragana, run[:n])); len(k) == 1 && k[0].Known {
			continue
		}
		rest := rd.Tokenizer.Tokenize(strings.Map(toHiragana, run[n:]))
		if !slices.ContainsFunc(rest, func(t token.Token) bool { return !t.Known }) {
			return n
		}
	}
	return 0
}

// distance between the two syllabaries, and the last letter that hiragana has too.
const (
	distance = '\u30a2' - '\u3042'
	lastBoth = '\u30f6'

	longVowel = '\u30fc'
)

func toHiragana(r rune) rune {
	if unicode.Is(unicode.Katakana, r) && r <= lastBoth {
		return r - distance
	}
	return r
}

// hiragana writes a run of katakana in hiragana, and in one spelling.
func (p *Spelling) hiragana(b *text.Builder, s string, at int) {
	var respelled text.Builder
	p.append(&respelled, strings.Map(toHiragana, s), 0)
	out, m := respelled.Done()
	for i, r := range out {
		raw, _ := m.Raw(text.Span{Start: i, End: i + utf8.RuneLen(r)}) // hiragana and katakana are three bytes each
		b.Replace(text.Span{Start: at + raw.Start, End: at + raw.End}, string(r))
	}
}

// behind is how far not-behind looks back, in bytes.
const behind = 30

func (p *Spelling) at(s string, i int, r rune) (respelling, bool) {
	for _, w := range p.byRune[r] {
		if !strings.HasPrefix(s[i:], w.from) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+len(w.from):])
		if neighbour(before, i > 0, w.after, w.notAfter) && neighbour(after, i+len(w.from) < len(s), w.before, w.notBefore) &&
			!w.notBehind.in(s[max(0, i-behind):i]) {
			return w, true
		}
	}
	return respelling{}, false
}

// neighbour reports whether the character beside a word allows its respelling.
func neighbour(r rune, there bool, want, unwanted regex) bool {
	s := ""
	if there {
		s = string(r)
	}
	return (want.Regexp == nil || want.in(s)) && !unwanted.in(s)
}

// Fold is s with its width and its spelling made one, as matching sees it.
func (p *Spelling) Fold(s string) string {
	folded, _ := text.Fold(s, nil)
	var b text.Builder
	p.append(&b, folded, 0)
	out, _ := b.Done()
	return out
}
