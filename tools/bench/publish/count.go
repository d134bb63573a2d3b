//go:build unix && cgo

package main

import (
	"slices"
	"strings"
	"time"
)

// phase is what a statement is sent for.
type phase int

const (
	look    phase = iota // reads before the first change
	ledger               // the ledger, the lease and their tables
	prepare              // changes that readers of production cannot see
	swap                 // changes that they see
	after                // changes once the new is published: narrowing, keeping, restaging
	verify               // reads after the first change
	phases
)

var phaseNames = []string{"look", "ledger", "prepare", "swap", "after", "verify"}

// measured is one run of the program.
type measured struct {
	name string
	wall time.Duration
	// list are the statements in the order of their execution, by phase.
	list  [phases][]statement
	count [phases]int
	// spent is how long each phase had the oldest statement on its way, still waiting for its latency. Together with
	// busy, silent and ends it is wall.
	spent [phases]time.Duration
	// busy is how long the oldest statement on its way was being worked on by the stand-in: a real account has more hands.
	busy  time.Duration
	total int
	// cpu is what the program took of the processor; the rest of silent and ends it waited for a busy machine.
	cpu time.Duration
	// silent is how long no statement was on its way, between the first and the last: the program's own time.
	silent time.Duration
	// ends is how long the program ran before the first and after the last statement.
	ends time.Duration
}

func summed(name string, wall, latency time.Duration, list []statement) measured {
	m := measured{name: name, wall: wall, total: len(list)}
	slices.SortFunc(list, func(a, b statement) int { return a.began.Compare(b.began) })
	changed, published := false, false
	var of []phase
	for _, st := range list {
		p := phaseOf(st, changed, published)
		changed = changed || p == prepare || p == swap
		published = published || p == swap
		m.list[p] = append(m.list[p], st)
		m.count[p]++
		of = append(of, p)
	}
	m.divide(latency, list, of)
	return m
}

// divide says where the time went.
func (m *measured) divide(latency time.Duration, list []statement, of []phase) {
	if len(list) == 0 {
		return
	}
	first := list[0].began.Add(-latency)
	until := first
	for i, st := range list {
		sent, end := st.began.Add(-latency), st.began.Add(st.took)
		if sent.After(until) {
			m.silent += sent.Sub(until)
			until = sent
		}
		if st.began.After(until) {
			m.spent[of[i]] += st.began.Sub(until)
			until = st.began
		}
		if end.After(until) {
			m.busy += end.Sub(until)
			until = end
		}
	}
	m.ends = m.wall - until.Sub(first)
}

func phaseOf(st statement, changed, published bool) phase {
	text := st.sql
	guarded := strings.HasPrefix(text, "EXECUTE IMMEDIATE")
	switch {
	case !guarded && (strings.Contains(text, `"CUTOVER"."LEDGER"`) || strings.Contains(text, `"CUTOVER"."LEASE"`) ||
		strings.HasSuffix(text, `__CUTOVER"`) || strings.HasSuffix(text, `."CUTOVER"`)):
		return ledger
	case isRead(text) && changed:
		return verify
	case isRead(text):
		return look
	case strings.Contains(text, " SWAP WITH "), strings.Contains(text, `OR REPLACE TRANSIENT TABLE "PROD"."MART".`), strings.Contains(text, `OR REPLACE TABLE "PROD"."MART".`):
		return swap
	case published:
		return after
	}
	return prepare
}

func isRead(text string) bool {
	return strings.HasPrefix(text, "SELECT") || strings.HasPrefix(text, "SHOW")
}

// words are the first words of a statement, without names; of a guard block, those of what it guards.
func words(sql string) string {
	if i := strings.LastIndex(sql, "END IF;"); i >= 0 {
		sql = "guarded " + sql[i+len("END IF;"):]
	}
	var out []string
	for word := range strings.FieldsSeq(sql) {
		if strings.ContainsAny(word, `"'(`) && !strings.Contains(word, "INFORMATION_SCHEMA") || len(out) == 7 {
			break
		}
		out = append(out, word)
	}
	if _, rest, ok := strings.Cut(sql, "INFORMATION_SCHEMA."); ok {
		name, _, _ := strings.Cut(rest, " ")
		name, _, _ = strings.Cut(name, "(")
		out = append(out, "... "+name)
	}
	return strings.Join(out, " ")
}
