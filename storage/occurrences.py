"""Schedules as rows: what is due, once for each key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage.tables import OccurrenceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    id: int
    series: str
    entity: str
    key: str
    due_at: datetime


def plan(session: Session, series: str, entity: str | int, key: str, due_at: datetime) -> None:
    """Sets it up, or moves it while it has not happened; a key that has happened stays so."""
    here = (
        OccurrenceRow.series == series,
        OccurrenceRow.entity == str(entity),
        OccurrenceRow.key == key,
    )
    if session.scalar(select(OccurrenceRow.id).where(*here)) is None:
        session.execute(
            insert(OccurrenceRow).values(
                series=series, entity=str(entity), key=key, due_at=due_at, done_at=None
            )
        )
    else:
        session.execute(
            update(OccurrenceRow)
            .where(*here, OccurrenceRow.done_at.is_(None))
            .values(due_at=due_at)
        )


def call_off(session: Session, series: str, entity: str | int, after: datetime) -> None:
    """Takes back what is still to come; what is due already happens."""
    session.execute(
        delete(OccurrenceRow).where(
            OccurrenceRow.series == series,
            OccurrenceRow.entity == str(entity),
            OccurrenceRow.done_at.is_(None),
            OccurrenceRow.due_at > after,
        )
    )


def due(session: Session, now: datetime, limit: int = 50) -> Sequence[Occurrence]:
    query = (
        select(OccurrenceRow)
        .where(OccurrenceRow.done_at.is_(None), OccurrenceRow.due_at <= now)
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
        .limit(limit)
    )
    return [
        Occurrence(id=r.id, series=r.series, entity=r.entity, key=r.key, due_at=r.due_at)
        for r in session.scalars(query)
    ]


def next_due(session: Session) -> datetime | None:
    query = (
        select(OccurrenceRow.due_at)
        .where(OccurrenceRow.done_at.is_(None))
        .order_by(OccurrenceRow.due_at)
        .limit(1)
    )
    return session.scalar(query)


def done(session: Session, occurrence: Occurrence, now: datetime) -> bool:
    """Whether it happens now: not if it was done or called off since it was found due."""
    return (
        session.scalar(
            update(OccurrenceRow)
            .where(
                OccurrenceRow.series == occurrence.series,
                OccurrenceRow.entity == occurrence.entity,
                OccurrenceRow.key == occurrence.key,
                OccurrenceRow.done_at.is_(None),
            )
            .values(done_at=now)
            .returning(OccurrenceRow.id)
        )
        is not None
    )


def forget_before(session: Session, moment: datetime) -> int:
    """A key is needed for as long as it could come again."""
    gone = session.scalars(
        delete(OccurrenceRow).where(OccurrenceRow.done_at < moment).returning(OccurrenceRow.id)
    )
    return len(gone.all())
