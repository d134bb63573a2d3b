// Package snowflaketest is the protocol half of the Snowflake stand-in: an HTTP server inside the test process,
// in the manner of net/http/httptest, that gosnowflake v2.1.0 talks to as if it were an account.
//
// It speaks the driver's own endpoints (login, query-request, results, monitoring, token renewal, heartbeat,
// abort, telemetry, closing of a session, and the account's OAuth token endpoint) and hands each statement to an
// Engine, usually the model in snowflaketest/catalog. It records what came in, and can make each statement meet a
// fault: a lost reply before or after the effect, half a reply, HTTP 503, a refusal, an expired session, and so on.
//
// What it never does: guess. An unknown endpoint answers 404, asynchronous execution, describe-only requests,
// several statements in one request and array binds answer 001003, one request id for two different statements
// is recorded, and a server made by NewServer fails its test for everything in Unexpected.
//
// Its one invariant: a statement reaches the engine at most once per request id while Dedupe is true, and once
// per arrival while it is false, whatever happens to the connection. A client that goes away cancels nothing, as
// with the real service (ABORT_DETACHED_QUERY is false there by default); only an abort-request or Close does.
//
// The wire was read from the driver's source (restful.go, retry.go, auth.go, connection.go, monitoring.go,
// heartbeat.go of v2.1.0), not from a real account. Whether the real service answers a repeated request id
// from a record, for DDL too, is not documented: hence Dedupe can be either. Not here, because they need a browser or
// an identity provider: Okta, external browser and the OAuth authorization-code flow. Results are one JSON
// rowset, never Arrow and never in chunks.
package snowflaketest
