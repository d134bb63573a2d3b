package warehouse

import (
	"strings"
)

// Container is what holds relations: a Snowflake database or schema, a BigQuery
// dataset, a DuckDB database file or schema. An empty Schema means the whole
// database. Names are exact, as the warehouse stores them, never quoted.
//
// For DuckDB, Database is the name under which a file is attached in the
// session; the adapter knows which file that is.
type Container struct {
	Database string `json:"database"`
	Schema   string `json:"schema,omitempty"`
}

// String gives database.schema for people; it is not SQL.
func (c Container) String() string {
	if c.Schema == "" {
		return c.Database
	}
	return c.Database + "." + c.Schema
}

// IsZero reports whether the container names nothing.
func (c Container) IsZero() bool { return c == Container{} }

// Ref names one relation in the session. Names are exact, never quoted.
type Ref struct {
	Database string `json:"database"`
	Schema   string `json:"schema"`
	Name     string `json:"name"`
}

// String gives database.schema.name for people; it is not SQL.
func (r Ref) String() string {
	return r.Database + "." + r.Schema + "." + r.Name
}

// Short gives schema.name, the form that tables and messages use.
func (r Ref) Short() string { return r.Schema + "." + r.Name }

// Container is the schema or dataset that the relation lives in.
func (r Ref) Container() Container {
	return Container{Database: r.Database, Schema: r.Schema}
}

// IsZero reports whether the ref names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// Dialect is what differs between warehouses in writing and comparing names.
// The zero value is not usable; adapters return theirs from Capabilities.
type Dialect struct {
	// Name is the adapter's kind: duckdb, snowflake, bigquery.
	Name string
	// Quote is the identifier quote character: '"' or '`'.
	Quote byte
	// PathQuoted says that a whole dotted path may stand inside one pair of
	// quotes, as in BigQuery's `project.dataset.table`.
	PathQuoted bool
	// Fold gives the stored form of an identifier written without quotes:
	// upper case on Snowflake, unchanged where case is ignored or significant.
	Fold func(string) string
	// EqualNames compares two stored names as the warehouse does.
	EqualNames func(a, b string) bool
	// DollarQuotes says that $$ ... $$ and $tag$ ... $tag$ are string literals.
	DollarQuotes bool
	// HashComments says that # starts a comment up to the end of the line.
	HashComments bool
	// BackslashEscapes says that a backslash escapes inside string literals
	// and, in BigQuery, inside quoted identifiers.
	BackslashEscapes bool
	// NestedComments says that /* ... */ comments nest.
	NestedComments bool
	// SlashComments says that // starts a comment up to the end of the line.
	SlashComments bool
	// EscapeStrings says that E'...' is a string literal with backslash escapes.
	EscapeStrings bool
}

// QuoteName writes one identifier so that the warehouse reads exactly name,
// whatever characters it holds. It is the only function that quotes names.
func (d Dialect) QuoteName(name string) string {
	q := string(d.Quote)
	if d.BackslashEscapes && d.Quote == '`' {
		r := strings.NewReplacer(`\`, `\\`, "`", "\\`", "\n", `\n`, "\r", `\r`)
		return q + r.Replace(name) + q
	}
	return q + strings.ReplaceAll(name, q, q+q) + q
}

// QuoteRef writes a relation's full name.
func (d Dialect) QuoteRef(r Ref) string {
	return d.QuoteName(r.Database) + "." + d.QuoteName(r.Schema) + "." + d.QuoteName(r.Name)
}

// QuoteContainer writes a container's full name.
func (d Dialect) QuoteContainer(c Container) string {
	if c.Schema == "" {
		return d.QuoteName(c.Database)
	}
	return d.QuoteName(c.Database) + "." + d.QuoteName(c.Schema)
}

// QuoteText writes a string literal.
func (d Dialect) QuoteText(s string) string {
	if d.BackslashEscapes {
		r := strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`)
		return "'" + r.Replace(s) + "'"
	}
	return "'" + strings.ReplaceAll(s, "'", "''") + "'"
}

// SameRef compares two relations as the warehouse does.
func (d Dialect) SameRef(a, b Ref) bool {
	return d.EqualNames(a.Name, b.Name) && d.EqualNames(a.Schema, b.Schema) && d.EqualNames(a.Database, b.Database)
}

// SameContainer compares two containers as the warehouse does.
func (d Dialect) SameContainer(a, b Container) bool {
	return d.EqualNames(a.Database, b.Database) && d.EqualNames(a.Schema, b.Schema)
}
