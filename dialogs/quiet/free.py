"""When somebody may be disturbed next by what they did not ask for. Pure."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.calendar.days import DAY, MORNING, instant, local_day
from dialogs.people.team import Absence
from dialogs.refusal import Refusal

LONGEST = timedelta(days=183)  # half a year: longer is no rest, but a bot that is not used


class Why(StrEnum):
    """What is in the way, the weakest first."""

    HOURS = "hours"
    TODAY = "today"  # today's message has come
    AWAY = "away"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Free:
    at: datetime
    why: Why | None  # None: now


class QuietRefused(Refusal):
    """A day until which nobody can have quiet."""


class NoSuchDay(QuietRefused):
    """A date that cannot be read."""


class QuietIsPast(QuietRefused):
    """From today on, or from a day that has been."""


class QuietTooLong(QuietRefused):
    """Longer than half a year."""


def quiet_until(text: str, today: date) -> date:
    """The first day on which the bot may write again."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay from None
    if day <= today:
        raise QuietIsPast
    if day > today + LONGEST:
        raise QuietTooLong
    return day


def next_free(
    now: datetime,
    *,
    at_work: Callable[[datetime], datetime],  # the first moment of work from this one on
    zone: ZoneInfo,
    quiet_until: date | None = None,
    absences: Collection[Absence] = (),
    had: date | None = None,  # the day whose message has come
) -> Free:
    """Now, or the first morning of work that is neither quiet nor away, and has no message yet.

    What had to wait comes in the morning with what falls due then: in its first minute of work it
    would take the day's one message from that.
    """

    def morning(at: datetime) -> datetime:
        return at_work(max(at, instant(local_day(at, zone), MORNING, zone)))

    at, hindered = at_work(now), set[Why]()
    if at > now:
        hindered.add(Why.HOURS)
        at = morning(at)
    while (found := _hindrance(local_day(at, zone), quiet_until, absences, had)) is not None:
        why, day = found
        hindered.add(why)
        at = morning(at_work(instant(day, MORNING, zone)))
    return Free(at=at, why=max(hindered, key=list(Why).index, default=None))


def _hindrance(
    day: date, quiet_until: date | None, absences: Collection[Absence], had: date | None
) -> tuple[Why, date] | None:
    """With the first day on which it is over."""
    if quiet_until is not None and day < quiet_until:
        return Why.QUIET, quiet_until
    away = [each.last for each in absences if each.first <= day <= each.last]
    if away:
        return Why.AWAY, max(away) + DAY
    return (Why.TODAY, day + DAY) if had == day else None
