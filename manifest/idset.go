package manifest

import (
	"iter"
	"math/bits"
)

// idSet is a set of node indexes of one graph. The zero length set is empty and cannot be added to; use graph.newSet.
type idSet []uint64

func (s idSet) has(i int32) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s idSet) add(i int32) { s[i>>6] |= 1 << (i & 63) }

func (s idSet) clone() idSet { return append(idSet(nil), s...) }

// union, intersect and subtract change s.
func (s idSet) union(o idSet) {
	for i := range s {
		s[i] |= o[i]
	}
}

func (s idSet) intersect(o idSet) {
	for i := range s {
		s[i] &= o[i]
	}
}

func (s idSet) subtract(o idSet) {
	for i := range s {
		s[i] &^= o[i]
	}
}

func (s idSet) equal(o idSet) bool {
	for i := range s {
		if s[i] != o[i] {
			return false
		}
	}
	return true
}

func (s idSet) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s idSet) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// all yields the members in ascending order, which is the order of unique_ids.
func (s idSet) all() iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for i, w := range s {
			for w != 0 {
				if !yield(int32(i<<6 + bits.TrailingZeros64(w))) {
					return
				}
				w &= w - 1
			}
		}
	}
}
