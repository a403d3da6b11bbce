"""When a night's work is due: once for each night, whenever the bot is there to do it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import local_day

BEGINS = timedelta(hours=2)  # after midnight, local time: nobody meets, and few are awake
LATE = timedelta(hours=36)  # without a night's work somebody should look why


def night_of(now: datetime, zone: ZoneInfo) -> date:
    return local_day(now - BEGINS, zone)
