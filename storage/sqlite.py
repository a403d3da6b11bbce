"""SQLite: one file, one process, one writer; readers see what is committed.

Nothing here may open the file with the standard library's `sqlite3`: two copies of SQLite in one
process undo each other's locks.
"""

import os
import secrets
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from storage import migrate, news
from storage.migrate import DatabaseRefused

BUSY_SECONDS = 5.0  # for a backup, or a person with a SQL prompt, to let go of the file
WIPE_SECONDS = 0.1  # writers wait meanwhile, and the next tick tries again anyway
OWNER_ONLY = 0o600


class AlreadyRunning(DatabaseRefused):
    """Another process has this database open"""


class NeedsAFile(DatabaseRefused):
    """A SQLite database needs a file, as in sqlite:///name.db"""


class SQLite:
    """Implements `storage.store.Database`."""

    claims_apart = False

    def __init__(self, url: URL, readers: int) -> None:
        self._path = file_of(url)
        self._lock = ProcessLock(self._path)
        self.owner = secrets.randbelow(2**31)
        self.reading = _engine(self._path, begin="BEGIN", pool_size=readers)
        event.listen(self.reading, "connect", _forbid_writing)
        self._told: news.Told | None = None

    def open(self, versions: Path) -> Engine:
        self._lock.take()
        engine = _engine(self._path, begin="BEGIN IMMEDIATE", pool_size=1)
        try:
            _create(self._path)
            migrate.upgrade(engine, versions)
        except BaseException:
            engine.dispose()
            self._lock.release()
            raise
        return engine

    def claiming(self, writer: Engine) -> Engine:
        return writer

    def announce(self, session: Session, meetings: Collection[int]) -> None:
        """There is no other process."""

    def committed(self, meetings: Collection[int]) -> None:
        if self._told is not None:
            self._told(meetings)

    def follow(self, told: news.Told) -> Callable[[], None]:
        self._told = told
        return lambda: None

    def close(self) -> None:
        self._lock.release()

    def alive(self, session: Session) -> set[int]:
        """The lock on the file says that there is nobody else."""
        return {self.owner}

    def version(self, connection: Connection) -> object:
        """A person with a SQL prompt may write as well."""
        driver: Any = connection.connection.driver_connection
        return driver.execute("PRAGMA data_version").fetchone()[0]

    def holds(self, driver: Any) -> bool:
        """After some errors (a full disk) SQLite rolls back by itself."""
        return bool(driver.in_transaction)

    def collided(self, error: BaseException | None) -> bool:
        """There is one writer: nobody to collide with."""
        return False

    def wipe(self, writer: Engine, *, everywhere: bool) -> bool:
        """Empty the write-ahead log: `secure_delete` does not reach it. It is one for all tables.
        False as well on a full disk, where there may be room again later."""
        pooled = writer.raw_connection()
        cursor = pooled.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout = {WIPE_SECONDS * 1000:.0f}")
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except pysqlite3.dbapi2.OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000:.0f}")
            pooled.close()
        return not busy

    def ping(self) -> None:
        """Open the file anew and read its header."""
        connection = pysqlite3.dbapi2.connect(f"{self._path.as_uri()}?mode=rw", uri=True)
        try:
            connection.execute("PRAGMA schema_version").fetchone()
        finally:
            connection.close()


def file_of(url: URL) -> Path:
    """The file that a URL names. Raises NeedsAFile."""
    if url.database in (None, "", ":memory:"):
        raise NeedsAFile
    return Path(url.database).resolve()


def journal_mode(version: tuple[int, int, int]) -> str:
    """Choose how SQLite commits: 3.7.0 to 3.51.2 can corrupt a write-ahead log on its reset."""
    return "WAL" if version >= (3, 51, 3) else "TRUNCATE"


def _create(path: Path) -> None:
    """A new file is its owner's alone, and so are the log and the index that SQLite puts beside
    it; SQLite itself would let everybody in the group read."""
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))


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


def _forbid_writing(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON").close()


class ProcessLock:
    """One process for one file. The system lets go of it when the process ends, however it does.

    The lock file stays: to delete it would let two processes lock two files of the same name.
    """

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f"{database.name}.lock")
        self._file: int | None = None

    def take(self) -> None:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, OWNER_ONLY)
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
