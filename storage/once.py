"""What a unit of work has read, it need not read again before something is written.

A turn asks for its team when its rights are looked up, when it is routed and when it is answered.
The engine counts what is written, whoever writes it and however, so nothing stale is handed out;
on a connection that does not count, everything is read each time.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

T = TypeVar("T")
WRITES = "writes"  # on a connection: how many statements there were that are no question
KEPT = "read once"
ASKS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE")


def count_writes(engine: Engine) -> None:
    """From now on, on every connection of this engine."""
    event.listen(engine, "before_cursor_execute", _count)


def _count(
    connection: Connection, _cursor: Any, statement: str, _values: Any, _context: Any, _many: bool
) -> None:
    info = connection.info
    info[WRITES] = info.get(WRITES, 0) + (not statement.startswith(ASKS))


def once(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` returned when nothing was written since. Frozen values only: it is shared."""
    session.flush()
    writes = session.connection().info.get(WRITES)
    if writes is None:
        return read()
    since, kept = session.info.get(KEPT, (None, {}))
    if since != writes:
        kept = {}
        session.info[KEPT] = (writes, kept)
    if key not in kept:
        kept[key] = read()
    value: T = kept[key]
    return value
