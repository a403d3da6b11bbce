"""First everybody's own answer, then the joint orientation (rows 208 and 209)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.courses.wish import GRANTED_SINCE, State, Track, Wish, WishRefused

TEXT_AT_MOST = 1500  # characters
POSTPONED_AT_MOST = timedelta(days=120)


class NothingToTell(WishRefused):
    """Nothing of this person's is decided and untold."""


class NotDecidedYet(WishRefused):
    """Some of the person's wishes wait for the leader group: they hear of all at once."""


class FeedbackMissing(WishRefused):
    """The joint orientation waits until everybody has their own answer."""

    def __init__(self, people: int, undecided: int) -> None:
        super().__init__(people, undecided)
        self.people = people
        self.undecided = undecided  # wishes


class NothingToOrient(WishRefused):
    """No course of that year's round was granted."""


class ToldAlready(WishRefused):
    """The department has had its orientation."""


class PostponedOut(WishRefused):
    """A day that is over, or too far ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How far a year's round is. `postponed`: until when somebody who is away is told later."""

    undecided: int  # wishes
    owed: Sequence[int]  # people who have not been told, and nobody has put off
    postponed: Sequence[int]
    granted: Sequence[Wish]  # told, so the department may hear of them


def stand(wishes: Iterable[Wish], postponed: Mapping[int, date], today: date) -> Stand:
    """Of the wishes of one year's round. A day that was put off to is over on that day."""
    of_round = [each for each in wishes if each.track is Track.ROUND]
    waiting = {each.who.id: each.who for each in of_round if each.state is State.PRIORITISED}
    away = [who for who in waiting if today < postponed.get(who, date.min)]
    # Whoever is told later is left out with all they have: the department hears nothing first.
    return Stand(
        undecided=sum(each.state is State.COLLECTED for each in of_round),
        owed=[who for who in waiting if who not in away],
        postponed=away,
        granted=[
            each for each in of_round if each.state in GRANTED_SINCE and each.who.id not in away
        ],
    )


def check_orientation(now: Stand, *, told: bool) -> None:
    """Raises ToldAlready, FeedbackMissing or NothingToOrient."""
    if told:
        raise ToldAlready
    if now.undecided or now.owed:
        raise FeedbackMissing(len(now.owed), now.undecided)
    if not now.granted:
        raise NothingToOrient


def to_tell(of_person: Iterable[Wish]) -> list[Wish]:
    """The decided wishes of somebody's round. Raises NothingToTell or NotDecidedYet."""
    of_round = [each for each in of_person if each.track is Track.ROUND]
    if any(each.state is State.COLLECTED for each in of_round):
        raise NotDecidedYet
    found = [each for each in of_round if each.state is State.PRIORITISED]
    if not found:
        raise NothingToTell
    return found


def postponed_until(typed: str, today: date) -> date:
    """Raises PostponedOut."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise PostponedOut from None
    if not today < day <= today + POSTPONED_AT_MOST:
        raise PostponedOut
    return day
