"""The buttons and commands of a running sparring: load → rule → save → say."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.kinds import moment
from bot.sparring import names
from bot.sparring.announcing import announce
from bot.sparring.names import slot
from dialogs.sparring import forms, words
from dialogs.sparring import meeting as rules
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import PROPOSAL_AT_MOST
from dialogs.sparring.meeting import Meeting, Step
from dialogs.sparring.plan import NoMeeting
from dialogs.text import required
from storage import clock, outbox, sparring
from storage.outbox import Priority, to_chat
from storage.store import Session

Rule = Callable[[Meeting, datetime], Step]


def meeting_here(session: Session, call: Call) -> Meeting:
    """The meeting that a button is of, or that runs in this chat."""
    meeting_id = call.id or sparring.running_in(session, call.place.id)
    meeting = sparring.meeting(session, meeting_id) if meeting_id is not None else None
    if meeting is None:
        raise NoMeeting
    return meeting


def move(session: Session, call: Call, rule: Rule) -> Answer:
    meeting = meeting_here(session, call)
    rules.on_turn(meeting, call.turn_number)
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


def _at_any_turn(session: Session, call: Call, rule: Callable[[Meeting], Step]) -> Answer:
    """For what is meant whatever has moved meanwhile."""
    meeting = meeting_here(session, call)
    return _take(session, call, meeting, rule(meeting))


next_phase = partial(move, rule=rules.next_phase)
extend = partial(move, rule=rules.extend)
pause = partial(move, rule=rules.pause)
resume = partial(move, rule=rules.resume)
undo = partial(move, rule=rules.undo)
close = partial(move, rule=rules.close)


def reflect(session: Session, call: Call) -> Answer:
    return move(session, call, lambda m, _: rules.back_to_reflection(m, m.version))


def pass_word(session: Session, call: Call) -> Answer:
    """On the board alone, where the round is seen. A press that is behind passes no further."""
    meeting = meeting_here(session, call)
    if call.field("version") not in ("", str(meeting.version)):
        raise rules.MovedOn(meeting)
    return move(session, call, lambda m, _: rules.pass_word(m))


def give_back(session: Session, call: Call) -> Answer:
    return move(session, call, lambda m, _: rules.give_back(m))


def take_over(session: Session, call: Call) -> Answer:
    return _at_any_turn(session, call, lambda m: rules.take_over(m, call.who))


def agree(session: Session, call: Call) -> Answer:
    return _at_any_turn(session, call, partial(_agreed, call=call))


def _agreed(meeting: Meeting, call: Call) -> Step:
    """The yes is to who stood on the card, not to whoever has offered since."""
    if meeting.offer is None or str(meeting.offer.id) != call.field("who"):
        raise rules.NobodyOffered
    return rules.agree(meeting, call.who)


def hear_proposals(session: Session, call: Call) -> Answer:
    return _at_any_turn(session, call, rules.ask_for_proposals)


# --- forms -----------------------------------------------------------------------------------


def open_postpone(session: Session, call: Call) -> Answer:
    return Answer(form=forms.postpone_form(call.nonce, meeting_here(session, call)))


def hand_in_postpone(session: Session, call: Call) -> Answer:
    move(session, call, rules.postpone)
    return Answer(text=words.POSTPONED_SHORT)


def ask_postpone(session: Session, call: Call) -> Answer:
    """`udskyd`, typed: it deletes, so it asks once. Through the outbox: what the question becomes
    when it is answered is for all to see, or others would keep a button that deletes."""
    meeting = meeting_here(session, call)
    address = to_chat(sparring.place_of(session, meeting.id))
    entity = f"{meeting.id}-{moment(call.now)}"
    outbox.want(session, names.POSTPONE, entity, address, Priority.LINE, call.now)
    return Answer()


def go_on(session: Session, call: Call) -> Answer:
    """No to `udskyd`."""
    number, _, _ = call.name.partition("-")
    outbox.show_anew(session, names.POSTPONE, f"{number}-", call.now)
    return Answer(shows=(names.POSTPONE, call.name))


def open_park(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    _can_park(meeting)
    return Answer(form=forms.park_form(call.nonce, meeting))


def hand_in_park(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    park(session, meeting, call.field("proposal"), call.now)
    return Answer(text=words.parked(meeting.case_owner))


def _can_park(meeting: Meeting) -> None:
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
