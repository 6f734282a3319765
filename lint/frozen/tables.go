package frozen

import "slices"

// Words gives numbers, from 1, to words. It is a hash table that can be used as it lies in an image. The zero Words is empty.
type Words struct {
	list  []string
	slots []int32 // a power of two of them: the number of a word, 0 for none
	mine  bool    `frozen:"-"` // it does not lie in an image
}

// slot is that of a word, or the empty one where it would be put.
func (t *Words) slot(word string) *int32 {
	h := uint32(2166136261)
	for i := range len(word) {
		h = (h ^ uint32(word[i])) * 16777619
	}
	for h ^= h >> 15; ; h++ {
		s := &t.slots[h&uint32(len(t.slots)-1)]
		if *s == 0 || t.list[*s-1] == word {
			return s
		}
	}
}

// Find is the number of a word, 0 if it has none.
func (t *Words) Find(word string) int32 {
	if len(t.slots) == 0 {
		return 0
	}
	return *t.slot(word)
}

// Add is the number of a word, which is given one if it has none.
func (t *Words) Add(word string) int32 {
	if n := t.Find(word); n > 0 {
		return n
	}
	if 2*len(t.list) >= len(t.slots) {
		t.slots, t.mine = make([]int32, max(64, 2*len(t.slots))), true
		for i, w := range t.list {
			*t.slot(w) = int32(i + 1)
		}
	} else if !t.mine {
		t.slots, t.mine = slices.Clone(t.slots), true
	}
	t.list = append(t.list, word)
	n := int32(len(t.list))
	*t.slot(word) = n
	return n
}

// Pairs gives a number above 0 to pairs of numbers: to a state and what leads on from it, for one, the next state. It is a
// hash table that can be used as it lies in an image. The zero Pairs is empty.
type Pairs struct {
	slots []pair // a power of two of them
	used  int32
	mine  bool `frozen:"-"` // it does not lie in an image
}

// pair is empty if it holds 0.
type pair struct{ a, b, holds int32 }

// slot is that of a pair, or the empty one where it would be put.
func (t *Pairs) slot(a, b int32) *pair {
	h := uint32(a)*0x9e3779b1 ^ uint32(b)*0x85ebca6b
	for h ^= h >> 15; ; h++ {
		s := &t.slots[h&uint32(len(t.slots)-1)]
		if s.holds == 0 || s.a == a && s.b == b {
			return s
		}
	}
}

// Get is the number of a pair, 0 if it has none.
func (t *Pairs) Get(a, b int32) int32 {
	if len(t.slots) == 0 {
		return 0
	}
	return t.slot(a, b).holds
}

// Set gives a pair a number above 0.
func (t *Pairs) Set(a, b, n int32) {
	if 2*int(t.used) >= len(t.slots) {
		old := t.slots
		t.slots, t.mine = make([]pair, max(64, 2*len(old))), true
		for _, s := range old {
			if s.holds != 0 {
				*t.slot(s.a, s.b) = s
			}
		}
	} else if !t.mine {
		t.slots, t.mine = slices.Clone(t.slots), true
	}
	s := t.slot(a, b)
	if s.holds == 0 {
		t.used++
	}
	*s = pair{a, b, n}
}
