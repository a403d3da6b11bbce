"""What leaders and the leader group do: decide wish by wish, tell each person, then all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, number
from bot.courses import telling
from bot.courses.telling import (
    ANSWER,
    COMPLETE,
    ENROLLED,
    LATER,
    NEW,
    ORIENTATION,
    OWED,
    ROUND,
    TALKS,
    TOLD,
    entity_of,
    in_private,
    reply,
    tell,
)
from bot.courses.wishes import area_title
from bot.files import Offered
from bot.kinds import show
from bot.links import File, Links, Ticket
from bot.outbox import Built
from dialogs.calendar.days import asked_at, local_day, morning_of
from dialogs.cards import Card, Form
from dialogs.courses import areas as rules_of_areas
from dialogs.courses import cards, feedback, hints, registering, words
from dialogs.courses import year as years
from dialogs.courses.cards import PAGE, Beside
from dialogs.courses.wish import (
    TOLD_BY,
    Actor,
    Decision,
    Move,
    NoSuchWish,
    NotAllowed,
    State,
    Track,
    WaitsForRound,
    Wish,
)
from dialogs.courses.year import ENROL_ASKED_AFTER, decided_year, is_frozen, money
from dialogs.exports import XLSX, xlsx
from dialogs.people.person import Person
from dialogs.privacy.audit import Action
from dialogs.text import required
from storage import audit, calendar, courses, occurrences, outbox, people
from storage.courses import Talk
from storage.occurrences import Occurrence
from storage.outbox import Priority, to_chat
from storage.store import Session

FILE = "courses"
_GONE = (State.WITHDRAWN, State.LAPSED)
_OPEN = (State.WISHED, State.DISCUSSED)
_IN_ROUND = (State.COLLECTED, State.PRIORITISED)
_AT_ONCE = (Track.AT_ONCE, Track.AD_HOC, Track.REPRESENTATIVE)
_MAY_LAPSE = (State.GRANTED, State.ENROLLED)


# --- wish by wish ----------------------------------------------------------------------------


def team_list(session: Session, call: Call) -> Answer:
    """The wishes of the teams that the asker leads, from this year on."""
    in_private(call)
    teams = {team.id for team in telling.led_by(session, call.who)}
    found = [
        wish
        for wish in courses.wishes(session, teams=teams)
        if wish.year >= call.today.year and wish.state not in _GONE and wish.who != call.who
    ]
    found.sort(key=lambda wish: (wish.who.name, wish.id))
    first = min(number(call.field("page")) or 0, max(len(found) - 1, 0))
    card = cards.listed(words.TEAM, found[first : first + PAGE], first, len(found))
    return Answer(card=card, anew=True)


def one(session: Session, call: Call) -> Answer:
    """One wish with what is worth thinking of; without an id the next that waits in the round."""
    in_private(call)
    if call.name:
        wish = telling.seen_by(session, call.who, call.id)
    else:
        waiting = _waiting(session, call)
        if not waiting:
            return Answer(card=cards.said(words.NOTHING_LEFT), anew=True)
        wish = waiting[0]
    return Answer(card=_card(session, call, wish), anew=True)


def _card(session: Session, call: Call, wish: Wish) -> Card:
    acts = telling.acts_as(session, call.who, wish)
    beside = _beside(session, wish, in_group=Actor.LEADER_GROUP in acts)
    next_ = _after(session, call, wish) if Actor.LEADER_GROUP in acts else None
    return cards.decided_on(
        wish,
        beside,
        may_decide=_may_decide(wish, acts),
        next_id=next_.id if next_ else None,
    )


def _may_decide(wish: Wish, acts: frozenset[Actor]) -> bool:
    if wish.state in _IN_ROUND and wish.track is Track.ROUND:
        return Actor.LEADER_GROUP in acts
    at_once = wish.state in _OPEN and wish.track in _AT_ONCE
    return (at_once or wish.state in _MAY_LAPSE) and Actor.LEADER in acts


def _waiting(session: Session, call: Call) -> list[Wish]:
    """What the leader group has not decided, and the asker may: by team and name, which says
    nothing of what comes first."""
    of = decided_year(call.today)
    found = [
        wish
        for wish in courses.wishes(session, year=of, states=(State.COLLECTED,))
        if wish.track is Track.ROUND and wish.who != call.who
    ]
    return sorted(found, key=partial(_place, session))


def _place(session: Session, wish: Wish) -> tuple[str, str, int]:
    team = telling.team_of(session, wish)
    return (team.name if team else "", wish.who.name, wish.id)


def _after(session: Session, call: Call, wish: Wish) -> Wish | None:
    waiting = [each for each in _waiting(session, call) if each.id != wish.id]
    here = _place(session, wish)
    later = [each for each in waiting if _place(session, each) > here]
    return next(iter(later or waiting), None)


def _beside(session: Session, wish: Wish, *, in_group: bool) -> Beside:
    year = courses.year(session, wish.year)
    others = courses.wishes(session, year=wish.year)
    of_person = courses.wishes_of(session, wish.who.id)
    team = telling.team_of(session, wish)
    return Beside(
        area=area_title(session, wish),
        team=team.name if team else "",
        hints=hints.hints(wish, of_person, year, others),
        earlier=hints.earlier(wish, of_person),
        money=words.the_money(money(year, others), wish.year),
        considered=courses.considerations(session, wish.id) if in_group else (None, None, None),
    )


def open_decide(session: Session, call: Call) -> Answer:
    wish, acts = _to_decide(session, call)
    in_round = wish.state in _IN_ROUND
    return Answer(form=_decide_form(session, call, wish, acts, in_round=in_round))


def _decide_form(
    session: Session, call: Call, wish: Wish, acts: frozenset[Actor], *, in_round: bool
) -> Form:
    return cards.decide_form(
        call.nonce,
        wish,
        _beside(session, wish, in_group=Actor.LEADER_GROUP in acts),
        in_round=in_round,
        may_lapse=wish.state in _MAY_LAPSE,
    )


def _to_decide(session: Session, call: Call) -> tuple[Wish, frozenset[Actor]]:
    """Raises NoSuchWish, WaitsForRound or NotAllowed."""
    wish = telling.seen_by(session, call.who, call.id)
    acts = telling.acts_as(session, call.who, wish)
    if not _may_decide(wish, acts):
        if wish.track is Track.ROUND and wish.state in _OPEN:
            raise WaitsForRound(wish.year)
        move = Move.PRIORITISE if wish.state in _IN_ROUND else Move.GRANT
        raise NotAllowed(wish.state, move)
    return wish, acts


def hand_in_decide(session: Session, call: Call) -> Answer:
    wish, acts = _to_decide(session, call)
    if wish.state in _MAY_LAPSE:
        courses.move(session, wish, Move.LAPSE, acts, call.now)
        outbox.show_anew(session, ENROLLED, str(wish.id), call.now)
        return Answer(text=words.TICKS_SAVED)
    if wish.track is Track.ROUND:
        return _prioritise(session, call, wish, acts)
    # Whenever it was registered, it draws on the year in which it is decided.
    wish = replace(wish, year=call.today.year)
    year = courses.lock_year(session, wish.year)
    beside = _beside(session, wish, in_group=False)
    decision, reason = hints.decided(call.field("decision"), call.field("reason"), beside.hints)
    if decision is Decision.GRANT:
        years.check_grant(year, wish, courses.wishes(session, year=wish.year))
    answered = replace(wish, decision=decision, reason=reason)
    there = courses.move(session, answered, TOLD_BY[decision], acts, call.now)
    reply(session, ANSWER, wish.id, wish.who, call.now)
    outbox.show_anew(session, NEW, f"{wish.id}-", call.now)
    _ask_later(session, there, call.now, call.zone)
    return Answer(text=words.decided_at_once(decision))


def _prioritise(session: Session, call: Call, wish: Wish, acts: frozenset[Actor]) -> Answer:
    year = courses.lock_year(session, wish.year)
    beside = _beside(session, wish, in_group=True)
    decision, reason = hints.decided(call.field("decision"), call.field("reason"), beside.hints)
    considered = [
        hints.consideration(call.field(name)) for name in ("need", "motivation", "retention")
    ]
    if decision is Decision.GRANT:
        years.check_grant(year, wish, courses.wishes(session, year=wish.year))
    decided = replace(wish, decision=decision, reason=reason)
    courses.move(session, decided, Move.PRIORITISE, acts, call.now)
    courses.consider(session, wish.id, considered)
    left = _stand(session, wish.year, call)
    _show_round(session, wish.year, call.now)
    if not left.undecided:
        _tell_who_owes(session, wish.year, call)
    if call.field("as") == cards.NEXT:
        waiting = _after(session, call, wish)
        if waiting is not None:
            next_acts = telling.acts_as(session, call.who, waiting)
            form = _decide_form(session, call, waiting, next_acts, in_round=True)
            return Answer(form=form)
    return Answer(text=words.decided(left.undecided))


def _ask_later(session: Session, wish: Wish, now: datetime, zone: ZoneInfo) -> None:
    """Whether they have signed up."""
    if wish.state is State.GRANTED:
        due = asked_at(now + ENROL_ASKED_AFTER, calendar.of_department(session), zone)
        occurrences.plan(session, ENROLLED, wish.id, "once", due)


def _stand(session: Session, of: int, call: Call) -> feedback.Stand:
    wishes = courses.wishes(session, year=of)
    return feedback.stand(wishes, courses.postponed(session, of), call.today)


def _show_round(session: Session, of: int, now: datetime) -> None:
    for who in telling.leader_group(session):
        outbox.show_anew(session, ROUND, f"{who.id}-{of}-", now)


# --- MUS -------------------------------------------------------------------------------------


def open_talks(session: Session, call: Call) -> Answer:
    in_private(call)
    of = _talks_year(call)
    who = _led_people(session, call)
    if not who:
        return Answer(text=words.NOBODY_IN_TEAM)
    talks = courses.talks(session, of, [each.id for each in who])
    booked = [person_id for person_id, talk in talks.items() if talk.booked]
    planned = [person_id for person_id, talk in talks.items() if talk.planned]
    return Answer(form=cards.talks_form(call.nonce, of, who, booked, planned))


def _talks_year(call: Call) -> int:
    """The window of the autumn is for the year after it; December still belongs to it."""
    return call.today.year + 1


def _led_people(session: Session, call: Call) -> list[Person]:
    found = {
        who.id: who
        for team in telling.led_by(session, call.who)
        for who in telling.employees(session, team)
        if who != call.who
    }
    return sorted(found.values(), key=lambda who: who.name)


def hand_in_talks(session: Session, call: Call) -> Answer:
    """A plan that is made means that the wishes were talked about."""
    in_private(call)
    of = call.id if call.id in (call.today.year, call.today.year + 1) else _talks_year(call)
    assert of is not None  # noqa: S101
    booked, planned = (set(call.field(name).split(",")) for name in ("booked", "planned"))
    who = _led_people(session, call)
    before = courses.talks(session, of, [each.id for each in who])
    for each in who:
        talk = Talk(
            booked=str(each.id) in booked,
            ready=before[each.id].ready,
            planned=str(each.id) in planned,
        )
        if talk == before[each.id]:
            continue
        courses.note_talk(session, each.id, of, talk, call.now)
        if talk.planned and not before[each.id].planned:
            _discussed(session, each, call)
        outbox.show_anew(session, telling.PREPARE, f"{each.id}-{of}-", call.now)
    outbox.show_anew(session, TALKS, f"{call.who.id}-{of}-", call.now)
    return Answer(text=words.TICKS_SAVED)


def _discussed(session: Session, who: Person, call: Call) -> None:
    for wish in courses.wishes_of(session, who.id):
        acts = telling.acts_as(session, call.who, wish)
        if wish.state is State.WISHED and Actor.LEADER in acts:
            courses.move(session, wish, Move.DISCUSS, acts, call.now)


# --- each person first -----------------------------------------------------------------------


def owed_by(session: Session, who: Person, of: int) -> list[Person]:
    """Whom this leader has not told yet, of those whose wishes are all decided."""
    by_person: dict[int, list[Wish]] = {}
    for wish in courses.wishes(session, year=of, states=_IN_ROUND):
        if wish.track is Track.ROUND and wish.who.id:
            by_person.setdefault(wish.who.id, []).append(wish)
    found = [
        wishes[0].who
        for wishes in by_person.values()
        if all(wish.state is State.PRIORITISED for wish in wishes)
        and Actor.LEADER in telling.acts_as(session, who, wishes[0])
    ]
    return sorted(found, key=lambda each: each.name)


def open_give(session: Session, call: Call) -> Answer:
    """First whose, then what to say."""
    in_private(call)
    of = decided_year(call.today)
    if call.id is not None:
        return Answer(form=_give_form(session, call, call.id, of))
    owed = owed_by(session, call.who, of)
    if not owed:
        return Answer(text=words.NOBODY_OWED)
    return Answer(form=cards.choose_form(call.nonce, owed))


def _give_form(session: Session, call: Call, person_id: int, of: int) -> Form:
    wishes = _to_tell(session, call, person_id, of)
    return cards.give_form(call.nonce, wishes[0].who, words.draft(wishes))


def _to_tell(session: Session, call: Call, person_id: int, of: int) -> list[Wish]:
    """Raises NoSuchWish when it is another leader's to tell, NothingToTell or NotDecidedYet."""
    of_person = [wish for wish in courses.wishes_of(session, person_id) if wish.year == of]
    if not of_person:
        raise feedback.NothingToTell
    if Actor.LEADER not in telling.acts_as(session, call.who, of_person[0]):
        raise NoSuchWish
    return feedback.to_tell(of_person[::-1])


def hand_in_give(session: Session, call: Call) -> Answer:
    in_private(call)
    of = decided_year(call.today)
    if not call.name:
        chosen = number(call.field("who"))
        if chosen is None:
            raise feedback.NothingToTell
        return Answer(form=_give_form(session, call, chosen, of))
    person_id = call.id
    if person_id is None:
        raise feedback.NothingToTell
    wishes = _to_tell(session, call, person_id, of)
    way = call.field("as")
    if way == cards.LATER:
        until = feedback.postponed_until(call.field("until"), call.today)
        courses.postpone(session, person_id, of, until)
        due = morning_of(until, calendar.of_department(session), call.zone)
        occurrences.plan(session, LATER, f"{person_id}-{of}", until.isoformat(), due)
        _after_feedback(session, of, call)
        return Answer(text=words.POSTPONED)
    text = None
    if way != cards.TOLD_MYSELF:
        text = required(call.field("text"), most=feedback.TEXT_AT_MOST)
    acts = telling.acts_as(session, call.who, wishes[0])
    for wish in wishes:
        assert wish.decision is not None  # noqa: S101
        there = courses.move(session, wish, TOLD_BY[wish.decision], acts, call.now)
        _ask_later(session, there, call.now, call.zone)
    courses.give(session, person_id, of, text, call.now)
    if text is not None:
        reply(session, TOLD, entity_of(person_id, of, "told"), wishes[0].who, call.now)
    _after_feedback(session, of, call)
    return Answer(text=words.GIVEN if text is None else words.SENT)


def _tell_who_owes(session: Session, of: int, call: Call) -> None:
    """As soon as the last wish of the round is decided."""
    wishes = courses.wishes(session, year=of, states=(State.PRIORITISED,))
    for who in {each for wish in wishes for each in telling.deciders(session, wish)}:
        tell(session, OWED, entity_of(who.id, of, "decided"), who, call.now)


def _after_feedback(session: Session, of: int, call: Call) -> None:
    outbox.show_anew(session, OWED, f"{call.who.id}-{of}-", call.now)
    _show_round(session, of, call.now)
    now = _stand(session, of, call)
    if not now.undecided and not now.owed and courses.year(session, of).told_at is None:
        for who in telling.leader_group(session):
            tell(session, COMPLETE, entity_of(who.id, of, "complete"), who, call.now)


# --- then all --------------------------------------------------------------------------------


def the_round(session: Session, call: Call) -> Answer:
    in_private(call)
    return Answer(card=_round_card(session, call), anew=True)


def _round_card(session: Session, call: Call) -> Card:
    """The round that is decided on; from the summer on, the next one's money beside it."""
    of = _round_shown(session, call)
    year = courses.year(session, of)
    wishes = courses.wishes(session, year=of)
    of_round = [w for w in wishes if w.track is Track.ROUND and w.state not in _GONE]
    frozen = is_frozen(of, call.today)
    when = "" if frozen else words.not_frozen(of, years.freezes_on(of))
    now = feedback.stand(wishes, courses.postponed(session, of), call.today)
    return cards.stand(of, len(of_round), now, money(year, wishes), frozen=when)


def _round_shown(session: Session, call: Call) -> int:
    """The one that still has something to do; else the one that is being collected."""
    of = decided_year(call.today)
    states = {wish.state for wish in courses.wishes(session, year=of)}
    if states & {*_IN_ROUND} or (
        courses.year(session, of).told_at is None and State.GRANTED in states
    ):
        return of
    return of if is_frozen(call.today.year + 1, call.today) else of + 1


def orient(session: Session, call: Call) -> Answer:
    """Impossible before everybody has their own answer."""
    in_private(call)
    of = decided_year(call.today)
    year = courses.year(session, of)
    feedback.check_orientation(_stand(session, of, call), told=year.told_at is not None)
    courses.save_year(session, replace(year, told_at=call.now))
    for team in people.all_teams(session):
        home = people.home(session, team.id)
        outbox.want(
            session,
            ORIENTATION,
            entity_of(team.id, of, "all"),
            to_chat(home),
            Priority.LINE,
            call.now,
        )
    for who in telling.leader_group(session):
        outbox.show_anew(session, COMPLETE, f"{who.id}-{of}-", call.now)
    return Answer(card=cards.said(words.ORIENTED), anew=True)


def open_budget(session: Session, call: Call) -> Answer:
    """`id`: the year that the card showed."""
    in_private(call)
    choices = _budget_years(call)
    of = call.id if call.id in choices and call.id is not None else choices[-1]
    return Answer(form=cards.budget_form(call.nonce, courses.year(session, of), choices))


def _budget_years(call: Call) -> tuple[int, int]:
    return (call.today.year, call.today.year + 1)


def hand_in_budget(session: Session, call: Call) -> Answer:
    in_private(call)
    of = number(call.field("year"))
    if of is None or of not in _budget_years(call):
        raise years.NotABudget
    year = courses.lock_year(session, of)
    try:
        budget, reserve = (
            registering.price_of(call.field(name), most=years.BUDGET_AT_MOST)
            for name in ("budget", "reserve")
        )
    except registering.NotAPrice:
        raise years.NotABudget from None
    small_price = registering.price_of(call.field("small_price") or str(year.small_price))
    small = registering.half_days_of(
        call.field("small_days") or words.typed_days(year.small_half_days)
    )
    tenure = registering.tenure_of(call.field("tenure"))
    changed = years.with_budget(year, budget, reserve, courses.wishes(session, year=of))
    courses.save_year(
        session,
        replace(
            changed,
            small_price=small_price,
            small_half_days=small,
            tenure=year.tenure if tenure is None else tenure,
        ),
    )
    return Answer(text=words.BUDGET_SAVED)


def open_areas(session: Session, call: Call) -> Answer:
    in_private(call)
    areas = rules_of_areas.in_force(courses.changed_areas(session))
    return Answer(form=cards.areas_form(call.nonce, areas))


def hand_in_areas(session: Session, call: Call) -> Answer:
    in_private(call)
    known = rules_of_areas.with_changes(courses.changed_areas(session))
    was = known.get(call.field("area"))
    if call.field("as") == cards.RETIRE:
        if was is None:
            raise rules_of_areas.NoSuchArea
        courses.save_area(session, replace(was, retired=True))
        return Answer(text=words.AREA_SAVED)
    chosen = call.field("group")
    groups = set(rules_of_areas.Group)
    group = rules_of_areas.Group(chosen) if chosen in groups else rules_of_areas.Group.ALL
    courses.save_area(session, rules_of_areas.renamed(was, call.field("title"), group, known))
    return Answer(text=words.AREA_SAVED)


# --- the sheet -------------------------------------------------------------------------------


def sheet(session: Session, call: Call, links: Links) -> Answer:
    in_private(call)
    of = _round_shown(session, call)
    url = links.to_file(audit.pseudonym(session, call.who.id), f"{FILE}:{of}")
    return Answer(card=cards.sheet_ready(url), anew=True)


def file(
    session: Session, person_id: int, ticket: Ticket, now: datetime, zone: ZoneInfo
) -> Callable[[], File] | None:
    """None: they are of the leader group no more."""
    who = Person(person_id, "")
    of = number(ticket.more)
    if of is None or not telling.is_in_leader_group(session, who):
        return None
    about = f"{FILE}:{of}"
    audit.note(session, Action.EXPORT_FETCHED, by=person_id, about=about, now=now)
    found = [
        wish
        for wish in courses.wishes(session, year=of)
        if wish.track is Track.ROUND and wish.state not in _GONE and wish.who.id
    ]
    found.sort(key=partial(_place, session))
    return partial(_written, of, [_row(session, wish) for wish in found], now)


def _row(session: Session, wish: Wish) -> Sequence[str]:
    beside = _beside(session, wish, in_group=False)
    decision = words.DECISIONS[wish.decision] if wish.decision else ""
    return (
        wish.title,
        beside.team,
        wish.who.name,
        wish.why,
        beside.area if wish.area else f"{words.OUTSIDE}: {wish.outside or ''}",
        words.KINDS[wish.kind],
        words.GROUNDS[wish.ground] if wish.ground else "",
        str(wish.price),
        words.typed_days(wish.half_days),
        " ".join(words.hint(each) for each in beside.hints),
        "\n".join(words.earlier(each) for each in beside.earlier),
        decision,
        wish.reason or "",
    )


def _written(of: int, rows: Sequence[Sequence[str]], now: datetime) -> File:
    noted = (words.SHEET_NOTE, *[""] * (len(words.COLUMNS) - 1))
    made = xlsx([(words.SHEET_NAME, words.COLUMNS, [*rows, noted])], now)
    return File(name=f"kursusoensker-{of}.xlsx", kind=XLSX, content=made)


FILES = {FILE: Offered(maker=file)}


# --- what the messages show ------------------------------------------------------------------


def later_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """Whoever was away is to be told now."""
    _, _, of = occurrence.entity.partition("-")
    for wish in untold(session, occurrence.entity)[:1]:
        for who in telling.deciders(session, wish):
            tell(session, OWED, entity_of(who.id, int(of), occurrence.key), who, now)


def untold(session: Session, entity: str) -> list[Wish]:
    """What somebody ("12-2027": who, and which budget year) has not been told."""
    person_id, of = map(int, entity.split("-"))
    return [
        wish
        for wish in courses.wishes_of(session, person_id)
        if wish.year == of and wish.state is State.PRIORITISED
    ]


def _away(session: Session, of: int, now: datetime, zone: ZoneInfo) -> set[int]:
    today = local_day(now, zone)
    return {who for who, until in courses.postponed(session, of).items() if today < until}


def owed_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    person_id, of, _ = telling.of_a_year(entity)
    away = _away(session, of, now, zone)
    owed = owed_by(session, Person(person_id, ""), of)
    names = [who.name for who in owed if who.id not in away]
    if not names:
        return telling.is_over(session, OWED, entity)
    return show(cards.owes(names), words.GIVE)


def told_message(session: Session, entity: str, now: datetime) -> Built:
    person_id, of, _ = telling.of_a_year(entity)
    text = courses.feedback(session, person_id, of)
    return show(cards.told(of, text), words.leader_wrote(of)) if text else None


def told_arrived(session: Session, entity: str, now: datetime) -> None:
    person_id, of, _ = telling.of_a_year(entity)
    courses.feedback_arrived(session, person_id, of)


def told_undelivered(session: Session, entity: str, reason: str, now: datetime) -> None:
    """The words go all the same: the decision stands under Mine ønsker."""
    told_arrived(session, entity, now)


def complete_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    _, of, _ = telling.of_a_year(entity)
    stand = feedback.stand(
        courses.wishes(session, year=of), courses.postponed(session, of), local_day(now, zone)
    )
    if stand.undecided or stand.owed or courses.year(session, of).told_at is not None:
        return telling.is_over(session, COMPLETE, entity)
    return show(cards.complete(of), words.round_title(of))


def orientation_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    _, of, _ = telling.of_a_year(entity)
    today = now.astimezone(zone).date()
    stand = feedback.stand(courses.wishes(session, year=of), courses.postponed(session, of), today)
    areas = rules_of_areas.with_changes(courses.changed_areas(session))
    return show(cards.orientation(of, stand.granted, areas), words.orientation(of))
