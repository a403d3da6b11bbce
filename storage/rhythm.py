"""What comes each month and quarter for everybody. The department's schedule says when; each team
then gets a time of its own, on a day and at an hour when it is at work.

So a team needs no schedule when it is made, or when its closed weeks change.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import Calendar, asked_at, instant, local_day, morning_of, next_morning
from dialogs.calendar.period import Period
from dialogs.calendar.recurrence import Every, Schedule
from dialogs.people.team import Team
from storage import calendar, occurrences, people
from storage.occurrences import Occurrence, key_again
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
SUPERVISION = "supervision.quarter"
TILSYN_MONTH, TILSYN_QUARTER = "tilsyn.month", "tilsyn.quarter"

AFTER_PULSE = (PULSE_REMINDER, PULSE_OVER)  # planned when it has been asked
MONTHLY = (DIGEST, INVITE)  # the others come each quarter
ASKED_FROM = timedelta(days=2)
_FROM = {  # after the first of the month or quarter
    DIGEST: timedelta(),
    INVITE: timedelta(days=7),
    QUARTER_DIGEST: timedelta(),
    THEMES: timedelta(days=14),
}
_EARLY = time(6)
_LATE_AT_LEAST = timedelta(days=7)
_AHEAD = timedelta(days=92)
_SCHEDULES = {
    MONTH: Schedule(every=Every.MONTH, at=_EARLY, only_newest=True),
    QUARTER: Schedule(every=Every.QUARTER, at=_EARLY, only_newest=True),
    SUPERVISION: Schedule(every=Every.QUARTER, at=_EARLY, only_newest=True),
    TILSYN_MONTH: Schedule(every=Every.MONTH, at=_EARLY, only_newest=True),
    TILSYN_QUARTER: Schedule(every=Every.QUARTER, at=_EARLY, only_newest=True),
    # In March, June, September and December: neither summer nor the turn of the year.
    QUARTER_ENDS: Schedule(every=Every.QUARTER, month=3, at=_EARLY, only_newest=True),
}


def keep(session: Session, now: datetime, zone: ZoneInfo) -> None:
    """At every start; it is in force from the first one on."""
    for series, schedule in _SCHEDULES.items():
        occurrences.keep_in_force(session, series, DEPARTMENT, schedule, now, zone)


def period(occurrence: Occurrence) -> Period:
    """The month or quarter in which it comes, also when it was put off."""
    found = Period.read(occurrence.first_key)
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


def falls_on(series: str, during: Period) -> date:
    """The day it is for, before any team's calendar moves it."""
    if series == PULSE:
        return _last_month(during).first + ASKED_FROM
    return during.first + _FROM[series]


def due(series: str, team: Team, during: Period, zone: ZoneInfo) -> datetime:
    """The first morning of the team's work from that day on."""
    return morning_of(falls_on(series, during), team.calendar, zone)


def plan_for_teams(session: Session, series: str, during: Period, zone: ZoneInfo) -> None:
    """Each team's own time of it, caught up until the next one could come."""
    _, ends = during.bounds(zone)
    for team in teams(session):
        at = due(series, team, during, zone)
        occurrences.plan(session, series, team.id, during.key, at, max(ends, at + _LATE_AT_LEAST))


def times(
    session: Session, series: str, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[tuple[Team, Period, datetime]]:
    """What each team has planned already, and what it will have when its month or quarter has
    begun: due after the one and not after the other."""
    found = {team.id: team for team in teams(session)}
    for planned in occurrences.planned(session, [series], after, until):
        if (team := found.get(int(planned.entity))) is not None:
            yield team, period(planned), planned.due_at
    if series in AFTER_PULSE:
        return
    for during in yet_to_begin(series, after, until, zone):
        for team in found.values():
            at = due(series, team, during, zone)
            if at <= until:
                yield team, during, at


def yet_to_begin(
    series: str, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Period]:
    """The months or quarters that nothing of this has been planned for."""
    during = (Period.month if series in MONTHLY else Period.quarter)(local_day(after, zone))
    while during.first <= local_day(until, zone):
        begins = _last_month(during) if series == PULSE else during
        if instant(begins.first, _EARLY, zone) > after:
            yield during
        during = during.after


def _last_month(quarter: Period) -> Period:
    return Period(quarter.year, quarter.number * quarter.months)


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


def put_off(
    session: Session,
    occurrence: Occurrence,
    team: Team,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """Whoever is to be asked is not there today. Until when it is worth asking, the occurrence
    itself says."""
    due = next_morning(now, team.calendar, zone)
    late = occurrence.late_until
    if late is not None and due >= late:
        occurrences.came_to_nothing(session, occurrence, now)
        return
    _once_more(session, occurrence, due, late, zone)


def at_work(
    session: Session, occurrence: Occurrence, closed: Calendar, now: datetime, zone: ZoneInfo
) -> bool:
    """Whether those that it is for may be asked now. If not, it comes when they are at work."""
    due = asked_at(now, closed, zone)
    if due == now:
        return True
    late = occurrence.late_until
    until = max(late, due + _LATE_AT_LEAST) if late else None
    _once_more(session, occurrence, due, until, zone)
    return False


def department_at_work(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> bool:
    """The same for what is no single team's."""
    return at_work(session, occurrence, calendar.of_department(session), now, zone)


def _once_more(
    session: Session,
    occurrence: Occurrence,
    due: datetime,
    late: datetime | None,
    zone: ZoneInfo,
) -> None:
    key = key_again(occurrence.first_key, local_day(due, zone))
    occurrences.plan(session, occurrence.series, occurrence.entity, key, due, late)


def now_for(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo
) -> Team | None:
    """The team that it is for, if it is at work now. If not, it comes when they are; None also
    when the team is no more, or has no chat."""
    team = people.find_team(session, int(occurrence.entity))
    home = people.conversation(session, people.home(session, team.id)) if team else None
    if team is None or home is None or home.left:
        return None
    return team if at_work(session, occurrence, team.calendar, now, zone) else None
