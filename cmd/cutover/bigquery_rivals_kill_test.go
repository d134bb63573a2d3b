//go:build cgo && unix

package main

import (
	"compress/gzip"
	"encoding/base64"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cutover/sql/bigquery/bigquerytest"
)

// The sizes of the table: 100 relations tagged mart and 20 tagged utils.
const (
	bigMarts = 100
	bigUtil  = 20
	killedAt = 50
)

// bigKilled: the process dies at the 50th of 120 tables. What was sent runs to its
// end on the service.
func bigKilled(t *testing.T, way string) {
	w := newBigWorld(t).tables(bigMarts, bigUtil)
	w.nodes = w.nodes[:len(w.nodes)-1] // no view
	s := w.begun().before(publishLine("wac"))
	in := w.server.Inject(bigquerytest.Fault{Kind: bigquerytest.Hold, Times: -1, Skip: killedAt - 1, Match: func(r bigquerytest.Request) bool { return bigPlaces(r.SQL) }})
	r := w.start(nil, s.line...)
	r.arrived(in)
	s.judge(killed, r.kill())
	in.Remove()
	in.Release()
	w.awaitJobs()
	done := len(w.placing())
	if values := w.values(); values["new"] != done || values["old"] != bigMarts+bigUtil-done || done < killedAt {
		t.Errorf("%d tables were sent, production holds %v", done, values)
	}

	// What is recorded: the release, its plan and its steps.
	status := w.cutover(0, "status", "--env", "prod")
	contains(t, status.stdout, "unfinished", "cutover resume --env prod", "cutover abort --env prod")
	release := w.releases()[0]
	contains(t, status.stdout, release)
	contains(t, w.ledger(release), "keep done", "publish ", "t099", "u019", "cutover_"+release+"__mart")

	// What is left is done by another process, which finds nothing of the first.
	for _, artifacts := range []string{"stage", "target"} {
		if err := os.RemoveAll(filepath.Join(w.dir, artifacts)); err != nil {
			t.Fatal(err)
		}
	}
	w.cutover(0, way, "--env", "prod", "--yes", "--quiet")
	again := len(w.placing()) - done
	if way == "resume" {
		w.wantHolds("after the resume", "new")
		if left := bigMarts + bigUtil - done; again != left {
			t.Errorf("resume placed %d tables, %d were left", again, left)
		}
		w.cutover(0, "undo", "--env", "prod", "--yes", "--quiet")
	}
	w.wantHolds("after the "+way+" and an undo", "old")
	s.same("in the end")
	s.onceEach("in the end")
}

// awaitJobs returns when no job stands or runs.
func (w *bigWorld) awaitJobs() {
	w.t.Helper()
	service := w.server.Service(w.t)
	for _, j := range w.writes() {
		for j.State != "DONE" { // the service waits, not we
			if _, err := service.Jobs.GetQueryResults(bigProject, j.ID).Location(j.Location).MaxResults(0).Do(); err != nil {
				w.t.Fatal(err)
			}
			job, err := service.Jobs.Get(bigProject, j.ID).Location(j.Location).Do()
			if err != nil {
				w.t.Fatal(err)
			}
			j.State = job.Status.State
		}
	}
}

// ledger is what is written about a release, as text.
func (w *bigWorld) ledger(release string) string {
	w.t.Helper()
	var out strings.Builder
	for _, row := range w.server.Query(w.t, "SELECT step, event, body FROM "+bigName("cutover", "ledger")+" WHERE release = '"+release+"' ORDER BY seq") {
		out.WriteString(strings.Join(row[:2], " ") + " " + w.unpacked(row[2]) + "\n")
	}
	return out.String()
}

// unpacked is the body of an entry, which is packed when it is long.
func (w *bigWorld) unpacked(body string) string {
	w.t.Helper()
	packed, is := strings.CutPrefix(body, "gz:")
	if !is {
		return body
	}
	r, err := gzip.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(packed)))
	if err != nil {
		w.t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}
