package duckdb

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"sort"
	"strings"

	"cutover/sql/warehouse"
)

// hashed lists the columns as arguments of hash(). The sum over all rows does
// not depend on their order, and equal rows add up instead of cancelling out.
//
// DuckDB's hash() takes [1] for 1, [[1],[2]] for [[1,2]], an empty list for
// NULL, a month for 30 days and -0.0 for 0.0, so such columns are hashed as the
// text that DuckDB writes for them, which keeps them apart.
func hashed(columns []warehouse.Column) string {
	d := Dialect()
	var out []string
	for _, c := range columns {
		name := d.QuoteName(c.Name)
		if hashesAsText(c.Type) {
			name = "CAST(" + name + " AS VARCHAR)"
		}
		out = append(out, name)
		if c.Type == "FLOAT" || c.Type == "DOUBLE" {
			out = append(out, "signbit("+name+")")
		}
	}
	return strings.Join(out, ", ")
}

func hashesAsText(typ string) bool {
	if strings.HasSuffix(typ, "]") || typ == "INTERVAL" || typ == "VARIANT" || typ == "TIME WITH TIME ZONE" {
		return true
	}
	for _, prefix := range []string{"STRUCT(", "MAP(", "UNION("} {
		if strings.HasPrefix(typ, prefix) {
			return true
		}
	}
	return false
}

// definitionToken is a hash of everything about an object but its own name and
// place, so that a faithful copy has the same one. A text that cannot be read
// is hashed as it is; such an object is Unsupported and never copied.
func definitionToken(o warehouse.Object) string {
	neutral := warehouse.Ref{Database: "d", Schema: "s", Name: "n"}
	def := o.Definition
	d := Dialect()
	if table, err := readTable(def.SQL); err == nil && o.Kind == warehouse.KindTable {
		if moved, err := table.moved(neutral); err == nil {
			def.SQL = moved
		}
	} else if moved, err := d.RenameCreate(def.SQL, neutral); err == nil {
		def.SQL = moved
	}
	def.Indexes = make([]string, 0, len(o.Definition.Indexes))
	for _, index := range o.Definition.Indexes {
		if moved, err := d.RenameCreate(index, neutral); err == nil {
			index = moved
		}
		def.Indexes = append(def.Indexes, index)
	}
	sort.Strings(def.Indexes)
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %q %t ", o.Kind, canonical(def.SQL), def.Comment, def.EmptyComment)
	for _, index := range def.Indexes {
		fmt.Fprintf(h, "%q ", canonical(index))
	}
	for _, c := range def.Columns {
		fmt.Fprintf(h, "%q %q %t %q %t ", c.Name, c.Type, c.NotNull, c.Comment, c.EmptyComment)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// canonical drops the blanks of a statement: DuckDB writes DECIMAL(12, 2) in the
// session that made a view and DECIMAL(12,2) once the file was opened again.
func canonical(sql string) string {
	lexemes, err := Dialect().Lex(sql)
	if err != nil {
		return sql
	}
	var out strings.Builder
	for _, l := range lexemes {
		if !l.Blank() {
			out.WriteString(l.Text)
			out.WriteByte(' ')
		}
	}
	return out.String()
}
