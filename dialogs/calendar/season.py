"""The season: every prompt of the coming year, before anyone gets one."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """One prompt to come: when, to whom, what about. Nothing of it is sent by being foreseen."""

    at: datetime
    series: str  # as its occurrences are called
    whom: str  # "Faglig koordinator, Team Øst"
    title: str
    text: str  # what it will say, in a sentence or two
    nominal: date | None = None  # its day, had nothing moved it
    because: str = ""  # what moved it: "2. påskedag", "lukket i uge 29"
    team_id: int | None = None  # None: it is the department's
    person_id: int | None = None  # the one whom it is for, where that is known
