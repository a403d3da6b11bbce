"""How a team's meetings went, quarter by quarter: never one meeting, and never one person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from dialogs.calendar.period import Period
from dialogs.learning.counting import SHOWN_FROM, Spread, spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """What was answered in a quarter."""

    quarter: Period
    taps: Sequence[tuple[int, Mapping[str, int]]] = ()  # of which meeting, and 1 to 3 of each
    clarity: Sequence[tuple[int, int]] = ()  # a meeting each: 0 to 10, before and after

    def tapped(self, question: str) -> Spread | None:
        """None: too few meetings, or too few answers."""
        if len({meeting for meeting, _ in self.taps}) < SHOWN_FROM:
            return None
        return spread([taps[question] for _, taps in self.taps])

    @property
    def steps(self) -> tuple[Spread, Spread] | None:
        """Before and after, of the meetings that have both; None: too few."""
        before = spread([before for before, _ in self.clarity])
        after = spread([after for _, after in self.clarity])
        return (before, after) if before and after else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a quarter's meetings."""

    held: int = 0
    cancelled: int = 0
    not_started: int = 0
    postponed: int = 0
    protected: timedelta = timedelta()  # what the phases of those that were held took

    def __bool__(self) -> bool:
        return bool(self.held or self.cancelled or self.not_started or self.postponed)
