//go:build cgo && unix

package main

import (
	"slices"
	"strings"
)

// values are the values that every relation of production holds, views as they
// are read, in a line.
func (w *snowWorld) values() string {
	w.t.Helper()
	found := map[string]bool{}
	for _, n := range w.nodes {
		found[w.rows(w.prod, n.name)] = true
	}
	var out []string
	for v := range found {
		out = append(out, v)
	}
	slices.Sort(out)
	return strings.Join(out, " | ")
}

// rows are the rows of one relation.
func (w *snowWorld) rows(p place, name string) string {
	w.t.Helper()
	var out []string
	for _, row := range w.server.Query(w.t, `SELECT ID, V FROM `+p.String()+`.`+quoted(name)+` ORDER BY ID`) {
		out = append(out, strings.Join(row, "="))
	}
	return strings.Join(out, " ")
}

// both is how a relation looks in which a build put a value.
func both(value string) string { return "1=" + value + " 2=" + value }

// holds says "old", "new" or the like when production is whole, else what it
// holds.
func (w *snowWorld) holds() string {
	w.t.Helper()
	got := w.values()
	if first, _, _ := strings.Cut(strings.TrimPrefix(got, "1="), " "); got == both(first) {
		return first
	}
	return "mixed: " + got
}

// wantHolds wants production whole, with this value in all of it.
func (w *snowWorld) wantHolds(when, want string) {
	w.t.Helper()
	if got := w.holds(); got != want {
		w.t.Errorf("%s: production holds %q, want %q", when, got, want)
	}
}

// ours reports a name that the program made.
func ours(name string) bool {
	return strings.Contains(name, "CUTOVER_") || strings.Contains(name, ".CUTOVER") || strings.Contains(name, ".INFORMATION_SCHEMA")
}

// everything lists all databases, schemas and relations of the account, by name.
func (w *snowWorld) everything() []string {
	w.t.Helper()
	var out []string
	for _, db := range w.server.Query(w.t, `SHOW DATABASES STARTS WITH ''`) {
		name := db[1]
		out = append(out, name)
		for _, schema := range w.server.Query(w.t, `SHOW SCHEMAS IN DATABASE `+quoted(name)) {
			out = append(out, name+"."+schema[1])
		}
		for _, kind := range []string{"TABLES", "VIEWS"} {
			for _, row := range w.server.Query(w.t, `SHOW `+kind+` IN DATABASE `+quoted(name)) {
				out = append(out, strings.Join([]string{row[2], row[3], row[1]}, "."))
			}
		}
	}
	slices.Sort(out)
	return out
}

// foreign is everything that the program did not make.
func (w *snowWorld) foreign() string {
	w.t.Helper()
	return strings.Join(slices.DeleteFunc(w.everything(), ours), "\n")
}

// keeps reports whether these rows of T000 stand whole anywhere outside
// production.
func (w *snowWorld) keeps(value string) bool {
	w.t.Helper()
	for _, name := range w.everything() {
		parts := strings.Split(name, ".")
		if len(parts) != 3 || parts[2] != "T000" || parts[0] == w.prod.database && parts[1] == w.prod.schema {
			continue
		}
		if w.rows(place{parts[0], parts[1]}, parts[2]) == both(value) {
			return true
		}
	}
	return false
}

// access says who may do what with production.
func (w *snowWorld) access() string {
	w.t.Helper()
	var out []string
	for _, st := range []string{
		`SHOW GRANTS ON SCHEMA ` + w.prod.String(), `SHOW FUTURE GRANTS IN SCHEMA ` + w.prod.String(), `SHOW GRANTS ON DATABASE ` + quoted(w.prod.database),
	} {
		for _, row := range w.server.Query(w.t, st) {
			out = append(out, strings.Join(row[1:], " ")) // without created_on
		}
	}
	st := `SELECT OBJECT_NAME, OBJECT_TYPE, PRIVILEGE_TYPE, GRANTEE FROM ` + quoted(w.prod.database) + `.INFORMATION_SCHEMA.OBJECT_PRIVILEGES WHERE OBJECT_SCHEMA IN ('` + strings.ReplaceAll(w.prod.schema, "'", "''") + `')`
	for _, row := range w.server.Query(w.t, st) {
		if !ours(row[0]) {
			out = append(out, strings.Join(row, " "))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}
