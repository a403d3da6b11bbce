"""A day that something falls on, and the moment that comes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dialogs.calendar.days import Calendar, morning_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When, and the day that it would be had nothing moved it."""

    at: datetime
    nominal: date


def first_work(day: date, calendar: Calendar, zone: ZoneInfo) -> Time:
    """When people are asked from this day on."""
    return Time(at=morning_of(day, calendar, zone), nominal=day)
