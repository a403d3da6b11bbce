"""Shared practice and "Sådan gør vi", with their history. Whatever changes one notes why, and
keeps what `søg` finds it by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update

from dialogs.learning.practice import (
    Practice,
    PracticeEvent,
    PracticeKind,
    PracticeState,
    What,
)
from storage import index, occurrences, people
from storage.store import Session
from storage.tables import PracticeEventRow, PracticeRow, TeamRow

WANTED = "principles.wanted"  # the message, and its reminder: what a principle case ended in
LEADER_NAMED = "principles.leader_named"  # the series: at once, for what waits for one
REVIEW = "practice.review"  # the series: the day has come that one is to be looked at again


def add(
    session: Session, practice: Practice, what: What, now: datetime, *, reason: str | None = None
) -> int:
    row = insert(PracticeRow).values(_values(practice)).returning(PracticeRow.id)
    practice_id = session.execute(row).scalar_one()
    note(session, practice_id, what, now, reason=reason, text=practice.text)
    _followed(session, replace(practice, id=practice_id))
    return practice_id


def save(
    session: Session, practice: Practice, what: What, now: datetime, *, reason: str | None = None
) -> None:
    session.execute(
        update(PracticeRow).where(PracticeRow.id == practice.id).values(_values(practice))
    )
    note(session, practice.id, what, now, reason=reason, text=practice.text)
    _followed(session, practice)


def _followed(session: Session, practice: Practice) -> None:
    """It is found by its words, and looked at again when its day comes. At what hour people are
    asked then is not decided here."""
    index.note(session, practice.id)
    day = practice.review_on
    if practice.state is PracticeState.VALID and day is not None:
        begins = datetime.combine(day, time(), UTC)
        occurrences.plan(session, REVIEW, practice.id, day.isoformat(), begins)


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


def overdue(session: Session, until: date) -> Sequence[Practice]:
    """Those that were to be looked at again by then, and were not."""
    query = (
        select(PracticeRow)
        .where(PracticeRow.state == PracticeState.VALID, PracticeRow.review_on <= until)
        .order_by(PracticeRow.review_on, PracticeRow.id)
    )
    return [_practice(session, row) for row in session.scalars(query)]


def reviewed(session: Session, since: datetime, until: datetime) -> Sequence[tuple[datetime, int]]:
    """When one was looked at again and stands, and whose team's it is."""
    query = (
        select(PracticeEventRow.at, PracticeRow.team_id)
        .join(PracticeRow, PracticeRow.id == PracticeEventRow.practice_id)
        .where(
            PracticeEventRow.what == What.REVIEWED,
            PracticeEventRow.at >= since,
            PracticeEventRow.at <= until,
        )
        .order_by(PracticeEventRow.at, PracticeEventRow.id)
    )
    return [(at, team_id) for at, team_id in session.execute(query)]


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


def history(
    session: Session, practice_id: int, *, most: int | None = None
) -> Sequence[PracticeEvent]:
    """All of it, or the newest; oldest first."""
    query = (
        select(PracticeEventRow)
        .where(PracticeEventRow.practice_id == practice_id)
        .order_by(PracticeEventRow.id.desc())
        .limit(most)
    )
    return [
        PracticeEvent(id=row.id, at=row.at, what=What(row.what), reason=row.reason, text=row.text)
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


def note(
    session: Session,
    practice_id: int,
    what: What,
    now: datetime,
    *,
    reason: str | None = None,
    text: str | None = None,
) -> int:
    """What happened to it, while it itself stays as it is."""
    row = insert(PracticeEventRow).values(
        practice_id=practice_id, at=now, what=what, reason=reason, text=text
    )
    return session.execute(row.returning(PracticeEventRow.id)).scalar_one()


# --- Sådan gør vi ----------------------------------------------------------------------------


def principles(session: Session, team_id: int, *, skip: int, most: int) -> Sequence[Practice]:
    """The valid ones, the newest first."""
    query = (
        select(PracticeRow)
        .where(
            PracticeRow.team_id == team_id,
            PracticeRow.kind == PracticeKind.PRINCIPLE,
            PracticeRow.state == PracticeState.VALID,
        )
        .order_by(PracticeRow.valid_from.desc(), PracticeRow.id.desc())
        .offset(skip)
        .limit(most)
    )
    return [_practice(session, row) for row in session.scalars(query)]


def of_meeting(session: Session, meeting_id: int) -> Practice | None:
    """What a principle case ended in; the latest, where an earlier try was given up."""
    query = (
        select(PracticeRow)
        .where(PracticeRow.meeting_id == meeting_id, PracticeRow.kind == PracticeKind.PRINCIPLE)
        .order_by(PracticeRow.id.desc())
    )
    row = session.scalars(query).first()
    return _practice(session, row) if row is not None else None


def unanswered(session: Session, team_id: int) -> Sequence[int]:
    """Those of a team whose latest line of history is a proposal to its leader."""
    latest = (
        select(func.max(PracticeEventRow.id))
        .join(PracticeRow, PracticeRow.id == PracticeEventRow.practice_id)
        .where(PracticeRow.team_id == team_id, PracticeEventRow.what != What.SHARED)
        .group_by(PracticeEventRow.practice_id)
    )
    query = (
        select(PracticeEventRow.practice_id)
        .where(
            PracticeEventRow.id.in_(latest),
            PracticeEventRow.what.in_((What.PROPOSED, What.END_PROPOSED)),
        )
        .order_by(PracticeEventRow.id)
    )
    return list(session.scalars(query))


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
