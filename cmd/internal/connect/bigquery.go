package connect

import (
	"context"
	"sync"

	"cutover/cmd/internal/config"
	"cutover/sql/bigquery"
	"cutover/sql/warehouse"
	"cutover/strategies/plan"
)

const (
	// bigQueryState is the dataset of the ledger when cutover.yml names none.
	bigQueryState = "cutover"
	// mostJobs is how many jobs run at once whatever cutover.yml says: the service
	// lets a project insert only so many in a second.
	mostJobs = 64
)

// openBigQuery logs in once, as production's profile says: one account sees both
// sides, and jobs read the one and write the other.
func openBigQuery(ctx context.Context, req Request) (*Session, error) {
	if err := oneLocation(req); err != nil {
		return nil, err
	}
	s := &Session{}
	var err error
	if s.Production, err = bigQueryPlace(ctx, req.Production); err != nil {
		return nil, err
	}
	if req.Candidate != nil {
		if s.Candidate, err = bigQueryPlace(ctx, req.Candidate); err != nil {
			return nil, err
		}
	}
	s.State = bigQueryStateOf(req.State, s.Production)
	options := bigQueryOptions(req, s.Production, s.Candidate)
	s.Describe = plan.Warehouse{Kind: "bigquery", Where: s.Production.Database, As: options.Profile.Principal()}
	s.Warehouse, err = warehouse.New(ctx, func(ctx context.Context) (warehouse.Driver, error) {
		return bigquery.Open(ctx, options)
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// bigQueryPlace gives the project and the dataset of a side, as dbt writes them.
// A profile without a project means that of the default credentials.
func bigQueryPlace(ctx context.Context, c *config.Connection) (Place, error) {
	project := c.BigQuery.Project
	if project == "" {
		var err error
		if project, err = bigquery.DefaultProject(ctx); err != nil {
			return Place{}, err
		}
	}
	return Place{Database: project, DBTDatabase: project, Schema: c.BigQuery.Dataset}, nil
}

// bigQueryStateOf says where the ledger is: a dataset of its own, beside
// production's unless cutover.yml says another project.
func bigQueryStateOf(state config.State, production Place) warehouse.Container {
	c := warehouse.Container{Database: state.Database, Schema: state.Container}
	if c.Database == "" {
		c.Database = production.Database
	}
	if c.Schema == "" {
		c.Schema = bigQueryState
	}
	return c
}

// oneLocation refuses two sides that one job cannot see, and connections that
// lack what a session needs.
func oneLocation(req Request) error {
	production := req.Production.BigQuery
	if production == nil {
		return unsupported("bigquery", "the connection has no BigQuery settings")
	}
	for _, side := range []*config.Connection{req.Candidate, req.Partner} {
		if side == nil || side.BigQuery == nil {
			continue
		}
		other := side.BigQuery
		if production.APIEndpoint != other.APIEndpoint {
			return unsupported("bigquery", "production has api_endpoint %q and the candidate %q: both sides need one service", production.APIEndpoint, other.APIEndpoint)
		}
		if production.Location != "" && other.Location != "" && !bigquery.SameLocation(production.Location, other.Location) {
			return unsupported("bigquery", "production has location %q and the candidate %q: a job works in one location, and tables are cloned within one; "+
				"build the candidate where production is", production.Location, other.Location)
		}
	}
	return nil
}

func bigQueryOptions(req Request, production, candidate Place) bigquery.Options {
	o := bigquery.Options{
		Profile: bigQueryProfile(req, production), HashContent: req.HashContent,
		MaxParallel: min(req.MaxParallel, mostJobs),
	}
	if candidate.Schema != "" {
		o.Beside = []warehouse.Container{{Database: candidate.Database, Schema: candidate.Schema}}
	}
	if req.OnStatement != nil {
		var one sync.Mutex // statements run side by side, the hook does not
		o.OnStatement = func(_ context.Context, phase bigquery.Phase, st warehouse.Statement) {
			one.Lock()
			defer one.Unlock()
			req.OnStatement(string(phase), st.Text)
		}
	}
	return o
}

func bigQueryProfile(req Request, production Place) bigquery.Profile {
	b := req.Production.BigQuery
	p := bigquery.Profile{
		Method: b.Method, Project: production.Database, ExecutionProject: b.ExecutionProject, QuotaProject: b.QuotaProject,
		Dataset: b.Dataset, Location: b.Location, Scopes: b.Scopes, APIEndpoint: b.APIEndpoint,
		Keyfile: b.Keyfile, KeyfileJSON: b.KeyfileJSON,
		Token: b.Token, RefreshToken: b.RefreshToken, ClientID: b.ClientID, ClientSecret: b.ClientSecret, TokenURI: b.TokenURI,
		WorkloadPoolProviderPath: b.WorkloadPoolProviderPath, ServiceAccountImpersonationURL: b.ServiceAccountImpersonationURL,
		TokenEndpoint:             bigquery.TokenEndpoint(b.TokenEndpoint),
		ImpersonateServiceAccount: b.ImpersonateServiceAccount,
		Priority:                  b.Priority, MaximumBytesBilled: b.MaximumBytesBilled, Reservation: b.Reservation,
		JobExecutionTimeout: b.JobExecutionTimeout, JobCreationTimeout: b.JobCreationTimeout,
		JobRetries: b.JobRetries, JobRetryDeadline: b.JobRetryDeadline,
	}
	if p.Location == "" && req.Candidate != nil && req.Candidate.BigQuery != nil {
		p.Location = req.Candidate.BigQuery.Location
	}
	return p
}
