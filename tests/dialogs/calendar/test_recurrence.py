"""What comes again, in local time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.days import Calendar, Openness, Week, is_held, local_day
from dialogs.calendar.recurrence import (
    PROMPTLY,
    Every,
    Lead,
    NoSuchSchedule,
    OnClosed,
    Schedule,
    between,
)

ZONE = ZoneInfo("Europe/Copenhagen")
NINE = time(9)
TUESDAYS = Schedule(every=Every.WEEK, weekday=1, at=NINE)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE).astimezone(UTC)


def keys(schedule: Schedule, first: datetime, last: datetime) -> list[str]:
    return [moment.key for moment in between(schedule, first, last, ZONE)]


def days(schedule: Schedule, first: datetime, last: datetime) -> dict[str, str]:
    """Key → the local time that it is due, as written."""
    return {
        moment.key: f"{moment.due_at.astimezone(ZONE):%Y-%m-%d %H.%M}"
        for moment in between(schedule, first, last, ZONE)
    }


def test_each_week_on_its_day_whatever_the_clock_does():
    assert days(TUESDAYS, utc(2026, 10, 19), utc(2026, 11, 4)) == {
        "2026-10-20": "2026-10-20 09.00",
        "2026-10-27": "2026-10-27 09.00",  # winter time by now
        "2026-11-03": "2026-11-03 09.00",
    }


def test_after_the_one_and_not_after_the_other():
    first, last = utc(2026, 8, 4, 9), utc(2026, 8, 11, 9)

    assert keys(TUESDAYS, first, last) == ["2026-08-11"]
    assert keys(TUESDAYS, first - timedelta(seconds=1), last) == ["2026-08-04", "2026-08-11"]


def test_months_quarters_and_years_have_keys_of_their_own():
    monthly = Schedule(every=Every.MONTH, day=1, at=NINE)
    quarterly = Schedule(every=Every.QUARTER, day=14, at=NINE)
    yearly = Schedule(every=Every.YEAR, month=12, day=1, at=NINE)
    first, last = utc(2026, 10, 2), utc(2027, 12, 31)

    assert keys(monthly, first, utc(2027, 1, 2)) == ["2026-11", "2026-12", "2027-01"]
    assert keys(quarterly, first, last) == ["2026-Q4", *(f"2027-Q{n}" for n in (1, 2, 3, 4))]
    assert keys(yearly, first, last) == ["2026", "2027"]


def test_the_31st_of_a_short_month_is_its_last_day():
    ends = Schedule(every=Every.MONTH, day=31, at=NINE)

    assert list(days(ends, utc(2028, 1, 1), utc(2028, 5, 1)).values()) == [
        "2028-01-31 09.00",
        "2028-02-29 09.00",
        "2028-03-31 09.00",
        "2028-04-30 09.00",
    ]


@pytest.mark.parametrize(
    ("on_closed", "expected"),
    [
        (OnClosed.KEPT, {"2026-12": "2026-12-25 09.00"}),
        (OnClosed.BEFORE, {"2026-12": "2026-12-23 09.00"}),  # the 24th is closed too
        (OnClosed.AFTER, {"2026-12": "2026-12-28 09.00"}),
        (OnClosed.SKIPPED, {}),
        (OnClosed.ONLY, {"2026-12": "2026-12-25 09.00"}),
    ],
)
def test_a_closed_day_is_kept_moved_skipped_or_the_only_one(on_closed, expected):
    on_christmas = Schedule(every=Every.MONTH, day=25, at=NINE, on_closed=on_closed)

    assert days(on_christmas, utc(2026, 12, 1), utc(2026, 12, 31)) == expected


def test_what_comes_on_closed_days_only_comes_on_no_other():
    closed = Schedule(every=Every.WEEK, weekday=1, at=NINE, on_closed=OnClosed.ONLY)
    with_week_42 = Schedule(
        every=Every.WEEK,
        weekday=1,
        at=NINE,
        on_closed=OnClosed.ONLY,
        calendar=Calendar(weeks=(Week(2026, 42),)),
    )
    year = utc(2026, 1, 1), utc(2026, 12, 31, 23)

    assert keys(closed, *year) == []
    assert keys(with_week_42, *year) == ["2026-10-13"]


def test_moved_over_closed_weeks_it_keeps_its_key():
    moved = Schedule(
        every=Every.QUARTER,
        month=1,
        day=14,
        at=NINE,
        on_closed=OnClosed.AFTER,
        calendar=Calendar(weeks=tuple(Week(2026, number) for number in (28, 29, 30))),
    )

    assert days(moved, utc(2026, 7, 1), utc(2026, 9, 1)) == {"2026-Q3": "2026-07-27 09.00"}
    assert keys(moved, utc(2026, 7, 20), utc(2026, 7, 28)) == ["2026-Q3"]


def test_a_word_ahead_has_a_time_of_day_of_its_own_and_the_key_of_the_day_itself():
    ahead = Schedule(
        every=Every.WEEK,
        weekday=1,
        at=time(13, 30),
        on_closed=OnClosed.SKIPPED,
        lead=Lead(working_days=3, at=NINE),
        late=timedelta(),
    )

    (one,) = between(ahead, utc(2026, 8, 3), utc(2026, 8, 10), ZONE)

    assert one.key == "2026-08-11"
    assert one.due_at == utc(2026, 8, 6, 9)  # a Thursday
    assert one.late_until == utc(2026, 8, 11, 13, 30)


def test_three_working_days_before_the_tuesday_after_easter_is_the_monday_of_the_week_before():
    ahead = Schedule(every=Every.WEEK, weekday=1, at=NINE, lead=Lead(working_days=3, at=NINE))

    assert days(ahead, utc(2026, 3, 29), utc(2026, 4, 1)) == {"2026-04-07": "2026-03-30 09.00"}


def test_in_the_hour_that_spring_leaves_out_it_is_the_first_minute_after():
    nightly = Schedule(every=Every.WEEK, weekday=6, at=time(2, 30))

    assert days(nightly, utc(2026, 3, 28), utc(2026, 3, 30)) == {"2026-03-29": "2026-03-29 03.00"}


def test_of_the_hour_that_autumn_has_twice_it_is_the_first():
    nightly = Schedule(every=Every.WEEK, weekday=6, at=time(2, 30))

    (one,) = between(nightly, utc(2026, 10, 24), utc(2026, 10, 26), ZONE)

    assert one.due_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_it_is_caught_up_for_so_long_or_for_ever():
    first, last = utc(2026, 8, 3), utc(2026, 8, 5)
    for_an_hour = Schedule(every=Every.WEEK, weekday=1, at=NINE, late=timedelta(hours=1))

    assert [each.late_until for each in between(for_an_hour, first, last, ZONE)] == [
        utc(2026, 8, 4, 10)
    ]
    assert [each.late_until for each in between(TUESDAYS, first, last, ZONE)] == [None]


def test_where_only_the_newest_counts_each_ends_when_the_next_is_due():
    newest = Schedule(every=Every.WEEK, weekday=1, at=NINE, only_newest=True)
    a_day = Schedule(
        every=Every.WEEK, weekday=1, at=NINE, only_newest=True, late=timedelta(days=1)
    )
    first, last = utc(2026, 8, 3), utc(2026, 8, 12)

    assert [each.late_until for each in between(newest, first, last, ZONE)] == [
        utc(2026, 8, 11, 9),
        utc(2026, 8, 18, 9),
    ]
    assert [each.late_until for each in between(a_day, first, last, ZONE)] == [
        utc(2026, 8, 5, 9),
        utc(2026, 8, 12, 9),
    ]


def test_of_two_that_are_moved_to_one_day_the_newer_counts():
    both = Schedule(
        every=Every.WEEK,
        weekday=1,
        at=NINE,
        on_closed=OnClosed.AFTER,
        calendar=Calendar(weeks=(Week(2026, 28), Week(2026, 29))),
        only_newest=True,
    )

    older, newer = between(both, utc(2026, 7, 8), utc(2026, 7, 20, 12), ZONE)

    assert older.due_at == newer.due_at == older.late_until == utc(2026, 7, 20, 9)
    assert newer.late_until == utc(2026, 7, 21, 9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"weekday": 7},
        {"day": 0},
        {"day": 32},
        {"every": Every.QUARTER, "month": 4},
        {"every": Every.MONTH, "month": 2},
        {"late": timedelta()},
        {"late": -PROMPTLY},
        {"lead": Lead(working_days=0, at=NINE)},
    ],
    ids=str,
)
def test_what_is_not_in_the_calendar_is_refused(wrong):
    with pytest.raises(NoSuchSchedule):
        Schedule(**{"every": Every.WEEK, "at": NINE, **wrong})


SCHEDULES = st.builds(
    Schedule,
    every=st.sampled_from(Every),
    at=st.times().map(lambda at: at.replace(microsecond=0)),
    weekday=st.integers(0, 6),
    day=st.integers(1, 31),
    on_closed=st.sampled_from(OnClosed),
    calendar=st.builds(
        Calendar,
        weeks=st.lists(
            st.builds(Week, st.just(2026), st.integers(1, 53)), max_size=6, unique=True
        ).map(tuple),
        first_of_may=st.sampled_from(Openness),
        new_years_eve=st.sampled_from(Openness),
    ),
    lead=st.none() | st.builds(Lead, working_days=st.integers(1, 8), at=st.times()),
    only_newest=st.booleans(),
)
MOMENTS = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: utc(2025, 12, 1) + timedelta(minutes=minutes)
)


@given(SCHEDULES, st.lists(MOMENTS, min_size=3, max_size=3).map(sorted))
def test_two_parts_of_a_time_hold_what_the_whole_holds(schedule, moments):
    first, middle, last = moments
    whole = list(between(schedule, first, last, ZONE))
    parts = [
        *between(schedule, first, middle, ZONE),
        *between(schedule, middle, last, ZONE),
    ]

    assert parts == whole
    assert [each.due_at for each in whole] == sorted(each.due_at for each in whole)
    assert len({each.key for each in whole}) == len(whole)


@given(SCHEDULES, MOMENTS)
def test_what_was_moved_or_skipped_never_comes_on_a_closed_day(schedule, first):
    kept = (OnClosed.KEPT, OnClosed.ONLY)
    for each in between(schedule, first, first + timedelta(days=90), ZONE):
        lead = schedule.lead
        at = time(0) if lead else schedule.at  # a word ahead comes before noon, if it is set so
        working = is_held(local_day(each.due_at, ZONE), at, schedule.calendar)
        assert working or (schedule.on_closed in kept and schedule.lead is None)
        assert each.due_at.utcoffset() == timedelta()


def test_a_day_of_the_week_is_found_from_any_day():
    for offset in range(7):
        start = utc(2026, 8, 3) + timedelta(days=offset)
        (key,) = keys(TUESDAYS, start, start + timedelta(days=7))
        assert date.fromisoformat(key).weekday() == 1
