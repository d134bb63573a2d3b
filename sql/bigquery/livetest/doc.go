// Package livetest opens the BigQuery project that the live suite runs on, as the environment variables of
// docs/bigquery-live.md say, and skips the test loudly when they are not set.
//
// It never touches what it did not make: everything that a test makes lies in datasets whose names begin with a prefix of
// the test's own, cutover_test_<random>_ by default, and datasets that begin so are what it drops. It never prints a secret.
//
// Its one invariant: after a test that ended by itself, no dataset with the prefix is left, or the test has failed and says
// what is to be dropped by hand.
package livetest
