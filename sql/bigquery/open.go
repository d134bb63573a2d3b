package bigquery

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"

	"cloud.google.com/go/auth"
	"cloud.google.com/go/auth/httptransport"
	"cloud.google.com/go/bigquery"
	bq "google.golang.org/api/bigquery/v2"
	"google.golang.org/api/option"

	"cutover/sql/warehouse"
)

const (
	// dialTimeout is how long a host may take to answer at all.
	dialTimeout = 10 * time.Second
	// openTimeout bounds everything that Open asks, logging in included: Google's
	// client would go on for as long as the caller lets it.
	openTimeout = 40 * time.Second
	openTries   = 3
	// replyTimeout is how long a reply may stay away. The service answers every
	// call within seconds, also one that waits for a job; a longer silence is a
	// lost connection. It does not bound any job.
	replyTimeout = 3 * time.Minute
	// A connection that carries many requests at once is tried after a silence of
	// pingAfter and given up when the ping stays away for pingTimeout.
	pingAfter   = 30 * time.Second
	pingTimeout = 15 * time.Second

	userAgent          = "cutover"
	quotaProjectHeader = "X-Goog-User-Project" // cloud.google.com/apis/docs/system-parameters
)

// Open logs in and asks one cheap thing, so that wrong credentials come as
// Unauthenticated, missing rights as PermissionDenied and a host that does not
// answer as Unavailable, before anything is planned. It runs no job and changes
// nothing. The location of all jobs is the profile's, else that of the first
// dataset that is there among the profile's and Options.Beside; NotFound when
// there is none.
func Open(ctx context.Context, o Options) (warehouse.Driver, error) {
	if err := o.Profile.check(); err != nil {
		return nil, err
	}
	o.Profile.ExecutionProject = o.Profile.executionProject()
	if o.Transport == nil {
		pool := newPool(o.parallel())
		o.Transport, o.hangUp = pool, pool.CloseIdleConnections
	}
	d, err := o.open(ctx)
	if err != nil {
		if o.hangUp != nil {
			o.hangUp()
		}
		return nil, err
	}
	return d, nil
}

func (o Options) open(ctx context.Context) (*Driver, error) {
	client, err := o.httpClient()
	if err != nil {
		return nil, err
	}
	endpoint, err := o.Profile.endpoint()
	if err != nil {
		return nil, err
	}
	options := []option.ClientOption{option.WithHTTPClient(client), option.WithEndpoint(endpoint.String())}
	service, err := bq.NewService(ctx, options...)
	if err != nil {
		return nil, &warehouse.Error{Code: warehouse.Internal, Op: "open", Object: "bigquery", Err: err}
	}
	c, err := bigquery.NewClient(ctx, o.Profile.ExecutionProject, options...)
	if err != nil {
		return nil, &warehouse.Error{Code: warehouse.Internal, Op: "open", Object: "bigquery", Err: err}
	}
	if o.Profile.Location, err = o.firstCalls(ctx, service, endpoint.Host); err != nil {
		return nil, errors.Join(err, c.Close())
	}
	c.Location = o.Profile.Location
	return newDriver(c, service, o), nil
}

// newPool makes connections for as many requests as go out at once: with fewer
// idle ones, each burst would make new ones.
func newPool(parallel int) *http.Transport {
	size := parallel + spareConnections
	dialer := &net.Dialer{Timeout: dialTimeout, KeepAlive: pingAfter}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dialer.DialContext, ForceAttemptHTTP2: true,
		MaxIdleConns: size, MaxIdleConnsPerHost: size, IdleConnTimeout: 90 * time.Second,
		TLSHandshakeTimeout: dialTimeout, ResponseHeaderTimeout: replyTimeout, ExpectContinueTimeout: time.Second,
		HTTP2: &http.HTTP2Config{SendPingTimeout: pingAfter, PingTimeout: pingTimeout},
	}
}

// httpClient is the one client that everything goes through: it logs in, names
// the project whose quota is used, and refuses to write without the lease. The
// fence is nearest to the wire, so that a wait for a token cannot outlast it.
func (o Options) httpClient() (*http.Client, error) {
	login := &http.Client{Transport: loginTransport{base: o.Transport}, Timeout: loginTimeout}
	creds, err := o.Profile.credentials(login)
	if err != nil {
		return nil, err
	}
	tokens := auth.NewCredentials(&auth.CredentialsOptions{TokenProvider: loginTokens{profile: o.Profile, tokens: creds}})
	client := &http.Client{Transport: headerTransport{
		base: newFenceTransport(o.Transport), quotaProject: o.Profile.QuotaProject, credentials: creds,
	}}
	if err := httptransport.AddAuthorizationMiddleware(client, tokens); err != nil {
		return nil, &warehouse.Error{Code: warehouse.Internal, Op: "open", Object: "bigquery", Err: err}
	}
	return client, nil
}

// headerTransport says who asks and whose quota counts: the profile's project,
// else the one that the credentials name.
type headerTransport struct {
	base         http.RoundTripper
	quotaProject string
	credentials  *auth.Credentials
}

// RoundTrip implements http.RoundTripper.
func (t headerTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	project := t.quotaProject
	if project == "" {
		// Where the credentials cannot say, the service takes the caller's project.
		project, _ = t.credentials.QuotaProjectID(r.Context())
	}
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", userAgent)
	if project != "" {
		r.Header.Set(quotaProjectHeader, project)
	}
	return t.base.RoundTrip(r)
}

// firstCalls finds out whether the service can be reached and used, and where
// the data lies.
func (o Options) firstCalls(ctx context.Context, service *bq.Service, host string) (location string, err error) {
	bounded, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	p := o.Profile
	err = repeated(bounded, func() error {
		_, err := service.Datasets.List(p.Project).MaxResults(1).Context(bounded).Do()
		return err
	})
	if err != nil {
		return "", openError(ctx, p, host, "project "+p.Project, err)
	}
	if p.Location != "" {
		return p.Location, nil
	}
	var asked []string
	for _, c := range append([]warehouse.Container{{Database: p.Project, Schema: p.Dataset}}, o.Beside...) {
		if c.Schema == "" {
			continue
		}
		var dataset *bq.Dataset
		err := repeated(bounded, func() (err error) {
			dataset, err = service.Datasets.Get(c.Database, c.Schema).DatasetView("METADATA").Context(bounded).Do()
			return err
		})
		switch {
		case err == nil && dataset.Location != "":
			return dataset.Location, nil
		case err != nil && !missing(err):
			return "", openError(ctx, p, host, "dataset "+c.String(), err)
		}
		asked = append(asked, c.String())
	}
	if len(asked) == 0 {
		return "", refuse(warehouse.NotFound, "open", "bigquery", "nothing says where jobs run: set location: (or dataset:) in the profile")
	}
	return "", refuse(warehouse.NotFound, "open", "bigquery", "%s is not there, so nothing says where jobs run: set location: in the profile", strings.Join(asked, " and "))
}

// repeated asks again when the service answers that it failed, or does not
// answer on a connection that it had taken. Nothing that it is used for changes
// anything.
func repeated(ctx context.Context, do func() error) error {
	for n := 1; ; n++ {
		err := do()
		if n == openTries || !passing(err) || notReached(err) {
			return err
		}
		if pause(ctx, n+1) != nil {
			return err
		}
	}
}

// openError says why there is no connection, and what to change.
func openError(ctx context.Context, p Profile, host, object string, err error) error {
	out := &warehouse.Error{Op: "open", Object: "bigquery " + object, Err: err}
	var login *warehouse.Error
	switch {
	case ctx.Err() != nil:
		out.Code, out.Err = warehouse.Canceled, ctx.Err()
		return out
	case errors.As(err, &login):
		out.Code, out.Native, out.Err = login.Code, login.Native, login.Err
		return out
	case errors.Is(err, context.DeadlineExceeded):
		out.Code = warehouse.Unavailable
		out.Err = &sentence{line: host + " did not answer within " + openTimeout.String(), err: err}
		return out
	case isNetwork(err):
		out.Code = warehouse.Unavailable
		out.Err = &sentence{line: host + " cannot be reached: " + innermost(err), err: err}
		return out
	}
	var known *warehouse.Error
	if mapped := mapError(out.Op, out.Object, reading, err); !errors.As(mapped, &known) {
		return mapped
	}
	if hint := p.hint(known.Code); hint != "" {
		return &warehouse.Error{
			Code: known.Code, Op: known.Op, Object: known.Object, Native: known.Native,
			Err: &sentence{line: known.Err.Error() + "; " + hint, err: known.Err},
		}
	}
	return known
}

// hint is the way out of a refusal of the service.
func (p Profile) hint(code warehouse.Code) string {
	switch {
	case code == warehouse.Unauthenticated && p.Method == methodSecrets && p.RefreshToken == "":
		return "an access token lasts an hour: put a new one into token:, or set refresh_token, client_id, client_secret and token_uri"
	case code == warehouse.Unauthenticated && p.Method == methodDefault:
		return defaultLoginHelp
	case code == warehouse.PermissionDenied && p.QuotaProject != "":
		return "the account needs roles/bigquery.user in " + p.Project + ", and roles/serviceusage.serviceUsageConsumer in the quota_project " + p.QuotaProject
	case code == warehouse.PermissionDenied:
		return "the account needs roles/bigquery.user in " + p.Project
	case code == warehouse.NotFound:
		return "is project: spelled right?"
	}
	return ""
}

// isNetwork reports whether the service was not reached, or the link was cut.
func isNetwork(err error) bool {
	var network net.Error
	return errors.As(err, &network)
}

// notReached reports whether there was no connection at all: asking again within
// a second would not make one.
func notReached(err error) bool {
	var lookup *net.DNSError
	var op *net.OpError
	return errors.As(err, &lookup) || errors.As(err, &op) && op.Op == "dial"
}

// innermost is the shortest truth about a network error: the host is named
// already.
func innermost(err error) string {
	var lookup *net.DNSError
	if errors.As(err, &lookup) {
		return "there is no such host"
	}
	var op *net.OpError
	if errors.As(err, &op) && op.Err != nil {
		return op.Err.Error()
	}
	for inner := err; inner != nil; inner = errors.Unwrap(inner) {
		err = inner
	}
	return err.Error()
}

// SameLocation reports whether two spellings name one location: the service
// takes US and us for the same.
func SameLocation(a, b string) bool { return strings.EqualFold(a, b) }
