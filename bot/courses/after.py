"""After a course: was it held, was it shared, what was used of it.

Its participant is asked, and nobody is counted; a leader is asked only where nobody has answered.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.call import Answer, Call, Dialog
from bot.courses import plans
from bot.courses.telling import acts_as, deciders, tell
from bot.kinds import show
from bot.outbox import Built, Kind
from bot.switchboard import Area
from dialogs.calendar.season import Foreseen, Reader
from dialogs.courses import after_cards as cards
from dialogs.courses import after_words as words
from dialogs.courses import sharing as rules
from dialogs.courses.sharing import How, NothingToShare, Sharing, Stand
from dialogs.courses.wish import Actor, NoSuchWish, State, Wish
from storage import course_after, courses, occurrences, outbox, rhythm
from storage.course_after import COLLEAGUES, ENDED, SHARE, USED
from storage.occurrences import Occurrence
from storage.store import Session

FOR_LEADER = "courses.after.leader"


# --- by the clock ----------------------------------------------------------------------------


def _due(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> tuple[Sharing, Wish] | None:
    """What it is about, when its people are at work; else it comes when they are."""
    found = _find(session, int(occurrence.entity))
    if found is None:
        return None
    wish = courses.wish(session, found.wish_id)
    closed = course_after.closed(session, wish)
    return (found, wish) if rhythm.at_work(session, occurrence, closed, now, zone) else None


def ended_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    found = _due(session, occurrence, now, zone)
    if found is not None and found[0].state is State.ENROLLED:
        each, _ = found
        tell(session, ENDED, f"{each.wish_id}-{occurrence.first_key}", each.who, now)


def share_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    """Its participant at first; then whoever leads them. The next reminder is planned by this one,
    until it is shared or left out."""
    found = _due(session, occurrence, now, zone)
    if found is None or not found[0].waits:
        return
    each, wish = found
    number = int(occurrence.first_key)
    lead = deciders(session, wish) if number >= rules.LEADER_FROM else []
    for who in lead or [each.who]:
        tell(session, SHARE, f"{each.wish_id}-{number}-{who.id}", who, now)
    course_after.remind(session, wish, number + 1, now, zone)


def used_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    found = _due(session, occurrence, now, zone)
    if found is not None and found[0].state in (State.COMPLETED, State.SHARED):
        entity = f"{found[0].wish_id}-{occurrence.first_key}"
        tell(session, USED, entity, found[0].who, now)


def _find(session: Session, wish_id: int) -> Sharing | None:
    """None: it was taken back, or its owner is erased."""
    try:
        found = course_after.sharing(session, wish_id)
    except NoSuchWish:
        return None
    return found if found.who.id else None


# --- the answers -----------------------------------------------------------------------------


def completed(session: Session, call: Call) -> Answer:
    wish = _own(session, call)
    if wish.state is not State.ENROLLED:
        raise NothingToShare
    each = course_after.completed(session, wish, call.now, call.zone)
    for who in deciders(session, wish):
        tell(session, FOR_LEADER, f"{wish.id}-{who.id}", who, call.now)
    outbox.show_anew(session, ENDED, f"{wish.id}-", call.now)
    team = course_after.team_of(session, wish)
    return Answer(card=cards.completed(each, team.name if team else ""))


def open_later(session: Session, call: Call) -> Answer:
    return Answer(form=cards.later_form(call.nonce, _enrolled(session, call)))


def hand_in_later(session: Session, call: Call) -> Answer:
    each = _enrolled(session, call)
    last = rules.end_day(call.field("last"), call.today)
    wish = courses.wish(session, each.wish_id)
    course_after.ends_later(session, wish, last, call.now, call.zone)
    outbox.show_anew(session, ENDED, f"{wish.id}-", call.now)
    return Answer(text=words.END_KEPT)


def _enrolled(session: Session, call: Call) -> Sharing:
    wish = _own(session, call)
    if wish.state is not State.ENROLLED:
        raise NothingToShare
    return course_after.sharing(session, wish.id)


def shared(session: Session, call: Call) -> Answer:
    wish, actor = _to_share(session, call)
    course_after.held(session, wish, actor, call.now)
    return Answer(card=cards.said(words.IS_SHARED))


def open_how(session: Session, call: Call) -> Answer:
    _own(session, call)
    wish, _ = _to_share(session, call)
    return Answer(form=cards.how_form(call.nonce, course_after.sharing(session, wish.id)))


def hand_in_how(session: Session, call: Call) -> Answer:
    _own(session, call)
    wish, _ = _to_share(session, call)
    how = How(call.field("how")) if call.field("how") in set(How) else How.TALK
    course_after.put_on(session, wish, how, call.now, call.zone)
    return Answer(text=words.HOW_KEPT)


def open_waive(session: Session, call: Call) -> Answer:
    wish, _ = _to_share(session, call)
    return Answer(form=cards.waive_form(call.nonce, course_after.sharing(session, wish.id)))


def hand_in_waive(session: Session, call: Call) -> Answer:
    wish, actor = _to_share(session, call)
    why = rules.reason(call.field("reason"))
    course_after.settle(session, wish, Stand.WAIVED, why, actor, call.now)
    outbox.show_anew(session, SHARE, f"{wish.id}-", call.now)
    return Answer(text=words.IS_WAIVED)


def used(session: Session, call: Call) -> Answer:
    """Theirs alone; it is not kept."""
    _own(session, call)
    return Answer(
        card=cards.said(words.THANKS_USED if call.field("way") == "yes" else words.THANKS_NOT)
    )


def _own(session: Session, call: Call) -> Wish:
    wish = courses.wish(session, call.id) if call.id is not None else None
    if wish is None or wish.who != call.who:
        raise NothingToShare
    return wish


def _to_share(session: Session, call: Call) -> tuple[Wish, Actor]:
    """Of whoever was there, or of who leads them. Raises NothingToShare."""
    each = _find(session, call.id) if call.id is not None else None
    if each is None or not each.waits:
        raise NothingToShare
    wish = courses.wish(session, each.wish_id)
    acts = acts_as(session, call.who, wish)
    actor = next((a for a in (Actor.EMPLOYEE, Actor.LEADER) if a in acts), None)
    if actor is None:
        raise NothingToShare
    return wish, actor


# --- what the messages show ------------------------------------------------------------------


def _over(session: Session, kind: str, entity: str) -> Built:
    if outbox.posted(session, kind, entity) is None:
        return None
    return show(cards.said(words.IS_OVER), "")


def ended_message(session: Session, entity: str, now: datetime) -> Built:
    number, _, key = entity.partition("-")
    each = _find(session, int(number))
    asks = each is not None and each.state is State.ENROLLED
    if each is None or not asks or not key.startswith(each.ends_on.isoformat()):
        return _over(session, ENDED, entity)
    return show(cards.ended(each), words.ENDED)


def share_message(session: Session, entity: str, now: datetime) -> Built:
    number, _, person_id = entity.split("-")
    each = _find(session, int(number))
    if each is None or not each.waits:
        return _over(session, SHARE, entity)
    return show(cards.share(each, own=int(person_id) == each.who.id), words.SHARE)


def used_message(session: Session, entity: str, now: datetime) -> Built:
    number, _, key = entity.partition("-")
    each = _find(session, int(number))
    return show(cards.used(each, key), words.USED) if each is not None else None


def leader_message(session: Session, entity: str, now: datetime) -> Built:
    each = _find(session, int(entity.partition("-")[0]))
    return show(cards.for_leader(each), words.FOR_LEADER) if each is not None else None


def colleagues_message(session: Session, entity: str, now: datetime) -> Built:
    each = _find(session, int(entity))
    return show(cards.for_colleagues(each), words.SHARE) if each is not None else None


# --- the season ------------------------------------------------------------------------------


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """What is planned of courses that somebody is signed up for or has been on; of the reminders
    to share only the next, since each plans the one after it."""
    for series, states in (
        (ENDED, {State.ENROLLED}),
        (SHARE, {State.COMPLETED}),
        (USED, {State.COMPLETED, State.SHARED}),
    ):
        for occurrence in occurrences.planned(session, (series,), after, until):
            each = _find(session, int(occurrence.entity))
            if each is None or each.state not in states:
                continue
            foreseen = _foreseen(series, each, occurrence.first_key, occurrence.due_at)
            if series == SHARE and int(occurrence.first_key) >= rules.LEADER_FROM:
                yield _of_leader(session, each, foreseen)
            else:
                yield foreseen
    for each in course_after.enrolled_now(session):
        yield from _after_end(session, each, after, until, zone)
    yield from plans.foresees(session, after, until, zone)


def _after_end(
    session: Session, each: Sharing, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """If it is held as it is planned, and its participant says so at once."""
    wish = courses.wish(session, each.wish_id)
    ends = rules.asked_on(each.ends_on)[0]
    days = [(SHARE, "1", rules.reminded_on(ends, 1))]
    days += [(USED, key, day) for key, day in rules.used_on(each.ends_on).items()]
    for series, key, day in days:
        at = course_after.morning(session, wish, day, zone)
        if after < at <= until:
            yield _foreseen(series, each, key, at)


def _foreseen(series: str, each: Sharing, key: str, at: datetime) -> Foreseen:
    title, text = {
        ENDED: (words.ENDED, words.ended(each)),
        SHARE: (words.SHARE, words.share(each)),
        USED: (words.USED, words.used(each, key)),
    }[series]
    return Foreseen(
        at=at,
        series=series,
        whom=each.who.name,
        title=title,
        text=text,
        team_id=each.team_id,
        person_id=each.who.id,
        readers=Reader.NOBODY,
    )


def _of_leader(session: Session, each: Sharing, foreseen: Foreseen) -> Foreseen:
    """The same prompt where it goes to whoever leads them."""
    lead = deciders(session, courses.wish(session, each.wish_id))
    if not lead:
        return foreseen
    return replace(
        foreseen,
        whom=", ".join(who.name for who in lead),
        text=words.share_leader(each),
        person_id=lead[0].id if len(lead) == 1 else None,
    )


def area(zone: ZoneInfo) -> Area:
    return Area(
        commands={},
        presses={
            "courses.completed": completed,
            "courses.shared": shared,
            "courses.used": used,
            **plans.PRESSES,
        },
        dialogs={
            "courses.ends_later": Dialog(open=open_later, hand_in=hand_in_later),
            "courses.how": Dialog(open=open_how, hand_in=hand_in_how),
            "courses.waive": Dialog(open=open_waive, hand_in=hand_in_waive, texts=("reason",)),
            **plans.DIALOGS,
        },
        kinds={
            ENDED: Kind(title=words.ENDED, build=ended_message),
            SHARE: Kind(title=words.SHARE, build=share_message),
            USED: Kind(title=words.USED, build=used_message),
            FOR_LEADER: Kind(title=words.FOR_LEADER, build=leader_message),
            COLLEAGUES: Kind(
                title="Delt efter et kursus", private=False, build=colleagues_message
            ),
            **plans.kinds(zone),
        },
        refusal=words.refusal,
        occasions={
            ENDED: partial(ended_due, zone=zone),
            SHARE: partial(share_due, zone=zone),
            USED: partial(used_due, zone=zone),
            **plans.occasions(zone),
        },
        foresees=partial(foresees, zone=zone),
    )
