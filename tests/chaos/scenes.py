"""One moment of a house, which can be put back: the database, the chats, the clock.

So an act is done many times in the same state, each time with another fault, and what was to come
of it is known from having done it once without.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select, text

from bot import speaking
from bot.rehearsal.connector import Answer, Chat
from bot.rehearsal.shown import shows
from bot.sending import Outcome, Post, Sender
from storage import outbox
from storage.store import Session
from storage.tables import OutboxRow
from storage.types import Base
from tests import house as houses
from tests.chaos.scenarios import Act, Scenario
from tests.house import Clock, House
from tests.rubbish import tidy_up

TABLES = Base.metadata.sorted_tables
SOON = timedelta(seconds=1)
SWEEPS = 200  # before it is said that the outbox never comes to rest
# Pseudonyms are made up anew each time, and what is noted of somebody bears theirs.
MADE_UP = {
    "person": {"pseudonym"},
    "audit": {"by", "about", "previous", "hash"},
    "audit_end": {"newest", "before"},
}
# What depends on how often something was tried, or on ids that Teams gives.
PASSING = {
    "posted": {"activity_id"},
    # Of what is due at once, the one that failed comes after the other: it has a later id.
    "outbox": {"id", "claims", "claimed", "owner", "attempts", "doubts", "reason", "leased_until"},
    "clock": {"wipes_owed", "rewrites_owed", "beat_at"},
    **MADE_UP,
}

Rows = dict[str, list[dict[str, Any]]]
Shown = Counter[tuple[str, str, bool]]  # chat, text, whether it has buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of an act."""

    rows: Rows  # as far as it does not depend on how often something was tried
    shown: Shown  # by the outbox
    said: Shown  # by the speaker, which stores nothing
    listed: int  # messages that were given up, and are known to be
    at_rest: bool

    @property
    def unlike(self) -> set[str]:
        """The tables that may be otherwise than without a fault: how often something was tried,
        and what a message in doubt was to bring, which is kept for as long as that may be asked
        for."""
        kept = {"case_content", "term"} if self.listed else set()
        return {"outbox", "posted", "person"} | kept


@dataclass
class Speaking:
    """Stands before the sender of a speaker and remembers what was said."""

    inner: Sender
    texts: set[tuple[str, str]] = field(default_factory=set)

    async def send(self, request: Post) -> Outcome:
        message = request.message
        lines = [message.text] if message.card is None else shows(message.card)
        self.texts.add((request.conversation.id.partition(";")[0], "\n".join(lines)))
        return await self.inner.send(request)


@dataclass
class Scene:
    """A house at the moment before an act."""

    home: House
    act: Act
    clock: Clock  # of the outbox alone: retries come due while the domain's time stands still
    speaking: Speaking
    before: Rows
    sequences: list[tuple[str, int]]
    chats: dict[str, tuple[Chat, dict[str, Any]]]
    now: datetime

    async def put_back(self) -> None:
        tidy_up()
        await self.home.bot.nights.settle()  # it writes beside everything else, in its own time
        teams = self.home.teams
        teams.faults.clear()
        teams.chats = {chat_id: chat for chat_id, (chat, _) in self.chats.items()}
        for chat, inside in self.chats.values():
            for name, value in copied(inside).items():
                setattr(chat, name, value)
        self.home.clock.time = self.clock.time = self.now
        self.speaking.texts.clear()
        self.home.bot.outbox.limits._until.clear()
        self.forget_failures()
        await self.home.bot.store.write(_write_all, self.before, self.sequences)

    def forget_failures(self) -> None:
        """As if the ten seconds had passed after which what failed by the clock is tried again:
        here the domain's time stands still."""
        self.home.bot.clockwork._failed.clear()

    async def is_untouched(self) -> bool:
        return await self.home.bot.store.read(_all_rows) == self.before

    async def again(self) -> Answer | None:
        """The same activity once more, as Teams sends it; or another beat of the clock."""
        if self.by_the_clock:
            return await self.act()
        [answer] = await self.home.teams.resend_last()
        return answer

    @property
    def by_the_clock(self) -> bool:
        return getattr(self.act, "__name__", "") == "tick"

    async def rest(self) -> bool:
        """Sends, and lets the outbox's time go on, until nothing waits any more."""
        for _ in range(SWEEPS):
            try:
                await self.home.settle()
            except Exception:  # noqa: S112 - as `Outbox.run`: what has ended is noted next time
                continue
            due = await self.home.bot.store.read(_due)
            if not due:
                return True
            later = [moment for moment in due if moment > self.clock.time]
            self.clock.time = min(later) if later else self.clock.time + SOON
        return False

    async def ended(self) -> Ended:
        at_rest = await self.rest()
        store = self.home.bot.store
        shown: Shown = Counter()
        said: Shown = Counter()
        for chat in self.home.teams.chats.values():
            for message in chat.messages:
                content = "\n".join(message.texts)
                mine = said if (chat.id, content) in self.speaking.texts else shown
                mine[chat.id, content, bool(message.buttons)] += 1
        return Ended(
            rows=_lasting(await store.read(_all_rows)),
            shown=shown,
            said=said,
            listed=len(await store.read(outbox.ended_badly)),
            at_rest=at_rest,
        )


@asynccontextmanager
async def scene(scenario: Scenario, folder: Path) -> AsyncIterator[Scene]:
    with _impatient_speaker():
        url = f"sqlite:///{_made(folder) / 'bot.db'}"
        async with houses.house(folder, database_url=url) as home:
            await houses.moved_in(home)
            act = await scenario.reach(home)
            await home.settle()
            await home.bot.nights.settle()
            clock = Clock(home.clock.time)
            home.bot.outbox.real = home.bot.outbox.limits.real = clock
            home.bot.speaker.sender = speaker = Speaking(home.bot.speaker.sender)
            yield Scene(
                home=home,
                act=act,
                clock=clock,
                speaking=speaker,
                before=await home.bot.store.read(_all_rows),
                sequences=await home.bot.store.read(_sequences),
                chats={chat.id: (chat, copied(vars(chat))) for chat in home.teams.chats.values()},
                now=home.clock.time,
            )


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def _impatient_speaker() -> Iterator[None]:
    usual, speaking.PATIENCE = speaking.PATIENCE, 0.0
    try:
        yield
    finally:
        speaking.PATIENCE = usual


def copied(inside: dict[str, Any]) -> dict[str, Any]:
    """What changes in a chat; a version of a message never does."""
    posted = {
        key: replace(message, versions=[*message.versions], views={**message.views})
        for key, message in inside["posted"].items()
    }
    return {
        "posted": posted,
        "lines": [*inside["lines"]],
        "threads": {**inside["threads"]},
        "members": [*inside["members"]],
        "bot_is_here": inside["bot_is_here"],
    }


def _due(session: Session) -> list[datetime]:
    query = select(OutboxRow.due_at).where(OutboxRow.due_at.is_not(None))
    return [moment for moment in session.scalars(query) if moment is not None]


def _all_rows(session: Session) -> Rows:
    return {
        table.name: [dict(row) for row in session.execute(select(table)).mappings()]
        for table in TABLES
    }


def _sequences(session: Session) -> list[tuple[str, int]]:
    return [(name, last) for name, last in session.execute(text("SELECT * FROM sqlite_sequence"))]


def _write_all(session: Session, rows: Rows, sequences: list[tuple[str, int]]) -> None:
    session.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(TABLES):
        session.execute(delete(table))
    for table in TABLES:
        if rows[table.name]:
            session.execute(insert(table), rows[table.name])
    session.execute(text("DELETE FROM sqlite_sequence"))
    for name, last in sequences:
        values = {"name": name, "last": last}
        session.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :last)"), values)


def _lasting(rows: Rows) -> Rows:
    found = {
        name: [
            {key: value for key, value in row.items() if key not in PASSING.get(name, ())}
            for row in rows_
        ]
        for name, rows_ in rows.items()
        if name != "night"  # beside everything else, in its own time
    }
    for row in found["inbox"]:
        if row["key"].startswith(("activity:", "press:")):
            row["key"] = row["key"].rpartition(":")[0]
    for rows_ in found.values():
        rows_.sort(key=str)
    return found
