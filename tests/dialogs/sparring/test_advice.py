"""How well the hint tells advice from reflection, measured on sentences it was not fitted to.

The hold-out (171 sentences) and the first 347 dev sentences were written before any rule. The
hold-out has not changed since (a test holds it to its digest); its results were only ever counted,
its misses never listed. Dev misses drove the rules:

* rules fitted to the first 347 dev sentences: hold-out precision 1.00, recall 0.89 (76 of 85);
* dev grown to 445 by other forms, rules widened for those: 1.00 and 0.93 (79 of 85);
* dev grown to 505: unchanged.

What the figures are worth: one hand wrote both sets and the rules, and wrote the second step's dev
sentences with the hold-out in memory, so they flatter; 0.89 is the cleanest of them. Sixty new
sentences, leaning towards indirect advice ("Mit bud ville være aflastning"), were met after the
second step with precision 0.89 (17 of 19) and recall 0.57 (17 of 30), before they joined dev.
Nobody has measured real texts. A missed hint costs nothing; a wrong one costs one press.
"""

import csv
import hashlib
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from dialogs.sparring.advice import sounds_like_advice

HOLDOUT_DIGEST = "e0dc4e23a28b3f28a51ddf34f1f6ee8d053f02a10876ca4ea4b4559331450533"


class Sentence(NamedTuple):
    set: str
    label: str
    text: str

    @property
    def is_advice(self) -> bool:
        return self.label == "advice"


def _read() -> list[Sentence]:
    path = Path(__file__).with_name("advice_sentences.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [Sentence(*row) for row in list(csv.reader(file))[1:]]


SENTENCES = _read()
UNQUOTED_ADVICE = [s.text for s in SENTENCES if s.is_advice and not set(s.text) & set("\"'“”»«")]


def _of(name: str) -> list[Sentence]:
    return [s for s in SENTENCES if s.set == name]


@pytest.mark.parametrize(("name", "floor"), [("dev", 0.95), ("holdout", 0.9)])
def test_advice_is_found_and_reflection_left_alone(name, floor):
    sentences = _of(name)
    caught = [s for s in sentences if sounds_like_advice(s.text)]
    right = sum(s.is_advice for s in caught)
    precision = right / len(caught)
    recall = right / sum(s.is_advice for s in sentences)
    print(f"{name}: {len(sentences)} sentences, precision {precision:.3f}, recall {recall:.3f}")

    assert precision >= floor
    assert recall >= floor


def test_the_holdout_is_the_one_written_before_the_rules():
    lines = "\n".join("|".join(s) for s in _of("holdout"))

    assert hashlib.sha256(lines.encode()).hexdigest() == HOLDOUT_DIGEST


def test_no_sentence_is_in_both_sets_and_both_labels_weigh_about_the_same():
    plain = [s.text.casefold().strip(" .?!") for s in SENTENCES]

    assert len(set(plain)) == len(plain)
    for name in ("dev", "holdout"):
        share = sum(s.is_advice for s in _of(name)) / len(_of(name))
        assert 0.4 < share < 0.6


@pytest.mark.parametrize(
    ("advice", "look_alike"),
    [
        ("Hvad med at spørge barnet?", "Hvad med barnet?"),
        ("Hvis jeg var dig, ville jeg ringe.", "Hvis jeg var barnet, ville jeg ringe."),
        ("Har du prøvet at ringe?", "Hvad har I prøvet?"),
        ("Vi bevilger 10 timer.", "Når vi bevilger og trækker tilbage, hvad sker der så?"),
        ("Jeg tænker, at du skal vente.", "Jeg tænker, at han venter."),
        ("I skal høre parterne.", "Mor skal høre fra retten."),
        ("Vi skulle måske tale med far.", "Vi skulle have talt med far."),
        ("Du skal holde op.", "Mor sagde: 'du skal holde op'"),
    ],
)
def test_advice_is_told_from_its_look_alike(advice, look_alike):
    assert sounds_like_advice(advice)
    assert not sounds_like_advice(look_alike)


@pytest.mark.parametrize("opening", list("\"“„»«'‘"))
def test_advice_that_somebody_else_gave_is_no_advice(opening):
    closing = dict(zip("\"“„»«'‘", "\"”“«»'’", strict=True))[opening]

    for text in UNQUOTED_ADVICE:
        assert not sounds_like_advice(f"Mor sagde: {opening}{text}{closing}"), text


def test_a_quotation_that_never_ends_is_still_a_quotation():
    assert not sounds_like_advice('Mor sagde: "du skal holde op')


def test_advice_after_a_quotation_is_advice():
    assert sounds_like_advice('Mor sagde: "jeg kan ikke mere". Du skal ringe til hende.')


@pytest.mark.parametrize("ending", [" ", "\n\n", ".", " !", "?", "…", "...", " :-)", "\t.\n"])
def test_what_stands_at_the_end_does_not_matter(ending):
    for s in SENTENCES:
        assert sounds_like_advice(s.text + ending) == sounds_like_advice(s.text), s.text


@pytest.mark.parametrize("beginning", ["  ", "\n", "- ", "• ", "… "])
def test_what_stands_before_the_first_word_does_not_matter(beginning):
    for s in SENTENCES:
        assert sounds_like_advice(beginning + s.text) == sounds_like_advice(s.text), s.text


def _two_letters_each(text: str) -> str:
    for letter, two in zip("æøåÆØÅ", ("ae", "oe", "aa", "Ae", "Oe", "Aa"), strict=True):
        text = text.replace(letter, two)
    return text


@pytest.mark.parametrize("spelled", [str.upper, str.lower, _two_letters_each])
def test_case_and_spelling_of_the_danish_letters_do_not_matter(spelled):
    for s in SENTENCES:
        assert sounds_like_advice(spelled(s.text)) == sounds_like_advice(s.text), s.text


def test_one_sentence_of_advice_makes_the_text_advice():
    wonder = "Jeg bliver nysgerrig på, hvem der trøster ham."

    assert not sounds_like_advice(f"{wonder} {wonder}\n{wonder}")
    assert sounds_like_advice(f"{wonder} Ring til skolen. {wonder}")
    assert sounds_like_advice(f"{wonder}\nSend en underretning\n{wonder}")


@pytest.mark.parametrize("text", ["", " ", "\n", "…", '"', "?!", "Hm"])
def test_nothing_said_is_no_advice(text):
    assert not sounds_like_advice(text)


REPEATED = (
    *("a", "så ", ", ", "1 ", ". ", '"', "„", "‚a ", "' ", "»", "vi ", "du skal", "men så "),
    *("lige nok så ", "jeg ville nok ", "jeg synes ", "sagde ", "hvis jeg ", "mor siger: "),
    *("hvad hvis ", "svært, "),
)


@pytest.mark.timed
@pytest.mark.parametrize("unit", REPEATED)
def test_no_long_text_makes_the_search_run_away(unit):
    started = time.perf_counter()
    sounds_like_advice((unit * 8000)[:8000])

    # Four times the longest text allowed; measured at 10-50 ms, while backtracking takes seconds.
    assert time.perf_counter() - started < 1


def test_advice_at_the_end_of_a_long_text_is_found():
    wonder = "Jeg bliver optaget af, hvor stille hun er. " * 45

    assert not sounds_like_advice(wonder)
    assert sounds_like_advice(wonder + "Ring til skolen.")
