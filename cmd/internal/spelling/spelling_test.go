package spelling_test

import (
	"testing"

	"cutover/cmd/internal/spelling"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"status", "history", "undo", "max_age", "keep_releases"}
	for word, want := range map[string]string{
		"statsu": "status", "UNDO": "undo", "udno": "undo", "hist": "history", "releases": "keep_releases",
		"age": "max_age", "publish": "", "x": "", "": "",
	} {
		if got := spelling.Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
