"""The anchor of the domain's clock, the heartbeat of running meetings, and the owed wipe."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from storage.tables import ClockRow

ONLY = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    real: datetime
    domain: datetime
    speed: float


def anchor(session: Session, first: Anchor) -> Anchor:
    """The anchor that was written at the first start; `first`, if this is it."""
    row = session.get(ClockRow, ONLY)
    if row is None:
        session.execute(
            insert(ClockRow).values(
                id=ONLY,
                real=first.real,
                domain=first.domain,
                speed=first.speed,
                beat_at=None,
                wipes_owed=0,
            )
        )
        return first
    return Anchor(real=row.real, domain=row.domain, speed=row.speed)


def touch(session: Session) -> None:
    """Changes nothing, but has to be written: shows that there is room, and leave, to write."""
    session.execute(update(ClockRow).values(speed=ClockRow.speed))


def move_anchor(session: Session, new: Anchor) -> None:
    session.execute(update(ClockRow).values(real=new.real, domain=new.domain, speed=new.speed))


def beat(session: Session, now: datetime) -> None:
    session.execute(update(ClockRow).values(beat_at=now))


def last_beat(session: Session) -> datetime | None:
    row = session.get(ClockRow, ONLY)
    return row.beat_at if row else None


def owe_wipe(session: Session) -> None:
    """Deleted text may still stand in the write-ahead log: forgetting leaves a wipe owed."""
    session.execute(update(ClockRow).values(wipes_owed=ClockRow.wipes_owed + 1))


def wipes_owed(session: Session) -> int:
    row = session.get(ClockRow, ONLY)
    return row.wipes_owed if row else 0


def wiped(session: Session, count: int) -> None:
    """That many were owed when the log was emptied; what was deleted since is still owed."""
    session.execute(update(ClockRow).values(wipes_owed=ClockRow.wipes_owed - count))
