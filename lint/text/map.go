package text

import "sort"

// Map says, for every byte of a derived text, which bytes of the source it came from. It is a list of
// runs in the order of the derived text. The zero Map is that of an empty text.
type Map struct {
	runs []run
	out  int // length of the derived text
}

// run: out bytes [out, out+n) came from source bytes [in, in+len). It is a row of equal units, of unit bytes each, and an
// offset between two of them is exact: a copied run has units of one byte on both sides, kana in Shift_JIS three for two.
// Without units a run can only be named as a whole. A wide one came from less than the source bytes it names.
type run struct {
	out, n  int
	in, len int
	unit    int32
	phase   uint8 // base64: bytes of the first group of three that stand before the run
	base64  bool  // three bytes for four letters, each sharing a letter with its neighbour
	wide    bool
}

// perUnit is how many source bytes a unit takes.
func (r *run) perUnit() int { return r.len / (r.n / int(r.unit)) }

// start is the source offset of the unit that holds the derived byte at, and whether the unit begins there.
func (r *run) start(at int) (int, bool) {
	at -= r.out
	switch {
	case r.base64:
		return r.in + (int(r.phase)+at)*4/3, (int(r.phase)+at)%3 == 0
	case r.unit > 0:
		return r.in + at/int(r.unit)*r.perUnit(), at%int(r.unit) == 0
	}
	return r.in, at == 0
}

// end is the source offset behind the unit that holds the derived byte before at, and whether the unit ends there.
func (r *run) end(at int) (int, bool) {
	at -= r.out
	switch {
	case r.base64:
		return r.in + ((int(r.phase)+at)*4+2)/3, (int(r.phase)+at)%3 == 0
	case r.unit > 0:
		u := int(r.unit)
		return r.in + (at+u-1)/u*r.perUnit(), at%u == 0
	}
	return r.in + r.len, at == r.n
}

// cut is the part of a run from derived byte skip on, n bytes long, both between units.
func (r *run) cut(skip, n int) run {
	c := *r
	c.out, c.n = r.out+skip, n
	if r.base64 {
		skip += int(r.phase)
		c.in, c.phase = r.in+skip/3*4, uint8(skip%3)
		c.len = ((int(c.phase)+n)*4 + 2) / 3
		return c
	}
	c.in += skip / int(r.unit) * r.perUnit()
	c.len = n / int(r.unit) * r.perUnit()
	return c
}

// Builder makes a derived text together with its Map. Runs are added in the order of the derived text;
// the source may be read in any order, though most derived texts keep its order.
type Builder struct {
	buf  []byte
	runs []run
}

// Copy appends s, which stands at byte offset in of the source.
func (b *Builder) Copy(in int, s string) {
	if s != "" {
		b.add(run{n: len(s), in: in, len: len(s), unit: 1}, s)
	}
}

// Units appends s, a row of units of n bytes each, which stand at byte offset in of the source in each bytes a unit.
func (b *Builder) Units(in, each int, s string, n int) {
	if s != "" {
		b.add(run{n: len(s), in: in, len: len(s) / n * each, unit: int32(n)}, s)
	}
}

// Base64 appends s, which is written in base64 from byte offset in of the source on.
func (b *Builder) Base64(in int, s string) {
	whole := len(s) / 3 * 3
	if whole > 0 {
		b.add(run{n: whole, in: in, len: whole / 3 * 4, base64: true}, s[:whole])
	}
	if rest := s[whole:]; rest != "" {
		at := in + whole/3*4
		b.Replace(Span{at, at + len(rest) + 1}, rest)
	}
}

// add appends a run, or makes the last one longer by it.
func (b *Builder) add(r run, s string) {
	r.out = len(b.buf)
	b.buf = append(b.buf, s...)
	if n := len(b.runs); n > 0 {
		last := &b.runs[n-1]
		if last.unit == r.unit && r.unit > 0 && last.in+last.len == r.in && last.perUnit() == r.perUnit() {
			last.n += r.n
			last.len += r.len
			return
		}
	}
	b.runs = append(b.runs, r)
}

// Replace appends s in place of the source bytes of from. Either may be empty.
func (b *Builder) Replace(from Span, s string) {
	b.runs = append(b.runs, run{out: len(b.buf), n: len(s), in: from.Start, len: from.Len()})
	b.buf = append(b.buf, s...)
}

// Append appends a text derived from the same source.
func (b *Builder) Append(s string, m Map) {
	for _, r := range m.runs {
		r.out += len(b.buf)
		b.runs = append(b.runs, r)
	}
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
		m.runs = []run{{n: n, in: offset, len: n, unit: 1}}
	}
	m.out = n
	return m
}

// Raw gives the source bytes that the span s of the derived text came from. exact is false when s begins
// or ends inside a unit, so that the source span is wider than what s names.
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
	a, z := &m.runs[first], &m.runs[last]
	start, ok1 := a.start(s.Start)
	end, ok2 := z.end(s.End)
	if end < start { // a source read out of order
		return Span{min(a.in, z.in), max(a.in+a.len, z.in+z.len)}, false
	}
	return Span{start, end}, ok1 && ok2 && !a.wide && !z.wide
}

// Seamless reports whether what a span of the derived text came from is one stretch of the source, with nothing left out.
func (m Map) Seamless(s Span) bool {
	end := -1
	for _, r := range m.runs {
		if r.out >= s.End || r.out+r.n <= s.Start {
			continue
		}
		if end >= 0 && r.in != end {
			return false
		}
		end = r.in + r.len
	}
	return true
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
		return m.runs[i].start(at)
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
	var b Builder
	for i := range next.runs {
		r := &next.runs[i]
		switch {
		case r.base64:
			for k := range r.n {
				b.runs = append(b.runs, m.whole(r, r.out+k, 1))
			}
			continue
		case r.unit == 0:
			b.runs = append(b.runs, m.whole(r, r.out, r.n))
			continue
		}
		u, v := int(r.unit), r.perUnit()
		for done := 0; done < r.n; {
			from, _ := r.start(r.out + done)
			k := m.find(from)
			if k < 0 {
				if v > 1 {
					b.runs = append(b.runs, m.whole(r, r.out+done, u))
					done += u
					continue
				}
				break
			}
			s := &m.runs[k]
			skip := from - s.out
			n := min((r.n-done)/u*v, s.n-skip) / v // units of r that s holds
			c := run{}
			switch {
			case v == 1 && u == 1 && s.base64:
				c = s.cut(skip, n)
			case s.unit > 0 && skip%int(s.unit) == 0 && v%int(s.unit) == 0 && n > 0:
				c = s.cut(skip, n*v)
				c.n, c.unit = n*u, int32(u)
			case v == 1 && u == 1 && s.unit > 0 && skip%int(s.unit) == 0 && n >= int(s.unit):
				n -= n % int(s.unit)
				c = s.cut(skip, n)
			case v == 1 && s.unit == 0 && !s.base64:
				c = run{n: n * u, in: s.in, len: s.len, wide: s.wide || n < s.n}
			default:
				c = m.whole(r, r.out+done, u)
			}
			c.out = r.out + done
			done += c.n
			b.runs = append(b.runs, c)
		}
	}
	return Map{runs: b.runs, out: next.out}
}

// whole is n bytes of r, which maps into m's derived text, as one run into m's source.
func (m Map) whole(r *run, out, n int) run {
	from, begins := r.start(out)
	to, ends := from+r.len, true
	if n > 0 {
		to, ends = r.end(out + n)
	}
	raw, exact := m.Raw(Span{from, to})
	return run{out: out, n: n, in: raw.Start, len: raw.Len(), wide: r.wide || !exact || !begins || !ends}
}
