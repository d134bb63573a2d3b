package snowflake

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// compareInstants orders two times written by instant; RFC 3339 with a fraction
// of any length does not sort as text.
func compareInstants(a, b string) int {
	ta, errA := time.Parse(time.RFC3339Nano, a)
	tb, errB := time.Parse(time.RFC3339Nano, b)
	if errA != nil || errB != nil {
		return strings.Compare(a, b)
	}
	return ta.Compare(tb)
}

// refOf is the name that a line of SHOW is about.
func (db *databaseLook) refOf(r row) warehouse.Ref {
	return warehouse.Ref{Database: db.name, Schema: r.get("schema_name"), Name: r.get("name")}
}

// table makes an object of a line of SHOW TABLES.
func (db *databaseLook) table(r row, columns map[warehouse.Ref][]column) warehouse.Object {
	o := warehouse.Object{
		Ref: db.refOf(r), Kind: warehouse.KindTable, Identity: r.identity(),
		Rows: r.number("rows"), Bytes: r.number("bytes"), Owner: r.get("owner"),
	}
	var reasons []string
	switch {
	case r.yes("is_external"):
		o.Kind = warehouse.KindExternalTable
		reasons = append(reasons, "an external table cannot be cloned")
	case r.yes("is_dynamic"):
		o.Kind = warehouse.KindDynamicTable
		reasons = append(reasons, "a dynamic table is refreshed by Snowflake itself")
	case r.yes("is_hybrid"):
		reasons = append(reasons, "a hybrid table cannot be cloned on its own")
	case r.yes("is_iceberg"):
		reasons = append(reasons, "cutover does not clone Iceberg tables: their files lie outside of Snowflake")
	case r.yes("is_event"):
		o.Kind = warehouse.KindOther
		reasons = append(reasons, "an event table is written by Snowflake itself")
	}
	switch kind := r.get("kind"); kind {
	case "TABLE", "":
	case "TRANSIENT":
		o.Definition.Transient = true
	case "TEMPORARY":
		reasons = append(reasons, "a temporary table is there for one session only")
	default:
		if len(reasons) == 0 {
			o.Kind = warehouse.KindOther
			reasons = append(reasons, "cutover does not know tables of kind "+strconv.Quote(kind))
		}
	}
	cols := columns[o.Ref]
	if len(cols) == 0 && len(reasons) == 0 {
		reasons = append(reasons, "its columns are not visible to the role")
	}
	describe(&o, r, cols)
	o.Definition.SQL = createTable(o, cols)
	o.Unsupported = joined(reasons)
	o.Identity.Token = token(o)
	return o
}

// view makes an object of a line of SHOW VIEWS.
func (db *databaseLook) view(r row, columns map[warehouse.Ref][]column) warehouse.Object {
	o := warehouse.Object{
		Ref: db.refOf(r), Kind: warehouse.KindView, Identity: r.identity(), Rows: -1, Bytes: -1, Owner: r.get("owner"),
	}
	describe(&o, r, columns[o.Ref])
	o.Definition.SQL = r.get("text")
	if r.yes("is_materialized") {
		o.Kind = warehouse.KindMaterializedView
		o.Unsupported = "a materialized view is kept up to date by Snowflake itself"
		o.Identity.Token = token(o)
		return o
	}
	v, err := readView(o.Definition.SQL)
	switch {
	case o.Definition.SQL == "":
		o.Unsupported = "the text of the view is not visible to role " + db.l.d.opts.Profile.Role
	case err != nil:
		o.Unsupported = err.Error()
	case r.yes("is_secure"):
		o.Definition.SQL = v.secured()
	}
	o.Identity.Token = token(o)
	return o
}

func describe(o *warehouse.Object, r row, columns []column) {
	o.Definition.Comment = r.get("comment")
	for _, c := range columns {
		o.Definition.Columns = append(o.Definition.Columns, c.Column)
	}
}

// createTable writes what the table looks like, for people and for comparing;
// tables are cloned, never made from this text.
func createTable(o warehouse.Object, columns []column) string {
	d := Dialect()
	var b strings.Builder
	b.WriteString("CREATE ")
	if o.Definition.Transient {
		b.WriteString("TRANSIENT ")
	}
	b.WriteString("TABLE " + d.QuoteRef(o.Ref) + " (")
	for i, c := range columns {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(d.QuoteName(c.Name) + " " + c.Type)
		if c.NotNull {
			b.WriteString(" NOT NULL")
		}
		if c.byDefault != "" {
			b.WriteString(" DEFAULT " + c.byDefault)
		}
		if c.Comment != "" {
			b.WriteString(" COMMENT " + d.QuoteText(c.Comment))
		}
	}
	b.WriteString(")")
	if o.Definition.Comment != "" {
		b.WriteString(" COMMENT = " + d.QuoteText(o.Definition.Comment))
	}
	return b.String()
}

// token is a digest of all that SHOW tells of an object but its name, its place,
// its age and its owner, so that a clone has the same one as its source.
func token(o warehouse.Object) string {
	h := sha256.New()
	fmt.Fprintf(h, "%q %q ", o.Kind, o.Definition.Comment)
	if o.Kind == warehouse.KindTable {
		fmt.Fprintf(h, "%d %d ", o.Rows, o.Bytes)
	} else {
		said := o.Definition.SQL
		if v, err := readView(o.Definition.SQL); err == nil {
			said = v.canonical()
		}
		fmt.Fprintf(h, "%q ", said)
	}
	for _, c := range o.Definition.Columns {
		fmt.Fprintf(h, "%q %q %t %q ", c.Name, c.Type, c.NotNull, c.Comment)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// hashChunk is how many tables one statement hashes.
const hashChunk = 20

// hashTasks add the hash of the rows to the tokens of the tables of Content.
func (l *look) hashTasks() []func(context.Context) error {
	var tables []*warehouse.Object
	for _, ref := range l.req.Content {
		if o := l.byRef[ref]; o != nil && o.Kind == warehouse.KindTable && !slices.Contains(tables, o) {
			tables = append(tables, o)
		}
	}
	var tasks []func(context.Context) error
	for chunk := range slices.Chunk(tables, hashChunk) {
		tasks = append(tasks, func(ctx context.Context) error { return l.hash(ctx, chunk) })
	}
	return tasks
}

// hash reads the rows of some tables. When one of them vanished meanwhile the
// others are read one by one.
func (l *look) hash(ctx context.Context, tables []*warehouse.Object) error {
	var parts []string
	for i, o := range tables {
		parts = append(parts, "SELECT '"+strconv.Itoa(i)+"' AS R, HASH_AGG(*) AS H FROM "+l.d.r.d.QuoteRef(o.Ref))
	}
	answer, err := l.d.read(ctx, "inspect", text(strings.Join(parts, " UNION ALL ")))
	if warehouse.CodeOf(err) == warehouse.NotFound {
		if len(tables) == 1 {
			l.vanished(tables[0])
			return nil
		}
		for i := range tables {
			if err := l.hash(ctx, tables[i:i+1]); err != nil {
				return err
			}
		}
		return nil
	}
	if err != nil {
		return err
	}
	for _, r := range rowsOf(answer) {
		i := r.number("r")
		if i < 0 || i >= int64(len(tables)) {
			return refuse(warehouse.Internal, "inspect", "content", "the answer names table %q", r.get("r"))
		}
		o := tables[i]
		o.Identity.Token += "#" + r.get("h")
	}
	return nil
}

// vanished takes an object out of the answer that was dropped between two
// statements.
func (l *look) vanished(o *warehouse.Object) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byRef, o.Ref)
	l.objects = slices.DeleteFunc(l.objects, func(other *warehouse.Object) bool { return other == o })
}
