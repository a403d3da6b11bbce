"""The yearly evaluation (rows 155 and 233), and whether it is fair over the years (row 231).

Numbers of the department and of teams, never of somebody: what so few stand behind that one could
tell who is not shown, and no sum from which it could be worked out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time

from dialogs.calendar.recurrence import Every, OnClosed, Schedule
from dialogs.courses.wish import GRANTED_SINCE, State, Track, Wish
from dialogs.learning.counting import SHOWN_FROM

YEARS_SHOWN = 3  # for so long wishes have their owners (dialogs.courses.wish)
EVALUATED = Schedule(
    every=Every.YEAR, month=12, day=8, at=time(9), on_closed=OnClosed.AFTER, only_newest=True
)
# After the joint orientation, which is due on 20 January.
THEMES_PLANNED = Schedule(
    every=Every.YEAR, month=2, day=1, at=time(9), on_closed=OnClosed.AFTER, only_newest=True
)
_NEVER = (State.WITHDRAWN, State.LAPSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A year in numbers; None: too few to be shown."""

    year: int
    wishes: int | None
    granted: int | None
    completed: int | None
    shared: int | None
    themes: int


def evaluated(year: int, wishes: Iterable[Wish], themes: int) -> Evaluated:
    found = [each for each in wishes if each.state not in _NEVER and each.track is not Track.THEME]
    granted = [each for each in found if each.state in GRANTED_SINCE]
    completed = [each for each in granted if each.state in (State.COMPLETED, State.SHARED)]
    shared = [each for each in completed if each.state is State.SHARED]
    return Evaluated(
        year=year,
        wishes=_shown(found),
        granted=_shown(granted),
        completed=_shown(completed),
        shared=_shown(shared),
        themes=themes,
    )


def people_behind(wishes: Iterable[Wish]) -> int:
    """How many stand behind them; all whose owners are not known any more count as one."""
    return len({wish.who.id for wish in wishes})


def _shown(wishes: Sequence[Wish]) -> int | None:
    return len(wishes) if not wishes or people_behind(wishes) >= SHOWN_FROM else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Of one team in one year."""

    wished: int
    granted: int


Fairness = Mapping[str, Mapping[int, Share | None]]  # by team, then year; None: too few


def fairness(
    wishes: Iterable[Wish], teams: Mapping[int, tuple[str, int]], years: Sequence[int]
) -> Fairness:
    """`teams`: their name and how many they are. A team that is too small is left out, and so is
    every year in which too few of it wished. TR and AMR stand outside it, as in the round."""
    counted = [
        each
        for each in wishes
        if each.state not in _NEVER and each.track not in (Track.THEME, Track.REPRESENTATIVE)
    ]
    found: dict[str, dict[int, Share | None]] = {}
    for team_id, (name, size) in sorted(teams.items(), key=lambda team: team[1]):
        if size < SHOWN_FROM:
            continue
        by_year = {
            year: [w for w in counted if w.team_id == team_id and w.year == year] for year in years
        }
        found[name] = {year: _of(theirs) for year, theirs in by_year.items()}
    return found


def _of(wishes: Sequence[Wish]) -> Share | None:
    if wishes and people_behind(wishes) < SHOWN_FROM:
        return None
    granted = sum(wish.state in GRANTED_SINCE for wish in wishes)
    return Share(wished=len(wishes), granted=granted)
