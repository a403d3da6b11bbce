"""More of it, for one or for the team: asked for by anybody, and answered by whoever leads."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, teams_here
from bot.kinds import Built, only_as_update, show
from bot.supervision.booking import announce, appointed_at
from bot.supervision.names import ANSWERED, REQUEST, first_there
from dialogs.calendar.days import at_work, local_day
from dialogs.calendar.period import Period
from dialogs.people.person import Person
from dialogs.people.team import NoTeamHere, Team
from dialogs.supervision import booking as rules
from dialogs.supervision import cards, words
from dialogs.supervision.booking import (
    NoSuchWanted,
    RequestState,
    Supervision,
    Wanted,
)
from storage import occurrences, outbox, people, rhythm
from storage import supervision as store
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_person
from storage.store import Session


def request_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    wanted = store.wanted(session, int(occurrence.entity))
    team = people.find_team(session, wanted.team_id) if wanted else None
    if wanted is None or team is None or wanted.state is not RequestState.ASKED:
        return
    who = _answering(session, team, now, zone)
    if who is None or at_work(now, team.calendar, zone) != now:
        rhythm.put_off(session, occurrence, team, now, zone)
        return
    outbox.want(session, REQUEST, wanted.id, to_person(who.id), Priority.PROMPT, now)


def _answering(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> Person | None:
    asked = [team.leader, team.coordinator, team.deputy]
    return first_there(session, asked, now, zone)


def open_request(session: Session, call: Call) -> Answer:
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    return Answer(form=cards.request_form(call.nonce, teams))


def hand_in_request(session: Session, call: Call) -> Answer:
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    team = next((each for each in teams if str(each.id) == call.field("team")), teams[0])
    wanted = Wanted(
        team_id=team.id,
        asker=call.who,
        reason=rules.reason_text(call.field("reason")),
        whole=call.field("whom") == cards.WHOLE,
    )
    request_id = store.want(session, wanted, call.now)
    due = at_work(call.now, team.calendar, call.zone)
    occurrences.plan(session, REQUEST, request_id, "once", due)
    return Answer(text=words.REQUESTED)


def _asked(session: Session, call: Call) -> Wanted:
    named = call.named
    wanted = store.wanted(session, named) if named is not None else None
    if wanted is None or wanted.team_id != call.team.id:
        raise NoSuchWanted
    if wanted.state is not RequestState.ASKED:
        raise NoSuchWanted
    return wanted


def open_answer(session: Session, call: Call) -> Answer:
    _asked(session, call)
    form = cards.book_form(call.nonce, "supervision.answer", call.name, words.REQUEST_TITLE)
    return Answer(form=form)


def hand_in_answer(session: Session, call: Call) -> Answer:
    """Yes, and when. For the whole team it is booked like any other."""
    wanted, team = _asked(session, call), call.team
    at = appointed_at(call)
    supervisor = rules.supervisor_name(call.field("supervisor"))
    store.answer(session, wanted.id, RequestState.AGREED, supervisor, at)
    if wanted.whole:
        quarter = Period.quarter(local_day(at, call.zone))
        fresh = Supervision(
            team_id=team.id, quarter=quarter, at=at, supervisor=supervisor, extra=True
        )
        announce(session, call, store.book(session, fresh))
    _answered(session, call, wanted)
    return Answer(text=words.answered_yes(wanted, call.zone))


def open_decline(session: Session, call: Call) -> Answer:
    return Answer(form=cards.decline_form(call.nonce, call.name, _asked(session, call)))


def hand_in_decline(session: Session, call: Call) -> Answer:
    wanted = _asked(session, call)
    reply = rules.no_text(call.field("reply"))
    store.answer(session, wanted.id, RequestState.DECLINED, reply, None)
    _answered(session, call, wanted)
    return Answer(text=words.ANSWERED_NO)


def _answered(session: Session, call: Call, wanted: Wanted) -> None:
    entity = f"{wanted.id}:{call.who.id}"
    address = to_person(wanted.asker.id)
    outbox.want(session, ANSWERED, entity, address, Priority.ANSWER, call.now)
    if outbox.posted(session, REQUEST, str(wanted.id)) is not None:
        outbox.show_anew(session, REQUEST, str(wanted.id), call.now)


def answer_heard(session: Session, entity: str, now: datetime) -> None:
    """A no that was heard is forgotten at once."""
    wanted = store.wanted(session, int(entity.partition(":")[0]))
    if wanted is not None and wanted.state is RequestState.DECLINED:
        store.forget_request(session, wanted.id)


def answer_undelivered(session: Session, entity: str, reason: str, now: datetime) -> None:
    answer_heard(session, entity, now)


# --- what the messages show ------------------------------------------------------------------


def request_message(session: Session, entity: str, now: datetime) -> Built:
    wanted = store.wanted(session, int(entity))
    if wanted is None or wanted.state is not RequestState.ASKED:
        return only_as_update(session, REQUEST, entity, words.OVER)
    return show(cards.requested(wanted), words.REQUEST_TITLE)


def answered_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    request_id, _, by_id = entity.partition(":")
    wanted = store.wanted(session, int(request_id))
    if wanted is None or wanted.state is RequestState.ASKED:
        return None
    named = people.directory(session, wanted.team_id)
    by = named.get(int(by_id))
    if wanted.state is RequestState.DECLINED:
        return show(cards.declined(wanted, by), words.ANSWER_TITLE)
    return show(cards.agreed(wanted, by, zone), words.ANSWER_TITLE)
