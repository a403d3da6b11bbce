"""Somebody's own course wishes: written, seen, changed, withdrawn, signed up for."""

from dataclasses import replace
from datetime import datetime

from bot.call import Answer, Call, number, teams_here
from bot.courses import telling
from bot.courses.telling import ANSWER, ENROLLED, NEW, PREPARE, WAITING, in_private, tell
from bot.kinds import show
from bot.outbox import Built
from dialogs.calendar.days import asked_at
from dialogs.cards import Card
from dialogs.courses import areas as rules_of_areas
from dialogs.courses import cards, registering, words
from dialogs.courses.cards import PAGE, May
from dialogs.courses.registering import Frozen
from dialogs.courses.wish import CAN_BE_EDITED, Actor, Move, NoSuchWish, State, Track, Wish, may
from dialogs.courses.year import ASKED_AGAIN_AFTER, decided_year, is_frozen, money, round_year
from dialogs.people.rights import Role
from dialogs.people.team import NoTeamHere
from storage import calendar, course_after, courses, occurrences, outbox, people, roles
from storage.occurrences import Occurrence
from storage.store import Session

_DECIDED_AT_ONCE = (Track.AT_ONCE, Track.AD_HOC, Track.REPRESENTATIVE)


def menu(session: Session, call: Call) -> Answer:
    """`kursusønske`: what there is for this person, and with a text the form with it. A chef sees
    the department's numbers."""
    department = roles.of_department(session, call.who.id)
    of_a_team = bool(people.teams_of(session, call.who.id))
    if Role.CHEF in department and Role.LEADER_GROUP not in department and not of_a_team:
        in_private(call)
        return Answer(card=_totals(session, call), anew=True)
    offered = May(
        wishes=bool(teams_here(session, call)),
        leads=bool(telling.led_by(session, call.who)),
        leader_group=Role.LEADER_GROUP in department,
        private=not call.in_group,
    )
    typed = registering.typed(call.rest) if offered.wishes else {}
    return Answer(card=cards.menu(offered, typed), anew=True)


def _totals(session: Session, call: Call) -> Card:
    of = decided_year(call.today)
    wishes = courses.wishes(session, year=of)
    counted = {
        words.STATES[state].capitalize(): sum(wish.state is state for wish in wishes)
        for state in State
    }
    known = {state: words.at_least_three(count) for state, count in counted.items() if count}
    return cards.totals(of, money(courses.year(session, of), wishes), known)


# --- one's own -------------------------------------------------------------------------------


def mine(session: Session, call: Call) -> Answer:
    """One of them by its id; else a page, the newest first."""
    in_private(call)
    if call.id is not None:
        return Answer(card=_own_card(session, _own(session, call)), anew=True)
    wishes = courses.wishes_of(session, call.who.id)
    first = min(number(call.field("page")) or 0, max(len(wishes) - 1, 0))
    card = cards.mine(wishes[first : first + PAGE], first, len(wishes))
    return Answer(card=card, anew=True)


def _own(session: Session, call: Call) -> Wish:
    wish = courses.wish(session, call.id) if call.id is not None else None
    if wish is None or wish.who != call.who:
        raise NoSuchWish
    return wish


def _own_card(session: Session, wish: Wish) -> Card:
    employee = {Actor.EMPLOYEE}
    return cards.own(
        wish,
        area_title(session, wish),
        may_edit=may(employee, wish.state, Move.EDIT),
        may_withdraw=may(employee, wish.state, Move.WITHDRAW),
        may_enrol=may(employee, wish.state, Move.ENROL),
    )


def area_title(session: Session, wish: Wish) -> str:
    known = rules_of_areas.with_changes(courses.changed_areas(session))
    area = known.get(wish.area or "")
    return area.title if area else words.OUTSIDE


def open_wish(session: Session, call: Call) -> Answer:
    """A new one; or with an id, one of their own that may still be changed."""
    areas = rules_of_areas.in_force(courses.changed_areas(session))
    if call.id is None:
        teams = teams_here(session, call)
        if not teams:
            raise NoTeamHere
        return Answer(form=cards.wish_form(call.nonce, areas, teams, typed=_typed(call)))
    wish = _editable(session, call)
    return Answer(form=cards.wish_form(call.nonce, areas, [], wish))


def _typed(call: Call) -> dict[str, str]:
    """What the button brought along."""
    return {name: said for name in ("title", "why") if (said := call.field(name))}


def _editable(session: Session, call: Call) -> Wish:
    wish = _own(session, call)
    if wish.track is Track.ROUND and is_frozen(wish.year, call.today):
        raise Frozen(wish.year)
    registering.check_open(wish)
    return wish


def hand_in_wish(session: Session, call: Call) -> Answer:
    areas = rules_of_areas.in_force(courses.changed_areas(session))
    was = _editable(session, call) if call.id is not None else None
    wish = registering.read(
        call.field,
        call.who,
        was.team_id if was else _team_id(session, call),
        areas={*areas, was.area} if was and was.area else areas,
        rules=courses.year(session, call.today.year),
        today=call.today,
        was=was,
    )
    if was is not None:
        changed = courses.move(session, wish, Move.EDIT, {Actor.EMPLOYEE}, call.now)
        _tell_deciders(session, changed, call.now)
        return Answer(text=words.CHANGED)
    registered = replace(wish, id=courses.add_wish(session, wish, call.now))
    _tell_deciders(session, registered, call.now)
    _ask_again(session, registered, call)
    _show_prepared(session, call, registered.year)
    late = wish.track is Track.ROUND and wish.year > call.today.year + 1
    return Answer(text=words.noted_late(wish) if late else words.noted(wish))


def _team_id(session: Session, call: Call) -> int:
    teams = teams_here(session, call)
    if not teams:
        raise NoTeamHere
    chosen = next((team for team in teams if str(team.id) == call.field("team")), teams[0])
    return chosen.id


def _tell_deciders(session: Session, wish: Wish, now: datetime) -> None:
    outbox.show_anew(session, NEW, f"{wish.id}-", now)
    if wish.track in _DECIDED_AT_ONCE:
        for who in telling.deciders(session, wish):
            tell(session, NEW, f"{wish.id}-{who.id}", who, now)


def _ask_again(session: Session, wish: Wish, call: Call) -> None:
    if wish.track in _DECIDED_AT_ONCE:
        due = asked_at(call.now + ASKED_AGAIN_AFTER, calendar.of_department(session), call.zone)
        occurrences.plan(session, WAITING, wish.id, "once", due)


def waiting_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """Whoever wrote has not heard anything yet."""
    wish = _of(session, occurrence.entity)
    if wish is None or wish.state not in CAN_BE_EDITED or wish.track not in _DECIDED_AT_ONCE:
        return
    for who in telling.deciders(session, wish):
        tell(session, NEW, f"{wish.id}-{who.id}-again", who, now)


def withdraw(session: Session, call: Call) -> Answer:
    in_private(call)
    wish = _own(session, call)
    # A grant that was not told goes with it: nobody has to hear of it any more.
    courses.move(session, replace(wish, decision=None), Move.WITHDRAW, {Actor.EMPLOYEE}, call.now)
    outbox.show_anew(session, NEW, f"{wish.id}-", call.now)
    outbox.show_anew(session, ENROLLED, str(wish.id), call.now)
    outbox.show_anew(session, course_after.ENDED, f"{wish.id}-", call.now)
    return Answer(text=words.WITHDRAWN)


def ready(session: Session, call: Call) -> Answer:
    """ "Jeg har ikke flere ønsker": the ladder of that year stops."""
    in_private(call)
    coming = (call.today.year + 1, call.today.year + 2)
    of = call.id if call.id is not None and call.id in coming else round_year(call.today)
    talk = courses.talks(session, of, [call.who.id])[call.who.id]
    courses.note_talk(session, call.who.id, of, replace(talk, ready=True), call.now)
    _show_prepared(session, call, of)
    return Answer(card=cards.said(words.READY))


def _show_prepared(session: Session, call: Call, of: int) -> None:
    outbox.show_anew(session, PREPARE, f"{call.who.id}-{of}-", call.now)


def open_enrol(session: Session, call: Call) -> Answer:
    wish = _own(session, call)
    registering.check_granted(wish)
    return Answer(form=cards.enrol_form(call.nonce, wish))


def hand_in_enrol(session: Session, call: Call) -> Answer:
    wish = _own(session, call)
    registering.check_granted(wish)
    first, last = registering.course_days(call.field("first"), call.field("last"), call.today)
    enrolled = replace(wish, starts_on=first, ends_on=last)
    there = courses.move(session, enrolled, Move.ENROL, {Actor.EMPLOYEE}, call.now)
    course_after.enrolled(session, there, call.now, call.zone)
    for kind in (ENROLLED, ANSWER):
        outbox.show_anew(session, kind, str(wish.id), call.now)
    return Answer(text=words.ENROLLED)


# --- what the messages show ------------------------------------------------------------------


def new_wish(session: Session, entity: str, now: datetime) -> Built:
    """To who decides; over when it was decided, withdrawn, or now goes to the round."""
    wish = _of(session, entity.partition("-")[0])
    if wish is None or wish.state not in CAN_BE_EDITED:
        return telling.is_over(session, NEW, entity)
    if wish.track not in _DECIDED_AT_ONCE:
        return telling.is_over(session, NEW, entity)
    return show(cards.new_wish(wish), words.TITLE)


def answer(session: Session, entity: str, now: datetime) -> Built:
    wish = _of(session, entity)
    if wish is None or wish.state not in (*_ANSWERED, State.ENROLLED):
        return telling.is_over(session, ANSWER, entity)
    return show(cards.answer(wish), "Svar på dit kursusønske")


_ANSWERED = (State.GRANTED, State.NOTED, State.REFUSED)


def enrolled_due(session: Session, occurrence: Occurrence, now: datetime) -> None:
    wish = _of(session, occurrence.entity)
    if wish is not None and wish.state is State.GRANTED:
        tell(session, ENROLLED, wish.id, wish.who, now)


def ask_enrolled(session: Session, entity: str, now: datetime) -> Built:
    wish = _of(session, entity)
    if wish is None or wish.state is not State.GRANTED:
        return telling.is_over(session, ENROLLED, entity)
    return show(cards.ask_enrolled(wish), words.ASK_ENROLLED)


def _of(session: Session, wish_id: str) -> Wish | None:
    try:
        return courses.wish(session, int(wish_id))
    except NoSuchWish:
        return None
