package bigquery_test

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"cutover/sql/bigquery"
)

// TestProfileHidesSecrets prints a profile in every way there is.
func TestProfileHidesSecrets(t *testing.T) {
	t.Parallel()
	p := bigquery.Profile{
		Method: "external-oauth-wif", Project: "shop", Dataset: "mart", Location: "EU", Keyfile: "key.json", ClientID: "client",
		KeyfileJSON: "hidden1", Token: "hidden2", RefreshToken: "hidden3", ClientSecret: "hidden4",
		APIEndpoint: "https://user:hidden5@example.com/?key=hidden6", TokenURI: "https://t.example.com/?secret=hidden7",
		TokenEndpoint: bigquery.TokenEndpoint{Type: "entra", RequestURL: "https://login.example.com/t?code=hidden8", RequestData: "client_secret=hidden9"},
	}
	var out strings.Builder
	for _, value := range []any{p, &p, p.TokenEndpoint, bigquery.Options{Profile: p}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			fmt.Fprintf(&out, verb+"\n", value)
		}
	}
	for _, value := range []any{p, &p, p.TokenEndpoint} {
		for _, encode := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
			data, err := encode(value)
			if err != nil {
				t.Fatal(err)
			}
			out.Write(data)
		}
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "profile", value)
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "profile", value)
	}
	for _, hidden := range []string{"hidden", fmt.Sprintf("%x", "hidden")} {
		if at := strings.Index(out.String(), hidden); at >= 0 {
			t.Errorf("a secret is printed: %s", out.String()[max(0, at-200):at+7])
		}
	}
	for _, seen := range []string{"shop.mart in EU by external-oauth-wif", "client", "key.json", "login.example.com"} {
		if !strings.Contains(out.String(), seen) {
			t.Errorf("%q is hidden as well", seen)
		}
	}
}
