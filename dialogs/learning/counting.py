"""How many answers or contributors it takes, before a number is shown, and what is shown then."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

SHOWN_FROM = 3  # answers, contributors or meetings: with fewer, somebody could be told from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Some answers taken together; never one of them. Half of them lie from `low` to `high`."""

    n: int
    mean: float
    low: float
    high: float


def spread(answers: Sequence[int]) -> Spread | None:
    """None: too few to be shown. Quartiles, since the extremes are somebody's own answers."""
    if len(answers) < SHOWN_FROM:
        return None
    low, _, high = quantiles(answers, n=4, method="inclusive")
    return Spread(n=len(answers), mean=fmean(answers), low=low, high=high)
