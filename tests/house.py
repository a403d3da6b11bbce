"""The whole bot with the stand-in for Teams before it, on a clock that only the test moves.

Real HTTP, real botbuilder, a real database. A test is a user: say, press, look.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from app import Running, running, utcnow
from bot.board.tickets import BoardLinks
from bot.links import Links
from bot.rehearsal.connector import TENANT, Chat, Person, Teams
from bot.settings import Settings
from tests.databases import databases
from tests.rubbish import tidy_up

ZONE = ZoneInfo("Europe/Copenhagen")
MONDAY = datetime(2026, 8, 3, 8, 0, tzinfo=ZONE).astimezone(UTC)  # a week without holidays
LINKS = Links(secret="", local=True, public_url="", now=utcnow)  # for areas apart from a bot
BOARD_LINKS = BoardLinks(secret="", local=True, address="", now=utcnow)
RITA = "Rita Lind"  # an administrator, and in no team
ADMINISTRATOR = str(uuid5(uuid5(NAMESPACE_URL, TENANT), RITA))
NAMES = ("Karen Holm", "Bo Lund", "Ole Friis", "Mette Dahl", "Sara Bay", "Jens Krog")


@dataclass
class Clock:
    time: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.time


@dataclass(repr=False)  # asyncio would write all of it down, whenever a fixture has made one
class House:
    """One municipality with one team, and what its people do."""

    bot: Running
    teams: Teams
    clock: Clock
    people: dict[str, Person] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        """`house.karen`"""
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def chat(self) -> Chat:
        return next(chat for chat in self.teams.chats.values() if chat.kind != "personal")

    def own(self, person: Person) -> Chat:
        return self.teams.personal(person)

    async def settle(self) -> None:
        await self.bot.speaker.settle()
        await self.bot.outbox.drain()

    async def at(self, clock: str, *, days: int = 0) -> None:
        """Lets the clock go to this local time, looking every half minute as a heart would."""
        hour, minute = (int(part) for part in clock.split("."))
        local = self.clock.time.astimezone(ZONE) + timedelta(days=days)
        there = local.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)
        step = timedelta(seconds=30) if there - self.clock.time < timedelta(hours=3) else None
        while self.clock.time < there:
            self.clock.time = min(there, self.clock.time + step) if step else there
            await self.bot.clockwork.tick()
        await self.settle()

    async def later(self, **amount: float) -> None:
        self.clock.time += timedelta(**amount)
        await self.bot.clockwork.tick()
        await self.settle()

    async def says(self, person: Person, text: str, *, alone: bool = False) -> None:
        await person.says(self.own(person) if alone else self.chat, text)
        await self.settle()

    async def presses(self, person: Person, button: str, **more: object) -> str:
        """What the presser was told: the answer's texts, on one line each."""
        answer = await person.presses(self.chat, button, **more)
        await self.settle()
        return "\n".join(answer.texts)

    async def cancels(self, person: Person) -> str:
        """`Aflys sparringen`, and yes to what it asks."""
        form = await person.opens(self.chat, "Aflys sparringen")
        answer = await form.submit()
        await self.settle()
        return "\n".join(answer.texts)

    def shown(self, person: Person | None = None) -> str:
        chat = self.own(person) if person else self.chat
        return "\n---\n".join(chat.shown)

    def told(self, person: Person) -> str:
        """Everything in somebody's own chat with the bot."""
        return self.shown(person)


def local_settings(tmp: Path, **more: object) -> Settings:
    values = {
        "app_id": None,
        "port": 0,
        "send_limits": False,
        "administrators": frozenset({ADMINISTRATOR}),
        **more,
    }
    if "database_url" not in values:
        values["database_url"] = databases.url(tmp)
    return Settings(**values)


@asynccontextmanager
async def house(
    tmp: Path, *, clock: Clock | None = None, names: Sequence[str] = NAMES, **settings: object
) -> AsyncIterator[House]:
    clock = clock or Clock()
    how = local_settings(tmp, **settings)
    databases.at_head(how.database_url)
    async with (
        Teams(now=clock) as teams,
        running(how, real=clock, heartbeat=False) as bot,
    ):
        teams.bot_url = f"{bot.url}/api/messages"
        people = {name.split()[0].lower(): teams.person(name) for name in names}
        yield House(bot=bot, teams=teams, clock=clock, people=people)
    tidy_up()


async def moved_in(home: House) -> House:
    """The bot is in the team's chat, with Karen as coordinator and Bo as deputy, Tuesdays at 9."""
    chat = home.teams.group_chat("Team Øst", *home.people.values())
    await home.teams.add_bot(chat, by=home.karen)
    await home.settle()
    form = await home.karen.opens(chat, "Vælg dag og tid")
    bo = next(c["value"] for c in form.inputs["deputy"]["choices"] if c["title"] == "Bo")
    await form.submit(weekday="1", starts_at="09:00", deputy=bo)
    await home.settle()
    return home
