package ui_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"cutover/cmd/internal/ui"
	"cutover/strategies/engine"
)

func TestHistoryTable(t *testing.T) {
	t.Parallel()
	superseded := history()
	superseded.Releases = superseded.Releases[:3:3]
	superseded.Releases[0].State = engine.StateSuperseded
	superseded.Releases[2].State, superseded.Releases[2].UndoneBy = engine.StatePublished, ""
	superseded.Head, superseded.Holds = "7f3c21", "7f3c21"
	tests := []struct {
		name    string
		history engine.History
		width   int
	}{
		{"history_empty.golden", engine.History{}, 0},
		{"history_undone.golden", history(), 0},
		{"history_published.golden", superseded, 0},
		{"history_narrow.golden", history(), 80},
		{"history_unfinished.golden", unfinished(), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tt.name, written(t, func(b *bytes.Buffer) error {
				return ui.HistoryTable(b, "prod", tt.history, tt.width)
			}))
		})
	}
}

func lease() *engine.HeldError {
	return &engine.HeldError{
		Environment: "prod", Fence: 7, Expires: "2026-11-21 06:50:00Z",
		Holder: engine.Holder{Actor: "ci@job-1182", Host: "runner-7", PID: 4121, Release: "7f3c21", Since: now},
	}
}

func TestStatusText(t *testing.T) {
	t.Parallel()
	first := engine.History{Head: "3e07b9", Releases: history().Releases[2:]}
	tests := []struct {
		name   string
		status ui.Status
	}{
		{"status_none.golden", ui.Status{Environment: "prod"}},
		{"status_published.golden", ui.Status{Environment: "prod", History: engine.History{Head: "51aa07", Holds: "51aa07", Releases: history().Releases[:1]}}},
		{"status_undone.golden", ui.Status{Environment: "prod", History: history()}},
		{"status_before_first.golden", ui.Status{Environment: "prod", History: first}},
		{"status_unfinished.golden", ui.Status{Environment: "prod", History: unfinished(), Standing: &engine.Standing{Changed: true}}},
		{"status_at_work.golden", ui.Status{Environment: "prod", History: unfinished(), Lease: lease()}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tt.name, written(t, func(b *bytes.Buffer) error { return ui.StatusText(b, tt.status) }))
		})
	}
}

func nodes() []ui.Node {
	in := func(name string) map[string]string {
		return map[string]string{"staging": "staging.main." + name, "prod": "prod.mart." + name}
	}
	return []ui.Node{
		{UniqueID: "model.shop.fct_orders", Name: "fct_orders", ResourceType: "model", Materialized: "incremental", Relation: "prod.mart.fct_orders", Publish: true, Why: "clone", Relations: in("fct_orders")},
		{UniqueID: "model.shop.orders_live", Name: "orders_live", ResourceType: "model", Materialized: "view", Relation: "prod.mart.orders_live", Publish: true, Relations: in("orders_live")},
		{UniqueID: "model.shop.int_sessions", Name: "int_sessions", ResourceType: "model", Materialized: "ephemeral", Why: "ephemeral, nothing to publish"},
	}
}

func settings() []ui.Setting {
	return []ui.Setting{
		{Key: "default_environment", Value: "staging", Origin: "cutover.yml:6"},
		{Key: "environments.prod.protected", Value: "true", Origin: "cutover.yml:13"},
		{Key: "publish.select", Origin: "default"},
	}
}

func TestLsAndConfigTables(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		write func(*bytes.Buffer) error
	}{
		{"ls.golden", func(b *bytes.Buffer) error { return ui.LsTable(b, nodes(), []string{"staging", "prod"}, 0) }},
		{"ls_narrow.golden", func(b *bytes.Buffer) error { return ui.LsTable(b, nodes(), []string{"staging", "prod"}, 90) }},
		{"ls_one.golden", func(b *bytes.Buffer) error { return ui.LsTable(b, nodes(), nil, 0) }},
		{"ls_none.golden", func(b *bytes.Buffer) error { return ui.LsTable(b, nil, nil, 0) }},
		{"config.golden", func(b *bytes.Buffer) error { return ui.ConfigTable(b, settings(), 0) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			golden(t, tt.name, written(t, tt.write))
		})
	}
}

func result(change func(*engine.Result)) engine.Result {
	p := wacPlan()
	r := engine.Result{Release: p.Release, Holds: p.Release, Plan: p, Started: now, Finished: now.Add(64*time.Second + 300*time.Millisecond)}
	if change != nil {
		change(&r)
	}
	return r
}

func TestLastLine(t *testing.T) {
	t.Parallel()
	undo := func(holds string) func(*engine.Result) {
		return func(r *engine.Result) { r.Plan, r.Release, r.Holds = undoPlan(), "3e07b9", holds }
	}
	tests := []struct {
		name string
		in   engine.Result
		want string
	}{
		{"published", result(nil), "prod holds release 7f3c21 since 06:21:04Z (4 relations, one moment, 1 min 04 s). Undo with: cutover undo 7f3c21 --env prod"},
		{"first", result(func(r *engine.Result) { r.Plan.Parent = "" }), "prod holds release 7f3c21, its first, since 06:21:04Z (4 relations, one moment, 1 min 04 s). Undo with: cutover undo 7f3c21 --env prod"},
		{"one by one", result(func(r *engine.Result) { r.Plan.Atomicity.OneMoment = false }), "prod holds release 7f3c21 since 06:21:04Z (4 relations, one by one, 1 min 04 s). Undo with: cutover undo 7f3c21 --env prod"},
		{"no undo", result(func(r *engine.Result) { r.Plan.UndoBy.Possible = false; r.Plan.UndoBy.How = "the kept copy expired" }), "prod holds release 7f3c21 since 06:21:04Z (4 relations, one moment, 1 min 04 s). It cannot be undone: the kept copy expired"},
		{"undone", result(undo("51aa07")), "prod is back to release 51aa07 since 06:21:04Z (2 relations, one moment, 1 min 04 s). Look with: cutover history --env prod"},
		{"first undone", result(undo("")), "prod is back to what it held before its first release, since 06:21:04Z (2 relations, one moment, 1 min 04 s). Look with: cutover history --env prod"},
		{"given up", result(func(r *engine.Result) { r.Holds, r.Started, r.Finished = "51aa07", time.Time{}, time.Time{} }), "Release 7f3c21 was given up. prod is unchanged, it still holds release 51aa07."},
		{"hostile", result(func(r *engine.Result) { r.Plan.To = "p\nprod x" }), `p\nprod x holds release 7f3c21 since 06:21:04Z (4 relations, one moment, 1 min 04 s). Undo with: cutover undo 7f3c21 --env $'p\012prod x'`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := ui.LastLine(tt.in); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestLastLineFailed(t *testing.T) {
	t.Parallel()
	held := ui.Held{Known: true, Release: "51aa07"}
	out := "Finish with: cutover resume --env prod   or take it back with: cutover abort --env prod"
	step := engine.StepError{Release: "7f3c21", Number: 5, Total: 6, Title: "swap", Err: errors.New("boom")}
	with := func(changed, unknown, open bool) error {
		s := step
		s.Changed, s.Unknown, s.Open = changed, unknown, open
		return errors.Join(errors.New("first"), &s)
	}
	tests := []struct {
		name string
		held ui.Held
		err  error
		want string
	}{
		{"refused", held, &engine.RefusedError{}, "prod is unchanged, it still holds release 51aa07."},
		{"nothing yet", ui.Held{Known: true}, &engine.StaleError{}, "prod is unchanged, it still holds no release of cutover."},
		{"ledger not read", ui.Held{}, errors.New("x"), "prod is unchanged by this command."},
		{"closed", held, with(false, false, false), "prod is unchanged, it still holds release 51aa07."},
		{"changed", held, with(true, false, true), "prod was changed by release 7f3c21, which is unfinished (stopped at step 5 of 6). " + out},
		{"unknown", held, with(true, true, true), "It is not known whether release 7f3c21 changed prod (stopped at step 5 of 6). " + out},
		{"open, unchanged", held, with(false, false, true), "prod is unchanged, it still holds release 51aa07. Release 7f3c21 is unfinished (stopped at step 5 of 6). " + out},
		{"earlier one open", held, &engine.UnfinishedError{Environment: "prod", Release: "7f3c21"}, "Release 7f3c21 is unfinished in prod. " + out},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := ui.LastLineFailed("prod", tt.held, tt.err); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
