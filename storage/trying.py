"""What came of a learning point when it was tried; and which question about one is open."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, cast, insert, or_, select, update
from sqlalchemy.orm import Session

from dialogs.learning.point import LearningPoint, PointState
from dialogs.learning.practice import PracticeState
from dialogs.learning.trying import Trial, Way
from storage import occurrences
from storage.tables import LearningPointRow, MeetingRow, OccurrenceRow, PracticeRow, TrialRow

ASK = "trying.ask"  # the series, of a meeting; the key says when
REMIND, CLOSE = "trying.remind", "trying.close"  # the key is the point that was asked about


# --- what is asked about ---------------------------------------------------------------------


def newest_point(session: Session, meeting_id: int) -> LearningPoint | None:
    """Of a sparring: proposed or approved, and not declined or withdrawn since."""
    here = LearningPointRow.meeting_id == meeting_id
    query = _alive(here).order_by(LearningPointRow.id.desc())
    row = session.scalars(query).first()
    return _point(row) if row is not None else None


def point(session: Session, meeting_id: int, point_id: int) -> LearningPoint | None:
    """None: it is another meeting's, or it was declined or withdrawn."""
    here = (LearningPointRow.meeting_id == meeting_id, LearningPointRow.id == point_id)
    row = session.scalar(_alive(*here))
    return _point(row) if row is not None else None


def _alive(*here: ColumnElement[bool]) -> Select[LearningPointRow]:
    withdrawn = PracticeRow.state == PracticeState.WITHDRAWN
    return (
        select(LearningPointRow)
        .outerjoin(PracticeRow, PracticeRow.id == LearningPointRow.practice_id)
        .where(
            *here,
            LearningPointRow.state != PointState.DECLINED,
            or_(PracticeRow.id.is_(None), ~withdrawn),
        )
    )


def _point(row: LearningPointRow) -> LearningPoint:
    return LearningPoint(id=row.id, text=row.text, at=row.at)


# --- which question is open ------------------------------------------------------------------


def is_open_for(session: Session, person_id: int) -> bool:
    """Whether somebody has been asked about another case of theirs, and may still answer."""
    query = (
        select(OccurrenceRow.id)
        .join(MeetingRow, cast(MeetingRow.id, String) == OccurrenceRow.entity)
        .where(
            OccurrenceRow.series.in_((REMIND, CLOSE)),
            OccurrenceRow.done_at.is_(None),
            MeetingRow.case_owner_id == person_id,
        )
    )
    return session.scalars(query).first() is not None


def is_open(session: Session, meeting_id: int) -> bool:
    query = select(OccurrenceRow.id).where(
        OccurrenceRow.series.in_((REMIND, CLOSE)),
        OccurrenceRow.entity == str(meeting_id),
        OccurrenceRow.done_at.is_(None),
    )
    return session.scalars(query).first() is not None


def close(session: Session, meeting_id: int, now: datetime) -> None:
    """Answered: nobody is reminded of it."""
    for series in (REMIND, CLOSE):
        occurrences.call_off(session, series, meeting_id, now)


# --- what came of it -------------------------------------------------------------------------


def add(session: Session, point_id: int, way: Way, now: datetime) -> None:
    values = {"point_id": point_id, "way": way, "text": None, "at": now}
    session.execute(insert(TrialRow).values(values))


def tell(session: Session, point_id: int, text: str) -> None:
    session.execute(
        update(TrialRow).where(TrialRow.point_id == point_id).values(text=text or None)
    )


def of_point(session: Session, point_id: int) -> Trial | None:
    """One point is asked about once."""
    row = session.scalars(select(TrialRow).where(TrialRow.point_id == point_id)).first()
    return Trial(way=Way(row.way), text=row.text or "") if row is not None else None


def of_practice(session: Session, practice_id: int) -> Sequence[Trial]:
    """Of every learning point that went into it."""
    query = (
        select(TrialRow)
        .join(LearningPointRow, LearningPointRow.id == TrialRow.point_id)
        .where(LearningPointRow.practice_id == practice_id)
    )
    return [Trial(way=Way(row.way), text=row.text or "") for row in session.scalars(query)]
