"""The calendar of 2000–2040 against a table made another way: Easter by Gauss's rule, weeks and
weekdays by counting days."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.days import (
    Calendar,
    Hours,
    NoSuchHours,
    Openness,
    Week,
    asked_at,
    at_work,
    instant,
    is_held,
    is_working_day,
    is_working_time,
    morning_of,
    next_morning,
    next_working_day,
    working_days_after,
    working_days_before,
)
from dialogs.calendar.words import closed_between, closed_words

ZONE = ZoneInfo("Europe/Copenhagen")
DAY = timedelta(days=1)
FIRST, LAST = date(2000, 1, 1), date(2040, 12, 31)
LAST_PRAYER_DAY = 2023  # lov nr. 214 of 2023


def easter(year: int) -> date:
    """Gauss, for the years 1900 to 2099."""
    a, b, c = year % 19, year % 4, year % 7
    d = (19 * a + 24) % 30
    e = (2 * b + 4 * c + 6 * d + 5) % 7
    april = d + e - 9
    if (d, e) == (29, 6) or (d, e, a > 10) == (28, 6, True):
        april -= 7
    return date(year, 3, 31) + april * DAY


def by_hand(year: int) -> dict[date, str]:
    sunday = easter(year)
    moving = {
        -3: "skærtorsdag",
        -2: "langfredag",
        0: "påskedag",
        1: "2. påskedag",
        39: "Kristi himmelfartsdag",
        49: "pinsedag",
        50: "2. pinsedag",
    }
    if year <= LAST_PRAYER_DAY:
        moving[26] = "store bededag"
    fixed = {
        date(year, 1, 1): "nytårsdag",
        date(year, 12, 25): "juledag",
        date(year, 12, 26): "2. juledag",
    }
    return {sunday + days * DAY: name for days, name in moving.items()} | fixed


def days_of(first: date, last: date) -> Iterator[date]:
    return (first + count * DAY for count in range((last - first).days + 1))


def test_every_day_of_forty_one_years_is_open_half_or_closed_as_by_hand():
    calendar = Calendar()
    weekday = 5  # 1 January 2000 was a Saturday
    for day in days_of(FIRST, LAST):
        named = by_hand(day.year).get(day)
        eve = (day.month, day.day) in ((12, 24), (12, 31))
        half = (day.month, day.day) in ((5, 1), (6, 5))
        expected = Openness.OPEN
        if named or weekday > 4 or eve:
            expected = Openness.CLOSED
        elif half:
            expected = Openness.HALF
        assert calendar.of(day) is expected, day
        assert day.weekday() == weekday
        if named and weekday < 5:
            assert closed_words(day, calendar) == named
        weekday = (weekday + 1) % 7


def test_each_municipal_day_is_as_a_leader_sets_it_and_a_holiday_stays_closed():
    days = {
        "first_of_may": date(2029, 5, 1),
        "constitution_day": date(2029, 6, 5),
        "christmas_eve": date(2029, 12, 24),
        "new_years_eve": date(2029, 12, 31),
    }
    for name, day in days.items():
        for openness in Openness:
            assert Calendar(**{name: openness}).of(day) is openness
    pentecost = date(2017, 6, 5)
    assert Calendar(constitution_day=Openness.OPEN).of(pentecost) is Openness.CLOSED
    assert closed_words(date(2029, 6, 5), Calendar()) == "grundlovsdag"


def test_a_half_day_holds_the_morning_and_nobody_is_asked_after_noon():
    day, zone = date(2029, 5, 1), ZONE  # a Tuesday
    assert is_held(day, time(11, 59))
    assert not is_held(day, time(12))
    assert at_work(instant(day, time(11, 59), zone), Calendar(), zone) == instant(
        day, time(11, 59), zone
    )
    assert at_work(instant(day, time(12), zone), Calendar(), zone) == instant(
        date(2029, 5, 2), time(8), zone
    )


def test_the_hours_are_the_departments_own():
    late = Calendar(hours=Hours(begins=time(10), ends=time(17), friday_ends=time(13)))
    monday, friday = date(2026, 11, 2), date(2026, 11, 6)
    assert morning_of(monday, late, ZONE) == instant(monday, time(10), ZONE)  # not at nine
    assert is_working_time(instant(monday, time(16, 30), ZONE), late, ZONE)
    assert not is_working_time(instant(friday, time(13), ZONE), late, ZONE)


@pytest.mark.parametrize(
    "hours",
    [
        {"begins": time(12)},
        {"begins": time(9), "ends": time(9)},
        {"begins": time(9), "friday_ends": time(8)},
    ],
)
def test_a_day_that_ends_before_it_begins_is_refused(hours):
    with pytest.raises(NoSuchHours):
        Hours(**hours)


def test_what_is_closed_on_the_way_is_said_once():
    easter_week = (date(2026, 4, 1), date(2026, 4, 7))
    assert closed_between(*easter_week, Calendar()) == "skærtorsdag, langfredag, 2. påskedag"
    closed = Calendar(weeks=(Week(2026, 29),))
    assert closed_between(date(2026, 7, 10), date(2026, 7, 20), closed) == "uge 29 er lukket"


CALENDARS = st.builds(
    Calendar,
    weeks=st.lists(
        st.builds(Week, st.integers(2000, 2040), st.integers(1, 52)), max_size=8, unique=True
    ).map(tuple),
    first_of_may=st.sampled_from(Openness),
    constitution_day=st.sampled_from(Openness),
    christmas_eve=st.sampled_from(Openness),
    new_years_eve=st.sampled_from(Openness),
    hours=st.builds(
        Hours,
        begins=st.times(time(5), time(11, 30)),
        ends=st.times(time(14), time(20)),
        friday_ends=st.times(time(12), time(18)),
    ),
)
DAYS = st.dates(FIRST, LAST)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 12, 31)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@given(MOMENTS, CALENDARS)
def test_at_work_is_never_before_and_always_within_the_hours_of_a_working_day(at, calendar):
    there = at_work(at, calendar, ZONE)
    local = there.astimezone(ZONE)

    assert there >= at
    assert is_working_day(local.date(), calendar)
    assert calendar.hours.begins <= local.time() < calendar.ends(local.date())
    assert at_work(there, calendar, ZONE) == there
    assert is_working_time(at, calendar, ZONE) is (there == at)
    assert next_morning(at, calendar, ZONE) > at


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), CALENDARS)
def test_the_clock_asks_nothing_before_the_morning_or_earlier_than_it_is_due(at, more, calendar):
    there = asked_at(at, calendar, ZONE)

    assert at <= there <= asked_at(at + more, calendar, ZONE)
    assert there.astimezone(ZONE).time() >= calendar.morning
    assert at_work(there, calendar, ZONE) == there
    assert asked_at(there, calendar, ZONE) == there


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), CALENDARS)
def test_whoever_waits_longer_is_not_at_work_earlier(at, more, calendar):
    assert at_work(at, calendar, ZONE) <= at_work(at + more, calendar, ZONE)


@given(DAYS, st.integers(0, 30), CALENDARS)
def test_so_many_working_days_on_and_back_is_where_one_began(day, count, calendar):
    start = next_working_day(day, calendar)
    there = working_days_after(start, count, calendar)

    assert working_days_before(there, count, calendar) == start
    worked = sum(is_working_day(each, calendar) for each in days_of(start + DAY, there))
    assert worked == count
