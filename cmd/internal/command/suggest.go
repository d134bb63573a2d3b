package command

import "strings"

// nearest gives the known word that was most likely meant, "" when none is
// near.
func nearest(word string, known []string) string {
	best, distance := "", 3
	for _, candidate := range known {
		d := editDistance(strings.ToLower(word), candidate)
		if d < distance && d < len(candidate) {
			best, distance = candidate, d
		}
	}
	if best != "" {
		return best
	}
	for _, candidate := range known {
		if len(word) > 2 && strings.HasPrefix(candidate, strings.ToLower(word)) {
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
