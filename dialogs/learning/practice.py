"""Shared practice: what a team has decided to do, and "Sådan gør vi" of its principle cases."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs.people.person import Person


class PracticeKind(StrEnum):
    SHARED = "shared"  # fælles praksis: approved learning points
    PRINCIPLE = "principle"  # Sådan gør vi: what a principle case ended in


class PracticeState(StrEnum):
    AWAITING = "awaiting"  # a principle that the leader has not confirmed; shown to nobody else
    VALID = "valid"
    WITHDRAWN = "withdrawn"


class What(StrEnum):
    """What happened to a practice: its history keeps it, without who."""

    APPROVED = "approved"
    CONFIRMED = "confirmed"  # a principle, by the leader
    EDITED = "edited"
    MERGED = "merged"  # another learning point went into it
    SHARED = "shared"  # told the department
    REVIEWED = "reviewed"  # looked at again, and it stands
    WITHDRAWN = "withdrawn"
    PROPOSED = "proposed"  # a wording that the leader has not confirmed
    END_PROPOSED = "end_proposed"  # that it is withdrawn; the leader decides
    ASKED_BACK = "asked_back"  # the leader's answer to a proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeEvent:
    """One thing that happened to a practice; nobody is named. `text`: as it read from then on; of
    a proposal, how it would read."""

    id: int
    what: What
    at: datetime
    reason: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """Nobody's name is in it but the owner's, who sees to it that it is looked at again."""

    id: int = 0  # 0: not stored yet
    kind: PracticeKind = PracticeKind.SHARED
    state: PracticeState = PracticeState.VALID
    team_id: int
    text: str
    method: str | None = None
    anchor: str | None = None
    guideline: str | None = None
    owner: Person | None = None
    valid_from: date | None = None
    review_on: date | None = None
    meeting_id: int | None = None  # the principle case's


class ImprovementKind(StrEnum):
    """What is to be changed (inventory rows 44 and 45)."""

    METHOD = "method"
    GUIDELINE = "guideline"
    SYSTEM = "system"  # it-system
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Improvement:
    """Something to be changed; it stands in the list until it is done."""

    id: int = 0  # 0: not stored yet
    team_id: int
    practice_id: int | None  # None: it came of a ledelsestilsyn
    kind: ImprovementKind
    text: str
    owner: Person | None
    due_on: date
    done: bool = False
