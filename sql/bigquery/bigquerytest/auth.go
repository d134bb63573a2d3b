package bigquerytest

import (
	"net/http"
	"strings"
	"sync"

	"cutover/sql/bigquery/bigquerytest/catalog"
)

// auth is who may do what. Without a check every token is taken, and none at all too.
type auth struct {
	mu    sync.Mutex
	check func(token string) error
	name  func(token string) string
	deny  func(principal, permission, resource string) bool
}

// SetAuth replaces the check of bearer tokens; the empty token is a request that carries none. An error of check is answered
// with 401. nil accepts everything.
func (s *Server) SetAuth(check func(token string) error) {
	s.auth.mu.Lock()
	defer s.auth.mu.Unlock()
	s.auth.check = check
}

// SetPrincipal says whose a token is. nil makes every token User's.
func (s *Server) SetPrincipal(name func(token string) string) {
	s.auth.mu.Lock()
	defer s.auth.mu.Unlock()
	s.auth.name = name
}

// Deny says what a principal may not do: permission is IAM's (bigquery.tables.get, bigquery.jobs.create, ...), resource is
// projects/p, projects/p/datasets/d or projects/p/datasets/d/tables/t. What is denied is answered with 403 accessDenied and left out
// by testIamPermissions. Statements inside a job are not asked about: use the fault JobAccessDenied. nil allows everything.
func (s *Server) Deny(deny func(principal, permission, resource string) bool) {
	s.auth.mu.Lock()
	defer s.auth.mu.Unlock()
	s.auth.deny = deny
}

func (s *Server) principal(token string) string {
	s.auth.mu.Lock()
	defer s.auth.mu.Unlock()
	if s.auth.name == nil {
		return s.User
	}
	return s.auth.name(token)
}

func (s *Server) denied(principal, permission, resource string) bool {
	s.auth.mu.Lock()
	defer s.auth.mu.Unlock()
	return s.auth.deny != nil && s.auth.deny(principal, permission, resource)
}

// authenticate tells why a token is refused; nil when it is not.
func (s *Server) authenticate(token string) *catalog.Error {
	s.auth.mu.Lock()
	check := s.auth.check
	s.auth.mu.Unlock()
	if check == nil {
		return nil
	}
	if err := check(token); err != nil {
		return &catalog.Error{Code: http.StatusUnauthorized, Reason: "authError", Message: "Request had invalid authentication credentials: " + err.Error()}
	}
	return nil
}

func accessDenied(permission, resource string) *catalog.Error {
	return &catalog.Error{
		Code: http.StatusForbidden, Reason: reasonDenied,
		Message: "Access Denied: Permission " + permission + " denied on " + resource + " (or it may not exist).",
	}
}

func bearer(r *http.Request) string {
	token, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		return ""
	}
	return token
}
