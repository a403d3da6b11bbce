"""When one asks whether a learning point was of use, and what is said of the answer."""

from datetime import date, timedelta

import pytest

from dialogs.learning import trying as rules
from dialogs.learning import trying_cards, trying_words
from dialogs.learning.trying import Trial, Way

HELD = date(2026, 8, 4)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "en uge"),
        (7, "en uge"),
        (14, "to uger"),
        (17, "tre uger"),
        (21, "tre uger"),
        (24, "fire"),
    ],
)
def test_weeks_are_counted_as_people_do(days, said):
    weeks = rules.weeks_since(HELD, HELD + timedelta(days=days))

    assert trying_words.asks(weeks).startswith(f"For {said}")


def test_what_happened_may_be_empty_and_is_five_hundred_characters_at_most():
    assert rules.answer_text(" \u200b ") == ""
    assert len(rules.answer_text("å" * 500)) == 500
    with pytest.raises(rules.AnswerTooLong) as refused:
        rules.answer_text("å" * 501)
    assert "501" in trying_words.refusal(refused.value)


def test_every_way_has_a_button_thanks_and_words_for_the_others():
    for words in (trying_words.BUTTONS, trying_words.THANKS, trying_words.TRIED):
        assert set(words) == set(Way)


def test_what_was_tried_is_said_once_without_a_count_in_the_order_of_the_alphabet():
    trials = [Trial(way=Way.YES), Trial(way=Way.DID_NOT_FIT, text="Skolen var ikke med.")]

    one, other, three = (
        [part.model_dump(exclude_none=True) for part in trying_cards.tried(each)]
        for each in (trials, trials[::-1], [*trials, *trials])
    )

    assert one == other == three
    assert "Prøvet: passede ikke." in str(one)
    assert not any(char.isdigit() for char in str([p.get("text") for p in one]))


def test_nobody_is_asked_to_tell_about_what_was_not_tried():
    assert "actions" not in trying_cards.answered("1-1-1", Trial(way=Way.NOT_YET))
    assert "actions" in trying_cards.answered("1-1-1", Trial(way=Way.DID_NOT_FIT))
    told = Trial(way=Way.YES, text="Det hjalp.")
    assert "actions" not in trying_cards.answered("1-1-1", told)
