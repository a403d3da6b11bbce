"""Every named crash point × everything that people, and the clock, can do (row 4 of the goals).

Each act is first done without harm, which says what is to come of it, and which points are on the
way. Then, from the same state, it is done by a bot that kills itself at one of them; the next bot
is told again what the first did not acknowledge, and drains. What stands in the database and in
the chats is what should have come of it once; and telling it all again changes nothing.
"""

import asyncio
import json
import random
import shutil
import signal
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import Column, ColumnElement, Table, exists, or_, select, true

from app import running
from bot.rehearsal.connector import Chat, Message, Teams
from dialogs.handbook.glossary import TermState
from dialogs.sparring.case import CaseState
from dialogs.sparring.meeting import State
from storage import clock, sparring
from storage.handbook import ANSWERED
from storage.outbox import Stage as Fate
from storage.sparring import PARKED
from storage.store import Session
from storage.tables import (
    CaseContentRow,
    CaseRow,
    MeetingRow,
    OccurrenceRow,
    OutboxRow,
    PostedRow,
    TermRow,
)
from storage.types import Base
from tests.chaos.experiment import Experiment
from tests.chaos.forks import Bot, Forks, forks
from tests.chaos.points import POINTS, When
from tests.chaos.scenarios import SCENARIOS, Scenario
from tests.chaos.scenes import MADE_UP
from tests.chaos.stage import Reading, posts_under_way
from tests.house import ADMINISTRATOR, NAMES, Clock, House, local_settings, moved_in
from tests.rubbish import tidy_up

SHORT = 6  # cells, of one act
GIVES_UP = 15.0  # seconds
LOOKS_EVERY = 0.02

# What depends on how often something was tried, or is made up anew each time.
PASSING = {
    "inbox": None,
    "posted": None,
    "outbox": {"id", "shown", "claimed", "claims", "owner", "leased_until", "attempts", "doubts"}
    | {"reason", "state", "ended_at", "changed_at"},
    "clock": {"beat_at"},
    "term": {"proposer_id"},  # in doubt whether they have heard, it is forgotten by night (row 5)
    **MADE_UP,
}
Rows = dict[str, Counter[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Cell:
    scenario: Scenario
    point: str

    @property
    def by_the_clock(self) -> bool:
        return self.scenario.name.startswith("clock ")


def _cells() -> list[Cell]:
    """All of them, act by act. What the clock does is no turn, and is taken by nobody."""
    every = [Cell(scenario, point) for scenario in SCENARIOS for point in POINTS]
    return [
        cell for cell in every if not (cell.by_the_clock and POINTS[cell.point].when is When.TURN)
    ]


CELLS = _cells()


@dataclass
class Came:
    """What came of an act."""

    rows: Rows
    kept: Rows  # what may not have reached whom it was for
    shown: dict[str, list[Message]]  # chat → its messages
    posted: set[str]  # the messages that are noted to stand there
    unsure: int
    passed: frozenset[str] = frozenset()  # the points on the way

    def comes_by(self, point: str) -> bool:
        """A next bot always starts, and how it does depends on how the last one ended."""
        return POINTS[point].when is When.START or point in self.passed

    def without_kept(self) -> Rows:
        return {**self.rows, **{name: self.rows[name] - kept for name, kept in self.kept.items()}}

    def lines(self) -> Counter[tuple[str, str]]:
        """What stands in the chats."""
        return Counter(_line(chat, each) for chat in self.shown for each in self.shown[chat])

    def in_passing(self) -> set[tuple[str, str]]:
        """What answered somebody at once, and is stored nowhere: a crash may take it, and whoever
        asks again may hear it twice."""
        return {
            _line(chat, each)
            for chat in self.shown
            for each in self.shown[chat]
            if each.activity_id not in self.posted
        }


def _line(chat: str, message: Message) -> tuple[str, str]:
    return chat, "\n".join(message.texts)


@dataclass
class Scene:
    """A house at the moment before an act: a database to copy, and chats to put back."""

    home: House
    act: Any
    folder: Path
    inside: dict[str, tuple[Any, ...]]
    host: Forks
    chats: dict[str, Chat]
    cells: int = 0
    base: Reading = field(init=False)

    @property
    def teams(self) -> Teams:
        return self.home.teams

    @cached_property
    def template(self) -> Path:
        return self.folder / "template.db"

    def put_back(self) -> None:
        self.cells += 1
        shutil.copyfile(self.template, folder := self._fresh() / "bot.db")
        self.base = Reading(f"sqlite:///{folder}", folder.parent)
        self.teams.chats = dict(self.chats)
        for chat in self.teams.chats.values():
            posted, lines, threads, members, here = self.inside[chat.id]
            chat.posted = {each.activity_id: _copied(each) for each in posted}
            chat.lines, chat.threads, chat.members = list(lines), dict(threads), list(members)
            chat.bot_is_here = here

    def _fresh(self) -> Path:
        folder = self.folder / str(self.cells)
        folder.mkdir()
        return folder

    async def bot(self, point: str | None = None, **more: Any) -> Bot:
        env = {
            "SPARRINGSRUM_DATABASE_URL": self.base.url,
            "SPARRINGSRUM_PORT": "0",
            "SPARRINGSRUM_SEND_LIMITS": "none",
            "SPARRINGSRUM_ADMINS": ADMINISTRATOR,
        }
        now = self.home.clock.time.isoformat()
        return await self.host.start(env, self.base.log, now=now, point=point, **more)

    async def up(self, bot: Bot) -> bool:
        url = await bot.is_up()
        self.teams.bot_url = f"{url}/api/messages"
        return url is not None

    async def rest(self, bot: Bot) -> None:
        """Until the bot is dead, or has nothing left to say or to see to."""
        busy = partial(_busy, now=self.home.clock.time)
        async with asyncio.timeout(GIVES_UP):
            while not bot.ended.done() and await asyncio.to_thread(self.base.peek, busy):
                await asyncio.wait([bot.ended], timeout=LOOKS_EVERY)
            await asyncio.wait([bot.ended], timeout=2 * LOOKS_EVERY)

    async def came(self) -> Came:
        return await asyncio.to_thread(self._came)

    def _came(self) -> Came:
        """Not from a copy: a bot may be running, which writes while its files are copied."""
        return Came(
            rows=self.base.peek(_rows),
            kept=self.base.peek(_kept),
            shown={chat.id: chat.messages for chat in self.teams.chats.values()},
            posted=self.base.peek(_posted),
            unsure=self.base.peek(_unsure),
        )


def _copied(message: Message) -> Message:
    return Message(
        activity_id=message.activity_id,
        thread=message.thread,
        versions=list(message.versions),
        views=dict(message.views),
        deleted=message.deleted,
    )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


@asynccontextmanager
async def scene(scenario: Scenario, folder: Path, host: Forks) -> AsyncIterator[Scene]:
    """Plays up to the act, and stops that bot."""
    tidy_up()
    clock = Clock()
    path = _made(folder) / "template.db"
    settings = local_settings(folder, database_url=f"sqlite:///{path}")
    async with Teams(now=clock) as teams:
        async with running(settings, real=clock, heartbeat=False) as bot:
            teams.bot_url = f"{bot.url}/api/messages"
            people = {name.split()[0].lower(): teams.person(name) for name in NAMES}
            home = House(bot=bot, teams=teams, clock=clock, people=people)
            await moved_in(home)
            act = await scenario.reach(home)
            await home.settle()
        inside = {
            chat.id: (
                [_copied(each) for each in chat.messages],
                list(chat.lines),
                dict(chat.threads),
                list(chat.members),
                chat.bot_is_here,
            )
            for chat in teams.chats.values()
        }
        yield Scene(
            home=home, act=act, folder=folder, inside=inside, host=host, chats=dict(teams.chats)
        )


# --- one act, with and without harm ----------------------------------------------------------


async def without_harm(here: Scene, by_the_clock: bool) -> Came:
    here.put_back()
    passed = here.base.folder / "passed"
    bot = await here.bot(at_once=by_the_clock, passed=str(passed))
    assert await here.up(bot), here.base.log.read_text()[-2000:]
    if not by_the_clock:
        assert await done(here), "the act is not taken"
    await here.rest(bot)
    await stopped(bot)
    return replace(await here.came(), passed=frozenset(json.loads(passed.read_text())))


async def done(here: Scene) -> bool:
    """Does it; whether it was acknowledged."""
    try:
        answer = await here.act()
    except (aiohttp.ClientError, OSError, TimeoutError):
        return False
    return answer is not None and answer.status == 200


async def stopped(bot: Bot) -> bool:
    bot.kill(signal.SIGTERM)
    return await asyncio.wait_for(asyncio.shield(bot.ended), 30) == 0


async def with_harm(here: Scene, cell: Cell, once: Came) -> Counter[str]:
    here.put_back()
    point = POINTS[cell.point]
    counts: Counter[str] = Counter()
    doubts: set[tuple[str, str, int]] = set()
    acknowledged, hit = await _harm(here, cell, point.when, doubts)
    counts["point reached" if hit else "point not reached"] += 1
    await _doubt(here, doubts)
    counts["doubts"] += len(doubts)
    bot = await here.bot()
    if not await here.up(bot):
        return counts + Counter({"does not start": 1})
    if not acknowledged and not cell.by_the_clock:
        counts["told again"] += 1
        await _told_again(here)
    await here.rest(bot)
    came = await here.came()
    counts["invalid"] += await asyncio.to_thread(here.base.peek, _invalid)
    counts.update(_compared(came, once, len(doubts)))
    if acknowledged and not cell.by_the_clock:
        await _told_again(here)
        await here.rest(bot)
        counts["acted twice"] += (await here.came()).rows != came.rows
    counts["stopped badly"] += not await stopped(bot)
    counts["errors"] += len(here.base.errors())
    counts["corrupt"] += await asyncio.to_thread(here.base.corrupt)
    return counts


async def _doubt(here: Scene, doubts: set[tuple[str, str, int]]) -> None:
    """After each kill: the next bot that starts gives up what the last one meant to send."""
    doubts |= await asyncio.to_thread(here.base.look, posts_under_way)


async def _harm(
    here: Scene, cell: Cell, when: When, doubts: set[tuple[str, str, int]]
) -> tuple[bool, bool]:
    """Whether the act was acknowledged, and whether the point was reached."""
    if when is When.START:
        acknowledged = False
        if not cell.by_the_clock:
            bot = await here.bot()
            assert await here.up(bot)
            acknowledged = await done(here)
            bot.kill()
            await bot.ended
            await _doubt(here, doubts)
        bot = await here.bot(cell.point)
        await here.up(bot)
        await here.rest(bot)
        return acknowledged, await _over(bot)
    bot = await here.bot(cell.point, at_once=cell.by_the_clock)
    acknowledged = await here.up(bot) and not cell.by_the_clock and await done(here)
    if when is When.STOP:
        bot.kill(signal.SIGTERM)
        return acknowledged, await asyncio.wait_for(asyncio.shield(bot.ended), 30) < 0
    await here.rest(bot)
    return acknowledged, await _over(bot)


async def _over(bot: Bot) -> bool:
    """Ends it, if it lived through the point; whether it did not."""
    hit = bot.ended.done()
    bot.kill()
    await bot.ended
    return hit


async def _told_again(here: Scene) -> None:
    """The same activity, as Teams sends it when it was not answered."""
    for answer in await here.teams.resend_last():
        assert answer.status == 200


def _compared(came: Came, once: Came, doubts: int) -> Counter[str]:
    passing = once.in_passing()
    wanted, there = (
        Counter({line: n for line, n in lines.items() if line not in passing})
        for lines in (once.lines(), came.lines())
    )
    missing, extra = wanted - there, there - wanted
    harmless = sum(_is_copy(came, once, line) for line in extra for _ in range(extra[line]))
    return Counter(
        {
            "state is another": came.without_kept() != once.rows,
            "messages missing": max(0, sum(missing.values()) - came.unsure),
            "messages too many": max(0, sum(extra.values()) - doubts),
            "copies that do harm": sum(extra.values()) - harmless,
            "copies": sum(extra.values()),
            "unsure": came.unsure,
            "unsure without a doubt": max(0, came.unsure - doubts),
        }
    )


def _is_copy(came: Came, once: Came, line: tuple[str, str]) -> bool:
    """A heading that was never filled, or the same prompt with the same buttons."""
    chat, text = line
    copy = next(each for each in came.shown[chat] if "\n".join(each.texts) == text)
    firsts = [each.versions[0] for each in once.shown.get(chat, ())]
    alike = any(first.texts == copy.versions[0].texts for first in firsts)
    return alike and len(copy.versions) == 1


# --- what stands in the database -------------------------------------------------------------


def _rows(session: Session) -> Rows:
    """Everything that lasts."""
    found: Rows = {}
    for table in Base.metadata.sorted_tables:
        if columns := _lasting(table):
            found[table.name] = Counter(
                tuple(map(repr, row)) for row in session.execute(select(*columns))
            )
    return found


def _lasting(table: Table) -> list[Column[Any]]:
    """Its columns; none: nothing of it lasts."""
    passing = PASSING.get(table.name, set())
    return [] if passing is None else [c for c in table.columns if c.name not in passing]


def _kept(session: Session) -> Rows:
    """A proposal is deleted when it has reached the case owner, and a word that was not taken when
    its proposer has heard. In doubt they wait: for the end of the meeting, or of the day."""
    declined = TermRow.state == TermState.DECLINED
    return {
        row.__tablename__: _shown_in_doubt(session, row, message, which)
        for row, message, which in (
            (CaseContentRow, PARKED, true()),
            (TermRow, ANSWERED, declined),
        )
    }


def _shown_in_doubt(
    session: Session,
    row: type[CaseContentRow | TermRow],
    message: str,
    which: ColumnElement[bool],
) -> Counter[tuple[Any, ...]]:
    unsure = select(OutboxRow.entity).where(
        OutboxRow.kind == message, OutboxRow.state == Fate.UNSURE
    )
    ids = [int(entity) for entity in session.scalars(unsure)]
    table = Base.metadata.tables[row.__tablename__]
    rows = session.execute(select(*_lasting(table)).where(table.c.id.in_(ids), which))
    return Counter(tuple(map(repr, found)) for found in rows)


def _invalid(session: Session) -> int:
    """What no meeting may be, whatever happened to it."""
    open_in: Counter[str] = Counter()
    wrong = 0
    for row in session.scalars(select(MeetingRow)).all():
        meeting = sparring.meeting(session, row.id)
        if meeting is None:
            continue
        open_in[row.conversation_id] += meeting.is_open
        content = select(CaseContentRow.id).where(
            CaseContentRow.meeting_id == row.id, CaseContentRow.delete_by.is_(None)
        )
        if meeting.is_open:
            runs = meeting.state is State.RUNNING
            wrong += not meeting.hour_over and (runs, not runs) != (
                meeting.ends_at is not None,
                meeting.left is not None,
            )
        else:
            wrong += session.scalar(content.limit(1)) is not None
    held = select(CaseContentRow.id).join(CaseRow).where(CaseRow.state == CaseState.HELD)
    wrong += len(session.scalars(held).all())
    return wrong + sum(number > 1 for number in open_in.values())


def _busy(session: Session, now: datetime) -> bool:
    """Whether something is still to be said, or to be seen to by the next beats."""
    waits = (
        select(OutboxRow.id).where(OutboxRow.due_at.is_not(None)),
        select(OutboxRow.id).where(OutboxRow.held_until <= now),  # a letter is to come
        select(OccurrenceRow.id).where(
            OccurrenceRow.done_at.is_(None),
            OccurrenceRow.missed_at.is_(None),
            OccurrenceRow.due_at <= now,
        ),
        select(MeetingRow.id).where(MeetingRow.due_at <= now),
    )
    # In one statement, and so at one moment: what is held a moment before is due a moment later.
    return (
        bool(session.scalar(select(or_(*(exists(query) for query in waits)))))
        or sparring.is_overdue(session, now)
        or clock.owed(session).wipes > 0
    )


def _posted(session: Session) -> set[str]:
    return set(session.scalars(select(PostedRow.activity_id)))


def _unsure(session: Session) -> int:
    """Messages: a letter is one, whatever it carries."""
    query = select(OutboxRow.id).where(OutboxRow.state == Fate.UNSURE, OutboxRow.letter.is_(None))
    return len(session.scalars(query).all())


# --- the experiment --------------------------------------------------------------------------


async def crashes(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """The cells from the seed-th on; a few are picked at random."""
    counts: Counter[str] = Counter()
    async with forks("tests.chaos.points:run") as host:
        for scenario, cells in _by_scenario(_chosen(seed, amount)).items():
            async with scene(scenario, folder / str(len(counts) + id(scenario)), host) as here:
                once = await without_harm(here, cells[0].by_the_clock)
                for cell in cells:
                    counts.update(await _told(here, cell, once))
    return counts


async def _told(here: Scene, cell: Cell, once: Came) -> Counter[str]:
    if not once.comes_by(cell.point):
        return Counter({"point is not on the way": 1})
    counts = await with_harm(here, cell, once)
    wrong = {name: counts[name] for name in NEVER if counts[name]}
    if wrong:
        errors = [
            str(error.get("exc_info") or error["message"])[-400:] for error in here.base.errors()
        ]
        print(f"{cell.scenario.name} × {cell.point}: {wrong}", *errors, flush=True)
    return counts


def _chosen(seed: int, amount: int) -> Sequence[Cell]:
    if amount <= SHORT:
        rng = random.Random(seed)
        scenario = rng.choice(SCENARIOS)
        return rng.sample([cell for cell in CELLS if cell.scenario is scenario], amount)
    first = seed % len(CELLS)
    return CELLS[first : first + amount]


def _by_scenario(cells: Sequence[Cell]) -> dict[Scenario, list[Cell]]:
    found: dict[Scenario, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.scenario, []).append(cell)
    return found


NEVER = (
    "does not start",
    "invalid",
    "state is another",
    "acted twice",
    "messages missing",
    "messages too many",
    "copies that do harm",
    "unsure without a doubt",
    "stopped badly",
    "errors",
    "corrupt",
)

EXPERIMENTS = [
    Experiment(
        name="crash-points",
        row=4,
        unit="cells: crash point × act",
        goal=len(CELLS),
        short=SHORT,
        batch=300,
        in_order=True,
        run=crashes,
        never=NEVER,
    ),
]
