package ui_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"cutover/cmd/internal/ui"
	"cutover/strategies/engine"
	"cutover/strategies/plan"
)

func event(kind engine.EventKind, n int, title, message string) engine.Event {
	return engine.Event{Kind: kind, Release: "7f3c21", Step: plan.Step{Title: title}, Number: n, Total: 3, Message: message}
}

func run(p *ui.Progress) {
	p.Step(event(engine.EventStarted, 0, "", ""))
	p.Step(event(engine.EventStepKept, 1, "clone", ""))
	p.Step(event(engine.EventStep, 2, "replace", ""))
	p.Statement(27, 40, "mart.fct_orders")
	p.Step(event(engine.EventLooked, 2, "replace", "the answer was lost; looked again: it happened"))
	p.Step(event(engine.EventStepDone, 2, "replace", ""))
	p.Step(event(engine.EventStep, 3, "verify\nprod holds release x", ""))
	p.Step(event(engine.EventStepDone, 3, "verify", ""))
	p.Step(event(engine.EventFinished, 0, "", ""))
	p.Stop()
}

func TestProgressWithoutATerminal(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	run(ui.NewProgress(ui.IO{Err: &out}, ui.ProgressOptions{Title: "Publishing to prod", Clock: time.Now}))
	want := `Publishing to prod: 3 steps
step 1 of 3: clone: was done before
step 2 of 3: replace
step 2 of 3: replace: the answer was lost; looked again: it happened
step 3 of 3: verify\nprod holds release x
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

func TestProgressQuiet(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	run(ui.NewProgress(ui.IO{Err: &out, ErrTTY: true}, ui.ProgressOptions{Quiet: true, Clock: time.Now}))
	if out.Len() > 0 {
		t.Errorf("quiet progress says %q", out.String())
	}
}

func TestProgressOnATerminal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := ui.NewProgress(ui.IO{Err: &out, ErrTTY: true, Width: 100}, ui.ProgressOptions{Title: "Publishing to prod", Clock: time.Now})
		p.Step(event(engine.EventStarted, 0, "", ""))
		p.Statement(27, 40, "mart.fct_orders")
		<-time.After(7*time.Second + time.Millisecond) // of the bubble, not of the clock on the wall
		synctest.Wait()
		p.Step(event(engine.EventLooked, 2, "replace", "it happened"))
		p.Step(event(engine.EventStep, 2, "replace", ""))
		p.Statement(40, 40, "mart.a")
		p.Step(event(engine.EventStepDone, 2, "replace", ""))
		if got, want := screen(out.String()), "step 2 of 3: replace: it happened\nPublishing to prod  33% █████░░░░░░░░░░░░  1/3  replace  00:07"; got != want {
			t.Errorf("screen\n%s\nwant\n%s", got, want)
		}
		drawn := []string{
			"Publishing to prod  0% ░░░░░░░░░░░░░░░░░  0/3  00:00",
			"Publishing to prod  67% ███████████░░░░░░  27/40  mart.fct_orders  00:00",
			"Publishing to prod  67% ███████████░░░░░░  27/40  mart.fct_orders  00:07", // drawn by the ticker
			"Publishing to prod  100% █████████████████  40/40  mart.a  00:07",
		}
		for _, line := range drawn {
			if !strings.Contains(out.String(), "\r\x1b[2K"+line) {
				t.Errorf("never drawn: %s\n%q", line, out.String())
			}
		}
		p.Stop()
		p.Stop()
		p.Step(event(engine.EventStep, 3, "late", ""))
		p.Statement(1, 2, "late")
		if got, want := screen(out.String()), "step 2 of 3: replace: it happened\n"; got != want {
			t.Errorf("after Stop the screen is\n%s\nwant\n%s", got, want)
		}
	})
}

// screen plays the two escapes that a progress may use.
func screen(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = l[strings.LastIndex(l, "\r\x1b[2K")+1:]
		lines[i] = strings.TrimPrefix(lines[i], "\x1b[2K")
	}
	return strings.Join(lines, "\n")
}

func TestProgressNeverWraps(t *testing.T) {
	t.Parallel()
	for _, width := range []int{0, 10, 40, 60, 80} {
		var out bytes.Buffer
		p := ui.NewProgress(ui.IO{Err: &out, ErrTTY: true, Width: width}, ui.ProgressOptions{Title: "Publishing to prod", Clock: time.Now})
		p.Statement(1, 40, strings.Repeat("日本", 40))
		got := screen(out.String())
		p.Stop()
		limit := width
		if limit == 0 {
			limit = 80
		}
		columns := 0
		for _, r := range got {
			columns++
			if r >= 0x3000 {
				columns++
			}
		}
		if columns >= limit {
			t.Errorf("width %d: %d columns: %s", width, columns, got)
		}
	}
}

func TestProgressGivesWayToOtherPrograms(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := ui.NewProgress(ui.IO{Err: &out, ErrTTY: true, Width: 60}, ui.ProgressOptions{Title: "Building", Clock: time.Now})
	p.Statement(1, 2, "x")
	dbt := p.Writer()
	for _, text := range []string{"Running ", "with dbt\nDone"} {
		if _, err := io.WriteString(dbt, text); err != nil {
			t.Fatal(err)
		}
	}
	p.Step(event(engine.EventLooked, 1, "build", "it happened"))
	p.Stop()
	if got, want := screen(out.String()), "Running with dbt\nDone\nstep 1 of 3: build: it happened\n"; got != want {
		t.Errorf("screen %q, want %q", got, want)
	}
}

func TestProgressFromManyGoroutines(t *testing.T) {
	t.Parallel()
	for _, tty := range []bool{true, false} {
		var out bytes.Buffer
		p := ui.NewProgress(ui.IO{Err: &out, ErrTTY: tty, Width: 80}, ui.ProgressOptions{Title: "Publishing", Clock: time.Now})
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				p.Step(event(engine.EventStep, i, fmt.Sprint("step ", i), ""))
				p.Statement(i, 8, "x")
				_, _ = io.WriteString(p.Writer(), "from dbt\n")
				p.Step(event(engine.EventStepDone, i, "", ""))
				p.Stop()
			})
		}
		wg.Wait()
		if n := strings.Count(out.String(), "from dbt\n"); n != 8 {
			t.Errorf("tty %v: %d lines of dbt, want 8", tty, n)
		}
	}
}
