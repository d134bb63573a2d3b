package connect_test

import (
	"strings"
	"testing"

	"cutover/cmd/internal/config"
	"cutover/cmd/internal/connect"
	"cutover/sql/warehouse"
)

func snowflakeSide(change func(*config.Snowflake)) *config.Connection {
	s := &config.Snowflake{Account: "org-acct", User: "loader", Role: "transformer", Database: "shop_prod", Schema: "mart"}
	if change != nil {
		change(s)
	}
	return &config.Connection{Kind: "snowflake", Snowflake: s}
}

func inDatabase(name string) *config.Connection {
	return snowflakeSide(func(s *config.Snowflake) { s.Database = name })
}

func TestStoredName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"shop_prod": "SHOP_PROD", "Shop$1": "SHOP$1", `"shop"`: "shop", `"a ""b"""`: `a "b"`, "my-db": "my-db", "": "", "1st": "1st",
	} {
		if got := connect.StoredName(name); got != want {
			t.Errorf("%q is stored as %q, not %q", name, got, want)
		}
	}
}

// TestSnowflakeState: the ledger is never inside a database that a swap of the
// configured pair exchanges.
func TestSnowflakeState(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name               string
		candidate, partner *config.Connection
		state              config.State
		there              bool
		want               string
	}{
		{"a pair of databases", inDatabase("stage"), inDatabase("stage"), config.State{Container: "cutover"}, true, "SHOP_PROD__CUTOVER.CUTOVER"},
		{"schemas of one database", inDatabase("shop_prod"), inDatabase("SHOP_PROD"), config.State{Container: "cutover"}, false, "SHOP_PROD.CUTOVER"},
		{"quoted is another database", inDatabase(`"shop_prod"`), nil, config.State{Container: "cutover"}, false, "SHOP_PROD__CUTOVER.CUTOVER"},
		{"the partner decides, not --from", inDatabase("shop_prod"), inDatabase("stage"), config.State{Container: "c"}, false, "SHOP_PROD__CUTOVER.C"},
		{"written down", inDatabase("stage"), inDatabase("stage"), config.State{Container: "cutover", Database: "ops"}, false, "OPS.CUTOVER"},
		{"nobody says, and it is there", nil, nil, config.State{Container: "cutover"}, true, "SHOP_PROD.CUTOVER"},
		{"nobody says, and it is not", nil, nil, config.State{Container: "cutover"}, false, "SHOP_PROD__CUTOVER.CUTOVER"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			got, err := connect.SnowflakeState(
				connect.Request{Production: snowflakeSide(nil), Candidate: tc.candidate, Partner: tc.partner, State: tc.state},
				func(warehouse.Container) (bool, error) { return tc.there, nil },
			)
			if err != nil || got.String() != tc.want {
				t.Errorf("state in %s (error %v), not %s", got, err, tc.want)
			}
		})
	}
}

func TestOneLogin(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name      string
		candidate *config.Connection
		want      string // part of the refusal; empty for none
	}{
		{"the same", inDatabase("stage"), ""},
		{"another spelling", snowflakeSide(func(s *config.Snowflake) { s.Account, s.User, s.Role = "ORG_ACCT.us-west-2", "LOADER", "Transformer" }), ""},
		{"another account", snowflakeSide(func(s *config.Snowflake) { s.Account = "org-other" }), `production has account "org-acct" and the candidate "org-other"`},
		{"another user", snowflakeSide(func(s *config.Snowflake) { s.User = "ci" }), `user "LOADER" and the candidate "CI"`},
		{"another role", snowflakeSide(func(s *config.Snowflake) { s.Role = "dev" }), `role "TRANSFORMER" and the candidate "DEV"`},
		{"another connection", snowflakeSide(func(s *config.Snowflake) { s.ConnectionName = "x" }), "connection_name"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			err := connect.OneLogin(connect.Request{Production: snowflakeSide(nil), Candidate: tc.candidate})
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tc.want != "" && (warehouse.CodeOf(err) != warehouse.Unsupported || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}
