"""Databases with rows in every table, whatever its shape: for tests of backups and migrations."""

import asyncio
import itertools
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, func, make_url, select, types
from sqlalchemy.orm import Session

from dialogs.privacy.audit import Action
from storage import audit, migrate
from storage.backup import FTS
from storage.snapshot import connected, file_engine
from storage.store import Store
from storage.types import Seconds, UtcDateTime

FIRST = "40e459ca5e67"  # the first revision
TRAIL = ("audit", "audit_end")  # a chain: rows of any kind would break it
START = datetime(2026, 8, 3, 7, 0, 0, 123_456, tzinfo=UTC)


def fill(connection: Connection, rows: int = 6, *, above: int = 0) -> None:
    """Rows numbered from `above` + 1 in every table, in the shape that the database has now."""
    shape = _shape(connection)
    for table in shape.sorted_tables:
        if table.name not in ("alembic_version", *TRAIL):
            numbers = range(above + 1, above + rows + 1)
            connection.execute(
                table.insert(),
                [
                    {c.name: value(c, n) for c in table.columns if c.computed is None}
                    for n in numbers
                ],
            )
            if connection.dialect.name == "postgresql" and "id" in table.columns:
                sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
                connection.execute(select(func.setval(sequence, above + rows)))
    if TRAIL[0] in shape.tables:
        with Session(connection, join_transaction_mode="rollback_only") as session:
            for n in range(above + 1, above + rows + 1):
                audit.note(session, Action.BACKUP_MADE, by=None, about=f"backup:{n}", now=START)
            session.flush()


def _shape(connection: Connection) -> MetaData:
    """As it is now, without what SQLite keeps of its full-text index."""
    shape = MetaData()
    shape.reflect(connection, only=lambda name, _: not name.startswith(FTS))
    return shape


def keys(connection: Connection) -> dict[str, set[tuple[Any, ...]]]:
    """The keys of the rows of every table."""
    shape = _shape(connection)
    return {
        table.name: {tuple(row) for row in connection.execute(select(*table.primary_key.columns))}
        for table in shape.sorted_tables
    }


def value(column: Column[Any], n: int) -> Any:
    if column.nullable and n % 3 == 0:
        return None
    for key in column.foreign_keys:
        return value(key.column, n)
    match column.type:
        case types.Boolean():
            return n % 2 == 0
        case types.BigInteger():  # a moment, on SQLite
            return int(START.timestamp() + 86_400 * n) * 1_000_000 + 123_456
        case types.Integer():
            return n
        case types.Numeric() | types.Float():
            return n / 7
        case types.JSON():
            return {"n": [n, "æøå"]}
        case types.LargeBinary():
            return bytes([0, n % 256, 255])
        case types.DateTime():
            return START + timedelta(days=n)
        case types.Date():
            return date(2026, 8, 3) + timedelta(days=n)
        case _:
            return f"{column.table.name}.{column.name} {n} “Æøå” 🙂"


NUMBERS = itertools.count(1)


def plain(table: Table, **said: Any) -> dict[str, Any]:
    """The values of a row of which only what matters is said. The rest is empty where it may be,
    and differs from row to row where it must."""
    number = next(NUMBERS)
    counted = table.autoincrement_column
    needed = [c for c in table.columns if not c.nullable and c is not counted]
    return {c.name: blank(c, number) for c in needed if c.name not in said} | said


def blank(column: Column[Any], number: int) -> Any:
    match column.type:
        case UtcDateTime():
            return START + timedelta(seconds=number)
        case Seconds():
            return timedelta(seconds=number)
        case types.Boolean():
            return False
        case types.Integer() | types.Float():
            return number
        case types.JSON():
            return {}
        case types.LargeBinary():
            return number.to_bytes(8)
        case types.Date():
            return START.date() + timedelta(days=number)
        case _:
            return f"{column.name}-{number}"


@contextmanager
def writing(address: str) -> Iterator[Connection]:
    """Beside the bot. A SQLite file is created and migrated when it is missing."""
    parsed = make_url(address)
    if parsed.get_backend_name() == "postgresql":
        connection = connected(parsed, "READ COMMITTED")
    else:
        engine = file_engine(Path(parsed.database), mode="rwc", begin="BEGIN IMMEDIATE")
        migrate.upgrade(engine)
        connection = engine.connect()
    with connection, connection.begin():
        yield connection


@contextmanager
def bot(address: str) -> Iterator[Callable[..., Any]]:
    """A bot that runs on this database, and does what it is handed."""
    store = Store(address)
    with asyncio.Runner() as runner:
        runner.run(store.start())
        try:
            yield lambda work, *args, **kw: runner.run(store.write(work, *args, **kw))
        finally:
            runner.run(store.close())


def older(path: Path, rows: int = 6) -> Path:
    """A database in an earlier shape, with rows in it."""
    engine = file_engine(path, mode="rwc", begin="BEGIN IMMEDIATE")
    migrate.upgrade(engine, to=FIRST)
    with engine.begin() as connection:
        fill(connection, rows)
    return path


def damage(path: Path) -> None:
    """Overwrites everything behind the schema."""
    with path.open("r+b") as opened:
        opened.seek(4096)
        opened.write(os.urandom(path.stat().st_size - 4096))
