"""What each message of the sparring shows, built from the present state."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.kinds import show
from bot.outbox import Built, Show
from bot.sending import Message
from bot.sparring import names
from bot.sparring.queue import bringer, parsed
from dialogs.cards import Card
from dialogs.learning import finding_cards, finding_words
from dialogs.learning.point import window_closes
from dialogs.people.team import Team
from dialogs.sparring import cards, plan, words
from dialogs.sparring.agenda import MINUTE, AgendaName, PhaseName
from dialogs.sparring.case import Case, CaseState, Kind, next_case
from dialogs.sparring.meeting import Meeting, State
from dialogs.sparring.plan import Consent, Plan, PlanState, is_evaluated
from storage import between, outbox, people, search, sparring
from storage.store import Session

# --- in the group ----------------------------------------------------------------------------


def the_plan(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    standing = sparring.plan(session, int(entity))
    if standing is None:
        return None
    team = people.team(session, standing.team_id)
    heading = cards.plan_heading(standing, zone)
    summary = words.plan_summary(standing.at, zone)
    if (meeting := sparring.meeting(session, standing.id)) is not None:
        return _only_as_update(session, names.PLAN, entity, cards.started_line(meeting))
    if standing.state is not PlanState.PLANNED:
        coming = sparring.coming(session, team, now, zone)
        line = cards.cancelled_line(standing, coming, zone)
        return _only_as_update(session, names.PLAN, entity, line)
    card = cards.start_card(standing, team, _today(session, standing, team, now, zone), zone, now)
    return Show(message=Message(card=card, summary=summary), heading=heading)


def _today(
    session: Session, standing: Plan, team: Team, now: datetime, zone: ZoneInfo
) -> cards.Today:
    at = standing.at or now
    away = sparring.away_on(session, team.id, at, zone)
    waiting = sparring.cases(session, team.id, [CaseState.WAITING])
    nobody_brings = standing.case is None and next_case(waiting, away) is None
    turn = sparring.whose_turn(session, team, at, zone) if nobody_brings else None
    shares = between.shares(session, team.id)
    return cards.Today(away=away, nobody_brings=nobody_brings, turn=turn, shares=shares)


def phase(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    """A slot: the furthest is the live card, the others are one line each."""
    meeting_id, _, name = entity.partition(":")
    meeting = sparring.meeting(session, int(meeting_id))
    if meeting is None:
        return None
    if PhaseName(name) is not meeting.furthest:
        line = cards.phase_line(meeting, PhaseName(name))
        return _only_as_update(session, names.PHASE, entity, line)
    summary = words.phase_title(meeting, meeting.phase)
    return Show(
        message=Message(card=_live(session, meeting, now, zone), summary=summary),
        heading=cards.phase_heading(meeting, PhaseName(name)),
    )


def _live(session: Session, meeting: Meeting, now: datetime, zone: ZoneInfo) -> Card:
    if meeting.state is State.POSTPONED:
        return cards.postponed_line()
    team = people.team(session, sparring.team_of(session, meeting.id) or 0)
    if meeting.state is State.CLOSED:
        until = sparring.noted(session, meeting.id, "write_until")
        held_on = meeting.started_at.astimezone(zone).date()
        still_open = until is not None and now < until
        coming = sparring.coming(session, team, now, zone)
        return cards.closed_card(
            meeting,
            until,
            coming,
            zone,
            evaluated=is_evaluated(held_on),
            open_=still_open,
            principle=_lacks_principle(session, meeting),
        )
    case_id = sparring.noted(session, meeting.id, "case_id")
    topic = sparring.noted(session, meeting.id, "topic")
    question = sparring.said_of_case(session, case_id, sparring.QUESTION) if case_id else topic
    return cards.phase_card(
        meeting,
        team,
        question,
        guest=_guest(session, meeting),
        until=words.in_time_until(window_closes(now, team.calendar, zone), zone),
        evaluated=is_evaluated(meeting.started_at.astimezone(zone).date()),
        principle=_lacks_principle(session, meeting),
    )


def postpone(session: Session, entity: str, now: datetime) -> Built:
    """It asks once: whatever made it follow was an answer, or the end of the meeting."""
    meeting_id, _, _ = entity.partition("-")
    meeting = sparring.meeting(session, int(meeting_id))
    if meeting is None:
        return None
    if meeting.is_open and outbox.posted(session, names.POSTPONE, entity) is None:
        return show(cards.postpone_question(meeting, entity), words.POSTPONE)
    gone = meeting.state is State.POSTPONED
    line = words.POSTPONED_SHORT if gone else words.NOT_POSTPONED
    return _only_as_update(session, names.POSTPONE, entity, cards.done(line))


def _lacks_principle(session: Session, meeting: Meeting) -> bool:
    """A principle case of which nobody has said yet what is done from now on."""
    said = sparring.noted(session, meeting.id, "principle")
    return said is None and sparring.is_principle_case(session, meeting.id)


def _guest(session: Session, meeting: Meeting) -> str:
    planned = sparring.plan(session, meeting.id)
    if planned is None or not planned.guest or planned.consent is Consent.NO_GUEST:
        return ""
    return words.guest_is_here(planned.guest, planned.consent)


def _only_as_update(session: Session, kind: str, entity: str, card: Card) -> Built:
    """A card that is over is not worth a post of its own."""
    if outbox.posted(session, kind, entity) is None:
        return None
    return show(card, "")


def closed_day(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team_id, _, at = entity.partition(":")
    team = people.team(session, int(team_id))
    coming = sparring.coming(session, team, now, zone)
    text = words.closed_day(datetime.fromisoformat(at), team.calendar, coming, zone)
    return show(cards.closed_day(text), "Ingen sparring")


# --- in private ------------------------------------------------------------------------------


def turn(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team_id, person_id, at = parsed(entity, zone)
    waiting = sparring.cases(session, team_id, [CaseState.WAITING])
    own = next((case for case in waiting if case.owner.id == person_id), None)
    if at <= now:
        line = cards.done(words.turn_is_over(waits=own is not None))
        return _only_as_update(session, names.TURN, entity, line)
    if person_id in sparring.passed(session, team_id, at):
        return show(cards.done(words.PASSED), "Din tur")
    who = bringer(session, people.team(session, team_id), at, now, zone)
    if who is None or who.id != person_id:
        return show(cards.done(words.not_your_turn(at, who, zone)), "Din tur")
    if own is not None:
        return show(cards.your_case(at, zone, own), "Din sag")
    return show(cards.your_turn(at, zone, entity), "Det er din tur")


def learned(session: Session, case_id: str, now: datetime) -> Built:
    """What was learned before that resembles a case, to its bringer alone; nothing, where nothing
    resembles it well enough. The question is only looked up by."""
    question = sparring.said_of_case(session, int(case_id), sparring.QUESTION)
    found = search.similar(session, question) if question else []
    if not found:
        return None
    return show(finding_cards.resembling(found), finding_words.RESEMBLING_SUMMARY)


def own_case(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team_id, reader, at = parsed(entity, zone)
    team = people.team(session, team_id)
    if at <= now or team.coordinator is None:
        return None
    who = bringer(session, team, at, now, zone)
    if who != team.coordinator:
        text = words.leads_after_all(at, team.coordinator, who, reader, zone)
    else:
        text = words.own_case(at, team.coordinator, team.deputy, reader, zone)
    return show(cards.done(text), "Hvem leder")


def guest(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    plan_id, _, _ = entity.partition("-")
    standing = sparring.plan(session, int(plan_id))
    if standing is None:
        return None
    if standing.consent is not None:
        return _only_as_update(
            session, names.GUEST, entity, cards.done(words.consent(standing.consent))
        )
    return show(cards.guest_question(entity), "Kommer der en gæst?") if standing.guest else None


def principle(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    case = _case_of(session, entity)
    if case is None:
        return None
    if case.state is not CaseState.REQUESTED:
        line = cards.done(words.principle_settled(case))
        return _only_as_update(session, names.PRINCIPLE, entity, line)
    answer = sparring.said_of_case(session, case.id, sparring.PRINCIPLE)
    return show(cards.principle_request(entity, case, answer), "En principiel sag")


def principle_answer(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    case = _case_of(session, entity)
    if case is None:
        return None
    leader = people.team(session, case.team_id).leader
    text = sparring.said_of_case(session, case.id, sparring.PRINCIPLE)
    match case.state:
        case CaseState.WAITING if case.kind is Kind.PRINCIPLE:
            return show(cards.principle_accepted(case, leader), "Svar på din principielle sag")
        case CaseState.DECLINED:
            card = cards.principle_declined(entity, leader, text)
            return show(card, "Svar på din principielle sag")
        case CaseState.ASKED_BACK:
            card = cards.principle_asked_back(entity, leader, text)
            return show(card, "Et spørgsmål til din principielle sag")
        case _:
            line = cards.done(words.principle_replied(case))
            return _only_as_update(session, names.PRINCIPLE_ANSWER, entity, line)


def _case_of(session: Session, entity: str) -> Case | None:
    case_id, _, _ = entity.partition("-")
    return sparring.find_case(session, int(case_id))


def again(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    case = _case_of(session, entity)
    if case is None:
        return None
    if case.state is CaseState.WAITING and not case.question:
        return show(cards.taken_again(entity), "Din sag tages op igen")
    withdrawn = case.state is CaseState.WITHDRAWN
    line = cards.done(words.WITHDRAWN if withdrawn else words.PUT_ANEW)
    return _only_as_update(session, names.AGAIN, entity, line)


def parked(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    found = sparring.content(session, int(entity))
    if found is None:
        return None
    return show(cards.parked(found[1]), "Et parkeret forslag til dig")


def parked_done(session: Session, entity: str, now: datetime) -> None:
    sparring.forget_content(session, int(entity))


def parked_undeliverable(session: Session, entity: str, reason: str, now: datetime) -> None:
    sparring.forget_content(session, int(entity))


def note(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    meeting_id, _, reminder = entity.partition("-")
    meeting = sparring.meeting(session, int(meeting_id))
    if meeting is None:
        return None
    answer = sparring.noted(session, meeting.id, "note")
    if reminder and answer == "yes":
        return show(cards.note_reminder(entity), "Husk fagsystemet")
    if answer is not None:
        return _only_as_update(session, names.NOTE, entity, cards.done(words.NOTE_ANSWERS[answer]))
    return show(cards.note_question(meeting.id), "Skal noget noteres?")


def minutes(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    meeting = sparring.meeting(session, int(entity))
    if meeting is None:
        return None
    return show(cards.minutes(meeting), "Sådan gik tiden")


def second(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    meeting = sparring.meeting(session, int(entity))
    case_id = sparring.noted(session, int(entity), "second_case_id") if meeting else None
    case = sparring.find_case(session, case_id) if case_id else None
    if meeting is None:
        return None
    if case is None or case.state is not CaseState.WAITING:
        line = cards.done(words.SECOND_STARTED if case else words.KEPT)
        return _only_as_update(session, names.SECOND, entity, line)
    team = people.team(session, case.team_id)
    left = meeting.started_at + timedelta(minutes=team.booked) - now
    agenda = plan.second_agenda(team, left, case)
    if agenda is None:
        return None
    short = agenda if agenda.name is AgendaName.SHORT else None
    card = cards.second_case(meeting.id, case, left // MINUTE, short)
    return show(card, "En sag mere?")


def reached(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    case_id = sparring.noted(session, int(entity), "case_id")
    case = sparring.find_case(session, case_id) if case_id else None
    if case is None or case.state is not CaseState.HELD:
        return _only_as_update(session, names.REACHED, entity, cards.done(words.AGAIN))
    return show(cards.reached_the_end(int(entity)), "Nåede I rundt?")


def swap(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    found = sparring.swap(session, int(entity))
    if found is None:
        return None
    team_id, asker_id, _, answer = found
    if answer is not None:
        return show(cards.done(words.SWAPPED if answer == "yes" else words.NOT_SWAPPED), "")
    asker = people.named(session, team_id, asker_id)
    return show(cards.swap_request(int(entity), asker), "Byt tur?")


def swap_answer(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    found = sparring.swap(session, int(entity))
    if found is None or found[3] is None:
        return None
    other = people.named(session, found[0], found[2])
    card = cards.swap_answer_to_asker(other, agreed=found[3] == "yes")
    return show(card, "Svar om at bytte tur")
