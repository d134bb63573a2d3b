package bigquery

import (
	"context"
	"slices"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// The words of warehouse.Grant for BigQuery. A grantee is an IAM member
// ("user:a@example.com"), a view ("project.dataset.view") or a dataset.
const (
	onDataset     = "dataset"
	memberGrantee = "member"
	viewGrantee   = "view"
)

// Privileges of entries that are no role.
const (
	authorizedView    = "authorized view"
	authorizedDataset = "authorized dataset"
	authorizedRoutine = "authorized routine"
)

// datasetGrants reads the access list of a dataset; never nil.
func datasetGrants(c warehouse.Container, entries []*bq.DatasetAccess) []warehouse.Grant {
	out := []warehouse.Grant{}
	for _, e := range entries {
		g := warehouse.Grant{On: onDataset, Container: c, Privilege: e.Role}
		g.Grantee, g.GranteeKind = accessGrantee(e)
		switch {
		case e.View != nil:
			g.Privilege = authorizedView
		case e.Routine != nil:
			g.Privilege = authorizedRoutine
		case e.Dataset != nil:
			g.Privilege = authorizedDataset
		}
		if e.Condition != nil {
			g.Privilege += " if " + e.Condition.Expression
		}
		if !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, warehouse.CompareGrants)
	return out
}

// accessGrantee names who an entry is for, and what kind of grantee that is.
func accessGrantee(e *bq.DatasetAccess) (who, kind string) {
	switch {
	case e.View != nil:
		return e.View.ProjectId + "." + e.View.DatasetId + "." + e.View.TableId, viewGrantee
	case e.Routine != nil:
		return e.Routine.ProjectId + "." + e.Routine.DatasetId + "." + e.Routine.RoutineId, "routine"
	case e.Dataset != nil:
		if e.Dataset.Dataset == nil {
			return "", "dataset"
		}
		return e.Dataset.Dataset.ProjectId + "." + e.Dataset.Dataset.DatasetId, "dataset"
	case e.UserByEmail != "":
		return "user:" + e.UserByEmail, memberGrantee
	case e.GroupByEmail != "":
		return "group:" + e.GroupByEmail, memberGrantee
	case e.Domain != "":
		return "domain:" + e.Domain, memberGrantee
	case e.SpecialGroup != "":
		return "special:" + e.SpecialGroup, memberGrantee
	}
	return "iam:" + e.IamMember, memberGrantee
}

// resource is a table's name in IAM.
func resource(ref warehouse.Ref) string {
	return "projects/" + ref.Database + "/datasets/" + ref.Schema + "/tables/" + ref.Name
}

// iamPolicy reads who has which role on a table or view itself.
func (d *Driver) iamPolicy(ctx context.Context, ref warehouse.Ref) (*bq.Policy, error) {
	var out *bq.Policy
	err := d.reads(ctx, ref.String(), func() (err error) {
		out, err = d.service.Tables.GetIamPolicy(resource(ref), withConditions()).Context(ctx).Do()
		return err
	})
	return out, err
}

// withConditions asks for a policy whose bindings show their conditions.
func withConditions() *bq.GetIamPolicyRequest {
	return &bq.GetIamPolicyRequest{Options: &bq.GetPolicyOptions{RequestedPolicyVersion: accessVersion}}
}

// grant writes the bindings of a policy as grants. A binding with a condition
// cannot be given again by name, so it makes the relation one that is not copied.
func (o *object) grant(policy *bq.Policy) {
	on := "table"
	if o.Kind == warehouse.KindView || o.Kind == warehouse.KindMaterializedView {
		on = "view"
	}
	o.Access = []warehouse.Grant{}
	for _, b := range policy.Bindings {
		if b.Condition != nil && o.Unsupported == "" {
			o.Unsupported = "its access has conditions"
		}
		for _, member := range b.Members {
			g := warehouse.Grant{On: on, Container: o.Ref.Container(), Name: o.Ref.Name, Privilege: b.Role, Grantee: member, GranteeKind: memberGrantee}
			if !slices.Contains(o.Access, g) {
				o.Access = append(o.Access, g)
			}
		}
	}
	slices.SortFunc(o.Access, warehouse.CompareGrants)
}
