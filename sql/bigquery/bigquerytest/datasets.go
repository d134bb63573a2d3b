package bigquerytest

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

func datasetEndpoints() []endpoint {
	const one = " /projects/{project}/datasets/{dataset}"
	return []endpoint{
		{
			pattern: "GET /projects/{project}/datasets", permission: "bigquery.datasets.get",
			query: []string{"all", "filter", "maxResults", "pageToken"}, do: listDatasets,
		},
		{pattern: "POST /projects/{project}/datasets", permission: "bigquery.datasets.create", query: []string{"accessPolicyVersion"}, do: insertDataset},
		{pattern: "GET" + one, permission: "bigquery.datasets.get", query: []string{"accessPolicyVersion", "datasetView"}, do: getDataset},
		{pattern: "PATCH" + one, permission: "bigquery.datasets.update", query: []string{"accessPolicyVersion", "updateMode"}, do: patchDataset},
		{pattern: "PUT" + one, permission: "bigquery.datasets.update", query: []string{"accessPolicyVersion", "updateMode"}, do: patchDataset},
		{pattern: "DELETE" + one, permission: "bigquery.datasets.delete", query: []string{"deleteContents"}, do: deleteDataset},
		{
			pattern: "GET" + one + "/routines", permission: "bigquery.routines.list",
			query: []string{"filter", "maxResults", "pageToken", "readMask"}, do: listRoutines,
		},
	}
}

func listDatasets(s *Server, c *call) reply {
	p, refused := s.page(c, "maxResults")
	if refused != nil {
		return refusal(refused)
	}
	all, err := s.engine.Datasets(c.project())
	if refused := s.refusedBy("datasets.list", err); refused != nil {
		return refusal(refused)
	}
	listed := []*bq.DatasetListDatasets{}
	for _, d := range all {
		if labelled(d.Labels, c.query.Get("filter")) {
			listed = append(listed, &bq.DatasetListDatasets{
				Kind: "bigquery#dataset", Id: d.Id, DatasetReference: d.DatasetReference, Labels: d.Labels,
				FriendlyName: d.FriendlyName, Location: d.Location, Type: d.Type,
			})
		}
	}
	name := func(d *bq.DatasetListDatasets) string { return d.DatasetReference.DatasetId }
	slices.SortFunc(listed, func(a, b *bq.DatasetListDatasets) int { return cmp.Compare(name(a), name(b)) })
	out := bq.DatasetList{Kind: "bigquery#datasetList", Etag: "list"}
	out.Datasets, out.NextPageToken = cutPage(p, listed, name)
	return answer(out)
}

// labelled tells whether labels fit a filter of the form "labels.key:value labels.other".
func labelled(labels map[string]string, filter string) bool {
	for _, term := range strings.Fields(filter) {
		key, value, valued := strings.Cut(strings.TrimPrefix(term, "labels."), ":")
		if v, there := labels[key]; !there || valued && v != value {
			return false
		}
	}
	return true
}

func insertDataset(s *Server, c *call) reply {
	var in bq.Dataset
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("datasets.insert: %v", err))
	}
	if in.DatasetReference == nil || in.DatasetReference.DatasetId == "" {
		return refusal(invalid("Required parameter is missing: datasetReference"))
	}
	if in.DatasetReference.ProjectId == "" {
		in.DatasetReference.ProjectId = c.project()
	}
	if in.DatasetReference.ProjectId != c.project() {
		return refusal(invalid("Value %s in content does not agree with value %s", in.DatasetReference.ProjectId, c.project()))
	}
	if refused := cmp.Or(checkLabels(in.Labels), versioned(c, in.Access)); refused != nil {
		return refusal(refused)
	}
	d, err := s.engine.InsertDataset(&in)
	if refused := s.refusedBy("datasets.insert", err); refused != nil {
		return refusal(refused)
	}
	return answer(shownDataset(d, c))
}

func getDataset(s *Server, c *call) reply {
	d, err := s.engine.Dataset(c.project(), c.dataset())
	if refused := s.refusedBy("datasets.get", err); refused != nil {
		return refusal(refused)
	}
	return answer(shownDataset(d, c))
}

// shownDataset is a dataset as a request sees it: without access in the METADATA view, and with conditions only for a client that
// knows them.
func shownDataset(d *bq.Dataset, c *call) *bq.Dataset {
	out := *d
	switch c.query.Get("datasetView") {
	case "METADATA":
		out.Access = nil
	case "ACL":
		out = bq.Dataset{
			Kind: d.Kind, Id: d.Id, Etag: d.Etag, SelfLink: d.SelfLink, DatasetReference: d.DatasetReference, Access: d.Access,
			Location: d.Location,
		}
	}
	if c.query.Get("accessPolicyVersion") != "3" {
		out.Access = slices.Clone(out.Access)
		for i, a := range out.Access {
			if a.Condition != nil {
				bare := *a
				bare.Role, bare.Condition = withoutCondition(a.Role, a.Condition), nil
				out.Access[i] = &bare
			}
		}
	}
	return &out
}

// withoutCondition is how a role with a condition is shown to a client that does not know conditions.
func withoutCondition(role string, e *bq.Expr) string {
	sum := sha256.Sum256([]byte(e.Expression))
	return role + "_withcond_" + hex.EncodeToString(sum[:10])
}

// versioned refuses conditions from a client that does not say that it knows them.
func versioned(c *call, access []*bq.DatasetAccess) *catalog.Error {
	if c.query.Get("accessPolicyVersion") == "3" {
		return nil
	}
	for _, a := range access {
		if a.Condition != nil || strings.Contains(a.Role, "_withcond_") {
			return invalid("Conditions in access need accessPolicyVersion 3")
		}
	}
	return nil
}

// patchDataset is datasets.patch and datasets.update.
func patchDataset(s *Server, c *call) reply {
	var in bq.Dataset
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("datasets.patch: %v", err))
	}
	if refused := cmp.Or(checkLabels(in.Labels), versioned(c, in.Access)); refused != nil {
		return refusal(refused)
	}
	patch, refused := s.patch(c, "datasetReference", "location")
	if refused != nil {
		return refusal(refused)
	}
	switch c.query.Get("updateMode") {
	case "UPDATE_METADATA":
		delete(patch, "access")
	case "UPDATE_ACL":
		patch = map[string]json.RawMessage{"access": patch["access"]}
	}
	d, err := s.engine.PatchDataset(c.project(), c.dataset(), c.request.IfMatch, patch)
	if refused := s.refusedBy("datasets.patch", err); refused != nil {
		return refusal(refused)
	}
	return answer(shownDataset(d, c))
}

// patch is the body of a patch or update, without what only the service sets and without fixed. An update clears the descriptive
// fields that it leaves out.
func (s *Server) patch(c *call, fixed ...string) (map[string]json.RawMessage, *catalog.Error) {
	patch := map[string]json.RawMessage{}
	if err := json.Unmarshal(c.body, &patch); err != nil {
		return nil, s.surprise("%s: %v", c.request.Path, err)
	}
	for _, field := range slices.Concat(fixed, []string{"kind", "id", "etag", "selfLink", "creationTime", "lastModifiedTime", "type", "numRows", "numBytes"}) {
		delete(patch, field)
	}
	if c.http.Method == http.MethodPut {
		for _, field := range []string{"description", "friendlyName", "labels"} {
			if _, given := patch[field]; !given {
				patch[field] = json.RawMessage("null")
			}
		}
	}
	return patch, nil
}

func deleteDataset(s *Server, c *call) reply {
	if c.request.IfMatch != "" {
		d, err := s.engine.Dataset(c.project(), c.dataset())
		if refused := s.refusedBy("datasets.delete", err); refused != nil {
			return refusal(refused)
		}
		if d.Etag != c.request.IfMatch {
			return refusal(conditionNotMet())
		}
	}
	err := s.engine.DeleteDataset(c.project(), c.dataset(), strings.EqualFold(c.query.Get("deleteContents"), "true"))
	if refused := s.refusedBy("datasets.delete", err); refused != nil {
		return refusal(refused)
	}
	return nothing()
}

// listRoutines is routines.list. There are none; dbt asks for them beside the tables and takes a 404 for "no relations at all".
func listRoutines(s *Server, c *call) reply {
	_, err := s.engine.Dataset(c.project(), c.dataset())
	if refused := s.refusedBy("routines.list", err); refused != nil {
		return refusal(refused)
	}
	return answer(bq.ListRoutinesResponse{})
}
