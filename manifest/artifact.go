package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"github.com/tidwall/gjson"
)

// The reasons for which an artifact is refused; test with errors.Is.
var (
	ErrEmpty              = errors.New("artifact is empty")
	ErrTruncated          = errors.New("artifact is truncated")
	ErrNotJSON            = errors.New("artifact is not JSON")
	ErrNotArtifact        = errors.New("not the expected dbt artifact")
	ErrUnsupportedVersion = errors.New("artifact version is not supported")
)

// ArtifactError is a file that was refused: which one, and why in one sentence.
type ArtifactError struct {
	Path   string // as given by the caller
	Detail string // continues "Path ..."
	Err    error  // one of the Err values above
}

func (e *ArtifactError) Error() string { return e.Path + " " + e.Detail }

func (e *ArtifactError) Unwrap() error { return e.Err }

// maxDepth bounds nesting because gjson validates by recursion and Go cannot recover from an exhausted stack. dbt nests
// below 20; a file with fewer brackets than this need not be looked at.
const maxDepth = 500_000

// artifact is the validated outside of any dbt artifact.
type artifact struct {
	path string
	root string // the whole document, aliasing the caller's bytes
}

// validate accepts a complete JSON object and nothing else. data must not change afterwards.
func validate(path string, data []byte) (artifact, error) {
	refuse := func(reason error, format string, args ...any) (artifact, error) {
		return artifact{}, &ArtifactError{Path: path, Detail: fmt.Sprintf(format, args...), Err: reason}
	}
	trimmed := bytes.TrimLeft(data, " \t\r\n")
	if len(trimmed) == 0 {
		return refuse(ErrEmpty, "is empty")
	}
	if tooDeep(data) {
		return refuse(ErrNotArtifact, "is nested deeper than %d levels, which dbt never writes", maxDepth)
	}
	if !gjson.ValidBytes(data) {
		var value json.RawMessage
		if err := json.NewDecoder(bytes.NewReader(data)).Decode(&value); errors.Is(err, io.ErrUnexpectedEOF) {
			return refuse(ErrTruncated, "ends in the middle of its JSON after %d bytes; dbt may have been stopped while writing it", len(data))
		}
		return refuse(ErrNotJSON, "is not valid JSON")
	}
	if trimmed[0] != '{' {
		return refuse(ErrNotArtifact, "is JSON but not an object, so not a dbt artifact")
	}
	return artifact{path: path, root: unsafe.String(unsafe.SliceData(data), len(data))}, nil
}

// tooDeep reports nesting beyond maxDepth.
func tooDeep(data []byte) bool {
	if bytes.Count(data, []byte("{"))+bytes.Count(data, []byte("[")) <= maxDepth {
		return false
	}
	s := unsafe.String(unsafe.SliceData(data), len(data))
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			i = skipString(s, i) - 1
		case '{', '[':
			if depth++; depth > maxDepth {
				return true
			}
		case '}', ']':
			depth--
		}
	}
	return false
}

// refuse builds the error for a file that is JSON but not what was asked for.
func (a artifact) refuse(reason error, format string, args ...any) error {
	return &ArtifactError{Path: a.path, Detail: fmt.Sprintf(format, args...), Err: reason}
}

// schemaVersion reads N from metadata.dbt_schema_version, which ends in "/<kind>/vN.json", and refuses other kinds.
func (a artifact) schemaVersion(metadata, kind string) (int, error) {
	schema := descend(metadata, []string{"dbt_schema_version"}).Text()
	if schema == "" {
		return 0, a.refuse(ErrNotArtifact, "has no metadata.dbt_schema_version, so it is not a dbt %s", kind)
	}
	parts := strings.Split(schema, "/")
	last := parts[len(parts)-1]
	found := ""
	if len(parts) >= 2 {
		found = parts[len(parts)-2]
	}
	if found != kind {
		return 0, a.refuse(ErrNotArtifact, "is a dbt artifact of schema %q, not a %s", schema, kind)
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(last, "v"), ".json"))
	if err != nil {
		return 0, a.refuse(ErrUnsupportedVersion, "has the unreadable schema version %q", schema)
	}
	return n, nil
}

// readMetadata reads the fields that all artifacts share.
func readMetadata(raw string) Metadata {
	var md Metadata
	for key, v := range members(raw) {
		switch key {
		case "dbt_version":
			md.DbtVersion = text(v)
		case "invocation_id":
			md.InvocationID = text(v)
		case "project_name":
			md.ProjectName = text(v)
		case "adapter_type":
			md.AdapterType = text(v)
		case "generated_at":
			md.GeneratedAtText = text(v)
			md.GeneratedAt = parseTime(md.GeneratedAtText)
		}
	}
	return md
}

// parseTime reads dbt's timestamps: RFC 3339, or without a zone, which dbt means as UTC. Zero when it is neither.
func parseTime(s string) time.Time {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}
