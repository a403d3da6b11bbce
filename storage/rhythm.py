"""What comes each month and quarter for everybody. The department's schedule says when; each team
then gets a time of its own, on a day and at an hour when it is at work.

So a team needs no schedule when it is made, or when its closed weeks change.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import WORK_BEGINS, at_work, instant
from dialogs.calendar.period import Period
from dialogs.calendar.recurrence import Every, Schedule
from dialogs.people.team import Team
from storage import occurrences, people
from storage.occurrences import Occurrence
from storage.store import Session

DEPARTMENT = "department"  # the entity of its series
MONTH, QUARTER, QUARTER_ENDS = "learning.month", "learning.quarter", "learning.quarter_ends"
DIGEST, INVITE, QUARTER_DIGEST = "learning.digest", "learning.invite", "learning.quarter_digest"
PULSE, PULSE_REMINDER, PULSE_OVER = (
    "learning.pulse",
    "learning.pulse_reminder",
    "learning.pulse_over",
)
THEMES = "learning.themes"

_EARLY = time(6)
_LATE_AT_LEAST = timedelta(days=7)
_AHEAD = timedelta(days=92)
_AGAIN = "+"  # in a key: the same time, put off to this day
_SCHEDULES = {
    MONTH: Schedule(every=Every.MONTH, at=_EARLY, only_newest=True),
    QUARTER: Schedule(every=Every.QUARTER, at=_EARLY, only_newest=True),
    # In March, June, September and December: neither summer nor the turn of the year.
    QUARTER_ENDS: Schedule(every=Every.QUARTER, month=3, at=_EARLY, only_newest=True),
}


def keep(session: Session, now: datetime, zone: ZoneInfo) -> None:
    """At every start; it is in force from the first one on."""
    for series, schedule in _SCHEDULES.items():
        occurrences.keep_in_force(session, series, DEPARTMENT, schedule, now, zone)


def period(occurrence: Occurrence) -> Period:
    """The month or quarter in which it comes, also when it was put off."""
    found = Period.read(occurrence.key.partition(_AGAIN)[0])
    assert found is not None  # noqa: S101
    return found


def teams(session: Session) -> list[Team]:
    """Those that have a chat."""
    found = []
    for team in people.all_teams(session):
        home = people.conversation(session, people.home(session, team.id))
        if home is not None and not home.left:
            found.append(team)
    return found


def plan_for_teams(
    session: Session, series: Collection[str], during: Period, day: date, zone: ZoneInfo
) -> None:
    """The first hour of work from this day on. It is caught up until the next one could come."""
    _, ends = during.bounds(zone)
    for team in teams(session):
        due = at_work(instant(day, WORK_BEGINS, zone), team.closed_weeks, zone)
        for name in series:
            occurrences.plan(
                session, name, team.id, during.key, due, max(ends, due + _LATE_AT_LEAST)
            )


def comes(
    session: Session, series: str, team_id: int, during: Period, now: datetime
) -> datetime | None:
    """When this one is still to come; None: it has been, or was never planned."""
    found = occurrences.upcoming(session, str(team_id), now + _AHEAD)
    return next(
        (
            each.due_at
            for each in found
            if each.series == series and each.due_at > now and period(each) == during
        ),
        None,
    )


def now_for(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> Team | None:
    """The team that it is for, if it is at work now. If not, it comes when they are; None also
    when the team is no more, or has no chat."""
    team = people.find_team(session, int(occurrence.entity))
    home = people.conversation(session, people.home(session, team.id)) if team else None
    if team is None or home is None or home.left:
        return None
    due = at_work(now, team.closed_weeks, zone)
    if due == now:
        return team
    key = f"{period(occurrence).key}{_AGAIN}{due.date().isoformat()}"
    late = occurrence.late_until
    until = max(late, due + _LATE_AT_LEAST) if late else None
    occurrences.plan(session, occurrence.series, team.id, key, due, until)
    return None
