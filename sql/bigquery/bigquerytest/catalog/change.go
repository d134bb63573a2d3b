package catalog

import (
	"fmt"
	"strings"
)

// target reads the table that a change is for. mutates: the change is more than
// adding rows.
func (r *run) target(mutates bool) (*table, error) {
	t, err := r.named(r.p.path())
	if err != nil {
		return nil, err
	}
	switch {
	case t.kind == kindSnapshot:
		return nil, wrongKind(t.ref, kindSnapshot)
	case t.kind != kindTable:
		return nil, wrongKind(t.ref, t.kind)
	case mutates && t.buffer != nil:
		return nil, invalidQuery("UPDATE or DELETE statement over table %s would affect rows in the streaming buffer, which is not supported", shown(t.ref))
	}
	if r.dry {
		return t, nil
	}
	return t, r.mayWrite(t, mutates)
}

// insert runs INSERT; the parser stands behind the word.
func (r *run) insert() (*Result, error) {
	p := r.p
	p.accept("INTO")
	t, err := r.target(false)
	if err != nil {
		return nil, err
	}
	into := ""
	if p.is("(") && !p.is("( SELECT") && !p.is("( WITH") {
		if into, err = r.insertColumns(t); err != nil {
			return nil, err
		}
	}
	if !p.is("VALUES") && !p.is("SELECT") && !p.is("WITH") && !p.is("(") {
		p.fail()
		return nil, p.err
	}
	text, err := r.translate(p.rest(), false)
	if err != nil {
		return nil, err
	}
	if r.dry {
		return r.checked("INSERT", "INSERT INTO "+r.present(t).store.name()+into+" "+text)
	}
	v, err := r.extend(r.present(t))
	if err != nil {
		return nil, err
	}
	n, err := r.exec("INSERT INTO " + v.store.name() + into + " " + text)
	if err != nil {
		return nil, err
	}
	v.store.rows += n
	v.rows += n
	v.adds = true
	if n > 0 {
		r.write(t, v)
	}
	return &Result{StatementType: "INSERT", Affected: n, Inserted: n}, nil
}

// insertColumns reads the columns of an INSERT, which must all be there.
func (r *run) insertColumns(t *table) (string, error) {
	var out []string
	for _, part := range split(r.p.parentheses()) {
		q := r.p.sub(part)
		n := q.one()
		if err := q.end(); err != nil {
			return "", err
		}
		if field(t.fields(), n) < 0 {
			return "", invalidQuery("Column %s is not present in table %s", n, shown(t.ref))
		}
		out = append(out, quote(n))
	}
	return " (" + strings.Join(out, ", ") + ")", r.p.err
}

// checked binds a change without doing it.
func (r *run) checked(what, text string) (*Result, error) {
	if _, err := r.read("EXPLAIN " + text); err != nil {
		return nil, err
	}
	return &Result{StatementType: what}, nil
}

// alias reads the name by which a change calls its table.
func (r *run) alias(t *table) string {
	p := r.p
	if p.accept("AS") || (identifier(p.peek(0)) && !isKeyword(p.peek(0))) {
		return quote(p.one())
	}
	return quote(t.ref.TableId)
}

// changed runs a change of rows on a twin of what the statement sees: head, the
// table, and the statement's rest.
func (r *run) changed(what, head string, t *table, as string, merge bool, tail string) (*Result, error) {
	text, err := r.translate(r.p.rest(), merge)
	if err != nil {
		return nil, err
	}
	before := r.present(t)
	if r.dry {
		return r.checked(what, head+before.store.name()+" AS "+as+" "+text)
	}
	v, err := r.twin(before)
	if err != nil {
		return nil, err
	}
	done, err := r.read(head + v.store.name() + " AS " + as + " " + text + tail)
	if err != nil {
		return nil, err
	}
	res := &Result{StatementType: what}
	count(res, done, tail != "")
	res.Affected = res.Inserted + res.Updated + res.Deleted
	if res.Affected == 0 {
		return res, nil
	}
	return res, r.settle(t, v, res)
}

// count notes what the row store says that it did: a number of rows, or one row
// for each that MERGE touched.
func count(res, done *Result, merged bool) {
	for _, row := range done.Rows {
		var n int64 = 1
		what := res.StatementType
		if merged {
			what = *row[0]
		} else if _, err := fmt.Sscan(*row[0], &n); err != nil {
			n = 0
		}
		switch what {
		case "INSERT":
			res.Inserted += n
		case "UPDATE":
			res.Updated += n
		case "DELETE":
			res.Deleted += n
		}
	}
}

// settle writes the twin as the table's version. Its rows go into a fresh store,
// because a version is the first rows of one.
func (r *run) settle(t *table, v *version, res *Result) error {
	if res.Deleted > 0 || res.Updated > 0 {
		v.rows += res.Inserted - res.Deleted
		fresh, err := r.empty(v.fields)
		if err != nil {
			return err
		}
		fresh.rows, err = r.exec("INSERT INTO " + fresh.store.name() + " SELECT * FROM " + v.store.name())
		if err != nil {
			return err
		}
		fresh.store.rows = fresh.rows
		_, err = r.exec("DROP TABLE " + v.store.name())
		r.write(t, fresh)
		return err
	}
	v.rows += res.Inserted
	v.store.rows = v.rows
	r.write(t, v)
	return nil
}

// update runs UPDATE; the parser stands behind the word.
func (r *run) update() (*Result, error) {
	t, err := r.target(true)
	if err != nil {
		return nil, err
	}
	as := r.alias(t)
	if !r.p.is("SET") {
		r.p.fail()
		return nil, r.p.err
	}
	if !r.hasWhere() {
		return nil, invalidQuery("UPDATE must have a WHERE clause")
	}
	return r.changed("UPDATE", "UPDATE ", t, as, false, "")
}

// deleteRows runs DELETE; the parser stands behind the word.
func (r *run) deleteRows() (*Result, error) {
	r.p.accept("FROM")
	t, err := r.target(true)
	if err != nil {
		return nil, err
	}
	as := r.alias(t)
	if !r.p.is("WHERE") {
		return nil, firstError(r.p.err, invalidQuery("DELETE must have a WHERE clause"))
	}
	return r.changed("DELETE", "DELETE FROM ", t, as, false, "")
}

// hasWhere reports whether the rest of the statement has a WHERE of its own.
func (r *run) hasWhere() bool {
	q := r.p.sub(r.p.s[r.p.i:])
	q.until("WHERE")
	return q.is("WHERE")
}

// merge runs MERGE; the parser stands behind the word.
func (r *run) merge() (*Result, error) {
	r.p.accept("INTO")
	t, err := r.target(true)
	if err != nil {
		return nil, err
	}
	as := r.alias(t)
	if !r.p.is("USING") {
		r.p.fail()
		return nil, r.p.err
	}
	return r.changed("MERGE", "MERGE INTO ", t, as, true, " RETURNING merge_action")
}

// truncate runs TRUNCATE TABLE; the parser stands behind the words.
func (r *run) truncate() (*Result, error) {
	t, err := r.target(true)
	if err != nil {
		return nil, err
	}
	if err := r.p.end(); err != nil {
		return nil, err
	}
	res := &Result{StatementType: "TRUNCATE_TABLE"}
	if r.dry {
		return res, nil
	}
	v, err := r.empty(r.present(t).fields)
	if err != nil {
		return nil, err
	}
	res.Affected = r.present(t).rows
	res.Deleted = res.Affected
	r.write(t, v)
	return res, nil
}
