"""PostgreSQL: several processes share one database, and each is there as long as its session is.

Units of work run SERIALIZABLE, so that the same functions mean the same on both databases: where
two processes would have read what the other one writes, one of them is rolled back and does its
work again. Readers see a snapshot.
"""

import secrets
import selectors
import socket
import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

import psycopg
from psycopg import errors
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from storage import migrate, news
from storage.migrate import DatabaseRefused

NAME = "sparringsrum"  # as the server lists us
PRESENT = 0x5372  # the class of the advisory locks that say who is there
CONNECT_SECONDS = 5
# A process that stops in the middle of a transaction (SIGSTOP, a dead network) would keep the
# others waiting for its rows; the server ends it. Ours never wait for anything within one.
IDLE_SECONDS, LOCK_SECONDS, STATEMENT_SECONDS = 5, 5, 30
# A page out of order costs hardly more than one in order, on flash and in memory. By the server's
# own 4, which is for disks that turn, a search would read four thousand texts and not the index.
OUT_OF_ORDER_COSTS = 1.1
GONE_SECONDS = 10  # between signs of life that the server asks of the other machine, three times
WIPE_MILLISECONDS = 100

COLLISIONS = (errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation)
CHANNEL = "sparringsrum_meetings"  # on which replicas tell each other what changed
LISTENS_AGAIN = 1.0  # seconds after the connection broke
WIPED = "case_content"  # storage.tables: what must be forgotten at once stands there alone


class Unreachable(DatabaseRefused):
    """The database server does not answer, or does not let this user in"""


class PostgreSQL:
    """Implements `storage.store.Database`."""

    claims_apart = True

    def __init__(self, url: URL, readers: int) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        self.owner = secrets.randbelow(2**31)
        self._presence: psycopg.Connection | None = None
        self._one_at_a_time = threading.Lock()
        self.reading = _engine(self._url, "REPEATABLE READ", readers, postgresql_readonly=True)

    def open(self, versions: Path) -> Engine:
        try:
            migrate.upgrade(apart(self._url), versions)
        except OperationalError as error:
            raise Unreachable(self._url.host or "") from error
        self._be_present()
        return _engine(self._url, "SERIALIZABLE", 1)

    def claiming(self, writer: Engine) -> Engine:
        """Claims are made safe by locks. Serializable, each would collide with every other."""
        return writer.execution_options(isolation_level="READ COMMITTED")

    def close(self) -> None:
        if self._presence is not None:
            self._presence.close()

    def alive(self, session: Session) -> set[int]:
        """The processes that are connected. One that was killed is gone at once; one that stands
        still is there, until the network or an administrator ends it."""
        query = text(
            "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = :present"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        found = set(session.scalars(query, {"present": PRESENT}))
        if self.owner not in found:  # the server was started anew
            self._be_present()
        return found | {self.owner}

    def version(self, connection: Connection) -> object:
        """Other replicas write."""
        return object()

    def holds(self, driver: Any) -> bool:
        """After any error the server only waits for the rollback, even if a unit caught it. Idle:
        nothing was asked of it yet."""
        standing = (TransactionStatus.INTRANS, TransactionStatus.IDLE)
        return driver.info.transaction_status in standing

    def collided(self, error: BaseException | None) -> bool:
        """Whether it may go well when done again. Two that insert the same key at once are told
        of the key, not of each other."""
        return isinstance(error, DBAPIError) and isinstance(error.orig, COLLISIONS)

    def wipe(self, writer: Engine, *, everywhere: bool) -> bool:
        """Write the tables anew, without what was deleted. False if somebody reads one just now.

        The server's own write-ahead log and its archives are the administrator's to keep short.
        """
        try:
            with apart(self._url).connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text(f"SET lock_timeout = {WIPE_MILLISECONDS}"))
                tables = inspect(connection).get_table_names() if everywhere else (WIPED,)
                for table in tables:
                    connection.execute(text(f'VACUUM (FULL) "{table}"'))
        except OperationalError as error:
            if isinstance(error.orig, errors.LockNotAvailable):
                return False
            raise
        return True

    def ping(self) -> None:
        with self.reading.connect() as connection:
            connection.execute(text("SELECT 1"))

    def announce(self, session: Session, meetings: Collection[int]) -> None:
        for meeting_id in sorted(meetings):
            told = {"channel": CHANNEL, "meeting": str(meeting_id)}
            session.execute(text("SELECT pg_notify(:channel, :meeting)"), told)

    def committed(self, meetings: Collection[int]) -> None:
        """The server tells it, to this process too."""

    def follow(self, told: news.Told) -> Callable[[], None]:
        ours, theirs = socket.socketpair()
        thread = threading.Thread(
            target=self._listen, args=(told, theirs), name="store-listener", daemon=True
        )
        thread.start()

        def stop() -> None:
            ours.close()
            thread.join()

        return stop

    def _listen(self, told: news.Told, stop: socket.socket) -> None:
        """On a connection of its own. What was told while there was none is missed, so each new
        one begins with a look at everything. `stop` can be read when it is time to end."""
        with stop, selectors.DefaultSelector() as until:
            until.register(stop, selectors.EVENT_READ)
            while True:
                with suppress(psycopg.Error, OSError):
                    self._listen_on_one(told, stop)
                    return
                if until.select(LISTENS_AGAIN):
                    return

    def _listen_on_one(self, told: news.Told, stop: socket.socket) -> None:
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with (
            psycopg.connect(address, autocommit=True, **_signs_of_life()) as connection,
            selectors.DefaultSelector() as ready,
        ):
            connection.execute(f"LISTEN {CHANNEL}")
            told(None)
            ready.register(stop, selectors.EVENT_READ)
            ready.register(connection, selectors.EVENT_READ)
            while not any(key.fileobj is stop for key, _ in ready.select()):
                meetings = {int(each.payload) for each in connection.notifies(timeout=0)}
                if meetings:
                    told(meetings)

    def _be_present(self) -> None:
        """A session of its own, which nothing but the end of this process breaks off. Shared:
        after a broken connection the old session may linger for a while."""
        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        with self._one_at_a_time:
            if self._presence is not None:
                self._presence.close()
            self._presence = psycopg.connect(address, autocommit=True, **_signs_of_life())
            self._presence.execute("SELECT pg_advisory_lock_shared(%s, %s)", (PRESENT, self.owner))


def apart(url: URL) -> Engine:
    """For what is not a unit of work: its connections have no time limits, and are not kept."""
    return create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args=_signs_of_life(),
    )


def _engine(url: URL, isolation: str, pool_size: int, **options: Any) -> Engine:
    settings = {
        "idle_in_transaction_session_timeout": f"{IDLE_SECONDS}s",
        "lock_timeout": f"{LOCK_SECONDS}s",
        "statement_timeout": f"{STATEMENT_SECONDS}s",
        "random_page_cost": str(OUT_OF_ORDER_COSTS),
    }
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # errors are logged, and what people wrote must not be
        execution_options={"isolation_level": isolation, **options},
        connect_args=_signs_of_life(settings),
    )


def _signs_of_life(settings: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """Arguments of a connection that notices when the other side is gone, and is noticed."""
    options = {
        "tcp_keepalives_idle": GONE_SECONDS,
        "tcp_keepalives_interval": GONE_SECONDS,
        "tcp_keepalives_count": 3,
        **settings,
    }
    return {
        "application_name": NAME,
        "connect_timeout": CONNECT_SECONDS,
        "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
    }
