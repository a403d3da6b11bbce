"""When the fixed dates of the year come, and what a leader may set."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dialogs.calendar.days import is_working_day, local_day
from dialogs.calendar.recurrence import Every, between
from dialogs.yearly import routine as rules
from dialogs.yearly.routine import SHIPPED, Kind, Round, Routine, Step, rounds, steps

ZONE = ZoneInfo("Europe/Copenhagen")
YEAR = (datetime(2026, 12, 31, 23, tzinfo=UTC), datetime(2027, 12, 31, 23, tzinfo=UTC))


def of_2027(kind: Kind) -> list[Round]:
    return [each for each, _ in rounds(replace(SHIPPED[kind], on=True), *YEAR, ZONE)]


def test_as_shipped_nothing_is_switched_on_and_there_is_a_date_for_each():
    assert set(SHIPPED) == set(Kind)
    assert not any(routine.on for routine in SHIPPED.values())
    assert all(list(rounds(routine, *YEAR, ZONE)) == [] for routine in SHIPPED.values())


def test_a_year_as_shipped():
    assert {kind: [each.day.isoformat()[5:] for each in of_2027(kind)] for kind in Kind} == {
        Kind.LAW: ["01-15", "04-15", "07-15", "10-15"],
        Kind.BRUSH_UP: ["02-01", "05-03", "08-02", "11-01"],  # two of them fall on a weekend
        Kind.POLICIES: ["09-01"],
        Kind.FIRST_AID: [],
        Kind.FUNDING: ["02-01", "08-02"],
        Kind.REFERENCES: ["01-11"],
        Kind.KNOWLEDGE: ["04-01", "10-01"],
    }


def test_the_four_topics_come_once_a_year_each():
    assert {each.topic for each in of_2027(Kind.BRUSH_UP)} == set(rules.TOPICS)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.FIRST_AID])
def test_the_first_prompt_is_due_when_the_schedule_says(kind):
    routine = replace(SHIPPED[kind], on=True)
    moments = list(between(routine.schedule, *YEAR, ZONE))

    assert moments
    for moment in moments:
        found = rules.round_of(routine, moment.key, moment.due_at, ZONE)
        assert found is not None
        assert next(iter(steps(found).values())) == local_day(moment.due_at, ZONE)


@pytest.mark.parametrize("kind", Kind)
def test_nobody_is_asked_on_a_closed_day_and_the_steps_follow_each_other(kind):
    for month in range(1, 13):
        for day in range(1, 29):
            asked = list(steps(Round(kind=kind, key="x", day=date(2027, month, day))).items())
            days = [when for step, when in asked if step is not Step.DAY or kind is Kind.FIRST_AID]
            assert all(map(is_working_day, days))
            assert [when for _, when in asked] == sorted(when for _, when in asked)


def test_another_first_month_is_kept_in_each_cadence():
    def months(every: Every) -> list[int]:
        routine = Routine(kind=Kind.FUNDING, on=True, every=every, month=5, day=4)
        return [each.day.month for each, _ in rounds(routine, *YEAR, ZONE)]

    assert months(Every.QUARTER) == [2, 5, 8, 11]
    assert months(Every.HALF) == [5, 11]
    assert months(Every.YEAR) == [5]


@pytest.mark.parametrize(
    "typed", [("week", "1", "1"), ("year", "13", "1"), ("year", "1", "29"), ("year", "x", "1")]
)
def test_a_cadence_that_there_is_not(typed):
    with pytest.raises(rules.NoSuchCadence):
        rules.cadence(*typed)


def test_a_cadence_as_a_form_hands_it_in():
    assert rules.cadence("half", "2", "1.0") == (Every.HALF, 2, 1)
