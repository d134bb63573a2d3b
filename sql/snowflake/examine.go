package snowflake

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// Looker reads; a *warehouse.Warehouse is one.
type Looker interface {
	Inspect(ctx context.Context, req warehouse.InspectRequest) (warehouse.Inventory, error)
	Query(ctx context.Context, st warehouse.Statement) (warehouse.Rows, error)
}

// The strategies that Ask can say are used.
const (
	StrategySwap   = "swap"
	StrategyTables = "tables"
)

// Ask says what is examined. Names are stored names.
type Ask struct {
	// Role is the session's role.
	Role string
	// Warehouse is the one that the profile names; empty for the user's default.
	Warehouse string
	// Production and Candidate are databases; Candidate is empty when there is
	// none.
	Production, Candidate string
	// Schemas are production's schemas that are published into; CandidateSchemas
	// those that dbt builds in.
	Schemas, CandidateSchemas []string
	// State is the ledger's schema.
	State warehouse.Container
	// Uses is the strategy that cutover.yml names: StrategySwap, StrategyTables, or
	// anything else for the publish through a shadow of the schema. What it lacks
	// fails, what the others lack is a warning.
	Uses string
	// Kept are the containers that the ledger knows, Releases its releases.
	Kept     []warehouse.Container
	Releases []string
}

// examiner collects findings over one look.
type examiner struct {
	ask   Ask
	look  Looker
	inv   warehouse.Inventory
	d     warehouse.Dialect
	held  privileges
	found []warehouse.Finding
}

// Examine looks whether an account is ready for each strategy. It changes
// nothing, and what it may not see is a finding, not an error; an error means
// that the account could not be asked at all.
func Examine(ctx context.Context, look Looker, ask Ask) ([]warehouse.Finding, error) {
	e := &examiner{ask: ask, look: look, d: Dialect()}
	e.warehouse(ctx)
	inv, err := look.Inspect(ctx, warehouse.InspectRequest{Containers: e.containers(), Access: e.productions()})
	if err != nil {
		return e.found, fmt.Errorf("look at both sides: %w", err)
	}
	e.inv = inv
	if e.there() {
		e.rights(ctx)
		e.retention()
		e.clashes()
		e.dependents()
	}
	e.leftovers(ctx)
	return e.found, nil
}

func (e *examiner) add(level warehouse.Level, check, hint, format string, args ...any) {
	e.found = append(e.found, warehouse.Finding{Check: check, Level: level, Found: fmt.Sprintf(format, args...), Hint: hint})
}

// productions are production's schemas, or its whole database when none is known.
func (e *examiner) productions() []warehouse.Container {
	return schemasOf(e.ask.Production, e.ask.Schemas)
}

func (e *examiner) candidates() []warehouse.Container {
	if e.ask.Candidate == "" {
		return nil
	}
	return schemasOf(e.ask.Candidate, e.ask.CandidateSchemas)
}

func schemasOf(database string, schemas []string) []warehouse.Container {
	if len(schemas) == 0 {
		return []warehouse.Container{{Database: database}}
	}
	out := make([]warehouse.Container, len(schemas))
	for i, s := range schemas {
		out[i] = warehouse.Container{Database: database, Schema: s}
	}
	return out
}

// containers are all that is looked at, databases first.
func (e *examiner) containers() []warehouse.Container {
	out := []warehouse.Container{{Database: e.ask.Production}}
	if e.ask.Candidate != "" && e.ask.Candidate != e.ask.Production {
		out = append(out, warehouse.Container{Database: e.ask.Candidate})
	}
	for _, c := range slices.Concat(e.productions(), e.candidates(), []warehouse.Container{e.ask.State, {Database: e.ask.State.Database}}) {
		if !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

func (e *examiner) exists(c warehouse.Container) bool {
	state, ok := e.inv.Container(c)
	return ok && state.Exists
}

// there says which databases and schemas are not there, or not for this role:
// Snowflake does not tell the two apart.
func (e *examiner) there() bool {
	all := true
	for _, database := range []string{e.ask.Production, e.ask.Candidate} {
		c := warehouse.Container{Database: database}
		if database != "" && !e.exists(c) {
			all = false
			e.add(warehouse.Failure, "database "+database, "GRANT USAGE ON DATABASE "+e.d.QuoteContainer(c)+e.toRole(),
				"it is not there, or role %s has no privilege on it", e.ask.Role)
		}
		if database == e.ask.Candidate && e.ask.Candidate == e.ask.Production {
			break
		}
	}
	for _, c := range slices.Concat(e.productions(), e.candidates()) {
		if c.Schema != "" && e.exists(warehouse.Container{Database: c.Database}) && !e.exists(c) {
			e.add(warehouse.Warning, "schema "+c.String(), "GRANT USAGE ON SCHEMA "+e.d.QuoteContainer(c)+e.toRole(),
				"it is not there yet, or role %s has no privilege on it", e.ask.Role)
		}
	}
	return all
}

func (e *examiner) toRole() string { return " TO ROLE " + e.d.QuoteName(e.ask.Role) }

// warehouse runs the smallest statement that needs one.
func (e *examiner) warehouse(ctx context.Context) {
	name := e.ask.Warehouse
	hint := "set warehouse: in profiles.yml"
	if name != "" {
		hint = "GRANT USAGE ON WAREHOUSE " + e.d.QuoteName(name) + e.toRole()
	} else {
		name = "of the user"
	}
	_, err := e.look.Query(ctx, warehouse.Statement{Text: "SELECT COUNT(*) FROM " + e.d.QuoteName(e.ask.Production) + ".INFORMATION_SCHEMA.SCHEMATA"})
	switch {
	case err == nil:
		e.add(warehouse.Fine, "virtual warehouse", "", "%s runs statements", name)
	case warehouse.CodeOf(err) == warehouse.NotFound: // the database, which is told apart below
		e.add(warehouse.Warning, "virtual warehouse", "", "could not be tried: %s", err)
	default:
		e.add(warehouse.Failure, "virtual warehouse", hint, "%s cannot be used: %s", name, err)
	}
}

// retention says how far back time travel reaches, and what an undo can count on.
func (e *examiner) retention() {
	for _, c := range e.productions() {
		state, ok := e.inv.Container(c)
		if !ok || !state.Exists {
			continue
		}
		kind := "permanent"
		if state.Transient {
			kind = "transient"
		}
		switch days := state.RetentionDays; {
		case days < 0:
			e.add(warehouse.Warning, "retention of "+c.String(), "", "the account does not say how far time travel reaches back")
		case days == 0:
			e.add(warehouse.Warning, "retention of "+c.String(), "ALTER "+containerWord(c)+" "+e.d.QuoteContainer(c)+" SET DATA_RETENTION_TIME_IN_DAYS = 1",
				"%s, no time travel: an undo has the kept copies of the last releases and nothing behind them", kind)
		default:
			note := ""
			if days > 1 {
				note = " (more than one day: Enterprise Edition)"
			}
			e.add(warehouse.Fine, "retention of "+c.String(), "", "%s, %d %s%s: an undo uses the kept copies; one that was dropped comes back by UNDROP for so long", kind, days, counted(days, "day"), note)
		}
	}
}

func containerWord(c warehouse.Container) string {
	if c.Schema == "" {
		return "DATABASE"
	}
	return "SCHEMA"
}

func counted(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// clashes finds names that people take for one and Snowflake for two.
func (e *examiner) clashes() {
	type place struct{ schema, folded string }
	spelled := map[place][]string{}
	for _, c := range slices.Concat(e.productions(), e.candidates()) {
		for _, o := range e.inv.In(c) {
			at := place{e.d.Fold(o.Ref.Schema), e.d.Fold(o.Ref.Name)}
			if c.Schema != "" && e.ask.Candidate == e.ask.Production {
				at.schema = "" // both sides are schemas of one database
			}
			if !slices.Contains(spelled[at], o.Ref.Name) {
				spelled[at] = append(spelled[at], o.Ref.Name)
			}
		}
	}
	var clashes []string
	for _, names := range spelled {
		if len(names) > 1 {
			slices.Sort(names)
			clashes = append(clashes, strings.Join(names, " and "))
		}
	}
	slices.Sort(clashes)
	if len(clashes) > 0 {
		e.add(warehouse.Warning, "names", "set quoting in dbt_project.yml the same for both targets", "%d %s differ only in case, so one would stand beside the other: %s",
			len(clashes), counted(len(clashes), "name"), some(clashes))
	}
}

// some gives the first few.
func some(list []string) string {
	const most = 5
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}

// dependentFate says in a sentence what a publish does to a kind that it may
// break; the others are cloned with the schema. The plan says it for each thing.
func dependentFate(kind string) (fate string, breaks bool) {
	const alone = "; tables mode leaves it alone"
	switch kind {
	case "stream":
		return "watches the table of before: schema mode, swap, and tables mode for its own table would break it", true
	case "task", "alert":
		return "is suspended in the clone that takes its place" + alone, true
	case "pipe":
		return "is stopped in the clone that takes its place" + alone + " unless it loads a published table", true
	case "dynamic table", "materialized view":
		return "is bound to the tables of before" + alone + " unless it reads a published table", true
	case "external table":
		return "is not cloned" + alone, true
	case "stage":
		return "is not cloned when it is internal" + alone, true
	case "external function":
		return "may not be cloned" + alone, true
	case "share":
		return "follows the schema of before, so its consumers would read old data; tables mode keeps it", true
	}
	return "", false
}

// dependents lists what lives in production's schemas beside relations.
func (e *examiner) dependents() {
	byKind := map[string][]string{}
	for _, d := range e.inv.Dependents {
		byKind[d.Kind] = append(byKind[d.Kind], d.Ref.String())
	}
	for _, kind := range sortedKeys(byKind) {
		names := byKind[kind]
		slices.Sort(names)
		names = slices.Compact(names)
		fate, breaks := dependentFate(kind)
		if !breaks {
			e.add(warehouse.Fine, kind, "", "%d carried along by a clone: %s", len(names), some(names))
			continue
		}
		e.add(warehouse.Warning, kind, "cutover plan says it for each release, and refuses what would break", "%d (%s): each %s", len(names), some(names), fate)
	}
}
