//go:build unix

package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

// options are the flags.
type options struct {
	cutover, cache, python, dbt string
	models, runs                int
	quick                       bool

	out io.Writer
	now func() time.Time
}

func main() {
	o := options{out: os.Stdout, now: time.Now} //nolint:forbidigo // the edge of a program that measures
	flag.StringVar(&o.cutover, "cutover", "bin/cutover", "the program under test")
	flag.StringVar(&o.cache, "cache", ".cache/bench", "folder for what is generated")
	flag.StringVar(&o.python, "python", ".venv/bin/python", "a Python, with orjson where it is to be measured")
	flag.StringVar(&o.dbt, "dbt", ".venv/bin/dbt", "dbt with the duckdb adapter")
	flag.IntVar(&o.models, "models", 10_000, "models in the manifest; 10,000 are 130 MB")
	flag.IntVar(&o.runs, "runs", 9, "runs of each program, of which the median counts")
	flag.BoolVar(&o.quick, "quick", false, "leave out dbt and the larger manifest")
	flag.Parse()
	measure := run
	switch flag.Arg(0) {
	case "publish", "bigquery":
		measure = runPublish
	}
	if err := measure(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1) //nolint:forbidigo // this is main
	}
}

// runPublish measures the publish on Snowflake's stand-in or on BigQuery's: programs of their own, because the stand-ins
// bring a database along.
func runPublish(ctx context.Context, o options) error {
	program := filepath.Join(o.cache, flag.Arg(0))
	if err := os.MkdirAll(o.cache, 0o755); err != nil {
		return err
	}
	if err := execute(ctx, "go", "build", "-tags", "minicore_disabled", "-o", program, "./tools/bench/"+flag.Arg(0)); err != nil {
		return err
	}
	args := append([]string{"-cutover", o.cutover}, flag.Args()[1:]...)
	if o.quick {
		args = append([]string{"-quick"}, args...)
	}
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdout, cmd.Stderr = o.out, os.Stderr
	return cmd.Run()
}

func run(ctx context.Context, o options) error {
	cutover, err := filepath.Abs(o.cutover)
	if err != nil {
		return err
	}
	o.cutover = cutover
	if err := os.MkdirAll(o.cache, 0o755); err != nil {
		return err
	}
	manifest, err := generated(o.cache, o.models)
	if err != nil {
		return fmt.Errorf("generate manifest: %w", err)
	}
	floor := filepath.Join(o.cache, "floor")
	if err := execute(ctx, "go", "build", "-o", floor, "./tools/bench/floor"); err != nil {
		return err
	}
	size, err := megabytes(manifest)
	if err != nil {
		return err
	}
	fmt.Fprintf(o.out, "%d models, %.0f MB, %d cores, %s; median of %d whole processes each, in turns\n\n", o.models, size, runtime.NumCPU(), runtime.Version(), o.runs)

	subjects := onOneFile(ctx, o, floor, manifest)
	if err := o.measure(ctx, subjects, o.runs); err != nil {
		return err
	}
	o.table(subjects)
	own := subjects[0]
	aims := []aim{
		atMost("times the floor (read the file, touch every byte)", own.median(), find(subjects, "floor"), 3),
		fasterBy("times faster than orjson", own.median(), find(subjects, "orjson"), 8),
		memory(own.rss, size),
	}
	if o.quick {
		fmt.Fprintln(o.out, "\nleft out by --quick: dbt, and the manifest of five times the size")
		return o.report(aims)
	}
	more, err := againstDBT(ctx, o, own)
	if err != nil {
		return err
	}
	aims = append(aims, more...)
	linear, err := fiveTimes(ctx, o, size)
	if err != nil {
		return err
	}
	return o.report(append(aims, linear))
}

// onOneFile are the programs that all read the same manifest; the first is cutover.
func onOneFile(ctx context.Context, o options, floor, manifest string) []*subject {
	out := []*subject{
		{name: "cutover ls -s tag:mart", command: []string{o.cutover, "ls", "-s", "tag:mart", "--manifest", manifest}},
		{name: "floor: read, touch every byte", key: "floor", command: []string{floor, "read", manifest}},
		{name: "floor: map, touch every byte", command: []string{floor, "mmap", manifest}},
		{name: "gjson.Valid alone", command: []string{floor, "valid", manifest}},
		{name: "Python json.load", command: []string{o.python, "-c", "import json,sys\njson.load(open(sys.argv[1],'rb'))", manifest}},
		{
			name: "orjson.loads", key: "orjson", command: []string{o.python, "-c", "import orjson,sys\norjson.loads(open(sys.argv[1],'rb').read())", manifest},
			probe: []string{o.python, "-c", "import orjson"},
		},
		{
			name: "jq: tags of every node", command: []string{"jq", "[.nodes[]|select(.tags|index(\"mart\"))|.unique_id]|length", manifest},
			probe: []string{"jq", "--version"},
		},
	}
	var there []*subject
	for _, s := range out {
		if s.probe == nil {
			s.probe = []string{s.command[0], "--help"}
		}
		if s.command[0] == floor {
			s.probe = nil
		}
		if s.probe != nil && execute(ctx, s.probe[0], s.probe[1:]...) != nil {
			fmt.Fprintf(o.out, "SKIPPED %s: %s does not run here\n", s.name, s.probe[0])
			continue
		}
		there = append(there, s)
	}
	return there
}

// fiveTimes says whether time grows with the manifest.
func fiveTimes(ctx context.Context, o options, size float64) (aim, error) {
	const factor = 5
	small, err := generated(o.cache, o.models)
	if err != nil {
		return aim{}, err
	}
	large, err := generated(o.cache, factor*o.models)
	if err != nil {
		return aim{}, err
	}
	largeSize, err := megabytes(large)
	if err != nil {
		return aim{}, err
	}
	subjects := []*subject{
		{name: fmt.Sprintf("cutover, %d models, %.0f MB", o.models, size), command: []string{o.cutover, "ls", "-s", "tag:mart", "--manifest", small}},
		{name: fmt.Sprintf("cutover, %d models, %.0f MB", factor*o.models, largeSize), command: []string{o.cutover, "ls", "-s", "tag:mart", "--manifest", large}},
	}
	fmt.Fprintln(o.out)
	if err := o.measure(ctx, subjects, min(o.runs, 5)); err != nil {
		return aim{}, err
	}
	o.table(subjects)
	ratio := subjects[1].median().Seconds() / subjects[0].median().Seconds()
	grown := largeSize / size
	return aim{text: fmt.Sprintf("%.1f times the time for %.1f times the bytes", ratio, grown), want: fmt.Sprintf("at most %.1f (linear, and a tenth)", grown*1.1), reached: ratio <= grown*1.1}, nil
}

func megabytes(path string) (float64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if info.Size() == 0 {
		return 0, errors.New(path + " is empty")
	}
	return float64(info.Size()) / 1e6, nil
}
