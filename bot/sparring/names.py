"""The kinds of messages and the series of the sparring."""

from dialogs.sparring.clarity import When
from storage.sparring import PARKED, PHASE, PLAN

__all__ = ["PARKED", "PHASE", "PLAN"]

CLOSED_DAY = "sparring.closed_day"
TURN = "sparring.turn"
OWN_CASE = "sparring.own_case"
GUEST = "sparring.guest"
PRINCIPLE = "sparring.principle"
PRINCIPLE_ANSWER = "sparring.principle_answer"
POSTPONE = "sparring.postpone"
NOTE = "sparring.note"
MINUTES = "sparring.minutes"
SECOND = "sparring.second"
REACHED = "sparring.reached"
AGAIN = "sparring.again"
LEARNED = "sparring.learned"
SWAP = "sparring.swap"
SWAP_ANSWER = "sparring.swap_answer"
CLARITY = "sparring.clarity"

SUMMARY_DUE = "learning.summary"  # the learning area's
WINDOW_DUE = "sparring.window"
NOTE_DUE = "sparring.note"


def slot(meeting_id: int, phase: str) -> str:
    return f"{meeting_id}:{phase}"


def clarity(meeting_id: int, when: When) -> str:
    return f"{meeting_id}-{when}"
