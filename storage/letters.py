"""What is held for somebody until they are free, and the one letter a day that carries it.

A held prompt is a row of the outbox without a time of its own to be sent. When its reader is free
it becomes a section: carried by the letter of that day, which is a row as any other. Once the
letter stands, each section stands in it, and is updated there.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, select, update
from sqlalchemy.orm import Session

from storage import outbox
from storage.outbox import AT_ONCE, LETTER, PERSON, Claim, Posted, Priority, Stage, to_person
from storage.tables import OutboxRow, QuietRow
from storage.types import table_of

ALL_GONE = "superseded"
_outbox = table_of(OutboxRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A prompt that waits for its reader, or is part of a letter."""

    id: int
    kind: str
    entity: str


# --- what is held ----------------------------------------------------------------------------


_NEXT_HELD = select(func.min(_outbox.c.held_until)).where(_outbox.c.held_until.is_not(None))


def next_held(session: Session) -> datetime | None:
    """When the first of what is held is to be looked at; domain time."""
    first: datetime | None = session.scalar(_NEXT_HELD)
    return first


def people_to_look_at(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Whom something is held for that may be free by now; who has waited longest first."""
    query = (
        select(OutboxRow.address)
        .where(OutboxRow.held_until.is_not(None), OutboxRow.held_until <= now)
        .group_by(OutboxRow.address)
        .order_by(func.min(OutboxRow.held_until), OutboxRow.address)
        .limit(limit)
    )
    return [int(address.removeprefix(PERSON)) for address in session.scalars(query)]


def held_for(session: Session, person_id: int) -> Sequence[Section]:
    """The first to be over first."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.address == to_person(person_id), OutboxRow.state == Stage.HELD)
        .order_by(*_in_order())
        .with_for_update()
    )
    return [_section(row) for row in session.scalars(query)]


def count_held(session: Session, person_id: int) -> int:
    query = select(func.count()).where(
        OutboxRow.address == to_person(person_id), OutboxRow.state == Stage.HELD
    )
    return session.scalar(query) or 0


def hold(session: Session, which: Collection[int], until: datetime, reason: str) -> None:
    _set(session, which, held_until=until, reason=reason)


def look_again(session: Session, person_id: int, now: datetime) -> None:
    """Somebody may be free earlier than was thought."""
    _set(session, [each.id for each in held_for(session, person_id)], held_until=now)


def give_up(session: Session, which: int, stage: Stage, reason: str, now: datetime) -> None:
    """Not needed any more, or it cannot be built."""
    _set(session, [which], held_until=None, state=stage, reason=reason, ended_at=now)


# --- the letter ------------------------------------------------------------------------------


def name_of(person_id: int, day: date) -> str:
    return f"{person_id}:{day.isoformat()}"


def is_used_up(session: Session, letter: str) -> bool:
    """This day's message has come, is on its way, or may have come."""
    here = (OutboxRow.kind == LETTER, OutboxRow.entity == letter)
    query = select(OutboxRow.id).where(*here, OutboxRow.state != Stage.DROPPED)
    return session.scalar(query) is not None


def send_together(
    session: Session, person_id: int, letter: str, which: Collection[int], now: datetime
) -> None:
    """They leave now, as one message."""
    values = {"state": Stage.CARRIED, "letter": letter, "held_until": None, "reason": ""}
    _set(session, which, **values)
    outbox.want(session, LETTER, letter, to_person(person_id), Priority.PROMPT, now)


def sections(session: Session, letter: str) -> Sequence[Section]:
    """What this letter carries, in the order in which it stands there."""
    query = select(OutboxRow).where(OutboxRow.letter == letter).order_by(*_in_order())
    return [_section(row) for row in session.scalars(query)]


def section(session: Session, which: int) -> tuple[Section, str] | None:
    """With its letter, if one carries it."""
    row = session.get(OutboxRow, which)
    return (_section(row), row.letter) if row is not None and row.letter else None


def show_anew(session: Session, which: int, now: datetime) -> None:
    row = session.get_one(OutboxRow, which)
    outbox.want(session, row.kind, row.entity, row.address, row.priority, now)


def has_come(
    session: Session, letter: str, where: Posted, seen: Collection[int], now: datetime
) -> Sequence[Section]:
    """The letter stands, with those sections that were `seen` when it was built: they stand there
    too. More may be wanted of them since, so each shows the present state once more. The others
    were not needed any more."""
    come = []
    for row in session.scalars(_carried(letter)).all():
        if row.id in seen:
            outbox.note_posted(session, row.kind, row.entity, where)
            row.shown, row.state, row.ended_at = row.claimed or 0, Stage.SENT, now
            if row.shown != row.wanted:
                row.state, row.due_at, row.ended_at = Stage.WAITING, AT_ONCE, None
            row.claimed = None
            come.append(_section(row))
        else:
            row.state, row.reason, row.ended_at = Stage.DROPPED, ALL_GONE, now
            row.claimed, row.letter = None, None
    session.flush()
    return come


def being_sent(session: Session, letters: Collection[str]) -> None:
    """Of each section it is noted what is wanted now: the letter is built after this."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.letter.in_(letters), OutboxRow.state == Stage.CARRIED)
        .values(claimed=OutboxRow.wanted)
        .execution_options(synchronize_session=False)
    )


def end_with(
    session: Session, letter: str, stage: Stage, reason: str, now: datetime
) -> Sequence[Section]:
    """What becomes of a letter becomes of what it carries."""
    ended = []
    for row in session.scalars(_carried(letter)).all():
        row.state, row.reason, row.ended_at, row.claimed = stage, reason, now, None
        if stage is not Stage.UNSURE:
            row.letter = None
        ended.append(_section(row))
    session.flush()
    return ended


def take_apart(session: Session, claim: Claim, now: datetime) -> None:
    """It did not get through while its reader was free: what it carries is held again."""
    outbox.end(session, claim, Stage.DROPPED, ALL_GONE, now)
    which = [row.id for row in session.scalars(_carried(claim.entity)).all()]
    _set(session, which, state=Stage.HELD, letter=None, held_until=now, claimed=None, due_at=None)


def _carried(letter: str) -> Select[OutboxRow]:
    return (
        select(OutboxRow)
        .where(OutboxRow.letter == letter, OutboxRow.state == Stage.CARRIED)
        .with_for_update()
    )


def _in_order() -> tuple[ColumnElement[Any], ...]:
    by = OutboxRow.useful_until
    return by.is_(None), by.expression, OutboxRow.id.expression


def _set(session: Session, which: Collection[int], **values: object) -> None:
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(which))
        .values(**values)
        .execution_options(synchronize_session="fetch")
    )


def _section(row: OutboxRow) -> Section:
    return Section(id=row.id, kind=row.kind, entity=row.entity)


# --- quiet until a day -----------------------------------------------------------------------


def quiet_until(session: Session, person_id: int) -> date | None:
    row = session.get(QuietRow, person_id)
    return row.until if row is not None else None


def be_quiet(session: Session, person_id: int, until: date | None) -> None:
    """None: not any more."""
    row = session.get(QuietRow, person_id)
    if row is not None and until is None:
        session.delete(row)
    elif row is not None and until is not None:
        row.until = until
    elif until is not None:
        session.execute(insert(QuietRow).values(person_id=person_id, until=until))
    session.flush()


def forget_quiet(session: Session, today: date) -> int:
    """Those whose day has come."""
    over = session.scalars(select(QuietRow).where(QuietRow.until <= today)).all()
    for row in over:
        session.delete(row)
    return len(over)
