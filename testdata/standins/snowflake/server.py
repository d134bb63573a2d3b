"""A stand-in for Snowflake on this machine: the HTTP protocol of the drivers in front of fakesnow's SQL engine.

    python server.py [--port N] [--log FILE]

It prints `ready 127.0.0.1 PORT` when it listens, and ends when its standard input is closed. Everybody may log in.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import os
import secrets
import socket
import sys
import threading
import uuid

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from engine import Engine, Result, on_the_wire
from scan import Scan, SQLError
from session import Session, bound

REMEMBERED = 1000  # answers kept for a request that is sent again


class Server:
    def __init__(self, log: str | None):
        self.engine = Engine()
        self.sessions: dict[str, Session] = {}
        # One statement at a time: what is shown here is what statements do, not how they run side by side.
        self.lock = threading.Lock()
        self.answers: collections.OrderedDict[str, dict] = collections.OrderedDict()
        self.log = open(log, "a", encoding="utf-8") if log else None  # noqa: SIM115

    def app(self) -> Starlette:
        routes = {"/session/v1/login-request": self.login, "/session": self.session, "/session/heartbeat": self.session,
                  "/session/token-request": self.token, "/queries/v1/query-request": self.query, "/queries/v1/abort-request": self.accept,
                  "/telemetry/send": self.accept, "/telemetry/send/sessionless": self.accept}
        return Starlette(routes=[Route(path, do, methods=["POST"]) for path, do in routes.items()])

    async def login(self, request: Request) -> JSONResponse:
        data = (await body(request)).get("data", {})
        asked = {name: fold(request.query_params.get(key)) for name, key in
                 (("database", "databaseName"), ("schema", "schemaName"), ("role", "roleName"), ("warehouse", "warehouse"))}
        with self.lock:
            if asked["role"] and asked["role"] not in self.engine.catalog.roles:
                return failed("390189", "08001", f"Role '{asked['role']}' specified in the connect string does not exist or not authorized.")
            made = Session(self.engine, **asked, user=data.get("LOGIN_NAME") or "STANDIN")
        made.tag = data.get("SESSION_PARAMETERS", {}).get("QUERY_TAG") or ""
        token = secrets.token_urlsafe(32)
        self.sessions[token] = made
        return JSONResponse({"success": True, "code": None, "message": None, "data": {
            "token": token, "masterToken": token, "validityInSeconds": 3600, "masterValidityInSeconds": 14400, "sessionId": made.number,
            "serverVersion": "10.0.0", "parameters": parameters(), "displayUserName": made.user,
            "sessionInfo": {"databaseName": made.database, "schemaName": made.schema, "warehouseName": made.warehouse, "roleName": made.role}}})

    async def token(self, request: Request) -> JSONResponse:
        return JSONResponse({"success": True, "code": None, "message": None, "data": {
            "sessionToken": token_of(request), "masterToken": token_of(request), "validityInSecondsST": 3600, "validityInSecondsMT": 14400,
            "sessionId": 0}})

    async def session(self, request: Request) -> JSONResponse:
        if request.query_params.get("delete"):
            gone = self.sessions.pop(token_of(request), None)
            if gone:
                with self.lock:
                    gone.close()
        return JSONResponse({"success": True, "code": None, "message": None, "data": None})

    async def accept(self, request: Request) -> JSONResponse:
        return JSONResponse({"success": True, "code": None, "message": None, "data": None})

    async def query(self, request: Request) -> JSONResponse:
        made = self.sessions.get(token_of(request))
        if made is None:
            return failed("390104", "08001", "User must login again to access the service.")
        asked = await body(request)
        return JSONResponse(await run_in_threadpool(self.answer, made, asked, request.query_params.get("requestId", "")))

    def answer(self, made: Session, asked: dict, request_id: str) -> dict:
        with self.lock:
            if request_id in self.answers:
                return self.answers[request_id]
            text = asked.get("sqlText", "")
            said = self.run(made, text, asked)
            if self.log:
                print(json.dumps({"session": made.number, "sql": text, "error": None if said["success"] else said["message"]}),
                      file=self.log, flush=True)
            if request_id:
                self.answers[request_id] = said
                while len(self.answers) > REMEMBERED:
                    self.answers.popitem(last=False)
            return said

    @staticmethod
    def run(made: Session, text: str, asked: dict) -> dict:
        try:
            if asked.get("asyncExec"):
                raise SQLError(1003, "42000", "SQL compilation error:\nthe stand-in does not run statements in the background")
            given = asked.get("bindings") or {}
            binds = [bound(given[str(at)]["type"], given[str(at)]["value"]) for at in range(1, len(given) + 1)]
            return good(made, made.statement(text, binds))
        except SQLError as error:
            return problem(f"{error.number:06d}", error.state, error.message)
        except Exception as error:  # noqa: BLE001  a statement that the stand-in does not know is an error of SQL, never of HTTP
            return problem("001003", "42000", f"SQL compilation error:\n{type(error).__name__}: {error}")


def fold(name: str | None) -> str | None:
    return Scan(name).ident() if name else None


def token_of(request: Request) -> str:
    return request.headers.get("Authorization", "").removeprefix('Snowflake Token="').removesuffix('"')


async def body(request: Request) -> dict:
    raw = await request.body()
    if request.headers.get("Content-Encoding") == "gzip":
        raw = gzip.decompress(raw)
    return json.loads(raw or b"{}")


def parameters() -> list[dict]:
    return [{"name": "TIMEZONE", "value": "Etc/UTC"}, {"name": "AUTOCOMMIT", "value": True},
            {"name": "CLIENT_SESSION_KEEP_ALIVE_HEARTBEAT_FREQUENCY", "value": 3600},
            {"name": "CLIENT_STAGE_ARRAY_BINDING_THRESHOLD", "value": 0}]


def good(made: Session, result: Result) -> dict:
    rowtype = [{"name": name, "type": kind, "precision": precision or None, "scale": scale, "nullable": True, "database": "", "schema": "",
                "table": "", "length": 16777216 if kind == "text" else None, "byteLength": 16777216 if kind == "text" else None,
                "collation": None} for name, kind, precision, scale in result.columns]
    rows = [[on_the_wire(value, kind) for value, (_, kind, _, _) in zip(row, result.columns, strict=True)] for row in result.rows]
    return {"success": True, "code": None, "message": None, "data": {
        "parameters": parameters(), "rowtype": rowtype, "rowset": rows, "total": len(rows), "returned": len(rows),
        "queryId": str(uuid.uuid4()), "queryResultFormat": "json", "statementTypeId": result.type_id, "numberOfBinds": 0,
        "finalDatabaseName": made.database, "finalSchemaName": made.schema, "finalWarehouseName": made.warehouse, "finalRoleName": made.role}}


def problem(code: str, state: str, message: str) -> dict:
    query_id = str(uuid.uuid4())
    return {"success": False, "code": code, "message": message,
            "data": {"errorCode": code, "sqlState": state, "queryId": query_id, "internalError": False, "line": -1, "pos": -1}}


def failed(code: str, state: str, message: str) -> JSONResponse:
    return JSONResponse(problem(code, state, message))


def end_with_parent() -> None:
    """Whoever started this holds the other end of standard input, so it ends when they do, however they do."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--log", help="write every statement to this file, one JSON object a line")
    given = options.parse_args()
    listener = socket.create_server(("127.0.0.1", given.port))
    server = uvicorn.Server(uvicorn.Config(Server(given.log).app(), log_level="warning", lifespan="off"))
    threading.Thread(target=end_with_parent, daemon=True).start()
    # The socket listens already, so whoever connects from now on is served.
    print(f"ready 127.0.0.1 {listener.getsockname()[1]}", flush=True)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
