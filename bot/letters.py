"""The one message a day: what nobody asked for waits for its reader, and leaves together.

See decision 0026. What waits is a row of the outbox that is held; `let_go` makes a letter of what
somebody's free moment has come for, and `build` shows what it carries, from the present state.
"""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.kinds import Kind, Show
from bot.sending import Message
from dialogs.calendar.days import Calendar, at_work, local_day
from dialogs.cards import Card, said
from dialogs.quiet import cards, words
from dialogs.quiet.free import Free, Why, next_free
from storage import calendar, letters, outbox, people
from storage.letters import Section
from storage.outbox import LETTER, Stage
from storage.store import Session, is_the_databases

log = logging.getLogger(__name__)

Kinds = Mapping[str, Kind]
PEOPLE_AT_ONCE = 16  # whose prompts are built in one unit of work


# --- who is free -----------------------------------------------------------------------------


def when_free(
    session: Session, person_id: int, now: datetime, zone: ZoneInfo, *, letter: str = ""
) -> Free:
    """When somebody may be disturbed next. `letter`: one of theirs that is on its way already."""
    today = local_day(now, zone)
    todays = letters.name_of(person_id, today)
    teams = people.teams_of(session, person_id)
    calendars = [each.calendar for each in teams] or [calendar.of_department(session)]
    had = todays != letter and letters.is_used_up(session, todays)
    return next_free(
        now,
        at_work=partial(_at_work, calendars=calendars, zone=zone),
        zone=zone,
        quiet_until=letters.quiet_until(session, person_id),
        absences=people.absences_of(session, person_id, today),
        had=today if had else None,
    )


def _at_work(at: datetime, *, calendars: Sequence[Calendar], zone: ZoneInfo) -> datetime:
    """Whoever belongs to several teams is at work when one of them is."""
    return min(at_work(at, each, zone) for each in calendars)


def is_free_for(session: Session, letter: str, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a letter that has not come yet may still come now."""
    person_id = int(letter.partition(":")[0])
    free = when_free(session, person_id, now, zone, letter=letter)
    return free.why is None and letter == letters.name_of(person_id, local_day(now, zone))


# --- letting go ------------------------------------------------------------------------------


def let_go(session: Session, kinds: Kinds, now: datetime, zone: ZoneInfo) -> bool:
    """Of some of those whose free moment may have come; False: of nobody's. Each is looked at
    again later, or has nothing left that waits: so this comes to an end."""
    found = letters.people_to_look_at(session, now, PEOPLE_AT_ONCE)
    for person_id in found:
        _let_go(session, kinds, person_id, now, zone)
    return bool(found)


def _let_go(session: Session, kinds: Kinds, person_id: int, now: datetime, zone: ZoneInfo) -> None:
    waiting = letters.held_for(session, person_id)
    free = when_free(session, person_id, now, zone)
    if free.why is not None:
        letters.hold(session, [each.id for each in waiting], free.at, free.why)
        return
    chosen, rest = _chosen(session, kinds, waiting, now)
    if chosen:
        letter = letters.name_of(person_id, local_day(now, zone))
        letters.send_together(session, person_id, letter, list(chosen), now)
    if rest:
        free = when_free(session, person_id, now, zone)
        letters.hold(session, rest, free.at, Why.TODAY)


def _chosen(
    session: Session, kinds: Kinds, waiting: Sequence[Section], now: datetime
) -> tuple[dict[int, Card], list[int]]:
    """What there is room for in one message, and what waits for the next."""
    chosen: dict[int, Card] = {}
    rest: list[int] = []
    for each in waiting:
        message = _built(session, kinds, each, now)
        if message is None:
            letters.give_up(session, each.id, Stage.DROPPED, "superseded", now)
        elif isinstance(message, Broken):
            letters.give_up(session, each.id, Stage.DEAD, "broke", now)
        elif _card(message) in chosen.values():  # asked twice while they were away
            letters.give_up(session, each.id, Stage.DROPPED, "superseded", now)
        elif chosen and not cards.fits({**chosen, each.id: _card(message)}):
            rest.append(each.id)
        else:
            chosen[each.id] = _card(message)
    return chosen, rest


class Broken:
    """Its builder failed."""


def _built(
    session: Session, kinds: Kinds, section: Section, now: datetime
) -> Message | Broken | None:
    """One that cannot be built must not keep the others back."""
    kind = kinds.get(section.kind)
    try:
        built = kind.build(session, section.entity, now) if kind else None
    except Exception as error:
        if is_the_databases(error):
            raise
        log.exception("outbox.build_broke", extra={"kind": section.kind})
        return Broken()
    return built.message if isinstance(built, Show) else None


def _card(message: Message) -> Card:
    return message.card or said(message.text)


# --- what a letter shows ---------------------------------------------------------------------


def build(session: Session, letter: str, now: datetime, kinds: Kinds) -> Show | None:
    """The sections as they are now; one that is not needed any more is left out."""
    return _shown(session, letter, now, kinds, {})


def pressed(
    session: Session, which: int, answer: Card | None, now: datetime, kinds: Kinds, *, again: bool
) -> Card | None:
    """What the letter becomes when a button in one of its sections was pressed: there stands what
    the press was answered with, or else what the section shows now. None: no letter carries it.
    `again`: it was pressed before, and changes nothing now."""
    found = letters.section(session, which)
    if found is None or outbox.posted(session, LETTER, found[1]) is None:
        return None
    if not again:
        letters.show_anew(session, which, now)
    shown = _shown(session, found[1], now, kinds, {which: answer} if answer else {})
    return shown.message.card if shown else None


def _shown(
    session: Session, letter: str, now: datetime, kinds: Kinds, answers: Mapping[int, Card]
) -> Show | None:
    found = {
        each.id: _built(session, kinds, each, now) for each in letters.sections(session, letter)
    }
    messages = {which: message for which, message in found.items() if isinstance(message, Message)}
    if not messages and not answers and outbox.posted(session, LETTER, letter) is None:
        return None
    if len(messages) == 1 and not answers:
        return Show(message=next(iter(messages.values())), carries=frozenset(messages))
    shown: dict[int, Card] = {}
    for which in found:
        card = answers.get(which) or (_card(messages[which]) if which in messages else None)
        if card is not None:
            shown[which] = card if cards.has_room({**shown, which: card}) else cards.head_of(card)
    summary = words.things(len(shown))
    return Show(
        message=Message(card=cards.letter(shown), summary=summary), carries=frozenset(messages)
    )
