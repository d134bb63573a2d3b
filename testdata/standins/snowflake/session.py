"""A login: where it stands, and what it does with one statement."""

from __future__ import annotations

import itertools
import re

import sqlglot
from sqlglot import exp

import block
import ddl
import grants
import show
from engine import Engine, Query, Result, engine_errors, parse, stored
from scan import SQLError, Scan, missing, syntax

DML = {exp.Insert: 0x3100, exp.Update: 0x3200, exp.Delete: 0x3300, exp.Merge: 0x3400, exp.TruncateTable: 0x6000}
# No policies, no tags and no history here: the functions give their columns and no rows.
FUNCTIONS = {
    "POLICY_REFERENCES": "POLICY_DB POLICY_SCHEMA POLICY_NAME POLICY_KIND REF_DATABASE_NAME REF_SCHEMA_NAME REF_ENTITY_NAME "
                         "REF_ENTITY_DOMAIN REF_COLUMN_NAME REF_ARG_COLUMN_NAMES TAG_DATABASE TAG_SCHEMA TAG_NAME POLICY_STATUS",
    "TAG_REFERENCES": "TAG_DATABASE TAG_SCHEMA TAG_NAME TAG_VALUE LEVEL OBJECT_DATABASE OBJECT_SCHEMA OBJECT_NAME DOMAIN COLUMN_NAME",
    "QUERY_HISTORY": "QUERY_ID QUERY_TEXT EXECUTION_STATUS QUERY_TAG DATABASE_NAME SCHEMA_NAME USER_NAME SESSION_ID",
}
FUNCTIONS["TAG_REFERENCES_ALL_COLUMNS"] = FUNCTIONS["TAG_REFERENCES"]
FUNCTIONS["QUERY_HISTORY_BY_SESSION"] = FUNCTIONS["QUERY_HISTORY"]
MARKS = re.compile(r"'(?:[^'\\]|''|\\.)*'|\"(?:[^\"]|\"\")*\"|\$\$.*?\$\$|--[^\n]*|/\*.*?\*/|\?|[^?'\"$/-]+|.", re.DOTALL)
TABLE_FUNCTION = re.compile(
    r"""TABLE\(\s*(?:(?:"(?:[^"]|"")*"|\w+)\.)?INFORMATION_SCHEMA\.(\w+)\s*\(((?:'(?:[^'\\]|''|\\.)*'|[^()'])*)\)\s*\)""", re.IGNORECASE)


class Session:
    numbers = itertools.count(1)

    def __init__(self, engine: Engine, database: str | None, schema: str | None, role: str | None, warehouse: str | None, user: str):
        self.engine, self.catalog = engine, engine.catalog
        self.fake = engine.connect()
        self.duck = self.fake._duck_conn  # noqa: SLF001
        self.number = next(self.numbers)
        self.role, self.user, self.warehouse, self.tag = role or "ACCOUNTADMIN", user, warehouse or "STANDIN", ""
        self.database = database if database and self.catalog.find((database,)) else None
        self.schema = schema if self.database and schema and self.catalog.find((self.database, schema)) else None
        self.temporary: dict[tuple[str, ...], object] = {}
        self.made: list[str] = []
        self.open = False

    def path(self, name: tuple[str, ...], depth: int, home: tuple[str, str] | None = None) -> tuple[str, ...]:
        """The full name; what it leaves out is the session's, or the view's that it stands in."""
        if len(name) > depth:
            raise SQLError(1003, "42000", f"SQL compilation error:\ntoo many parts in {'.'.join(name)}")
        base = (home or (self.database, self.schema))[: depth - len(name)]
        if None in base:
            raise SQLError(90105, "22000", "Cannot perform operation. This session does not have a current database. "
                           "Call 'USE DATABASE', or use a qualified name.")
        return (*base, *name)

    def use(self, path: tuple[str, ...]) -> None:
        self.catalog.get("OBJECT", path)
        self.database = path[0]
        self.schema = path[1] if len(path) > 1 else "PUBLIC" if self.catalog.find((path[0], "PUBLIC")) else None

    def commit(self) -> None:
        """Snowflake ends an open transaction before it changes a definition."""
        if self.open:
            self.duck.execute("COMMIT")
            self.open = False

    def close(self) -> None:
        with engine_errors():
            self.duck.close()

    def statement(self, text: str, binds: list[exp.Expr]) -> Result:
        """Does one statement that came in, whatever it is."""
        try:
            return self.run(text, binds)
        except SQLError:
            raise
        except Exception as error:  # noqa: BLE001
            raise SQLError(1003, "42000", f"SQL compilation error:\n{type(error).__name__}: {error}") from error
        finally:
            for name in self.made:
                self.duck.execute(f"DROP TABLE IF EXISTS {stored(name)}")
            self.made.clear()

    def run(self, text: str, binds: list[exp.Expr] | None = None) -> Result:
        scan = Scan(text)
        for words, do in (("SHOW", show.show), ("DESCRIBE", show.describe), ("DESC", show.describe), ("EXECUTE IMMEDIATE", block.execute),
                          ("CREATE", ddl.create), ("DROP", ddl.drop), ("UNDROP", ddl.undrop), ("ALTER", ddl.alter), ("COMMENT", ddl.comment)):
            if scan.word(*words.split()):
                if binds:
                    raise syntax(text)
                return do(self, scan)
        if scan.word("GRANT"):
            return Result.status(grants.grant_or_revoke(self, scan, True))
        if scan.word("REVOKE"):
            return Result.status(grants.grant_or_revoke(self, scan, False))
        if scan.word("USE"):
            return self.use_statement(scan)
        if word := scan.one_of("BEGIN", "START TRANSACTION", "COMMIT", "ROLLBACK"):
            return self.transaction(word)
        return self.rows(text, binds or [])

    def use_statement(self, scan: Scan) -> Result:
        kind = scan.one_of("ROLE", "WAREHOUSE", "DATABASE", "SCHEMA", "SECONDARY ROLES")
        name = scan.name()
        scan.end()
        if kind == "ROLE":
            if name[-1] not in self.catalog.roles:
                raise missing("Role", name[-1])
            self.role = name[-1]
        elif kind == "WAREHOUSE":
            self.warehouse = name[-1]
        elif kind != "SECONDARY ROLES":
            self.use(self.path(name, 2 if kind == "SCHEMA" else len(name)))
        return Result.status("Statement executed successfully.")

    def transaction(self, word: str) -> Result:
        if word in ("BEGIN", "START TRANSACTION"):
            if not self.open:
                self.duck.execute("BEGIN TRANSACTION")
            self.open = True
        elif self.open:
            with engine_errors():
                self.open = False
                self.duck.execute(word)
        return Result.status("Statement executed successfully.")

    def rows(self, text: str, binds: list[exp.Expr]) -> Result:
        tree = parse(named(TABLE_FUNCTION.sub(no_rows, text), len(binds)))
        if isinstance(tree, exp.Semicolon):
            raise syntax(text)
        for mark in list(tree.find_all(exp.Placeholder)):
            mark.replace(binds[int(mark.name.removeprefix("bound"))].copy())
        if isinstance(tree, exp.Query):
            return Query(self).run(tree, 0x1000)
        for kind, type_id in DML.items():
            if isinstance(tree, kind):
                return Query(self).run(tree, type_id)
        raise syntax(text)


def named(text: str, values: int) -> str:
    """Gives every `?` a name, because a parsed statement does not keep their order."""
    count = itertools.count()
    parts = [f":bound{next(count)}" if part == "?" else part for part in MARKS.findall(text)]
    if (marks := next(count)) != values:
        raise SQLError(2049, "42601", f"SQL compilation error: {marks} bind variables, {values} values")
    return "".join(parts)


def no_rows(found: re.Match) -> str:
    columns = FUNCTIONS.get(found[1].upper())
    if columns is None:
        return found[0]
    return "(SELECT " + ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in columns.split()) + " WHERE 1 = 0)"


def bound(kind: str, value: str | None) -> exp.Expr:
    """A bound value as a literal of its type."""
    if value is None:
        return exp.Null()
    if kind in ("FIXED", "REAL"):
        return sqlglot.parse_one(value, read="snowflake")
    if kind == "BOOLEAN":
        return exp.Boolean(this=value.lower() == "true")
    return exp.Literal.string(value)
