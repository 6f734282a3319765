package text

import "sort"

// Map says, for every byte of a derived text, which bytes of the source it came from. It is a list of
// runs in the order of the derived text. The zero Map is that of an empty text.
type Map struct {
	runs []run
	out  int // length of the derived text
}

// run: out bytes [out, out+n) came from source bytes [in, in+len). A copied run has the same bytes on both
// sides, so every offset inside it is exact; a replaced run can only be named as a whole; a wide one
// came from less than the source bytes it names.
type run struct {
	out, n  int
	in, len int
	copied  bool
	wide    bool
}

// Builder makes a derived text together with its Map. Runs are added in the order of the derived text;
// the source may be read in any order, though most derived texts keep its order.
type Builder struct {
	buf  []byte
	runs []run
}

// Copy appends s, which stands at byte offset in of the source.
func (b *Builder) Copy(in int, s string) {
	if s == "" {
		return
	}
	if n := len(b.runs); n > 0 {
		if last := &b.runs[n-1]; last.copied && last.in+last.len == in {
			last.n += len(s)
			last.len += len(s)
			b.buf = append(b.buf, s...)
			return
		}
	}
	b.runs = append(b.runs, run{out: len(b.buf), n: len(s), in: in, len: len(s), copied: true})
	b.buf = append(b.buf, s...)
}

// Replace appends s in place of the source bytes of from. Either may be empty.
func (b *Builder) Replace(from Span, s string) {
	b.runs = append(b.runs, run{out: len(b.buf), n: len(s), in: from.Start, len: from.Len()})
	b.buf = append(b.buf, s...)
}

// Len is the length of the derived text so far, in bytes.
func (b *Builder) Len() int { return len(b.buf) }

// Done gives the derived text and its map.
func (b *Builder) Done() (string, Map) {
	return string(b.buf), Map{runs: b.runs, out: len(b.buf)}
}

// Identity is the map of a text of n bytes onto itself, shifted by offset.
func Identity(offset, n int) Map {
	var m Map
	if n > 0 {
		m.runs = []run{{n: n, in: offset, len: n, copied: true}}
	}
	m.out = n
	return m
}

// Raw gives the source bytes that the span s of the derived text came from. exact is false when s begins
// or ends inside a replaced run, so that the source span is wider than what s names.
func (m Map) Raw(s Span) (raw Span, exact bool) {
	if s.Empty() {
		at, ok := m.point(s.Start)
		return Span{at, at}, ok
	}
	first, last := m.find(s.Start), m.find(s.End-1)
	if first < 0 || last < 0 {
		at, _ := m.point(s.Start)
		return Span{at, at}, false
	}
	a, z := m.runs[first], m.runs[last]
	exact = !a.wide && !z.wide
	start, end := a.in, z.in+z.len
	switch {
	case a.copied:
		start = a.in + s.Start - a.out
	case s.Start != a.out:
		exact = false
	}
	switch {
	case z.copied:
		end = z.in + s.End - z.out
	case s.End != z.out+z.n:
		exact = false
	}
	if end < start { // a source read out of order
		return Span{min(a.in, z.in), max(a.in+a.len, z.in+z.len)}, false
	}
	return Span{start, end}, exact
}

// Uses reports whether anything of the source span s is in the derived text.
func (m Map) Uses(s Span) bool {
	for _, r := range m.runs {
		if s.Overlaps(Span{r.in, r.in + r.len}) {
			return true
		}
	}
	return false
}

// point is the source offset of one place between bytes.
func (m Map) point(at int) (int, bool) {
	if i := m.find(at); i >= 0 {
		r := m.runs[i]
		if r.copied {
			return r.in + at - r.out, true
		}
		return r.in, at == r.out
	}
	if n := len(m.runs); n > 0 { // after the last byte
		r := m.runs[n-1]
		return r.in + r.len, at == m.out
	}
	return 0, at == 0
}

// find is the run that holds the derived byte at, or -1.
func (m Map) find(at int) int {
	if at < 0 || at >= m.out {
		return -1
	}
	i := sort.Search(len(m.runs), func(i int) bool { return m.runs[i].out > at }) - 1
	for i > 0 && m.runs[i].n == 0 {
		i--
	}
	if i >= 0 && at >= m.runs[i].out+m.runs[i].n { // text that came from nowhere
		return -1
	}
	return i
}

// Then maps the text derived from m's derived text back to m's source: (m.Then(next)).Raw(s) is
// m.Raw(next.Raw(s)), as one map.
func (m Map) Then(next Map) Map {
	var out []run
	for _, r := range next.runs {
		if !r.copied {
			raw, exact := m.Raw(Span{r.in, r.in + r.len})
			out = append(out, run{out: r.out, n: r.n, in: raw.Start, len: raw.Len(), wide: r.wide || !exact})
			continue
		}
		for done := 0; done < r.n; {
			i := m.find(r.in + done)
			if i < 0 {
				break
			}
			s := m.runs[i]
			skip := r.in + done - s.out
			n := min(r.n-done, s.n-skip)
			if s.copied {
				out = append(out, run{out: r.out + done, n: n, in: s.in + skip, len: n, copied: true})
			} else {
				out = append(out, run{out: r.out + done, n: n, in: s.in, len: s.len, wide: s.wide || n < s.n})
			}
			done += n
		}
	}
	return Map{runs: out, out: next.out}
}
