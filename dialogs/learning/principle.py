"""Sådan gør vi: what a principle case ends in. It is written down, it is valid once the team
leader has confirmed it, and it is looked at again (inventory rows 4–6 and 14)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from dialogs.learning.practice import Practice, PracticeEvent, PracticeState, What
from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.meeting import Meeting
from dialogs.text import Empty, TooLong, required

TEXT_AT_MOST = 2000
REASON_AT_MOST = 500
REMINDED_AFTER = timedelta(weeks=2)
ASKED_AGAIN_AFTER = timedelta(weeks=1)  # what a principle case ended in; once
GIVEN_UP_AFTER = timedelta(weeks=4)  # two weeks after the reminder
LONGEST = timedelta(days=3 * 366)  # what nobody looks at for longer is no agreement any more
PER_PAGE = 4
WRITTEN_IN = (PhaseName.DIRECTION, PhaseName.LEARNING, PhaseName.CLOSING)


class Ended(StrEnum):
    """What a principle case ended in, as far as it was said."""

    WRITTEN = "written"
    NONE = "none"


class PrincipleRefused(Refusal):
    """A rule of "Sådan gør vi" says no."""


class NoPrincipleCase(PrincipleRefused):
    """Only a principle case ends in "Sådan gør vi"."""


class NotYetAgreed(PrincipleRefused):
    """The meeting has not come to its common direction yet."""


class SettledAlready(PrincipleRefused):
    """It was confirmed, or the meeting ended without one."""


class WrittenMeanwhile(PrincipleRefused):
    """Somebody else wrote it down while the form was open."""


class ProposalIsOver(PrincipleRefused):
    """The message is about a wording that was answered, or written anew, since."""


class ReviewIsOver(PrincipleRefused):
    """It was looked at already, or is not valid any more."""


class NoSuchPractice(PrincipleRefused):
    """There is none of this id, or it is another team's."""


class NotYoursToWrite(PrincipleRefused):
    """It is written down by who leads the sparring, or by the coordinator."""

    def __init__(self, who: Person | None) -> None:
        super().__init__()
        self.who = who


class NotYoursToConfirm(PrincipleRefused):
    """What a team does is confirmed, and withdrawn, by its leader."""

    def __init__(self, who: Person | None) -> None:
        super().__init__()
        self.who = who


class NotYoursToReview(PrincipleRefused):
    """It is looked at again by its owner, the coordinator or the team leader."""

    def __init__(self, who: Person | None) -> None:
        super().__init__()
        self.who = who


class NothingWritten(PrincipleRefused):
    """No sentence was written."""


class WordingTooLong(PrincipleRefused):
    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.most = TEXT_AT_MOST


class ReasonMissing(PrincipleRefused):
    """Whoever sends it back, or withdraws it, says why."""


class ReasonTooLong(PrincipleRefused):
    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.most = REASON_AT_MOST


class ReviewTooSoon(PrincipleRefused):
    """The review is not after the day that it is valid from, or not ahead."""


class TooFarAhead(PrincipleRefused):
    """A date so far ahead that it must be a slip."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the form says."""

    text: str
    owner: Person | None
    valid_from: date
    review_on: date


def wording(
    text: str, owner: Person | None, valid_from: date, review_on: date, today: date
) -> Wording:
    """Raises NothingWritten, WordingTooLong, ReviewTooSoon or TooFarAhead."""
    kept = principle_text(text)
    if review_on <= max(valid_from, today):
        raise ReviewTooSoon
    if max(valid_from, review_on) > today + LONGEST:
        raise TooFarAhead
    return Wording(text=kept, owner=owner, valid_from=valid_from, review_on=review_on)


def principle_text(text: str) -> str:
    try:
        return required(text, most=TEXT_AT_MOST)
    except Empty:
        raise NothingWritten from None
    except TooLong as error:
        raise WordingTooLong(error.length) from None


def reason(text: str) -> str:
    """Raises ReasonMissing or ReasonTooLong."""
    try:
        return required(text, most=REASON_AT_MOST)
    except Empty:
        raise ReasonMissing from None
    except TooLong as error:
        raise ReasonTooLong(error.length) from None


def a_year_on(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)


# --- the way to the register -----------------------------------------------------------------


def may_be_written(meeting: Meeting) -> None:
    """From the common direction on, and afterwards. Raises NotYetAgreed."""
    if meeting.is_open and meeting.phase not in WRITTEN_IN:
        raise NotYetAgreed


def standing_proposal(history: Sequence[PracticeEvent]) -> PracticeEvent | None:
    """What the leader has not answered: a wording, or that it is withdrawn."""
    latest = _latest(history)
    proposed = (What.PROPOSED, What.END_PROPOSED)
    return latest if latest is not None and latest.what in proposed else None


def sent_back(history: Sequence[PracticeEvent]) -> PracticeEvent | None:
    """The leader's answer that nobody has taken up yet."""
    latest = _latest(history)
    return latest if latest is not None and latest.what is What.ASKED_BACK else None


def _latest(history: Sequence[PracticeEvent]) -> PracticeEvent | None:
    """That it was told to others changes nothing in it."""
    return next((each for each in reversed(history) if each.what is not What.SHARED), None)


def as_proposed(practice: Practice, proposal: PracticeEvent, today: date) -> Wording:
    """What is valid if the leader confirms it today: never from a day before that. A change of
    what is valid already holds from now on."""
    valid = practice.state is PracticeState.VALID
    valid_from = today if valid else max(practice.valid_from or today, today)
    review_on = practice.review_on
    if valid or review_on is None or review_on <= valid_from:
        review_on = a_year_on(valid_from)
    return Wording(
        text=proposal.text or practice.text,
        owner=practice.owner,
        valid_from=valid_from,
        review_on=review_on,
    )


def confirmed(practice: Practice, new: Wording) -> Practice:
    return replace(
        practice,
        state=PracticeState.VALID,
        text=new.text,
        owner=new.owner,
        valid_from=new.valid_from,
        review_on=new.review_on,
    )


def withdrawn(practice: Practice) -> Practice:
    return replace(practice, state=PracticeState.WITHDRAWN, review_on=None)


# --- looking at it again ---------------------------------------------------------------------


def reviewer(
    owner: Person | None, coordinator: Person | None, members: Collection[int]
) -> Person | None:
    """The owner, while in the team; else the coordinator."""
    if owner is not None and owner.id in members:
        return owner
    return coordinator


def may_review(
    practice: Practice, who: Person, coordinator: Person | None, leader: Person | None
) -> None:
    """Raises NotYoursToReview."""
    if who not in (practice.owner, coordinator, leader):
        raise NotYoursToReview(practice.owner or coordinator)


def still_valid(practice: Practice, today: date) -> Practice:
    return replace(practice, review_on=a_year_on(today))


def must_be_looked_at(practice: Practice, today: date) -> bool:
    """The question and its reminder were left unanswered."""
    return practice.review_on is not None and practice.review_on + GIVEN_UP_AFTER <= today
