package strategies

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

func ref(text string) warehouse.Ref {
	p := strings.Split(text, ".")
	return warehouse.Ref{Database: p[0], Schema: p[1], Name: p[2]}
}

// dependentBuilder publishes PROD.MART.ORDERS: from STAGE.MART in a swap of
// databases, or alone in the other ways.
func dependentBuilder(strategy string) *builder {
	d := serverDialect()
	b := &builder{d: d, inv: warehouse.Inventory{Dialect: d}}
	b.req = Request{
		Strategy: strategy, Capabilities: warehouse.Capabilities{Dialect: d, SchemaSwap: true},
		From: Side{Environment: "staging", Database: "STAGE"}, To: Side{Environment: "prod", Database: "PROD"},
	}
	b.drafts = []*draft{{pair: Pair{Source: ref("STAGE.MART.ORDERS"), Target: ref("PROD.MART.ORDERS")}}}
	return b
}

// Every row is warehouses.md 1.1 and 1.3 for one kind of thing at one place.
func TestDependents(t *testing.T) {
	t.Parallel()
	const ok, carried, broken, tables = plan.EffectUnaffected, plan.EffectCarried, plan.EffectBreaks, plan.EffectBreaks + " (" + hintTables + ")"
	type row struct {
		what                 warehouse.Dependent
		shadow, inTables, sw string
	}
	in := func(kind, at string, on ...string) warehouse.Dependent {
		d := warehouse.Dependent{Kind: kind, Ref: ref(at)}
		for _, o := range on {
			d.On = append(d.On, ref(o))
		}
		return d
	}
	running := func(d warehouse.Dependent) warehouse.Dependent {
		d.Running = true
		return d
	}
	for _, c := range []row{
		{in("stream", "PROD.MART.S", "PROD.MART.ORDERS"), broken, broken, broken},
		{in("stream", "PROD.MART.S", "PROD.MART.OTHER"), tables, ok, broken},
		{in("stream", "PROD.MART.S"), broken, broken, broken},
		{in("stream", "PROD.CDC.S", "PROD.MART.ORDERS"), broken, broken, broken},
		{in("stream", "ELSE.CDC.S", "PROD.MART.OTHER"), tables, ok, broken},
		{in("stream", "ELSE.CDC.S", "ELSE.CDC.T"), "", "", ""},
		{running(in("task", "PROD.MART.T")), tables, ok, broken},
		{in("task", "PROD.MART.T"), tables, ok, broken},
		{running(in("alert", "PROD.MART.A")), tables, ok, broken},
		{in("task", "ELSE.X.T", "PROD.MART.ORDERS"), ok, ok, ok},
		{in("pipe", "PROD.MART.P", "PROD.MART.ORDERS"), broken, broken, broken},
		{in("pipe", "PROD.MART.P", "PROD.MART.OTHER"), tables, ok, broken},
		{in("pipe", "ELSE.X.P", "PROD.MART.OTHER"), tables, ok, broken},
		{in("dynamic table", "PROD.MART.D", "PROD.MART.OTHER"), tables, ok, broken},
		{in("dynamic table", "ELSE.X.D", "PROD.MART.ORDERS"), broken, broken, broken},
		{in("materialized view", "PROD.MART.M"), broken, broken, broken},
		{in("external table", "PROD.MART.E"), tables, ok, broken},
		{in("stage", "PROD.MART.ST"), tables, ok, broken},
		{in("file format", "PROD.MART.F"), carried, ok, broken},
		{in("sequence", "PROD.MART.Q"), carried, ok, broken},
		{in("function", "PROD.MART.FN"), carried, ok, broken},
		{in("procedure", "PROD.MART.PR"), carried, ok, broken},
		{in("external function", "PROD.MART.X"), tables, ok, broken},
		{in("masking policy", "PROD.MART.MP", "PROD.MART.ORDERS"), carried, ok, broken},
		{in("row access policy", "PROD.MART.RP", "PROD.OTHER.T"), tables, ok, broken},
		{in("tag", "PROD.MART.TG", "ELSE.X.T"), tables, ok, broken},
		{in("row access policy", "GOV.P.R", "PROD.MART.ORDERS"), ok, ok, ok},
		{in("streamlit", "PROD.MART.APP"), tables, ok, broken},
		{in("stream", "STAGE.MART.S", "STAGE.MART.ORDERS"), "", "", carried},
		{in("task", "STAGE.MART.T"), "", "", carried},
		{running(in("task", "STAGE.MART.T")), "", "", broken},
		{in("pipe", "STAGE.MART.P"), "", "", broken},
		{in("dynamic table", "STAGE.MART.D"), "", "", broken},
		{in("procedure", "STAGE.MART.PR"), "", "", broken},
		{in("tag", "STAGE.MART.TG", "STAGE.MART.ORDERS"), "", "", carried},
		{in("tag", "STAGE.MART.TG", "ELSE.X.T"), "", "", broken},
		{in("stage", "STAGE.MART.ST"), "", "", carried},
	} {
		t.Run(c.what.Kind+" "+c.what.Ref.String()+" "+oneOf(c.what), func(t *testing.T) {
			t.Parallel()
			for _, w := range []struct {
				way      way
				strategy string
				want     string
			}{{wayShadow, WAC, c.shadow}, {wayTables, WAC, c.inTables}, {waySwap, Swap, c.sw}} {
				b := dependentBuilder(w.strategy)
				b.inv.Dependents = []warehouse.Dependent{c.what}
				if got := effect(t, b, w.way); got != w.want {
					t.Errorf("%s: %q, not %q", w.way, got, w.want)
				}
			}
		})
	}
}

func oneOf(d warehouse.Dependent) string {
	out := ""
	if d.Running {
		out = "running "
	}
	if len(d.On) > 0 {
		out += "on " + d.On[0].String()
	}
	return out
}

// effect is what the plan says about the one dependent, with the hint; "" when
// it is not in the plan. What breaks must be refused under its own code.
func effect(t *testing.T, b *builder, w way) string {
	t.Helper()
	var p plan.Plan
	b.guardDependents(&p, w)
	if len(p.Dependents) == 0 {
		return ""
	}
	d := p.Dependents[0]
	if d.Why == "" || strings.HasSuffix(d.Why, ".") {
		t.Errorf("%s: the reason is no sentence: %q", w, d.Why)
	}
	if (d.Effect == plan.EffectBreaks) != (len(b.findings) == 1) {
		t.Fatalf("%s: effect %s and findings %v", w, d.Effect, b.findings)
	}
	if d.Effect != plan.EffectBreaks {
		return d.Effect
	}
	if f := b.findings[0]; f.Code != dependentCode(d.Kind) || neverAllowed(f.Code) {
		t.Errorf("%s: refused as %s", w, f.Code)
	}
	if hint := b.findings[0].Hint; hint != "" {
		return d.Effect + " (" + hint + ")"
	}
	return d.Effect
}

func TestDependentCodes(t *testing.T) {
	t.Parallel()
	for kind, want := range map[string]string{
		"stream": "dependent-stream", "task": "dependent-task", "alert": "dependent-alert", "pipe": "dependent-pipe",
		"dynamic table": "dependent-dynamic-table", "materialized view": "dependent-materialized-view", "external table": "dependent-external-table",
		"stage": "dependent-stage", "external function": "dependent-external-function", "share": "dependent-share",
		"masking policy": "dependent-policy", "row access policy": "dependent-policy", "tag": "dependent-tag", "sequence": "dependent-other", "": "dependent-other",
	} {
		if got := dependentCode(kind); got != want {
			t.Errorf("%q has code %s, not %s", kind, got, want)
		}
	}
}

// A twin in the candidate takes the place of what leaves, where that is the same
// thing.
func TestTwinsInASwap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind       string
		prod, cand bool // running
		want       string
	}{
		{"task", false, false, plan.EffectCarried},
		{"task", true, false, plan.EffectBreaks},
		{"task", true, true, plan.EffectBreaks},
		{"task", false, true, plan.EffectBreaks},
		{"file format", false, false, plan.EffectCarried},
		{"external table", false, false, plan.EffectCarried},
		{"sequence", false, false, plan.EffectBreaks},
		{"function", false, false, plan.EffectBreaks},
		{"tag", false, false, plan.EffectCarried},
	} {
		b := dependentBuilder(Swap)
		b.inv.Dependents = []warehouse.Dependent{
			{Kind: c.kind, Ref: ref("PROD.MART.X"), Running: c.prod},
			{Kind: c.kind, Ref: ref("STAGE.MART.X"), Running: c.cand},
		}
		var p plan.Plan
		b.guardDependents(&p, waySwap)
		if len(p.Dependents) != 2 || p.Dependents[0].Effect != c.want {
			t.Errorf("%s running %v and %v: %v", c.kind, c.prod, c.cand, p.Dependents)
		}
	}
}

func TestShares(t *testing.T) {
	t.Parallel()
	share := func(on, at, name, to string) warehouse.Grant {
		r := ref(at + ".x")
		return warehouse.Grant{On: on, Container: r.Container(), Name: name, Privilege: "SELECT", Grantee: to, GranteeKind: granteeShare}
	}
	for _, c := range []struct {
		way      way
		strategy string
		want     []plan.Dependent
	}{
		{wayShadow, WAC, []plan.Dependent{{Kind: "share", Name: "PARTNER", Effect: plan.EffectBreaks}}},
		{wayTables, WAC, []plan.Dependent{{Kind: "share", Name: "PARTNER", Effect: plan.EffectCarried}}},
		{waySwap, Swap, []plan.Dependent{{Kind: "share", Name: "DEVS", Effect: plan.EffectBreaks}, {Kind: "share", Name: "PARTNER", Effect: plan.EffectBreaks}}},
	} {
		b := dependentBuilder(c.strategy)
		b.inv.Objects = []warehouse.Object{
			{Ref: ref("PROD.MART.ORDERS"), Kind: warehouse.KindTable, Access: []warehouse.Grant{share("table", "PROD.MART", "ORDERS", "PARTNER")}},
			{Ref: ref("STAGE.MART.ORDERS"), Kind: warehouse.KindTable, Access: []warehouse.Grant{share("table", "STAGE.MART", "ORDERS", "DEVS")}},
		}
		b.inv.Dependents = []warehouse.Dependent{{Kind: "share", Ref: warehouse.Ref{Name: "PARTNER"}}}
		var p plan.Plan
		b.guardDependents(&p, c.way)
		for i := range p.Dependents {
			p.Dependents[i].Why = ""
		}
		if diff := cmp.Diff(c.want, p.Dependents); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.way, diff)
		}
		for _, f := range b.findings {
			if f.Code != "dependent-share" || f.Relation == "" || (f.Relation == "PARTNER") != strings.Contains(f.Hint, hintTables) {
				t.Errorf("%s: %+v", c.way, f)
			}
		}
	}
}
