"""A year, or its beginning, played and accounted for."""

import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from bot.kinds import Kind
from dialogs.calendar.days import instant
from dialogs.courses.wish import State
from storage.store import Session
from tests import house
from tests.bot.test_privacy import PUBLIC
from tests.year import account, department
from tests.year.account import Line
from tests.year.leaders import Everybody, Round
from tests.year.lives import Life, lives
from tests.year.play import Year
from tests.year.report import Seen

BEGINS, A_YEAR = date(2026, 8, 3), date(2027, 8, 2)  # two Mondays
MONDAY = 0


@dataclass(frozen=True, kw_only=True)
class Proof:
    year: Year
    course: Round
    everybody: Everybody
    seen: Seen
    lines: list[Line]
    kinds: Mapping[str, Kind]
    wrong: list[str]


async def played(
    seed: int,
    until: date,
    folder: Path,
    *,
    begins: date = BEGINS,
    looks: Callable[[Year], None] = lambda _: None,
) -> Proof:
    """`looks`: each evening."""
    names = [name for members in department.TEAMS.values() for name in members]
    of_all = lives(names, department.LEADERS, random.Random(seed))
    clock = house.Clock(time=instant(begins, time(8), house.ZONE).astimezone(UTC))
    async with house.house(folder, clock=clock, names=(), public_url=PUBLIC) as home:
        here = await department.moved_in(home, _phones(of_all))
        year = Year(here=here, lives=of_all, seed=seed)
        course, everybody, seen = Round(year=year), Everybody(year=year), Seen()
        year.daily.append(everybody.every_day)
        year.weekly += [course.goes_on, everybody.every_week]
        year.nightly += [seen.looks, lambda _: looks(year)]
        year.heard.append(course.heard)
        clockwork = home.bot.clockwork
        assert clockwork.nightly is not None
        clockwork.nightly = _on_mondays(clockwork.nightly)
        await year.plays(until)
        kinds = home.bot.outbox.kinds

        def accounts(session: Session) -> tuple[list[Line], list[str]]:
            prompts = year.ledger.prompts.values()
            lines = account.account(session, prompts, kinds, year.now)
            return lines, list(_untold(session, course))

        lines, untold = await home.bot.store.read(accounts)
        wrong = [*year.ledger.wrong(year.now, here.calendars), *account.wrong(lines), *untold]
        if begins <= BEGINS and until >= A_YEAR:
            wrong += _missing(course, seen)
        return Proof(
            year=year,
            course=course,
            everybody=everybody,
            seen=seen,
            lines=lines,
            kinds=kinds,
            wrong=wrong,
        )


def _phones(of_all: Mapping[str, Life]) -> Mapping[str, str]:
    return {name: life.phone for name, life in of_all.items() if life.phone}


def _on_mondays(
    nightly: Callable[[datetime], Awaitable[None]],
) -> Callable[[datetime], Awaitable[None]]:
    """What is deleted each night is deleted once a week: to look through every text each night
    would be a fifth of the time that the year takes, and `make test` has it."""

    async def on_mondays(now: datetime) -> None:
        if now.astimezone(house.ZONE).weekday() == MONDAY:
            await nightly(now)

    return on_mondays


def _untold(session: Session, course: Round) -> Iterator[str]:
    if course.oriented_at is not None:
        for name in course.untold(session):
            yield f"the department was told before {name} was"
        if not course.too_early.startswith("Afdelingen kan ikke orienteres endnu."):
            yield f"an orientation too early was answered {course.too_early!r}"


def _missing(course: Round, seen: Seen) -> Iterator[str]:
    """What a whole year has to show, or else it proves less than it says."""
    for state in State:
        if state is not State.LAPSED and not seen.wishes.get(state):
            yield f"no wish was ever {state}"
    if course.oriented_at is None:
        yield "the department was never told"
    if not any(number >= 3 for *_, number, _ in seen.points.values()):
        yield "no theme came up with three"
    for what in ("held", "skipped"):
        if not any(what in been[-1] for been in seen.supervisions.values()):
            yield f"no supervision was {what}"
    if not any("held 1" in been[-1] for been in seen.supervisions.values()):
        yield "no supervision was moved and held"
