"""GRANT and REVOKE, recorded and shown but never checked: whoever is logged in may do everything."""

from __future__ import annotations

from catalog import Catalog, Grant, Thing
from scan import SQLError, Scan, dotted, missing, syntax

SINGULAR = {"TABLES": "TABLE", "VIEWS": "VIEW", "SCHEMAS": "SCHEMA"}
DEPTH = {"DATABASE": 1, "SCHEMA": 2, "TABLE": 3, "VIEW": 3}
EVERY = {
    "DATABASE": ["USAGE", "MODIFY", "MONITOR", "CREATE SCHEMA"],
    "SCHEMA": ["USAGE", "MODIFY", "MONITOR", "CREATE TABLE", "CREATE VIEW"],
    "TABLE": ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES"],
    "VIEW": ["SELECT", "REFERENCES"],
}


def privileges(scan: Scan) -> list[str]:
    """The words up to ON, parted by commas."""
    found, words = [], []
    while not scan.word("ON"):
        if scan.char(","):
            found.append(" ".join(words))
            words = []
            continue
        word = scan.ident()
        if word is None:
            raise syntax(scan.text)
        words.append(word)
    return [*found, " ".join(words)]


def grantee(scan: Scan, catalog: Catalog) -> tuple[str, str]:
    kind = scan.one_of("DATABASE ROLE", "ROLE", "SHARE", "USER") or "ROLE"
    name = scan.name()
    if kind == "ROLE" and name[-1] not in catalog.roles:
        raise missing("Role", name[-1])
    return kind, name[-1] if kind != "DATABASE ROLE" else dotted(*name)


def grant_or_revoke(session, scan: Scan, give: bool) -> str:
    catalog = session.catalog
    if scan.word("ROLE") or scan.word("DATABASE", "ROLE"):
        scan.name()
        scan.need("TO" if give else "FROM")
        grantee(scan, catalog)
        scan.end()
        return "Statement executed successfully."
    option_for = not give and scan.word("GRANT", "OPTION", "FOR")
    wanted = privileges(scan)
    future, every = scan.word("FUTURE"), scan.word("ALL")
    if scan.word("ACCOUNT") or scan.word("WAREHOUSE") or scan.word("INTEGRATION"):
        # Nothing here looks at these, so only the rest of the statement is read.
        if scan.peek() not in ("TO", "FROM"):
            scan.name()
        targets, kind = [], "ACCOUNT"
    else:
        targets, kind = on(session, scan, future or every)
        if every:
            depth = DEPTH[kind]
            targets = [t for at, _ in targets for _, t in catalog.walk(at, depth) if t.kind == kind]
        else:
            targets = [t for _, t in targets]
    scan.need("TO" if give else "FROM")
    to_kind, to = grantee(scan, catalog)
    option = give and scan.word("WITH", "GRANT", "OPTION")
    kept = scan.one_of("COPY CURRENT GRANTS", "REVOKE CURRENT GRANTS")
    scan.one_of("CASCADE", "RESTRICT")
    scan.end()
    if wanted in (["ALL"], ["ALL PRIVILEGES"]):
        wanted = EVERY.get(kind, [])
    for thing in targets:
        for privilege in wanted:
            made = Grant(privilege, kind, to_kind, to, option, session.role, catalog.clock.now())
            change(catalog, thing, made, give, future, kept, option_for)
    return "Statement executed successfully."


def on(session, scan: Scan, many: bool) -> tuple[list[tuple[tuple, Thing]], str]:
    word = scan.ident()
    if not many:
        if word not in DEPTH:
            raise syntax(scan.text)
        path = session.path(scan.name(), DEPTH[word])
        thing = session.catalog.get(word, path)
        return [(path, thing)], word
    if word not in SINGULAR:
        raise syntax(scan.text)
    scan.need("IN")
    container = scan.one_of("SCHEMA", "DATABASE")
    path = session.path(scan.name(), DEPTH.get(container, 0))
    return [(path, session.catalog.get(container, path))], SINGULAR[word]


def change(catalog: Catalog, thing: Thing, grant: Grant, give: bool, future: bool, kept: str, option_for: bool) -> None:
    held = thing.future if future else thing.grants
    if give and grant.privilege == "OWNERSHIP" and not future:
        others = [g for g in thing.grants if g.privilege != "OWNERSHIP"]
        if others and not kept:
            raise SQLError(3136, "42501", "SQL execution error: Dependent grant of privilege exists. It must be revoked first.")
        if kept.startswith("REVOKE"):
            thing.grants.clear()
        catalog.own(thing, grant.grantee)
    elif give:
        thing.add_grant(grant, future)
    elif grant.privilege != "OWNERSHIP" or future:
        for old in [g for g in held if g.key() == grant.key()]:
            held.remove(old)
            if option_for:
                held.append(Grant(*old.key(), False, old.by, old.created))


def rows(path: tuple[str, ...], thing: Thing) -> list[list]:
    return [[g.created, g.privilege, thing.kind, dotted(*path), g.grantee_kind, g.grantee, g.option, g.by] for g in thing.grants]


def future_rows(path: tuple[str, ...], thing: Thing) -> list[list]:
    return [[g.created, g.privilege, g.on, f"{dotted(*path)}.<{g.on}>", g.grantee_kind, g.grantee, g.option] for g in thing.future]
