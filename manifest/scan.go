package manifest

import (
	"encoding/binary"
	"math/bits"
)

// The functions here accept JSON strictly (RFC 8259 as gjson.ValidBytes reads it) while they look for where values end.
// They may refuse what gjson accepts (nesting beyond scanDepth), never the other way round; a fuzz test holds them to it.
// Each takes the index of a value's first byte and returns the index after it, or bad.

const (
	bad       = -1
	scanDepth = 2000 // dbt nests below 20; deeper documents are left to gjson
)

// The eight bytes of a word at a time: the constants repeat one byte.
const (
	ones    = 0x0101010101010101
	highs   = 0x8080808080808080
	blanks  = ' ' * ones
	quotes  = '"' * ones
	escapes = '\\' * ones
)

func scanSpace(data []byte, i int) int {
	for i < len(data) && (data[i] == ' ' || data[i] == '\n' || data[i] == '\r' || data[i] == '\t') {
		i++
	}
	return i
}

// scanString starts at the opening quote. Most of a manifest is inside strings, so it looks at eight bytes at once.
func scanString(data []byte, i int) int {
	i++
	for {
		for i+8 <= len(data) {
			w := binary.LittleEndian.Uint64(data[i:])
			q, e := w^quotes, w^escapes
			// The lowest bit that is set marks the first control character, quote or backslash; bits above it may be false.
			special := ((w - blanks) & ^w) | ((q - ones) & ^q) | ((e - ones) & ^e)
			if special &= highs; special != 0 {
				i += bits.TrailingZeros64(special) / 8
				break
			}
			i += 8
		}
		if i >= len(data) {
			return bad
		}
		switch c := data[i]; {
		case c == '"':
			return i + 1
		case c < ' ':
			return bad
		case c == '\\':
			if i = scanEscape(data, i+1); i == bad {
				return bad
			}
		default: // only within the last seven bytes of the file
			i++
		}
	}
}

// scanEscape starts behind the backslash.
func scanEscape(data []byte, i int) int {
	if i >= len(data) {
		return bad
	}
	switch data[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u':
		if i+5 > len(data) {
			return bad
		}
		for _, c := range data[i+1 : i+5] {
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return bad
			}
		}
		return i + 5
	}
	return bad
}

func scanDigits(data []byte, i int) int {
	start := i
	for i < len(data) && data[i] >= '0' && data[i] <= '9' {
		i++
	}
	if i == start {
		return bad
	}
	return i
}

func scanNumber(data []byte, i int) int {
	if data[i] == '-' {
		i++
	}
	if i < len(data) && data[i] == '0' {
		i++
	} else if i = scanDigits(data, i); i == bad {
		return bad
	}
	if i < len(data) && data[i] == '.' {
		if i = scanDigits(data, i+1); i == bad {
			return bad
		}
	}
	if i < len(data) && (data[i] == 'e' || data[i] == 'E') {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		return scanDigits(data, i)
	}
	return i
}

func scanWord(data []byte, i int, word string) int {
	if end := i + len(word); end <= len(data) && string(data[i:end]) == word {
		return end
	}
	return bad
}

func scanValue(data []byte, i, depth int) int {
	if i >= len(data) || depth > scanDepth {
		return bad
	}
	switch data[i] {
	case '"':
		return scanString(data, i)
	case '{':
		return scanObject(data, i, depth+1)
	case '[':
		return scanList(data, i, depth+1)
	case 't':
		return scanWord(data, i, "true")
	case 'f':
		return scanWord(data, i, "false")
	case 'n':
		return scanWord(data, i, "null")
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return scanNumber(data, i)
	}
	return bad
}

// scanKey starts where a key must be and ends at the first byte of its value.
func scanKey(data []byte, i int) (keyEnd, value int) {
	if i >= len(data) || data[i] != '"' {
		return bad, bad
	}
	if keyEnd = scanString(data, i); keyEnd == bad {
		return bad, bad
	}
	if value = scanSpace(data, keyEnd); value >= len(data) || data[value] != ':' {
		return bad, bad
	}
	return keyEnd, scanSpace(data, value+1)
}

// scanNext starts behind a member or element. After a comma it goes on at the next one; after closing, done says so and
// the index is behind the bracket.
func scanNext(data []byte, i int, closing byte) (next int, done bool) {
	i = scanSpace(data, i)
	switch {
	case i >= len(data):
		return bad, false
	case data[i] == closing:
		return i + 1, true
	case data[i] != ',':
		return bad, false
	}
	return scanSpace(data, i+1), false
}

func scanObject(data []byte, i, depth int) int {
	i = scanSpace(data, i+1)
	if i < len(data) && data[i] == '}' {
		return i + 1
	}
	for done := false; ; {
		_, value := scanKey(data, i)
		if value == bad {
			return bad
		}
		if i = scanValue(data, value, depth); i == bad {
			return bad
		}
		if i, done = scanNext(data, i, '}'); done || i == bad {
			return i
		}
	}
}

func scanList(data []byte, i, depth int) int {
	i = scanSpace(data, i+1)
	if i < len(data) && data[i] == ']' {
		return i + 1
	}
	for done := false; ; {
		if i = scanValue(data, i, depth); i == bad {
			return bad
		}
		if i, done = scanNext(data, i, ']'); done || i == bad {
			return i
		}
	}
}
