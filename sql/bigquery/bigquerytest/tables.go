package bigquerytest

import (
	"cmp"
	"slices"

	bq "google.golang.org/api/bigquery/v2"
)

func tableEndpoints() []endpoint {
	const all, one = " /projects/{project}/datasets/{dataset}/tables", " /projects/{project}/datasets/{dataset}/tables/{table}"
	return []endpoint{
		{pattern: "GET" + all, permission: "bigquery.tables.list", query: []string{"maxResults", "pageToken"}, do: listTables},
		{pattern: "POST" + all, permission: "bigquery.tables.create", do: insertTable},
		{pattern: "GET" + one, permission: "bigquery.tables.get", query: []string{"view"}, do: getTable},
		{pattern: "PATCH" + one, permission: "bigquery.tables.update", query: []string{"autodetect_schema"}, do: patchTable},
		{pattern: "PUT" + one, permission: "bigquery.tables.update", query: []string{"autodetect_schema"}, do: patchTable},
		{pattern: "DELETE" + one, permission: "bigquery.tables.delete", do: deleteTable},
	}
}

// listTables is tables.list, which says less of a table than tables.get.
func listTables(s *Server, c *call) reply {
	p, refused := s.page(c, "maxResults")
	if refused != nil {
		return refusal(refused)
	}
	all, err := s.engine.Tables(c.project(), c.dataset())
	if refused := s.refusedBy("tables.list", err); refused != nil {
		return refusal(refused)
	}
	name := func(t *bq.Table) string { return t.TableReference.TableId }
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b *bq.Table) int { return cmp.Compare(name(a), name(b)) })
	entries, next := cutPage(p, all, name)
	out := bq.TableList{Kind: "bigquery#tableList", Etag: "list", TotalItems: int64(len(all)), NextPageToken: next, ForceSendFields: []string{"TotalItems"}}
	for _, t := range entries {
		l := &bq.TableListTables{
			Kind: "bigquery#table", Id: t.Id, TableReference: t.TableReference, Type: t.Type, FriendlyName: t.FriendlyName,
			Labels: t.Labels, CreationTime: t.CreationTime, ExpirationTime: t.ExpirationTime, TimePartitioning: t.TimePartitioning,
			RangePartitioning: t.RangePartitioning, Clustering: t.Clustering, RequirePartitionFilter: t.RequirePartitionFilter,
		}
		if t.View != nil {
			l.View = &bq.TableListTablesView{UseLegacySql: t.View.UseLegacySql, ForceSendFields: []string{"UseLegacySql"}}
		}
		out.Tables = append(out.Tables, l)
	}
	return answer(out)
}

func insertTable(s *Server, c *call) reply {
	var in bq.Table
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("tables.insert: %v", err))
	}
	if in.TableReference == nil || in.TableReference.TableId == "" {
		return refusal(invalid("Required parameter is missing: tableReference"))
	}
	ref := *in.TableReference
	ref.ProjectId, ref.DatasetId = cmp.Or(ref.ProjectId, c.project()), cmp.Or(ref.DatasetId, c.dataset())
	if ref.ProjectId != c.project() || ref.DatasetId != c.dataset() {
		return refusal(invalid("Value %s:%s in content does not agree with the path", ref.ProjectId, ref.DatasetId))
	}
	in.TableReference = &ref
	if refused := checkLabels(in.Labels); refused != nil {
		return refusal(refused)
	}
	t, err := s.engine.InsertTable(&in)
	if refused := s.refusedBy("tables.insert", err); refused != nil {
		return refusal(refused)
	}
	return answer(t)
}

func getTable(s *Server, c *call) reply {
	if c.verb != "" {
		return serveUnknown(s, c)
	}
	if c.dataset() == anonymous {
		return s.anonymousTable(c)
	}
	t, err := s.engine.Table(c.project(), c.dataset(), c.table())
	if refused := s.refusedBy("tables.get", err); refused != nil {
		return refusal(refused)
	}
	switch c.query.Get("view") {
	case "", "FULL", "STORAGE_STATS", "TABLE_METADATA_VIEW_UNSPECIFIED":
	case "BASIC":
		out := *t
		out.NumRows, out.NumBytes, out.NumLongTermBytes, out.ForceSendFields = 0, 0, 0, nil
		return answer(&out)
	default:
		return refusal(invalid("Invalid value for view: %s", c.query.Get("view")))
	}
	out := *t
	if out.Type == "TABLE" || out.Type == "SNAPSHOT" {
		out.ForceSendFields = append(slices.Clone(out.ForceSendFields), "NumRows", "NumBytes") // an empty table says "0"
	}
	return answer(&out)
}

// anonymousTable is the table in which the service keeps the rows of a SELECT: dbt asks how many there are.
func (s *Server) anonymousTable(c *call) reply {
	j := s.jobs.holding(c.project(), c.table())
	if j == nil || !j.finished() || j.result == nil {
		return refusal(notFound("Table " + c.project() + ":" + c.dataset() + "." + c.table()))
	}
	return answer(&bq.Table{
		Kind: "bigquery#table", Type: "TABLE", Id: c.project() + ":" + anonymous + "." + c.table(), Location: j.ref.Location,
		TableReference: &bq.TableReference{ProjectId: c.project(), DatasetId: anonymous, TableId: c.table()},
		Schema:         schema(j.result.Columns), NumRows: uint64(len(j.result.Rows)), NumBytes: j.result.Bytes,
		CreationTime: millis(j.ended), LastModifiedTime: uint64(millis(j.ended)), ForceSendFields: []string{"NumRows", "NumBytes"},
	})
}

// patchTable is tables.patch and tables.update.
func patchTable(s *Server, c *call) reply {
	var in bq.Table
	if err := decode(c.body, &in); err != nil {
		return refusal(s.surprise("tables.patch: %v", err))
	}
	if refused := checkLabels(in.Labels); refused != nil {
		return refusal(refused)
	}
	patch, refused := s.patch(c, "tableReference", "location")
	if refused != nil {
		return refusal(refused)
	}
	t, err := s.engine.PatchTable(c.project(), c.dataset(), c.table(), c.request.IfMatch, patch)
	if refused := s.refusedBy("tables.patch", err); refused != nil {
		return refusal(refused)
	}
	return answer(t)
}

func deleteTable(s *Server, c *call) reply {
	if c.request.IfMatch != "" {
		t, err := s.engine.Table(c.project(), c.dataset(), c.table())
		if refused := s.refusedBy("tables.delete", err); refused != nil {
			return refusal(refused)
		}
		if t.Etag != c.request.IfMatch {
			return refusal(conditionNotMet())
		}
	}
	err := s.engine.DeleteTable(c.project(), c.dataset(), c.table())
	if refused := s.refusedBy("tables.delete", err); refused != nil {
		return refusal(refused)
	}
	return nothing()
}
