"""Use it: weeks after a sparring its case owner is asked whether the point was of use since
(issue row "har du prøvet det? hvad skete der?"). The answer belongs to the point, not to who
gave it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from dialogs.refusal import Refusal
from dialogs.text import TooLong, cleaned, required

ASKED_AFTER = timedelta(days=17)
REMINDED_AFTER = timedelta(weeks=1)
CLOSED_AFTER = timedelta(weeks=1)  # after the reminder; nobody is asked a third time
WAITS_AT_MOST = timedelta(weeks=6)  # after the sparring, for another question to be answered
ANSWER_AT_MOST = 500


class Way(StrEnum):
    YES = "yes"
    OTHERWISE = "otherwise"  # in another way
    NOT_YET = "not_yet"
    DID_NOT_FIT = "did_not_fit"


class TryingRefused(Refusal):
    """An answer that cannot be taken."""


class QuestionIsOver(TryingRefused):
    """It was answered, or what it was about is not there any more."""


class AnswerTooLong(TryingRefused):
    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.most = ANSWER_AT_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of it, by nobody in particular."""

    way: Way
    text: str = ""


def answer_text(text: str) -> str:
    """Possibly empty: it is asked for, not demanded. Raises AnswerTooLong."""
    if not cleaned(text):
        return ""
    try:
        return required(text, most=ANSWER_AT_MOST)
    except TooLong as error:
        raise AnswerTooLong(error.length) from None


def weeks_since(held: date, today: date) -> int:
    """As people count: in the third week it was three weeks ago."""
    return max(1, -((held - today).days // 7))


def may_wait(held_at: datetime, until: datetime) -> bool:
    return until <= held_at + WAITS_AT_MOST
