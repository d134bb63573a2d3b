package snowflake_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"cutover/sql/snowflake"
	"cutover/sql/warehouse"
)

// mentions reports whether a request's text holds a word; the driver may have
// compressed nothing of it.
func mentions(body io.ReadCloser, word string) (bool, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return false, err
	}
	return bytes.Contains(text, []byte(word)), body.Close()
}

// noise is text that does not compress well.
func noise(size int) string {
	r := rand.New(rand.NewPCG(1, 2))
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"
	var b strings.Builder
	b.Grow(size)
	for range size {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return b.String()
}

const liveEnv = "live"

// lease makes the state container and takes the lease, and gives its fence.
func (q question) lease(d warehouse.Driver) warehouse.CheckFence {
	q.Helper()
	state := q.container("CUTOVER")
	for _, op := range []warehouse.Op{
		warehouse.EnsureState{State: state},
		warehouse.TakeLease{State: state, Environment: liveEnv, Owner: "me", TTL: time.Hour, Body: "{}"},
	} {
		if _, err := d.Do(q.Context(), op, warehouse.Token{}); err != nil {
			q.Fatalf("%s: %v", op.OpName(), err)
		}
	}
	return warehouse.CheckFence{State: state, Environment: liveEnv, Fence: 1}
}

// swapOp marks B and gives the swap of A and B that the mark allows.
func (q question) swapOp(step string) warehouse.SwapContainers {
	q.Helper()
	d := q.driver(nil)
	mark := warehouse.Mark{Database: q.db, Schema: "B", Release: "live", Step: step}
	if _, err := d.Do(q.Context(), mark, warehouse.Token{}); err != nil {
		q.Fatalf("mark: %v", err)
	}
	return warehouse.SwapContainers{A: q.container("A"), B: q.container("B"), Proof: &mark}
}

// copyOp replaces B.T by a clone of A.T.
func (q question) copyOp(d warehouse.Driver) warehouse.CopyTable {
	q.Helper()
	q.table("t", "A", "T")
	from := warehouse.Ref{Database: q.db, Schema: "A", Name: "T"}
	inv, err := d.Inspect(q.Context(), warehouse.InspectRequest{Containers: []warehouse.Container{q.container("A")}, Content: []warehouse.Ref{from}})
	if err != nil {
		q.Fatal(err)
	}
	o, ok := inv.Object(from)
	if !ok {
		q.Fatalf("%s is not seen", from)
	}
	return warehouse.CopyTable{From: from, To: warehouse.Ref{Database: q.db, Schema: "B", Name: "T"}, Definition: o.Definition, Replace: true}
}

// guardBlock: the two forms of the block, and its three answers.
func guardBlock(q question) {
	d := q.driver(nil)
	fence := q.lease(d)
	for _, step := range []string{"plain", "holds $$ and \\ and 'quotes'"} {
		op := q.swapOp(step)
		lost := fence
		lost.Fence = 7
		unmarked := op
		unmarked.Proof = &warehouse.Mark{Database: q.db, Schema: "B", Release: "another", Step: step}
		for _, c := range []struct {
			what string
			op   warehouse.Op
		}{
			{"lease lost", warehouse.Fenced{Fence: lost, Op: op}},
			{"not the candidate", warehouse.Fenced{Fence: fence, Op: unmarked}},
			{"done", warehouse.Fenced{Fence: fence, Op: op}},
			{"not the candidate, or 002003 because the table of marks has moved", warehouse.Fenced{Fence: fence, Op: op}},
		} {
			sts, err := d.Render(c.op)
			if err != nil {
				q.Fatal(err)
			}
			form := "quoted"
			if strings.HasPrefix(sts[0].Text, "EXECUTE IMMEDIATE $$") {
				form = "$$"
			}
			q.answer("the block in its form %s answers %q, expected %q", form, cells(q.a.Ask(sts[0].Text)), c.what)
		}
		q.a.Exec(q.T, "ALTER SCHEMA "+q.name("A")+" SWAP WITH "+q.name("B")) // back
	}
}

// guardBlockErrors: number and text of an error inside a block, and the code that
// cutover makes of it.
func guardBlockErrors(q question) {
	d := q.driver(nil)
	fence := q.lease(d)
	missing := q.copyOp(d)
	missing.From.Name = "NOWHERE"
	nowhere := warehouse.Ref{Database: q.db, Schema: "A", Name: "NOWHERE"}
	for _, op := range []warehouse.Op{
		warehouse.Drop{Ref: nowhere, Kind: warehouse.KindTable},
		warehouse.Drop{Ref: warehouse.Ref{Database: q.db, Schema: "A", Name: "T"}, Kind: warehouse.KindView},
		missing,
		warehouse.CloneContainer{From: q.container("A"), To: q.container("B")},
	} {
		for how, sent := range map[string]warehouse.Op{"in a block": warehouse.Fenced{Fence: fence, Op: op}, "alone": op} {
			sts, err := d.Render(sent)
			if err != nil {
				q.Fatal(err)
			}
			_, native := q.a.Ask(sts[0].Text)
			_, err = d.Do(q.Context(), sent, warehouse.Token{})
			q.answer("%s %s: %s; cutover says %q", op.OpName(), how, said(native), warehouse.CodeOf(err))
		}
	}
}

// guardBlockPrice: what the block costs against its statement alone.
func guardBlockPrice(q question) {
	const rounds = 10
	d := q.driver(nil)
	fence := q.lease(d)
	op := q.copyOp(d)
	took := map[string]time.Duration{}
	for range rounds {
		for how, sent := range map[string]warehouse.Op{"alone": op, "in a block": warehouse.Fenced{Fence: fence, Op: op}} {
			began := time.Now()
			if _, err := d.Do(q.Context(), sent, warehouse.Token{}); err != nil {
				q.Fatal(err)
			}
			took[how] += time.Since(began)
		}
	}
	q.answer("CREATE OR REPLACE TABLE CLONE takes %s alone and %s in a block (mean of %d)", took["alone"]/rounds, took["in a block"]/rounds, rounds)
}

// firstLeases: two first takes of a lease at one moment.
func firstLeases(q question) {
	one, two := q.driver(nil), q.driver(nil)
	fence := q.lease(one)
	const rounds = 10
	both, none, doubled := 0, 0, 0
	for i := range rounds {
		environment := "race " + string(rune('a'+i))
		var wg sync.WaitGroup
		won := make([]int64, 2)
		for side, d := range []warehouse.Driver{one, two} {
			wg.Go(func() {
				r, err := d.Do(q.Context(), warehouse.TakeLease{
					State: fence.State, Environment: environment, Owner: string(rune('x' + side)), TTL: time.Hour, Body: "{}",
				}, warehouse.Token{})
				if err != nil {
					q.Errorf("take: %v", err)
				}
				won[side] = r.Rows
			})
		}
		wg.Wait()
		switch won[0] + won[1] {
		case 2:
			both++
		case 0:
			none++
		}
		if cells(q.a.Ask("SELECT COUNT(*) FROM "+q.name("CUTOVER", "LEASE")+" WHERE ENVIRONMENT = "+snowflake.Dialect().QuoteText(environment))) != "1" {
			doubled++
		}
	}
	q.answer("of %d races: both won %d, nobody won %d, more than one row %d", rounds, both, none, doubled)
	if both > 0 {
		q.Errorf("both sides held the lease in %d of %d races", both, rounds)
	}
}
