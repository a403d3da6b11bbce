"""The kinds of messages and the series of the sparring."""

from storage.sparring import PARKED, PLAN

__all__ = ["PARKED", "PLAN"]

PHASE = "sparring.phase"
CLOSED_DAY = "sparring.closed_day"
TURN = "sparring.turn"
OWN_CASE = "sparring.own_case"
GUEST = "sparring.guest"
PRINCIPLE = "sparring.principle"
PRINCIPLE_ANSWER = "sparring.principle_answer"
NOTE = "sparring.note"
MINUTES = "sparring.minutes"
SECOND = "sparring.second"
REACHED = "sparring.reached"
AGAIN = "sparring.again"
SWAP = "sparring.swap"
SWAP_ANSWER = "sparring.swap_answer"

SUMMARY_DUE = "learning.summary"  # the learning area's
WINDOW_DUE = "sparring.window"
NOTE_DUE = "sparring.note"


def slot(meeting_id: int, phase: str) -> str:
    return f"{meeting_id}:{phase}"
