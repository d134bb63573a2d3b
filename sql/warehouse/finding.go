package warehouse

// Level is how bad a finding is.
type Level string

// The levels.
const (
	Fine    Level = "ok"
	Warning Level = "warn"
	Failure Level = "fail"
)

// Finding is one thing that a look at a warehouse's readiness found.
type Finding struct {
	// Check is what was looked at, in a few words.
	Check string
	Level Level
	Found string
	// Hint is what to do about it, such as the statement or command to run; empty
	// for nothing.
	Hint string
}
