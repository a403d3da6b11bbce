"""The supervision of each team, its themes, and who has asked for more of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from dialogs.calendar.period import Period
from dialogs.supervision.booking import RequestState, State, Supervision, TwoInOneQuarter, Wanted
from storage import clock, people
from storage.tables import SupervisionRequestRow, SupervisionRow, SupervisionThemeRow

REQUEST, ANSWERED = "supervision.request", "supervision.answered"  # messages
OF_A_REQUEST = (REQUEST, ANSWERED)
SETTLES = (State.BOOKED, State.HELD, State.SKIPPED)  # a quarter: nobody is asked any more


# --- the supervisions ------------------------------------------------------------------------


def get(session: Session, supervision_id: int) -> Supervision | None:
    row = session.get(SupervisionRow, supervision_id)
    return _supervision(row) if row is not None else None


def of_quarter(session: Session, team_id: int, quarter: Period) -> Supervision | None:
    """What settles the quarter; None: nothing yet."""
    query = select(SupervisionRow).where(
        SupervisionRow.team_id == team_id,
        SupervisionRow.quarter == quarter.key,
        SupervisionRow.extra.is_(False),
        SupervisionRow.state.in_(SETTLES),
    )
    row = session.scalars(query).first()
    return _supervision(row) if row is not None else None


def coming(session: Session, team_id: int, since: datetime) -> Sequence[Supervision]:
    """What is booked from then on, the next first."""
    query = (
        select(SupervisionRow)
        .where(
            SupervisionRow.team_id == team_id,
            SupervisionRow.state == State.BOOKED,
            SupervisionRow.at > since,
        )
        .order_by(SupervisionRow.at)
    )
    return [_supervision(row) for row in session.scalars(query)]


def book(session: Session, fresh: Supervision) -> Supervision:
    """Raises TwoInOneQuarter. A quarter that was left out is taken up again."""
    _one_a_quarter(session, fresh)
    row = insert(SupervisionRow).values(_columns(fresh)).returning(SupervisionRow.id)
    return replace(fresh, id=session.scalars(row).one())


def move(session: Session, there: Supervision, at: datetime, quarter: Period) -> Supervision:
    """Raises TwoInOneQuarter."""
    moved = replace(there, at=at, quarter=quarter, version=there.version + 1)
    _one_a_quarter(session, moved)
    return save(session, moved)


def save(session: Session, changed: Supervision) -> Supervision:
    here = SupervisionRow.id == changed.id
    session.execute(update(SupervisionRow).where(here).values(_columns(changed)))
    return changed


def skip(session: Session, team_id: int, quarter: Period) -> None:
    left_out = Supervision(team_id=team_id, quarter=quarter, at=None, state=State.SKIPPED)
    session.execute(insert(SupervisionRow).values(_columns(left_out)))


def _one_a_quarter(session: Session, fresh: Supervision) -> None:
    if fresh.extra:
        return
    there = of_quarter(session, fresh.team_id, fresh.quarter)
    if there is not None and there.state is State.SKIPPED:
        session.execute(delete(SupervisionRow).where(SupervisionRow.id == there.id))
    elif there is not None and there.id != fresh.id:
        raise TwoInOneQuarter(there)


def _columns(of: Supervision) -> dict[str, Any]:
    return {
        "team_id": of.team_id,
        "quarter": of.quarter.key,
        "at": of.at,
        "supervisor": of.supervisor or None,
        "state": of.state,
        "extra": of.extra,
        "version": of.version,
    }


def _supervision(row: SupervisionRow) -> Supervision:
    quarter = Period.read(row.quarter)
    assert quarter is not None  # noqa: S101
    return Supervision(
        id=row.id,
        team_id=row.team_id,
        quarter=quarter,
        at=row.at,
        supervisor=row.supervisor or "",
        state=State(row.state),
        extra=row.extra,
        version=row.version,
    )


# --- themes ----------------------------------------------------------------------------------


def add_theme(session: Session, supervision_id: int, text: str) -> None:
    """The same once."""
    if text not in themes(session, supervision_id):
        values = {"supervision_id": supervision_id, "text": text}
        session.execute(insert(SupervisionThemeRow).values(values))


def themes(session: Session, supervision_id: int) -> Sequence[str]:
    query = (
        select(SupervisionThemeRow.text)
        .where(SupervisionThemeRow.supervision_id == supervision_id)
        .order_by(SupervisionThemeRow.id)
    )
    return session.scalars(query).all()


def forget_themes(session: Session, supervision_id: int) -> None:
    here = SupervisionThemeRow.supervision_id == supervision_id
    if session.scalar(select(func.count()).where(here)):
        session.execute(delete(SupervisionThemeRow).where(here))
        clock.owe_wipe(session, everywhere=True)


# --- asked for besides -----------------------------------------------------------------------


def want(session: Session, wanted: Wanted, now: datetime) -> int:
    values = {
        "team_id": wanted.team_id,
        "asker_id": wanted.asker.id,
        "reason": wanted.reason or None,
        "whole": wanted.whole,
        "state": wanted.state,
        "at": now,
    }
    row = insert(SupervisionRequestRow).values(values).returning(SupervisionRequestRow.id)
    return session.scalars(row).one()


def wanted(session: Session, request_id: int) -> Wanted | None:
    row = session.get(SupervisionRequestRow, request_id)
    return _wanted(session, row) if row is not None else None


def waiting(session: Session, team_id: int) -> Sequence[Wanted]:
    """What nobody has answered, in the order in which it was asked."""
    query = (
        select(SupervisionRequestRow)
        .where(
            SupervisionRequestRow.team_id == team_id,
            SupervisionRequestRow.state == RequestState.ASKED,
        )
        .order_by(SupervisionRequestRow.id)
    )
    return [_wanted(session, row) for row in session.scalars(query)]


def answer(
    session: Session, request_id: int, state: RequestState, reply: str, at: datetime | None
) -> None:
    session.execute(
        update(SupervisionRequestRow)
        .where(SupervisionRequestRow.id == request_id)
        .values(state=state, reply=reply or None, held_at=at)
    )


def forget_request(session: Session, request_id: int) -> None:
    session.execute(delete(SupervisionRequestRow).where(SupervisionRequestRow.id == request_id))
    clock.owe_wipe(session, everywhere=True)


def _wanted(session: Session, row: SupervisionRequestRow) -> Wanted:
    return Wanted(
        id=row.id,
        team_id=row.team_id,
        asker=people.named(session, row.team_id, row.asker_id),
        reason=row.reason or "",
        whole=row.whole,
        state=RequestState(row.state),
        at=row.held_at,
        reply=row.reply or "",
    )
