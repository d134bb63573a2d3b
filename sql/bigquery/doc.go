// Package bigquery is cutover's adapter to BigQuery.
//
// It opens a project through the vendor's Go client, looks at datasets with few
// metadata calls and catalog queries, renders operations to GoogleSQL and to
// metadata calls, and sends each statement as a job of its own whose id says
// which release, step and attempt it belongs to.
//
// It never lets the service choose the id of a job that changes something, never
// gives such a job up once it may have been accepted (a copy cannot be stopped),
// and never sends a writing request after the moment at which the lease that
// fences it could have run out.
//
// Its one invariant: for one attempt at a step there is at most one job per
// statement, whatever is lost on the way, and an answer that stays lost is
// reported as OutcomeUnknown, never as done and never as failed.
package bigquery
