"""Turns are fair, and a turn that is passed is kept."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from dialogs.sparring import rota

TEAM = (1, 2, 3, 4)


def test_who_has_had_a_turn_goes_to_the_back():
    assert rota.had_turn(TEAM, 1) == (2, 3, 4, 1)


def test_who_is_absent_keeps_the_turn():
    assert rota.following(TEAM, away={1}) == 2
    order = rota.had_turn(TEAM, 2)
    assert rota.following(order) == 1


def test_two_who_swap_take_each_others_places():
    assert rota.swapped(TEAM, 1, 3) == (3, 2, 1, 4)


def test_a_new_member_comes_last_and_who_left_is_gone():
    assert rota.with_members(TEAM, (2, 3, 4, 5)) == (2, 3, 4, 5)


def test_nobody_is_there():
    assert rota.following(TEAM, away=TEAM) is None


@given(st.integers(2, 8), st.lists(st.sets(st.integers(1, 8)), max_size=40))
def test_of_those_always_there_nobody_is_more_than_one_turn_ahead(size, absences):
    order, turns = tuple(range(1, size + 1)), []
    for away in absences:
        person = rota.following(order, away)
        if person is not None:
            order = rota.had_turn(order, person)
            turns.append(person)

    always = [p for p in range(1, size + 1) if not any(p in away for away in absences)]
    for start in range(len(turns)):
        for end in range(start, len(turns) + 1):
            had = Counter(turns[start:end])
            counts = [had[person] for person in always]
            assert not counts or max(counts) - min(counts) <= 1


@given(st.integers(2, 8), st.lists(st.sets(st.integers(1, 8)), max_size=40))
def test_a_passed_turn_comes_as_soon_as_the_person_is_there(size, absences):
    order = tuple(range(1, size + 1))
    for away in absences:
        person = rota.following(order, away)
        first = order[0]
        if person is None:
            continue
        order = rota.had_turn(order, person)
        assert person == first or order[0] == first
