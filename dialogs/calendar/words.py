"""Dates and times as Danes write them, and as calls that Teams shows in the reader's clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from dialogs.calendar.days import DAY, FRIDAY, Calendar, Openness, Week, public_holiday
from dialogs.calendar.period import QUARTER, Period
from dialogs.text import call

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
AWAY = "meldt væk den dag"  # never why
SEASON, CALENDAR = "Årshjul", "Afdelingens kalender"
MONTHS = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)


_HOLIDAYS = {
    "Anden påskedag": "2. påskedag",
    "Anden pinsedag": "2. pinsedag",
    "Anden juledag": "2. juledag",
    "Kristi himmelfartsdag": "Kristi himmelfartsdag",
}
_MUNICIPAL = {
    (5, 1): "1. maj",
    (6, 5): "grundlovsdag",
    (12, 24): "juleaftensdag",
    (12, 31): "nytårsaftensdag",
}


def closed_words(day: date, calendar: Calendar) -> str:
    """Why it is closed, wholly or from noon; empty: it is not."""
    if calendar.of(day) is Openness.OPEN:
        return ""
    if (holiday := public_holiday(day)) is not None:
        return _HOLIDAYS.get(holiday, holiday.lower())
    if day.weekday() > FRIDAY:
        return "weekend"
    week = Week.of(day)
    return (
        f"uge {week.number} er lukket"
        if week in calendar.weeks
        else _MUNICIPAL[day.month, day.day]
    )


def closed_between(first: date, last: date, calendar: Calendar) -> str:
    """What is closed from the one day to the other, weekends apart."""
    days = (first + count * DAY for count in range((last - first).days + 1))
    found = (closed_words(day, calendar) for day in days if day.weekday() <= FRIDAY)
    return ", ".join(dict.fromkeys(why for why in found if why))


def day_words(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} d. {day.day}. {MONTHS[day.month - 1]}"


def dated(day: date) -> str:
    """Where the weekday says nothing: of what is long ago, or far away."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def date_words(day: date) -> str:
    """With the year, where it may be another one."""
    return f"{day_words(day)} {day.year}"


def clock_words(at: datetime, zone: ZoneInfo) -> str:
    local = at.astimezone(zone)
    return f"kl. {local.hour}.{local.minute:02}"


def when_words(at: datetime, zone: ZoneInfo) -> str:
    return f"{day_words(at.astimezone(zone).date())} {clock_words(at, zone)}"


def reader_clock(at: datetime) -> str:
    """In a card: each reader sees it in their own clock."""
    return f"kl. {call(f'TIME({at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ})')}"


def minutes_words(minutes: int) -> str:
    small = ("nul", "et", "to", "tre", "fire", "fem", "seks", "syv", "otte", "ni", "ti")
    count = small[minutes] if 0 <= minutes < len(small) else str(minutes)
    return f"{count} minut" if minutes == 1 else f"{count} minutter"


def period_words(period: Period, *, short: bool = False) -> str:
    """ "oktober 2026", "4. kvartal 2026"; in short, for many side by side, "4. kv."."""
    if short and period.months == QUARTER:
        return f"{period.number}. kv."
    if period.months == QUARTER:
        return f"{period.number}. kvartal {period.year}"
    return f"{MONTHS[period.number - 1]} {period.year}"
