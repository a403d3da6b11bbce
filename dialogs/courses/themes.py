"""Needs that take no course (rows 210-213 and 167): a list of its own, and the themes that are
made of it for staff meetings, theme days and teams."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dialogs.calendar.days import working_days_before
from dialogs.courses.wish import Partner, WishRefused
from dialogs.people.person import Person
from dialogs.text import Empty, one_line

TITLE_AT_MOST = 120  # characters
AHEAD_AT_MOST = timedelta(days=550)
REMINDED = 10  # working days before it: whoever has it prepares


class Where(StrEnum):
    STAFF = "staff"  # personalemøde
    DAY = "day"  # temadag
    TEAM = "team"


class ThemeTitleMissing(WishRefused):
    """A theme is called something."""


class ThemeDayOut(WishRefused):
    """The day is over, or too far ahead."""


class NoSuchTheme(WishRefused):
    """It was taken off the plan."""


class NotBeforeOrientation(WishRefused):
    """The department hears of the themes after it has heard of the courses (row 213)."""


class NoThemes(WishRefused):
    """There is nothing on the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    year: int
    title: str
    where: Where
    partner: Partner
    id: int = 0  # 0: not stored yet
    owner: Person | None = None
    on: date | None = None  # None: the day is not known yet


def title(typed: str) -> str:
    """Raises ThemeTitleMissing or TooLong."""
    try:
        return one_line(typed, most=TITLE_AT_MOST)
    except Empty:
        raise ThemeTitleMissing from None


def day(typed: str, today: date) -> date | None:
    """None: not known yet. Raises ThemeDayOut."""
    if not typed:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise ThemeDayOut from None
    if not today <= found <= today + AHEAD_AT_MOST:
        raise ThemeDayOut
    return found


def reminded_on(held: date) -> date:
    return working_days_before(held, REMINDED)
