"""The rules of a running sparring. Pure: the time is an argument, events come out.

Time is kept in three purses: what the present phase has left, what the later phases are given,
and the spare time. Every rule moves time between them, so that what has passed and what is
granted never exceed the agenda's cap, and the closing keeps its three minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.sparring.agenda import (
    HOUR,
    MINUTE,
    Agenda,
    PhaseName,
    shortest,
    warning_before,
)

NOTHING = timedelta()
EXTENSION = 2 * MINUTE
CLOSES_ITSELF_AFTER = HOUR + 15 * MINUTE
AWAY_WORTH_A_WORD = timedelta(seconds=30)
SHRINKS_FIRST = (
    PhaseName.LEARNING,
    PhaseName.RESPONSE,
    PhaseName.PROPOSALS,
    PhaseName.DIRECTION,
    PhaseName.CLOSING,
)
NOT_TO_BE_RUSHED = frozenset({PhaseName.PRESENTATION, PhaseName.REFLECTION})


class State(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    CLOSED = "closed"
    POSTPONED = "postponed"


class Move(StrEnum):
    PHASE = "phase"
    PAUSE = "pause"
    RESUME = "resume"
    EXTENSION = "extension"


class MeetingRefused(Refusal):
    """A rule of the running meeting says no."""


class NotLeading(MeetingRefused):
    """Somebody who does not lead this meeting pressed one of its buttons."""

    def __init__(self, meeting: "Meeting", actor: Person) -> None:
        super().__init__(actor.id)
        self.chair = meeting.chair
        self.deputy = meeting.stand_by
        self.is_deputy = actor == meeting.stand_by


class OnlyTheChairCloses(MeetingRefused):
    """The timekeeper moves the meeting on, but does not close or postpone it."""

    def __init__(self, meeting: "Meeting") -> None:
        super().__init__()
        self.chair = meeting.chair


class MeetingIsOver(MeetingRefused):
    """A press on a closed or postponed meeting."""


class MovedOn(MeetingRefused):
    """A button made for an earlier turn."""

    def __init__(self, meeting: "Meeting") -> None:
        super().__init__(meeting.turn)
        self.meeting = meeting


class HourIsOver(MeetingRefused):
    """After the hour only the closing is left."""

    def __init__(self, meeting: "Meeting") -> None:
        super().__init__()
        self.chair = meeting.chair


class LastPhase(MeetingRefused):
    """There is no phase after the closing."""


class NotYetClosing(MeetingRefused):
    """The closing is a phase of its own, and comes before the close."""


class AlreadyPaused(MeetingRefused):
    """The meeting is paused."""


class NotPaused(MeetingRefused):
    """The meeting is running."""


class NoSpareTime(MeetingRefused):
    """Less than a minute of spare time is left."""


class NothingToUndo(MeetingRefused):
    """No move since the start, or the last one was taken back already."""


class NoTimeToGoBack(MeetingRefused):
    """The minute that an undo leaves cannot be found within the hour."""


class NotReflecting(MeetingRefused):
    """Back to reflection is for the reflection round."""


class NoTimeForProposals(MeetingRefused):
    """Neither the spare time nor the shared learning holds a minute for proposals."""


class ProposalsNotNow(MeetingRefused):
    """Proposals are asked for when the case owner has the word again."""


class NotTheCaseOwner(MeetingRefused):
    """Only the case owner, or who leads on their word, asks for proposals."""


class NobodyToParkFor(MeetingRefused):
    """A topic without a case owner: nobody is there to give a proposal to."""


class LeadsAlready(MeetingRefused):
    """Who leads cannot take over from themselves."""


class CaseOwnerCannotLead(MeetingRefused):
    """Nobody leads the sparring on their own case."""


class NobodyOffered(MeetingRefused):
    """There is no offer to lead that could be agreed to."""


class NotYourself(MeetingRefused):
    """Somebody else agrees to an offer to lead."""


@dataclass(frozen=True, slots=True)
class PhaseBegan:
    phase: PhaseName
    came_from: PhaseName | None
    was_live: PhaseName | None = None  # the slot that showed the phase before


@dataclass(frozen=True, slots=True)
class CardChanged:
    """The live card shows something else; nothing is posted."""


@dataclass(frozen=True, slots=True)
class ParkedDue:
    """What was parked is to reach the case owner now."""


@dataclass(frozen=True, slots=True)
class NoteAsked:
    """The case owner is asked whether something must be noted in the case system."""


@dataclass(frozen=True, slots=True)
class Closed:
    by_itself: bool


@dataclass(frozen=True, slots=True)
class Postponed:
    pass


Event = PhaseBegan | CardChanged | ParkedDue | NoteAsked | Closed | Postponed


class Remark(StrEnum):
    """A line that stands on the card until the next move."""

    REFLECT = "reflect"
    AWAY = "away"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True)
class Run:
    """One phase of this meeting: what it is given, how long it was held, when it was over."""

    planned: timedelta
    box: timedelta
    held: timedelta = NOTHING
    over_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What the last move can be taken back to."""

    move: Move
    phase: PhaseName
    left: timedelta  # of that phase when it was left; of an extension: what it gave


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    id: int
    agenda: Agenda
    chair: Person
    coordinator: Person | None
    deputy: Person | None
    timekeeper: Person | None = None
    case_owner: Person | None = None  # a topic has none
    offer: Person | None = None  # who would lead, if another agrees
    present: int = 6
    started_at: datetime
    state: State = State.RUNNING
    phase: PhaseName
    furthest: PhaseName  # its slot is the live card, also after an undo
    runs: Mapping[PhaseName, Run]  # in order
    spare: timedelta
    since: datetime | None = None  # the present phase has run since; set while running
    ends_at: datetime | None = None  # set while running
    left: timedelta | None = None  # set while paused
    warned: bool = False
    up: bool = False
    hour_over: bool = False
    remark: Remark | None = None
    remark_number: int = 0  # minutes away, or which sentence
    word: int = 0  # how often it was passed on in this phase
    before: Before | None = None
    closed_at: datetime | None = None
    closed_by_itself: bool = False
    turn: int = 1
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.state in (State.RUNNING, State.PAUSED)

    @property
    def later(self) -> tuple[PhaseName, ...]:
        names = tuple(self.runs)
        return names[names.index(self.phase) + 1 :]

    @property
    def spent(self) -> timedelta:
        """Running time up to `since`; pauses and the bot's own absence do not count."""
        return sum((run.held for run in self.runs.values()), NOTHING)

    @property
    def granted(self) -> timedelta:
        """What has been used and what is still given, spare time included."""
        later = sum((self.runs[name].box for name in self.later), NOTHING)
        return self.spent + self._current() + later + self.spare

    def _current(self) -> timedelta:
        if self.hour_over or not self.is_open:
            return NOTHING
        if self.left is not None:
            return self.left
        return _deadline(self) - (self.since or _deadline(self))

    @property
    def stand_by(self) -> Person | None:
        """Who may take over with one press."""
        return self.deputy if self.deputy not in (self.chair, self.case_owner) else None

    @property
    def can_be_given_back(self) -> bool:
        return self.coordinator not in (None, self.chair, self.case_owner)

    @property
    def extension(self) -> timedelta:
        """What `Forlæng` gives now: two minutes, one, or nothing (whole minutes only)."""
        if self.hour_over or self.left is not None:
            return NOTHING
        return min(EXTENSION, self.spare // MINUTE * MINUTE)

    @property
    def hour_ends_at(self) -> datetime:
        return self.started_at + HOUR

    @property
    def moves_on_at(self) -> datetime | None:
        """When the phase gives way without a press; None: it does not.

        The spare time is used first, then a minute of grace (three in the phases that are not
        to be rushed), as far as time can be found for it within the hour.
        """
        if self.ends_at is None or self.phase is PhaseName.CLOSING or self.hour_over:
            return None
        grace = MINUTE * (3 if self.phase in NOT_TO_BE_RUSHED else 1)
        room = self.agenda.cap - self.granted + _shrinkable(self)
        return self.ends_at + self.spare + max(NOTHING, min(grace, room))

    @property
    def warns_at(self) -> datetime | None:
        before = warning_before(self.runs[self.phase].box)
        return self.ends_at - before if self.ends_at is not None and before else None


Step = tuple[Meeting, list[Event]]


def start(
    *,
    id: int,
    agenda: Agenda,
    chair: Person,
    coordinator: Person | None,
    deputy: Person | None,
    case_owner: Person | None,
    timekeeper: Person | None,
    present: int,
    now: datetime,
) -> Step:
    first = agenda.phases[0]
    meeting = Meeting(
        id=id,
        agenda=agenda,
        chair=chair,
        coordinator=coordinator,
        deputy=deputy,
        case_owner=case_owner,
        timekeeper=timekeeper if timekeeper != case_owner else None,
        present=present,
        started_at=now,
        phase=first.name,
        furthest=first.name,
        runs={phase.name: Run(phase.timebox, phase.timebox) for phase in agenda.phases},
        spare=agenda.spare,
        since=now,
        ends_at=now + first.timebox,
    )
    return meeting, [PhaseBegan(first.name, None)]


# --- what the people who lead do -------------------------------------------------------------


def on_turn(meeting: Meeting, turn: int | None) -> None:
    """Refuses a press that was made for an earlier turn; None: it was typed, not pressed."""
    if turn is not None and turn != meeting.turn:
        raise MovedOn(meeting)


def next_phase(meeting: Meeting, now: datetime) -> Step:
    if not meeting.later:
        raise LastPhase
    now = _steady(meeting, now)
    return _enter(_settled(meeting, now), meeting.later[0], now)


def extend(meeting: Meeting, now: datetime) -> Step:
    if meeting.hour_over:
        raise HourIsOver(meeting)
    if meeting.left is not None:
        raise AlreadyPaused
    now = _steady(meeting, now)
    settled = _settled(meeting, now)
    given = settled.extension
    if not given:
        raise NoSpareTime
    ends_at = max(_deadline(settled), now) + given
    extended = _moved(
        settled,
        ends_at=ends_at,
        spare=settled.spare - given,
        up=False,
        warned=False,
        before=Before(Move.EXTENSION, meeting.phase, given),
    )
    return _rewarned(extended, now), [CardChanged()]


def pause(meeting: Meeting, now: datetime) -> Step:
    if meeting.state is State.PAUSED:
        raise AlreadyPaused
    if meeting.hour_over:
        raise HourIsOver(meeting)
    now = _steady(meeting, now)
    settled = _settled(meeting, now)
    paused = _moved(
        settled,
        state=State.PAUSED,
        since=None,
        ends_at=None,
        left=max(NOTHING, _deadline(settled) - now),
        before=Before(Move.PAUSE, meeting.phase, NOTHING),
    )
    return paused, [CardChanged()]


def resume(meeting: Meeting, now: datetime) -> Step:
    if meeting.left is None:
        raise NotPaused
    resumed = _moved(
        meeting,
        state=State.RUNNING,
        since=now,
        ends_at=now + meeting.left,
        left=None,
        before=Before(Move.RESUME, meeting.phase, NOTHING),
    )
    return resumed, [CardChanged()]


def undo(meeting: Meeting, now: datetime) -> Step:
    """Takes the last move back, also one that the clock made, and leaves at least a minute."""
    if meeting.hour_over:
        raise HourIsOver(meeting)
    if meeting.before is None:
        raise NothingToUndo
    now = _steady(meeting, now)
    match meeting.before.move:
        case Move.PHASE:
            undone = _back_to(meeting, meeting.before, now)
        case Move.EXTENSION:
            undone = _shortened(meeting, meeting.before.left, now)
        case Move.PAUSE:
            undone, _ = resume(meeting, now)
        case Move.RESUME:
            undone, _ = pause(meeting, now)
    return replace(undone, before=None), [CardChanged()]


def back_to_reflection(meeting: Meeting, sentence: int) -> Step:
    """A line for the coordinator to read aloud; nothing moves (inventory row 36)."""
    if meeting.phase is not PhaseName.REFLECTION:
        raise NotReflecting
    return _changed(meeting, remark=Remark.REFLECT, remark_number=sentence), [CardChanged()]


def pass_word(meeting: Meeting) -> Step:
    """The next in the round speaks; the time goes on as it was."""
    if meeting.phase is not PhaseName.REFLECTION:
        raise NotReflecting
    return _changed(meeting, word=meeting.word + 1), [CardChanged()]


def take_over(meeting: Meeting, actor: Person) -> Step:
    """The deputy leads on at once; anybody else offers to, and another agrees."""
    if actor == meeting.chair:
        raise LeadsAlready
    if actor == meeting.case_owner:
        raise CaseOwnerCannotLead
    if actor == meeting.stand_by:
        return _moved(meeting, chair=actor, offer=None, before=None), [CardChanged()]
    return _changed(meeting, offer=actor), [CardChanged()]


def agree(meeting: Meeting, actor: Person) -> Step:
    if meeting.offer is None:
        raise NobodyOffered
    if actor == meeting.offer:
        raise NotYourself
    return _moved(meeting, chair=meeting.offer, offer=None, before=None), [CardChanged()]


def give_back(meeting: Meeting) -> Step:
    if not meeting.can_be_given_back or meeting.coordinator is None:
        raise LeadsAlready
    returned = _moved(meeting, chair=meeting.coordinator, offer=None, before=None)
    return replace(returned, remark=Remark.GIVEN_BACK), [CardChanged()]


def ask_for_proposals(meeting: Meeting) -> Step:
    """Proposals come only if the case owner wants them, paid from the spare time, then from the
    shared learning (design, section 8)."""
    if PhaseName.PROPOSALS in meeting.runs:
        return meeting, []
    wanted = meeting.agenda.on_request.get(PhaseName.PROPOSALS)
    if meeting.phase is not PhaseName.RESPONSE or wanted is None or meeting.hour_over:
        raise ProposalsNotNow
    learning = meeting.runs.get(PhaseName.LEARNING)
    reserve = learning.box - MINUTE if learning else NOTHING
    given = min(wanted, (meeting.spare + reserve) // MINUTE * MINUTE)
    if given < MINUTE:
        raise NoTimeForProposals
    from_spare = min(given, meeting.spare)
    runs: dict[PhaseName, Run] = {}
    for name, run in meeting.runs.items():
        runs[name] = run
        if name is PhaseName.RESPONSE:
            runs[PhaseName.PROPOSALS] = Run(given, given)
        if name is PhaseName.LEARNING:
            runs[name] = replace(run, box=run.box - (given - from_spare))
    return _changed(meeting, runs=runs, spare=meeting.spare - from_spare), [CardChanged()]


def close(meeting: Meeting, now: datetime) -> Step:
    if meeting.phase is not PhaseName.CLOSING:
        raise NotYetClosing
    return _ended(meeting, State.CLOSED, now), [ParkedDue(), Closed(by_itself=False)]


def postpone(meeting: Meeting, now: datetime) -> Step:
    """Something acute: the content goes, the case comes first next time."""
    return _ended(meeting, State.POSTPONED, now), [ParkedDue(), Postponed()]


# --- what the clock does ---------------------------------------------------------------------


def time_passes(meeting: Meeting, now: datetime) -> Step:
    """At most one move: after a long outage no phase is slept through."""
    if not meeting.is_open:
        return meeting, []
    if now >= meeting.started_at + CLOSES_ITSELF_AFTER:
        closed = replace(_ended(meeting, State.CLOSED, now), closed_by_itself=True)
        return closed, [ParkedDue(), Closed(by_itself=True)]
    if meeting.hour_over:
        return meeting, []
    if now >= meeting.hour_ends_at:
        return _hour_over(meeting, now)
    if meeting.moves_on_at is not None and now >= meeting.moves_on_at:
        return next_phase(meeting, now)
    if meeting.ends_at is not None and now >= meeting.ends_at and not meeting.up:
        return _changed(meeting, up=True), [CardChanged()]
    if meeting.warns_at is not None and now >= meeting.warns_at and not meeting.warned:
        return _changed(meeting, warned=True), [CardChanged()]
    return meeting, []


def due_at(meeting: Meeting) -> datetime | None:
    """When time_passes has something to say next; None: never."""
    if not meeting.is_open:
        return None
    moments = [meeting.started_at + CLOSES_ITSELF_AFTER]
    if not meeting.hour_over:
        moments.append(meeting.hour_ends_at)
        if meeting.warns_at is not None and not meeting.warned:
            moments.append(meeting.warns_at)
        if meeting.ends_at is not None and not meeting.up:
            moments.append(meeting.ends_at)
        if meeting.moves_on_at is not None:
            moments.append(meeting.moves_on_at)
    return min(moments)


def been_away(meeting: Meeting, away: timedelta) -> Step:
    """The bot was down while the meeting ran, and says so once, on the card."""
    if not meeting.is_open or away < AWAY_WORTH_A_WORD:
        return meeting, []
    minutes = max(1, round(away / MINUTE))
    return _changed(meeting, remark=Remark.AWAY, remark_number=minutes), [CardChanged()]


# --- how the purses are kept -----------------------------------------------------------------


def _steady(meeting: Meeting, now: datetime) -> datetime:
    """A clock that was put back gives nobody time: the meeting goes on from where it was."""
    return now if meeting.since is None else max(now, meeting.since)


def _enter(meeting: Meeting, phase: PhaseName, now: datetime) -> Step:
    """Into a later phase, from a settled meeting."""
    came_from = meeting.phase
    names = tuple(meeting.runs)
    left = NOTHING if meeting.left is None else meeting.left
    if meeting.ends_at is not None:
        left = meeting.ends_at - now
    entered = _moved(
        meeting,
        state=State.RUNNING,
        phase=phase,
        furthest=max(meeting.furthest, phase, key=names.index),
        runs=_with_run(meeting.runs, came_from, over_at=now),
        since=now,
        ends_at=now + meeting.runs[phase].box,
        left=None,
        warned=False,
        up=False,
        word=0,
        before=Before(Move.PHASE, came_from, left),
    )
    events: list[Event] = [PhaseBegan(phase, came_from, meeting.furthest)]
    if phase is PhaseName.RESPONSE:
        events.append(ParkedDue())
    if phase is PhaseName.CLOSING:
        events.append(NoteAsked())
    return entered, events


def _hour_over(meeting: Meeting, now: datetime) -> Step:
    """The booked hour has passed on the wall: only the closing is left, whatever was paused."""
    events: list[Event] = [CardChanged()]
    if meeting.phase is not PhaseName.CLOSING:
        meeting, events = _enter(_settled(meeting, now), PhaseName.CLOSING, now)
    over = replace(
        _moved(meeting, before=None),
        state=State.RUNNING,
        since=meeting.since or now,
        ends_at=meeting.started_at + CLOSES_ITSELF_AFTER,
        left=None,
        hour_over=True,
        up=True,
    )
    return over, events


def _ended(meeting: Meeting, state: State, now: datetime) -> Meeting:
    settled = _settled(meeting, now, ending=True)
    return _moved(
        settled,
        state=state,
        runs=_with_run(settled.runs, meeting.phase, over_at=now),
        since=None,
        ends_at=None,
        left=None,
        closed_at=now,
        before=None,
        offer=None,
    )


def _settled(meeting: Meeting, now: datetime, *, ending: bool = False) -> Meeting:
    """Books the running time of the present phase up to now, and pays for what ran over.

    Nothing comes after the closing, so what runs over there is nobody's time: it is booked as
    held at the end, and never as granted.
    """
    if meeting.since is None:
        return meeting
    until = now if ending else min(now, meeting.moves_on_at or _deadline(meeting))
    held = meeting.runs[meeting.phase].held + max(NOTHING, until - meeting.since)
    over = NOTHING if meeting.moves_on_at is None else max(NOTHING, until - _deadline(meeting))
    booked = replace(
        meeting,
        runs=_with_run(meeting.runs, meeting.phase, held=held),
        since=now,
        ends_at=max(now, _deadline(meeting)) if over else meeting.ends_at,
    )
    return _paid(booked, over)


def _paid(meeting: Meeting, amount: timedelta) -> Meeting:
    """Takes `amount`, already counted in `granted`, out of the spare time; what it does not hold
    shrinks the later phases, as far as the agenda's own length is exceeded."""
    from_spare = min(amount, meeting.spare)
    paid = replace(meeting, spare=meeting.spare - from_spare)
    missing = min(amount - from_spare, max(NOTHING, paid.granted - meeting.agenda.total))
    runs = dict(paid.runs)
    for name in SHRINKS_FIRST:
        if name in paid.later:
            taken = min(missing, runs[name].box - shortest(name))
            runs[name] = replace(runs[name], box=runs[name].box - taken)
            missing -= taken
    return replace(paid, runs=runs)


def _shrinkable(meeting: Meeting) -> timedelta:
    later = (name for name in SHRINKS_FIRST if name in meeting.later)
    return sum((meeting.runs[name].box - shortest(name) for name in later), NOTHING)


def _back_to(meeting: Meeting, before: Before, now: datetime) -> Meeting:
    settled = _settled(meeting, now)
    left = max(MINUTE, before.left)
    earlier = _moved(
        settled,
        phase=before.phase,
        runs=_with_run(settled.runs, before.phase, over_at=None),
        state=State.RUNNING,
        since=now,
        ends_at=now + left,
        left=None,
        up=False,
        warned=False,
    )
    # The time in the phase that is taken back has passed all the same, and is paid for.
    wasted = settled.spent - meeting.spent + left - max(NOTHING, before.left)
    paid = _paid(earlier, wasted)
    if paid.granted > meeting.agenda.cap:
        raise NoTimeToGoBack
    return _rewarned(paid, now)


def _shortened(meeting: Meeting, given: timedelta, now: datetime) -> Meeting:
    settled = _settled(meeting, now)
    ends_at = max(now + MINUTE, _deadline(settled) - given)
    ends_at = min(ends_at, _deadline(settled))
    spare = settled.spare + _deadline(settled) - ends_at
    shortened = _moved(settled, ends_at=ends_at, spare=spare, warned=False)
    return _rewarned(shortened, now)


def _rewarned(meeting: Meeting, now: datetime) -> Meeting:
    """A phase that is entered with little time left has been warned about."""
    return replace(meeting, warned=meeting.warns_at is not None and now >= meeting.warns_at)


def _deadline(meeting: Meeting) -> datetime:
    assert meeting.ends_at is not None  # noqa: S101
    return meeting.ends_at


def _with_run(
    runs: Mapping[PhaseName, Run], phase: PhaseName, **changes: Any
) -> dict[PhaseName, Run]:
    return {**runs, phase: replace(runs[phase], **changes)}


def _changed(meeting: Meeting, **changes: Any) -> Meeting:
    return replace(meeting, version=meeting.version + 1, **changes)


def _moved(meeting: Meeting, **changes: Any) -> Meeting:
    """A move makes every older button stale, and takes the remark off the card."""
    return replace(
        meeting,
        turn=meeting.turn + 1,
        version=meeting.version + 1,
        **{"remark": None, **changes},
    )
