package snowflake

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// mostRoles bounds how many roles are asked for: each is a statement.
const mostRoles = 50

// right is one privilege on one thing.
type right struct{ privilege, on, name string }

// privileges are what a role has, itself and through the roles granted to it.
type privileges struct {
	roles  []string
	rights map[right]bool
}

// has reports whether the role may do it; OWNERSHIP includes all others, and on
// the account the name does not matter.
func (p privileges) has(r right) bool {
	owner := r
	owner.privilege = "OWNERSHIP"
	return p.rights[r] || p.rights[owner] || p.rights[right{"ALL PRIVILEGES", r.on, r.name}]
}

// privileges reads what a role has. The answer of SHOW GRANTS TO ROLE names
// objects as SQL writes them.
func (e *examiner) privileges(ctx context.Context) (privileges, error) {
	p := privileges{roles: []string{e.ask.Role}, rights: map[right]bool{}}
	for i := 0; i < len(p.roles) && i < mostRoles; i++ {
		rows, err := e.look.Query(ctx, warehouse.Statement{Text: "SHOW GRANTS TO ROLE " + e.d.QuoteName(p.roles[i])})
		if err != nil && i == 0 {
			return p, err
		}
		if err != nil {
			continue // what an inherited role has is then counted as missing
		}
		privilege, on, name := cells(rows, "privilege"), cells(rows, "granted_on"), cells(rows, "name")
		for j := range min(len(privilege), len(on), len(name)) {
			stored := e.storedPath(name[j])
			if on[j] == "ACCOUNT" {
				stored = ""
			}
			if on[j] == "ROLE" && privilege[j] == "USAGE" && !slices.Contains(p.roles, stored) {
				p.roles = append(p.roles, stored)
			}
			p.rights[right{privilege[j], on[j], stored}] = true
		}
	}
	return p, nil
}

// storedPath gives a.b.c in stored form, parts joined by a character that no
// name has.
func (e *examiner) storedPath(text string) string {
	var parts []string
	lexemes, err := e.d.Lex(text)
	if err != nil {
		return text
	}
	for _, l := range lexemes {
		if l.Kind == warehouse.LexWord || l.Kind == warehouse.LexQuoted {
			parts = append(parts, l.Name)
		}
	}
	return path(parts...)
}

func path(parts ...string) string { return strings.Join(parts, "\x00") }

// need is a privilege that a strategy needs, with the statement that gives it.
type need struct {
	right right
	// shown names the thing for people, written names it in SQL.
	shown, written string
}

func (n need) grant(to string) string {
	switch {
	case n.right.on == "ACCOUNT":
		return "GRANT " + n.right.privilege + " ON ACCOUNT" + to
	case n.right.privilege == "OWNERSHIP":
		return "GRANT OWNERSHIP ON " + n.right.on + " " + n.written + to + " COPY CURRENT GRANTS"
	}
	return "GRANT " + n.right.privilege + " ON " + n.right.on + " " + n.written + to
}

func (e *examiner) on(privilege string, c warehouse.Container) need {
	name := path(c.Database)
	if c.Schema != "" {
		name = path(c.Database, c.Schema)
	}
	return need{right{privilege, containerWord(c), name}, strings.ToLower(containerWord(c)) + " " + c.String(), e.d.QuoteContainer(c)}
}

func (e *examiner) onAccount(privilege string) need {
	return need{right: right{privilege, "ACCOUNT", ""}, shown: "the account"}
}

// rights compares what each strategy needs with what the role has.
func (e *examiner) rights(ctx context.Context) {
	if e.ask.Role == "ACCOUNTADMIN" {
		e.add(warehouse.Warning, "role", "make a role of its own for publishing, and set role: in profiles.yml", "ACCOUNTADMIN may do everything, also what cutover never should")
		return
	}
	held, err := e.privileges(ctx)
	if err != nil {
		e.add(warehouse.Warning, "role", "", "the privileges of %s could not be read: %s", e.ask.Role, err)
		return
	}
	e.held = held
	inherited := ""
	if len(held.roles) > 1 {
		inherited = " with what " + some(held.roles[1:]) + " may do"
	}
	e.add(warehouse.Fine, "role", "", "%s%s", e.ask.Role, inherited)
	e.judge("rights: ledger", true, e.ledger())
	e.judge("rights: wac, rollback", e.ask.Uses != StrategySwap && e.ask.Uses != StrategyTables, e.shadow())
	e.judge("rights: mode tables", e.ask.Uses == StrategyTables, e.tables())
	if e.ask.Candidate != "" {
		e.judge("rights: swap", e.ask.Uses == StrategySwap, e.swap())
	}
	e.owners()
}

// judge says what is missing for one strategy.
func (e *examiner) judge(check string, used bool, needs []need) {
	level := warehouse.Warning
	if used {
		level = warehouse.Failure
	}
	missing := 0
	for _, n := range needs {
		if e.held.has(n.right) {
			continue
		}
		missing++
		e.add(level, check, n.grant(e.toRole()), "role %s lacks %s on %s", e.ask.Role, n.right.privilege, n.shown)
	}
	if missing == 0 {
		e.add(warehouse.Fine, check, "", "role %s has the privileges", e.ask.Role)
	}
}

// ledger is what keeping the ledger takes.
func (e *examiner) ledger() []need {
	database := warehouse.Container{Database: e.ask.State.Database}
	switch {
	case !e.exists(database):
		return []need{e.onAccount("CREATE DATABASE")}
	case !e.exists(e.ask.State):
		return []need{e.on("USAGE", database), e.on("CREATE SCHEMA", database)}
	}
	return []need{e.on("USAGE", database), e.on("USAGE", e.ask.State), e.on("CREATE TABLE", e.ask.State)}
}

// read is what reading the candidate takes.
func (e *examiner) read() []need {
	if e.ask.Candidate == "" {
		return nil
	}
	out := []need{e.on("USAGE", warehouse.Container{Database: e.ask.Candidate})}
	for _, c := range e.candidates() {
		if c.Schema != "" && e.exists(c) {
			out = append(out, e.on("USAGE", c))
		}
	}
	return out
}

// shadow is what a publish through a shadow of the schema takes: ALTER SCHEMA
// SWAP WITH needs OWNERSHIP of both, and the shadow is made in the database.
func (e *examiner) shadow() []need {
	database := warehouse.Container{Database: e.ask.Production}
	out := append(e.read(), e.on("USAGE", database), e.on("CREATE SCHEMA", database))
	for _, c := range e.productions() {
		if c.Schema != "" && e.exists(c) {
			out = append(out, e.on("OWNERSHIP", c))
		}
	}
	return out
}

// tables is what a publish table by table takes: CREATE OR REPLACE TABLE, and a
// schema for the kept copies.
func (e *examiner) tables() []need {
	database := warehouse.Container{Database: e.ask.Production}
	out := append(e.read(), e.on("USAGE", database), e.on("CREATE SCHEMA", database))
	for _, c := range e.productions() {
		if c.Schema != "" && e.exists(c) {
			out = append(out, e.on("USAGE", c), e.on("CREATE TABLE", c), e.on("CREATE VIEW", c))
		}
	}
	return out
}

// swap is what exchanging the two sides takes: OWNERSHIP of both, and the right
// to make the container that staging becomes.
func (e *examiner) swap() []need {
	if e.ask.Candidate != e.ask.Production {
		return []need{
			e.on("OWNERSHIP", warehouse.Container{Database: e.ask.Production}), e.on("OWNERSHIP", warehouse.Container{Database: e.ask.Candidate}),
			e.onAccount("CREATE DATABASE"),
		}
	}
	out := []need{e.on("CREATE SCHEMA", warehouse.Container{Database: e.ask.Production})}
	for _, c := range slices.Concat(e.productions(), e.candidates()) {
		if c.Schema != "" && e.exists(c) {
			out = append(out, e.on("OWNERSHIP", c))
		}
	}
	return out
}

// owners finds relations of production that the role may not replace: that takes
// OWNERSHIP of each.
func (e *examiner) owners() {
	foreign := map[string][]warehouse.Ref{}
	for _, c := range e.productions() {
		for _, o := range e.inv.In(c) {
			if o.Owner != "" && !slices.Contains(e.held.roles, o.Owner) {
				foreign[o.Owner] = append(foreign[o.Owner], o.Ref)
			}
		}
	}
	for _, owner := range sortedKeys(foreign) {
		refs := foreign[owner]
		schemas := map[warehouse.Container]bool{}
		var grants, names []string
		for _, r := range refs {
			names = append(names, r.String())
			if c := r.Container(); !schemas[c] {
				schemas[c] = true
				for _, kind := range []string{"TABLES", "VIEWS"} {
					grants = append(grants, fmt.Sprintf("GRANT OWNERSHIP ON ALL %s IN SCHEMA %s%s COPY CURRENT GRANTS", kind, e.d.QuoteContainer(c), e.toRole()))
				}
			}
		}
		e.add(warehouse.Warning, "relations of other roles", strings.Join(grants, "; "), "role %s owns %d %s that role %s cannot replace: %s",
			owner, len(refs), counted(len(refs), "relation"), e.ask.Role, some(names))
	}
}
