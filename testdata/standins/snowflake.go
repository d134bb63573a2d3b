package standins

import (
	"net"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"
)

// Name is what CUTOVER_TEST_REQUIRE calls the stand-in for Snowflake.
const Name = "snowflake-standin"

// Python is the environment variable that names the Python in which
// snowflake/requirements.txt is installed; make test sets it.
const Python = "CUTOVER_TEST_SNOWFLAKE_PYTHON"

// Snowflake is a running stand-in: fakesnow's SQL engine behind our own
// catalog. It shows what statements do; it says nothing about privileges,
// locks, time travel or what the service answers when something fails.
type Snowflake struct {
	Port int
	// DBT is the dbt with dbt-snowflake that stands beside it.
	DBT string
	// Profiles is the folder with a profiles.yml of the shop; dbt finds the
	// port in SHOP_PORT.
	Profiles string
}

// Require gives the Python of the stand-in. Without it the test is skipped, or
// fails where CUTOVER_TEST_REQUIRE names the stand-in.
func Require(t testing.TB) string {
	t.Helper()
	return require(t, Name, Python, "no stand-in for Snowflake")
}

// Start starts a stand-in of the test's own, with nothing in it, and ends it
// with the test.
func Start(t testing.TB) *Snowflake {
	t.Helper()
	python := Require(t)
	folder := filepath.Join(source(), "snowflake")
	port := launch(t, python, filepath.Join(folder, "server.py"))
	return &Snowflake{Port: port, DBT: filepath.Join(filepath.Dir(python), "dbt"), Profiles: folder}
}

// Config is how the driver reaches it. Everybody may log in and do everything.
func (s *Snowflake) Config() *sf.Config {
	return &sf.Config{
		Account: "standin", User: "test", Password: "standin", Role: "ACCOUNTADMIN", Warehouse: "STANDIN",
		Host: "127.0.0.1", Port: s.Port, Protocol: "http", LoginTimeout: 30 * time.Second, Application: "cutover",
	}
}

// Address is host and port.
func (s *Snowflake) Address() string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port))
}
