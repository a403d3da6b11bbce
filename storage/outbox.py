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
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from storage import types
from storage.tables import OutboxRow, PostedRow
from storage.types import ONLY_ONE, among, any_of, table_of

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


_outbox, _posted = map(table_of, (OutboxRow, PostedRow))


@cache
def _want(database: str, *, held: bool) -> Any:
    """A new row, or one more change of the row that is there."""
    inserted = types.insert(database, OutboxRow)
    row, new = _outbox.c, inserted.excluded
    # Whatever sends it looks again.
    left_alone = any_of(row.state, (Stage.SENDING, Stage.CARRIED, *([Stage.HELD] if held else [])))
    stands = exists().where(
        _posted.c.kind == bindparam("its_kind"), _posted.c.entity == bindparam("its_entity")
    )

    def anew(name: str, updated: Any) -> Any:
        value = case((stands, updated), else_=new[name]) if held else new[name]
        return case((left_alone, row[name]), else_=value)

    return inserted.on_conflict_do_update(
        index_elements=("kind", "entity"),
        set_={
            "wanted": row.wanted + 1,
            "ended_at": None,
            "useful_until": func.coalesce(new.useful_until, row.useful_until),
            **{name: new[name] for name in ("priority", "address", "changed_at")},
            **{name: anew(name, new[name]) for name in ("attempts", "doubts", "reason")},
            "state": anew("state", Stage.WAITING),
            "due_at": anew("due_at", literal(AT_ONCE, row.due_at.type)),
            "held_until": anew("held_until", null()),
            **({"letter": anew("letter", row.letter)} if held else {}),
        },
    )


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
        "letter": None,
        "changed_at": now,
    }
    which = {"its_kind": kind, "its_entity": str(entity)} if held else {}
    session.flush()
    session.execute(_want(session.get_bind().dialect.name, held=held), values | which)


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
    """The messages that stand somewhere, or are on their way as they were, of those whose entity
    begins so, should show the present state."""
    query = (
        select(OutboxRow.entity, OutboxRow.address)
        .outerjoin(
            PostedRow,
            and_(PostedRow.kind == OutboxRow.kind, PostedRow.entity == OutboxRow.entity),
        )
        .where(
            OutboxRow.kind == kind,
            OutboxRow.entity.startswith(beginning, autoescape=True),
            or_(
                PostedRow.kind.is_not(None),
                OutboxRow.state.in_((Stage.SENDING, Stage.CARRIED)),
            ),
        )
    )
    for entity, address in session.execute(query).all():
        want(session, kind, entity, address, Priority.LINE, now)


# Said as the index of those under way says it, and not as a value, see types.ONLY_ONE.
_SENDING: ColumnElement[str] = literal_column(f"'{Stage.SENDING}'")
# Of a row that is claimed: what a Claim is made of.
_NEEDED = [
    _outbox.c[name]
    for name in (
        *("id", "claims", "kind", "entity", "address", "wanted", "attempts", "doubts"),
        *("state", "owner", "reason", "letter"),
    )
]


@cache
def _heads(harmless: frozenset[str], *, known: bool, held: bool) -> Select[Any]:
    """The first of each chat that has something due and nothing under way (see `claim`). `known`,
    `held`: whether there are any."""
    real = bindparam("real", type_=_outbox.c.due_at.type)
    other = _outbox.alias("other")
    under_way = select(other.c.address).where(
        other.c.state == _SENDING, other.c.leased_until > real
    )
    # A new card that waits for a retry keeps the collapse of the old one waiting: a chat is not
    # left without a live card.
    card_waits = select(other.c.address).where(
        other.c.due_at >= AT_ONCE,  # said for the index: what is being sent has one as well
        other.c.priority == Priority.CARD,
        or_(other.c.due_at > real, other.c.state == _SENDING),
    )
    stands = exists().where(_posted.c.kind == _outbox.c.kind, _posted.c.entity == _outbox.c.entity)
    unheard = _outbox.c.owner == bindparam("owner")
    if known:
        unheard &= ~among(_outbox.c.id, "known")
    rank = func.row_number().over(
        partition_by=_outbox.c.address, order_by=(_outbox.c.priority, _outbox.c.id)
    )
    ranked = (
        select(_outbox.c.id, rank.label("rank"))
        .where(
            _outbox.c.due_at <= real,
            or_(
                _outbox.c.owner.is_(None),
                unheard,
                any_of(_outbox.c.kind, sorted(harmless)),
                stands,
            ),
            _outbox.c.address.not_in(under_way),
            *([~among(_outbox.c.address, "held")] if held else []),
            or_(
                _outbox.c.priority != Priority.COLLAPSE,
                _outbox.c.address.not_in(card_waits),
            ),
        )
        .subquery()
    )
    return (
        select(*_NEEDED)
        .join(ranked, ranked.c.id == _outbox.c.id)
        .where(ranked.c.rank == 1)
        .order_by(_outbox.c.priority, _outbox.c.id)
        .limit(bindparam("most", literal_execute=True, type_=_outbox.c.id.type))
        .with_for_update(of=_outbox, skip_locked=True)
    )


_IS_ANY_DUE = select(_outbox.c.id).where(_outbox.c.due_at <= bindparam("real")).limit(ONLY_ONE)
_INTEND = (
    update(_outbox)
    .where(among(_outbox.c.id, "ids"))
    .values(
        state=Stage.SENDING,
        claimed=_outbox.c.wanted,
        leased_until=bindparam("until"),
        due_at=bindparam("until"),
        owner=bindparam("owner"),
        claims=_outbox.c.claims + 1,
        attempts=_outbox.c.attempts + 1,
    )
)


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
    session.flush()
    if session.scalar(_IS_ANY_DUE, {"real": real}) is None:
        return []
    heads = _heads(frozenset(harmless), known=bool(known), held=bool(held))
    asked = {"real": real, "owner": owner, "most": limit}
    several = {"known": list(known), "held": list(held)}
    asked |= {name: values for name, values in several.items() if values}
    rows = _in_free_chats(session, session.execute(heads, asked).all(), real)
    if not rows:
        return []
    until = real + lease
    intended = {"ids": [row.id for row in rows], "until": until, "owner": owner}
    session.execute(_INTEND, intended)
    return [
        _claimed(row, until, unheard=row.owner == owner and row.id not in known) for row in rows
    ]


def _in_free_chats(
    session: Session, rows: Sequence[Row[Any]], real: datetime
) -> Sequence[Row[Any]]:
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


def _claimed(row: Row[Any], until: datetime, *, unheard: bool) -> Claim:
    """As it stood before the claim."""
    return Claim(
        id=row.id,
        number=row.claims + 1,
        until=until,
        kind=row.kind,
        entity=row.entity,
        address=row.address,
        wanted=row.wanted,
        attempts=row.attempts + 1,
        doubts=row.doubts,
        in_doubt=row.state == Stage.SENDING and not unheard,
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


_STATES = (
    select(_outbox.c.id, _outbox.c.claims, _outbox.c.state)
    .where(among(_outbox.c.id, "ids"))
    .order_by(_outbox.c.id)
    .with_for_update()
)
_more_is_wanted = _outbox.c.wanted > _outbox.c.claimed
_SHOWN = (
    update(_outbox)
    .where(among(_outbox.c.id, "ids"))
    .values(
        shown=_outbox.c.claimed,
        doubts=0,
        claimed=None,
        leased_until=None,
        owner=None,
        state=case((_more_is_wanted, Stage.WAITING), else_=Stage.SENT),
        due_at=case((_more_is_wanted, literal(AT_ONCE, _outbox.c.due_at.type))),
        attempts=case((_more_is_wanted, 0), else_=_outbox.c.attempts),
        reason=case((_more_is_wanted, _outbox.c.reason), else_=""),
        ended_at=case(
            (_more_is_wanted, _outbox.c.ended_at),
            else_=bindparam("now", type_=_outbox.c.ended_at.type),
        ),
    )
)


def is_over(session: Session, claim: Claim) -> bool:
    """Whether the lease has passed and somebody else has the row, so that it is theirs to note
    what becomes of it; or whoever it is for was erased meanwhile."""
    return not _under_way(session, [claim])


def _under_way(session: Session, claims: Collection[Claim]) -> list[Claim]:
    """Those that nobody else has taken over; nobody may from now on."""
    session.flush()
    rows = session.execute(_STATES, {"ids": [claim.id for claim in claims]})
    numbers = {row.id: row.claims for row in rows if row.state == Stage.SENDING}
    return [claim for claim in claims if numbers.get(claim.id) == claim.number]


def _locked(session: Session, claim: Claim) -> OutboxRow:
    """Nobody may want more of it between the look and the change."""
    return session.get_one(OutboxRow, claim.id, with_for_update=True, populate_existing=True)


def shown(session: Session, done: Claim, now: datetime) -> None:
    """The message shows what was wanted when it was claimed; more may be wanted since."""
    session.flush()
    session.execute(_SHOWN, {"ids": [done.id], "now": now})


def shown_all(session: Session, arrived: Collection[Arrived], now: datetime) -> None:
    """The same for many, and where each stands; what is over for one (`is_over`) is left out."""
    noted = set(_under_way(session, [each.claim for each in arrived]))
    if not noted:
        return
    session.execute(_SHOWN, {"ids": sorted(claim.id for claim in noted), "now": now})
    posted = {
        (each.claim.kind, each.claim.entity): each.posted
        for each in arrived
        if each.claim in noted and each.posted is not None
    }
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


_STANDS = select(_posted).where(
    _posted.c.kind == bindparam("kind"), _posted.c.entity == bindparam("entity")
)
_STAND = (
    select(_posted)
    .join_from(
        _posted,
        _outbox,
        and_(_posted.c.kind == _outbox.c.kind, _posted.c.entity == _outbox.c.entity),
    )
    .where(among(_outbox.c.id, "ids"))
)
_FORGET = delete(_posted).where(
    _posted.c.kind == bindparam("kind"), _posted.c.entity == bindparam("entity")
)


@cache
def _note(database: str) -> Any:
    noted = types.insert(database, PostedRow)
    return noted.on_conflict_do_update(
        index_elements=("kind", "entity"),
        set_={name: noted.excluded[name] for name in ("conversation_id", "activity_id")},
    )


def posted_all(session: Session, claims: Collection[Claim]) -> dict[tuple[str, str], Posted]:
    """Of those that stand somewhere: where, by their kind and entity."""
    rows = session.execute(_STAND, {"ids": [claim.id for claim in claims]})
    return {(row.kind, row.entity): _where(row) for row in rows}


def posted(session: Session, kind: str, entity: str) -> Posted | None:
    row = session.execute(_STANDS, {"kind": kind, "entity": entity}).one_or_none()
    return _where(row) if row is not None else None


def _where(row: Row[Any]) -> Posted:
    return Posted(conversation_id=row.conversation_id, activity_id=row.activity_id)


def note_posted(session: Session, kind: str, entity: str, where: Posted) -> None:
    _note_posted(session, {(kind, entity): where})


def _note_posted(session: Session, posted: Mapping[tuple[str, str], Posted]) -> None:
    values = [
        {
            "kind": kind,
            "entity": entity,
            "conversation_id": where.conversation_id,
            "activity_id": where.activity_id,
        }
        for (kind, entity), where in posted.items()
    ]
    session.execute(_note(session.get_bind().dialect.name), values)


def forget_posted(session: Session, kind: str, entity: str) -> None:
    session.execute(_FORGET, {"kind": kind, "entity": entity})
