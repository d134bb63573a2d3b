// Package standins starts the stand-ins for warehouses that cannot be reached
// from a test, as processes of their own, so that real clients talk to them.
//
// It never reaches a real warehouse, and it never passes over a stand-in that
// should have been there: without it a test is skipped and says why, or fails
// where CUTOVER_TEST_REQUIRE names it. Its one invariant: what it starts ends
// with the test, also when the test is killed.
package standins
