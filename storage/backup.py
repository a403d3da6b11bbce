"""A backup is one SQLite file, whichever database runs, and counts only once a restore of it
was tried. It can be restored into either kind.

It holds all that the database held at one moment: what is said about the cases of running
meetings, too. So it is its owner's alone (0600), and it must not be kept longer than it is
needed: what the bot forgets afterwards stands in it still. What was deleted before is not in it,
since rows are copied, not pages.
"""

import filecmp
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import (
    ColumnElement,
    Connection,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    make_url,
    select,
    text,
    update,
)
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dialogs.privacy.audit import Action
from dialogs.upkeep.health import Standing
from storage import audit, migrate
from storage.migrate import DatabaseRefused
from storage.outbox import AT_ONCE, Stage
from storage.snapshot import NothingThere, connected, file_engine, snapshot
from storage.sqlite import OWNER_ONLY, AlreadyRunning, ProcessLock, file_of
from storage.tables import Base, OutboxRow

BATCH = 500  # rows
LEAVING = 20  # tenths of a second that a session may take to be gone
BEFORE = "before-restore"
NOBODYS = {
    "alembic_version",
    "clock",
    "night",
    "audit",
    "audit_end",
    "search_stand",
}  # in a bot only started
FTS = "practice_fts"  # SQLite's own tables of the full-text index; they follow practice_search
NOTED_AGAIN = 5  # attempts


class FileExists(DatabaseRefused):
    """A backup is never written over a file that is there"""


class NotThisVersion(DatabaseRefused):
    """The database is not in this version's shape: a backup is for the version that wrote it"""


class NotTheSame(DatabaseRefused):
    """The copy does not hold what the original holds, so it does not count"""


class NotABackup(DatabaseRefused):
    """The file is no backup of this app, or is damaged"""


class HoldsData(DatabaseRefused):
    """The database holds data already, and nobody asked to replace it"""


class KeptBefore(DatabaseRefused):
    """The database of an earlier restore is still kept, and is not overwritten"""


class NotOurs(DatabaseRefused):
    """The database holds tables that are not this app's"""


class DatabaseBroke(DatabaseRefused):
    """The database or the disk failed on the way"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a table holds, however and in whatever order it is kept."""

    rows: int
    digest: str
    last_id: int  # the highest ever given, where none may be given twice; else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    rows: int
    kept: Path | None = None  # where the database that was replaced is now
    noted: bool = True  # in the audit trail


def back_up(url: str, target: Path, *, now: datetime) -> Done:
    """Write a backup, try to restore it, and only then give it its name. That it was made is noted
    in the database; a backup counts even where that cannot be written.

    Raises FileExists, NothingThere, NotThisVersion, NotTheSame, DatabaseBroke, Unreachable; then
    there is no such file.
    """
    if not target.parent.is_dir():
        raise NothingThere(target.parent)
    with _told(), _workshop(target.parent) as folder:
        _refuse_existing(target)
        copy = folder / "copy.db"
        with snapshot(url) as source:
            if migrate.standing(source) is not Standing.AT_HEAD:
                raise NotThisVersion
            there = contents(source)
            _write(source, copy)
        with _reading(_rebuilt(copy, folder / "trial.db")) as trial:
            _refuse_different(there, contents(trial))
        _flush(copy)
        _refuse_existing(target)
        copy.rename(target)
        _flush(target.parent)
    return Done(rows=_rows(there), noted=_note_beside(make_url(url), now))


def restore(url: str, source: Path, *, now: datetime, replace: bool = False) -> Done:
    """Put a backup in the place of the database: all of it, or nothing.

    An older backup is brought up to this version. Messages that had not arrived when it was
    taken may have arrived since: they are in doubt, as after a crash.

    Raises AlreadyRunning, NothingThere, NotABackup, NewerDatabase, HoldsData, KeptBefore,
    NotOurs, NotTheSame, DatabaseBroke, Unreachable.
    """
    if not source.is_file():
        raise NothingThere(source)
    parsed = make_url(url)
    with _told():
        if parsed.get_backend_name() == "sqlite":
            return _into_file(file_of(parsed), source, now, replace=replace)
        return _into_server(parsed, source, now, replace=replace)


def contents(connection: Connection, shape: MetaData = Base.metadata) -> dict[str, Contents]:
    """The same for the same rows, in SQLite and in PostgreSQL."""
    return {
        table.name: Contents(
            rows=connection.scalar(select(func.count()).select_from(table)) or 0,
            digest=_digest(connection, table),
            last_id=_last_id(connection, table),
        )
        for table in shape.sorted_tables
    }


# --- writing and checking a copy -------------------------------------------------------------


def _write(source: Connection, copy: Path) -> None:
    _create(copy)
    engine = file_engine(copy, mode="rw", begin="BEGIN IMMEDIATE")
    migrate.upgrade(engine)
    with engine.connect() as target, target.begin():
        _fill(target, source)


def _fill(target: Connection, source: Connection) -> None:
    """The rows of every table, and where its ids go on."""
    for table in Base.metadata.sorted_tables:
        rows = source.execute(select(table).execution_options(yield_per=BATCH))
        for part in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])
        _go_on_after(target, table, _last_id(source, table))


def _rebuilt(source: Path, target: Path) -> Path:
    """A restored database in a file of its own, in this version's shape, and checked.

    Raises NotABackup, NewerDatabase, NotTheSame.
    """
    _check(source)
    _create(target)
    with _sound(source):
        with closing(_opened(source, "ro")) as original, closing(_opened(target, "rw")) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        with _reading(source) as original, _reading(target) as copy:
            shape = MetaData()
            shape.reflect(original, only=lambda name, _: not name.startswith(FTS))
            _refuse_different(contents(original, shape), contents(copy, shape))
        migrate.upgrade(file_engine(target, mode="rw", begin="BEGIN IMMEDIATE"))
        _check(target)
    return target


def _check(path: Path) -> None:
    """Raises NotABackup when the file is not sound, or not ours."""
    with _sound(path), _reading(path) as connection:
        whole = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        ours = migrate.standing(connection) is not Standing.EMPTY
    if not whole or dangling or not ours:
        raise NotABackup(path.name)


@contextmanager
def _sound(path: Path) -> Iterator[None]:
    """A file that is damaged, or is no database, is no backup; a full disk is something else."""
    try:
        yield
    except (pysqlite3.dbapi2.Error, DBAPIError) as error:
        if type(getattr(error, "orig", error)) is pysqlite3.dbapi2.DatabaseError:
            raise NotABackup(path.name) from error
        raise


def _refuse_different(there: dict[str, Contents], here: dict[str, Contents]) -> None:
    different = sorted(name for name in there if there[name] != here.get(name))
    if different:
        raise NotTheSame(", ".join(different))


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise FileExists(target)


def _digest(connection: Connection, table: Table) -> str:
    """A sum over the rows, so that their order does not matter: collations differ."""
    total = 0
    for row in connection.execute(select(table).execution_options(yield_per=BATCH)):
        total += int.from_bytes(hashlib.sha256(repr(tuple(row)).encode()).digest())
    return f"{total % 2**256:064x}"


def _rows(held: dict[str, Contents]) -> int:
    return sum(each.rows for each in held.values())


# --- ids that are never given twice ----------------------------------------------------------


def _last_id(connection: Connection, table: Table) -> int:
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return 0
    highest = connection.scalar(select(func.max(table.c.id))) or 0
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        return max(highest, connection.scalar(query, {"table": table.name}) or 0)
    name = connection.scalar(select(_sequence(table)))
    last, given = connection.execute(text(f"SELECT last_value, is_called FROM {name}")).one()  # noqa: S608
    return max(highest, last if given else 0)


def _go_on_after(target: Connection, table: Table, last_id: int) -> None:
    """The next id is above every one that is there, and every one that was."""
    if target.dialect.name == "sqlite":
        if last_id:
            here = {"table": table.name, "last": last_id}
            target.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), here)
            target.execute(text("INSERT INTO sqlite_sequence VALUES (:table, :last)"), here)
    elif table.autoincrement_column is not None:
        highest = target.scalar(select(func.max(table.autoincrement_column))) or 0
        if highest or last_id:
            target.execute(select(func.setval(_sequence(table), max(highest, last_id))))


def _sequence(table: Table) -> ColumnElement[str]:
    return func.pg_get_serial_sequence(f'"{table.name}"', "id")


# --- restoring -------------------------------------------------------------------------------


def _into_file(path: Path, source: Path, now: datetime, *, replace: bool) -> Done:
    if not path.parent.is_dir():
        raise NothingThere(path.parent)
    lock = ProcessLock(path)
    lock.take()
    try:
        with _workshop(path.parent) as folder:
            if path.exists() and not replace and _file_holds_data(path):
                raise HoldsData(path)
            ready = _rebuilt(source, folder / "ready.db")
            _leave_in_doubt(ready)
            _note_restored(ready, now)
            with _reading(ready) as restored:
                rows = _rows(contents(restored))
            _flush(ready)
            kept = _set_aside(path, folder) if path.exists() else None
            ready.replace(path)
            _flush(path.parent)
    finally:
        lock.release()
    return Done(rows=rows, kept=kept)


def _file_holds_data(path: Path) -> bool:
    """What cannot be read may be data."""
    try:
        with _reading(path) as connection:
            return _holds_data(connection)
    except DBAPIError:
        return True


def _set_aside(path: Path, folder: Path) -> Path | None:
    """Keep the old database beside the new one, the write-ahead log folded into it.

    A log that was left would be taken for the new database's. Raises AlreadyRunning if another
    program has the file open, and KeptBefore.
    """
    if not path.stat().st_size:
        return None
    kept = path.with_name(f"{path.name}.{BEFORE}")
    logs = _folded(path)
    if kept.exists() and not filecmp.cmp(kept, path, shallow=False):
        raise KeptBefore(kept)
    for end in ("", *logs):
        _duplicate(path.with_name(path.name + end), folder / f"old{end}")
        (folder / f"old{end}").replace(kept.with_name(kept.name + end))
    _flush(kept.parent)
    for end in logs:
        path.with_name(path.name + end).unlink()
    return kept


def _folded(path: Path) -> list[str]:
    """Fold the write-ahead log into the file; what could not be folded, because the file is
    damaged, is named."""
    with closing(_opened(path, "rw")) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except pysqlite3.dbapi2.OperationalError as error:
            raise AlreadyRunning(path.name) from error
        except pysqlite3.dbapi2.DatabaseError:
            pass
    return [end for end in ("-wal", "-shm") if path.with_name(path.name + end).exists()]


def _into_server(url: URL, source: Path, now: datetime, *, replace: bool) -> Done:
    with tempfile.TemporaryDirectory(prefix="sparringsrum-") as folder:
        ready = _rebuilt(source, Path(folder) / "ready.db")
        _leave_in_doubt(ready)
        _note_restored(ready, now)
        target = connected(url, "READ COMMITTED")
        with target, target.begin(), _reading(ready) as restored:
            migrate.lock(target)  # a bot that starts now waits, and finds a database at head
            _refuse_company(target)
            _empty(target, replace=replace)
            migrate.upgrade_within(target)
            with _references_checked_at_the_end(target):
                _fill(target, restored)
            there = contents(restored)
            _refuse_different(there, contents(target))
    return Done(rows=_rows(there))


def _refuse_company(target: Connection) -> None:
    """Raises AlreadyRunning. A session that has just ended is listed for a moment still."""
    others = text(
        "SELECT count(*), pg_stat_clear_snapshot() FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND application_name = current_setting('application_name')"
    )
    for _ in range(LEAVING):
        if not target.scalar(others):
            return
        target.execute(select(func.pg_sleep(0.1)))
    raise AlreadyRunning


def _empty(target: Connection, *, replace: bool) -> None:
    """Takes every table away, whatever version they are of."""
    old = MetaData()
    old.reflect(target)
    if old.tables and migrate.standing(target) is Standing.EMPTY:
        raise NotOurs
    if not replace and _holds_data(target):
        raise HoldsData
    old.drop_all(target)


@contextmanager
def _references_checked_at_the_end(target: Connection) -> Iterator[None]:
    """A row may be stored before the row that it refers to, also in its own table."""
    constraints = target.execute(
        text(
            "SELECT conrelid::regclass, quote_ident(conname) FROM pg_constraint"
            " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, name in constraints:
        target.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE"))
    target.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    yield
    target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for table, name in constraints:
        target.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"))


def _holds_data(connection: Connection) -> bool:
    """Whether there is a row of anybody's; a bot that was only started has none."""
    tables = set(inspect(connection).get_table_names()) - NOBODYS
    names = (name for name in tables if not name.startswith(FTS))
    quoted = (connection.dialect.identifier_preparer.quote(name) for name in names)
    return any(connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).all() for name in quoted)  # noqa: S608


def _leave_in_doubt(path: Path) -> None:
    """Nobody knows what became of the messages that had not arrived: perhaps they have, since.

    That is what a crash leaves behind, so the outbox does what it does after a crash: updates
    and headings are repeated, a prompt with buttons comes once more, a plain line is parked.
    """
    with file_engine(path, mode="rw").begin() as connection:
        connection.execute(
            update(OutboxRow)
            .where(OutboxRow.due_at.is_not(None))
            .values(
                state=Stage.SENDING,
                claimed=OutboxRow.wanted,
                owner=None,
                leased_until=AT_ONCE,
                due_at=AT_ONCE,
            )
        )


# --- what is noted ---------------------------------------------------------------------------


def _note_beside(url: URL, now: datetime) -> bool:
    """Beside the bot that runs: where it notes something just then, this is done again."""
    if url.get_backend_name() == "sqlite":
        opened = file_engine(file_of(url), mode="rw", begin="BEGIN IMMEDIATE").connect
    else:
        opened = partial(connected, url, "SERIALIZABLE")
    for _ in range(NOTED_AGAIN):
        with suppress(DBAPIError, DatabaseRefused), opened() as connection, connection.begin():
            _note(connection, Action.BACKUP_MADE, now)
            return True
    return False


def _note_restored(path: Path, now: datetime) -> None:
    with file_engine(path, mode="rw", begin="BEGIN IMMEDIATE").begin() as connection:
        _note(connection, Action.RESTORE_MADE, now)


def _note(connection: Connection, action: Action, now: datetime) -> None:
    about = f"backup:{now.isoformat(timespec='seconds')}"
    with Session(connection, join_transaction_mode="rollback_only") as session:
        audit.note(session, action, by=None, about=about, now=now)
        session.flush()


# --- files -----------------------------------------------------------------------------------


@contextmanager
def _workshop(beside: Path) -> Iterator[Path]:
    """A folder that nobody else can look into, on the disk where the result goes."""
    with tempfile.TemporaryDirectory(prefix=".sparringsrum-", dir=beside) as folder:
        yield Path(folder)


@contextmanager
def _told() -> Iterator[None]:
    """What a database says may repeat what people wrote: only the kind of error is passed on."""
    try:
        yield
    except DBAPIError as error:
        raise DatabaseBroke(type(error.orig).__name__) from error
    except pysqlite3.dbapi2.Error as error:
        raise DatabaseBroke(type(error).__name__) from error


@contextmanager
def _reading(path: Path) -> Iterator[Connection]:
    with file_engine(path, mode="ro").connect() as connection, connection.begin():
        yield connection


def _opened(path: Path, mode: str) -> Any:
    return pysqlite3.dbapi2.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True)


def _create(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))


def _duplicate(source: Path, target: Path) -> None:
    """The bytes, the rights and, where we may, the owner."""
    shutil.copy2(source, target)
    owner = source.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(target, owner.st_uid, owner.st_gid)
    _flush(target)


def _flush(path: Path) -> None:
    """To the disk: a file, or the names in a folder (which Windows does by itself)."""
    if path.is_dir() and sys.platform == "win32":
        return
    file = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(file)
    finally:
        os.close(file)
