"""A day and a time that people choose in a form: one to come, or one that has been."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs.calendar.days import instant, is_working_day, next_working_day
from dialogs.people.team import NoSuchDate, Team, time_of_day
from dialogs.refusal import Refusal


class NoTime(Refusal):
    """A day without a time of day."""


class DateIsPast(Refusal):
    """Nothing is booked in the past."""


class ClosedDay(Refusal):
    """A weekend, a holiday, or a week in which the team is closed."""

    def __init__(self, day: date, after: date) -> None:
        super().__init__()
        self.day = day
        self.after = after  # the next day that is open


class DateIsToCome(Refusal):
    """What has been held was held today or before."""


def appointed(day: str, clock: str, *, team: Team, now: datetime, zone: ZoneInfo) -> datetime:
    """Raises NoSuchDate, NoTime, ClosedDay or DateIsPast."""
    chosen = _date(day)
    at_clock = time_of_day(clock)
    if at_clock is None:
        raise NoTime
    at = instant(chosen, at_clock, zone)
    if at <= now:
        raise DateIsPast
    open_day(chosen, team)
    return at


def open_day(day: date, team: Team) -> date:
    """Raises ClosedDay."""
    if not is_working_day(day, team.calendar):
        raise ClosedDay(day, next_working_day(day, team.calendar))
    return day


def day_that_was(day: str, *, team: Team, today: date) -> date:
    """Raises NoSuchDate, DateIsToCome or ClosedDay."""
    held = _date(day)
    if held > today:
        raise DateIsToCome
    return open_day(held, team)


def day_to_come(day: str, *, team: Team, today: date) -> date:
    """Raises NoSuchDate, DateIsPast or ClosedDay."""
    chosen = _date(day)
    if chosen <= today:
        raise DateIsPast
    return open_day(chosen, team)


def _date(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise NoSuchDate from None
