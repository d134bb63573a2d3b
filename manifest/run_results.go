package manifest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The run-results schema versions that are understood: dbt 1.0 (v4) to 1.12 (v6).
const (
	oldestRunResults = 4
	newestRunResults = 6
)

// Status is what dbt says about one node. dbt adds statuses; one that is not named here is kept as written and must not
// be taken for a success.
type Status string

// The statuses of run_results.json and sources.json.
const (
	StatusSuccess        Status = "success"
	StatusPartialSuccess Status = "partial success" // microbatch: some batches failed
	StatusError          Status = "error"
	StatusSkipped        Status = "skipped"
	StatusNoOp           Status = "no-op"
	StatusReused         Status = "reused"
	StatusPass           Status = "pass"
	StatusFail           Status = "fail"
	StatusWarn           Status = "warn"
	StatusRuntimeError   Status = "runtime error" // freshness could not be measured
)

// RunResults is one run_results.json.
type RunResults struct {
	Path          string
	SchemaVersion int
	DbtVersion    string
	InvocationID  string
	GeneratedAt   time.Time // UTC; zero when dbt's text was missing or not a time
	Args          RunArgs
	ElapsedTime   time.Duration
	Results       []Result // in the file's order; may be empty: a selection that matched nothing
}

// RunArgs are the flags of the dbt command, as far as they say what the results are worth.
type RunArgs struct {
	Which             string // "build", "run", "test", "compile", ...; `dbt retry` writes the command it repeats
	Select            []string
	Exclude           []string
	Selector          string
	Target            string // empty unless --target was given
	FullRefresh       bool
	Empty             bool   // --empty: relations were built without rows
	Sample            string // --sample: relations were built from part of the data; empty without
	Defer             bool
	InvocationCommand string // the command line, which is the only place that says "dbt retry"
}

// Result is what dbt says about one node.
type Result struct {
	UniqueID      string
	Status        Status
	Failures      *int // tests that ran: rows that failed; nil for everything else
	Message       string
	RelationName  string // v6 and newer, quoted as in the manifest; empty when there is none
	ExecutionTime time.Duration
	StartedAt     time.Time // UTC; zero when dbt recorded no timing (skipped nodes)
	CompletedAt   time.Time
}

// OpenRunResults reads the run_results.json at path. Errors: the file cannot be read, or an *ArtifactError.
func OpenRunResults(path string) (*RunResults, error) {
	data, err := readFile(path, "run results")
	if err != nil {
		return nil, err
	}
	return ReadRunResults(path, data)
}

// ReadRunResults reads run results from data; name stands for it in errors. The caller must not change data afterwards.
func ReadRunResults(name string, data []byte) (*RunResults, error) {
	a, err := validate(name, data)
	if err != nil {
		return nil, err
	}
	fields := Value{raw: a.root}.Fields()
	r := &RunResults{Path: name}
	if r.SchemaVersion, err = a.schemaVersion(fields["metadata"].raw, "run-results"); err != nil {
		return nil, err
	}
	if r.SchemaVersion < oldestRunResults || r.SchemaVersion > newestRunResults {
		return nil, a.refuse(ErrUnsupportedVersion, "has run-results schema v%d; versions v%d to v%d are supported",
			r.SchemaVersion, oldestRunResults, newestRunResults)
	}
	md := readMetadata(fields["metadata"].raw)
	r.DbtVersion, r.InvocationID, r.GeneratedAt = md.DbtVersion, md.InvocationID, md.GeneratedAt
	r.ElapsedTime = seconds(fields["elapsed_time"])
	r.Args = readRunArgs(fields["args"])
	list := fields["results"]
	if list.raw == "" || list.raw[0] != '[' {
		return nil, a.refuse(ErrNotArtifact, "has no list of results, so it is not a dbt run-results")
	}
	for i, v := range list.List() {
		result, err := a.readResult(i, v)
		if err != nil {
			return nil, err
		}
		r.Results = append(r.Results, result)
	}
	return r, nil
}

func readRunArgs(v Value) RunArgs {
	f := v.Fields()
	args := RunArgs{
		Which:             f["which"].Text(),
		Select:            f["select"].Strings(),
		Exclude:           f["exclude"].Strings(),
		Selector:          f["selector"].Text(),
		Target:            f["target"].Text(),
		FullRefresh:       f["full_refresh"].Bool(),
		Empty:             f["empty"].Bool(),
		Defer:             f["defer"].Bool(),
		InvocationCommand: f["invocation_command"].Text(),
	}
	if sample := f["sample"]; truthy(sample) {
		if args.Sample = sample.Text(); args.Sample == "" {
			args.Sample = sample.raw // a window may be written as an object
		}
	}
	return args
}

// readResult reads one result. One without a unique_id or a status could hide a failure, so the file is refused.
func (a artifact) readResult(i int, v Value) (Result, error) {
	f := v.Fields()
	r := Result{
		UniqueID:      f["unique_id"].Text(),
		Status:        Status(f["status"].Text()),
		Message:       f["message"].Text(),
		RelationName:  f["relation_name"].Text(),
		ExecutionTime: seconds(f["execution_time"]),
	}
	if r.UniqueID == "" || r.Status == "" {
		return r, a.refuse(ErrNotArtifact, "has a result (number %d) without unique_id or status", i+1)
	}
	if n, ok := f["failures"].Int(); ok {
		failures := int(n)
		r.Failures = &failures
	}
	for _, phase := range f["timing"].List() {
		p := phase.Fields()
		started, completed := parseTime(p["started_at"].Text()), parseTime(p["completed_at"].Text())
		if !started.IsZero() && (r.StartedAt.IsZero() || started.Before(r.StartedAt)) {
			r.StartedAt = started
		}
		if completed.After(r.CompletedAt) {
			r.CompletedAt = completed
		}
	}
	return r, nil
}

// seconds reads dbt's durations, which are seconds as a number.
func seconds(v Value) time.Duration {
	f, err := strconv.ParseFloat(v.Text(), 64)
	if err != nil || f < 0 || f > 1e9 {
		return 0
	}
	return time.Duration(f * float64(time.Second))
}

// ErrUnorderedRuns is for several run results of which one does not say when it was written.
var ErrUnorderedRuns = errors.New("run results have no order in time")

// MergedResults is the newest result of every node over several dbt commands (run and test, build and retry).
type MergedResults struct {
	Runs    []*RunResults  // oldest first
	Results []MergedResult // sorted by unique_id
}

// MergedResult is a result and the run it comes from.
type MergedResult struct {
	Result
	Run *RunResults
}

// MergeRunResults merges by unique_id; the run that was generated last wins, and among equal times the later argument.
// Runs that select a part of the nodes (`dbt retry`) thereby leave the rest as the earlier run left it.
// Errors: ErrUnorderedRuns.
func MergeRunResults(runs ...*RunResults) (MergedResults, error) {
	ordered := slices.Clone(runs)
	if len(ordered) > 1 {
		for _, r := range ordered {
			if r.GeneratedAt.IsZero() {
				return MergedResults{}, fmt.Errorf("merge %s: no metadata.generated_at: %w", r.Path, ErrUnorderedRuns)
			}
		}
	}
	slices.SortStableFunc(ordered, func(a, b *RunResults) int { return a.GeneratedAt.Compare(b.GeneratedAt) })
	newest := map[string]MergedResult{}
	for _, run := range ordered {
		for _, r := range run.Results {
			newest[r.UniqueID] = MergedResult{Result: r, Run: run}
		}
	}
	merged := MergedResults{Runs: ordered, Results: make([]MergedResult, 0, len(newest))}
	for _, r := range newest {
		merged.Results = append(merged.Results, r)
	}
	slices.SortFunc(merged.Results, func(a, b MergedResult) int { return strings.Compare(a.UniqueID, b.UniqueID) })
	return merged, nil
}

// Of looks a node's result up; ok is false when no run has one.
func (m MergedResults) Of(id string) (r MergedResult, ok bool) {
	i, ok := slices.BinarySearchFunc(m.Results, id, func(r MergedResult, id string) int { return strings.Compare(r.UniqueID, id) })
	if !ok {
		return MergedResult{}, false
	}
	return m.Results[i], true
}
