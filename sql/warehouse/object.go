package warehouse

import "time"

// Kind says what an object is. The closed list covers what the three
// warehouses have; an adapter maps everything else to KindOther.
type Kind string

// The kinds of objects that a name can stand for.
const (
	KindTable            Kind = "table"
	KindView             Kind = "view"
	KindMaterializedView Kind = "materialized view"
	KindExternalTable    Kind = "external table"
	KindDynamicTable     Kind = "dynamic table"
	KindSnapshot         Kind = "table snapshot"
	KindOther            Kind = "other"
)

// Identity tells one incarnation of an object from another of the same name.
// Both parts are opaque: adapters make them, others compare, store and print.
type Identity struct {
	// ID stays when the object is renamed or swapped and changes when it is
	// replaced: Snowflake created_on, BigQuery creationTime, a DuckDB file's
	// directory inode. Empty where the warehouse has no such thing (tables
	// inside a DuckDB file).
	ID string `json:"id,omitempty"`
	// Token changes when the content or the definition changes. Empty when it
	// was not asked for.
	Token string `json:"token,omitempty"`
}

// IsZero reports whether nothing is known.
func (i Identity) IsZero() bool { return i == Identity{} }

// Column is one column in its order. Type is the warehouse's own spelling.
type Column struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	NotNull bool   `json:"not_null,omitempty"`
	Comment string `json:"comment,omitempty"`
	// EmptyComment says that there is a comment and that it is empty, which dbt
	// writes for a column without a description.
	EmptyComment bool `json:"empty_comment,omitempty"`
}

// Definition is what is needed to make an object again under another name. Its
// texts are the warehouse's own, so only the adapter (and the tokenizer) may
// read them.
type Definition struct {
	// SQL is the CREATE statement as the warehouse gives it.
	SQL string `json:"sql,omitempty"`
	// Indexes are CREATE INDEX statements as the warehouse gives them.
	Indexes []string `json:"indexes,omitempty"`
	// Comment is the object's comment; EmptyComment tells one that is there and
	// empty from none.
	Comment      string `json:"comment,omitempty"`
	EmptyComment bool   `json:"empty_comment,omitempty"`
	// Columns give the order, types and comments of the columns.
	Columns []Column `json:"columns,omitempty"`
}

// Object is a thing that is there.
type Object struct {
	Ref      Ref      `json:"ref"`
	Kind     Kind     `json:"kind"`
	Identity Identity `json:"identity"`
	// Rows and Bytes are -1 when the warehouse did not say.
	Rows       int64      `json:"rows"`
	Bytes      int64      `json:"bytes"`
	Definition Definition `json:"definition"`
	// ReferencedBy are the tables whose foreign keys point here.
	ReferencedBy []Ref `json:"referenced_by,omitempty"`
	// Unsupported says why cutover cannot copy the object without a loss;
	// empty means it can.
	Unsupported string `json:"unsupported,omitempty"`
}

// ContainerState is what a look at a container found.
type ContainerState struct {
	Container Container `json:"container"`
	Exists    bool      `json:"exists"`
	Identity  Identity  `json:"identity"`
	// Where says in words where it is (a file path, an account), for people.
	Where string `json:"where,omitempty"`
}

// InspectRequest asks for everything in some containers.
type InspectRequest struct {
	Containers []Container
	// Content lists relations whose Rows and Identity.Token must be filled in,
	// even where that reads the data. Others may have Rows -1 and no Token.
	// A listed relation that is not there is simply absent from the answer.
	Content []Ref
}

// Inventory is the answer to an InspectRequest: one consistent look.
type Inventory struct {
	// Now is the warehouse's clock at the look.
	Now        time.Time
	Objects    []Object
	Containers []ContainerState
	Dialect    Dialect
}

// Object finds a relation. The second result is false when the relation is
// not there; it is an error of the caller to ask for a container that was not
// part of the request, which Looked tells.
func (inv Inventory) Object(r Ref) (Object, bool) {
	for _, o := range inv.Objects {
		if inv.Dialect.SameRef(o.Ref, r) {
			return o, true
		}
	}
	return Object{}, false
}

// Container finds a container that was looked at.
func (inv Inventory) Container(c Container) (ContainerState, bool) {
	for _, s := range inv.Containers {
		if inv.Dialect.SameContainer(s.Container, c) {
			return s, true
		}
	}
	return ContainerState{}, false
}

// Looked reports whether the container of r was part of the look, so that
// "not found" means "not there" and never "not asked".
func (inv Inventory) Looked(r Ref) bool {
	for _, s := range inv.Containers {
		c := s.Container
		if !inv.Dialect.EqualNames(c.Database, r.Database) {
			continue
		}
		if c.Schema == "" || inv.Dialect.EqualNames(c.Schema, r.Schema) {
			return true
		}
	}
	return false
}

// In lists the objects of a container.
func (inv Inventory) In(c Container) []Object {
	var out []Object
	for _, o := range inv.Objects {
		if !inv.Dialect.EqualNames(o.Ref.Database, c.Database) {
			continue
		}
		if c.Schema == "" || inv.Dialect.EqualNames(o.Ref.Schema, c.Schema) {
			out = append(out, o)
		}
	}
	return out
}
