"""One supervision: booked, moved, cancelled or held; its themes, and the mail about it."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.call import Answer, Call
from bot.kinds import Built, only_as_update, show
from bot.supervision.names import (
    ANSWER_WITHIN,
    ASK,
    BOOKED,
    CANCELLED,
    DRAFT,
    HELD,
    LEARNED,
    MISSING,
    THEMES,
    leading,
)
from dialogs.calendar.appointment import appointed
from dialogs.calendar.days import asked_at, local_day, next_morning
from dialogs.calendar.period import Period
from dialogs.people.team import Team
from dialogs.supervision import booking as rules
from dialogs.supervision import cards, words
from dialogs.supervision import rhythm as times
from dialogs.supervision.booking import (
    NoSuchSupervision,
    NotHeldYet,
    State,
    Supervision,
)
from storage import occurrences, outbox, people, rhythm
from storage import supervision as store
from storage.occurrences import Occurrence, key_again
from storage.outbox import Priority, to_chat, to_person
from storage.store import Session

# --- by the clock ----------------------------------------------------------------------------


def themes_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    there = _as_booked(session, occurrence)
    team = people.find_team(session, there.team_id) if there else None
    if there is None or team is None or there.at is None or now >= there.at:
        return
    due = asked_at(now, team.calendar, zone)
    home = people.conversation(session, people.home(session, team.id))
    if home is None or home.left:
        return
    if due != now:
        key = key_again(str(there.version), local_day(due, zone))
        occurrences.plan(session, THEMES, there.id, key, due, there.at)
        return
    entity = f"{there.id}:{there.version}"
    outbox.want(session, THEMES, entity, to_chat(home.id), Priority.LINE, now)


def held_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """The working day after, and once more."""
    there = _as_booked(session, occurrence)
    team = people.find_team(session, there.team_id) if there else None
    if there is None or team is None:
        return
    who = leading(session, team, now, zone)
    version = str(there.version)
    if who is None or asked_at(now, team.calendar, zone) != now:
        rhythm.put_off(session, occurrence, team, now, zone)
        return
    again = occurrence.first_key.endswith("-2")
    if not again:
        due = times.after_again(now, team.calendar, zone)
        until = due + ANSWER_WITHIN
        occurrences.plan(session, HELD, there.id, f"{version}-2", due, until)
    entity = f"{there.id}:{version}:{2 if again else 1}"
    outbox.want(session, HELD, entity, to_person(who.id), Priority.PROMPT, now)


def _as_booked(session: Session, occurrence: Occurrence) -> Supervision | None:
    """None: it was moved, cancelled or held since this was planned."""
    there = store.get(session, int(occurrence.entity))
    version = occurrence.first_key.partition("-")[0]
    if there is None or there.state is not State.BOOKED or version != str(there.version):
        return None
    return there


# --- booked ----------------------------------------------------------------------------------


def open_book(session: Session, call: Call) -> Answer:
    form = cards.book_form(call.nonce, "supervision.book", call.name, words.BOOK)
    return Answer(form=form)


def hand_in_book(session: Session, call: Call) -> Answer:
    """The day decides the quarter."""
    team = call.team
    at = appointed_at(call)
    fresh = Supervision(
        team_id=team.id,
        quarter=Period.quarter(local_day(at, call.zone)),
        at=at,
        supervisor=rules.supervisor_name(call.field("supervisor")),
    )
    made = store.book(session, fresh)
    announce(session, call, made)
    return Answer(text=words.was_booked(made, call.zone))


def open_move(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    local = there.at.astimezone(call.zone) if there.at else None
    form = cards.book_form(
        call.nonce, "supervision.move", call.name, words.MOVE, there=there, at=local
    )
    return Answer(form=form)


def hand_in_move(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    at = appointed_at(call)
    supervisor = rules.supervisor_name(call.field("supervisor"))
    quarter = Period.quarter(local_day(at, call.zone))
    moved = store.move(session, replace(there, supervisor=supervisor), at, quarter)
    _call_off(session, there, call.now)
    announce(session, call, moved)
    return Answer(text=words.was_booked(moved, call.zone))


def cancel(session: Session, call: Call) -> Answer:
    """Whoever books is asked anew; late in the quarter the leader hears of it as well."""
    there = _booked(session, call)
    store.save(session, replace(there, state=State.CANCELLED))
    store.forget_themes(session, there.id)
    _call_off(session, there, call.now)
    _follow(session, there, call.now)
    team = call.team
    if there.at is not None and there.at > call.now:
        _to_group(session, BOOKED, f"{there.id}:{CANCELLED}", team, call.now)
    _draft(session, call, there, CANCELLED)
    if not there.extra:
        _ask_anew(session, team, there.quarter, call)
    return Answer(card=cards.said(words.cancelled(there, call.zone)))


def _ask_anew(session: Session, team: Team, quarter: Period, call: Call) -> None:
    due = next_morning(call.now, team.calendar, call.zone)
    _, ends = quarter.bounds(call.zone)
    if due >= ends:
        return
    key = key_again(quarter.key, local_day(due, call.zone))
    late = times.times(quarter, team.calendar, call.zone).missing.at <= call.now
    occurrences.plan(session, ASK, team.id, key, due, ends)
    if late and team.leader is not None:
        occurrences.plan(session, MISSING, team.id, key, due, ends)


def held(session: Session, call: Call) -> Answer:
    """The themes go, and what was learned in general is asked for."""
    there = _booked(session, call)
    if there.at is None or there.at > call.now:
        raise NotHeldYet
    store.save(session, replace(there, state=State.HELD))
    store.forget_themes(session, there.id)
    _call_off(session, there, call.now)
    _follow(session, there, call.now)
    _to_group(session, LEARNED, str(there.id), call.team, call.now)
    return Answer(card=cards.said(words.held_thanks(there)))


def _booked(session: Session, call: Call) -> Supervision:
    """Raises NoSuchSupervision: it is not this team's, or no longer to come."""
    named = call.named
    there = store.get(session, named) if named is not None else None
    if there is None or there.team_id != call.team.id or there.state is not State.BOOKED:
        raise NoSuchSupervision
    return there


def appointed_at(call: Call) -> datetime:
    day, clock = call.field("day"), call.field("clock")
    return appointed(day, clock, team=call.team, now=call.now, zone=call.zone)


def announce(session: Session, call: Call, made: Supervision) -> None:
    """To the team; a draft of the mail to whoever booked it; and its own dates are planned."""
    team = call.team
    assert made.at is not None  # noqa: S101
    _follow(session, made, call.now)
    _to_group(session, BOOKED, f"{made.id}:{made.version}", team, call.now)
    _draft(session, call, made, str(made.version))
    closed = team.calendar
    themes = times.themes(made.at, closed, call.zone).at
    if themes > call.now:
        occurrences.plan(session, THEMES, made.id, str(made.version), themes, made.at)
    due = times.after(made.at, closed, call.zone).at
    occurrences.plan(session, HELD, made.id, str(made.version), due, due + ANSWER_WITHIN)


def _call_off(session: Session, there: Supervision, now: datetime) -> None:
    for series in (THEMES, HELD):
        occurrences.call_off(session, series, there.id, now)


def _follow(session: Session, there: Supervision, now: datetime) -> None:
    """What stands somewhere about it, or about its quarter, shows how it is now."""
    for kind in (ASK, MISSING):
        outbox.show_anew(session, kind, f"{there.team_id}:{there.quarter.key}:", now)
    for kind in (BOOKED, THEMES, HELD):
        outbox.show_anew(session, kind, f"{there.id}:", now)


def _draft(session: Session, call: Call, there: Supervision, which: str) -> None:
    entity = f"{there.id}:{which}:{call.who.id}"
    outbox.want(session, DRAFT, entity, to_person(call.who.id), Priority.LINE, call.now)


def _to_group(session: Session, kind: str, entity: str, team: Team, now: datetime) -> None:
    address = to_chat(people.home(session, team.id))
    outbox.want(session, kind, entity, address, Priority.LINE, now)


# --- themes ----------------------------------------------------------------------------------


def open_theme(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    form = cards.theme_form(call.nonce, call.name, store.themes(session, there.id))
    return Answer(form=form)


def hand_in_theme(session: Session, call: Call) -> Answer:
    there = _booked(session, call)
    text = rules.theme_text(call.field("text"), len(store.themes(session, there.id)))
    store.add_theme(session, there.id, text)
    outbox.show_anew(session, THEMES, f"{there.id}:", call.now)
    return Answer(text=words.THEME_KEPT)


# --- what the messages show ------------------------------------------------------------------


def booked_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    if there is None:
        return None
    if version == CANCELLED:
        return show(cards.said(words.cancelled(there, zone)), words.TITLE)
    if there.state is State.BOOKED and version == str(there.version):
        return show(cards.booked(there, zone), words.booked(there, zone))
    line = cards.line_of(there, zone)
    return only_as_update(session, BOOKED, entity, line)


def themes_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    if there is None:
        return None
    if there.state is State.BOOKED and version == str(there.version):
        card = cards.themes_due(there, store.themes(session, there.id), zone)
        return show(card, words.themes_due(there, zone))
    return only_as_update(session, THEMES, entity, cards.line_of(there, zone))


def held_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    if there is None:
        return None
    if there.state is State.BOOKED and version == str(there.version):
        return show(cards.was_it_held(there, zone), words.was_it_held(there, zone))
    return only_as_update(session, HELD, entity, cards.line_of(there, zone))


def _of_message(session: Session, entity: str) -> tuple[Supervision | None, str]:
    supervision_id, version = entity.split(":")[:2]
    return store.get(session, int(supervision_id)), version


def learned_message(session: Session, entity: str, now: datetime) -> Built:
    return show(cards.learned(), words.LEARNED)


def draft_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    there, version = _of_message(session, entity)
    team = people.find_team(session, there.team_id) if there else None
    if there is None or team is None:
        return None
    if version != (CANCELLED if there.state is State.CANCELLED else str(there.version)):
        return only_as_update(session, DRAFT, entity, cards.line_of(there, zone))
    return show(cards.draft(there, team, zone), words.DRAFT_TITLE)
