""" "Del viden": two minutes at a team meeting, five at a staff meeting (rows 79 and 86)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.text import one_line

TEXT_AT_MOST = 200  # characters: a line on a start card
AHEAD_AT_MOST = timedelta(days=120)  # a day further off is not known yet


class Place(StrEnum):
    TEAM = "team"  # the team's next meeting
    STAFF = "staff"  # a staff meeting, on a day that its teller names


MINUTES = {Place.TEAM: 2, Place.STAFF: 5}


class SharingRefused(Refusal):
    """Something to tell that cannot be taken."""


class NoSuchShare(SharingRefused):
    """It has been told or taken back meanwhile, or is not this team's."""


class SharedAlready(SharingRefused):
    """The same person wrote the same, and it has not been told yet."""


class DayMissing(SharingRefused):
    """A staff meeting has a day."""


class DayIsOut(SharingRefused):
    """The day is over, or too far ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    id: int = 0  # 0: not stored yet
    team_id: int
    who: Person
    text: str
    on: date | None = None  # of the staff meeting; None: the team's own

    @property
    def place(self) -> Place:
        return Place.STAFF if self.on else Place.TEAM

    @property
    def minutes(self) -> int:
        return MINUTES[self.place]


def share_text(text: str) -> str:
    """One line. Raises Empty or TooLong."""
    return one_line(text, most=TEXT_AT_MOST)


def day_of(place: Place, typed: str, today: date) -> date | None:
    """None for the team's own meeting. Raises DayMissing or DayIsOut."""
    if place is Place.TEAM:
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise DayMissing from None
    if not today <= day <= today + AHEAD_AT_MOST:
        raise DayIsOut
    return day
