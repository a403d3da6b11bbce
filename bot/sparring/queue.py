"""Cases and turns: who brings what, and who brings next."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, teams_here
from bot.kinds import moment
from bot.sparring import names
from bot.sparring.announcing import answered, owners_cards_follow, prompt, tell
from bot.sparring.coming import choose_anew, choose_without_absent, show_anew
from dialogs.calendar.days import local_day, morning_of, working_days_before
from dialogs.people import cards as people_cards
from dialogs.people.person import Person
from dialogs.people.team import NotAMember, NoTeamHere, Team
from dialogs.sparring import cards, forms, plan, rota, words
from dialogs.sparring import case as rules
from dialogs.sparring.case import ANSWER_AT_MOST, Case, CaseState, Kind
from dialogs.text import required
from storage import between, outbox, people, sparring
from storage.occurrences import Occurrence
from storage.store import Session

REQUEST_KEPT = timedelta(days=30)  # of a principle case that is not accepted

# --- bringing --------------------------------------------------------------------------------


def the_team(session: Session, call: Call) -> Team:
    """The one that was chosen, or the only one. Raises NoTeamHere."""
    teams = teams_here(session, call)
    chosen = call.field("team")
    found = [team for team in teams if str(team.id) == chosen] or teams
    if not found:
        raise NoTeamHere
    return found[0]


def open_bring(session: Session, call: Call) -> Answer:
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    reminded_by, _, _ = call.name.partition("-")  # the team whose reminder it was opened from
    teams.sort(key=lambda team: str(team.id) != reminded_by)
    return Answer(form=forms.bring_form(call.nonce, teams, reminder=call.name))


def hand_in_bring(session: Session, call: Call) -> Answer:
    kind = Kind(call.field("kind")) if call.field("kind") in set(Kind) else Kind.CASE
    return Answer(
        text=_bring(session, call, the_team(session, call), call.field("question"), kind)
    )


def bring_typed(session: Session, call: Call) -> Answer:
    """`sag <spørgsmål>`: one sentence, and nothing else is needed."""
    if not call.rest:
        return Answer(card=cards.ask_question())
    question = rules.sparring_question(call.rest)
    teams = teams_here(session, call)
    if len(teams) > 1:
        card = people_cards.team_choice(call.nonce, "sparring.bring_to", question, teams)
        return Answer(card=card)
    said = _bring(session, call, the_team(session, call), question, Kind.CASE)
    return Answer(text=f"{said} {words.FORMS_LEAVE_NOTHING}" if call.in_group else said)


def bring_to(session: Session, call: Call) -> Answer:
    """Which of one's teams the typed case is for."""
    team = next((t for t in teams_here(session, call) if t.id == call.id), None)
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
        sparring.expire_case(session, case_id, call.now + REQUEST_KEPT)
        prompt(session, names.PRINCIPLE, occasion(case_id, call), team.leader, call.now)
    else:
        choose_anew(session, team, call.now, call.zone)
    tell(session, names.LEARNED, case_id, call.who, call.now)
    _turn_follows(session, team, call.who.id, call)
    waiting = rules.in_order(sparring.cases(session, team.id, [CaseState.WAITING]))
    number = next((n for n, case in enumerate(waiting, 1) if case.id == case_id), 0)
    if _on_card_today(session, team, case_id, call):
        return words.brought_for_today(kind)
    coming = sparring.coming(session, team, call.now, call.zone)
    return words.brought(kind, number, coming, call.zone)


def _on_card_today(session: Session, team: Team, case_id: int, call: Call) -> bool:
    up = sparring.open_plan(session, team.id)
    card = sparring.plan(session, up) if up is not None else None
    if card is None or card.case is None or card.case.id != case_id:
        return False
    return _is_up(card, call.now, call.zone)


def occasion(case_id: int, call: Call) -> str:
    """Each question and answer about a case is a message of its own: an update notifies nobody."""
    return f"{case_id}-{moment(call.now)}"


def withdraw(session: Session, call: Call) -> Answer:
    case = _case(session, call)
    rules.withdrawn(case, call.who)
    team = people.team(session, case.team_id)
    sparring.save_case(session, case.id, state=CaseState.WITHDRAWN)
    sparring.forget_case(session, case.id)
    choose_anew(session, team, call.now, call.zone)
    _turn_follows(session, team, call.who.id, call)
    _private_cards_follow(session, case, call.now)
    return Answer(card=cards.done(words.WITHDRAWN))


def _private_cards_follow(session: Session, case: Case, now: datetime) -> None:
    """Wherever its button was; that of a principle case stands in the leader's chat as well."""
    owners_cards_follow(session, case.id, case.team_id, case.owner, now)
    for kind in (names.PRINCIPLE, names.AGAIN):
        outbox.show_anew(session, kind, f"{case.id}-", now)


def open_question(session: Session, call: Call) -> Answer:
    """One's own case waits; where it is taken again, its question was deleted with the meeting."""
    case = _case(session, call)
    rules.put_anew(case, call.who)
    return Answer(form=forms.question_form(call.nonce, call.name, case.question))


def hand_in_question(session: Session, call: Call) -> Answer:
    case = _case(session, call)
    rules.put_anew(case, call.who)
    question = rules.sparring_question(call.field("question"))
    sparring.say_of_case(session, case.id, sparring.QUESTION, question)
    show_anew(session, case, call.now)
    _turn_follows(session, people.team(session, case.team_id), call.who.id, call)
    _private_cards_follow(session, case, call.now)
    return Answer(text=words.REWORDED if case.question else words.PUT_ANEW)


def _case(session: Session, call: Call) -> Case:
    """The case of a button, which may name the message that it stands in as well."""
    case_id, _, _ = call.name.partition("-")
    case = sparring.find_case(session, int(case_id)) if case_id.isdigit() else None
    if case is None:
        raise rules.CaseTaken
    return case


# --- looking ---------------------------------------------------------------------------------


def queue(session: Session, call: Call) -> Answer:
    """Rota and queue; in private one sees one's own questions as well."""
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    queues = [_queue(session, call, team) for team in teams]
    own = [] if call.in_group else _own_cases(session, call, teams)
    return Answer(card=cards.queue(queues, own, call.zone), anew=True)


def _queue(session: Session, call: Call, team: Team) -> cards.Queue:
    asked = sparring.cases(session, team.id, [CaseState.REQUESTED, CaseState.ASKED_BACK])
    return cards.Queue(
        team=team.name,
        waiting=rules.in_order(sparring.cases(session, team.id, [CaseState.WAITING])),
        asked=len(asked),
        rota=people.members(session, team.id),
        coming=_coming(session, call, team),
        shares=between.shares(session, team.id),
    )


def _coming(session: Session, call: Call, team: Team) -> plan.Coming:
    at = plan.next_session(team, call.now, call.zone)
    if at is None:
        return sparring.coming(session, team, call.now, call.zone)
    return plan.Coming(at=at, who=bringer(session, team, at, call.now, call.zone))


def _own_cases(session: Session, call: Call, teams: list[Team]) -> list[Case]:
    live = [CaseState.WAITING, CaseState.REQUESTED, CaseState.ASKED_BACK]
    return [
        case
        for team in teams
        for case in sparring.cases(session, team.id, live)
        if case.owner == call.who
    ]


def how(session: Session, call: Call) -> Answer:
    return Answer(card=cards.how_it_goes(), anew=True)


# --- principle cases -------------------------------------------------------------------------


def _request(session: Session, call: Call) -> tuple[Case, Team]:
    case = _case(session, call)
    team = people.team(session, case.team_id)
    rules.answered(case)
    return case, team


def accept(session: Session, call: Call) -> Answer:
    case, team = _request(session, call)
    sparring.save_case(session, case.id, state=CaseState.WAITING)
    sparring.expire_case(session, case.id, None)
    tell(session, names.PRINCIPLE_ANSWER, occasion(case.id, call), case.owner, call.now)
    choose_anew(session, team, call.now, call.zone)
    answered(session, names.PRINCIPLE, call.name, call.who, call.now)
    return Answer(card=cards.done(words.ACCEPTED))


def open_decline(session: Session, call: Call) -> Answer:
    case, _ = _request(session, call)
    return Answer(form=forms.reason_form(call.nonce, "sparring.decline", case, call.name))


def hand_in_decline(session: Session, call: Call) -> Answer:
    return _reply(session, call, CaseState.DECLINED, words.DECLINED)


def open_ask_back(session: Session, call: Call) -> Answer:
    case, _ = _request(session, call)
    return Answer(form=forms.reason_form(call.nonce, "sparring.ask_back", case, call.name))


def hand_in_ask_back(session: Session, call: Call) -> Answer:
    return _reply(session, call, CaseState.ASKED_BACK, words.ASKED)


def _reply(session: Session, call: Call, state: CaseState, thanks: str) -> Answer:
    case, _ = _request(session, call)
    text = required(call.field("text"), most=ANSWER_AT_MOST)
    sparring.save_case(session, case.id, state=state)
    sparring.say_of_case(session, case.id, sparring.PRINCIPLE, text)
    sparring.expire_case(session, case.id, call.now + REQUEST_KEPT)
    tell(session, names.PRINCIPLE_ANSWER, occasion(case.id, call), case.owner, call.now)
    answered(session, names.PRINCIPLE, call.name, call.who, call.now)
    return Answer(text=thanks)


def open_answer(session: Session, call: Call) -> Answer:
    case = _asked_back(session, call)
    return Answer(form=forms.reason_form(call.nonce, "sparring.answer", case, call.name))


def hand_in_answer(session: Session, call: Call) -> Answer:
    """The case owner's answer goes back to the team leader, who decides."""
    case = _asked_back(session, call)
    text = required(call.field("text"), most=ANSWER_AT_MOST)
    sparring.save_case(session, case.id, state=CaseState.REQUESTED)
    sparring.say_of_case(session, case.id, sparring.PRINCIPLE, text)
    leader = people.team(session, case.team_id).leader
    tell(session, names.PRINCIPLE, occasion(case.id, call), leader, call.now)
    answered(session, names.PRINCIPLE_ANSWER, call.name, call.who, call.now)
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
    sparring.expire_case(session, case.id, None)
    choose_anew(session, people.team(session, case.team_id), call.now, call.zone)
    answered(session, names.PRINCIPLE_ANSWER, call.name, call.who, call.now)
    return Answer(card=cards.done(words.AS_CASE))


# --- turns -----------------------------------------------------------------------------------


_NAME = re.compile(r"(\d{1,18})-(\d{1,18})-t(\d{1,11})", re.ASCII)


def entity(team_id: int, person_id: int, at: datetime) -> str:
    return f"{team_id}-{person_id}-{moment(at)}"


def parsed(name: str, zone: ZoneInfo) -> tuple[int, int, datetime]:
    """Team, person and time of a turn. Raises NoSuchPlan."""
    parts = _NAME.fullmatch(name)
    if parts is None:
        raise plan.NoSuchPlan
    team_id, person_id, at = map(int, parts.groups())
    return team_id, person_id, datetime.fromtimestamp(at, zone)


def turn_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Three working days before: whose turn it is hears so, in private."""
    team = people.team(session, int(occurrence.entity))
    at = plan.session_on(team, date.fromisoformat(occurrence.key), now, zone)
    if at is not None:
        remind(session, team, at, now, zone)


def absence_noted(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Somebody told of days away: the card that is up follows, and whose turn it becomes in the
    next working days hears so."""
    team = people.team(session, int(occurrence.entity))
    choose_without_absent(session, team, now, zone)
    at = plan.next_session(team, now, zone)
    if at is None:
        return
    reminded = working_days_before(local_day(at, zone), plan.REMINDED_BEFORE, team.calendar)
    if now >= morning_of(reminded, team.calendar, zone):
        remind(session, team, at, now, zone)


def case_gone(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """A case went with its owner: the card that is up follows."""
    choose_anew(session, people.team(session, int(occurrence.entity)), now, zone)


def bringer(
    session: Session, team: Team, at: datetime, now: datetime, zone: ZoneInfo
) -> Person | None:
    """Who brings a case to the sparring at `at`. Where holidays are many, others come before it,
    and take their turns first."""
    earlier = takewhile(lambda coming: coming[0] < at, plan.sessions(team, now, zone))
    times = [*(time for time, held in earlier if held), at]
    under_way = _under_way(session, team, now, zone)
    waiting = sparring.cases(session, team.id, [CaseState.WAITING])
    waiting = [case for case in waiting if case.owner != under_way]
    order = people.order(session, team.id)
    if under_way is not None:
        order = rota.had_turn(order, under_way.id)
    who = plan.whose_turn(_upcoming(session, team, times, zone), waiting, order)
    return people.named(session, team.id, who) if who is not None else None


def _upcoming(
    session: Session, team: Team, times: Iterable[datetime], zone: ZoneInfo
) -> list[plan.Upcoming]:
    return [
        plan.Upcoming(
            at=at,
            away=sparring.away_on(session, team.id, at, zone),
            passed=sparring.passed(session, team.id, at),
        )
        for at in times
    ]


def _under_way(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> Person | None:
    """Whose case is taken today: in the sparring that runs, or on the card that waits for it."""
    running = sparring.running_of_team(session, team.id)
    standing = running if running is not None else sparring.open_plan(session, team.id)
    today = sparring.plan(session, standing) if standing is not None else None
    if today is None or (running is None and not _is_up(today, now, zone)):
        return None
    return today.owner


def _is_up(card: plan.Plan, now: datetime, zone: ZoneInfo) -> bool:
    return card.at is not None and local_day(card.at, zone) == local_day(now, zone)


def remind(
    session: Session,
    team: Team,
    at: datetime,
    now: datetime,
    zone: ZoneInfo,
    *,
    pressed: Person | None = None,
) -> None:
    """`pressed`: whose doing it is that somebody is reminded now; they are answered at once."""
    who = bringer(session, team, at, now, zone)
    if who is not None:
        name = entity(team.id, who.id, at)
        if who == pressed:
            tell(session, names.TURN, name, who, now)
        else:
            prompt(session, names.TURN, name, who, now, useful_until=at)
    for leads in (team.coordinator, team.deputy):
        if leads is None:
            continue
        name = entity(team.id, leads.id, at)
        if who == team.coordinator or outbox.was_wanted(session, names.OWN_CASE, name):
            prompt(session, names.OWN_CASE, name, leads, now, useful_until=at)


def _turn_follows(session: Session, team: Team, person_id: int, call: Call) -> None:
    """Somebody's turn has changed: the reminder that stands in their chat shows it."""
    at = plan.next_session(team, call.now, call.zone)
    name = entity(team.id, person_id, at) if at is not None else ""
    if name and outbox.was_wanted(session, names.TURN, name):
        who = people.named(session, team.id, person_id)
        prompt(session, names.TURN, name, who, call.now, useful_until=at)


def pass_turn(session: Session, call: Call) -> Answer:
    """ "Ikke denne gang": the turn is kept, and the next in the rota is asked."""
    team, at = _own_turn(session, call)
    sparring.add_pass(session, team.id, call.who.id, at)
    remind(session, team, at, call.now, call.zone)
    answered(session, names.TURN, call.name, call.who, call.now)
    return Answer(shows=(names.TURN, call.name))


def open_swap(session: Session, call: Call) -> Answer:
    team, _ = _own_turn(session, call)
    return Answer(form=forms.swap_form(call.nonce, call.name, _others(session, call, team)))


def hand_in_swap(session: Session, call: Call) -> Answer:
    team, at = _own_turn(session, call)
    others = _others(session, call, team)
    other = next((who for who in others if str(who.id) == call.field("with")), None)
    if other is None:
        raise NotAMember
    swap_id = sparring.add_swap(session, team.id, call.who.id, other.id, call.now)
    prompt(session, names.SWAP, swap_id, other, call.now, useful_until=at)
    return Answer(text=words.SWAP_ASKED)


def _others(session: Session, call: Call, team: Team) -> list[Person]:
    return [who for who in people.members(session, team.id) if who != call.who]


def _own_turn(session: Session, call: Call) -> tuple[Team, datetime]:
    team_id, person_id, at = parsed(call.name, call.zone)
    if person_id != call.who.id:
        raise plan.NotYourTurn
    if at <= call.now:
        raise plan.PassIsOver
    if not people.is_member(session, team_id, person_id):
        raise plan.NotYourTurn
    team = people.team(session, team_id)
    if plan.session_on(team, local_day(at, call.zone), call.now, call.zone) != at:
        raise plan.NoSuchPlan
    return team, at


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
            _turn_follows(session, people.team(session, team_id), asker_id, call)
        asker = people.named(session, team_id, asker_id)
        tell(session, names.SWAP_ANSWER, call.id or 0, asker, call.now)
        answered(session, names.SWAP, call.name, call.who, call.now)
    return Answer(shows=(names.SWAP, call.name))


def _remind_now(session: Session, call: Call, team_id: int) -> None:
    team = people.team(session, team_id)
    at = plan.next_session(team, call.now, call.zone)
    if at is not None and at - call.now < timedelta(days=7):
        remind(session, team, at, call.now, call.zone, pressed=call.who)
