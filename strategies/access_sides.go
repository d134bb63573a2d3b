package strategies

import (
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// statesIn lists the containers of one side that are there, the side itself
// first, without those that cutover keeps for itself.
func statesIn(inv warehouse.Inventory, side warehouse.Container) []warehouse.ContainerState {
	var out []warehouse.ContainerState
	for _, s := range inv.Containers {
		if s.Exists && insideOf(inv.Dialect, s.Container, side) && (s.Container.Schema == side.Schema || !cutoverSchema(inv.Dialect, s.Container.Schema)) {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b warehouse.ContainerState) int {
		return strings.Compare(a.Container.String(), b.Container.String())
	})
	return out
}

// cutoverSchema reports whether a schema's name is one that cutover gives.
func cutoverSchema(d warehouse.Dialect, schema string) bool {
	word := "cutover"
	if d.Fold != nil {
		word = d.Fold(word)
	}
	return d.EqualNames(schema, word) || strings.HasPrefix(schema, word+"_")
}

// insideOf reports whether a container is side or lies in it.
func insideOf(d warehouse.Dialect, c, side warehouse.Container) bool {
	return d.EqualNames(c.Database, side.Database) && (side.Schema == "" || d.EqualNames(c.Schema, side.Schema))
}

// moved gives the name that a container of one side has in the other.
func moved(c, side warehouse.Container) warehouse.Container {
	if side.Schema == "" {
		return warehouse.Container{Database: side.Database, Schema: c.Schema}
	}
	return side
}

// movedRef gives the name that a relation of one side has in the other.
func movedRef(r warehouse.Ref, side warehouse.Container) warehouse.Ref {
	c := moved(r.Container(), side)
	return warehouse.Ref{Database: c.Database, Schema: c.Schema, Name: r.Name}
}

// rewritten writes the grants of one side for the container of the other. Those
// of a database role stay behind when the database is another: nothing in this
// one can be granted to it.
func rewritten(list []warehouse.Grant, c warehouse.Container) []warehouse.Grant {
	var out []warehouse.Grant
	for _, g := range list {
		if g.GranteeKind == granteeDatabaseRole && g.Container.Database != c.Database {
			continue
		}
		g.Container = c
		out = append(out, g)
	}
	return out
}

// apart leaves out the grants of database roles when the other side is another
// database, which has its own.
func apart(list []warehouse.Grant, other, c warehouse.Container) []warehouse.Grant {
	if other.Database == c.Database {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(g warehouse.Grant) bool { return g.GranteeKind == granteeDatabaseRole })
}

// own keeps the grants on a container itself and its future grants.
func own(list []warehouse.Grant, c warehouse.Container) []warehouse.Grant {
	var out []warehouse.Grant
	for _, g := range list {
		if g.Name == "" && g.Container == c {
			out = append(out, g)
		}
	}
	return out
}
