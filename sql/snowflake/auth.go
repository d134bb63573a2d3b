package snowflake

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	sf "github.com/snowflakedb/gosnowflake/v2"
	"github.com/youmark/pkcs8"

	"cutover/sql/warehouse"
)

// refuseProfile says what is wrong with a profile before anything was sent.
func refuseProfile(format string, args ...any) error {
	return &warehouse.Error{Code: warehouse.Unauthenticated, Op: "open", Object: "snowflake", Err: fmt.Errorf(format, args...)}
}

func (p Profile) hasKey() bool { return p.PrivateKey != "" || p.PrivateKeyPath != "" }

// authenticate maps dbt's authenticators to the driver's. Two of dbt's words mean
// something else than the driver's: "jwt" is an OAuth token, and "oauth" with a
// client id takes a refresh token.
func (p Profile) authenticate(ctx context.Context, cfg *sf.Config) error {
	switch word := strings.ToLower(strings.TrimSpace(p.Authenticator)); word {
	case "", "snowflake":
		if word == "" && p.hasKey() {
			return p.keyPair(cfg)
		}
		cfg.Authenticator, cfg.Password = sf.AuthTypeSnowflake, p.Password
		return require("password", p.Password, "authenticator is not set")
	case "snowflake_jwt":
		return p.keyPair(cfg)
	case "username_password_mfa":
		return p.mfa(ctx, cfg)
	case "externalbrowser":
		cfg.Authenticator, cfg.ClientStoreTemporaryCredential = sf.AuthTypeExternalBrowser, sf.ConfigBoolTrue
		return p.person(word)
	case "oauth":
		return p.oauth(ctx, cfg)
	case "jwt":
		cfg.Authenticator, cfg.Token = sf.AuthTypeOAuth, p.Token
		return require("token", p.Token, word)
	case "programmatic_access_token":
		cfg.Authenticator, cfg.Token = sf.AuthTypePat, p.Token
		return require("token", p.Token, word)
	case "workload_identity":
		return p.workload(cfg)
	case "oauth_client_credentials", "oauth_authorization_code":
		return p.nativeOAuth(word, cfg)
	default:
		return p.okta(cfg)
	}
}

// require says that a key is missing that a way of logging in needs.
func require(key, value, word string) error {
	switch {
	case strings.TrimSpace(value) != "":
		return nil
	case word == "authenticator is not set":
		return refuseProfile("the profile has no password, no private_key or private_key_path, and no authenticator")
	}
	return refuseProfile("authenticator %s needs %s", word, key)
}

func (p Profile) person(word string) error {
	if p.Terminal {
		return nil
	}
	return refuseProfile("authenticator %s opens a browser, and nobody is at a terminal: use a key pair or a programmatic access token", word)
}

func (p Profile) keyPair(cfg *sf.Config) error {
	key, err := p.privateKey()
	if err != nil {
		return err
	}
	cfg.Authenticator, cfg.PrivateKey = sf.AuthTypeJwt, key
	return nil
}

func (p Profile) mfa(ctx context.Context, cfg *sf.Config) error {
	cfg.Authenticator, cfg.Password = sf.AuthTypeUsernamePasswordMFA, p.Password
	cfg.ClientRequestMfaToken, cfg.Passcode = sf.ConfigBoolTrue, p.Passcode
	if err := require("password", p.Password, "username_password_mfa"); err != nil {
		return err
	}
	if p.Passcode == "" && p.Terminal && p.AskPasscode != nil {
		code, err := p.AskPasscode(ctx)
		if err != nil {
			return fmt.Errorf("ask for a passcode: %w", err)
		}
		cfg.Passcode = code
	}
	return nil
}

func (p Profile) workload(cfg *sf.Config) error {
	provider := strings.ToUpper(strings.TrimSpace(p.WorkloadIdentityProvider))
	cfg.Authenticator, cfg.WorkloadIdentityProvider = sf.AuthTypeWorkloadIdentityFederation, provider
	switch provider {
	case "AWS", "GCP":
	case "AZURE":
		cfg.WorkloadIdentityEntraResource = p.WorkloadIdentityEntraResource
	case "OIDC":
		cfg.Token = p.Token
		return require("token", p.Token, "workload_identity with provider oidc")
	case "":
		return refuseProfile("authenticator workload_identity needs workload_identity_provider: aws, azure, gcp or oidc")
	default:
		return refuseProfile("workload_identity_provider must be aws, azure, gcp or oidc, not %q", p.WorkloadIdentityProvider)
	}
	return nil
}

func (p Profile) okta(cfg *sf.Config) error {
	u, err := url.Parse(strings.TrimSpace(p.Authenticator))
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return refuseProfile("authenticator %q is not known: it is one of snowflake, snowflake_jwt, oauth, jwt, programmatic_access_token, "+
			"externalbrowser, username_password_mfa, workload_identity, oauth_client_credentials, oauth_authorization_code, or the https:// URL of Okta", p.Authenticator)
	}
	cfg.Authenticator, cfg.OktaURL, cfg.Password = sf.AuthTypeOkta, u, p.Password
	return require("password", p.Password, "of Okta")
}

// privateKey reads the key pair's private half.
func (p Profile) privateKey() (*rsa.PrivateKey, error) {
	text := p.PrivateKey
	switch {
	case p.PrivateKey != "" && p.PrivateKeyPath != "":
		return nil, refuseProfile("both private_key and private_key_path are set: leave one out")
	case p.PrivateKeyPath != "":
		data, err := os.ReadFile(p.PrivateKeyPath)
		if err != nil {
			return nil, refuseProfile("the private key cannot be read: %w", err)
		}
		text = string(data)
	case p.PrivateKey == "":
		return nil, refuseProfile("authenticator snowflake_jwt needs private_key or private_key_path")
	}
	return parseKey(text, p.PrivateKeyPassphrase)
}

// parseKey reads PEM, or base64 of DER. Keys in the environment often have \n
// written out.
func parseKey(text, passphrase string) (*rsa.PrivateKey, error) {
	text = strings.TrimSpace(text)
	if !strings.HasPrefix(text, "-") {
		der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		if err != nil {
			return nil, refuseProfile("the private key is neither PEM nor base64 of DER")
		}
		return parseDER(der, passphrase, "")
	}
	block, _ := pem.Decode([]byte(strings.ReplaceAll(text, `\n`, "\n")))
	if block == nil {
		return nil, refuseProfile("the private key begins like PEM and is not: is it cut off?")
	}
	if block.Headers["DEK-Info"] != "" {
		return nil, refuseProfile("the private key is encrypted the old way of OpenSSL: convert it with `openssl pkcs8 -topk8 -in OLD -out NEW`")
	}
	return parseDER(block.Bytes, passphrase, block.Type)
}

func parseDER(der []byte, passphrase, kind string) (*rsa.PrivateKey, error) {
	if kind == "RSA PRIVATE KEY" {
		key, err := x509.ParsePKCS1PrivateKey(der)
		if err != nil {
			return nil, refuseProfile("the private key cannot be parsed")
		}
		return key, nil
	}
	if key, err := x509.ParsePKCS8PrivateKey(der); err == nil {
		if rsaKey, ok := key.(*rsa.PrivateKey); ok {
			return rsaKey, nil
		}
		return nil, refuseProfile("the private key is not an RSA key, and Snowflake takes no other")
	}
	if passphrase == "" {
		return nil, refuseProfile("the private key is encrypted or damaged, and private_key_passphrase is not set")
	}
	key, err := pkcs8.ParsePKCS8PrivateKeyRSA(der, []byte(passphrase))
	if err != nil {
		return nil, refuseProfile("the private key cannot be decrypted: wrong private_key_passphrase, or not a PKCS #8 key")
	}
	return key, nil
}

// complete refuses what the driver would refuse later, in words of the profile.
func (p Profile) complete(cfg *sf.Config) error {
	switch cfg.Authenticator {
	case sf.AuthTypeSnowflake, sf.AuthTypeUsernamePasswordMFA, sf.AuthTypeJwt, sf.AuthTypeOkta:
		if strings.TrimSpace(cfg.User) == "" {
			return refuseProfile("user is missing, which this way of logging in needs")
		}
	case sf.AuthTypeExternalBrowser, sf.AuthTypeOAuthAuthorizationCode, sf.AuthTypeOAuthClientCredentials, sf.AuthTypeOAuth,
		sf.AuthTypePat, sf.AuthTypeTokenAccessor, sf.AuthTypeWorkloadIdentityFederation:
	}
	return nil
}

// errPassword is added when a login with nothing but a password was refused.
var errPassword = errors.New("if the password is right: Snowflake no longer lets a password alone in (since October 2026); " +
	"give the user a key pair (private_key_path) or a programmatic access token (authenticator: programmatic_access_token)")
