"""Months and quarters, by the keys of what comes again; and hours at which people are asked."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogs.calendar.days import Calendar, Week, at_work
from dialogs.calendar.period import Period
from dialogs.calendar.words import period_words

ZONE = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize("key", ["2026-11", "2026-01", "2026-Q4", "2027-Q1"])
def test_a_key_is_read_and_written_the_same(key):
    assert Period.read(key).key == key


@pytest.mark.parametrize(
    "key", ["", "2026", "2026-13", "2026-Q5", "2026-1", "2026-11-02", "26-Q1"]
)
def test_nothing_else_is_a_key(key):
    assert Period.read(key) is None


def test_the_one_before_and_the_one_after_go_over_the_turn_of_the_year():
    assert Period.read("2026-Q1").before.key == "2025-Q4"
    assert Period.read("2026-12").after.key == "2027-01"
    assert Period.quarter(date(2026, 11, 30)).key == "2026-Q4"
    assert Period.month(date(2026, 11, 30)).key == "2026-11"


def test_a_quarter_begins_and_ends_at_midnight_where_people_are():
    first, end = Period.read("2026-Q4").bounds(ZONE)

    assert first == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert end == datetime(2026, 12, 31, 23, tzinfo=UTC)  # winter time


def test_they_are_called_as_danes_call_them():
    assert period_words(Period.read("2026-10")) == "oktober 2026"
    assert period_words(Period.read("2026-Q4")) == "4. kvartal 2026"
    assert period_words(Period.read("2026-Q4"), short=True) == "4. kv."


@pytest.mark.parametrize(
    ("at", "comes"),
    [
        ((2026, 11, 2, 6, 0), (2026, 11, 2, 8, 0)),
        ((2026, 11, 2, 10, 17), (2026, 11, 2, 10, 17)),
        ((2026, 11, 2, 15, 59), (2026, 11, 2, 15, 59)),
        ((2026, 11, 2, 16, 0), (2026, 11, 3, 8, 0)),
        ((2026, 11, 6, 14, 0), (2026, 11, 9, 8, 0)),  # a Friday is short
        ((2029, 6, 5, 12, 0), (2029, 6, 6, 8, 0)),  # a half day,
        ((2026, 10, 31, 12, 0), (2026, 11, 2, 8, 0)),  # a Saturday
        ((2026, 12, 24, 9, 0), (2026, 12, 28, 8, 0)),
        ((2026, 10, 12, 9, 0), (2026, 10, 19, 8, 0)),  # a closed week
    ],
)
def test_a_prompt_comes_when_people_are_at_work(at, comes):
    now = datetime(*at, tzinfo=ZONE)

    assert at_work(now, Calendar(weeks=(Week(2026, 42),)), ZONE) == datetime(*comes, tzinfo=ZONE)
