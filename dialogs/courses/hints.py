"""What a leader sees beside a wish: things to think of, never a verdict (rows 219-232).

Nothing here counts, ranks or refuses. Where a usual starting point speaks against a grant, the
leader says in a line why it is granted all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs.courses.wish import (
    HISTORY_KEPT_YEARS,
    LINE_AT_MOST,
    REASON_AT_MOST,
    Decision,
    Kind,
    State,
    Wish,
    WishRefused,
)
from dialogs.courses.year import Year, eats_reserve
from dialogs.text import cleaned, one_line

EXTERNAL = frozenset({Kind.COURSE, Kind.MODULE, Kind.CONFERENCE})


class Sort(StrEnum):
    OUTSIDE = "outside"  # none of the areas
    TENURE = "tenure"  # weighty education, and fewer years than usual
    TENURE_UNKNOWN = "tenure_unknown"  # weighty education, and the years were not given
    TEMPORARY = "temporary"  # a vikar, and an external course
    RESERVE = "reserve"  # it would go beyond the round's part of the budget
    HISTORY = "history"  # noted in an earlier year


_USUALLY_NOT = frozenset({Sort.OUTSIDE, Sort.TENURE, Sort.TEMPORARY})


class ReasonMissing(WishRefused):
    """Whoever hears no, or not now, hears why."""


class OverrideUnexplained(WishRefused):
    """Granted against the usual starting point: a line says why."""


class DecisionMissing(WishRefused):
    """None was chosen."""


@dataclass(frozen=True, slots=True)
class Hint:
    sort: Sort
    years: Sequence[int] = ()  # given, and usual; or the years in which it was noted


def hints(wish: Wish, of_person: Iterable[Wish], year: Year, others: Iterable[Wish]) -> list[Hint]:
    """`of_person`: all that the same person ever wished; `others`: the wishes of that year."""
    found = []
    if wish.area is None:
        found.append(Hint(Sort.OUTSIDE))
    if wish.heavy and wish.tenure is None:
        found.append(Hint(Sort.TENURE_UNKNOWN, (year.tenure,)))
    elif wish.heavy and wish.tenure is not None and wish.tenure < year.tenure:
        found.append(Hint(Sort.TENURE, (wish.tenure, year.tenure)))
    if wish.temporary and wish.kind in EXTERNAL:
        found.append(Hint(Sort.TEMPORARY))
    if eats_reserve(year, wish, others):
        found.append(Hint(Sort.RESERVE))
    noted = earlier(wish, of_person)
    if noted:
        found.append(Hint(Sort.HISTORY, tuple(sorted({each.year for each in noted}))))
    return found


def earlier(wish: Wish, of_person: Iterable[Wish]) -> list[Wish]:
    """What was noted in history within the years that it is kept; no place in any line."""
    return [
        each
        for each in of_person
        if each.state is State.NOTED
        and each.id != wish.id
        and wish.year - HISTORY_KEPT_YEARS <= each.year < wish.year
    ]


def decided(chosen: str, reason: str, beside: Iterable[Hint]) -> tuple[Decision, str | None]:
    """Raises DecisionMissing, ReasonMissing, OverrideUnexplained or TooLong."""
    if chosen not in set(Decision):
        raise DecisionMissing
    decision = Decision(chosen)
    if cleaned(reason):
        return decision, one_line(reason, most=REASON_AT_MOST)
    if decision is not Decision.GRANT:
        raise ReasonMissing
    if any(hint.sort in _USUALLY_NOT for hint in beside):
        raise OverrideUnexplained
    return decision, None


def consideration(typed: str) -> str | None:
    """One of the three of row 222, for the leader group alone. Raises TooLong."""
    return one_line(typed, most=LINE_AT_MOST) if cleaned(typed) else None
