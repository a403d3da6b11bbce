"""Who knows something about what: found by Danish as people type it."""

import pytest

from dialogs.between import whom
from dialogs.between.whom import Entry, NobodyNamed, NoReach, Role, who_knows
from dialogs.people.person import Person
from dialogs.text import Empty, TooLong

METTE = Entry(
    team_id=1, role=Role.KNOWS, topics="ICS, netværksmøder", person=Person(1, "Mette Dahl")
)
SARA = Entry(
    team_id=2, role=Role.SUPERUSER, topics="samvær, børnesamtaler", person=Person(2, "Sara Bay")
)
LAWYER = Entry(
    team_id=1, role=Role.ELSEWHERE, topics="partshøring og samvær", function="Juristen", reach="12"
)
ALL = (METTE, SARA, LAWYER)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("ics", METTE),
        ("netværk", METTE),  # part of a compound
        ("ved noget om netværksmødet?", METTE),  # inflected
        ("netværksmøeder", METTE),  # a slip of the fingers
        ("netvaerksmoeder", METTE),
        ("en børnesamtale", SARA),
        ("barnesamtaler", SARA),
        ("PARTSHØRINGER", LAWYER),
    ],
)
def test_a_question_finds_who_knows(question, first):
    assert who_knows(question, ALL, own_team=None)[0] is first


def test_of_equals_ones_own_team_comes_first():
    assert who_knows("samvær", ALL, own_team=1) == [LAWYER, SARA]
    assert who_knows("samvær", ALL, own_team=2) == [SARA, LAWYER]


@pytest.mark.parametrize("question", ["", "hvem ved noget om", "flygtninge", "x", "🙂", "=1+1"])
def test_what_nobody_knows_finds_nobody(question):
    assert who_knows(question, ALL, own_team=1) == []


def test_an_entry_is_a_person_or_a_function_that_can_be_reached():
    made = whom.entry(1, Role.KNOWS, " ICS ", None, "Juristen", "lokal 12")
    assert (made.name, made.topics, made.reach) == ("Juristen", "ICS", "lokal 12")
    with pytest.raises(NobodyNamed):
        whom.entry(1, Role.KNOWS, "ICS", None, " ", "")
    with pytest.raises(NoReach):
        whom.entry(1, Role.KNOWS, "ICS", None, "Juristen", "")
    with pytest.raises(Empty):
        whom.entry(1, Role.KNOWS, " ", None, "Juristen", "12")
    with pytest.raises(TooLong):
        whom.entry(1, Role.KNOWS, "x" * 301, None, "Juristen", "12")


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("ved noget om samvær?", "samvær"),
        ("samvær i weekenden", "samvær i weekenden"),
        ("ved noget om", "ved noget om"),
        ("", ""),
    ],
)
def test_what_is_asked_about_is_said_back_without_the_asking(question, topic):
    assert whom.topic(question) == topic
