package frozen

import (
	"bytes"
	"fmt"
	"hash"
	"hash/fnv"
	"reflect"
	"sort"
	"unsafe"
)

// codec knows how the values of one type are laid out.
type codec struct {
	id    int
	typ   reflect.Type
	size  uintptr
	plain bool    // holds no pointers: the image holds it as memory does
	parts []field // of a structure
	// put writes a plain value into dst as memory holds it, but with nothing between its fields.
	put   func(dst []byte, p unsafe.Pointer)
	write func(w *writer, p unsafe.Pointer)
	read  func(r *reader, p unsafe.Pointer)
}

// array makes room for n values.
func (c *codec) array(n int) unsafe.Pointer {
	return reflect.MakeSlice(reflect.SliceOf(c.typ), n, n).UnsafePointer()
}

// typeSet holds the codecs of a type and all that it is made of, in the order in which they are met.
type typeSet struct {
	list   []*codec
	byType map[reflect.Type]*codec
	shape  hash.Hash64 // of the types: names of fields, where they lie
	err    error
}

// codecs gives the codec of what the pointer v points to.
func codecs(v any) (*typeSet, *codec, unsafe.Pointer) {
	t := &typeSet{byType: map[reflect.Type]*codec{}, shape: fnv.New64a()}
	p := reflect.ValueOf(v)
	return t, t.codec(p.Type().Elem()), p.UnsafePointer()
}

func (t *typeSet) note(s string, n uintptr) {
	t.shape.Write([]byte(s))
	t.shape.Write([]byte{0, byte(n), byte(n >> 8), byte(n >> 16)})
}

func (t *typeSet) codec(typ reflect.Type) *codec {
	if c, ok := t.byType[typ]; ok {
		t.note("again", uintptr(c.id))
		return c
	}
	c := &codec{id: len(t.list), typ: typ, size: typ.Size()}
	t.list, t.byType[typ] = append(t.list, c), c
	t.note(typ.Kind().String(), c.size)
	switch k := typ.Kind(); k {
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Float32, reflect.Float64:
		c.plain = true
		c.put = func(dst []byte, p unsafe.Pointer) { copy(dst, unsafe.Slice((*byte)(p), c.size)) }
	case reflect.String:
		c.write = func(w *writer, p unsafe.Pointer) { w.string(*(*string)(p)) }
		c.read = func(r *reader, p unsafe.Pointer) { *(*string)(p) = r.string() }
	case reflect.Struct:
		t.structure(c)
	case reflect.Array:
		t.array(c)
	case reflect.Slice:
		t.slice(c)
	case reflect.Pointer:
		t.pointer(c)
	case reflect.Map:
		t.mapping(c)
	default:
		if t.err == nil {
			t.err = fmt.Errorf("frozen: cannot keep a %s", typ)
		}
	}
	if c.plain {
		c.write = func(w *writer, p unsafe.Pointer) {
			n := len(w.buf)
			w.buf = append(w.buf, make([]byte, c.size)...)
			c.put(w.buf[n:], p)
		}
		c.read = func(r *reader, p unsafe.Pointer) {
			copy(unsafe.Slice((*byte)(p), c.size), r.b[r.at:])
			r.at += int(c.size)
		}
	}
	return c
}

// field is a part of a structure that is kept: plain fields beside each other, a text, or anything else.
type field struct {
	at, size uintptr
	c        *codec // nil for plain fields
	text     bool
}

func (t *typeSet) structure(c *codec) {
	var fields []field
	c.plain = true
	c.parts = []field{}
	for i := range c.typ.NumField() {
		f := c.typ.Field(i)
		if f.Tag.Get("frozen") == "-" {
			c.plain = false
			continue
		}
		t.note(f.Name, f.Offset)
		fc := t.codec(f.Type)
		c.plain = c.plain && fc.plain
		fields = append(fields, field{at: f.Offset, size: fc.size, c: fc})
		last := len(c.parts) - 1
		switch {
		case fc.plain && last >= 0 && c.parts[last].c == nil && c.parts[last].at+c.parts[last].size == f.Offset:
			c.parts[last].size += fc.size
		case fc.plain:
			c.parts = append(c.parts, field{at: f.Offset, size: fc.size})
		case fc.parts != nil: // those of a structure inside
			for _, part := range fc.parts {
				part.at += f.Offset
				c.parts = append(c.parts, part)
			}
		default:
			c.parts = append(c.parts, field{at: f.Offset, c: fc, text: fc.typ.Kind() == reflect.String})
		}
	}
	c.put = func(dst []byte, p unsafe.Pointer) {
		for _, f := range fields {
			f.c.put(dst[f.at:f.at+f.size], unsafe.Add(p, f.at))
		}
	}
	c.write = func(w *writer, p unsafe.Pointer) {
		for _, f := range fields {
			f.c.write(w, unsafe.Add(p, f.at))
		}
	}
	c.read = func(r *reader, p unsafe.Pointer) {
		for i := range c.parts {
			switch f := &c.parts[i]; {
			case f.text:
				*(*string)(unsafe.Add(p, f.at)) = r.string()
			case f.c != nil:
				f.c.read(r, unsafe.Add(p, f.at))
			default:
				copy(unsafe.Slice((*byte)(unsafe.Add(p, f.at)), f.size), r.b[r.at:])
				r.at += int(f.size)
			}
		}
	}
}

func (t *typeSet) array(c *codec) {
	e, n := t.codec(c.typ.Elem()), c.typ.Len()
	t.note("array", uintptr(n))
	each := func(p unsafe.Pointer, f func(i uintptr, p unsafe.Pointer)) {
		for i := range uintptr(n) {
			f(i, unsafe.Add(p, i*e.size))
		}
	}
	c.plain = e.plain
	c.put = func(dst []byte, p unsafe.Pointer) {
		each(p, func(i uintptr, p unsafe.Pointer) { e.put(dst[i*e.size:(i+1)*e.size], p) })
	}
	c.write = func(w *writer, p unsafe.Pointer) { each(p, func(_ uintptr, p unsafe.Pointer) { e.write(w, p) }) }
	c.read = func(r *reader, p unsafe.Pointer) { each(p, func(_ uintptr, p unsafe.Pointer) { e.read(r, p) }) }
}

// sliceHeader is what memory holds of a slice.
type sliceHeader struct {
	data     unsafe.Pointer
	len, cap int
}

// slice: 0 for nil, else the length and one, then the elements. Those that are plain begin on a boundary.
func (t *typeSet) slice(c *codec) {
	e := t.codec(c.typ.Elem())
	c.write = func(w *writer, p unsafe.Pointer) {
		s := (*sliceHeader)(p)
		if s.data == nil {
			w.uint32(0)
			return
		}
		w.uint32(s.len + 1)
		if e.plain {
			w.buf = pad(w.buf)
		} else {
			w.take(e, s.len)
		}
		for i := range uintptr(s.len) {
			e.write(w, unsafe.Add(s.data, i*e.size))
		}
	}
	c.read = func(r *reader, p unsafe.Pointer) {
		n := r.uint32() - 1
		s := (*sliceHeader)(p)
		switch {
		case n < 0:
			return
		case n == 0:
			*s = sliceHeader{data: unsafe.Pointer(&empty)}
			if e.plain {
				r.align()
			}
			return
		case e.plain:
			r.align()
			*s = sliceHeader{unsafe.Pointer(&r.b[r.at]), n, n}
			r.at += n * int(e.size)
			return
		}
		*s = sliceHeader{r.take(e, n), n, n}
		for i := range uintptr(n) {
			e.read(r, unsafe.Add(s.data, i*e.size))
		}
	}
}

// empty is where slices of no elements lie that are not nil.
var empty uint64

// pointer: 0 for nil, 1 and the value where it is met first, its number from 2 where it is met again.
func (t *typeSet) pointer(c *codec) {
	e := t.codec(c.typ.Elem())
	c.write = func(w *writer, p unsafe.Pointer) {
		to := *(*unsafe.Pointer)(p)
		n, ok := w.seen[pointer{to, e}]
		switch {
		case to == nil:
			w.uint32(0)
		case ok:
			w.uint32(int(n))
		default:
			w.seen[pointer{to, e}] = uint32(len(w.seen) + 2)
			w.uint32(1)
			w.take(e, 1)
			e.write(w, to)
		}
	}
	c.read = func(r *reader, p unsafe.Pointer) {
		switch n := r.uint32(); n {
		case 0:
		case 1:
			to := r.take(e, 1)
			r.pointers = append(r.pointers, to)
			*(*unsafe.Pointer)(p) = to
			e.read(r, to)
		default:
			*(*unsafe.Pointer)(p) = r.pointers[n-2]
		}
	}
}

// mapping: 0 for nil, else the number of entries and one, then keys and values in an order of their own.
func (t *typeSet) mapping(c *codec) {
	k, e := t.codec(c.typ.Key()), t.codec(c.typ.Elem())
	c.write = func(w *writer, p unsafe.Pointer) {
		m := reflect.NewAt(c.typ, p).Elem()
		if m.IsNil() {
			w.uint32(0)
			return
		}
		w.uint32(m.Len() + 1)
		keys := m.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return less(keys[i], keys[j]) })
		for _, key := range keys {
			for _, v := range []struct {
				c *codec
				v reflect.Value
			}{{k, key}, {e, m.MapIndex(key)}} {
				at := reflect.New(v.c.typ)
				at.Elem().Set(v.v)
				v.c.write(w, at.UnsafePointer())
			}
		}
	}
	c.read = func(r *reader, p unsafe.Pointer) {
		n := r.uint32() - 1
		if n < 0 {
			return
		}
		m := reflect.MakeMapWithSize(c.typ, n)
		key, value := reflect.New(k.typ), reflect.New(e.typ)
		for range n {
			k.read(r, key.UnsafePointer())
			value.Elem().SetZero()
			e.read(r, value.UnsafePointer())
			m.SetMapIndex(key.Elem(), value.Elem())
		}
		reflect.NewAt(c.typ, p).Elem().Set(m)
	}
}

// less orders the keys of a map.
func less(a, b reflect.Value) bool {
	switch {
	case a.CanInt():
		return a.Int() < b.Int()
	case a.CanUint():
		return a.Uint() < b.Uint()
	case a.Kind() == reflect.String:
		return a.String() < b.String()
	}
	return bytes.Compare([]byte(fmt.Sprint(a)), []byte(fmt.Sprint(b))) < 0
}
