"""What is to be said: dirty flags, the intent to send, and where a message stands.

`due_at` is on the real clock; a change is due at once, whatever the domain's clock says.

A prompt to a person that nobody asked for is held instead, in domain time (`held_until`), until
its reader is free; then it leaves within the one letter of that day (bot/letters.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from storage import types
from storage.tables import OutboxRow, PostedRow
from storage.types import table_of

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
LETTER = "quiet.letter"  # the kind of the one message a day; its entity is "<person>:<day>"
PERSON = "person:"
CHAT = 0x5373  # the class of those advisory locks of PostgreSQL that stand for a chat


class Priority:
    """Smallest first, within one chat: the new card before the collapse of the old.

    An ANSWER answers what its reader did, belongs to a running meeting or must not wait. A PROMPT
    to a person comes unasked: at most one a day, when they are at work, see decision 0026.
    """

    CARD = 0
    COLLAPSE = 1
    LINE = 3
    ANSWER = 4
    PROMPT = 5
    ROSTER = 7


class Stage(StrEnum):
    WAITING = "waiting"
    HELD = "held"  # until its reader is free
    CARRIED = "carried"  # by the letter that is being sent
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    DEAD = "dead"
    DROPPED = "dropped"


# Of what was sent before this was noted, only the last change is known.
when_ended = func.coalesce(OutboxRow.ended_at, OutboxRow.changed_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A row that this process is sending."""

    id: int
    number: int  # which claim of this row it is: the result of an earlier one comes too late
    until: datetime  # the lease: afterwards another process may send it
    kind: str
    entity: str
    address: str
    wanted: int
    attempts: int
    doubts: int
    in_doubt: bool  # the last send has no known end: its lease passed, or its process is gone
    reason: str = ""  # what the last attempt ended with
    letter: str | None = None  # it stands in this letter, or is to


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    conversation_id: str
    activity_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A whole message that came: where it stands, if it is new there."""

    claim: Claim
    posted: Posted | None = None


def to_chat(conversation_id: str) -> str:
    return f"conversation:{conversation_id}"


def to_person(person_id: int) -> str:
    return f"{PERSON}{person_id}"


_WANTED = select(OutboxRow).where(
    OutboxRow.kind == bindparam("kind"), OutboxRow.entity == bindparam("entity")
)


@cache
def _want(database: str) -> Any:
    inserted = types.insert(database, OutboxRow)
    return inserted.on_conflict_do_nothing(index_elements=("kind", "entity"))


def want(
    session: Session,
    kind: str,
    entity: str | int,
    address: str,
    priority: int,
    now: datetime,
    *,
    useful_until: datetime | None = None,
) -> None:
    """The message (kind, entity) should show the present state. Once, however often it is said.

    An unasked one to a person is held, unless it stands already: an update disturbs nobody.
    `useful_until`: of what is held, the first to be over goes first.
    """
    unasked = priority == Priority.PROMPT and address.startswith(PERSON)
    held = unasked and kind != LETTER
    values = {
        "kind": kind,
        "entity": str(entity),
        "address": address,
        "priority": priority,
        "wanted": 1,
        "shown": 0,
        "claims": 0,
        "claimed": None,
        "leased_until": None,
        "attempts": 0,
        "doubts": 0,
        "due_at": None if held else AT_ONCE,
        "held_until": now if held else None,
        "useful_until": useful_until,
        "state": Stage.HELD if held else Stage.WAITING,
        "reason": "",
        "changed_at": now,
    }
    if _put(session, values):
        return
    row = session.scalars(_WANTED, {"kind": kind, "entity": str(entity)}).one()
    row.wanted += 1
    row.ended_at = None
    row.priority = priority
    row.address = address
    row.changed_at = now
    row.useful_until = useful_until or row.useful_until
    if row.state in (Stage.SENDING, Stage.CARRIED) or (unasked and row.state == Stage.HELD):
        pass  # whatever sends it looks again
    elif unasked and _is_unasked(session, row):
        _hold(row, now)
    else:
        row.state, row.due_at, row.attempts, row.doubts = Stage.WAITING, AT_ONCE, 0, 0
        row.reason, row.held_until = "", None
    session.flush()


def _put(session: Session, values: Mapping[str, Any]) -> bool:
    """Whether it is the first of its kind and entity; the others stay as they are."""
    insertion = _want(session.get_bind().dialect.name)
    return cast(CursorResult[Any], session.execute(insertion, values)).rowcount == 1


def _is_unasked(session: Session, row: OutboxRow) -> bool:
    """A message of its own to a person, that does not stand anywhere yet."""
    return (
        row.priority == Priority.PROMPT
        and row.address.startswith(PERSON)
        and row.kind != LETTER
        and posted(session, row.kind, row.entity) is None
    )


def _hold(row: OutboxRow, until: datetime, reason: str = "") -> None:
    row.state, row.due_at, row.attempts, row.doubts = Stage.HELD, None, 0, 0
    row.claimed, row.leased_until, row.owner, row.letter = None, None, None, None
    row.held_until, row.reason = until, reason


def was_wanted(session: Session, kind: str, entity: str | int) -> bool:
    here = (OutboxRow.kind == kind, OutboxRow.entity == str(entity))
    return session.scalar(select(OutboxRow.id).where(*here)) is not None


def show_anew(session: Session, kind: str, beginning: str, now: datetime) -> None:
    """The messages that stand somewhere, of those whose entity begins so, should show the present
    state."""
    query = (
        select(OutboxRow.entity, OutboxRow.address)
        .join(
            PostedRow,
            and_(PostedRow.kind == OutboxRow.kind, PostedRow.entity == OutboxRow.entity),
        )
        .where(OutboxRow.kind == kind, OutboxRow.entity.startswith(beginning, autoescape=True))
    )
    for entity, address in session.execute(query).all():
        want(session, kind, entity, address, Priority.LINE, now)


def _heads() -> Select[OutboxRow]:
    """The first of each chat that has something due and nothing under way (see `claim`)."""
    real = bindparam("real", type_=OutboxRow.due_at.type)
    under_way = select(OutboxRow.address).where(
        OutboxRow.state == Stage.SENDING, OutboxRow.leased_until > real
    )
    # A new card that waits for a retry keeps the collapse of the old one waiting: a chat is not
    # left without a live card.
    card_waits = select(OutboxRow.address).where(
        OutboxRow.due_at >= AT_ONCE,  # said for the index: what is being sent has one as well
        OutboxRow.priority == Priority.CARD,
        or_(OutboxRow.due_at > real, OutboxRow.state == Stage.SENDING),
    )
    rank = func.row_number().over(
        partition_by=OutboxRow.address, order_by=(OutboxRow.priority, OutboxRow.id)
    )
    ranked = (
        select(OutboxRow.id, rank.label("rank"))
        .where(
            OutboxRow.due_at <= real,
            or_(
                OutboxRow.owner.is_(None),
                and_(
                    OutboxRow.owner == bindparam("owner"),
                    OutboxRow.id.not_in(bindparam("known", expanding=True)),
                ),
                OutboxRow.kind.in_(bindparam("harmless", expanding=True)),
                exists().where(
                    PostedRow.kind == OutboxRow.kind, PostedRow.entity == OutboxRow.entity
                ),
            ),
            OutboxRow.address.not_in(under_way),
            OutboxRow.address.not_in(bindparam("held", expanding=True)),
            or_(OutboxRow.priority != Priority.COLLAPSE, OutboxRow.address.not_in(card_waits)),
        )
        .subquery()
    )
    return (
        select(OutboxRow)
        .join(ranked, ranked.c.id == OutboxRow.id)
        .where(ranked.c.rank == 1)
        .order_by(OutboxRow.priority, OutboxRow.id)
        .limit(bindparam("most"))
        .with_for_update(of=OutboxRow, skip_locked=True)
    )


_HEADS = _heads()


def claim(
    session: Session,
    real: datetime,
    *,
    owner: int,
    known: Collection[int],
    lease: timedelta,
    held: Collection[str],
    harmless: Collection[str],
    limit: int,
) -> list[Claim]:
    """Takes the head of each chat that has something due and nothing under way.

    `known` are the rows that this process knows it has under way. What stands as its own besides
    was claimed in a transaction whose COMMIT it never heard of: nothing of that was sent.

    What another process is just taking is passed over (PostgreSQL; SQLite has one process). When
    a lease has passed and its owner is still there, only what does no harm twice is taken over:
    an update, and the kinds that are `harmless`. Anything else its owner will know the end of,
    as soon as it moves again; if it is gone, see `release_orphans`.
    """
    asked = {
        "real": real,
        "owner": owner,
        "known": tuple(known),
        "harmless": tuple(harmless),
        "held": tuple(held),
        "most": limit,
    }
    rows = _in_free_chats(session, session.scalars(_HEADS, asked).all(), real)
    return [
        _claimed(row, owner, real + lease, unheard=row.owner == owner and row.id not in known)
        for row in rows
    ]


def _in_free_chats(
    session: Session, rows: Sequence[OutboxRow], real: datetime
) -> Sequence[OutboxRow]:
    """On PostgreSQL another process may take another row of the same chat at this very moment:
    whoever has the lock on the chat looks once more, at what is committed by then."""
    if not rows or session.get_bind().dialect.name != "postgresql":
        return rows
    locked = select(OutboxRow.address).where(
        OutboxRow.id.in_([row.id for row in rows]),
        func.pg_try_advisory_xact_lock(CHAT, func.hashtext(OutboxRow.address)),
    )
    ours = set(session.scalars(locked))
    taken = select(OutboxRow.address).where(
        OutboxRow.address.in_(ours),
        OutboxRow.state == Stage.SENDING,
        OutboxRow.leased_until > real,
    )
    free = ours - set(session.scalars(taken))
    return [row for row in rows if row.address in free]


def _claimed(row: OutboxRow, owner: int, until: datetime, *, unheard: bool) -> Claim:
    in_doubt = row.state == Stage.SENDING and not unheard
    row.state, row.claimed, row.leased_until, row.due_at = Stage.SENDING, row.wanted, until, until
    row.owner = owner
    row.claims += 1
    row.attempts += 1
    return Claim(
        id=row.id,
        number=row.claims,
        until=until,
        kind=row.kind,
        entity=row.entity,
        address=row.address,
        wanted=row.wanted,
        attempts=row.attempts,
        doubts=row.doubts,
        in_doubt=in_doubt,
        reason=row.reason,
        letter=row.letter,
    )


def has_orphans(session: Session, alive: Collection[int]) -> bool:
    """Whether something is under way in a process that is gone."""
    return session.scalar(select(OutboxRow.id).where(*_orphaned(alive)).limit(1)) is not None


def release_orphans(session: Session, alive: Collection[int]) -> None:
    """What was under way in a process that is gone is in doubt, and somebody else's now. A
    process that only stands still keeps what it has until its lease has passed."""
    session.execute(
        update(OutboxRow)
        .where(*_orphaned(alive))
        .values(leased_until=AT_ONCE, due_at=AT_ONCE, owner=None)
    )


def _orphaned(alive: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (OutboxRow.state == Stage.SENDING, OutboxRow.owner.not_in(tuple(alive)))


def is_over(session: Session, claim: Claim) -> bool:
    """Whether the lease has passed and somebody else has the row, so that it is theirs to note
    what becomes of it; or whoever it is for was erased meanwhile."""
    row = session.get(OutboxRow, claim.id, with_for_update=True)
    return row is None or row.claims != claim.number or row.state != Stage.SENDING


def _locked(session: Session, claim: Claim) -> OutboxRow:
    """Nobody may want more of it between the look and the change."""
    return session.get_one(OutboxRow, claim.id, with_for_update=True)


def shown(session: Session, done: Claim, now: datetime) -> None:
    """The message shows what was wanted when it was claimed; more may be wanted since."""
    _shows(_locked(session, done), done, now)
    session.flush()


def _shows(row: OutboxRow, done: Claim, now: datetime) -> None:
    row.shown, row.doubts = done.wanted, 0
    row.claimed, row.leased_until, row.owner = None, None, None
    if row.wanted > done.wanted:
        row.state, row.due_at, row.attempts = Stage.WAITING, AT_ONCE, 0
    else:
        row.state, row.due_at, row.reason, row.ended_at = Stage.SENT, None, "", now


_CLAIMED = (
    select(OutboxRow)
    .where(OutboxRow.id.in_(bindparam("ids", expanding=True)))
    .order_by(OutboxRow.id)
    .with_for_update()
    .execution_options(populate_existing=True)
)


def shown_all(session: Session, arrived: Collection[Arrived], now: datetime) -> None:
    """The same for many, and where each stands; what is over for one (`is_over`) is left out."""
    asked = {"ids": [each.claim.id for each in arrived]}
    rows = {row.id: row for row in session.scalars(_CLAIMED, asked)}
    posted: dict[tuple[str, str], Posted] = {}
    for each in arrived:
        row = rows.get(each.claim.id)
        if row is None or row.claims != each.claim.number or row.state != Stage.SENDING:
            continue
        _shows(row, each.claim, now)
        if each.posted is not None:
            posted[each.claim.kind, each.claim.entity] = each.posted
    session.flush()
    if posted:
        _note_posted(session, posted)


def fill(session: Session, claim: Claim) -> None:
    """The heading stands, or the chat is open; what it is there for follows at once."""
    row = _locked(session, claim)
    row.attempts = 0
    again(session, claim, AT_ONCE, claim.reason)


def doubt(session: Session, claim: Claim) -> None:
    """Nobody knows how the last send ended: it may be sent once more."""
    again(session, claim, AT_ONCE, "in_doubt", doubt=True)


def again(
    session: Session, later: Claim, at: datetime, reason: str = "", *, doubt: bool = False
) -> None:
    """Not sent yet, or to be filled or repeated: due at `at`."""
    row = _locked(session, later)
    row.state, row.claimed, row.leased_until, row.owner = Stage.WAITING, None, None, None
    row.due_at, row.reason = at, reason
    row.doubts += doubt
    session.flush()


def again_anew(session: Session, gone: Claim, now: datetime, reason: str) -> None:
    """The message is gone from its chat: a new one in its place, which disturbs like any other."""
    forget_posted(session, gone.kind, gone.entity)
    row = _locked(session, gone)
    if _is_unasked(session, row):
        _hold(row, now)
        session.flush()
    else:
        again(session, gone, AT_ONCE, reason)


def end(session: Session, ended: Claim, stage: Stage, reason: str, now: datetime) -> None:
    """Dead, unsure or dropped: not sent any more, unless something new is wanted."""
    row = _locked(session, ended)
    row.claimed, row.leased_until, row.owner, row.reason = None, None, None, reason
    if row.wanted > ended.wanted:
        row.state, row.due_at, row.attempts, row.doubts = Stage.WAITING, AT_ONCE, 0, 0
    else:
        row.state, row.due_at, row.ended_at = stage, None, now
    session.flush()


def revive(session: Session, address: str) -> None:
    """Somebody can be reached again: what was given up is due once more."""
    dead = select(OutboxRow).where(OutboxRow.address == address, OutboxRow.state == Stage.DEAD)
    for row in session.scalars(dead).all():
        row.ended_at = None
        if _is_unasked(session, row):
            _hold(row, AT_ONCE)
        else:
            row.state, row.due_at, row.attempts, row.doubts = Stage.WAITING, AT_ONCE, 0, 0
            row.reason = ""
    session.flush()


def next_due(session: Session) -> datetime | None:
    return session.scalar(select(func.min(OutboxRow.due_at)))


def ended_badly(session: Session) -> Sequence[tuple[str, str, str]]:
    """Kind, state and reason of what was given up, for whoever looks after the bot."""
    query = (
        select(OutboxRow.kind, OutboxRow.state, OutboxRow.reason)
        .where(or_(OutboxRow.state == Stage.DEAD, OutboxRow.state == Stage.UNSURE))
        .order_by(OutboxRow.id)
    )
    return session.execute(query).all()


def forget_before(
    session: Session, moment: datetime, *, but: Collection[tuple[str, str]] = ()
) -> int:
    """What was said or given up long ago, and where it stands, but not of these. A welcome is
    remembered: it comes once, as long as the chat is known. The settings are shown anew each
    time."""
    old = select(OutboxRow.kind, OutboxRow.entity).where(
        OutboxRow.due_at.is_(None),
        OutboxRow.state.not_in((Stage.HELD, Stage.CARRIED)),
        when_ended < moment,
        or_(OutboxRow.kind.not_like("people.%"), OutboxRow.kind == "people.settings"),
    )
    keys = [(kind, entity) for kind, entity in session.execute(old) if (kind, entity) not in but]
    for kind, entity in keys:
        forget_posted(session, kind, entity)
        here = (OutboxRow.kind == kind, OutboxRow.entity == entity)
        session.execute(delete(OutboxRow).where(*here))
    return len(keys)


def waiting(session: Session) -> int:
    query = select(func.count()).where(OutboxRow.due_at.is_not(None))
    return session.scalar(query) or 0


# --- where messages stand --------------------------------------------------------------------


_posted = table_of(PostedRow)
_NAMED = tuple_(_posted.c.kind, _posted.c.entity).in_(bindparam("keys", expanding=True))
_STAND = select(_posted).where(_NAMED)
_FORGET = delete(_posted).where(_NAMED)
_NOTE = insert(_posted)


def posted_all(
    session: Session, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], Posted]:
    """Of those that stand somewhere: where."""
    return {
        (row.kind, row.entity): Posted(
            conversation_id=row.conversation_id, activity_id=row.activity_id
        )
        for row in session.execute(_STAND, {"keys": list(keys)})
    }


def posted(session: Session, kind: str, entity: str) -> Posted | None:
    return posted_all(session, [(kind, entity)]).get((kind, entity))


def note_posted(session: Session, kind: str, entity: str, where: Posted) -> None:
    _note_posted(session, {(kind, entity): where})


def _note_posted(session: Session, posted: Mapping[tuple[str, str], Posted]) -> None:
    session.execute(_FORGET, {"keys": list(posted)})
    values = [
        {
            "kind": kind,
            "entity": entity,
            "conversation_id": where.conversation_id,
            "activity_id": where.activity_id,
        }
        for (kind, entity), where in posted.items()
    ]
    session.execute(_NOTE, values)


def forget_posted(session: Session, kind: str, entity: str) -> None:
    session.execute(_FORGET, {"keys": [(kind, entity)]})
