package ui

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// documentVersion is "v" in every JSON output. It rises when a key changes its
// meaning or goes away, not when one is added.
const documentVersion = 1

// JSON writes one object on one line, with "v":1 as its first key. document
// must encode to an object; any, because every command has its own. Characters
// that a terminal would obey are written as \u escapes, so the values stay
// exact and safe to look at.
func JSON(w io.Writer, document any) error {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(document); err != nil {
		return fmt.Errorf("encode %T: %w", document, err)
	}
	text := bytes.TrimSpace(body.Bytes())
	if len(text) < 2 || text[0] != '{' {
		return fmt.Errorf("encode %T: it is not a JSON object", document)
	}
	out := fmt.Appendf(nil, `{"v":%d`, documentVersion)
	if !bytes.Equal(text, []byte("{}")) {
		out = append(out, ',')
	}
	out = append(out, text[1:]...)
	return writeText(w, escapeControls(out)+"\n")
}

// escapeControls writes unprintable characters as \u escapes. In encoded JSON
// they can only stand inside strings.
func escapeControls(text []byte) string {
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case strconv.IsPrint(r):
			out = append(out, text[:size]...)
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		text = text[size:]
	}
	return string(out)
}
