"""What is told of a month and of a quarter."""

from itertools import pairwise

from dialogs.learning.digest import Happened, digest, of_department
from dialogs.learning.invitation import QUESTIONS, questions
from dialogs.learning.practice import Practice, PracticeKind, PracticeState, What
from dialogs.learning.pulse import together


def practice(number: int, **more) -> Practice:
    return Practice(**{"id": number, "team_id": 1, "text": f"Tekst {number}", **more})


def happened(what: What, number: int = 1, reason: str | None = None, **more) -> Happened:
    return Happened(what=what, practice=practice(number, **more), reason=reason)


def test_what_was_approved_and_withdrawn_again_stands_as_withdrawn_alone():
    gone = {"state": PracticeState.WITHDRAWN}
    told = digest(
        [happened(What.APPROVED, **gone), happened(What.WITHDRAWN, reason="Loven", **gone)]
    )

    assert (told.approved, told.withdrawn) == ([], [("Tekst 1", "Loven")])


def test_a_principle_is_approved_when_its_leader_confirms_it():
    principle = {"kind": PracticeKind.PRINCIPLE}

    assert not digest([happened(What.APPROVED, **principle)])
    assert digest([happened(What.CONFIRMED, **principle)]).approved == ["Tekst 1"]


def test_what_was_approved_and_shared_in_one_month_is_said_once():
    told = digest([happened(What.APPROVED), happened(What.SHARED), happened(What.SHARED, 2)])

    assert (told.approved, told.shared) == (["Tekst 1"], ["Tekst 2"])


def test_the_order_is_that_of_the_alphabet():
    told = digest([happened(What.APPROVED, 2), happened(What.APPROVED, 1)])

    assert told.approved == ["Tekst 1", "Tekst 2"]


def test_nothing_happened_and_there_is_nothing_to_tell():
    assert not digest([])
    assert not digest([happened(What.EDITED)])
    assert not of_department([])


def test_two_teams_are_not_named_and_three_are():
    approved = [(1, "Øst", "Tekst 2"), (2, "Vest", "Tekst 1"), (3, "Syd", "Tekst 3")]
    assert of_department(approved[:2]).by_team == {"": ["Tekst 1", "Tekst 2"]}

    three = of_department(approved)
    assert list(three.by_team) == ["Syd", "Vest", "Øst"]
    assert (three.teams, three.practices) == (3, 3)


def test_another_three_questions_each_month_and_none_of_them_is_about_fault():
    asked = [questions(f"2026-{month:02}") for month in range(1, 13)]

    assert all(now != before for before, now in pairwise(asked))
    assert {tuple(each) for each in asked} == {tuple(each) for each in QUESTIONS}
    said = " ".join(question for each in QUESTIONS for question in each).casefold()
    assert not any(word in said for word in ("hvorfor", "fejl", "skyld", "ansvar", "hvem gjorde"))


def test_five_answers_of_two_people_are_shown_to_nobody():
    assert (
        together([{"sharing": 1, "doubt": 1, "mistakes": 1, "methods": 1, "practice": 1}] * 2)
        is None
    )
