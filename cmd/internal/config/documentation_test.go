package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cutover/cmd/internal/config"
)

// TestDocumentedKeys: docs/configuration.md names every key, in the section that
// it belongs to.
func TestDocumentedKeys(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, part := range strings.Split(string(data), "\n## ") {
		title, text, _ := strings.Cut(part, "\n")
		sections[title] = text
	}
	for section, keys := range config.Keys() {
		title := section
		if section == "" {
			title = "In an environment"
		}
		text, ok := sections[title]
		if !ok {
			t.Errorf("there is no section %q", title)
			continue
		}
		for _, key := range keys {
			if !strings.Contains(text, "`"+key+"`") {
				t.Errorf("%q says nothing about `%s`", title, key)
			}
		}
	}
}
