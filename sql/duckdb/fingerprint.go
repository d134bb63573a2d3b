package duckdb

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
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
// place, so that a faithful copy has the same one.
func definitionToken(o warehouse.Object) (string, error) {
	neutral := warehouse.Ref{Database: "d", Schema: "s", Name: "n"}
	def := o.Definition
	d := Dialect()
	var err error
	if o.Kind == warehouse.KindTable {
		var table tableText
		if table, err = readTable(def.SQL); err == nil {
			def.SQL, err = table.moved(neutral)
		}
	} else {
		def.SQL, err = d.RenameCreate(def.SQL, neutral)
	}
	if err != nil {
		return "", fmt.Errorf("read definition of %s: %w", o.Ref, err)
	}
	def.Indexes = make([]string, 0, len(o.Definition.Indexes))
	for _, index := range o.Definition.Indexes {
		moved, err := d.RenameCreate(index, neutral)
		if err != nil {
			return "", fmt.Errorf("read index of %s: %w", o.Ref, err)
		}
		def.Indexes = append(def.Indexes, moved)
	}
	sort.Strings(def.Indexes)
	if def.Comment == "" && def.Columns == nil {
		def.Columns = []warehouse.Column{}
	}
	data, err := json.Marshal(def)
	if err != nil {
		return "", fmt.Errorf("write definition of %s: %w", o.Ref, err)
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:12]), nil
}
