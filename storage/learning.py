"""Learning points: who wrote one is kept for them alone, and never shown."""

from collections.abc import Collection, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from dialogs.learning.point import (
    OPEN,
    Anchor,
    Guideline,
    HandedInAlready,
    LearningPoint,
    Marks,
    PointKind,
    PointState,
    PreventedBy,
)
from dialogs.people.person import Person
from storage import outbox, people
from storage.outbox import Priority, to_person
from storage.tables import LearningPointRow
from storage.types import table_of

WAITING = "deciding.waiting"  # the message that there is something to be decided
OUTCOME = "learning.outcome"  # to its writer alone; its entity: point-state-occasion
_point_ = table_of(LearningPointRow)
_ADD = insert(_point_).returning(_point_.c.id)
_BY_ID = select(_point_).where(_point_.c.id == bindparam("id"))
_THE_SAME = select(_point_.c.id).where(
    _point_.c.author_id == bindparam("author_id"),
    _point_.c.digest == bindparam("digest"),
    _point_.c.meeting_id.is_not_distinct_from(bindparam("meeting_id")),
    _point_.c.id != bindparam("besides"),
)
COMPARED = 300  # points among which the alike are looked for


def add(
    session: Session,
    *,
    text: str,
    author_id: int,
    team_id: int | None,
    meeting_id: int | None,
    now: datetime,
    marks: Marks = Marks(),  # noqa: B008 - a frozen value
    practice_id: int | None = None,
) -> int:
    """Raises HandedInAlready when the same person wrote the same for the same meeting."""
    _not_twice(session, text, author_id, meeting_id)
    row = {
        "team_id": team_id,
        "meeting_id": meeting_id,
        "author_id": author_id,
        "text": text,
        "digest": _digest(text),
        "at": now,
        "state": PointState.PROPOSED,
        "practice_id": practice_id,
        **_marks(marks),
    }
    new_id: int = session.execute(_ADD, row).scalar_one()
    return new_id


def _not_twice(
    session: Session, text: str, author_id: int, meeting_id: int | None, besides: int = 0
) -> None:
    asked = {
        "author_id": author_id,
        "digest": _digest(text),
        "meeting_id": meeting_id,
        "besides": besides,
    }
    there = session.scalar(_THE_SAME, asked)
    if there is not None:
        raise HandedInAlready(there)


def _digest(text: str) -> bytes:
    return sha256(text.casefold().encode()).digest()


def _marks(marks: Marks) -> dict[str, Any]:
    return {
        "kind": marks.kind,
        "method": marks.method,
        "anchor": marks.anchor,
        "guideline": marks.guideline,
    }


# --- its writer's own ------------------------------------------------------------------------


def own(session: Session, point_id: int, author_id: int) -> LearningPoint | None:
    """None: it is not theirs, or not known to be."""
    row = _row(session, point_id)
    return _point(row) if row is not None and row.author_id == author_id else None


def rewrite(
    session: Session,
    point: LearningPoint,
    text: str,
    marks: Marks,
    *,
    state: PointState = PointState.PROPOSED,
    answer: str | None = None,
) -> None:
    """As its writer would rather have it said. Raises HandedInAlready."""
    row = session.get_one(LearningPointRow, point.id)
    if row.author_id is not None:
        _not_twice(session, text, row.author_id, row.meeting_id, besides=point.id)
    session.execute(
        update(LearningPointRow)
        .where(LearningPointRow.id == point.id)
        .values(
            text=text,
            digest=_digest(text),
            state=state,
            answer=answer if answer is not None else LearningPointRow.answer,
            **_marks(marks),
        )
    )


def prevent(session: Session, point_id: int, prevents: str | None, by: PreventedBy | None) -> None:
    session.execute(
        update(LearningPointRow)
        .where(LearningPointRow.id == point_id)
        .values(prevents=prevents, prevented_by=by)
    )


def tell_writer(session: Session, kind: str, point_id: int, entity: str, now: datetime) -> bool:
    """A private message to whoever wrote it, without anybody being told who that is. False:
    nobody knows any more."""
    author_id = _author(session, point_id)
    if author_id is None:
        return False
    outbox.want(session, kind, entity, to_person(author_id), Priority.ANSWER, now)
    return True


def is_known(session: Session, point_id: int) -> bool:
    """Whether its writer can still be told something."""
    return _author(session, point_id) is not None


def _author(session: Session, point_id: int) -> int | None:
    return session.scalar(
        select(LearningPointRow.author_id).where(LearningPointRow.id == point_id)
    )


def written_by(session: Session, author_id: int) -> list[tuple[str, PointState]]:
    """Somebody's own, as long as it is known that they are theirs; the newest first."""
    query = (
        select(LearningPointRow.text, LearningPointRow.state)
        .where(LearningPointRow.author_id == author_id)
        .order_by(LearningPointRow.id.desc())
    )
    return [(text, PointState(state)) for text, state in session.execute(query)]


# --- for those who decide --------------------------------------------------------------------


def get(session: Session, point_id: int) -> LearningPoint | None:
    row = _row(session, point_id)
    return _point(row) if row is not None else None


def _row(session: Session, point_id: int) -> Row[Any] | None:
    return session.execute(_BY_ID, {"id": point_id}).one_or_none()


def waiting(
    session: Session, teams: Collection[int], *, first: int, most: int
) -> Sequence[LearningPoint]:
    """What nobody has decided: sparring by sparring, and what waits for an answer last. Within
    one they come by a hash of their text, so that the order tells nothing of who wrote when."""
    query = (
        select(LearningPointRow)
        .where(_waits(teams))
        .order_by(
            LearningPointRow.state == PointState.CLARIFYING,
            LearningPointRow.meeting_id.nulls_last(),
            LearningPointRow.digest,
            LearningPointRow.id,
        )
        .offset(first)
        .limit(most)
    )
    return [_point(row) for row in session.scalars(query)]


def waiting_count(session: Session, teams: Collection[int]) -> int:
    return session.scalar(select(func.count(LearningPointRow.id)).where(_waits(teams))) or 0


def _waits(teams: Collection[int]) -> ColumnElement[bool]:
    return LearningPointRow.team_id.in_(teams) & LearningPointRow.state.in_(OPEN)


def others_waiting(session: Session, point: LearningPoint) -> Sequence[LearningPoint]:
    """Undecided ones of the same team, the newest of them where they are very many."""
    query = (
        select(LearningPointRow)
        .where(_waits([point.team_id or 0]), LearningPointRow.id != point.id)
        .order_by(LearningPointRow.id.desc())
        .limit(COMPARED)
    )
    return [_point(row) for row in session.scalars(query)]


def settle(
    session: Session,
    point: LearningPoint,
    state: PointState,
    by: Person,
    now: datetime,
    *,
    reason: str | None = None,
) -> bool:
    """False: somebody else has decided meanwhile, and nothing is changed. What was answered
    belongs to the question, and goes with it."""
    keeps_answer = state in (PointState.APPROVED, PointState.MERGED)
    settled = session.scalar(
        update(LearningPointRow)
        .where(LearningPointRow.id == point.id, LearningPointRow.state == point.state)
        .values(
            state=state,
            reason=reason,
            answer=LearningPointRow.answer if keeps_answer else None,
            decided_at=now,
            decided_by=by.id,
        )
        .returning(LearningPointRow.id)
    )
    return settled is not None


def became(session: Session, point_id: int, practice_id: int) -> None:
    session.execute(
        update(LearningPointRow)
        .where(LearningPointRow.id == point_id)
        .values(practice_id=practice_id)
    )


def decider(session: Session, point: LearningPoint) -> Person | None:
    """Who decided or asked, as the team calls them."""
    who = session.scalar(
        select(LearningPointRow.decided_by).where(LearningPointRow.id == point.id)
    )
    if who is None or point.team_id is None:
        return None
    return people.named(session, point.team_id, who)


def team_of(session: Session, point_id: int) -> int | None:
    return session.scalar(select(LearningPointRow.team_id).where(LearningPointRow.id == point_id))


def _point(row: LearningPointRow | Row[Any]) -> LearningPoint:
    return LearningPoint(
        id=row.id,
        text=row.text,
        at=row.at,
        team_id=row.team_id,
        state=PointState(row.state),
        marks=Marks(
            kind=PointKind(row.kind) if row.kind else None,
            method=row.method,
            anchor=Anchor(row.anchor) if row.anchor else None,
            guideline=Guideline(row.guideline) if row.guideline else None,
        ),
        prevents=row.prevents,
        prevented_by=PreventedBy(row.prevented_by) if row.prevented_by else None,
        practice_id=row.practice_id,
        reason=row.reason,
        answer=row.answer,
    )


# --- of a meeting, of a team -----------------------------------------------------------------


def of_meeting(session: Session, meeting_id: int) -> Sequence[LearningPoint]:
    query = select(LearningPointRow).where(LearningPointRow.meeting_id == meeting_id)
    return [_point(row) for row in session.scalars(query)]


def join_team(session: Session, author_id: int, team_id: int) -> None:
    """Points from somebody without a team wait until theirs is known."""
    session.execute(
        update(LearningPointRow)
        .where(LearningPointRow.author_id == author_id, LearningPointRow.team_id.is_(None))
        .values(team_id=team_id)
    )


def forget_homeless(session: Session, author_id: int) -> int:
    """Points that wait for their author's team, when the author is not coming any more."""
    gone = session.scalars(
        delete(LearningPointRow)
        .where(LearningPointRow.author_id == author_id, LearningPointRow.team_id.is_(None))
        .returning(LearningPointRow.id)
    )
    return len(gone.all())
