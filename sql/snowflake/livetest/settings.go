package livetest

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"

	sf "github.com/snowflakedb/gosnowflake/v2"
	"github.com/youmark/pkcs8"

	"cutover/sql/snowflake"
)

// settings are what the variables say.
type settings struct {
	profile snowflake.Profile
	prefix  string
}

// variable begins the names of all of them.
const variable = "CUTOVER_TEST_SNOWFLAKE_"

// defaultPrefix is what CUTOVER_TEST_SNOWFLAKE_DATABASE overrides.
const defaultPrefix = "CUTOVER_TEST"

// prefixes are stored as they are written: no quotes are needed anywhere.
var prefixes = regexp.MustCompile(`^[A-Z][A-Z0-9_]{0,63}$`)

// read gives the settings, or the name of a variable that is missing.
func read(lookup Lookup) (s settings, missing string, err error) {
	get := func(name string) string {
		v, _ := lookup(variable + name)
		return v
	}
	p := snowflake.Profile{
		Account: get("ACCOUNT"), User: get("USER"), Role: get("ROLE"), Warehouse: get("WAREHOUSE"), Token: get("TOKEN"),
		PrivateKeyPath: get("PRIVATE_KEY_PATH"), PrivateKeyPassphrase: get("PRIVATE_KEY_PASSPHRASE"),
		Host: get("HOST"), Protocol: get("PROTOCOL"),
	}
	for _, name := range []string{"ACCOUNT", "USER", "ROLE", "WAREHOUSE"} {
		if get(name) == "" {
			return s, variable + name, nil
		}
	}
	switch {
	case p.PrivateKeyPath != "" && p.Token != "":
		return s, "", fmt.Errorf("%[1]sPRIVATE_KEY_PATH and %[1]sTOKEN are both set", variable)
	case p.Token != "":
		p.Authenticator = "programmatic_access_token"
	case p.PrivateKeyPath == "":
		return s, variable + "PRIVATE_KEY_PATH (or " + variable + "TOKEN)", nil
	}
	if port := get("PORT"); port != "" {
		if p.Port, err = strconv.Atoi(port); err != nil {
			return s, "", fmt.Errorf("read %sPORT: %w", variable, err)
		}
	}
	prefix := get("DATABASE")
	if prefix == "" {
		prefix = defaultPrefix
	}
	if !prefixes.MatchString(prefix) {
		return s, "", fmt.Errorf("%sDATABASE must be upper case letters, digits and underscores: every name the suite makes begins with it", variable)
	}
	return settings{profile: p, prefix: prefix}, "", nil
}

// config is the driver's own, for what the suite asks past the adapter.
func (s settings) config() (*sf.Config, error) {
	p := s.profile
	cfg := &sf.Config{
		Account: p.Account, User: p.User, Role: p.Role, Warehouse: p.Warehouse, Host: p.Host, Port: p.Port, Protocol: p.Protocol,
		Application: "cutover_test", Params: map[string]*string{}, ValidateDefaultParameters: sf.ConfigBoolFalse,
	}
	if p.Token != "" {
		cfg.Authenticator, cfg.Token = sf.AuthTypePat, p.Token
		return cfg, nil
	}
	key, err := readKey(p.PrivateKeyPath, p.PrivateKeyPassphrase)
	if err != nil {
		return nil, err
	}
	cfg.Authenticator, cfg.PrivateKey = sf.AuthTypeJwt, key
	return cfg, nil
}

func readKey(path, passphrase string) (*rsa.PrivateKey, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read private key: %w", err)
	}
	block, _ := pem.Decode(data)
	if block == nil {
		return nil, errors.New("read private key: the file holds no PEM")
	}
	if passphrase != "" {
		key, err := pkcs8.ParsePKCS8PrivateKeyRSA(block.Bytes, []byte(passphrase))
		if err != nil {
			return nil, fmt.Errorf("read private key: %w", err)
		}
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read private key: %w", err)
	}
	key, ok := parsed.(*rsa.PrivateKey)
	if !ok {
		return nil, errors.New("read private key: it is no RSA key")
	}
	return key, nil
}
