"""Schedules as rows: planned weeks ahead, each key once, and nothing lost on the way."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from dialogs.calendar.days import Calendar, Week
from dialogs.calendar.recurrence import Every, Lead, OnClosed, Schedule
from storage import occurrences
from storage.store import Store
from storage.tables import OccurrenceRow
from tests.databases import databases

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 8, 3, 8, tzinfo=ZONE).astimezone(UTC)  # a Monday
WEEKLY = Schedule(every=Every.WEEK, weekday=1, at=time(9), late=timedelta(hours=1))
QUARTERLY = Schedule(every=Every.QUARTER, month=2, day=10, at=time(8))
A_WEEK = timedelta(days=7)


@pytest.fixture
async def store(tmp_path):
    store = Store(databases.url(tmp_path))
    await store.start()
    yield store
    await store.close()


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


async def force(store: Store, schedule: Schedule, now: datetime = NOW, entity: str = "1") -> None:
    await store.write(occurrences.put_in_force, "a.start", entity, schedule, now, ZONE)


async def coming(store: Store, days: int = 60, entity: str = "1") -> dict[str, datetime]:
    until = NOW + timedelta(days=days)
    found = await store.read(occurrences.upcoming, entity, until)
    return {each.key: each.due_at for each in found}


async def happens(store: Store, now: datetime) -> list[str]:
    """What one beat does: keys in the order that they happen."""
    await store.write(occurrences.extend, now, ZONE)
    await store.write(occurrences.miss, now)
    found = await store.read(occurrences.due, now)
    return [each.key for each in found if await store.write(occurrences.done, each, now)]


async def missed(store: Store, entity: str = "1") -> list[str]:
    return [each.key for each in await store.read(occurrences.missed_since, entity, NOW)]


# --- ahead -----------------------------------------------------------------------------------


async def test_a_schedule_in_force_is_planned_for_weeks_ahead(store):
    await force(store, WEEKLY)

    planned = await coming(store)

    assert list(planned)[:2] == ["2026-08-04", "2026-08-11"]
    assert planned["2026-08-04"] == at(8, 4, 9)
    assert max(planned.values()) > NOW + timedelta(days=35)


async def test_at_every_moment_of_a_year_eight_days_are_planned(store):
    await force(store, WEEKLY)

    for day in range(0, 366, 3):
        now = NOW + timedelta(days=day)
        if await store.read(occurrences.runs_short, now):
            await store.write(occurrences.extend, now, ZONE)
        planned = await coming(store, days=day + 8)
        tuesdays = [d for d in range(day + 8) if (NOW + timedelta(days=d)).weekday() == 1]
        assert len(planned) == len(tuesdays), day


async def test_with_enough_planned_there_is_nothing_to_extend(store):
    await force(store, WEEKLY)

    assert not await store.read(occurrences.runs_short, NOW + timedelta(days=27))
    assert await store.read(occurrences.runs_short, NOW + timedelta(days=29))


async def test_extended_twice_each_key_is_there_once(store):
    await force(store, WEEKLY)
    later = NOW + timedelta(days=30)

    assert await store.write(occurrences.extend, later, ZONE) == 1
    before = await coming(store, days=90)
    assert await store.write(occurrences.extend, later, ZONE) == 0
    await force(store, WEEKLY, later)

    assert await coming(store, days=90) == before


async def test_schedules_are_extended_a_few_at_a_time_until_none_is_left(store):
    for entity in range(35):
        await force(store, WEEKLY, entity=str(entity))
    month_later = NOW + timedelta(days=30)
    units = 0
    while await store.read(occurrences.runs_short, month_later):
        await store.write(occurrences.extend, month_later, ZONE)
        units += 1

    assert units == 4


async def test_a_rule_comes_back_from_the_database_as_it_was(store):
    rule = Schedule(
        every=Every.QUARTER,
        month=2,
        day=31,
        at=time(13, 45),
        on_closed=OnClosed.AFTER,
        calendar=Calendar(weeks=(Week(2026, 42),)),
        lead=Lead(working_days=10, at=time(8)),
        late=timedelta(days=3),
        only_newest=True,
    )
    await force(store, rule)
    first = await coming(store, days=400)
    await store.write(occurrences.extend, NOW + timedelta(days=300), ZONE)
    extended = await coming(store, days=400)

    assert set(first) == {"2026-Q3"}
    assert set(extended) == {"2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"}
    await force(store, rule, NOW + timedelta(days=1))
    assert (await coming(store))["2026-Q3"] == first["2026-Q3"]


# --- changed and withdrawn -------------------------------------------------------------------


async def test_changed_it_is_planned_anew(store):
    await force(store, WEEKLY)

    await force(store, replace(WEEKLY, weekday=3), NOW + timedelta(hours=1))

    assert list(await coming(store))[:2] == ["2026-08-06", "2026-08-13"]


async def test_what_is_due_already_happens_although_the_schedule_was_changed(store):
    await force(store, WEEKLY)
    nine = at(8, 4, 9)

    await force(store, replace(WEEKLY, weekday=3), nine)

    assert await happens(store, nine) == ["2026-08-04"]


async def test_what_has_happened_does_not_come_again_at_a_new_time_of_the_same_day(store):
    await force(store, WEEKLY)
    assert await happens(store, at(8, 4, 9)) == ["2026-08-04"]

    await force(store, replace(WEEKLY, at=time(14)), at(8, 4, 9, 5))

    assert "2026-08-04" not in await coming(store)
    assert await happens(store, at(8, 4, 14)) == []


async def test_a_quarter_that_was_to_come_is_not_lost_by_moving_it_back(store):
    await force(store, QUARTERLY)  # 10 August
    assert list(await coming(store)) == ["2026-Q3"]

    await force(store, replace(QUARTERLY, month=1), NOW)  # 10 July: over

    assert await happens(store, NOW) == ["2026-Q3"]


async def test_what_was_over_before_the_schedule_came_into_force_was_never_to_be(store):
    await force(store, replace(QUARTERLY, month=1))

    assert await coming(store) == {}
    assert await happens(store, NOW) == []


async def test_withdrawn_nothing_more_comes_but_what_is_due(store):
    await force(store, WEEKLY)
    nine = at(8, 4, 9)

    await store.write(occurrences.withdraw, "a.start", "1", nine, ZONE)

    assert await happens(store, nine) == ["2026-08-04"]
    assert await happens(store, nine + timedelta(days=60)) == []
    assert await missed(store) == []


async def test_withdrawn_after_an_outage_what_fell_due_meanwhile_is_not_forgotten(store):
    await force(store, WEEKLY)
    back = NOW + timedelta(days=57)  # a Tuesday, an hour before the next

    await store.write(occurrences.withdraw, "a.start", "1", back, ZONE)

    assert await happens(store, back) == []
    assert len(await missed(store)) == 8


# --- missed ----------------------------------------------------------------------------------


async def test_caught_up_within_its_hour_and_missed_from_then_on(store):
    await force(store, WEEKLY)
    await force(store, WEEKLY, entity="2")

    assert await happens(store, at(8, 4, 9, 59)) == ["2026-08-04", "2026-08-04"]
    assert await happens(store, at(8, 11, 10)) == []

    (one,) = await store.read(occurrences.missed_since, "2", NOW)
    assert (one.series, one.key, one.due_at) == ("a.start", "2026-08-11", at(8, 11, 9))
    assert one.missed_at == at(8, 11, 10)
    assert await store.read(occurrences.missed_since, "2", one.missed_at + A_WEEK) == []


async def test_after_two_months_each_time_is_missed_or_happens(store):
    await force(store, WEEKLY)
    await force(store, replace(WEEKLY, late=None), entity="2")

    happened = await happens(store, at(10, 6, 9, 30))

    weeks = [f"{at(8, 4, 9) + n * A_WEEK:%Y-%m-%d}" for n in range(10)]
    assert await missed(store) == weeks[8::-1]
    assert happened.count("2026-10-06") == 2
    assert sorted(happened) == sorted([*weeks, "2026-10-06"])


async def test_of_several_only_the_newest_is_caught_up(store):
    await force(store, replace(WEEKLY, late=None, only_newest=True))

    assert await happens(store, at(9, 3, 12)) == ["2026-09-01"]
    assert await missed(store) == ["2026-08-25", "2026-08-18", "2026-08-11", "2026-08-04"]


async def test_thousands_of_missed_ones_do_not_stand_in_the_way(store):
    def many(session):
        for entity in range(100):
            occurrences.put_in_force(session, "a.start", entity, WEEKLY, NOW, ZONE)
        occurrences.plan(session, "a.note", 7, "once", NOW + timedelta(days=29))

    await store.write(many)
    now = NOW + timedelta(days=30)
    await store.write(occurrences.miss, now)

    assert [each.series for each in await store.read(occurrences.due, now)] == ["a.note"]
    assert not await store.read(occurrences.is_too_late, now)


# --- one time of it --------------------------------------------------------------------------


async def test_one_that_comes_once_has_an_end_too(store):
    await store.write(occurrences.plan, "a.note", 1, "once", NOW, NOW + timedelta(hours=2))

    assert await happens(store, NOW + timedelta(hours=2)) == []
    assert await missed(store) == ["once"]


async def test_planned_again_it_is_moved_with_its_end(store):
    await store.write(occurrences.plan, "a.note", 1, "once", NOW, NOW + timedelta(hours=1))
    await store.write(occurrences.plan, "a.note", 1, "once", NOW + A_WEEK)

    assert await happens(store, NOW) == []
    assert await happens(store, NOW + 2 * A_WEEK) == ["once"]


async def test_found_due_by_two_it_happens_once(store):
    await force(store, WEEKLY)
    nine = at(8, 4, 9)
    (one,) = await store.read(occurrences.due, nine)
    (same,) = await store.read(occurrences.due, nine)

    assert await store.write(occurrences.done, one, nine)
    assert not await store.write(occurrences.done, same, nine)
    assert not await store.write(occurrences.missed, same, nine)


async def test_moved_since_it_was_found_due_it_does_not_happen_yet(store):
    await store.write(occurrences.plan, "a.note", 1, "once", NOW)
    (found,) = await store.read(occurrences.due, NOW)
    await store.write(occurrences.plan, "a.note", 1, "once", NOW + A_WEEK)

    assert not await store.write(occurrences.done, found, NOW)
    assert await happens(store, NOW + A_WEEK) == ["once"]


async def test_what_is_tried_again_later_lets_the_others_pass(store):
    for key in ("a", "b", "c"):
        await store.write(occurrences.plan, "a.note", 1, key, NOW)
    first, second, third = await store.read(occurrences.due, NOW)

    found = await store.read(occurrences.due, NOW, 1, {first.id, second.id})

    assert found == [third]


async def test_settled_long_ago_a_key_is_forgotten_and_what_waits_is_not(store):
    await force(store, WEEKLY)
    assert await happens(store, at(8, 4, 9)) == ["2026-08-04"]

    assert await store.write(occurrences.forget_before, at(8, 4, 9)) == 0
    assert await store.write(occurrences.forget_before, at(8, 4, 10)) == 1

    def rows(session):
        return session.scalars(select(OccurrenceRow.key).order_by(OccurrenceRow.due_at)).all()

    assert (await store.read(rows))[0] == "2026-08-11"
