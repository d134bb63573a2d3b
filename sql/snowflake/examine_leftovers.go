package snowflake

import (
	"context"
	"slices"
	"strings"

	"cutover/sql/warehouse"
)

// leftovers finds what looks like ours and is not in the ledger.
func (e *examiner) leftovers(ctx context.Context) {
	known := func(c warehouse.Container) bool {
		return c == e.ask.State || c.Schema == "" && c.Database == e.ask.State.Database || slices.Contains(e.ask.Kept, c)
	}
	var left []string
	for _, database := range slices.Compact([]string{e.ask.Production, e.ask.Candidate}) {
		if database == "" {
			continue
		}
		names, err := e.names(ctx, "SHOW SCHEMAS IN DATABASE "+e.d.QuoteName(database))
		if err != nil {
			continue // a database that is not there was told above
		}
		for _, name := range names {
			c := warehouse.Container{Database: database, Schema: name}
			if strings.HasPrefix(name, "CUTOVER_") && strings.Contains(name, "__") && !known(c) {
				left = append(left, "DROP SCHEMA "+e.d.QuoteContainer(c)+" CASCADE")
			}
		}
	}
	prefix := e.ask.Production + "__CUTOVER"
	names, err := e.names(ctx, "SHOW DATABASES STARTS WITH "+e.d.QuoteText(prefix))
	if err != nil {
		e.add(warehouse.Warning, "leftovers", "", "databases could not be listed: %s", err)
	}
	for _, name := range names {
		if c := (warehouse.Container{Database: name}); strings.HasPrefix(name, prefix+"_") && !known(c) {
			left = append(left, "DROP DATABASE "+e.d.QuoteContainer(c))
		}
	}
	e.marks(ctx)
	if len(left) == 0 {
		e.add(warehouse.Fine, "leftovers", "", "nothing of cutover's that the ledger does not know")
		return
	}
	e.add(warehouse.Warning, "leftovers", "look at them, then: "+strings.Join(left, "; "), "%d %s of cutover's naming that the ledger does not know", len(left), counted(len(left), "container"))
}

// marks finds marks of releases that the ledger does not know: somebody copied
// the schema from elsewhere, or the ledger is another.
func (e *examiner) marks(ctx context.Context) {
	var unknown []string
	for _, c := range slices.Concat(e.productions(), e.candidates()) {
		if c.Schema == "" || !e.exists(c) {
			continue
		}
		rows, err := e.look.Query(ctx, warehouse.Statement{Text: "SELECT RELEASE, STEP FROM " + e.d.QuoteContainer(c) + "." + e.d.QuoteName(warehouse.MarksTable) + " ORDER BY AT, RELEASE, STEP"})
		if err != nil {
			continue // there is no such table, which is how most schemas are
		}
		for _, release := range cells(rows, "RELEASE") {
			if text := c.String() + " (release " + release + ")"; !slices.Contains(e.ask.Releases, release) && !slices.Contains(unknown, text) {
				unknown = append(unknown, text)
			}
		}
	}
	if len(unknown) > 0 {
		e.add(warehouse.Warning, "marks", "is state.database or state.container another one than before?", "of releases that the ledger does not know: %s", some(unknown))
	}
}

// names runs a SHOW statement and gives its names.
func (e *examiner) names(ctx context.Context, statement string) ([]string, error) {
	rows, err := e.look.Query(ctx, warehouse.Statement{Text: statement})
	if err != nil {
		return nil, err
	}
	return cells(rows, "name"), nil
}

// cells gives those of a column by its name, "" for NULL.
func cells(rows warehouse.Rows, name string) []string {
	at := slices.IndexFunc(rows.Columns, func(c string) bool { return strings.EqualFold(c, name) })
	if at < 0 {
		return nil
	}
	out := make([]string, len(rows.Values))
	for i, row := range rows.Values {
		if row[at] != nil {
			out[i] = *row[at]
		}
	}
	return out
}
