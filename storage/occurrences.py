"""Schedules as rows: what comes again, weeks ahead; what is due, once for each key; what was
missed. Nothing is dropped: whatever was planned happens, is recorded as missed, or is called off.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from dialogs.calendar.recurrence import Every, Lead, Moment, OnClosed, Schedule, between
from storage import calendar
from storage.tables import OccurrenceRow, ScheduleRow

PLANNED_AHEAD = timedelta(days=42)
AHEAD_AT_LEAST = timedelta(days=14)
EXTENDED_AT_ONCE = 10  # schedules in one unit of work: after an outage others wait behind it
A_YEAR = timedelta(days=366)
AGAIN = "+"  # in a key, before what tells a time from the first: the day that it was put off to


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    id: int
    series: str
    entity: str
    key: str
    due_at: datetime
    late_until: datetime | None = None  # caught up until then; None: for as long as it takes
    missed_at: datetime | None = None  # when it was found that it did not happen in time

    @property
    def first_key(self) -> str:
        return self.key.partition(AGAIN)[0]

    @property
    def again(self) -> str:
        """The day that it was put off to, or what else tells it from the first; empty: it is."""
        return self.key.partition(AGAIN)[2]


def key_again(key: str, which: date | str) -> str:
    """Of the same once more; a day of many times is one time."""
    return f"{key}{AGAIN}{which}"


# --- what comes again ------------------------------------------------------------------------


def put_in_force(
    session: Session,
    series: str,
    entity: str | int,
    schedule: Schedule,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """From now on by this rule: what is not due yet is planned anew, what is due happens.

    A time that was still to come, and by the new rule is over, is not lost: it is late. One that
    nobody had planned and that is over was never to be.
    """
    replaced = withdraw(session, series, entity, now, zone)
    until = now + PLANNED_AHEAD
    moments = between(schedule, now - A_YEAR, until, zone)
    _add(session, series, str(entity), (m for m in moments if m.due_at > now or m.key in replaced))
    session.execute(
        insert(ScheduleRow).values(
            series=series, entity=str(entity), planned_until=until, **_columns(schedule)
        )
    )


def keep_in_force(
    session: Session,
    series: str,
    entity: str | int,
    schedule: Schedule,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """As `put_in_force`, unless it goes by this very rule already."""
    row = session.scalar(
        select(ScheduleRow).where(ScheduleRow.series == series, ScheduleRow.entity == str(entity))
    )
    if row is None or _schedule(row) != schedule:
        put_in_force(session, series, entity, schedule, now, zone)


def withdraw(
    session: Session, series: str, entity: str | int, now: datetime, zone: ZoneInfo
) -> Collection[str]:
    """Ends it, and returns the keys that were still to come. What is due already happens."""
    row = session.scalar(
        select(ScheduleRow).where(ScheduleRow.series == series, ScheduleRow.entity == str(entity))
    )
    if row is not None:
        _plan_until(session, row, now, zone)  # after an outage: what fell due meanwhile
        session.execute(delete(ScheduleRow).where(ScheduleRow.id == row.id))
    return call_off(session, series, entity, now)


def runs_short(session: Session, now: datetime) -> bool:
    """Whether a schedule is planned for a short time only, as after an outage."""
    query = select(ScheduleRow.id).where(ScheduleRow.planned_until < now + AHEAD_AT_LEAST)
    return session.scalar(query.limit(1)) is not None


def extend(session: Session, now: datetime, zone: ZoneInfo) -> int:
    """Plans weeks ahead where that runs short, and whatever fell due during an outage.

    Returns how many schedules it planned: a few at a time, 0 when there is no more to do.
    """
    query = (
        select(ScheduleRow)
        .where(ScheduleRow.planned_until < now + AHEAD_AT_LEAST)
        .order_by(ScheduleRow.planned_until, ScheduleRow.id)
        .limit(EXTENDED_AT_ONCE)
    )
    rows = session.scalars(query).all()
    for row in rows:
        _plan_until(session, row, now + PLANNED_AHEAD, zone)
    return len(rows)


def _plan_until(session: Session, row: ScheduleRow, until: datetime, zone: ZoneInfo) -> None:
    if row.planned_until >= until:
        return
    moments = between(_schedule(row), row.planned_until, until, zone)
    _add(session, row.series, row.entity, moments)
    session.execute(
        update(ScheduleRow).where(ScheduleRow.id == row.id).values(planned_until=until)
    )


def _add(session: Session, series: str, entity: str, moments: Iterable[Moment]) -> None:
    """A key that is there already, done or due, stays as it is."""
    found = {moment.key: moment for moment in moments}
    there = session.scalars(
        select(OccurrenceRow.key).where(
            OccurrenceRow.series == series,
            OccurrenceRow.entity == entity,
            OccurrenceRow.key.in_(found),
        )
    ).all()
    fresh = [found[key] for key in found.keys() - set(there)]
    if fresh:
        session.execute(
            insert(OccurrenceRow),
            [
                {
                    "series": series,
                    "entity": entity,
                    "key": moment.key,
                    "due_at": moment.due_at,
                    "late_until": moment.late_until,
                }
                for moment in sorted(fresh, key=lambda moment: (moment.due_at, moment.key))
            ],
        )


def _columns(schedule: Schedule) -> dict[str, Any]:
    lead = schedule.lead
    rule = {
        "every": schedule.every,
        "at": schedule.at.isoformat(),
        "weekday": schedule.weekday,
        "month": schedule.month,
        "day": schedule.day,
        "on_closed": schedule.on_closed,
        "calendar": calendar.columns(schedule.calendar),
        "lead": [lead.working_days, lead.at.isoformat()] if lead else None,
    }
    return {"rule": rule, "late": schedule.late, "only_newest": schedule.only_newest}


def _schedule(row: ScheduleRow) -> Schedule:
    rule = row.rule
    lead = rule["lead"]
    return Schedule(
        every=Every(rule["every"]),
        at=time.fromisoformat(rule["at"]),
        weekday=rule["weekday"],
        month=rule["month"],
        day=rule["day"],
        on_closed=OnClosed(rule["on_closed"]),
        calendar=calendar.of(rule["calendar"]),
        lead=Lead(working_days=lead[0], at=time.fromisoformat(lead[1])) if lead else None,
        late=row.late,
        only_newest=row.only_newest,
    )


# --- one time of it --------------------------------------------------------------------------


def plan(
    session: Session,
    series: str,
    entity: str | int,
    key: str,
    due_at: datetime,
    late_until: datetime | None = None,
) -> None:
    """Sets up one time, or moves it while it has not happened; what has happened stays so.

    It is caught up until `late_until`; None: for as long as it takes.
    """
    here = _is(series, str(entity), key)
    when = {"due_at": due_at, "late_until": late_until}
    if session.scalar(select(OccurrenceRow.id).where(here)) is None:
        session.execute(
            insert(OccurrenceRow).values(series=series, entity=str(entity), key=key, **when)
        )
    else:
        session.execute(
            update(OccurrenceRow).where(here, OccurrenceRow.done_at.is_(None)).values(when)
        )


def call_off(session: Session, series: str, entity: str | int, after: datetime) -> Collection[str]:
    """Takes back what is still to come, and returns its keys; what is due already happens."""
    gone = session.scalars(
        delete(OccurrenceRow)
        .where(
            OccurrenceRow.series == series,
            OccurrenceRow.entity == str(entity),
            OccurrenceRow.done_at.is_(None),
            OccurrenceRow.due_at > after,
        )
        .returning(OccurrenceRow.key)
    )
    return set(gone)


# --- what is due -----------------------------------------------------------------------------


def due(
    session: Session, now: datetime, limit: int = 50, besides: Collection[int] = ()
) -> Sequence[Occurrence]:
    """What happens now, the oldest first; what is too late is not among it, see `miss`."""
    query = (
        select(OccurrenceRow)
        .where(
            OccurrenceRow.done_at.is_(None),
            OccurrenceRow.due_at <= now,
            or_(OccurrenceRow.late_until.is_(None), OccurrenceRow.late_until > now),
            OccurrenceRow.id.not_in(besides),
        )
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
        .limit(limit)
    )
    return [_occurrence(row) for row in session.scalars(query)]


def done(session: Session, occurrence: Occurrence, now: datetime) -> bool:
    """Whether it happens now: not if it was done, moved or called off since it was found due."""
    return _settle(session, occurrence, now, done_at=now)


def missed(session: Session, occurrence: Occurrence, now: datetime) -> bool:
    """Records one that cannot happen; False if it was settled or called off meanwhile."""
    return _settle(session, occurrence, now, done_at=now, missed_at=now)


def came_to_nothing(session: Session, occurrence: Occurrence, now: datetime) -> None:
    """Records one that was due and found nobody there as missed."""
    here = _is(occurrence.series, occurrence.entity, occurrence.key)
    session.execute(update(OccurrenceRow).where(here).values(missed_at=now))


def _settle(session: Session, occurrence: Occurrence, now: datetime, **values: datetime) -> bool:
    here = _is(occurrence.series, occurrence.entity, occurrence.key)
    settled = session.scalar(
        update(OccurrenceRow)
        .where(here, OccurrenceRow.done_at.is_(None), OccurrenceRow.due_at <= now)
        .values(values)
        .returning(OccurrenceRow.id)
    )
    return settled is not None


def is_too_late(session: Session, now: datetime) -> bool:
    """Whether there is anything to record as missed."""
    return session.scalar(select(OccurrenceRow.id).where(_too_late(now)).limit(1)) is not None


def miss(session: Session, now: datetime) -> int:
    """Records everything that is too late as missed, at once: after a month of outage there may
    be thousands, and what can still be caught up must not wait behind them."""
    found = session.scalars(
        update(OccurrenceRow)
        .where(_too_late(now))
        .values(done_at=now, missed_at=now)
        .returning(OccurrenceRow.id)
    )
    return len(found.all())


def _too_late(now: datetime) -> ColumnElement[bool]:
    return and_(
        OccurrenceRow.done_at.is_(None),
        OccurrenceRow.due_at <= now,
        OccurrenceRow.late_until <= now,
    )


def forget_before(session: Session, moment: datetime) -> int:
    """A key is needed for as long as it could come again."""
    gone = session.scalars(
        delete(OccurrenceRow).where(OccurrenceRow.done_at < moment).returning(OccurrenceRow.id)
    )
    return len(gone.all())


# --- for those who ask -----------------------------------------------------------------------


def upcoming(session: Session, entity: str, until: datetime) -> Sequence[Occurrence]:
    """What is still to happen for this entity, in every series, the next first."""
    query = (
        select(OccurrenceRow)
        .where(
            OccurrenceRow.entity == entity,
            OccurrenceRow.done_at.is_(None),
            OccurrenceRow.due_at <= until,
        )
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
    )
    return [_occurrence(row) for row in session.scalars(query)]


def days_again(session: Session, series: str, entity: str | int, first_key: str) -> list[date]:
    """The days on which it came once more or will, in no order."""
    begin = key_again(first_key, "")
    query = select(OccurrenceRow.key).where(
        OccurrenceRow.series == series,
        OccurrenceRow.entity == str(entity),
        OccurrenceRow.key.startswith(begin, autoescape=True),
    )
    return [date.fromisoformat(key.removeprefix(begin)) for key in session.scalars(query)]


def planned(
    session: Session, series: Collection[str], after: datetime, until: datetime
) -> Sequence[Occurrence]:
    """What is still to happen in these series, due after the one and not after the other."""
    query = (
        select(OccurrenceRow)
        .where(
            OccurrenceRow.series.in_(series),
            OccurrenceRow.done_at.is_(None),
            OccurrenceRow.due_at > after,
            OccurrenceRow.due_at <= until,
        )
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
    )
    return [_occurrence(row) for row in session.scalars(query)]


def happened(
    session: Session, series: Collection[str], since: datetime, until: datetime
) -> Sequence[Occurrence]:
    """What was due in between in these series, and came; what was put off stands on the day
    that it was due first."""
    query = (
        select(OccurrenceRow)
        .where(
            OccurrenceRow.series.in_(series),
            OccurrenceRow.key.not_like(f"%{AGAIN}%"),
            OccurrenceRow.done_at.is_not(None),
            OccurrenceRow.missed_at.is_(None),
            OccurrenceRow.due_at >= since,
            OccurrenceRow.due_at <= until,
        )
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
    )
    return [_occurrence(row) for row in session.scalars(query)]


def missed_since(session: Session, entity: str, since: datetime) -> Sequence[Occurrence]:
    """What did not happen for this entity, found out since then; the newest first."""
    query = (
        select(OccurrenceRow)
        .where(OccurrenceRow.entity == entity, OccurrenceRow.missed_at >= since)
        .order_by(OccurrenceRow.due_at.desc(), OccurrenceRow.id.desc())
    )
    return [_occurrence(row) for row in session.scalars(query)]


def _is(series: str, entity: str, key: str) -> ColumnElement[bool]:
    return and_(
        OccurrenceRow.series == series,
        OccurrenceRow.entity == entity,
        OccurrenceRow.key == key,
    )


def _occurrence(row: OccurrenceRow) -> Occurrence:
    return Occurrence(
        id=row.id,
        series=row.series,
        entity=row.entity,
        key=row.key,
        due_at=row.due_at,
        late_until=row.late_until,
        missed_at=row.missed_at,
    )
