"""The year of the courses: its days, its money, and who hears what first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.days import is_working_day
from dialogs.calendar.recurrence import between
from dialogs.courses import feedback, words
from dialogs.courses.feedback import FeedbackMissing, NothingToOrient, ToldAlready
from dialogs.courses.wish import Decision, Kind, State, Track, Wish
from dialogs.courses.year import (
    STEPS,
    BudgetTooSmall,
    NoBudget,
    NotABudget,
    ReserveGone,
    Step,
    Year,
    budget_year,
    check_grant,
    deadline,
    decided_year,
    freezes_on,
    money,
    round_year,
    with_budget,
)
from dialogs.people.person import Person

ZONE = ZoneInfo("Europe/Copenhagen")
YEAR = Year(year=2027, budget=100_000, reserve=20_000)
METTE, OLE = Person(1, "Mette"), Person(2, "Ole")


def wish(n: int, price: int = 0, who: Person = METTE, **more: object) -> Wish:
    values: dict = {"track": Track.ROUND, "state": State.COLLECTED, **more}
    return Wish(
        id=n,
        who=who,
        team_id=1,
        year=2027,
        kind=Kind.COURSE,
        title=f"Kursus {n}",
        why="x",
        area="ics",
        price=price,
        **values,
    )


# --- days ------------------------------------------------------------------------------------


@given(st.integers(2000, 2040))
def test_every_step_comes_once_a_year_on_a_working_day_and_in_order(year):
    start = datetime(year - 1, 7, 1, tzinfo=UTC)
    found = []
    for step, schedule in STEPS.items():
        [moment] = between(schedule, start, start + timedelta(days=365), ZONE)
        day = moment.due_at.astimezone(ZONE).date()
        assert is_working_day(day)
        assert budget_year(step, moment.key) == year
        found.append(day)
    assert found == sorted(found)
    by_step = dict(zip(STEPS, found, strict=True))
    assert by_step[Step.FROZEN] == freezes_on(year)
    assert by_step[Step.LAST_DAY] == deadline(year)
    assert (freezes_on(year).month, freezes_on(year - 1).month) == (12, 12)


def test_which_round_a_day_belongs_to():
    assert freezes_on(2027) == date(2026, 12, 1)
    assert freezes_on(2025) == date(2024, 12, 2)  # December 1st was a Sunday
    assert [round_year(day) for day in (date(2026, 11, 30), date(2026, 12, 1))] == [2027, 2028]
    assert [decided_year(day) for day in (date(2026, 12, 1), date(2027, 2, 1))] == [2027, 2027]


# --- money -----------------------------------------------------------------------------------


def test_the_round_may_eat_of_the_reserve_and_never_all_of_it():
    granted = wish(1, 90_000, state=State.PRIORITISED, decision=Decision.GRANT)
    had = money(YEAR, [granted])

    assert had is not None
    assert (had.for_round, had.reserve_left) == (-10_000, 10_000)
    check_grant(YEAR, wish(2, 9_999), [granted])
    with pytest.raises(ReserveGone) as refused:
        check_grant(YEAR, wish(2, 10_000), [granted])
    assert words.refusal(refused.value) == (
        "Det koster 10.000 kr., og der er 10.000 kr. tilbage i reserven. Vælg ikke nu, eller ret "
        "budgettet først."
    )


def test_what_comes_over_the_year_draws_on_the_reserve_and_no_further():
    spent = wish(1, 15_000, track=Track.AD_HOC, state=State.GRANTED)

    check_grant(YEAR, wish(2, 5_000, track=Track.AT_ONCE), [spent])
    with pytest.raises(ReserveGone):
        check_grant(YEAR, wish(2, 5_001, track=Track.AD_HOC), [spent])
    with pytest.raises(NoBudget):
        check_grant(Year(year=2027), wish(2, 1, track=Track.AD_HOC), [])
    check_grant(Year(year=2027), wish(2, 0, track=Track.AD_HOC), [])
    check_grant(YEAR, wish(2, 500_000, track=Track.REPRESENTATIVE), [spent])


def test_a_decision_that_is_changed_is_not_counted_twice_and_what_is_withdrawn_is_free_again():
    granted = wish(1, 90_000, state=State.PRIORITISED, decision=Decision.GRANT)

    check_grant(YEAR, replace(granted, price=95_000), [granted])
    had = money(YEAR, [replace(granted, state=State.WITHDRAWN)])
    assert had is not None
    assert had.in_round == 0


@given(st.lists(st.tuples(st.integers(0, 40_000), st.booleans()), max_size=12))
def test_whatever_is_granted_the_reserve_is_above_zero_after_the_round_and_never_below(wanted):
    granted: list[Wish] = []
    for n, (price, in_round) in enumerate(wanted, 1):
        track = Track.ROUND if in_round else Track.AD_HOC
        asked = wish(n, price, track=track, state=State.GRANTED)
        try:
            check_grant(YEAR, asked, granted)
        except ReserveGone:
            continue
        granted.append(asked)
        had = money(YEAR, granted)
        assert had is not None
        assert had.reserve_left >= 0
        if in_round and price:
            assert had.reserve_left > 0


@pytest.mark.parametrize(("budget", "reserve"), [(100, 0), (100, -1), (100, 101), (0, 0)])
def test_a_reserve_is_above_zero_and_no_more_than_the_budget(budget, reserve):
    with pytest.raises(NotABudget):
        with_budget(YEAR, budget, reserve, [])


def test_a_budget_is_not_set_below_what_is_granted():
    granted = wish(1, 90_000, state=State.GRANTED)

    with pytest.raises(BudgetTooSmall):
        with_budget(YEAR, 80_000, 10_000, [granted])
    assert with_budget(YEAR, 120_000, 10_000, [granted]).budget == 120_000


# --- first each, then all --------------------------------------------------------------------


STATES = (State.COLLECTED, State.PRIORITISED, State.GRANTED, State.NOTED, State.WITHDRAWN)


@given(st.lists(st.tuples(st.sampled_from(STATES), st.integers(1, 4)), max_size=10))
def test_the_orientation_never_comes_before_everybodys_own_answer(wished):
    wishes = [wish(n, who=Person(who, ""), state=state) for n, (state, who) in enumerate(wished)]
    now = feedback.stand(wishes, {}, date(2027, 1, 8))
    waiting = {w.who.id for w in wishes if w.state is State.PRIORITISED}
    undecided = [w for w in wishes if w.state is State.COLLECTED]

    assert set(now.owed) == waiting
    if waiting or undecided:
        with pytest.raises(FeedbackMissing) as refused:
            feedback.check_orientation(now, told=False)
        error = refused.value
        assert (error.people, error.undecided) == (len(waiting), len(undecided))
    elif any(w.state is State.GRANTED for w in wishes):
        feedback.check_orientation(now, told=False)
    else:
        with pytest.raises(NothingToOrient):
            feedback.check_orientation(now, told=False)


def test_three_are_missing_is_what_it_says():
    error = FeedbackMissing(3, 0)

    assert words.refusal(error) == (
        "Afdelingen kan ikke orienteres endnu. Mangler 3 tilbagemeldinger."
    )
    with pytest.raises(ToldAlready):
        feedback.check_orientation(feedback.stand([], {}, date(2027, 1, 8)), told=True)


def test_whoever_is_away_is_told_later_and_left_out_until_then():
    wishes = [
        wish(1, who=METTE, state=State.GRANTED),
        wish(2, who=OLE, state=State.PRIORITISED, decision=Decision.GRANT),
        wish(3, who=OLE, state=State.GRANTED),
    ]
    later = {OLE.id: date(2027, 2, 1)}

    away = feedback.stand(wishes, later, date(2027, 1, 31))
    back = feedback.stand(wishes, later, date(2027, 2, 1))

    assert (away.owed, away.postponed) == ([], [OLE.id])
    assert [w.id for w in away.granted] == [1]
    assert back.owed == [OLE.id]


def test_somebody_is_told_of_all_at_once():
    decided = wish(1, state=State.PRIORITISED, decision=Decision.GRANT)

    with pytest.raises(feedback.NotDecidedYet):
        feedback.to_tell([decided, wish(2)])
    with pytest.raises(feedback.NothingToTell):
        feedback.to_tell([wish(3, state=State.GRANTED)])
    assert feedback.to_tell([decided]) == [decided]
    draft = words.draft([decided, replace(decided, decision=Decision.NOT_NOW, reason="Ud over.")])
    assert "ikke en venteliste" in draft
    assert "Mette" not in draft
