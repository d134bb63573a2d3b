//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// subject is a program that is measured.
type subject struct {
	name, key string
	dir       string
	command   []string
	probe     []string // runs only where the program is there

	times []time.Duration // of whole processes
	rss   float64         // the highest resident size of any run, in MB (10^6 bytes)
}

func (s *subject) median() time.Duration {
	sorted := slices.Sorted(slices.Values(s.times))
	return sorted[len(sorted)/2]
}

// once runs the program. What it says is in the error when it fails.
func (s *subject) once(ctx context.Context, now func() time.Time) (time.Duration, error) {
	cmd := exec.CommandContext(ctx, s.command[0], s.command[1:]...)
	cmd.Dir = s.dir
	var talk bytes.Buffer
	cmd.Stdout, cmd.Stderr = &talk, &talk
	began := now()
	err := cmd.Run()
	took := now().Sub(began)
	if err != nil {
		return 0, fmt.Errorf("run %s: %w\n%s", s.name, err, talk.String())
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		s.rss = max(s.rss, float64(usage.Maxrss)*1024/1e6) // Linux counts in KiB
	}
	return took, nil
}

// measure runs all in turns, so that a moment of load meets everybody. The first turn only warms the page cache.
func (o options) measure(ctx context.Context, subjects []*subject, runs int) error {
	for turn := range runs + 1 {
		for _, s := range subjects {
			took, err := s.once(ctx, o.now)
			if err != nil {
				return err
			}
			if turn > 0 {
				s.times = append(s.times, took)
			}
		}
	}
	return nil
}

func execute(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("run %s: %w\n%s", name, err, out)
	}
	return nil
}

// table prints times and how many times longer than the first each takes.
func (o options) table(subjects []*subject) {
	base := subjects[0].median().Seconds()
	fmt.Fprintf(o.out, "%-34s %9s %9s %9s %9s %8s\n", "PROGRAM", "MEDIAN s", "FASTEST s", "SLOWEST s", "RATIO", "RSS MB")
	for _, s := range subjects {
		fmt.Fprintf(o.out, "%-34s %9.3f %9.3f %9.3f %9.2f %8.0f\n", s.name, s.median().Seconds(),
			slices.Min(s.times).Seconds(), slices.Max(s.times).Seconds(), s.median().Seconds()/base, s.rss)
	}
}

func find(subjects []*subject, key string) *subject {
	for _, s := range subjects {
		if s.key == key {
			return s
		}
	}
	return nil
}

// aim is one of the issue's.
type aim struct {
	text, want string
	reached    bool
	skipped    bool
}

func atMost(what string, own time.Duration, other *subject, limit float64) aim {
	a := aim{text: what, want: fmt.Sprintf("at most %g", limit), skipped: other == nil}
	if other != nil {
		ratio := own.Seconds() / other.median().Seconds()
		a.text, a.reached = fmt.Sprintf("%.2f %s", ratio, what), ratio <= limit
	}
	return a
}

func fasterBy(what string, own time.Duration, other *subject, limit float64) aim {
	a := aim{text: what, want: fmt.Sprintf("at least %g", limit), skipped: other == nil}
	if other != nil {
		ratio := other.median().Seconds() / own.Seconds()
		a.text, a.reached = fmt.Sprintf("%.1f %s", ratio, what), ratio >= limit
	}
	return a
}

func memory(rss, file float64) aim {
	return aim{text: fmt.Sprintf("%.0f MB of memory above the file's size", rss-file), want: "at most 100", reached: rss-file <= 100}
}

func (o options) report(aims []aim) error {
	fmt.Fprintln(o.out, "\nAIMS")
	for _, a := range aims {
		verdict := "not reached"
		switch {
		case a.skipped:
			verdict = "SKIPPED"
		case a.reached:
			verdict = "reached"
		}
		fmt.Fprintf(o.out, "  %-12s %s (%s)\n", verdict, a.text, a.want)
	}
	fmt.Fprintln(o.out, strings.TrimSpace(limits))
	return nil
}

// limits says what stands in the way of more.
const limits = `
WHAT LIMITS IT
  The kernel's copy of the file and the first touch of its pages are in the floor and in cutover alike. Beyond them every
  byte is looked at once, by the strict reader, on all cores: the ratio to orjson and jq, which use one, grows with the
  cores. On one core are: starting a program that has three warehouse drivers in it (about 15 ms), the map of the nodes,
  the sorted graph and the table. A manifest that dbt rewrites in place cannot be mapped safely, so it is copied.`
