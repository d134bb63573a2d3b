package bigquery

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// The limits of the service that a release meets, from its page on quotas.
const (
	mostInTransaction   = 100
	mostClonesOfTable   = 1000
	mostChangesOfTable  = 1500
	mostCopyJobs        = 100000
	mostSnapshotsOfADay = 50
)

// nearly is from how many clones and snapshots of a table on it is worth a word.
const nearly = mostClonesOfTable * 9 / 10

// quotas says how many releases a day fit into what the service allows. What
// others use up of it is not counted: no call tells that.
func (e *examiner) quotas() {
	const check = "quotas"
	n := cmp.Or(e.ask.Selected, len(e.ask.Published), len(e.published()))
	switch {
	case n == 0:
	case e.ask.Mode == ModeTransaction && n > mostInTransaction:
		e.add(warehouse.Failure, check, "select fewer, or set publish.mode: clone", "%d relations: one transaction writes at most %d tables", n, mostInTransaction)
	default:
		// A release replaces each table once, an undo once more, and each is a job.
		const changes = 2
		releases := min(mostSnapshotsOfADay, mostChangesOfTable/changes, mostCopyJobs/(changes*n))
		level, hint := warehouse.Fine, ""
		if releases < 2 {
			level, hint = warehouse.Warning, "publish fewer relations with each release, or ask Google for more copy jobs a day"
		}
		e.add(level, check, hint, "%d %s: at most %d releases a day (%d snapshots and %d changes of a table, %d copy jobs of a project), what others do not counted",
			n, counted(n, "relation"), releases, mostSnapshotsOfADay, mostChangesOfTable, mostCopyJobs)
	}
	if days := int(e.ask.KeepFor / (24 * time.Hour)); days > 0 {
		perDay := mostClonesOfTable / days
		if perDay < mostSnapshotsOfADay {
			e.add(warehouse.Fine, check, "", "what is replaced is kept for %d days, so at most %d releases a day: a table has at most %d clones and snapshots", days, perDay, mostClonesOfTable)
		}
	}
	var full []string
	for _, o := range e.inv.Objects {
		if o.Clones >= nearly {
			full = append(full, fmt.Sprintf("%s (%d)", o.Ref.Short(), o.Clones))
		}
	}
	if len(full) > 0 {
		e.add(warehouse.Warning, check, "drop clones and snapshots that nobody needs", "a table has at most %d clones and snapshots; near to it: %s", mostClonesOfTable, some(full))
	}
}

func counted(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// expirations finds what the service would drop by itself.
func (e *examiner) expirations(ctx context.Context) error {
	clean := true
	for _, c := range slices.Concat(e.ask.Production, []warehouse.Container{e.ask.State}) {
		state, _ := e.inv.Container(c)
		if !state.Exists {
			continue
		}
		if state.ExpiresAfter > 0 {
			clean = false
			e.add(warehouse.Warning, "expiration of "+c.String(), "bq update --dataset --default_table_expiration=0 "+bqName(c, ""),
				"a new table vanishes after %s, one that dbt builds there as well", span(state.ExpiresAfter))
		}
	}
	for _, c := range slices.Concat(e.ask.Production, e.ask.Candidate) {
		after, err := e.partitionExpiration(ctx, c)
		if err != nil {
			return err
		}
		if after > 0 {
			clean = false
			e.add(warehouse.Warning, "expiration of "+c.String(), "bq update --dataset --default_partition_expiration=0 "+bqName(c, ""),
				"partitions of a new table vanish after %s, and a clone of it takes that along", span(after))
		}
	}
	var hints, names []string
	for _, o := range e.published() {
		if !o.Definition.Expires.IsZero() {
			names = append(names, o.Ref.Short()+" on "+o.Definition.Expires.UTC().Format(time.DateOnly))
			hints = append(hints, "bq update --expiration=0 "+bqName(o.Ref.Container(), o.Ref.Name))
		}
	}
	if len(names) > 0 {
		clean = false
		e.add(warehouse.Warning, "expiration", some(hints), "%d of the published relations will vanish: %s", len(names), some(names))
	}
	if clean {
		e.add(warehouse.Fine, "expiration", "", "nothing of production expires by itself")
	}
	return nil
}

// partitionExpiration is the life of a partition in the new tables of a dataset,
// 0 for ever.
func (e *examiner) partitionExpiration(ctx context.Context, c warehouse.Container) (time.Duration, error) {
	if state, _ := e.inv.Container(c); !state.Exists {
		return 0, nil
	}
	s := &datasetLook{l: e.d.look(warehouse.InspectRequest{}), c: c}
	if err := s.get(ctx); err != nil || s.dataset == nil {
		return 0, err
	}
	return time.Duration(s.dataset.DefaultPartitionExpirationMs) * time.Millisecond, nil
}

// span writes a length of time in days where it is whole days.
func span(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= day && d%day == 0 {
		n := int(d / day)
		return fmt.Sprintf("%d %s", n, counted(n, "day"))
	}
	return d.String()
}

// besideSuffix ends the name under which a table is made that is renamed in the
// next moment.
const besideSuffix = "__cutover_next"

// leftovers finds what is ours by label or name and not in the ledger.
func (e *examiner) leftovers(ctx context.Context) error {
	const check = "leftovers"
	d := Dialect()
	var left []string
	projects := map[string]bool{e.ask.State.Database: true}
	for _, c := range slices.Concat(e.ask.Production, e.ask.Candidate) {
		projects[c.Database] = true
	}
	delete(projects, "")
	for _, project := range sortedKeys(projects) {
		datasets, err := e.d.datasetList(ctx, project)
		if err != nil {
			if err := e.refused(err, check, "gcloud projects add-iam-policy-binding "+project+" --member="+shellQuoted(e.member())+" --role=roles/bigquery.user"); err != nil {
				return err
			}
			continue
		}
		for _, item := range datasets {
			c := warehouse.Container{Database: project, Schema: item.DatasetReference.DatasetId}
			if e.ours(c, item.Labels[releaseLabel]) {
				left = append(left, "DROP SCHEMA "+d.QuoteContainer(c)+" CASCADE")
			}
		}
	}
	for _, c := range e.ask.Production {
		for _, o := range e.inv.In(c) {
			if strings.HasSuffix(o.Ref.Name, besideSuffix) {
				left = append(left, "DROP TABLE "+d.QuoteRef(o.Ref))
			}
		}
	}
	if len(left) == 0 {
		e.add(warehouse.Fine, check, "", "nothing of cutover's that the ledger does not know")
		return nil
	}
	e.add(warehouse.Warning, check, "look at them, then: "+strings.Join(left, "; "), "%d %s of cutover's that the ledger does not know", len(left), counted(len(left), "thing"))
	return nil
}

// ours reports a dataset that a release made which the ledger does not know, or
// does not keep.
func (e *examiner) ours(c warehouse.Container, release string) bool {
	named := strings.HasPrefix(c.Schema, "cutover_") && strings.Contains(c.Schema, "__")
	known := c == e.ask.State || slices.Contains(e.ask.Kept, c) || slices.Contains(e.ask.Production, c) || slices.Contains(e.ask.Candidate, c)
	return (named || release != "") && !known && !slices.Contains(e.ask.Releases, release)
}
