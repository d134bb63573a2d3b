package snowflaketest

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// oauthClient is what the token endpoint knows.
type oauthClient struct {
	id, secret, refresh string
}

// SetOAuth makes the token endpoint know one client and one refresh token, and makes OAuth logins carry an access
// token that it issued. Without it every request is granted and every OAuth token accepted.
func (s *Server) SetOAuth(clientID, clientSecret, refreshToken string) {
	s.auth.mu.Lock()
	defer s.auth.mu.Unlock()
	s.auth.client = &oauthClient{id: clientID, secret: clientSecret, refresh: refreshToken}
}

// OAuthURL is the account's token endpoint.
func (s *Server) OAuthURL() string { return s.URL() + "/oauth/token-request" }

// serveOAuth answers /oauth/token-request for grant types refresh_token and client_credentials
// (docs.snowflake.com, "Configure Snowflake OAuth for custom clients": Basic header, form body).
func (s *Server) serveOAuth(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		sendOAuth(w, http.StatusBadRequest, map[string]string{"error": "invalid_request"})
		return
	}
	id, secret, _ := r.BasicAuth()
	asked := OAuthRequest{
		GrantType: r.PostForm.Get("grant_type"), RefreshToken: r.PostForm.Get("refresh_token"), Scope: r.PostForm.Get("scope"),
		ClientID: id, ClientSecret: secret,
	}
	status, problem, token := s.auth.grant(asked)
	asked.Granted = problem == ""
	s.record.mu.Lock()
	s.record.oauth = append(s.record.oauth, asked)
	s.record.mu.Unlock()
	if !asked.Granted {
		sendOAuth(w, status, map[string]string{"error": problem})
		return
	}
	sendOAuth(w, status, map[string]string{"access_token": token, "token_type": "Bearer", "expires_in": "600", "scope": asked.Scope})
}

// grant gives a new access token, or the OAuth error.
func (a *auth) grant(asked OAuthRequest) (status int, problem, token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	known := a.client
	switch {
	case asked.GrantType != "refresh_token" && asked.GrantType != "client_credentials":
		return http.StatusBadRequest, "unsupported_grant_type", ""
	case asked.ClientID == "" || known != nil && (asked.ClientID != known.id || asked.ClientSecret != known.secret):
		return http.StatusUnauthorized, "invalid_client", ""
	case asked.GrantType == "refresh_token" && (asked.RefreshToken == "" || known != nil && asked.RefreshToken != known.refresh):
		return http.StatusBadRequest, "invalid_grant", ""
	}
	a.serials++
	token = fmt.Sprintf("standin-access-%d", a.serials)
	a.issued[token] = true
	return http.StatusOK, "", token
}

func sendOAuth(w http.ResponseWriter, status int, body map[string]string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
