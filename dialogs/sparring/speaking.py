"""Who speaks in the round: colleagues in the order of the team's turns, one at a time, each once;
after that the word is free (domain, section 1.5). Whoever leads passes the word."""

from collections.abc import Sequence

from dialogs.people.person import Person
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.meeting import Meeting

ROUNDS = frozenset({PhaseName.REFLECTION})


def is_round(meeting: Meeting) -> bool:
    return meeting.phase in ROUNDS


def order(meeting: Meeting, members: Sequence[Person]) -> list[Person]:
    """`members`: those who are there, in the order of turns. The case owner listens, and whoever
    leads comes last."""
    if not is_round(meeting):
        return []
    colleagues = [who for who in members if who not in (meeting.case_owner, meeting.chair)]
    leads = [meeting.chair] if meeting.chair in members else []
    return [*colleagues, *leads]


def speaker(meeting: Meeting, in_order: Sequence[Person]) -> Person | None:
    """None: there is no round, or it has gone round."""
    return in_order[meeting.word] if meeting.word < len(in_order) else None
