package snowflake

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	sf "github.com/snowflakedb/gosnowflake/v2"

	"cutover/sql/snowflake/quiet"
	"cutover/sql/warehouse"
)

const (
	// dialTimeout is how long a host may take to answer at all.
	dialTimeout = 10 * time.Second
	// defaultParallel is what MaxParallel 0 means.
	defaultParallel = 8
	// tokenLife is how long an access token of ours is used: Snowflake's live ten
	// minutes, and only logging in needs one.
	tokenLife = 5 * time.Minute
)

// Open connects and logs in, so that wrong credentials come as Unauthenticated,
// a role that may not be used as PermissionDenied and a host that does not
// answer as Unavailable, before anything is planned. A login that is refused is
// not repeated: that would lock the user out. Nothing is changed.
func Open(ctx context.Context, o Options) (warehouse.Driver, error) {
	if !quiet.Set {
		return nil, &warehouse.Error{Code: warehouse.Internal, Op: "open", Object: "snowflake", Err: errors.New("the driver's own side effects could not be switched off")}
	}
	if err := silence(); err != nil {
		return nil, &warehouse.Error{Code: warehouse.Internal, Op: "open", Object: "snowflake", Err: err}
	}
	c := &connector{profile: o.Profile}
	cfg, err := c.config(ctx)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(c)
	size := o.MaxParallel
	if size <= 0 {
		size = defaultParallel
	}
	// Two more than statements side by side: one renews the lease, one looks.
	db.SetMaxOpenConns(size + 2)
	db.SetMaxIdleConns(size + 2)
	who, err := logIn(ctx, db, o.Profile, cfg)
	if err != nil {
		_ = db.Close() // it never opened
		return nil, err
	}
	if who != "" {
		o.Profile.Role = who
	}
	return newDriver(db, o), nil
}

// silence turns off the driver's own log, which writes failed logins to stderr.
func silence() error {
	return sf.GetLogger().SetLogLevel("off")
}

// logIn makes the first connection and gives the role it has. A host that does
// not answer is tried again as often as the profile says.
func logIn(ctx context.Context, db *sql.DB, p Profile, cfg *sf.Config) (role string, err error) {
	for attempt := 1; ; attempt++ {
		role, err = firstQuery(ctx, db, p, cfg)
		if warehouse.CodeOf(err) != warehouse.Unavailable || attempt > p.ConnectRetries {
			return role, err
		}
		select {
		case <-ctx.Done():
			return "", openError(ctx, p, cfg, ctx.Err())
		case <-time.After(time.Duration(attempt*attempt) * time.Second):
		}
	}
}

func firstQuery(ctx context.Context, db *sql.DB, p Profile, cfg *sf.Config) (string, error) {
	if err := reachable(ctx, p, cfg); err != nil {
		return "", openError(ctx, p, cfg, err)
	}
	var now, role, account, version sql.NullString
	err := db.QueryRowContext(ctx, "SELECT CURRENT_TIMESTAMP(), CURRENT_ROLE(), CURRENT_ACCOUNT(), CURRENT_VERSION()").Scan(&now, &role, &account, &version)
	if err != nil {
		return "", openError(ctx, p, cfg, err)
	}
	return role.String, nil
}

// reachable knocks at the host before a login is tried, because the driver
// repeats a login for half a minute whatever the reason. Where a proxy stands
// in between only the driver can tell.
func reachable(ctx context.Context, p Profile, cfg *sf.Config) error {
	if p.Transport != nil || cfg.ProxyHost != "" {
		return nil
	}
	target := &url.URL{Scheme: cfg.Protocol, Host: net.JoinHostPort(cfg.Host, strconv.Itoa(cfg.Port))}
	if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: target}); err != nil || proxy != nil {
		return nil //nolint:nilerr // the driver reports a proxy that cannot be parsed
	}
	dialer := net.Dialer{Timeout: dialTimeout}
	conn, err := dialer.DialContext(ctx, "tcp", target.Host)
	if err != nil {
		return err
	}
	return conn.Close()
}

// connector makes the connections of the pool. The configuration is made once,
// and again when it holds something that does not last.
type connector struct {
	profile Profile

	mu   sync.Mutex
	made *sf.Config
	at   time.Time
}

// Connect implements driver.Connector.
func (c *connector) Connect(ctx context.Context) (driver.Conn, error) {
	cfg, err := c.take(ctx)
	if err != nil {
		return nil, err
	}
	return sf.NewConnector(sf.SnowflakeDriver{}, *cfg).Connect(ctx)
}

// Driver implements driver.Connector.
func (c *connector) Driver() driver.Driver { return sf.SnowflakeDriver{} }

// config is the configuration as it stands, made when there is none.
func (c *connector) config(ctx context.Context) (*sf.Config, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.current(ctx)
}

func (c *connector) current(ctx context.Context) (*sf.Config, error) {
	if c.made != nil && !c.old() {
		return c.made, nil
	}
	cfg, err := c.profile.config(ctx)
	if err != nil {
		return nil, err
	}
	c.made, c.at = cfg, time.Now() //nolint:forbidigo // how old a token is, in this process
	return cfg, nil
}

// take gives one connection its configuration, with parameters of its own
// because the driver writes into them. A passcode opens one connection only, so
// the next one asks again.
func (c *connector) take(ctx context.Context) (*sf.Config, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	made, err := c.current(ctx)
	if err != nil {
		return nil, err
	}
	cfg := *made
	cfg.Params = map[string]*string{}
	for name, value := range made.Params {
		v := *value
		cfg.Params[name] = &v
	}
	if cfg.Passcode != c.profile.Passcode {
		c.made = nil
	}
	return &cfg, nil
}

// old reports whether an access token that we fetched is due for a new one.
func (c *connector) old() bool {
	fetched := strings.EqualFold(c.profile.Authenticator, "oauth") && c.profile.OAuthClientID != ""
	return fetched && time.Since(c.at) > tokenLife
}

// The numbers by which the service and the driver say why a login failed
// (gosnowflake v2.1.0 errors.go; 3901xx and 3903xx are the service's).
const (
	numberServiceUnavailable = sf.ErrCodeServiceUnavailable
	numberRoleNotUsable      = sf.ErrRoleNotExist
	numberNotThere           = sf.ErrObjectNotExistOrAuthorized
	numberNetworkPolicy      = 390420
	numberNetworkPolicyIP    = 390422
)

// openError says why there is no connection.
func openError(ctx context.Context, p Profile, cfg *sf.Config, err error) error {
	var known *warehouse.Error
	if errors.As(err, &known) {
		return err
	}
	out := &warehouse.Error{Op: "open", Object: "snowflake account " + cfg.Account, Err: err}
	var native *sf.SnowflakeError
	switch {
	case ctx.Err() != nil:
		out.Code = warehouse.Canceled
	case errors.As(err, &native):
		out.Native = strconv.Itoa(native.Number)
		out.Code, out.Err = loginCode(native.Number), loginReason(p, cfg, native)
	case isNetwork(err):
		out.Code = warehouse.Unavailable
		out.Err = &plainError{text: net.JoinHostPort(cfg.Host, strconv.Itoa(cfg.Port)) + " cannot be reached: " + innermost(err), err: err}
	default:
		// What is left comes from the driver while it logs in: a browser that did
		// not come back, a key that it cannot use.
		out.Code = warehouse.Unauthenticated
	}
	return out
}

func loginCode(number int) warehouse.Code {
	switch number {
	case numberServiceUnavailable, sf.ErrCodeIdpConnectionError:
		return warehouse.Unavailable
	case numberRoleNotUsable, numberNetworkPolicy, numberNetworkPolicyIP:
		return warehouse.PermissionDenied
	case numberNotThere:
		return warehouse.NotFound
	}
	return warehouse.Unauthenticated
}

// loginReason is the service's sentence with the way out where we know one.
func loginReason(p Profile, cfg *sf.Config, native *sf.SnowflakeError) error {
	text := strings.Join(strings.Fields(native.Error()), " ")
	switch {
	case native.Number == numberRoleNotUsable:
		text += "; ask for GRANT ROLE " + Dialect().QuoteName(cfg.Role) + " TO USER " + Dialect().QuoteName(cfg.User)
	case loginCode(native.Number) != warehouse.Unauthenticated:
	case cfg.Authenticator == sf.AuthTypeSnowflake:
		text += "; " + errPassword.Error()
	case native.Number == sf.ErrCodeFailedToConnect:
		text += "; is the account " + strconv.Quote(p.Account) + " spelled right?"
	}
	return &plainError{text: text, err: native}
}

// isNetwork reports whether the service was not reached at all.
func isNetwork(err error) bool {
	var network net.Error
	var web *url.Error
	return errors.As(err, &network) || errors.As(err, &web)
}

// innermost is the shortest truth about a network error: its own address is
// named already.
func innermost(err error) string {
	var lookup *net.DNSError
	if errors.As(err, &lookup) {
		return "there is no such host"
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		return op.Err.Error()
	}
	var web *url.Error
	if errors.As(err, &web) && web.Err != nil {
		return web.Err.Error()
	}
	return err.Error()
}

// plainError is a native error in our words.
type plainError struct {
	text string
	err  error
}

// Error implements error.
func (e *plainError) Error() string { return e.text }

// Unwrap gives the native error.
func (e *plainError) Unwrap() error { return e.err }
