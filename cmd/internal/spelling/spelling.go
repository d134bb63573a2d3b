// Package spelling finds the word that somebody most likely meant.
//
// It never decides: it only proposes, and callers show the proposal. Its one
// invariant: what it gives is one of the words it was handed, or nothing.
package spelling

import "strings"

// Nearest gives the known word that was most likely meant by word: the same but
// for case, at most two edits away, or one that word begins or, behind an
// underscore, ends. It is "" when none is near.
func Nearest(word string, known []string) string {
	lower := strings.ToLower(word)
	best, distance := "", 3
	for _, candidate := range known {
		if strings.EqualFold(candidate, word) {
			return candidate
		}
		if d := editDistance(lower, candidate); d < distance && d < len(candidate) {
			best, distance = candidate, d
		}
	}
	if best != "" {
		return best
	}
	const shortest = 3 // a shorter beginning means nothing
	for _, candidate := range known {
		if len(word) >= shortest && (strings.HasPrefix(candidate, lower) || strings.HasSuffix(candidate, "_"+lower)) {
			return candidate
		}
	}
	return ""
}

// editDistance counts insertions, deletions, substitutions and exchanges of
// neighbours (optimal string alignment).
func editDistance(a, b string) int {
	const tooLong = 64
	if len(a) > tooLong || len(b) > tooLong {
		return tooLong
	}
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}
