package ui_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/ui"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

// The golden files hold every key that programs may rely on.
func TestJSON(t *testing.T) {
	t.Parallel()
	refusal := ui.Refusal(refusedPlan().Guards)
	refusal.Exit = 3
	tests := []struct {
		name     string
		document any
	}{
		{"result.golden.json", ui.NewResultDocument(result(nil))},
		{"result_undo.golden.json", ui.NewResultDocument(result(func(r *engine.Result) { r.Plan = undoPlan() }))},
		{"refusal.golden.json", refusal.Document()},
		{"error.golden.json", ui.Failure{Summary: "boom", Code: "failed", Exit: 1}.Document()},
		{"status.golden.json", ui.Status{Environment: "prod", History: unfinished(), Lease: lease(), Standing: &engine.Standing{Changed: true}}.Document()},
		{"status_none.golden.json", ui.Status{Environment: "prod"}.Document()},
		{"history.golden.json", ui.NewHistoryDocument("prod", history())},
		{"history_none.golden.json", ui.NewHistoryDocument("prod", engine.History{})},
		{"ls.golden.json", ui.NewNodesDocument(nodes())},
		{"ls_none.golden.json", ui.NewNodesDocument(nil)},
		{"config.golden.json", ui.NewSettingsDocument(settings())},
		{"empty.golden.json", struct{}{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := written(t, func(b *bytes.Buffer) error { return ui.JSON(b, tt.document) })
			if bytes.Count([]byte(got), []byte("\n")) != 1 {
				t.Errorf("more than one line:\n%s", got)
			}
			var pretty bytes.Buffer
			if err := json.Indent(&pretty, []byte(got), "", "  "); err != nil {
				t.Fatalf("not JSON: %v\n%s", err, got)
			}
			golden(t, tt.name, pretty.String())
		})
	}
}

// The plan inside has its own format and its own tests; here it must be whole.
func TestJSONOfAPlan(t *testing.T) {
	t.Parallel()
	p := refusedPlan()
	if err := p.Seal(); err != nil {
		t.Fatal(err)
	}
	got := written(t, func(b *bytes.Buffer) error { return ui.JSON(b, ui.NewPlanDocument(p, "plan.json")) })
	var doc map[string]json.RawMessage
	if err := json.Unmarshal([]byte(got), &doc); err != nil {
		t.Fatal(err)
	}
	keys := slices.Sorted(maps.Keys(doc))
	if diff := cmp.Diff([]string{"file", "plan", "refused", "v"}, keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if string(doc["refused"]) != "true" {
		t.Errorf("refused is %s", doc["refused"])
	}
	back, err := plan.Decode(doc["plan"])
	if err != nil || back.Fingerprint != p.Fingerprint {
		t.Errorf("the plan does not come back: %v", err)
	}
}

func TestJSONIsExactAndSafeToShow(t *testing.T) {
	t.Parallel()
	in := map[string]string{"name": "a\x1b\u009b\u202e\n<b>\u00a0\U000E0001 ü"}
	got := written(t, func(b *bytes.Buffer) error { return ui.JSON(b, in) })
	if want := `{"v":1,"name":"a\u001b\u009b\u202e\n<b>\u00a0\udb40\udc01 ü"}` + "\n"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	var out map[string]any
	if err := json.Unmarshal([]byte(got), &out); err != nil {
		t.Fatal(err)
	}
	if out["name"] != in["name"] {
		t.Errorf("read back %q, want %q", out["name"], in["name"])
	}
}

func TestJSONRefusesWhatIsNoObject(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := ui.JSON(&b, []string{"a"}); err == nil || b.Len() != 0 {
		t.Errorf("error %v, %d bytes written", err, b.Len())
	}
}
