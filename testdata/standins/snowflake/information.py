"""INFORMATION_SCHEMA, made anew for each statement that reads it, and the names of types."""

from __future__ import annotations

import itertools
import re

import pyarrow as pa

from scan import missing, dotted

numbers = itertools.count(1)

TYPES = {
    "BIGINT": "NUMBER(38,0)", "INTEGER": "NUMBER(38,0)", "HUGEINT": "NUMBER(38,0)", "SMALLINT": "NUMBER(38,0)", "DOUBLE": "FLOAT",
    "FLOAT": "FLOAT", "VARCHAR": "VARCHAR(16777216)", "BLOB": "BINARY(8388608)", "TIMESTAMP": "TIMESTAMP_NTZ(9)",
    "TIMESTAMP_NS": "TIMESTAMP_NTZ(9)", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP_TZ(9)", "TIME": "TIME(9)", "JSON": "VARIANT",
}


def type_name(duck: str) -> str:
    """The type as DESCRIBE says it."""
    return TYPES.get(duck, duck.replace("DECIMAL", "NUMBER"))


def type_parts(duck: str) -> dict:
    """The type as INFORMATION_SCHEMA.COLUMNS says it."""
    found = re.fullmatch(r"(\w+)(?:\((\d+)(?:,(\d+))?\))?", type_name(duck))
    word, a, b = found.groups() if found else (duck, None, None)
    parts = {"DATA_TYPE": "TEXT" if word == "VARCHAR" else word, "CHARACTER_MAXIMUM_LENGTH": None, "NUMERIC_PRECISION": None,
             "NUMERIC_SCALE": None, "DATETIME_PRECISION": None}
    if word in ("VARCHAR", "BINARY"):
        parts["CHARACTER_MAXIMUM_LENGTH"] = int(a)
    elif word == "NUMBER":
        parts["NUMERIC_PRECISION"], parts["NUMERIC_SCALE"] = int(a), int(b)
    elif a:
        parts["DATETIME_PRECISION"] = int(a)
    return parts


def columns(session, path: tuple[str, ...], thing) -> list[dict]:
    """The columns of a table or view: name, DuckDB type, nullable, default, comment."""
    if thing.kind == "VIEW":
        from engine import Query  # the engine reads this module too

        body = Query(session).resolve(thing.query.copy(), path[:2])
        kinds = [kind for _, kind in Query(session).columns_of(body)]
        return [{"name": name, "type": kind, "nullable": True, "default": None, "comment": thing.comments.get(name)}
                for name, kind in zip(thing.columns, kinds)]
    found = session.engine.own.execute(
        "SELECT column_name, data_type, is_nullable, column_default FROM duckdb_columns()"
        " WHERE database_name = 'STORE' AND schema_name = 'HEAP' AND table_name = ? ORDER BY column_index", [thing.rows]).fetchall()
    return [{"name": name, "type": kind, "nullable": nullable, "default": default and "IDENTITY START 1 INCREMENT 1 ORDER" if default and
             "nextval" in default.lower() else default, "comment": thing.comments.get(name)} for name, kind, nullable, default in found]


def objects(session, database: str):
    return session.catalog.walk((database,), 3)


def columns_view(session, database: str) -> list[dict]:
    out = []
    for path, thing in objects(session, database):
        try:
            found = columns(session, path, thing)
        except Exception:  # noqa: BLE001  a view whose tables are gone keeps the names that it declared
            found = [{"name": n, "type": "VARCHAR", "nullable": True, "default": None, "comment": None} for n in thing.columns]
        out += [{"TABLE_CATALOG": database, "TABLE_SCHEMA": path[1], "TABLE_NAME": path[2], "COLUMN_NAME": column["name"],
                 "ORDINAL_POSITION": at, "COLUMN_DEFAULT": column["default"], "IS_NULLABLE": "YES" if column["nullable"] else "NO",
                 **type_parts(column["type"]), "COMMENT": column["comment"]} for at, column in enumerate(found, 1)]
    return out


def tables_view(session, database: str) -> list[dict]:
    out = []
    for path, thing in objects(session, database):
        rows, size = session.engine.measure(thing) if thing.kind == "TABLE" else (None, None)
        out.append({"TABLE_CATALOG": database, "TABLE_SCHEMA": path[1], "TABLE_NAME": path[2], "TABLE_OWNER": thing.owner,
                    "TABLE_TYPE": "VIEW" if thing.kind == "VIEW" else "BASE TABLE", "IS_TRANSIENT": "YES" if thing.transient else "NO",
                    "CLUSTERING_KEY": None, "ROW_COUNT": rows, "BYTES": size, "RETENTION_TIME": thing.retention, "CREATED": thing.created,
                    "LAST_ALTERED": thing.created, "COMMENT": thing.comment or None, "IS_TEMPORARY": "NO", "IS_ICEBERG": "NO",
                    "IS_DYNAMIC": "NO", "IS_HYBRID": "NO"})
    return out


def views_view(session, database: str) -> list[dict]:
    return [{"TABLE_CATALOG": database, "TABLE_SCHEMA": path[1], "TABLE_NAME": path[2], "TABLE_OWNER": thing.owner,
             "VIEW_DEFINITION": thing.text, "IS_SECURE": "YES" if thing.secure else "NO", "CREATED": thing.created,
             "COMMENT": thing.comment or None} for path, thing in objects(session, database) if thing.kind == "VIEW"]


def schemata_view(session, database: str) -> list[dict]:
    return [{"CATALOG_NAME": database, "SCHEMA_NAME": path[1], "SCHEMA_OWNER": thing.owner, "IS_TRANSIENT": "YES" if thing.transient else "NO",
             "RETENTION_TIME": thing.retention, "CREATED": thing.created, "LAST_ALTERED": thing.created, "COMMENT": thing.comment or None}
            for path, thing in session.catalog.walk((database,), 2)]


def databases_view(session, database: str) -> list[dict]:
    return [{"DATABASE_NAME": path[0], "DATABASE_OWNER": thing.owner, "IS_TRANSIENT": "YES" if thing.transient else "NO",
             "COMMENT": thing.comment or None, "CREATED": thing.created, "LAST_ALTERED": thing.created, "RETENTION_TIME": thing.retention,
             "TYPE": "STANDARD"} for path, thing in session.catalog.walk((), 1)]


def privileges_view(session, database: str) -> list[dict]:
    return [{"GRANTOR": g.by, "GRANTEE": g.grantee, "GRANTED_TO": g.grantee_kind, "OBJECT_CATALOG": database, "OBJECT_SCHEMA": path[1],
             "OBJECT_NAME": path[2], "OBJECT_TYPE": thing.kind, "PRIVILEGE_TYPE": g.privilege, "IS_GRANTABLE": "YES" if g.option else "NO",
             "CREATED": g.created} for path, thing in objects(session, database) for g in thing.grants]


VIEWS = {
    "COLUMNS": columns_view, "TABLES": tables_view, "VIEWS": views_view, "SCHEMATA": schemata_view, "DATABASES": databases_view,
    "OBJECT_PRIVILEGES": privileges_view, "TABLE_PRIVILEGES": privileges_view,
}
WIDE = {"ORDINAL_POSITION", "CHARACTER_MAXIMUM_LENGTH", "NUMERIC_PRECISION", "NUMERIC_SCALE", "DATETIME_PRECISION", "ROW_COUNT", "BYTES",
        "RETENTION_TIME"}
TIMES = {"CREATED", "LAST_ALTERED"}
NOTHING = {  # the columns of a view that has no rows
    "COLUMNS": ["TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME", "ORDINAL_POSITION", "COLUMN_DEFAULT", "IS_NULLABLE", "DATA_TYPE",
                "CHARACTER_MAXIMUM_LENGTH", "NUMERIC_PRECISION", "NUMERIC_SCALE", "DATETIME_PRECISION", "COMMENT"],
    "TABLES": ["TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "TABLE_OWNER", "TABLE_TYPE", "IS_TRANSIENT", "CLUSTERING_KEY", "ROW_COUNT",
               "BYTES", "RETENTION_TIME", "CREATED", "LAST_ALTERED", "COMMENT", "IS_TEMPORARY", "IS_ICEBERG", "IS_DYNAMIC", "IS_HYBRID"],
    "VIEWS": ["TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "TABLE_OWNER", "VIEW_DEFINITION", "IS_SECURE", "CREATED", "COMMENT"],
    "SCHEMATA": [], "DATABASES": [],
    "OBJECT_PRIVILEGES": ["GRANTOR", "GRANTEE", "GRANTED_TO", "OBJECT_CATALOG", "OBJECT_SCHEMA", "OBJECT_NAME", "OBJECT_TYPE",
                          "PRIVILEGE_TYPE", "IS_GRANTABLE", "CREATED"],
}
NOTHING["TABLE_PRIVILEGES"] = NOTHING["OBJECT_PRIVILEGES"]


def make(session, path: tuple[str, ...]) -> str:
    """Fills a table of the store with the view's rows and gives its name; the session drops it after the statement."""
    session.catalog.get("DATABASE", path[:1])
    if path[2] not in VIEWS:
        raise missing("Object", dotted(*path))
    found = VIEWS[path[2]](session, path[0])
    names = list(found[0]) if found else NOTHING[path[2]]
    kinds = [pa.int64() if n in WIDE else pa.timestamp("us", "UTC") if n in TIMES else pa.string() for n in names]
    content = pa.table([pa.array([row[n] for row in found], kind) for n, kind in zip(names, kinds)], names=names)  # noqa: F841
    name = f"I{next(numbers):06d}"
    session.duck.execute(f"CREATE TABLE STORE.HEAP.{name} AS SELECT * FROM content")
    session.made.append(name)
    return name
