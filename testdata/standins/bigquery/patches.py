"""What is different from local-bigquery 0.4.0 as it is shipped.

Three kinds, and each patch says which it is:

  gap      the emulator does not do what BigQuery documents, and a real client falls over it
  reading  we say what BigQuery does from its documentation; a test that leans on such a patch shows that we agree
           with ourselves, not more
  speed    answers stay as they are
"""

from sqlglot import exp

from local_bigquery.catalog import ddl, metadata, names, options, tables
from local_bigquery.engine import database
from local_bigquery.errors import BigQueryError
from local_bigquery.jobs import query
from local_bigquery.models import Table
from local_bigquery.sql import script
from local_bigquery.sql.rules import ddl as rules
from local_bigquery.sql.rules import information_schema

CLONEABLE = ("TABLE", "SNAPSHOT", "CLONE")
# DuckLake keeps its catalog in tables of its own, which are read in a third of the time that duckdb_tables() takes.
OBJECTS = """
SELECT name, kind, 0 FROM (
    SELECT table_name AS name, 'TABLE' AS kind, schema_id, end_snapshot FROM {catalog}.ducklake_table
    UNION ALL SELECT view_name, 'VIEW', schema_id, end_snapshot FROM {catalog}.ducklake_view
) JOIN (SELECT schema_id, schema_name FROM {catalog}.ducklake_schema WHERE end_snapshot IS NULL) USING (schema_id)
WHERE end_snapshot IS NULL AND schema_name = ? AND name = coalesce(?, name) ORDER BY 1
"""
KEPT_BY_A_CLONE = ("timePartitioning", "rangePartitioning", "clustering", "requirePartitionFilter", "schema", "tableConstraints")


def apply() -> None:
    tell_destination()
    take_options_after_clone()
    take_null_options()
    keep_layout_in_clones()
    refuse_clones_of_views()
    move_modification_time()
    count_rows()
    list_by_catalog()
    load_only_views()


def tell_destination() -> None:
    """gap: a CREATE TABLE AS says which table it made in configuration.query.destinationTable; dbt-bigquery reads it."""
    plain = query.execute

    def execute(*args, **kwargs):
        statistics, children, destination = plain(*args, **kwargs)
        if statistics.statementType == "CREATE_TABLE_AS_SELECT" and statistics.ddlTargetTable:
            destination = statistics.ddlTargetTable
        return statistics, children, destination

    query.execute = execute


def options_of_clone(text: str) -> tuple[str, str] | None:
    """Cuts a CREATE ... CLONE|COPY ... OPTIONS (...) before its OPTIONS. None is any other statement."""
    words = script.Parser(text)
    depth, copies = 0, False
    for i, token in enumerate(words.tokens):
        words.i = i
        word = words.word()
        if i == 0 and word != "CREATE":
            return None
        depth += (token.token_type in script.OPEN) - (token.token_type in script.CLOSE)
        if depth == 0 and word in ("AS", "LIKE"):  # FOR SYSTEM_TIME AS OF comes after CLONE
            copies = copies and words.word(1) == "OF"
            if not copies:
                return None
        copies = copies or (depth == 0 and word in ("CLONE", "COPY"))
        if copies and depth == 0 and word == "OPTIONS":
            return text[: token.start], text[token.start :]
    return None


def take_options_after_clone() -> None:
    """gap: OPTIONS (...) after CLONE and COPY, also of snapshots, which sqlglot cannot parse."""
    plain = script.parse

    def parse(text: str) -> list[exp.Expression]:
        if (parts := options_of_clone(text)) is None:
            return plain(text)
        [tree] = plain(parts[0])
        tree = rules.normalise(tree)  # a snapshot is a tree only from here on
        [carrier] = plain(f"CREATE TABLE t {parts[1]}")
        tree.set("properties", carrier.args["properties"])
        return [tree]

    script.parse = parse


def take_null_options() -> None:
    """gap: an option that is NULL is one that is not set."""
    plain = options.options

    def given(node, mapping, evaluate):
        nothing = [p for p in (node.find_all(exp.Property) if node else []) if isinstance(p.args.get("value"), exp.Null)]
        cleared = {mapping[p.name.lower()].key: None for p in nothing if p.name.lower() in mapping}
        for one in nothing:
            one.pop()
        return cleared | plain(node, mapping, evaluate)

    ddl.options = given


def keep_layout_in_clones() -> None:
    """reading: a clone, copy or snapshot keeps partitions, clustering, keys, and the descriptions of its columns."""
    plain = ddl._definition

    def definition(tree, project_id, dataset_id):
        found = plain(tree, project_id, dataset_id)
        if clone := tree.args.get("clone"):
            source = tables.load(*names.reference(clone.this, project_id, dataset_id)).dump()
            found = {key: source[key] for key in KEPT_BY_A_CLONE if source.get(key)} | found
        return found

    ddl._definition = definition


def refuse_clones_of_views() -> None:
    """reading: only tables and snapshots can be cloned or copied."""
    plain = ddl.check_references

    def check(tree, project_id, dataset_id):
        if isinstance(tree, exp.Create) and (clone := tree.args.get("clone")):
            source = names.reference(clone.this, project_id, dataset_id)
            kind = tables.load(*source).type
            if kind not in CLONEABLE:
                what = f"{names.label(*source)} is not allowed for this operation because it is currently a {kind}."
                raise BigQueryError("invalidQuery", what)
        return plain(tree, project_id, dataset_id)

    ddl.check_references = check


def move_modification_time() -> None:
    """reading: every change of rows moves lastModifiedTime, and with it the etag."""
    plain = query._statement

    def statement(cur, tree, context, destination, config, dry_run, isolated):
        statistics = plain(cur, tree, context, destination, config, dry_run, isolated)
        if not dry_run and type(tree) in query.STATEMENT_TYPES:
            target = query._target(tree, context)
            if len(target) == 3 and (stored := metadata.load(Table, *target)):
                metadata.save(stored.replace(lastModifiedTime=metadata.now()), *target)
        return statistics

    query._statement = statement


def count_rows() -> None:
    """gap: numRows is how many rows there are; DuckDB's estimate counts those that were deleted."""
    plain = tables._lookup

    def lookup(*reference):
        found = plain(*reference)
        if found and found[0] == "TABLE":
            [(rows,)] = database.fetch(f"SELECT COUNT(*) FROM {tables.name(*reference)}")
            return found[0], rows
        return found

    tables._lookup = lookup


def list_by_catalog() -> None:
    """speed: what there is in a dataset is read from DuckLake's own tables. Row counts come from count_rows."""
    plain = database.objects

    def objects(project_id, dataset_id, table_id=None):
        if project_id not in database._attached:
            return plain(project_id, dataset_id, table_id)
        catalog = database.quote(f"__ducklake_metadata_{project_id}")
        return database.fetch(OBJECTS.format(catalog=catalog), [dataset_id, table_id])

    database.objects = objects


def load_only_views() -> None:
    """speed: INFORMATION_SCHEMA.VIEWS needs to load views, not all tables with their row counts."""

    def views(project_id, dataset_id):
        listings = metadata.existing(tables.list_, [(project_id, dataset_id)])
        listed = [table for listing in listings for table in listing if table.view]
        rows = [[*information_schema._identity(t), t.view.query, None, "YES"] for t in listed]
        return [*information_schema.IDENTITY, "view_definition", "check_option", "use_standard_sql"], rows

    plain = information_schema.VIEWS["VIEWS"]
    information_schema.VIEWS["VIEWS"] = lambda project_id, dataset_id: (views if dataset_id else plain)(project_id, dataset_id)
