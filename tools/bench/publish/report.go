//go:build unix && cgo

package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// steps that a publish through a shadow cannot do at the same time, each one statement long: they are the ideal beyond the copies.
const chain = "log in, look, take the lease, write the plan down, clone the schema, look at the shadow, mark it, write the intent down, swap, look at production, write the end down, give the lease back"

func (o options) head() {
	fmt.Fprintf(o.out, "%-38s %8s", "RUN", "WALL s")
	for _, name := range phaseNames {
		fmt.Fprintf(o.out, " %8s", strings.ToUpper(name))
	}
	fmt.Fprintf(o.out, " %8s %8s %8s %8s\n", "ALL", "OWN s", "CPU s", "SERVER s")
}

func (o options) line(m measured) {
	fmt.Fprintf(o.out, "%-38s %8.2f", m.name, m.wall.Seconds())
	for _, n := range m.count {
		fmt.Fprintf(o.out, " %8d", n)
	}
	fmt.Fprintf(o.out, " %8d %8.2f %8.2f %8.2f\n", m.total, (m.silent + m.ends).Seconds(), m.cpu.Seconds(), m.busy.Seconds())
	fmt.Fprintf(o.out, "%-38s %8s", "    seconds of that", "")
	for _, d := range m.spent {
		fmt.Fprintf(o.out, " %8.2f", d.Seconds())
	}
	fmt.Fprintln(o.out)
	if o.verbose {
		o.kinds(m)
	}
}

// kinds lists the statements of each phase by their first words.
func (o options) kinds(m measured) {
	for p, list := range m.list {
		kinds, took := map[string]int{}, map[string]time.Duration{}
		for _, st := range list {
			kinds[words(st.sql)]++
			took[words(st.sql)] += st.took
		}
		for _, kind := range slices.Sorted(maps.Keys(kinds)) {
			fmt.Fprintf(o.out, "      %-8s %6d %7.2f s at the stand-in  %s\n", phaseNames[p], kinds[kind], took[kind].Seconds(), kind)
		}
	}
}

// ideal is the critical path of a publish of n tables through a shadow.
func (o options) ideal(n int) time.Duration {
	rounds := (n + o.concurrency - 1) / o.concurrency
	return time.Duration(rounds+strings.Count(chain, ",")+1) * o.latency
}

func (o options) ratios(shadow measured, loop time.Duration, looks map[int]int) {
	ideal := o.ideal(o.tables)
	fmt.Fprintf(o.out, "\nserial loop, one connection, %d tables: %.2f s; wac is %.1f times faster\n", o.tables, loop.Seconds(), loop.Seconds()/shadow.wall.Seconds())
	fmt.Fprintf(o.out, "ideal: %.2f s (the copies %d at a time, and one after the other: %s); wac takes %.2f times that, %.2f times without what the stand-in itself works\n",
		ideal.Seconds(), o.concurrency, chain, shadow.wall.Seconds()/ideal.Seconds(), (shadow.wall-shadow.busy).Seconds()/ideal.Seconds())
	fmt.Fprint(o.out, "statements of looking before the first change:")
	for _, n := range slices.Sorted(maps.Keys(looks)) {
		fmt.Fprintf(o.out, "  %d tables: %d", n, looks[n])
	}
	fmt.Fprintln(o.out)
	fmt.Fprintln(o.out, strings.TrimSpace(columns))
}

// columns says what the table shows.
const columns = `
WALL is the whole program. Statements by phase: LOOK before the first change; LEDGER with the lease; PREPARE what readers
cannot see; SWAP what they see; AFTER what follows it; VERIFY looks after the first change. Below them, how long the oldest
statement on its way was one of that phase. OWN is when none was on its way, CPU what cutover took of the processor, SERVER
when the oldest was being worked on by the stand-in, which has two hands where an account has many.`
