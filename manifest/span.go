package manifest

import (
	"iter"
	"strings"

	"github.com/tidwall/gjson"
)

// The functions here find where JSON values begin and end without decoding them: raw_code and compiled_code are most of
// a manifest and are never unescaped unless asked for. They expect JSON that gjson.ValidBytes accepted; on anything else
// they stop early, they do not panic and do not loop.

// members yields the members of the object in raw: the decoded key and the raw value. Not an object: nothing.
func members(raw string) iter.Seq2[string, string] {
	return func(yield func(key, value string) bool) {
		i := skipSpace(raw, 0)
		if i >= len(raw) || raw[i] != '{' {
			return
		}
		i++
		for {
			i = skipSpace(raw, i)
			if i >= len(raw) || raw[i] != '"' {
				return
			}
			end := skipString(raw, i)
			key := raw[i:end]
			i = skipSpace(raw, end)
			if i >= len(raw) || raw[i] != ':' {
				return
			}
			i = skipSpace(raw, i+1)
			end = skipValue(raw, i)
			if end == i || !yield(decodeKey(key), raw[i:end]) {
				return
			}
			i = skipSpace(raw, end)
			if i >= len(raw) || raw[i] != ',' {
				return
			}
			i++
		}
	}
}

// elements yields the raw elements of the list in raw. Not a list: nothing.
func elements(raw string) iter.Seq[string] {
	return func(yield func(string) bool) {
		i := skipSpace(raw, 0)
		if i >= len(raw) || raw[i] != '[' {
			return
		}
		i++
		for {
			i = skipSpace(raw, i)
			end := skipValue(raw, i)
			if end == i || !yield(raw[i:end]) {
				return
			}
			i = skipSpace(raw, end)
			if i >= len(raw) || raw[i] != ',' {
				return
			}
			i++
		}
	}
}

// decodeKey turns a quoted key into its text.
func decodeKey(quoted string) string {
	if len(quoted) >= 2 && strings.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	return gjson.Parse(quoted).Str
}

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\r' || s[i] == '\t') {
		i++
	}
	return i
}

// skipString returns the index after the string that starts at s[i] (a quote), len(s) when it does not end.
func skipString(s string, i int) int {
	i++
	for {
		q := strings.IndexByte(s[i:], '"')
		if q < 0 {
			return len(s)
		}
		q += i
		b := q
		for b > i && s[b-1] == '\\' {
			b--
		}
		if (q-b)%2 == 0 {
			return q + 1
		}
		i = q + 1
	}
}

// skipValue returns the index after the value that starts at s[i]; i itself when there is none.
func skipValue(s string, i int) int {
	if i >= len(s) {
		return i
	}
	switch s[i] {
	case '"':
		return skipString(s, i)
	case '{', '[':
		return skipNested(s, i)
	}
	for i < len(s) {
		switch s[i] {
		case ',', '}', ']', ' ', '\n', '\r', '\t', ':', '"':
			return i
		}
		i++
	}
	return i
}

// skipNested returns the index after the object or list that starts at s[i], len(s) when it does not end.
func skipNested(s string, i int) int {
	depth := 0
	for i < len(s) {
		switch s[i] {
		case '"':
			i = skipString(s, i)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
		i++
	}
	return len(s)
}
