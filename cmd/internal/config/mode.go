package config

import "strings"

// The values of Publish.Mode. The first two are Snowflake's, the others BigQuery's.
const (
	// ModeSchema publishes each schema at one moment, through a shadow of it.
	ModeSchema = "schema"
	// ModeTables publishes relation by relation.
	ModeTables = "tables"
	// ModeClone publishes table by table, each as a clone of the candidate's.
	ModeClone = "clone"
	// ModeTransaction puts the rows of all tables in place in one transaction.
	ModeTransaction = "transaction"
	// ModeViews turns views, which production consists of then, to the datasets of
	// a release.
	ModeViews = "views"
)

// modes lists the modes of a warehouse, nil when it has no choice.
func modes(kind string) []string {
	switch kind {
	case "snowflake":
		return []string{ModeSchema, ModeTables}
	case "bigquery":
		return []string{ModeClone, ModeTransaction, ModeViews}
	}
	return nil
}

func allModes() []string { return append(modes("snowflake"), modes("bigquery")...) }

// checkMode refuses a mode that the warehouse does not have: it would be passed
// over, and the publish would be another than the one that was asked for.
func (e *Environment) checkMode(kind string) error {
	t := e.resolved.get("publish.mode")
	if t == nil || knownKeys(kind) == nil {
		return nil
	}
	fitting := modes(kind)
	for _, mode := range fitting {
		if mode == t.text {
			return nil
		}
	}
	var found findings
	if len(fitting) == 0 {
		found.add(t, "publish.mode: %s is not for %s, which publishes in one way only: take it out for %s (publish: {mode: null} in its block)", t.text, kind, e.Name)
		return found.err()
	}
	found.add(t, "publish.mode: %s is not for %s: there it is %s", t.text, kind, strings.Join(fitting, ", "))
	return found.err()
}
