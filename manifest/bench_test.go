package manifest_test

import (
	"path/filepath"
	"testing"

	"cutover/manifest"
)

// BenchmarkRead reads the largest real manifest; ns/op and MB/s include validation, not the hash.
func BenchmarkRead(b *testing.B) {
	data := gunzip(b, filepath.Join(sharedDir(b), "manifests", "tuva.json.gz"))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := manifest.Read("tuva", data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSelect answers one selection on a manifest that is already read.
func BenchmarkSelect(b *testing.B) {
	m, err := manifest.Read("tuva", gunzip(b, filepath.Join(sharedDir(b), "manifests", "tuva.json.gz")))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := m.Select(manifest.SelectRequest{Select: []string{"@core__patient,config.materialized:table"}}); err != nil {
			b.Fatal(err)
		}
	}
}
