"""The rules of "Sådan gør vi", without a database and without a clock."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dialogs.learning import deciding_words, principle_words
from dialogs.learning import principle as rules
from dialogs.learning.practice import Practice, PracticeEvent, PracticeKind, PracticeState, What
from dialogs.people.person import Person

KAREN, METTE, ANNE, OLE = (
    Person(n, who) for n, who in enumerate(("Karen", "Mette", "Anne", "Ole"))
)
TODAY = date(2026, 8, 4)
NINE = datetime(2026, 8, 4, 7, tzinfo=UTC)
AWAITING = Practice(
    id=1,
    kind=PracticeKind.PRINCIPLE,
    state=PracticeState.AWAITING,
    team_id=1,
    text="Vi spørger netværket først.",
    owner=METTE,
    valid_from=TODAY,
    review_on=date(2027, 8, 4),
)
VALID = replace(AWAITING, state=PracticeState.VALID)


def history(*what: What) -> list[PracticeEvent]:
    return [PracticeEvent(id=n, what=each, at=NINE) for n, each in enumerate(what, 1)]


def said(text="Sådan.", valid_from=TODAY, review_on=date(2027, 8, 4)) -> rules.Wording:
    return rules.wording(text, METTE, valid_from, review_on, TODAY)


def test_a_wording_is_cleaned_and_keeps_its_dates():
    assert said("  Vi spørger \u200b først. ").text == "Vi spørger først."


@pytest.mark.parametrize("text", ["", " \n ", "\u200b"])
def test_without_a_sentence_there_is_nothing(text):
    with pytest.raises(rules.NothingWritten):
        said(text)


def test_two_thousand_characters_fit_and_one_more_does_not():
    assert len(said("å" * 2000).text) == 2000
    with pytest.raises(rules.WordingTooLong) as refused:
        said("å" * 2001)
    assert "2001" in principle_words.refusal(refused.value)


@pytest.mark.parametrize(
    ("valid_from", "review_on"),
    [(TODAY, TODAY), (date(2026, 9, 1), date(2026, 9, 1)), (date(2026, 1, 1), date(2026, 7, 1))],
)
def test_the_review_comes_after_the_day_it_is_valid_from_and_after_today(valid_from, review_on):
    with pytest.raises(rules.ReviewTooSoon):
        said(valid_from=valid_from, review_on=review_on)


def test_a_date_years_ahead_is_a_slip():
    with pytest.raises(rules.TooFarAhead):
        said(review_on=date(2036, 8, 4))


def test_a_year_on_is_the_same_day_but_for_the_29th_of_february():
    assert rules.a_year_on(TODAY) == date(2027, 8, 4)
    assert rules.a_year_on(date(2028, 2, 29)) == date(2029, 2, 28)


def test_a_proposal_stands_until_it_is_answered():
    assert rules.standing_proposal([]) is None
    assert rules.standing_proposal(history(What.PROPOSED)).id == 1
    assert rules.standing_proposal(history(What.PROPOSED, What.PROPOSED)).id == 2
    assert rules.standing_proposal(history(What.CONFIRMED, What.END_PROPOSED)).id == 2
    for answer in (What.CONFIRMED, What.ASKED_BACK, What.WITHDRAWN, What.MERGED):
        assert rules.standing_proposal(history(What.PROPOSED, answer)) is None


def test_that_it_was_told_to_others_answers_nothing():
    assert rules.standing_proposal(history(What.PROPOSED, What.SHARED)).id == 1
    assert rules.sent_back(history(What.ASKED_BACK, What.SHARED)).id == 1


def test_it_is_never_valid_from_before_the_leader_confirmed_it():
    [proposal] = history(What.PROPOSED)
    later = TODAY + timedelta(days=9)

    assert rules.as_proposed(AWAITING, proposal, TODAY).valid_from == TODAY
    assert rules.as_proposed(AWAITING, proposal, later).valid_from == later
    ahead = replace(AWAITING, valid_from=later)
    assert rules.as_proposed(ahead, proposal, TODAY).valid_from == later


def test_confirmed_after_its_review_it_is_looked_at_a_year_from_then():
    [proposal] = history(What.PROPOSED)
    late = date(2028, 1, 3)

    assert rules.as_proposed(AWAITING, proposal, late).review_on == date(2029, 1, 3)


def test_a_change_holds_from_the_day_it_is_confirmed_and_for_a_year():
    change = PracticeEvent(id=2, what=What.PROPOSED, at=NINE, text="Vi spørger skolen.")
    later = date(2027, 9, 1)

    new = rules.confirmed(VALID, rules.as_proposed(VALID, change, later))

    assert (new.text, new.valid_from, new.review_on) == (
        "Vi spørger skolen.",
        later,
        date(2028, 9, 1),
    )
    assert new.owner == METTE


def test_the_owner_is_asked_and_the_coordinator_when_there_is_none_in_the_team():
    assert rules.reviewer(METTE, KAREN, {METTE.id, KAREN.id}) == METTE
    assert rules.reviewer(METTE, KAREN, {KAREN.id}) == KAREN
    assert rules.reviewer(None, KAREN, {KAREN.id}) == KAREN
    assert rules.reviewer(METTE, None, set()) is None


def test_only_owner_coordinator_and_leader_look_at_it_again():
    for who in (METTE, KAREN, ANNE):
        rules.may_review(VALID, who, KAREN, ANNE)
    with pytest.raises(rules.NotYoursToReview) as refused:
        rules.may_review(VALID, OLE, KAREN, ANNE)
    assert "Mette" in principle_words.refusal(refused.value)


def test_left_unanswered_for_four_weeks_it_must_be_looked_at():
    assert not rules.must_be_looked_at(VALID, date(2027, 8, 31))
    assert rules.must_be_looked_at(VALID, date(2027, 9, 1))
    assert not rules.must_be_looked_at(replace(VALID, review_on=None), date(2030, 1, 1))


def test_everything_that_happens_has_words():
    assert set(deciding_words.HAPPENED) == set(What)
