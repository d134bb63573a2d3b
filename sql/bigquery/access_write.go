package bigquery

import (
	"context"
	"net/http"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

const (
	// conflicts is how often a change of access is begun again because somebody
	// else changed it in between, or no answer came.
	conflicts = 5
	// policyVersion is the version of policies that has conditions; an older one
	// would lose them.
	policyVersion = 3
)

// createDataset makes a dataset; one that is there is left as it is.
func (d *Driver) createDataset(ctx context.Context, op warehouse.CreateContainer) error {
	dataset := &bq.Dataset{
		DatasetReference: &bq.DatasetReference{ProjectId: op.Container.Database, DatasetId: op.Container.Schema},
		Location:         d.location,
	}
	if op.Release != "" {
		dataset.Labels = map[string]string{releaseLabel: labelValue(op.Release)}
	}
	if op.Like != nil {
		like, err := d.dataset(ctx, *op.Like)
		if err != nil {
			return mapError(op.OpName(), op.Like.String(), reading, err)
		}
		dataset.Location, dataset.Access = like.Location, accessLike(like.Access, op.Readers)
	}
	err := d.again(ctx, func() error {
		_, err := d.service.Datasets.Insert(op.Container.Database, dataset).Context(ctx).Do()
		return err
	})
	if answered(err, http.StatusConflict) {
		return nil
	}
	return err
}

// dataset gets a dataset with all of its access.
func (d *Driver) dataset(ctx context.Context, c warehouse.Container) (*bq.Dataset, error) {
	var out *bq.Dataset
	err := d.again(ctx, func() error {
		var err error
		out, err = d.service.Datasets.Get(c.Database, c.Schema).AccessPolicyVersion(policyVersion).Context(ctx).Do()
		return err
	})
	return out, err
}

// accessLike is the access that a new dataset gets: that of those who may write
// where it is made for, and of its readers when they are wanted. What holds under
// a condition only is left out.
func accessLike(list []*bq.DatasetAccess, readers bool) []*bq.DatasetAccess {
	var out []*bq.DatasetAccess
	for _, a := range list {
		if a.View != nil || a.Dataset != nil || a.Routine != nil || a.Condition != nil {
			continue
		}
		if readers || writes(a.Role) {
			out = append(out, a)
		}
	}
	return out
}

func writes(role string) bool {
	switch role {
	case "WRITER", "OWNER", "roles/bigquery.dataEditor", "roles/bigquery.dataOwner", "roles/bigquery.admin":
		return true
	}
	return false
}

// authorize lets the views of one dataset read another.
func (d *Driver) authorize(ctx context.Context, op warehouse.Authorize) error {
	return d.patchAccess(ctx, op.Data, func(list []*bq.DatasetAccess) ([]*bq.DatasetAccess, bool) {
		return entered(list, viewsOf(op.Views))
	})
}

// viewsOf is the entry that lets all views of a dataset read.
func viewsOf(c warehouse.Container) *bq.DatasetAccess {
	return &bq.DatasetAccess{Dataset: &bq.DatasetAccessEntry{
		Dataset:     &bq.DatasetReference{ProjectId: c.Database, DatasetId: c.Schema},
		TargetTypes: []string{"VIEWS"},
	}}
}

// changeAccess gives a grant or takes it away.
func (d *Driver) changeAccess(ctx context.Context, g warehouse.Grant, give bool) error {
	if g.Name != "" {
		return d.changePolicy(ctx, g, give)
	}
	entry, err := accessEntry(g)
	if err != nil {
		return err
	}
	return d.patchAccess(ctx, g.Container, func(list []*bq.DatasetAccess) ([]*bq.DatasetAccess, bool) {
		if give {
			return entered(list, entry)
		}
		rest := slices.DeleteFunc(slices.Clone(list), func(a *bq.DatasetAccess) bool { return sameEntry(a, entry) })
		return rest, len(rest) < len(list)
	})
}

func entered(list []*bq.DatasetAccess, entry *bq.DatasetAccess) ([]*bq.DatasetAccess, bool) {
	if slices.ContainsFunc(list, func(a *bq.DatasetAccess) bool { return sameEntry(a, entry) }) {
		return list, false
	}
	return append(slices.Clone(list), entry), true
}

// patchAccess changes a dataset's access list, unless it says already what it
// should. The list is only written over the one that was read.
func (d *Driver) patchAccess(ctx context.Context, c warehouse.Container, change func([]*bq.DatasetAccess) ([]*bq.DatasetAccess, bool)) error {
	return d.untilWritten(ctx, func() error {
		dataset, err := d.dataset(ctx, c)
		if err != nil {
			return mapError("", c.String(), reading, err)
		}
		list, differs := change(dataset.Access)
		if !differs {
			return nil
		}
		patch := d.service.Datasets.Patch(c.Database, c.Schema, &bq.Dataset{Access: list, ForceSendFields: []string{"Access"}}).
			AccessPolicyVersion(policyVersion).Context(ctx)
		patch.Header().Set("If-Match", dataset.Etag)
		_, err = patch.Do()
		return err
	})
}

// changePolicy changes the IAM policy of a table or view.
func (d *Driver) changePolicy(ctx context.Context, g warehouse.Grant, give bool) error {
	return d.untilWritten(ctx, func() error {
		policy, err := d.policy(ctx, g)
		if err != nil {
			return mapError("", g.String(), reading, err)
		}
		if !bind(policy, g, give) {
			return nil
		}
		_, err = d.service.Tables.SetIamPolicy(policyOf(g), &bq.SetIamPolicyRequest{Policy: policy}).Context(ctx).Do()
		return err
	})
}

// policyOf names the table or view that a grant is on.
func policyOf(g warehouse.Grant) string {
	return "projects/" + g.Container.Database + "/datasets/" + g.Container.Schema + "/tables/" + g.Name
}

// policy gets the IAM policy of a table or view.
func (d *Driver) policy(ctx context.Context, g warehouse.Grant) (*bq.Policy, error) {
	var out *bq.Policy
	err := d.again(ctx, func() error {
		var err error
		// The call reads, though it is a POST.
		out, err = d.service.Tables.GetIamPolicy(policyOf(g), &bq.GetIamPolicyRequest{
			Options: &bq.GetPolicyOptions{RequestedPolicyVersion: policyVersion},
		}).Context(unfenced(ctx)).Do()
		return err
	})
	return out, err
}

// bind gives or takes a role in a policy, and reports whether that changed it.
// Bindings under a condition are another matter and stay as they are.
func bind(policy *bq.Policy, g warehouse.Grant, give bool) bool {
	for _, b := range policy.Bindings {
		if b.Role != g.Privilege || b.Condition != nil {
			continue
		}
		at := slices.Index(b.Members, g.Grantee)
		switch {
		case at >= 0 && give:
			return false
		case at >= 0:
			b.Members = slices.Delete(b.Members, at, at+1)
			policy.Bindings = slices.DeleteFunc(policy.Bindings, func(b *bq.Binding) bool { return len(b.Members) == 0 })
			return true
		case give:
			b.Members = append(b.Members, g.Grantee)
			return true
		}
	}
	if !give {
		return false
	}
	policy.Bindings = append(policy.Bindings, &bq.Binding{Role: g.Privilege, Members: []string{g.Grantee}})
	return true
}

// untilWritten reads, changes and writes access until it is as it should be. What
// was written and not answered is seen at the next reading.
func (d *Driver) untilWritten(ctx context.Context, write func() error) error {
	var err error
	for n := range conflicts {
		if n > 0 {
			if errPause := d.pause(ctx, n); errPause != nil {
				return errPause
			}
		}
		err = write()
		if !answered(err, http.StatusConflict) && !answered(err, http.StatusPreconditionFailed) && !passing(err) {
			return err
		}
	}
	return err
}

// access renders a change of access: a call on the table's policy, or on the
// dataset's list.
func (r renderer) access(verb string, g warehouse.Grant) ([]warehouse.Statement, error) {
	direction := map[string]string{"give": "to", "take": "from"}[verb]
	what := " (" + verb + " " + g.Privilege + " " + direction + " " + g.Grantee + ")"
	switch {
	case g.Future || g.WithOption:
		return nil, refuse(warehouse.Unsupported, "", g.String(), "BigQuery has no such grants")
	case g.Name == "":
		if _, err := accessEntry(g); err != nil {
			return nil, err
		}
		return one(call("datasets.patch ", g.Container.String(), what)), nil
	case g.GranteeKind != memberGrantee || !strings.HasPrefix(g.Privilege, "roles/") && !strings.Contains(g.Privilege, "/roles/"):
		return nil, refuse(warehouse.Unsupported, "", g.String(), "a table's policy binds roles to members")
	}
	return one(call("tables.setIamPolicy ", g.Container.String(), ".", g.Name, what)), nil
}

// accessEntry writes a grant on a dataset as an entry of its access list.
func accessEntry(g warehouse.Grant) (*bq.DatasetAccess, error) {
	var entry *bq.DatasetAccess
	rest, last := cutLast(g.Grantee)
	project, dataset := cutLast(rest)
	switch {
	case g.GranteeKind == memberGrantee:
		entry = memberEntry(g)
	case last == "" || rest == "":
	case g.GranteeKind == datasetGrantee:
		entry = viewsOf(warehouse.Container{Database: rest, Schema: last})
	case project == "" || dataset == "":
	case g.GranteeKind == viewGrantee:
		entry = &bq.DatasetAccess{View: &bq.TableReference{ProjectId: project, DatasetId: dataset, TableId: last}}
	case g.GranteeKind == routineGrantee:
		entry = &bq.DatasetAccess{Routine: &bq.RoutineReference{ProjectId: project, DatasetId: dataset, RoutineId: last}}
	}
	if entry == nil {
		return nil, refuse(warehouse.Unsupported, "", g.String(), "an access list has no entry for a %s named %q as %q", g.GranteeKind, g.Grantee, g.Privilege)
	}
	return entry, nil
}

const (
	datasetGrantee = "dataset"
	routineGrantee = "routine"
)

// cutLast cuts a dotted name before its last part; a project's id may hold dots.
func cutLast(s string) (before, after string) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", s
	}
	return s[:i], s[i+1:]
}

// memberEntry is nil for a member that no list can hold, and for what holds under
// a condition only.
func memberEntry(g warehouse.Grant) *bq.DatasetAccess {
	if strings.Contains(g.Privilege, " ") {
		return nil
	}
	kind, name, _ := strings.Cut(g.Grantee, ":")
	switch kind {
	case "user":
		return &bq.DatasetAccess{Role: g.Privilege, UserByEmail: name}
	case "group":
		return &bq.DatasetAccess{Role: g.Privilege, GroupByEmail: name}
	case "domain":
		return &bq.DatasetAccess{Role: g.Privilege, Domain: name}
	case "special":
		return &bq.DatasetAccess{Role: g.Privilege, SpecialGroup: name}
	case "iam":
		return &bq.DatasetAccess{Role: g.Privilege, IamMember: name}
	}
	return nil
}

// basicRole is a role as a dataset's list spells it.
func basicRole(role string) string {
	switch role {
	case "roles/bigquery.dataViewer":
		return "READER"
	case "roles/bigquery.dataEditor":
		return "WRITER"
	case "roles/bigquery.dataOwner":
		return "OWNER"
	}
	return role
}

// sameEntry reports whether two entries say the same. What holds under a
// condition is never the same as what always holds.
func sameEntry(a, b *bq.DatasetAccess) bool {
	if a.Condition != nil || b.Condition != nil {
		return false
	}
	switch {
	case a.View != nil && b.View != nil:
		return a.View.ProjectId == b.View.ProjectId && a.View.DatasetId == b.View.DatasetId && a.View.TableId == b.View.TableId
	case a.Routine != nil && b.Routine != nil:
		return a.Routine.ProjectId == b.Routine.ProjectId && a.Routine.DatasetId == b.Routine.DatasetId && a.Routine.RoutineId == b.Routine.RoutineId
	case a.Dataset != nil && b.Dataset != nil && a.Dataset.Dataset != nil && b.Dataset.Dataset != nil:
		return a.Dataset.Dataset.ProjectId == b.Dataset.Dataset.ProjectId && a.Dataset.Dataset.DatasetId == b.Dataset.Dataset.DatasetId
	case a.View != nil || a.Routine != nil || a.Dataset != nil || b.View != nil || b.Routine != nil || b.Dataset != nil:
		return false
	}
	return basicRole(a.Role) == basicRole(b.Role) && a.UserByEmail == b.UserByEmail && a.GroupByEmail == b.GroupByEmail &&
		a.Domain == b.Domain && a.SpecialGroup == b.SpecialGroup && a.IamMember == b.IamMember
}
