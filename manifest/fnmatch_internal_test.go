package manifest

import "testing"

// The expectations are what Python 3.11's fnmatch.fnmatchcase answers.
func TestGlobIsFnmatch(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"*", "", true},
		{"a*c", "abbc", true},
		{"a*c", "abbd", false},
		{"*.b*", "a.b.c", true},
		{"a*b*c", "abcbc", true},
		{"**a", "xa", true},
		{"?", "é", true},
		{"?", "", false},
		{"[abc]x", "bx", true},
		{"[!abc]x", "bx", false},
		{"[!abc]x", "dx", true},
		{"[^a]", "^", true},
		{"[^a]", "b", false},
		{"[a-c]", "b", true},
		{"[c-a]", "b", false},
		{"[c-ab]", "b", true},
		{"[]]", "]", true},
		{"[!]]", "]", false},
		{"[!]]", "x", true},
		{"[a-]", "-", true},
		{"[-a]", "-", true},
		{"[a--]", "b", false},
		{"[a", "[a", true},
		{"[", "[", true},
		{"[]", "[]", true},
		{"[!", "[!", true},
		{`\*`, `\x`, true},
		{`[\]]`, `\]`, true},
		{"a", "A", false},
	} {
		if got := compileGlob(c.pattern).match(c.name); got != c.want {
			t.Errorf("%q on %q: %t", c.pattern, c.name, got)
		}
	}
}
