package manifest

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestReadFile(t *testing.T) {
	t.Parallel()
	large := make([]byte, 2*smallFile+12345)
	for i := range large {
		large[i] = byte(i * 2654435761 >> 13)
	}
	for name, want := range map[string][]byte{"empty": {}, "small": []byte("{}"), "edge": large[:smallFile], "over": large[:smallFile+1], "large": large} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, want, 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readFile(path, "x")
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: read %d bytes of %d, error %v", name, len(got), len(want), err)
		}
	}
	for _, path := range []string{filepath.Join(t.TempDir(), "missing"), t.TempDir()} {
		if _, err := readFile(path, "x"); err == nil {
			t.Errorf("read %s", path)
		}
	}
	if _, err := readFile(filepath.Join(t.TempDir(), "missing"), "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing file gave %v", err)
	}
}

// TestReadParallelKnowsItsSize: a file that dbt is writing at this moment is not as long as it was when looked at.
func TestReadParallelKnowsItsSize(t *testing.T) {
	t.Parallel()
	f, err := os.Create(filepath.Join(t.TempDir(), "f"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	if _, err := f.Write(make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	for size, want := range map[int]bool{1000: true, 999: false, 1001: false, 0: false} {
		if _, ok := readParallel(f, size); ok != want {
			t.Errorf("reading %d of 1000 bytes gave %t", size, ok)
		}
	}
}
