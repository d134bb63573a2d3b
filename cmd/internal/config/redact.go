package config

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
)

const redacted = "********"

var (
	secretKey = regexp.MustCompile(`(?i)passw|passphrase|passcode|token|private_key|secret|keyfile_json|credential|api_?key|access_key|(^|_)pwd$|(^|_)auth$`)
	// Settings inside a text: "md:db?motherduck_token=x", "host=h password=x".
	secretPair = regexp.MustCompile(`(?i)([a-z_.-]*(?:passw(?:or)?d|passphrase|pwd|token|secret|key|sig|signature)[a-z_]*\s*=\s*)('[^']*'|"[^"]*"|[^&;,\s'"]+)`)
	// The user information of a URL.
	secretURL = regexp.MustCompile(`(://[^/@\s:]*:)[^/\s]*@`)
)

func isSecretKey(key string) bool { return secretKey.MatchString(key) }

// redactText hides a value by the name of its key, and what looks like a
// secret inside any other value.
func redactText(key, value string) string {
	if value == "" {
		return value
	}
	if isSecretKey(key) {
		return redacted
	}
	value = secretURL.ReplaceAllString(value, "${1}"+redacted+"@")
	return secretPair.ReplaceAllString(value, "${1}"+redacted)
}

// redactor hides secrets by key, and known secret values wherever they occur.
type redactor struct{ secrets []string }

func (r redactor) text(key, value string) string {
	for _, secret := range r.secrets {
		if secret != "" {
			value = strings.ReplaceAll(value, secret, redacted)
		}
	}
	return redactText(key, value)
}

func (r redactor) value(key string, value any) any {
	if isSecretKey(key) && value != nil {
		return redacted
	}
	switch v := value.(type) {
	case string:
		return r.text(key, v)
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = r.value("", item)
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for name, item := range v {
			out[name] = r.value(name, item)
		}
		return out
	}
	return value
}

// Values are the rendered values of an output by their profile keys, secrets
// included: read them with an index, for the adapter only. They print as their
// keys alone, because a value does not tell that it came from a secret; print
// the [Connection] to see more.
type Values map[string]any

// MarshalJSON hides every value.
func (v Values) MarshalJSON() ([]byte, error) { return json.Marshal(hide(v)) }

// MarshalYAML hides every value.
func (v Values) MarshalYAML() (any, error) { return hide(v), nil }

// Format hides every value, whatever the verb.
func (v Values) Format(s fmt.State, _ rune) { writeJSON(s, v) }

// Options are DuckDB settings by name, as text, secrets included. They print
// as their names alone.
type Options map[string]string

// MarshalJSON hides every value.
func (o Options) MarshalJSON() ([]byte, error) { return json.Marshal(hide(o)) }

// MarshalYAML hides every value.
func (o Options) MarshalYAML() (any, error) { return hide(o), nil }

// Format hides every value, whatever the verb.
func (o Options) Format(s fmt.State, _ rune) { writeJSON(s, o) }

func hide[V any](values map[string]V) map[string]string {
	out := map[string]string{}
	for key := range values {
		out[key] = redacted
	}
	return out
}

// writeJSON prints a value as its (redacting) JSON.
func writeJSON(w io.Writer, value json.Marshaler) {
	data, err := value.MarshalJSON()
	if err != nil {
		data = []byte("(not printable)")
	}
	_, _ = w.Write(data) // fmt.State has nowhere to report an error
}
