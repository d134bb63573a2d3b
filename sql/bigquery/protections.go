package bigquery

import (
	"context"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/warehouse"
)

// protections asks for all that guards a relation: what tables.get tells, its IAM
// policy, and its row access policies, one after another, since relations stand
// side by side. What may not be read becomes a sentence that names the relation,
// so that it equals that of no other one and is never passed over.
func (l *look) protections(ctx context.Context, o *object) error {
	if err := l.detail(ctx, o, true); err != nil {
		return err
	}
	found := tableProtections(o.Ref, o.full)
	policy, err := l.d.iamPolicy(ctx, o.Ref)
	switch {
	case warehouse.CodeOf(err) == warehouse.PermissionDenied:
		o.Access = []warehouse.Grant{}
		found = append(found, "access to "+o.Ref.String()+" cannot be read (bigquery.tables.getIamPolicy is missing)")
	case warehouse.CodeOf(err) == warehouse.NotFound:
		return moved(o.Ref.String())
	case err != nil:
		return err
	default:
		o.grant(policy)
	}
	if o.Kind == warehouse.KindTable || o.Kind == warehouse.KindSnapshot {
		rows, err := l.d.rowPolicies(ctx, o.Ref)
		if err != nil {
			return err
		}
		found = append(found, rows...)
	}
	slices.Sort(found)
	o.Protections = append([]string{}, slices.Compact(found)...)
	return nil
}

// rowPolicies are the row access policies of a table as sentences. The list leaves out for whom a policy is, which its IAM policy tells.
func (d *Driver) rowPolicies(ctx context.Context, ref warehouse.Ref) ([]string, error) {
	var policies []*bq.RowAccessPolicy
	err := d.reads(ctx, ref.String(), func() error {
		policies = nil
		return d.service.RowAccessPolicies.List(ref.Database, ref.Schema, ref.Name).PageSize(pageSize).Pages(ctx, func(page *bq.ListRowAccessPoliciesResponse) error {
			policies = append(policies, page.RowAccessPolicies...)
			return nil
		})
	})
	switch warehouse.CodeOf(err) {
	case "":
	case warehouse.NotFound:
		return nil, moved(ref.String())
	case warehouse.PermissionDenied:
		return []string{"row access policies of " + ref.String() + " cannot be read (bigquery.rowAccessPolicies.list is missing)"}, nil
	default:
		return nil, err
	}
	var out []string
	for _, p := range policies {
		sentence, err := d.rowPolicy(ctx, ref, p)
		if err != nil {
			return nil, err
		}
		out = append(out, sentence)
	}
	return out, nil
}

// rowPolicy is a policy as a sentence, such as "row access policy emea for
// group:emea@example.com where region = 'EMEA'".
func (d *Driver) rowPolicy(ctx context.Context, ref warehouse.Ref, p *bq.RowAccessPolicy) (string, error) {
	id := ""
	if p.RowAccessPolicyReference != nil {
		id = p.RowAccessPolicyReference.PolicyId
	}
	members := slices.Clone(p.Grantees)
	if len(members) == 0 {
		var policy *bq.Policy
		err := d.reads(ctx, ref.String(), func() (err error) {
			policy, err = d.service.RowAccessPolicies.GetIamPolicy(resource(ref)+"/rowAccessPolicies/"+id, withConditions()).Context(ctx).Do()
			return err
		})
		switch warehouse.CodeOf(err) {
		case "":
			for _, b := range policy.Bindings {
				members = append(members, b.Members...)
			}
		case warehouse.PermissionDenied:
			return "row access policy " + id + " of " + ref.String() + " cannot be read (bigquery.rowAccessPolicies.getIamPolicy is missing)", nil
		case warehouse.NotFound:
			return "", moved(ref.String())
		default:
			return "", err
		}
	}
	slices.Sort(members)
	return "row access policy " + id + " for " + strings.Join(slices.Compact(members), ", ") + " where " + p.FilterPredicate, nil
}

// tableProtections are those that tables.get tells.
func tableProtections(ref warehouse.Ref, t *bq.Table) []string {
	var out []string
	if t.EncryptionConfiguration != nil && t.EncryptionConfiguration.KmsKeyName != "" {
		out = append(out, "encryption key "+t.EncryptionConfiguration.KmsKeyName)
	}
	for _, key := range sortedKeys(t.ResourceTags) {
		out = append(out, "tag "+key+"="+t.ResourceTags[key])
	}
	if t.Restrictions != nil && t.Restrictions.Type != "" {
		out = append(out, "restriction "+t.Restrictions.Type)
	}
	if t.View != nil && t.View.PrivacyPolicy != nil {
		out = append(out, "privacy policy")
	}
	if t.TableConstraints != nil {
		out = append(out, constraints(ref, t.TableConstraints)...)
	}
	if t.Schema != nil {
		out = append(out, fieldProtections("", t.Schema.Fields)...)
	}
	return out
}

// fieldProtections are those of columns and of fields inside them.
func fieldProtections(path string, fields []*bq.TableFieldSchema) []string {
	var out []string
	for _, f := range fields {
		at := path + f.Name
		if f.PolicyTags != nil {
			for _, name := range f.PolicyTags.Names {
				out = append(out, "policy tag "+name+" on column "+at)
			}
		}
		for _, p := range f.DataPolicies {
			out = append(out, "data policy "+p.Name+" on column "+at)
		}
		if f.DataPolicyList != nil {
			for _, p := range f.DataPolicyList.DataPolicies {
				out = append(out, "data policy "+p.Name+" on column "+at)
			}
		}
		if f.DataGovernanceTagsInfo != nil {
			for _, key := range sortedKeys(f.DataGovernanceTagsInfo.DataGovernanceTags) {
				out = append(out, "tag "+key+"="+f.DataGovernanceTagsInfo.DataGovernanceTags[key]+" on column "+at)
			}
		}
		out = append(out, fieldProtections(at+".", f.Fields)...)
	}
	return out
}

// constraints are the keys of a table. They are not enforced, yet queries are
// planned by them, and it is not documented that a clone keeps them. A table of
// the same dataset is named without it, so that two sides can be compared.
func constraints(ref warehouse.Ref, c *bq.TableConstraints) []string {
	var out []string
	if c.PrimaryKey != nil {
		out = append(out, "constraint primary key ("+strings.Join(c.PrimaryKey.Columns, ", ")+")")
	}
	for _, k := range c.ForeignKeys {
		var from, to []string
		for _, r := range k.ColumnReferences {
			from, to = append(from, r.ReferencingColumn), append(to, r.ReferencedColumn)
		}
		table := ""
		if r := k.ReferencedTable; r != nil {
			table = r.TableId
			if r.ProjectId != ref.Database || r.DatasetId != ref.Schema {
				table = r.ProjectId + "." + r.DatasetId + "." + r.TableId
			}
		}
		out = append(out, "constraint foreign key "+k.Name+" ("+strings.Join(from, ", ")+") to "+table+" ("+strings.Join(to, ", ")+")")
	}
	return out
}
