"""Which database a test runs on: SQLite, or with `--database postgresql` a throw-away server."""

import hashlib
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from storage import migrate
from tests import postgres
from tests.postgres import Cluster

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class Databases:
    """The databases of one run of the tests."""

    def __init__(self) -> None:
        self.kind = SQLITE
        self._open = ExitStack()
        self._cluster: Cluster | None = None

    @property
    def cluster(self) -> Cluster:
        """The server, started when it is first asked for."""
        if self._cluster is None:
            self._cluster = self._open.enter_context(postgres.cluster())
            url = self._cluster.create(postgres.TEMPLATE)
            engine = create_engine(
                url.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool
            )
            migrate.upgrade(engine)
        return self._cluster

    def url(self, folder: Path) -> str:
        """The address of the one database that belongs to a folder."""
        if self.kind == SQLITE:
            return f"sqlite:///{folder / 'bot.db'}"
        return self.cluster.url(self.name(folder))

    def prepare(self, folder: Path) -> None:
        """Makes the database of a folder. It takes a moment, so never on the event loop."""
        if self.kind == POSTGRESQL:
            self.cluster.create(self.name(folder), template=postgres.TEMPLATE)

    def drop(self, folder: Path) -> None:
        if self.kind == POSTGRESQL:
            self.cluster.drop(self.name(folder))

    def stored(self, folder: Path) -> bytes:
        """Everything that the database has on disk: SQLite's log included; of PostgreSQL the
        tables' files, since its own log is the administrator's."""
        if self.kind == SQLITE:
            return b"".join(file.read_bytes() for file in folder.glob("bot.db*"))
        from tests import stalls  # a plugin, which pytest wants to be the first to import

        files = (
            "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class"
            " WHERE relkind IN ('r', 't', 'i') AND pg_relation_filepath(oid) IS NOT NULL"
        )
        with (
            stalls.allowed("looks into the server's files"),
            self.cluster.admin(self.name(folder)) as connection,
        ):
            connection.execute("CHECKPOINT")
            return b"".join(content for (content,) in connection.execute(files))

    def close(self) -> None:
        self._open.close()
        self._cluster = None

    def name(self, folder: Path) -> str:
        return "t" + hashlib.sha256(str(folder).encode()).hexdigest()[:20]


databases = Databases()
