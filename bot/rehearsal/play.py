"""A whole sparring in a minute: the real bot, a fast clock, simulated colleagues, a live view."""

import asyncio
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import aiohttp
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.clockwork import DomainClock
from bot.rehearsal import chats, colleagues
from bot.rehearsal.colleagues import ANNE, PATIENCE, POINTS, Room, Wrong, expect
from bot.rehearsal.connector import BotFailed, FormRefused, NoSuchButton, NotDelivered, Teams
from bot.rehearsal.people import COPENHAGEN, Person
from bot.settings import Settings
from dialogs.calendar.days import instant, next_working_day
from dialogs.calendar.words import day_words
from dialogs.sparring.agenda import SHIPPED, Agenda, AgendaName
from dialogs.sparring.words import AGENDAS
from storage import clock as clocks
from storage.store import Store

DAY_BEFORE = datetime(2026, 11, 9, 14, 0, tzinfo=COPENHAGEN)  # a Monday, no holidays around it
JUST_BEFORE = datetime(2026, 11, 10, 8, 59, tzinfo=COPENHAGEN)
SLOWEST, FASTEST = 1, 240  # at 240 a heartbeat is a minute, the shortest phase
_LOOKS_EVERY = 0.1  # seconds
GOOD, NOT_GOOD, BAD_SPEED, INTERRUPTED = 0, 1, 2, 130
WENT_WRONG = (
    Wrong,
    BotFailed,
    FormRefused,
    NoSuchButton,
    NotDelivered,
    aiohttp.ClientError,
    TimeoutError,
)


class Up(Protocol):
    """What the rehearsal needs of a bot that is up."""

    @property
    def url(self) -> str: ...
    @property
    def store(self) -> Store: ...
    @property
    def clock(self) -> DomainClock: ...


class Running(Protocol):
    """Starts the bot, and stops it."""

    def __call__(
        self,
        settings: Settings,
        *,
        real: Callable[[], datetime],
        begin: datetime | None,
        heartbeat: bool = True,
    ) -> AbstractAsyncContextManager[Up]: ...


def play(
    running: Running,
    real: Callable[[], datetime],
    *,
    speed: float,
    agenda: AgendaName,
    console: Console | None = None,
) -> int:
    """Plays the meeting and returns the exit code; whatever went wrong is printed."""
    console = console or Console()
    if not SLOWEST <= speed <= FASTEST:
        console.print(f"Vælg en hastighed fra {SLOWEST} til {FASTEST}.")
        return BAD_SPEED
    try:
        asyncio.run(_play(running, real, speed, SHIPPED[agenda], console))
    except _Failed as failed:
        console.print(failed.sentence, markup=False, highlight=False, soft_wrap=True)
        console.print(failed.dump, markup=False, highlight=False, soft_wrap=True)
        return NOT_GOOD
    except KeyboardInterrupt:
        console.print("Afbrudt.")
        return INTERRUPTED
    return GOOD


class _Failed(Exception):
    """What went wrong, with all that stood in the chats."""

    def __init__(self, cause: Exception, dump: str) -> None:
        super().__init__(str(cause))
        said = str(cause) if isinstance(cause, Wrong) else f"{type(cause).__name__}: {cause}"
        self.sentence = f"Prøvemødet gik ikke: {said}"
        self.dump = dump


@dataclass(slots=True)
class _Wall:
    """The clock on the wall: the bot's own, as soon as there is one."""

    tell: Callable[[], datetime]

    def __call__(self) -> datetime:
        return self.tell()


async def _play(
    running: Running,
    real: Callable[[], datetime],
    speed: float,
    agenda: Agenda,
    console: Console,
) -> None:
    begun = real()
    wall = _Wall(lambda: DAY_BEFORE)
    screen = Screen(console=console, clock=wall, agenda=agenda)
    with TemporaryDirectory(prefix="sparringsrum-") as folder:
        async with Teams(now=wall) as teams:
            room = Room(teams=teams, clock=wall, speed=speed, agenda=agenda, saying=screen.spoken)
            teams.listeners.append(screen.hears)
            settings = Settings(
                app_id=None,
                port=0,
                database_url=f"sqlite:///{Path(folder) / 'rehearsal.db'}",
                administrators=frozenset({room.who(ANNE).aad_id}),
                clock_speed=speed,
                send_limits=False,  # Teams' limits are per real second
            )
            try:
                with screen:
                    async with running(settings, real=real, begin=DAY_BEFORE) as up:
                        wall.tell = up.clock.now
                        teams.bot_url = f"{up.url}/api/messages"
                        await _perform(room, up)
                    look_for_traces(Path(folder), room.of_the_case)
            except WENT_WRONG as cause:
                raise _Failed(cause, teams.dump()) from cause
    seconds = round((real() - begun).total_seconds())
    console.print(f"\nPrøvemødet gik godt. Det tog {seconds} sekunder.", highlight=False)


async def _perform(room: Room, up: Up) -> None:
    await colleagues.move_in(room)
    await colleagues.bring(room)
    before = len(room.chat.messages)
    await _jump(up, JUST_BEFORE)
    await colleagues.meet(room)
    await colleagues.afterwards(room)
    day = next_working_day(JUST_BEFORE.date())
    await _jump(up, instant(day, time(9), COPENHAGEN))
    await colleagues.next_morning(room)
    await _jump(up, instant(day, time(12), COPENHAGEN))
    await colleagues.summed_up(room)
    _look_back(room, room.chat.messages[before:])
    await _wiped(up.store)


async def _jump(up: Up, to: datetime) -> None:
    await up.store.write(clocks.move_anchor, up.clock.jumped(to))


async def _wiped(store: Store) -> None:
    """Deleted text leaves the write-ahead log while the bot runs, not only when it stops."""
    for _ in range(round(PATIENCE / _LOOKS_EVERY)):
        if not (await store.read(clocks.owed)).wipes:
            return
        await asyncio.sleep(_LOOKS_EVERY)
    raise Wrong("Det slettede står stadig i databasens log.")


# --- looking back ----------------------------------------------------------------------------


def _look_back(room: Room, posted: list[chats.Message]) -> None:
    """The chat as it stands when all is over. Raises Wrong."""
    names = room.agenda.names
    began = [message.versions[0].texts for message in posted[1 : len(names) + 1]]
    headings = [[room.heading(name)] for name in names]
    expect(began == headings, f"Faserne kom ikke som rene overskrifter i orden, men som {began}.")
    expect(len(posted) <= len(names) + 2, f"Mødet fyldte {len(posted)} beskeder i gruppen.")
    start, *phases, closing, summary = posted
    expect("Sparringen begyndte" in _text(start), "Startkortet blev ikke til en linje.")
    expect(all(len(m.texts) == 1 for m in phases), "En fase blev ikke til en linje.")
    expect(all("· færdig" in _text(m) for m in phases), "En fase siger ikke, at den er færdig.")
    expect("Sparringen sluttede" in _text(closing), "Afrundingens kort blev ikke lukket.")
    expect(not any(m.buttons for m in posted), "Der står stadig knapper i gruppen.")
    standing = "\n".join(room.chat.shown)
    expect(
        not any(text in standing for text in room.of_the_case),
        "Der står stadig noget om sagen i gruppen.",
    )
    bullets = {text for text in summary.texts if text.startswith("• ")}
    wanted = {f"• {point}" for point in POINTS}
    expect(bullets == wanted, "Opsamlingen har ikke læringspunkterne, og kun dem.")


def _text(message: chats.Message) -> str:
    return "\n".join(message.texts)


def look_for_traces(folder: Path, texts: tuple[str, ...]) -> None:
    """Raises Wrong for a text in the bytes of the stopped bot's files.

    A running one would lose its locks on them.
    """
    left = b"".join(each.read_bytes() for each in sorted(folder.iterdir()))
    found = [text for text in texts if text.encode() in left]
    expect(not found, f"Databasen husker stadig: {found}.")


# --- the view --------------------------------------------------------------------------------

_CLOCK = re.compile(r"\{\{TIME\(([0-9TZ:-]+)\)\}\}")
_LINES_OF_A_CARD = 3
_PHASE = re.compile(r"^(?P<title>.+) · (?P<number>\d+) af (?P<count>\d+)$")


@dataclass(kw_only=True)
class Screen:
    """The transcript runs upwards; below it stand the phase and the time left.

    Without a terminal there is the transcript alone.
    """

    console: Console
    clock: Callable[[], datetime]
    agenda: Agenda
    phase: str = ""
    ends: datetime | None = None
    began: datetime | None = None
    paused: str = ""
    day: date | None = None
    spoke: tuple[str, str] = ("", "")  # when, and who
    _live: Live = field(init=False)

    def __post_init__(self) -> None:
        self._live = Live(
            console=self.console,
            get_renderable=self.below,
            refresh_per_second=8,
            transient=True,
        )

    def __enter__(self) -> "Screen":
        if self.console.is_terminal:
            self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    # What is heard

    def spoken(self, person: Person, text: str) -> None:
        self._line(_first(person), text)

    def hears(self, event: chats.Event) -> None:
        match event:
            case chats.Said(chat=chat, person=person, text=text):
                to = "" if chat.kind == "personal" else "@Sparringsrum "
                self._line(_first(person), f"{to}{text}", aside=_private(chat))
            case chats.Pressed(chat=chat, person=person, title=title):
                self._line(_first(person), f"[{title}]", aside=_private(chat), style="cyan")
            case chats.HandedIn(person=person, title=title):
                self._line(_first(person), f"[{title}: udfyldt]", style="cyan")
            case chats.Answered(person=person, answer=answer) if answer.kind == "message":
                self._bot(answer.texts, aside=f"kun til {_first(person)}")
            case chats.Answered(chat=chat, answer=answer) if answer.kind == "card":
                if chat.kind == "personal":  # in the group an update shows it to all
                    self._bot(answer.texts, aside=_private(chat))
            case chats.Posted(chat=chat, message=message):
                self._bot(message.texts, aside=_private(chat))
                self._follow(chat, message)
            case chats.Updated(chat=chat, message=message):
                before = message.versions[-2].texts
                news = [text for text in message.texts if text not in before]
                self._bot(news, aside=_private(chat))
                self._follow(chat, message)

    def _follow(self, chat: chats.Chat, message: chats.Message) -> None:
        """Where the meeting is, read off its newest card."""
        if chat.kind == "personal" or message is not chat.last:
            return
        known = _PHASE.match(message.texts[0])
        if known is None:
            self.phase = ""
            return
        if self.phase != known[0]:
            self.phase, self.began = known[0], self.clock()
        line = next((text for text in message.texts if _is_about_time(text)), "")
        self.paused = line if line.startswith("Pause") else ""
        found = _CLOCK.search(line)
        self.ends = datetime.fromisoformat(found[1]) if found else None

    # What is shown

    def _bot(self, texts: list[str], *, aside: str) -> None:
        for text in [text for text in texts if "faser er færdige" not in text][:_LINES_OF_A_CARD]:
            self._line("Sparringsrum", text, aside=aside, style="green")

    def _line(self, who: str, text: str, *, aside: str = "", style: str = "") -> None:
        self._new_day()
        at = _clock(self.clock())
        said = f"({aside}) " if aside else ""
        said += _CLOCK.sub(lambda found: _clock(datetime.fromisoformat(found[1])), text)
        if not self.console.is_terminal:
            self.console.out(f"{at:>5}  {who}: {said}", highlight=False)
            return
        row = Table.grid(padding=(0, 2))
        row.add_column(width=5, justify="right", style="dim")
        row.add_column(width=12, style="bold")
        row.add_column(style=f"{style} dim" if aside else style)
        row.add_row(*(("", "") if self.spoke == (at, who) else (at, who)), Text(said))
        self.spoke = at, who
        self.console.print(row)

    def _new_day(self) -> None:
        today = self.clock().astimezone(COPENHAGEN).date()
        if today != self.day:
            self.day = today
            self.console.print(f"\n{day_words(today).capitalize()}", style="bold", highlight=False)

    def below(self) -> RenderableType:
        """The phase, and its time left by the clock on the wall."""
        now = self.clock()
        where = Text(f"kl. {_clock(now)}  {self.phase or AGENDAS[self.agenda.name]}", "bold")
        if not self.phase or self.began is None:
            return Group("", where)
        if self.paused or self.ends is None:
            return Group("", where, Text(self.paused, "dim"))
        whole = max(1.0, (self.ends - self.began).total_seconds())
        left = max(0.0, (self.ends - now).total_seconds())
        row = Table.grid(padding=(0, 2))
        bar = ProgressBar(total=whole, completed=left, width=40)
        row.add_row(bar, f"{timedelta(seconds=round(left))} tilbage".removeprefix("0:"))
        return Group("", where, row)


def _is_about_time(text: str) -> bool:
    return text.startswith(("Slutter", "Tiden er gået", "Pause", "Timen er gået"))


def _first(person: Person) -> str:
    return person.name.split()[0]


def _private(chat: chats.Chat) -> str:
    return f"privat, {_first(chat.members[0])}" if chat.kind == "personal" else ""


def _clock(at: datetime) -> str:
    local = at.astimezone(COPENHAGEN)
    return f"{local.hour}.{local.minute:02}"
