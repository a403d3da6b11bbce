"""The tavle: at most twelve events, told by ages and by how long ago, never by dates."""

from xml.etree import ElementTree

import pytest

from dialogs.privacy.guard import CprWritten
from dialogs.sparring import timeline as rules
from dialogs.sparring.timeline import Event, Timeline, When, read, written
from dialogs.sparring.timeline_drawing import drawing
from dialogs.sparring.timeline_words import refused, told

TAVLE = """\
fødslen: bor hos mormor
for 6 år siden: mor og far går fra hinanden
9 år: begynder i <specialklasse>
for 1 uge siden: underretning
nu: går ikke i skole"""


def test_a_tavle_is_forgiving_and_is_always_written_the_same() -> None:
    typed = """
        Ved fødslen: bor hos mormor
        For seks år siden:  mor og far går fra hinanden
        Som 9-årig: begynder i <specialklasse>
        en uge siden: underretning
        I dag: går ikke i skole
    """
    assert written(read(typed)) == TAVLE
    assert written(read(TAVLE)) == TAVLE
    assert read("") == Timeline()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nu: a\n12. marts: flytter", "Linje 2: “12. marts” ligner en dato. Skriv barnets alder"),
        ("for 2 år siden: flytter 12/3", "“12/3” ligner en dato"),
        ("6 år: skole i 2019", "“2019” ligner en dato"),
        ("engang: flytter", "Jeg kan ikke læse “engang” som et tidspunkt"),
        ("200 år: flytter", "Jeg kan ikke læse “200 år”"),
        ("går ikke i skole", "Begynd linjen med fx “6 år:”"),
        ("nu:", "Linje 1: Skriv efter kolon, hvad der skete"),
        (f"nu: {'a' * 141}", "på 141 tegn. Skriv den på højst 140"),
        ("nu: a\n" * 13, "plads til 12 hændelser"),
    ],
)
def test_what_cannot_be_on_a_tavle_is_answered_with_the_way(text: str, said: str) -> None:
    with pytest.raises(rules.TimelineRefusal) as refusal:
        read(text)
    assert said in refused(refusal.value)


def test_a_cpr_number_is_stopped() -> None:
    with pytest.raises(CprWritten):
        rules.event("nu", "mor 010190-1234")


def test_events_are_added_moved_and_removed() -> None:
    board = read("6 år: a\n7 år: b")
    board = rules.add(board, rules.event("nu", "c"))
    board = rules.add(board, Event(when=When.AGE, count=5, text="d"), 0)
    assert [each.text for each in board.events] == ["d", "a", "b", "c"]
    assert [each.text for each in rules.move(board, 3, 0).events] == ["c", "d", "a", "b"]
    assert [each.text for each in rules.remove(board, 1).events] == ["d", "b", "c"]


def test_the_drawing_says_what_the_list_says_and_nothing_in_it_is_markup() -> None:
    board = read(TAVLE)
    svg = ElementTree.fromstring(drawing(board))  # noqa: S314
    shown = [text.text for text in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "begynder i <specialklasse>" in shown
    assert svg[1].text == " ".join(told(board))
    assert told(board)[2] == "Barnet er 9 år: begynder i <specialklasse>"
    assert told(Timeline()) == ["Tavlen er tom."]
