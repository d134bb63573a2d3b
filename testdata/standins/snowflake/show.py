"""SHOW and DESCRIBE. The columns are those of the documentation that cutover and dbt-snowflake read."""

from __future__ import annotations

import re

import grants
import information
from engine import Result
from scan import Scan, dotted, syntax

PHRASES = {
    "DATABASES": "databases", "SCHEMAS": "schemas", "TABLES": "tables", "VIEWS": "views", "OBJECTS": "objects",
    "GRANTS": "grants", "FUTURE GRANTS": "future_grants", "PARAMETERS": "parameters", "WAREHOUSES": "warehouses", "ROLES": "roles",
    "COLUMNS": "columns",
}
# None of these can be made here, so there are none.
NONE = ("STREAMS", "TASKS", "ALERTS", "PIPES", "STAGES", "FILE FORMATS", "SEQUENCES", "USER FUNCTIONS", "USER PROCEDURES", "FUNCTIONS",
        "PROCEDURES", "MASKING POLICIES", "ROW ACCESS POLICIES", "TAGS", "DYNAMIC TABLES", "EXTERNAL TABLES", "MATERIALIZED VIEWS",
        "ICEBERG TABLES", "HYBRID TABLES", "EVENT TABLES", "SHARES", "SECRETS", "IMPORTED KEYS", "PRIMARY KEYS", "UNIQUE KEYS",
        "REPLICATION GROUPS", "FAILOVER GROUPS", "DATABASE ROLES", "SEMANTIC VIEWS")
MOST = 10_000

DATABASE = "created_on name is_default is_current origin owner comment options retention_time kind owner_role_type"
SCHEMA = "created_on name is_default is_current database_name owner comment options retention_time owner_role_type"
TABLE = ("created_on name database_name schema_name kind comment cluster_by rows bytes owner retention_time automatic_clustering "
         "change_tracking is_external enable_schema_evolution owner_role_type is_event is_hybrid is_iceberg is_dynamic is_immutable")
VIEW = "created_on name reserved database_name schema_name owner comment text is_secure is_materialized owner_role_type change_tracking"
OBJECT = ("created_on name database_name schema_name kind comment cluster_by rows bytes owner retention_time owner_role_type "
          "is_hybrid is_iceberg is_dynamic")
GRANT = "created_on privilege granted_on name granted_to grantee_name grant_option granted_by"
FUTURE = "created_on privilege grant_on name grant_to grantee_name grant_option"
EXOTIC = "created_on name database_name schema_name owner comment table_name state definition action is_external_function"


def answer(columns: str, rows: list[list]) -> Result:
    kinds = {"created_on": "timestamp_ltz", "dropped_on": "timestamp_ltz", "rows": "fixed", "bytes": "fixed"}
    return Result([(name, kinds.get(name, "text"), 38 if kinds.get(name) == "fixed" else 0, 9 if name.endswith("_on") else 0) for name in columns.split()],
                  [["true" if v is True else "false" if v is False else v for v in row] for row in rows], 0x4400)


def yes(value: bool) -> str:
    return "Y" if value else "N"


class Filter:
    """LIKE, IN, STARTS WITH and LIMIT of a SHOW."""

    def __init__(self, session, scan: Scan):
        self.history = scan.word("HISTORY")
        self.like = scan.need_string() if scan.word("LIKE") else None
        self.path: tuple[str, ...] | None = None
        if scan.word("IN"):
            self.path = self.where(session, scan)
        self.starts = scan.need_string() if scan.word("STARTS", "WITH") else ""
        self.limit, self.after = MOST, ""
        if scan.word("LIMIT"):
            self.limit = min(MOST, scan.number())
            self.after = scan.need_string() if scan.word("FROM") else ""
        scan.end()

    @staticmethod
    def where(session, scan: Scan) -> tuple[str, ...]:
        if scan.one_of("ACCOUNT", "SESSION", "WAREHOUSE"):
            return ()
        depth = {"DATABASE": 1, "SCHEMA": 2, "TABLE": 3, "VIEW": 3}.get(scan.one_of("DATABASE", "SCHEMA", "TABLE", "VIEW"), 0)
        name = scan.name()
        path = session.path(name, depth or len(name))
        session.catalog.get("OBJECT", path)
        return path

    def within(self, session) -> tuple[str, ...]:
        if self.path is not None:
            return self.path
        return tuple(part for part in (session.database, session.schema) if part)

    def takes(self, name: str) -> bool:
        if not name.startswith(self.starts) or self.after and name <= self.after:
            return False
        if self.like is None:
            return True
        pattern = re.escape(self.like).replace("%", ".*").replace("_", ".").replace(r"\\.", "_")
        return re.fullmatch(pattern, name, re.IGNORECASE | re.DOTALL) is not None


def show(session, scan: Scan) -> Result:
    scan.word("TERSE")
    what = scan.one_of(*NONE)
    if what:
        Filter(session, scan)
        return answer(EXOTIC, [])
    what = scan.one_of("FUTURE GRANTS", *PHRASES)
    if what in ("GRANTS", "FUTURE GRANTS"):
        return show_grants(session, scan, what)
    if not what:
        raise syntax(scan.text)
    if what == "PARAMETERS":
        like = scan.need_string() if scan.word("LIKE") else "%"
        return parameters(session, scan, like)
    return globals()[PHRASES[what]](session, Filter(session, scan))


def databases(session, wanted: Filter) -> Result:
    found = [thing for _, thing in session.catalog.walk((), 1)]
    if wanted.history:
        found += session.catalog.account.dropped
    rows = [[t.created, t.name, "N", yes(t.name == session.database and not t.dropped_on), "", t.owner, t.comment,
             "TRANSIENT" if t.transient else "", str(t.retention), "STANDARD", "ROLE", *([t.dropped_on] if wanted.history else [])]
            for t in found if wanted.takes(t.name)]
    return answer(DATABASE + (" dropped_on" if wanted.history else ""), rows[:wanted.limit])


def schemas(session, wanted: Filter) -> Result:
    within = wanted.path if wanted.path is not None else tuple(filter(None, (session.database,)))
    found = [(path, thing) for path, thing in session.catalog.walk(within[:1], 2)]
    if wanted.history:
        found += [((*path, gone.name), gone) for path, thing in session.catalog.walk(within[:1], 1) for gone in thing.dropped]
    rows = [[t.created, t.name, "N", yes(t.name == session.schema and not t.dropped_on), path[0], t.owner, t.comment,
             "TRANSIENT" if t.transient else "", str(t.retention), "ROLE", *([t.dropped_on] if wanted.history else [])]
            for path, t in found if wanted.takes(t.name)]
    for path, thing in session.catalog.walk(within[:1], 1):
        if wanted.takes("INFORMATION_SCHEMA"):
            rows.append([thing.created, "INFORMATION_SCHEMA", "N", "N", path[0], "", "Views describing the contents of schemas in this database",
                         "", "1", "", *([None] if wanted.history else [])])
    return answer(SCHEMA + (" dropped_on" if wanted.history else ""), rows[:wanted.limit])


def found_objects(session, wanted: Filter, *kinds: str):
    for path, thing in session.catalog.walk(wanted.within(session), 3):
        if thing.kind in kinds and not thing.temporary and wanted.takes(thing.name):
            yield path, thing


def kind_word(thing) -> str:
    return "VIEW" if thing.kind == "VIEW" else "TEMPORARY" if thing.temporary else "TRANSIENT" if thing.transient else "TABLE"


def tables(session, wanted: Filter) -> Result:
    rows = []
    for path, t in found_objects(session, wanted, "TABLE"):
        count, size = session.engine.measure(t)
        rows.append([t.created, t.name, path[0], path[1], kind_word(t), t.comment, "", count, size, t.owner, str(t.retention), "OFF", "OFF",
                     "N", "N", "ROLE", "N", "N", "N", "N", "N"])
    return answer(TABLE, rows[:wanted.limit])


def views(session, wanted: Filter) -> Result:
    rows = [[t.created, t.name, "", path[0], path[1], t.owner, t.comment, t.text, t.secure, False, "ROLE", "OFF"]
            for path, t in found_objects(session, wanted, "VIEW")]
    return answer(VIEW, rows[:wanted.limit])


def objects(session, wanted: Filter) -> Result:
    rows = []
    for path, t in found_objects(session, wanted, "TABLE", "VIEW"):
        count, size = session.engine.measure(t) if t.kind == "TABLE" else (None, None)
        # Unlike SHOW TABLES, SHOW OBJECTS does not tell transient tables from others.
        rows.append([t.created, t.name, path[0], path[1], t.kind, t.comment, "", count, size, t.owner, str(t.retention), "ROLE",
                     "N", "N", "N"])
    return answer(OBJECT, rows[:wanted.limit])


def columns(session, wanted: Filter) -> Result:
    rows = [[path[2], path[1], column["name"], information.type_name(column["type"]), "true" if column["nullable"] else "NOT_NULL",
             column["default"] or "", "COLUMN", "", column["comment"] or "", path[0], ""]
            for path, thing in session.catalog.walk(wanted.within(session), 3) for column in information.columns(session, path, thing)
            if wanted.takes(column["name"])]
    return answer("table_name schema_name column_name data_type null? default kind expression comment database_name autoincrement",
                  rows[:wanted.limit])


def warehouses(session, wanted: Filter) -> Result:
    return answer("name state type size owner comment", [["STANDIN", "STARTED", "STANDARD", "X-Small", "ACCOUNTADMIN", ""]])


def roles(session, wanted: Filter) -> Result:
    return answer("created_on name is_default is_current is_inherited assigned_to_users granted_to_roles granted_roles owner comment",
                  [[session.catalog.account.created, role, "N", yes(role == session.role), "N", "0", "0", "0", "ACCOUNTADMIN", ""]
                   for role in sorted(session.catalog.roles) if wanted.takes(role)])


def parameters(session, scan: Scan, like: str) -> Result:
    wanted = Filter(session, Scan(scan.rest()))
    wanted.like = like
    known = [["QUERY_TAG", session.tag, "", "SESSION", "", "STRING"], ["DATA_RETENTION_TIME_IN_DAYS", "1", "1", "", "", "NUMBER"],
             ["TIMEZONE", "Etc/UTC", "America/Los_Angeles", "", "", "STRING"], ["QUOTED_IDENTIFIERS_IGNORE_CASE", "false", "false", "", "", "BOOLEAN"],
             ["STATEMENT_TIMEOUT_IN_SECONDS", "172800", "172800", "", "", "NUMBER"], ["LOCK_TIMEOUT", "43200", "43200", "", "", "NUMBER"]]
    return answer("key value default level description type", [row for row in known if wanted.takes(row[0])])


def show_grants(session, scan: Scan, what: str) -> Result:
    future = what == "FUTURE GRANTS"
    make = grants.future_rows if future else grants.rows
    if scan.word("IN" if future else "ON"):
        kind = scan.one_of("DATABASE", "SCHEMA", "TABLE", "VIEW", "ACCOUNT", "WAREHOUSE")
        if kind in ("ACCOUNT", "WAREHOUSE", ""):
            return answer(GRANT, [])
        path = session.path(scan.name(), grants.DEPTH[kind])
        scan.end()
        return answer(FUTURE if future else GRANT, make(path, session.catalog.get(kind, path)))
    if scan.word("OF"):
        return answer("created_on role granted_to grantee_name granted_by", [])
    kind, name = "ROLE", session.role
    if scan.word("TO"):
        kind = scan.one_of("DATABASE ROLE", "ROLE", "SHARE", "USER") or "ROLE"
        name = scan.name()
        name = dotted(*name) if kind == "DATABASE ROLE" else name[-1]
    scan.end()
    rows = [row for depth in (1, 2, 3) for path, thing in session.catalog.walk((), depth) for row in make(path, thing)
            if row[4] == kind and row[5] == name]
    return answer(FUTURE if future else GRANT, rows)


def describe(session, scan: Scan) -> Result:
    scan.one_of("TABLE", "VIEW")
    path = session.path(scan.name(), 3)
    scan.one_of("TYPE = COLUMNS")
    scan.end()
    thing = session.temporary.get(path) or session.catalog.get("OBJECT", path)
    rows = [[c["name"], information.type_name(c["type"]), "COLUMN", "Y" if c["nullable"] else "N", c["default"], "N", "N", None, None,
             c["comment"], None] for c in information.columns(session, path, thing)]
    names = ["name", "type", "kind", "null?", "default", "primary key", "unique key", "check", "expression", "comment", "policy name"]
    return Result([(name, "text", 0, 0) for name in names], rows, 0x4500)
