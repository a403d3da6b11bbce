"""The database of one process: units of work go in, and are answered after their commit.

A unit is a plain function over a `Session`. Writers share one thread, one connection and, while
they wait for each other, one commit; readers each have a snapshot of their own.
"""

import asyncio
import random
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.orm import Session

from storage import migrate, news, once
from storage.migrate import DatabaseRefused
from storage.sqlite import AlreadyRunning, NeedsAFile, SQLite

__all__ = [
    "AlreadyRunning",
    "EndedTheTransaction",
    "NeedsAFile",
    "NoSuchDatabase",
    "NotRunning",
    "Session",
    "Store",
    "is_the_databases",
]

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
LATE = 4  # units that a commit waits for, while it is a small one
GROUP = 256  # units in one commit: bounds what one bad unit makes run again, and the loop's stall
TOGETHER, ALONE = 3, 12  # attempts, when another process was in the way
FALTERS_FOR = 10.0  # seconds
PATIENCE = 0.02  # seconds: the first pause after a collision, at most; then twice, four times …


class NoSuchDatabase(DatabaseRefused):
    """Data is kept in SQLite (sqlite:///…) or PostgreSQL (postgresql://…) only"""


class NotRunning(DatabaseRefused):
    """The store is not started, or is closed already"""


class EndedTheTransaction(DatabaseRefused):
    """A unit of work ended the transaction that it shares; it should raise instead"""


@dataclass(frozen=True, slots=True)
class _Unit:
    work: Callable[[Session], Any]
    reply: asyncio.Future[Any]
    claims: bool = False


@dataclass(frozen=True, slots=True)
class _Wipe:
    reply: asyncio.Future[bool]
    everywhere: bool


@dataclass(frozen=True, slots=True)
class _Outcome:
    reply: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None


class _UnitFailed(Exception):
    """The cause is one unit's own, not the database's."""


class Database(Protocol):
    """What SQLite and PostgreSQL do in different ways."""

    owner: int  # this process, among those that share the database
    reading: Engine
    claims_apart: bool  # whether claims need a transaction of their own

    def claiming(self, writer: Engine, /) -> Engine:
        """The writer as claims see through it."""

    def open(self, versions: Path) -> Engine:
        """Migrate, and return the engine of the one writer. Raises DatabaseRefused."""

    def close(self) -> None:
        """Let others have it."""

    def alive(self, session: Session) -> set[int]:
        """The owners that are there."""

    def version(self, connection: Connection, /) -> object:
        """Of what is stored, within a transaction: the same as long as only this process has
        written since; something new each time where that cannot be told."""

    def holds(self, driver: Any) -> bool:
        """Whether the transaction still stands, whatever a unit made of an error."""

    def collided(self, error: BaseException | None) -> bool:
        """Whether another process was in the way, and the same work may succeed now."""

    def wipe(self, writer: Engine, /, *, everywhere: bool) -> bool:
        """Leave nothing of what was deleted; False if it cannot be done now."""

    def ping(self) -> None:
        """Raises if the database does not answer."""

    def announce(self, session: Session, meetings: Collection[int], /) -> None:
        """Within the transaction that changed them: so that other processes hear of it."""

    def committed(self, meetings: Collection[int], /) -> None:
        """After it, in this process."""

    def follow(self, told: news.Told, /) -> Callable[[], None]:
        """Hear of the meetings that change, on a thread of any kind, until the returned function
        is called."""


class Store:
    """Not started until `start`; bound to the event loop that starts it. Closed for good."""

    def __init__(self, url: str, *, versions: Path = migrate.VERSIONS) -> None:
        self._database = _database(url)
        self._versions = versions
        self._writer: _Writer | None = None
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._stop_following: Callable[[], None] | None = None

    @property
    def owner(self) -> int:
        """This process, among those that share the database."""
        return self._database.owner

    def alive(self, session: Session) -> set[int]:
        """The processes that share the database now, as owners. For units of work."""
        return self._database.alive(session)

    async def start(self) -> None:
        """Open the database, migrate it, and begin to take work.

        Raises DatabaseRefused (AlreadyRunning, migrate.NewerDatabase …), or what it says itself.
        """
        engine = await asyncio.to_thread(self._database.open, self._versions)
        once.note_writes(engine, self._database.version)
        once.note_writes(self._database.reading)
        self._writer = _Writer(engine, self._database, asyncio.get_running_loop())

    async def close(self) -> None:
        """Finish what was handed in, refuse what comes after, and let go of the database."""
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
        return await self._handed_in(lambda session: work(session, *args, **kw))

    async def claim(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """The same, for work that takes rows which other processes pass over while it has them
        (FOR UPDATE SKIP LOCKED): each of its statements sees what is committed by then."""
        return await self._handed_in(lambda session: work(session, *args, **kw), claims=True)

    async def read(
        self, work: Callable[Concatenate[Session, P], T], *args: P.args, **kw: P.kwargs
    ) -> T:
        """Run `work(session, …)` on a snapshot of what is committed; it cannot write."""
        self._running()
        job = partial(self._read, lambda session: work(session, *args, **kw))
        return await asyncio.get_running_loop().run_in_executor(self._readers, job)

    @property
    def falters(self) -> bool:
        """The database failed a moment ago, and nothing was stored since."""
        return time.monotonic() - self._running().failed_at < FALTERS_FOR

    async def ping(self) -> None:
        """Ask the database for an answer; raises if there is none."""
        self._running()
        await asyncio.get_running_loop().run_in_executor(self._readers, self._database.ping)

    async def wipe(self, *, everywhere: bool = False) -> bool:
        """See to it that what was deleted before is nowhere in the database's files: case content,
        or `everywhere` all that was deleted of any table.

        Returns False if a reader, or another program, still holds on to it: try again later.
        """
        writer = self._running()
        reply: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        writer.hand_in(_Wipe(reply, everywhere))
        return await reply

    async def _handed_in(self, work: Callable[[Session], T], *, claims: bool = False) -> T:
        writer = self._running()
        reply: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        writer.hand_in(_Unit(work, reply, claims))
        return await reply

    def _running(self) -> "_Writer":
        if self._writer is None:
            raise NotRunning
        return self._writer

    def follow(self, heard: news.Told) -> None:
        """Be told on the loop, after each commit, of the meetings that it changed; of those that
        other replicas changed as well."""
        self._running()
        loop = asyncio.get_running_loop()

        def told(meetings: Collection[int] | None) -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(heard, meetings)

        self._stop_following = self._database.follow(told)

    def _shut(self, writer: "_Writer") -> None:
        if self._stop_following is not None:
            self._stop_following()
        self._readers.shutdown()
        self._database.reading.dispose()
        writer.finish()
        self._database.close()

    def _read(self, work: Callable[[Session], T]) -> T:
        with _Reading(self._database.reading, expire_on_commit=False) as session:
            return _call(work, session)


class _Reading(Session):
    """Nothing changes in a snapshot: a row that was looked up by its key is not looked up again.

    A session alone forgets a row as soon as nobody holds it.
    """


@event.listens_for(_Reading, "loaded_as_persistent")
def _hold(session: Session, row: object) -> None:
    session.info.setdefault("rows", []).append(row)


class _Writer:
    """One thread with one connection. Whatever waits when it looks shares the next commit."""

    def __init__(
        self, engine: Engine, database: Database, loop: asyncio.AbstractEventLoop
    ) -> None:
        self._engine = engine
        self._database = database
        self._loop = loop
        self.failed_at = -FALTERS_FOR  # monotonic seconds
        self._jobs: SimpleQueue[_Unit | _Wipe | None] = SimpleQueue()
        self._next: list[_Wipe | None] = []  # taken from the queue, and to be done by itself
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
            for units in self._groups([job for job in jobs if isinstance(job, _Unit)]):
                self._answer(self._commit(units, LATE))
            if wipes := [job for job in jobs if isinstance(job, _Wipe)]:
                self._answer(self._wipe(wipes))

    def _waiting(self) -> list[_Unit | _Wipe | None]:
        jobs: list[_Unit | _Wipe | None] = [*self._next] or [self._jobs.get()]
        self._next = []
        with suppress(Empty):
            while len(jobs) < GROUP:
                jobs.append(self._jobs.get_nowait())
        return jobs

    def _with_late(self, units: list[_Unit], at_most: int) -> Iterator[_Unit]:
        """Each, and what has come when they are done: a turn alone shares its commit with the
        claim of what it wants. Never more than so many: the first one waits for the last."""
        yield from units
        while len(units) < at_most and not self._next and not self._database.claims_apart:
            try:
                job = self._jobs.get_nowait()
            except Empty:
                return
            if not isinstance(job, _Unit):
                self._next = [job]
                return
            units.append(job)
            yield job

    def _groups(self, units: list[_Unit]) -> list[list[_Unit]]:
        """What shares a commit: all of it, where claims need no other way to see."""
        if not self._database.claims_apart:
            return [units] if units else []
        groups = ([u for u in units if not u.claims], [u for u in units if u.claims])
        return [group for group in groups if group]

    def _commit(self, units: list[_Unit], at_most: int = 0) -> list[_Outcome]:
        """Store all units together, or else those that can be, each alone. Where they are fewer
        than `at_most`, what comes meanwhile joins them."""
        try:
            results = self._patiently(units, at_most)
        except _UnitFailed as failure:
            if len(units) > 1:
                return [outcome for unit in units for outcome in self._commit([unit])]
            if isinstance(failure.__cause__, Exception) and is_the_databases(failure.__cause__):
                self.failed_at = time.monotonic()
            return [_Outcome(units[0].reply, error=failure.__cause__)]
        except BaseException as error:  # from BEGIN or COMMIT: nobody is told that it is stored
            self._engine.dispose()  # the next group tries with a fresh connection
            self.failed_at = time.monotonic()
            return [_Outcome(unit.reply, error=error) for unit in units]
        self.failed_at = -FALTERS_FOR
        return [_Outcome(unit.reply, result) for unit, result in zip(units, results, strict=True)]

    def _patiently(self, units: list[_Unit], at_most: int) -> list[Any]:
        """Once more, and again, where another process was in the way."""
        attempts = TOGETHER if len(units) > 1 else ALONE
        for attempt in range(attempts - 1):
            try:
                return self._transact(units, at_most)
            except _UnitFailed as failure:
                if not self._database.collided(failure.__cause__):
                    raise
            except DBAPIError as error:
                if not self._database.collided(error):
                    raise
            time.sleep(PATIENCE * 2 ** min(attempt, 4) * random.random())  # noqa: S311
        return self._transact(units, at_most)

    def _transact(self, units: list[_Unit], at_most: int) -> list[Any]:
        engine = self._database.claiming(self._engine) if units[0].claims else self._engine
        with (
            engine.connect() as connection,
            connection.begin(),
            _session(connection) as session,
        ):
            driver = connection.connection.driver_connection
            late = self._with_late(units, at_most)
            results = [self._run(unit, session, driver) for unit in late]
            if changed := news.of(session):
                self._database.announce(session, changed)
        if changed:
            self._database.committed(changed)
        return results

    def _run(self, unit: _Unit, session: Session, driver: Any) -> Any:
        """Run one unit of a group, and leave no objects behind for the next to take for the rows.

        The driver is asked whether the transaction still stands: a unit that caught an error
        after which it does not would take its neighbours along.
        """
        try:
            result = _call(unit.work, session)
            session.flush()
            session.expunge_all()
            if not self._database.holds(driver):
                raise EndedTheTransaction
        except BaseException as error:
            raise _UnitFailed from error
        return result

    def _wipe(self, wipes: list[_Wipe]) -> list[_Outcome]:
        try:
            everywhere = any(wipe.everywhere for wipe in wipes)
            went_through = self._database.wipe(self._engine, everywhere=everywhere)
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


def _call(work: Callable[[Session], T], session: Session) -> T:
    try:
        return work(session)
    except StopIteration as stop:  # a future refuses it, and its caller would wait for ever
        raise RuntimeError("a unit of work raised StopIteration") from stop


def _database(url: str) -> Database:
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            return SQLite(parsed, READERS)
        case "postgresql":
            from storage.postgres import PostgreSQL  # its driver is slow to import

            return PostgreSQL(parsed, READERS)
        case other:
            raise NoSuchDatabase(other)
