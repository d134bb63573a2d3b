package ui_test

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"cutover/cmd/internal/ui"
)

func TestNewIOColor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		env     map[string]string
		noColor bool
		want    bool
	}{
		{"by default", nil, false, true},
		{"flag", nil, true, false},
		{"NO_COLOR", map[string]string{"NO_COLOR": "0"}, false, false},
		{"NO_COLOR empty", map[string]string{"NO_COLOR": ""}, false, true},
		{"CUTOVER_NO_COLOR", map[string]string{"CUTOVER_NO_COLOR": "1"}, false, false},
		{"dumb", map[string]string{"TERM": "dumb"}, false, false},
		{"xterm", map[string]string{"TERM": "xterm-256color"}, false, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := ui.NewIO(strings.NewReader(""), &bytes.Buffer{}, &bytes.Buffer{},
				func(n string) (string, bool) { v, ok := tt.env[n]; return v, ok }, tt.noColor)
			if o.Color != tt.want {
				t.Errorf("colour %v, want %v", o.Color, tt.want)
			}
		})
	}
}

func TestNewIOWithoutTerminals(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	o := ui.NewIO(r, w, &bytes.Buffer{}, func(string) (string, bool) { return "", false }, false)
	if o.InTTY || o.OutTTY || o.ErrTTY || o.Width != 0 || o.TableWidth() != 0 || bool(o.OutPaint()) || bool(o.ErrPaint()) {
		t.Errorf("pipes and buffers are taken for terminals: %+v", o)
	}
}

func TestIOPaintsAndCutsOnlyWhereTheTerminalIs(t *testing.T) {
	t.Parallel()
	o := ui.IO{Color: true, Width: 80, ErrTTY: true}
	if bool(o.OutPaint()) || !bool(o.ErrPaint()) || o.TableWidth() != 0 {
		t.Errorf("out %v, err %v, width %d", o.OutPaint(), o.ErrPaint(), o.TableWidth())
	}
	o.OutTTY, o.Color = true, false
	if bool(o.OutPaint()) || bool(o.ErrPaint()) || o.TableWidth() != 80 {
		t.Errorf("out %v, err %v, width %d", o.OutPaint(), o.ErrPaint(), o.TableWidth())
	}
}

func TestIOLines(t *testing.T) {
	t.Parallel()
	var out, talk bytes.Buffer
	o := ui.IO{Out: &out, Err: &talk}
	if err := o.Result("a\nb"); err != nil {
		t.Fatal(err)
	}
	o.Talk("c\x1b[2J")
	if out.String() != "a\\nb\n" || talk.String() != "c\\x1b[2J\n" {
		t.Errorf("out %q, talk %q", out.String(), talk.String())
	}
}

func TestSanitize(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"plain größe 日本":   "plain größe 日本",
		"":                 "",
		"a\r\n\tb":         `a\r\n\tb`,
		"\x1b]0;t\a":       `\x1b]0;t\a`,
		"\u009b2J":         `\u009b2J`,
		"\u202etxt.\u2066": `\u202etxt.\u2066`,
		"a\u2028b\u00a0c":  `a\u2028b\u00a0c`,
		"\xff\xfe":         `\xff\xfe`,
		"\uFFFD":           "\uFFFD",
		`C:\new`:           `C:\new`,
	}
	for in, want := range tests {
		if got := ui.Sanitize(in); got != want {
			t.Errorf("Sanitize(%q) = %s, want %s", in, got, want)
		}
	}
}

func FuzzSanitize(f *testing.F) {
	f.Add(hostile)
	f.Fuzz(func(t *testing.T, s string) {
		got := ui.Sanitize(s)
		if again := ui.Sanitize(got); again != got {
			t.Errorf("not stable: %q, then %q", got, again)
		}
		if strings.ContainsAny(got, "\r\n\t\x1b\u009b\u202e\u2028") {
			t.Errorf("%q lets control characters through: %q", s, got)
		}
	})
}

// The shell is the oracle: what is printed must come back as it was.
func TestCommandLineSurvivesAShell(t *testing.T) {
	t.Parallel()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash to try the quoting on")
	}
	for _, arg := range []string{
		"plain", "", "a b", "it's", "$(reboot)", "`id`", "a;b", "*", "~", "-x", "größe", `back\slash`, "!x", "#x",
		"new\nline", "tab\t'quote'\x1b[2J", "\u202ebidi", "\xff", `both\'` + "\n", "code:mart.a b",
	} {
		line := ui.CommandLine("printf", "%s", arg)
		if line != ui.Sanitize(line) {
			t.Errorf("%q is not safe to show", line)
		}
		got, err := exec.Command(bash, "-c", line).Output()
		if err != nil || string(got) != arg {
			t.Errorf("%s gives %q, %v; want %q", line, got, err, arg)
		}
	}
}
