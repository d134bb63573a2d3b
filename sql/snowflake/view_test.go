package snowflake

import (
	"testing"

	"cutover/sql/warehouse"
)

func TestViewText(t *testing.T) {
	t.Parallel()
	to := warehouse.Ref{Database: "D", Schema: "S", Name: "V"}
	for name, tc := range map[string]struct {
		def           warehouse.Definition
		once, replace string
	}{
		"plain": {
			def:     warehouse.Definition{SQL: "create view a.b.c as select 1 as x"},
			once:    `CREATE VIEW "D"."S"."V" as select 1 as x`,
			replace: `CREATE OR REPLACE VIEW "D"."S"."V" COPY GRANTS as select 1 as x`,
		},
		"everything that dbt writes": {
			def: warehouse.Definition{
				SQL:     "/* dbt */ create or replace   secure view prod.mart.\"v\"\n  (\n \"ID\" COMMENT $$the id$$, \n \"B\" COMMENT 'it''s' \n)\n  comment = 'old'  copy grants\n  as (\n    select id, 'as' as b -- as it was\n from prod.core.t\n  );\n\n-- end\n",
				Comment: "new",
			},
			once:    "CREATE SECURE VIEW \"D\".\"S\".\"V\" ( \"ID\" COMMENT $$the id$$, \"B\" COMMENT 'it''s' ) COMMENT = 'new' as (\n    select id, 'as' as b -- as it was\n from prod.core.t\n  )",
			replace: "CREATE OR REPLACE SECURE VIEW \"D\".\"S\".\"V\" ( \"ID\" COMMENT $$the id$$, \"B\" COMMENT 'it''s' ) COPY GRANTS COMMENT = 'new' as (\n    select id, 'as' as b -- as it was\n from prod.core.t\n  )",
		},
		"if not exists, policies, the name AS in a policy's arguments": {
			def:     warehouse.Definition{SQL: "CREATE VIEW IF NOT EXISTS d..v WITH ROW ACCESS POLICY gov.p.r ON (region, \"AS\") WITH TAG (gov.t.pii = 'as') -- hm\n CHANGE_TRACKING = TRUE AS SELECT 1"},
			once:    `CREATE VIEW "D"."S"."V" WITH ROW ACCESS POLICY gov.p.r ON (region, "AS") WITH TAG (gov.t.pii = 'as') CHANGE_TRACKING = TRUE AS SELECT 1`,
			replace: `CREATE OR REPLACE VIEW "D"."S"."V" WITH ROW ACCESS POLICY gov.p.r ON (region, "AS") WITH TAG (gov.t.pii = 'as') CHANGE_TRACKING = TRUE COPY GRANTS AS SELECT 1`,
		},
		"comments given afterwards": {
			def: warehouse.Definition{
				SQL: "create recursive view v as with v as (select 1) select * from v", Comment: `a 'b' \ c`,
				Columns: []warehouse.Column{{Name: "X"}, {Name: `y "z"`, Comment: "it's"}},
			},
			once:    `CREATE RECURSIVE VIEW "D"."S"."V" ("X", "y ""z""" COMMENT 'it\'s') COMMENT = 'a \'b\' \\ c' as with v as (select 1) select * from v`,
			replace: `CREATE OR REPLACE RECURSIVE VIEW "D"."S"."V" ("X", "y ""z""" COMMENT 'it\'s') COPY GRANTS COMMENT = 'a \'b\' \\ c' as with v as (select 1) select * from v`,
		},
		"comment that was taken away": {
			def:     warehouse.Definition{SQL: "create view v comment='gone' as select 1"},
			once:    `CREATE VIEW "D"."S"."V" as select 1`,
			replace: `CREATE OR REPLACE VIEW "D"."S"."V" COPY GRANTS as select 1`,
		},
	} {
		v, err := readView(tc.def.SQL)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := v.create(to, tc.def, false); got != tc.once {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tc.once)
		}
		if got := v.create(to, tc.def, true); got != tc.replace {
			t.Errorf("%s, replacing:\n got %s\nwant %s", name, got, tc.replace)
		}
		again, err := readView(v.create(to, tc.def, true))
		if err != nil || again.canonical() != v.canonical() {
			t.Errorf("%s: made again it says\n%s\nand not\n%s\n%v", name, again.canonical(), v.canonical(), err)
		}
	}
}

func TestViewTextRefused(t *testing.T) {
	t.Parallel()
	for _, sql := range []string{
		"", "select 1", "create", "create table t as select 1", "create materialized view v as select 1", "create temporary view v as select 1",
		"create view", "create view v", "create view v as", "create view as select 1", "create view v (a as b) 'x", "create view a. as select 1",
	} {
		if v, err := readView(sql); err == nil {
			t.Errorf("%q was read as %+v", sql, v)
		}
	}
}

func TestViewSecured(t *testing.T) {
	t.Parallel()
	v, err := readView("create or replace view v as select 1")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := v.secured(), "create or replace SECURE view v as select 1"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	again, err := readView(v.secured())
	if err != nil || again.secured() != v.secured() || again.canonical() == v.canonical() {
		t.Errorf("%q, %v", again.secured(), err)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	base := func() warehouse.Object {
		return warehouse.Object{
			Ref: warehouse.Ref{Database: "A", Schema: "B", Name: "C"}, Kind: warehouse.KindTable, Rows: 3, Bytes: 100, Owner: "R",
			Identity:   warehouse.Identity{ID: "1"},
			Definition: warehouse.Definition{Comment: "c", Columns: []warehouse.Column{{Name: "X", Type: "NUMBER(38,0)", Comment: "x"}}},
		}
	}
	want := token(base())
	for name, tc := range map[string]struct {
		change func(*warehouse.Object)
		same   bool
	}{
		"place":          {func(o *warehouse.Object) { o.Ref = warehouse.Ref{Database: "Z", Schema: "Y", Name: "X"} }, true},
		"age":            {func(o *warehouse.Object) { o.Identity.ID = "2" }, true},
		"owner":          {func(o *warehouse.Object) { o.Owner = "Q" }, true},
		"transient":      {func(o *warehouse.Object) { o.Definition.Transient = true }, true},
		"rows":           {func(o *warehouse.Object) { o.Rows++ }, false},
		"bytes":          {func(o *warehouse.Object) { o.Bytes++ }, false},
		"comment":        {func(o *warehouse.Object) { o.Definition.Comment = "" }, false},
		"column's name":  {func(o *warehouse.Object) { o.Definition.Columns[0].Name = "Y" }, false},
		"column's type":  {func(o *warehouse.Object) { o.Definition.Columns[0].Type = "TEXT" }, false},
		"column's null":  {func(o *warehouse.Object) { o.Definition.Columns[0].NotNull = true }, false},
		"column's words": {func(o *warehouse.Object) { o.Definition.Columns[0].Comment = "" }, false},
		"column's place": {func(o *warehouse.Object) {
			o.Definition.Columns = append(o.Definition.Columns, o.Definition.Columns[0])
		}, false},
		"kind": {func(o *warehouse.Object) { o.Kind = warehouse.KindView }, false},
	} {
		o := base()
		tc.change(&o)
		if got := token(o) == want; got != tc.same {
			t.Errorf("a changed %s: same token %t, want %t", name, got, tc.same)
		}
	}
	view := func(sql string) string {
		return token(warehouse.Object{Kind: warehouse.KindView, Definition: warehouse.Definition{SQL: sql}})
	}
	if view("create view a as select 1") != view("CREATE OR REPLACE VIEW x.y.b COPY GRANTS /* c */ as  select 1 ;") {
		t.Error("the same view has two tokens")
	}
	if view("create view a as select 1") == view("create view a as select 2") {
		t.Error("two views have one token")
	}
}
