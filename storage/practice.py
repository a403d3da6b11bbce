"""Shared practice and "Sådan gør vi", with their history. Whatever changes one notes why, and
keeps what `søg` finds it by."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from dialogs.learning.practice import (
    Practice,
    PracticeEvent,
    PracticeKind,
    PracticeState,
    What,
)
from storage import index, people
from storage.store import Session
from storage.tables import PracticeEventRow, PracticeRow, TeamRow


def add(
    session: Session, practice: Practice, what: What, now: datetime, *, reason: str | None = None
) -> int:
    row = insert(PracticeRow).values(_values(practice)).returning(PracticeRow.id)
    practice_id = session.execute(row).scalar_one()
    _note(session, practice_id, what, now, reason=reason, text=practice.text)
    index.note(session, practice_id)
    return practice_id


def save(
    session: Session, practice: Practice, what: What, now: datetime, *, reason: str | None = None
) -> None:
    session.execute(
        update(PracticeRow).where(PracticeRow.id == practice.id).values(_values(practice))
    )
    _note(session, practice.id, what, now, reason=reason, text=practice.text)
    index.note(session, practice.id)


def get(session: Session, practice_id: int) -> Practice | None:
    row = session.get(PracticeRow, practice_id)
    return _practice(session, row) if row is not None else None


def valid(session: Session, practice_ids: Collection[int]) -> Mapping[int, tuple[Practice, str]]:
    """Those of them that are valid, each with its team's name."""
    query = (
        select(PracticeRow, TeamRow.name)
        .join(TeamRow, TeamRow.id == PracticeRow.team_id)
        .where(PracticeRow.id.in_(practice_ids), PracticeRow.state == PracticeState.VALID)
    )
    return {row.id: (_practice(session, row), team) for row, team in session.execute(query)}


def of_team(
    session: Session,
    team_id: int,
    states: Collection[PracticeState] = (PracticeState.VALID,),
) -> Sequence[Practice]:
    """The oldest first."""
    query = (
        select(PracticeRow)
        .where(PracticeRow.team_id == team_id, PracticeRow.state.in_(states))
        .order_by(PracticeRow.id)
    )
    return [_practice(session, row) for row in session.scalars(query)]


def page(
    session: Session,
    teams: Collection[int],
    *,
    first: int = 0,
    most: int,
    kinds: Collection[PracticeKind] = tuple(PracticeKind),
) -> Sequence[Practice]:
    """What holds, the newest first."""
    query = (
        select(PracticeRow)
        .where(_valid(teams), PracticeRow.kind.in_(kinds))
        .order_by(PracticeRow.id.desc())
        .offset(first)
        .limit(most)
    )
    return [_practice(session, row) for row in session.scalars(query)]


def count(session: Session, teams: Collection[int]) -> int:
    return session.scalar(select(func.count(PracticeRow.id)).where(_valid(teams))) or 0


def _valid(teams: Collection[int]) -> ColumnElement[bool]:
    return PracticeRow.team_id.in_(teams) & (PracticeRow.state == PracticeState.VALID)


def history(session: Session, practice_id: int, *, most: int) -> Sequence[PracticeEvent]:
    """The newest of it, oldest first."""
    query = (
        select(PracticeEventRow)
        .where(PracticeEventRow.practice_id == practice_id)
        .order_by(PracticeEventRow.id.desc())
        .limit(most)
    )
    return [
        PracticeEvent(at=row.at, what=What(row.what), reason=row.reason, text=row.text)
        for row in reversed(session.scalars(query).all())
    ]


def version(session: Session, practice_id: int) -> int:
    """Another one whenever something happened to it."""
    newest = select(func.max(PracticeEventRow.id)).where(
        PracticeEventRow.practice_id == practice_id
    )
    return session.scalar(newest) or 0


def team_of(session: Session, practice_id: int) -> int | None:
    return session.scalar(select(PracticeRow.team_id).where(PracticeRow.id == practice_id))


def _note(
    session: Session,
    practice_id: int,
    what: What,
    now: datetime,
    *,
    reason: str | None,
    text: str | None,
) -> None:
    session.execute(
        insert(PracticeEventRow).values(
            practice_id=practice_id, at=now, what=what, reason=reason, text=text
        )
    )


def _values(practice: Practice) -> dict[str, Any]:
    return {
        "kind": practice.kind,
        "state": practice.state,
        "team_id": practice.team_id,
        "text": practice.text,
        "method": practice.method,
        "anchor": practice.anchor,
        "guideline": practice.guideline,
        "owner_id": practice.owner.id if practice.owner else None,
        "valid_from": practice.valid_from,
        "review_on": practice.review_on,
        "meeting_id": practice.meeting_id,
    }


def _practice(session: Session, row: PracticeRow) -> Practice:
    owner = people.named(session, row.team_id, row.owner_id) if row.owner_id is not None else None
    return Practice(
        id=row.id,
        kind=PracticeKind(row.kind),
        state=PracticeState(row.state),
        team_id=row.team_id,
        text=row.text,
        method=row.method,
        anchor=row.anchor,
        guideline=row.guideline,
        owner=owner,
        valid_from=row.valid_from,
        review_on=row.review_on,
        meeting_id=row.meeting_id,
    )
