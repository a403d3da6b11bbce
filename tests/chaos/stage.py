"""Where the killing takes place: a database, a stand-in for Teams, and a team in the middle of a
sparring, with everybody in a chat of their own with the bot as well.
"""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
import psycopg
import pysqlite3.dbapi2
from sqlalchemy import NullPool, create_engine, make_url, select
from sqlalchemy.orm import Session

from app import running, utcnow
from bot.rehearsal.connector import Chat, Person, Request, Teams
from bot.settings import Settings
from storage.outbox import Stage as Fate
from storage.tables import OutboxRow, PostedRow
from tests import postgres
from tests.databases import POSTGRESQL, SQLITE
from tests.house import MONDAY, NAMES, Clock, House, moved_in

T = TypeVar("T")
OTHERS = ("Anne Vind", "Ida Juhl", "Lars Toft", "Nina Ravn", "Per Skov", "Rikke Holst")
PATIENCE = aiohttp.ClientTimeout(total=20)


class Watched(Teams):
    """Says so when a request arrives, before it has an effect: time enough to add a fault."""

    def __init__(self, **more: Any) -> None:
        super().__init__(now=utcnow, **more)
        self.on_request: Callable[[Request], None] | None = None
        self._requests = 0

    def notice(self) -> None:
        super().notice()
        if len(self.ledger) > self._requests:
            self._requests = len(self.ledger)
            if self.on_request is not None:
                self.on_request(self.ledger[-1])


def posts_under_way(session: Session) -> set[tuple[str, str, int]]:
    """The posts that a bot meant to send when it was killed: nobody knows how they ended. With the
    number of the attempt, so that one is told from the next."""
    posted = select(PostedRow.kind).where(
        PostedRow.kind == OutboxRow.kind, PostedRow.entity == OutboxRow.entity
    )
    query = select(OutboxRow.kind, OutboxRow.entity, OutboxRow.claims).where(
        OutboxRow.state == Fate.SENDING, ~posted.exists()
    )
    return {(kind, entity, claims) for kind, entity, claims in session.execute(query)}


@dataclass
class Reading:
    """A database of bots that come and go, read behind their backs, and what they logged."""

    url: str
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def look(self, work: Callable[[Session], T]) -> T:
        """With no bot running. A copy, so that what a killed bot left in the write-ahead log is
        the next bot's to deal with."""
        if not self._is_file:
            return self.peek(work)
        database = Path(str(make_url(self.url).database))
        copy = self.folder / "copy.db"
        for part in ("", "-wal", "-shm"):
            copy.with_name(copy.name + part).unlink(missing_ok=True)
        for part in ("", "-wal"):
            if (there := database.with_name(database.name + part)).exists():
                shutil.copyfile(there, copy.with_name(copy.name + part))
        return _look(f"sqlite:///{copy}", work)

    def peek(self, work: Callable[[Session], T]) -> T:
        """Beside a bot that is running, as a person with a prompt might."""
        return _look(self.url.replace("postgresql:", "postgresql+psycopg:"), work)

    def errors(self) -> list[dict[str, Any]]:
        """What the bots logged as an error; what is no JSON is one as well."""
        if not self.log.exists():
            return []
        lines = [_logged(line) for line in self.log.read_text().splitlines() if line]
        return [
            line for line in _together(lines) if line.get("levelname") not in ("INFO", "WARNING")
        ]

    def corrupt(self) -> int:
        """How much of a SQLite file is not as it should be."""
        if not self._is_file:
            return 0
        return self.look(
            lambda session: sum(
                row[0] != "ok"
                for check in ("integrity_check", "foreign_key_check")
                for row in session.connection().exec_driver_sql(f"PRAGMA {check}")
            )
        )

    @property
    def _is_file(self) -> bool:
        return make_url(self.url).get_backend_name() == SQLITE


@dataclass
class Stage(Reading):
    """The team of Karen, who leads, and Ole, whose case it is."""

    teams: Watched
    chat: Chat
    people: list[Person]
    web: aiohttp.ClientSession

    @property
    def env(self) -> dict[str, str]:
        return {
            "SPARRINGSRUM_DATABASE_URL": self.url,
            "SPARRINGSRUM_PORT": "0",
            "SPARRINGSRUM_SEND_LIMITS": "none",
        }

    def named(self, first: str) -> Person:
        return next(who for who in self.people if who.name.startswith(first))

    async def deliver(self, url: str, activity: dict[str, Any]) -> tuple[int, str] | None:
        """Status and body of the bot's answer; None if there was none."""
        try:
            async with self.web.post(f"{url}/api/messages", json=activity) as response:
                return response.status, await response.text()
        except (aiohttp.ClientError, OSError, TimeoutError):
            return None


def _look(url: str, work: Callable[[Session], T]) -> T:
    module = {"module": pysqlite3.dbapi2} if url.startswith(SQLITE) else {}
    engine = create_engine(url, poolclass=NullPool, **module)
    try:
        with Session(engine, expire_on_commit=False) as session:
            return work(session)
    finally:
        engine.dispose()


def _logged(line: str) -> dict[str, Any]:
    try:
        read = json.loads(line)
    except ValueError:
        return {"message": line}
    return read if isinstance(read, dict) else {"message": line}


def _together(lines: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The lines of a traceback that nobody caught are one error."""
    uncaught: list[str] = []
    for line in lines:
        if "levelname" in line:
            yield line
        else:
            uncaught.append(str(line["message"]))
    if uncaught:
        yield {"message": "\n".join(uncaught)}


@asynccontextmanager
async def database(kind: str, folder: Path) -> AsyncIterator[str]:
    """The URL of an empty one of this kind."""
    if kind == SQLITE:
        yield f"sqlite:///{folder / 'bot.db'}"
        return
    assert kind == POSTGRESQL
    server = postgres.cluster()
    cluster = await asyncio.to_thread(server.__enter__)
    try:
        yield await asyncio.to_thread(cluster.create, "chaos")
    finally:
        await asyncio.to_thread(server.__exit__, None, None, None)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def nobody_left(url: str) -> None:
    """A killed bot's sessions end when PostgreSQL notices; a commit may be under way till then."""
    if make_url(url).get_backend_name() == SQLITE:
        return
    query = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        while (await (await connection.execute(query)).fetchone()) != (0,):  # noqa: ASYNC110
            await asyncio.sleep(0.002)


@asynccontextmanager
async def stage(
    folder: Path, *, kind: str = SQLITE, agenda: str = "", others: int = len(OTHERS)
) -> AsyncIterator[Stage]:
    """A sparring has begun. `begin` makes it a Monday morning for every bot that follows."""
    async with (
        database(kind, _made(folder)) as url,
        Watched() as teams,
        aiohttp.ClientSession(timeout=PATIENCE) as web,
    ):
        settings = Settings(app_id=None, database_url=url, port=0, send_limits=False)
        names = [*NAMES, *OTHERS[:others]]
        people = {name.split()[0].lower(): teams.person(name) for name in names}
        async with running(settings, begin=MONDAY, heartbeat=False) as bot:
            teams.bot_url = f"{bot.url}/api/messages"
            home = House(bot=bot, teams=teams, clock=Clock(), people=people)
            await moved_in(home)
            for person in people.values():
                await home.says(person, "hjælp", alone=True)
            await home.says(home.ole, "sag Hvad overser vi hos far?", alone=True)
            await home.says(home.karen, f"start {agenda}")
        yield Stage(
            url=url,
            folder=folder,
            teams=teams,
            chat=home.chat,
            people=list(people.values()),
            web=web,
        )
