"""What teams are told of their shared practice, and asked about how they learn."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from dialogs.learning.digest import MADE_VALID, Happened
from dialogs.learning.invitation import Invitation, Reply
from dialogs.learning.practice import Practice, PracticeKind, PracticeState, What
from dialogs.learning.pulse import QUESTIONS, Answers
from dialogs.people.person import Person
from storage import people, practice
from storage.store import Session
from storage.tables import InvitationRow, PracticeEventRow, PracticeRow, PulseRow, TeamRow

Bounds = tuple[datetime, datetime]  # from the one on, and before the other

_PRINCIPLE = PracticeRow.kind == PracticeKind.PRINCIPLE
_TOLD = (*MADE_VALID.values(), What.SHARED, What.WITHDRAWN)


# --- what happened ---------------------------------------------------------------------------


def history(session: Session, team_id: int, bounds: Bounds) -> list[Happened]:
    """Of a team's practice; a principle that its leader never confirmed is told nobody."""
    first = aliased(PracticeEventRow)
    confirmed = exists().where(
        first.practice_id == PracticeRow.id, first.what == MADE_VALID[PracticeKind.PRINCIPLE]
    )
    query = (
        select(PracticeEventRow.what, PracticeEventRow.practice_id, PracticeEventRow.reason)
        .join(PracticeRow, PracticeRow.id == PracticeEventRow.practice_id)
        .where(
            PracticeRow.team_id == team_id,
            PracticeEventRow.at >= bounds[0],
            PracticeEventRow.at < bounds[1],
            PracticeEventRow.what.in_(_TOLD),
            ~_PRINCIPLE | confirmed,
        )
        .order_by(PracticeEventRow.id)
    )
    return [
        Happened(what=What(what), practice=_known(session, practice_id), reason=reason)
        for what, practice_id, reason in session.execute(query).all()
    ]


def approved(session: Session, bounds: Bounds) -> list[Practice]:
    """What became valid then, and is valid now; the oldest first."""
    query = select(PracticeRow.id).where(*_made_valid(bounds)).order_by(PracticeRow.id)
    return [_known(session, practice_id) for practice_id in session.scalars(query).all()]


def of_department(session: Session, bounds: Bounds) -> list[tuple[int, str, str]]:
    """The same with no more than is told of it: the team, its name, the text."""
    query = (
        select(TeamRow.id, TeamRow.name, PracticeRow.text)
        .join(PracticeRow, PracticeRow.team_id == TeamRow.id)
        .where(*_made_valid(bounds))
    )
    return [(team_id, name, text) for team_id, name, text in session.execute(query)]


def _made_valid(bounds: Bounds) -> tuple[ColumnElement[bool], ...]:
    then = exists().where(
        PracticeEventRow.practice_id == PracticeRow.id,
        PracticeEventRow.at >= bounds[0],
        PracticeEventRow.at < bounds[1],
        or_(
            *(
                (PracticeRow.kind == kind) & (PracticeEventRow.what == what)
                for kind, what in MADE_VALID.items()
            )
        ),
    )
    return PracticeRow.state == PracticeState.VALID, then


def _known(session: Session, practice_id: int) -> Practice:
    found = practice.get(session, practice_id)
    assert found is not None  # noqa: S101
    return found


def share(session: Session, bounds: Bounds, now: datetime) -> bool:
    """Notes of all that the teams approved then that the department is told of it; once. False:
    there is nothing to tell."""
    found = approved(session, bounds)
    for each in found:
        shared = exists().where(
            PracticeEventRow.practice_id == each.id, PracticeEventRow.what == What.SHARED
        )
        if not session.scalar(select(shared)):
            practice.save(session, each, What.SHARED, now)
    return bool(found)


# --- how we learn ----------------------------------------------------------------------------


def answer(session: Session, team_id: int, quarter: str, given: Answers) -> None:
    session.execute(insert(PulseRow).values(team_id=team_id, quarter=quarter, **given))


def answers(session: Session, team_id: int, quarter: str) -> list[Answers]:
    query = select(PulseRow).where(PulseRow.team_id == team_id, PulseRow.quarter == quarter)
    return [{key: getattr(row, key) for key in QUESTIONS} for row in session.scalars(query)]


def answered(session: Session, team_id: int, quarter: str) -> int:
    query = select(func.count()).where(PulseRow.team_id == team_id, PulseRow.quarter == quarter)
    return session.scalar(query) or 0


# --- the leader's words ----------------------------------------------------------------------


def invite(session: Session, team_id: int, month: str, bounds: Bounds) -> Invitation | None:
    """To comment the newest of what became valid then; None: there is nothing that the leader was
    not asked about before."""
    asked = select(InvitationRow.practice_id).where(InvitationRow.team_id == team_id)
    known = set(session.scalars(asked))
    theirs = [each for each in approved(session, bounds) if each.team_id == team_id]
    fresh = [each for each in theirs if each.id not in known]
    if not fresh or invitation(session, team_id, month) is not None:
        return None
    values = {"team_id": team_id, "month": month, "practice_id": fresh[-1].id}
    session.execute(insert(InvitationRow).values(values))
    return invitation(session, team_id, month)


def invitation(session: Session, team_id: int, month: str) -> Invitation | None:
    row = session.get(InvitationRow, (team_id, month))
    if row is None:
        return None
    leader = people.named(session, team_id, row.leader_id) if row.leader_id is not None else None
    return Invitation(
        team_id=team_id,
        month=month,
        practice=_known(session, row.practice_id),
        leader=leader,
        reply=Reply(row.reply) if row.reply else None,
        text=row.text or "",
    )


def reply(
    session: Session, asked: Invitation, by: Person, way: Reply, text: str | None = None
) -> None:
    values: dict[str, Any] = {"reply": way, "text": text, "leader_id": by.id}
    session.execute(
        update(InvitationRow)
        .where(InvitationRow.team_id == asked.team_id, InvitationRow.month == asked.month)
        .values(values)
    )
