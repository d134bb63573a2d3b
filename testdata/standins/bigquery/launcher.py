"""Starts local-bigquery, an emulator of BigQuery from PyPI, with its gaps closed that cutover and dbt run into.

    .venv-bigquery/bin/python testdata/standins/bigquery/launcher.py --data FOLDER [--project prj] [--port 9050]

It prints `ready 127.0.0.1 9050` when it answers and ends when its standard input is closed. The package is not
touched: what is different is set below before it starts, in patches.py.
"""

import argparse
import os
import pathlib
import socket
import sys
import threading

EXTENSIONS = ("icu", "ducklake", "spatial")


def offer_extensions(home: pathlib.Path) -> None:
    """Lays the extensions of DuckDB, which come as packages, where DuckDB looks before it would download them."""
    import duckdb

    with duckdb.connect() as scratch:
        [(platform,)] = scratch.sql("PRAGMA platform").fetchall()
    folder = home / ".duckdb" / "extensions" / f"v{duckdb.__version__}" / platform
    folder.mkdir(parents=True, exist_ok=True)
    packages = pathlib.Path(duckdb.__file__).parent.parent
    for name in EXTENSIONS:
        [file] = (packages / f"duckdb_extension_{name}" / "extensions").glob(f"*/{name}.duckdb_extension")
        link = folder / file.name
        if not link.exists():
            link.symlink_to(file)


def end_with_parent() -> None:
    """Whoever started this holds the other end of standard input, so it ends when they do, however they do."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--data", type=pathlib.Path, required=True, help="folder for what it keeps; also its home")
    options.add_argument("--project", default="prj", help="the project that is there (others come when they are named)")
    options.add_argument("--port", type=int, default=0, help="0 is any free one")
    given = options.parse_args()
    threading.Thread(target=end_with_parent, daemon=True).start()

    data = given.data.resolve()
    data.mkdir(parents=True, exist_ok=True)
    os.environ["HOME"] = str(data)  # before DuckDB asks for it
    offer_extensions(data)

    import uvicorn
    from local_bigquery.engine import database
    from local_bigquery.settings import settings

    import patches

    settings.data_dir = data / "projects"
    settings.default_project_id = given.project
    settings.default_dataset_id = "emulator_default"
    patches.apply()
    from local_bigquery import app

    database.connection()  # a first connection that fails from two requests at once leaves it broken for good
    listener = socket.create_server(("127.0.0.1", given.port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
    # The socket listens already, so whoever connects from now on is served.
    print(f"ready 127.0.0.1 {listener.getsockname()[1]}", flush=True)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
