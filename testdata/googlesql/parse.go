package googlesql

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	parser "github.com/goccy/go-googlesql"
)

// A Section is what a golden file shows for one name: some statements, or calls
// of the API instead.
type Section struct {
	// Title is the file's name and the heading of the section.
	Title string
	// SQL is a script of all its statements. Empty when it only calls the API.
	SQL string
}

// heading begins a section of a golden file, see golden_test.go in sql/bigquery.
const heading = "-- name "

// Sections reads the golden files of a folder.
func Sections(folder string) ([]Section, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.sql"))
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", folder, err)
	}
	var out []Section
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read a golden file: %w", err)
		}
		before, rest, found := strings.Cut("\n"+string(text), "\n"+heading)
		if !found || strings.TrimSpace(before) != "" {
			return nil, fmt.Errorf("read %s: it does not begin with %q", path, heading)
		}
		for one := range strings.SplitSeq(rest, "\n"+heading) {
			title, body, _ := strings.Cut(one, "\n")
			out = append(out, Section{Title: filepath.Base(path) + " " + title, SQL: script(body)})
		}
	}
	return out, nil
}

// script ends every statement with a semicolon. A statement is a line, or a
// block from BEGIN to END, or lines that have their semicolons already. No
// statement of ours has a line break within a name or a text: it is escaped.
func script(body string) string {
	var b strings.Builder
	block, call := false, false
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case call || strings.HasPrefix(line, "-- call: "): // a name in it may be broken into lines
			call = !strings.HasSuffix(line, ")")
			continue
		case line == "" || strings.HasPrefix(line, "-- "): // bound values
			continue
		case line == "BEGIN":
			block = true
		case line == "END":
			block = false
		}
		b.WriteString(line)
		if !block && !strings.HasSuffix(line, ";") {
			b.WriteByte(';')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// A Parser reads GoogleSQL as BigQuery takes it.
type Parser struct{ options *parser.ParserOptions }

// NewParser starts the engine, which stays for the rest of the process.
func NewParser() (*Parser, error) {
	if err := parser.Init(); err != nil {
		return nil, fmt.Errorf("start GoogleSQL: %w", err)
	}
	language, err := parser.NewLanguageOptionsMaximumFeatures()
	if err != nil {
		return nil, fmt.Errorf("set GoogleSQL's language: %w", err)
	}
	options, err := parser.NewParserOptions()
	if err != nil {
		return nil, fmt.Errorf("set GoogleSQL's parser: %w", err)
	}
	if err := options.SetLanguageOptions(language); err != nil {
		return nil, fmt.Errorf("set GoogleSQL's language: %w", err)
	}
	return &Parser{options: options}, nil
}

// Check parses a script. The error has the place and what was expected there.
func (p *Parser) Check(sql string) error {
	messages := &parser.ErrorMessageOptions{Mode: parser.ErrorMessageModeErrorMessageOneLine, Stability: parser.ErrorMessageStabilityProduction}
	if _, err := parser.ParseScript(sql, p.options, messages); err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	return nil
}
