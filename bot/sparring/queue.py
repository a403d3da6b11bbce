"""Cases and turns: who brings what, and who brings next."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.sparring import names
from bot.sparring.announcing import tell
from bot.sparring.coming import choose_anew
from dialogs.people import cards as people_cards
from dialogs.people.person import Person
from dialogs.people.team import NotAMember, NoTeamHere, Team
from dialogs.sparring import cards, plan, rota, words
from dialogs.sparring import case as rules
from dialogs.sparring.case import ANSWER_AT_MOST, Case, CaseState, Kind
from dialogs.text import required
from storage import people, sparring
from storage.occurrences import Occurrence
from storage.store import Session

# --- bringing --------------------------------------------------------------------------------


def teams_of(session: Session, call: Call) -> list[Team]:
    """The team of this chat; in a chat of one's own, one's teams."""
    if call.in_group:
        here = call.place.team_id
        return [people.team(session, here)] if here is not None else []
    return people.teams_of(session, call.who.id)


def the_team(session: Session, call: Call) -> Team:
    """The one that was chosen, or the only one. Raises NoTeamHere."""
    teams = teams_of(session, call)
    chosen = call.field("team")
    found = [team for team in teams if str(team.id) == chosen] or teams
    if not found:
        raise NoTeamHere
    return found[0]


def open_bring(session: Session, call: Call) -> Answer:
    teams = teams_of(session, call)
    if not teams:
        raise NoTeamHere
    return Answer(form=cards.bring_form(call.nonce, teams))


def hand_in_bring(session: Session, call: Call) -> Answer:
    kind = Kind(call.field("kind") or Kind.CASE)
    return Answer(
        text=_bring(session, call, the_team(session, call), call.field("question"), kind)
    )


def bring_typed(session: Session, call: Call) -> Answer:
    """`sag <spørgsmål>`: one sentence, and nothing else is needed."""
    question = rules.sparring_question(call.rest)
    teams = teams_of(session, call)
    if len(teams) > 1:
        return Answer(card=people_cards.team_choice("sparring.bring_to", question, teams))
    said = _bring(session, call, the_team(session, call), question, Kind.CASE)
    return Answer(text=f"{said} {words.FORMS_LEAVE_NOTHING}" if call.in_group else said)


def bring_to(session: Session, call: Call) -> Answer:
    """Which of one's teams the typed case is for."""
    team = next((t for t in teams_of(session, call) if t.id == call.id), None)
    if team is None:
        raise NoTeamHere
    return Answer(card=cards.done(_bring(session, call, team, call.field("text"), Kind.CASE)))


def _bring(session: Session, call: Call, team: Team, text: str, kind: Kind) -> str:
    question = rules.sparring_question(text)
    state = rules.first_state(kind, team.leader)
    case_id = sparring.add_case(
        session,
        team_id=team.id,
        owner_id=call.who.id,
        kind=kind,
        state=state,
        question=question,
        now=call.now,
    )
    if state is CaseState.REQUESTED:
        tell(session, names.PRINCIPLE, case_id, team.leader, call.now)
    else:
        choose_anew(session, team, call.now, call.zone)
    waiting = rules.in_order(sparring.cases(session, team.id, [CaseState.WAITING]))
    coming = sparring.coming(session, team, call.now, call.zone)
    return words.brought(kind, len(waiting), coming, call.zone)


def withdraw(session: Session, call: Call) -> Answer:
    case = _case(session, call)
    rules.withdrawn(case, call.who)
    sparring.save_case(session, case.id, state=CaseState.WITHDRAWN)
    sparring.forget_case(session, case.id)
    choose_anew(session, people.team(session, case.team_id), call.now, call.zone)
    return Answer(card=cards.done(words.WITHDRAWN))


def _case(session: Session, call: Call) -> Case:
    case = sparring.find_case(session, call.id) if call.id is not None else None
    if case is None:
        raise rules.CaseTaken
    return case


# --- looking ---------------------------------------------------------------------------------


def queue(session: Session, call: Call) -> Answer:
    teams = teams_of(session, call)
    if not teams:
        raise NoTeamHere
    team = teams[0]
    if not call.in_group:
        own = _own_cases(session, call, teams)
        if own:
            return Answer(card=cards.own_queue(own))
    waiting = rules.in_order(sparring.cases(session, team.id, [CaseState.WAITING]))
    asked = sparring.cases(session, team.id, [CaseState.REQUESTED, CaseState.ASKED_BACK])
    coming = sparring.coming(session, team, call.now, call.zone)
    members = people.members(session, team.id)
    return Answer(card=cards.queue(waiting, len(asked), members, coming, call.zone))


def _own_cases(session: Session, call: Call, teams: list[Team]) -> list[Case]:
    live = [CaseState.WAITING, CaseState.REQUESTED, CaseState.ASKED_BACK]
    return [
        case
        for team in teams
        for case in sparring.cases(session, team.id, live)
        if case.owner == call.who
    ]


def how(session: Session, call: Call) -> Answer:
    return Answer(card=cards.how_it_goes())


# --- principle cases -------------------------------------------------------------------------


def _request(session: Session, call: Call) -> tuple[Case, Team]:
    case = _case(session, call)
    team = people.team(session, case.team_id)
    rules.answered(case, call.who, team.leader)
    return case, team


def accept(session: Session, call: Call) -> Answer:
    case, team = _request(session, call)
    sparring.save_case(session, case.id, state=CaseState.WAITING)
    tell(session, names.PRINCIPLE_ANSWER, case.id, case.owner, call.now)
    choose_anew(session, team, call.now, call.zone)
    return Answer(card=cards.done(words.ACCEPTED))


def open_decline(session: Session, call: Call) -> Answer:
    case, _ = _request(session, call)
    return Answer(form=cards.reason_form(call.nonce, "sparring.decline", case))


def hand_in_decline(session: Session, call: Call) -> Answer:
    return _reply(session, call, CaseState.DECLINED, words.DECLINED)


def open_ask_back(session: Session, call: Call) -> Answer:
    case, _ = _request(session, call)
    return Answer(form=cards.reason_form(call.nonce, "sparring.ask_back", case))


def hand_in_ask_back(session: Session, call: Call) -> Answer:
    return _reply(session, call, CaseState.ASKED_BACK, words.ASKED)


def _reply(session: Session, call: Call, state: CaseState, thanks: str) -> Answer:
    case, _ = _request(session, call)
    text = required(call.field("text"), most=ANSWER_AT_MOST)
    sparring.save_case(session, case.id, state=state)
    sparring.say_of_case(session, case.id, sparring.PRINCIPLE, text)
    tell(session, names.PRINCIPLE_ANSWER, case.id, case.owner, call.now)
    return Answer(text=thanks)


def open_answer(session: Session, call: Call) -> Answer:
    case = _asked_back(session, call)
    return Answer(form=cards.reason_form(call.nonce, "sparring.answer", case))


def hand_in_answer(session: Session, call: Call) -> Answer:
    """The case owner's answer goes back to the team leader, who decides."""
    case = _asked_back(session, call)
    text = required(call.field("text"), most=ANSWER_AT_MOST)
    sparring.save_case(session, case.id, state=CaseState.REQUESTED)
    sparring.say_of_case(session, case.id, sparring.PRINCIPLE, text)
    leader = people.team(session, case.team_id).leader
    tell(session, names.PRINCIPLE, case.id, leader, call.now)
    return Answer(text=words.ANSWERED)


def _asked_back(session: Session, call: Call) -> Case:
    case = _case(session, call)
    if case.owner != call.who:
        raise rules.NotYourCase
    if case.state is not CaseState.ASKED_BACK:
        raise rules.AnsweredAlready
    return case


def as_case(session: Session, call: Call) -> Answer:
    """Declined as a principle case, it can be an ordinary one."""
    case = _case(session, call)
    if case.owner != call.who:
        raise rules.NotYourCase
    if case.state is not CaseState.DECLINED:
        raise rules.AnsweredAlready
    sparring.save_case(session, case.id, state=CaseState.WAITING, kind=Kind.CASE)
    choose_anew(session, people.team(session, case.team_id), call.now, call.zone)
    return Answer(card=cards.done(words.AS_CASE))


# --- turns -----------------------------------------------------------------------------------


def entity(team_id: int, person_id: int, at: datetime) -> str:
    return f"{team_id}-{person_id}-{int(at.timestamp())}"


def parsed(name: str, zone: ZoneInfo) -> tuple[int, int, datetime]:
    """Team, person and time of a turn. Raises NoSuchPlan."""
    parts = name.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        raise plan.NoSuchPlan
    team_id, person_id, at = map(int, parts)
    return team_id, person_id, datetime.fromtimestamp(at, zone)


def turn_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Three working days before: whose turn it is hears so, in private."""
    team = people.team(session, int(occurrence.entity))
    at = plan.next_session(team, now, zone)
    if at is not None:
        remind(session, team, at, now, zone)


def remind(session: Session, team: Team, at: datetime, now: datetime, zone: ZoneInfo) -> None:
    who = sparring.whose_turn(session, team, at, zone)
    if who is None:
        return
    tell(session, names.TURN, entity(team.id, who.id, at), who, now)
    if who == team.coordinator:
        for leads in (team.coordinator, team.deputy):
            if leads is not None:
                tell(session, names.OWN_CASE, entity(team.id, leads.id, at), leads, now)


def pass_turn(session: Session, call: Call) -> Answer:
    """ "Ikke denne gang": the turn is kept, and the next in the rota is asked."""
    team, at = _own_turn(session, call)
    sparring.add_pass(session, team.id, call.who.id, at)
    remind(session, team, at, call.now, call.zone)
    return Answer(shows=(names.TURN, call.name))


def open_swap(session: Session, call: Call) -> Answer:
    team, _ = _own_turn(session, call)
    return Answer(form=cards.swap_form(call.nonce, call.name, _others(session, call, team)))


def hand_in_swap(session: Session, call: Call) -> Answer:
    team, _ = _own_turn(session, call)
    others = _others(session, call, team)
    other = next((who for who in others if str(who.id) == call.field("with")), None)
    if other is None:
        raise NotAMember
    swap_id = sparring.add_swap(session, team.id, call.who.id, other.id)
    tell(session, names.SWAP, swap_id, other, call.now)
    return Answer(text=words.SWAP_ASKED)


def _others(session: Session, call: Call, team: Team) -> list[Person]:
    return [who for who in people.members(session, team.id) if who != call.who]


def _own_turn(session: Session, call: Call) -> tuple[Team, datetime]:
    team_id, person_id, at = parsed(call.name, call.zone)
    if person_id != call.who.id:
        raise plan.NotYourTurn
    if at <= call.now:
        raise plan.PassIsOver
    return people.team(session, team_id), at


def answer_swap(session: Session, call: Call) -> Answer:
    swap = sparring.swap(session, call.id) if call.id is not None else None
    if swap is None or swap[2] != call.who.id:
        raise plan.NotYourTurn
    team_id, asker_id, other_id, answer = swap
    if answer is None:
        agreed = call.field("way") == "yes"
        sparring.answer_swap(session, call.id or 0, "yes" if agreed else "no")
        if agreed:
            order = people.order(session, team_id)
            people.save_order(session, team_id, rota.swapped(order, asker_id, other_id))
            _remind_now(session, call, team_id)
        asker = people.named(session, team_id, asker_id)
        tell(session, names.SWAP_ANSWER, call.id or 0, asker, call.now)
    return Answer(shows=(names.SWAP, call.name))


def _remind_now(session: Session, call: Call, team_id: int) -> None:
    team = people.team(session, team_id)
    at = plan.next_session(team, call.now, call.zone)
    if at is not None and at - call.now < timedelta(days=7):
        remind(session, team, at, call.now, call.zone)
