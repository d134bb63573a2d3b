package command_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/command"
)

func testDeps() (command.Deps, *bytes.Buffer) {
	var out bytes.Buffer
	return command.Deps{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out,
		Lookup: func(string) (string, bool) { return "", false }, Version: "test",
	}, &out
}

func TestArrange(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, want string }{
		{"as urfave/cli wants it", "wac --env prod", "wac --env prod"},
		{"global flag before the verb", "--env prod wac", "wac --env prod"},
		{"value after an equals sign", "--env=prod wac", "wac --env=prod"},
		{"flag behind an argument", "apply p.json --confirm prod", "apply --confirm prod -- p.json"},
		{"switch behind an argument", "apply p.json -y", "apply -y -- p.json"},
		{"between", "--env prod apply --sql p.json --dry-run", "apply --env prod --sql --dry-run -- p.json"},
		{"subcommand", "rollback run -s tag:a", "rollback run -s tag:a"},
		{"flags before a subcommand", "rollback -s tag:a run --env prod", "rollback run -s tag:a --env prod"},
		{"repeated", "ls -s a --select b", "ls -s a --select b"},
		{"everything after two dashes is an argument", "show -- --odd.json", "show -- --odd.json"},
		{"one dash is an argument", "show -", "show -- -"},
		{"help needs no arguments", "apply --help", "apply --help"},
		{"nothing", "", ""},
		{"alias", "list -m a", "list -m a"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			deps, _ := testDeps()
			got, err := command.Arrange(command.Program(deps), strings.Fields(tc.in))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("arranged (-want +got):\n%s", diff)
			}
		})
	}
}

func TestArrangeRefuses(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, in, message, hint string }{
		{"unknown verb", "publsh", `there is no command "publsh"`, "cutover --help"},
		{"near verb", "statsu", `there is no command "statsu"`, `did you mean "status"?`},
		{"near subcommand", "config shwo", `there is no command "config shwo"`, `did you mean "config show"?`},
		{"unknown flag", "wac --frobnicate", "cutover wac has no flag --frobnicate", "cutover wac --help"},
		{"near flag", "wac --exlude a", "cutover wac has no flag --exlude", "did you mean --exclude?"},
		{"flag of a verb before it", "--dry-run wac", "cutover has no flag --dry-run", "only flags that every command has may stand before the command; this one belongs behind it"},
		{"no value", "wac --env", "--env needs a value", ""},
		{"a flag as value", "wac --confirm --yes", "--confirm needs a value, and --yes looks like a flag", "a value that begins with a dash is written --confirm=--yes"},
		{"stray argument", "wac prod", `wac does not take the argument "prod"`, ""},
		{"dbt's several values", "ls -s a b", `ls does not take the argument "b"`, "several criteria go into one value:  -s 'a b'"},
		{"dbt's several values to leave out", "wac --exclude a b", `wac does not take the argument "b"`, "several criteria go into one value:  --exclude 'a b'"},
		{"missing argument", "apply", "apply needs FILE", "cutover apply --help"},
		{"missing argument, flags there", "show --sql", "show needs FILE", "cutover show --help"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			deps, _ := testDeps()
			got, err := command.Arrange(command.Program(deps), strings.Fields(tc.in))
			if err == nil {
				t.Fatalf("arranged as %q, not refused", got)
			}
			if diff := cmp.Diff(tc.message, err.Error()); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
			if got := strings.Join(command.HintsOf(err), "\n"); got != tc.hint {
				t.Errorf("hint %q, not %q", got, tc.hint)
			}
			if code := command.ExitCode(err); code != 2 {
				t.Errorf("exit code %d, not 2", code)
			}
		})
	}
}

// TestEveryFlagHasOneShape keeps flags apart that arrange could confuse: what
// takes a value on one verb takes one everywhere.
func TestEveryFlagHasOneShape(t *testing.T) {
	t.Parallel()
	deps, _ := testDeps()
	program := command.Program(deps)
	for _, c := range program.Commands {
		for _, word := range strings.Fields(c.ArgsUsage) {
			if strings.Trim(word, "[]") != strings.ToUpper(strings.Trim(word, "[]")) {
				t.Errorf("%s: argument %s is not written in capitals", c.Name, word)
			}
		}
		if len(c.Subcommands) == 0 && !has(c.Flags, "env") {
			t.Errorf("%s lacks the flags of every command", c.Name)
		}
	}
}

func has[F interface{ Names() []string }](flags []F, name string) bool {
	for _, f := range flags {
		for _, n := range f.Names() {
			if n == name {
				return true
			}
		}
	}
	return false
}
