"""Several prompts as one card: each with its own buttons, and never too much."""

import json

from dialogs import cards as parts
from dialogs.quiet import cards, words


def section(text: str, *buttons: str):
    return parts.card(
        [parts.heading(text)], [parts.press(each, "some.verb", id=text) for each in buttons]
    )


def test_a_single_one_leaves_as_itself():
    alone = section("Din tur", "Tag en sag med")

    assert cards.letter({7: alone}) == alone


def test_each_section_keeps_its_buttons_and_they_say_where_they_stand():
    letter = cards.letter({7: section("Din tur", "Ja", "Nej"), 9: section("Et ord", "Tag det")})

    heading, first, second = letter["body"]
    assert heading["text"] == "To ting til dig"
    assert [a["title"] for a in first["items"][-1]["actions"]] == ["Ja", "Nej"]
    data = [a["data"] for part in (first, second) for a in part["items"][-1]["actions"]]
    assert data == [
        {"id": "Din tur", "section": 7},
        {"id": "Din tur", "section": 7},
        {"id": "Et ord", "section": 9},
    ]
    assert "actions" not in letter


def test_a_form_is_opened_from_a_section_too():
    form = parts.card([parts.line("?")], [parts.opens("Skriv", "some.form", id=1)])
    letter = cards.letter({7: form, 9: section("Et ord")})

    data = letter["body"][1]["items"][-1]["actions"][0]["data"]
    assert data == {"msteams": {"type": "task/fetch"}, "verb": "some.form", "id": 1, "section": 7}


def test_where_nothing_is_left_one_line_says_so():
    assert cards.letter({})["body"][0]["text"] == words.ALL_DONE


def test_six_buttons_and_24_kb_are_what_there_is_room_for():
    three = section("Tre", "A", "B", "C")

    assert cards.fits({1: three, 2: three})
    assert not cards.fits({1: three, 2: three, 3: section("En", "D")})
    assert cards.fits({1: three, 2: section("Langt " + "x" * 8_000)})
    assert not cards.fits({1: three, 2: section("Langt " + "x" * 12_000)})


def test_of_a_section_that_grew_too_large_its_head_is_left():
    long = parts.card([parts.heading("Din tur"), parts.line("x" * 12_000)], [])

    assert len(json.dumps(cards.letter({1: cards.head_of(long), 2: section("Et ord")}))) < 2_000
