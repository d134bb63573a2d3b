"""Records what real dbt leaves behind after three days of the shop, for the demo on a machine without dbt.

    make record        (or: .venv/bin/python testdata/dbt/record.py)

recorded/prod/manifest.json     where production's relations are
recorded/dayN/manifest.json     what the build of day N in staging was made from
recorded/dayN/run_results.json  how it ended; on day 3 one test fails
recorded/dayN/staging.sql       what it left in the warehouse; run it on the file of the day before, or on a new shop.duckdb

Run ids, times and the names of indexes are made from the day, and everything that only says where and how fast dbt ran
is left out. So recording again changes nothing unless the shop or dbt has changed.
"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import uuid

import duckdb

HERE = pathlib.Path(__file__).resolve().parent
RECORDED = HERE / "recorded"
DBT = pathlib.Path(sys.executable).parent / "dbt"
FAIL_DAY = 3

# Nothing that reads a manifest to publish needs these, and macros alone are nine tenths of it.
NODE_LEAVES_OUT = {
    "created_at", "build_path", "compiled_path", "docs", "doc_blocks", "raw_code", "root_path", "time_spine", "unrendered_config",
    "extra_ctes", "extra_ctes_injected", "static_analysis",
}
KEPT_ARGS = {"which", "select", "exclude", "selector", "target", "vars", "full_refresh", "empty", "sample", "defer", "indirect_selection"}
KEPT_OF_RESULT = {"status", "unique_id", "failures", "message", "execution_time", "relation_name", "adapter_response"}


def dbt(project, *args):
    """Runs dbt in the project. Code 1 is dbt's word for a failed test, which day 3 wants."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("DBT_")}
    env["SHOP_DB"] = "shop.duckdb"
    done = subprocess.run([DBT, "--quiet", *args], cwd=project, env=env, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"dbt {' '.join(args)} ended with exit code {done.returncode}")
    return done.returncode


def steady_metadata(metadata, name, day):
    """Gives the run the id and the time of its day instead of those of the recording."""
    at = f"2026-11-{day + 1:02d}T06:00:00.000000Z"
    return metadata | {
        "generated_at": at, "invocation_started_at": at, "run_started_at": at,
        "invocation_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"cutover/shop/{name}")), "user_id": None, "env": {},
    }


def without(node):
    return {key: value for key, value in node.items() if key not in NODE_LEAVES_OUT}


def manifest(project, name, day):
    found = json.loads((project / "target/manifest.json").read_text())
    found["metadata"] = steady_metadata(found["metadata"], name, day)
    found["macros"], found["docs"] = {}, {}
    for kind in ("nodes", "exposures"):
        found[kind] = {key: without(found[kind][key]) for key in sorted(found[kind])}
    for edges in ("parent_map", "child_map"):
        found[edges] = {key: sorted(found[edges][key]) for key in sorted(found[edges]) if not key.startswith("macro.")}
    found["disabled"] = {key: [without(node) for node in nodes] for key, nodes in sorted(found["disabled"].items())}
    return found


def run_results(project, name, day):
    found = json.loads((project / "target/run_results.json").read_text())
    found["metadata"] = steady_metadata(found["metadata"], name, day)
    del found["metadata"]["run_started_at"], found["metadata"]["user_id"]
    results = [{key: value for key, value in result.items() if key in KEPT_OF_RESULT} for result in found["results"]]
    for result in results:
        result.update(execution_time=0.1, timing=[], thread_id="Thread-1")
    args = {key: found["args"][key] for key in sorted(found["args"]) if key in KEPT_ARGS}
    args["invocation_command"] = f"dbt build --target staging --vars {json.dumps(args['vars'])}"
    return found | {"results": sorted(results, key=lambda result: result["unique_id"]), "elapsed_time": 1.0, "args": args}


def name(*parts):
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def literal(text):
    return "'" + str(text).replace("'", "''") + "'"


def staging_sql(path):
    """Writes the statements that make the staging schemas as they are in the file."""
    with duckdb.connect(str(path), read_only=True) as db:
        def rows(query):
            return db.execute(query).fetchall()

        schemas = rows("select schema_name from duckdb_schemas() where schema_name like 'staging%' order by 1")
        tables = rows("select schema_name, table_name, sql, comment from duckdb_tables() order by 1, 2")
        views = rows("select schema_name, view_name, sql, comment from duckdb_views() where schema_name like 'staging%' order by 1, 2")
        indexes = rows("select schema_name, table_name, index_name, sql from duckdb_indexes() order by 1, 2, sql")
        columns = rows("select schema_name, table_name, column_name, comment from duckdb_columns()"
                       " where comment is not null order by 1, 2, column_index")

        out = ["-- Made by testdata/dbt/record.py from what dbt built. The views name the catalog, so the file must be called shop.duckdb.",
               "begin;"]
        out += [f"create schema if not exists {name(schema)};" for (schema,) in schemas]
        for schema, table, sql, _ in tables:
            out.append("\n" + sql.replace("CREATE TABLE", "CREATE OR REPLACE TABLE", 1))
            values = sorted("(" + ", ".join("null" if value is None else literal(value) for value in row) + ")"
                            for row in rows(f"from {name(schema, table)}"))
            if values:
                out.append(f"insert into {name(schema, table)} values\n  " + ",\n  ".join(values) + ";")
        for schema, table, index, sql in indexes:
            # dbt makes the name from the time of the build; this one stays, and looks the same.
            steady = hashlib.md5(sql.split(" ON ", 1)[1].encode()).hexdigest()
            out.append("\n" + sql.split("INDEX ", 1)[0] + f"INDEX {name(steady)} ON " + sql.split(" ON ", 1)[1])
        for sql in readable_first(views):
            out.append("\n" + sql.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1).strip())
        out.append("")
        for kind, relations in (("table", tables), ("view", views)):
            out += [f"comment on {kind} {name(schema, relation)} is {literal(comment)};"
                    for schema, relation, _, comment in relations if comment is not None]
        out += [f"comment on column {name(schema, table, column)} is {literal(comment)};" for schema, table, column, comment in columns]
        return "\n".join([*out, "commit;", ""])


def readable_first(views):
    """The statements of the views, each after the views that it reads: DuckDB looks them up when it makes a view."""
    waiting = {f"{schema}.{view}": sql for schema, view, sql, _ in views}
    while waiting:
        ready = next(view for view, sql in waiting.items() if not any(
            re.search(rf"\.{re.escape(other)}\b", sql) for other in waiting if other != view))
        yield waiting.pop(ready)


def contents(path):
    """Everything of the staging schemas that the script has to bring back; index names aside."""
    with duckdb.connect(str(path), read_only=True) as db:
        found = [db.execute(query).fetchall() for query in (
            "select schema_name, table_name, sql, comment from duckdb_tables() order by all",
            "select schema_name, view_name, sql, comment from duckdb_views() where not internal order by all",
            "select schema_name, table_name, split_part(sql, ' ON ', 2) from duckdb_indexes() order by all",
            "select schema_name, table_name, column_name, data_type, comment from duckdb_columns() where not internal order by all",
        )]
        for schema, relation, *_ in found[0] + found[1]:
            found.append(db.execute(f"from {name(schema, relation)} order by all").fetchall())
        return found


def write(path, text, project):
    for private in (str(project), str(pathlib.Path.home()), str(HERE)):
        if private in text:
            sys.exit(f"{path.name} holds the path {private}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def as_json(value):
    return json.dumps(value, separators=(",", ":")) + "\n"


def main():
    with tempfile.TemporaryDirectory() as scratch:
        project = pathlib.Path(scratch) / "project"
        replay = pathlib.Path(scratch) / "replay" / "shop.duckdb"
        replay.parent.mkdir()
        shutil.copytree(HERE / "shop", project, ignore=shutil.ignore_patterns("target", "logs", "*.duckdb*"))
        shutil.rmtree(RECORDED, ignore_errors=True)

        dbt(project, "parse", "--target", "prod")
        write(RECORDED / "prod/manifest.json", as_json(manifest(project, "prod", 0)), project)
        for day in (1, 2, 3):
            fail_day = FAIL_DAY if day == FAIL_DAY else 0
            code = dbt(project, "build", "--target", "staging", "--vars", json.dumps({"run_day": day, "fail_day": fail_day}))
            if code != (1 if fail_day else 0):
                sys.exit(f"the build of day {day} ended with exit code {code}")
            folder, label = RECORDED / f"day{day}", f"day{day}"
            write(folder / "manifest.json", as_json(manifest(project, label, day)), project)
            write(folder / "run_results.json", as_json(run_results(project, label, day)), project)
            script = staging_sql(project / "shop.duckdb")
            write(folder / "staging.sql", script, project)
            with duckdb.connect(str(replay)) as db:
                db.execute(script)
            if contents(replay) != contents(project / "shop.duckdb"):
                sys.exit(f"staging.sql of day {day} does not bring back what dbt built")
            print(f"recorded day {day}")


if __name__ == "__main__":
    main()
