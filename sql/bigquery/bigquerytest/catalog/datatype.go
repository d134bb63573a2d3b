package catalog

import (
	"fmt"
	"strconv"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// Modes of a column, in the REST API's words.
const (
	nullable = "NULLABLE"
	required = "REQUIRED"
	repeated = "REPEATED"
)

// standard gives GoogleSQL's name of a REST type, and of a synonym.
//
// Source: "Data types", TableFieldSchema.type.
func standard(t string) string {
	switch strings.ToUpper(t) {
	case "INTEGER", "INT64", "INT", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT":
		return "INT64"
	case "FLOAT", "FLOAT64":
		return "FLOAT64"
	case "BOOLEAN", "BOOL":
		return "BOOL"
	case "NUMERIC", "DECIMAL":
		return "NUMERIC"
	case "BIGNUMERIC", "BIGDECIMAL":
		return "BIGNUMERIC"
	case "RECORD", "STRUCT":
		return "STRUCT"
	case "STRING", "BYTES", "DATE", "DATETIME", "TIME", "TIMESTAMP", "JSON", "GEOGRAPHY", "INTERVAL":
		return strings.ToUpper(t)
	}
	return ""
}

// wire gives the REST API's name of a GoogleSQL type.
func wire(t string) string {
	switch t {
	case "INT64":
		return "INTEGER"
	case "FLOAT64":
		return "FLOAT"
	case "BOOL":
		return "BOOLEAN"
	case "STRUCT":
		return "RECORD"
	}
	return t
}

// fieldType reads a type where the parser stands, as a field without a name.
func (p *parser) fieldType() *bq.TableFieldSchema {
	if p.accept("ARRAY") {
		p.expect("<")
		f := p.fieldType()
		p.expect(">")
		if f.Mode == repeated {
			p.fail()
		}
		f.Mode = repeated
		return f
	}
	f := &bq.TableFieldSchema{Mode: nullable}
	t := standard(p.one())
	if t == "" {
		p.i--
		p.fail()
		return f
	}
	f.Type = wire(t)
	if t == "STRUCT" {
		p.structFields(f)
		return f
	}
	if p.is("(") {
		p.typeArguments(f, t)
	}
	return f
}

func (p *parser) structFields(f *bq.TableFieldSchema) {
	p.expect("<")
	for p.err == nil {
		n := p.one()
		part := p.fieldType()
		part.Name = n
		f.Fields = append(f.Fields, part)
		if !p.accept(",") {
			break
		}
	}
	p.expect(">")
}

// typeArguments reads NUMERIC(p, s) and STRING(n).
func (p *parser) typeArguments(f *bq.TableFieldSchema, t string) {
	var n []int64
	for _, part := range split(p.parentheses()) {
		v, err := strconv.ParseInt(source(p.sql, part), 10, 64)
		if err != nil {
			p.fail()
		}
		n = append(n, v)
	}
	switch {
	case (t == "STRING" || t == "BYTES") && len(n) == 1:
		f.MaxLength = n[0]
	case (t == "NUMERIC" || t == "BIGNUMERIC") && (len(n) == 1 || len(n) == 2):
		f.Precision = n[0]
		if len(n) == 2 {
			f.Scale = n[1]
		}
	default:
		p.fail()
	}
}

// spelled is a field's type as INFORMATION_SCHEMA.COLUMNS prints it.
func spelled(f *bq.TableFieldSchema) string {
	t := standard(f.Type)
	switch {
	case t == "STRUCT":
		parts := make([]string, len(f.Fields))
		for i, s := range f.Fields {
			parts[i] = s.Name + " " + spelled(s)
		}
		t = "STRUCT<" + strings.Join(parts, ", ") + ">"
	case f.MaxLength > 0:
		t = fmt.Sprintf("%s(%d)", t, f.MaxLength)
	case f.Precision > 0 && f.Scale > 0:
		t = fmt.Sprintf("%s(%d, %d)", t, f.Precision, f.Scale)
	case f.Precision > 0:
		t = fmt.Sprintf("%s(%d)", t, f.Precision)
	}
	if f.Mode == repeated {
		return "ARRAY<" + t + ">"
	}
	return t
}

// duck is the type that holds a field's values in the row store.
func duck(f *bq.TableFieldSchema) string {
	t := duckScalar(f)
	if f.Mode == repeated {
		return t + "[]"
	}
	return t
}

func duckScalar(f *bq.TableFieldSchema) string {
	switch standard(f.Type) {
	case "INT64":
		return "BIGINT"
	case "FLOAT64":
		return "DOUBLE"
	case "NUMERIC":
		return "DECIMAL(38,9)"
	case "BIGNUMERIC":
		return "DECIMAL(38,18)"
	case "BOOL":
		return "BOOLEAN"
	case "BYTES":
		return "BLOB"
	case "DATE", "TIME":
		return standard(f.Type)
	case "DATETIME":
		return "TIMESTAMP"
	case "TIMESTAMP":
		return "TIMESTAMPTZ"
	case "INTERVAL":
		return "INTERVAL"
	case "STRUCT":
		parts := make([]string, len(f.Fields))
		for i, s := range f.Fields {
			parts[i] = quote(s.Name) + " " + duck(s)
		}
		return "STRUCT(" + strings.Join(parts, ", ") + ")"
	}
	return "VARCHAR"
}

// width is how many bytes a value of the field is taken to have. Texts count as
// sixteen characters, so that bytes follow from rows and types alone.
//
// Source: "Data type sizes".
func width(f *bq.TableFieldSchema) int64 {
	switch standard(f.Type) {
	case "BOOL":
		return 1
	case "NUMERIC", "INTERVAL":
		return 16
	case "BIGNUMERIC":
		return 32
	case "STRING", "BYTES", "JSON", "GEOGRAPHY":
		return 18
	case "STRUCT":
		n := int64(0)
		for _, s := range f.Fields {
			n += width(s)
		}
		return n
	}
	return 8
}
