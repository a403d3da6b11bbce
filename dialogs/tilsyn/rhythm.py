"""When a round and a review are spoken about: the one place that knows, for what is planned and
for the season alike."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import (
    DAY,
    MORNING,
    Calendar,
    instant,
    morning_of,
    next_morning,
    next_working_day,
    working_days_before,
)
from dialogs.calendar.moved import Time, first_work
from dialogs.calendar.period import QUARTER, Period

REMINDED_BEFORE = 3  # working days before that
ENDS_BEFORE = 5  # working days before the period is over
MIDWAY = {QUARTER: timedelta(days=56), 1: timedelta(days=17)}  # by the months of a period
AFTER_PERIOD = timedelta(days=14)  # so long the last question of a round may wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Of one round."""

    begins: Time
    midway: Time  # who is left
    ends: Time  # which need does it show?
    over: Time  # the same, once more


def times(period: Period, calendar: Calendar, zone: ZoneInfo) -> Times:
    after = period.after.first
    return Times(
        begins=first_work(period.first, calendar, zone),
        midway=first_work(period.first + MIDWAY[period.months], calendar, zone),
        ends=first_work(working_days_before(after, ENDS_BEFORE, calendar), calendar, zone),
        over=first_work(after, calendar, zone),
    )


def talk_by(held_on: date, within: int, calendar: Calendar) -> date:
    """`within`: working days, as the leader set it."""
    day = held_on
    for _ in range(within):
        day = next_working_day(day, calendar)
    return day


def reminded(by: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The leader, if no dialogue is booked by then."""
    day = working_days_before(by, REMINDED_BEFORE, calendar)
    return instant(day, MORNING, zone)


def first_asked(now: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The morning after it was ticked: the two may have agreed on a day by then."""
    return next_morning(now, calendar, zone)


def prepared(talk: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The working day before the dialogue."""
    day = working_days_before(talk.astimezone(zone).date(), 1, calendar)
    return instant(day, MORNING, zone)


def asked_if_talked(talk: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    return morning_of(talk.astimezone(zone).date() + DAY, calendar, zone)
