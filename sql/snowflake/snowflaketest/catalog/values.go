package catalog

import (
	"database/sql"
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/duckdb/duckdb-go/v2"
)

// resultColumns describes a result of the row store. Types of columns that come
// straight from a table are those that were declared.
func resultColumns(rows *sql.Rows, types map[string]dataType) ([]Column, error) {
	list, err := rows.ColumnTypes()
	if err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	out := make([]Column, len(list))
	for i, c := range list {
		n := decode(c.Name())
		t := storedType(c.DatabaseTypeName())
		if declared, ok := types[n]; ok && (declared.duck() == c.DatabaseTypeName() || declared.duck() == t.duck()) {
			t = declared
		}
		out[i] = t.wire(n, true)
	}
	return out, nil
}

// storedType gives the Snowflake type of a DuckDB type.
func storedType(n string) dataType {
	base, args, _ := strings.Cut(strings.TrimSuffix(n, ")"), "(")
	switch base {
	case "DECIMAL":
		t := dataType{name: "NUMBER", precision: 38}
		if p, s, ok := strings.Cut(args, ","); ok {
			t.precision, _ = strconv.ParseInt(strings.TrimSpace(p), 10, 64)
			t.scale, _ = strconv.ParseInt(strings.TrimSpace(s), 10, 64)
		}
		return t
	case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT":
		return dataType{name: "NUMBER", precision: 18}
	case "HUGEINT", "UHUGEINT":
		return dataType{name: "NUMBER", precision: 38}
	case "FLOAT", "DOUBLE":
		return dataType{name: "FLOAT"}
	case "BOOLEAN", "DATE", "TIME":
		return dataType{name: base}
	case "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S":
		return dataType{name: "TIMESTAMP_NTZ", precision: 9}
	case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE":
		return dataType{name: "TIMESTAMP_LTZ", precision: 9}
	case "BLOB":
		return dataType{name: "BINARY", length: maxText / 2}
	}
	return dataType{name: "TEXT", length: maxText}
}

func scan(rows *sql.Rows, columns []Column) ([]*string, error) {
	cells := make([]any, len(columns))
	for i := range cells {
		cells[i] = new(any)
	}
	if err := rows.Scan(cells...); err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	out := make([]*string, len(columns))
	for i, c := range cells {
		v, ok := c.(*any)
		if !ok || *v == nil {
			continue
		}
		text := wireText(*v, columns[i].Type)
		out[i] = &text
	}
	return out, nil
}

// wireText writes a value the way the service sends it.
//
// Source: gosnowflake converter.go, stringToValue.
func wireText(v any, typ string) string {
	switch v := v.(type) {
	case time.Time:
		return wireTime(v, typ)
	case bool:
		if typ == "boolean" {
			return map[bool]string{true: "1", false: "0"}[v]
		}
	case *big.Int:
		return v.String()
	case duckdb.Decimal:
		return decimal(v)
	case []byte:
		return strings.ToUpper(hex.EncodeToString(v))
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case float32:
		return strconv.FormatFloat(float64(v), 'g', -1, 32)
	}
	return fmt.Sprint(v)
}

func wireTime(v time.Time, typ string) string {
	switch typ {
	case "date":
		return strconv.FormatInt(v.Unix()/86400, 10)
	case "time":
		midnight := time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, v.Location())
		return fmt.Sprintf("%d.%09d", int64(v.Sub(midnight).Seconds()), v.Nanosecond())
	case "timestamp_tz":
		// 1440 is an offset of zero minutes: the row store keeps UTC only.
		return fmt.Sprintf("%d.%09d 1440", v.Unix(), v.Nanosecond())
	}
	return fmt.Sprintf("%d.%09d", v.Unix(), v.Nanosecond())
}

func decimal(d duckdb.Decimal) string {
	text := new(big.Int).Abs(d.Value).String()
	if d.Scale > 0 {
		for len(text) <= int(d.Scale) {
			text = "0" + text
		}
		text = text[:len(text)-int(d.Scale)] + "." + text[len(text)-int(d.Scale):]
	}
	if d.Value.Sign() < 0 {
		text = "-" + text
	}
	return text
}
