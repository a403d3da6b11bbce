"""When somebody may be disturbed next, whatever is in the way."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.calendar.days import USUAL, at_work, local_day
from dialogs.people.team import Absence
from dialogs.quiet.free import (
    NoSuchDay,
    QuietIsPast,
    QuietTooLong,
    Why,
    next_free,
    quiet_until,
)
from tests.house import ZONE

TUESDAY = date(2026, 8, 4)
WORKS = partial(at_work, calendar=USUAL, zone=ZONE)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 8, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def away(first: date, last: date) -> Absence:
    return Absence(person_id=1, first=first, last=last)


@pytest.mark.parametrize(
    ("now", "more", "at", "why"),
    [
        (local(4, 8), {}, local(4, 8), None),
        (local(4, 15, 59), {}, local(4, 15, 59), None),
        (local(4, 7, 30), {}, local(4, 9), Why.HOURS),
        (local(4, 16), {}, local(5, 9), Why.HOURS),
        (local(7, 14), {}, local(10, 9), Why.HOURS),  # a Friday is short
        (local(4, 9), {"had": TUESDAY}, local(5, 9), Why.TODAY),
        (local(4, 17), {"had": TUESDAY}, local(5, 9), Why.HOURS),
        (local(4, 9), {"absences": [away(TUESDAY, date(2026, 8, 6))]}, local(7, 9), Why.AWAY),
        (local(4, 9), {"quiet_until": date(2026, 8, 15)}, local(17, 9), Why.QUIET),
        (local(4, 9), {"quiet_until": TUESDAY}, local(4, 9), None),
        (
            local(4, 9),
            {
                "quiet_until": date(2026, 8, 6),
                "absences": [away(date(2026, 8, 6), date(2026, 8, 7))],
            },
            local(10, 9),
            Why.QUIET,
        ),
    ],
)
def test_the_first_working_minute_of_a_day_that_is_free(now, more, at, why):
    free = next_free(now, at_work=WORKS, zone=ZONE, **more)

    assert (free.at, free.why) == (at, why)


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.none() | days, st.lists(st.tuples(days, st.integers(0, 40)), max_size=4), days)
def test_whatever_is_in_the_way_the_moment_found_has_nothing_in_the_way(now, quiet, gone, had):
    absences = [away(first, first + timedelta(days=length)) for first, length in gone]
    free = next_free(now, at_work=WORKS, zone=ZONE, quiet_until=quiet, absences=absences, had=had)
    day = local_day(free.at, ZONE)

    assert free.at >= now
    assert WORKS(free.at) == free.at
    assert day != had
    assert quiet is None or day >= quiet
    assert not any(each.first <= day <= each.last for each in absences)
    assert (free.why is None) == (free.at == now)
    again = next_free(
        free.at, at_work=WORKS, zone=ZONE, quiet_until=quiet, absences=absences, had=had
    )
    assert again.at == free.at


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("", NoSuchDay),
        ("på tirsdag", NoSuchDay),
        ("2026-02-30", NoSuchDay),
        ("2026-08-04", QuietIsPast),
        ("2025-08-05", QuietIsPast),
        ("2027-08-04", QuietTooLong),
    ],
)
def test_a_day_until_which_nobody_can_have_quiet(typed, refused):
    with pytest.raises(refused):
        quiet_until(typed, TUESDAY)
