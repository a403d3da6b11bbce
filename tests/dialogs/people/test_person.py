"""Colleagues are called by the shortest name that tells them apart."""

from hypothesis import given
from hypothesis import strategies as st

from dialogs.people.person import Person, short_names


def test_a_first_name_is_enough_where_nobody_shares_it():
    assert short_names({1: "Karen Holm", 2: "Bo Lund"}) == {1: "Karen", 2: "Bo"}


def test_who_shares_a_first_name_gets_a_letter_more():
    names = short_names({1: "Mette Dahl", 2: "Mette Lind", 3: "Mette"})
    assert names == {1: "Mette D.", 2: "Mette L.", 3: "Mette"}


def test_who_shares_that_as_well_gets_the_whole_name():
    names = short_names({1: "Sara Bay", 2: "Sara Berg", 3: "Sara Kok"})
    assert names == {1: "Sara Bay", 2: "Sara Berg", 3: "Sara K."}


def test_somebody_whose_name_is_not_known_yet_has_none():
    assert short_names({1: ""}) == {1: ""}


@given(st.lists(st.text("abc æ", max_size=12).map(str.strip), unique=True, max_size=8))
def test_different_people_are_never_called_the_same(full):
    different = {" ".join(name.split()) for name in full}
    short = short_names(dict(enumerate(sorted(different))))
    assert len(set(short.values())) == len(different)


def test_two_are_the_same_person_by_their_id():
    assert Person(1, "Mette") == Person(1, "Mette D.")
    assert Person(1, "Mette") != Person(2, "Mette")
