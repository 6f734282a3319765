// Package frozen keeps Go values as images: what was worked out once, the shipped rules above all, is laid out so that a
// process that starts has next to nothing to do to use it.
//
// Whatever a type holds is kept, unexported fields among it, so that a new field needs no code here; only what is tagged
// `frozen:"-"` is left out and must be put in place by its own package. Pointers that are shared stay shared, but for those to
// elements of slices. Strings, and
// slices whose elements hold no pointers, are not copied but lie in the image: they may be appended to, which copies them,
// but must not be written to in place.
//
// An image is good for programs with the same types on machines that lay them out alike. It says so itself: [Thaw] refuses
// any other, and the caller then works out the value anew.
package frozen

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unsafe"
)

// An image is, little endian: magic, the shape of its type, a sum of what it was made from, the offset of the stream, the
// number of pointers; strings; the stream. The stream begins with the number of elements of each type that slices and
// pointers hold, so that room for them is made once a type.
const (
	magic  = "frozen01"
	header = 32
)

// ErrOther says that an image is not one of the value asked for.
var ErrOther = errors.New("frozen: an image of something else")

// Freeze lays out the value that v points to. sum tells what the value was made from.
func Freeze(v any, sum uint64) ([]byte, error) {
	types, c, p := codecs(v)
	if types.err != nil {
		return nil, types.err
	}
	w := &writer{at: map[string]uint32{}, seen: map[pointer]uint32{}, counts: make([]uint32, len(types.list))}
	c.write(w, p)
	if w.err != nil {
		return nil, w.err
	}
	le := binary.LittleEndian
	img := make([]byte, header, header+len(w.strings)+len(w.buf)+4*len(w.counts)+16)
	copy(img, magic)
	le.PutUint64(img[8:], types.shape.Sum64())
	le.PutUint64(img[16:], sum)
	img = pad(append(img, w.strings...))
	le.PutUint32(img[24:], uint32(len(img)))
	le.PutUint32(img[28:], uint32(len(w.seen)))
	for _, n := range w.counts {
		img = le.AppendUint32(img, n)
	}
	return append(pad(img), w.buf...), nil
}

// Thaw reads the value that out points to from an image. The error is [ErrOther] if img is not an image of such a value, or
// of one made from something else.
func Thaw(img string, sum uint64, out any) error {
	types, c, p := codecs(out)
	if types.err != nil {
		return types.err
	}
	if len(img) < header || img[:len(magic)] != magic {
		return ErrOther
	}
	if uintptr(unsafe.Pointer(unsafe.StringData(img)))%alignment != 0 { // Go aligns large strings in practice but does not promise it
		img = aligned(img)
	}
	le := binary.LittleEndian
	b := unsafe.Slice(unsafe.StringData(img), len(img))
	if le.Uint64(b[8:]) != types.shape.Sum64() || le.Uint64(b[16:]) != sum {
		return ErrOther
	}
	r := &reader{img: img, b: b, at: int(le.Uint32(b[24:])), slabs: make([]slab, len(types.list))}
	r.pointers = make([]unsafe.Pointer, 0, le.Uint32(b[28:]))
	for i, c := range types.list {
		if n := r.uint32(); n > 0 {
			r.slabs[i].base = c.array(n)
		}
	}
	r.align()
	c.read(r, p)
	return nil
}

// alignment is that of every slice that lies in an image.
const alignment = 8

func aligned(s string) string {
	words := make([]uint64, (len(s)+7)/8)
	b := unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(s))
	copy(b, s)
	return unsafe.String(&b[0], len(s))
}

func pad(b []byte) []byte {
	for len(b)%alignment != 0 {
		b = append(b, 0)
	}
	return b
}

// pointer is a pointer that was met. The first field of a structure lies where the structure does.
type pointer struct {
	to  unsafe.Pointer
	typ *codec
}

// writer writes the stream.
type writer struct {
	buf     []byte
	strings []byte
	at      map[string]uint32  // where a string lies
	seen    map[pointer]uint32 // its number, from 2
	counts  []uint32           // elements by type
	err     error
}

func (w *writer) uint32(n int) {
	if uint64(n) > 1<<32-1 && w.err == nil {
		w.err = fmt.Errorf("frozen: %d does not fit", n)
	}
	w.buf = binary.LittleEndian.AppendUint32(w.buf, uint32(n))
}

func (w *writer) string(s string) {
	at, ok := w.at[s]
	if !ok {
		at = uint32(header + len(w.strings))
		w.at[s] = at
		w.strings = append(w.strings, s...)
	}
	w.uint32(int(at))
	w.uint32(len(s))
}

// take counts n elements of a type that will need room.
func (w *writer) take(c *codec, n int) { w.counts[c.id] += uint32(n) }

// reader reads the stream.
type reader struct {
	img      string
	b        []byte
	at       int
	slabs    []slab // by type
	pointers []unsafe.Pointer
}

// slab is room for all elements of one type; used of them have been given away.
type slab struct {
	base unsafe.Pointer
	used uintptr
}

// take gives room for n elements of a type, n > 0.
func (r *reader) take(c *codec, n int) unsafe.Pointer {
	s := &r.slabs[c.id]
	p := unsafe.Add(s.base, s.used*c.size)
	s.used += uintptr(n)
	return p
}

func (r *reader) uint32() int {
	n := binary.LittleEndian.Uint32(r.b[r.at:])
	r.at += 4
	return int(n)
}

func (r *reader) align() { r.at = (r.at + alignment - 1) &^ (alignment - 1) }

func (r *reader) string() string {
	at := r.uint32()
	n := r.uint32()
	return r.img[at : at+n]
}
