"""A learning point: a proposal from one case to shared practice, until someone decides."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from dialogs.calendar.days import Week, instant, local_day, next_working_day
from dialogs.refusal import Refusal
from dialogs.text import Empty, TooLong, required

TEXT_AT_MOST = 2000
WINDOW_CLOSES = time(12)


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
