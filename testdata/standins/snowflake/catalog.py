"""What there is: databases, schemas, tables and views, each with what Snowflake remembers about it.

A name is only where a thing stands. The rows of a table lie in a DuckDB table of their own that never moves, so that
swap, rename, drop and undrop change names at one moment and nothing else, and a view looks its names up when it is read.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
from collections.abc import Callable, Iterator

from scan import SQLError, dotted, exists, missing

SYSTEM_ROLES = {"ACCOUNTADMIN", "SYSADMIN", "SECURITYADMIN", "USERADMIN", "ORGADMIN", "PUBLIC"}


class Clock:
    """Never the same moment twice, in Snowflake's milliseconds."""

    def __init__(self):
        self.last = datetime.datetime.fromtimestamp(0, datetime.timezone.utc)

    def now(self) -> datetime.datetime:
        at = datetime.datetime.now(datetime.timezone.utc)
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
        self.last = max(at, self.last + datetime.timedelta(milliseconds=1))
        return self.last


@dataclasses.dataclass(frozen=True)
class Grant:
    privilege: str
    on: str  # DATABASE, SCHEMA, TABLE, VIEW; for a future grant what it is about
    grantee_kind: str  # ROLE, DATABASE ROLE, SHARE, USER
    grantee: str
    option: bool
    by: str
    created: datetime.datetime

    def key(self) -> tuple:
        return self.privilege, self.on, self.grantee_kind, self.grantee


@dataclasses.dataclass
class Thing:
    kind: str  # ACCOUNT, DATABASE, SCHEMA, TABLE, VIEW
    name: str
    created: datetime.datetime
    owner: str
    comment: str = ""
    transient: bool = False
    temporary: bool = False
    secure: bool = False
    retention: int = 1
    grants: list[Grant] = dataclasses.field(default_factory=list)
    future: list[Grant] = dataclasses.field(default_factory=list)
    children: dict[str, Thing] = dataclasses.field(default_factory=dict)
    dropped: list[Thing] = dataclasses.field(default_factory=list)
    dropped_on: datetime.datetime | None = None
    rows: str = ""  # a table: the DuckDB table that holds its rows
    text: str = ""  # a view: the statement as it was typed
    query: object = None  # a view: what it reads, parsed
    columns: list[str] = dataclasses.field(default_factory=list)  # a view: the names it declared
    comments: dict[str, str] = dataclasses.field(default_factory=dict)  # by column

    def add_grant(self, grant: Grant, future: bool = False) -> None:
        held = self.future if future else self.grants
        same = [g for g in held if g.key() == grant.key()]
        if same and (same[0].option or not grant.option):
            return
        for g in same:
            held.remove(g)
        held.append(grant)


class Catalog:
    def __init__(self):
        self.clock = Clock()
        self.account = Thing("ACCOUNT", "STANDIN", self.clock.now(), "ACCOUNTADMIN")
        self.roles: set[str] = set(SYSTEM_ROLES)
        self.copies = itertools.count(1)
        self.copy_rows: Callable[[str], str] = lambda rows: rows  # set by the engine

    # looking

    def find(self, path: tuple[str, ...]) -> Thing | None:
        at = self.account
        for name in path:
            at = at.children.get(name)
            if at is None:
                return None
        return at

    def get(self, kind: str, path: tuple[str, ...]) -> Thing:
        for depth in range(1, len(path)):
            if self.find(path[:depth]) is None:
                raise missing("Database" if depth == 1 else "Schema", dotted(*path[:depth]))
        thing = self.find(path)
        if thing is None:
            raise missing(kind.capitalize(), dotted(*path))
        if kind != "OBJECT" and thing.kind != kind:
            raise SQLError(2203, "42710", f"SQL compilation error:\nObject found is of type '{thing.kind}', not specified type '{kind}'.")
        return thing

    def walk(self, path: tuple[str, ...], depth: int) -> Iterator[tuple[tuple[str, ...], Thing]]:
        """Everything at that depth (1 databases, 2 schemas, 3 objects) inside path, by name."""
        thing = self.get("OBJECT", path) if path else self.account
        if len(path) == depth:
            yield path, thing
            return
        for name in sorted(thing.children):
            yield from self.walk((*path, name), depth)

    # making

    def new(self, kind: str, path: tuple[str, ...], owner: str, **more) -> Thing:
        """A thing that stands nowhere yet; put gives it its place."""
        parent = self.get("OBJECT", path[:-1]) if len(path) > 1 else self.account
        more["transient"] = bool(more.get("transient") or parent.transient and kind != "VIEW")
        return Thing(kind, path[-1], self.clock.now(), owner, **more)

    def put(self, path: tuple[str, ...], thing: Thing, replace: bool = False, copy_grants: bool = False) -> None:
        """Puts it in its place; what stood there is dropped at the same moment."""
        parent = self.get("OBJECT", path[:-1]) if len(path) > 1 else self.account
        old = parent.children.get(path[-1])
        if old and not replace:
            raise exists(dotted(*path))
        if old and old.kind != thing.kind:
            raise SQLError(1998, "42710", f"SQL compilation error:\nObject '{dotted(*path)}' already exists as {old.kind}")
        if copy_grants:
            # The grants of what is replaced; only where nothing is, those that came with a clone.
            kept = [g for g in (old or thing).grants if g.privilege != "OWNERSHIP"]
            thing.grants = [dataclasses.replace(g, on=thing.kind) for g in kept]
        elif not thing.temporary:
            thing.grants = [g for g in thing.grants if len(path) < 3]
            self.give_future(path, thing)
        self.own(thing, thing.owner)
        if old:
            self.drop(path)
        thing.name = path[-1]
        parent.children[path[-1]] = thing
        if thing.kind == "DATABASE" and not thing.children:
            self.put((*path, "PUBLIC"), self.new("SCHEMA", (*path, "PUBLIC"), thing.owner))

    def give_future(self, path: tuple[str, ...], thing: Thing) -> None:
        """Future grants of the schema stand before those of the database, kind by kind."""
        for depth in range(len(path) - 1, 0, -1):
            grants = [g for g in self.find(path[:depth]).future if g.on == thing.kind]
            for grant in grants:
                if grant.privilege == "OWNERSHIP":
                    thing.owner = grant.grantee
                else:
                    thing.add_grant(dataclasses.replace(grant, created=thing.created))
            if grants:
                return

    def own(self, thing: Thing, role: str) -> None:
        thing.owner = role
        thing.grants = [g for g in thing.grants if g.privilege != "OWNERSHIP"]
        thing.grants.append(Grant("OWNERSHIP", thing.kind, "ROLE", role, True, role, self.clock.now()))

    # changing places

    def drop(self, path: tuple[str, ...]) -> None:
        parent = self.find(path[:-1]) if len(path) > 1 else self.account
        thing = parent.children.pop(path[-1])
        thing.dropped_on = self.clock.now()
        if not thing.temporary:
            parent.dropped.append(thing)

    def undrop(self, kind: str, path: tuple[str, ...]) -> None:
        parent = self.get("OBJECT", path[:-1]) if len(path) > 1 else self.account
        found = [t for t in parent.dropped if t.name == path[-1] and t.kind == kind]
        if not found:
            raise SQLError(2003, "02000", f"SQL compilation error:\n{kind.capitalize()} '{dotted(*path)}' did not exist or was purged.")
        if path[-1] in parent.children:
            raise exists(dotted(*path))
        parent.dropped.remove(found[-1])
        found[-1].dropped_on = None
        parent.children[path[-1]] = found[-1]

    def rename(self, kind: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        thing = self.get(kind, old)
        target = self.get("OBJECT", new[:-1]) if len(new) > 1 else self.account
        if new[-1] in target.children:
            raise exists(dotted(*new))
        del (self.find(old[:-1]) if len(old) > 1 else self.account).children[old[-1]]
        thing.name = new[-1]
        target.children[new[-1]] = thing

    def swap(self, kind: str, a: tuple[str, ...], b: tuple[str, ...]) -> None:
        """Exchanges two names. Everything else stays with its thing."""
        one, two = self.get(kind, a), self.get(kind, b)
        above_a = self.find(a[:-1]) if len(a) > 1 else self.account
        above_b = self.find(b[:-1]) if len(b) > 1 else self.account
        above_a.children[a[-1]], above_b.children[b[-1]] = two, one
        two.name, one.name = a[-1], b[-1]

    def clone(self, source: Thing, owner: str, transient: bool, top: bool = True) -> Thing:
        """A copy with a creation time of its own. Children keep their grants, the container's own are not copied."""
        if top and source.transient and not transient:
            raise SQLError(2119, "0A000", "SQL compilation error:\nTransient object cannot be cloned to a permanent object.")
        copy = dataclasses.replace(
            source, created=self.clock.now(), transient=transient or source.transient, dropped=[], dropped_on=None,
            grants=list(source.grants), future=[] if top else list(source.future), comments=dict(source.comments), children={})
        if top:
            copy.owner = owner
            if source.kind in ("DATABASE", "SCHEMA"):
                copy.grants = []
        if source.rows:
            copy.rows = self.copy_rows(source.rows)
        for name, child in source.children.items():
            if not child.temporary:
                inside = (transient or source.transient) and child.kind != "VIEW"
                copy.children[name] = self.clone(child, child.owner, child.transient or inside, top=False)
        return copy
