"""What people do of their own accord: leaders hold ledelsestilsyn, decide and tell; everybody
wishes, says that they are away, and wants quiet."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import aiohttp
from sqlalchemy import select

from bot.rehearsal.chats import Message
from bot.rehearsal.connector import Chat, Form, Person
from dialogs.calendar.days import DAY, is_working_day
from dialogs.courses import words as courses
from dialogs.courses.wish import State, Track
from dialogs.quiet import words as quiet
from dialogs.supervision import words as supervision
from dialogs.tilsyn import words as tilsyn
from storage import courses as store
from storage.store import Session
from storage.tables import CourseWishEventRow, PersonRow
from tests.bot.test_exports import cells
from tests.bot.test_privacy import PUBLIC
from tests.year.department import LEADERS
from tests.year.play import Year

COMMAND = "kursusønske"
A_WEEK = 7  # days
OF = 2027  # the budget year whose round is played
ABSENCE = "Meld fravær"
BEGIN = date(2026, 8, 4)  # the first day after they have moved in
FIRST_TILSYN = 10  # the day of a quarter's first month from which a leader holds them
ORIENTED = "Bevilgede kurser i"
ANOTHER_WISH, MORE_SUPERVISION = 0.35, 0.12  # a week


@dataclass(kw_only=True)
class Round:
    """The course round as the leader group works through it, and what there is to show of it."""

    year: Year
    sheet: list[list[str]] = field(default_factory=list)
    too_early: str = ""  # what was said to an orientation before its time
    oriented_at: datetime | None = None
    orientation: str = ""
    told_in_person: int = 0
    postponed: int = 0
    withdrawn: int = 0

    async def goes_on(self) -> None:
        month = self.year.today.month
        if month in (9, 11) and self.year.today.day <= A_WEEK:
            for leader in self._leaders():
                await self._ticks_plans(leader)
        if month in (12, 1):
            for leader in self._leaders():  # nobody decides on a wish of their own
                await self._decides(leader)
                await self._tries_too_early(leader)
        if month in (1, 2, 3):
            for leader in self._leaders():
                await self._gives(leader)
        if month in (10, 3) and self.withdrawn < (1 if month == 10 else 2):
            await self._withdraws()

    def _leaders(self) -> list[Person]:
        return [each for each in self.year.here.leaders if self.year.is_here(each)]

    def heard(self, chat: Chat, message: Message) -> None:
        text = "\n".join(message.texts)
        if ORIENTED in text and not self.orientation:
            self.orientation = text
            self.oriented_at = message.present.when

    async def _ticks_plans(self, leader: Person) -> None:
        menu = await self.year.says(leader, COMMAND)
        if courses.TALKS in menu.buttons:
            await self.year.presses(leader, menu, courses.TALKS)

    async def _decides(self, leader: Person) -> None:
        """The sheet, and one wish after the other."""
        card = await self.year.goes_to(leader, COMMAND, courses.ROUND)
        tried: dict[str, int] = {}
        for _ in range(90):
            if courses.BEGIN not in card.buttons:
                break
            if not self.sheet:
                self.sheet = await self._fetches(leader, card)
            wish = await self.year.goes_to(leader, COMMAND, courses.ROUND, courses.BEGIN)
            if courses.DECIDE not in wish.buttons:
                break
            shown = "\n".join(wish.texts[:4])
            tried[shown] = tried.get(shown, 0) + 1
            no = {"decision": "not_now", "reason": "Pengene rækker ikke i år."}
            await self.year.presses(
                leader, wish, courses.DECIDE, **(no if tried[shown] > 1 else {})
            )
            card = await self.year.goes_to(leader, COMMAND, courses.ROUND)

    async def _fetches(self, leader: Person, card: Message) -> list[list[str]]:
        own = self.year.here.home.own(leader)
        await leader.presses(own, courses.SHEET, message=card)
        await self.year.settles()
        url = own.last.card["actions"][0]["url"].replace(PUBLIC, self.year.here.home.bot.url)
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            return cells(await response.read())

    async def _tries_too_early(self, leader: Person) -> None:
        if self.too_early or self.oriented_at is not None:
            return
        card = await self.year.goes_to(leader, COMMAND, courses.ROUND)
        own = self.year.here.home.own(leader)
        answer = await leader.presses(own, courses.ORIENT, message=card)
        await self.year.settles()
        self.too_early = " ".join(answer.texts)

    async def _gives(self, leader: Person) -> None:
        """To each of their own; whoever is on leave is told when they are back."""
        home = self.year.here.home
        for _ in range(20):
            menu = await self.year.says(leader, COMMAND)
            if courses.GIVE not in menu.buttons:
                return
            form = await leader.presses(home.own(leader), courses.GIVE, message=menu)
            if not isinstance(form, Form) or "who" not in form.inputs:
                return
            choices = form.inputs["who"]["choices"]
            chosen = next((each for each in choices if not self._is_away(each["title"])), None)
            who = chosen or choices[0]
            draft = await form.submit(who=who["value"])
            if not isinstance(draft, Form):
                return
            if not await self._tells(draft, is_away=chosen is None):
                return

    async def _tells(self, draft: Form, *, is_away: bool) -> bool:
        if is_away:
            if self.year.today.month > 1 or self.postponed:
                return False
            until = date(OF, 3, 1)
            await draft.submit(courses.POSTPONE, until=until.isoformat())
            self.postponed += 1
        elif self.year.chance.random() < 0.15:
            await draft.submit(courses.TOLD_MYSELF)
            self.told_in_person += 1
        else:
            await draft.submit()
        await self.year.settles()
        self.year.ledger.answered[courses.GIVE] += 1
        return True

    def _is_away(self, name: str) -> bool:
        life = next((v for k, v in self.year.lives.items() if name in (k, k.split()[0])), None)
        return life is not None and life.is_away(self.year.today)

    async def _withdraws(self) -> None:
        """One that is still a wish, and one that was granted."""
        state = State.GRANTED if self.year.today.month == 3 else State.WISHED
        wishing = await self.year.here.home.bot.store.read(_who_has, state)
        for person in self.year.here.caseworkers:
            if person.name not in wishing or not self.year.is_here(person):
                continue
            listed = await self.year.goes_to(person, COMMAND, courses.MINE)
            for see in [each for each in listed.buttons if each.startswith("Se ")]:
                card = await self.year.goes_to(person, COMMAND, courses.MINE, see)
                is_it = f"Nu: {courses.STATES[state]}" in "\n".join(card.texts)
                if is_it and courses.WITHDRAW in card.buttons:
                    await self.year.presses(person, card, courses.WITHDRAW)
                    self.withdrawn += 1
                    return

    def untold(self, session: Session) -> list[str]:
        """Who had no answer of their own when the department was told, and was not put off."""
        later = store.postponed(session, OF)
        found = []
        for wish in store.wishes(session, year=OF):
            query = select(CourseWishEventRow.at).where(
                CourseWishEventRow.wish_id == wish.id,
                CourseWishEventRow.state.in_((State.GRANTED, State.NOTED, State.REFUSED)),
            )
            told = session.scalars(query).first()
            late = told is None or self.oriented_at is None or told > self.oriented_at
            waits = wish.decision is not None or wish.state in (State.COLLECTED, State.PRIORITISED)
            if wish.track is Track.ROUND and waits and late and wish.who.id not in later:
                found.append(wish.who.name)
        return found


def _who_has(session: Session, state: State) -> set[str]:
    """Whole names of those with a wish that is so."""
    ids = {each.who.id for each in store.wishes(session, states=(state,))}
    query = select(PersonRow.name).where(PersonRow.id.in_(ids))
    return set(session.scalars(query))


@dataclass(kw_only=True)
class Everybody:
    """What nobody has to ask for."""

    year: Year
    absences: int = 0
    quiet: int = 0
    requested: int = 0

    async def every_day(self) -> None:
        for person in self.year.here.everybody:
            life = self.year.lives[person.name]
            for first, last in life.away:
                if self.year.today == self._said_on(first, last):
                    await self._is_away(person, max(first, self.year.today), last)
            if life.quiet and life.quiet[0] == self.year.today:
                await self._wants_quiet(person, life.quiet[1])

    def _said_on(self, first: date, last: date) -> date:
        """A holiday a week before; illness on the day."""
        day = first - timedelta(days=7 if (last - first).days > 3 else 0)
        while not is_working_day(day) or day < min(BEGIN, last):
            day += DAY
        return day

    async def _is_away(self, person: Person, first: date, last: date) -> None:
        card = await self.year.says(person, "fravær")
        days = {"first": first.isoformat(), "last": last.isoformat()}
        await self.year.presses(person, card, ABSENCE, **days)
        self.absences += 1

    async def _wants_quiet(self, person: Person, until: date) -> None:
        card = await self.year.says(person, "ro")
        button = next(each for each in (quiet.ASK, quiet.CHANGE) if each in card.buttons)
        await self.year.presses(person, card, button, until=until.isoformat())
        self.quiet += 1

    async def every_week(self) -> None:
        chance, here = self.year.chance, self.year.here
        there = [who for who in here.caseworkers if self.year.is_here(who)]
        if there and chance.random() < ANOTHER_WISH:
            await self._opens(chance.choice(there), COMMAND, courses.WRITE)
        if there and chance.random() < MORE_SUPERVISION:
            self.requested += 1
            await self._opens(chance.choice(there), "supervision", supervision.REQUEST)
        if self.year.today.day >= FIRST_TILSYN or self.year.today.month % 3 != 1:
            for leader in here.leaders:
                if self.year.is_here(leader):
                    for team in LEADERS[leader.name]:
                        await self._holds_tilsyn(leader, team)

    async def _opens(self, person: Person, word: str, button: str) -> None:
        card = await self.year.says(person, word)
        if button in card.buttons:
            await self.year.presses(person, card, button)

    async def _holds_tilsyn(self, leader: Person, team: str) -> None:
        """With one or two of a team each week, until the round has been with all."""
        buttons = (tilsyn.TICK, self.year.chance.choice((tilsyn.TICK, tilsyn.TALKED)))
        for button in buttons:
            listed = await self.year.says(leader, "ledelsestilsyn")
            if team in listed.buttons:
                listed = await self.year.goes_to(leader, "ledelsestilsyn", team)
            if button not in listed.buttons:
                return
            await self.year.presses(leader, listed, button)
