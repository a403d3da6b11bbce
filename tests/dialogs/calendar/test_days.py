"""Danish working days, and local times as instants."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.days import (
    Calendar,
    Week,
    instant,
    is_working_day,
    local_day,
    next_working_day,
    working_days_before,
)
from dialogs.calendar.words import clock_words, day_words, minutes_words, reader_clock, when_words
from dialogs.text import call

ZONE = ZoneInfo("Europe/Copenhagen")
DAYS = st.dates(date(2024, 1, 1), date(2035, 12, 31))
EASTER_2026 = {
    date(2026, 4, 2): "skærtorsdag",
    date(2026, 4, 3): "langfredag",
    date(2026, 4, 6): "2. påskedag",
    date(2026, 5, 14): "Kristi himmelfart",
    date(2026, 5, 25): "2. pinsedag",
}


@pytest.mark.parametrize("day", EASTER_2026, ids=EASTER_2026.get)
def test_a_public_holiday_is_no_working_day(day):
    assert not is_working_day(day)


def test_around_easter_the_week_before_and_the_tuesday_after_are_worked():
    assert is_working_day(date(2026, 4, 1))
    assert next_working_day(date(2026, 4, 1)) == date(2026, 4, 7)
    assert working_days_before(date(2026, 4, 7), 1) == date(2026, 4, 1)


def test_the_prayer_day_that_was_abolished_is_worked():
    assert is_working_day(date(2026, 5, 1))  # the fourth Friday after Easter


def test_half_days_are_worked_and_the_eves_are_not():
    assert is_working_day(date(2026, 6, 5))
    assert not is_working_day(date(2026, 12, 24))
    assert not is_working_day(date(2026, 12, 31))
    assert next_working_day(date(2026, 12, 23)) == date(2026, 12, 28)


def test_after_friday_comes_monday():
    assert next_working_day(date(2026, 8, 7)) == date(2026, 8, 10)


def test_a_closed_week_is_skipped():
    closed = Calendar(weeks=(Week(2026, 42),))
    assert next_working_day(date(2026, 10, 9), closed) == date(2026, 10, 19)
    assert working_days_before(date(2026, 10, 20), 3, closed) == date(2026, 10, 8)


def test_a_week_belongs_to_the_year_that_it_is_counted_in():
    assert Week.of(date(2027, 1, 1)) == Week(2026, 53)
    assert is_working_day(date(2027, 1, 4), Calendar(weeks=(Week(2026, 53),)))


@given(DAYS, st.integers(1, 8))
def test_so_many_working_days_before_are_so_many_steps_forward(day, count):
    there = working_days_before(day, count)
    for _ in range(count - 1):
        there = next_working_day(there)
    assert is_working_day(there)
    assert there < day <= next_working_day(there)


def test_in_the_hour_that_spring_leaves_out_it_is_the_first_minute_after():
    for minute in (0, 30, 59):
        at = instant(date(2026, 3, 29), time(2, minute), ZONE)
        assert at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
        assert clock_words(at, ZONE) == "kl. 3.00"


def test_of_the_hour_that_autumn_has_twice_it_is_the_first():
    at = instant(date(2026, 10, 25), time(2, 30), ZONE)
    assert at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(DAYS, st.times().map(lambda at: at.replace(microsecond=0)))
def test_a_local_time_that_exists_comes_back_as_it_was(day, at):
    there = instant(day, at, ZONE)
    back = there.astimezone(ZONE)
    assert there.utcoffset() == timedelta()
    skipped = back.replace(tzinfo=None) != datetime.combine(day, at)
    assert not skipped or (back.month, back.hour, back.minute) == (3, 3, 0)


def test_a_day_is_the_local_one():
    assert local_day(datetime(2026, 8, 3, 22, 30, tzinfo=UTC), ZONE) == date(2026, 8, 4)


def test_dates_are_said_as_danes_say_them():
    at = datetime(2026, 8, 4, 7, 0, tzinfo=UTC)
    assert day_words(date(2026, 8, 4)) == "tirsdag d. 4. august"
    assert clock_words(at, ZONE) == "kl. 9.00"
    assert when_words(at, ZONE) == "tirsdag d. 4. august kl. 9.00"
    assert reader_clock(at) == f"kl. {call('TIME(2026-08-04T07:00:00Z)')}"


def test_a_few_minutes_are_said_in_words():
    assert [minutes_words(n) for n in (1, 2, 10, 11)] == [
        "et minut",
        "to minutter",
        "ti minutter",
        "11 minutter",
    ]
