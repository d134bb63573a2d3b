package command_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/command"
	"cutover/strategies/engine"
)

func TestTagsIn(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		in   []string
		want []string
	}{
		{nil, nil},
		{[]string{"tag:mart"}, []string{"mart"}},
		{[]string{"tag:mart tag:utils", "tag:mart"}, []string{"mart", "utils"}},
		{[]string{"+tag:a", "2+tag:b+3", "@tag:c"}, []string{"a", "b", "c"}},
		{[]string{"tag:a,config.materialized:table", "model_x", "path:tag:x"}, []string{"a"}},
		{[]string{"tag:with:colon"}, []string{"with:colon"}},
	} {
		if diff := cmp.Diff(tc.want, command.TagsIn(tc.in)); diff != "" {
			t.Errorf("tags in %q (-want +got):\n%s", tc.in, diff)
		}
	}
}

func TestWithAncestors(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"tag:mart":            "+tag:mart",
		"tag:mart tag:utils":  "+tag:mart +tag:utils",
		"tag:a,tag:b":         "+tag:a,+tag:b",
		"+a":                  "+a",
		"@a 2+b":              "@a 2+b",
		"a+1":                 "+a+1",
		"  spaced   out  ":    "+spaced +out",
		"config.meta.x:3":     "+config.meta.x:3",
		"path:models/mart,+b": "+path:models/mart,+b",
	} {
		if got := strings.Join(command.WithAncestors([]string{in}), "|"); got != want {
			t.Errorf("%q becomes %q, not %q", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	known := []string{"status", "history", "swap", "show", "s"}
	for word, want := range map[string]string{
		"statsu": "status", "hist": "history", "swpa": "swap", "shwo": "show", "nonsense": "", "x": "", "STATUS": "status",
	} {
		if got := command.Nearest(word, known); got != want {
			t.Errorf("nearest to %q is %q, not %q", word, got, want)
		}
	}
}

func TestAlive(t *testing.T) {
	t.Parallel()
	here := command.HostName()
	now := time.Now()
	for _, tc := range []struct {
		name   string
		holder engine.Holder
		want   bool
	}{
		{"this process", engine.Holder{Host: here, PID: os.Getpid(), Since: now}, true},
		{"a process on another host", engine.Holder{Host: "elsewhere." + here, PID: 1 << 30, Since: now}, true},
		{"no such process", engine.Holder{Host: here, PID: 1 << 30, Since: now}, false},
		{"no process number", engine.Holder{Host: here, PID: 0, Since: now}, false},
	} {
		if got := command.Alive(tc.holder); got != tc.want {
			t.Errorf("%s: alive %t, not %t", tc.name, got, tc.want)
		}
	}
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("no /proc: a process number that was given again cannot be told here")
	}
	recycled := engine.Holder{Host: here, PID: os.Getpid(), Since: now.Add(-24 * time.Hour * 365)}
	if command.Alive(recycled) {
		t.Error("a process that began after the lease was taken counts as its holder")
	}
}

func TestActor(t *testing.T) {
	t.Parallel()
	lookup := func(vars map[string]string) func(string) (string, bool) {
		return func(name string) (string, bool) { v, ok := vars[name]; return v, ok }
	}
	for _, tc := range []struct {
		vars map[string]string
		want string
	}{
		{map[string]string{"CUTOVER_ACTOR": "me", "GITHUB_ACTIONS": "true"}, "me"},
		{map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_ACTOR": "ann", "GITHUB_REPOSITORY": "o/r", "GITHUB_RUN_ID": "7"}, "ann@github:o/r/7"},
		{map[string]string{"GITLAB_CI": "true", "GITLAB_USER_LOGIN": "bo", "CI_JOB_ID": "8"}, "bo@gitlab:job-8"},
	} {
		if got := command.Actor(lookup(tc.vars)); got != tc.want {
			t.Errorf("actor %q, not %q", got, tc.want)
		}
	}
	if got := command.Actor(lookup(nil)); !strings.HasSuffix(got, "@"+command.HostName()) {
		t.Errorf("actor %q does not name the host", got)
	}
}

func TestHintRepeatsTheCommandLine(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ in, want string }{
		{"wac --env prod", "wac --env prod"},
		{"wac --confirm staging --env prod", "wac --env prod"},
		{"wac --confirm=staging -y --env prod --yes", "wac --env prod"},
	} {
		if got := strings.Join(command.WithoutConfirm(strings.Fields(tc.in)...), " "); got != tc.want {
			t.Errorf("%q becomes %q, not %q", tc.in, got, tc.want)
		}
	}
}
