//go:build unix && cgo

package main

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"cutover/sql/bigquery/bigquerytest" //nolint:depguard // the stand-in is what is published on
)

// phase is what a statement or a call is sent for.
type phase int

const (
	look   phase = iota // reads before the first change
	lease               // taking, renewing, checking and giving back the lease
	ledger              // the ledger and the tables of the state
	keep                // snapshots of what is replaced
	place               // what readers of production see
	verify              // reads after the first change
	phases
)

func phaseNames() []string { return []string{"look", "lease", "ledger", "keep", "place", "verify"} }

// measured is one run of one program.
type measured struct {
	Program string `json:"program"`
	Tables  int    `json:"tables"`
	Workers int    `json:"workers"`
	// Wall is the whole process in seconds, CPU what it took of the processor.
	Wall float64 `json:"wall_s"`
	CPU  float64 `json:"cpu_s,omitempty"`
	// Jobs are jobs.insert, Queries jobs.query; Polls are questions about jobs, Calls all other requests.
	Jobs    int `json:"jobs_inserted"`
	Queries int `json:"queries"`
	Polls   int `json:"polls"`
	Calls   int `json:"calls"`
	// Kinds counts statements and requests by what they are.
	Kinds map[string]int `json:"by_kind"`
	// Spent is for how many seconds the oldest statement or call on its way, still waiting for its latency, was one of a
	// phase. With Busy (the stand-in worked on it) and Own (none was on its way) it is Wall.
	Spent map[string]float64 `json:"seconds_by_phase,omitempty"`
	Busy  float64            `json:"stand_in_s,omitempty"`
	Own   float64            `json:"own_s,omitempty"`

	// rounds are runs of statements that one waits for after the other: their kinds in order.
	rounds []string
}

// count adds what the server saw.
func (m *measured) count(requests []bigquerytest.Request, list []event) {
	m.Kinds = map[string]int{}
	for _, r := range requests {
		path := shape(r)
		switch {
		case r.StartsJob && strings.HasSuffix(r.Path, "/queries"):
			m.Queries++
			m.Kinds[statementKind(r.SQL)]++
		case r.StartsJob:
			m.Jobs++
			m.Kinds[statementKind(r.SQL)]++
		case strings.HasPrefix(path, "GET queries/") || strings.HasPrefix(path, "GET jobs/"):
			m.Polls++
			m.Kinds[path]++
		default:
			m.Calls++
			m.Kinds[path]++
		}
	}
	m.divide(list)
}

var ids = regexp.MustCompile(`(datasets|tables|jobs|queries|rowAccessPolicies)/[^/:]+`)

// shape is a request without the names in it.
func shape(r bigquerytest.Request) string {
	path := strings.TrimPrefix(r.Path, "/projects/"+project+"/")
	return r.Method + " " + ids.ReplaceAllString(path, "$1/{id}")
}

// divide says where the time went.
func (m *measured) divide(list []event) {
	m.Spent = map[string]float64{}
	if len(list) == 0 {
		m.Own = m.Wall
		return
	}
	slices.SortFunc(list, func(a, b event) int { return a.sent.Compare(b.sent) })
	names, changed := phaseNames(), false
	first := list[0].sent
	until := first
	var silent, busy time.Duration
	for _, e := range list {
		p := phaseOf(e, changed)
		changed = changed || p == keep || p == place
		if e.sent.After(until) {
			silent += e.sent.Sub(until)
			until = e.sent
		}
		if !e.began.After(until) && !e.ended.After(until) {
			continue
		}
		m.round(e)
		if e.began.After(until) {
			m.Spent[names[p]] += e.began.Sub(until).Seconds()
			until = e.began
		}
		if e.ended.After(until) {
			busy += e.ended.Sub(until)
			until = e.ended
		}
	}
	m.Busy, m.Own = busy.Seconds(), silent.Seconds()+m.Wall-until.Sub(first).Seconds()
}

// round notes a statement that moved the time on; those of one kind in a row are one entry.
func (m *measured) round(e event) {
	if e.call != "" {
		return // they cost what the network costs
	}
	kind := statementKind(e.sql)
	if n := len(m.rounds); n == 0 || m.rounds[n-1] != kind {
		m.rounds = append(m.rounds, kind)
	}
}

func phaseOf(e event, changed bool) phase {
	switch {
	case e.call != "" && strings.HasPrefix(e.call, "insert"):
		return ledger
	case strings.Contains(e.sql, ".`lease`") && !strings.HasPrefix(e.sql, "CREATE"):
		return lease
	case strings.Contains(e.sql, ".`ledger`"), strings.Contains(e.sql, ".`marks`"):
		return ledger
	case strings.HasPrefix(e.sql, "CREATE SNAPSHOT"):
		return keep
	case e.call == "" && !strings.HasPrefix(e.sql, "SELECT"):
		return place
	case changed:
		return verify
	}
	return look
}

// statementKind says in a few words what a statement is.
func statementKind(sql string) string {
	for _, k := range [][2]string{
		{"INSERT INTO `prj`.`cutover`.`ledger`", "ledger: append"},
		{"SELECT seq, `at`", "ledger: read"},
		{"SELECT COUNT(*) FROM `prj`.`cutover`.`ledger`", "ledger: look for a key"},
		{"MERGE INTO `prj`.`cutover`.`lease`", "lease: take"},
		{"SELECT environment, owner", "lease: read"},
		{"SELECT fence, TIMESTAMP_DIFF", "lease: check"},
		{"UPDATE `prj`.`cutover`.`lease` SET expires_at", "lease: renew"},
		{"UPDATE `prj`.`cutover`.`lease` SET owner", "lease: give back"},
		{"CREATE TABLE IF NOT EXISTS", "state: make its tables"},
		{"CREATE SNAPSHOT TABLE", "snapshot"},
		{"CREATE OR REPLACE TABLE", "clone"},
	} {
		if strings.HasPrefix(sql, k[0]) {
			return k[1]
		}
	}
	for _, part := range []string{"__TABLES__", "INFORMATION_SCHEMA.COLUMNS", "INFORMATION_SCHEMA.VIEWS"} {
		if strings.Contains(sql, part) {
			return "look: " + part
		}
	}
	if strings.Contains(sql, " clone ") {
		return "clone by dbt"
	}
	words := strings.Fields(sql)
	return strings.Join(words[:min(len(words), 4)], " ")
}
