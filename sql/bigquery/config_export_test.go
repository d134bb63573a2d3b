package bigquery

import "net/http"

// EndpointOf shows where the calls of a profile go.
func EndpointOf(p Profile) (string, error) {
	u, err := p.endpoint()
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

// PoolOf shows the connections that are made for so many statements at once.
func PoolOf(parallel int) *http.Transport { return newPool(parallel) }

// OptionsOf shows what a driver was opened with.
func OptionsOf(d *Driver) (o Options, jobsIn, location string) { return d.opts, d.project, d.location }
