package config

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"cutover/cmd/internal/config/jinja"
)

// Connection is one rendered output of profiles.yml: what dbt would connect
// to. It prints with secrets redacted, whatever verb or encoder is used.
type Connection struct {
	// Kind is the adapter type: "duckdb", "snowflake", "bigquery", ...
	Kind string
	// Profile and Target are the names it was chosen by. Profile is empty when
	// the connection is written out in cutover.yml.
	Profile string
	Target  string
	// Threads is dbt's thread count, 1 when not set.
	Threads int
	// Source is where the output begins, such as "profiles.yml:12".
	Source string
	// DuckDB is set when Kind is "duckdb".
	DuckDB *DuckDB
	// Snowflake is set when Kind is "snowflake".
	Snowflake *Snowflake
	// BigQuery is set when Kind is "bigquery".
	BigQuery *BigQuery
	// Raw holds the rendered values by their profile keys, secrets included:
	// for the adapter only.
	Raw Values
	// Warnings are remarks such as unknown keys. Nil when none.
	Warnings []string

	output *tree // what was rendered, for the lines
	redact redactor
}

// render evaluates every expression of an output, as dbt does: keys are never
// rendered, and a text below a key "password" that is not valid Jinja is kept.
// The folder dir is what paths written in cutover.yml are relative to.
func render(output *tree, search ProfilesSearch, dir string) (*Connection, error) {
	r := &renderer{context: jinja.Context{Lookup: search.Lookup, Vars: search.Vars}}
	c := &Connection{Raw: Values{}, Threads: 1, output: output}
	for _, key := range output.live() {
		c.Raw[key] = r.render(output.children[key], key == "password")
	}
	if err := r.found.err(); err != nil {
		return nil, err
	}
	c.redact = redactor{secrets: r.secrets}
	kind, ok := c.Raw["type"].(string)
	if !ok || kind == "" {
		return nil, Errors{{File: output.file, Line: output.line, Message: "type is missing: which adapter is it?"}}
	}
	c.Kind = kind
	var found findings
	if threads := output.get("threads"); threads != nil {
		n, err := strconv.Atoi(fmt.Sprint(c.Raw["threads"]))
		if err != nil || n < 1 {
			found.add(threads, "threads must be a whole number from 1 up")
		}
		c.Threads = n
	}
	c.warnUnknown()
	switch kind {
	case "duckdb":
		c.DuckDB = readDuckDB(c, output, search, dir, &found)
	case "snowflake":
		c.Snowflake = readSnowflake(c, output, search, dir, &found)
	case "bigquery":
		c.BigQuery = readBigQuery(c, output, search, dir, &found)
	}
	return c, found.err()
}

// warnUnknown remarks on keys that dbt's adapter does not know either.
func (c *Connection) warnUnknown() {
	known := knownKeys(c.Kind)
	if known == nil {
		return
	}
	for _, key := range c.output.live() {
		position := c.output.at(key)
		if child := c.output.children[key]; child.file != "" {
			position = child
		}
		ours := position.flag != "" || filepath.Base(position.file) != "profiles.yml"
		if !slices.Contains(known, key) && !(ours && slices.Contains(ownKeys(c.Kind), key)) {
			c.Warnings = append(c.Warnings, (&Error{
				File: position.file, Line: position.line,
				Message: fmt.Sprintf("%q is not a key of dbt-%s that is known here%s", key, c.Kind, nearest(key, known)),
			}).Error())
		}
	}
}

type renderer struct {
	context jinja.Context
	found   findings
	secrets []string
}

func (r *renderer) render(t *tree, password bool) any {
	switch t.kind {
	case listTree:
		out := make([]any, len(t.items))
		for i, item := range t.items {
			out[i] = r.render(item, password)
		}
		return out
	case mapTree:
		out := map[string]any{}
		for _, key := range t.keys {
			out[key] = r.render(t.children[key], password || key == "password")
		}
		return out
	}
	value := t.plainValue()
	text, ok := value.(string)
	if !ok {
		return value
	}
	result, err := r.context.Render(text)
	if err != nil && password {
		return text
	}
	if err != nil {
		r.found.add(t, "could not render the value: %s", err)
		return nil
	}
	r.secrets = append(r.secrets, result.Secrets...)
	return result.Value
}

// Settings lists the connection's values with their origins, secrets redacted.
func (c *Connection) Settings() []Setting {
	out := []Setting{{Key: "connection", Value: c.Profile + "." + c.Target, Origin: c.Source}}
	for _, key := range c.output.live() {
		value := c.redact.value(key, c.Raw[key])
		if key == "path" && c.DuckDB != nil {
			value = c.redact.text(key, c.DuckDB.Path)
		}
		text, ok := value.(string)
		if !ok {
			data, err := json.Marshal(value)
			if err != nil {
				continue
			}
			text = string(data)
		}
		out = append(out, Setting{Key: "connection." + key, Value: text, Origin: c.output.children[key].origin()})
	}
	return out
}

func (c Connection) printable() map[string]any {
	return map[string]any{
		"kind": c.Kind, "profile": c.Profile, "target": c.Target, "threads": c.Threads,
		"source": c.Source, "values": c.redact.value("", map[string]any(c.Raw)),
	}
}

// MarshalJSON redacts every secret.
func (c Connection) MarshalJSON() ([]byte, error) { return json.Marshal(c.printable()) }

// MarshalYAML redacts every secret.
func (c Connection) MarshalYAML() (any, error) { return c.printable(), nil }

// String names the connection in a few words, without any secret.
func (c Connection) String() string {
	name := c.Kind + " " + c.Profile + "." + c.Target
	if c.Profile == "" {
		name = c.Kind + " " + c.Target
	}
	switch {
	case c.DuckDB != nil:
		name += " (" + c.redact.text("path", c.DuckDB.Path) + ")"
	case c.Snowflake != nil:
		name += " (" + c.redact.text("", c.Snowflake.String()) + ")"
	case c.BigQuery != nil:
		name += " (" + c.redact.text("", c.BigQuery.String()) + ")"
	}
	return name
}

// Format prints String for %s and %v, and redacted JSON for everything else.
func (c Connection) Format(s fmt.State, verb rune) {
	if verb == 's' || verb == 'v' && !s.Flag('+') && !s.Flag('#') {
		_, _ = s.Write([]byte(c.String())) // fmt.State has nowhere to report an error
		return
	}
	writeJSON(s, c)
}
