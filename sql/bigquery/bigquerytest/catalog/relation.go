package catalog

import (
	"strings"
	"time"

	"cutover/sql/warehouse"
)

// relation writes what a query reads from: name, alias and the time as of which.
func (t *translator) relation() {
	p := &parser{sql: t.sql, s: t.s, i: t.i}
	path := p.path()
	alias := ""
	if p.accept("AS") || (identifier(p.peek(0)) && !isKeyword(p.peek(0))) {
		alias = p.one()
	}
	var asOf []lexeme
	timed := p.accept("FOR SYSTEM_TIME AS OF") || p.accept("FOR SYSTEM TIME AS OF")
	if timed {
		asOf = p.until(append([]string{",", "JOIN", "ON", "LEFT", "INNER", "CROSS", "AS"}, endOfFrom...)...)
		if p.accept("AS") {
			alias = p.one()
		}
	}
	if p.err != nil || p.peek(0).IsOther("(") {
		t.err = firstError(t.err, p.err)
		t.fail()
		return
	}
	t.i = p.i
	if alias == "" {
		alias = path[len(path)-1]
	}
	if len(path) == 1 && t.ctes[strings.ToLower(path[0])] && !timed {
		t.write(quote(path[0]) + " AS " + quote(alias))
		return
	}
	text, err := t.r.readable(path, t.sql, asOf)
	if err != nil {
		t.err = firstError(t.err, err)
		return
	}
	t.write(text + " AS " + quote(alias))
}

// readable gives what a query reads under a name, as text for the row store. asOf
// is the expression of FOR SYSTEM_TIME AS OF, nil for now.
func (r *run) readable(path []string, sql string, asOf []lexeme) (string, error) {
	if text, ok, err := r.information(path); ok || err != nil {
		return text, err
	}
	t, err := r.named(path)
	if err != nil {
		return "", err
	}
	switch t.kind {
	case kindView, kindMaterialized:
		if asOf != nil {
			return "", notModelledText("FOR SYSTEM_TIME AS OF of a view")
		}
		if r.defining != nil && shown(r.defining) == shown(t.ref) {
			return "", invalidQuery("View %s reads itself", shown(t.ref))
		}
		return r.expand(t)
	case kindTable, kindSnapshot:
	default:
		return "", notModelledText("reading an external table")
	}
	if asOf != nil {
		when, err := r.moment(sql, asOf)
		if err != nil {
			return "", err
		}
		v, err := r.asOf(t, when)
		if err != nil {
			return "", err
		}
		r.bytes += v.bytes()
		return v.text(), nil
	}
	v := r.present(t)
	r.bytes += v.bytes()
	if t.buffer != nil && r.tx == nil {
		return "(SELECT * FROM " + v.text() + " UNION ALL SELECT * FROM " + t.buffer.text() + ")", nil
	}
	return v.text(), nil
}

// asOf gives a table's version at a time. The history of a table goes back as
// long as the dataset keeps it, behind OR REPLACE too.
//
// Source: "Access historical data".
func (r *run) asOf(t *table, when time.Time) (*version, error) {
	d := r.c.datasets[datasetKey{t.ref.ProjectId, t.ref.DatasetId}]
	hours := int64(168)
	if d != nil && d.meta.MaxTimeTravelHours > 0 {
		hours = d.meta.MaxTimeTravelHours
	}
	now := r.c.now()
	if when.After(now.Add(time.Second)) && when.After(r.c.lastTick) {
		return nil, invalidQuery("Invalid time travel timestamp for table %s: it is in the future", shown(t.ref))
	}
	v := t.at(when)
	if v == nil || when.Before(now.Add(-time.Duration(hours)*time.Hour)) {
		return nil, invalidQuery("Invalid snapshot time %d for table %s. Cannot read before the table was created or the time travel window", when.UnixMilli(), shown(t.ref))
	}
	return v, nil
}

// moment evaluates a TIMESTAMP expression.
func (r *run) moment(sql string, s []lexeme) (time.Time, error) {
	if len(s) == 2 && s[0].Is("TIMESTAMP") && s[1].Kind == warehouse.LexText {
		if when, ok := parseTimestamp(unquoteText(s[1].Text)); ok {
			return when, nil
		}
	}
	if len(s) == 0 {
		return time.Time{}, notModelled(sql, len(sql))
	}
	text, err := r.translateWith(sql, s, false, nil)
	if err != nil {
		return time.Time{}, err
	}
	res, err := r.read("SELECT CAST(" + text + " AS TIMESTAMPTZ) AS t")
	if err != nil {
		return time.Time{}, err
	}
	if len(res.Rows) != 1 || res.Rows[0][0] == nil {
		return time.Time{}, invalidQuery("TIMESTAMP expression is NULL")
	}
	return microseconds(*res.Rows[0][0])
}

func parseTimestamp(s string) (time.Time, bool) {
	for _, layout := range []string{"2006-01-02 15:04:05 UTC", "2006-01-02 15:04:05.999999 UTC", "2006-01-02 15:04:05-07", "2006-01-02 15:04:05-07:00", time.RFC3339Nano} {
		if when, err := time.Parse(layout, s); err == nil {
			return when.UTC(), true
		}
	}
	return time.Time{}, false
}
