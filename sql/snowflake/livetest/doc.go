// Package livetest opens the Snowflake account that the live suite runs on, as the environment variables of
// docs/snowflake-live.md say, and skips the test loudly when they are not set.
//
// It never touches what it did not make: everything that a test makes has a name that begins with a prefix of its own,
// CUTOVER_TEST_<random>_ by default, and what begins so is what it drops. It never prints a secret.
//
// Its one invariant: after a test that ended by itself, nothing with the prefix is left, or the test has failed and says
// what is to be dropped by hand.
package livetest
