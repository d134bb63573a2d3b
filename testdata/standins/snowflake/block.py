"""EXECUTE IMMEDIATE of one scripting block: LET, IF, RETURN and plain statements, which is what a guarded statement needs."""

from __future__ import annotations

import re

from engine import Result
from scan import SQLError, Scan, syntax

PARTS = re.compile(r"'(?:[^'\\]|''|\\.)*'|\"(?:[^\"]|\"\")*\"|\$\$.*?\$\$|--[^\n]*|/\*.*?\*/|;|[^;'\"$/-]+|.", re.DOTALL)


def statements(body: str) -> list[str]:
    """The parts between semicolons that stand in no quotes."""
    found, at = [], ""
    for part in PARTS.findall(body):
        if part == ";":
            found.append(at.strip())
            at = ""
        else:
            at += part
    return [one for one in [*found, at.strip()] if one]


def execute(session, scan: Scan) -> Result:
    text = scan.need_string()
    scan.end()
    if not Scan(text).word("BEGIN"):
        return session.run(text)
    inner = Scan(text)
    inner.need("BEGIN")
    values: dict[str, int] = {}
    skipping = False
    for statement in statements(inner.rest()):
        part = Scan(statement)
        if part.word("END", "IF"):
            skipping = False
            continue
        if skipping:
            continue
        if part.word("END"):
            part.end()
            return returned(None)
        if part.word("IF"):
            skipping = not condition(part, values)
            if skipping:
                continue
            part.need("THEN")
        if part.word("RETURN"):
            return returned(part.need_string())
        if part.word("LET"):
            let(session, part, values)
        else:
            session.run(part.rest())
    raise syntax(text)


def returned(value: str | None) -> Result:
    return Result([("anonymous block", "text", 0, 0)], [[value]], 0x1000)


def let(session, part: Scan, values: dict[str, int]) -> None:
    name = part.ident()
    part.one_of("INTEGER", "INT", "NUMBER")
    if not part.char(":="):
        raise syntax(part.text)
    query = part.rest()
    if not (query.startswith("(") and query.endswith(")")):
        raise syntax(part.text)
    found = session.run(query[1:-1])
    values[name] = int(found.rows[0][0])


def condition(part: Scan, values: dict[str, int]) -> bool:
    if not part.char("("):
        raise syntax(part.text)
    name = part.ident()
    if name not in values:
        raise SQLError(904, "42000", f"SQL compilation error: invalid identifier '{name}'")
    compare = next((sign for sign in ("<>", "!=", ">=", "<=", "=", ">", "<") if part.char(sign)), "")
    number, value = part.number(), values[name]
    if not part.char(")"):
        raise syntax(part.text)
    return {"=": value == number, "<>": value != number, "!=": value != number, ">": value > number, "<": value < number,
            ">=": value >= number, "<=": value <= number}[compare]
