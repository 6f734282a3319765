package token

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
	"unsafe"

	"github.com/ikawaha/kagome-dict/dict"
	"github.com/ikawaha/kagome-dict/dict/trie"
)

// A dictionary image is the part of kagome's IPA dictionary that yorisoi uses, laid out so that kagome's own
// tokenizer can run on it where it lies, embedded in the program: opening it copies nothing but two small
// maps. Loading the dictionary the usual way inflates and decodes 392,127 entries into small objects each
// time, which takes longer than everything else a run does together.
//
// Layout, little endian: magic, then a table of {offset, length} for each section, then the sections, each
// on a 64-byte boundary. The order of sections is that of the constants below.
const (
	imageMagic  = "yorisoi3"
	imageHeader = 24 // magic, checksum of everything behind the table, number of sections
	imageAlign  = 64
)

const (
	secMorphs    = iota // {left, right, weight int16} a morph
	secTrie             // {base, check int32} a node of the double array
	secDup              // {id, count int32} where one spelling has several morphs, by id
	secMatrix           // int16: connection costs, as kagome keeps them
	secCategory         // u8 a code point of the BMP
	secInvoke           // u8 a character class
	secGroup            // u8 a character class
	secUnkMorphs        // as secMorphs
	secUnkIndex         // {class, first id, count int32}
	secTags             // {POS, Form, IPADIC tag, conjugation type, conjugation form u8} by left id
	secUnkTags          // the same by id of the unknown morph
	secBaseRule         // u8 a morph: which of the rules below makes the base form of the surface
	secRules            // {strip u8, length u8, bytes}: cut strip bytes from the end, append the bytes
	secNames            // {length u8, bytes}: IPADIC's own names of tags, types and forms
	secVersion          // text: version of the dictionary module
	secCount
)

const tagSize = 5

// Names of IPADIC's tags, as cmd/mkdict reads them from its table.
type Names struct {
	POS  map[string]POS  // four levels joined by commas
	Form map[string]Form // conjugation form
}

// WriteImage lays out d as an image. version is the version of the dictionary module it came from.
func WriteImage(d *dict.Dict, names Names, version string) ([]byte, error) {
	le := binary.LittleEndian
	secs := make([][]byte, secCount)
	morphs := func(ms dict.Morphs) (b []byte) {
		for _, m := range ms {
			b = le.AppendUint16(b, uint16(m.LeftID))
			b = le.AppendUint16(b, uint16(m.RightID))
			b = le.AppendUint16(b, uint16(m.Weight))
		}
		return b
	}
	secs[secMorphs] = morphs(d.Morphs)
	for _, n := range d.Index.Da {
		secs[secTrie] = le.AppendUint32(secs[secTrie], uint32(n.Base))
		secs[secTrie] = le.AppendUint32(secs[secTrie], uint32(n.Check))
	}
	ids := make([]int32, 0, len(d.Index.Dup))
	for id := range d.Index.Dup {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		secs[secDup] = le.AppendUint32(secs[secDup], uint32(id))
		secs[secDup] = le.AppendUint32(secs[secDup], uint32(d.Index.Dup[id]))
	}
	if d.Connection.Row != d.Connection.Col {
		return nil, fmt.Errorf("connection matrix is %d by %d, not square", d.Connection.Row, d.Connection.Col)
	}
	for _, v := range d.Connection.Vec {
		secs[secMatrix] = le.AppendUint16(secs[secMatrix], uint16(v))
	}
	secs[secCategory] = d.CharCategory
	bools := func(x []bool) []byte {
		b := make([]byte, len(x))
		for i, v := range x {
			if v {
				b[i] = 1
			}
		}
		return b
	}
	secs[secInvoke] = bools(d.InvokeList)
	secs[secGroup] = bools(d.GroupList)
	secs[secUnkMorphs] = morphs(d.UnkDict.Morphs)
	for c := range int32(len(d.CharClass)) {
		for _, v := range []int32{c, d.UnkDict.Index[c], d.UnkDict.IndexDup[c]} {
			secs[secUnkIndex] = le.AppendUint32(secs[secUnkIndex], uint32(v))
		}
	}

	tags := tagWriter{names: names, id: map[string]byte{}}
	byLeft := make([]byte, tagSize*int(d.Connection.Row))
	seen := make([]bool, d.Connection.Row)
	for i, m := range d.Morphs {
		var pos []string
		for _, p := range d.POSTable.POSs[i] {
			pos = append(pos, d.POSTable.NameList[p])
		}
		t, err := tags.tag(pos, d.Contents[i][0], d.Contents[i][1])
		if err != nil {
			return nil, err
		}
		at := byLeft[tagSize*int(m.LeftID):][:tagSize]
		if m.LeftID != m.RightID || seen[m.LeftID] && !bytes.Equal(at, t) {
			return nil, fmt.Errorf("morph %d: its left id %d does not decide its tag", i, m.LeftID)
		}
		seen[m.LeftID] = true
		copy(at, t)
	}
	secs[secTags] = byLeft
	for _, c := range d.UnkDict.Contents {
		t, err := tags.tag(c[:4], c[4], c[5])
		if err != nil {
			return nil, err
		}
		secs[secUnkTags] = append(secs[secUnkTags], t...)
	}
	for _, n := range tags.list {
		secs[secNames] = append(append(secs[secNames], byte(len(n))), n...)
	}

	surface := surfaces(d)
	rules := map[string]byte{}
	for i := range d.Morphs {
		s, base := surface[i], d.Contents[i][2]
		k := 0
		for k < len(s) && k < len(base) && s[k] == base[k] {
			k++
		}
		if len(s)-k > 255 || len(base)-k > 255 {
			return nil, fmt.Errorf("morph %d: no rule from %q to %q", i, s, base)
		}
		r := string(append([]byte{byte(len(s) - k), byte(len(base) - k)}, base[k:]...))
		if _, ok := rules[r]; !ok {
			if len(rules) == 256 {
				return nil, errors.New("more than 256 rules for base forms")
			}
			rules[r] = byte(len(rules))
			secs[secRules] = append(secs[secRules], r...)
		}
		secs[secBaseRule] = append(secs[secBaseRule], rules[r])
	}
	secs[secVersion] = []byte(version)

	img := make([]byte, imageHeader+8*secCount)
	copy(img, imageMagic)
	le.PutUint32(img[16:], secCount)
	for i, s := range secs {
		for len(img)%imageAlign != 0 {
			img = append(img, 0)
		}
		le.PutUint32(img[imageHeader+8*i:], uint32(len(img)))
		le.PutUint32(img[imageHeader+8*i+4:], uint32(len(s)))
		img = append(img, s...)
	}
	le.PutUint64(img[8:], checksum(string(img)))
	return img, nil
}

func checksum(img string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(img[imageHeader:]))
	return h.Sum64()
}

// tagWriter gives numbers to IPADIC's own names.
type tagWriter struct {
	names Names
	id    map[string]byte
	list  []string
}

func (w *tagWriter) name(s string) byte {
	if id, ok := w.id[s]; ok {
		return id
	}
	w.id[s] = byte(len(w.list))
	w.list = append(w.list, s)
	return w.id[s]
}

func (w *tagWriter) tag(pos []string, ctype, cform string) ([]byte, error) {
	full := strings.Join(pos, ",")
	p, ok := w.names.POS[full]
	if !ok {
		return nil, fmt.Errorf("no name for the part of speech %q", full)
	}
	f, ok := w.names.Form[cform]
	if !ok {
		return nil, fmt.Errorf("no name for the conjugated form %q", cform)
	}
	t := []byte{byte(p), byte(f), w.name(full), w.name(ctype), w.name(cform)}
	if len(w.list) > 255 {
		return nil, errors.New("more than 255 names")
	}
	return t, nil
}

// surfaces reads the spelling of every morph off the double array.
func surfaces(d *dict.Dict) []string {
	out := make([]string, len(d.Morphs))
	da := d.Index.Da
	var walk func(p int, prefix []byte)
	walk = func(p int, prefix []byte) {
		base := int(da[p].Base)
		child := func(c int) (int, bool) {
			q := base + c
			return q, q >= 0 && q < len(da) && int(da[q].Check) == p
		}
		if q, ok := child(0); ok && da[q].Base <= 0 {
			first := -int(da[q].Base)
			for id := first; id <= first+int(d.Index.Dup[int32(first)]); id++ {
				out[id] = string(prefix)
			}
		}
		for c := 1; c < 256; c++ {
			if q, ok := child(c); ok {
				walk(q, append(prefix, byte(c)))
			}
		}
	}
	walk(0, nil)
	return out
}

// image is an opened dictionary image. Its slices lie in the image.
type image struct {
	dict     *dict.Dict
	tags     []byte
	unkTags  []byte
	baseRule []byte
	rules    []baseRule
	names    []string
	version  string
}

type baseRule struct {
	strip int
	add   string
}

// openImage opens the image s without copying it, unless s is not aligned as the slices laid over it must
// be: Go aligns large embedded strings in practice but does not promise it.
func openImage(s string) (*image, error) {
	if len(s) < imageHeader+8*secCount || s[:len(imageMagic)] != imageMagic {
		return nil, errors.New("dictionary image: not an image of this version")
	}
	if uintptr(unsafe.Pointer(unsafe.StringData(s)))%8 != 0 {
		s = aligned(s)
	}
	le := binary.LittleEndian
	head := []byte(s[:imageHeader+8*secCount])
	if n := le.Uint32(head[16:]); n != secCount {
		return nil, fmt.Errorf("dictionary image: %d sections, want %d", n, secCount)
	}
	sec := make([]string, secCount)
	for i := range sec {
		at, n := uint64(le.Uint32(head[imageHeader+8*i:])), uint64(le.Uint32(head[imageHeader+8*i+4:]))
		if at+n > uint64(len(s)) {
			return nil, fmt.Errorf("dictionary image: section %d ends behind the end", i)
		}
		sec[i] = s[at : at+n]
	}
	im := &image{
		tags: view[byte](sec[secTags]), unkTags: view[byte](sec[secUnkTags]), baseRule: view[byte](sec[secBaseRule]),
		version: sec[secVersion],
	}
	for r := sec[secRules]; r != ""; {
		n := 2 + int(r[1])
		im.rules = append(im.rules, baseRule{int(r[0]), r[2:n]})
		r = r[n:]
	}
	for r := sec[secNames]; r != ""; {
		n := 1 + int(r[0])
		im.names = append(im.names, r[1:n])
		r = r[n:]
	}
	dups := view[int32](sec[secDup])
	dup := make(map[int32]int32, len(dups)/2)
	for i := 0; i+1 < len(dups); i += 2 {
		dup[dups[i]] = dups[i+1]
	}
	index, indexDup := map[int32]int32{}, map[int32]int32{}
	for u := view[int32](sec[secUnkIndex]); len(u) >= 3; u = u[3:] {
		index[u[0]] = u[1]
		if u[2] != 0 {
			indexDup[u[0]] = u[2]
		}
	}
	side := int64(len(im.tags) / tagSize)
	im.dict = &dict.Dict{
		Morphs:       view[dict.Morph](sec[secMorphs]),
		Index:        dict.IndexTable{Da: trie.DoubleArray(view[struct{ Base, Check int32 }](sec[secTrie])), Dup: dup},
		Connection:   dict.ConnectionTable{Row: side, Col: side, Vec: view[int16](sec[secMatrix])},
		CharCategory: view[byte](sec[secCategory]),
		InvokeList:   view[bool](sec[secInvoke]),
		GroupList:    view[bool](sec[secGroup]),
		UnkDict:      dict.UnkDict{Morphs: view[dict.Morph](sec[secUnkMorphs]), Index: index, IndexDup: indexDup},
	}
	return im, nil
}

// view lays a slice over the bytes of s, which must never be written to.
func view[T any](s string) []T {
	var zero T
	n := len(s) / int(unsafe.Sizeof(zero))
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.StringData(s))), n)
}

func aligned(s string) string {
	words := make([]uint64, (len(s)+7)/8)
	b := unsafe.Slice((*byte)(unsafe.Pointer(&words[0])), len(s))
	copy(b, s)
	return unsafe.String(&b[0], len(s))
}

// tag is the {POS, Form, tag, type, form} of a known or unknown morph.
func (im *image) tag(known bool, id int) []byte {
	if known {
		return im.tags[tagSize*int(im.dict.Morphs[id].LeftID):][:tagSize]
	}
	return im.unkTags[tagSize*id:][:tagSize]
}

// base is the dictionary form of a known morph.
func (im *image) base(id int, surface string) string {
	r := im.rules[im.baseRule[id]]
	if r.strip == 0 && r.add == "" {
		return surface
	}
	return surface[:len(surface)-r.strip] + r.add
}
