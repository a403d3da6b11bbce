"""How a learning point becomes shared practice: somebody decides, in the team's own pace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz

from dialogs.learning.point import LearningPoint, LearningRefused
from dialogs.learning.practice import Improvement, ImprovementKind, Practice, PracticeState
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.text import cleaned, required

REASON_AT_MOST = 500
IMPROVEMENT_AT_MOST = 500
REVIEWED_AFTER = timedelta(days=182)  # half a year
PLANNED_AT_MOST = timedelta(days=5 * 366)
PER_PAGE = 4  # rows: each has a button, and a card takes six
ALIKE = 70  # of 100: shared words, whatever their order
ALIKE_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A part of a long list; pages count from 0."""

    number: int
    total: int  # rows

    @property
    def first(self) -> int:
        return self.number * PER_PAGE

    @property
    def last_number(self) -> int:
        return max(0, self.total - 1) // PER_PAGE


def page(asked: str, total: int) -> Page:
    """The list may have grown shorter since its button was made."""
    wanted = Page(number=int(asked) if asked.isdecimal() else 0, total=total)
    return Page(number=min(wanted.number, wanted.last_number), total=total)


class DecidingRefused(LearningRefused):
    """What cannot be decided like this."""


class NoSuchPoint(DecidingRefused):
    """The point, practice or improvement is not there, or not this team's: the same answer."""


class NotDeciding(DecidingRefused):
    """Somebody else decides for the team."""

    def __init__(self, who: Sequence[str]) -> None:
        super().__init__(len(who))
        self.who = who


class WriterUnknown(DecidingRefused):
    """Whoever wrote it was erased, or wrote it too long ago: there is nobody to ask."""


class NoReason(DecidingRefused):
    """What is declined, withdrawn or asked needs words."""


class NothingChosen(DecidingRefused):
    """No practice was chosen to merge with."""


class NothingShared(DecidingRefused):
    """The team has no practice yet that anything could be merged with."""


class NothingFound(DecidingRefused):
    """No practice of the team has these words."""


class PracticeChanged(DecidingRefused):
    """Somebody changed its text while the form was open."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class IsWithdrawn(DecidingRefused):
    """The practice does not hold any more."""


class OnlyTheLeader(DecidingRefused):
    """A principle was confirmed by the leader, who alone withdraws it."""


class DayUnclear(DecidingRefused):
    """A date that cannot be read."""


class DayIsPast(DecidingRefused):
    """A date to come that is over."""


class DayIsFar(DecidingRefused):
    """A date that nobody will remember."""


class KindMissing(DecidingRefused):
    """It was not said what is to be changed."""


class OwnerMissing(DecidingRefused):
    """Nobody was named who sees to it."""


class NotYourImprovement(DecidingRefused):
    """It is done when its owner, or who decides for the team, says so."""

    def __init__(self, owner: Person | None) -> None:
        super().__init__()
        self.owner = owner


def asked_first(team: Team) -> Person | None:
    """Who is told that something waits; the others find it by themselves."""
    return team.coordinator or team.deputy or team.leader


def reason(text: str) -> str:
    """Raises NoReason, or TooLong."""
    if not cleaned(text):
        raise NoReason
    return required(text, most=REASON_AT_MOST)


def day_to_come(text: str, today: date) -> date:
    """From today on. Raises DayUnclear, DayIsPast or DayIsFar."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DayUnclear from None
    if day < today:
        raise DayIsPast
    if day > today + PLANNED_AT_MOST:
        raise DayIsFar
    return day


def review_day(text: str, today: date) -> date:
    """Half a year from now where nothing is said: what nobody looks at again grows old."""
    return day_to_come(text, today) if text else today + REVIEWED_AFTER


def owner(chosen: str, known: Mapping[int, Person]) -> Person:
    """Somebody of the team. Raises OwnerMissing."""
    found = known.get(int(chosen)) if chosen.isdecimal() else None
    if found is None:
        raise OwnerMissing
    return found


def improvement_kind(chosen: str) -> ImprovementKind:
    if chosen not in set(ImprovementKind):
        raise KindMissing
    return ImprovementKind(chosen)


def still_valid(practice: Practice) -> Practice:
    """Raises IsWithdrawn."""
    if practice.state is PracticeState.WITHDRAWN:
        raise IsWithdrawn
    return practice


def may_finish(improvement: Improvement, who: Person, *, decides: bool) -> None:
    if not decides and improvement.owner != who:
        raise NotYourImprovement(improvement.owner)


def alike(text: str, others: Sequence[LearningPoint]) -> list[LearningPoint]:
    """The most alike first."""
    found = [(fuzz.token_set_ratio(text.casefold(), o.text.casefold()), o) for o in others]
    near = sorted((f for f in found if f[0] >= ALIKE), key=lambda f: (-f[0], f[1].text))
    return [other for _, other in near[:ALIKE_SHOWN]]
