"""The rules of a team: who may what, and what its settings take."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.calendar.days import Week
from dialogs.people import team as rules
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.refusal import Refusal
from dialogs.sparring.agenda import AgendaName, AgendaTooLong, PhaseTooShort

KAREN, BO, ANNE, OLE = (
    Person(n, name) for n, name in enumerate(("Karen", "Bo", "Anne", "Ole"), start=1)
)
TEAM = Team(id=1, name="Team Øst", coordinator=KAREN, deputy=BO, leader=ANNE)
OCTOBER = date(2026, 10, 1)  # week 40


@pytest.mark.parametrize("typed", ["09:00", "9:00", "9.00", " 09.00 "])
def test_a_time_may_be_typed_in_several_ways(typed):
    assert rules.time_of_day(typed) == time(9)


@pytest.mark.parametrize("typed", ["24:00", "9", "09:60", "09:00+02:00", "kl. ni"])
def test_what_is_no_time_of_day_is_refused(typed):
    with pytest.raises(rules.NoSuchTime):
        rules.time_of_day(typed)


def test_a_rhythm_has_both_day_and_time_or_neither():
    assert rules.rhythm("1", "09:00") == (1, time(9))
    assert rules.rhythm("", "") == (None, None)
    for half in (("1", ""), ("", "09:00")):
        with pytest.raises(rules.HalfARhythm):
            rules.rhythm(*half)


@pytest.mark.parametrize(
    ("typed", "weeks"),
    [
        ("42", [(2026, 42)]),
        ("uge 42 og uge 7", [(2026, 42), (2027, 7)]),
        ("7, 29-31; 42, 42", [(2026, 42), (2027, 7), (2027, 29), (2027, 30), (2027, 31)]),
        ("Uger 51–53", [(2026, 51), (2026, 52), (2026, 53)]),
        ("40", [(2026, 40)]),  # this very week
        ("39", [(2027, 39)]),
        (" , ", []),
    ],
)
def test_closed_weeks_are_the_next_of_their_number(typed, weeks):
    assert rules.closed_weeks(typed, today=OCTOBER) == tuple(Week(*week) for week in weeks)


@pytest.mark.parametrize("typed", ["0", "54", "31-29", "jul", "1-999999999", "-3", "7.5"])
def test_what_is_no_week_is_named(typed):
    with pytest.raises(rules.WeekUnclear) as refused:
        rules.closed_weeks(f"42, {typed}", today=OCTOBER)
    assert refused.value.word == typed


def test_weeks_that_are_over_are_not_handed_in_again():
    team = Team(id=1, name="Team Øst", own_weeks=(Week(2026, 33), Week(2026, 40)))
    assert rules.still_closed(team, OCTOBER).own_weeks == (Week(2026, 40),)


def test_who_has_left_leads_nothing_but_a_leader_need_not_be_there():
    left = rules.members_only(TEAM, [BO.id, OLE.id])
    assert (left.coordinator, left.deputy, left.leader) == (None, BO, ANNE)


def test_a_list_has_no_empty_lines_and_nothing_twice():
    assert rules.listed("Samvær\r\n\r\n  Tvivl  \nSamvær\u200b") == ("Samvær", "Tvivl")
    with pytest.raises(rules.TooManyLines):
        rules.listed("\n".join(str(n) for n in range(31)))


def test_a_team_is_named_after_its_chat_as_far_as_there_is_room():
    assert rules.named_after("  Team\tØst ") == "Team Øst"
    assert rules.named_after("\u200b") == "Teamet"
    assert rules.team_name(rules.named_after("lang " * 40)).startswith("lang lang")


def test_edited_minutes_are_checked_as_the_agenda_would():
    own = rules.edited_minutes(AgendaName.SHORT, SHORT | {"frame": "0", "reflection": "12.0"})
    team = Team(id=1, name="Team Øst", edits={"short": own})
    assert team.agenda_of(AgendaName.SHORT).total.total_seconds() == 30 * 60
    assert "frame" not in team.agenda_of(AgendaName.SHORT).names
    with pytest.raises(AgendaTooLong):
        rules.edited_minutes(AgendaName.SHORT, SHORT | {"reflection": "1e999"})
    with pytest.raises(PhaseTooShort):
        rules.edited_minutes(AgendaName.SHORT, SHORT | {"reflection": "ti"})


SHORT = {
    "frame": "2",
    "presentation": "6",
    "clarifying": "5",
    "reflection": "10",
    "response": "2",
    "learning": "2",
    "closing": "3",
    "spare": "0",
}


@settings(max_examples=200)
@given(
    st.sampled_from(
        [
            rules.time_of_day,
            rules.weekday,
            rules.booked_minutes,
            rules.team_name,
            rules.listed,
            lambda text: rules.closed_weeks(text, today=OCTOBER),
            lambda text: rules.edited_minutes(AgendaName.SHORT, {"frame": text, "spare": text}),
        ]
    ),
    st.text(max_size=80) | st.text("-0123456789.,e", max_size=12),
)
def test_whatever_is_typed_is_taken_or_refused(rule, text):
    with suppress(Refusal):
        rule(text)
