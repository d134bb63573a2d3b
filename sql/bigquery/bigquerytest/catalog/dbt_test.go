package catalog_test

import "testing"

// Source: dbt-bigquery 1.12, macros/materializations, adapters.sql, and dbt-core's
// generic tests: the shape of what is sent, with the query comment in front.
func TestDbtModels(t *testing.T) {
	t.Parallel()
	c := open(t, `/* {"app": "dbt", "node_id": "model.a"} */

  create or replace table `+"`prj`.`stage`.`orders`"+`
    partition by date_trunc(day, month)
    cluster by id, name
    OPTIONS(
      description="""all 'orders'
of a day""",

      labels=[('team', "a"), ('x', 'y')],
      require_partition_filter=false
    )
    as (
      with src as ( # a comment
        select 1 as id, 'a' as name, date '2026-11-21' as day, timestamp("2026-11-21 06:00:00+00") as updated_at union all
        select 2, 'b', date '2026-11-22', timestamp("2026-11-21 06:00:00+00")
      ), ranked as (
        select *, row_number() over (partition by id order by updated_at desc) as rn from src
      )
      select * except (rn) replace (upper(name) as name) from ranked where rn = 1
    );
  `, "\n\n  create or replace view `prj`.`stage`.`v`\n  OPTIONS()\n  as select o.id, count(*) as n, max(o.name) as name from `prj`.`stage`.`orders` o left join `prj`.`stage`.`orders` as p using (id) group by 1;\n")
	table := c.table("stage.orders")
	if table.Description != "all 'orders'\nof a day" || table.Labels["x"] != "y" || table.TimePartitioning.Type != "MONTH" || table.TimePartitioning.Field != "day" || table.NumRows != 2 {
		t.Errorf("%+v", table)
	}
	c.want("select id, n, name from stage.v order by id", "1|1|A", "2|1|B")
	c.want(`select count(*) as failures, count(*) != 0 as should_warn, count(*) != 0 as should_error from (
    select id as unique_field, count(*) as n_records from `+"`prj`.`stage`.`orders`"+` where id is not null group by id having count(*) > 1
  ) dbt_internal_test`, "0|false|false")
}

func TestDbtContract(t *testing.T) {
	t.Parallel()
	c := open(t, "create or replace table stage.dim (id INT64 not null primary key not enforced, name string OPTIONS(description='x') , amount numeric) OPTIONS(description=\"\"\"d\"\"\") as (select id, name, amount from (with a as (select 1 as id, 'x' as name from (select 1)), b as (select a.*, 2.5 as amount from a) select * from b))",
		"create table stage.two (a INT64, b INT64, primary key (a, b) not enforced)", "create table prod.dim clone stage.dim")
	dim := c.table("stage.dim")
	if dim.TableConstraints.PrimaryKey.Columns[0] != "id" || dim.Schema.Fields[0].Mode != "REQUIRED" || dim.Schema.Fields[1].Description != "x" || dim.NumRows != 1 {
		t.Errorf("%+v", dim)
	}
	if k := c.table("stage.two").TableConstraints.PrimaryKey.Columns; len(k) != 2 || k[1] != "b" || c.table("prod.dim").TableConstraints != nil {
		t.Errorf("%v", k)
	}
}

func TestDbtIncremental(t *testing.T) {
	t.Parallel()
	c := open(t, "create or replace table stage.inc as (select 1 as id, 'a' as name union all select 2, 'b')",
		"create or replace table `prj`.`stage`.`inc__dbt_tmp` OPTIONS(description=\"\"\"\"\"\", expiration_timestamp=TIMESTAMP_ADD(CURRENT_TIMESTAMP(), INTERVAL 12 hour)) as (select 2 as id, 'B' as name union all select 3, 'c');")
	res := c.execute("\n    merge into `prj`.`stage`.`inc` as DBT_INTERNAL_DEST\n        using (\n        select\n        * from `prj`.`stage`.`inc__dbt_tmp`\n        ) as DBT_INTERNAL_SOURCE\n        on ((DBT_INTERNAL_SOURCE.id = DBT_INTERNAL_DEST.id))\n\n    \n    when matched then update set\n        `id` = DBT_INTERNAL_SOURCE.`id`,`name` = DBT_INTERNAL_SOURCE.`name`\n    \n\n    when not matched then insert\n        (`id`, `name`)\n    values\n        (`id`, `name`)\n\n\n    ")
	if res.StatementType != "MERGE" || res.Inserted != 1 || res.Updated != 1 || res.Deleted != 0 || res.Affected != 2 {
		t.Errorf("%+v", res)
	}
	c.want("SELECT id, name FROM stage.inc ORDER BY id", "1|a", "2|B", "3|c")
	res = c.execute("merge into stage.inc as d using (select id from stage.inc__dbt_tmp) as s on d.id = s.id when matched and d.id = 2 then delete when not matched by source then update set name = 'gone'")
	if res.Deleted != 1 || res.Updated != 1 {
		t.Errorf("%+v", res)
	}
	c.want("SELECT id, name FROM stage.inc ORDER BY id", "1|gone", "3|c")
	c.run("insert into stage.inc (id, name) (select id, name from stage.inc__dbt_tmp)", "delete from stage.inc as i where i.id in (select id from stage.inc__dbt_tmp)",
		"update stage.inc i set name = s.name from (select 1 as id, 'new' as name) as s where i.id = s.id")
	c.want("SELECT id, name FROM stage.inc ORDER BY id", "1|new")
	c.want(`select to_hex(md5(concat(coalesce(cast(id as string), ''), '|', coalesce(cast(name as string), '')))) as dbt_scd_id, coalesce(nullif(timestamp '2026-01-01 00:00:00 UTC', timestamp '2026-01-01 00:00:00 UTC'), null) as dbt_valid_to from stage.inc`,
		"779e77eba3b853875766128448899de8|~")
}
