"""Learning points: who wrote one is kept for them alone, and never shown."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from dialogs.learning.point import HandedInAlready, LearningPoint
from storage.tables import LearningPointRow

PROPOSED = "proposed"


def add(
    session: Session,
    *,
    text: str,
    author_id: int,
    team_id: int | None,
    meeting_id: int | None,
    now: datetime,
) -> None:
    """Raises HandedInAlready when the same person wrote the same for the same meeting."""
    digest = sha256(text.casefold().encode()).digest()
    here = (
        LearningPointRow.author_id == author_id,
        LearningPointRow.digest == digest,
        LearningPointRow.meeting_id == meeting_id
        if meeting_id is not None
        else LearningPointRow.meeting_id.is_(None),
    )
    if session.scalar(select(LearningPointRow.id).where(*here)) is not None:
        raise HandedInAlready
    session.execute(
        insert(LearningPointRow).values(
            team_id=team_id,
            meeting_id=meeting_id,
            author_id=author_id,
            text=text,
            digest=digest,
            at=now,
            state=PROPOSED,
        )
    )


def of_meeting(session: Session, meeting_id: int) -> Sequence[LearningPoint]:
    query = select(LearningPointRow.id, LearningPointRow.text, LearningPointRow.at).where(
        LearningPointRow.meeting_id == meeting_id
    )
    return [
        LearningPoint(id=point_id, text=text, at=at)
        for point_id, text, at in session.execute(query)
    ]


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


def written_by(session: Session, author_id: int) -> list[str]:
    """Somebody's own, as long as it is known that they are theirs; the newest first."""
    query = (
        select(LearningPointRow.text)
        .where(LearningPointRow.author_id == author_id)
        .order_by(LearningPointRow.id.desc())
    )
    return list(session.scalars(query))
