"""Seven days of forty teams (row 27 of docs/reliability.md): `python -m tests.bench.week`.

The bot is a process of its own, whose clock goes 600 times as fast. Everybody does what a week
brings: each team has its sparring, its members answer their letters, bring cases and hand in what
they learned. Several times a day it is noted how much memory and how many files the bot has.
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app import utcnow
from bot.rehearsal.chats import Posted
from bot.rehearsal.connector import BotFailed, Chat, Event, Form, Message, Person, Teams
from bot.rehearsal.people import NotDelivered
from bot.rehearsal.shown import NoSuchButton
from storage import clock
from storage.clock import Anchor
from tests.bench import municipality
from tests.bench.turns import machine, megabytes, process, status_of
from tests.chaos.stage import Reading
from tests.databases import POSTGRESQL, SQLITE
from tests.house import MONDAY, ZONE
from tests.year import habits
from tests.year.department import choice
from tests.year.habits import Habits

BEFORE = timedelta(hours=14)  # from the evening before: everybody moves in
LOOKS_EVERY = timedelta(hours=3)
A_PHASE = timedelta(minutes=4)
PHASES_AT_MOST = 12
SOON = timedelta(minutes=20)
HOURS = ("09:00", "10:00", "13:00")
NAMES = ("Karen", "Bo", "Ole", "Mette", "Sara", "Jens", "Ida", "Per")
FLAT = 1.1  # the most of a day beside the second day
WHOLE, NEXT, CLOSE, FIVE = (
    "Start hele",
    "Næste fase",
    "Afslut sparringen",
    "Svar på fem spørgsmål",
)
STARTS = ("Start sparringen", WHOLE)


Does = Callable[[Chat, Message], Coroutine[Any, Any, None]]


class Looked(NamedTuple):
    at: datetime
    megabytes: float
    files: int
    threads: int


@dataclass
class Wall:
    """The clock that the bot has, too."""

    anchor: Anchor

    def __call__(self) -> datetime:
        return self.anchor.domain + (utcnow() - self.anchor.real) * self.anchor.speed

    async def until(self, moment: datetime) -> None:
        await asyncio.sleep(max(0.0, (moment - self()).total_seconds() / self.anchor.speed))

    async def passes(self, amount: timedelta) -> None:
        await asyncio.sleep(amount.total_seconds() / self.anchor.speed)


@dataclass
class Week:
    teams: Teams
    wall: Wall
    chance: random.Random
    done: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def habits(self) -> Habits:
        return Habits(random=self.chance, today=self.wall().astimezone(ZONE).date())

    async def moves_in(self, number: int) -> None:
        people = [self.teams.person(f"{name} Nr{number}") for name in NAMES]
        for person in people:
            own = self.teams.personal(person)
            await self.teams.add_bot(own, by=person)
        chat = self.teams.group_chat(f"Team {number}", *people)
        await self.teams.add_bot(chat, by=people[0])
        await chat.until(lambda _: "Vælg dag og tid" in chat.last.buttons, 60)
        form = await people[0].opens(chat, "Vælg dag og tid")
        hours = {"weekday": str(number % 5), "starts_at": HOURS[number % len(HOURS)]}
        answer = await form.submit(deputy=choice(form, "deputy", people[1]), **hours)
        assert not isinstance(answer, Form), answer.texts
        await self._brings(people[2])

    def heard(self, event: Event) -> None:
        if isinstance(event, Posted):
            self._begin(self._meets if event.chat.kind != "personal" else self._answers, event)

    def _begin(self, does: Does, event: Posted) -> None:
        async def safely() -> None:
            try:
                await filled(event.message)
                await does(event.chat, event.message)
            except NoSuchButton:  # the card went on meanwhile
                self.done["too late"] += 1
            except (BotFailed, NotDelivered, OSError) as error:
                self.failed.append(f"{does.__name__}: {error!r}"[:300])

        task = asyncio.create_task(safely())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _answers(self, chat: Chat, message: Message) -> None:
        """What stands in somebody's own chat, after a while."""
        [person] = chat.members
        await self.wall.passes(SOON * self.chance.uniform(0.3, 3))
        button = self.habits.presses(message.seen_by(person).buttons)
        if button is None:
            return
        answer = await person.presses(chat, button, message=message)
        if isinstance(answer, Form):
            await habits.hands_in(self.habits, answer, habits.SOON, {})
        self.done["answers"] += 1

    async def _meets(self, chat: Chat, message: Message) -> None:
        """From the start card to the close; or the five questions afterwards."""
        if FIVE in message.buttons:
            for person in chat.members[:3]:
                answer = await person.presses(chat, FIVE, message=message)
                if isinstance(answer, Form):
                    await habits.hands_in(self.habits, answer, habits.SOON, {})
                self.done["answers"] += 1
        leads, *others = chat.members
        starts = next((each for each in STARTS if each in message.buttons), None)
        if starts is None:
            return
        await leads.presses(chat, starts, message=message)
        if WHOLE in message.seen_by(leads).buttons:  # by the fast clock they are late
            await leads.presses(chat, WHOLE, message=message)
        for _ in range(PHASES_AT_MOST):
            await self._learns(others)
            await self.wall.passes(A_PHASE)
            card = next((m for m in reversed(chat.messages) if NEXT in m.buttons), None)
            if card is None:
                break
            await leads.presses(chat, NEXT, message=card)
            await self.wall.passes(timedelta(minutes=1))
        closing = next((m for m in reversed(chat.messages) if CLOSE in m.buttons), message)
        await leads.presses(chat, CLOSE, message=closing)
        self.done["meetings"] += 1
        await self.wall.passes(timedelta(hours=1))
        await self._brings(self.chance.choice(others))

    async def _learns(self, people: Sequence[Person]) -> None:
        person = self.chance.choice(people)
        text = f"læring {self.chance.choice(habits.TEXTS)}"
        await person.says(self.teams.personal(person), text)
        self.done["points"] += 1

    async def _brings(self, person: Person) -> None:
        own = self.teams.personal(person)
        await person.says(own, "sag Hvad overser vi, når moren melder afbud hver gang?")
        self.done["cases"] += 1


async def filled(message: Message) -> None:
    """A heading is posted first; what it says, and its buttons, come after. Some have none."""
    for _ in range(20):
        if message.buttons:
            return
        await asyncio.sleep(0.1)


def looked(pid: int, at: datetime) -> Looked:
    of = status_of(pid)
    files = len(os.listdir(f"/proc/{pid}/fd"))
    return Looked(at, megabytes(of["VmRSS"]), files, int(of["Threads"]))


@asynccontextmanager
async def bot(url: str, speed: float, log: Path) -> AsyncIterator[tuple[str, int]]:
    os.environ |= {
        "SPARRINGSRUM_DATABASE_URL": url,
        "SPARRINGSRUM_PORT": "0",
        "SPARRINGSRUM_SEND_LIMITS": "none",
        "SPARRINGSRUM_CLOCK_SPEED": str(speed),
    }
    async with process(sys.executable, "app.py", log=log) as up:
        yield up


def begins(engine: Engine, speed: float) -> Anchor:
    anchor = Anchor(real=utcnow(), domain=MONDAY - BEFORE, speed=speed)
    with Session(engine) as session, session.begin():
        clock.anchor(session, anchor)
    return anchor


async def measure(args: argparse.Namespace, folder: Path) -> int:
    seen: list[Looked] = []
    with municipality.database(args.database, folder) as (url, engine):
        wall = Wall(begins(engine, args.speed))
        reading = Reading(url, folder)
        async with bot(url, args.speed, reading.log) as (address, pid), Teams(now=wall) as teams:
            teams.bot_url = f"{address}/api/messages"
            week = Week(teams, wall, random.Random(args.seed))
            for number in range(1, args.teams + 1):
                await week.moves_in(number)
            teams.listeners.append(week.heard)
            print(f"{args.teams} teams have moved in by {wall().astimezone(ZONE):%a %H.%M}")
            ends = MONDAY.replace(hour=0) + timedelta(days=args.days)
            while wall() < ends:
                await wall.passes(LOOKS_EVERY)
                seen.append(looked(pid, wall()))
                if args.verbose:
                    print(*seen[-1], dict(week.done), len(week.failed), flush=True)
            for task in week.tasks:
                task.cancel()
    return report(args, week, seen, [str(error) for error in reading.errors()])


def report(
    args: argparse.Namespace, week: Week, seen: Sequence[Looked], errors: Sequence[str]
) -> int:
    days: dict[str, list[Looked]] = {}
    for each in seen:
        days.setdefault(f"{each.at.astimezone(ZONE):%Y-%m-%d %a}", []).append(each)
    print(f"| {args.database} | memory, MB (least–most) | open files | threads |")
    print("|---|---:|---:|---:|")
    for day, of in days.items():
        memory = [each.megabytes for each in of]
        files, threads = ([each[n] for each in of] for n in (2, 3))
        print(
            f"| {day} | {min(memory):.0f}–{max(memory):.0f} | {min(files)}–{max(files)}"
            f" | {min(threads)}–{max(threads)} |"
        )
    print(f"{dict(week.done)}, seed {args.seed}, {args.speed:.0f} times as fast")
    print(f"{len(errors)} errors in the log, {len(week.failed)} that people met")
    for each in [*errors[:5], *week.failed[:5]]:
        print(f"  {each[:400]}")
    print(machine())
    second, *later = list(days.values())[1:]
    memory = max(e.megabytes for of in later for e in of) / max(e.megabytes for e in second)
    files = max(e.files for of in later for e in of) / max(e.files for e in second)
    print(
        f"the most memory and files of a later day, beside the second: {memory:.2f}, {files:.2f}"
    )
    return int(bool(errors or week.failed or memory > FLAT or files > FLAT))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teams", type=int, default=40)
    parser.add_argument("--days", type=int, default=7, help="three at least")
    parser.add_argument("--speed", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=random.randrange(10**9))
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--verbose", action="store_true")
    args = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        code = asyncio.run(measure(args, Path(folder)))
    print(f"{time.monotonic() - began:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main())
