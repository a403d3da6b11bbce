"""The guides and the checklist: complete, and by the clock."""

import re
from datetime import date

import pytest

from dialogs.between import asking, words
from dialogs.between.asking import Kind


def test_the_guide_of_a_sparring_in_twos_is_twenty_minutes():
    minutes = [int(re.match(r"\d+", line)[0]) for line in words.GUIDE[Kind.SPARRING]]

    assert sum(minutes) == 20


def test_every_kind_has_a_guide_and_a_name():
    assert set(words.GUIDE) == set(words.KINDS) == set(Kind)


def test_the_checklist_before_viso_asks_for_all_that_matters():
    """Problem, type of advice, leader informed, consent (inventory row 215)."""
    said = " ".join(words.VISO_LIST)

    assert 5 <= len(words.VISO_LIST) <= 6
    for word in ("faglige spørgsmål", "rådgivningsforløb", "leder orienteret", "samtykke"):
        assert word in said


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 1, 1), "2026-Q1"),
        (date(2026, 9, 30), "2026-Q3"),
        (date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_what_was_held_is_counted_by_quarter(day, quarter):
    assert asking.quarter(day) == quarter


def test_a_count_of_two_people_is_not_told():
    assert words.held(asking.SHOWN_FROM - 1) == ""
    assert "3 gange" in words.held(asking.SHOWN_FROM)


def test_a_reason_is_never_demanded():
    assert asking.reason_of(" \n") is None
    assert asking.reason_of(" en sag ") == "en sag"
