package catalog

import (
	"fmt"

	"cutover/sql/warehouse"
)

// dataType is a Snowflake type with its name as INFORMATION_SCHEMA prints it.
type dataType struct {
	name string
	// precision and scale of NUMBER; precision of times (9).
	precision, scale int64
	// length of TEXT and BINARY.
	length int64
}

const maxText = 16777216

// dataType reads a type where the parser stands.
//
// Source: "Summary of data types", synonyms.
func (p *parser) dataType() dataType {
	word := p.word()
	var args []int64
	if p.is("(") {
		for _, part := range split(p.parentheses()) {
			q := p.sub(part)
			args = append(args, q.number())
			if err := q.end(); err != nil {
				p.fail()
			}
		}
	}
	arg := func(i int, fallback int64) int64 {
		if i < len(args) {
			return args[i]
		}
		return fallback
	}
	switch word {
	case "NUMBER", "DECIMAL", "NUMERIC":
		return dataType{name: "NUMBER", precision: arg(0, 38), scale: arg(1, 0)}
	case "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT":
		return dataType{name: "NUMBER", precision: 38}
	case "DOUBLE":
		p.accept("PRECISION")
		return dataType{name: "FLOAT"}
	case "FLOAT", "FLOAT4", "FLOAT8", "REAL":
		return dataType{name: "FLOAT"}
	case "VARCHAR", "STRING", "TEXT", "NVARCHAR":
		return dataType{name: "TEXT", length: arg(0, maxText)}
	case "CHAR", "CHARACTER":
		return dataType{name: "TEXT", length: arg(0, 1)}
	case "BINARY", "VARBINARY":
		return dataType{name: "BINARY", length: arg(0, maxText/2)}
	case "BOOLEAN", "DATE", "VARIANT", "OBJECT", "ARRAY":
		return dataType{name: word}
	case "TIME":
		return dataType{name: "TIME", precision: arg(0, 9)}
	case "TIMESTAMP_NTZ", "TIMESTAMPNTZ", "DATETIME", "TIMESTAMP":
		return dataType{name: "TIMESTAMP_NTZ", precision: arg(0, 9)}
	case "TIMESTAMP_LTZ", "TIMESTAMPLTZ":
		return dataType{name: "TIMESTAMP_LTZ", precision: arg(0, 9)}
	case "TIMESTAMP_TZ", "TIMESTAMPTZ":
		return dataType{name: "TIMESTAMP_TZ", precision: arg(0, 9)}
	}
	p.i--
	p.fail()
	return dataType{}
}

// duck is the type that holds the values in the row store.
func (t dataType) duck() string {
	switch t.name {
	case "NUMBER":
		if t.scale > 0 {
			return fmt.Sprintf("DECIMAL(%d,%d)", t.precision, t.scale)
		}
		return "HUGEINT"
	case "FLOAT":
		return "DOUBLE"
	case "BINARY":
		return "BLOB"
	case "TIMESTAMP_NTZ":
		return "TIMESTAMP"
	case "TIMESTAMP_LTZ", "TIMESTAMP_TZ":
		return "TIMESTAMPTZ"
	case "BOOLEAN", "DATE", "TIME":
		return t.name
	}
	return "VARCHAR"
}

// wire is the column of a result that has the type.
func (t dataType) wire(name string, nullable bool) Column {
	c := Column{Name: name, Nullable: nullable}
	switch t.name {
	case "NUMBER":
		c.Type, c.Precision, c.Scale = "fixed", t.precision, t.scale
	case "FLOAT":
		c.Type = "real"
	case "BOOLEAN":
		c.Type = "boolean"
	case "DATE":
		c.Type = "date"
	case "TIME":
		c.Type, c.Scale = "time", 9
	case "TIMESTAMP_NTZ":
		c.Type, c.Scale = "timestamp_ntz", 9
	case "TIMESTAMP_LTZ":
		c.Type, c.Scale = "timestamp_ltz", 9
	case "TIMESTAMP_TZ":
		c.Type, c.Scale = "timestamp_tz", 9
	case "BINARY":
		c.Type, c.Length = "binary", t.length
	case "VARIANT", "OBJECT", "ARRAY":
		c.Type = "variant"
	default:
		c.Type, c.Length = "text", t.length
	}
	return c
}

// typed reads a type from lexemes, for CAST and the :: operator. It gives how
// many lexemes the type takes.
func typed(sql string, s []warehouse.Lexeme) (dataType, int, error) {
	p := &parser{sql: sql, s: s}
	t := p.dataType()
	return t, p.i, p.err
}
