package snowflake

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"cutover/sql/warehouse"
)

// protectionChunk is how many relations one statement asks about.
const protectionChunk = 50

// protectionTasks read the policies and tags of the relations of Content that
// lie in what Access names.
func (l *look) protectionTasks() []func(context.Context) error {
	var tasks []func(context.Context) error
	for _, db := range l.databases {
		var objects []*warehouse.Object
		for _, ref := range l.req.Content {
			o := l.byRef[ref]
			if o == nil || ref.Database != db.name || !db.wantsAccess(ref.Schema) || slices.Contains(objects, o) {
				continue
			}
			if o.Kind == warehouse.KindTable || o.Kind == warehouse.KindView {
				o.Protections = []string{}
				objects = append(objects, o)
			}
		}
		for chunk := range slices.Chunk(objects, protectionChunk) {
			tasks = append(tasks,
				func(ctx context.Context) error { return l.protections(ctx, chunk, l.policyQuery, policySentence) },
				func(ctx context.Context) error { return l.protections(ctx, chunk, l.tagQuery, tagSentence) },
				func(ctx context.Context) error { return l.protections(ctx, chunk, l.columnTagQuery, tagSentence) })
		}
	}
	return tasks
}

// protections asks about some relations at once, and one by one when one of them
// vanished meanwhile. An edition without policies has none.
func (l *look) protections(ctx context.Context, objects []*warehouse.Object, query func(int, *warehouse.Object) string, sentence func(row) string) error {
	var parts []string
	for i, o := range objects {
		parts = append(parts, query(i, o))
	}
	answer, err := l.d.read(ctx, "inspect", text(strings.Join(parts, " UNION ALL ")))
	switch code := warehouse.CodeOf(err); {
	case code == warehouse.Unsupported, code == warehouse.NotFound && len(objects) == 1:
		return nil
	case code == warehouse.NotFound:
		for i := range objects {
			if err := l.protections(ctx, objects[i:i+1], query, sentence); err != nil {
				return err
			}
		}
		return nil
	case err != nil:
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range rowsOf(answer) {
		i := r.number("r")
		if i < 0 || i >= int64(len(objects)) {
			return refuse(warehouse.Internal, "inspect", "protections", "the answer names relation %q", r.get("r"))
		}
		o := objects[i]
		if s := sentence(r); s != "" && !slices.Contains(o.Protections, s) {
			o.Protections = append(o.Protections, s)
			slices.Sort(o.Protections)
		}
	}
	return nil
}

func domain(o *warehouse.Object) string {
	if o.Kind == warehouse.KindView {
		return "view"
	}
	return "table"
}

// inSchema calls a table function of the relation's database.
func (l *look) inSchema(o *warehouse.Object, function string) string {
	return " FROM TABLE(" + l.d.r.d.QuoteName(o.Ref.Database) + ".INFORMATION_SCHEMA." + function + ")"
}

func (l *look) policyQuery(i int, o *warehouse.Object) string {
	return "SELECT '" + strconv.Itoa(i) + "' AS R, POLICY_DB, POLICY_SCHEMA, POLICY_NAME, POLICY_KIND, REF_COLUMN_NAME, REF_ARG_COLUMN_NAMES" +
		l.inSchema(o, "POLICY_REFERENCES(REF_ENTITY_NAME => "+l.d.r.d.QuoteText(l.d.r.d.QuoteRef(o.Ref))+", REF_ENTITY_DOMAIN => '"+domain(o)+"')")
}

func (l *look) tagQuery(i int, o *warehouse.Object) string {
	return "SELECT '" + strconv.Itoa(i) + "' AS R, TAG_DATABASE, TAG_SCHEMA, TAG_NAME, TAG_VALUE, LEVEL, COLUMN_NAME" +
		l.inSchema(o, "TAG_REFERENCES("+l.d.r.d.QuoteText(l.d.r.d.QuoteRef(o.Ref))+", 'table')")
}

func (l *look) columnTagQuery(i int, o *warehouse.Object) string {
	return "SELECT '" + strconv.Itoa(i) + "' AS R, TAG_DATABASE, TAG_SCHEMA, TAG_NAME, TAG_VALUE, LEVEL, COLUMN_NAME" +
		l.inSchema(o, "TAG_REFERENCES_ALL_COLUMNS("+l.d.r.d.QuoteText(l.d.r.d.QuoteRef(o.Ref))+", 'table')")
}

// policySentence says which policy is attached to what, for example "row access
// policy GOV.P.R on (REGION)".
func policySentence(r row) string {
	kind := strings.ToLower(strings.ReplaceAll(r.get("policy_kind"), "_", " "))
	if kind != "" && !strings.HasSuffix(kind, "policy") {
		kind += " policy"
	}
	out := kind + " " + r.get("policy_db") + "." + r.get("policy_schema") + "." + r.get("policy_name")
	if column := r.get("ref_column_name"); column != "" {
		return out + " on column " + column
	}
	if columns := list(r.get("ref_arg_column_names")); columns != "" {
		return out + " on (" + columns + ")"
	}
	return out
}

// list reads a JSON list of names.
func list(s string) string {
	var names []string
	if s == "" || json.Unmarshal([]byte(s), &names) != nil {
		return s
	}
	return strings.Join(names, ", ")
}

// tagSentence says which tag is set on what, for example "tag GOV.T.PII='email'
// on column EMAIL". What is inherited is left out: tags of the schema and the
// database, which come with the place, and those of the table at its columns.
func tagSentence(r row) string {
	switch level := strings.ToUpper(r.get("level")); {
	case level == "", level == "COLUMN":
	case (level == "TABLE" || level == "VIEW") && r.get("column_name") == "":
	default:
		return ""
	}
	out := "tag " + r.get("tag_database") + "." + r.get("tag_schema") + "." + r.get("tag_name") + "='" + r.get("tag_value") + "'"
	if column := r.get("column_name"); column != "" {
		out += " on column " + column
	}
	return out
}
