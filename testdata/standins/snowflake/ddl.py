"""Statements that make, change and remove databases, schemas, tables and views."""

from __future__ import annotations

from sqlglot import exp

import grants
from engine import Query, Result, as_table, parse, stored
from scan import SQLError, Scan, dotted, exists, syntax

DEPTH = grants.DEPTH
# Snowflake keeps these but never enforces them, and DuckDB would.
NOT_ENFORCED = (exp.PrimaryKeyColumnConstraint, exp.UniqueColumnConstraint, exp.Reference, exp.CommentColumnConstraint,
                exp.CheckColumnConstraint, exp.CollateColumnConstraint)


def create(session, scan: Scan) -> Result:
    replace = scan.word("OR", "REPLACE")
    flags = set()
    while flag := scan.one_of("LOCAL", "GLOBAL", "TEMPORARY", "TEMP", "VOLATILE", "TRANSIENT", "SECURE", "RECURSIVE"):
        flags.add("TEMPORARY" if flag in ("TEMP", "VOLATILE") else flag)
    kind = scan.one_of("DATABASE ROLE", "DATABASE", "SCHEMA", "TABLE", "VIEW", "ROLE", "WAREHOUSE", "USER", "SHARE")
    if not kind:
        raise syntax(scan.text)
    lenient = scan.word("IF", "NOT", "EXISTS")
    name = scan.name()
    if kind not in DEPTH:
        if kind == "ROLE":
            session.catalog.roles.add(name[-1])
        return Result.status(f"{kind.capitalize()} {name[-1]} successfully created.")
    path = session.path(name, DEPTH[kind])
    session.commit()
    if lenient and session.catalog.find(path):
        return Result.status(f"{path[-1]} already exists, statement succeeded.")
    if scan.word("CLONE"):
        return clone(session, scan, kind, path, replace, flags)
    if kind in ("DATABASE", "SCHEMA"):
        return container(session, scan, kind, path, replace, flags)
    return (table if kind == "TABLE" else view)(session, scan, path, replace, flags)


def container(session, scan: Scan, kind: str, path: tuple[str, ...], replace: bool, flags: set[str]) -> Result:
    thing = session.catalog.new(kind, path, session.role, transient="TRANSIENT" in flags)
    while option := scan.one_of("COMMENT", "DATA_RETENTION_TIME_IN_DAYS", "WITH MANAGED ACCESS"):
        if option == "COMMENT":
            scan.char("=")
            thing.comment = scan.need_string()
        elif option.startswith("DATA"):
            scan.char("=")
            thing.retention = scan.number()
    scan.end()
    session.catalog.put(path, thing, replace)
    session.use(path)
    return Result.status(f"{kind.capitalize()} {path[-1]} successfully created.")


def clone(session, scan: Scan, kind: str, path: tuple[str, ...], replace: bool, flags: set[str]) -> Result:
    source = session.catalog.get(kind, session.path(scan.name(), DEPTH[kind]))
    if scan.peek() in ("AT", "BEFORE"):
        raise SQLError(1003, "42000", "SQL compilation error:\ntime travel is not in the stand-in")
    copy_grants = kind == "TABLE" and scan.word("COPY", "GRANTS")
    scan.end()
    if not replace and session.catalog.find(path):
        raise exists(dotted(*path))
    parent = session.catalog.get("OBJECT", path[:-1]) if len(path) > 1 else session.catalog.account
    transient = "TRANSIENT" in flags or "TEMPORARY" in flags or parent.transient
    copy = session.catalog.clone(source, session.role, transient)
    session.catalog.put(path, copy, replace, copy_grants)
    return Result.status(f"{kind.capitalize()} {path[-1]} successfully created.")


def comments_of(schema: exp.Schema | None) -> dict[str, str]:
    found = {}
    for column in schema.expressions if isinstance(schema, exp.Schema) else ():
        comment = column.find(exp.CommentColumnConstraint) if isinstance(column, exp.ColumnDef) else None
        if comment is not None:
            found[column_name(column)] = comment.this.name
    return found


def column_name(node: exp.Expr) -> str:
    ident = node.this if isinstance(node, exp.ColumnDef) else node
    return ident.name if ident.args.get("quoted") else ident.name.upper()


def properties(made: exp.Create) -> tuple[str, bool]:
    found = made.args.get("properties")
    comment, copy = "", False
    for prop in found.expressions if found else ():
        if isinstance(prop, exp.SchemaCommentProperty):
            comment = prop.this.name
        copy = copy or isinstance(prop, exp.CopyGrantsProperty)
    return comment, copy


def table(session, scan: Scan, path: tuple[str, ...], replace: bool, flags: set[str]) -> Result:
    made = parse(scan.text)
    if not isinstance(made, exp.Create) or made.args.get("clone"):
        raise syntax(scan.text)
    comment, copy_grants = properties(made)
    temporary = "TEMPORARY" in flags
    thing = session.catalog.new("TABLE", path, session.role, transient="TRANSIENT" in flags, temporary=temporary, comment=comment,
                                comments=comments_of(made.this), rows=session.engine.new_rows())
    query = made.expression
    body = Query(session).resolve(query.copy()) if query is not None else None
    if isinstance(made.this, exp.Schema) and any(isinstance(c, exp.ColumnDef) and c.args.get("kind") for c in made.this.expressions):
        Query(session).execute(columns_only(made, thing.rows))
        if body is not None:
            Query(session).execute(exp.Insert(this=as_table(thing.rows), expression=body.unnest()))
    elif body is not None:
        names = [column_name(c) for c in made.this.expressions] if isinstance(made.this, exp.Schema) else []
        Query(session).execute(exp.Create(this=as_table(thing.rows), kind="TABLE", expression=body.unnest()))
        for old, new in zip([row[0] for row in session.duck.execute(f"DESCRIBE {stored(thing.rows)}").fetchall()], names):
            if old != new:
                session.duck.execute(f'ALTER TABLE {stored(thing.rows)} RENAME COLUMN "{old}" TO "{new}"')
    else:
        raise syntax(scan.text)
    if temporary:
        if path in session.temporary and not replace:
            raise exists(dotted(*path))
        session.temporary[path] = thing
    else:
        session.catalog.put(path, thing, replace, copy_grants)
    return Result.status(f"Table {path[-1]} successfully created.")


def columns_only(made: exp.Create, rows: str) -> exp.Create:
    kept = []
    for column in made.this.expressions:
        if not isinstance(column, exp.ColumnDef):
            continue
        column = column.copy()
        column.set("constraints", [c for c in column.args.get("constraints") or [] if not isinstance(c.args.get("kind"), NOT_ENFORCED)])
        kept.append(column)
    return exp.Create(this=exp.Schema(this=as_table(rows), expressions=kept), kind="TABLE")


def view(session, scan: Scan, path: tuple[str, ...], replace: bool, flags: set[str]) -> Result:
    made = parse(scan.text)
    if not isinstance(made, exp.Create) or made.expression is None:
        raise syntax(scan.text)
    comment, copy_grants = properties(made)
    query = made.expression
    if isinstance(query, exp.Subquery) and not query.alias:
        query = query.unnest()
    found = [name for name, _ in Query(session).columns_of(Query(session).resolve(query.copy(), path[:2]))]
    columns = [column_name(c) for c in made.this.expressions] if isinstance(made.this, exp.Schema) else found
    if len(columns) != len(found):
        raise SQLError(2026, "42601", f"SQL compilation error:\nInvalid column definition list: {len(columns)} names for {len(found)} columns")
    thing = session.catalog.new("VIEW", path, session.role, secure="SECURE" in flags, temporary="TEMPORARY" in flags, comment=comment,
                                text=scan.text.strip().rstrip(";"), query=query.copy(), columns=columns, comments=comments_of(made.this))
    if thing.temporary:
        session.temporary[path] = thing
    else:
        session.catalog.put(path, thing, replace, copy_grants)
    return Result.status(f"View {path[-1]} successfully created.")


def drop(session, scan: Scan) -> Result:
    kind = scan.one_of("DATABASE", "SCHEMA", "TABLE", "VIEW", "ROLE", "WAREHOUSE")
    if not kind:
        raise syntax(scan.text)
    lenient = scan.word("IF", "EXISTS")
    name = scan.name()
    scan.one_of("CASCADE", "RESTRICT")
    scan.end()
    if kind not in DEPTH:
        session.catalog.roles.discard(name[-1])
        return Result.status(f"{name[-1]} successfully dropped.")
    path = session.path(name, DEPTH[kind])
    session.commit()
    if session.temporary.pop(path, None):
        return Result.status(f"{path[-1]} successfully dropped.")
    if lenient and session.catalog.find(path) is None:
        return Result.status("Drop statement executed successfully (object already dropped).")
    session.catalog.get(kind, path)
    session.catalog.drop(path)
    return Result.status(f"{path[-1]} successfully dropped.")


def undrop(session, scan: Scan) -> Result:
    kind = scan.one_of("DATABASE", "SCHEMA", "TABLE")
    if not kind:
        raise syntax(scan.text)
    path = session.path(scan.name(), DEPTH[kind])
    scan.end()
    session.catalog.undrop(kind, path)
    return Result.status(f"{kind.capitalize()} {path[-1]} successfully restored.")


def alter(session, scan: Scan) -> Result:
    if scan.word("SESSION"):
        if scan.word("SET", "QUERY_TAG"):
            scan.char("=")
            session.tag = scan.need_string()
        return Result.status("Statement executed successfully.")
    scan.one_of("TRANSIENT")
    kind = scan.one_of("DATABASE", "SCHEMA", "TABLE", "VIEW")
    if not kind:
        raise syntax(scan.text)
    lenient = scan.word("IF", "EXISTS")
    path = session.path(scan.name(), DEPTH[kind])
    session.commit()
    if lenient and session.catalog.find(path) is None:
        return Result.status("Statement executed successfully.")
    thing = session.temporary.get(path) or session.catalog.get(kind, path)
    if scan.word("SWAP", "WITH") and kind != "VIEW":
        other = session.path(scan.name(), DEPTH[kind])
        scan.end()
        session.catalog.swap(kind, path, other)
    elif scan.word("RENAME", "TO"):
        to = session.path(scan.name(), DEPTH[kind])
        scan.end()
        session.catalog.rename(kind, path, to)
    elif scan.peek() in ("SET", "UNSET"):
        settings(scan, thing)
    elif kind in ("TABLE", "VIEW"):
        columns(session, scan, thing)
    else:
        raise syntax(scan.text)
    return Result.status("Statement executed successfully.")


def settings(scan: Scan, thing) -> None:
    setting = scan.one_of("SET", "UNSET") == "SET"
    what = scan.one_of("COMMENT", "DATA_RETENTION_TIME_IN_DAYS")
    if setting:
        scan.char("=")
    if what == "COMMENT":
        thing.comment = scan.need_string() if setting else ""
    elif what:
        thing.retention = scan.number() if setting else 1
    scan.end()


def columns(session, scan: Scan, thing) -> None:
    """Comments of columns are the catalog's, everything else about them is the engine's."""
    start = scan.at
    comments = {}
    if scan.one_of("ALTER", "MODIFY"):
        while True:
            scan.one_of("COLUMN")
            name = scan.ident()
            if name is None or not scan.word("COMMENT"):
                comments = {}
                break
            comments[name] = scan.need_string()
            if not scan.char(","):
                scan.end()
                break
    if comments:
        thing.comments.update(comments)
        return
    if thing.kind != "TABLE" or Scan(scan.text[start:]).peek() not in ("ADD", "DROP", "ALTER", "MODIFY", "RENAME"):
        raise syntax(scan.text)
    changed = parse(f"ALTER TABLE {stored(thing.rows)} {scan.text[start:]}")
    if isinstance(changed, exp.Command):
        raise syntax(scan.text)
    Query(session).execute(changed)


def comment(session, scan: Scan) -> Result:
    lenient = scan.word("IF", "EXISTS")
    scan.need("ON")
    kind = scan.one_of("DATABASE", "SCHEMA", "TABLE", "VIEW", "COLUMN")
    if not kind:
        raise syntax(scan.text)
    name = scan.name()
    scan.need("IS")
    text = scan.need_string()
    scan.end()
    if kind == "COLUMN":
        session.catalog.get("OBJECT", session.path(name[:-1], 3)).comments[name[-1]] = text
        return Result.status("Statement executed successfully.")
    path = session.path(name, DEPTH[kind])
    if not lenient or session.catalog.find(path):
        (session.temporary.get(path) or session.catalog.get(kind, path)).comment = text
    return Result.status("Statement executed successfully.")
