"""A year of the department, on a clock that goes from one thing to the next."""

import heapq
import random
from collections import deque
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

import aiohttp

from bot.rehearsal.chats import Posted
from bot.rehearsal.connector import Chat, Event, Form, Message, Person
from dialogs.calendar.days import DAY, is_working_day
from dialogs.courses import words as courses
from tests.bot.test_exports import cells
from tests.bot.test_privacy import PUBLIC
from tests.house import ZONE
from tests.year import habits
from tests.year.department import LEADERS, Department
from tests.year.habits import Habits
from tests.year.ledger import Ledger

HOURS = tuple(time(hour, minute) for hour in range(8, 17) for minute in (0, 30))
NIGHT = time(3)
ACTS_AT_MOST = 3  # on one message
POINTS = 2  # learning points handed in, of every meeting
FIVE = "Svar på fem spørgsmål"
KEPT = ("Bevilgede kurser i", "Temaer i ")
FIRST_TILSYN = 10  # the day of the month from which a leader holds them


@dataclass(kw_only=True)
class Year:
    here: Department
    seed: int
    ledger: Ledger = field(default_factory=lambda: Ledger(zone=ZONE))
    meetings: int = 0
    evidence: list[str] = field(default_factory=list)
    sheet: list[list[str]] = field(default_factory=list)
    _random: random.Random = field(init=False)
    _habits: Habits = field(init=False)
    _inbox: deque[tuple[Chat, Message]] = field(default_factory=deque)
    _later: list[tuple[datetime, int, Person, Message]] = field(default_factory=list)
    _number: count = field(default_factory=count)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._habits = Habits(random=self._random, today=self.today)
        self.here.home.teams.listeners.append(self._heard)

    @property
    def now(self) -> datetime:
        return self.here.home.clock.time

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def _heard(self, event: Event) -> None:
        self.ledger.heard(event)
        if isinstance(event, Posted):
            self._inbox.append((event.chat, event.message))

    async def plays(self, until: date) -> None:
        while self.today < until:
            await self._day()
            await self._at(datetime.combine(self.today + DAY, NIGHT, ZONE))

    async def _day(self) -> None:
        day = self._habits.today = self.today
        working = is_working_day(day)
        for clock in HOURS if working else (time(9), time(15)):
            await self._at(datetime.combine(day, clock, ZONE))
            if working:
                await self._people_act()
        if working:
            await self._leaders_work()
        await self.here.home.bot.store.read(self.ledger.looks)

    async def _at(self, moment: datetime) -> None:
        home = self.here.home
        if moment > self.now:
            home.clock.time = moment.astimezone(home.clock.time.tzinfo)
        await home.bot.clockwork.tick()
        await home.settle()

    # --- answers -----------------------------------------------------------------------------

    async def _people_act(self) -> None:
        while self._inbox:
            chat, message = self._inbox.popleft()
            if chat.kind == "personal":
                self._keeps(message)
                when = habits.answers_when(self._habits)
                if when is not None:
                    entry = (self.now + when, next(self._number), chat.members[0], message)
                    heapq.heappush(self._later, entry)
            elif "Start sparringen" in message.buttons:
                await self._meets(chat, message)
            elif FIVE in message.buttons:
                await self._answers_all(chat, FIVE)
            else:
                self._keeps(message)
        while self._later and self._later[0][0] <= self.now:
            _, _, person, message = heapq.heappop(self._later)
            await self._answers(person, message)

    async def _answers(self, person: Person, message: Message) -> None:
        chat = self.here.home.own(person)
        done: set[str] = set()
        for _ in range(ACTS_AT_MOST):
            shown = [each for each in message.seen_by(person).buttons if each not in done]
            button = habits.pressable(shown)
            if button is None:
                return
            done.add(button)
            await self._presses(person, chat, button, message)

    def _keeps(self, message: Message) -> None:
        """What a reader of the ledger wants to see."""
        text = "\n".join(message.texts)
        if any(each in text for each in KEPT):
            self.evidence.append(text)

    async def _presses(self, person: Person, chat: Chat, button: str, message: Message) -> None:
        answer = await person.presses(chat, button, message=message)
        said = ""
        if isinstance(answer, Form):
            ahead = habits.AHEAD if button in habits.ARRANGES else habits.BEHIND
            fields = habits.FIELDS.get(button, {})
            if button == courses.WRITE:
                fields = self._random.choice(habits.WISHES)
            answer, said = await habits.hands_in(self._habits, answer, ahead, fields)
        await self.here.home.settle()
        if isinstance(answer, Form):
            self.ledger.refused[f"{button}: {said}"] += 1
        else:
            self.ledger.answered[button] += 1

    async def _answers_all(self, chat: Chat, button: str) -> None:
        for person in chat.members:
            if self._random.random() < habits.AT_ONCE:
                message = next(each for each in reversed(chat.messages) if button in each.buttons)
                await self._presses(person, chat, button, message)

    # --- meetings ----------------------------------------------------------------------------

    async def _meets(self, chat: Chat, start: Message) -> None:
        """The coordinator leads it from start to close, a few minutes a phase."""
        home, leads = self.here.home, chat.members[0]
        await leads.presses(chat, "Start sparringen", message=start)
        await home.settle()
        for minutes in range(12):
            buttons = chat.last.buttons
            if "Afslut sparringen" in buttons:
                break
            await self._at(self.now + timedelta(minutes=2))
            if minutes < POINTS:
                await self._writes_point(chat)
            await leads.presses(chat, "Næste fase")
            await home.settle()
        await leads.presses(chat, "Afslut sparringen")
        await home.settle()
        self.meetings += 1

    async def _writes_point(self, chat: Chat) -> None:
        person = self._random.choice(chat.members)
        text = self._random.choice(habits.TEXTS)
        await self.here.home.says(person, f"læring {text}", alone=True)

    # --- what leaders do of their own accord -------------------------------------------------

    async def _leaders_work(self) -> None:
        """On Mondays; each quarter a ledelsestilsyn with every caseworker, and in December the
        round."""
        if self.today.weekday() != 0:
            return
        for leader in self.here.leaders:
            for team in LEADERS[leader.name]:
                if self.today.day >= FIRST_TILSYN:
                    await self._holds_tilsyn(leader, team)
        if self.today.month in (12, 1):
            await self._decides(self.here.leaders[0])
            for leader in self.here.leaders:
                await self._gives_feedback(leader)

    async def _holds_tilsyn(self, leader: Person, team: str) -> None:
        home, own = self.here.home, self.here.home.own(leader)
        await home.says(leader, "ledelsestilsyn", alone=True)
        if team in own.last.buttons:
            await leader.presses(own, team)
            await home.settle()
        listed = own.last
        for button in ("Notér ledelsestilsyn", "Notér ledelsestilsyn", "Samtalen er holdt"):
            if button in listed.buttons:
                await self._presses(leader, own, button, listed)

    async def _decides(self, leader: Person) -> None:
        """The leader group's own hour: the sheet, and one wish after the other."""
        home, own = self.here.home, self.here.home.own(leader)
        await self._goes_to(leader, courses.ROUND)
        if not self.sheet and courses.SHEET in own.last.buttons:
            await leader.presses(own, courses.SHEET)
            await home.settle()
            self.sheet = await self._fetched(own.last)
            await self._goes_to(leader, courses.ROUND)
        for _ in self.here.caseworkers:
            if courses.BEGIN not in own.last.buttons:
                break
            await leader.presses(own, courses.BEGIN)
            await home.settle()
            if courses.DECIDE not in own.last.buttons:
                break
            await self._presses(leader, own, courses.DECIDE, own.last)
            await self._goes_to(leader, courses.ROUND)

    async def _gives_feedback(self, leader: Person) -> None:
        own = self.here.home.own(leader)
        for _ in self.here.caseworkers:
            await self._goes_to(leader)
            if courses.GIVE not in own.last.buttons:
                break
            before = self.ledger.answered[courses.GIVE]
            await self._presses(leader, own, courses.GIVE, own.last)
            if self.ledger.answered[courses.GIVE] == before:
                break

    async def _goes_to(self, leader: Person, *buttons: str) -> None:
        home = self.here.home
        await home.says(leader, "kursusønske", alone=True)
        for button in buttons:
            await leader.presses(home.own(leader), button)
            await home.settle()

    async def _fetched(self, message: Message) -> list[list[str]]:
        url = message.card["actions"][0]["url"].replace(PUBLIC, self.here.home.bot.url)
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return cells(await response.read())
