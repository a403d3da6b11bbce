"""The coming sparring: its start card, what it is about, who starts it."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.sparring import names
from bot.sparring.announcing import announce, answered, tell
from dialogs.people.person import Person
from dialogs.people.team import NoTeamHere, Team
from dialogs.sparring import cards, forms, words
from dialogs.sparring import meeting as rules
from dialogs.sparring import plan as plans
from dialogs.sparring.agenda import Agenda, AgendaName
from dialogs.sparring.case import Case, CaseState, kept_for_absent, next_case
from dialogs.sparring.plan import Consent, Plan, PlanState
from dialogs.text import cleaned, one_line
from storage import outbox, people, sparring
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat
from storage.store import Session

GUEST_AT_MOST = 60


# --- the clock puts it up --------------------------------------------------------------------


def start_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The team's own time: the start card is put up, unless they began by themselves."""
    team = people.team(session, int(occurrence.entity))
    if sparring.running_of_team(session, team.id) is None:
        _lapse(session, team, occurrence.due_at, now)
        plan = _new_plan(session, team, occurrence.due_at, now, zone)
        _want(session, plan, now)


def _lapse(session: Session, team: Team, at: datetime, now: datetime) -> None:
    """The start card of a week in which nobody started must not start anything any more."""
    plan_id = sparring.open_plan(session, team.id)
    plan = sparring.plan(session, plan_id) if plan_id is not None else None
    if plan is not None and plan.at != at:
        sparring.save_plan(session, plan, replace(plan, state=PlanState.LAPSED))
        sparring.forget_meeting(session, plan.id, proposals_until=now)
        _want(session, plan, now)


def closed_day(session: Session, occurrence: Occurrence, now: datetime) -> None:
    team_id = int(occurrence.entity)
    entity = f"{team_id}:{occurrence.due_at.isoformat()}"
    address = to_chat(people.home(session, team_id))
    outbox.want(session, names.CLOSED_DAY, entity, address, Priority.LINE, now)


def _new_plan(session: Session, team: Team, at: datetime, now: datetime, zone: ZoneInfo) -> Plan:
    plan_id = sparring.planned_at(session, team.id, at)
    if plan_id is None:
        place = people.home(session, team.id)
        plan_id = _add(session, team, place, at, now, zone)
    return choose(session, _plan(session, plan_id), team, now, zone)


def _add(
    session: Session, team: Team, place: str, at: datetime | None, now: datetime, zone: ZoneInfo
) -> int:
    members = people.order(session, team.id)
    away = sparring.away_on(session, team.id, at or now, zone)
    present = min(max(len(members) - len(away), plans.LEAST_PRESENT), plans.MOST_PRESENT)
    return sparring.add_plan(
        session, team_id=team.id, conversation_id=place, at=at, present=present
    )


def choose(session: Session, plan: Plan, team: Team, now: datetime, zone: ZoneInfo) -> Plan:
    """The first case whose owner is there, or else the topic whose turn it is."""
    chosen, kept = _chosen(session, plan, team, now, zone)
    for waits in kept:
        sparring.save_case(session, waits.id, first=True)
    return _saved(session, plan, chosen)


def _chosen(
    session: Session, plan: Plan, team: Team, now: datetime, zone: ZoneInfo
) -> tuple[Plan, list[Case]]:
    """What would be chosen, and the cases that wait for their owners; nothing is written."""
    away = sparring.away_on(session, team.id, plan.at or now, zone)
    waiting = sparring.cases(session, team.id, [CaseState.WAITING])
    kept = kept_for_absent(waiting, away)
    case = next_case(waiting, away)
    topics = people.topics(session, team.id)
    chosen = replace(
        plan,
        case=case,
        topic="" if case or not topics else topics[0],
        agenda=plans.agenda_for(case, team),
        absent_owner=kept[0].owner if kept else None,
        late=False,
    )
    return chosen, kept


def _saved(session: Session, was: Plan, new: Plan) -> Plan:
    sparring.save_plan(session, was, new)
    return replace(new, turn=was.turn + 1)


def choose_anew(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> None:
    """A case was brought or taken back: the card that is up, if any, follows."""
    plan_id = sparring.open_plan(session, team.id)
    plan = sparring.plan(session, plan_id) if plan_id is not None else None
    if plan is not None and (plan.case is None or plan.case.state is not CaseState.WAITING):
        _want(session, choose(session, plan, team, now, zone), now)


def show_anew(session: Session, case: Case, now: datetime) -> None:
    """What a case is about was put anew: the card that is up, if it is of this case, follows."""
    plan_id = sparring.open_plan(session, case.team_id)
    plan = sparring.plan(session, plan_id) if plan_id is not None else None
    if plan is not None and plan.case is not None and plan.case.id == case.id:
        _want(session, plan, now)


def choose_without_absent(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> None:
    """The card that is up, if the owner of its case will not be there."""
    plan_id = sparring.open_plan(session, team.id)
    plan = sparring.plan(session, plan_id) if plan_id is not None else None
    if plan is None or plan.owner is None:
        return
    if plan.owner.id in sparring.away_on(session, team.id, plan.at or now, zone):
        _want(session, choose(session, plan, team, now, zone), now)


def _want(session: Session, plan: Plan, now: datetime) -> None:
    address = to_chat(sparring.place_of(session, plan.id))
    outbox.want(session, names.PLAN, plan.id, address, Priority.CARD, now)


# --- what people do with it ------------------------------------------------------------------


def _plan(session: Session, plan_id: int | None) -> Plan:
    plan = sparring.plan(session, plan_id) if plan_id is not None else None
    if plan is None:
        raise plans.NoSuchPlan
    return plan


def _plan_here(session: Session, call: Call) -> tuple[Plan, Team]:
    plan = _plan(session, call.id)
    plans.on_turn(plan, call.turn_number)
    return plan, people.team(session, plan.team_id)


def start(session: Session, call: Call) -> Answer:
    plan, team = _plan_here(session, call)
    return _start(session, call, plan, team, plan.agenda)


def start_short(session: Session, call: Call) -> Answer:
    plan, team = _plan_here(session, call)
    return _start(session, call, plan, team, AgendaName.SHORT)


def _start(session: Session, call: Call, plan: Plan, team: Team, agenda: AgendaName) -> Answer:
    chair = plans.chair_for(plan, team, call.who)
    plans.ready(plan, agenda)
    _nothing_runs(session, team)
    if plans.is_late(plan, call.now):
        return _changed(session, call, plan, replace(plan, late=True))
    begin(session, call, plan, team, team.agenda_of(agenda), chair)
    return Answer(shows=(names.PLAN, str(plan.id)))


def start_now(session: Session, call: Call) -> Answer:
    """`start [mødeform]`: at once, with the first case and those present by the roster."""
    asked = words.agenda_named(call.rest)
    if call.place.team_id is None:
        raise NoTeamHere
    team = people.team(session, call.place.team_id)
    plan_id = sparring.open_plan(session, team.id)
    standing = sparring.plan(session, plan_id) if plan_id is not None else None
    chosen = standing or _nobodys(team)
    if chosen.case is None or chosen.case.state is not CaseState.WAITING:
        chosen, _ = _chosen(session, chosen, team, call.now, call.zone)
    agenda = asked or chosen.agenda
    chair = plans.chair_for(chosen, team, call.who)
    plans.ready(chosen, agenda)
    if standing is None:
        place = people.home(session, team.id)
        standing = _plan(session, _add(session, team, place, None, call.now, call.zone))
        chosen = replace(chosen, id=standing.id, present=standing.present)
    plan = _saved(session, standing, chosen)
    begin(session, call, plan, team, team.agenda_of(agenda), chair)
    return Answer()


def _nobodys(team: Team) -> Plan:
    return Plan(id=0, team_id=team.id, at=None)


def _nothing_runs(session: Session, team: Team) -> None:
    if sparring.running_of_team(session, team.id) is not None:
        raise plans.MeetingRuns


def begin(
    session: Session, call: Call, plan: Plan, team: Team, agenda: Agenda, chair: Person
) -> None:
    meeting, events = rules.start(
        id=plan.id,
        agenda=agenda,
        chair=chair,
        coordinator=team.coordinator,
        deputy=team.deputy,
        case_owner=plan.owner,
        timekeeper=plan.timekeeper if plan.timekeeper != chair else None,
        present=plan.present,
        now=call.now,
    )
    sparring.begin(session, meeting)
    if plan.case is not None:
        sparring.save_case(session, plan.case.id, state=CaseState.TAKEN)
    announce(session, meeting, events, call.now, call.zone)
    if outbox.was_wanted(session, names.PLAN, plan.id):
        address = to_chat(sparring.place_of(session, plan.id))
        outbox.want(session, names.PLAN, plan.id, address, Priority.COLLAPSE, call.now)


def open_cancel(session: Session, call: Call) -> Answer:
    plan, _ = _plan_here(session, call)
    return Answer(form=forms.cancel_form(call.nonce, plan))


def hand_in_cancel(session: Session, call: Call) -> Answer:
    plan, _ = _plan_here(session, call)
    _changed(session, call, plan, replace(plan, state=PlanState.CANCELLED))
    sparring.forget_meeting(session, plan.id, proposals_until=call.now)
    return Answer(text=words.CANCELLED_SHORT)


def lead_today(session: Session, call: Call) -> Answer:
    plan, team = _plan_here(session, call)
    plans.offer_to_lead(plan, team, call.who)
    return _changed(session, call, plan, replace(plan, offer=call.who))


def agree_today(session: Session, call: Call) -> Answer:
    plan, _ = _plan_here(session, call)
    agreed = plans.agree_to(plan, call.who)
    return _changed(session, call, plan, replace(plan, offer=None, stand_in=agreed))


def _changed(session: Session, call: Call, was: Plan, new: Plan) -> Answer:
    sparring.save_plan(session, was, new)
    _want(session, was, call.now)
    return Answer(shows=(names.PLAN, str(was.id)))


# --- Ret sag og tid --------------------------------------------------------------------------


def open_prepare(session: Session, call: Call) -> Answer:
    plan, team = _plan_here(session, call)
    waiting = sparring.cases(session, team.id, [CaseState.WAITING])
    topics = people.topics(session, team.id)
    members = people.members(session, team.id)
    return Answer(form=forms.prepare_form(call.nonce, plan, waiting, topics, members))


def hand_in_prepare(session: Session, call: Call) -> Answer:
    plan, team = _plan_here(session, call)
    case, topic = _subject(session, call.field("subject"), plan)
    members = people.members(session, team.id)
    keeper = next((m for m in members if str(m.id) == call.field("timekeeper")), None)
    if keeper is not None and case is not None and keeper == case.owner:
        raise plans.TimekeeperOwnsCase
    agenda = _agenda_chosen(call.field("agenda"), plan, case, team)
    plans.fits(agenda, case)
    guest = cleaned(call.field("guest"))
    guest = one_line(guest, most=GUEST_AT_MOST) if guest else ""
    new = replace(
        plan,
        case=case,
        topic=topic,
        agenda=agenda,
        present=_present(call.field("present"), plan),
        timekeeper=keeper,
        guest=guest,
        consent=plan.consent if guest == plan.guest else None,
        late=False,
    )
    _changed(session, call, plan, new)
    if guest and guest != plan.guest:
        away = sparring.away_on(session, team.id, plan.at or call.now, call.zone)
        leader = plans.leader_today(new, team, away) or call.who
        tell(session, names.GUEST, f"{plan.id}-{plan.turn}", leader, call.now)
    return Answer(text=words.PREPARED)


def _subject(session: Session, chosen: str, plan: Plan) -> tuple[Case | None, str]:
    sort, _, which = chosen.partition(":")
    if sort == "case" and which.isdigit():
        case = sparring.find_case(session, int(which))
        if case and case.team_id == plan.team_id and case.state is CaseState.WAITING:
            return case, ""
        raise plans.NothingToTalkAbout
    if sort == "topic":
        if which not in (plan.topic, *people.topics(session, plan.team_id)):
            raise plans.NothingToTalkAbout
        return None, which
    return plan.case, plan.topic


def _agenda_chosen(chosen: str, plan: Plan, case: Case | None, team: Team) -> AgendaName:
    """What was chosen; but a new subject brings its own mødeform, unless another was picked."""
    picked = AgendaName(chosen) if chosen in set(AgendaName) else plan.agenda
    if picked is plan.agenda and case != plan.case:
        return plans.agenda_for(case, team)
    return picked


def _present(chosen: str, plan: Plan) -> int:
    if not chosen.isdigit():
        return plan.present
    return min(max(int(chosen), plans.LEAST_PRESENT), plans.MOST_PRESENT)


def consent(session: Session, call: Call) -> Answer:
    """The coordinator's answer about a guest from another authority."""
    plan_id, _, asked = call.name.partition("-")
    plan = _plan(session, int(plan_id) if plan_id.isdecimal() else None)
    way = next((way for way in Consent if way == call.field("way")), None)
    if way is None or not asked.isdecimal() or _asked_again(session, plan, int(asked)):
        raise plans.PlanMovedOn
    if sparring.is_planned(session, plan.id):
        guest = "" if way is Consent.NO_GUEST else plan.guest
        _changed(session, call, plan, replace(plan, consent=way, guest=guest))
    else:  # answered late: the cards of the meeting read it
        sparring.after(session, plan.id, consent=way)
    answered(session, names.GUEST, call.name, call.who, call.now)
    return Answer(card=cards.done(words.consent(way)))


def _asked_again(session: Session, plan: Plan, since: int) -> bool:
    """Whether a question about another guest was sent after the one that is answered."""
    turns = range(since + 1, plan.turn + 1)
    return any(outbox.was_wanted(session, names.GUEST, f"{plan.id}-{turn}") for turn in turns)


# --- another case in the same booking --------------------------------------------------------


def second(session: Session, call: Call) -> Answer:
    """Who led starts it where the first one was held."""
    done, team, case = _second(session, call)
    chair = plans.chair_for(replace(_nobodys(team), case=case), team, call.who)
    _nothing_runs(session, team)
    left = done.started_at + timedelta(minutes=team.booked) - call.now
    agenda = plans.second_agenda(team, left, case)
    if agenda is None:
        raise plans.NoTimeForSecond
    place = sparring.place_of(session, done.id)
    plan = _plan(session, _add(session, team, place, None, call.now, call.zone))
    chosen = replace(plan, case=case, agenda=plans.agenda_for(case, team))
    sparring.save_plan(session, plan, chosen)
    begin(session, call, chosen, team, agenda, chair)
    answered(session, names.SECOND, call.name, call.who, call.now)
    return Answer(card=cards.done(words.SECOND_STARTED))


def keep(session: Session, call: Call) -> Answer:
    done, _, _ = _second(session, call)
    sparring.after(session, done.id, second_case_id=None)
    answered(session, names.SECOND, call.name, call.who, call.now)
    return Answer(card=cards.done(words.KEPT))


def _second(session: Session, call: Call) -> tuple[rules.Meeting, Team, Case]:
    done = sparring.meeting(session, call.id) if call.id is not None else None
    case_id = sparring.noted(session, done.id, "second_case_id") if done else None
    case = sparring.find_case(session, case_id) if case_id else None
    if done is None or case is None:
        raise plans.NoSuchPlan
    team = people.team(session, case.team_id)
    if case.state is not CaseState.WAITING:
        raise plans.PlanIsOver
    return done, team, case
