"""A learning point: a proposal from one case to shared practice, until someone decides."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.calendar.days import Calendar, instant, local_day, next_working_day
from dialogs.refusal import Refusal
from dialogs.text import Empty, TooLong, required

TEXT_AT_MOST = 2000
PREVENTS_AT_MOST = 500
ANSWER_AT_MOST = 1000
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


class PreventedBy(StrEnum):
    """Who sees to it next time: a role, never a name (inventory row 42)."""

    CASEWORKER = "caseworker"
    TEAM = "team"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    LEADER_GROUP = "leader_group"
    IT = "it"


OPEN = frozenset({PointState.PROPOSED, PointState.CLARIFYING})  # nobody has decided yet


class LearningRefused(Refusal):
    """A learning point that cannot be taken."""


class HandedInAlready(LearningRefused):
    """The same text from the same person, in the same meeting."""

    def __init__(self, point_id: int) -> None:
        super().__init__(point_id)
        self.point_id = point_id


class NotYourPoint(LearningRefused):
    """Somebody else's, or one whose writer is not known any more: the same answer."""


class NothingAsked(LearningRefused):
    """Its writer answers what nobody asks any more."""


class NotDeclined(LearningRefused):
    """It is written anew or taken to a meeting only when it did not become shared practice."""


class IsDecided(LearningRefused):
    """Somebody has decided meanwhile."""

    def __init__(self, state: PointState) -> None:
        super().__init__(state)
        self.state = state


class PointEmpty(LearningRefused):
    """Nothing was written."""


class PointTooLong(LearningRefused):
    """More characters than a learning point takes."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.most = TEXT_AT_MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a point is about, in its writer's eyes; each of it may be left open."""

    kind: PointKind | None = None
    method: str | None = None
    anchor: Anchor | None = None
    guideline: Guideline | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPoint:
    """Authors are hidden: the value that is shown does not hold one."""

    id: int
    text: str
    at: datetime
    team_id: int | None = None  # None: its writer's team is not known yet
    state: PointState = PointState.PROPOSED
    marks: Marks = Marks()
    prevents: str | None = None
    prevented_by: PreventedBy | None = None
    practice_id: int | None = None  # what it became, or what it adds to
    reason: str | None = None  # what its writer was asked, or why it was declined
    answer: str | None = None  # of its writer

    @property
    def lacks_prevention(self) -> bool:
        """Something went wrong, and nothing is said of the next time."""
        return self.marks.kind is PointKind.WRONG and self.prevents is None


def marks(said: Callable[[str], str], methods: Collection[str]) -> Marks:
    """As a form says them; a choice that the form did not offer is none."""
    kind, anchor, guideline = said("kind"), said("anchor"), said("guideline")
    return Marks(
        kind=PointKind(kind) if kind in set(PointKind) else None,
        method=said("method") if said("method") in methods else None,
        anchor=Anchor(anchor) if anchor in set(Anchor) else None,
        guideline=Guideline(guideline) if guideline in set(Guideline) else None,
    )


def prevented_by(chosen: str) -> PreventedBy | None:
    return PreventedBy(chosen) if chosen in set(PreventedBy) else None


def still_open(point: LearningPoint) -> LearningPoint:
    """Raises IsDecided."""
    if point.state not in OPEN:
        raise IsDecided(point.state)
    return point


def point_text(text: str) -> str:
    """The cleaned text. Raises PointEmpty or PointTooLong."""
    try:
        return required(text, most=TEXT_AT_MOST)
    except Empty:
        raise PointEmpty from None
    except TooLong as error:
        raise PointTooLong(error.length) from None


def window_closes(closed_at: datetime, closed: Calendar, zone: ZoneInfo) -> datetime:
    """12:00 on the next working day (domain, section 1.5)."""
    day = next_working_day(local_day(closed_at, zone), closed)
    return instant(day, WINDOW_CLOSES, zone)
