"""The department's calendar, and who approved its year."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from dialogs.calendar.days import USUAL, Calendar, Hours, Openness, Week
from dialogs.calendar.schools import SHIPPED, Holiday, Schools
from dialogs.calendar.season import Approval
from dialogs.people.person import first_name
from storage.tables import CalendarLinkRow, DepartmentCalendarRow, PersonRow, SeasonApprovalRow
from storage.types import table_of

ONLY = 1  # there is one department
RULE = select(table_of(DepartmentCalendarRow).c.rule)


def of_department(session: Session) -> Calendar:
    """As a leader set it; until then as in most municipalities."""
    return of(session.scalar(RULE))


def save(session: Session, calendar: Calendar, followed: Schools) -> None:
    session.execute(delete(DepartmentCalendarRow))
    session.execute(
        insert(DepartmentCalendarRow).values(
            id=ONLY,
            rule=columns(calendar),
            municipality=followed.municipality,
            school_weeks={name: list(weeks) for name, weeks in followed.weeks.items()},
        )
    )
    session.expire_all()


def columns(calendar: Calendar) -> dict[str, Any]:
    hours = calendar.hours
    return {
        "weeks": [[week.year, week.number] for week in calendar.weeks],
        "first_of_may": calendar.first_of_may,
        "constitution_day": calendar.constitution_day,
        "christmas_eve": calendar.christmas_eve,
        "new_years_eve": calendar.new_years_eve,
        "hours": [each.isoformat() for each in (hours.begins, hours.ends, hours.friday_ends)],
    }


def of(rule: Mapping[str, Any] | None) -> Calendar:
    """None: no leader has set one."""
    if rule is None:
        return USUAL
    begins, ends, friday_ends = map(time.fromisoformat, rule["hours"])
    return Calendar(
        weeks=tuple(Week(*week) for week in rule["weeks"]),
        first_of_may=Openness(rule["first_of_may"]),
        constitution_day=Openness(rule["constitution_day"]),
        christmas_eve=Openness(rule["christmas_eve"]),
        new_years_eve=Openness(rule["new_years_eve"]),
        hours=Hours(begins=begins, ends=ends, friday_ends=friday_ends),
    )


# --- the schools -----------------------------------------------------------------------------


def schools(session: Session) -> Schools:
    row = session.get(DepartmentCalendarRow, ONLY)
    if row is None:
        return SHIPPED
    weeks = {Holiday(name): tuple(numbers) for name, numbers in row.school_weeks.items()}
    return Schools(municipality=row.municipality, weeks=weeks)


# --- the year that was approved --------------------------------------------------------------


def approval(session: Session, year: int) -> Approval | None:
    row = session.get(SeasonApprovalRow, year)
    if row is None:
        return None
    who = session.get(PersonRow, row.person_id) if row.person_id is not None else None
    return Approval(
        year=year, at=row.at, by=first_name(who.name) if who else None, seen=frozenset(row.seen)
    )


def approve(
    session: Session, year: int, person_id: int, seen: Collection[str], now: datetime
) -> None:
    session.execute(delete(SeasonApprovalRow).where(SeasonApprovalRow.year == year))
    session.execute(
        insert(SeasonApprovalRow).values(year=year, at=now, person_id=person_id, seen=sorted(seen))
    )
    session.expire_all()


# --- links to somebody's dates ---------------------------------------------------------------


def link(session: Session, person_id: int) -> str | None:
    """The number of the one that is in force."""
    row = session.get(CalendarLinkRow, person_id)
    return row.number if row is not None else None


def give_link(session: Session, person_id: int, number: str) -> None:
    session.execute(insert(CalendarLinkRow).values(person_id=person_id, number=number))


def take_link_back(session: Session, person_id: int) -> bool:
    gone = session.scalars(
        delete(CalendarLinkRow)
        .where(CalendarLinkRow.person_id == person_id)
        .returning(CalendarLinkRow.person_id)
    )
    return gone.first() is not None
