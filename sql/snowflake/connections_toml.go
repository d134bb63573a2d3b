package snowflake

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// homeVariable names the folder of connections.toml; without it, it is .snowflake
// in the home folder.
const homeVariable = "SNOWFLAKE_HOME"

// withConnection lays the profile over the section ConnectionName of Snowflake's
// own connections.toml (docs.snowflake.com, "Connecting using the
// connections.toml file"; keys as Snowflake CLI, the Python connector and the Go
// driver write them, underscores and case left out of account).
func (p Profile) withConnection() (Profile, error) {
	path, err := p.tomlPath()
	if err != nil {
		return p, err
	}
	if err := checkPermission(path); err != nil {
		return p, err
	}
	var file map[string]toml.Primitive
	meta, err := toml.DecodeFile(path, &file)
	if err != nil {
		return p, refuseProfile("%s cannot be read: %w", path, plainTOML(err))
	}
	section, ok := file[p.ConnectionName]
	if !ok {
		return p, refuseProfile("%s has no connection %q (it has %s)", path, p.ConnectionName, strings.Join(sortedKeys(file), ", "))
	}
	var values map[string]any
	if err := meta.PrimitiveDecode(section, &values); err != nil {
		return p, refuseProfile("the connection %q of %s must be a table of values", p.ConnectionName, path)
	}
	loaded, err := p.readConnection(values)
	if err != nil {
		return p, refuseProfile("the connection %q of %s: %w", p.ConnectionName, path, err)
	}
	return p.over(loaded), nil
}

// plainTOML leaves out the source text that the decoder's error may quote: it
// can be a secret.
func plainTOML(err error) error {
	if parse, ok := err.(toml.ParseError); ok { //nolint:errorlint // the decoder returns it as it is
		return fmt.Errorf("line %d is not TOML", parse.Position.Line)
	}
	return err
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (p Profile) tomlPath() (string, error) {
	if home := p.lookup(homeVariable); home != "" {
		return filepath.Join(home, "connections.toml"), nil
	}
	home := p.home()
	if home == "" {
		return "", refuseProfile("connection_name is set, and neither %s nor a home folder says where connections.toml is", homeVariable)
	}
	return filepath.Join(home, ".snowflake", "connections.toml"), nil
}

func (p Profile) home() string {
	if home := p.lookup("HOME"); home != "" {
		return home
	}
	return p.lookup("USERPROFILE")
}

// checkPermission refuses a file that others can change, as Snowflake's own
// clients do.
func checkPermission(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return refuseProfile("connection_name is set, and connections.toml cannot be read: %w", err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0 {
		return refuseProfile("%s can be written by others: run `chmod 0600` on it", path)
	}
	return nil
}

// readConnection types one section. Keys that are not known are left out: they
// are other clients' settings.
func (p Profile) readConnection(values map[string]any) (Profile, error) {
	var out Profile
	texts := map[string]*string{
		"account": &out.Account, "user": &out.User, "username": &out.User, "password": &out.Password,
		"authenticator": &out.Authenticator, "passcode": &out.Passcode, "token": &out.Token,
		"privatekey": &out.PrivateKey, "privatekeypath": &out.PrivateKeyPath, "privatekeyfile": &out.PrivateKeyPath,
		"privatekeypassphrase": &out.PrivateKeyPassphrase, "privatekeyfilepwd": &out.PrivateKeyPassphrase,
		"role": &out.Role, "warehouse": &out.Warehouse, "database": &out.Database, "schema": &out.Schema,
		"host": &out.Host, "protocol": &out.Protocol, "proxyhost": &out.ProxyHost,
		"oauthclientid": &out.OAuthClientID, "oauthclientsecret": &out.OAuthClientSecret,
		"oauthtokenrequesturl": &out.OAuthTokenRequestURL, "oauthauthorizationurl": &out.OAuthAuthorizationURL,
		"oauthredirecturi": &out.OAuthRedirectURI, "oauthscope": &out.OAuthScope,
		"workloadidentityprovider":      &out.WorkloadIdentityProvider,
		"workloadidentityentraresource": &out.WorkloadIdentityEntraResource,
	}
	numbers := map[string]*int{"port": &out.Port, "proxyport": &out.ProxyPort}
	tokenFile, region := "", ""
	texts["tokenfilepath"], texts["region"] = &tokenFile, &region
	for _, key := range sortedKeys(values) {
		short := strings.ToLower(strings.ReplaceAll(key, "_", ""))
		text := fmt.Sprint(values[key])
		if into, ok := texts[short]; ok {
			*into = text
		}
		if into, ok := numbers[short]; ok {
			n, err := strconv.Atoi(text)
			if err != nil {
				return out, fmt.Errorf("%s must be a whole number", key)
			}
			*into = n
		}
		if short == "disableocspchecks" || short == "insecuremode" {
			out.InsecureMode = out.InsecureMode || text == "true"
		}
	}
	if region != "" && !strings.Contains(out.Account, ".") {
		out.Account += "." + region
	}
	out.PrivateKeyPath = p.expand(out.PrivateKeyPath)
	if tokenFile != "" && out.Token == "" {
		data, err := os.ReadFile(p.expand(tokenFile))
		if err != nil {
			return out, fmt.Errorf("the token's file cannot be read: %w", err)
		}
		out.Token = strings.TrimSpace(string(data))
	}
	return out, nil
}

// expand puts the home folder in place of a leading tilde.
func (p Profile) expand(path string) string {
	if rest, ok := strings.CutPrefix(path, "~/"); ok && p.home() != "" {
		return filepath.Join(p.home(), rest)
	}
	return path
}

// over lays what is set in p over a connection. Credentials are taken from one
// of the two only: half of each opens nothing.
func (p Profile) over(loaded Profile) Profile {
	out := p
	fill := func(into *string, value string) {
		if *into == "" {
			*into = value
		}
	}
	for _, f := range []struct {
		into  *string
		value string
	}{
		{&out.User, loaded.User},
		{&out.Role, loaded.Role},
		{&out.Warehouse, loaded.Warehouse},
		{&out.Database, loaded.Database},
		{&out.Schema, loaded.Schema},
		{&out.ProxyHost, loaded.ProxyHost},
	} {
		fill(f.into, f.value)
	}
	if p.ProxyPort == 0 {
		out.ProxyPort = loaded.ProxyPort
	}
	if p.Account == "" {
		out.Account, out.Host, out.Port, out.Protocol = loaded.Account, loaded.Host, loaded.Port, loaded.Protocol
	}
	out.InsecureMode = p.InsecureMode || loaded.InsecureMode
	if p.Authenticator != "" || p.Password != "" || p.Token != "" || p.hasKey() {
		return out
	}
	out.Authenticator, out.Password, out.Passcode, out.Token = loaded.Authenticator, loaded.Password, loaded.Passcode, loaded.Token
	out.PrivateKey, out.PrivateKeyPath, out.PrivateKeyPassphrase = loaded.PrivateKey, loaded.PrivateKeyPath, loaded.PrivateKeyPassphrase
	out.OAuthClientID, out.OAuthClientSecret = loaded.OAuthClientID, loaded.OAuthClientSecret
	out.OAuthTokenRequestURL, out.OAuthAuthorizationURL = loaded.OAuthTokenRequestURL, loaded.OAuthAuthorizationURL
	out.OAuthRedirectURI, out.OAuthScope = loaded.OAuthRedirectURI, loaded.OAuthScope
	out.WorkloadIdentityProvider, out.WorkloadIdentityEntraResource = loaded.WorkloadIdentityProvider, loaded.WorkloadIdentityEntraResource
	// Snowflake's own clients read "oauth" with a client as a token all the same.
	if strings.EqualFold(out.Authenticator, "oauth") {
		out.OAuthClientID, out.OAuthClientSecret = "", ""
	}
	return out
}
