package livetest

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"cutover/sql/snowflake/snowflaketest"
)

// StandIn is the environment of somebody whose account is the stand-in. A suite
// that runs on it proves that it runs and cleans up, and nothing about Snowflake.
func StandIn(t testing.TB, server *snowflaketest.Server) Lookup {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "key.p8")
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	server.SetPublicKey(&key.PublicKey)
	env := map[string]string{
		"ACCOUNT": server.Account(), "USER": server.User, "PRIVATE_KEY_PATH": path, "ROLE": "ACCOUNTADMIN", "WAREHOUSE": "COMPUTE_WH",
		"HOST": server.Host(), "PORT": strconv.Itoa(server.Port()), "PROTOCOL": "http",
	}
	return func(name string) (string, bool) {
		rest, ok := strings.CutPrefix(name, variable)
		if !ok {
			return "", false
		}
		v, ok := env[rest]
		return v, ok
	}
}

// Left lists what a suite left on the stand-in: databases and roles that begin
// with the default prefix.
func Left(t testing.TB, server *snowflaketest.Server) []string {
	t.Helper()
	var out []string
	for _, show := range []string{"SHOW DATABASES", "SHOW ROLES", "SHOW SHARES"} {
		for _, row := range server.Query(t, show) {
			for _, cell := range row {
				if strings.HasPrefix(cell, defaultPrefix) || strings.Contains(cell, "."+defaultPrefix) {
					out = append(out, cell)
				}
			}
		}
	}
	return out
}
