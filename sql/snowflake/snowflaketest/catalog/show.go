package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxShown is how many rows SHOW gives at most.
//
// Source: SHOW TABLES, usage notes.
const maxShown = 10000

// informationSchema is the schema that every database has and nobody made.
const informationSchema = "INFORMATION_SCHEMA"

// cell is one value of SHOW: text, or nothing.
type cell = *string

func text(s string) cell { return &s }

func stamp(t time.Time) cell {
	if t.IsZero() {
		return nil
	}
	return text(fmt.Sprintf("%d.%03d", t.Unix(), t.Nanosecond()/1e6))
}

func yesNo(b bool) cell {
	if b {
		return text("Y")
	}
	return text("N")
}

func whole(n int64) cell { return text(strconv.FormatInt(n, 10)) }

// listing is an answer of SHOW that is being built.
type listing struct {
	columns []string
	rows    [][]cell
	// names order and filter the rows; places say in which schema each is.
	names  []string
	places []string
}

func list(columns string) *listing { return &listing{columns: strings.Fields(columns)} }

func (l *listing) add(place, n string, row ...cell) {
	l.rows, l.names, l.places = append(l.rows, row), append(l.names, n), append(l.places, place)
}

// result is the answer. Columns whose names say so are timestamps and numbers.
func (l *listing) result() *Result {
	res := &Result{StatementTypeID: typeShow, Rows: l.rows}
	for _, n := range l.columns {
		c := Column{Name: n, Type: "text", Length: maxText, Nullable: true}
		switch n {
		case "created_on", "dropped_on", "stale_after", "updated_on":
			c.Type, c.Scale, c.Length = "timestamp_ltz", 3, 0
		case "rows", "bytes":
			c.Type, c.Precision, c.Length = "fixed", 38, 0
		}
		res.Columns = append(res.Columns, c)
	}
	return res
}

// filter is what stands behind the kind and the scope of SHOW.
type filter struct {
	like, startsWith, from string
	liked, paged           bool
	limit                  int64
}

// filters reads STARTS WITH and LIMIT ... FROM.
func (r *run) filters(f *filter) error {
	p := r.p
	if p.accept("STARTS WITH") {
		f.startsWith = p.text()
	}
	f.limit = maxShown
	if p.accept("LIMIT") {
		f.limit = min(p.number(), maxShown)
		if p.accept("FROM") {
			f.from, f.paged = p.text(), true
		}
	}
	return p.end()
}

// apply filters, orders and cuts the listing. STARTS WITH and FROM count case,
// LIKE does not. The order is by place and name, dropped versions newest last.
//
// Source: SHOW TABLES, parameters.
func (l *listing) apply(f filter) *listing {
	index := make([]int, 0, len(l.rows))
	for i, n := range l.names {
		if strings.HasPrefix(n, f.startsWith) && (!f.liked || like(n, f.like)) && (!f.paged || n > f.from) {
			index = append(index, i)
		}
	}
	slices.SortStableFunc(index, func(a, b int) int {
		return cmp.Or(strings.Compare(l.places[a], l.places[b]), strings.Compare(l.names[a], l.names[b]))
	})
	if int64(len(index)) > f.limit {
		index = index[:f.limit]
	}
	out := &listing{columns: l.columns}
	for _, i := range index {
		out.add(l.places[i], l.names[i], l.rows[i]...)
	}
	return out
}

// like compares without case; _ is any character, % any number of them.
func like(s, pattern string) bool {
	var match func(s, p []rune) bool
	match = func(s, p []rune) bool {
		for len(p) > 0 {
			switch {
			case p[0] == '%':
				for i := 0; i <= len(s); i++ {
					if match(s[i:], p[1:]) {
						return true
					}
				}
				return false
			case len(s) == 0:
				return false
			case p[0] == '\\' && len(p) > 1:
				p = p[1:]
				if p[0] != s[0] {
					return false
				}
			case p[0] != '_' && p[0] != s[0]:
				return false
			}
			s, p = s[1:], p[1:]
		}
		return len(s) == 0
	}
	return match([]rune(strings.ToUpper(s)), []rune(strings.ToUpper(pattern)))
}

// show runs SHOW; the parser stands behind it.
func (r *run) show() (*Result, error) {
	p := r.p
	terse := p.accept("TERSE")
	switch {
	case p.accept("GRANTS"):
		return r.showGrants()
	case p.accept("FUTURE GRANTS"):
		return r.showFuture()
	case p.accept("DATABASES"):
		return r.showDatabases()
	case p.accept("SCHEMAS"):
		return r.showSchemas()
	case p.accept("WAREHOUSES"), p.accept("ROLES"), p.accept("SHARES"):
		p.i--
		return r.showPrincipals()
	case p.accept("PARAMETERS"):
		return r.showParameters()
	case p.accept("OBJECTS"):
		return r.showObjects("OBJECTS", terse)
	case p.accept("USER FUNCTIONS"):
		return r.showObjects(kindFunction.plural(), terse)
	case p.accept("USER PROCEDURES"):
		return r.showObjects(kindProcedure.plural(), terse)
	}
	k, ok := r.kindHere(true)
	if !ok {
		p.fail()
		return nil, p.err
	}
	return r.showObjects(k.plural(), terse)
}

// head reads HISTORY and LIKE, which stand before the scope.
func (r *run) head() (history bool, f filter) {
	history = r.p.accept("HISTORY")
	if r.p.accept("LIKE") {
		f.like, f.liked = r.p.text(), true
	}
	return history, f
}

func (r *run) showDatabases() (*Result, error) {
	history, f := r.head()
	r.p.accept("IN ACCOUNT")
	if err := r.filters(&f); err != nil {
		return nil, err
	}
	l := list("created_on name is_default is_current origin owner comment options retention_time kind" + dropped(history))
	add := func(d *database) {
		if r.sees(&d.entity) {
			l.add("", d.name, r.historyRow(history, &d.entity, stamp(d.createdOn), text(d.name), text("N"), yesNo(d.name == r.s.Database),
				text(""), text(d.owner), text(d.comment), text(transientOption(&d.entity)), whole(d.kept()), text("STANDARD"))...)
		}
	}
	if history {
		each(r.c.dropped, add)
	}
	each(byName(r.c.databases), add)
	return l.apply(f).result(), nil
}

func dropped(history bool) string {
	if history {
		return " dropped_on"
	}
	return ""
}

func (r *run) historyRow(history bool, e *entity, row ...cell) []cell {
	if history {
		row = append(row, stamp(e.droppedOn))
	}
	return row
}

func each[T any](list []T, do func(T)) {
	for _, x := range list {
		do(x)
	}
}

func transientOption(e *entity) string {
	if e.transient {
		return "TRANSIENT"
	}
	return ""
}

func (r *run) showSchemas() (*Result, error) {
	p := r.p
	history, f := r.head()
	var dbs []*database
	switch {
	case p.accept("IN ACCOUNT"):
		dbs = byName(r.c.databases)
	case p.accept("IN"):
		p.accept("DATABASE")
		d := r.findDatabase(p.name())
		if d == nil {
			return nil, firstError(p.err, missingScope())
		}
		dbs = []*database{d}
	case r.s.Database != "":
		d := r.findDatabase(name{r.s.Database})
		if d == nil {
			return nil, missingScope()
		}
		dbs = []*database{d}
	default:
		dbs = byName(r.c.databases)
	}
	if err := r.filters(&f); err != nil {
		return nil, err
	}
	l := list("created_on name is_default is_current database_name owner comment options retention_time" + dropped(history))
	for _, d := range dbs {
		if !r.may(&d.entity, "USAGE") {
			continue
		}
		add := func(s *schema) {
			if r.sees(&s.entity) {
				current := s.name == r.s.Schema && d.name == r.s.Database
				l.add(d.name, s.name, r.historyRow(history, &s.entity, stamp(s.createdOn), text(s.name), text("N"), yesNo(current),
					text(d.name), text(s.owner), text(s.comment), text(transientOption(&s.entity)), whole(s.kept()))...)
			}
		}
		if history {
			each(d.dropped, add)
		}
		each(d.sorted(), add)
		l.add(d.name, informationSchema, r.historyRow(history, &entity{}, stamp(d.createdOn), text(informationSchema), text("N"), text("N"),
			text(d.name), text(""), text("Views describing the contents of schemas in this database"), text(""), whole(1))...)
	}
	return l.apply(f).result(), nil
}
