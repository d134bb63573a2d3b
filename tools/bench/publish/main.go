//go:build unix && cgo

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// options are the flags.
type options struct {
	cutover     string
	tables      int
	concurrency int
	latency     time.Duration
	quick       bool
	verbose     bool

	out io.Writer
	now func() time.Time
}

func main() {
	o := options{out: os.Stdout, now: time.Now} //nolint:forbidigo // the edge of a program that measures
	flag.StringVar(&o.cutover, "cutover", "bin/cutover", "the program under test")
	flag.IntVar(&o.tables, "tables", 1000, "tables that are published")
	flag.IntVar(&o.concurrency, "concurrency", 8, "publish.concurrency")
	flag.DurationVar(&o.latency, "latency", 100*time.Millisecond, "how long every statement takes at least")
	flag.BoolVar(&o.quick, "quick", false, "only the shadow, without the serial loop and the other sizes")
	flag.BoolVar(&o.verbose, "v", false, "list the statements of each phase by their first words")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

func run(ctx context.Context, o options) error {
	cutover, err := filepath.Abs(o.cutover)
	if err != nil {
		return err
	}
	o.cutover = cutover
	fmt.Fprintf(o.out, "publish of %d tables on the stand-in, %s for every statement, publish.concurrency %d\n\n", o.tables, o.latency, o.concurrency)
	o.head()
	shadow, err := o.release(ctx, o.tables, schemaMode)
	if err != nil {
		return err
	}
	if o.quick {
		return nil
	}
	for _, m := range []mode{tablesMode, swapMode} {
		if _, err := o.release(ctx, o.tables, m); err != nil {
			return err
		}
	}
	looks := map[int]int{o.tables: shadow.count[look]}
	for _, n := range []int{100, 3000} {
		r, err := o.release(ctx, n, schemaMode)
		if err != nil {
			return err
		}
		looks[n] = r.count[look]
	}
	loop, err := o.serialLoop(ctx)
	if err != nil {
		return err
	}
	o.ratios(shadow, loop, looks)
	return nil
}

// release applies one release of a mode on an account of its own and takes it back.
func (o options) release(ctx context.Context, tables int, m mode) (measured, error) {
	a, err := newAccount(ctx, tables)
	if err != nil {
		return measured{}, err
	}
	defer a.close()
	p, err := o.newProject(a, tables, m)
	if err != nil {
		return measured{}, err
	}
	defer p.remove()
	a.server.Latency(o.latency)
	a.latency = o.latency
	release, err := o.measure(ctx, a, p, fmt.Sprintf("%s, %d tables", m.name, tables), m.command...)
	if err != nil {
		return measured{}, err
	}
	if err := a.holds("new", tables); err != nil {
		return measured{}, fmt.Errorf("after %s: %w", m.name, err)
	}
	if _, err := o.measure(ctx, a, p, "  undo", "undo", "--env", "prod", "--yes"); err != nil {
		return measured{}, err
	}
	if err := a.holds("before", tables); err != nil {
		return measured{}, fmt.Errorf("after undo of %s: %w", m.name, err)
	}
	return release, nil
}

// measure runs the program once and prints what it sent.
func (o options) measure(ctx context.Context, a *account, p *project, name string, args ...string) (measured, error) {
	a.clock.reset()
	began := o.now()
	said, cpu, err := p.cutover(ctx, args...)
	if err != nil {
		return measured{}, err
	}
	m := summed(name, o.now().Sub(began), o.latency, a.clock.statements())
	m.cpu = cpu
	o.line(m)
	if m.count[swap] == 0 {
		return measured{}, fmt.Errorf("nothing was published; cutover said:\n%s", said)
	}
	return m, nil
}
