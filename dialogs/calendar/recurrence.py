"""What comes again: when each time of it is due, until when it is caught up, and its key.

A key is local and nominal ("2026-08-04", "2026-11", "2026-Q4", "2026-H2", "2027"). No change of
the clock, holiday or move changes it, so whoever remembers keys does nothing twice.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import chain, count, pairwise, takewhile
from zoneinfo import ZoneInfo

from dialogs.calendar.days import (
    DAY,
    USUAL,
    Calendar,
    instant,
    is_held,
    local_day,
    working_days_before,
)

PROMPTLY = timedelta(minutes=1)  # as `late`: in time, or recorded as missed
NEWER_WITHIN = timedelta(days=732)  # what comes later than that makes nothing missed


class Every(StrEnum):
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class OnClosed(StrEnum):
    """What becomes of a time whose day is not a working day for those whom it is for."""

    KEPT = "kept"
    BEFORE = "before"  # moved to the last working day before
    AFTER = "after"  # moved to the first working day after
    SKIPPED = "skipped"
    ONLY = "only"  # it comes on such days and on no others


class NoSuchSchedule(ValueError):
    """A weekday, month or day that there is not, or a prompt that is late before it is due."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Ahead of the day itself, at a time of day of its own."""

    working_days: int
    at: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A rule in local time. Raises NoSuchSchedule.

    `late` is for how long it is caught up; None: for ever. It counts from the time itself, also
    where a lead makes it due before: with nothing to spare, a word ahead comes until the thing.
    """

    every: Every
    at: time
    weekday: int = 0  # each week: Monday is 0
    month: int = 1  # of the period: 1 to 3 of a quarter, 1 to 6 of a half, 1 to 12 of a year
    day: int = 1  # of that month; the last one where the month is shorter
    on_closed: OnClosed = OnClosed.KEPT
    calendar: Calendar = USUAL
    lead: Lead | None = None
    late: timedelta | None = None
    only_newest: bool = False  # each is caught up only until the next one is due

    def __post_init__(self) -> None:
        nothing = timedelta()
        in_the_calendar = (
            0 <= self.weekday <= 6
            and 1 <= self.month <= _MONTHS.get(self.every, 1)
            and 1 <= self.day <= 31
        )
        ahead = self.lead is None or self.lead.working_days > 0
        late = self.late is None or self.late > nothing or (self.late == nothing and self.lead)
        if not (in_the_calendar and ahead and late):
            raise NoSuchSchedule


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One time of a schedule. From `late_until` on, it is missed."""

    key: str
    due_at: datetime
    late_until: datetime | None


_STEPS = 2  # working days that one is moved by at most: what is held by noon only is one more
_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


def between(
    schedule: Schedule, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Moment]:
    """What is due after the one and not after the other, in that order."""
    if not schedule.only_newest:
        yield from _due(schedule, after, until, zone)
        return
    found = _due(schedule, after, until + NEWER_WITHIN, zone)
    for moment, newer in pairwise(chain(found, [None])):
        if moment is None or moment.due_at > until:
            return
        yield _ended_by(moment, newer)


def _ended_by(moment: Moment, newer: Moment | None) -> Moment:
    if newer is None or newer.due_at > moment.due_at + NEWER_WITHIN:
        return moment
    late = moment.late_until
    until = newer.due_at if late is None else min(late, newer.due_at)
    return replace(moment, late_until=until)


def _due(schedule: Schedule, after: datetime, until: datetime, zone: ZoneInfo) -> Iterator[Moment]:
    """Moving and leads keep the order of days, so that both ends can be told from the calendar."""
    calendar = schedule.calendar
    first = working_days_before(local_day(after, zone), _STEPS, calendar) + DAY
    last = local_day(until, zone)
    back = _STEPS + (schedule.lead.working_days if schedule.lead else 0)
    nominal = takewhile(
        lambda each: working_days_before(each[1], back, calendar) <= last,
        _nominal(schedule, first),
    )
    for key, day in nominal:
        held = _held(schedule, day)
        if held is None:
            continue
        moment = _moment(schedule, key, held, zone)
        if after < moment.due_at <= until:
            yield moment


def _moment(schedule: Schedule, key: str, held: date, zone: ZoneInfo) -> Moment:
    there = instant(held, schedule.at, zone)
    due = there
    if schedule.lead is not None:
        days = schedule.lead.working_days
        ahead = working_days_before(held, days, schedule.calendar)
        due = instant(ahead, schedule.lead.at, zone)
    late = schedule.late
    return Moment(key=key, due_at=due, late_until=None if late is None else there + late)


def _held(schedule: Schedule, day: date) -> date | None:
    """The day it really comes on; None: not this time."""
    calendar = schedule.calendar
    if is_held(day, schedule.at, calendar):
        return None if schedule.on_closed is OnClosed.ONLY else day
    match schedule.on_closed:
        case OnClosed.KEPT | OnClosed.ONLY:
            return day
        case OnClosed.BEFORE:
            return _next_held(day, -DAY, schedule)
        case OnClosed.AFTER:
            return _next_held(day, DAY, schedule)
        case OnClosed.SKIPPED:
            return None


def _next_held(day: date, step: timedelta, schedule: Schedule) -> date:
    while not is_held(day, schedule.at, schedule.calendar):
        day += step
    return day


def _nominal(schedule: Schedule, first: date) -> Iterator[tuple[str, date]]:
    """Keys and days from `first` on, before any of them is moved."""
    if schedule.every is Every.WEEK:
        return _weekly(schedule, first)
    return _by_period(schedule, first, _MONTHS[schedule.every])


def _weekly(schedule: Schedule, first: date) -> Iterator[tuple[str, date]]:
    day = first + (schedule.weekday - first.weekday()) % 7 * DAY
    for weeks in count():
        there = day + weeks * 7 * DAY
        yield there.isoformat(), there


def _by_period(schedule: Schedule, first: date, months: int) -> Iterator[tuple[str, date]]:
    for period in count((first.year * 12 + first.month - 1) // months):
        year, month = divmod(period * months, 12)
        month += schedule.month
        day = date(year, month, min(schedule.day, monthrange(year, month)[1]))
        if day >= first:
            yield _key(schedule.every, day), day


def _key(every: Every, day: date) -> str:
    if every is Every.YEAR:
        return f"{day.year}"
    if every is Every.QUARTER:
        return f"{day.year}-Q{(day.month + 2) // 3}"
    if every is Every.HALF:
        return f"{day.year}-H{(day.month + 5) // 6}"
    return f"{day.year}-{day.month:02}"
