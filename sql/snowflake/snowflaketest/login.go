package snowflaketest

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// Login is what a login-request carried. It holds secrets: never print it.
type Login struct {
	// Authenticator is as the driver sends it: SNOWFLAKE_JWT, OAUTH, PROGRAMMATIC_ACCESS_TOKEN, WORKLOAD_IDENTITY, and
	// empty for a password, with or without a second factor, and for the driver's own OAuth flows (see OAuthType).
	Authenticator string
	OAuthType     string // OAUTH_CLIENT_CREDENTIALS or OAUTH_AUTHORIZATION_CODE
	Account       string
	User          string // for a key pair, which sends none, the user of the JWT's subject
	Password      string
	Passcode      string
	SecondFactor  string // EXT_AUTHN_DUO_METHOD: "passcode", or empty
	Token         string // JWT, OAuth token, access token or attestation
	Provider      string // of a workload identity
	HasKeyPair    bool   // the token is a JWT signed with a key pair
	// Role, Warehouse, Database and Schema are as sent, not folded.
	Role, Warehouse, Database, Schema string
	SessionParameters                 map[string]string
	ClientApp                         string // the program's name (Config.Application)
	ClientID, ClientVersion           string // the driver's
}

// LoginError refuses a login. Codes that the driver knows: 390100 wrong user or password, 390144 JWT invalid,
// 390189 role missing, 390303 and 390318 OAuth token invalid or expired.
type LoginError struct {
	Code    int
	Message string
}

// Error is the code and the message.
func (e *LoginError) Error() string { return fmt.Sprintf("%06d: %s", e.Code, e.Message) }

type auth struct {
	mu      sync.Mutex
	key     *rsa.PublicKey
	check   func(Login) error
	client  *oauthClient
	issued  map[string]bool // access tokens of the token endpoint
	serials int
}

func (a *auth) setKey(key *rsa.PublicKey) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.key = key
}

func (a *auth) setCheck(check func(Login) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.check = check
}

// loginBody is the part of the driver's authRequest that is read.
type loginBody struct {
	Data struct {
		ClientID          string         `json:"CLIENT_APP_ID"`
		ClientVersion     string         `json:"CLIENT_APP_VERSION"`
		Account           string         `json:"ACCOUNT_NAME"`
		User              string         `json:"LOGIN_NAME"`
		Password          string         `json:"PASSWORD"`
		SecondFactor      string         `json:"EXT_AUTHN_DUO_METHOD"`
		Passcode          string         `json:"PASSCODE"`
		Authenticator     string         `json:"AUTHENTICATOR"`
		Token             string         `json:"TOKEN"`
		Provider          string         `json:"PROVIDER"`
		SessionParameters map[string]any `json:"SESSION_PARAMETERS"` // strings and booleans
		Environment       struct {
			Application string `json:"APPLICATION"`
			OAuthType   string `json:"OAUTH_TYPE"`
		} `json:"CLIENT_ENVIRONMENT"`
	} `json:"data"`
}

func readLogin(r *http.Request) (Login, error) {
	var body loginBody
	if err := decode(r, &body); err != nil {
		return Login{}, err
	}
	d, q := body.Data, r.URL.Query()
	l := Login{
		Authenticator: d.Authenticator, OAuthType: d.Environment.OAuthType, Account: d.Account, User: d.User,
		Password: d.Password, Passcode: d.Passcode, SecondFactor: d.SecondFactor, Token: d.Token, Provider: d.Provider,
		HasKeyPair: d.Authenticator == "SNOWFLAKE_JWT",
		Role:       q.Get("roleName"), Warehouse: q.Get("warehouse"), Database: q.Get("databaseName"), Schema: q.Get("schemaName"),
		SessionParameters: map[string]string{},
		ClientApp:         d.Environment.Application, ClientID: d.ClientID, ClientVersion: d.ClientVersion,
	}
	for name, value := range d.SessionParameters {
		l.SessionParameters[name] = fmt.Sprint(value)
	}
	if l.HasKeyPair {
		l.User = subjectUser(l.Token)
	}
	return l, nil
}

// loginData is the part of the driver's authResponseMain that it reads.
type loginData struct {
	Token          string      `json:"token"`
	Validity       int         `json:"validityInSeconds"`
	MasterToken    string      `json:"masterToken"`
	MasterValidity int         `json:"masterValidityInSeconds"`
	DisplayName    string      `json:"displayUserName"`
	ServerVersion  string      `json:"serverVersion"`
	SessionID      int64       `json:"sessionId"`
	Parameters     []parameter `json:"parameters"`
	SessionInfo    sessionInfo `json:"sessionInfo"`
}

type parameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type sessionInfo struct {
	Database  string `json:"databaseName"`
	Schema    string `json:"schemaName"`
	Warehouse string `json:"warehouseName"`
	Role      string `json:"roleName"`
}

func (s *Server) serveLogin(w http.ResponseWriter, r *http.Request) {
	l, err := readLogin(r)
	if err != nil {
		s.record.surprise("login-request: " + err.Error())
		http.Error(w, "bad login request", http.StatusBadRequest)
		return
	}
	s.record.mu.Lock()
	s.record.logins = append(s.record.logins, l)
	s.record.mu.Unlock()
	if err := s.admit(l); err != nil {
		refused := &LoginError{Code: 390100, Message: err.Error()}
		errors.As(err, &refused)
		send(w, refusal(fmt.Sprintf("%06d", refused.Code), refused.Message, nil))
		return
	}
	state := catalog.Session{
		User: fold(l.User), Role: fold(l.Role), Warehouse: fold(l.Warehouse), Database: fold(l.Database), Schema: fold(l.Schema),
		QueryTag: l.SessionParameters["QUERY_TAG"],
	}
	if state.User == "" {
		state.User = fold(s.User)
	}
	if state.Role == "" {
		state.Role = s.DefaultRole
	}
	begun, token, master := s.sessions.begin(state)
	send(w, ok(loginData{
		Token: token, Validity: 3600, MasterToken: master, MasterValidity: 14400,
		DisplayName: state.User, ServerVersion: "9.99.0", SessionID: begun.look().ID, Parameters: parameters(l),
		SessionInfo: sessionInfo{Database: state.Database, Schema: state.Schema, Warehouse: state.Warehouse, Role: state.Role},
	}))
}

// parameters is what the service answers a login: its defaults, and what the login itself set. The time zone is
// the service's documented default, so that nobody relies on UTC.
func parameters(l Login) []parameter {
	values := map[string]string{"TIMEZONE": "America/Los_Angeles", "AUTOCOMMIT": "true"}
	for name, value := range l.SessionParameters {
		values[name] = value
	}
	var out []parameter
	for name, value := range values {
		out = append(out, parameter{Name: name, Value: value})
	}
	return out
}

// admit decides about a login.
func (s *Server) admit(l Login) error {
	s.auth.mu.Lock()
	key, check, client := s.auth.key, s.auth.check, s.auth.client
	issued := s.auth.issued[l.Token]
	s.auth.mu.Unlock()
	if !strings.EqualFold(l.Account, account) {
		return &LoginError{Code: 390100, Message: "Incorrect username or password was specified."}
	}
	if l.HasKeyPair && key != nil {
		if err := checkJWT(l.Token, key, s.now()); err != nil {
			return &LoginError{Code: 390144, Message: "JWT token is invalid: " + err.Error()}
		}
	}
	if check != nil {
		return check(l)
	}
	switch {
	case l.Authenticator == "" && l.OAuthType == "":
		if !strings.EqualFold(l.User, s.User) || !s.knownPassword(l) {
			return &LoginError{Code: 390100, Message: "Incorrect username or password was specified."}
		}
	case l.Token == "":
		return &LoginError{Code: 390100, Message: "no token was sent"}
	case client != nil && (l.Authenticator == "OAUTH" || l.OAuthType != "") && !issued:
		return &LoginError{Code: 390303, Message: "Invalid OAuth access token."}
	}
	return nil
}

// knownPassword tells whether the password is right; a passcode may stand behind it.
func (s *Server) knownPassword(l Login) bool {
	if l.SecondFactor == "passcode" && l.Passcode == "" {
		return strings.HasPrefix(l.Password, s.Password) && len(l.Password) > len(s.Password)
	}
	return l.Password == s.Password
}

// fold gives the stored form of a name from a connection: upper case unless it is quoted.
func fold(name string) string {
	if len(name) >= 2 && strings.HasPrefix(name, `"`) && strings.HasSuffix(name, `"`) {
		return strings.ReplaceAll(name[1:len(name)-1], `""`, `"`)
	}
	return strings.ToUpper(name)
}
