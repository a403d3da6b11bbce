"""Which meetings have changed: told, after the commit, to whoever shows them (the boards).

Whatever changes what a meeting shows says so here, within its own unit of work: a change that is
rolled back is not told, and of several in one commit each meeting is told once. On PostgreSQL all
replicas hear of it (NOTIFY), this process included.
"""

from collections.abc import Callable, Collection

from sqlalchemy.orm import Session

_MEETINGS = "meetings that have changed"

Told = Callable[[Collection[int] | None], None]
"""Ids of meetings; None: some may have been missed, so look at all of them."""


def changed(session: Session, meeting_id: int) -> None:
    session.info.setdefault(_MEETINGS, set()).add(meeting_id)


def of(session: Session) -> frozenset[int]:
    """What is to be told of this transaction."""
    return frozenset(session.info.get(_MEETINGS, ()))
