package snowflake_test

import (
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"

	"cutover/sql/snowflake"
	"cutover/sql/snowflake/quiet"
	"cutover/sql/warehouse"
)

func split(t *testing.T, address string) (string, int) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	host, text, err := net.SplitHostPort(u.Host)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return host, port
}

// TestQuiet: the driver's init function has seen the variable, because the
// package that sets it comes first.
func TestQuiet(t *testing.T) {
	t.Parallel()
	for _, name := range []string{quiet.Minicore, quiet.Detection} {
		if os.Getenv(name) == "" {
			t.Errorf("%s is not set", name)
		}
	}
}

func TestOpenNobodyThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, port := split(t, "http://"+l.Addr().String())
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = snowflake.Open(t.Context(), snowflake.Options{Profile: snowflake.Profile{
		Account: "a", User: "u", Password: "secret", Host: host, Port: port, Protocol: "http",
	}})
	if warehouse.CodeOf(err) != warehouse.Unavailable || !strings.Contains(err.Error(), "cannot be reached: connection refused") && !strings.Contains(err.Error(), "connect: connection refused") {
		t.Errorf("got %v", err)
	}
}
