"""Brings a database to the shape this code knows, or refuses one that is newer.

A new migration is drafted from the tables, and then read and corrected by a person:
`python -m storage.migrate "What it does"`, `ruff check --fix`, `ruff format`. It leads upwards
only: the app refuses a database that is newer than itself, and the way back is the backup.
"""

import gc
import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pysqlite3.dbapi2
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    column,
    create_engine,
    func,
    inspect,
    select,
    table,
)

from dialogs.upkeep.health import Standing

if TYPE_CHECKING:  # most starts find the database as it should be, and need no Alembic
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"
_STANDS = table("alembic_version", column("version_num"))
_REVISION = re.compile(r"""^(down_)?revision = ["'](\w+)["']""", re.MULTILINE)
LOCK = 0x53706172  # the advisory lock that PostgreSQL's replicas migrate under

# Alembic keeps its context in a module global: two stores of one process migrate in turn.
_one_at_a_time = threading.Lock()


class DatabaseRefused(Exception):
    """What storage will not do: the docstring is the message, the argument the fact."""

    def __str__(self) -> str:
        return ": ".join([(self.__doc__ or "").strip(), *map(str, self.args)])


class NewerDatabase(DatabaseRefused):
    """The database was written by a newer version of the app, which this one cannot read"""


class BrokenReferences(DatabaseRefused):
    """A migration would leave rows that point at nothing; it was taken back"""


def upgrade(engine: Engine, versions: Path = VERSIONS, *, to: str = "head") -> None:
    """Migrate to the newest shape, all in one transaction: a crash leaves what was there before.

    Raises NewerDatabase when the database holds a revision that `versions` does not, and
    BrokenReferences when foreign keys would not hold afterwards.
    """
    with engine.connect() as connection, _tables_may_be_rebuilt(connection):
        upgrade_within(connection, versions, to=to)


def upgrade_within(connection: Connection, versions: Path = VERSIONS, *, to: str = "head") -> None:
    """The same in the caller's transaction, which on SQLite has foreign keys switched off."""
    with _one_at_a_time:
        lock(connection)
        if to == "head" and at_head(connection, versions):
            return
        from alembic import command

        _refuse_newer(connection, versions)
        config = _config(versions)
        config.attributes["connection"] = connection
        with _looked_through_afterwards():
            command.upgrade(config, to)


@contextmanager
def _looked_through_afterwards() -> Iterator[None]:
    """Alembic throws a great deal away. If the garbage collector came in the middle of it, it
    would go through everything else in the process too, and every thread would wait."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.collect(0)
            gc.enable()


def lock(connection: Connection) -> None:
    """Wait until nobody else migrates this database; the lock goes with the transaction.

    SQLite's own transaction is one already (BEGIN IMMEDIATE).
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(LOCK)))


@cache  # the scripts of a running app do not change, and `readyz` asks often
def head(versions: Path = VERSIONS) -> str | None:
    """Return the newest revision this code knows, None while there is no migration at all."""
    known, followed = _revisions(versions)
    return max(known - followed, default=None)


def at_head(connection: Connection, versions: Path = VERSIONS) -> bool:
    """Tell whether this database has the shape that this code expects."""
    newest = head(versions)
    return _current(connection) == (set() if newest is None else {newest})


def standing(connection: Connection, versions: Path = VERSIONS) -> Standing:
    """Where this database stands, seen from this code."""
    current = _current(connection)
    if not current:
        return Standing.EMPTY
    if current - _revisions(versions)[0]:
        return Standing.NEWER
    return Standing.AT_HEAD if at_head(connection, versions) else Standing.OLDER


def draft(metadata: MetaData, message: str, versions: Path = VERSIONS) -> None:
    """Write the migration that leads from the last revision to the tables of `metadata`."""
    engine = create_engine("sqlite://", module=pysqlite3.dbapi2)
    upgrade(engine, versions)
    from alembic import command

    with _one_at_a_time, engine.connect() as connection:
        config = _config(versions)
        config.attributes.update(connection=connection, metadata=metadata)
        command.revision(config, message, autogenerate=True, version_path=str(versions))
    head.cache_clear()  # there is one more
    engine.dispose()


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """Hold one transaction without foreign keys, and check them at its end.

    SQLite changes a table by copying it and dropping the old one, and dropping it would delete
    every row that refers to it. The switch works outside a transaction only.
    """
    if connection.dialect.name != "sqlite":
        # Whoever waited for the lock must see what was migrated meanwhile.
        with connection.execution_options(isolation_level="READ COMMITTED").begin():
            yield
        return
    dbapi = connection.connection
    was = dbapi.cursor().execute("PRAGMA foreign_keys").fetchone()[0]
    dbapi.cursor().execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.begin():
            yield
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise BrokenReferences(sorted({f"{row[0]} -> {row[2]}" for row in broken}))
    finally:
        dbapi.cursor().execute(f"PRAGMA foreign_keys = {was}")


def _refuse_newer(connection: Connection, versions: Path) -> None:
    known, _ = _revisions(versions)
    unknown = _current(connection) - known
    if unknown:
        raise NewerDatabase(*sorted(unknown))


def _revisions(versions: Path) -> tuple[set[str], set[str]]:
    """Those that this code knows, and those of them that another one follows."""
    known: set[str] = set()
    followed: set[str] = set()
    for script in versions.glob("*.py"):
        for follows, revision in _REVISION.findall(script.read_text(encoding="utf-8")):
            (followed if follows else known).add(revision)
    return known, followed


def _current(connection: Connection) -> set[str]:
    if not inspect(connection).has_table(_STANDS.name):
        return set()
    return set(connection.scalars(select(_STANDS.c.version_num)))


def _config(versions: Path) -> "Config":
    from alembic.config import Config

    config = Config()
    for option, value in {
        "script_location": str(MIGRATIONS),
        "version_locations": str(versions),
        "path_separator": "newline",
    }.items():
        config.set_main_option(option, value.replace("%", "%%"))
    return config


if __name__ == "__main__":
    from storage.tables import Base

    draft(Base.metadata, sys.argv[1])
