"""The case owner's own scale: from 0 to 10, how clear is my next step? Asked before the sparring
has had its effect, and once more when it closes; shown to nobody but as the team's trend."""

from enum import StrEnum

from dialogs.refusal import Refusal
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.meeting import Meeting, State

LEAST, MOST = 0, 10
_BEFORE = frozenset({PhaseName.FRAME, PhaseName.PRESENTATION, PhaseName.CLARIFYING})


class When(StrEnum):
    BEFORE = "before"
    AFTER = "after"


class ClarityRefused(Refusal):
    """A number that cannot be taken."""


class ClarityIsOver(ClarityRefused):
    """Its time in the meeting has passed, or has not come yet."""


class NoSuchStep(ClarityRefused):
    """Not a number on the scale."""


def is_asked(when: When, meeting: Meeting) -> bool:
    """Before: until the colleagues reflect. After: from the closing on; the right to answer ends
    with the learning window."""
    if when is When.BEFORE:
        return meeting.is_open and meeting.phase in _BEFORE
    return meeting.state is not State.POSTPONED and (
        not meeting.is_open or meeting.phase is PhaseName.CLOSING
    )


def step(text: str) -> int:
    """Raises NoSuchStep."""
    if not text.isdecimal() or not LEAST <= int(text) <= MOST:
        raise NoSuchStep
    return int(text)
