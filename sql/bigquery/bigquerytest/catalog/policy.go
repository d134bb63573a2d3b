package catalog

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

// Policy gives the access policy of a table, view or snapshot as getIamPolicy
// does; an empty one when nobody set any.
func (c *Catalog) Policy(p, d, t string) (*bq.Policy, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return nil, err
	}
	return found.access(), nil
}

func (t *table) access() *bq.Policy {
	out := &bq.Policy{Version: 1}
	if t.policy != nil {
		*out = *t.policy
	}
	out.Etag = fmt.Sprintf("p-%d-%d", t.created, t.policyChanges)
	return out
}

// SetPolicy replaces the access policy. An etag that is not the present one is
// refused; empty means any. The metadata's etag stays as it is.
func (c *Catalog) SetPolicy(p, d, t string, policy *bq.Policy) (*bq.Policy, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return nil, err
	}
	if policy.Etag != "" && policy.Etag != found.access().Etag {
		if c.rules.PolicyConflict == http.StatusPreconditionFailed {
			return nil, stale()
		}
		return nil, failf(http.StatusConflict, "aborted", "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.")
	}
	twin := *policy
	twin.Bindings = nil
	for _, b := range policy.Bindings {
		if !strings.HasPrefix(b.Role, "roles/") && !strings.Contains(b.Role, "/roles/") {
			return nil, invalid("Role %s is not supported for this resource", b.Role)
		}
		if len(b.Members) > 0 {
			twin.Bindings = append(twin.Bindings, b)
		}
	}
	if twin.Version == 0 {
		twin.Version = 1
	}
	found.policy = &twin
	found.policyChanges = c.nextSeq()
	return found.access(), nil
}

// RowPolicies gives a table's row access policies in order of name.
func (c *Catalog) RowPolicies(p, d, t string) ([]*bq.RowAccessPolicy, error) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return nil, err
	}
	out := make([]*bq.RowAccessPolicy, len(found.rowPolicies))
	for i, rp := range found.rowPolicies {
		twin := *rp
		twin.RowAccessPolicyReference = &bq.RowAccessPolicyReference{ProjectId: p, DatasetId: d, TableId: t, PolicyId: rp.RowAccessPolicyReference.PolicyId}
		out[i] = &twin
	}
	return out, nil
}

// SetRowPolicies replaces a table's row access policies, without any check: it is
// for tests to set the scene.
func (c *Catalog) SetRowPolicies(p, d, t string, list ...*bq.RowAccessPolicy) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	found, err := c.find(p, d, t)
	if err != nil {
		return err
	}
	for _, rp := range list {
		if rp.RowAccessPolicyReference == nil || rp.RowAccessPolicyReference.PolicyId == "" {
			return invalid("a row access policy needs a rowAccessPolicyReference with a policyId")
		}
	}
	found.rowPolicies = sortedPolicies(list)
	return nil
}

func sortedPolicies(list []*bq.RowAccessPolicy) []*bq.RowAccessPolicy {
	out := slices.Clone(list)
	slices.SortFunc(out, func(a, b *bq.RowAccessPolicy) int {
		return strings.Compare(a.RowAccessPolicyReference.PolicyId, b.RowAccessPolicyReference.PolicyId)
	})
	return out
}

// createRowPolicy runs CREATE ROW ACCESS POLICY; the parser stands behind the
// words.
func (r *run) createRowPolicy(how making) (*Result, error) {
	p := r.p
	how.what = "CREATE_ROW_ACCESS_POLICY"
	r.ifNotExists(&how)
	n := p.one()
	p.expect("ON")
	path := p.path()
	out := &bq.RowAccessPolicy{}
	if p.accept("GRANT TO") {
		for _, part := range split(p.parentheses()) {
			q := p.sub(part)
			out.Grantees = append(out.Grantees, q.text())
			p.err = firstError(p.err, q.end())
		}
	}
	p.expect("FILTER USING")
	predicate := p.parentheses()
	if err := p.end(); err != nil {
		return nil, err
	}
	t, err := r.named(path)
	if err != nil {
		return nil, err
	}
	if t.kind != kindTable {
		return nil, wrongKind(t.ref, t.kind)
	}
	text, err := r.translate(predicate, false)
	if err != nil {
		return nil, err
	}
	if _, err := r.bind("SELECT (" + text + ") AS f FROM " + t.now().text() + " AS " + quote(t.ref.TableId)); err != nil {
		return nil, err
	}
	out.FilterPredicate = source(p.sql, predicate)
	out.RowAccessPolicyReference = &bq.RowAccessPolicyReference{PolicyId: n}
	return r.putRowPolicy(how, t, out)
}

func (r *run) putRowPolicy(how making, t *table, out *bq.RowAccessPolicy) (*Result, error) {
	res := &Result{StatementType: how.what, DDLOperation: "CREATE", DDLTarget: t.ref}
	n := out.RowAccessPolicyReference.PolicyId
	i := slices.IndexFunc(t.rowPolicies, func(rp *bq.RowAccessPolicy) bool { return rp.RowAccessPolicyReference.PolicyId == n })
	switch {
	case i >= 0 && how.ifNotExists:
		res.DDLOperation = "SKIP"
		return res, nil
	case i >= 0 && !how.replace:
		return nil, alreadyExists("Row access policy", shown(t.ref)+"."+n)
	case r.dry:
		return res, nil
	case i >= 0:
		res.DDLOperation = "REPLACE"
	}
	list := slices.Clone(t.rowPolicies)
	if i >= 0 {
		list = slices.Delete(list, i, i+1)
	}
	t.rowPolicies = sortedPolicies(append(list, out))
	r.c.touch(t, r.now)
	return res, nil
}

// dropRowPolicies runs DROP ALL ROW ACCESS POLICIES and, with a name, DROP ROW
// ACCESS POLICY; the parser stands before the table.
func (r *run) dropRowPolicies(n string, exists bool) (*Result, error) {
	path := r.p.path()
	if err := r.p.end(); err != nil {
		return nil, err
	}
	t, err := r.named(path)
	if err != nil {
		return nil, err
	}
	left := slices.DeleteFunc(slices.Clone(t.rowPolicies), func(rp *bq.RowAccessPolicy) bool {
		return n == "" || rp.RowAccessPolicyReference.PolicyId == n
	})
	res := &Result{StatementType: "DROP_ROW_ACCESS_POLICY", DDLOperation: "DROP", DDLTarget: t.ref}
	switch {
	case n != "" && len(left) == len(t.rowPolicies) && exists:
		res.DDLOperation = "SKIP"
		return res, nil
	case n != "" && len(left) == len(t.rowPolicies):
		return nil, failf(http.StatusNotFound, "notFound", "Not found: Row access policy %s.%s", shown(t.ref), n)
	case r.dry:
		return res, nil
	}
	t.rowPolicies = left
	r.c.touch(t, r.now)
	return res, nil
}
