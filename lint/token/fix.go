package token

// Fix puts right a sequence of words that the dictionary splits wrongly where it stands: the words of Find,
// one after the other, become the words of Into. The words of Into, joined, must be spelled like those of Find.
type Fix struct {
	Find   []Word
	Into   []Word
	After  []Word // if not empty, one of these must stand before
	Not    []Word // none of these may stand before
	Before []Word // if not empty, one of these must stand behind
}

// Word tells of a token what is not empty here: its text, its base form, its part of speech (by dotted
// name, as [POS.Is] has it).
type Word struct {
	Text, Base, POS string
	Form            Form
}

func (w Word) matches(t Token) bool {
	return (w.Text == "" || w.Text == t.Text) && (w.Base == "" || w.Base == t.Base) && (w.POS == "" || t.POS.Is(w.POS))
}

func (w Word) token(at int) Token {
	pos, _ := ParsePOS(w.POS)
	base := w.Base
	if base == "" {
		base = w.Text
	}
	return Token{Text: w.Text, Base: base, POS: pos, Form: w.Form, Known: true, Start: at, End: at + len(w.Text)}
}

func (t *Tokenizer) repair(in []Token) []Token {
	if len(t.fixes) == 0 {
		return in
	}
	var out []Token // nil until something is changed
	for i := 0; i < len(in); {
		f, ok := t.fix(in, i)
		if !ok {
			if out != nil {
				out = append(out, in[i])
			}
			i++
			continue
		}
		if out == nil {
			out = append(make([]Token, 0, len(in)), in[:i]...)
		}
		at := in[i].Start
		for _, w := range f.Into {
			out = append(out, w.token(at))
			at += len(w.Text)
		}
		i += len(f.Find)
	}
	if out == nil {
		return in
	}
	return out
}

func (t *Tokenizer) fix(in []Token, i int) (Fix, bool) {
next:
	for _, f := range t.fixes[in[i].Text] {
		if i+len(f.Find) > len(in) {
			continue
		}
		for k, w := range f.Find {
			if !w.matches(in[i+k]) {
				continue next
			}
		}
		if len(f.After) > 0 && (i == 0 || !anyMatches(f.After, in[i-1])) {
			continue
		}
		if i > 0 && anyMatches(f.Not, in[i-1]) {
			continue
		}
		end := i + len(f.Find)
		if len(f.Before) > 0 && (end == len(in) || !anyMatches(f.Before, in[end])) {
			continue
		}
		return f, true
	}
	return Fix{}, false
}

func anyMatches(ws []Word, t Token) bool {
	for _, w := range ws {
		if w.matches(t) {
			return true
		}
	}
	return false
}
