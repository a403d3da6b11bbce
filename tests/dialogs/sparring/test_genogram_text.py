"""A genogram in plain words: what it reads as, how it is told, and what is said of a line that
cannot be read."""

import pytest
from hypothesis import given, settings

from dialogs.privacy.finder import findings
from dialogs.privacy.guard import CprWritten
from dialogs.sparring import genogram as rules
from dialogs.sparring.genogram import Child, Genogram, Tie, Twin
from dialogs.sparring.genogram_steps import NEW, NothingChosen, Step, taken
from dialogs.sparring.genogram_text import read, written
from dialogs.sparring.genogram_words import refused, told
from dialogs.text import TooLong
from tests.dialogs.sparring.families import families

ISSUE = "mor 38, far 41: skilt; barn 12 i fokus, barn 9"
WHOLE = """\
mor 38 og far 41: skilt; barn 12 i fokus, barn 9
mor og stedfar 40: sammen; pige A 3 tvilling, pige B 3 tvilling, ventet barn
plejemor 50 og plejefar 52: gift; datter 20 født, barn 9
mormor 70 og morfar 75 død: gift; mor, moster 35 adopteret
mors kæreste 40 mand
bor sammen: mor, stedfar, barn 12, pige A, pige B
bor sammen: plejemor, plejefar, barn 9
bor på institution: barn 12
mor og far: konflikt
mormor og barn 12: omsorg"""


@settings(max_examples=60, deadline=None)
@given(families())
def test_what_is_written_reads_as_the_same_family(family: Genogram) -> None:
    text = written(family)
    again = read(text)
    assert written(again) == text
    assert read(written(again)) == again
    assert len(again.members) == len(family.members)
    assert {again.name(who.id) for who in again.members} == {
        family.name(who.id) for who in family.members
    }


def test_a_text_is_forgiving_and_is_always_written_the_same() -> None:
    typed = "Mor 38 år , FAR 41: Skilte; barn 12 (i fokus) , barn  9 år.\n\nfar og mor: Konflikt."
    assert written(read(typed)) == f"{written(read(ISSUE))}\nfar og mor: konflikt"
    assert written(read(WHOLE)) == WHOLE
    assert read("") == Genogram()


def test_a_family_is_told_in_sentences() -> None:
    assert told(read(WHOLE)) == [
        "Genogram med 15 personer.",
        "Mor (38 år) og far (41 år) er skilt.",
        "Sammen har de to børn: barn (12 år, i fokus) og barn (9 år).",
        "Mor og stedfar (40 år) er sammen.",
        "Sammen har de tre børn: pige A (3 år), pige B (3 år) og ventet barn.",
        "Pige A og pige B er tvillinger.",
        "Plejemor (50 år) og plejefar (52 år) er gift.",
        "Sammen har de to børn: datter (20 år) og barn på 9 (i pleje).",
        "Mormor (70 år) og morfar (75 år, død) er gift.",
        "Sammen har de to børn: mor og moster (35 år, adopteret).",
        "Mors kæreste (40 år, mand) er også med.",
        "Mor, stedfar, barn på 12, pige A og pige B bor sammen.",
        "Plejemor, plejefar og barn på 9 bor sammen.",
        "Barn på 12 bor på institution.",
        "Barn på 12 bor skiftevis to steder.",
        "Mor og far er i konflikt.",
        "Mormor tager sig af barn på 12.",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mathilde 12", "Linje 1: Jeg kender ikke rollen “Mathilde”. Skriv, hvem"),
        ("mor 38\nbarm 12", "Linje 2: Jeg kender ikke rollen “barm”. Mente du “barn”?"),
        ("mor og far: sure", "Linje 1: Jeg forstår ikke “sure” efter kolon."),
        ("mor og far: skillt", "Mente du “skilt”?"),
        ("mor og far; barn 3", "Linje 1: Skriv, hvad de to er, med kolon foran: gift,"),
        ("mor: skilt", "Før kolon skal der stå to personer"),
        ("mor og far: konflikt; barn", "kan ikke stå efter en forbindelse"),
        ("mor 38 far 41", "Jeg forstår ikke “far”. Efter rollen kan der stå"),
        ("mor 12/3", "“12/3” ligner en dato eller et årstal"),
        ("mor 1987", "“1987” ligner en dato eller et årstal"),
        ("mor 111", "“111” ligner en dato"),
        ("mor 3x", "“3x” kan ikke være en alder. Skriv et helt tal fra 0 til 110"),
        ("barn 9\nbarn 7\nbor sammen: barn", "Skriv “barn 9” eller “barn 7”"),
        ("bor sammen:", "Skriv, hvem det handler om"),
        ("mor; dreng 8, dreng 8", "fx “dreng A” og “dreng B”"),
        ("barn 4\nmor; barn 4, barn 5\nbarn", "Der er flere med rollen “barn”"),
        ("mor og mor: gift", "“mor” står der to gange på samme linje"),
        ("mor og far: gift\nfar og mor: skilt", "“far” og “mor” står der to gange"),
        ("mor og far: tæt\nfar og mor: fjern", "kun én linje om det mellem “far” og “mor”"),
        ("mor og far: gift; barn\nmormor og morfar: gift; barn", "født af to forskellige par"),
        ("mor; barn 3 tvilling", "mangler sin søskende. Skriv tvillinger, to ved siden af"),
        ("mor og far: gift; barn\nbarn; mor", "står både over og under den samme"),
        ("\n".join(f"barn {n}" for n in range(26)), "plads til 25 personer"),
        ("\n".join(f"bor sammen: barn {n}" for n in range(7)), "plads til 6 hjem"),
    ],
)
def test_a_line_that_cannot_be_read_is_answered_with_the_word_and_the_way(
    text: str, said: str
) -> None:
    with pytest.raises(rules.GenogramRefusal) as refusal:
        read(text)
    assert said in refused(refusal.value)


def test_a_cpr_number_is_stopped_before_anything_else() -> None:
    with pytest.raises(CprWritten):
        read("mor 010190-1234")
    with pytest.raises(TooLong):
        read("barn, " * 400)


def test_the_words_of_a_genogram_are_not_taken_for_anybodys_name() -> None:
    assert not findings(WHOLE)
    assert not findings(ISSUE)


def choices(**fields: str):
    return lambda name: fields.get(name, "")


def test_step_by_step_one_comes_to_the_same_as_by_writing() -> None:
    family = Genogram()
    for role, age in (("mor", "38"), ("far", "41 år")):
        family = taken(family, Step.PERSON, choices(role=role, age=age))
    family = taken(family, Step.COUPLE, choices(first="1", second="2", status="divorced"))
    for age, marks in (("9", ""), ("12", "i fokus")):
        said = {"parents": "1-2", "child": NEW, "role": "barn", "age": age, "marks": marks}
        family = taken(family, Step.CHILD, choices(**said))
    assert family == read(ISSUE)

    family = taken(family, Step.HOME, choices(members="1,3", home="household"))
    family = taken(family, Step.BOND, choices(first="1", second="2", feeling="conflict"))
    assert written(family).endswith("\nbor sammen: mor, barn 12\nmor og far: konflikt")
    for what in ("bond-0", "home-0", "member-4", "member-1"):
        family = taken(family, Step.REMOVE, choices(what=what))
    assert written(family) == "far 41; barn 12 i fokus"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step.PERSON, {"role": "Mathilde"}),
        (Step.COUPLE, {"first": "1", "second": "99", "status": "married"}),
        (Step.COUPLE, {"first": "1", "second": "2", "status": "enemies"}),
        (Step.CHILD, {"parents": "1-2", "child": ""}),
        (Step.HOME, {"members": ""}),
        (Step.BOND, {"first": "1", "second": "2"}),
        (Step.REMOVE, {"what": "bond-7"}),
    ],
)
def test_a_step_without_its_choice_is_not_taken(step: Step, said: dict[str, str]) -> None:
    with pytest.raises(NothingChosen):
        taken(read(ISSUE), step, choices(**said))


def test_a_child_goes_below_a_couple_that_is_there_in_order_of_age() -> None:
    family = read("mor og far: gift; barn 12, barn 3\nbarn 7")
    family = rules.add_child(family, (1, 2), Child(5))
    assert written(family) == "mor og far: gift; barn 12, barn 7, barn 3"
    with pytest.raises(rules.NoSuchCouple):
        rules.add_child(read("mor\nfar\nbarn"), (1, 2), Child(3))


def test_a_twin_whose_other_is_removed_is_a_child_like_others() -> None:
    family = read("mor; pige A 3 tvilling, pige B 3 tvilling, barn 1 i pleje")
    family = rules.remove_member(family, 2)
    assert family.unions[0].children == (
        Child(3, Tie.BORN, Twin.NOT),
        Child(4, Tie.FOSTER, Twin.NOT),
    )
