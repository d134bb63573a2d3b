package bigquery

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/url"
	"os"
	"strings"

	"cloud.google.com/go/auth"
	"cloud.google.com/go/auth/credentials"
	"cloud.google.com/go/auth/credentials/externalaccount"
	"cloud.google.com/go/auth/credentials/impersonate"
	"cloud.google.com/go/auth/httptransport"
)

// dbt's words for the ways of logging in (credentials.py, BigQueryConnectionMethod).
const (
	methodDefault     = "oauth"
	methodKeyfile     = "service-account"
	methodKeyfileJSON = "service-account-json"
	methodSecrets     = "oauth-secrets"
	methodFederation  = "external-oauth-wif"
)

const (
	stsURL           = "https://sts.googleapis.com/v1/token"
	jwtTokenType     = "urn:ietf:params:oauth:token-type:jwt"
	googleAuthURL    = "https://accounts.google.com/o/oauth2/auth"
	iamHost          = "iamcredentials.googleapis.com"
	defaultLoginHelp = "log in with `gcloud auth application-default login`, or set method: service-account and keyfile"
)

// credentials maps dbt's ways of logging in to Google's. Nothing is sent: the
// first request gets the first token, through the given client. An emulator gets
// the profile's token as it stands, whatever the method. Errors say which key of
// the profile to change; they hold no secret.
func (p Profile) credentials(client *http.Client) (*auth.Credentials, error) {
	endpoint, err := p.endpoint()
	if err != nil {
		return nil, err
	}
	if isEmulator(endpoint) {
		return p.emulated(), nil
	}
	if err := p.overTheWire(endpoint); err != nil {
		return nil, err
	}
	base, err := p.byMethod(client)
	if err != nil || p.ImpersonateServiceAccount == "" {
		return base, err
	}
	return p.impersonate(base, client)
}

// emulated is for a service that asks nobody who he is.
func (p Profile) emulated() *auth.Credentials {
	token := p.Token
	if token == "" {
		token = "emulator"
	}
	return static(token)
}

// overTheWire refuses to send a token in the clear, except one that was written
// for just that: an emulator in another container knows no TLS.
func (p Profile) overTheWire(endpoint *url.URL) error {
	if endpoint.Scheme == "https" || p.Method == methodSecrets && p.RefreshToken == "" {
		return nil
	}
	return refuseProfile("api_endpoint is http:// on another machine, where everybody reads the login: for an emulator use method oauth-secrets with token: alone, otherwise https://")
}

func (p Profile) byMethod(client *http.Client) (*auth.Credentials, error) {
	switch p.Method {
	case methodDefault:
		creds, err := credentials.DetectDefault(&credentials.DetectOptions{Scopes: p.scopes(), Client: client})
		if err != nil {
			return nil, refuseProfile("method oauth found no application default credentials: %s: %w", defaultLoginHelp, err)
		}
		return creds, nil
	case methodKeyfile:
		if p.Keyfile == "" {
			return nil, refuseProfile("method service-account needs keyfile")
		}
		data, err := os.ReadFile(p.Keyfile)
		if err != nil {
			return nil, refuseProfile("keyfile cannot be read: %w", err)
		}
		return p.serviceAccount(data, "keyfile", client)
	case methodKeyfileJSON:
		data, err := p.keyfileJSON()
		if err != nil {
			return nil, err
		}
		return p.serviceAccount(data, "keyfile_json", client)
	case methodSecrets:
		return p.secrets(client)
	case methodFederation:
		return p.federation(client)
	case "":
		return nil, refuseProfile("method is missing: one of %s", strings.Join(methods(), ", "))
	}
	return nil, refuseProfile("method %q is not known: it is one of %s", p.Method, strings.Join(methods(), ", "))
}

func methods() []string {
	return []string{methodDefault, methodKeyfile, methodKeyfileJSON, methodSecrets, methodFederation}
}

// keyfileJSON reads keyfile_json, which dbt takes as JSON and as base64 of it.
func (p Profile) keyfileJSON() ([]byte, error) {
	text := strings.TrimSpace(p.KeyfileJSON)
	switch {
	case text == "":
		return nil, refuseProfile("method service-account-json needs keyfile_json")
	case strings.HasPrefix(text, "{"):
		return []byte(text), nil
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil {
		return nil, refuseProfile("keyfile_json is neither JSON nor base64 of JSON")
	}
	return data, nil
}

// accountKey is what is needed of a service account's key file.
type accountKey struct {
	Type        string `json:"type"`
	ClientEmail string `json:"client_email"`
	PrivateKey  string `json:"private_key"`
}

// readKey checks a key before it is used, so that the refusal names the profile's
// key, and mends line breaks that were written out, as dbt does.
func readKey(data []byte, name string) (mended []byte, key accountKey, err error) {
	var fields map[string]any
	if json.Unmarshal(data, &fields) != nil || json.Unmarshal(data, &key) != nil {
		return nil, key, refuseProfile("%s does not hold the JSON of a service account's key", name)
	}
	if key.Type != string(credentials.ServiceAccount) {
		return nil, key, refuseProfile("%s holds credentials of type %q, and not a service account's key: for those use method oauth", name, key.Type)
	}
	if key.ClientEmail == "" || key.PrivateKey == "" {
		return nil, key, refuseProfile("%s has no client_email or no private_key", name)
	}
	key.PrivateKey = strings.ReplaceAll(key.PrivateKey, `\n`, "\n")
	if !isRSAKey(key.PrivateKey) {
		return nil, key, refuseProfile("private_key of %s is not an RSA key in PEM: is it cut off?", name)
	}
	fields["private_key"] = key.PrivateKey
	mended, err = json.Marshal(fields)
	if err != nil {
		return nil, key, refuseProfile("%s cannot be written as JSON again", name)
	}
	return mended, key, nil
}

func isRSAKey(text string) bool {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return false
	}
	if _, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return true
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	_, ok := key.(*rsa.PrivateKey)
	return err == nil && ok
}

func (p Profile) serviceAccount(data []byte, name string, client *http.Client) (*auth.Credentials, error) {
	mended, _, err := readKey(data, name)
	if err != nil {
		return nil, err
	}
	creds, err := credentials.NewCredentialsFromJSON(credentials.ServiceAccount, mended, &credentials.DetectOptions{Scopes: p.scopes(), Client: client})
	if err != nil {
		return nil, refuseProfile("%s cannot be used: %w", name, err)
	}
	return creds, nil
}

// secrets logs in with a refresh token where there is all that it takes, else
// with the access token alone, which lasts an hour.
func (p Profile) secrets(client *http.Client) (*auth.Credentials, error) {
	var missing []string
	for _, part := range []struct{ key, value string }{
		{"refresh_token", p.RefreshToken},
		{"client_id", p.ClientID},
		{"client_secret", p.ClientSecret},
		{"token_uri", p.TokenURI},
	} {
		if part.value == "" {
			missing = append(missing, part.key)
		}
	}
	switch {
	case len(missing) > 0 && p.Token != "":
		return static(p.Token), nil
	case len(missing) == 4:
		return nil, refuseProfile("method oauth-secrets needs token, or refresh_token with client_id, client_secret and token_uri")
	case len(missing) > 0:
		return nil, refuseProfile("method oauth-secrets without token lacks %s", strings.Join(missing, ", "))
	}
	tokens, err := auth.New3LOTokenProvider(&auth.Options3LO{
		ClientID: p.ClientID, ClientSecret: p.ClientSecret, RefreshToken: p.RefreshToken, TokenURL: p.TokenURI,
		AuthURL: googleAuthURL, AuthStyle: auth.StyleInParams, Scopes: p.scopes(), Client: client,
	})
	if err != nil {
		return nil, refuseProfile("refresh_token cannot be used: %w", err)
	}
	return auth.NewCredentials(&auth.CredentialsOptions{TokenProvider: tokens}), nil
}

// federation exchanges the identity provider's token for one of Google's at
// Google's Security Token Service.
func (p Profile) federation(client *http.Client) (*auth.Credentials, error) {
	e := p.TokenEndpoint
	switch {
	case p.WorkloadPoolProviderPath == "":
		return nil, refuseProfile("method external-oauth-wif needs workload_pool_provider_path: //iam.googleapis.com/projects/.../providers/...")
	case e.Type == "":
		return nil, refuseProfile("method external-oauth-wif needs token_endpoint with type: entra, request_url and request_data")
	case e.Type != "entra":
		return nil, refuseProfile("type of token_endpoint must be entra, not %q: dbt knows no other", e.Type)
	case e.RequestURL == "" || e.RequestData == "":
		return nil, refuseProfile("token_endpoint needs request_url and request_data")
	}
	if u, err := url.Parse(e.RequestURL); err != nil || u.Host == "" {
		return nil, refuseProfile("request_url of token_endpoint is not an address")
	}
	creds, err := externalaccount.NewCredentials(&externalaccount.Options{
		Audience: p.WorkloadPoolProviderPath, SubjectTokenType: jwtTokenType, TokenURL: stsURL,
		ServiceAccountImpersonationURL: p.ServiceAccountImpersonationURL, Scopes: p.scopes(),
		SubjectTokenProvider: entra{endpoint: e, client: client}, Client: client,
	})
	if err != nil {
		return nil, refuseProfile("method external-oauth-wif: %w", err)
	}
	return creds, nil
}

// impersonate acts as another account, after logging in as oneself.
func (p Profile) impersonate(base *auth.Credentials, client *http.Client) (*auth.Credentials, error) {
	authorized := &http.Client{Transport: client.Transport, Timeout: client.Timeout}
	if err := httptransport.AddAuthorizationMiddleware(authorized, base); err != nil {
		return nil, refuseProfile("impersonate_service_account: %w", err)
	}
	creds, err := impersonate.NewCredentials(&impersonate.CredentialsOptions{
		TargetPrincipal: p.ImpersonateServiceAccount, Scopes: p.scopes(), Client: authorized,
	})
	if err != nil {
		return nil, refuseProfile("impersonate_service_account: %w", err)
	}
	return creds, nil
}

// Principal is the account that everything is done as: an e-mail address, "" when
// the profile does not tell, as for application default credentials.
func (p Profile) Principal() string {
	switch {
	case p.ImpersonateServiceAccount != "":
		return p.ImpersonateServiceAccount
	case p.Method == methodFederation:
		_, after, _ := strings.Cut(p.ServiceAccountImpersonationURL, "/serviceAccounts/")
		email, _, _ := strings.Cut(after, ":")
		return email
	}
	var data []byte
	switch p.Method {
	case methodKeyfile:
		data, _ = os.ReadFile(p.Keyfile) // logging in says what is wrong with it
	case methodKeyfileJSON:
		data, _ = p.keyfileJSON() // the same
	}
	var key accountKey
	if json.Unmarshal(data, &key) != nil {
		return ""
	}
	return key.ClientEmail
}

// DefaultProject is the project of the application default credentials: that of
// the environment's GOOGLE_CLOUD_PROJECT, of the credentials' file, or of the
// machine in Google's cloud. Errors have code Unauthenticated.
func DefaultProject(ctx context.Context) (string, error) {
	creds, err := credentials.DetectDefault(&credentials.DetectOptions{Scopes: defaultScopes()})
	if err != nil {
		return "", refuseProfile("project is missing, and there are no application default credentials that could name one: set project:, or %s: %w", defaultLoginHelp, err)
	}
	project, err := creds.ProjectID(ctx)
	if err != nil || project == "" {
		return "", refuseProfile("project is missing, and the application default credentials name none: set project:")
	}
	return project, nil
}

func static(token string) *auth.Credentials {
	return auth.NewCredentials(&auth.CredentialsOptions{TokenProvider: staticToken(token)})
}

// staticToken is an access token that is used for as long as it is taken.
type staticToken string

// Token implements auth.TokenProvider.
func (t staticToken) Token(context.Context) (*auth.Token, error) {
	return &auth.Token{Value: string(t), Type: "Bearer"}, nil
}
