"""After a course (rows 197-200): it is held, then shared with the team or left out with a reason;
and twice its participant is asked, alone, what they have used."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dialogs.calendar.days import DAY, working_day_from
from dialogs.courses.wish import State, WishRefused
from dialogs.people.person import Person
from dialogs.text import Empty, one_line, shortened

ASKED_AGAIN_AFTER = timedelta(days=14)  # whether it was held
REMINDED_AFTER = timedelta(days=14)  # that it is to be shared; for the first time
REMINDED_EVERY = timedelta(days=21)
LEADER_FROM = 3  # the reminder from which on a leader is asked instead
USED_AFTER: Mapping[str, timedelta] = {"weeks": timedelta(days=21), "months": timedelta(days=91)}
REASON_AT_MOST = 200  # characters
TITLE_IN_LINE = 120


class How(StrEnum):
    """In which form it is shared (row 200)."""

    TALK = "talk"  # a short talk
    CASE = "case"  # brought in where a case is discussed


class Stand(StrEnum):
    WAITING = "waiting"
    HELD = "held"
    WAIVED = "waived"


class NothingToShare(WishRefused):
    """It is shared, left out, or somebody else's to say."""


class ReasonMissing(WishRefused):
    """Whoever leaves it out says why."""


class EndMissing(WishRefused):
    """The day on which the course ends is missing, over, or too far ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What somebody brings home from one course."""

    wish_id: int
    who: Person
    team_id: int | None
    title: str
    state: State  # of the wish
    ends_on: date
    how: How = How.TALK
    stand: Stand = Stand.WAITING
    share_id: int | None = None  # its place on the list of a meeting

    @property
    def waits(self) -> bool:
        return self.state is State.COMPLETED and self.stand is Stand.WAITING


def asked_on(ends_on: date) -> tuple[date, date]:
    """When somebody is asked whether it was held, and once more."""
    return working_day_from(ends_on + DAY), working_day_from(ends_on + ASKED_AGAIN_AFTER)


def used_on(ends_on: date) -> Mapping[str, date]:
    return {key: working_day_from(ends_on + after) for key, after in USED_AFTER.items()}


def reminded_on(completed: date, number: int) -> date:
    """Of the reminder with this number, from 1, until it is shared or left out."""
    return working_day_from(completed + REMINDED_AFTER + (number - 1) * REMINDED_EVERY)


def line(title: str, how: How) -> str:
    """As it stands on the list of what is told at a meeting."""
    short = shortened(title, TITLE_IN_LINE)
    return f"Nyt fra {short}" if how is How.TALK else f"Det, jeg har brugt fra {short}, i en sag"


def reason(typed: str) -> str:
    """Raises ReasonMissing or TooLong."""
    try:
        return one_line(typed, most=REASON_AT_MOST)
    except Empty:
        raise ReasonMissing from None


def end_day(typed: str, today: date) -> date:
    """Raises EndMissing."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise EndMissing from None
    if not today <= day <= today + timedelta(days=366):
        raise EndMissing
    return day
