"""Reads the statements that are answered here and not by the SQL engine, word by word."""

from __future__ import annotations

import re

SPACE = re.compile(r"(?:\s+|--[^\n]*|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*")
QUOTED = re.compile(r'"((?:[^"]|"")*)"')
STRING = re.compile(r"'((?:[^'\\]|''|\\.)*)'", re.DOTALL)
DOLLARS = re.compile(r"\$\$(.*?)\$\$", re.DOTALL)
NUMBER = re.compile(r"\d+")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "b": "\b", "f": "\f"}


class SQLError(Exception):
    """An error as Snowflake answers it: a number, an SQL state, a sentence."""

    def __init__(self, number: int, state: str, message: str):
        super().__init__(message)
        self.number, self.state, self.message = number, state, message


def syntax(text: str) -> SQLError:
    return SQLError(1003, "42000", f"SQL compilation error:\nnot understood by the stand-in: {text.strip()[:200]}")


def missing(kind: str, name: str) -> SQLError:
    return SQLError(2003, "02000", f"SQL compilation error:\n{kind} '{name}' does not exist or not authorized.")


def exists(name: str) -> SQLError:
    return SQLError(2002, "42710", f"SQL compilation error:\nObject '{name}' already exists.")


def unescape(body: str) -> str:
    body = body.replace("''", "'")
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[1]), body, flags=re.DOTALL)


def plain(name: str) -> str:
    """A stored name as SHOW writes it inside a longer name: quoted only where it must be."""
    return name if re.fullmatch(r"[A-Z_][A-Z0-9_$]*", name) else '"' + name.replace('"', '""') + '"'


def dotted(*names: str) -> str:
    return ".".join(plain(name) for name in names)


class Scan:
    """A place in a statement that moves on over what it recognises and stays where it does not."""

    def __init__(self, text: str):
        self.text = text
        self.at = 0

    def skip(self) -> None:
        self.at = SPACE.match(self.text, self.at).end()

    def match(self, pattern: re.Pattern) -> re.Match | None:
        self.skip()
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def peek(self) -> str:
        start = self.at
        found = self.match(WORD)
        self.at = start
        return found[0].upper() if found else ""

    def word(self, *words: str) -> bool:
        """Moves over all the words, or over none of them."""
        start = self.at
        for word in words:
            found = self.match(WORD)
            if not found or found[0].upper() != word:
                self.at = start
                return False
        return True

    def one_of(self, *phrases: str) -> str:
        """The first of the phrases that stands here, or ''."""
        return next((phrase for phrase in phrases if self.word(*phrase.split())), "")

    def char(self, char: str) -> bool:
        self.skip()
        if self.text.startswith(char, self.at):
            self.at += len(char)
            return True
        return False

    def ident(self) -> str | None:
        if found := self.match(QUOTED):
            return found[1].replace('""', '"')
        found = self.match(WORD)
        return found[0].upper() if found else None

    def name(self) -> tuple[str, ...]:
        parts = [self.ident()]
        while parts[-1] is not None and self.text.startswith(".", self.at):
            self.at += 1
            parts.append(self.ident())
        if parts[-1] is None:
            raise syntax(self.text)
        return tuple(parts)

    def string(self) -> str | None:
        if found := self.match(STRING):
            return unescape(found[1])
        found = self.match(DOLLARS)
        return found[1] if found else None

    def need_string(self) -> str:
        value = self.string()
        if value is None:
            raise syntax(self.text)
        return value

    def number(self) -> int:
        found = self.match(NUMBER)
        if not found:
            raise syntax(self.text)
        return int(found[0])

    def need(self, *words: str) -> None:
        if not self.word(*words):
            raise syntax(self.text)

    def rest(self) -> str:
        self.skip()
        return self.text[self.at:]

    def end(self) -> None:
        """Whatever is left over was not understood, and is an error rather than ignored."""
        self.char(";")
        if self.rest():
            raise syntax(self.text)
