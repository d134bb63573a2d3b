package catalog_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"cutover/sql/snowflake/snowflaketest/catalog"
)

// account is a catalog with a session of the role that may do everything.
type account struct {
	t *testing.T
	c *catalog.Catalog
	s *catalog.Session
}

func open(t *testing.T, statements ...string) *account {
	t.Helper()
	c, err := catalog.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	a := &account{t: t, c: c, s: &catalog.Session{ID: 1, User: "ADMIN", Role: "ACCOUNTADMIN"}}
	a.run(statements...)
	return a
}

// as gives the same account to another role.
func (a *account) as(role string) *account {
	return &account{t: a.t, c: a.c, s: &catalog.Session{ID: 2, User: "U", Role: role}}
}

func (a *account) run(statements ...string) {
	a.t.Helper()
	for _, text := range statements {
		if _, err := a.c.Execute(context.Background(), a.s, text, nil); err != nil {
			a.t.Fatalf("%s\n%v", text, err)
		}
	}
}

func (a *account) execute(text string, binds ...catalog.Bind) *catalog.Result {
	a.t.Helper()
	res, err := a.c.Execute(context.Background(), a.s, text, binds)
	if err != nil {
		a.t.Fatalf("%s\n%v", text, err)
	}
	return res
}

// fails runs a statement that must fail with the number and say the text.
func (a *account) fails(number int, said, text string) {
	a.t.Helper()
	_, err := a.c.Execute(context.Background(), a.s, text, nil)
	var e *catalog.Error
	if !errors.As(err, &e) || e.Number != number || !strings.Contains(e.Message, said) {
		a.t.Errorf("%s\ngot %v, want %06d with %q", text, err, number, said)
	}
}

// rows gives the named columns, each row joined with |; no columns means all.
// NULL is written <null>.
func (a *account) rows(text string, columns ...string) []string {
	a.t.Helper()
	res := a.execute(text)
	var index []int
	for i, c := range res.Columns {
		if len(columns) == 0 {
			index = append(index, i)
		}
		_ = c
	}
	for _, want := range columns {
		i := slices.IndexFunc(res.Columns, func(c catalog.Column) bool { return c.Name == want })
		if i < 0 {
			a.t.Fatalf("%s\nhas no column %s", text, want)
		}
		index = append(index, i)
	}
	out := []string{}
	for _, row := range res.Rows {
		var cells []string
		for _, i := range index {
			if row[i] == nil {
				cells = append(cells, "<null>")
				continue
			}
			cells = append(cells, *row[i])
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

// want compares the rows of a query.
func (a *account) want(text string, columns []string, want ...string) {
	a.t.Helper()
	if got := a.rows(text, columns...); !slices.Equal(got, want) {
		a.t.Errorf("%s\ngot  %q\nwant %q", text, got, want)
	}
}

func one(t *testing.T, list []string) string {
	t.Helper()
	if len(list) != 1 {
		t.Fatalf("want one row, got %q", list)
	}
	return list[0]
}

func (a *account) created(text string) string {
	a.t.Helper()
	return one(a.t, a.rows(text, "created_on"))
}
