package strategies

import (
	"strings"

	"cutover/strategies/plan"
)

// The guards' codes, as people write them after --allow. Those that begin with
// "audit-" read dbt's verdict and end in exit 6.
const (
	EmptySelection    = "empty-selection"
	RelationCollision = "relation-collision"
	SourceIsTarget    = "source-is-target"
	TargetUnknown     = "target-unknown"
	SourceMissing     = "source-missing"
	SourceEmpty       = "source-empty"
	RowsDropped       = "rows-dropped"
	ColumnDropped     = "column-dropped"
	ColumnRetyped     = "column-retyped"
	ColumnAdded       = "column-added"
	KindUnsupported   = "kind-unsupported"
	ForeignKey        = "foreign-key"
	ViewReadsStaging  = "view-reads-candidate"
	ViewReadsMissing  = "view-reads-missing"
	IncrementalSwap   = "incremental-under-swap"
	SwapImpossible    = "swap-impossible"
	WouldVanish       = "would-vanish"
	Unaudited         = "unaudited"
	MovedSince        = "moved-since"
	KeptMissing       = "kept-missing"
	WAPReadsCandidate = "wap-reads-candidate"
	WAPReadsMissing   = "wap-reads-missing"

	// Of warehouses with access, policies and dependents (Snowflake).
	AccessLost  = "access-lost"
	StateInside = "state-inside"
	PolicyLost  = "policy-lost"
	TagLost     = "tag-lost"

	// Of warehouses that publish by clones (BigQuery).
	LayoutChanged         = "layout-changed"
	LocationDiffers       = "location-differs"
	StreamingBuffer       = "streaming-buffer"
	TransactionImpossible = "transaction-impossible"

	DependentStream           = "dependent-stream"
	DependentTask             = "dependent-task"
	DependentAlert            = "dependent-alert"
	DependentPipe             = "dependent-pipe"
	DependentDynamicTable     = "dependent-dynamic-table"
	DependentMaterializedView = "dependent-materialized-view"
	DependentExternalTable    = "dependent-external-table"
	DependentStage            = "dependent-stage"
	DependentExternalFunction = "dependent-external-function"
	DependentShare            = "dependent-share"
	DependentPolicy           = "dependent-policy"
	DependentTag              = "dependent-tag"
	DependentOther            = "dependent-other"

	AuditMissing  = "audit-missing"
	AuditCommand  = "audit-command"
	AuditEmptyRun = "audit-empty-run"
	AuditOther    = "audit-other-invocation"
	AuditOld      = "audit-too-old"
	AuditNotBuilt = "audit-not-built"
	AuditFailed   = "audit-failed"
	AuditTest     = "audit-test-failed"
	AuditWarned   = "audit-test-warned"
	AuditUntested = "audit-untested"
	AuditNotRun   = "audit-test-not-run"
)

// neverAllowed are the guards that no flag opens: what they stop could not be
// carried out, or not be undone.
func neverAllowed(code string) bool {
	switch code {
	case EmptySelection, RelationCollision, SourceIsTarget, TargetUnknown, SourceMissing,
		KindUnsupported, SwapImpossible, ViewReadsMissing, WAPReadsMissing, KeptMissing, ForeignKey,
		StateInside, AccessLost, LocationDiffers, TransactionImpossible:
		return true
	}
	return false
}

// settle decides each finding: refused unless the request allows it.
func settle(findings []plan.Answer, allow []string) []plan.Answer {
	out := make([]plan.Answer, len(findings))
	for i, a := range findings {
		a.Refused, a.Allowable = true, !neverAllowed(a.Code)
		a.Audit = strings.HasPrefix(a.Code, "audit-")
		if flag, ok := allowed(a, allow); ok {
			a.Refused, a.Allowed = false, flag
		}
		out[i] = a
	}
	return out
}

func allowed(a plan.Answer, allow []string) (string, bool) {
	if neverAllowed(a.Code) {
		return "", false
	}
	for _, flag := range allow {
		code, relation, narrow := strings.Cut(flag, ":")
		if code == a.Code && (!narrow || relation == a.Relation) {
			return "--allow " + flag, true
		}
	}
	return "", false
}

// passed lists every guard of a family that found nothing, so that a plan shows
// what was asked and not only what was refused.
func passed(codes []string, findings []plan.Answer) []plan.Answer {
	said := map[string]bool{}
	for _, a := range findings {
		said[a.Code] = true
	}
	var out []plan.Answer
	for _, c := range codes {
		if !said[c] {
			out = append(out, plan.Answer{Code: c, Audit: strings.HasPrefix(c, "audit-")})
		}
	}
	return out
}
