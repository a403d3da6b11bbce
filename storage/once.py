"""What a unit of work has read, it need not read again before something is written.

A turn asks for its team when its rights are looked up, when it is routed and when it is answered.
The engine counts what is written, whoever writes it and however, so nothing stale is handed out;
on a connection that does not count, everything is read each time.
"""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, TypeVar, cast

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
    kept = _kept(session)
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    value: T = kept[key]
    return value


def keep(session: Session, found: Mapping[Hashable, Any]) -> None:
    """What was read along with something else, by the keys under which it will be asked for."""
    kept = _kept(session)
    if kept is not None:
        kept.update(found)


def _kept(session: Session) -> dict[Hashable, Any] | None:
    session.flush()
    writes = session.connection().info.get(WRITES)
    if writes is None:
        return None
    since, kept = session.info.get(KEPT, (None, {}))
    if since != writes:
        kept = {}
        session.info[KEPT] = (writes, kept)
    return cast(dict[Hashable, Any], kept)
