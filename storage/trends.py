"""What is counted of learning points and meetings: numbers by quarter, never by person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute

from dialogs.calendar.period import Period
from dialogs.learning.evaluation import Evaluated, Kept
from dialogs.learning.point import PointState
from dialogs.learning.practice import PracticeState
from dialogs.learning.themes import Counted, Sort, Theme
from dialogs.sparring.clarity import When
from dialogs.sparring.meeting import State
from dialogs.sparring.plan import PlanState
from storage.store import Session
from storage.tables import (
    ClarityRow,
    EvaluationRow,
    LearningPointRow,
    MeetingRow,
    PhaseRow,
    PracticeRow,
)

Quarters = Mapping[Period, tuple[datetime, datetime]]

_SORTS: Mapping[Sort, InstrumentedAttribute[str | None]] = {
    Sort.METHOD: LearningPointRow.method,
    Sort.KIND: LearningPointRow.kind,
    Sort.GUIDELINE: LearningPointRow.guideline,
}


def themes(session: Session, teams: Collection[int], quarters: Quarters) -> list[Counted]:
    """What the points of these teams are about; those that were declined are not counted.

    Who wrote a point is forgotten after a year: then its meeting counts in the writer's place.
    """
    unknown = case((LearningPointRow.author_id.is_(None), LearningPointRow.meeting_id))
    writers = func.count(LearningPointRow.author_id.distinct()) + func.count(unknown.distinct())
    return [
        Counted(theme=Theme(sort, str(value)), quarter=quarter, points=points, contributors=found)
        for quarter, (first, end) in quarters.items()
        for sort, column in _SORTS.items()
        for value, points, found in session.execute(
            select(column, func.count(), writers)
            .where(
                LearningPointRow.team_id.in_(teams),
                LearningPointRow.at >= first,
                LearningPointRow.at < end,
                LearningPointRow.state != PointState.DECLINED,
                column.is_not(None),
            )
            .group_by(column)
        )
    ]


def practices(session: Session, team_id: int, theme: Theme, most: int) -> Sequence[str]:
    """What the team has decided about a theme, the newest first."""
    columns = {Sort.METHOD: PracticeRow.method, Sort.GUIDELINE: PracticeRow.guideline}
    if theme.sort not in columns:
        return []
    query = (
        select(PracticeRow.text)
        .where(
            PracticeRow.team_id == team_id,
            PracticeRow.state == PracticeState.VALID,
            columns[theme.sort] == theme.value,
        )
        .order_by(PracticeRow.id.desc())
        .limit(most)
    )
    return session.scalars(query).all()


# --- how the meetings went -------------------------------------------------------------------


def evaluated(session: Session, teams: Collection[int], quarters: Quarters) -> list[Evaluated]:
    return [
        Evaluated(
            quarter=quarter,
            taps=_taps(session, teams, *bounds),
            clarity=_clarity(session, teams, *bounds),
        )
        for quarter, bounds in quarters.items()
    ]


def _taps(
    session: Session, teams: Collection[int], first: datetime, end: datetime
) -> list[tuple[int, dict[str, int]]]:
    rows = select(EvaluationRow).join(MeetingRow, MeetingRow.id == EvaluationRow.meeting_id)
    return [
        (row.meeting_id, {"useful": row.useful, "reflective": row.reflective, "safe": row.safe})
        for row in session.scalars(rows.where(*_began(teams, first, end)))
    ]


def _clarity(
    session: Session, teams: Collection[int], first: datetime, end: datetime
) -> list[tuple[int, int]]:
    rows = select(ClarityRow).join(MeetingRow, MeetingRow.id == ClarityRow.meeting_id)
    return [
        (row.before, row.after)
        for row in session.scalars(rows.where(*_began(teams, first, end)))
        if row.before is not None and row.after is not None
    ]


def _began(teams: Collection[int], first: datetime, end: datetime) -> list[ColumnElement[bool]]:
    return [
        MeetingRow.team_id.in_(teams),
        MeetingRow.started_at >= first,
        MeetingRow.started_at < end,
    ]


def kept(session: Session, teams: Collection[int], first: datetime, end: datetime) -> Kept:
    """What became of the meetings that were to be in this time."""
    when = func.coalesce(MeetingRow.started_at, MeetingRow.planned_at)
    query = (
        select(MeetingRow.state, func.count())
        .where(MeetingRow.team_id.in_(teams), when >= first, when < end)
        .group_by(MeetingRow.state)
    )
    found = {state: number for state, number in session.execute(query)}
    held = (
        select(PhaseRow.held)
        .join(MeetingRow, MeetingRow.id == PhaseRow.meeting_id)
        .where(*_began(teams, first, end), MeetingRow.state == State.CLOSED)
    )
    return Kept(
        held=found.get(State.CLOSED, 0),
        cancelled=found.get(PlanState.CANCELLED, 0),
        not_started=found.get(PlanState.LAPSED, 0),
        postponed=found.get(State.POSTPONED, 0),
        protected=sum(session.scalars(held), timedelta()),
    )


# --- the case owner's scale ------------------------------------------------------------------


def clarity(session: Session, meeting_id: int) -> Mapping[When, int | None]:
    row = session.get(ClarityRow, meeting_id)
    return {
        When.BEFORE: row.before if row else None,
        When.AFTER: row.after if row else None,
    }


def note_clarity(session: Session, meeting_id: int, when: When, step: int) -> None:
    values: dict[str, Any] = {when.value: step}
    if session.get(ClarityRow, meeting_id) is None:
        session.execute(insert(ClarityRow).values(meeting_id=meeting_id, **values))
    else:
        session.execute(
            update(ClarityRow).where(ClarityRow.meeting_id == meeting_id).values(values)
        )
