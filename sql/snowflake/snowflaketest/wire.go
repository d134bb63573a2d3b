package snowflaketest

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"sort"
	"strconv"
	"strings"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// reply is the envelope of every answer; Code and Message are null on success, as from the service.
type reply struct {
	Data    any     `json:"data"`
	Message *string `json:"message"`
	Code    *string `json:"code"`
	Success bool    `json:"success"`
}

func ok(data any) reply { return reply{Data: data, Success: true} }

func refusal(code, message string, data any) reply {
	return reply{Data: data, Message: &message, Code: &code}
}

// rowType is a column of an answer (execResponseRowType of the driver).
type rowType struct {
	Name       string `json:"name"`
	Type       string `json:"type"`
	Nullable   bool   `json:"nullable"`
	Precision  *int64 `json:"precision"`
	Scale      *int64 `json:"scale"`
	Length     *int64 `json:"length"`
	ByteLength *int64 `json:"byteLength"`
}

// queryData is the data of a query's answer, of a running query and of a failed one.
type queryData struct {
	QueryID            string      `json:"queryId"`
	SQLState           string      `json:"sqlState,omitempty"`
	ErrorCode          string      `json:"errorCode,omitempty"`
	GetResultURL       string      `json:"getResultUrl,omitempty"`
	RowType            []rowType   `json:"rowtype,omitempty"`
	RowSet             [][]*string `json:"rowset"`
	Total              int         `json:"total"`
	Returned           int         `json:"returned"`
	QueryResultFormat  string      `json:"queryResultFormat,omitempty"`
	StatementTypeID    int64       `json:"statementTypeId,omitempty"`
	FinalDatabaseName  string      `json:"finalDatabaseName,omitempty"`
	FinalSchemaName    string      `json:"finalSchemaName,omitempty"`
	FinalWarehouseName string      `json:"finalWarehouseName,omitempty"`
	FinalRoleName      string      `json:"finalRoleName,omitempty"`
}

// The driver's range of DML statement types (connection.go: statementTypeIDDml to statementTypeIDMultiTableInsert).
const (
	firstDML = 0x3000
	lastDML  = 0x3000 + 0x500
)

func isDML(id int64) bool { return firstDML <= id && id <= lastDML }

// answer is the reply to a finished execution.
func answer(x *execution) reply {
	if x.err != nil {
		code := fmt.Sprintf("%06d", x.err.Number)
		return refusal(code, x.err.Message, queryData{QueryID: x.queryID, ErrorCode: code, SQLState: x.err.SQLState})
	}
	r := shown(x.result)
	data := queryData{
		QueryID: x.queryID, QueryResultFormat: "json", StatementTypeID: r.StatementTypeID,
		RowSet: r.Rows, Total: len(r.Rows), Returned: len(r.Rows),
		FinalDatabaseName: x.final.Database, FinalSchemaName: x.final.Schema,
		FinalWarehouseName: x.final.Warehouse, FinalRoleName: x.final.Role,
	}
	for _, c := range r.Columns {
		data.RowType = append(data.RowType, wireColumn(c))
	}
	return ok(data)
}

func wireColumn(c catalog.Column) rowType {
	out := rowType{Name: c.Name, Type: c.Type, Nullable: c.Nullable}
	switch c.Type {
	case "fixed":
		out.Precision, out.Scale = &c.Precision, &c.Scale
	case "text":
		out.Length, out.ByteLength = &c.Length, &c.Length
	default:
		out.Precision, out.Scale = &c.Precision, &c.Scale
	}
	return out
}

// shown completes a result that has no columns: the driver adds up the columns of a DML statement's one row,
// and every other statement answers at least its status.
func shown(r *catalog.Result) catalog.Result {
	if r == nil {
		r = &catalog.Result{}
	}
	out := *r
	if out.Rows == nil {
		out.Rows = [][]*string{}
	}
	if len(out.Columns) > 0 {
		return out
	}
	text := "Statement executed successfully."
	column := catalog.Column{Name: "status", Type: "text", Length: 16777216, Nullable: true}
	if isDML(out.StatementTypeID) {
		text = strconv.FormatInt(out.Affected, 10)
		column = catalog.Column{Name: "number of rows affected", Type: "fixed", Precision: 19}
	}
	out.Columns, out.Rows = []catalog.Column{column}, [][]*string{{&text}}
	return out
}

// running is the reply that makes the driver poll.
func running(x *execution) reply {
	return refusal("333333", "Query in progress.", queryData{QueryID: x.queryID, GetResultURL: "/queries/" + x.queryID + "/result"})
}

// queryRequest is the body of a query-request (execRequest of the driver), with what the address adds.
type queryRequest struct {
	SQL          string                     `json:"sqlText"`
	AsyncExec    bool                       `json:"asyncExec"`
	DescribeOnly bool                       `json:"describeOnly"`
	Parameters   map[string]json.RawMessage `json:"parameters"`
	Bindings     map[string]wireBind        `json:"bindings"`
	BindStage    string                     `json:"bindStage"`
	requestID    string
	retryCount   int
}

type wireBind struct {
	Type  string          `json:"type"`
	Value json.RawMessage `json:"value"`
}

// parameter is a request parameter's text; numbers in their JSON form.
func (q *queryRequest) parameter(name string) (string, bool) {
	raw, found := q.Parameters[name]
	if !found {
		return "", false
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return string(raw), true
	}
	return text, true
}

// binds puts the bound values in order. An array bind or a named one is an error.
func (q *queryRequest) binds() ([]catalog.Bind, error) {
	if q.BindStage != "" {
		return nil, fmt.Errorf("binds in a stage")
	}
	positions := make([]int, 0, len(q.Bindings))
	for name := range q.Bindings {
		n, err := strconv.Atoi(name)
		if err != nil {
			return nil, fmt.Errorf("bind named %q", name)
		}
		positions = append(positions, n)
	}
	sort.Ints(positions)
	var out []catalog.Bind
	for i, n := range positions {
		if n != i+1 {
			return nil, fmt.Errorf("bind %d is missing", i+1)
		}
		b := q.Bindings[strconv.Itoa(n)]
		bind := catalog.Bind{Type: b.Type, Null: len(b.Value) == 0 || string(b.Value) == "null"}
		if !bind.Null {
			if err := json.Unmarshal(b.Value, &bind.Value); err != nil {
				return nil, fmt.Errorf("bind %d is not one value", n)
			}
		}
		out = append(out, bind)
	}
	return out, nil
}

// decode reads a JSON body, gzipped or not, into v.
func decode(r *http.Request, v any) error {
	var body io.Reader = r.Body
	if strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			return fmt.Errorf("read gzip body: %w", err)
		}
		defer func() { _ = z.Close() }()
		body = z
	}
	if err := json.NewDecoder(body).Decode(v); err != nil {
		return fmt.Errorf("decode body: %w", err)
	}
	// Read to the end, or a connection that is cut later is reset instead of ended.
	_, _ = io.Copy(io.Discard, body)
	return nil
}

// send writes a whole reply. A client that has gone away is no concern of the server.
func send(w http.ResponseWriter, r reply) {
	body, err := json.Marshal(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}
