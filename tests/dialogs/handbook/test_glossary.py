"""Shared words: one for all teams, in the order of a Danish dictionary."""

import pytest

from dialogs.handbook import glossary
from dialogs.handbook.glossary import Term, beginning, in_order, key, term
from dialogs.text import Empty, TooLong


def words(*named: str) -> list[Term]:
    return [Term(team_id=1, word=word, meaning="x") for word in named]


def test_the_danish_letters_come_last():
    found = in_order(words("åben", "ørn", "zone", "æble", "Anker"))

    assert [each.word for each in found] == ["Anker", "zone", "æble", "ørn", "åben"]


@pytest.mark.parametrize("same", ["netværksmøde", "NETVÆRKSMØDE", "netvaerksmoede."])
def test_a_word_is_the_same_however_it_is_typed(same):
    assert key(same) == key("netværksmøde")


def test_a_word_is_looked_up_by_its_beginning_or_else_by_a_part():
    known = words("netværk", "netværksmøde", "møde")

    assert [each.word for each in beginning(known, "møde")] == ["møde"]
    assert [each.word for each in beginning(known, "værk")] == ["netværk", "netværksmøde"]


def test_a_word_has_a_meaning():
    with pytest.raises(Empty):
        term(1, "ord", " ")
    with pytest.raises(TooLong):
        term(1, "x" * (glossary.WORD_AT_MOST + 1), "y")
