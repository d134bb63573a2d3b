package warehouse

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

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

// contentMark parts a token made of what the catalog says from the hash of the
// content that follows it, where somebody asked for that.
const contentMark = "#"

// SameContent reports whether two looks saw the same content and definition. A
// token with a hash of the content is compared with one without by what both
// have. No token is never the same as anything.
func (i Identity) SameContent(o Identity) bool {
	a, hashA, okA := strings.Cut(i.Token, contentMark)
	b, hashB, okB := strings.Cut(o.Token, contentMark)
	return a != "" && a == b && (!okA || !okB || hashA == hashB)
}

// ProvenSame is SameContent where that is a proof: equal counts are not.
func (i Identity) ProvenSame(o Identity, c Capabilities) bool {
	hashed := strings.Contains(i.Token, contentMark) && strings.Contains(o.Token, contentMark)
	return i.SameContent(o) && (hashed || !c.CountsOnly)
}

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
	// Transient: the table has no fail-safe and at most a day of time travel
	// (Snowflake), and its copies must be transient too.
	Transient bool `json:"transient,omitempty"`
	// Labels are the user's own (BigQuery), without those that cutover writes.
	Labels map[string]string `json:"labels,omitempty"`
	// Layout is how the table is partitioned and clustered, as one comparable
	// sentence in the warehouse's words; "" for not at all.
	Layout string `json:"layout,omitempty"`
	// Expires is when the warehouse drops the table by itself; zero never.
	Expires time.Time `json:"expires,omitzero"`
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
	// Owner is the role that owns it; empty where there is no such thing.
	Owner string `json:"owner,omitempty"`
	// Access lists who may do what with it; nil when InspectRequest.Access did
	// not ask.
	Access []Grant `json:"access,omitempty"`
	// Protections are the policies and tags attached to it or to a column, each
	// as one comparable sentence such as "row access policy GOV.P.R on (REGION)"
	// or "tag GOV.T.PII='email' on column EMAIL"; nil when not asked for.
	Protections []string `json:"protections,omitempty"`
	// MadeBy is the release that made it, where objects carry that; else "".
	MadeBy string `json:"made_by,omitempty"`
	// CloneDepth is how many clones deep the table hangs on others, 0 for a table
	// of its own, -1 when it could not be found out; Clones is how many clones and
	// snapshots of it were seen.
	CloneDepth int `json:"clone_depth,omitempty"`
	Clones     int `json:"clones,omitempty"`
	// Streaming: rows are in a buffer that no copy takes along.
	Streaming bool `json:"streaming,omitempty"`
}

// Carries lists what is attached to the object, each as one sentence: labels,
// descriptions, grants and protections. All but labels are only known to a look
// that asked for access.
func (o Object) Carries() []string {
	var out []string
	for _, k := range slices.Sorted(maps.Keys(o.Definition.Labels)) {
		out = append(out, "label "+k+"="+o.Definition.Labels[k])
	}
	if o.Definition.Comment != "" {
		out = append(out, "description "+strconv.Quote(o.Definition.Comment))
	}
	for _, c := range o.Definition.Columns {
		if c.Comment != "" {
			out = append(out, "description of column "+c.Name+" "+strconv.Quote(c.Comment))
		}
	}
	for _, g := range o.Access {
		out = append(out, g.String())
	}
	return append(out, o.Protections...)
}

// Grant is one privilege on one thing for one grantee. Future grants are those
// that objects made later will get. The zero Ref with a Container is a grant on
// the container itself.
type Grant struct {
	// On is the warehouse's word in lower case: "database", "schema", "table",
	// "view", ... For a future grant it is the kind of object that it is about.
	On        string    `json:"on"`
	Container Container `json:"container"`
	// Name is the object's name inside Container; empty for the container itself
	// and for future grants.
	Name      string `json:"name,omitempty"`
	Future    bool   `json:"future,omitempty"`
	Privilege string `json:"privilege"` // upper case: SELECT, USAGE, OWNERSHIP, ...
	Grantee   string `json:"grantee"`
	// GranteeKind is "role", "database role", "share", "user" or "application".
	GranteeKind string `json:"grantee_kind"`
	// WithOption: the grantee may grant it further.
	WithOption bool `json:"with_option,omitempty"`
}

// Dependent is a thing in or on a container that is no relation to be published
// but lives with them: a stream, a task, a pipe, a share.
type Dependent struct {
	// Kind is the warehouse's word in lower case: "stream", "task", "alert",
	// "pipe", "dynamic table", "materialized view", "external function",
	// "function", "procedure", "stage", "file format", "sequence", "share",
	// "masking policy", "row access policy", "tag".
	Kind string `json:"kind"`
	Ref  Ref    `json:"ref"`
	// On are the relations that it is about (a stream's table, what a task or a
	// policy is attached to); nil when none or not known.
	On []Ref `json:"on,omitempty"`
	// Running: a task or alert that is started, a pipe that loads.
	Running bool `json:"running,omitempty"`
}

// ContainerState is what a look at a container found.
type ContainerState struct {
	Container Container `json:"container"`
	Exists    bool      `json:"exists"`
	Identity  Identity  `json:"identity"`
	// Where says in words where it is (a file path, an account), for people.
	Where string `json:"where,omitempty"`
	// Owner, Comment and Transient are the container's own; empty where there is
	// no such thing.
	Owner     string `json:"owner,omitempty"`
	Comment   string `json:"comment,omitempty"`
	Transient bool   `json:"transient,omitempty"`
	// RetentionDays is how long time travel reaches back; -1 when unknown.
	RetentionDays int `json:"retention_days,omitempty"`
	// Access lists the grants on the container itself and its future grants; nil
	// when not asked for.
	Access []Grant `json:"access,omitempty"`
	// Location is where the data lies, such as "EU"; empty where there is no such
	// thing.
	Location string `json:"location,omitempty"`
	// ExpiresAfter is the life of a new table in it; 0 for ever.
	ExpiresAfter time.Duration `json:"expires_after,omitempty"`
	// Dropped lists dropped containers of this name that Undrop could still
	// bring back, newest first; nil when not asked for (InspectRequest.Dropped).
	Dropped []Identity `json:"dropped,omitempty"`
}

// InspectRequest asks for everything in some containers.
type InspectRequest struct {
	Containers []Container
	// Content lists relations whose Rows and Identity.Token must be filled in,
	// even where that reads the data. Others may have Rows -1 and no Token.
	// A listed relation that is not there is simply absent from the answer.
	Content []Ref
	// Access lists containers of which grants, owners, protections and
	// dependents are wanted too. A database that is only here and not in
	// Containers is asked for its own state and grants, not for what is in it.
	// Warehouses without access ignore it.
	Access []Container
	// Dropped lists containers of which the dropped ones are wanted too.
	Dropped []Container
}

// Inventory is the answer to an InspectRequest: one consistent look.
type Inventory struct {
	// Now is the warehouse's clock at the look.
	Now        time.Time
	Objects    []Object
	Containers []ContainerState
	// Dependents of the containers in InspectRequest.Access.
	Dependents []Dependent
	Dialect    Dialect

	// index finds objects by name; nil until Indexed.
	index *index
}

// index is where the objects of a list are, by their name's key. It is only good
// for the very list that it was made of: whoever makes another inventory with
// other objects out of this one carries it along.
type index struct {
	list   []Object
	byName map[string][]int
}

// of reports whether the index was made of this list.
func (x *index) of(list []Object) bool {
	return x != nil && len(x.list) == len(list) && (len(list) == 0 || &x.list[0] == &list[0])
}

// Indexed is the same look with an index of its objects, for looks at thousands
// of them. Objects must not be changed afterwards.
func (inv Inventory) Indexed() Inventory {
	inv.index = &index{list: inv.Objects, byName: make(map[string][]int, len(inv.Objects))}
	for i, o := range inv.Objects {
		key := nameKey(o.Ref.Name)
		inv.index.byName[key] = append(inv.index.byName[key], i)
	}
	return inv
}

// nameKey is the same for all names that any dialect takes for equal.
func nameKey(name string) string { return strings.ToLower(strings.ToUpper(name)) }

// Object finds a relation. The second result is false when the relation is
// not there; it is an error of the caller to ask for a container that was not
// part of the request, which Looked tells.
func (inv Inventory) Object(r Ref) (Object, bool) {
	if inv.index.of(inv.Objects) {
		for _, i := range inv.index.byName[nameKey(r.Name)] {
			if inv.Dialect.SameRef(inv.Objects[i].Ref, r) {
				return inv.Objects[i], true
			}
		}
		return Object{}, false
	}
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

// Merged is the look with another one laid over it: what the other saw replaces
// what this one saw of the same thing.
func (inv Inventory) Merged(o Inventory) Inventory {
	objects := map[Ref]int{}
	out := inv
	out.Objects, out.Containers, out.index = nil, nil, nil
	for _, list := range [][]Object{inv.Objects, o.Objects} {
		for _, obj := range list {
			i, ok := objects[obj.Ref]
			if !ok {
				objects[obj.Ref] = len(out.Objects)
				out.Objects = append(out.Objects, obj)
				continue
			}
			if obj.Identity.Token == "" {
				obj.Identity.Token = out.Objects[i].Identity.Token
			}
			out.Objects[i] = obj
		}
	}
	containers := map[Container]int{}
	for _, list := range [][]ContainerState{inv.Containers, o.Containers} {
		for _, c := range list {
			if i, ok := containers[c.Container]; ok {
				out.Containers[i] = c
				continue
			}
			containers[c.Container] = len(out.Containers)
			out.Containers = append(out.Containers, c)
		}
	}
	if o.Dependents != nil {
		out.Dependents = o.Dependents
	}
	return out
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
