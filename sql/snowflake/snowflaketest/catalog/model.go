package catalog

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
)

// kind is a kind of object, in the words of GRANT ... ON <kind>.
type kind string

const (
	kindDatabase      kind = "DATABASE"
	kindSchema        kind = "SCHEMA"
	kindTable         kind = "TABLE"
	kindView          kind = "VIEW"
	kindMaterialized  kind = "MATERIALIZED VIEW"
	kindDynamic       kind = "DYNAMIC TABLE"
	kindExternal      kind = "EXTERNAL TABLE"
	kindStream        kind = "STREAM"
	kindTask          kind = "TASK"
	kindAlert         kind = "ALERT"
	kindPipe          kind = "PIPE"
	kindStage         kind = "STAGE"
	kindFileFormat    kind = "FILE FORMAT"
	kindSequence      kind = "SEQUENCE"
	kindFunction      kind = "FUNCTION"
	kindProcedure     kind = "PROCEDURE"
	kindMaskingPolicy kind = "MASKING POLICY"
	kindRowPolicy     kind = "ROW ACCESS POLICY"
	kindTag           kind = "TAG"
	kindShare         kind = "SHARE"
	kindWarehouse     kind = "WAREHOUSE"
	kindAccount       kind = "ACCOUNT"
)

// schemaKinds are the kinds of objects that live in a schema, longest first.
func schemaKinds() []kind {
	return []kind{
		kindRowPolicy, kindMaterialized, kindMaskingPolicy, kindDynamic, kindExternal, kindFileFormat,
		kindTable, kindView, kindStream, kindTask, kindAlert, kindPipe, kindStage, kindSequence, kindFunction,
		kindProcedure, kindTag,
	}
}

// underscored is how SHOW GRANTS writes a kind.
func (k kind) underscored() string { return strings.ReplaceAll(string(k), " ", "_") }

// plural is how SHOW and FUTURE grants write a kind.
func (k kind) plural() string {
	if s, ok := strings.CutSuffix(string(k), "POLICY"); ok {
		return s + "POLICIES"
	}
	return string(k) + "S"
}

// title is how messages write a kind: Row access policy.
func (k kind) title() string { return string(k[:1]) + strings.ToLower(string(k[1:])) }

// domain is the space of names that a kind shares with others: tables and views
// of all sorts share one.
func (k kind) domain() kind {
	switch k {
	case kindView, kindMaterialized, kindDynamic, kindExternal:
		return kindTable
	}
	return k
}

// entity is what databases, schemas and objects have in common. All of it stays
// with the object when names are exchanged; only name and place move.
type entity struct {
	id        int64
	kind      kind
	name      string
	createdOn time.Time
	// droppedOn is zero while the object is there.
	droppedOn time.Time
	owner     string
	comment   string
	grants    []grant
	tags      []tagValue
	transient bool
	// retention in days; nil means the container's.
	retention *int64
}

type tagValue struct {
	// tag is the id of the tag object.
	tag   int64
	value string
	// column is empty for the object itself.
	column string
}

type database struct {
	entity
	future  []grant
	schemas map[string]*schema
	dropped []*schema
	// roles are the database roles.
	roles map[string]*entity
}

type schema struct {
	entity
	db      *database
	future  []grant
	objects map[objectKey]*object
	dropped []*object
}

// objectKey is a name within its domain. Functions and procedures carry the
// types of their arguments in the name.
type objectKey struct {
	domain kind
	name   string
}

type object struct {
	entity
	schema *schema
	// columns of tables and the declared columns of views.
	columns []column
	// query is a view's SELECT; text the whole CREATE statement as it was typed.
	query, text string
	secure      bool
	temporary   bool
	clusterBy   string
	rows, bytes int64
	// rowsIn is the id of the store that holds the rows; clones share it.
	rowsIn   int64
	policies []policy
	// on is the table's id that a stream, policy user or materialized view is bound to.
	on int64
	// state of a task or alert: started or suspended; of a pipe: RUNNING or STOPPED_CLONED.
	state string
	// definition is a task's, alert's, pipe's or dynamic table's SQL, a stage's URL.
	definition string
	// variant is hybrid, iceberg, event or external (functions), "" otherwise.
	variant string
	// arguments of a function or procedure as written, types only.
	arguments string
	// next is the next value of an autoincrement column or sequence.
	next int64
}

type column struct {
	name     string
	typ      dataType
	notNull  bool
	fallback string
	comment  string
	// identity: AUTOINCREMENT.
	identity bool
}

type policy struct {
	// policy is the id of the policy object.
	policy int64
	kind   kind
	// column is what a masking policy protects; empty for a row access policy.
	column string
	// args are the columns that a row access policy reads.
	args []string
}

func (o *object) relation() bool { return o.kind.domain() == kindTable }

func (o *object) key() objectKey { return objectKey{o.kind.domain(), o.name + o.arguments} }

func (o *object) place() name { return name{o.schema.db.name, o.schema.name, o.name} }

func (s *schema) place() name { return name{s.db.name, s.name} }

// sorted gives the objects of the wanted kinds in order of name.
func (s *schema) sorted(kinds ...kind) []*object {
	var out []*object
	for _, o := range s.objects {
		if len(kinds) == 0 || slices.Contains(kinds, o.kind) {
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b *object) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.arguments, b.arguments), cmp.Compare(a.id, b.id))
	})
	return out
}

func (d *database) sorted() []*schema { return byName(d.schemas) }

func byName[T any](m map[string]T) []T {
	out := make([]T, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}
