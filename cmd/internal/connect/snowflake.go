package connect

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"cutover/cmd/internal/config"
	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

// stateSuffix makes the name of the database that a ledger has to itself: a swap
// exchanges production's whole database, so the ledger cannot be inside it.
const stateSuffix = "__CUTOVER"

// openSnowflake logs in once: one account, one user and one role see both sides.
func openSnowflake(ctx context.Context, req Request) (*Session, error) {
	if err := oneLogin(req); err != nil {
		return nil, err
	}
	options := snowflakeOptions(req)
	wh, err := warehouse.New(ctx, func(ctx context.Context) (warehouse.Driver, error) {
		return snowflake.Open(ctx, options)
	})
	if err != nil {
		return nil, err
	}
	s := &Session{
		Warehouse: wh, Production: snowflakePlace(req.Production),
		Describe: plan.Warehouse{Kind: "snowflake", Where: whereOf(req.Production.Snowflake), As: wh.Capabilities().Role},
	}
	if req.Candidate != nil {
		s.Candidate = snowflakePlace(req.Candidate)
	}
	s.State, err = snowflakeState(req, func(c warehouse.Container) (bool, error) { return exists(ctx, wh, c) })
	if err != nil {
		return nil, errors.Join(err, wh.Close())
	}
	return s, nil
}

func exists(ctx context.Context, wh *warehouse.Warehouse, c warehouse.Container) (bool, error) {
	inv, err := wh.Inspect(ctx, warehouse.InspectRequest{Containers: []warehouse.Container{c}})
	if err != nil {
		return false, fmt.Errorf("look for the ledger: %w", err)
	}
	state, ok := inv.Container(c)
	return ok && state.Exists, nil
}

func whereOf(s *config.Snowflake) string {
	if s.Account == "" {
		return "connection " + s.ConnectionName
	}
	return s.Account
}

// snowflakePlace gives the stored names of a side. dbt writes the same ones.
func snowflakePlace(c *config.Connection) Place {
	name := storedName(c.Snowflake.Database)
	return Place{Database: name, DBTDatabase: name, Schema: storedName(c.Snowflake.Schema)}
}

// storedName gives a name as Snowflake stores it: one that needs no quotes folds
// to upper case, one in double quotes, or that could not be written without, is
// what it is.
func storedName(name string) string { return snowflake.Dialect().ParseName(name) }

// snowflakeState says where the ledger is: where cutover.yml says, in production's
// database when its partner is in there too, else in a database of its own. Where
// nobody says what the partner is, a ledger that is there is used.
func snowflakeState(req Request, exists func(warehouse.Container) (bool, error)) (warehouse.Container, error) {
	state := warehouse.Container{Database: storedName(req.State.Database), Schema: storedName(req.State.Container)}
	production := storedName(req.Production.Snowflake.Database)
	inside := warehouse.Container{Database: production, Schema: state.Schema}
	if state.Database != "" {
		return state, nil
	}
	state.Database = production + stateSuffix
	for _, side := range []*config.Connection{req.Partner, req.Candidate} {
		if side == nil || side.Snowflake == nil {
			continue
		}
		if storedName(side.Snowflake.Database) == production {
			return inside, nil
		}
		return state, nil
	}
	found, err := exists(inside)
	if found {
		return inside, err
	}
	return state, err
}

// oneLogin refuses two sides that one session cannot see, and connections that
// lack what a session needs.
func oneLogin(req Request) error {
	production := req.Production.Snowflake
	if production == nil {
		return unsupported("snowflake", "the connection has no Snowflake settings")
	}
	for _, side := range []*config.Connection{req.Candidate, req.Partner} {
		if side == nil || side.Snowflake == nil {
			continue
		}
		other := side.Snowflake
		for _, same := range []struct{ what, a, b string }{
			{"account", account(production.Account), account(other.Account)},
			{"connection_name", production.ConnectionName, other.ConnectionName},
			{"user", strings.ToUpper(production.User), strings.ToUpper(other.User)},
			{"role", storedName(production.Role), storedName(other.Role)},
		} {
			if same.a != same.b {
				return unsupported("snowflake", "production has %s %q and the candidate %q: both sides need one account, user and role, because one session publishes; "+
					"set it for one of them below connection: in cutover.yml", same.what, same.a, same.b)
			}
		}
	}
	return nil
}

// account gives one spelling of an account's identifier.
func account(name string) string {
	name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
	return strings.TrimSuffix(name, ".us-west-2")
}

func snowflakeOptions(req Request) snowflake.Options {
	o := snowflake.Options{
		Profile: profile(req), QueryTag: req.Production.Snowflake.QueryTag,
		MaxParallel: req.MaxParallel, HashContent: req.HashContent,
	}
	if req.OnStatement != nil {
		var one sync.Mutex // statements run side by side, the hook does not
		o.OnStatement = func(_ context.Context, phase snowflake.Phase, st warehouse.Statement) {
			one.Lock()
			defer one.Unlock()
			req.OnStatement(string(phase), st.Text)
		}
	}
	return o
}

func profile(req Request) snowflake.Profile {
	s := req.Production.Snowflake
	return snowflake.Profile{
		Account: s.Account, User: s.User, Authenticator: s.Authenticator, Password: s.Password, Passcode: s.Passcode, Token: s.Token,
		PrivateKey: s.PrivateKey, PrivateKeyPath: s.PrivateKeyPath, PrivateKeyPassphrase: s.PrivateKeyPassphrase,
		OAuthClientID: s.OAuthClientID, OAuthClientSecret: s.OAuthClientSecret, OAuthTokenRequestURL: s.OAuthTokenRequestURL,
		OAuthAuthorizationURL: s.OAuthAuthorizationURL, OAuthRedirectURI: s.OAuthRedirectURI, OAuthScope: s.OAuthScope,
		WorkloadIdentityProvider: s.WorkloadIdentityProvider, WorkloadIdentityEntraResource: s.WorkloadIdentityEntraResource,
		Role: s.Role, Warehouse: s.Warehouse, Database: s.Database, Schema: s.Schema, QueryTag: s.QueryTag,
		Host: s.Host, Port: s.Port, Protocol: s.Protocol,
		ProxyHost: s.ProxyHost, ProxyPort: s.ProxyPort, InsecureMode: s.InsecureMode,
		ConnectRetries: s.ConnectRetries, ConnectTimeout: s.ConnectTimeout, S3StageVPCEDNSName: s.S3StageVPCEDNSName,
		ConnectionName: s.ConnectionName, Lookup: req.Lookup,
		Terminal: req.AskPasscode != nil, AskPasscode: req.AskPasscode,
	}
}
