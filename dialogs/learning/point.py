"""A learning point: a proposal from one case to shared practice, until someone decides."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.calendar.days import Week, instant, local_day, next_working_day
from dialogs.refusal import Refusal
from dialogs.text import Empty, TooLong, required

TEXT_AT_MOST = 2000
WINDOW_CLOSES = time(12)


class PointState(StrEnum):
    """Where a learning point is on its way."""

    PROPOSED = "proposed"
    CLARIFYING = "clarifying"  # its writer was asked, in private
    APPROVED = "approved"  # a practice of its own
    MERGED = "merged"  # into a practice that was there
    DECLINED = "declined"


class PointKind(StrEnum):
    WORKED = "worked"  # virkede godt
    DOUBT = "doubt"  # tvivl
    WRONG = "wrong"  # noget gik galt


class Anchor(StrEnum):
    METHOD = "method"  # metode
    LAW = "law"  # lov
    GOAL = "goal"  # politisk mål


class Guideline(StrEnum):
    """What the guideline is, that the point touches (inventory row 10)."""

    MISSING = "missing"
    UNCLEAR = "unclear"
    NOT_FOLLOWED = "not_followed"
    GOOD = "good"


class LearningRefused(Refusal):
    """A learning point that cannot be taken."""


class HandedInAlready(LearningRefused):
    """The same text from the same person, in the same meeting."""


class PointEmpty(LearningRefused):
    """Nothing was written."""


class PointTooLong(LearningRefused):
    """More characters than a learning point takes."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.most = TEXT_AT_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """Authors are hidden: the value that is shown does not hold one."""

    id: int
    text: str
    at: datetime


def point_text(text: str) -> str:
    """The cleaned text. Raises PointEmpty or PointTooLong."""
    try:
        return required(text, most=TEXT_AT_MOST)
    except Empty:
        raise PointEmpty from None
    except TooLong as error:
        raise PointTooLong(error.length) from None


def window_closes(closed_at: datetime, closed: tuple[Week, ...], zone: ZoneInfo) -> datetime:
    """12:00 on the next working day (domain, section 1.5)."""
    day = next_working_day(local_day(closed_at, zone), closed)
    return instant(day, WINDOW_CLOSES, zone)
