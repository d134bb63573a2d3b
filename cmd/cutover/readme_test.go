//go:build cgo && unix

package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"

	recordings "cutover/testdata/dbt"
)

const (
	readmePath    = "../../README.md"
	readmeScripts = "../../testdata/scripts/readme"
)

// TestReadmeScripts runs the commands of the README against what dbt left
// behind when the shop was recorded, so that no dbt is needed.
func TestReadmeScripts(t *testing.T) {
	t.Parallel()
	shown := readConsole(t)
	testscript.Run(t, testscript.Params{
		Dir:                 readmeScripts,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup:               setUpShop,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"console":   shown.run,
			"day":       dayCommand,
			"duckdb":    duckdbCommand,
			"exitcode":  exitCode,
			"exitcodes": exitCodesCommand,
			"same":      sameCommand,
		},
	})
}

// TestReadmeCommandsAreScripts wants every command line of the README in a
// script, where it is run.
func TestReadmeCommandsAreScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(readmeScripts, "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	run := map[string]bool{}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if rest, ok := strings.CutPrefix(line, "console "); ok {
				run[strings.Join(words(rest)[1:], "\x00")] = true
			}
		}
	}
	shown := readConsole(t)
	if len(shown) == 0 {
		t.Fatal("the README shows no command")
	}
	for command := range shown {
		if !run[command] {
			t.Errorf("no script in %s runs: $ %s", readmeScripts, strings.ReplaceAll(command, "\x00", " "))
		}
	}
}

// TestReadmeGuards compares the table of guards with the codes in the source.
func TestReadmeGuards(t *testing.T) {
	t.Parallel()
	inTable := map[string]bool{} // code: can be allowed
	codes := regexp.MustCompile("`([a-z-]+)`")
	for _, row := range tableBelow(t, "## Guards") {
		for _, code := range codes.FindAllStringSubmatch(row[0], -1) {
			inTable[code[1]] = row[2] == "yes"
		}
	}
	if diff := cmp.Diff(guardCodes(t), inTable); diff != "" {
		t.Errorf("guards (-in strategies/codes.go +in the README; true: --allow lets it through):\n%s", diff)
	}
}

// guardCodes reads the constants and what neverAllowed lists.
func guardCodes(t *testing.T) map[string]bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../strategies/codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	values, never := map[string]string{}, map[string]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ValueSpec:
			for i, v := range n.Values {
				if lit, ok := v.(*ast.BasicLit); ok {
					text, err := strconv.Unquote(lit.Value)
					if err != nil {
						t.Fatal(err)
					}
					values[n.Names[i].Name] = text
				}
			}
		case *ast.CaseClause:
			for _, e := range n.List {
				if id, ok := e.(*ast.Ident); ok {
					never[id.Name] = true
				}
			}
		}
		return true
	})
	out := map[string]bool{}
	for name, code := range values {
		out[code] = !never[name]
	}
	return out
}

// tableBelow gives the cells of the first table below a heading, without head.
func tableBelow(t *testing.T, heading string) [][]string {
	t.Helper()
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	return tableOf(string(text), heading)
}

func tableOf(text, heading string) [][]string {
	_, below, _ := strings.Cut(text, heading+"\n")
	var rows [][]string
	for line := range strings.Lines(below) {
		if !strings.HasPrefix(line, "|") {
			if len(rows) > 0 {
				break
			}
			continue
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(strings.TrimSpace(line), "|"), "|") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		rows = append(rows, cells)
	}
	const head = 2
	return rows[min(head, len(rows)):]
}

// consoleLines are the lines that the README shows below each command, one list
// for every time that the command is there. The key is its words.
type consoleLines map[string][][]string

func readConsole(t *testing.T) consoleLines {
	t.Helper()
	text, err := os.ReadFile(readmePath)
	if err != nil {
		t.Fatal(err)
	}
	out, block, command := consoleLines{}, false, ""
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		switch rest, isCommand := strings.CutPrefix(line, "$ "); {
		case strings.HasPrefix(line, "```"):
			block, command = line == "```console", ""
		case block && isCommand:
			command = strings.Join(words(rest), "\x00")
			out[command] = append(out[command], nil)
		case block && command != "":
			last := len(out[command]) - 1
			out[command][last] = append(out[command][last], line)
		}
	}
	return out
}

// words splits a command line at blanks outside quotes.
func words(line string) []string {
	var out []string
	var word strings.Builder
	quote, open := rune(0), false
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote, open = r, true
		case quote == 0 && r == ' ':
			if open {
				out = append(out, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	return out
}

// run runs a command line of the README: console CODE cutover ... Every line
// that the README shows below it must be in what it says, in that order.
func (shown consoleLines) run(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: console CODE cutover [argument...]")
	}
	blocks, ok := shown[strings.Join(args[1:], "\x00")]
	if !ok {
		ts.Fatalf("the README does not show: $ %s", strings.Join(args[1:], " "))
	}
	exitCode(ts, false, args)
	said := ts.ReadFile("stdout") + ts.ReadFile("stderr")
	var missing []string
	for _, block := range blocks {
		line := firstMissing(block, said)
		if line == "" {
			return
		}
		missing = append(missing, line)
	}
	ts.Fatalf("the README shows a line that %s does not say:\n%s\nit said:\n%s", strings.Join(args[1:], " "), strings.Join(missing, "\n"), said)
}

// firstMissing gives the first line of a block that is not said, "" when all
// are. "..." stands for lines that are left out.
func firstMissing(block []string, said string) string {
	rest := strings.Split(said, "\n")
	for _, line := range block {
		if line == "..." || line == "" {
			continue
		}
		at := slices.IndexFunc(rest, func(s string) bool { return steady(s) == steady(line) })
		if at < 0 {
			return line
		}
		rest = rest[at+1:]
	}
	return ""
}

// steady replaces what differs from run to run: release ids, times, places, and
// the width of columns that depends on them.
func steady(line string) string {
	for _, r := range []struct{ pattern, with string }{
		{`\b[0-9a-f]{8}…`, "RUN"},
		{`\b[0-9a-f]{6}\b`, "RELEASE"},
		{`\d{4}-\d\d-\d\d \d\d:\d\d(:\d\dZ)?`, "WHEN"},
		{`\b\d\d:\d\d:\d\dZ`, "WHEN"},
		{`\d+ (s|min|h|days) ago`, "AGO"},
		{`\d+\.\d s\)`, "TIME)"},
		{`(/|\$WORK/)\S*(shop\.duckdb|cutover\.yml)`, "$2"},
		{` +`, " "},
	} {
		line = regexp.MustCompile(r.pattern).ReplaceAllString(line, r.with)
	}
	return strings.TrimSpace(line)
}

// setUpShop gives a script the shop as it is after dbt built its first day.
func setUpShop(env *testscript.Env) error {
	env.Setenv("HOME", env.WorkDir)
	env.Setenv("CUTOVER_ACTOR", "you@laptop")
	project, err := recordings.Shop()
	if err != nil {
		return err
	}
	dir := filepath.Join(env.WorkDir, "shop")
	if err := os.CopyFS(dir, project); err != nil {
		return err
	}
	// The recordings are old, and dbt is not there to say where production's
	// relations are; both are settings of one environment.
	overlay := "manifest: target/prod/manifest.json\nguards: {tests: {max_age: 5200w}}\n"
	if err := os.WriteFile(filepath.Join(dir, "cutover.prod.yml"), []byte(overlay), 0o600); err != nil {
		return err
	}
	return errors.Join(copyRecorded(dir, "prod/manifest.json", "target/prod/manifest.json"), buildDay(dir, 1))
}

func copyRecorded(dir, from, to string) error {
	recorded, err := recordings.Recorded()
	if err != nil {
		return err
	}
	data, err := fs.ReadFile(recorded, from)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, filepath.FromSlash(to))
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, data, 0o600))
}

// buildDay leaves behind what dbt did on that day.
func buildDay(dir string, day int) error {
	recorded, err := recordings.Recorded()
	if err != nil {
		return err
	}
	from := fmt.Sprintf("day%d/", day)
	for _, name := range []string{"manifest.json", "run_results.json"} {
		if err := copyRecorded(dir, from+name, "target/"+name); err != nil {
			return err
		}
	}
	script, err := fs.ReadFile(recorded, from+"staging.sql")
	if err != nil {
		return err
	}
	_, err = runSQL(filepath.Join(dir, "shop.duckdb"), string(script))
	return err
}

// dayCommand plays the build of a day back, in the working directory: day N
func dayCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: day N")
	}
	day, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Check(buildDay(ts.MkAbs("."), day))
}

// exitCodesCommand compares the exit codes that cutover --help has just listed
// with the table of the README: the same codes, and meanings that begin alike.
func exitCodesCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: exitcodes")
	}
	help := map[string]string{}
	_, list, _ := strings.Cut(ts.ReadFile("stdout"), "EXIT CODES:")
	for _, m := range regexp.MustCompile(`(\d+) ([^\d\n]+?)(?:  |\n|$)`).FindAllStringSubmatch(list, -1) {
		meaning, _, _ := strings.Cut(m[2], " (")
		help[m[1]] = strings.TrimSpace(meaning)
	}
	text, err := os.ReadFile(readmePath)
	ts.Check(err)
	table := map[string]string{}
	for _, row := range tableOf(string(text), "## Exit codes") {
		table[row[0]] = row[1]
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(help)), slices.Sorted(maps.Keys(table))); diff != "" || len(help) == 0 {
		ts.Fatalf("exit codes (-cutover --help +README):\n%s", diff)
	}
	for code, meaning := range help {
		if !strings.HasPrefix(table[code], meaning) {
			ts.Fatalf("exit code %s: --help says %q, the README %q", code, meaning, table[code])
		}
	}
}
