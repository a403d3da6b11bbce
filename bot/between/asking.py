"""Sparring or feedback from one colleague: asked and answered in private, and of it only "held"
is kept."""

from datetime import datetime

from bot.between.telling import ASK_BECAME, NO_ANSWER, answered, message, reply, tell
from bot.call import Answer, Call, teams_here
from bot.outbox import Built, Show
from dialogs.between import asking as rules
from dialogs.between import cards, words
from dialogs.between.asking import Kind, NoSuchRequest, NotAColleague, Request, State
from dialogs.calendar.days import DAY, instant, local_day, morning_of
from dialogs.cards import Card
from dialogs.people.person import Person
from dialogs.people.team import NoTeamHere, Team
from storage import between, calendar, occurrences, outbox, people
from storage.between import ANSWERED, ASKED, BECAME
from storage.occurrences import Occurrence
from storage.store import Session


def show(session: Session, call: Call) -> Answer:
    """`sparring` or `feedback`, typed."""
    teams = teams_here(session, call)
    counted = between.held(session, teams[0].id, call.today) if len(teams) == 1 else 0
    return Answer(card=cards.ask_card(counted), anew=True)


def open_ask(session: Session, call: Call) -> Answer:
    """`id` names somebody that was found in the directory."""
    colleagues = _colleagues(session, call)
    chosen = next((who for who in colleagues if who.id == call.id), None)
    if not colleagues:
        return Answer(text=words.NOBODY_TO_ASK)
    return Answer(form=cards.ask_form(call.nonce, colleagues, chosen))


def _colleagues(session: Session, call: Call) -> list[Person]:
    """Everybody in one's teams, and whoever stands in the directory."""
    teams = _own_teams(session, call)
    members = [who for team in teams for who in people.members(session, team.id)]
    listed = [each.person for each in between.entries(session) if each.person is not None]
    return [who for who in dict.fromkeys([*members, *listed]) if who != call.who]


def _own_teams(session: Session, call: Call) -> list[Team]:
    return people.teams_of(session, call.who.id) or teams_here(session, call)


def hand_in_ask(session: Session, call: Call) -> Answer:
    colleagues = _colleagues(session, call)
    asked = next((who for who in colleagues if str(who.id) == call.field("who")), None)
    if asked is None:
        raise NotAColleague
    kind = Kind(call.field("kind")) if call.field("kind") in set(Kind) else Kind.SPARRING
    request = Request(
        team_id=_counted_in(session, call, asked).id,
        kind=kind,
        asker=call.who,
        asked=asked,
        reason=rules.reason_of(call.field("reason")),
    )
    request_id = between.add_request(session, request, call.now)
    tell(session, ASKED, request_id, asked, call.now)
    _plan_no_answer(session, request_id, call)
    return Answer(text=words.request_sent(request))


def _plan_no_answer(session: Session, request_id: int, call: Call) -> None:
    """Whoever is asked may be away for long, and the question is not kept for long."""
    department = calendar.of_department(session)
    day = rules.given_up_on(call.today, department)
    due = instant(day, department.morning, call.zone)
    occurrences.plan(session, NO_ANSWER, request_id, "once", due)


def no_answer_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    request = between.request(session, int(occurrence.entity))
    if request is not None and request.state is State.ASKED:
        between.answer_request(session, request.id, State.GIVEN_UP)
        reply(session, ANSWERED, request.id, request.asker, now)
        answered(session, ASKED, request.id, request.asked, now)


def _counted_in(session: Session, call: Call, asked: Person) -> Team:
    """The team that the two share, or else the asker's own."""
    teams = _own_teams(session, call)
    if not teams:
        raise NoTeamHere
    shared = [team for team in teams if people.is_member(session, team.id, asked.id)]
    return (shared or teams)[0]


def answer(session: Session, call: Call) -> Answer:
    """Ja, or Ikke lige nu: without a reason, and the asker hears no more than that."""
    request = _open(session, call, State.ASKED)
    if request.asked != call.who:
        raise NoSuchRequest
    state = State.AGREED if call.field("way") == "yes" else State.DECLINED
    between.answer_request(session, request.id, state)
    occurrences.call_off(session, NO_ANSWER, request.id, call.now)
    if state is State.AGREED:
        asked = local_day(call.now + rules.BECAME_ASKED_AFTER, call.zone)
        due = morning_of(asked + DAY, calendar.of_department(session), call.zone)
        occurrences.plan(session, ASK_BECAME, request.id, "once", due)
    reply(session, ANSWERED, request.id, request.asker, call.now)
    answered(session, ASKED, request.id, call.who, call.now)
    return Answer(card=_as_answered(request, state))


def _as_answered(request: Request, state: State) -> Card:
    if state is State.AGREED:
        return cards.guide(request, asker=False)
    return cards.done(words.SAID_NOT_NOW)


def became_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    request = between.request(session, int(occurrence.entity))
    if request is not None and request.state is State.AGREED:
        tell(session, BECAME, request.id, request.asker, now)


def became(session: Session, call: Call) -> Answer:
    """The one question afterwards: then nobody knows any more who asked whom."""
    request = _open(session, call, State.AGREED)
    if request.asker != call.who:
        raise NoSuchRequest
    way = "yes" if call.field("way") == "yes" else "no"
    if way == "yes":
        between.count_held(session, request.team_id, request.kind, call.today)
    between.forget_request(session, request.id)
    for kind, who in ((BECAME, request.asker), (ASKED, request.asked), (ANSWERED, request.asker)):
        answered(session, kind, request.id, who, call.now)
    return Answer(card=cards.done(words.BECAME[way]))


def _open(session: Session, call: Call, state: State) -> Request:
    request = between.request(session, call.id) if call.id is not None else None
    if request is None or request.state is not state:
        raise NoSuchRequest
    return request


# --- what the messages show ------------------------------------------------------------------


def asked(session: Session, request_id: str, now: datetime) -> Built:
    request = between.request(session, int(request_id))
    if request is None or request.state is State.GIVEN_UP:
        return _over(session, ASKED, request_id)
    if request.state is State.ASKED:
        card = cards.asked(request)
    else:
        card = _as_answered(request, request.state)
    return Show(message=message(card, words.ASKED_SUMMARY))


def was_answered(session: Session, request_id: str, now: datetime) -> Built:
    request = between.request(session, int(request_id))
    if request is None or request.state is State.ASKED:
        return _over(session, ANSWERED, request_id)
    card = _of_the_answer(request)
    return Show(message=message(card, "Svar fra en kollega"))


def _of_the_answer(request: Request) -> Card:
    match request.state:
        case State.AGREED:
            return cards.guide(request, asker=True)
        case State.GIVEN_UP:
            return cards.no_answer(request)
        case _:
            return cards.declined(request)


def answer_told(session: Session, request_id: str, now: datetime) -> None:
    """A no that was heard is forgotten at once, and so is that no answer came."""
    request = between.request(session, int(request_id))
    if request is not None and request.state in (State.DECLINED, State.GIVEN_UP):
        between.forget_request(session, request.id)


def answer_undelivered(session: Session, request_id: str, reason: str, now: datetime) -> None:
    answer_told(session, request_id, now)


def ask_became(session: Session, request_id: str, now: datetime) -> Built:
    request = between.request(session, int(request_id))
    if request is None:
        return _over(session, BECAME, request_id)
    return Show(message=message(cards.became(request), words.BECAME_ASK))


def _over(session: Session, kind: str, request_id: str) -> Built:
    """A message that stands says that it is over; one that does not is not said any more."""
    if outbox.posted(session, kind, request_id) is None:
        return None
    return Show(message=message(cards.done(words.IS_OVER), words.IS_OVER))
