"""Which database a test runs on: SQLite, or with `--database postgresql` a throw-away server."""

from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pysqlite3.dbapi2
from sqlalchemy import NullPool, create_engine

from storage import migrate
from tests import postgres, rubbish
from tests.postgres import Cluster

SQLITE, POSTGRESQL = "sqlite", "postgresql"


@cache
def migrated() -> bytes:
    """A SQLite database at head, in which nothing has happened."""
    with TemporaryDirectory() as folder, rubbish.excused():
        path = Path(folder) / "bot.db"
        engine = create_engine(f"sqlite:///{path}", module=pysqlite3.dbapi2, poolclass=NullPool)
        migrate.upgrade(engine)
        return path.read_bytes()


class Databases:
    """The databases of one run of the tests."""

    def __init__(self) -> None:
        self.kind = SQLITE
        self._open = ExitStack()
        self._cluster: Cluster | None = None
        self._names: dict[Path, str] = {}  # of PostgreSQL's databases, by folder
        self._emptied: list[str] = []
        self._made = 0

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

    def at_head(self, url: str) -> None:
        """A file that is not there yet is copied, not migrated: a thousand starts would wait."""
        path = Path(url.removeprefix("sqlite:///"))
        if url.startswith("sqlite:") and not path.exists():
            path.write_bytes(migrated())

    def prepare(self, folder: Path) -> None:
        """Makes the database of a folder, or what it is copied from. It takes a moment, so never
        on the event loop."""
        if self.kind == SQLITE:
            migrated()
        else:
            self._names[folder] = self._emptied.pop() if self._emptied else self._new()

    def _new(self) -> str:
        self._made += 1
        name = f"test_{self._made}"
        self.cluster.create(name, template=postgres.TEMPLATE)
        return name

    def drop(self, folder: Path) -> None:
        """What is as it was made, but for its rows, is emptied for the next one: to make another
        takes the server longer than most tests take."""
        if self.kind == POSTGRESQL:
            name = self._names.pop(folder)
            if self.cluster.empty(name, like=postgres.TEMPLATE):
                self._emptied.append(name)
            else:
                self.cluster.drop(name)

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
        return self._names[folder]


databases = Databases()
