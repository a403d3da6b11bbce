"""The corpus that the guard is measured against is what it promises to be."""

import time
from collections import Counter
from itertools import pairwise

import pytest

from tests.dialogs.privacy.corpus import KINDS, Line, lines
from tests.dialogs.privacy.developed import DEVELOPED

DEVELOPMENT, PARTS = lines(held_out=False), [False]


@pytest.fixture(params=PARTS, ids=["development"])
def part(request) -> list[Line]:
    return lines(held_out=request.param)


def test_a_label_covers_text_and_no_blank_around_it(part):
    for line in part:
        for label in line.found:
            word = line.text[label.start : label.end]
            assert label.kind in KINDS
            assert 0 <= label.start < label.end <= len(line.text)
            assert word == word.strip(), line


def test_no_two_labels_overlap(part):
    for line in part:
        for one, next_one in pairwise(sorted(line.found, key=lambda label: label.start)):
            assert one.end <= next_one.start, line


def test_every_kind_is_there_in_fair_numbers(part):
    counted = Counter(kind for line in part for kind in {label.kind for label in line.found})

    assert counted["cpr"] >= 1000
    assert all(counted[kind] >= 500 for kind in KINDS), counted


def test_about_half_of_the_lines_hold_nothing_personal(part):
    nothing = sum(not line.found for line in part)

    assert 0.45 <= nothing / len(part) <= 0.55


def test_no_line_comes_twice(part):
    assert len({line.text for line in part}) == len(part)


def test_no_gap_is_left_open(part):
    assert not any("{" in line.text or "}" in line.text for line in part)


def test_the_development_part_is_two_thirds():
    assert len(DEVELOPMENT) >= 16_000
    assert not any(line.held_out for line in DEVELOPMENT)


def test_the_same_seed_gives_the_same_lines():
    assert lines(held_out=False) == DEVELOPMENT
    assert lines(held_out=False, seed=1) != DEVELOPMENT


def test_every_sentence_and_every_word_is_used():
    """A filler that nobody asks for is a word that the corpus lacks."""
    texts = [*DEVELOPED.words.values(), *DEVELOPED.sentences.values()]
    asked = " ".join(text for some in texts for text in some)
    for filler in (*DEVELOPED.words, *DEVELOPED.makers):
        assert any(f"{{{filler}{end}" in asked or f":{filler}{end}" in asked for end in "}|"), (
            filler
        )


def test_all_lines_are_written_within_five_seconds():
    begun = time.process_time()
    lines(held_out=False)

    assert time.process_time() - begun < 5
