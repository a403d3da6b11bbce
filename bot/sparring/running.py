"""The buttons and commands of a running sparring: load → rule → save → say."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.sparring import names
from bot.sparring.announcing import announce
from bot.sparring.names import slot
from dialogs.sparring import cards, forms, words
from dialogs.sparring import meeting as rules
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import PROPOSAL_AT_MOST
from dialogs.sparring.meeting import Meeting, Step
from dialogs.sparring.plan import NoMeeting, NotInTheTeam
from dialogs.text import required
from storage import clock, people, sparring
from storage.store import Session

Rule = Callable[[Meeting, datetime], Step]


def meeting_here(session: Session, call: Call) -> Meeting:
    """The meeting that a button is of, or that runs in this chat; its members only."""
    meeting_id = call.id or sparring.running_in(session, call.place.id)
    meeting = sparring.meeting(session, meeting_id) if meeting_id is not None else None
    if meeting is None or not _may_see(session, call, meeting):
        raise NoMeeting
    return meeting


def _may_see(session: Session, call: Call, meeting: Meeting) -> bool:
    """The same answer for "not found" and "not yours": pressed where the meeting is, or by one of
    the team in their own chat."""
    if call.in_group:
        return sparring.place_of(session, meeting.id) == call.place.id
    team_id = sparring.team_of(session, meeting.id)
    return team_id is not None and (
        people.is_member(session, team_id, call.who.id)
        or call.who in (meeting.chair, meeting.case_owner)
    )


def move(session: Session, call: Call, rule: Rule, *, chair_only: bool = False) -> Answer:
    meeting = meeting_here(session, call)
    rules.ask(meeting, call.who, turn=call.turn_number, chair_only=chair_only)
    return _take(session, call, meeting, rule(meeting, call.now))


def _take(session: Session, call: Call, was: Meeting, step: Step) -> Answer:
    """Saves, announces, and answers with what the pressed message shows now."""
    meeting, events = step
    if meeting != was:
        sparring.save(session, was, meeting)
        announce(session, meeting, events, call.now, call.zone)
    if not call.pressed:
        return Answer()
    return Answer(shows=(names.PHASE, slot(was.id, was.furthest)))


def _member_moves(session: Session, call: Call, rule: Callable[[Meeting], Step]) -> Answer:
    """For what anybody in the team may do, whoever leads."""
    meeting = meeting_here(session, call)
    team_id = sparring.team_of(session, meeting.id)
    if team_id is None or not people.is_member(session, team_id, call.who.id):
        raise NotInTheTeam
    return _take(session, call, meeting, rule(meeting))


next_phase = partial(move, rule=rules.next_phase)
extend = partial(move, rule=rules.extend)
pause = partial(move, rule=rules.pause)
resume = partial(move, rule=rules.resume)
undo = partial(move, rule=rules.undo)
close = partial(move, rule=rules.close, chair_only=True)


def reflect(session: Session, call: Call) -> Answer:
    return move(session, call, lambda m, _: rules.back_to_reflection(m, m.version))


def give_back(session: Session, call: Call) -> Answer:
    return move(session, call, lambda m, _: rules.give_back(m), chair_only=True)


def take_over(session: Session, call: Call) -> Answer:
    return _member_moves(session, call, lambda m: rules.take_over(m, call.who))


def agree(session: Session, call: Call) -> Answer:
    return _member_moves(session, call, partial(_agreed, call=call))


def _agreed(meeting: Meeting, call: Call) -> Step:
    """The yes is to who stood on the card, not to whoever has offered since."""
    if meeting.offer is None or str(meeting.offer.id) != call.field("who"):
        raise rules.NobodyOffered
    return rules.agree(meeting, call.who)


def hear_proposals(session: Session, call: Call) -> Answer:
    return _member_moves(session, call, lambda m: rules.ask_for_proposals(m, call.who))


# --- forms -----------------------------------------------------------------------------------


def open_postpone(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    rules.ask(meeting, call.who, turn=None, chair_only=True)
    return Answer(form=forms.postpone_form(call.nonce, meeting))


def hand_in_postpone(session: Session, call: Call) -> Answer:
    move(session, call, rules.postpone, chair_only=True)
    return Answer(text=words.POSTPONED_SHORT)


def ask_postpone(session: Session, call: Call) -> Answer:
    """`udskyd`, typed: it deletes, so it asks once."""
    meeting = meeting_here(session, call)
    rules.ask(meeting, call.who, turn=None, chair_only=True)
    return Answer(card=cards.postpone_question(meeting))


def open_park(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    _can_park(meeting)
    return Answer(form=forms.park_form(call.nonce, meeting))


def hand_in_park(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    park(session, meeting, call.field("proposal"), call.now)
    return Answer(text=words.PARKED)


def _can_park(meeting: Meeting) -> None:
    if not meeting.is_open:
        raise rules.MeetingIsOver
    if meeting.case_owner is None:
        raise rules.NobodyToParkFor


def park(session: Session, meeting: Meeting, text: str, now: datetime) -> None:
    _can_park(meeting)
    proposal = required(text, most=PROPOSAL_AT_MOST)
    sparring.say_of_meeting(session, meeting.id, sparring.PROPOSAL, proposal)
    names_ = list(meeting.runs)
    if names_.index(meeting.phase) > names_.index(PhaseName.REFLECTION):
        sparring.deliver_parked(session, meeting, now)


# --- the clock -------------------------------------------------------------------------------


def time_passes(session: Session, meeting_id: int, now: datetime, zone: ZoneInfo) -> None:
    meeting = sparring.meeting(session, meeting_id)
    if meeting is None:
        return
    new, events = rules.time_passes(meeting, now)
    if new != meeting:
        sparring.save(session, meeting, new)
        announce(session, new, events, now, zone)


def been_away(session: Session, since: datetime | None, now: datetime, zone: ZoneInfo) -> None:
    """At start: the meetings that ran while the bot was down say so, once. `since` is the last
    heartbeat; a meeting that began after it has its own beginning as a sign of life."""
    for meeting_id in sparring.running(session):
        meeting = sparring.meeting(session, meeting_id)
        if meeting is None:
            continue
        alive = max(since, meeting.started_at) if since else meeting.started_at
        new, events = rules.been_away(meeting, now - alive)
        if new != meeting:
            sparring.save(session, meeting, new)
            announce(session, new, events, now, zone)
            clock.beat(session, now)  # in one with the word: it is said, and not said again
