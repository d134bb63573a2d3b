package manifest

import "time"

// sourcesVersion is the only freshness schema since dbt 1.0.
const sourcesVersion = 3

// Sources is one sources.json, which `dbt source freshness` writes.
type Sources struct {
	Path          string
	SchemaVersion int
	DbtVersion    string
	InvocationID  string
	GeneratedAt   time.Time // UTC; zero when dbt's text was missing or not a time
	ElapsedTime   time.Duration
	Results       []SourceResult // in the file's order
}

// SourceResult is the freshness of one source.
type SourceResult struct {
	UniqueID      string
	Status        Status    // pass, warn, error, or StatusRuntimeError, which has nothing but Error
	Error         string    // why it could not be measured
	MaxLoadedAt   time.Time // UTC; the age of the data at another time is counted from here
	SnapshottedAt time.Time // UTC; when dbt looked
	WarnAfter     time.Duration
	ErrorAfter    time.Duration // zero: no limit
	Filter        string
}

// OpenSources reads the sources.json at path. Errors: the file cannot be read, or an *ArtifactError.
func OpenSources(path string) (*Sources, error) {
	data, err := readFile(path, "source freshness")
	if err != nil {
		return nil, err
	}
	return ReadSources(path, data)
}

// ReadSources reads source freshness from data; name stands for it in errors. The caller must not change data afterwards.
func ReadSources(name string, data []byte) (*Sources, error) {
	a, err := validate(name, data)
	if err != nil {
		return nil, err
	}
	fields := Value{raw: a.root}.Fields()
	s := &Sources{Path: name}
	if s.SchemaVersion, err = a.schemaVersion(fields["metadata"].raw, "sources"); err != nil {
		return nil, err
	}
	if s.SchemaVersion != sourcesVersion {
		return nil, a.refuse(ErrUnsupportedVersion, "has sources schema v%d; v%d is supported", s.SchemaVersion, sourcesVersion)
	}
	md := readMetadata(fields["metadata"].raw)
	s.DbtVersion, s.InvocationID, s.GeneratedAt = md.DbtVersion, md.InvocationID, md.GeneratedAt
	s.ElapsedTime = seconds(fields["elapsed_time"])
	list := fields["results"]
	if list.raw == "" || list.raw[0] != '[' {
		return nil, a.refuse(ErrNotArtifact, "has no list of results, so it is not a dbt sources")
	}
	for i, v := range list.List() {
		r, err := a.readSource(i, v)
		if err != nil {
			return nil, err
		}
		s.Results = append(s.Results, r)
	}
	return s, nil
}

func (a artifact) readSource(i int, v Value) (SourceResult, error) {
	f := v.Fields()
	criteria := f["criteria"].Fields()
	r := SourceResult{
		UniqueID:      f["unique_id"].Text(),
		Status:        Status(f["status"].Text()),
		Error:         f["error"].Text(),
		MaxLoadedAt:   parseTime(f["max_loaded_at"].Text()),
		SnapshottedAt: parseTime(f["snapshotted_at"].Text()),
		Filter:        criteria["filter"].Text(),
	}
	if r.UniqueID == "" || r.Status == "" {
		return r, a.refuse(ErrNotArtifact, "has a result (number %d) without unique_id or status", i+1)
	}
	var warn, fail bool
	r.WarnAfter, warn = threshold(criteria["warn_after"])
	r.ErrorAfter, fail = threshold(criteria["error_after"])
	if !warn || !fail {
		return r, a.refuse(ErrNotArtifact, "has a freshness limit for %s that cannot be read", r.UniqueID)
	}
	return r, nil
}

// threshold reads {"count": 12, "period": "hour"}; zero when there is none. ok is false for a limit that is there but
// cannot be understood: taking it for "no limit" would hide it.
func threshold(v Value) (limit time.Duration, ok bool) {
	f := v.Fields()
	if !truthy(f["count"]) {
		return 0, true
	}
	count, ok := f["count"].Int()
	if !ok || count < 0 || count > 1_000_000 {
		return 0, false
	}
	switch f["period"].Text() {
	case "minute":
		return time.Duration(count) * time.Minute, true
	case "hour":
		return time.Duration(count) * time.Hour, true
	case "day":
		return min(time.Duration(count), 100_000) * 24 * time.Hour, true
	}
	return 0, false
}
