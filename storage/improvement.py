"""The improvement list of a team: what is to be changed, who sees to it, until when."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, select, update

from dialogs.learning.practice import Improvement, ImprovementKind
from storage import people
from storage.store import Session
from storage.tables import ImprovementRow

DUE = "deciding.improvement_due"  # the series, and the message, that remind its owner


def add(session: Session, improvement: Improvement, now: datetime) -> int:
    row = insert(ImprovementRow).values(
        team_id=improvement.team_id,
        practice_id=improvement.practice_id,
        kind=improvement.kind,
        text=improvement.text,
        owner_id=improvement.owner.id if improvement.owner else None,
        due_on=improvement.due_on,
        at=now,
    )
    return session.execute(row.returning(ImprovementRow.id)).scalar_one()


def get(session: Session, improvement_id: int) -> Improvement | None:
    row = session.get(ImprovementRow, improvement_id)
    return _improvement(session, row) if row is not None else None


def done(session: Session, improvement_id: int, now: datetime) -> None:
    """What is done stays done since the first time."""
    session.execute(
        update(ImprovementRow)
        .where(ImprovementRow.id == improvement_id, ImprovementRow.done_at.is_(None))
        .values(done_at=now)
    )


def page(
    session: Session, teams: Collection[int], *, first: int, most: int
) -> Sequence[Improvement]:
    """What is not done, the most urgent first."""
    query = (
        select(ImprovementRow)
        .where(_to_do(teams))
        .order_by(ImprovementRow.due_on, ImprovementRow.id)
        .offset(first)
        .limit(most)
    )
    return [_improvement(session, row) for row in session.scalars(query)]


def count(session: Session, teams: Collection[int]) -> int:
    return session.scalar(select(func.count(ImprovementRow.id)).where(_to_do(teams))) or 0


def _to_do(teams: Collection[int]) -> ColumnElement[bool]:
    return ImprovementRow.team_id.in_(teams) & ImprovementRow.done_at.is_(None)


def team_of(session: Session, improvement_id: int) -> int | None:
    return session.scalar(
        select(ImprovementRow.team_id).where(ImprovementRow.id == improvement_id)
    )


def _improvement(session: Session, row: ImprovementRow) -> Improvement:
    owner = people.named(session, row.team_id, row.owner_id) if row.owner_id is not None else None
    return Improvement(
        id=row.id,
        team_id=row.team_id,
        practice_id=row.practice_id,
        kind=ImprovementKind(row.kind),
        text=row.text,
        owner=owner,
        due_on=row.due_on,
        done=row.done_at is not None,
    )
