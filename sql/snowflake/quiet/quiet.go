// Package quiet keeps Snowflake's Go driver from doing things that nobody asked
// it for, by setting two variables of this process before the driver's package
// begins: SF_DISABLE_MINICORE, because its init function otherwise writes a
// shared library to disk and loads it, and SNOWFLAKE_DISABLE_PLATFORM_DETECTION,
// because every first login otherwise asks the metadata services of three
// clouds where it runs. A variable that the user has set is left as it is.
//
// Go initialises packages in the order of their import paths as soon as what
// they import is ready, and "cutover/..." comes before "github.com/...", so
// importing only os is what makes this work: the package must import nothing
// else. docs/decisions/013-gosnowflake-v2.md has the rest.
package quiet

import "os"

// The variables that the driver reads.
const (
	Minicore  = "SF_DISABLE_MINICORE"
	Detection = "SNOWFLAKE_DISABLE_PLATFORM_DETECTION"
)

// Set is whether both variables could be set. Its initialisation is what this
// package is for: a function would be called too late.
var Set = set(Minicore) && set(Detection) //nolint:gochecknoglobals // see above

func set(name string) bool {
	if _, ok := os.LookupEnv(name); ok { //nolint:forbidigo // it has to be read before main
		return true
	}
	return os.Setenv(name, "true") == nil
}
