package manifest_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
)

// The generator writes questions by dbt's grammar, with the kitchen's names and some that it does not have. The seed is
// fixed: a failure comes back, and a new seed is a new test.
const (
	generatorSeed  = 20261121
	generatedCases = 400
)

// generateCases returns n different questions.
func generateCases(n int) [][]string {
	g := generator{rand.New(rand.NewPCG(generatorSeed, 1))}
	seen := map[string]bool{}
	var cases [][]string
	for len(cases) < n {
		args := g.args()
		if key := strings.Join(args, "\x00"); !seen[key] {
			seen[key] = true
			cases = append(cases, args)
		}
	}
	return cases
}

type generator struct{ *rand.Rand }

func (g generator) pick(values ...string) string { return values[g.IntN(len(values))] }

func (g generator) chance(percent int) bool { return g.IntN(100) < percent }

func (g generator) args() []string {
	var args []string
	if g.chance(4) {
		args = append(args, "--selector", g.pick("nightly", "nested", "inherits", "careful", "staging_and_exposed", "around_customers"))
	} else {
		if g.chance(90) {
			args = append(append(args, "--select"), g.unions()...)
		}
		if len(args) == 0 || g.chance(35) {
			args = append(append(args, "--exclude"), g.unions()...)
		}
	}
	if g.chance(45) {
		args = append(args, "--indirect-selection", g.pick("eager", "cautious", "buildable", "empty"))
	}
	if g.chance(15) {
		args = append(args, "--resource-type", g.pick("model", "test", "all", "source", "unit_test", "default"))
	}
	if g.chance(10) {
		args = append(args, "--exclude-resource-type", g.pick("model", "test", "unit_test", "exposure"))
	}
	if strings.Contains(strings.Join(args, " "), "state:") || strings.Contains(strings.Join(args, " "), "result:") || g.chance(2) {
		args = append(args, "--state", g.pick("before", "before", "before", "moved", "same", "retyped"))
	}
	return args
}

func (g generator) unions() []string {
	values := []string{g.intersection()}
	for g.chance(40) && len(values) < 4 {
		if g.chance(15) {
			values[len(values)-1] += " " + g.intersection()
		} else {
			values = append(values, g.intersection())
		}
	}
	return values
}

func (g generator) intersection() string {
	parts := []string{g.criterion()}
	for g.chance(30) && len(parts) < 3 {
		parts = append(parts, g.criterion())
	}
	return strings.Join(parts, ",")
}

func (g generator) criterion() string {
	before, after := "", ""
	switch {
	case g.chance(10):
		before = "@"
	case g.chance(25):
		before = g.pick("", "", strconv.Itoa(g.IntN(4))) + "+"
	}
	if g.chance(25) && (before != "@" || g.chance(3)) {
		after = "+" + g.pick("", "", strconv.Itoa(g.IntN(4)))
	}
	return before + g.method() + after
}

// method writes a method and a value, mostly one that fits.
func (g generator) method() string {
	switch g.IntN(22) {
	case 0, 1, 2, 3:
		return g.pick("", "", "fqn:") + g.name()
	case 4, 5:
		return "tag:" + g.wild(g.pick("mart", "nightly", "finance", "product", "pii", "staging", "quality", "critical", "reference", "borrowed", "nope"))
	case 6:
		return g.pick("", "path:") + g.pick("models/", "models/staging", "models/marts/*", "models/**/*.sql", "models/marts/finance/fct_*", "tests/quality", "seeds/", "models/*/*.yml")
	case 7:
		return "file:" + g.wild(g.pick("stg_orders", "fct_orders.sql", "countries.csv", "inventory.py", "schema.yml", "dim_product_v1"))
	case 8:
		return "package:" + g.wild(g.pick("kitchen", "pantry", "this", "nope"))
	case 9:
		return "config." + g.pick("materialized:table", "materialized:view", "materialized:incremental", "enabled:true", "schema:fin", "meta.tier:1",
			"meta.owner:data", "meta.certified:True", "tags:mart", "severity:WARN", "contract.enforced:true", "group:finance", "access:public", "nope:x")
	case 10:
		return "resource_type:" + g.pick("model", "source", "test", "seed", "snapshot", "exposure", "metric", "unit_test", "semantic_model", "saved_query", "function", "nope")
	case 11, 12:
		return "source:" + g.pick(g.wild("raw"), g.wild("bank"), "raw.orders", "raw."+g.wild("customers"), "kitchen.bank.*", "*.payments", "a.b.c.d")
	case 13:
		return "exposure:" + g.wild(g.pick("finance_dashboard", "plain_note", "raw_extract", "kitchen.raw_extract"))
	case 14:
		return g.pick("metric:", "saved_query:", "semantic_model:") + g.wild(g.pick("revenue", "order_count", "weekly_revenue", "orders", "products"))
	case 15:
		return "test_name:" + g.wild(g.pick("unique", "not_null", "relationships", "positive", "orders_in_cents"))
	case 16:
		return "test_type:" + g.pick("generic", "singular", "unit", "data")
	case 17:
		return g.pick("access:public", "access:private", "access:protected", "group:finance", "group:ingest", "group:*")
	case 18:
		return "version:" + g.pick("latest", "old", "prerelease", "none")
	case 19:
		return "state:" + g.pick("new", "old", "modified", "unmodified", "modified.body", "modified.configs", "modified.relation",
			"modified.persisted_descriptions", "modified.macros", "modified.contract")
	case 20:
		return "result:" + g.pick("success", "error", "skipped", "pass", "fail", "warn")
	}
	return "unit_test:" + g.wild(g.pick("orders_in_cents", "product_has_id"))
}

func (g generator) name() string {
	return g.pick(g.wild(g.pick("fct_orders", "dim_customers", "stg_orders", "stg_customers", "stg_payments", "fct_revenue", "dim_product", "countries",
		"customers_history", "pantry_daily", "inventory", "orders_match")), "marts", "marts.finance", "kitchen.staging", "staging", "pantry", "dim_product.v1",
		"dim_product_v2", "base.countries", "kitchen.marts.*", "marts.product.dim_*", "no_such", "finance.fct_orders")
}

// wild puts a wildcard into some names.
func (g generator) wild(name string) string {
	if !g.chance(25) {
		return name
	}
	at := g.IntN(len(name))
	switch g.IntN(5) {
	case 0:
		return name[:at] + "*"
	case 1:
		return "*" + name[at:]
	case 2:
		return name[:at] + "?" + name[at+1:]
	case 3:
		return name[:at] + "[" + name[at:at+1] + "]" + name[at+1:]
	}
	return name[:at] + "[!" + name[at:at+1] + "]" + name[at+1:]
}
