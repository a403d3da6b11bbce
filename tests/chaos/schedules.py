"""What comes again: forty years of it, and what becomes of it when the bot was away (rows 6, 8).

What should come is worked out here once more, by other means: days by dateutil's recurrences and a
list of all working days, local time by the European rule instead of the zone's table.
"""

import asyncio
import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import holidays
from dateutil import rrule
from sqlalchemy import insert, select

from bot.clockwork import Clockwork, DomainClock
from dialogs.calendar.days import Calendar, Openness, Week
from dialogs.calendar.recurrence import (
    PROMPTLY,
    Every,
    Lead,
    Moment,
    OnClosed,
    Schedule,
    between,
)
from storage import occurrences
from storage.clock import Anchor
from storage.occurrences import Occurrence
from storage.store import Session, Store
from storage.tables import InboxRow, OccurrenceRow
from tests import stalls
from tests.chaos.experiment import Experiment
from tests.house import ZONE

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FROM, TO = datetime(2000, 1, 1, tzinfo=UTC), datetime(2041, 1, 1, tzinfo=UTC)
YEARS = range(1997, 2046)
NEWER = timedelta(days=732)
LATE = (None, PROMPTLY, HOUR, DAY, 3 * DAY, 40 * DAY)
AWAY = (HOUR, DAY, 30 * DAY)
OUTAGES_OF_A_LIFE = 6  # and it is over before the first of what happened is forgotten
SERIES = "chaos.comes"


# --- what should come, by other means --------------------------------------------------------


@cache
def working_days(closed: frozenset[tuple[int, int]]) -> list[date]:
    off = set(holidays.DK(years=YEARS))
    off |= {date(year, 12, day) for year in YEARS for day in (24, 31)}
    first = date(YEARS[0], 1, 1).toordinal()
    days = map(date.fromordinal, range(first, date(YEARS[-1], 12, 31).toordinal()))
    return [
        day
        for day in days
        if day.isoweekday() <= 5 and day not in off and day.isocalendar()[:2] not in closed
    ]


MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


def nominal(schedule: Schedule, since: date, until: date) -> Iterator[date]:
    start = datetime(since.year, 1, 1)  # noqa: DTZ001 (dateutil's days have no zone)
    end = datetime(until.year, 12, 31)  # noqa: DTZ001
    if schedule.every is Every.WEEK:
        found = rrule.rrule(rrule.WEEKLY, byweekday=schedule.weekday, dtstart=start, until=end)
    else:
        step = MONTHS[schedule.every]
        found = rrule.rrule(
            rrule.MONTHLY,
            bymonth=range(schedule.month, 13, step),
            bymonthday=range(1, schedule.day + 1),
            bysetpos=-1,
            dtstart=start,
            until=end,
        )
    return (day.date() for day in found)


def key_of(schedule: Schedule, day: date) -> str:
    return {
        Every.WEEK: day.strftime("%Y-%m-%d"),
        Every.MONTH: day.strftime("%Y-%m"),
        Every.QUARTER: f"{day.year}-Q{1 + (day.month - 1) // 3}",
        Every.HALF: f"{day.year}-H{1 if day.month <= 6 else 2}",
        Every.YEAR: day.strftime("%Y"),
    }[schedule.every]


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=last.isoweekday() % 7)


def is_summer(utc: datetime) -> bool:
    """Directive 2000/84: from 1:00 UTC on the last Sunday of March to that of October."""
    change = (datetime.combine(last_sunday(utc.year, month), time(1), UTC) for month in (3, 10))
    first, last = change
    return first <= utc < last


def in_utc(day: date, at: time) -> datetime:
    written = datetime.combine(day, at, UTC)
    for ahead, summer in ((2, True), (1, False)):
        there = written - timedelta(hours=ahead)
        if is_summer(there) == summer:
            return there
    return datetime.combine(day, time(1), UTC)  # the hour that is left out has just ended


def expected(schedule: Schedule, after: datetime, until: datetime) -> list[Moment]:
    with stalls.allowed("what should come is reckoned by the slow and obvious means"):
        return _expected(schedule, after, until)


def _expected(schedule: Schedule, after: datetime, until: datetime) -> list[Moment]:
    margin = timedelta(days=120)
    works = working_days(frozenset((week.year, week.number) for week in schedule.calendar.weeks))
    found = []
    for day in nominal(schedule, (after - margin).date(), (until + NEWER + margin).date()):
        is_work = works[bisect_left(works, day)] == day
        held: date | None = day
        if is_work:
            held = None if schedule.on_closed is OnClosed.ONLY else day
        elif schedule.on_closed is OnClosed.SKIPPED:
            held = None
        elif schedule.on_closed is OnClosed.BEFORE:
            held = works[bisect_right(works, day) - 1]
        elif schedule.on_closed is OnClosed.AFTER:
            held = works[bisect_left(works, day)]
        if held is None:
            continue
        there = due = in_utc(held, schedule.at)
        if schedule.lead is not None:
            ahead = works[bisect_left(works, held) - schedule.lead.working_days]
            due = in_utc(ahead, schedule.lead.at)
        end = None if schedule.late is None else there + schedule.late
        found.append(Moment(key=key_of(schedule, day), due_at=due, late_until=end))
    if schedule.only_newest:
        found = [*map(_ended, found, found[1:]), *found[-1:]]
    return [moment for moment in found if after < moment.due_at <= until]


def _ended(moment: Moment, newer: Moment) -> Moment:
    ends = [end for end in (moment.late_until,) if end is not None]
    if newer.due_at - moment.due_at <= NEWER:
        ends.append(newer.due_at)
    end = min(ends, default=None)
    return Moment(key=moment.key, due_at=moment.due_at, late_until=end)


def any_time(chance: random.Random) -> time:
    if chance.random() < 0.5:
        return time(2, chance.randrange(60))
    return time(chance.randrange(24), chance.randrange(60))


def any_schedule(chance: random.Random, years: Sequence[int]) -> Schedule:
    every = chance.choice([Every.WEEK, *Every])
    lead = Lead(working_days=chance.randint(1, 12), at=any_time(chance))
    closed = {Week(chance.choice(years), chance.randint(1, 52)) for _ in range(6)}
    closed |= {Week(year, number) for year in years for number in (28, 29, 30)}
    return Schedule(
        every=every,
        at=any_time(chance),
        weekday=chance.choice((0, 1, 2, 3, 4, 5, 6, 6, 6)),
        month=chance.randint(1, MONTHS.get(every, 1)),
        day=chance.randint(1, 31),
        on_closed=chance.choice([OnClosed.KEPT, *OnClosed]),
        calendar=Calendar(
            weeks=tuple(sorted(closed)) if chance.random() < 0.5 else (),
            first_of_may=Openness.OPEN,
            constitution_day=Openness.OPEN,
        ),
        lead=lead if chance.random() < 0.3 else None,
        late=chance.choice(LATE),
        only_newest=chance.random() < 0.4,
    )


# --- row 6: nothing missing, nothing extra ---------------------------------------------------


async def forty_years(seed: int, amount: int, _folder: Path) -> Mapping[str, int]:
    chance = random.Random(seed)
    counts: Counter[str] = Counter(missing=0, extra=0, shifted=0, twice=0)
    while counts["occurrences"] < amount:
        schedule = any_schedule(chance, range(2000, 2041))
        if chance.random() < 0.2:
            schedule = in_a_sunday_night(chance, schedule)
        await asyncio.to_thread(compare, schedule, pieces(chance), counts)
        counts["schedules"] += 1
    return counts


def in_a_sunday_night(chance: random.Random, schedule: Schedule) -> Schedule:
    """So that it meets every change of the clock."""
    at = time(2, chance.randrange(60))
    kept = OnClosed.KEPT
    return replace(
        schedule, every=Every.WEEK, weekday=6, month=1, at=at, on_closed=kept, lead=None
    )


def pieces(chance: random.Random) -> list[datetime]:
    """Forty years in parts, as the bot plans them: one begins after what the last ended with."""
    seconds = int((TO - FROM).total_seconds())
    cuts = sorted(chance.randrange(seconds) for _ in range(chance.choice((0, 3, 40))))
    return [FROM, *(FROM + timedelta(seconds=cut) for cut in cuts), TO]


def compare(schedule: Schedule, cuts: Sequence[datetime], counts: Counter[str]) -> None:
    wanted = {moment.key: moment for moment in expected(schedule, FROM, TO)}
    came = [
        each for first, last in pairwise(cuts) for each in between(schedule, first, last, ZONE)
    ]
    found = {moment.key: moment for moment in came}
    counts["occurrences"] += len(wanted)
    counts["missing"] += len(wanted.keys() - found.keys())
    counts["extra"] += len(found.keys() - wanted.keys())
    counts["twice"] += len(came) - len(found)
    counts["shifted"] += sum(found[key] != wanted[key] for key in found.keys() & wanted.keys())
    at = schedule.lead.at if schedule.lead else schedule.at
    for moment in wanted.values():
        counts.update(changes_of(moment.due_at, at))


def changes_of(due: datetime, at: time) -> list[str]:
    """Whether this one fell in the hour that is left out, or in the one that comes twice."""
    if at.hour != 2 or due.month not in (3, 10) or due.date() != last_sunday(due.year, due.month):
        return []
    return ["gaps" if due.month == 3 else "folds"]


# --- row 8: away for a while -----------------------------------------------------------------


@dataclass
class Silence:
    """In the place of the outbox: nothing is said here."""

    def wake(self) -> None: ...

    def tick(self, *_: object) -> None: ...


@dataclass
class Life:
    """A bot that is up, away, and up again; and the moments at which its heart beat."""

    url: str
    chance: random.Random
    now: datetime
    schedules: Mapping[str, Schedule]
    began: datetime = field(init=False)
    beats: list[datetime] = field(default_factory=list)
    serial: int = 0

    def __post_init__(self) -> None:
        self.began = self.now

    def happened(self, session: Session, occurrence: Occurrence, _now: datetime) -> None:
        """Noted in the unit's own transaction: what is rolled back leaves no trace."""
        self.serial += 1
        key = f"{occurrence.entity} {occurrence.key} {self.serial}"
        session.execute(insert(InboxRow).values(key=key, outcome="", at=TO))

    async def up(self, *, first: bool = False) -> None:
        store = Store(self.url)
        await store.start()
        try:
            if first:
                for entity, schedule in self.schedules.items():
                    await store.write(
                        occurrences.put_in_force, SERIES, entity, schedule, self.now, ZONE
                    )
            await self.live(store)
        finally:
            await store.close()

    async def live(self, store: Store) -> None:
        anchor = Anchor(real=self.now, domain=self.now, speed=1)
        clockwork = Clockwork(
            store=store,
            outbox=Silence(),  # type: ignore[arg-type]
            clock=DomainClock(real=lambda: self.now, anchor=anchor),
            time_passes=lambda *_: None,
            occasions={SERIES: self.happened},
            zone=ZONE,
        )
        for _ in range(self.chance.randint(1, 15)):
            self.beats.append(self.now)
            await clockwork.tick()
            while await store.read(occurrences.due, self.now, 1):
                await clockwork.tick()
            self.now = await self.next_beat(store)

    async def next_beat(self, store: Store) -> datetime:
        """Often exactly when something is due or at its end, or a blink before."""
        if self.chance.random() < 0.5:
            return self.now + timedelta(seconds=self.chance.randint(1, 2 * 24 * 3600))
        edges = [edge + self.blink() for edge in await store.read(edges_after, self.now)]
        return min((edge for edge in edges if edge > self.now), default=self.now + DAY)

    def be_away(self) -> None:
        """Half of the time until exactly when something cannot be caught up any more."""
        back = self.now + self.chance.choice(AWAY) * self.chance.uniform(0.9, 1.1)
        due = [
            moment
            for schedule in self.schedules.values()
            for moment in expected(schedule, self.now, back)
        ]
        ends = [each.late_until for each in due if each.late_until is not None]
        if ends and self.chance.random() < 0.5:
            back = self.chance.choice(ends) + self.blink()
        self.now = back

    def blink(self) -> timedelta:
        return timedelta(microseconds=self.chance.choice((0, 1, -1)))

    def verdicts(self) -> tuple[dict[str, datetime], dict[str, datetime]]:
        """What should have happened and been missed, each with the beat that settled it."""
        happens, missed = {}, {}
        for entity, schedule in self.schedules.items():
            for moment in expected(schedule, self.began, self.beats[-1]):
                beat = self.beats[bisect_left(self.beats, moment.due_at)]
                in_time = moment.late_until is None or beat < moment.late_until
                (happens if in_time else missed)[f"{entity} {moment.key}"] = beat
        return happens, missed


def edges_after(session: Session, now: datetime) -> list[datetime]:
    edges = []
    for column in (OccurrenceRow.due_at, OccurrenceRow.late_until):
        found = select(column).where(column > now, OccurrenceRow.done_at.is_(None))
        edges += session.scalars(found.order_by(column).limit(2))
    return edges


def settled(session: Session) -> tuple[dict[str, datetime], dict[str, datetime], list[str]]:
    """What happened, what was missed, and what was done, as often as it was."""
    happened, missed = {}, {}
    for row in session.scalars(select(OccurrenceRow).where(OccurrenceRow.done_at.is_not(None))):
        key = f"{row.entity} {row.key}"
        if row.missed_at is not None:
            missed[key] = row.missed_at
        else:
            happened[key] = row.done_at
    done = [key.rpartition(" ")[0] for key in session.scalars(select(InboxRow.key))]
    return happened, missed, done


async def outages(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    chance = random.Random(seed)
    counts: Counter[str] = Counter(lost=0, wrong=0, twice=0, invented=0, not_done=0)
    while counts["outages"] < amount:
        life = any_life(chance, folder / f"{counts['lives']}.db")
        await life.up(first=True)
        for _ in range(min(OUTAGES_OF_A_LIFE, amount - counts["outages"])):
            life.be_away()
            await life.up()
            counts["outages"] += 1
        await judge(life, counts)
        counts["lives"] += 1
    return counts


def any_life(chance: random.Random, path: Path) -> Life:
    begin = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(1000 * 1440))
    years = range(begin.year, begin.year + 3)
    schedules = {str(number): any_schedule(chance, years) for number in range(12)}
    return Life(url=f"sqlite:///{path}", chance=chance, now=begin, schedules=schedules)


async def judge(life: Life, counts: Counter[str]) -> None:
    happens, misses = life.verdicts()
    store = Store(life.url)
    await store.start()
    happened, missed, done = await store.read(settled)
    await store.close()
    all_of_it, wanted = happened | missed, happens | misses
    counts["happened"] += len(happened)
    counts["missed"] += len(missed)
    counts["lost"] += len(wanted.keys() - all_of_it.keys())
    counts["invented"] += len(all_of_it.keys() - wanted.keys())
    counts["wrong"] += len(happens.items() ^ happened.items())
    counts["wrong"] += len(misses.items() ^ missed.items())
    counts["twice"] += len(done) - len(set(done))
    counts["not_done"] += len(happened.keys() ^ set(done))


EXPERIMENTS = [
    Experiment(
        name="forty-years",
        row=6,
        unit="occurrences",
        goal=100_000,
        short=5_000,
        batch=50_000,
        run=forty_years,
        never=("missing", "extra", "shifted", "twice"),
    ),
    Experiment(
        name="outages",
        row=8,
        unit="outages",
        goal=300,
        short=4,
        batch=60,
        run=outages,
        never=("lost", "wrong", "twice", "invented", "not_done"),
    ),
]
