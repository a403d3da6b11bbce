"""What has been read is not read again before something is written where it was read.

A turn asks for its team when its rights are looked up, when it is routed and when it is answered.
The engine notes from which tables an answer came, and which are written, whoever writes them and
however, so nothing stale is handed out; on a connection that does not note it, everything is read
each time. Where nobody else writes (SQLite, one process), what was read stays from one transaction
to the next.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from storage.tables import Base

T = TypeVar("T")
MOST = 20_000  # answers: the teams and the people of a large municipality
KEPT = "read once"  # on a connection
_TABLES = frozenset(Base.metadata.tables)
_WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
_ASKS = ("SELECT", "BEGIN", "SAVEPOINT", "RELEASE", "PRAGMA")


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any
    tables: frozenset[str]


@dataclass(slots=True)
class _Kept:
    answers: dict[Hashable, _Answer] = field(default_factory=dict)
    read_from: dict[str, set[Hashable]] = field(default_factory=lambda: defaultdict(set))
    asked: frozenset[str] = frozenset()  # the tables of the last question
    reading: list[set[str]] = field(default_factory=list)  # of each answer in the making
    version: object = None

    def forget(self) -> None:
        self.answers.clear()
        self.read_from.clear()

    def heard(self, statement: str) -> None:
        """A statement is about to be executed."""
        if statement.startswith(_ASKS):
            self.asked = _tables_in(statement)
            for tables in self.reading:
                tables |= self.asked
        elif written := _WRITES.match(statement):
            # At once, and not when it is asked for again: what is gone is not kept here either.
            for key in list(self.read_from.get(written[1], ())):
                self._drop(key)
        else:  # part of a transaction is taken back, or nobody knows what is done
            self.forget()

    def answer(self, key: Hashable) -> _Answer | None:
        """What is known under this key."""
        found = self.answers.get(key)
        if found is not None:
            for tables in self.reading:
                tables |= found.tables
        return found

    def keep(self, key: Hashable, value: object, tables: frozenset[str]) -> None:
        if key in self.answers:
            self._drop(key)
        while len(self.answers) >= MOST:
            self._drop(next(iter(self.answers)))
        self.answers[key] = _Answer(value, tables)
        for table in tables:
            self.read_from[table].add(key)

    def _drop(self, key: Hashable) -> None:
        for table in self.answers.pop(key).tables:
            self.read_from[table].discard(key)


def _always_new(_: Connection) -> object:
    return object()


def note_writes(engine: Engine, version: Callable[[Connection], object] = _always_new) -> None:
    """From now on, on every connection of this engine. `version` is asked when a transaction has
    begun: what was read before counts for as long as it tells the same."""

    def begun(connection: Connection) -> None:
        kept = connection.info.setdefault(KEPT, _Kept())
        newest = version(connection)
        if newest != kept.version:
            kept.forget()
            kept.version = newest

    def undone(connection: Connection) -> None:
        # One that could not begin kept nothing; of one that is gone there is nothing left.
        if not connection.invalidated and (kept := connection.info.get(KEPT)):
            kept.forget()

    event.listen(engine, "begin", begun)
    event.listen(engine, "rollback", undone)
    event.listen(engine, "before_cursor_execute", _heard)


def _heard(connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
    kept = connection.info.get(KEPT)
    if kept is not None:
        kept.heard(statement)


@lru_cache(maxsize=1000)
def _tables_in(statement: str) -> frozenset[str]:
    """Every table that it names, and perhaps one whose name is a word of it."""
    return _TABLES.intersection(re.findall(r"\w+", statement))


def once(session: Session, key: Hashable, read: Callable[[], T]) -> T:
    """What `read` returned when nothing was written since. Frozen values only: it is shared."""
    kept = _kept(session)
    if kept is None:
        return read()
    if (known := kept.answer(key)) is not None:
        value: T = known.value
        return value
    tables: set[str] = set()
    kept.reading.append(tables)
    try:
        value = read()
    finally:
        kept.reading.pop()
    kept.keep(key, value, frozenset(tables))
    return value


def are_known(session: Session, *keys: Hashable) -> bool:
    """Whether nothing of it has to be read."""
    kept = _kept(session)
    return kept is not None and all(kept.answer(key) is not None for key in keys)


def keep(session: Session, found: Mapping[Hashable, Any]) -> None:
    """What the last question told besides, by the keys under which it will be asked for."""
    kept = _kept(session)
    if kept is not None:
        for key, value in found.items():
            kept.keep(key, value, kept.asked)


def _kept(session: Session) -> _Kept | None:
    session.flush()
    kept: _Kept | None = session.connection().info.get(KEPT)
    return kept
