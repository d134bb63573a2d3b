package bigquerytest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// mask is the fields parameter of the Google APIs ("a,b/c,d(e,f)"): the fields to keep, each with what to keep of it.
// An empty mask keeps everything.
type mask map[string]mask

// selectFields cuts a JSON document to the fields that a client asked for.
func selectFields(fields string, document []byte) ([]byte, error) {
	m, rest, err := parseMask(fields)
	if err != nil {
		return nil, err
	}
	if rest != "" {
		return nil, fmt.Errorf("read fields: %q is left over", rest)
	}
	return m.apply(document)
}

// parseMask reads a list of selectors up to the end or the parenthesis that closes it.
func parseMask(text string) (m mask, rest string, err error) {
	m = mask{}
	for {
		end := strings.IndexAny(text, ",/()")
		if end < 0 {
			end = len(text)
		}
		name := strings.TrimSpace(text[:end])
		if name == "" {
			return nil, "", errors.New("read fields: a name is missing")
		}
		var below mask
		if below, text, err = parseBelow(text[end:]); err != nil {
			return nil, "", err
		}
		m.add(name, below)
		if !strings.HasPrefix(text, ",") {
			return m, text, nil
		}
		text = text[1:]
	}
}

// add wants below of the field name, besides what is wanted of it already; an empty below wants all of it.
func (m mask) add(name string, below mask) {
	known, there := m[name]
	if !there || len(below) == 0 {
		m[name] = below
		return
	}
	if len(known) == 0 {
		return
	}
	for n, b := range below {
		known.add(n, b)
	}
}

// parseBelow reads what is wanted of the field whose name was just read.
func parseBelow(text string) (m mask, rest string, err error) {
	switch {
	case strings.HasPrefix(text, "("):
		m, rest, err = parseMask(text[1:])
		if err == nil && !strings.HasPrefix(rest, ")") {
			return nil, "", errors.New("read fields: a parenthesis is not closed")
		}
		return m, strings.TrimPrefix(rest, ")"), err
	case strings.HasPrefix(text, "/"):
		end := strings.IndexAny(text[1:], ",/()")
		if end < 0 {
			return mask{text[1:]: nil}, "", nil
		}
		below, rest, err := parseBelow(text[1+end:])
		return mask{text[1 : 1+end]: below}, rest, err
	}
	return nil, text, nil
}

func (m mask) apply(document json.RawMessage) (json.RawMessage, error) {
	if _, all := m["*"]; all || len(m) == 0 {
		return document, nil
	}
	switch trimmed := bytes.TrimSpace(document); {
	case bytes.HasPrefix(trimmed, []byte("[")):
		var list []json.RawMessage
		if err := json.Unmarshal(trimmed, &list); err != nil {
			return nil, fmt.Errorf("cut list: %w", err)
		}
		for i := range list {
			var err error
			if list[i], err = m.apply(list[i]); err != nil {
				return nil, err
			}
		}
		return json.Marshal(list)
	case bytes.HasPrefix(trimmed, []byte("{")):
		var object map[string]json.RawMessage
		if err := json.Unmarshal(trimmed, &object); err != nil {
			return nil, fmt.Errorf("cut object: %w", err)
		}
		kept := map[string]json.RawMessage{}
		for name, below := range m {
			value, there := object[name]
			if !there {
				continue
			}
			var err error
			if kept[name], err = below.apply(value); err != nil {
				return nil, err
			}
		}
		return json.Marshal(kept)
	}
	return document, nil
}
