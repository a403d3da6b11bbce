"""The rules of the running sparring (design, section 8), with time as an argument."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogs.people.person import Person
from dialogs.sparring import meeting as rules
from dialogs.sparring.agenda import (
    PRINCIPLE,
    SHIPPED,
    SHORT,
    SINGLE_CASE,
    TOPIC,
    Agenda,
    PhaseName,
)
from dialogs.sparring.meeting import Closed, Meeting, PhaseBegan, Remark, State

NINE = datetime(2026, 8, 3, 7, tzinfo=UTC)  # kl. 9.00 in Copenhagen
KAREN, BO, OLE, METTE = (Person(n, who) for n, who in enumerate(["Karen", "Bo", "Ole", "Mette"]))


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def started(agenda: Agenda = SINGLE_CASE, **who: Person | None) -> Meeting:
    people = {"chair": KAREN, "coordinator": KAREN, "deputy": BO, "case_owner": OLE} | who
    timekeeper = people.pop("timekeeper", None)
    meeting, _ = rules.start(
        id=1, agenda=agenda, timekeeper=timekeeper, present=6, now=NINE, **people
    )
    return meeting


def played(meeting: Meeting, until: datetime, since: datetime | None = None) -> Meeting:
    """Lets the clock tick at every moment that has something to say."""
    now = since or NINE
    while (due := rules.due_at(meeting)) is not None and due <= until:
        now = max(now, due)
        meeting, _ = rules.time_passes(meeting, now)
    return meeting


def hurried(meeting: Meeting, to: PhaseName, now: datetime = NINE) -> Meeting:
    while meeting.phase is not to:
        meeting, _ = rules.next_phase(meeting, now)
    return meeting


def test_a_sparring_begins_with_the_frame():
    meeting = started()

    assert meeting.phase is PhaseName.FRAME
    assert meeting.ends_at == NINE + minutes(3)
    assert meeting.granted == minutes(60)


def test_pressed_on_time_every_phase_has_its_minutes():
    meeting, now = started(), NINE
    for phase in SINGLE_CASE.phases[:-1]:
        now += phase.timebox
        meeting, _ = rules.next_phase(meeting, now)
    meeting, events = rules.close(meeting, now + minutes(5))

    assert [run.held for run in meeting.runs.values()] == [p.timebox for p in SINGLE_CASE.phases]
    assert events[-1] == Closed(by_itself=False)
    assert meeting.spare == minutes(5)


@pytest.mark.parametrize(
    ("agenda", "phase", "warned_after"),
    [
        pytest.param(SINGLE_CASE, PhaseName.REFLECTION, minutes(18), id="two minutes from 8 on"),
        pytest.param(SINGLE_CASE, PhaseName.LEARNING, minutes(4), id="one minute from 4 to 7"),
        pytest.param(SHORT, PhaseName.RESPONSE, None, id="none below"),
    ],
)
def test_a_phase_warns_before_its_end(agenda, phase, warned_after):
    meeting = hurried(started(agenda), phase)

    assert meeting.warns_at == (warned_after and NINE + warned_after)


def test_at_zero_the_card_says_when_it_moves_on_and_uses_the_spare_time():
    meeting = played(started(), NINE + minutes(3))

    assert meeting.up
    assert meeting.phase is PhaseName.FRAME
    assert meeting.moves_on_at == NINE + minutes(3 + 5 + 1)


def test_without_spare_time_a_phase_moves_on_after_a_minute():
    meeting = hurried(started(TOPIC), PhaseName.CLARIFYING)

    assert meeting.moves_on_at == NINE + minutes(6 + 1)


@pytest.mark.parametrize("phase", [PhaseName.PRESENTATION, PhaseName.REFLECTION])
def test_presentation_and_reflection_have_three_minutes_of_grace(phase):
    meeting = hurried(started(TOPIC), phase)

    assert meeting.moves_on_at == meeting.ends_at + minutes(3)


def test_overrun_takes_the_spare_time_then_the_learning_then_the_response():
    meeting = played(started(), NINE + minutes(9))  # frame ran 5 + 1 over

    assert meeting.phase is PhaseName.PRESENTATION
    assert meeting.spare == minutes(0)
    assert meeting.runs[PhaseName.LEARNING].box == minutes(4)

    meeting = played(meeting, NINE + minutes(9 + 10 + 3))

    assert meeting.runs[PhaseName.LEARNING].box == minutes(1)
    assert meeting.runs[PhaseName.RESPONSE].box == minutes(4)


@pytest.mark.parametrize("agenda", SHIPPED.values(), ids=lambda a: a.name)
def test_left_alone_a_meeting_stands_on_the_hour_and_closes_itself_at_75(agenda):
    meeting = played(started(agenda), NINE + minutes(74.9))

    assert meeting.phase is PhaseName.CLOSING
    assert meeting.hour_over
    assert meeting.runs[PhaseName.CLOSING].box >= minutes(3)
    assert list(meeting.runs) == list(agenda.names)

    meeting = played(meeting, NINE + minutes(75))

    assert meeting.state is State.CLOSED
    assert meeting.closed_by_itself


@pytest.mark.parametrize("agenda", SHIPPED.values(), ids=lambda a: a.name)
def test_pressed_when_time_is_up_all_agendas_run_to_the_end(agenda):
    meeting, seen = started(agenda), [agenda.names[0]]
    while meeting.phase is not PhaseName.CLOSING:
        now = meeting.ends_at
        meeting, _ = rules.time_passes(meeting, now)
        meeting, events = rules.next_phase(meeting, now)
        seen += [event.phase for event in events if isinstance(event, PhaseBegan)]
    meeting, _ = rules.close(meeting, meeting.ends_at)

    assert tuple(seen) == agenda.names
    assert meeting.spent == agenda.length


def test_extending_gives_two_minutes_then_two_then_one_then_nothing():
    meeting = started()
    given = []
    while meeting.extension:
        given.append(meeting.extension)
        meeting, _ = rules.extend(meeting, NINE)

    assert given == [minutes(2), minutes(2), minutes(1)]
    with pytest.raises(rules.NoSpareTime):
        rules.extend(meeting, NINE)


def test_extending_after_zero_counts_from_now_and_pays_for_what_ran_over():
    meeting = played(started(), NINE + minutes(3))

    meeting, _ = rules.extend(meeting, NINE + minutes(5))

    assert meeting.ends_at == NINE + minutes(7)
    assert meeting.spare == minutes(1)
    assert not meeting.up


def test_a_pause_keeps_what_is_left():
    meeting, _ = rules.pause(started(), NINE + minutes(1))
    meeting, _ = rules.resume(meeting, NINE + minutes(11))

    assert meeting.ends_at == NINE + minutes(13)
    assert meeting.granted == minutes(60)


def test_a_pause_past_the_hour_ends_in_the_closing():
    meeting, _ = rules.pause(started(), NINE + minutes(1))

    meeting = played(meeting, NINE + minutes(60))

    assert meeting.phase is PhaseName.CLOSING
    assert meeting.state is State.RUNNING
    assert meeting.hour_over


def test_undo_goes_back_to_what_was_left_of_the_phase():
    meeting, _ = rules.next_phase(started(), NINE + minutes(1))

    meeting, _ = rules.undo(meeting, NINE + minutes(1.5))

    assert meeting.phase is PhaseName.FRAME
    assert meeting.furthest is PhaseName.PRESENTATION
    assert meeting.ends_at == NINE + minutes(3.5)
    assert meeting.granted == minutes(60)
    assert meeting.spare == minutes(4.5)


def test_undo_takes_back_a_move_of_the_clock_and_leaves_a_minute():
    meeting = played(started(), NINE + minutes(9))

    meeting, _ = rules.undo(meeting, NINE + minutes(9))

    assert meeting.phase is PhaseName.FRAME
    assert meeting.ends_at == NINE + minutes(10)
    assert meeting.granted <= minutes(60)


def test_undoing_an_extension_gives_the_spare_time_back():
    meeting, _ = rules.extend(started(), NINE)
    meeting, _ = rules.undo(meeting, NINE + minutes(1))

    assert (meeting.ends_at, meeting.spare) == (NINE + minutes(3), minutes(5))


def test_undo_works_once():
    meeting, _ = rules.next_phase(started(), NINE)
    meeting, _ = rules.undo(meeting, NINE)

    with pytest.raises(rules.NothingToUndo):
        rules.undo(meeting, NINE)


def test_after_an_outage_one_move_a_tick_and_the_next_phase_is_whole():
    meeting, _ = rules.next_phase(started(), NINE + minutes(3))  # presentation until 13
    meeting, _ = rules.time_passes(meeting, NINE + minutes(40))

    assert meeting.phase is PhaseName.CLARIFYING
    assert meeting.ends_at == NINE + minutes(40 + 8)
    again, events = rules.time_passes(meeting, NINE + minutes(40.1))
    assert again.phase is PhaseName.CLARIFYING
    assert events == []


def test_an_outage_is_said_on_the_card_and_a_blink_is_not():
    meeting, _ = rules.been_away(started(), minutes(2))

    assert (meeting.remark, meeting.remark_number) == (Remark.AWAY, 2)
    assert rules.been_away(started(), timedelta(seconds=5)) == (started(), [])


def test_proposals_come_only_if_asked_for_and_are_paid_from_the_spare_time():
    meeting = hurried(started(), PhaseName.RESPONSE)

    meeting, _ = rules.ask_for_proposals(meeting)

    assert meeting.later[0] is PhaseName.PROPOSALS
    assert meeting.spare == minutes(0)
    assert meeting.runs[PhaseName.LEARNING].box == minutes(5)


def test_without_spare_time_proposals_are_paid_from_the_learning():
    meeting = hurried(started(), PhaseName.RESPONSE)
    for _ in range(3):
        meeting, _ = rules.extend(meeting, NINE)

    meeting, _ = rules.ask_for_proposals(meeting)

    assert meeting.runs[PhaseName.PROPOSALS].box == minutes(4)
    assert meeting.runs[PhaseName.LEARNING].box == minutes(1)


def test_a_button_of_an_earlier_turn_says_that_the_meeting_moved_on():
    meeting, _ = rules.next_phase(started(), NINE)

    with pytest.raises(rules.MovedOn):
        rules.on_turn(meeting, 1)
    rules.on_turn(meeting, 2)
    rules.on_turn(meeting, None)  # typed


def test_the_deputy_takes_over_with_one_press_and_gives_back():
    meeting, _ = rules.take_over(started(), BO)
    assert meeting.chair == BO
    assert meeting.can_be_given_back

    meeting, _ = rules.give_back(meeting)
    assert meeting.chair == KAREN


def test_anybody_else_leads_only_when_another_agrees():
    meeting, _ = rules.take_over(started(), METTE)
    assert meeting.chair == KAREN

    with pytest.raises(rules.NotYourself):
        rules.agree(meeting, METTE)
    meeting, _ = rules.agree(meeting, BO)
    assert meeting.chair == METTE


def test_the_case_owner_does_not_lead_their_own_sparring():
    with pytest.raises(rules.CaseOwnerCannotLead):
        rules.take_over(started(), OLE)


def test_the_closing_comes_before_the_close():
    with pytest.raises(rules.NotYetClosing):
        rules.close(started(), NINE)


def test_what_runs_over_in_the_closing_is_not_granted():
    """Found by the property test: a pause after the closing's end booked the overrun."""
    tight = replace(SHORT, cap=SHORT.total)
    meeting, now = started(tight), NINE
    for phase in tight.phases[:-1]:
        now += phase.timebox
        meeting, _ = rules.next_phase(meeting, now)
    meeting, _ = rules.time_passes(meeting, now + minutes(3))

    paused, _ = rules.pause(meeting, now + minutes(5))
    assert paused.granted <= tight.cap

    closed, _ = rules.close(meeting, now + minutes(5))
    assert closed.runs[PhaseName.CLOSING].held == minutes(5)


def test_a_postponed_meeting_is_over():
    meeting, events = rules.postpone(started(), NINE + minutes(2))

    assert rules.ParkedDue() in events
    assert not meeting.is_open


def test_the_agreed_direction_of_a_principle_case_has_its_own_phase():
    assert PhaseName.DIRECTION in started(PRINCIPLE).runs
