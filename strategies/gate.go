package strategies

import (
	"fmt"
	"slices"
	"strings"

	"cutover/manifest"
	"cutover/strategies/plan"
)

// gateGuards are the questions of the audit gate, which reads dbt's verdict.
func gateGuards() []string {
	return []string{
		AuditMissing, AuditCommand, AuditEmptyRun, AuditOther, AuditOld,
		AuditNotBuilt, AuditFailed, AuditTest, AuditWarned, AuditNotRun, AuditUntested,
	}
}

// buildCommands are the dbt commands whose results prove that something was
// built or tested. compile, docs generate and clone write "success" too.

func buildCommands() []string { return []string{"build", "run", "test", "seed", "snapshot", "retry"} }

// gate asks whether the artifacts prove that every pair was built and tested.
func (b *builder) gate() {
	rr := b.req.Artifacts.Results
	if rr == nil {
		b.refuse(AuditMissing, "", "there is no run_results.json that says what dbt built", "dbt build --target "+shellQuote(b.req.From.Target))
		return
	}
	b.gateRun(rr)
	results := map[string]manifest.Result{}
	for _, r := range rr.Results {
		results[r.UniqueID] = r
	}
	for _, p := range b.scope.Pairs {
		built := b.gateNode(p, results)
		b.gateTests(p, results, built)
	}
}

// gateRun judges the run as a whole.
func (b *builder) gateRun(rr *manifest.RunResults) {
	which := rr.Args.Which
	if !slices.Contains(buildCommands(), which) {
		b.refuse(AuditCommand, "", fmt.Sprintf("run_results.json was written by `dbt %s`, which builds and tests nothing", orUnknown(which)), "dbt build --target "+shellQuote(b.req.From.Target))
	}
	var flags []string
	for _, f := range []struct {
		set  bool
		name string
	}{{rr.Args.Empty, "--empty"}, {rr.Args.Sample != "", "--sample"}, {rr.Args.Defer, "--defer"}} {
		if f.set {
			flags = append(flags, f.name)
		}
	}
	if len(flags) > 0 {
		b.refuse(AuditEmptyRun, "", "dbt ran with "+strings.Join(flags, " and ")+", so its success says nothing about the whole data", "")
	}
	if len(rr.Results) == 0 {
		b.refuse(AuditEmptyRun, "", "dbt's run selected nothing: it has no results", "")
	}
	if m := b.req.From.Manifest.Metadata; m.InvocationID != rr.InvocationID {
		b.refuse(AuditOther, "", fmt.Sprintf("manifest.json (dbt invocation %s) and run_results.json (%s) are of different runs; a build that was killed looks the same", short(m.InvocationID), short(rr.InvocationID)),
			"")
	}
	if age := b.req.Now.Sub(rr.GeneratedAt); b.req.Limits.MaxAge > 0 && (rr.GeneratedAt.IsZero() || age > b.req.Limits.MaxAge) {
		b.refuse(AuditOld, "", fmt.Sprintf("dbt's results are of %s, older than %s", rr.GeneratedAt.Format("2006-01-02 15:04Z"), b.req.Limits.MaxAge), "")
	}
}

// gateNode wants a success for the node itself, and reports whether it has it.
func (b *builder) gateNode(p Pair, results map[string]manifest.Result) bool {
	r, ok := results[p.Node.UniqueID]
	switch {
	case !ok:
		b.refuse(AuditNotBuilt, p.Target.Short(), fmt.Sprintf("%s was not built in dbt's run", p.Node.UniqueID), "dbt build --target "+shellQuote(b.req.From.Target)+" -s "+shellQuote(p.Node.Name))
	case r.Status == manifest.StatusSkipped:
		b.refuse(AuditNotBuilt, p.Target.Short(), fmt.Sprintf("dbt skipped %s", p.Node.UniqueID), "")
	case r.Status != manifest.StatusSuccess:
		b.refuse(AuditFailed, p.Target.Short(), fmt.Sprintf("dbt says %q of %s%s", r.Status, p.Node.UniqueID, because(r.Message)), "")
	case r.RelationName != "" && p.Node.RelationName != "" && r.RelationName != p.Node.RelationName:
		b.refuse(AuditNotBuilt, p.Target.Short(), fmt.Sprintf("dbt built %s as %s, the manifest says %s", p.Node.UniqueID, r.RelationName, p.Node.RelationName), "")
	default:
		return true
	}
	return false
}

// gateTests wants every test that depends on the node to have run and passed.
// Of a node that was not built, tests that did not run are no news.
func (b *builder) gateTests(p Pair, results map[string]manifest.Result, built bool) {
	name := p.Target.Short()
	tests := b.req.From.Manifest.TestsOf(p.Node.UniqueID)
	if len(tests) == 0 && b.req.Limits.BlockUntested {
		b.refuse(AuditUntested, name, fmt.Sprintf("%s has no test", p.Node.UniqueID), "")
	}
	for _, t := range tests {
		r, ok := results[t.UniqueID]
		switch {
		case !built && (!ok || r.Status == manifest.StatusSkipped):
		case !ok:
			b.refuse(AuditNotRun, name, fmt.Sprintf("test %s did not run", t.Name), "dbt test --target "+shellQuote(b.req.From.Target)+" -s "+shellQuote(t.Name))
		case r.Status == manifest.StatusPass || (t.ResourceType == manifest.ResourceUnitTest && r.Status == manifest.StatusSuccess):
		case r.Status == manifest.StatusWarn:
			if b.req.Limits.BlockWarn {
				b.refuse(AuditWarned, name, fmt.Sprintf("test %s warned%s", t.Name, because(r.Message)), "")
			}
		case r.Status == manifest.StatusSkipped:
			b.refuse(AuditNotRun, name, fmt.Sprintf("dbt skipped test %s", t.Name), "")
		default:
			b.refuse(AuditTest, name, fmt.Sprintf("test %s: %s%s", t.Name, orUnknown(string(r.Status)), because(r.Message)), "")
		}
	}
}

func because(message string) string {
	if message == "" {
		return ""
	}
	return ": " + message
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

func short(id string) string {
	const n = 8
	if len(id) <= n {
		return orUnknown(id)
	}
	return id[:n]
}

// evidence is what the plan says about the build.
func (req Request) evidence() plan.Evidence {
	m := req.From.Manifest
	ev := plan.Evidence{
		ManifestSHA256: m.SHA256(), DbtVersion: m.Metadata.DbtVersion,
		InvocationID: m.Metadata.InvocationID, GeneratedAt: m.Metadata.GeneratedAt,
		GitSHA: req.Artifacts.GitSHA,
	}
	rr := req.Artifacts.Results
	if rr == nil {
		return ev
	}
	ev.InvocationID, ev.GeneratedAt = rr.InvocationID, rr.GeneratedAt
	ev.Command, ev.FullRefresh = rr.Args.Which, rr.Args.FullRefresh
	for _, r := range rr.Results {
		n := m.Node(r.UniqueID)
		switch {
		case r.Status == manifest.StatusPass:
			ev.TestsPassed++
		case r.Status == manifest.StatusWarn:
			ev.TestsWarned++
		case r.Status == manifest.StatusSuccess && n != nil && !n.IsTest():
			ev.Built++
		}
	}
	return ev
}
