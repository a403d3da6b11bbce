"""What learning points are about, quarter by quarter; and what takes up more room than before
(inventory row 43). Numbers only, and only from three contributors on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs.calendar.period import Period
from dialogs.learning.counting import SHOWN_FROM
from dialogs.learning.point import Guideline, PointKind
from dialogs.refusal import Refusal

QUARTERS_SHOWN = 4
THEMES_SHOWN = 6  # of each sort
GROWS_BY = 2  # points more than in the quarter before


class Sort(StrEnum):
    METHOD = "method"
    KIND = "kind"
    GUIDELINE = "guideline"


class NoSuchTheme(Refusal):
    """A theme that is none of the team's."""


@dataclass(frozen=True, slots=True, order=True)
class Theme:
    sort: Sort
    value: str  # a method of the team's list, or of PointKind or Guideline

    @property
    def key(self) -> str:
        return f"{self.sort}={self.value}"

    @classmethod
    def read(cls, key: str, methods: Iterable[str]) -> "Theme":
        """Raises NoSuchTheme."""
        sort, _, value = key.partition("=")
        known: Mapping[str, Iterable[str]] = {
            Sort.METHOD: methods,
            Sort.KIND: list(PointKind),
            Sort.GUIDELINE: list(Guideline),
        }
        if value not in known.get(sort, ()):
            raise NoSuchTheme
        return cls(Sort(sort), value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many points a theme had in a quarter. Contributors: the writers, as far as they are
    known; of the other points the meetings."""

    theme: Theme
    quarter: Period
    points: int
    contributors: int

    @property
    def is_shown(self) -> bool:
        return self.contributors >= SHOWN_FROM


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """One theme over the quarters; None where so few contributed that no number is shown."""

    theme: Theme
    points: Mapping[Period, int | None]

    @property
    def total(self) -> int:
        return sum(number or 0 for number in self.points.values())


def trends(counted: Iterable[Counted], quarters: Sequence[Period]) -> Mapping[Sort, list[Trend]]:
    """Those that may be shown in one quarter at least, those with most points first."""
    found: dict[Theme, dict[Period, int]] = {}
    for each in counted:
        if each.is_shown and each.quarter in quarters:
            found.setdefault(each.theme, {})[each.quarter] = each.points
    every = [
        Trend(theme=theme, points={quarter: points.get(quarter) for quarter in quarters})
        for theme, points in found.items()
    ]
    every.sort(key=lambda trend: (-trend.total, trend.theme))
    return {
        sort: [trend for trend in every if trend.theme.sort is sort][:THEMES_SHOWN]
        for sort in Sort
    }


def growing(counted: Iterable[Counted], quarter: Period) -> list[Trend]:
    """What had clearly more points in this quarter than in the one before, most first."""
    before, now = quarter.before, quarter
    points = {(each.theme, each.quarter): each for each in counted}
    found = []
    for (theme, when), each in points.items():
        earlier = points.get((theme, before))
        if when != now or not each.is_shown:
            continue
        if each.points >= (earlier.points if earlier else 0) + GROWS_BY:
            known = earlier.points if earlier and earlier.is_shown else None
            found.append(Trend(theme=theme, points={before: known, now: each.points}))
    return sorted(found, key=lambda trend: (-trend.total, trend.theme))
