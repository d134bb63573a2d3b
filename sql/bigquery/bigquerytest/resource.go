package bigquerytest

import (
	"fmt"
	"time"

	bq "google.golang.org/api/bigquery/v2"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// anonymous is the dataset of the tables in which the service keeps the rows of a SELECT.
const anonymous = "_standin_results"

func jobTitle(r *bq.JobReference) string { return r.ProjectId + ":" + r.Location + "." + r.JobId }

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// resource is the job as jobs.get shows it.
func (s *Server) resource(j *job) *bq.Job {
	j.mu.Lock()
	defer j.mu.Unlock()
	ref := j.ref
	out := &bq.Job{
		Kind: "bigquery#job", Id: jobTitle(&ref), JobReference: &ref, UserEmail: j.user,
		SelfLink: s.URL() + prefix + "/projects/" + ref.ProjectId + "/jobs/" + ref.JobId + "?location=" + ref.Location,
		Etag:     fmt.Sprintf("%s-%s", ref.JobId, j.state),
		Status:   &bq.JobStatus{State: j.state},
		Statistics: &bq.JobStatistics{
			CreationTime: millis(j.created), StartTime: millis(j.started), EndTime: millis(j.ended),
			NumChildJobs: int64(len(j.children)), ParentJobId: j.parent,
		},
		Configuration: j.configuration(),
	}
	if j.err != nil {
		out.Status.ErrorResult = problem(j.err)
		out.Status.Errors = []*bq.ErrorProto{problem(j.err)}
	}
	if j.parent != "" {
		out.Statistics.ScriptStatistics = &bq.ScriptStatistics{EvaluationKind: "STATEMENT"}
	}
	if j.kind() == "QUERY" {
		out.Statistics.Query = &bq.JobStatistics2{}
		if j.result != nil {
			out.Statistics.Query = queryStatistics(j.result)
			out.Statistics.TotalBytesProcessed = j.result.Bytes
		}
	}
	return out
}

// configuration echoes what was asked for, with the destination that the service chose.
func (j *job) configuration() *bq.JobConfiguration {
	out := *j.config
	if out.Query == nil {
		return &out
	}
	q := *out.Query
	if q.Priority == "" {
		q.Priority = "INTERACTIVE"
	}
	if j.result != nil {
		switch j.result.StatementType {
		case "CREATE_TABLE_AS_SELECT":
			q.DestinationTable = j.result.DDLTarget
		case "SELECT":
			q.DestinationTable = &bq.TableReference{ProjectId: j.ref.ProjectId, DatasetId: anonymous, TableId: j.ref.JobId}
		}
	}
	out.Query = &q
	return &out
}

func problem(e *catalog.Error) *bq.ErrorProto {
	return &bq.ErrorProto{Reason: e.Reason, Message: e.Message, Location: e.Location}
}

// dml tells whether a statement type reports affected rows.
func dml(statementType string) bool {
	switch statementType {
	case "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE_TABLE":
		return true
	}
	return false
}

func queryStatistics(r *catalog.Result) *bq.JobStatistics2 {
	out := &bq.JobStatistics2{
		StatementType: r.StatementType, TotalBytesProcessed: r.Bytes, TotalBytesBilled: r.Bytes,
		DdlOperationPerformed: r.DDLOperation, ForceSendFields: []string{"TotalBytesProcessed", "TotalBytesBilled", "CacheHit"},
	}
	if r.DDLTarget != nil {
		out.DdlTargetTable = r.DDLTarget
	}
	if dml(r.StatementType) {
		out.NumDmlAffectedRows = r.Affected
		out.ForceSendFields = append(out.ForceSendFields, "NumDmlAffectedRows")
		out.DmlStats = dmlStats(r)
	}
	return out
}

func dmlStats(r *catalog.Result) *bq.DmlStatistics {
	return &bq.DmlStatistics{InsertedRowCount: r.Inserted, UpdatedRowCount: r.Updated, DeletedRowCount: r.Deleted}
}

// schema is the columns of a result as the service describes them.
func schema(columns []catalog.Column) *bq.TableSchema {
	return &bq.TableSchema{Fields: fieldsOf(columns)}
}

func fieldsOf(columns []catalog.Column) []*bq.TableFieldSchema {
	out := make([]*bq.TableFieldSchema, 0, len(columns))
	for _, c := range columns {
		f := &bq.TableFieldSchema{Name: c.Name, Type: c.Type, Mode: c.Mode}
		if len(c.Fields) > 0 {
			f.Fields = fieldsOf(c.Fields)
		}
		out = append(out, f)
	}
	return out
}
