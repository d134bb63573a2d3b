package manifest_test

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"cutover/manifest"

	"github.com/google/go-cmp/cmp"
)

// oracleFile is what `dbt ls` answered on one real project.
type oracleFile struct {
	DbtVersion string       `json:"dbt_version"`
	Cases      []oracleCase `json:"cases"`
}

type oracleCase struct {
	Args      []string `json:"args"`
	UniqueIDs []string `json:"unique_ids"`
	Refused   bool     `json:"refused"` // dbt ended with an error
}

// TestSelectAgreesWithDbt compares every recorded answer of `dbt ls` with ours, as sets.
func TestSelectAgreesWithDbt(t *testing.T) {
	t.Parallel()
	shared := sharedDir(t)
	files, err := filepath.Glob(filepath.Join(shared, "selection", "*.json"))
	if err != nil || len(files) == 0 {
		missing(t, "shared", "no selection/*.json in "+shared)
	}
	var compared, ids atomic.Int64
	t.Run("projects", func(t *testing.T) {
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
				t.Parallel()
				var oracle oracleFile
				readJSON(t, file, &oracle)
				name := strings.TrimSuffix(filepath.Base(file), ".json")
				m := readGzip(t, filepath.Join(shared, "manifests", name+".json.gz"))
				for _, c := range oracle.Cases {
					got, err := m.Select(requestFromArgs(t, c.Args))
					compared.Add(1)
					if (err != nil) != c.Refused {
						t.Errorf("dbt ls %q: dbt refused: %t, we: %v", c.Args, c.Refused, err)
					}
					if err != nil {
						continue
					}
					if diff := cmp.Diff(c.UniqueIDs, append([]string{}, got.UniqueIDs...)); diff != "" {
						t.Errorf("dbt ls %q: dbt has %d, we have %d (-dbt +ours)\n%s", c.Args, len(c.UniqueIDs), len(got.UniqueIDs), diff)
					}
					ids.Add(int64(len(got.UniqueIDs)))
				}
			})
		}
	})
	t.Logf("compared %d answers of dbt ls with %d unique_ids, in %d projects", compared.Load(), ids.Load(), len(files))
}

// requestFromArgs understands the flags of `dbt ls` that the recorded cases use; --select and --exclude take a list.
func requestFromArgs(t *testing.T, args []string) manifest.SelectRequest {
	t.Helper()
	var req manifest.SelectRequest
	flag := ""
	for _, a := range args {
		if strings.HasPrefix(a, "--") {
			flag = a
			continue
		}
		switch flag {
		case "--select":
			req.Select = append(req.Select, a)
		case "--exclude":
			req.Exclude = append(req.Exclude, a)
		case "--resource-type":
			req.ResourceTypes = append(req.ResourceTypes, a)
		case "--exclude-resource-type":
			req.ExcludeResourceTypes = append(req.ExcludeResourceTypes, a)
		case "--selector":
			req.Selector = a
		case "--indirect-selection":
			req.Indirect = a
		default:
			t.Fatalf("a case has the flag %q, which the test does not know", flag)
		}
	}
	return req
}

// sharedDir is the folder with the real manifests, which are not part of the repository.
func sharedDir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("CUTOVER_SHARED")
	if dir == "" {
		dir = filepath.Join(repoRoot(t), "..", "shared")
	}
	if _, err := os.Stat(filepath.Join(dir, "manifests")); err != nil {
		missing(t, "shared", "no manifests folder in CUTOVER_SHARED")
	}
	return dir
}

// missing skips, or fails when CUTOVER_TEST_REQUIRE names what is missing.
func missing(t testing.TB, what, why string) {
	t.Helper()
	for name := range strings.SplitSeq(os.Getenv("CUTOVER_TEST_REQUIRE"), ",") {
		if strings.TrimSpace(name) == what {
			t.Fatalf("%s is required: %s", what, why)
		}
	}
	t.Skipf("NOT RUN, %s is missing: %s", what, why)
}

func repoRoot(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if filepath.Dir(dir) == dir {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}

func readJSON(t *testing.T, path string, into any) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func gunzip(t testing.TB, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readGzip(t *testing.T, path string) *manifest.Manifest {
	t.Helper()
	m, err := manifest.Read(filepath.Base(path), gunzip(t, path))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
