package bigquery

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// ownLabels is how all labels begin that cutover writes.
const ownLabels = "cutover_"

// object is a relation with what the look still needs of it.
type object struct {
	warehouse.Object
	layout layout
	// created is when it was made, in ms since 1970, as tables.list says.
	created int64
	// hash is that of the rows, nil when it was not asked.
	hash *string
	// full is the answer of tables.get, nil when it was not asked.
	full *bq.Table
}

// kindOf reads the words of tables.list.
func kindOf(word string) warehouse.Kind {
	switch word {
	case "TABLE":
		return warehouse.KindTable
	case "VIEW":
		return warehouse.KindView
	case "MATERIALIZED_VIEW":
		return warehouse.KindMaterializedView
	case "EXTERNAL":
		return warehouse.KindExternalTable
	case "SNAPSHOT":
		return warehouse.KindSnapshot
	}
	return warehouse.KindOther
}

// assemble makes objects of what the datasets hold. What the list named and no
// query knows is there nevertheless, with what is not known left open.
func (l *look) assemble() {
	for _, s := range l.datasets {
		if !s.content || !s.there() {
			continue
		}
		for _, t := range s.tables {
			o := s.object(t)
			l.objects = append(l.objects, o)
			l.byRef[o.Ref] = o
		}
	}
}

// object makes one of a line of tables.list and what the queries say of it.
func (s *datasetLook) object(t *bq.TableListTables) *object {
	name := t.TableReference.TableId
	o := &object{
		created: t.CreationTime,
		layout:  layoutOf(t.TimePartitioning, t.RangePartitioning, t.Clustering, t.RequirePartitionFilter),
		Object: warehouse.Object{
			Ref: warehouse.Ref{Database: s.c.Database, Schema: s.c.Schema, Name: name}, Kind: kindOf(t.Type),
			Identity: warehouse.Identity{ID: strconv.FormatInt(t.CreationTime, 10)},
			Rows:     -1, Bytes: -1, MadeBy: t.Labels[releaseLabel],
		},
	}
	counted, known := s.sizes[name]
	if known && (o.Kind == warehouse.KindTable || o.Kind == warehouse.KindSnapshot) {
		o.Rows, o.Bytes = counted.rows, counted.bytes
	}
	// A snapshot cannot change, and __TABLES__ may leave it out.
	if known && o.Kind != warehouse.KindSnapshot {
		o.Identity.ID += "." + strconv.FormatInt(counted.modified, 10)
	}
	o.Definition = warehouse.Definition{
		Columns: slices.DeleteFunc(s.columns[name], func(c warehouse.Column) bool { return c.Name == "" }),
		Labels:  userLabels(t.Labels), Layout: o.layout.sentence(),
	}
	if t.ExpirationTime > 0 {
		o.Definition.Expires = time.UnixMilli(t.ExpirationTime).UTC()
	}
	if o.Kind == warehouse.KindView {
		s.define(o, t)
	}
	o.Identity.Token = o.token()
	return o
}

// define gives a view its statement. INFORMATION_SCHEMA.VIEWS holds the query
// alone.
func (s *datasetLook) define(o *object, t *bq.TableListTables) {
	body, known := s.views[o.Ref.Name]
	switch {
	case !known, strings.TrimSpace(body) == "":
		o.Unsupported = "the text of the view is not visible (bigquery.tables.get and bigquery.tables.list are needed)"
		return
	case t.View != nil && t.View.UseLegacySql:
		o.Unsupported = "the view is written in legacy SQL"
	}
	o.Definition.SQL = "CREATE VIEW " + Dialect().QuoteRef(o.Ref) + " AS\n" + body
}

// userLabels leaves out the labels that cutover writes; nil when none is left.
func userLabels(labels map[string]string) map[string]string {
	var out map[string]string
	for key, value := range labels {
		if strings.HasPrefix(key, ownLabels) {
			continue
		}
		if out == nil {
			out = map[string]string{}
		}
		out[key] = value
	}
	return out
}

// token digests what a table and every copy of it have in common: how many rows,
// the columns, partitions and clusters; of a view what its query says. It is ""
// when that is not known.
func (o *object) token() string {
	h := sha256.New()
	switch o.Kind {
	case warehouse.KindTable, warehouse.KindSnapshot:
		if o.Rows < 0 {
			return ""
		}
		fmt.Fprintf(h, "%d %q ", o.Rows, o.layout.shape)
	case warehouse.KindView:
		if o.Definition.SQL == "" {
			return ""
		}
		fmt.Fprintf(h, "%q ", lexemesOf(o.viewBody()))
	default:
		return ""
	}
	for _, c := range o.Definition.Columns {
		fmt.Fprintf(h, "%q %q ", c.Name, c.Type)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func (o *object) viewBody() string {
	_, body, _ := strings.Cut(o.Definition.SQL, " AS\n")
	return body
}

// lexemesOf is a statement without space and comments, or as it is when it cannot
// be read.
func lexemesOf(sql string) []string {
	lexemes, err := Dialect().Lex(sql)
	if err != nil {
		return []string{sql}
	}
	var out []string
	for _, l := range lexemes {
		if !l.Blank() {
			out = append(out, l.Text)
		}
	}
	return out
}

// fill adds what tables.get says. A relation that was replaced since the list has
// no token: nothing that was gathered may be taken for it.
func (o *object) fill(t *bq.Table, access bool) {
	o.full = t
	if o.Rows < 0 && (o.Kind == warehouse.KindTable || o.Kind == warehouse.KindSnapshot) {
		o.Rows, o.Bytes = rowsOf(t), t.NumBytes
		if o.Kind == warehouse.KindTable {
			o.Identity.ID = strconv.FormatInt(t.CreationTime, 10) + "." + strconv.FormatUint(t.LastModifiedTime, 10)
		}
		o.Identity.Token = o.token()
	}
	if t.CreationTime != o.created {
		o.Identity.Token = ""
	}
	if !access {
		return
	}
	o.Definition.Comment = t.Description
	o.Streaming = t.StreamingBuffer != nil
	if t.BiglakeConfiguration != nil {
		o.Unsupported = "cutover does not clone BigLake tables: their files lie outside of BigQuery"
	}
	if t.Schema == nil {
		return
	}
	comments := map[string]string{}
	for _, f := range t.Schema.Fields {
		comments[f.Name] = f.Description
	}
	for i, c := range o.Definition.Columns {
		o.Definition.Columns[i].Comment = comments[c.Name]
	}
}

// mostRows is far more than a table holds; beyond it a number is no count.
const mostRows = 1 << 62

func rowsOf(t *bq.Table) int64 {
	if t.NumRows > mostRows {
		return -1
	}
	return int64(t.NumRows)
}

// labelledDepth is the clone depth that a label tells, 0 when there is none.
func labelledDepth(labels map[string]string) int {
	n, err := strconv.Atoi(labels[depthLabel])
	if err != nil || n < 1 {
		return 0
	}
	return n
}

// sortedKeys are the keys in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
