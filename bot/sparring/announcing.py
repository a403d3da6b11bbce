"""Events of the running meeting become rows of the outbox, and what follows when it is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.sparring import names
from bot.sparring.names import slot
from dialogs.calendar.days import DAY, local_day, morning_of
from dialogs.learning import principle
from dialogs.learning import trying as rules_of_trying
from dialogs.learning.point import window_closes
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.sparring import meeting as rules
from dialogs.sparring import rota
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import CaseState, next_case
from dialogs.sparring.clarity import When
from dialogs.sparring.meeting import Event, Meeting
from dialogs.sparring.plan import second_agenda
from storage import between, occurrences, outbox, people, practice, sparring, trends, trying
from storage.outbox import Priority, to_chat, to_person
from storage.store import Session

PROPOSALS_KEPT = timedelta(minutes=15)  # after closing, for those on their way to the case owner


def announce(
    session: Session, meeting: Meeting, events: Sequence[Event], now: datetime, zone: ZoneInfo
) -> None:
    place = to_chat(sparring.place_of(session, meeting.id))
    card = partial(_card, session, meeting, place, now)
    for event in events:
        match event:
            case rules.PhaseBegan(came_from=came_from, was_live=was_live):
                # After an undo the live card is a later slot than the phase that it shows.
                card(meeting.furthest, Priority.CARD)
                for old in {came_from, was_live} - {None, meeting.furthest}:
                    card(str(old), Priority.COLLAPSE)
                _ask_clarity(session, meeting, now)
            case rules.CardChanged():
                card(meeting.furthest, Priority.CARD)
            case rules.ParkedDue():
                sparring.deliver_parked(session, meeting, now)
            case rules.NoteAsked():
                ask_note(session, meeting, now)
            case rules.Closed(by_itself=by_itself):
                card(meeting.furthest, Priority.CARD)
                _closed(session, meeting, now, zone, by_itself=by_itself)
            case rules.Postponed():
                card(meeting.furthest, Priority.CARD)
                _postponed(session, meeting, now)
            case _ as never:
                assert_never(never)


def tell(session: Session, kind: str, entity: str | int, to: Person | None, now: datetime) -> None:
    """To somebody, if there is somebody: it belongs to the meeting, or answers what they did."""
    if to is not None:
        outbox.want(session, kind, entity, to_person(to.id), Priority.ANSWER, now)


def prompt(
    session: Session,
    kind: str,
    entity: str | int,
    to: Person | None,
    now: datetime,
    *,
    useful_until: datetime | None = None,
) -> None:
    """What they did not ask for: it waits until they are at work and free."""
    if to is not None:
        address = to_person(to.id)
        outbox.want(
            session, kind, entity, address, Priority.PROMPT, now, useful_until=useful_until
        )


def answered(session: Session, kind: str, entity: str, who: Person, now: datetime) -> None:
    """The private message whose button was pressed shows the answer from now on: what an invoke
    answers stands only until the chat is loaded anew."""
    if outbox.was_wanted(session, kind, entity):
        prompt(session, kind, entity, who, now)


def ask_note(session: Session, meeting: Meeting, now: datetime) -> None:
    if not outbox.was_wanted(session, names.NOTE, meeting.id):
        tell(session, names.NOTE, meeting.id, meeting.case_owner, now)


def _ask_clarity(session: Session, meeting: Meeting, now: datetime) -> None:
    """How clear the next step is: when it begins, and who answered then once more when it closes.
    In between the first question loses its buttons."""
    before, after = (names.clarity(meeting.id, when) for when in When)
    match meeting.phase:
        case first if first is meeting.agenda.phases[0].name:
            asked, again = before, False
        case PhaseName.REFLECTION:
            asked, again = before, True
        case PhaseName.CLOSING if trends.clarity(session, meeting.id)[When.BEFORE] is not None:
            asked, again = after, False
        case _:
            return
    if outbox.was_wanted(session, names.CLARITY, asked) is again:
        tell(session, names.CLARITY, asked, meeting.case_owner, now)


def plan_note_reminder(
    session: Session, meeting_id: int, team: Team, now: datetime, zone: ZoneInfo
) -> None:
    """The next working day at nine, until it is done."""
    due = morning_of(local_day(now, zone) + DAY, team.calendar, zone)
    key = local_day(due, zone).isoformat()
    occurrences.plan(session, names.NOTE_DUE, meeting_id, key, due)


def _card(
    session: Session, meeting: Meeting, place: str, now: datetime, phase: str, priority: int
) -> None:
    outbox.want(session, names.PHASE, slot(meeting.id, phase), place, priority, now)


def _closed(
    session: Session, meeting: Meeting, now: datetime, zone: ZoneInfo, *, by_itself: bool
) -> None:
    team = people.team(session, _team_id(session, meeting))
    until = window_closes(now, team.calendar, zone)
    sparring.after(session, meeting.id, write_until=until)
    for series in (names.SUMMARY_DUE, names.WINDOW_DUE):
        occurrences.plan(session, series, meeting.id, "once", until)
    ask_note(session, meeting, now)
    _had_turn(session, meeting, team)
    _forget(session, meeting, CaseState.HELD, now)
    if (coordinator := meeting.coordinator or meeting.chair) is not None:
        tell(session, names.MINUTES, meeting.id, coordinator, now)
        between.ask_what_was_shared(session, team.id, meeting.id, coordinator, now)
    _plan_learning(session, meeting, team, now, zone)
    if by_itself and meeting.case_owner is not None:
        tell(session, names.REACHED, meeting.id, meeting.chair, now)
    if not by_itself:
        _offer_second(session, meeting, team, now, zone)


def _plan_learning(
    session: Session, meeting: Meeting, team: Team, now: datetime, zone: ZoneInfo
) -> None:
    """What comes of it: what a principle case ended in, and whether a point was of use."""
    today = local_day(now, zone)
    if sparring.is_principle_case(session, meeting.id):
        if sparring.noted(session, meeting.id, "principle") is None:
            tell(session, practice.WANTED, f"{meeting.id}-1", meeting.chair, now)
        again = morning_of(today + principle.ASKED_AGAIN_AFTER, team.calendar, zone)
        occurrences.plan(session, practice.WANTED, meeting.id, "once", again)
    if meeting.case_owner is not None:
        due = morning_of(today + rules_of_trying.ASKED_AFTER, team.calendar, zone)
        occurrences.plan(session, trying.ASK, meeting.id, "once", due)


def _postponed(session: Session, meeting: Meeting, now: datetime) -> None:
    _forget(session, meeting, CaseState.WAITING, now)


def _forget(session: Session, meeting: Meeting, state: CaseState, now: datetime) -> None:
    """Case content does not outlive its meeting; the question of a postponed case waits on."""
    outbox.show_anew(session, names.POSTPONE, f"{meeting.id}-", now)
    case_id = sparring.noted(session, meeting.id, "case_id")
    sparring.forget_meeting(session, meeting.id, proposals_until=now + PROPOSALS_KEPT)
    if case_id is None:
        return
    sparring.save_case(session, case_id, state=state, first=state is CaseState.WAITING)
    if state is CaseState.HELD:
        sparring.forget_case(session, case_id)
        team_id = _team_id(session, meeting)
        owners_cards_follow(session, case_id, team_id, meeting.case_owner, now)


def owners_cards_follow(
    session: Session, case_id: int, team_id: int, owner: Person | None, now: datetime
) -> None:
    """The question also stands in the case owner's own chat."""
    if owner is not None:
        outbox.show_anew(session, names.TURN, f"{team_id}-{owner.id}-", now)
    outbox.show_anew(session, names.PRINCIPLE_ANSWER, f"{case_id}-", now)


def _had_turn(session: Session, meeting: Meeting, team: Team) -> None:
    if meeting.case_owner is not None:
        order = people.order(session, team.id)
        people.save_order(session, team.id, rota.had_turn(order, meeting.case_owner.id))
    topic = sparring.noted(session, meeting.id, "topic")
    if topic:
        rest = [other for other in people.topics(session, team.id) if other != topic]
        people.save_topics(session, team.id, [*rest, topic])


def _offer_second(
    session: Session, meeting: Meeting, team: Team, now: datetime, zone: ZoneInfo
) -> None:
    """If another case waits and the booking has room, who led is asked, alone."""
    away = sparring.away_on(session, team.id, now, zone)
    waiting = sparring.cases(session, team.id, [CaseState.WAITING])
    case = next_case(waiting, away)
    left = meeting.started_at + timedelta(minutes=team.booked) - now
    if case is None or second_agenda(team, left, case) is None:
        return
    sparring.after(session, meeting.id, second_case_id=case.id)
    leads = (meeting.chair, team.coordinator, team.deputy)
    leader = next((who for who in leads if who is not None and who != case.owner), None)
    tell(session, names.SECOND, meeting.id, leader, now)


def _team_id(session: Session, meeting: Meeting) -> int:
    team_id = sparring.team_of(session, meeting.id)
    assert team_id is not None  # noqa: S101
    return team_id
