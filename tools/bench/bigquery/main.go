//go:build unix && cgo

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// options are the flags.
type options struct {
	cutover, dbt, json   string
	sizes, workers       string
	latency, restLatency time.Duration
	most                 time.Duration
	quick, verbose       bool

	// of the process that is the bare loop
	loop, url   string
	loopTables  int
	loopWorkers int

	out io.Writer
	now func() time.Time
}

// The two runs of cutover: as on every night, and with a state dataset yet to be made.
const (
	cutoverName  = "cutover wac"
	cutoverFirst = "cutover wac, the very first"
)

func main() {
	o := options{out: os.Stdout, now: time.Now} //nolint:forbidigo // the edge of a program that measures
	flag.StringVar(&o.cutover, "cutover", "bin/cutover", "the program under test")
	flag.StringVar(&o.dbt, "dbt", ".venv-bigquery/bin/dbt", "dbt with the bigquery adapter; make venv-bigquery installs it")
	flag.StringVar(&o.json, "json", "", "write the figures to this file, too")
	flag.StringVar(&o.sizes, "sizes", "120,1000", "numbers of tables that are published")
	flag.StringVar(&o.workers, "at", "1,8,16,32", "numbers of statements at the same time (publish.concurrency, dbt's threads)")
	flag.DurationVar(&o.latency, "latency", 300*time.Millisecond, "how long every statement takes at least")
	flag.DurationVar(&o.restLatency, "rest-latency", 0, "how long every request takes at least, besides")
	flag.DurationVar(&o.most, "most", 4*time.Minute, "leave out a program whose statements alone would take longer")
	flag.BoolVar(&o.quick, "quick", false, "only 120 tables with 8 workers, without dbt")
	flag.BoolVar(&o.verbose, "v", false, "list the statements and calls of each run by kind")
	flag.StringVar(&o.loop, "loop", "", "be the bare loop: keep or clone")
	flag.StringVar(&o.url, "url", "", "of the bare loop: the stand-in")
	flag.IntVar(&o.loopTables, "tables", 0, "of the bare loop")
	flag.IntVar(&o.loopWorkers, "workers", 0, "of the bare loop")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

func run(ctx context.Context, o options) error {
	if o.loop != "" {
		return loop(ctx, o.url, o.loop, o.loopTables, o.loopWorkers)
	}
	if o.quick {
		o.sizes, o.workers, o.dbt = "120", "8", ""
	}
	sizes, err := numbers(o.sizes)
	if err != nil {
		return err
	}
	workers, err := numbers(o.workers)
	if err != nil {
		return err
	}
	if o.cutover, err = filepath.Abs(o.cutover); err != nil {
		return err
	}
	if err := o.findDBT(); err != nil {
		return err
	}
	fmt.Fprintf(o.out, "publish on BigQuery's stand-in, %s for every statement and %s for every request\n\n", o.latency, o.restLatency)
	o.head()
	var runs []measured
	for _, tables := range sizes {
		for _, n := range workers {
			more, err := o.together(ctx, tables, n)
			if err != nil {
				return err
			}
			runs = append(runs, more...)
		}
	}
	o.growth(runs)
	fmt.Fprintln(o.out, columns)
	return o.write(runs)
}

func numbers(list string) ([]int, error) {
	var out []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is not a list of numbers", list)
		}
		out = append(out, n)
	}
	return out, nil
}

// findDBT makes the path absolute, or empty where there is none.
func (o *options) findDBT() error {
	if o.dbt == "" {
		return nil
	}
	dbt, err := filepath.Abs(o.dbt)
	if err != nil {
		return err
	}
	if _, err := os.Stat(dbt); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(o.out, "SKIPPED the macro and dbt clone: there is no %s; make venv-bigquery installs it\n\n", o.dbt)
		dbt = ""
	}
	o.dbt = dbt
	return nil
}

// contender is one way to publish.
type contender struct {
	name string
	// statements are those that one worker sends one after another, at least.
	statements int
	dbt        bool
	// prepare comes before what is measured; nil for nothing.
	prepare func(context.Context, *folder) error
	run     func(context.Context, *world, *folder) (process, error)
}

func (o options) contenders(tables, workers int) []contender {
	rounds := (tables + workers - 1) / workers
	bare := func(kind string) func(context.Context, *world, *folder) (process, error) {
		return func(ctx context.Context, w *world, _ *folder) (process, error) {
			took, err := o.bareLoop(ctx, w, kind, tables, workers)
			return process{wall: took}, err
		}
	}
	publish := func(ctx context.Context, _ *world, f *folder) (process, error) {
		return f.run(ctx, o.now, o.cutover, "wac", "--env", "prod", "--yes")
	}
	out := []contender{
		{name: "bare loop, Go client: snapshot + clone", statements: 2 * rounds, run: bare(keepAndClone)},
		{name: "bare loop, Go client: clone only (no undo)", statements: rounds, run: bare(cloneOnly)},
		{name: cutoverName, statements: 2 * rounds, prepare: o.makeState, run: publish},
		{name: "dbt clone --full-refresh (no undo)", statements: 2 * rounds, dbt: true, prepare: o.parsed, run: func(ctx context.Context, _ *world, f *folder) (process, error) {
			return o.byClone(ctx, f, workers)
		}},
	}
	if workers == firstAt {
		out = append(out, contender{name: cutoverFirst, statements: 2 * rounds, run: publish})
	}
	if workers == 1 { // the macro has one worker, whatever it is told
		out = append(out, contender{name: "macro, run-operation (serial, no undo)", statements: tables, dbt: true, prepare: o.parsed, run: func(ctx context.Context, _ *world, f *folder) (process, error) {
			return o.byMacro(ctx, f)
		}})
	}
	return out
}

// firstAt is with how many workers the very first release is measured.
const firstAt = 8

// makeState has cutover make its dataset, as it is there from the second release on.
func (o options) makeState(ctx context.Context, f *folder) error {
	for _, verb := range []string{"hold", "unhold"} {
		if _, err := f.run(ctx, o.now, o.cutover, verb, "--env", "prod", "--yes"); err != nil {
			return err
		}
	}
	return nil
}

// together measures all that publish so many tables with so many workers, one right after the other.
func (o options) together(ctx context.Context, tables, workers int) ([]measured, error) {
	var out []measured
	var floor float64
	for _, c := range o.contenders(tables, workers) {
		if c.dbt && o.dbt == "" {
			continue
		}
		if least := time.Duration(c.statements) * o.latency; least > o.most {
			fmt.Fprintf(o.out, "%-6d %-7d %-44s left out: its statements alone take %s (-most)\n", tables, workers, c.name, least)
			continue
		}
		m, err := o.measure(ctx, c, tables, workers)
		if err != nil {
			return nil, err
		}
		if len(out) == 0 && strings.HasPrefix(c.name, "bare loop") {
			floor = m.Wall
		}
		o.line(m, floor)
		out = append(out, m)
	}
	return out, nil
}

// measure runs one program on a project of its own and wants all tables published.
func (o options) measure(ctx context.Context, c contender, tables, workers int) (measured, error) {
	w, err := o.newWorld(ctx, tables)
	if err != nil {
		return measured{}, err
	}
	defer w.close()
	f, err := o.newFolder(w, tables, workers)
	if err != nil {
		return measured{}, err
	}
	defer f.remove()
	if c.prepare != nil {
		if err := c.prepare(ctx, f); err != nil {
			return measured{}, err
		}
	}
	w.server.ResetLog()
	w.clock.reset()
	p, err := c.run(ctx, w, f)
	if err != nil {
		return measured{}, err
	}
	m := measured{Program: c.name, Tables: tables, Workers: workers, Wall: p.wall.Seconds(), CPU: p.cpu.Seconds()}
	m.count(w.server.Requests(), w.clock.events())
	if err := w.holds("new", tables); err != nil {
		return measured{}, fmt.Errorf("after %s: %w; it said:\n%s", c.name, err, p.said)
	}
	if bad := w.server.Unexpected(); len(bad) > 0 {
		return measured{}, fmt.Errorf("%s sent what the stand-in does not know: %s", c.name, strings.Join(bad, "; "))
	}
	return m, nil
}
