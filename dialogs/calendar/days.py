"""Danish working days, and local times as instants. Pure; the zone is an argument."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import holidays.countries  # now: at the first question it would hold up somebody's turn

DAY = timedelta(days=1)
MONDAY, FRIDAY = 0, 4
MORNING = WORK_BEGINS = time(9)
WORK_ENDS = time(15)  # so late a prompt may come


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week, which Danes plan by."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        year, number, _ = day.isocalendar()
        return cls(year, number)


@cache
def _closed_days(year: int) -> frozenset[date]:
    """Public holidays, and the days that municipalities commonly close besides them.

    1 May and 5 June are half days in most municipalities (domain, section 2.8): a morning
    meeting is held on them, so they stay working days.
    """
    named = holidays.country_holidays("DK", years=year, categories=("public",))
    return frozenset(named) | {date(year, 12, 24), date(year, 12, 31)}


def is_working_day(day: date, closed: Collection[Week] = ()) -> bool:
    return (
        MONDAY <= day.weekday() <= FRIDAY
        and day not in _closed_days(day.year)
        and Week.of(day) not in closed
    )


def next_working_day(day: date, closed: Collection[Week] = ()) -> date:
    """The first working day after `day`."""
    day += DAY
    while not is_working_day(day, closed):
        day += DAY
    return day


def working_day_from(day: date, closed: Collection[Week] = ()) -> date:
    """`day` itself, or the first working day after it."""
    return day if is_working_day(day, closed) else next_working_day(day, closed)


def morning_of(day: date, closed: Collection[Week], zone: ZoneInfo) -> datetime:
    """When people are asked something that falls due on `day`: a working day at nine."""
    return instant(working_day_from(day, closed), MORNING, zone)


def next_morning(now: datetime, closed: Collection[Week], zone: ZoneInfo) -> datetime:
    at = morning_of(local_day(now, zone), closed, zone)
    return at if at > now else morning_of(local_day(now, zone) + DAY, closed, zone)


def is_working_time(now: datetime, closed: Collection[Week], zone: ZoneInfo) -> bool:
    """When people may be asked something that can wait: after an outage it is not said at
    night."""
    return at_work(now, closed, zone) == now


def working_days_before(day: date, count: int, closed: Collection[Week] = ()) -> date:
    while count:
        day -= DAY
        count -= is_working_day(day, closed)
    return day


def at_work(at: datetime, closed: Collection[Week], zone: ZoneInfo) -> datetime:
    """The first moment from this one on at which people are at work to be asked something."""
    local = at.astimezone(zone)
    day = local.date()
    if is_working_day(day, closed):
        if local.time() < WORK_BEGINS:
            return instant(day, WORK_BEGINS, zone)
        if local.time() < WORK_ENDS:
            return at
    return instant(next_working_day(day, closed), WORK_BEGINS, zone)


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The local time as an instant in UTC.

    In the hour that spring leaves out it is the first minute after the gap; of the hour that
    autumn has twice it is the first.
    """
    local = datetime.combine(day, at, zone)
    there = local.astimezone(UTC)
    if there.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return there
    before = local - timedelta(hours=3)
    return _first_minute_after_gap(before.astimezone(UTC), zone)


def _first_minute_after_gap(start: datetime, zone: ZoneInfo) -> datetime:
    offset = start.astimezone(zone).utcoffset()
    while start.astimezone(zone).utcoffset() == offset:
        start += timedelta(minutes=1)
    return start


def local_day(now: datetime, zone: ZoneInfo) -> date:
    return now.astimezone(zone).date()
