"""A team's external supervision: booked, moved, held; and asked for besides. Pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dialogs.calendar.period import Period
from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.text import cleaned, one_line, required

SUPERVISOR_AT_MOST = 80
THEME_AT_MOST, THEMES_AT_MOST = 150, 12
REASON_AT_MOST = 300
LASTS = timedelta(hours=2)  # in a calendar, until somebody changes it there


class State(StrEnum):
    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"  # the leader leaves the quarter out


class RequestState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """One time, or a quarter that is left out (then without a time)."""

    id: int = 0  # 0: not stored yet
    team_id: int
    quarter: Period
    at: datetime | None
    supervisor: str = ""  # a name, and only until the quarter is over
    state: State = State.BOOKED
    extra: bool = False  # asked for, besides the one of the quarter
    version: int = 0  # how often it was moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Somebody asks for supervision besides the quarterly one; why is nobody's business."""

    id: int = 0
    team_id: int
    asker: Person
    reason: str = ""
    whole: bool = False  # for the team, not for the asker alone
    state: RequestState = RequestState.ASKED
    at: datetime | None = None  # when it is held, once that is agreed
    reply: str = ""


class TwoInOneQuarter(Refusal):
    """The quarter has its supervision already."""

    def __init__(self, there: Supervision) -> None:
        super().__init__()
        self.there = there


class NoSuchSupervision(Refusal):
    """It was cancelled, is over, or never was."""


class NotHeldYet(Refusal):
    """It is still to come."""


class NoSuchWanted(Refusal):
    """Answered by somebody else meanwhile, or too long ago."""


class TooManyThemes(Refusal):
    """More than an hour or two have room for."""


class QuarterOver(Refusal):
    """It is over, or will be when it would be asked about again."""


class SettledAlready(Refusal):
    """The quarter has a supervision, or is left out."""


def supervisor_name(text: str) -> str:
    """Empty: it is not known yet who comes."""
    return one_line(text, most=SUPERVISOR_AT_MOST) if cleaned(text) else ""


def theme_text(text: str, there: int) -> str:
    """`there`: how many there are. Raises TooManyThemes, Empty or TooLong."""
    if there >= THEMES_AT_MOST:
        raise TooManyThemes
    return one_line(text, most=THEME_AT_MOST)


def reason_text(text: str) -> str:
    """Nobody need give one."""
    return required(text, most=REASON_AT_MOST) if cleaned(text) else ""


def no_text(text: str) -> str:
    """Who says no says why. Raises Empty or TooLong."""
    return required(text, most=REASON_AT_MOST)
