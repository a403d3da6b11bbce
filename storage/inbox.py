"""What has been taken: one row for each activity and each form that was handed in."""

from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from storage.tables import InboxRow


def first_time(session: Session, key: str, now: datetime) -> bool:
    """Whether this key is new; it is taken by asking. Two at once: one waits for the other."""
    if session.scalar(select(InboxRow.key).where(InboxRow.key == key)) is not None:
        return False
    session.execute(insert(InboxRow).values(key=key, outcome="taken", at=now))
    return True


def note(session: Session, key: str, outcome: str) -> None:
    session.execute(update(InboxRow).where(InboxRow.key == key).values(outcome=outcome))


def outcome(session: Session, key: str) -> str:
    return session.scalar(select(InboxRow.outcome).where(InboxRow.key == key)) or ""


def forget(session: Session, key: str) -> None:
    """A refusal changed nothing: asked again, it is asked anew."""
    session.execute(delete(InboxRow).where(InboxRow.key == key))


def forget_before(session: Session, moment: datetime) -> int:
    """Rows are needed for as long as Teams may send again; a few days are plenty."""
    return len(
        session.scalars(delete(InboxRow).where(InboxRow.at < moment).returning(InboxRow.key)).all()
    )
