"""Ledelsestilsyn: when a round begins and ends, that it was held, the dialogue after it, what two
agreed on, and what recurs with so many that all may learn of it. In private alone."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Command, Dialog, number
from bot.kinds import Built, Kind, only_as_update
from bot.kinds import show as shown
from bot.switchboard import Area
from dialogs.calendar.appointment import appointed, day_that_was, day_to_come
from dialogs.calendar.days import asked_at, at_work, local_day, morning_of
from dialogs.calendar.period import Period
from dialogs.calendar.season import Behind, Foreseen, Reader, moved
from dialogs.cards import Card
from dialogs.learning.deciding import IMPROVEMENT_AT_MOST
from dialogs.learning.practice import Improvement, ImprovementKind
from dialogs.people.person import Person
from dialogs.people.team import (
    LINES_AT_MOST,
    NotAMember,
    Team,
    TooManyLines,
    WrongPlacePrivate,
)
from dialogs.text import required
from dialogs.tilsyn import cards, words
from dialogs.tilsyn import rhythm as times
from dialogs.tilsyn import rounds as rules
from dialogs.tilsyn.rounds import (
    RECURS_WITH,
    Agreement,
    Every,
    Need,
    NobodyChosen,
    NoFollowUp,
    NoPlan,
    NoRound,
    NoSuchAgreement,
    NoSuchPoint,
    NoSuchReview,
    Plan,
    Point,
    Review,
    Round,
    Settled,
    Way,
)
from storage import improvement, occurrences, outbox, people, rhythm, roles
from storage import tilsyn as store
from storage.occurrences import Occurrence, key_again
from storage.outbox import Priority, to_person
from storage.store import Session

MONTH, QUARTER = rhythm.TILSYN_MONTH, rhythm.TILSYN_QUARTER  # the series of the department
# series, and the messages of the same names
BEGINS, MIDWAY, ENDS = "tilsyn.begins", "tilsyn.midway", "tilsyn.ends"
BOOK, PREPARE, TALKED = "tilsyn.book", "tilsyn.prepare", "tilsyn.talked"
FOLLOW_UP = "tilsyn.follow_up"
AGREED, THEME = "tilsyn.agreed", "tilsyn.theme"  # messages alone
OVER = "over"  # in a key: the last question, once more
PERIODS_SHOWN = 4  # in numbers


# --- a round ---------------------------------------------------------------------------------


def period_begins(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo, every: Every
) -> None:
    period = rhythm.period(occurrence)
    for team in rhythm.teams(session):
        plan = store.plan(session, team.id)
        if plan is not None and plan.every is every:
            _plan_round(session, team, period, now, zone)


def _plan_round(
    session: Session,
    team: Team,
    period: Period,
    now: datetime,
    zone: ZoneInfo,
    *,
    begun: bool = False,
) -> None:
    """Each is caught up until the next says more. What is over by now is not asked, and not that
    it begins, if it has."""
    of = times.times(period, team.calendar, zone)
    last = of.over.at + times.AFTER_PERIOD
    for series, key, due, until in (
        (BEGINS, period.key, of.begins.at, of.midway.at),
        (MIDWAY, period.key, of.midway.at, of.ends.at),
        (ENDS, period.key, of.ends.at, of.over.at),
        (ENDS, key_again(period.key, OVER), of.over.at, last),
    ):
        if now < until and due < until and not (begun and series == BEGINS):
            occurrences.plan(session, series, team.id, key, due, until)


def begins_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    plan = store.plan(session, team.id) if team else None
    if team is None or plan is None:
        return
    of = store.begin(session, plan, rhythm.period(occurrence))
    if not of.reviewed:
        _ask_leader(session, occurrence, team, now, zone)


def midway_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    of = store.of_period(session, team.id, rhythm.period(occurrence)) if team else None
    if team is None or of is None or of.closed or not _left(session, team, of):
        return
    _ask_leader(session, occurrence, team, now, zone)


def ends_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    team = rhythm.now_for(session, occurrence, now, zone)
    of = store.of_period(session, team.id, rhythm.period(occurrence)) if team else None
    if team is not None and of is not None and not of.closed:
        _ask_leader(session, occurrence, team, now, zone)


def _ask_leader(
    session: Session, occurrence: Occurrence, team: Team, now: datetime, zone: ZoneInfo
) -> None:
    leader = team.leader
    period = rhythm.period(occurrence).key
    if leader is None:
        occurrences.came_to_nothing(session, occurrence, now)
    elif _is_away(session, leader, now, zone):
        rhythm.put_off(session, occurrence, team, now, zone)
    else:
        which = occurrence.again or "1"
        entity = f"{team.id}:{period}:{which}"
        address = to_person(leader.id)
        outbox.want(session, occurrence.series, entity, address, Priority.PROMPT, now)


def _is_away(session: Session, who: Person, now: datetime, zone: ZoneInfo) -> bool:
    return bool(people.absent_on(session, [who.id], local_day(now, zone)))


def caseworkers(session: Session, team: Team) -> list[Person]:
    """Everybody in the team but its leader."""
    return [who for who in people.members(session, team.id) if who != team.leader]


def _left(session: Session, team: Team, of: Round) -> list[Person]:
    held = {review.who.id for review in store.reviews(session, of.id)}
    return [who for who in caseworkers(session, team) if who.id not in held]


# --- looked at -------------------------------------------------------------------------------


def show(session: Session, call: Call) -> Answer:
    """`ledelsestilsyn`: the leader's list, a caseworker's own agreements, or numbers."""
    _in_private(call)
    teams = people.teams_of(session, call.who.id)
    led = [team for team in teams if team.leader == call.who]
    department = bool(roles.of_department(session, call.who.id))
    if department and (call.id == 0 or not led):
        return Answer(card=_totals(session), anew=True)
    chosen = [team for team in led if team.id == call.id] or led
    if len(chosen) > 1 or (chosen and department and call.id is None):
        return Answer(card=cards.choice(led, department=department), anew=True)
    if chosen:
        return Answer(card=_of_leader(session, call, chosen[0]), anew=True)
    return Answer(card=_of_caseworker(session, call), anew=True)


def _in_private(call: Call) -> None:
    if call.in_group:
        raise WrongPlacePrivate


def _of_leader(session: Session, call: Call, team: Team) -> Card:
    plan = store.plan(session, team.id)
    of = _round_now(session, plan, call) if plan else None
    listed: list[cards.Listed] = []
    points: Sequence[Point] = ()
    if of is not None:
        held = {review.who.id: review for review in store.reviews(session, of.id)}
        listed = [
            _listed(session, team, who, held.get(who.id)) for who in caseworkers(session, team)
        ]
        points = store.recurring(session, [of.id])
    return cards.of_leader(team, plan, of, listed, points, call.zone)


def _listed(session: Session, team: Team, who: Person, review: Review | None) -> cards.Listed:
    by = _by(session, team, review) if review else None
    return cards.Listed(who=who, review=review, own=_is_theirs(team, review), by=by)


def _is_theirs(team: Team, review: Review | None) -> bool:
    """The present leader's, and nobody else's."""
    leader = team.leader
    return review is None or (leader is not None and review.leader_id == leader.id)


def _round_now(session: Session, plan: Plan, call: Call) -> Round | None:
    """Of this period; the newest, as long as it is not closed."""
    of = store.of_period(session, plan.team_id, plan.period(call.today))
    return of or store.newest(session, plan.team_id)


def _of_caseworker(session: Session, call: Call) -> Card:
    return cards.of_caseworker(store.own_agreements(session, call.who.id))


def _totals(session: Session) -> Card:
    """Nobody and no team is in it, and no theme that few have."""
    by_period: defaultdict[Period, list[Round]] = defaultdict(list)
    for of in store.rounds(session):
        by_period[of.period].append(of)
    newest = sorted(by_period, key=lambda each: each.first, reverse=True)[:PERIODS_SHOWN]
    shown = {period: by_period[period] for period in newest}
    themes: Counter[str] = Counter()
    for point in store.recurring(session, [of.id for each in shown.values() for of in each]):
        themes[point.theme] += point.caseworkers
    return cards.totals(shown, dict(themes.most_common()))


def show_agreements(session: Session, call: Call) -> Answer:
    _in_private(call)
    team = call.team
    return Answer(card=cards.agreements(team, store.agreements_of(session, team)), anew=True)


# --- how it is held --------------------------------------------------------------------------


def open_plan(session: Session, call: Call) -> Answer:
    team = call.team
    present = store.plan(session, team.id) or Plan(team_id=team.id)
    return Answer(form=cards.plan_form(call.nonce, team, _led(session, call), present))


def _led(session: Session, call: Call) -> list[Team]:
    return [team for team in people.teams_of(session, call.who.id) if team.leader == call.who]


def hand_in_plan(session: Session, call: Call) -> Answer:
    """From now on; a round begins with it, so that nobody waits for the next period."""
    team = call.team
    wanted = set(call.field("teams").split(","))
    chosen = [each for each in _led(session, call) if str(each.id) in wanted] or [team]
    keys = ("every", "cases", "talk_within", "theme", "link", "themes")
    said = {key: call.field(key) for key in keys}
    for plan, of in [(rules.plan(each.id, **said), each) for each in chosen]:
        store.save_plan(session, plan)
        period = plan.period(call.today)
        store.begin(session, plan, period)
        for series in (BEGINS, MIDWAY, ENDS):
            occurrences.call_off(session, series, of.id, call.now)
        _plan_round(session, of, period, call.now, call.zone, begun=True)
    return Answer(text=words.PLAN_KEPT)


def _planned(session: Session, call: Call) -> Plan:
    plan = store.plan(session, call.team.id)
    if plan is None:
        raise NoPlan
    return plan


def _open_round(session: Session, call: Call) -> Round:
    of = _round_now(session, _planned(session, call), call)
    if of is None or of.closed:
        raise NoRound
    return of


# --- held ------------------------------------------------------------------------------------


def open_tick(session: Session, call: Call) -> Answer:
    of = _open_round(session, call)
    left = _left(session, call.team, of)
    if not left:
        return Answer(text=words.ALL_HELD)
    return Answer(form=cards.tick_form(call.nonce, call.name, left, call.today, of.cases))


def hand_in_tick(session: Session, call: Call) -> Answer:
    """That it was held, when and of how many cases; the two are asked to talk about it."""
    team, of = call.team, _open_round(session, call)
    known = caseworkers(session, team)
    who = next((each for each in known if str(each.id) == call.field("who")), None)
    if who is None:
        raise NotAMember
    held_on = day_that_was(call.field("day"), team=team, today=call.today)
    cases_ = rules.number_of_cases(call.field("cases"))
    review = store.tick(session, of, who, call.who, held_on, cases_)
    by = _by(session, team, review)
    _ask_both(session, call, team, review)
    _show_round(session, of, call.now)
    return Answer(text=words.ticked(review, by))


def _by(session: Session, team: Team, review: Review) -> date:
    """The day by which the two are to have talked."""
    plan = store.plan(session, team.id) or Plan(team_id=team.id)
    return times.talk_by(review.held_on, plan.talk_within, team.calendar)


def _ask_both(session: Session, call: Call, team: Team, review: Review) -> None:
    closed, zone = team.calendar, call.zone
    first = times.first_asked(call.now, closed, zone)
    again = times.reminded(_by(session, team, review), closed, zone)
    until = max(first, again) + times.AFTER_PERIOD
    occurrences.plan(session, BOOK, review.id, "1", first, until)
    occurrences.plan(session, PREPARE, review.id, "1", first, until)
    if again > first:
        occurrences.plan(session, BOOK, review.id, "2", again, until)


def _show_round(session: Session, of: Round, now: datetime) -> None:
    for kind in (BEGINS, MIDWAY, ENDS):
        outbox.show_anew(session, kind, f"{of.team_id}:{of.period.key}:", now)


# --- the dialogue ----------------------------------------------------------------------------


def _waiting(session: Session, call: Call) -> tuple[Team, list[Review], Review | None]:
    """The leader's own reviews without a dialogue, and the one that the button names."""
    team = call.team
    found = [each for each in store.open_reviews(session, team.id) if _is_theirs(team, each)]
    named = call.named
    chosen = next((each for each in found if each.id == named), None)
    if not found or (named is not None and chosen is None):
        raise NoSuchReview
    return team, found, chosen


def open_book(session: Session, call: Call) -> Answer:
    _, waits, chosen = _waiting(session, call)
    at = chosen.talk_at.astimezone(call.zone) if chosen and chosen.talk_at else None
    return Answer(form=cards.book_form(call.nonce, call.name, waits, chosen, at))


def hand_in_book(session: Session, call: Call) -> Answer:
    """With one, or with several at once."""
    team, waits, _ = _waiting(session, call)
    wanted = set(call.field("who").split(","))
    chosen = [each for each in waits if str(each.id) in wanted]
    if not chosen:
        raise NobodyChosen
    at = appointed(call.field("day"), call.field("clock"), team=team, now=call.now, zone=call.zone)
    way = _way(call)
    for review in chosen:
        store.book(session, review.id, at, way)
        _plan_talk(session, call, team, review, at)
        for kind in (BOOK, TALKED, PREPARE):
            outbox.show_anew(session, kind, f"{review.id}:", call.now)
    return Answer(text=words.talks_booked([each.who for each in chosen], at, call.zone))


def _way(call: Call) -> Way:
    return Way.GROUP if call.field("way") == Way.GROUP else Way.ALONE


def _plan_talk(session: Session, call: Call, team: Team, review: Review, at: datetime) -> None:
    """Whoever is to come hears of it when they are at work, and the working day before."""
    closed, zone, key = team.calendar, call.zone, at.isoformat()
    for series in (BOOK, PREPARE, TALKED):
        occurrences.call_off(session, series, review.id, call.now)
    told, before = at_work(call.now, closed, zone), times.prepared(at, closed, zone)
    if told < at:
        occurrences.plan(session, PREPARE, review.id, f"told {key}", told, at)
    if before > told + timedelta(days=1):
        occurrences.plan(session, PREPARE, review.id, f"before {key}", before, at)
    due = times.asked_if_talked(at, closed, zone)
    occurrences.plan(session, TALKED, review.id, key, due, due + times.AFTER_PERIOD)


def open_talked(session: Session, call: Call) -> Answer:
    _, waits, chosen = _waiting(session, call)
    themes = _planned(session, call).themes
    form = cards.talked_form(call.nonce, call.name, waits, chosen, themes, call.today)
    return Answer(form=form)


def hand_in_talked(session: Session, call: Call) -> Answer:
    """The points are counted here and now, and with whom they came up is kept nowhere."""
    team, waits, _ = _waiting(session, call)
    plan = _planned(session, call)
    review = next((each for each in waits if str(each.id) == call.field("who")), None)
    if review is None:
        raise NobodyChosen
    day = day_that_was(call.field("day"), team=team, today=call.today)
    text = rules.agreement_text(call.field("text"))
    if text and not call.field("follow_up"):
        raise NoFollowUp
    follow_up = day_to_come(call.field("follow_up"), team=team, today=call.today) if text else None
    store.talked(session, review, day, _way(call))
    for series in (BOOK, PREPARE, TALKED):
        occurrences.call_off(session, series, review.id, call.now)
    if follow_up is not None:
        made = Agreement(
            team_id=team.id,
            who=review.who,
            leader_id=call.who.id,
            text=text,
            follow_up=follow_up,
        )
        _agree(session, call, team, made)
    for theme in rules.chosen(call.field("themes"), plan.themes):
        point = store.count(session, review.round_id, theme)
        if point.caseworkers == RECURS_WITH:
            _propose(session, point, call.who, call.now)
        elif point.recurs:
            outbox.show_anew(session, THEME, str(point.id), call.now)
    for kind in (BOOK, TALKED, PREPARE):
        outbox.show_anew(session, kind, f"{review.id}:", call.now)
    return Answer(text=words.TALK_KEPT)


def _agree(session: Session, call: Call, team: Team, made: Agreement) -> None:
    agreement_id = store.agree(session, made)
    address = to_person(made.who.id)
    outbox.want(session, AGREED, agreement_id, address, Priority.LINE, call.now)
    due = morning_of(made.follow_up, team.calendar, call.zone)
    until = due + times.AFTER_PERIOD
    occurrences.plan(session, FOLLOW_UP, agreement_id, "once", due, until)


def _propose(session: Session, point: Point, leader: Person, now: datetime) -> None:
    outbox.want(session, THEME, point.id, to_person(leader.id), Priority.PROMPT, now)


# --- by the clock, of one review -------------------------------------------------------------


def review_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The leader books, or says that it was held; the caseworker has something to think about."""
    review = store.review(session, int(occurrence.entity))
    team = people.find_team(session, review.team_id) if review else None
    if review is None or team is None or review.talked_on is not None:
        return
    if not _is_theirs(team, review) or team.leader is None:
        return
    if occurrence.series == BOOK and review.talk_at is not None:
        return
    who = review.who if occurrence.series == PREPARE else team.leader
    if who is review.who and not people.is_member(session, team.id, who.id):
        return
    if _is_away(session, who, now, zone) or asked_at(now, team.calendar, zone) != now:
        rhythm.put_off(session, occurrence, team, now, zone)
        return
    entity = f"{review.id}:{occurrence.key}"
    address = to_person(who.id)
    outbox.want(session, occurrence.series, entity, address, Priority.PROMPT, now)


def follow_up_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Both are reminded; whoever leads the team no more is not."""
    made = store.agreement(session, int(occurrence.entity))
    team = people.find_team(session, made.team_id) if made else None
    if made is None or team is None or made.done:
        return
    if asked_at(now, team.calendar, zone) != now:
        rhythm.put_off(session, occurrence, team, now, zone)
        return
    leader = team.leader
    for who in (made.who, leader):
        if who is not None and (who == made.who or made.leader_id == who.id):
            entity = f"{made.id}:{who.id}"
            address = to_person(who.id)
            outbox.want(session, FOLLOW_UP, entity, address, Priority.PROMPT, now)


def followed(session: Session, call: Call) -> Answer:
    """Either of the two says so."""
    named = call.named
    made = store.agreement(session, named) if named is not None else None
    team = call.team
    if made is None or made.team_id != team.id:
        raise NoSuchAgreement
    theirs = made.leader_id == call.who.id and team.leader == call.who
    if call.who != made.who and not theirs:
        raise NoSuchAgreement
    store.followed(session, made.id)
    occurrences.call_off(session, FOLLOW_UP, made.id, call.now)
    outbox.show_anew(session, FOLLOW_UP, f"{made.id}:", call.now)
    return Answer(card=cards.said(words.OVER))


# --- what recurs -----------------------------------------------------------------------------


def _recurring(session: Session, call: Call) -> Point:
    named = call.named
    point = store.point(session, named) if named is not None else None
    if point is None or point.team_id != call.team.id or not point.recurs or point.settled:
        raise NoSuchPoint
    return point


def topic(session: Session, call: Call) -> Answer:
    """One press: it is offered first at a meeting without a case."""
    point, team = _recurring(session, call), call.team
    said = words.topic(point)
    rest = [other for other in people.topics(session, team.id) if other != said]
    if len(rest) >= LINES_AT_MOST:
        raise TooManyLines(len(rest) + 1)
    people.save_topics(session, team.id, [said, *rest])
    return _settled(session, call, point, Settled.MEETING)


def not_now(session: Session, call: Call) -> Answer:
    return _settled(session, call, _recurring(session, call), Settled.NOT_NOW)


def _settled(session: Session, call: Call, point: Point, way: Settled) -> Answer:
    store.settle(session, point.id, way)
    outbox.show_anew(session, THEME, str(point.id), call.now)
    found = store.point(session, point.id)
    return Answer(card=cards.said(words.settled(found or point)))


def open_improve(session: Session, call: Call) -> Answer:
    point, team = _recurring(session, call), call.team
    members = list(people.directory(session, team.id).values())
    return Answer(form=cards.improve_form(call.nonce, call.name, point, members))


def hand_in_improve(session: Session, call: Call) -> Answer:
    """On the team's list of what is to be changed, with an owner and a day."""
    point, team = _recurring(session, call), call.team
    known = people.directory(session, team.id)
    owner = known.get(number(call.field("owner")) or 0)
    if owner is None:
        raise NotAMember
    fresh = Improvement(
        team_id=team.id,
        practice_id=None,
        kind=ImprovementKind.PRACTICE,
        text=required(call.field("text"), most=IMPROVEMENT_AT_MOST),
        owner=owner,
        due_on=day_to_come(call.field("due_on"), team=team, today=call.today),
    )
    improvement_id = improvement.add(session, fresh, call.now)
    due = morning_of(fresh.due_on, team.calendar, call.zone)
    occurrences.plan(session, improvement.DUE, improvement_id, "once", due)
    _settled(session, call, point, Settled.IMPROVEMENT)
    return Answer(text=words.IMPROVE_KEPT)


# --- what a round showed ---------------------------------------------------------------------


def _round_of(session: Session, call: Call) -> Round:
    """That the button names, if it is open."""
    team = call.team
    found = [each for each in store.rounds(session) if each.team_id == team.id]
    of = next((each for each in found if each.id == call.named), None)
    if of is None or of.closed:
        raise NoRound
    return of


def open_need(session: Session, call: Call) -> Answer:
    _round_of(session, call)
    return Answer(form=cards.need_form(call.nonce, call.name))


def hand_in_need(session: Session, call: Call) -> Answer:
    of = _round_of(session, call)
    text = rules.need_text(call.field("text"))
    store.need(session, Need(team_id=of.team_id, period=of.period, text=text), call.now)
    _close(session, call, of)
    return Answer(text=words.NEED_KEPT)


def no_need(session: Session, call: Call) -> Answer:
    _close(session, call, _round_of(session, call))
    return Answer(card=cards.said(words.NO_NEED_KEPT))


def _close(session: Session, call: Call, of: Round) -> None:
    store.close(session, of.id)
    for series in (MIDWAY, ENDS):
        occurrences.call_off(session, series, of.team_id, call.now)
    _show_round(session, of, call.now)


# --- what the messages show ------------------------------------------------------------------


def _of_round(session: Session, entity: str) -> tuple[Team | None, Plan | None, Round | None]:
    team_id, key, _ = entity.split(":", 2)
    period = Period.read(key)
    assert period is not None  # noqa: S101
    team = people.find_team(session, int(team_id))
    if team is None:
        return None, None, None
    of = store.of_period(session, team.id, period)
    return team, store.plan(session, team.id), of


def _begins_message(session: Session, entity: str, now: datetime) -> Built:
    team, plan, of = _of_round(session, entity)
    if team is None or plan is None or of is None or of.closed or of.reviewed:
        return only_as_update(session, BEGINS, entity, words.OVER)
    return shown(cards.begins(team, plan, of.period), words.TITLE)


def _midway_message(session: Session, entity: str, now: datetime) -> Built:
    team, plan, of = _of_round(session, entity)
    left = len(_left(session, team, of)) if team and of else 0
    if team is None or plan is None or of is None or of.closed or not left:
        return only_as_update(session, MIDWAY, entity, words.OVER)
    return shown(cards.midway(team, plan, of.period, left), words.TITLE)


def _ends_message(session: Session, entity: str, now: datetime) -> Built:
    team, _, of = _of_round(session, entity)
    if team is None or of is None or of.closed:
        return only_as_update(session, ENDS, entity, words.OVER)
    return shown(cards.ends(team, of), words.TITLE)


def _of_review(session: Session, entity: str) -> tuple[Team | None, Review | None]:
    """None: it is over for whoever held it."""
    review = store.review(session, int(entity.partition(":")[0]))
    team = people.find_team(session, review.team_id) if review else None
    if review is None or team is None or not _is_theirs(team, review):
        return None, None
    return team, review


def _book_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team, review = _of_review(session, entity)
    plan = store.plan(session, team.id) if team else None
    if team is None or review is None or plan is None:
        return only_as_update(session, BOOK, entity, words.OVER)
    if review.talked_on is not None:
        return only_as_update(session, BOOK, entity, words.talked(review))
    if review.talk_at is not None:
        return only_as_update(session, BOOK, entity, words.booked(review, zone))
    by = _by(session, team, review)
    return shown(cards.book(review, by, plan), words.BOOK_TITLE)


def _talked_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team, review = _of_review(session, entity)
    if team is None or review is None:
        return only_as_update(session, TALKED, entity, words.OVER)
    if review.talked_on is not None:
        return only_as_update(session, TALKED, entity, words.talked(review))
    if review.talk_at is None or review.talk_at > now:  # booked for another day
        return only_as_update(session, TALKED, entity, words.booked(review, zone))
    return shown(cards.was_talked(review, zone), words.TALKED_TITLE)


def _prepare_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    team, review = _of_review(session, entity)
    if team is None or review is None or review.talked_on is not None:
        return only_as_update(session, PREPARE, entity, words.OVER)
    by = _by(session, team, review)
    card = cards.prepare(team.leader, review, by, store.plan(session, team.id), zone)
    return shown(card, words.PREPARE_TITLE)


def _agreed_message(session: Session, entity: str, now: datetime) -> Built:
    made = store.agreement(session, int(entity))
    if made is None:
        return only_as_update(session, AGREED, entity, words.OVER)
    leader = people.directory(session, made.team_id).get(made.leader_id or 0)
    return shown(cards.agreed(leader, made), words.AGREED_TITLE)


def _follow_up_message(session: Session, entity: str, now: datetime) -> Built:
    agreement_id, person_id = map(int, entity.split(":"))
    made = store.agreement(session, agreement_id)
    if made is None or made.done or person_id not in (made.who.id, made.leader_id):
        return only_as_update(session, FOLLOW_UP, entity, words.OVER)
    leader = people.directory(session, made.team_id).get(made.leader_id or 0)
    other = made.who.name if person_id != made.who.id else leader.name if leader else "din leder"
    return shown(cards.follow_up(made, other), words.FOLLOW_TITLE)


def _theme_message(session: Session, entity: str, now: datetime) -> Built:
    point = store.point(session, int(entity))
    if point is None or not point.recurs:
        return only_as_update(session, THEME, entity, words.OVER)
    if point.settled is not None:
        return only_as_update(session, THEME, entity, words.settled(point))
    return shown(cards.recurs(point), words.THEME_TITLE)


# --- the season ------------------------------------------------------------------------------


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """Of what is between two people only that there is something, and to the one whom it is
    for."""
    for team in rhythm.teams(session):
        plan = store.plan(session, team.id)
        if plan is None:
            continue
        found = [
            *_of_periods(session, team, plan, after, until, zone),
            *_of_reviews(session, team, until),
            *_of_agreements(session, team, until),
        ]
        yield from (each for each in found if after < each.at <= until)


def _of_periods(
    session: Session,
    team: Team,
    plan: Plan,
    after: datetime,
    until: datetime,
    zone: ZoneInfo,
) -> Iterator[Foreseen]:
    period, last = plan.period(local_day(after, zone)).before, local_day(until, zone)
    while period.first <= last:
        of = store.of_period(session, team.id, period)
        past = of is None and period.after.first <= local_day(after, zone)
        if not past and (of is None or not of.closed):
            at = times.times(period, team.calendar, zone)
            left = len(_left(session, team, of) if of else caseworkers(session, team))
            asks = words.ends(team, period)
            told = [
                (BEGINS, at.begins, words.BEGINS_TITLE, words.begins(team, plan, period)),
                (MIDWAY, at.midway, words.MIDWAY_TITLE, words.midway(team, period, left)),
                (ENDS, at.ends, words.ENDS_TITLE, asks),
                (ENDS, at.over, words.ENDS_TITLE, asks),
            ]
            for series, time, title, text in told:
                if (series == MIDWAY and not left) or (series == BEGINS and of is not None):
                    continue
                nominal, because = moved(time.at, time.nominal, team.calendar, zone)
                yield Foreseen(
                    at=time.at,
                    series=series,
                    whom=f"{words.LEADER}, {team.name}",
                    title=title,
                    text=text,
                    nominal=nominal,
                    because=because,
                    team_id=team.id,
                    person_id=team.leader.id if team.leader else None,
                )
        period = period.after


def _of_reviews(session: Session, team: Team, until: datetime) -> Iterator[Foreseen]:
    for review in store.open_reviews(session, team.id):
        for each in occurrences.upcoming(session, str(review.id), until):
            if each.series in (BOOK, PREPARE, TALKED) and _is_theirs(team, review):
                whose = review.who if each.series == PREPARE else team.leader
                yield _private(each, team, whose)


def _of_agreements(session: Session, team: Team, until: datetime) -> Iterator[Foreseen]:
    for made in store.agreements_of(session, team):
        for each in occurrences.upcoming(session, str(made.id), until):
            if each.series == FOLLOW_UP and not made.done:
                yield _private(each, team, made.who)
                yield _private(each, team, team.leader)


def _private(of: Occurrence, team: Team, who: Person | None) -> Foreseen:
    role = words.LEADER if who == team.leader else words.CASEWORKER
    return Foreseen(
        at=of.due_at,
        series=of.series,
        whom=f"{role}, {team.name}",
        title=words.TITLE,
        text=words.FORESEEN[of.series],
        team_id=team.id,
        person_id=who.id if who else None,
    )


def looks_back(
    session: Session, since: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[Behind]:
    """Whole rounds, for whoever leads: with whom it was held is between two."""
    for of in store.rounds(session):
        team = people.find_team(session, of.team_id)
        if team is None or (of.closed and of.period.after.first <= local_day(since, zone)):
            continue
        at = times.times(of.period, team.calendar, zone)
        if of.closed or at.ends.at <= now:
            yield Behind(
                on=local_day(at.ends.at, zone),
                title=words.round_of(of.period),
                done=of.closed,
                due_until=local_day(at.over.at, zone),
                team_id=team.id,
                person_id=team.leader.id if team.leader else None,
                readers=Reader.LEADING,
            )


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={"ledelsestilsyn": Command(show), "tilsyn": Command(show)},
        presses={
            "tilsyn.show": show,
            "tilsyn.agreements": show_agreements,
            "tilsyn.followed": followed,
            "tilsyn.no_need": no_need,
            "tilsyn.topic": topic,
            "tilsyn.not_now": not_now,
        },
        dialogs={
            "tilsyn.plan": Dialog(
                open=open_plan, hand_in=hand_in_plan, texts=("theme", "themes"), naming=("link",)
            ),
            "tilsyn.tick": Dialog(open=open_tick, hand_in=hand_in_tick),
            "tilsyn.book": Dialog(open=open_book, hand_in=hand_in_book),
            "tilsyn.talked": Dialog(open=open_talked, hand_in=hand_in_talked, texts=("text",)),
            "tilsyn.need": Dialog(open=open_need, hand_in=hand_in_need, texts=("text",)),
            "tilsyn.improve": Dialog(open=open_improve, hand_in=hand_in_improve, texts=("text",)),
        },
        kinds={
            BEGINS: Kind(title=words.BEGINS_TITLE, build=_begins_message),
            MIDWAY: Kind(title=words.MIDWAY_TITLE, build=_midway_message),
            ENDS: Kind(title=words.ENDS_TITLE, build=_ends_message),
            BOOK: Kind(
                title=words.BOOK_TITLE, build=partial(_book_message, zone=zone), quiet=True
            ),
            TALKED: Kind(
                title=words.TALKED_TITLE, build=partial(_talked_message, zone=zone), quiet=True
            ),
            PREPARE: Kind(
                title=words.PREPARE_TITLE, build=partial(_prepare_message, zone=zone), quiet=True
            ),
            AGREED: Kind(title=words.AGREED_TITLE, build=_agreed_message, quiet=True),
            FOLLOW_UP: Kind(title=words.FOLLOW_TITLE, build=_follow_up_message, quiet=True),
            THEME: Kind(title=words.THEME_TITLE, build=_theme_message),
        },
        refusal=words.refusal,
        occasions={
            MONTH: partial(period_begins, zone=zone, every=Every.MONTH),
            QUARTER: partial(period_begins, zone=zone, every=Every.QUARTER),
            **{
                series: partial(occasion, zone=zone)
                for series, occasion in {
                    BEGINS: begins_due,
                    MIDWAY: midway_due,
                    ENDS: ends_due,
                    BOOK: review_due,
                    PREPARE: review_due,
                    TALKED: review_due,
                    FOLLOW_UP: follow_up_due,
                }.items()
            },
        },
        series={
            BEGINS: words.BEGINS_TITLE,
            MIDWAY: words.MIDWAY_TITLE,
            ENDS: words.ENDS_TITLE,
        },
        foresees=partial(foresees, zone=zone),
        looks_back=partial(looks_back, zone=zone),
    )
