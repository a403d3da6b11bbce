"""One moment of a database, read beside a bot that is running. It takes no lock of the bot's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import IsolationLevel
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dialogs.upkeep.health import Standing
from storage import migrate
from storage.migrate import DatabaseRefused
from storage.sqlite import BUSY_SECONDS, file_of
from storage.store import NoSuchDatabase


class NothingThere(DatabaseRefused):
    """There is no such file or folder"""


class NotAtHead(DatabaseRefused):
    """The database is of another version than this"""


@contextmanager
def snapshot(url: str) -> Iterator[Connection]:
    """Everything read in the block is of one moment, and nothing can be written.

    Raises NothingThere, NoSuchDatabase, Unreachable.
    """
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            path = file_of(parsed)
            if not path.exists():
                raise NothingThere(path)
            opened = file_engine(path, mode="ro").connect()
        case "postgresql":
            opened = connected(parsed, "REPEATABLE READ", postgresql_readonly=True)
        case other:
            raise NoSuchDatabase(other)
    with opened as connection, connection.begin():
        yield connection


@contextmanager
def reading(url: str) -> Iterator[Session]:
    """The same for the functions of storage. Raises NotAtHead besides."""
    with snapshot(url) as connection:
        if migrate.standing(connection) is not Standing.AT_HEAD:
            raise NotAtHead
        with Session(connection, join_transaction_mode="rollback_only") as session:
            yield session


def file_engine(path: Path, *, mode: str, begin: str = "BEGIN") -> Engine:
    """For a SQLite file that no bot runs on, or that is only read (`mode`: ro, rw or rwc).

    It changes nothing about the file: no write-ahead log, no foreign keys on.
    """

    def connect() -> Any:
        return pysqlite3.dbapi2.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_SECONDS,
        )

    engine = create_engine(
        "sqlite://",
        module=pysqlite3.dbapi2,
        creator=connect,
        poolclass=NullPool,
        hide_parameters=True,  # errors are shown, and what people wrote must not be
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def connected(url: URL, isolation: IsolationLevel, **options: Any) -> Connection:
    """To PostgreSQL, without the time limits of a bot that runs. Raises Unreachable."""
    from storage.postgres import Unreachable, apart  # its driver is slow to import

    engine = apart(url.set(drivername="postgresql+psycopg"))
    try:
        return engine.connect().execution_options(isolation_level=isolation, **options)
    except OperationalError as error:
        raise Unreachable(url.host or "") from error
