"""When a quarter's supervision is spoken about: the one place that knows, for what is planned and
for the season alike."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import (
    DAY,
    MORNING,
    Calendar,
    instant,
    is_working_day,
    morning_of,
    working_days_before,
)
from dialogs.calendar.moved import Time, first_work
from dialogs.calendar.period import Period

# Booked within two weeks (domain, section 4.7); a reminder midway; after eight weeks there are
# five left to mend it in.
ASK_AFTER, REMIND_AFTER, MISSING_AFTER = timedelta(0), timedelta(days=7), timedelta(days=56)
THEMES_BEFORE = timedelta(days=7)
AGAIN_AFTER = timedelta(days=7)
AFTER_AGAIN = 5  # working days: the question whether it was held is asked twice at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Of one quarter, as long as it has no supervision."""

    ask: Time
    remind: Time
    missing: Time  # the leader is told


def times(quarter: Period, calendar: Calendar, zone: ZoneInfo) -> Times:
    first = quarter.first
    return Times(
        ask=first_work(first + ASK_AFTER, calendar, zone),
        remind=first_work(first + REMIND_AFTER, calendar, zone),
        missing=first_work(first + MISSING_AFTER, calendar, zone),
    )


def themes(at: datetime, calendar: Calendar, zone: ZoneInfo) -> Time:
    """A week before; on a closed day the working day before it, so that it stays early enough."""
    nominal = (at - THEMES_BEFORE).astimezone(zone).date()
    day = nominal
    if not is_working_day(day, calendar):
        day = working_days_before(day, 1, calendar)
    return Time(at=instant(day, MORNING, zone), nominal=nominal)


def after(at: datetime, calendar: Calendar, zone: ZoneInfo) -> Time:
    """The working day after."""
    nominal = at.astimezone(zone).date() + DAY
    return Time(at=morning_of(nominal, calendar, zone), nominal=nominal)


def after_again(asked: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    day = asked.astimezone(zone).date() + timedelta(days=AFTER_AGAIN + 2)
    return morning_of(day, calendar, zone)


def weeks_left(quarter: Period, today: date) -> int:
    """Whole weeks until the quarter is over; 0 when it is."""
    return max(0, (quarter.after.first - today).days // 7)
