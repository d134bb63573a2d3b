"""Asks real dbt what it selects, many times in one process.

    python oracle.py KITCHEN OUT < cases.json

Copies the project KITCHEN to OUT/now and parses it, then parses earlier states of it, which are copies with the edits
below, into OUT/<state>. Each case on stdin is a list of arguments for `dbt ls`; a state is named after --state.
OUT/answers.json gets dbt's version and per case the unique_ids or the error.
"""

import functools
import json
import multiprocessing
import pathlib
import shutil
import sys

import dbt.config.project
import dbt.plugins.manager
import dbt.task.runnable
from dbt.cli.main import dbtRunner
from dbt.flags import get_flags
from dbt.version import __version__

QUIET = ["--quiet", "--no-version-check", "--no-send-anonymous-usage-stats", "--log-level", "none", "--log-level-file", "none", "--no-use-colors"]

PROCESSES = 2

DROP = None  # the file did not exist then

# state: [(file, text now, text then)]. The first text must be in the file; without it the whole file is written.
EDITS = {
    "before": [
        ("models/staging/stg_orders.sql", "select *", "select 1 as was, *"),
        ("models/staging/schema.yml", "orders as they arrive", "other words that dbt persists nowhere"),
        ("models/staging/schema.yml", "identifier: ORDERS_V2", "identifier: ORDERS"),
        ("models/staging/schema.yml", "tags: [pii]\n        config: {meta: {sensitive: true}}", "tags: [secret]\n        config: {meta: {sensitive: true}}"),
        ("models/staging/schema.yml", "warn_after: {count: 1, period: day}", "warn_after: {count: 2, period: day}"),
        ("models/staging/schema.yml", "      - name: refunds\n", ""),
        ("models/staging/schema.yml", "data_type: decimal(18,3)", "data_type: decimal(18,2)"),
        ("tests/refunds.sql", "", DROP),
        ("models/marts/finance/schema.yml", "one row per order", "a row per order"),
        ("models/marts/finance/schema.yml", "severity: error", "severity: warn"),
        ("models/marts/finance/schema.yml", "rows: [{id: 1, amount: 200}]", "rows: [{id: 1, amount: 2}]"),
        ("models/marts/finance/schema.yml", "contract: {enforced: true}", "contract: {enforced: false}"),
        ("models/marts/product/inventory.py", "", DROP),
        ("models/marts/product/dim_product_v3.sql", "", DROP),
        ("models/marts/product/product.yml", "  - name: inventory\n    description: a python model\n    columns:\n      - name: id\n        data_tests:\n"
         "          - relationships:\n              arguments: {to: \"ref('dim_product', v=1)\", field: id}\n", ""),
        ("models/marts/product/product.yml", "      - v: 3\n        config: {tags: [next]}\n        columns:\n          - include: all\n            exclude: [name]\n", ""),
        ("models/marts/product/product.yml", "        deprecation_date: 2030-01-01\n", ""),
        ("models/marts/old_report.sql", "", "select 1 as id"),
        ("models/marts/old_contract.sql", "", "select 1 as id"),
        ("models/marts/old.yml", "", "models:\n  - name: old_contract\n    config: {contract: {enforced: true}}\n    columns:\n      - {name: id, data_type: integer}\n"),
        ("models/semantic/semantic.yml", "url: https://example.com/finance", "url: https://example.com/money"),
        ("models/semantic/semantic.yml", "owner: {name: Nobody}", "owner: {name: Somebody}"),
        ("models/semantic/semantic.yml", "label: Orders", "label: All orders"),
        ("models/semantic/semantic.yml", "type_params: {numerator: revenue, denominator: order_count}", "type_params: {numerator: order_count, denominator: revenue}"),
        ("models/semantic/semantic.yml", "agg: sum}", "agg: max}"),
        ("models/semantic/semantic.yml", "schema: exports}", "schema: elsewhere}"),
        ("seeds/rates.csv", "1,2", "1,3"),
        ("seeds/seeds.yml", "column_types: {id: integer}", "column_types: {id: bigint}"),
        ("snapshots/customers_history.yml", "schema: history", "schema: past"),
        ("tests/no_orphans.sql", "= 0", "= 1"),
        ("macros/cents.sql", "({{ column }} * {{ n }})", "{{ column }} * {{ n }}"),
        ("functions/functions.yml", "data_type: decimal}", "data_type: double}"),
        ("pantry/models/shelf/pantry_shelf.sql", "", DROP),
    ],
    "moved": [
        ("dbt_project.yml", "+schema: fin", "+schema: money"),
        ("dbt_project.yml", "+group: finance", "+group: ingest"),
        ("models/marts/finance/schema.yml", "      access: private\n", ""),
        ("dbt_project.yml", "+materialized: view", "+materialized: table"),
        ("dbt_project.yml", "+tags: [product]", "+tags: [goods]"),
        ("dbt_project.yml", "{relation: true, columns: true}", "{relation: true}"),
        ("models/marts/finance/schema.yml", "the key of an order", "the key"),
        ("models/marts/product/product.yml", "latest_version: 2", "latest_version: 1"),
        ("models/marts/finance/schema.yml", "config: {access: public}", "config: {access: protected}"),
        ("models/semantic/semantic.yml", "config: {meta: {tier: 1}, group: finance}", "config: {meta: {tier: 2}, group: finance}"),
        ("models/semantic/semantic.yml", "config: {tags: [weekly]}", "config: {tags: [monthly]}"),
        ("models/semantic/semantic.yml", "config: {tags: [exposed], meta: {tier: 1}}", "config: {tags: [shown], meta: {tier: 1}}"),
        ("models/semantic/semantic.yml", "config: {group: finance, tags: [metric_tag], meta: {tier: 1}}", "config: {group: ingest, tags: [metric_tag], meta: {tier: 1}}"),
        ("models/staging/schema.yml", "schema: bank\n    quoting: {identifier: true}", "schema: banks\n    quoting: {identifier: false}"),
        ("tests/no_orphans.sql", "store_failures=true", "store_failures=false"),
        ("pantry/macros/today.sql", "current_date", "today()"),
        ("macros/late.sql", "", "{% macro late() %}1{% endmacro %}"),
    ],
    "same": [],
    # A versioned model lost a column of its contract: dbt refuses the selection.
    "broken": [("models/marts/product/product.yml", "- {name: price, data_type: integer}", "- {name: price, data_type: integer}\n          - {name: cost, data_type: integer}")],
    # A type and a precision changed; only the type breaks the contract, and the model has no versions. A group changed, which is no change.
    "retyped": [
        ("models/marts/finance/schema.yml", "      - name: amount\n        data_type: integer", "      - name: amount\n        data_type: bigint\n        constraints: [{type: not_null}]"),
        ("models/staging/schema.yml", "data_type: decimal(18,3)", "data_type: DECIMAL (9)"),
        ("models/staging/schema.yml", "config: {access: protected, group: ingest}", "config: {access: protected, group: finance}"),
    ],
    # A versioned model with a contract was there and is gone.
    "gone": [
        ("models/marts/product/dim_product_v0.sql", "", "select 1 as id, 'a' as name"),
        ("models/marts/product/product.yml", "    versions:\n      - v: 1", "    versions:\n      - v: 0\n      - v: 1"),
    ],
    # The same, but the model had been announced to go.
    "retired": [
        ("models/marts/product/dim_product_v0.sql", "", "select 1 as id, 'a' as name"),
        ("models/marts/product/product.yml", "    versions:\n      - v: 1", "    versions:\n      - v: 0\n        deprecation_date: 2020-01-01\n      - v: 1"),
    ],
}
NO_MANIFEST = "results_only"


def edit(project, edits):
    for file, now, then in edits:
        path = project / file
        if then is DROP:
            path.unlink()
        elif now == "":
            path.write_text(then)
        else:
            text = path.read_text()
            if now not in text:
                sys.exit(f"{file} has no {now!r}: the edits of the oracle do not fit the kitchen")
            path.write_text(text.replace(now, then, 1))


def run(project, *args, manifest=None):
    flags = ["--project-dir", str(project), "--profiles-dir", str(project)]
    return dbtRunner(manifest=manifest).invoke([*QUIET, *args, *flags])


def parse(project):
    done = run(project, "parse")
    if not done.success:
        sys.exit(f"dbt cannot parse {project.name}: {done.exception}")
    return done.result


def write_results(folder, manifest):
    """Results of a run as dbt writes them, with every status; nothing has to be built for that."""
    statuses = {"test": ["pass", "fail", "warn", "error", "skipped"], "unit_test": ["pass", "error"]}
    results = []
    for number, (unique_id, node) in enumerate(sorted((manifest["nodes"] | manifest["unit_tests"] | manifest["exposures"]).items())):
        kind = node["resource_type"]
        if kind == "operation" or number % 7 == 6:
            continue  # some nodes have no result
        choice = statuses.get(kind, ["success", "error", "skipped", "no-op", "partial success"])
        results.append({
            "unique_id": unique_id, "status": choice[number % len(choice)], "timing": [], "thread_id": "t", "execution_time": 0.1,
            "adapter_response": {}, "message": None, "failures": None, "compiled": None, "compiled_code": None, "relation_name": None,
        })
    head = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "dbt_version": __version__,
            "generated_at": "2026-11-20T06:00:00.000000Z", "invocation_id": "00000000-0000-0000-0000-000000000001", "env": {}}
    (folder / "run_results.json").write_text(json.dumps({"metadata": head, "results": results, "elapsed_time": 1.0, "args": {}}))


def write_sources(folder, loaded):
    def result(source, at):
        unique_id = f"source.kitchen.{source}"
        if at is None:
            return {"unique_id": unique_id, "error": "no such table", "status": "runtime error"}
        return {"unique_id": unique_id, "max_loaded_at": at, "snapshotted_at": "2026-11-20T06:00:00Z", "max_loaded_at_time_ago_in_s": 1.0,
                "status": "pass", "criteria": {"warn_after": {"count": 1, "period": "day"}, "error_after": {"count": None, "period": None}, "filter": None},
                "adapter_response": {}, "timing": [], "thread_id": "t", "execution_time": 0.1}
    head = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json", "dbt_version": __version__,
            "generated_at": "2026-11-20T06:00:00.000000Z", "invocation_id": "00000000-0000-0000-0000-000000000002", "env": {}}
    (folder / "sources.json").write_text(json.dumps({"metadata": head, "results": [result(*item) for item in loaded.items()], "elapsed_time": 1.0}))


def prepare(kitchen, out):
    """Makes all projects and their artifacts; returns the folder of each state and the manifest of now as dbt holds it."""
    now = out / "now"
    shutil.copytree(kitchen, now, ignore=shutil.ignore_patterns("target", "logs", "dbt_packages"))
    (now / "dbt_packages").mkdir()
    (now / "dbt_packages/pantry").symlink_to("../pantry")  # what `dbt deps` does with a local package
    manifest = parse(now)
    states = {}
    for state, edits in EDITS.items():
        project = out / state
        shutil.copytree(now, project, symlinks=True)
        edit(project, edits)
        if edits:
            parse(project)
        states[state] = project / "target"
    states[NO_MANIFEST] = out / NO_MANIFEST
    states[NO_MANIFEST].mkdir()
    written = json.loads((states["before"] / "manifest.json").read_text())
    for state in ("before", NO_MANIFEST):
        write_results(states[state], written)
    write_sources(states["before"], {"raw.orders": "2026-11-19T00:00:00Z", "raw.customers": "2026-11-19T00:00:00Z", "bank.payments": None})
    write_sources(now / "target", {"raw.orders": "2026-11-20T01:00:00Z", "raw.customers": "2026-11-19T00:00:00Z", "bank.payments": "2026-11-19T00:00:00Z",
                                   "bank.refunds": None})
    return states, manifest


def ask(case, now, states, manifest):
    args = [str(states.get(arg, arg)) if before == "--state" else arg for before, arg in zip([None, *case], case)]
    done = run(now, "ls", *args, "--output", "json", "--output-keys", "unique_id", manifest=manifest)
    if not done.success:
        return {"error": str(done.exception or "dbt ended with an error")}
    return {"unique_ids": sorted(json.loads(line)["unique_id"] for line in done.result)}


def work_once():
    """Keeps three things that dbt does again for every command although they come out the same: reading the artifacts of
    the state, looking for plugins among the installed packages, and parsing selectors.yml, which depends on one flag."""
    dbt.task.runnable.PreviousState = functools.cache(dbt.task.runnable.PreviousState)
    dbt.plugins.manager.PluginManager.get_prefixed_modules = functools.cache(dbt.plugins.manager.PluginManager.get_prefixed_modules)
    parse_selectors = dbt.config.project.selector_config_from_data
    parsed = functools.cache(lambda text, indirect: parse_selectors(json.loads(text)))
    dbt.config.project.selector_config_from_data = lambda data: parsed(json.dumps(data), get_flags().INDIRECT_SELECTION)


def ask_all(cases, now, states, manifest, path):
    path.write_text(json.dumps([ask(case, now, states, manifest) for case in cases]))


def main():
    kitchen, out = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    cases = json.load(sys.stdin)
    work_once()
    states, manifest = prepare(kitchen, out)
    # A forked process has the parsed project already.
    fork, parts = multiprocessing.get_context("fork"), []
    for number in range(PROCESSES):
        parts.append(out / f"answers-{number}.json")
        fork.Process(target=ask_all, args=(cases[number::PROCESSES], out / "now", states, manifest, parts[-1])).start()
    for process in multiprocessing.active_children():
        process.join()
    answers = [None] * len(cases)
    for number, part in enumerate(parts):
        answers[number::PROCESSES] = json.loads(part.read_text())
    (out / "answers.json").write_text(json.dumps({"dbt_version": __version__, "answers": answers}))


main()
