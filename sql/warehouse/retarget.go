package warehouse

import (
	"strings"
)

// RetargetOptions say how Retarget reads and writes references.
type RetargetOptions struct {
	// DefaultDatabase completes references of two parts, schema.name. Empty
	// leaves such references alone.
	DefaultDatabase string
	// OmitDatabase writes references with two parts, so that the text goes on
	// meaning the database that it is stored in.
	OmitDatabase bool
}

// Retarget gives every reference to a relation for which target answers true
// its new name, fully quoted, and leaves all else as it is, byte for byte:
// literals, comments, names of one part, calls, aliases, the object's own name
// in CREATE. Names go to target in their stored form. hits are the references
// that were replaced, each once, in order of appearance. The only error is
// *SyntaxError, and then nothing may be used.
//
// A dotted name is a reference in FROM and JOIN and wherever else a relation
// stands. Elsewhere (a column written schema.table.column) it is taken for one
// when the same relation stands in FROM, or when its first part is no alias.
func (d Dialect) Retarget(sql string, target func(Ref) (Ref, bool), opts RetargetOptions) (string, []Ref, error) {
	names, err := d.findNames(sql)
	if err != nil {
		return "", nil, err
	}
	rt := retargeter{d: d, opts: opts, target: target, names: names, row: names.rowNames()}
	rt.findRelations()
	var out strings.Builder
	at := 0
	for _, n := range names.found {
		from, until, text, ok := rt.replace(n)
		if !ok {
			continue
		}
		out.WriteString(sql[at:from])
		out.WriteString(text)
		at = until
	}
	out.WriteString(sql[at:])
	return out.String(), rt.hits, nil
}

// References lists what may be relations in a statement, each once, in order
// of appearance: all dotted names, completed with the default database, which
// may be empty. It lists more than there is (a column written alias.column);
// the caller keeps those whose schema it knows. The only error is *SyntaxError.
func (d Dialect) References(sql string, defaultDatabase string) ([]Ref, error) {
	names, err := d.findNames(sql)
	if err != nil {
		return nil, err
	}
	var out []Ref
	opts := RetargetOptions{DefaultDatabase: defaultDatabase}
	for _, n := range names.found {
		for _, c := range n.candidates(opts) {
			if !d.containsRef(out, c.ref) {
				out = append(out, c.ref)
			}
		}
	}
	return out, nil
}

func (d Dialect) containsRef(list []Ref, r Ref) bool {
	for _, other := range list {
		if d.SameRef(other, r) {
			return true
		}
	}
	return false
}

type retargeter struct {
	d      Dialect
	opts   RetargetOptions
	target func(Ref) (Ref, bool)
	names  names
	// row are the names under which rows are known in the statement: aliases,
	// common table expressions, last parts of relations.
	row []string
	// relations are the refs that stand where only a relation can, without an
	// alias, so that columns may be written with their names.
	relations []Ref
	hits      []Ref
}

func (rt *retargeter) findRelations() {
	for _, n := range rt.names.found {
		if !n.relation {
			continue
		}
		for _, c := range n.candidates(rt.opts) {
			if _, ok := rt.target(c.ref); ok && !n.aliased {
				rt.relations = append(rt.relations, c.ref)
				break
			}
		}
	}
}

// replace decides about one dotted name: which bytes, and what to write there.
func (rt *retargeter) replace(n name) (from, until int, text string, ok bool) {
	for _, c := range n.candidates(rt.opts) {
		to, wanted := rt.target(c.ref)
		if !wanted || (!n.relation && !rt.isRelation(n, c)) {
			continue
		}
		if !rt.d.containsRef(rt.hits, c.ref) {
			rt.hits = append(rt.hits, c.ref)
		}
		renamed := !rt.d.EqualNames(to.Name, c.ref.Name)
		text = rt.write(to)
		switch {
		case renamed && n.relation && !n.aliased:
			// Columns may be written name.column; the alias keeps them right.
			text += " AS " + rt.d.QuoteName(c.ref.Name)
		case renamed && !n.relation:
			text = rt.d.QuoteName(c.ref.Name)
		}
		return n.chain.start(), n.chain.end(c.parts), text, true
	}
	return 0, 0, "", false
}

// isRelation decides whether a dotted name outside FROM begins with a relation
// and not with an alias. A column of a relation has one part more than it.
// In GoogleSQL none does: a column is written with an alias or with the last part
// of the relation's name, and what looks like one is a field of a struct.
func (rt *retargeter) isRelation(n name, c candidate) bool {
	if rt.d.google() {
		return false
	}
	if c.parts < len(n.parts) && rt.d.containsRef(rt.relations, c.ref) {
		return true
	}
	for _, row := range rt.row {
		if rt.d.EqualNames(row, c.first) {
			return false
		}
	}
	return true
}

func (rt *retargeter) write(r Ref) string {
	if rt.opts.OmitDatabase {
		return rt.d.QuoteName(r.Schema) + "." + rt.d.QuoteName(r.Name)
	}
	return rt.d.QuoteRef(r)
}

// name is one dotted name in a statement.
type name struct {
	chain chain
	// parts are the stored forms; a quoted path gives several parts in one
	// lexeme.
	parts []string
	// path says that the name holds a quoted path and is one relation as a whole.
	path bool
	// relation: the name stands where only a relation can.
	relation bool
	// aliased: an alias follows.
	aliased bool
}

// candidate is one way to read a dotted name.
type candidate struct {
	ref Ref
	// first is the stored form of the first part.
	first string
	// parts is how many lexemes of the chain it takes.
	parts int
}

// candidates lists the ways to read a name, the longest first. Where only a
// relation can stand, the whole name is the relation.
func (n name) candidates(opts RetargetOptions) []candidate {
	p := n.parts
	three := func() candidate {
		return candidate{ref: Ref{Database: p[0], Schema: p[1], Name: p[2]}, first: p[0], parts: n.lexemes(3)}
	}
	two := func() candidate {
		return candidate{ref: Ref{Database: opts.DefaultDatabase, Schema: p[0], Name: p[1]}, first: p[0], parts: n.lexemes(2)}
	}
	var out []candidate
	whole := n.relation || n.path
	if len(p) == 3 || (len(p) > 3 && !whole) {
		out = append(out, three())
	}
	if len(p) == 2 || (len(p) > 2 && !whole) {
		out = append(out, two())
	}
	return out
}

func (n name) lexemes(parts int) int {
	if n.path {
		return len(n.chain.parts)
	}
	return parts
}
