"""What has been taken: one row for each activity, each form that was handed in, each press."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from storage.tables import InboxRow
from storage.types import table_of

_inbox = table_of(InboxRow)
_OUTCOME = select(_inbox.c.outcome).where(_inbox.c.key == bindparam("key"))
_TAKE = insert(_inbox)


def nameless(kind: str, *parts: str) -> str:
    """A key that says what was taken to nobody who does not know it already.

    It leads neither to a person nor to a chat, and so it stays when somebody is erased: what Teams
    sends again afterwards has still been taken.
    """
    return f"{kind}:{sha256(':'.join(parts).encode()).hexdigest()}"


def first_time(session: Session, key: str, now: datetime) -> bool:
    """Whether this key is new; it is taken by asking. Two at once: one waits for the other."""
    if outcome(session, key) is not None:
        return False
    take(session, key, "taken", now)
    return True


def outcome(session: Session, key: str, *, since: datetime | None = None) -> str | None:
    """What came of it; None if it was not taken, or was before `since`."""
    if since is None:
        return session.scalar(_OUTCOME, {"key": key})
    query = select(InboxRow.outcome).where(InboxRow.key == key, InboxRow.at >= since)
    return session.scalar(query)


def take(session: Session, key: str, outcome: str, now: datetime) -> None:
    """`outcome` is a code of ours, never text. Whoever takes a key has asked for it before."""
    session.execute(_TAKE, {"key": key, "outcome": outcome, "at": now})


def take_again(session: Session, key: str, outcome: str, now: datetime) -> None:
    """For a key that counts for a while only: an older row gives way."""
    values = {"outcome": outcome, "at": now}
    known = session.scalars(
        update(InboxRow).where(InboxRow.key == key).values(values).returning(InboxRow.key)
    )
    if known.first() is None:
        take(session, key, outcome, now)


def forget_before(session: Session, moment: datetime) -> int:
    """Rows are needed for as long as Teams may send again; a few days are plenty."""
    return len(
        session.scalars(delete(InboxRow).where(InboxRow.at < moment).returning(InboxRow.key)).all()
    )
