package livetest

import (
	"fmt"
	"regexp"

	"cutover/sql/bigquery"
)

// settings are what the variables say.
type settings struct {
	profile bigquery.Profile
	prefix  string
	// principal is an IAM member that may be given access to test tables, such as
	// user:somebody@example.com; policyTag the resource name of a policy tag. Both
	// are empty when not set.
	principal, policyTag string
}

// variable begins the names of all of them.
const variable = "CUTOVER_TEST_BIGQUERY_"

// defaultPrefix is what CUTOVER_TEST_BIGQUERY_DATASET overrides.
const defaultPrefix = "cutover_test"

var prefixes = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

// read gives the settings, or the name of a variable that is missing.
func read(lookup Lookup) (s settings, missing string, err error) {
	get := func(name string) string {
		v, _ := lookup(variable + name)
		return v
	}
	p := bigquery.Profile{
		Method: "oauth", Project: get("PROJECT"), Location: get("LOCATION"), Keyfile: get("KEYFILE"), Token: get("TOKEN"), APIEndpoint: get("ENDPOINT"),
	}
	for _, name := range []string{"PROJECT", "LOCATION"} {
		if get(name) == "" {
			return s, variable + name, nil
		}
	}
	switch {
	case p.Keyfile != "" && p.Token != "":
		return s, "", fmt.Errorf("%[1]sKEYFILE and %[1]sTOKEN are both set", variable)
	case p.Keyfile != "":
		p.Method = "service-account"
	case p.Token != "":
		p.Method = "oauth-secrets"
	}
	prefix := get("DATASET")
	if prefix == "" {
		prefix = defaultPrefix
	}
	if !prefixes.MatchString(prefix) {
		return s, "", fmt.Errorf("%sDATASET must be lower case letters, digits and underscores: every dataset that the suite makes begins with it", variable)
	}
	return settings{profile: p, prefix: prefix, principal: get("PRINCIPAL"), policyTag: get("POLICY_TAG")}, "", nil
}
