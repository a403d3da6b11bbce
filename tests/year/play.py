"""A year of the department, on a clock that goes from one thing to the next."""

import heapq
import random
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import func, select

from bot.rehearsal.chats import HandedIn, Posted, Pressed, Said
from bot.rehearsal.connector import Chat, Event, Form, Message, Person
from bot.rehearsal.shown import Json, actions
from dialogs.calendar.days import DAY, at_work, instant, is_working_day
from dialogs.courses import words as courses
from dialogs.supervision import words as supervision
from dialogs.tilsyn import words as tilsyn
from storage import letters, sparring
from storage.store import Session
from storage.tables import OccurrenceRow
from tests.house import ZONE
from tests.year import habits
from tests.year.department import LEADERS, TEAMS, Department
from tests.year.habits import Habits
from tests.year.ledger import Ledger
from tests.year.lives import Life

NIGHT, OWN_TIME, EVENING = time(3), time(10, 30), time(17)
MINUTE = timedelta(minutes=1)
TOGETHER = timedelta(minutes=15)  # what several people answer, in one look at the clock
PHASES_AT_MOST, A_PHASE = 14, timedelta(minutes=3)
CANCELLED, SHORT = 0.06, 0.4  # of the meetings
ANSWERS_FIVE = 0.4  # of those who were there
FIVE = "Svar på fem spørgsmål"
START, START_SHORT, CANCEL = "Start sparringen", "Start kort (30 min.)", "Aflys sparringen"
NEXT, CLOSE = "Næste fase", "Afslut sparringen"
NUDGE = "Skriv til "

# What becomes of a quarter's supervision: each team has its turn with each of them.
BOOKED, MOVED, LATE, FORGOTTEN = range(4)


@dataclass(kw_only=True)
class Year:
    here: Department
    lives: Mapping[str, Life]
    seed: int
    ledger: Ledger = field(default_factory=lambda: Ledger(zone=ZONE))
    meetings: int = 0
    cancelled: int = 0
    ticks: int = 0
    turns: int = 0  # what people said, pressed and handed in
    weekly: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    daily: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    nightly: list[Callable[[Session], None]] = field(default_factory=list)
    heard: list[Callable[[Chat, Message], None]] = field(default_factory=list)
    chance: random.Random = field(init=False)
    habits: Habits = field(init=False)
    _week: tuple[int, int] = (0, 0)
    _tried: set[tuple[str, str]] = field(default_factory=set)  # about a team's quarter
    _has_skipped: bool = False  # one leader does so, once; the others have their team asked again
    _inbox: deque[tuple[Chat, Message]] = field(default_factory=deque)
    _later: list[tuple[datetime, int, Person, Message]] = field(default_factory=list)
    _number: count = field(default_factory=count)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.habits = Habits(random=self.chance, today=self.today)
        self.here.home.teams.listeners.append(self._heard)

    @property
    def now(self) -> datetime:
        return self.here.home.clock.time

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def _heard(self, event: Event) -> None:
        self.ledger.heard(event)
        self.turns += isinstance(event, (Said, Pressed, HandedIn))
        if isinstance(event, Posted):
            self._inbox.append((event.chat, event.message))
            for each in self.heard:
                each(event.chat, event.message)

    def is_here(self, person: Person) -> bool:
        return not self.lives[person.name].is_away(self.today)

    async def plays(self, until: date) -> None:
        await self.settles()
        while self.today < until:
            await self._day()
            tomorrow = self.today + DAY
            begins = NIGHT if is_working_day(tomorrow) else time(0)
            await self._at(instant(tomorrow, begins, ZONE))

    async def _day(self) -> None:
        self.habits.today = self.today
        evening = instant(self.today, EVENING, ZONE)
        own = instant(self.today, OWN_TIME, ZONE)
        has_own = is_working_day(self.today)
        while True:
            due = await self._next_due()
            moment = min(due, own) if has_own else due
            if moment > evening:
                break
            await self._at(max(moment, self.now))
            if has_own and own <= self.now:
                has_own = False
                await self._does_of_its_own()
            if at_work(self.now, self._calendar, ZONE) == self.now:
                await self._people_act()
        await self.here.home.bot.store.read(self._looks_at_night)

    @property
    def _calendar(self) -> Any:
        return self.here.calendars[""]

    def _looks_at_night(self, session: Session) -> None:
        self.ledger.looks_at_all(session)
        for look in self.nightly:
            look(session)

    async def _next_due(self) -> datetime:
        """When the bot or somebody has something to do; one minute from now at the earliest."""
        found = await self.here.home.bot.store.read(_next_moment)
        if self._later:
            found.append(self._later[0][0])
        return max(min(found), self.now + MINUTE)

    async def _at(self, moment: datetime) -> None:
        home = self.here.home
        if moment > self.now:
            home.clock.time = moment.astimezone(home.clock.time.tzinfo)
        await home.bot.clockwork.tick()
        self.ticks += 1
        await self.settles()

    async def settles(self) -> None:
        home = self.here.home
        await home.settle()
        if self.ledger.has_news:
            await home.bot.store.read(self.ledger.looks)

    async def says(self, person: Person, text: str) -> Message:
        """In private; and the last that stands there afterwards."""
        own = self.here.home.own(person)
        await person.says(own, text)
        await self.settles()
        return own.last

    async def goes_to(self, person: Person, text: str, *buttons: str) -> Message:
        """A word, and one button after the other. Raises NoSuchButton."""
        last = await self.says(person, text)
        for button in buttons:
            await person.presses(self.here.home.own(person), button, message=last)
            await self.settles()
            last = self.here.home.own(person).last
        return last

    async def _does_of_its_own(self) -> None:
        for does in self.daily:
            await does()
        if self.today.isocalendar()[:2] != self._week:
            self._week = self.today.isocalendar()[:2]
            for does in self.weekly:
                await does()

    # --- answers -----------------------------------------------------------------------------

    async def _people_act(self) -> None:
        while self._inbox:
            chat, message = self._inbox.popleft()
            if chat.kind == "personal":
                self._puts_off(chat.members[0], message)
            elif START in message.buttons:
                await self._meets(chat, message)
            elif FIVE in message.buttons:
                await self._answer_all(chat, message)
        while self._later and self._later[0][0] <= self.now + TOGETHER:
            _, _, person, message = heapq.heappop(self._later)
            if self.is_here(person):
                await self._answers(person, message)
            else:
                self._answers_at(self._back(person), person, message)

    def _puts_off(self, person: Person, message: Message) -> None:
        if message.buttons:
            after = self.lives[person.name].answers_after(self.chance)
            if after is not None:
                self._answers_at(self.now + after, person, message)

    def _answers_at(self, at: datetime, person: Person, message: Message) -> None:
        when = at_work(at, self._calendar, ZONE)
        heapq.heappush(self._later, (when, next(self._number), person, message))

    def _back(self, person: Person) -> datetime:
        day = self.today
        while self.lives[person.name].is_away(day):
            day += DAY
        return instant(day, OWN_TIME, ZONE)

    async def _answers(self, person: Person, message: Message) -> None:
        """Each thing in it, one after the other."""
        for section in sections(message.seen_by(person).card):
            titles = [each["title"] for each in section]
            button = self._chooses(person, titles)
            if button is not None:
                action = next(each for each in section if each["title"] == button)
                await self.presses(person, message, button, action)

    def _chooses(self, person: Person, titles: Sequence[str]) -> str | None:
        if supervision.HELD in titles:
            return self._was_held(person)
        if supervision.AGAIN in titles:
            return self._books(person)
        if supervision.SKIP in titles:
            nudge = next(each for each in titles if each.startswith(NUDGE))
            return nudge if self._has_skipped else supervision.SKIP
        return self.habits.presses(titles)

    def way(self, team: str) -> int:
        quarter = self.today.year * 4 + (self.today.month - 1) // 3
        return (list(TEAMS).index(team) + quarter) % 4

    def _first_time(self, person: Person, what: str) -> bool:
        """In this quarter, for this team."""
        quarter = f"{self.today.year}-{(self.today.month - 1) // 3}"
        key = (f"{what} {quarter}", self.here.team_of(person))
        first = key not in self._tried
        self._tried.add(key)
        return first

    def _books(self, person: Person) -> str | None:
        match self.way(self.here.team_of(person)):
            case way if way == LATE and self._first_time(person, "late"):
                return supervision.AGAIN
            case way if way == FORGOTTEN and self.today.month % 3 != 0:
                return None  # until their leader has had them asked again, in the last month
            case _:
                return supervision.BOOK

    def _was_held(self, person: Person) -> str:
        moved = self.way(self.here.team_of(person)) == MOVED
        return (
            supervision.WAS_MOVED
            if moved and self._first_time(person, "m")
            else "Ja, den er holdt"
        )

    async def presses(
        self,
        person: Person,
        message: Message,
        button: str,
        action: Json | None = None,
        **fields: object,
    ) -> str:
        """And hands in what it opens. `action`: which, where several have that title."""
        chat = self.here.home.own(person)
        before = message.seen_by(person).card
        shown = action or next(a for a in actions(before or {}) if a.get("title") == button)
        where = message.present.with_card({"type": "AdaptiveCard", "actions": [shown]})
        answer = await person.presses(chat, button, message=where)
        said = ""
        if isinstance(answer, Form):
            ahead = habits.AHEAD if button in habits.ARRANGES else habits.SOON
            given = {**self._fields(person, button, answer), **fields}
            answer, said = await habits.hands_in(self.habits, answer, ahead, given)
        card = {"type": "AdaptiveCard", "actions": [shown]}
        refused = said if isinstance(answer, Form) else ""
        self.ledger.pressed(message, button, card, said=refused)
        self._has_skipped |= button == supervision.SKIP and not said
        await self.settles()
        return said

    def _fields(self, person: Person, button: str, form: Form) -> Mapping[str, object]:
        match button:
            case courses.WRITE:
                return self.habits.wishes()
            case courses.DECIDE:
                return self.habits.decides()
            case courses.TALKS:
                return self._plans(form)
            case tilsyn.TALKED:
                return self._talked(person, form)
            case supervision.WAS_MOVED:
                return {"day": self._open_day(person, self.today + timedelta(days=7))}
            case supervision.BOOK if "supervisor" in form.inputs:
                return {"day": self._open_day(person, self.today + timedelta(days=14))}
            case _:
                return {}

    def _open_day(self, person: Person, day: date) -> str:
        calendar = self.here.calendars[self.here.team_of(person)]
        while not is_working_day(day, calendar):
            day += DAY
        return day.isoformat()

    def _plans(self, form: Form) -> Mapping[str, str]:
        """MUS is booked with all; more and more plans are made as the window goes on."""
        everybody = [each["value"] for each in form.inputs["booked"]["choices"]]
        share = {8: 0.0, 9: 0.2, 10: 0.5}.get(self.today.month, 0.9)
        had = str(form.inputs["planned"].get("value") or "").split(",")
        planned = [who for who in everybody if who in had or self.chance.random() < share]
        return {"booked": ",".join(everybody), "planned": ",".join(planned)}

    def _talked(self, person: Person, form: Form) -> Mapping[str, str]:
        """One theme comes up with many of a leader's caseworkers, others with few."""
        of_quarter = ((self.today.month - 1) // 3 * 4 + list(LEADERS).index(person.name) * 3) % 11
        found = {of_quarter} if self.chance.random() < 0.6 else set()
        if self.chance.random() < 0.4:
            found.add(self.chance.randrange(11))
        text = self.chance.choice(habits.TEXTS) if self.chance.random() < 0.5 else ""
        return {"themes": ",".join(map(str, sorted(found))), "text": text}

    async def _answer_all(self, chat: Chat, message: Message) -> None:
        for person in chat.members:
            if self.is_here(person) and self.chance.random() < ANSWERS_FIVE:
                answer = await person.presses(chat, FIVE, message=message)
                if isinstance(answer, Form):
                    await habits.hands_in(self.habits, answer, habits.SOON, {})
                await self.settles()

    # --- meetings ----------------------------------------------------------------------------

    async def _meets(self, chat: Chat, start: Message) -> None:
        """The coordinator, or the deputy in their place, leads it from start to close."""
        leads = next((who for who in chat.members[:2] if self.is_here(who)), None)
        if leads is None or self.chance.random() < CANCELLED:
            if leads is not None:
                form = await leads.opens(chat, CANCEL, message=start)
                await form.submit()
                await self.settles()
            self.cancelled += 1
            return
        short = START_SHORT in start.buttons and self.chance.random() < SHORT
        await leads.presses(chat, START_SHORT if short else START, message=start)
        await self.settles()
        for phase in range(PHASES_AT_MOST):
            last = chat.last
            if CLOSE in last.buttons or NEXT not in last.buttons:
                break
            await self._at(self.now + A_PHASE)
            if phase == 1:
                await self._writes_point(chat)
            await leads.presses(chat, NEXT)
            await self.settles()
        if CLOSE in chat.last.buttons:
            await leads.presses(chat, CLOSE)
            await self.settles()
        self.meetings += 1

    async def _writes_point(self, chat: Chat) -> None:
        there = [who for who in chat.members if self.is_here(who)]
        await self.says(self.chance.choice(there), f"læring {self.chance.choice(habits.TEXTS)}")


def sections(card: Json | None) -> list[list[Json]]:
    """What can be pressed on a message, thing by thing."""
    found: dict[object, list[Json]] = {}
    for each in actions(card) if card else ():
        if each["type"] != "Action.OpenUrl" and "title" in each:
            data = each.get("data")
            found.setdefault(data.get("section") if isinstance(data, dict) else None, []).append(
                each
            )
    return list(found.values())


def _next_moment(session: Session) -> list[datetime]:
    """When time brings something next: what is planned, what is held, a meeting's phase."""
    planned = session.scalar(
        select(func.min(OccurrenceRow.due_at)).where(OccurrenceRow.done_at.is_(None))
    )
    found = [planned, letters.next_held(session), sparring.next_due(session)]
    return [each for each in found if each is not None]
