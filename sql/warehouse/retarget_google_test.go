package warehouse_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cutover/sql/warehouse"
)

// TestRetargetGoogle: every way to write a relation in GoogleSQL, and what looks
// like one. All relations of dataset d move to dataset e of project N.
func TestRetargetGoogle(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, sql, want string }{
		{"parts", "select * from `p`.`d`.`t`", "select * from `N`.`e`.`t`"},
		{"path", "select * from `p.d.t`", "select * from `N`.`e`.`t`"},
		{"dashes", "select * from my-prj-1.d.t as x join my-prj-1.d.u using (id)", "select * from `N`.`e`.`t` as x join `N`.`e`.`u` using (id)"},
		{"dash and digits", "select * from my-1prj.d.t, other-prj-1x.d.u", "select * from `N`.`e`.`t`, other-prj-1x.d.u"},
		{"parts that begin with a digit", "select * from d.1t, p.d.2024_x, p.d.20240101 as y", "select * from `N`.`e`.`1t`, `N`.`e`.`2024_x`, `N`.`e`.`20240101` as y"},
		{"a domain's project", "select * from `example.com:prj.d.t` join `example.com:prj`.d.u", "select * from `N`.`e`.`t` join `N`.`e`.`u`"},
		{"no dash", "select a-1, b.c-d.e, d.t-1 from d.t", "select a-1, b.c-d.e, d.t-1 from `N`.`e`.`t`"},
		{"wildcard", "select * from `p.d.events_*` where _TABLE_SUFFIX > '2020'", "select * from `N`.`e`.`events_*` where _TABLE_SUFFIX > '2020'"},
		{"the past", "select * from `p`.`d`.`t` FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR) AS x", "select * from `N`.`e`.`t` FOR SYSTEM_TIME AS OF TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 HOUR) AS x"},
		{"pipes", "from d.t |> where t.a > 1 |> join d.u as v on v.id = t.id |> union all (select * from d.w), (from d.z) |> extend t.x as d", "from `N`.`e`.`t` |> where t.a > 1 |> join `N`.`e`.`u` as v on v.id = t.id |> union all (select * from `N`.`e`.`w`), (from `N`.`e`.`z`) |> extend t.x as d"},
		{"arrays", "select s.a from d.t as x, unnest(x.items) as i with offset as o, x.arr, unnest([struct(1 as a)]), d.u", "select s.a from `N`.`e`.`t` as x, unnest(x.items) as i with offset as o, x.arr, unnest([struct(1 as a)]), `N`.`e`.`u`"},
		{"fields", "select d.t.x, t.arr[offset(0)].d.t.x, f(x).d.t, (select as struct 1 as d).d.t from d.t where d.t.y", "select d.t.x, t.arr[offset(0)].d.t.x, f(x).d.t, (select as struct 1 as d).d.t from `N`.`e`.`t` where d.t.y"},
		{"types", "select struct<a int64, b array<struct<c string>>>(1, []), cast(x as array<struct<a int64>>) from d.t", "select struct<a int64, b array<struct<c string>>>(1, []), cast(x as array<struct<a int64>>) from `N`.`e`.`t`"},
		{"literals", "select r'\\d.t', b'd.t', br\"\"\"from d.t\"\"\", '''it's d.t''', \"from d.t\", @param, @@x.y, @d.t from d.t # from d.t", "select r'\\d.t', b'd.t', br\"\"\"from d.t\"\"\", '''it's d.t''', \"from d.t\", @param, @@x.y, @d.t from `N`.`e`.`t` # from d.t"},
		{"a comment ends at a carriage return", "select 1 -- x\rfrom d.t # y\rjoin d.u", "select 1 -- x\rfrom `N`.`e`.`t` # y\rjoin `N`.`e`.`u`"},
		{"aliases in quotes", "select a.b as `from`, t.`join` from d.t as `select` join d.u as t", "select a.b as `from`, t.`join` from `N`.`e`.`t` as `select` join `N`.`e`.`u` as t"},
		{"tables as arguments", "select * from appends(table d.t, null, null) join d.f(table `p.d.u`, 1)", "select * from appends(table `N`.`e`.`t`, null, null) join d.f(table `N`.`e`.`u`, 1)"},
		{"functions", "select d.f(d.t.x), p.d.f(x), `p.d.f`(x), safe.substr(a, 1), extract(date from d.t) from d.t", "select d.f(d.t.x), p.d.f(x), `p.d.f`(x), safe.substr(a, 1), extract(date from d.t) from `N`.`e`.`t`"},
		{"sets", "(select * from d.t) intersect distinct (select * from d.u) union all by name select * from d.w", "(select * from `N`.`e`.`t`) intersect distinct (select * from `N`.`e`.`u`) union all by name select * from `N`.`e`.`w`"},
		{"turned", "select * from d.t pivot(sum(x) for q in ('a')) as p join d.u unpivot(x for q in (a, b)) tablesample system (1 percent)", "select * from `N`.`e`.`t` pivot(sum(x) for q in ('a')) as p join `N`.`e`.`u` unpivot(x for q in (a, b)) tablesample system (1 percent)"},
		{"windows", "select lag(x) over (partition by d.t.a order by b) from d.t qualify row_number() over w = 1 window w as (order by d)", "select lag(x) over (partition by d.t.a order by b) from `N`.`e`.`t` qualify row_number() over w = 1 window w as (order by d)"},
		{"names", "with d as (select 1 as t), recursive_one as (select * from d.t) select d.t, t from d join recursive_one", "with d as (select 1 as t), recursive_one as (select * from `N`.`e`.`t`) select d.t, t from d join recursive_one"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			target := func(r warehouse.Ref) (warehouse.Ref, bool) {
				switch r.Database {
				case "p", "my-prj-1", "my-1prj", "example.com:prj":
					return warehouse.Ref{Database: "N", Schema: "e", Name: r.Name}, r.Schema == "d"
				}
				return r, false
			}
			got, _, err := google().Retarget(tc.sql, target, warehouse.RetargetOptions{DefaultDatabase: "p"})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestReferencesGoogle: the catalog of a dataset counts as one of its relations.
func TestReferencesGoogle(t *testing.T) {
	t.Parallel()
	got, err := google().References("select * from `p`.d.INFORMATION_SCHEMA.TABLES, `q.d.information_schema.COLUMNS`, d.INFORMATION_SCHEMA.VIEWS, my-p.`region-us`.INFORMATION_SCHEMA.JOBS", "w")
	if err != nil {
		t.Fatal(err)
	}
	want := []warehouse.Ref{
		{Database: "p", Schema: "d", Name: "INFORMATION_SCHEMA.TABLES"},
		{Database: "q", Schema: "d", Name: "information_schema.COLUMNS"},
		{Database: "w", Schema: "d", Name: "INFORMATION_SCHEMA.VIEWS"},
		{Database: "my-p", Schema: "region-us", Name: "INFORMATION_SCHEMA.JOBS"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefGoogle(t *testing.T) {
	t.Parallel()
	d := google()
	for text, want := range map[string]warehouse.Ref{
		"`p`.`d`.`t`":               {Database: "p", Schema: "d", Name: "t"},
		"`p.d.t`":                   {Database: "p", Schema: "d", Name: "t"},
		"`p.d`.t":                   {Database: "p", Schema: "d", Name: "t"},
		"p.d.t":                     {Database: "p", Schema: "d", Name: "t"},
		"my-prj-1.d.t":              {Database: "my-prj-1", Schema: "d", Name: "t"},
		"`my-prj`.d.2024_t":         {Database: "my-prj", Schema: "d", Name: "2024_t"},
		"`example.com:prj`.`d`.`t`": {Database: "example.com:prj", Schema: "d", Name: "t"},
		"`example.com:prj.d.t`":     {Database: "example.com:prj", Schema: "d", Name: "t"},
		"my-prj.d":                  {},
		"my-prj-.d.t":               {Database: "my-prj-", Schema: "d", Name: "t"},
		"a - b.c.d":                 {},
		"a.b.c.d":                   {},
		"a.b.c-":                    {},
		"a-b.c.":                    {},
		"a.b.c d":                   {},
		"-a.b.c":                    {},
		"1.b.c":                     {},
		"":                          {},
	} {
		got, ok := d.ParseRef(text)
		if ok != (want != warehouse.Ref{}) || got != want {
			t.Errorf("%s: got %+v, %t", text, got, ok)
		}
	}
	for text, want := range map[string]string{"`a-b`": "a-b", "a-b": "a-b", "a": "a", "A": "A", "a b": "a b"} {
		if got := d.ParseName(text); got != want {
			t.Errorf("%s: got %q", text, got)
		}
	}
}
