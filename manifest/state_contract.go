package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Contracts of models. dbt refuses a whole selection when a versioned model breaks the contract it had, and only warns
// for a model without versions; so do we.

// contractOf is a model's contract and what it promises.
type contractOf struct {
	enforced     bool
	checksum     string
	columns      map[string]Value
	constraints  []Value
	materialized string
}

func readContract(n *Node) contractOf {
	return contractOf{
		enforced:     n.Value("contract", "enforced").Bool(),
		checksum:     n.Value("contract", "checksum").Text(),
		columns:      n.Value("columns").Fields(),
		constraints:  n.Value("constraints").List(),
		materialized: n.Materialized,
	}
}

// keepsConstraints reports whether the materialization gives the constraints to the warehouse.
func (c contractOf) keepsConstraints() bool {
	return c.materialized == "table" || c.materialized == "incremental"
}

func (cmp *comparison) sameContract(old, n *Node) (bool, error) {
	if n.ResourceType != ResourceModel {
		return true, nil
	}
	was, is := readContract(old), readContract(n)
	if !was.enforced {
		return !is.enforced, nil
	}
	if is.enforced && is.checksum == was.checksum {
		return true, nil
	}
	var broken []string
	if !is.enforced {
		broken = append(broken, "the contract is no longer enforced")
	}
	broken = append(broken, brokenColumns(was, is)...)
	constraints, err := cmp.brokenConstraints(was, is)
	if err != nil {
		return false, err
	}
	return false, cmp.breaks(n, append(broken, constraints...))
}

// brokenColumns names columns that are gone or have another type. A size or a precision may change.
func brokenColumns(was, is contractOf) []string {
	var broken []string
	for _, name := range slices.Sorted(maps.Keys(was.columns)) {
		before := was.columns[name].Fields()["data_type"].Text()
		column, ok := is.columns[name]
		now := column.Fields()["data_type"].Text()
		switch {
		case !ok:
			broken = append(broken, fmt.Sprintf("column %s is gone", name))
		case baseType(before) != baseType(now):
			broken = append(broken, fmt.Sprintf("column %s was %s and is %s", name, before, now))
		}
	}
	return broken
}

func baseType(dataType string) string {
	base, _, _ := strings.Cut(dataType, "(")
	return strings.ToLower(strings.TrimSpace(base))
}

// brokenConstraints names constraints that the warehouse enforced and that are gone.
func (cmp *comparison) brokenConstraints(was, is contractOf) ([]string, error) {
	var broken []string
	onColumns := false
	gone := func(before, now []Value, where string) error {
		if !was.keepsConstraints() {
			return nil
		}
		for _, constraint := range before {
			if slices.ContainsFunc(now, func(v Value) bool { return sameValue(constraint, v) }) {
				continue
			}
			kind := constraint.Fields()["type"].Text()
			enforced, known := enforcesConstraint(cmp.now.Metadata.AdapterType, kind)
			if !known {
				return &SelectionError{Spec: cmp.spec, Detail: fmt.Sprintf("dbt cannot compare the constraint %q %s", kind, where)}
			}
			if enforced {
				broken = append(broken, fmt.Sprintf("constraint %s %s is gone", kind, where))
			}
		}
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(was.columns)) {
		before := was.columns[name].Fields()["constraints"].List()
		onColumns = onColumns || len(before) > 0
		column, ok := is.columns[name]
		if !ok {
			continue
		}
		if err := gone(before, column.Fields()["constraints"].List(), "of column "+name); err != nil {
			return nil, err
		}
	}
	if err := gone(was.constraints, is.constraints, "of the model"); err != nil {
		return nil, err
	}
	if was.keepsConstraints() && !is.keepsConstraints() && (onColumns || len(was.constraints) > 0) {
		broken = append(broken, fmt.Sprintf("a %s with constraints is now a %s", was.materialized, is.materialized))
	}
	return broken, nil
}

// enforcesConstraint is what the adapters say of themselves (CONSTRAINT_SUPPORT); known is false for a constraint that
// they do not list, at which dbt fails.
func enforcesConstraint(adapter, kind string) (enforced, known bool) {
	switch kind {
	case "check", "unique", "primary_key":
		return adapter == "duckdb" || adapter == "postgres", true
	case "foreign_key":
		return adapter != "snowflake" && adapter != "bigquery" && adapter != "redshift" && adapter != "databricks", true
	case "not_null":
		return true, true
	}
	return false, false
}

// breaks refuses for a versioned model and warns for another.
func (cmp *comparison) breaks(n *Node, reasons []string) error {
	if len(reasons) == 0 {
		return nil
	}
	detail := fmt.Sprintf("%s breaks the contract it had: %s", n.UniqueID, strings.Join(reasons, "; "))
	if n.Versioned() {
		return &SelectionError{Spec: cmp.spec, Detail: detail + " (make a new version, or deprecate this one)"}
	}
	cmp.warn(cmp.spec, "finds that "+detail)
	return nil
}

// removedContracts looks at models that were there and are now gone or disabled.
func (cmp *comparison) removedContracts() error {
	for _, id := range slices.Sorted(maps.Keys(cmp.before.Nodes)) {
		removed := cmp.before.Nodes[id]
		if removed.ResourceType != ResourceModel || cmp.now.Nodes[id] != nil {
			continue
		}
		reason := "it was deleted or renamed"
		if disabled := cmp.now.Disabled[id]; len(disabled) > 0 {
			removed, reason = disabled[0], "it was disabled"
		}
		if !readContract(removed).enforced || cmp.deprecated(removed) {
			continue
		}
		if err := cmp.breaks(removed, []string{reason}); err != nil {
			return err
		}
	}
	return nil
}

// deprecated reports whether the model's deprecation date had passed when the manifest of now was written.
func (cmp *comparison) deprecated(n *Node) bool {
	text := n.Value("deprecation_date").Text()
	at := parseTime(text)
	if at.IsZero() {
		at, _ = time.Parse(time.DateOnly, text)
	}
	return !at.IsZero() && at.Before(cmp.now.Metadata.GeneratedAt)
}
