"""Danish working days and hours, and local times as instants. Pure; the zone is an argument."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from dialogs.refusal import Refusal

DAY = timedelta(days=1)
MONDAY, FRIDAY = 0, 4
MORNING = time(9)  # or when work begins, if that is later
NOON = time(12)  # a half day ends


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week, which Danes plan by."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        year, number, _ = day.isocalendar()
        return cls(year, number)


class NoSuchHours(Refusal):
    """A day that begins after noon, or ends before it begins."""


class Openness(StrEnum):
    """How much of a day is worked."""

    OPEN = "open"
    HALF = "half"  # until noon: nobody is asked anything after it
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """When people are at work, in local time; Friday is short (domain, section 2.8)."""

    begins: time = time(8)
    ends: time = time(16)
    friday_ends: time = time(14)

    def __post_init__(self) -> None:
        """Raises NoSuchHours."""
        if not self.begins < min(NOON, self.ends, self.friday_ends):
            raise NoSuchHours


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The days and hours that a team, or the whole department, works.

    Public holidays and weekends are closed whatever it says. The four days that municipalities
    differ on are as in most of them (domain, section 2.8).
    """

    weeks: tuple[Week, ...] = ()  # closed from Monday to Sunday
    first_of_may: Openness = Openness.HALF
    constitution_day: Openness = Openness.HALF
    christmas_eve: Openness = Openness.CLOSED
    new_years_eve: Openness = Openness.CLOSED
    hours: Hours = Hours()

    def of(self, day: date) -> Openness:
        weekend = not MONDAY <= day.weekday() <= FRIDAY
        if weekend or public_holiday(day) or Week.of(day) in self.weeks:
            return Openness.CLOSED
        match day.month, day.day:
            case 5, 1:
                return self.first_of_may
            case 6, 5:
                return self.constitution_day
            case 12, 24:
                return self.christmas_eve
            case 12, 31:
                return self.new_years_eve
            case _:
                return Openness.OPEN

    @property
    def morning(self) -> time:
        """When people are asked what falls due on a day."""
        return max(MORNING, self.hours.begins)

    def ends(self, day: date) -> time:
        """When a working day ends."""
        usual = self.hours.friday_ends if day.weekday() == FRIDAY else self.hours.ends
        return min(NOON, usual) if self.of(day) is Openness.HALF else usual


USUAL = Calendar()


def public_holiday(day: date) -> str | None:
    """Its Danish name; None: it is none."""
    return _holidays(day.year).get(day)


@cache
def _holidays(year: int) -> dict[date, str]:
    """Store bededag is among them until 2023, and not since."""
    import holidays  # brings every country with it, which takes a while: see app.py, `warm`

    named = holidays.country_holidays("DK", years=year, categories=("public",), language="da")
    return dict(named)


def is_working_day(day: date, calendar: Calendar = USUAL) -> bool:
    return calendar.of(day) is not Openness.CLOSED


def is_held(day: date, at: time, calendar: Calendar = USUAL) -> bool:
    """Whether what is set for this time of the day can be: on a half day, what begins by noon."""
    openness = calendar.of(day)
    return openness is Openness.OPEN or (openness is Openness.HALF and at < NOON)


def next_working_day(day: date, calendar: Calendar = USUAL) -> date:
    """The first working day after `day`."""
    return working_days_after(day, 1, calendar)


def working_day_from(day: date, calendar: Calendar = USUAL) -> date:
    """`day` itself, or the first working day after it."""
    return day if is_working_day(day, calendar) else next_working_day(day, calendar)


def working_days_before(day: date, count: int, calendar: Calendar = USUAL) -> date:
    return _working_days(day, count, -DAY, calendar)


def working_days_after(day: date, count: int, calendar: Calendar = USUAL) -> date:
    return _working_days(day, count, DAY, calendar)


def _working_days(day: date, count: int, step: timedelta, calendar: Calendar) -> date:
    while count:
        day += step
        count -= is_working_day(day, calendar)
    return day


def morning_of(day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """When people are asked something that falls due on `day`: a working morning."""
    return instant(working_day_from(day, calendar), calendar.morning, zone)


def next_morning(now: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    at = morning_of(local_day(now, zone), calendar, zone)
    return at if at > now else morning_of(local_day(now, zone) + DAY, calendar, zone)


def is_working_time(now: datetime, calendar: Calendar, zone: ZoneInfo) -> bool:
    """When people may be asked something that can wait: after an outage it is not said at
    night."""
    return at_work(now, calendar, zone) == now


def at_work(at: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The first moment from this one on at which people are at work to be asked something."""
    local = at.astimezone(zone)
    day = local.date()
    if is_working_day(day, calendar) and local.time() < calendar.ends(day):
        begins = calendar.hours.begins
        return at if local.time() >= begins else instant(day, begins, zone)
    return instant(next_working_day(day, calendar), calendar.hours.begins, zone)


def asked_at(at: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The first moment from this one on at which the clock may have people asked something: at
    work, and not before the morning. In the first minute of work it would take the day's one
    message from what falls due in the morning, which would come a day late (decision 0026)."""
    at = at_work(at, calendar, zone)
    morning = instant(local_day(at, zone), calendar.morning, zone)
    return at_work(max(at, morning), calendar, zone)


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
