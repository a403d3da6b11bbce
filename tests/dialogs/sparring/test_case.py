"""What is brought to a sparring, and the order in which it comes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.people.person import Person
from dialogs.sparring import case as rules
from dialogs.sparring import refusals as sentences
from dialogs.sparring import words
from dialogs.sparring.agenda import AgendaName
from dialogs.sparring.case import Case, CaseState, Kind

NOON = datetime(2026, 8, 3, 10, 0, tzinfo=UTC)
OLE, METTE, ANNE = Person(3, "Ole"), Person(4, "Mette"), Person(9, "Anne")


def case(number: int, owner: Person = OLE, **more: object) -> Case:
    values = {
        "id": number,
        "team_id": 1,
        "owner": owner,
        "kind": Kind.CASE,
        "question": "Hvad overser vi?",
        "state": CaseState.WAITING,
        "brought_at": NOON + timedelta(minutes=number),
        **more,
    }
    return Case(**values)


def test_a_question_is_one_sentence_on_one_line():
    assert rules.sparring_question("  Hvad \n overser\u200b vi? ") == "Hvad overser vi?"


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u202e"])
def test_without_a_question_there_is_no_case(text):
    with pytest.raises(rules.QuestionMissing):
        rules.sparring_question(text)


def test_a_question_of_more_than_three_hundred_characters_is_too_long():
    assert len(rules.sparring_question("å" * 300)) == 300
    with pytest.raises(rules.QuestionTooLong) as refused:
        rules.sparring_question("å" * 301)
    assert (refused.value.length, refused.value.most) == (301, 300)


def test_only_a_principle_case_waits_for_the_team_leader():
    for kind in Kind:
        expected = CaseState.REQUESTED if kind is Kind.PRINCIPLE else CaseState.WAITING
        assert rules.first_state(kind, ANNE) is expected


def test_without_a_team_leader_nobody_can_accept_a_principle_case():
    with pytest.raises(rules.NoLeader):
        rules.first_state(Kind.PRINCIPLE, None)


def test_cases_come_as_they_were_brought_and_postponed_ones_first():
    first, second, postponed = case(1), case(2), case(3, first=True)
    assert rules.in_order([second, postponed, first]) == [postponed, first, second]


def test_only_waiting_cases_are_in_the_queue():
    others = [case(n, state=state) for n, state in enumerate(CaseState)]
    assert [c.state for c in rules.in_order(others)] == [CaseState.WAITING]


def test_the_case_of_somebody_absent_is_passed_over_and_kept():
    ole, mette = case(1, OLE), case(2, METTE)
    assert rules.next_case([ole, mette], absent={OLE.id}) == mette
    assert rules.kept_for_absent([ole, mette], absent={OLE.id}) == [ole]
    later = replace(ole, brought_at=NOON + timedelta(days=1))
    assert rules.kept_for_absent([mette, later], absent={OLE.id}) == []


def test_nobody_there_means_no_case():
    assert rules.next_case([case(1)], absent={OLE.id}) is None


def test_that_something_went_wrong_looks_like_any_case():
    went_wrong = case(1, kind=Kind.WENT_WRONG)
    assert went_wrong.shown_kind is Kind.CASE
    assert went_wrong.agenda is None
    assert words.queue([went_wrong], 0) == ["1. Ole (sag)"]


@pytest.mark.parametrize(
    ("kind", "agenda"),
    [
        (Kind.PRINCIPLE, AgendaName.PRINCIPLE),
        (Kind.TOPIC, AgendaName.TOPIC),
        (Kind.CASE, None),
        (Kind.REVIEW, None),
    ],
)
def test_some_kinds_bring_their_own_agenda(kind, agenda):
    assert case(1, kind=kind).agenda is agenda


def test_every_kind_and_agenda_has_its_words():
    assert set(words.KINDS) == set(words.SHOWN_KINDS) == set(Kind)
    assert set(words.AGENDAS) == set(AgendaName)


def test_a_request_is_answered_once():
    asked = case(1, kind=Kind.PRINCIPLE, state=CaseState.REQUESTED)
    rules.answered(asked)
    rules.answered(replace(asked, state=CaseState.ASKED_BACK))
    with pytest.raises(rules.AnsweredAlready):
        rules.answered(replace(asked, state=CaseState.WAITING))


def test_a_case_is_taken_back_by_its_owner_until_it_is_held():
    rules.withdrawn(case(1), OLE)
    with pytest.raises(rules.NotYourCase):
        rules.withdrawn(case(1), METTE)
    for state in (CaseState.TAKEN, CaseState.HELD, CaseState.WITHDRAWN):
        with pytest.raises(rules.CaseTaken):
            rules.withdrawn(case(1, state=state), OLE)


def test_the_question_is_put_anew_by_the_owner_while_the_case_waits():
    rules.put_anew(case(1, question=""), OLE)
    with pytest.raises(rules.NotYourCase):
        rules.put_anew(case(1), METTE)
    with pytest.raises(rules.CaseTaken):
        rules.put_anew(case(1, state=CaseState.TAKEN), OLE)
    with pytest.raises(rules.AnsweredAlready):  # the team leader said yes to this question
        rules.put_anew(case(1, kind=Kind.PRINCIPLE), OLE)


def test_every_refusal_has_words():
    refusals = (
        rules.NotYourCase(),
        rules.CaseTaken(),
        rules.NotForYouToAnswer(),
        rules.AnsweredAlready(),
        rules.NoLeader(),
        rules.QuestionMissing(),
        rules.QuestionTooLong(301),
        rules.NotAccepted(),
    )
    assert {type(refusal) for refusal in refusals} == set(rules.CaseRefused.__subclasses__())
    assert all(sentences.refusal(refusal) for refusal in refusals)
