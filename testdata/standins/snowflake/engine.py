"""Runs queries and changes of rows: names are looked up in the catalog, the rest is fakesnow's translation to DuckDB.

All rows lie in one DuckDB database, STORE, in one schema, HEAP, in tables that are numbered and never move.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re

import duckdb
import pyarrow as pa
import snowflake.connector.errors
import sqlglot
from fakesnow.dialect import parse_one
from fakesnow.instance import FakeSnow
from sqlglot import exp

import information
from catalog import Catalog, Thing
from scan import SQLError, dotted

DATABASE, SCHEMA = "STORE", "HEAP"
DEEPEST_VIEW = 40
CONSTANTS = {"CURRENT_VERSION": "10.0.0", "CURRENT_ACCOUNT": "STANDIN", "CURRENT_REGION": "STANDIN"}


@dataclasses.dataclass
class Result:
    """What a statement answers. Types are the wire's: fixed text real boolean date time timestamp_ntz timestamp_tz ..."""

    columns: list[tuple[str, str, int, int]]  # name, type, precision, scale
    rows: list[list]
    type_id: int = 0x1000

    @classmethod
    def status(cls, text: str) -> Result:
        return cls([("status", "text", 0, 0)], [[text]], 0x6000)


class Engine:
    def __init__(self):
        self.fake = FakeSnow()
        self.numbers = itertools.count(1)
        self.catalog = Catalog()
        self.connect()  # makes STORE and HEAP
        self.own = self.fake.duck_conn.cursor()
        self.catalog.copy_rows = self.copy_rows

    def connect(self):
        return self.fake.connect(DATABASE, SCHEMA)

    def new_rows(self) -> str:
        return f"R{next(self.numbers):06d}"

    def copy_rows(self, source: str) -> str:
        """Columns, defaults and rows; it sees what is committed."""
        made = self.new_rows()
        (sql,) = self.own.execute(
            "SELECT sql FROM duckdb_tables() WHERE database_name = ? AND schema_name = ? AND table_name = ?",
            [DATABASE, SCHEMA, source]).fetchone()
        self.own.execute(re.sub(rf"\b{source}\b", made, sql.replace(f"{SCHEMA}.{source}", f"{DATABASE}.{SCHEMA}.{made}", 1), count=1))
        self.own.execute(f"INSERT INTO {stored(made)} SELECT * FROM {stored(source)}")
        return made

    def measure(self, thing: Thing) -> tuple[int, int]:
        """Rows and bytes; the bytes are made from the content, so that equal tables have equal ones."""
        rows, mark = self.own.execute(f"SELECT count(*), coalesce(sum(hash(t)), 0) FROM {stored(thing.rows)} AS t").fetchone()
        return rows, 0 if rows == 0 else 1024 + rows * 16 + int(mark) % 1009 * 8


def stored(rows: str) -> str:
    return f"{DATABASE}.{SCHEMA}.{rows}"


def as_table(rows: str, alias: str = "") -> exp.Table:
    table = exp.Table(this=exp.to_identifier(rows), db=exp.to_identifier(SCHEMA), catalog=exp.to_identifier(DATABASE))
    if alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    return table


def identifier(node: exp.Expr | None) -> str:
    if node is None:
        return ""
    return node.name if node.args.get("quoted") else node.name.upper()


def table_path(table: exp.Table) -> tuple[str, ...]:
    return tuple(identifier(table.args.get(part)) for part in ("catalog", "db", "this") if table.args.get(part))


class Query:
    """One statement on its way from Snowflake's names to those of the store."""

    def __init__(self, session):
        self.session = session
        self.catalog: Catalog = session.catalog

    def resolve(self, tree: exp.Expr, home: tuple[str, str] | None = None, depth: int = 0, keep: exp.Table | None = None) -> exp.Expr:
        """Puts the stored table in the place of every name, and its query in the place of every view. keep is left alone."""
        if depth > DEEPEST_VIEW:
            raise SQLError(1003, "42000", "SQL compilation error:\nrecursive view")
        root = exp.Paren(this=tree)  # so that the top can be replaced too
        for column in list(root.find_all(exp.Column)):
            column.set("catalog", None)
            column.set("db", None)
        for table in list(root.find_all(exp.Table)):
            if table is keep or not isinstance(table.this, exp.Identifier) or self.is_cte(table):
                continue
            self.replace(table, home, depth)
        for node in list(root.find_all(exp.Func)):
            self.constant(node)
        return root.this

    def is_cte(self, table: exp.Table) -> bool:
        if table.args.get("db"):
            return False
        name, node = identifier(table.this), table
        while node is not None:
            inside, node = node, node.parent
            with_ = node.args.get("with_") or node.args.get("with") if node is not None else None
            for cte in with_.expressions if with_ else ():
                if cte is not inside and identifier(cte.args["alias"].this) == name and not (inside is with_ and table.find_ancestor(exp.CTE) is cte and not with_.args.get("recursive")):
                    return True
        return False

    def replace(self, table: exp.Table, home: tuple[str, str] | None, depth: int) -> None:
        if table.args.get("when"):
            raise SQLError(1003, "42000", "SQL compilation error:\ntime travel is not in the stand-in")
        path = self.session.path(table_path(table), 3, home)
        alias = table.args.get("alias")
        if path[1] == "INFORMATION_SCHEMA":
            rows = information.make(self.session, path)
        else:
            thing = self.session.temporary.get(path) or self.catalog.get("OBJECT", path)
            if thing.kind == "VIEW":
                table.replace(self.view(path, thing, alias, depth))
                return
            rows = thing.rows
        new = as_table(rows, "" if alias else path[-1])
        for arg in ("alias", "sample", "joins", "laterals", "pivots"):
            if table.args.get(arg):
                new.set(arg, table.args[arg])
        changed = table.parent
        target = table.arg_key == "this" and (isinstance(changed, (exp.Insert, exp.Alter, exp.TruncateTable, exp.Schema)))
        if target or table.arg_key == "expressions" and isinstance(changed, exp.TruncateTable):
            new.set("alias", None)
        table.replace(new)

    def view(self, path: tuple[str, ...], thing: Thing, alias: exp.TableAlias | None, depth: int) -> exp.Subquery:
        body = self.resolve(thing.query.copy(), path[:2], depth + 1)
        columns = [exp.to_identifier(name, quoted=True) for name in thing.columns]
        if len(self.columns_of(body.copy())) != len(columns):
            raise SQLError(2057, "42601", f"SQL compilation error:\nView definition for '{dotted(*path)}' declared {len(columns)} "
                           f"column(s), but view query produces {len(self.columns_of(body.copy()))} column(s).")
        name = alias.this if alias else exp.to_identifier(path[-1], quoted=True)
        if alias and alias.args.get("columns"):
            columns = alias.args["columns"]
        return exp.Subquery(this=body.unnest(), alias=exp.TableAlias(this=name, columns=columns))

    def constant(self, node: exp.Func) -> None:
        name = (node.name if isinstance(node, exp.Anonymous) else node.sql_name()).upper()
        value = {"CURRENT_ROLE": self.session.role, "CURRENT_WAREHOUSE": self.session.warehouse, "CURRENT_USER": self.session.user,
                 "CURRENT_DATABASE": self.session.database, "CURRENT_SCHEMA": self.session.schema,
                 "CURRENT_SESSION": str(self.session.number), **CONSTANTS}.get(name, node)
        if name == "HASH_AGG":
            # Everything that is hashed stands in FROM: DuckDB hashes whole rows by the name of the table.
            select = node.find_ancestor(exp.Select)
            table = (select.args.get("from_") or select.args.get("from")).this
            value_sql = f'CAST(COALESCE(SUM(HASH({exp.to_identifier(table.alias_or_name, quoted=True).sql("duckdb")})) % 9223372036854775807, 0) AS BIGINT)'
            node.replace(sqlglot.parse_one(value_sql, read="duckdb"))
        elif value is not node:
            self.put_value(node, exp.Literal.string(value) if value is not None else exp.Null(), name)
        elif isinstance(node, exp.CurrentTimestamp):
            self.put_value(node, node.copy(), name)

    @staticmethod
    def put_value(node: exp.Func, value: exp.Expr, name: str) -> None:
        """A column that has no name of its own is called as it was written."""
        alone = isinstance(node.parent, exp.Select) and node.arg_key == "expressions"
        node.replace(exp.alias_(value, f"{name}()", quoted=True) if alone else value)

    # running

    def columns_of(self, resolved: exp.Expr) -> list[tuple[str, str]]:
        """Names and DuckDB types of what a resolved query gives."""
        sql = self.translate(resolved).sql(dialect="duckdb", identify=True)
        with engine_errors():
            return [(row[0], row[1]) for row in self.session.duck.execute(f"DESCRIBE {sql}").fetchall()]

    def translate(self, resolved: exp.Expr) -> exp.Expr:
        with engine_errors():
            return self.session.fake.cursor()._transform(resolved, None)  # noqa: SLF001

    def execute(self, resolved: exp.Expr) -> pa.Table:
        """Runs a resolved statement; one that fakesnow splits runs in its parts."""
        with engine_errors():
            cursor = self.session.fake.cursor()
            for part in [resolved] if isinstance(resolved, exp.Merge) else cursor._transform_explode(resolved):  # noqa: SLF001
                sql = cursor._transform(part, None).sql(dialect="duckdb", identify=True)  # noqa: SLF001
                if isinstance(part, exp.Merge):
                    sql += " RETURNING merge_action"
                self.session.duck.execute(sql)
            return self.session.duck.to_arrow_table()

    def run(self, tree: exp.Expr, type_id: int) -> Result:
        table = self.execute(self.resolve(tree))
        if isinstance(tree, exp.Merge):
            actions = table.column(0).to_pylist() if table.num_columns else []
            words = {"INSERT": "inserted", "UPDATE": "updated", "DELETE": "deleted"}
            return Result([(f"number of rows {word}", "fixed", 38, 0) for word in words.values()],
                          [[actions.count(action) for action in words]], type_id)
        if isinstance(tree, (exp.Insert, exp.Update, exp.Delete)):
            word = {exp.Insert: "inserted", exp.Update: "updated"}.get(type(tree), "deleted")
            return Result([(f"number of rows {word}", "fixed", 38, 0)], [[table.column(0)[0].as_py()]], type_id)
        return from_arrow(table, type_id)


class engine_errors:  # noqa: N801
    """Whatever the engine says becomes an SQL error, so that no answer is ever an HTTP 500."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if error is None or isinstance(error, SQLError):
            return False
        if isinstance(error, snowflake.connector.errors.Error):
            raise SQLError(error.errno or 1003, error.sqlstate or "42000", error.raw_msg or str(error)) from error
        text = str(error).split("\n")[0]
        number, state = next((numbers for kinds, numbers in (
            ((duckdb.BinderException,), (904, "42000")), ((duckdb.CatalogException,), (2003, "42S02")),
            ((duckdb.ConstraintException,), (100072, "22000")), ((duckdb.ConversionException,), (100035, "22007")),
            ((duckdb.TransactionException,), (625, "57014"))) if isinstance(error, kinds)), (1003, "42000"))
        raise SQLError(number, state, f"SQL compilation error:\n{text}") from error


def wire_type(kind: pa.DataType) -> tuple[str, int, int]:
    if pa.types.is_decimal(kind):
        return "fixed", kind.precision, kind.scale
    for test, name in ((pa.types.is_integer, "fixed"), (pa.types.is_floating, "real"), (pa.types.is_boolean, "boolean"),
                       (pa.types.is_date, "date"), (pa.types.is_time, "time"), (pa.types.is_binary, "binary")):
        if test(kind):
            return name, 38 if name == "fixed" else 0, 9 if name == "time" else 0
    if pa.types.is_timestamp(kind):
        return ("timestamp_tz" if kind.tz else "timestamp_ntz"), 0, 9
    return "text", 0, 0


def from_arrow(table: pa.Table, type_id: int) -> Result:
    columns = [(field.name, *wire_type(field.type)) for field in table.schema]
    return Result(columns, [list(row) for row in zip(*(c.to_pylist() for c in table.columns), strict=True)], type_id)


def on_the_wire(value, kind: str) -> str | None:
    """A value as the JSON answers of the service spell it."""
    if value is None:
        return None
    if kind == "date" and isinstance(value, datetime.date):
        return str((value - datetime.date(1970, 1, 1)).days)
    if kind == "time" and isinstance(value, datetime.time):
        return f"{value.hour * 3600 + value.minute * 60 + value.second}.{value.microsecond * 1000:09d}"
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            value = value.replace(tzinfo=datetime.timezone.utc)
        delta = value - datetime.datetime.fromtimestamp(0, datetime.timezone.utc)
        text = f"{delta.days * 86400 + delta.seconds}.{delta.microseconds * 1000:09d}"
        return text + " 1440" if kind == "timestamp_tz" else text
    if isinstance(value, bool):
        return ("1" if value else "0") if kind == "boolean" else str(value).lower()
    if isinstance(value, bytes):
        return value.hex().upper()
    if isinstance(value, float) and kind == "fixed":
        return str(int(value))
    return str(value)


def parse(sql: str) -> exp.Expr:
    with engine_errors():
        return parse_one(sql)
