"""The year of the courses: its days, and its money (sections 4.6 and 4.7).

The dates stand here alone: prompts are planned from these schedules, and foreseen from them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from dialogs.calendar.days import DAY, working_day_from, working_days_before
from dialogs.calendar.recurrence import Every, OnClosed, Schedule
from dialogs.courses.wish import GRANTED_SINCE, Decision, State, Track, Wish, WishRefused

RESERVE_SHARE = 0.2  # of the budget, proposed where none is set
ENROL_ASKED_AFTER = timedelta(days=28)  # after a grant
ASKED_AGAIN_AFTER = timedelta(days=14)  # a leader who has not answered a small wish
BUDGET_AT_MOST = 100_000_000  # kroner
TO_BE_DONE_WITHIN = timedelta(days=14)  # what the leader group is asked for
_EARLY = time(6)  # so that everybody's own time, when they are at work, is still to come


class Step(StrEnum):
    """What comes once a year, by the day. A year's round is for the budget year after it."""

    OPENS = "opens"  # the MUS window opens: leaders book, employees prepare
    MIDWAY = "midway"  # leaders are told who has no plan yet
    FOUR_WEEKS = "four_weeks"  # before the deadline, to whoever is not done
    ONE_WEEK = "one_week"
    LAST_DAY = "last_day"
    FROZEN = "frozen"  # wishes are collected; the leader group has its list
    DECIDE = "decide"  # what is not decided yet
    FEEDBACK = "feedback"  # whom nobody has told yet
    ORIENT = "orient"  # the joint orientation, if it has not been given


def _yearly(month: int, day: int, on_closed: OnClosed, late: timedelta | None) -> Schedule:
    return Schedule(
        every=Every.YEAR, month=month, day=day, at=_EARLY, on_closed=on_closed, late=late
    )


_WEEK = timedelta(days=7)
STEPS: Mapping[Step, Schedule] = {
    Step.OPENS: _yearly(8, 1, OnClosed.AFTER, 4 * _WEEK),
    Step.MIDWAY: _yearly(10, 1, OnClosed.AFTER, 2 * _WEEK),
    Step.FOUR_WEEKS: _yearly(11, 2, OnClosed.AFTER, 2 * _WEEK),
    Step.ONE_WEEK: _yearly(11, 23, OnClosed.AFTER, timedelta(days=4)),
    Step.LAST_DAY: _yearly(11, 30, OnClosed.BEFORE, DAY),
    Step.FROZEN: _yearly(12, 1, OnClosed.AFTER, None),
    Step.DECIDE: _yearly(12, 15, OnClosed.BEFORE, 2 * _WEEK),
    Step.FEEDBACK: _yearly(1, 8, OnClosed.AFTER, 2 * _WEEK),
    Step.ORIENT: _yearly(1, 20, OnClosed.AFTER, 4 * _WEEK),
}
TO_EMPLOYEES = (Step.OPENS, Step.FOUR_WEEKS, Step.ONE_WEEK, Step.LAST_DAY, Step.FROZEN)
TO_LEADERS = (Step.OPENS, Step.MIDWAY, Step.FEEDBACK)
TO_LEADER_GROUP = (Step.FROZEN, Step.DECIDE, Step.ORIENT)
_NEW_YEARS = (Step.FEEDBACK, Step.ORIENT)  # in January of the budget year itself


def budget_year(step: Step, key: str) -> int:
    """That the round of this step is for; `key`: of its occurrence, the year in which it comes."""
    return int(key) if step in _NEW_YEARS else int(key) + 1


def freezes_on(year: int) -> date:
    """The first working day of the December before that budget year."""
    return working_day_from(date(year - 1, 12, 1))


def deadline(year: int) -> date:
    """The last working day of the MUS window."""
    return working_days_before(freezes_on(year), 1)


def is_frozen(year: int, today: date) -> bool:
    return today >= freezes_on(year)


def round_year(today: date) -> int:
    """The budget year that a wish of the yearly round is for, if it is registered today."""
    return today.year + (2 if is_frozen(today.year + 1, today) else 1)


def decided_year(today: date) -> int:
    """The one that the leader group decides on, tells and evaluates: from December until summer
    the last that was frozen."""
    return round_year(today) - 1


def year_of(track: Track, today: date) -> int:
    """Whose budget it draws on: outside the round that of the year itself."""
    return round_year(today) if track in (Track.ROUND, Track.THEME) else today.year


# --- money -----------------------------------------------------------------------------------


class NoBudget(WishRefused):
    """Nothing that costs is granted before the year has a budget and a reserve."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class ReserveGone(WishRefused):
    """It would take what the year must keep for needs that arise."""

    def __init__(self, left: int, price: int) -> None:
        super().__init__(left, price)
        self.left = left  # kroner
        self.price = price


class NotABudget(WishRefused):
    """Both are whole kroner, and the reserve is more than nothing and no more than the budget."""


class BudgetTooSmall(WishRefused):
    """What is granted already would leave no reserve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A budget year as the leader group has set it."""

    year: int
    budget: int | None = None  # kroner
    reserve: int | None = None
    small_price: int = 5_000  # kroner; up to both, a wish is decided at once (row 203)
    small_half_days: int = 4
    tenure: int = 3  # years (section 4.7)
    frozen_at: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """What is granted of a year. TR and AMR stand outside it, as they do outside the round."""

    budget: int
    reserve: int
    in_round: int
    outside: int  # at once and ad hoc

    @property
    def reserve_left(self) -> int:
        """Round grants that go beyond their part eat of it."""
        return min(self.reserve, self.budget - self.in_round) - self.outside

    @property
    def for_round(self) -> int:
        """Left for the round before it touches the reserve."""
        return self.budget - self.reserve - self.in_round


def is_granted(wish: Wish) -> bool:
    """Also what is decided and not told."""
    decided = wish.state is State.PRIORITISED and wish.decision is Decision.GRANT
    return decided or wish.state in GRANTED_SINCE


def money(year: Year, wishes: Iterable[Wish]) -> Money | None:
    """None: the year has no budget yet."""
    if year.budget is None or year.reserve is None:
        return None
    granted = [each for each in wishes if is_granted(each)]
    return Money(
        budget=year.budget,
        reserve=year.reserve,
        in_round=sum(each.price for each in granted if each.track is Track.ROUND),
        outside=sum(each.price for each in granted if each.track in (Track.AT_ONCE, Track.AD_HOC)),
    )


def check_grant(year: Year, wish: Wish, others: Iterable[Wish]) -> None:
    """Raises NoBudget or ReserveGone. After the round something must be left in the reserve; what
    comes over the year may use the last of it."""
    if not wish.price or wish.track in (Track.REPRESENTATIVE, Track.THEME):
        return
    had = money(year, [each for each in others if each.id != wish.id])
    if had is None:
        raise NoBudget(year.year)
    if wish.track is Track.ROUND:
        left = replace(had, in_round=had.in_round + wish.price).reserve_left
        if left <= 0:
            raise ReserveGone(had.reserve_left, wish.price)
    elif had.reserve_left < wish.price:
        raise ReserveGone(had.reserve_left, wish.price)


def eats_reserve(year: Year, wish: Wish, others: Iterable[Wish]) -> bool:
    """Whether a grant in the round would go beyond its part of the budget."""
    had = money(year, [each for each in others if each.id != wish.id])
    return had is not None and wish.track is Track.ROUND and wish.price > had.for_round


def with_budget(year: Year, budget: int, reserve: int, wishes: Iterable[Wish]) -> Year:
    """Raises NotABudget or BudgetTooSmall."""
    if not (0 < reserve <= budget <= BUDGET_AT_MOST):
        raise NotABudget
    changed = replace(year, budget=budget, reserve=reserve)
    then = money(changed, wishes)
    if then is not None and then.reserve_left < 0:
        raise BudgetTooSmall
    return changed
