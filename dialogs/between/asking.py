"""Sparring or feedback from one colleague (rows 16 to 18, and 87): asked in private, answered
without a reason, and of it only "held" is kept."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dialogs.calendar.days import DAY, Calendar, working_days_before
from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.text import cleaned, required

REASON_AT_MOST = 300  # characters
BECAME_ASKED_AFTER = timedelta(days=7)  # from the yes: time to find a day for it
GIVEN_UP_AFTER = timedelta(days=12)  # without an answer: before the question is forgotten
SHOWN_FROM = 3  # a team's count; a smaller one is about two people


class Kind(StrEnum):
    SPARRING = "sparring"
    FEEDBACK = "feedback"


class State(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"  # until the asker has heard so
    GIVEN_UP = "given_up"  # no answer came; until the asker has heard so


class AskingRefused(Refusal):
    """A colleague who cannot be asked, or a question that is over."""


class NoSuchRequest(AskingRefused):
    """It was answered, is over, or is about others: the same answer for all."""


class AskedAlready(AskingRefused):
    def __init__(self, who: Person) -> None:
        super().__init__()
        self.who = who


class NotAColleague(AskingRefused):
    """Nobody that may be asked was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    id: int = 0  # 0: not stored yet
    team_id: int  # where it is counted when it was held
    kind: Kind
    asker: Person
    asked: Person
    reason: str | None = None
    state: State = State.ASKED


def reason_of(text: str) -> str | None:
    """None: nothing was written, and nobody asks why. Raises TooLong."""
    return required(text, most=REASON_AT_MOST) if cleaned(text) else None


def given_up_on(asked: date, calendar: Calendar) -> date:
    """The day on which the asker hears that no answer came: the last that is worked while the
    question is kept. In a long closing, the last."""
    last = asked + GIVEN_UP_AFTER
    day = working_days_before(last + DAY, 1, calendar)
    return day if day > asked else last


def quarter(day: date) -> str:
    """ "2026-Q3", by which what was held is counted."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
