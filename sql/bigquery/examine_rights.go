package bigquery

import (
	"context"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// The permissions that are asked of single tables.
const (
	mayGet       = "bigquery.tables.get"
	mayRead      = "bigquery.tables.getData"
	mayChange    = "bigquery.tables.update"
	mayWrite     = "bigquery.tables.updateData"
	mayDrop      = "bigquery.tables.delete"
	maySnapshot  = "bigquery.tables.createSnapshot"
	maySeeAccess = "bigquery.tables.getIamPolicy"
	maySeeRows   = "bigquery.rowAccessPolicies.list"
)

// looking is what every look takes.
func looking() []string { return []string{mayGet, mayRead, maySeeAccess} }

// production is what a mode takes on production's relations.
func production(m Mode) []string {
	switch m {
	case ModeViews:
		return append(looking(), mayChange, mayDrop)
	case ModeTransaction:
		return append(looking(), mayWrite, maySnapshot)
	}
	return append(looking(), mayChange, mayWrite, mayDrop, maySnapshot)
}

// rights asks for the permissions on one relation of each dataset: most are given
// by dataset, and the plan meets those that are not.
func (e *examiner) rights(ctx context.Context) error {
	sides := []struct {
		name     string
		datasets []warehouse.Container
		needs    []string
	}{
		{"production", e.ask.Production, production(e.ask.Mode)},
		{"candidate", e.ask.Candidate, looking()},
	}
	for _, side := range sides {
		var silent []string
		for _, c := range side.datasets {
			o, ok := e.oneOf(c)
			if !ok {
				silent = append(silent, c.String())
				continue
			}
			if err := e.rightsOn(ctx, "rights: "+side.name, o, side.needs); err != nil {
				return err
			}
		}
		if len(silent) > 0 {
			e.add(warehouse.Warning, "rights: "+side.name, "roles/bigquery.dataEditor and, for row access policies, roles/bigquery.dataOwner have them",
				"could not be asked in %s: permissions are asked of a table, and there is none", some(silent))
		}
	}
	if len(e.ask.Production) > 0 {
		e.add(warehouse.Fine, "rights: not asked", "", "BigQuery has no call that tells them: bigquery.tables.create on the datasets (roles/bigquery.dataEditor), bigquery.datasets.create on the project (roles/bigquery.user)")
	}
	return nil
}

// oneOf gives a relation of a dataset, a published table if there is one.
func (e *examiner) oneOf(c warehouse.Container) (warehouse.Object, bool) {
	all := e.inv.In(c)
	isTable := func(o warehouse.Object) bool { return o.Kind == warehouse.KindTable }
	published := func(o warehouse.Object) bool { return isTable(o) && slices.Contains(e.ask.Published, o.Ref) }
	for _, wanted := range []func(warehouse.Object) bool{published, isTable, func(warehouse.Object) bool { return true }} {
		if i := slices.IndexFunc(all, wanted); i >= 0 {
			return all[i], true
		}
	}
	return warehouse.Object{}, false
}

func (e *examiner) rightsOn(ctx context.Context, check string, o warehouse.Object, needs []string) error {
	if o.Kind == warehouse.KindTable {
		needs = append(needs, maySeeRows)
	} else {
		needs = slices.DeleteFunc(needs, func(p string) bool { return p == maySnapshot || p == mayWrite })
	}
	var answer *bq.TestIamPermissionsResponse
	err := e.d.reads(ctx, o.Ref.String(), func() (err error) {
		answer, err = e.d.service.Tables.TestIamPermissions(resource(o.Ref), &bq.TestIamPermissionsRequest{Permissions: needs}).Context(ctx).Do()
		return err
	})
	if err != nil {
		return e.refused(err, check, e.grant("roles/bigquery.dataEditor", o.Ref.Container()))
	}
	var missing []string
	for _, p := range needs {
		if !slices.Contains(answer.Permissions, p) {
			missing = append(missing, p)
		}
	}
	if len(missing) == 0 {
		e.add(warehouse.Fine, check, "", "%s has all that are needed (asked of %s)", o.Ref.Container(), o.Ref.Name)
		return nil
	}
	role := "roles/bigquery.dataEditor"
	if slices.Contains(missing, maySeeRows) {
		role = "roles/bigquery.dataOwner"
	}
	e.add(warehouse.Failure, check, e.grant(role, o.Ref.Container()), "%s lacks %s (asked of %s)", o.Ref.Container(), strings.Join(missing, ", "), o.Ref.Name)
	return nil
}
