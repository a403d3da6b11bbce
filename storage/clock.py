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
    there = known(session)
    if there is None:
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
    return there or first


def known(session: Session) -> Anchor | None:
    """None: the bot was never started."""
    row = session.get(ClockRow, ONLY)
    return Anchor(real=row.real, domain=row.domain, speed=row.speed) if row is not None else None


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


def owe_wipe(session: Session, *, everywhere: bool = False) -> None:
    """Deleted text may still stand in the database's files: forgetting leaves a wipe owed.

    `everywhere`: not of case content alone.
    """
    session.execute(
        update(ClockRow).values(
            wipes_owed=ClockRow.wipes_owed + 1,
            rewrites_owed=ClockRow.rewrites_owed + int(everywhere),
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    wipes: int = 0
    rewrites: int = 0


def owed(session: Session) -> Owed:
    row = session.get(ClockRow, ONLY)
    return Owed(wipes=row.wipes_owed, rewrites=row.rewrites_owed) if row else Owed()


def wiped(session: Session, done: Owed) -> None:
    """That many were owed when it was done; what was deleted since is still owed."""
    session.execute(
        update(ClockRow).values(
            wipes_owed=ClockRow.wipes_owed - done.wipes,
            rewrites_owed=ClockRow.rewrites_owed - done.rewrites,
        )
    )
