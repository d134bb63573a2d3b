package connect_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/connect"
	"cutover/sql/warehouse"
)

// TestNames: one file has one name in a session, and two files never share one.
func TestNames(t *testing.T) {
	t.Parallel()
	type want struct{ production, candidate, dbt, state, path string }
	for _, tc := range []struct {
		name                           string
		production, candidate, partner string
		state                          config.State
		want                           want
	}{
		{
			"schemas of one file", "shop.duckdb", "shop.duckdb", "shop.duckdb",
			config.State{Container: "cutover"},
			want{"shop", "shop", "shop", "shop.cutover", ""},
		},
		{
			"two files of two names", "prod.duckdb", "staging.duckdb", "staging.duckdb",
			config.State{Container: "cutover"},
			want{"prod", "staging", "staging", "prod.cutover", ""},
		},
		{
			"a pair in two folders", "w/prod/a.duckdb", "w/stage/a.duckdb", "w/stage/a.duckdb",
			config.State{Container: "cutover"},
			want{"a", "a__candidate", "a", "cutover_state.cutover", "w/.cutover/state.duckdb"},
		},
		{
			"names that differ only in case", "w/prod/Shop.duckdb", "w/stage/shop.duckdb", "w/stage/shop.duckdb",
			config.State{Container: "cutover"},
			want{"Shop", "shop__candidate", "shop", "Shop.cutover", ""},
		},
		{
			"a state file of its own", "shop.duckdb", "shop.duckdb", "shop.duckdb",
			config.State{Container: "c", Path: "/s/state.duckdb"},
			want{"shop", "shop", "shop", "cutover_state.c", "/s/state.duckdb"},
		},
		{
			"another candidate than the partner keeps the ledger", "w/prod/a.duckdb", "other/b.duckdb", "w/stage/a.duckdb",
			config.State{Container: "cutover"},
			want{"a", "b", "b", "cutover_state.cutover", "w/.cutover/state.duckdb"},
		},
		{
			"only production", "prod.duckdb", "", "",
			config.State{Container: "cutover"},
			want{"prod", "", "", "prod.cutover", ""},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			connection := func(path string) *config.Connection {
				if path == "" {
					return nil
				}
				return connect.DuckDBConnection(filepath.Join(root, path))
			}
			production, candidate, state, path, err := connect.LayOut(connect.Request{
				Production: connection(tc.production), Candidate: connection(tc.candidate), Partner: connection(tc.partner),
				State: tc.state, AllowMissing: true,
			})
			if err != nil {
				t.Fatal(err)
			}
			if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
				path = rel
			}
			got := want{production.Database, candidate.Database, candidate.DBTDatabase, state.String(), path}
			if got != tc.want {
				t.Errorf("laid out as %+v, not %+v", got, tc.want)
			}
		})
	}
}

// TestLedgerIsFoundWithoutThePartner: a state file that is there is used.
func TestLedgerIsFoundWithoutThePartner(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	state := filepath.Join(root, ".cutover", "state.duckdb")
	if err := os.MkdirAll(filepath.Dir(state), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(state, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _, _, path, err := connect.LayOut(connect.Request{
		Production: connect.DuckDBConnection(filepath.Join(root, "prod", "a.duckdb")), AllowMissing: true,
	})
	if err != nil || path != state {
		t.Errorf("state in %q, not %q (error %v)", path, state, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	file := connect.DuckDBConnection(filepath.Join(root, "missing.duckdb"))
	for _, tc := range []struct {
		name string
		req  connect.Request
		want warehouse.Code
	}{
		{"no settings either", connect.Request{Production: &config.Connection{Kind: "bigquery"}}, warehouse.Unsupported},
		{"no settings", connect.Request{Production: &config.Connection{Kind: "snowflake"}}, warehouse.Unsupported},
		{"unknown", connect.Request{Production: &config.Connection{Kind: "postgres"}}, warehouse.Unsupported},
		{"two warehouses", connect.Request{Production: file, Candidate: &config.Connection{Kind: "bigquery"}}, warehouse.Unsupported},
		{"in memory", connect.Request{Production: connect.DuckDBConnection(":memory:")}, warehouse.Unsupported},
		{"a URL", connect.Request{Production: connect.DuckDBConnection("md:shop")}, warehouse.Unsupported},
		{"missing", connect.Request{Production: file}, warehouse.NotFound},
		{"a folder", connect.Request{Production: connect.DuckDBConnection(root)}, warehouse.Incompatible},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s, err := connect.Open(t.Context(), tc.req)
			var wh *warehouse.Error
			if !errors.As(err, &wh) || wh.Code != tc.want {
				t.Errorf("error %v, not of code %q", err, tc.want)
			}
			if s != nil {
				t.Error("a session beside an error")
			}
		})
	}
}
