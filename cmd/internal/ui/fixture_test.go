package ui_test

import (
	"time"

	"cutover/sql/warehouse"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

var now = time.Date(2026, 11, 21, 6, 20, 0, 0, time.UTC)

func ref(schema, name string) warehouse.Ref {
	return warehouse.Ref{Database: "shop", Schema: schema, Name: name}
}

func rows(kind warehouse.Kind, n int64) *plan.Snapshot { return &plan.Snapshot{Kind: kind, Rows: n} }

// wacPlan is a plan in which everything is well.
func wacPlan() *plan.Plan {
	return &plan.Plan{
		FormatVersion: plan.FormatVersion, Tool: "0.1.0", Release: "7f3c21", Serial: 1, CreatedAt: now,
		Strategy: "wac", From: "staging", To: "prod", Parent: "51aa07",
		Warehouse: plan.Warehouse{Kind: "duckdb", Where: "warehouse/shop.duckdb"},
		Selection: plan.Selection{Select: []string{"tag:mart", "tag:utils"}, Exclude: []string{"tag:wip"}},
		Evidence: plan.Evidence{
			InvocationID: "6f0c1e52-70a5-4d8e-9f3c-0d6a1e6f7b21", GeneratedAt: now.Add(-18 * time.Minute), Command: "build",
			GitSHA: "4be21aa90cd1c4d94b1f6d5c0a3b8f3f55f3f2aa", Built: 41, TestsPassed: 96, TestsWarned: 2,
		},
		Relations: []plan.Relation{
			{
				Action: plan.ActionReplace, Kind: warehouse.KindTable, Target: ref("mart", "dim_customers"),
				Before: rows(warehouse.KindTable, 311_204), After: rows(warehouse.KindTable, 311_204), Notes: []string{"1 index kept"},
			},
			{
				Action: plan.ActionReplace, Kind: warehouse.KindTable, Target: ref("mart", "fct_orders"),
				Before: rows(warehouse.KindTable, 12_430_391), After: rows(warehouse.KindTable, 12_480_112),
				Columns: plan.ColumnChange{Added: []string{"discount"}, Retyped: []string{"amount: INTEGER -> BIGINT"}},
			},
			{
				Action: plan.ActionCreate, Kind: warehouse.KindTable, Target: ref("mart", "fct_returns"),
				After: rows(warehouse.KindTable, 913), Notes: []string{"new in production"},
			},
			{
				Action: plan.ActionRecreate, Kind: warehouse.KindView, Target: ref("mart", "orders_live"),
				Before: rows(warehouse.KindView, -1), After: rows(warehouse.KindView, -1), Notes: []string{"2 references retargeted"},
			},
		},
		LeftOut: []plan.LeftOut{{Name: "int_sessions", Why: "ephemeral"}, {Name: "int_carts", Why: "ephemeral"}},
		Guards: []plan.Answer{
			{
				Code: "column-retyped", Relation: "mart.fct_orders", Message: "mart.fct_orders would change amount: INTEGER -> BIGINT",
				Allowed: "--allow column-retyped:mart.fct_orders",
			},
			{Code: "rows-dropped"},
			{Code: "source-missing"},
			{Code: "audit-failed", Audit: true},
		},
		Phases: []plan.Phase{{Name: "publish", Steps: []plan.Step{publishStep()}}},
		Atomicity: plan.Atomicity{
			OneMoment: true, How: "all relations of one database file, in one transaction",
		},
		UndoBy: plan.UndoPromise{Possible: true, How: "kept copies in cutover_keep_7f3c21_<schema>, for the next 5 releases"},
	}
}

func publishStep() plan.Step {
	return plan.Step{
		ID: "publish", Title: "publish 4 relations in one transaction", Production: true,
		SQL: []warehouse.Statement{
			{Text: "BEGIN TRANSACTION"},
			{Text: `CREATE TABLE "shop"."cutover_keep_7f3c21_mart"."fct_orders" (
	"id" INTEGER NOT NULL,
	"amount" INTEGER
)`},
			{Text: `INSERT INTO "shop"."marks" VALUES ($1, $2)`, Args: []string{"7f3c21", "publish"}},
			{Text: "COMMIT"},
		},
	}
}

// refusedPlan is what a planner gives when guards say no: no phases.
func refusedPlan() *plan.Plan {
	p := wacPlan()
	p.Phases = nil
	p.Guards = []plan.Answer{
		{
			Code: "rows-dropped", Relation: "mart.dim_customers", Refused: true,
			Message: "staging.main.dim_customers has 12 rows, production has 311204 (limit 30%)",
			Hint:    "cutover wac --env prod --allow rows-dropped:mart.dim_customers",
		},
		{
			Code: "incremental-under-swap", Refused: true, Message: "fct_orders, fct_events are incremental and were not rebuilt in full",
			Hint: "cutover rollback run --env prod",
		},
		{
			Code: "column-retyped", Relation: "mart.fct_orders", Message: "mart.fct_orders would change amount: INTEGER -> BIGINT",
			Allowed: "--allow column-retyped",
		},
		{Code: "source-missing"},
	}
	p.Relations[0].After = rows(warehouse.KindTable, 12)
	return p
}

func undoPlan() *plan.Plan {
	p := wacPlan()
	p.Release, p.Strategy, p.From, p.Undoes, p.Parent = "3e07b9", "undo", "", "7f3c21", "7f3c21"
	p.Evidence, p.Selection, p.LeftOut = plan.Evidence{}, plan.Selection{}, nil
	p.Relations = []plan.Relation{
		{
			Action: plan.ActionRestore, Kind: warehouse.KindTable, Target: ref("mart", "fct_orders"),
			Before: rows(warehouse.KindTable, 12_480_112), After: rows(warehouse.KindTable, 12_430_391),
			Columns: plan.ColumnChange{Dropped: []string{"discount"}}, Notes: []string{"kept copy of release 51aa07"},
		},
		{
			Action: plan.ActionRemove, Kind: warehouse.KindTable, Target: ref("mart", "fct_returns"),
			Before: rows(warehouse.KindTable, 913), Notes: []string{"was not there before"},
		},
	}
	p.Guards = []plan.Answer{{Code: "moved-since"}, {Code: "kept-missing"}}
	p.UndoBy = plan.UndoPromise{How: "publish release 7f3c21 again instead"}
	return p
}

func swapPlan() *plan.Plan {
	p := wacPlan()
	p.Strategy = "swap"
	for i := range p.Relations {
		p.Relations[i].Action = plan.ActionSwap
	}
	p.Phases = []plan.Phase{
		{Name: "publish", Steps: []plan.Step{
			{ID: "check", Title: "verify both sides"},
			{
				ID: "swap", Title: "exchange shop and shop_staging", Production: true,
				SQL: []warehouse.Statement{{System: true, Text: "renameat2(prod/shop, staging/shop, RENAME_EXCHANGE)"}},
			},
		}},
		{Name: "reseed", Deferred: true, Steps: []plan.Step{
			{
				ID: "build", Title: "build staging again",
				Action: plan.Action{DBT: &plan.DBT{Command: "build", Target: "staging", Select: []string{"tag:mart tag:utils"}, FullRefresh: true}},
			},
			{ID: "audit", Title: "ask dbt's verdict", Action: plan.Action{Audit: &plan.Audit{RunResults: "target/run_results.json"}}},
		}},
	}
	return p
}

func history() engine.History {
	first, second := wacPlan(), wacPlan()
	second.Evidence.InvocationID = "a9914c00-0000-0000-0000-000000000000"
	third := wacPlan()
	return engine.History{
		Head: "3e07b9", Holds: "51aa07",
		Releases: []engine.Release{
			{ID: "51aa07", State: engine.StatePublished, Plan: second, Actor: "ci@job-1180", Began: now.Add(-48 * time.Hour), Ended: now.Add(-48*time.Hour + 9*time.Second)},
			{ID: "c0ffee", State: engine.StateClosed, Plan: third, Actor: "ci@job-1181", Reason: "dbt build failed", Began: now.Add(-30 * time.Hour), Ended: now.Add(-30 * time.Hour)},
			{ID: "7f3c21", State: engine.StateUndone, UndoneBy: "3e07b9", Plan: first, Actor: "ci@job-1182", Began: now.Add(-24 * time.Hour), Ended: now.Add(-24 * time.Hour), HoldsBefore: "51aa07"},
			{ID: "3e07b9", State: engine.StatePublished, Plan: undoPlan(), Actor: "me@laptop", Began: now.Add(-time.Hour), Ended: now.Add(-time.Hour)},
		},
	}
}

// unfinished is a history whose last release was interrupted.
func unfinished() engine.History {
	h := history()
	h.Releases = h.Releases[:1]
	h.Head = "51aa07"
	h.Releases = append(h.Releases, engine.Release{
		ID: "7f3c21", State: engine.StateUnfinished, Plan: swapPlan(), Actor: "ci@job-1182", Began: now, HoldsBefore: "51aa07",
	})
	return h
}
