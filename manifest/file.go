package manifest

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
)

// smallFile is the size below which one read is quicker than several.
const smallFile = 4 << 20

// readFile reads a whole artifact into memory. A mapped file would be cheaper, but dbt rewrites artifacts in place.
func readFile(path, what string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > smallFile {
		if data, ok := readParallel(f, int(info.Size())); ok {
			return data, nil
		}
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", what, err)
	}
	return data, nil
}

// readParallel reads a file of a known size on all cores: the kernel's copy and the first touch of so much memory take as
// long as the parsing. ok is false when the file is not that long, or longer, or cannot be read; then it is read once more
// from the beginning, which also finds the reason. f itself stays at its beginning.
func readParallel(f *os.File, size int) (data []byte, ok bool) {
	const piece = 4 << 20
	data = make([]byte, size)
	useHugePages(data)
	var next atomic.Int64
	var failed atomic.Bool
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for !failed.Load() {
				from := int(next.Add(piece)) - piece
				if from >= size {
					return
				}
				if n, _ := f.ReadAt(data[from:min(from+piece, size)], int64(from)); n < min(piece, size-from) {
					failed.Store(true)
				}
			}
		})
	}
	wg.Wait()
	if failed.Load() {
		return nil, false
	}
	n, err := f.ReadAt(make([]byte, 1), int64(size))
	return data, n == 0 && err == io.EOF
}
