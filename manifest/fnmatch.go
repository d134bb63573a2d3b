package manifest

import "unicode/utf8"

// glob is a pattern of Python's fnmatch, which is what dbt matches names with: * and ? also match dots and slashes,
// [seq] and [!seq] are sets, there is no escape character, and a [ that is never closed is itself.
// https://docs.python.org/3/library/fnmatch.html
type glob []globToken

type globToken struct {
	kind   globKind
	char   rune
	negate bool
	ranges []runeRange
}

type globKind uint8

const (
	globChar globKind = iota
	globAny
	globStar
	globSet
)

type runeRange struct{ lo, hi rune }

// isPattern reports whether s has a wildcard in dbt's eyes.
func isPattern(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '*', '?', '[', ']':
			return true
		}
	}
	return false
}

func compileGlob(pattern string) glob {
	p := []rune(pattern)
	var g glob
	for i := 0; i < len(p); {
		switch p[i] {
		case '*':
			if len(g) == 0 || g[len(g)-1].kind != globStar {
				g = append(g, globToken{kind: globStar})
			}
			i++
		case '?':
			g = append(g, globToken{kind: globAny})
			i++
		case '[':
			t, next, ok := compileSet(p, i+1)
			if !ok {
				t, next = globToken{kind: globChar, char: '['}, i+1
			}
			g = append(g, t)
			i = next
		default:
			g = append(g, globToken{kind: globChar, char: p[i]})
			i++
		}
	}
	return g
}

// compileSet reads the set whose content starts at p[i]; ok is false when it is not closed.
func compileSet(p []rune, i int) (t globToken, next int, ok bool) {
	t.kind = globSet
	j := i
	if j < len(p) && p[j] == '!' {
		t.negate = true
		j++
		i++
	}
	if j < len(p) && p[j] == ']' {
		j++ // a ] that comes first is a member
	}
	for j < len(p) && p[j] != ']' {
		j++
	}
	if j >= len(p) {
		return t, 0, false
	}
	for i < j {
		if i+2 < j && p[i+1] == '-' {
			if p[i] <= p[i+2] { // an empty range matches nothing
				t.ranges = append(t.ranges, runeRange{p[i], p[i+2]})
			}
			i += 3
			continue
		}
		t.ranges = append(t.ranges, runeRange{p[i], p[i]})
		i++
	}
	return t, j + 1, true
}

func (t globToken) matches(r rune) bool {
	switch t.kind {
	case globChar:
		return r == t.char
	case globSet:
		for _, x := range t.ranges {
			if x.lo <= r && r <= x.hi {
				return !t.negate
			}
		}
		return t.negate
	case globAny, globStar:
		return true
	}
	return false
}

// match reports whether all of s fits.
func (g glob) match(s string) bool {
	star, resume := -1, 0 // the last star, and where in s it stops eating
	gi, si := 0, 0
	for si < len(s) {
		r, size := utf8.DecodeRuneInString(s[si:])
		switch {
		case gi < len(g) && g[gi].kind == globStar:
			star, resume = gi, si
			gi++
		case gi < len(g) && g[gi].matches(r):
			gi++
			si += size
		case star >= 0:
			_, eaten := utf8.DecodeRuneInString(s[resume:])
			resume += eaten
			gi, si = star+1, resume
		default:
			return false
		}
	}
	for gi < len(g) && g[gi].kind == globStar {
		gi++
	}
	return gi == len(g)
}
