"""A throw-away PostgreSQL: its own cluster in a temporary folder, its own port, gone afterwards.

Started where PostgreSQL's programs are installed (`.ci/run` sees to it), once for a whole run. The
server refuses to run as root, so there it runs as `nobody`.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
TEMPLATE = "migrated"
# Nothing here outlives the machine: only the server's own crash safety is given up.
QUICK = (
    "-c",
    "autovacuum=off",
    "-c",
    "fsync=off",
    "-c",
    "full_page_writes=off",
    "-c",
    "synchronous_commit=off",
)
USUAL = ("-c", "max_connections=200", "-c", "shared_buffers=64MB", "-c", "log_min_messages=fatal")


Row = tuple[object, ...]
# Whoever makes, changes or removes a table, an index or a rule leaves other numbers behind.
_SHAPE = sql.SQL(
    "SELECT (SELECT string_agg(version_num, ',') FROM alembic_version),"
    " (SELECT sum(oid::bigint) FROM pg_class WHERE relnamespace = 'public'::regnamespace),"
    " (SELECT count(*) FROM pg_attribute),"
    " (SELECT sum(oid::bigint) FROM pg_constraint), (SELECT sum(oid::bigint) FROM pg_trigger),"
    " (SELECT sum(oid::bigint) FROM pg_proc)"
)
_FILLED = sql.SQL(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname <> 'alembic_version'"
    " AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0"
)
_OTHERS_OFF = sql.SQL(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


class Cluster:
    def __init__(self, port: int) -> None:
        self.port = port
        self._shapes: dict[str, Row | None] = {}

    def url(self, name: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def create(self, name: str, *, template: str | None = None) -> str:
        """A new database, empty or a copy of the template; returns its URL."""
        query = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        with self.admin() as connection:
            connection.execute(query)
        return self.url(name)

    def drop(self, name: str) -> None:
        with self.admin() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def empty(self, name: str, *, like: str) -> bool:
        """Sends everybody away and takes every row out. False: it is not built like the other."""
        with self.admin(name) as connection:
            connection.execute(_OTHERS_OFF)
            if self._shape(connection) != self._shape_of(like):
                return False
            filled = [table for (table,) in connection.execute(_FILLED)]
            if filled:
                tables = sql.SQL(", ").join(map(sql.Identifier, filled))
                connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(tables))
        return True

    def _shape_of(self, name: str) -> Row | None:
        if name not in self._shapes:
            with self.admin(name) as connection:
                self._shapes[name] = self._shape(connection)
        return self._shapes[name]

    def _shape(self, connection: psycopg.Connection) -> Row | None:
        try:
            return connection.execute(_SHAPE).fetchone()
        except psycopg.errors.UndefinedTable:
            return None

    def admin(self, name: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(name), autocommit=True)


@cache
def program(name: str) -> str | None:
    """Where a program of PostgreSQL's is; None where it is not installed."""
    for folder in PROGRAMS:
        if (folder / name).exists():
            return str(folder / name)
    return shutil.which(name)


def is_installed() -> bool:
    return program("initdb") is not None and program("postgres") is not None


@contextmanager
def cluster(*, quick: bool = True) -> Iterator[Cluster]:
    """A server that runs until the end of the block. `quick`: without its own crash safety."""
    folder = Path(tempfile.mkdtemp(prefix="sparringsrum-pg-"))
    folder.chmod(0o755)
    data = folder / "data"
    data.mkdir(mode=0o700)
    as_nobody: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(data, "nobody")
        as_nobody = ["setpriv", "--reuid", "nobody", "--clear-groups"]
    server = None
    try:
        options = ["-U", "postgres", "-A", "trust", "--no-sync", "--encoding", "UTF8"]
        _run([*as_nobody, str(program("initdb")), "-D", str(data), "--locale=C.UTF-8", *options])
        port = free_port()
        server = subprocess.Popen(
            [
                *as_nobody,
                str(program("postgres")),
                *("-D", str(data), "-p", str(port), "-h", "127.0.0.1"),
                *("-c", "unix_socket_directories="),
                *USUAL,
                *(QUICK if quick else ()),
            ],
            cwd=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started = Cluster(port)
        _wait(started)
        yield started
    finally:
        if server is not None:
            server.terminate()  # "smart": waits for the clients
            time.sleep(0.05)
            server.send_signal(2)  # "fast": does not
            server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Below the range that outgoing connections take theirs from."""
    for port in range(20000, 32000):
        with socket.socket() as trial:
            try:
                trial.bind(("127.0.0.1", (port + os.getpid()) % 12000 + 20000))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    raise RuntimeError("no port is free")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)


def _wait(started: Cluster) -> None:
    for _ in range(200):
        try:
            started.admin().close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not start")
