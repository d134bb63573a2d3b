package bigquery

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// Mode is how a release is published.
type Mode string

// The modes. ModeRebuild is dbt building in production itself (wap).
const (
	ModeClone       Mode = "clone"
	ModeTransaction Mode = "transaction"
	ModeViews       Mode = "views"
	ModeRebuild     Mode = "rebuild"
)

// Ask says what is examined. Names are stored names.
type Ask struct {
	// As is who is logged in, as far as that is known: a mail address or an IAM
	// member. Empty when it is not.
	As string
	// Production are the datasets that are published into, Candidate those that dbt
	// builds in; either may be nil.
	Production, Candidate []warehouse.Container
	// Published are production's relations that a release puts in place; nil when
	// no manifest says so yet, and then all that is there counts.
	Published []warehouse.Ref
	// Selected is how many relations a release publishes; 0 when not known.
	Selected int
	// State is the ledger's dataset.
	State warehouse.Container
	// Mode is how cutover.yml says that releases are published; "" is ModeClone.
	Mode Mode
	// KeepFor is how long what a release replaced is kept; 0 when not known.
	KeepFor time.Duration
	// Kept are the datasets that the ledger knows, Releases its releases.
	Kept     []warehouse.Container
	Releases []string
}

// examiner collects findings over one look.
type examiner struct {
	d     *Driver
	ask   Ask
	inv   warehouse.Inventory
	found []warehouse.Finding
}

// Examine looks whether the datasets are ready for a release. It changes nothing,
// and what it may not see is a finding, not an error; an error means that the
// service could not be asked at all.
func (d *Driver) Examine(ctx context.Context, ask Ask) ([]warehouse.Finding, error) {
	if err := d.alive("examine"); err != nil {
		return nil, err
	}
	ctx = unfenced(ctx) // some questions are asked by POST
	if ask.Mode == "" {
		ask.Mode = ModeClone
	}
	e := &examiner{d: d, ask: ask}
	if err := e.jobs(ctx); err != nil {
		return e.found, err
	}
	if ok, err := e.look(ctx); err != nil || !ok {
		return e.found, err
	}
	e.there()
	e.locations()
	for _, check := range []func(context.Context) error{e.rights, e.expirations} {
		if err := check(ctx); err != nil {
			return e.found, err
		}
	}
	e.policies()
	e.quotas()
	e.timeTravel()
	return e.found, e.leftovers(ctx)
}

func (e *examiner) add(level warehouse.Level, check, hint, format string, args ...any) {
	e.found = append(e.found, warehouse.Finding{Check: check, Level: level, Found: fmt.Sprintf(format, args...), Hint: hint})
}

// refused turns an answer that something may not be seen into a finding; another
// error stays one.
func (e *examiner) refused(err error, check, hint string) error {
	if warehouse.CodeOf(err) != warehouse.PermissionDenied {
		return err
	}
	e.add(warehouse.Failure, check, hint, "%s", err)
	return nil
}

// jobs finds out whether jobs may run, by one that does nothing: BigQuery itself
// has no call that tells the permissions on a project.
func (e *examiner) jobs(ctx context.Context) error {
	who := ""
	if e.ask.As != "" {
		who = " as " + e.ask.As
	}
	const role = "roles/bigquery.jobUser"
	hint := "gcloud projects add-iam-policy-binding " + e.d.project + " --member=" + shellQuoted(e.member()) + " --role=" + role
	err := e.d.dryRun(ctx, e.d.project, warehouse.Statement{Text: "SELECT 1"})
	if err != nil {
		return e.refused(err, "rights: jobs", hint)
	}
	e.add(warehouse.Fine, "rights: jobs", "", "project %s runs jobs%s in %s", e.d.project, who, e.d.location)
	return nil
}

// mostUnasked bounds how many relations are looked at one by one when no manifest
// says which ones are published.
const mostUnasked = 200

// look looks at both sides; it is false when a dataset may not be seen.
func (e *examiner) look(ctx context.Context) (bool, error) {
	containers := slices.Clone(e.ask.Production)
	for _, c := range slices.Concat(e.ask.Candidate, []warehouse.Container{e.ask.State}) {
		if !slices.Contains(containers, c) && c.Schema != "" {
			containers = append(containers, c)
		}
	}
	req := warehouse.InspectRequest{Containers: containers, Access: e.ask.Production, Content: e.ask.Published}
	inv, err := e.d.Inspect(ctx, req)
	if err == nil && len(req.Content) == 0 {
		// Nobody says what is published, so some of all that is there is looked at.
		for _, o := range inv.Objects {
			if slices.Contains(e.ask.Production, o.Ref.Container()) && len(req.Content) < mostUnasked {
				req.Content = append(req.Content, o.Ref)
			}
		}
		inv, err = e.d.Inspect(ctx, req)
	}
	if err == nil {
		e.inv = inv.Indexed()
		return true, nil
	}
	return false, e.refused(err, "datasets", "give "+e.member()+" the role roles/bigquery.dataViewer on it, such as by: "+e.grant("roles/bigquery.dataViewer", e.ask.Production...))
}

// member is who is logged in as IAM writes it, a placeholder when that is not
// known.
func (e *examiner) member() string {
	switch as := e.ask.As; {
	case as == "":
		return "<member>"
	case strings.Contains(as, ":"):
		return as
	case strings.HasSuffix(as, ".gserviceaccount.com"):
		return "serviceAccount:" + as
	default:
		return "user:" + as
	}
}

// grant writes the statements that give a role on datasets.
func (e *examiner) grant(role string, datasets ...warehouse.Container) string {
	d := Dialect()
	out := make([]string, len(datasets))
	for i, c := range datasets {
		out[i] = "GRANT " + d.QuoteName(role) + " ON SCHEMA " + d.QuoteContainer(c) + " TO " + d.QuoteText(e.member())
	}
	return strings.Join(out, "; ")
}

// bqName is a thing as the command bq names it.
func bqName(c warehouse.Container, table string) string {
	name := c.Database + ":" + c.Schema
	if table != "" {
		name += "." + table
	}
	return shellQuoted(name)
}

// shellQuoted writes a word for the shell.
func shellQuoted(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.:@/", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// there says which datasets are not there yet.
func (e *examiner) there() {
	location := e.d.location
	for _, c := range slices.Concat(e.ask.Production, e.ask.Candidate) {
		if state, _ := e.inv.Container(c); !state.Exists {
			e.add(warehouse.Warning, "dataset "+c.String(), "bq mk --dataset --location="+shellQuoted(location)+" "+bqName(c, ""), "it is not there yet")
		}
	}
}

// locations compares where the data of both sides lies: a table is cloned and
// copied within one location only.
func (e *examiner) locations() {
	byLocation := map[string][]string{}
	for _, c := range slices.Concat(e.ask.Production, e.ask.Candidate, []warehouse.Container{e.ask.State}) {
		if state, _ := e.inv.Container(c); state.Exists && !slices.Contains(byLocation[state.Location], c.String()) {
			byLocation[state.Location] = append(byLocation[state.Location], c.String())
		}
	}
	locations := sortedKeys(byLocation)
	switch {
	case len(locations) == 0:
		return
	case len(locations) == 1 && !strings.EqualFold(locations[0], e.d.location):
		e.add(warehouse.Failure, "location", "set location: "+locations[0]+" in profiles.yml", "the datasets lie in %s, and jobs run in %s", locations[0], e.d.location)
		return
	case len(locations) == 1:
		e.add(warehouse.Fine, "location", "", "all datasets lie in %s, where jobs run", locations[0])
		return
	}
	var sides []string
	for _, location := range locations {
		sides = append(sides, location+": "+some(byLocation[location]))
	}
	e.add(warehouse.Failure, "location", "have dbt build in the location of production (location: in profiles.yml): BigQuery copies within one location only",
		"the datasets lie in %d locations: %s", len(locations), strings.Join(sides, "; "))
}

// published are production's relations that count.
func (e *examiner) published() []warehouse.Object {
	var out []warehouse.Object
	if len(e.ask.Published) > 0 {
		for _, ref := range e.ask.Published {
			if o, ok := e.inv.Object(ref); ok {
				out = append(out, o)
			}
		}
		return out
	}
	for _, c := range e.ask.Production {
		out = append(out, e.inv.In(c)...)
	}
	return out
}

// policies lists what stands between production's rows and its readers.
func (e *examiner) policies() {
	byKind := map[string][]string{}
	for _, o := range e.published() {
		for _, kind := range []string{"row access policy", "policy tag", "data policy", "encryption key", "row access policies of", "access to"} {
			if slices.ContainsFunc(o.Protections, func(s string) bool { return strings.HasPrefix(s, kind) }) {
				byKind[kind] = append(byKind[kind], o.Ref.Short())
			}
		}
	}
	for _, kind := range sortedKeys(byKind) {
		switch tables := byKind[kind]; kind {
		case "row access policies of":
			e.add(warehouse.Failure, "policies", e.grant("roles/bigquery.dataOwner", e.ask.Production...),
				"the row access policies of %s cannot be read, so none of them is published (bigquery.rowAccessPolicies.list is missing)", some(tables))
		case "access to":
			e.add(warehouse.Failure, "policies", e.grant("roles/bigquery.dataOwner", e.ask.Production...),
				"who may read %s cannot be read, so none of them is published (bigquery.tables.getIamPolicy is missing)", some(tables))
		case "row access policy":
			e.add(warehouse.Warning, kind, "publish.preserve: true puts the rows in place and keeps the table with its policies; so does publish.mode: transaction",
				"on %s: a clone has those of the candidate, and a release that would lose one is refused", some(tables))
		default:
			e.add(warehouse.Warning, kind, "give the candidate the same, or set publish.preserve: true", "on %s: a release that would lose it is refused", some(tables))
		}
	}
}

// timeTravel says how far back the datasets reach: the second line of an undo.
func (e *examiner) timeTravel() {
	byDays := map[string][]string{}
	for _, c := range e.ask.Production {
		if state, _ := e.inv.Container(c); state.Exists {
			days := strconv.Itoa(state.RetentionDays)
			byDays[days] = append(byDays[days], c.String())
		}
	}
	for _, days := range sortedKeys(byDays) {
		const check = "time travel"
		if days == "7" {
			e.add(warehouse.Fine, check, "", "7 days in %s, behind the snapshots that an undo uses", some(byDays[days]))
			continue
		}
		var hints []string
		for _, c := range e.ask.Production {
			if state, _ := e.inv.Container(c); state.Exists && strconv.Itoa(state.RetentionDays) == days {
				hints = append(hints, "bq update --dataset --max_time_travel_hours=168 "+bqName(c, ""))
			}
		}
		e.add(warehouse.Warning, check, strings.Join(hints, "; "), "%s days in %s: behind the snapshots of the last releases there is no more", days, some(byDays[days]))
	}
}

// some gives the first few.
func some(list []string) string {
	const most = 5
	if len(list) <= most {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(list[:most], ", "), len(list)-most)
}
