"""The database of one process: units of work go in, and are answered after their commit.

A unit is a plain function over a `Session`. Writers share one thread, one connection and, while
they wait for each other, one commit; readers each have a snapshot of their own.

Nothing here may open the file with the standard library's `sqlite3`: two copies of SQLite in one
process undo each other's locks.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Concatenate, ParamSpec, TypeVar

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, PoolProxiedConnection, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from storage import migrate
from storage.migrate import DatabaseRefused

__all__ = [
    "AlreadyRunning",
    "EndedTheTransaction",
    "NeedsAFile",
    "NotRunning",
    "NotSupportedYet",
    "Session",
    "Store",
    "is_the_databases",
]

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
GROUP = 256  # units in one commit: bounds what one bad unit makes run again, and the loop's stall
BUSY_SECONDS = 5.0  # for a backup, or a person with a SQL prompt, to let go of the file
WIPE_SECONDS = 0.1  # writers wait meanwhile, and the next tick tries again anyway


class AlreadyRunning(DatabaseRefused):
    """Another process has this database open"""


class NeedsAFile(DatabaseRefused):
    """A SQLite database needs a file, as in sqlite:///name.db"""


class NotSupportedYet(DatabaseRefused):
    """Only SQLite can hold the data so far"""


class NotRunning(DatabaseRefused):
    """The store is not started, or is closed already"""


class EndedTheTransaction(DatabaseRefused):
    """A unit of work ended the transaction that it shares; it should raise instead"""


@dataclass(frozen=True, slots=True)
class _Unit:
    work: Callable[[Session], Any]
    reply: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Wipe:
    reply: asyncio.Future[bool]


@dataclass(frozen=True, slots=True)
class _Outcome:
    reply: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class _UnitFailed(Exception):
    """The cause is one unit's own, not the database's."""


class Store:
    """Not started until `start`; bound to the event loop that starts it. Closed for good."""

    def __init__(self, url: str, *, versions: Path = migrate.VERSIONS) -> None:
        self._path = _file(url)
        self._versions = versions
        self._lock = _Lock(self._path)
        self._writer: _Writer | None = None
        self._reading = _engine(self._path, begin="BEGIN", pool_size=READERS)
        event.listen(self._reading, "connect", _forbid_writing)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")

    async def start(self) -> None:
        """Lock the file, migrate it, and begin to take work.

        Raises AlreadyRunning, migrate.NewerDatabase, or what the database says.
        """
        engine = await asyncio.to_thread(self._open)
        self._writer = _Writer(engine, asyncio.get_running_loop())

    async def close(self) -> None:
        """Finish what was handed in, refuse what comes after, and let go of the file."""
        writer, self._writer = self._writer, None
        if writer is not None:
            await asyncio.to_thread(self._shut, writer)

    async def write(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """Run `work(session, …)` and return its result once it is committed.

        What `work` raises is raised here, and nothing of it is stored. It may run twice (the
        first time rolled back), so it must have no effect but on its session, and it may share
        a transaction, so it neither commits nor rolls back. A cancelled caller no longer hears
        the result; the work is done all the same.
        """
        writer = self._running()
        reply: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        writer.hand_in(_Unit(lambda session: work(session, *args, **kw), reply))
        return await reply

    async def read(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """Run `work(session, …)` on a snapshot of what is committed; it cannot write."""
        self._running()
        job = partial(self._read, lambda session: work(session, *args, **kw))
        return await asyncio.get_running_loop().run_in_executor(self._readers, job)

    async def ping(self) -> None:
        """Open the file anew and read its header; raises if that is not possible."""
        self._running()
        await asyncio.get_running_loop().run_in_executor(self._readers, _ping, self._path)

    async def wipe(self) -> bool:
        """Empty the write-ahead log, so that what was deleted before is nowhere in the files.

        Returns False if a reader, or another program, still holds on to it: try again later.
        """
        writer = self._running()
        reply: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        writer.hand_in(_Wipe(reply))
        return await reply

    def _running(self) -> "_Writer":
        if self._writer is None:
            raise NotRunning
        return self._writer

    def _open(self) -> Engine:
        self._lock.take()
        engine = _engine(self._path, begin="BEGIN IMMEDIATE", pool_size=1)
        try:
            migrate.upgrade(engine, self._versions)
        except BaseException:
            engine.dispose()
            self._lock.release()
            raise
        return engine

    def _shut(self, writer: "_Writer") -> None:
        self._readers.shutdown()
        self._reading.dispose()
        writer.finish()
        self._lock.release()

    def _read(self, work: Callable[[Session], T]) -> T:
        with Session(self._reading, expire_on_commit=False) as session:
            return _call(work, session)


class _Writer:
    """One thread with one connection. Whatever waits when it looks shares the next commit."""

    def __init__(self, engine: Engine, loop: asyncio.AbstractEventLoop) -> None:
        self._engine = engine
        self._loop = loop
        self._jobs: SimpleQueue[_Unit | _Wipe | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._serve, name="store-writer", daemon=True)
        self._thread.start()

    def hand_in(self, job: _Unit | _Wipe) -> None:
        self._jobs.put(job)

    def finish(self) -> None:
        """Do what waits, then end."""
        self._jobs.put(None)
        self._thread.join()
        self._engine.dispose()

    def _serve(self) -> None:
        jobs: list[_Unit | _Wipe | None] = []
        while None not in jobs:
            jobs = self._waiting()
            if units := [job for job in jobs if isinstance(job, _Unit)]:
                self._answer(self._commit(units))
            if wipes := [job for job in jobs if isinstance(job, _Wipe)]:
                self._answer(self._wipe(wipes))

    def _waiting(self) -> list[_Unit | _Wipe | None]:
        jobs = [self._jobs.get()]
        with suppress(Empty):
            while len(jobs) < GROUP:
                jobs.append(self._jobs.get_nowait())
        return jobs

    def _commit(self, units: list[_Unit]) -> list[_Outcome]:
        """Store all units together, or else those that can be, each alone."""
        try:
            results = self._transact(units)
        except _UnitFailed as failure:
            if len(units) > 1:
                return [outcome for unit in units for outcome in self._commit([unit])]
            return [_Outcome(units[0].reply, error=failure.__cause__)]
        except BaseException as error:  # from BEGIN or COMMIT: nothing of the group is stored
            self._engine.dispose()  # the next group tries with a fresh connection
            return [_Outcome(unit.reply, error=error) for unit in units]
        return [_Outcome(unit.reply, result) for unit, result in zip(units, results, strict=True)]

    def _transact(self, units: list[_Unit]) -> list[Any]:
        with (
            self._engine.connect() as connection,
            connection.begin(),
            _session(connection) as session,
        ):
            return [_run(unit, session, connection.connection) for unit in units]

    def _wipe(self, wipes: list[_Wipe]) -> list[_Outcome]:
        try:
            went_through = _truncate_log(self._engine)
        except BaseException as error:
            return [_Outcome(wipe.reply, error=error) for wipe in wipes]
        return [_Outcome(wipe.reply, went_through) for wipe in wipes]

    def _answer(self, outcomes: list[_Outcome]) -> None:
        with suppress(RuntimeError):  # the loop is closed, and nobody waits any more
            self._loop.call_soon_threadsafe(_settle, outcomes)


def is_the_databases(error: Exception) -> bool:
    """Whether the database failed, rather than the unit of work."""
    ours = (IntegrityError, DataError, ProgrammingError)
    return isinstance(error, (DBAPIError, DatabaseRefused)) and not isinstance(error, ours)


def _settle(outcomes: Iterable[_Outcome]) -> None:
    for outcome in outcomes:
        if outcome.reply.done():  # cancelled meanwhile
            continue
        if outcome.error is None:
            outcome.reply.set_result(outcome.result)
        else:
            outcome.reply.set_exception(outcome.error)


def _session(connection: Connection) -> Session:
    """Return a session that cannot commit: a unit that tries ends nothing for its neighbours."""
    return Session(connection, join_transaction_mode="rollback_only", expire_on_commit=False)


def _run(unit: _Unit, session: Session, driver: PoolProxiedConnection) -> Any:
    """Run one unit of a group, and leave no objects behind for the next to take for the rows.

    The driver is asked whether the transaction still stands: after some errors (a full disk)
    SQLite rolls back by itself, and a unit that caught the error would take its neighbours along.
    """
    try:
        result = _call(unit.work, session)
        session.flush()
        session.expunge_all()
        if not driver.in_transaction:
            raise EndedTheTransaction
    except BaseException as error:
        raise _UnitFailed from error
    return result


def _call(work: Callable[[Session], T], session: Session) -> T:
    try:
        return work(session)
    except StopIteration as stop:  # a future refuses it, and its caller would wait for ever
        raise RuntimeError("a unit of work raised StopIteration") from stop


def _file(url: str) -> Path:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        raise NotSupportedYet(parsed.get_backend_name())
    if parsed.database in (None, "", ":memory:"):
        raise NeedsAFile
    return Path(parsed.database).resolve()


def _engine(path: Path, *, begin: str, pool_size: int) -> Engine:
    """Make an engine that begins transactions itself, where the driver would do so too late."""
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=pysqlite3.dbapi2,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS},
        pool_size=pool_size,
        max_overflow=0,
        hide_parameters=True,  # errors are logged, and what people wrote must not be
    )
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _set_up(connection: Any, _record: object) -> None:
    for pragma in (
        f"journal_mode = {journal_mode(pysqlite3.dbapi2.sqlite_version_info)}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def journal_mode(version: tuple[int, int, int]) -> str:
    """Choose how SQLite commits: 3.7.0 to 3.51.2 can corrupt a write-ahead log on its reset."""
    return "WAL" if version >= (3, 51, 3) else "TRUNCATE"


def _forbid_writing(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON").close()


def _truncate_log(engine: Engine) -> bool:
    pooled = engine.raw_connection()
    cursor = pooled.cursor()
    try:
        cursor.execute(f"PRAGMA busy_timeout = {WIPE_SECONDS * 1000:.0f}")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
        pooled.close()
    return not busy


def _ping(path: Path) -> None:
    connection = pysqlite3.dbapi2.connect(f"{path.as_uri()}?mode=rw", uri=True)
    try:
        connection.execute("PRAGMA schema_version").fetchone()
    finally:
        connection.close()


class _Lock:
    """One process for one file. The system lets go of it when the process ends, however it does.

    The lock file stays: to delete it would let two processes lock two files of the same name.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._file: int | None = None

    def take(self) -> None:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(file)
        except (BlockingIOError, PermissionError):  # as Unix and as Windows put it
            os.close(file)
            raise AlreadyRunning(self._path.name) from None
        self._file = file

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
