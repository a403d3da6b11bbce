"""After the sparring: what must be noted, whether one got round, three taps."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.sparring import names
from bot.sparring.announcing import answered, plan_note_reminder, prompt
from bot.sparring.running import meeting_here
from dialogs.people.team import Team
from dialogs.sparring import cards, forms, words
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import CaseState
from dialogs.sparring.meeting import Meeting
from dialogs.sparring.plan import (
    EvaluationIsOver,
    NoSuchPlan,
    TapsMissing,
)
from storage import inbox, outbox, people, sparring
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat
from storage.store import Session


def note(session: Session, call: Call) -> Answer:
    """Must something from today stand in the case system? Yes or no, never what."""
    meeting = _asked_about(session, call)
    way = call.field("way")
    said = {**words.NOTE_ANSWERS, "later": words.NOTE_LATER}
    if way not in said:
        raise NoSuchPlan
    if sparring.noted(session, meeting.id, "note") == "done":  # an older card was pressed
        answered(session, names.NOTE, call.name, call.who, call.now)
        return Answer(card=cards.done(words.NOTED))
    sparring.after(session, meeting.id, note="yes" if way == "later" else way)
    answered(session, names.NOTE, call.name, call.who, call.now)
    if way == "done":  # the reminders of other days ask for nothing any more
        outbox.show_anew(session, names.NOTE, f"{meeting.id}-", call.now)
    if way in ("yes", "later"):
        plan_note_reminder(session, meeting.id, _team(session, meeting), call.now, call.zone)
    return Answer(card=cards.done(said[way]))


def _asked_about(session: Session, call: Call) -> Meeting:
    meeting_id, _, _ = call.name.partition("-")
    meeting = sparring.meeting(session, int(meeting_id)) if meeting_id.isdigit() else None
    if meeting is None:
        raise NoSuchPlan
    return meeting


def note_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Each working day until it is done, whether or not yesterday's question was answered."""
    meeting = sparring.meeting(session, int(occurrence.entity))
    if meeting is None or sparring.noted(session, meeting.id, "note") != "yes":
        return
    # Each reminder is a message of its own: an update would notify nobody.
    entity = f"{meeting.id}-{occurrence.key}"
    prompt(session, names.NOTE, entity, meeting.case_owner, now)
    plan_note_reminder(session, meeting.id, _team(session, meeting), now, zone)


def _team(session: Session, meeting: Meeting) -> Team:
    return people.team(session, sparring.team_of(session, meeting.id) or 0)


def window_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """The learning window is over: the closed card loses its buttons."""
    meeting = sparring.meeting(session, int(occurrence.entity))
    if meeting is not None:
        address = to_chat(sparring.place_of(session, meeting.id))
        entity = names.slot(meeting.id, meeting.furthest)
        outbox.want(session, names.PHASE, entity, address, Priority.COLLAPSE, now)
        outbox.show_anew(session, names.CLARITY, f"{meeting.id}-", now)


def reached(session: Session, call: Call) -> Answer:
    """After a meeting that closed itself: was it finished, or does the case come again?"""
    meeting = sparring.meeting(session, call.id) if call.id is not None else None
    if meeting is None:
        raise NoSuchPlan
    if call.field("way") == "no":
        _again(session, meeting, call.now)
        answered(session, names.REACHED, call.name, call.who, call.now)
        return Answer(card=cards.done(words.AGAIN))
    return Answer(card=cards.done(words.FINISHED))


def _again(session: Session, meeting: Meeting, now: datetime) -> None:
    """The question was deleted with the meeting: the owner is asked for it anew, in private."""
    case_id = sparring.noted(session, meeting.id, "case_id")
    case = sparring.find_case(session, case_id) if case_id is not None else None
    if case is not None and case.state is CaseState.HELD:
        sparring.save_case(session, case.id, state=CaseState.WAITING, first=True)
        prompt(session, names.AGAIN, f"{case.id}-{meeting.id}", case.owner, now)


def open_checklist(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    coming = sparring.coming(session, _team(session, meeting), call.now, call.zone)
    return Answer(form=forms.checklist_form(call.nonce, meeting, coming, call.zone))


def hand_in_checklist(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    if call.field("again") == "yes":
        _again(session, meeting, call.now)
        return Answer(text=words.AGAIN)
    return Answer(text=words.FINISHED)


def open_evaluation(session: Session, call: Call) -> Answer:
    meeting = meeting_here(session, call)
    return Answer(form=forms.evaluation_form(call.nonce, meeting.id))


def hand_in_evaluation(session: Session, call: Call) -> Answer:
    """Once for each person; what they answered is kept for the meeting alone."""
    meeting = meeting_here(session, call)
    if meeting.is_open and meeting.phase is not PhaseName.CLOSING:
        raise EvaluationIsOver
    taps = {key: int(call.field(key)) for key in forms.EVALUATION if call.field(key) in forms.TAPS}
    if len(taps) < len(forms.EVALUATION):
        raise TapsMissing
    if not inbox.first_time(session, f"evaluation:{meeting.id}:{call.who.id}", call.now):
        return Answer(text=words.EVALUATED_ALREADY)
    sparring.evaluate(session, meeting.id, taps)
    return Answer(text=words.EVALUATED)
