"""The corpus that the guard is measured against is what it promises to be."""

import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from hashlib import sha256
from itertools import pairwise
from random import Random

import pytest

from tests.dialogs.privacy import developed, held_out, numbers
from tests.dialogs.privacy.corpus import KINDS, Line, lines
from tests.dialogs.privacy.developed import DEVELOPED
from tests.dialogs.privacy.held_out import HELD_OUT
from tests.dialogs.privacy.numbers import Cpr
from tests.dialogs.privacy.writing import GAP, Part

DEVELOPMENT_LINES, HELD_OUT_LINES = lines(held_out=False), lines(held_out=True)
either_part = pytest.mark.parametrize(
    "part", [DEVELOPMENT_LINES, HELD_OUT_LINES], ids=["development", "held out"]
)
NAMES = ("girl", "boy", "foreign", "word_name", "nickname", "family", "foreign_family")
NO_NAMES = {"al", "lille"}
# What everybody writes, whoever it is.
PLAIN_CPR = {"120398-1234", "1203981234", "120398 1234"}


def kinds_in(part: list[Line]) -> Counter[str]:
    return Counter(kind for line in part for kind in {label.kind for label in line.found})


def figures(text: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in text if sign.isdigit())


def ways_used(ways, written_by) -> set[str]:
    return {way(Cpr(12, 3, 98, "1234"), Random(n)) for _, way in ways.values() for n in written_by}


def bare(text: str) -> str:
    """A text without its gaps, its signs and its capitals: what is left is how it is put."""
    return " ".join(re.findall(r"\w+", GAP.sub(" ", text).casefold()))


def sentences(part: Part) -> set[str]:
    return {bare(one) for some in part.sentences.values() for one in some} - {""}


def words(part: Part) -> set[str]:
    """All fillers, but for single letters and for those that only put others together."""
    some = {
        GAP.sub("", word).casefold().strip() for words in part.words.values() for word in words
    }
    return {word for word in some if len(re.findall(r"\w", word)) > 1}


def names(part: Part) -> set[str]:
    """Every single name, those that are joined to others ("Anne-Mette") too."""
    some = (name for filler in NAMES for name in part.words[filler] if "{" not in name)
    return {one.casefold() for name in some for one in re.split("[- ]", name)}


@either_part
def test_a_label_covers_text_and_no_blank_around_it(part):
    for line in part:
        for label in line.found:
            word = line.text[label.start : label.end]
            assert label.kind in KINDS
            assert 0 <= label.start < label.end <= len(line.text)
            assert word == word.strip(), line


@either_part
def test_no_two_labels_overlap(part):
    for line in part:
        for one, next_one in pairwise(sorted(line.found, key=lambda label: label.start)):
            assert one.end <= next_one.start, line


@either_part
def test_every_kind_is_there_in_fair_numbers(part):
    counted = kinds_in(part)

    assert counted["cpr"] >= 1000
    assert all(counted[kind] >= 500 for kind in KINDS), counted


@either_part
def test_about_half_of_the_lines_hold_nothing_personal(part):
    nothing = sum(not line.found for line in part)

    assert 0.45 <= nothing / len(part) <= 0.55


@either_part
def test_no_line_comes_twice(part):
    assert len({line.text for line in part}) == len(part)


@either_part
def test_no_gap_and_no_escape_is_left_in_a_line(part):
    assert not any(sign in line.text for line in part for sign in "{}\\")


@either_part
def test_a_cpr_label_covers_the_ten_digits_and_nothing_else(part):
    for line in part:
        for label in line.found:
            word = line.text[label.start : label.end]
            letters = Counter(sign for sign in word if sign.isalpha())
            if label.kind == "cpr":
                assert len(figures(word)) + letters.total() == 10, line
                assert set(letters) <= set("OolI"), line


@either_part
def test_there_are_cpr_numbers_of_every_sort(part):
    all_figures = [
        figures(line.text[label.start : label.end])
        for line in part
        for label in line.found
        if label.kind == "cpr"
    ]
    whole = [number for number in all_figures if len(number) == 10]
    failing = [number for number in whole if not numbers.passes_modulus_11(number)]
    first_of_january = [n for n in failing if n.startswith("0101") and "60" <= n[4:6] <= "99"]

    assert {number[6] for number in whole} == set("0123456789")
    assert sum(number[0] in "6789" for number in whole) >= 50
    assert len(whole) - len(failing) >= 200
    assert len(failing) >= 500
    assert len(first_of_january) >= 150
    assert len(all_figures) > len(whole)  # letters for digits


def test_the_parts_are_two_thirds_and_one_third():
    assert len(HELD_OUT_LINES) >= 8000
    assert len(DEVELOPMENT_LINES) == 2 * len(HELD_OUT_LINES)
    assert not any(line.held_out for line in DEVELOPMENT_LINES)
    assert all(line.held_out for line in HELD_OUT_LINES)


def test_no_line_is_in_both_parts():
    assert not {one.text for one in DEVELOPMENT_LINES} & {one.text for one in HELD_OUT_LINES}


def test_no_sentence_is_in_both_parts():
    assert sentences(DEVELOPED) & sentences(HELD_OUT) == set()


def test_no_name_and_no_other_word_is_in_both_parts():
    assert words(DEVELOPED) & words(HELD_OUT) == set()
    assert names(DEVELOPED) & names(HELD_OUT) <= NO_NAMES


def test_only_the_plain_ways_to_write_a_cpr_number_are_in_both_parts():
    both = ways_used(developed.CPR_WAYS, range(20)) & ways_used(held_out.CPR_WAYS, range(20))

    assert both == PLAIN_CPR


def test_every_way_to_write_a_cpr_number_is_used():
    for ways in (developed.CPR_WAYS, held_out.CPR_WAYS):
        one_each = [way(Cpr(12, 3, 98, "1234"), Random(0)) for _, way in ways.values()]
        assert len(set(one_each)) == len(ways)


@pytest.mark.parametrize("part", [DEVELOPED, HELD_OUT], ids=["development", "held out"])
def test_every_word_and_every_maker_is_asked_for(part):
    asked = {
        match[2]
        for some in (*part.words.values(), *part.sentences.values())
        for text in some
        for match in GAP.finditer(text)
    }

    assert {*part.words, *part.makers} - asked == set()
    assert asked - {*part.words, *part.makers} == set()


def test_the_same_seed_gives_the_same_lines():
    assert lines(held_out=False) == DEVELOPMENT_LINES
    assert lines(held_out=True) == HELD_OUT_LINES
    assert lines(held_out=True, seed=1) != HELD_OUT_LINES


def test_another_process_writes_the_same_lines():
    """Nothing depends on the order of a set, which differs from process to process."""
    program = (
        "from hashlib import sha256; from tests.dialogs.privacy.corpus import lines;"
        "print(sha256(repr(lines(held_out=True)).encode()).hexdigest())"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    assert said.stdout.decode().strip() == sha256(repr(HELD_OUT_LINES).encode()).hexdigest()


def test_all_lines_are_written_within_five_seconds():
    begun = time.process_time()
    lines(held_out=False)
    lines(held_out=True)

    assert time.process_time() - begun < 5
