"""Whatever people press and however the clock jumps, the purses of time stay honest."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.people.person import Person
from dialogs.sparring import meeting as rules
from dialogs.sparring.agenda import SHIPPED, AgendaName, PhaseName
from dialogs.sparring.meeting import MeetingRefused, State

NINE = datetime(2026, 8, 3, 7, tzinfo=UTC)
PEOPLE = [Person(n, str(n)) for n in range(5)]  # 0 coordinator, 1 deputy, 2 case owner

# The shipped ones, and one whose leader lowered the cap to what its phases take.
AGENDAS = [*SHIPPED.values(), replace(SHIPPED[AgendaName.SHORT], cap=timedelta(minutes=30))]

MOVES = {
    "next": lambda m, now, who: rules.next_phase(m, now),
    "extend": lambda m, now, who: rules.extend(m, now),
    "pause": lambda m, now, who: rules.pause(m, now),
    "resume": lambda m, now, who: rules.resume(m, now),
    "undo": lambda m, now, who: rules.undo(m, now),
    "proposals": lambda m, now, who: rules.ask_for_proposals(m),
    "take over": lambda m, now, who: rules.take_over(m, who),
    "agree": lambda m, now, who: rules.agree(m, who),
    "give back": lambda m, now, who: rules.give_back(m),
    "tick": lambda m, now, who: rules.time_passes(m, now),
    "reflect": lambda m, now, who: rules.back_to_reflection(m, 0),
    "away": lambda m, now, who: rules.been_away(m, timedelta(minutes=2)),
}
step = st.tuples(
    st.sampled_from(sorted(MOVES)),
    st.integers(0, 400),  # seconds that pass before it
    st.booleans(),  # whether the clock ticks at every due moment on the way
    st.sampled_from(PEOPLE),
)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(AGENDAS), st.lists(step, max_size=40))
def test_time_is_never_invented_and_no_phase_is_lost(agenda, steps):
    now = NINE
    meeting, _ = rules.start(
        id=1,
        agenda=agenda,
        chair=PEOPLE[0],
        coordinator=PEOPLE[0],
        deputy=PEOPLE[1],
        case_owner=PEOPLE[2],
        timekeeper=None,
        present=5,
        now=now,
    )
    entered = [meeting.phase]
    for name, seconds, ticking, who in steps:
        until = now + timedelta(seconds=seconds)
        while ticking and (due := rules.due_at(meeting)) is not None and due <= until:
            now = max(now, due)
            meeting = checked(meeting, rules.time_passes(meeting, now), entered)
        now = until
        due = rules.due_at(meeting)
        if due is None or now < due:
            assert rules.time_passes(meeting, now) == (meeting, [])
        if not meeting.is_open:
            break
        try:
            step = MOVES[name](meeting, now, who)
        except MeetingRefused:
            continue
        meeting = checked(meeting, step, entered)


def checked(was, step, entered):
    meeting, events = step
    agenda = was.agenda
    if meeting.is_open:  # after the hour the closing is held longer, but not granted more
        assert meeting.granted <= agenda.cap
    assert meeting.spare >= timedelta(0)
    assert meeting.runs[PhaseName.CLOSING].box >= timedelta(minutes=3)
    assert all(run.box >= timedelta(minutes=1) for run in meeting.runs.values())
    assert [name for name in meeting.runs if name in agenda.names] == list(agenda.names)
    assert meeting.chair is not None
    assert meeting.chair != PEOPLE[2]
    assert (meeting.ends_at is None) or (meeting.left is None)
    if meeting.is_open:
        assert (meeting.ends_at is None) == (meeting.left is not None)
        assert (meeting.state is State.RUNNING) == (meeting.left is None)
    began = [event.phase for event in events if isinstance(event, rules.PhaseBegan)]
    assert len(began) <= 1
    for phase in began:
        names = list(meeting.runs)
        skipped = names[names.index(was.phase) + 1 : names.index(phase)]
        assert skipped == [] or meeting.hour_over
        entered.append(phase)
    assert meeting.version >= was.version
    if events:
        assert meeting.version > was.version
    return meeting
