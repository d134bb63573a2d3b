package snowflaketest_test

import (
	"context"
	"database/sql"
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake/snowflaketest"
	"cutover/sql/snowflake/snowflaketest/catalog"
)

func unsigned(claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"none"}`)) + "." + part([]byte(claims)) + "."
}

func TestResultsThroughTheDriver(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	db := s.DB(t)
	ctx := context.Background()
	rows, err := db.QueryContext(ctx, "SELECT ALL")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var got []string
	for rows.Next() {
		var n int64
		var text sql.NullString
		var yes bool
		if err := rows.Scan(&n, &text, &yes); err != nil {
			t.Fatal(err)
		}
		if n != 7 || !yes {
			t.Errorf("row %d %v", n, yes)
		}
		got = append(got, text.String)
	}
	if err := rows.Err(); err != nil || !cmp.Equal(got, []string{"o'clock ☃", ""}) {
		t.Errorf("rows %q, %v", got, err)
	}
	var none int
	if err := db.QueryRowContext(ctx, "NOTHING").Scan(&none); err != sql.ErrNoRows {
		t.Errorf("error %v, want no rows", err)
	}
	changed, err := db.ExecContext(ctx, "INSERT X")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := changed.RowsAffected(); n != 3 || err != nil {
		t.Errorf("%d rows affected, %v", n, err)
	}
	if _, err := db.ExecContext(ctx, "BAD ONE"); number(err) != 2003 || !strings.Contains(err.Error(), "02000") || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("error %v", err)
	}
	if err := db.PingContext(ctx); err != nil {
		t.Errorf("ping: %v", err)
	}
}

func TestBindsTagsAndSessionState(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	db := s.DB(t)
	db.SetMaxOpenConns(1)
	ctx := context.Background()
	tagged := sf.WithQueryTag(ctx, "cutover:ab12cd:swap")
	steps := []struct {
		ctx  context.Context
		sql  string
		args []any
	}{
		{tagged, "CREATE X", []any{"it's ☃", 12, true, 1.5, nil}},
		{ctx, "TAG own", nil},
		{tagged, "USE ROLE READER", nil},
		{ctx, "CREATE Y", nil},
	}
	for _, step := range steps {
		if _, err := db.ExecContext(step.ctx, step.sql, step.args...); err != nil {
			t.Fatal(err)
		}
	}
	sent := s.Sent()
	want := []catalog.Bind{{Type: "TEXT", Value: "it's ☃"}, {Type: "FIXED", Value: "12"}, {Type: "BOOLEAN", Value: "true"}, {Type: "REAL", Value: "1.5"}, {Type: "TEXT", Null: true}}
	if diff := cmp.Diff(want, sent[0].Binds); diff != "" {
		t.Errorf("binds (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, e.binds[0]); diff != "" {
		t.Errorf("binds at the engine (-want +got):\n%s", diff)
	}
	var tags, roles []string
	for i, st := range sent {
		tags, roles = append(tags, st.QueryTag), append(roles, st.Role)
		if e.sessions()[i].QueryTag != st.QueryTag || st.N != i+1 || st.Session != 1 {
			t.Errorf("statement %d: %+v", i, st)
		}
	}
	if diff := cmp.Diff([]string{"cutover:ab12cd:swap", "", "cutover:ab12cd:swap", "own"}, tags); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"ACCOUNTADMIN", "ACCOUNTADMIN", "ACCOUNTADMIN", "READER"}, roles); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	var shown []string
	for _, row := range e.history() {
		shown = append(shown, row[1]+" "+row[2])
	}
	if diff := cmp.Diff([]string{"cutover:ab12cd:swap SUCCESS", " SUCCESS", "cutover:ab12cd:swap SUCCESS", "own SUCCESS"}, shown); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
}

// One request id pinned over two calls is one statement, on whatever connection; ResetLog does not forget it.
func TestPinnedRequestID(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	pinned := sf.WithRequestID(context.Background(), sf.NewUUID())
	for _, db := range []*sql.DB{s.DB(t), s.DB(t)} {
		s.ResetLog()
		if _, err := db.ExecContext(pinned, swap); err != nil {
			t.Fatal(err)
		}
	}
	if sent := s.Sent(); len(sent) != 1 || !sent[0].Deduplicated || sent[0].N != 1 || e.count() != 1 {
		t.Errorf("%d effects, sent %+v", e.count(), sent)
	}
}

// What cutover does not use is refused instead of half done.
func TestNotModelled(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	db := s.DB(t)
	ctx := context.Background()
	for name, call := range map[string]func() error{
		"multi": func() error { _, err := db.ExecContext(sf.WithMultiStatement(ctx, 2), "A; B"); return err },
		"async": func() error { _, err := db.ExecContext(sf.WithAsyncMode(ctx), "CREATE A"); return err },
		"describe": func() error {
			rows, err := db.QueryContext(sf.WithDescribeOnly(ctx), "SELECT A")
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }()
			return rows.Err()
		},
		"array": func() error {
			values, err := sf.Array([]int{1, 2})
			if err != nil {
				return err
			}
			_, err = db.ExecContext(ctx, "INSERT X", values)
			return err
		},
	} {
		if err := call(); number(err) != 1003 {
			t.Errorf("%s: error %v, want 001003", name, err)
		}
	}
	if len(e.sessions()) != 0 {
		t.Errorf("the engine was asked %d times", len(e.sessions()))
	}
}

func TestQueryStatusAndResultByID(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	db := s.DB(t)
	ctx := context.Background()
	ids := make(chan string, 1)
	if _, err := db.ExecContext(sf.WithQueryIDChan(ctx, ids), "SELECT ONE"); err != nil {
		t.Fatal(err)
	}
	good := <-ids
	if _, err := db.ExecContext(ctx, "BAD ONE"); number(err) != 2003 {
		t.Fatal(err)
	}
	held := s.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold})
	done := make(chan error, 1)
	go func() { _, err := db.ExecContext(ctx, swap); done <- err }()
	<-held.Arrived()
	rows := s.History()
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	status := func(id string) (out *sf.SnowflakeQueryStatus, err error) {
		_ = conn.Raw(func(c any) error {
			out, err = c.(sf.SnowflakeConnection).GetQueryStatus(ctx, id)
			return nil
		})
		return out, err
	}
	if st, err := status(good); err != nil || st.SQLText != "SELECT ONE" || st.StartTime == 0 || st.EndTime == 0 {
		t.Errorf("status %+v, %v", st, err)
	}
	if _, err := status(rows[1][0]); number(err) != sf.ErrQueryStatus {
		t.Errorf("status of a failed query: %v", err)
	}
	if _, err := status(running(rows)); number(err) != sf.ErrQueryIsRunning {
		t.Errorf("status of a running query: %v", err)
	}
	held.Release()
	if err := <-done; err != nil {
		t.Error(err)
	}
	var n, text, yes string
	if err := db.QueryRowContext(sf.WithFetchResultByID(ctx, good), "").Scan(&n, &text, &yes); err != nil || n != "7" {
		t.Errorf("result by id: %q, %v", n, err)
	}
}

func running(history [][]string) string {
	for _, row := range history {
		if row[2] == "RUNNING" {
			return row[0]
		}
	}
	return "none"
}

// A session that expired while it was idle is renewed by its master token; a closed one is gone.
func TestSessionsExpireAndEnd(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	db := s.DB(t)
	if _, err := db.ExecContext(context.Background(), "CREATE A"); err != nil {
		t.Fatal(err)
	}
	s.ExpireSessions()
	if _, err := db.ExecContext(context.Background(), "CREATE B"); err != nil {
		t.Fatal(err)
	}
	if all := e.sessions(); len(s.Logins()) != 1 || all[0].ID != all[1].ID {
		t.Errorf("%d logins, sessions %+v", len(s.Logins()), all)
	}
	if s.OpenSessions() != 1 {
		t.Errorf("%d sessions open", s.OpenSessions())
	}
	if err := db.Close(); err != nil || s.OpenSessions() != 0 {
		t.Errorf("%d sessions open after the pool closed, %v", s.OpenSessions(), err)
	}
}

func TestTelemetryAndHeartbeat(t *testing.T) {
	t.Parallel()
	s, _ := start(t)
	config := s.Config()
	on := "true"
	config.Params["client_telemetry_enabled"], config.Params["client_session_keep_alive"] = &on, &on
	db := s.OpenDB(t, config)
	if _, err := db.ExecContext(context.Background(), "CREATE A"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil || s.Telemetry() == 0 {
		t.Errorf("%d telemetry batches, %v", s.Telemetry(), err)
	}
	// The driver's shortest heartbeat is 15 minutes, so this one is ours.
	code := post(t, s, "/session/heartbeat", login(t, s), nil)
	if code != "" || s.Heartbeats() != 1 {
		t.Errorf("code %q, %d heartbeats", code, s.Heartbeats())
	}
}

// What no correct client does is recorded, so that NewServer can fail its test for it.
func TestUnexpected(t *testing.T) {
	t.Parallel()
	s := snowflaketest.New(&engine{})
	t.Cleanup(s.Close)
	db := s.DB(t)
	pinned := sf.WithRequestID(context.Background(), sf.ParseUUID("6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
	if _, err := db.ExecContext(pinned, "CREATE A"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(pinned, "CREATE B"); number(err) != 1003 {
		t.Errorf("reused request id: %v", err)
	}
	if _, err := db.ExecContext(context.Background(), "BREAK IT"); number(err) != 603 {
		t.Errorf("broken engine: %v", err)
	}
	_ = request(t, s, http.MethodPost, "/session/authenticator-request", "", nil, "")
	want := []string{
		`request id 6ba7b810-9dad-11d1-80b4-00c04fd430c8 was used for "CREATE A" and for "CREATE B"`,
		`engine failed at "BREAK IT": engine is broken`,
		"POST /session/authenticator-request",
	}
	if diff := cmp.Diff(want, s.Unexpected()); diff != "" {
		t.Errorf("unexpected (-want +got):\n%s", diff)
	}
}

func TestSeedAndLook(t *testing.T) {
	t.Parallel()
	s, e := start(t)
	s.Exec(t, "CREATE A", "USE ROLE READER", "CREATE B")
	if got := s.Query(t, "SELECT ALL"); !cmp.Equal(got, [][]string{{"7", "o'clock ☃", "1"}, {"7", "NULL", "1"}}) {
		t.Errorf("rows %q", got)
	}
	var roles []string
	for _, session := range e.sessions() {
		roles = append(roles, session.Role)
	}
	if !slices.Equal(roles, []string{"ACCOUNTADMIN", "ACCOUNTADMIN", "READER", "READER"}) || len(s.Sent()) != 0 || len(s.Logins()) != 0 {
		t.Errorf("roles %v, sent %d, logins %d", roles, len(s.Sent()), len(s.Logins()))
	}
}

// Close ends what is held and waits for it; a second Close is harmless.
func TestCloseCancelsWhatRuns(t *testing.T) {
	t.Parallel()
	e := &engine{}
	s := snowflaketest.New(e)
	config := s.Config()
	config.RequestTimeout = 1            // one nanosecond: no repeats
	config.ServerSessionKeepAlive = true // there will be nobody to close the session at
	db := sql.OpenDB(sf.NewConnector(sf.SnowflakeDriver{}, *config))
	held := s.Inject(snowflaketest.Fault{Kind: snowflaketest.Hold})
	done := make(chan error, 1)
	go func() { _, err := db.ExecContext(context.Background(), swap); done <- err }()
	<-held.Arrived()
	s.Close()
	s.Close()
	if err := <-done; err == nil {
		t.Error("the held statement succeeded")
	}
	if got := s.History(); e.count() != 0 || len(got) > 1 || len(got) == 1 && got[0][2] != "FAILED" {
		t.Errorf("%d effects, history %v", e.count(), got)
	}
}
