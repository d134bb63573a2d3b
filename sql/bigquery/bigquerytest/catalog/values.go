package catalog

import (
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// duckType is a type of the row store, as its driver names it.
type duckType struct {
	// base is without arguments: DECIMAL, STRUCT, VARCHAR.
	base string
	list bool
	// names and fields are those of a STRUCT.
	names  []string
	fields []duckType
}

// parseDuckType reads BIGINT[], DECIMAL(38,9), STRUCT("a" BIGINT, "b" VARCHAR[]).
func parseDuckType(name string) (duckType, error) {
	if inner, ok := strings.CutSuffix(name, "[]"); ok {
		t, err := parseDuckType(inner)
		if err == nil && t.list {
			err = invalidQuery("Cannot construct array with element type ARRAY")
		}
		t.list = true
		return t, err
	}
	base, args, _ := strings.Cut(strings.TrimSuffix(name, ")"), "(")
	t := duckType{base: base}
	if base != "STRUCT" {
		return t, nil
	}
	for _, part := range splitArguments(args) {
		var n, rest string
		if strings.HasPrefix(part, `"`) {
			end := strings.Index(part[1:], `"`)
			n, rest = part[1:end+1], part[end+2:]
		} else {
			n, rest, _ = strings.Cut(part, " ")
		}
		f, err := parseDuckType(strings.TrimSpace(rest))
		if err != nil {
			return t, err
		}
		t.names, t.fields = append(t.names, n), append(t.fields, f)
	}
	return t, nil
}

func splitArguments(s string) []string {
	var out []string
	start, depth, quoted := 0, 0, false
	for i, c := range s {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ',' && depth == 0:
			out = append(out, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return append(out, strings.TrimSpace(s[start:]))
}

// column is the column of a result that has the type.
func (t duckType) column(name string) Column {
	c := Column{Name: name, Mode: nullable, Type: t.wire()}
	if t.list {
		c.Mode = repeated
	}
	for i, f := range t.fields {
		c.Fields = append(c.Fields, f.column(t.names[i]))
	}
	return c
}

func (t duckType) wire() string {
	switch t.base {
	case "DECIMAL":
		return "NUMERIC"
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT", "UHUGEINT":
		return "INTEGER"
	case "FLOAT", "DOUBLE":
		return "FLOAT"
	case "BOOLEAN", "DATE", "TIME", "INTERVAL", "JSON":
		return t.base
	case "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S":
		return "DATETIME"
	case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE":
		return "TIMESTAMP"
	case "BLOB":
		return "BYTES"
	case "STRUCT":
		return "RECORD"
	}
	return "STRING"
}

func scan(rows *sql.Rows, types []duckType) ([]*string, error) {
	cells := make([]any, len(types))
	for i := range cells {
		cells[i] = new(any)
	}
	if err := rows.Scan(cells...); err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	out := make([]*string, len(types))
	for i, c := range cells {
		v, ok := c.(*any)
		if !ok || *v == nil {
			if types[i].list {
				// The service knows no NULL array in a result.
				none := "[]"
				out[i] = &none
			}
			continue
		}
		var text string
		if types[i].list || types[i].base == "STRUCT" {
			raw, err := json.Marshal(nested(*v, types[i]))
			if err != nil {
				return nil, fmt.Errorf("write value: %w", err)
			}
			text = string(raw)
		} else {
			text = wireText(*v, types[i])
		}
		out[i] = &text
	}
	return out, nil
}

// nested writes a value as the wire's "v".
//
// Source: jobs.getQueryResults, rows[].
func nested(v any, t duckType) any {
	switch {
	case v == nil:
		return nil
	case t.list:
		element := t
		element.list = false
		values, _ := v.([]any)
		out := make([]map[string]any, len(values))
		for i, e := range values {
			out[i] = map[string]any{"v": nested(e, element)}
		}
		return out
	case t.base == "STRUCT":
		values, _ := v.(map[string]any)
		out := make([]map[string]any, len(t.fields))
		for i, f := range t.fields {
			out[i] = map[string]any{"v": nested(values[t.names[i]], f)}
		}
		return map[string]any{"f": out}
	}
	return wireText(v, t)
}

// wireText writes a value the way the service sends it.
//
// Source: cloud.google.com/go/bigquery value.go, convertBasicType.
func wireText(v any, t duckType) string {
	switch v := v.(type) {
	case time.Time:
		return wireTime(v, t)
	case bool:
		return strconv.FormatBool(v)
	case *big.Int:
		return v.String()
	case duckdb.Decimal:
		return decimal(v)
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case float32:
		return strconv.FormatFloat(float64(v), 'g', -1, 32)
	}
	return fmt.Sprint(v)
}

func wireTime(v time.Time, t duckType) string {
	switch t.wire() {
	case "DATE":
		return v.Format(time.DateOnly)
	case "TIME":
		return v.Format("15:04:05.999999")
	case "DATETIME":
		return v.Format("2006-01-02T15:04:05.999999")
	}
	return strconv.FormatInt(v.UnixMicro(), 10)
}

func decimal(d duckdb.Decimal) string {
	text := new(big.Int).Abs(d.Value).String()
	if d.Scale > 0 {
		for len(text) <= int(d.Scale) {
			text = "0" + text
		}
		text = strings.TrimRight(text[:len(text)-int(d.Scale)]+"."+text[len(text)-int(d.Scale):], "0")
		text = strings.TrimSuffix(text, ".")
	}
	if d.Value.Sign() < 0 {
		text = "-" + text
	}
	return text
}
