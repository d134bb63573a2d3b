package bigquerytest

import (
	"cmp"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"
)

func policyEndpoints() []endpoint {
	const table = "/projects/{project}/datasets/{dataset}/tables/{table}"
	return []endpoint{
		{pattern: "POST " + table, do: tableVerb},
		{
			pattern: "GET " + table + "/rowAccessPolicies", permission: "bigquery.rowAccessPolicies.list",
			query: []string{"pageSize", "pageToken"}, do: listRowPolicies,
		},
		{pattern: "POST " + table + "/rowAccessPolicies/{policy}", do: rowPolicyVerb},
	}
}

// tableVerb is the methods whose name follows a colon: ServeMux cannot tell them apart.
func tableVerb(s *Server, c *call) reply {
	permission, do := "", serveUnknown
	switch c.verb {
	case "getIamPolicy":
		permission, do = "bigquery.tables.getIamPolicy", getPolicy
	case "setIamPolicy":
		permission, do = "bigquery.tables.setIamPolicy", setPolicy
	case "testIamPermissions":
		do = testPermissions // anybody may ask
	}
	if permission != "" && s.denied(c.principal, permission, c.resource()) {
		return refusal(accessDenied(permission, c.resource()))
	}
	return do(s, c)
}

// getPolicy is tables.getIamPolicy. A client that does not ask for version 3 sees roles without their conditions, by another name.
func getPolicy(s *Server, c *call) reply {
	var in bq.GetIamPolicyRequest
	if len(c.body) > 0 {
		if err := decode(c.body, &in); err != nil {
			return refusal(s.surprise("tables.getIamPolicy: %v", err))
		}
	}
	p, err := s.engine.Policy(c.project(), c.dataset(), c.table())
	if refused := s.refusedBy("tables.getIamPolicy", err); refused != nil {
		return refusal(refused)
	}
	out := bq.Policy{Version: p.Version, Etag: p.Etag, AuditConfigs: p.AuditConfigs}
	known := in.Options != nil && in.Options.RequestedPolicyVersion >= 3
	for _, b := range p.Bindings {
		if b.Condition != nil && !known {
			b = &bq.Binding{Role: withoutCondition(b.Role, b.Condition), Members: b.Members}
		}
		out.Bindings = append(out.Bindings, b)
	}
	if !known {
		out.Version = min(out.Version, 1)
	}
	return answer(out)
}

func setPolicy(s *Server, c *call) reply {
	var in bq.SetIamPolicyRequest
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("tables.setIamPolicy: %v", err))
	}
	if in.Policy == nil {
		return refusal(invalid("Required parameter is missing: policy"))
	}
	for _, b := range in.Policy.Bindings {
		if strings.Contains(b.Role, "_withcond_") || b.Condition != nil && in.Policy.Version < 3 {
			return refusal(invalid("Conditions need policy version 3: role %s", b.Role))
		}
		for _, m := range b.Members {
			if !member(m) {
				return refusal(invalid("Invalid member: %s", m))
			}
		}
	}
	p, err := s.engine.SetPolicy(c.project(), c.dataset(), c.table(), in.Policy)
	if refused := s.refusedBy("tables.setIamPolicy", err); refused != nil {
		return refusal(refused)
	}
	return answer(p)
}

// member tells whether m has the form of an IAM member.
func member(m string) bool {
	kind, name, found := strings.Cut(m, ":")
	if !found {
		return m == "allUsers" || m == "allAuthenticatedUsers"
	}
	kinds := []string{
		"user", "serviceAccount", "group", "domain", "deleted", "principal", "principalSet", "projectOwner", "projectEditor",
		"projectViewer", "specialGroup", "iamMember",
	}
	return name != "" && slices.Contains(kinds, kind)
}

func testPermissions(s *Server, c *call) reply {
	var in bq.TestIamPermissionsRequest
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("tables.testIamPermissions: %v", err))
	}
	if _, err := s.engine.Table(c.project(), c.dataset(), c.table()); err != nil {
		return refusal(s.refusedBy("tables.testIamPermissions", err))
	}
	var out bq.TestIamPermissionsResponse
	for _, p := range in.Permissions {
		if !s.denied(c.principal, p, c.resource()) {
			out.Permissions = append(out.Permissions, p)
		}
	}
	return answer(out)
}

// listRowPolicies is rowAccessPolicies.list. As in the service it does not say to whom a policy applies.
func listRowPolicies(s *Server, c *call) reply {
	p, refused := s.page(c, "pageSize")
	if refused != nil {
		return refusal(refused)
	}
	all, err := s.engine.RowPolicies(c.project(), c.dataset(), c.table())
	if refused := s.refusedBy("rowAccessPolicies.list", err); refused != nil {
		return refusal(refused)
	}
	name := func(p *bq.RowAccessPolicy) string { return p.RowAccessPolicyReference.PolicyId }
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b *bq.RowAccessPolicy) int { return cmp.Compare(name(a), name(b)) })
	entries, next := cutPage(p, all, name)
	out := bq.ListRowAccessPoliciesResponse{NextPageToken: next}
	for _, e := range entries {
		shown := *e
		shown.Grantees = nil
		out.RowAccessPolicies = append(out.RowAccessPolicies, &shown)
	}
	return answer(out)
}

// rowPolicyVerb is rowAccessPolicies.getIamPolicy.
func rowPolicyVerb(s *Server, c *call) reply {
	const permission = "bigquery.rowAccessPolicies.getIamPolicy"
	if c.verb != "getIamPolicy" {
		return serveUnknown(s, c)
	}
	if s.denied(c.principal, permission, c.resource()) {
		return refusal(accessDenied(permission, c.resource()))
	}
	id, _, _ := strings.Cut(c.http.PathValue("policy"), ":")
	all, err := s.engine.RowPolicies(c.project(), c.dataset(), c.table())
	if refused := s.refusedBy("rowAccessPolicies.getIamPolicy", err); refused != nil {
		return refusal(refused)
	}
	for _, p := range all {
		if p.RowAccessPolicyReference.PolicyId == id {
			return answer(bq.Policy{
				Version: 1, Etag: cmp.Or(p.Etag, "ACAB"), Bindings: []*bq.Binding{{Role: "roles/bigquery.filteredDataViewer", Members: p.Grantees}},
			})
		}
	}
	return refusal(notFound("Row access policy " + id))
}
