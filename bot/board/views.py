"""The views that are not the meeting's: the year, and what is learned over time. Totals only."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.board import learning, page, words
from dialogs.board.html import Markup
from dialogs.board.learning import Numbers
from dialogs.calendar import wheel
from dialogs.calendar.days import local_day
from dialogs.calendar.period import Period, latest
from dialogs.learning import themes as rules
from dialogs.learning import trend_words
from dialogs.learning.themes import QUARTERS_SHOWN
from dialogs.people import rights
from dialogs.people.person import Person
from dialogs.people.rights import TABLE, Action, State
from dialogs.people.team import Team
from storage import people, roles, trends
from storage.store import Session

# What somebody's year holds, as marks on the wheel.
Year = Callable[[Session, int, datetime, ZoneInfo], Sequence[wheel.Mark]]


def offered(session: Session, person_id: int) -> list[str]:
    views = []
    department = roles.of_department(session, person_id)
    if department or people.teams_of(session, person_id):
        views.append("year")
    if department or _led(session, person_id):
        views.append("learning")
    return views


def _led(session: Session, person_id: int) -> list[Team]:
    """Whose trends somebody may see: the same table as for `tendenser`."""
    who = Person(person_id, "")
    row = TABLE[Action.LOOK_AT_TRENDS]
    teams = people.teams_of(session, person_id)
    return [team for team in teams if row.allows(rights.roles(who, team), State.NOTHING)]


def year(marks: Sequence[wheel.Mark], now: datetime, zone: ZoneInfo) -> Markup:
    today = local_day(now, zone)
    if not marks:
        return page.empty(words.YEAR, words.NO_YEAR)
    listed = {
        words.OF_YEAR[state]: wheel.listed([mark for mark in marks if mark.state is state], today)
        for state in words.OF_YEAR
        if any(mark.state is state for mark in marks)
    }
    return page.year(wheel.drawing(marks, today), listed)


def learned(session: Session, person_id: int, now: datetime, zone: ZoneInfo) -> Markup | None:
    """None: it is not for them."""
    led = _led(session, person_id)
    department = roles.of_department(session, person_id)
    if not led and not department:
        return None
    day = local_day(now, zone)
    quarters = {each: each.bounds(zone) for each in latest(Period.quarter(day), QUARTERS_SHOWN)}
    shown = [
        _numbers(
            session, team.name, [team.id], quarters, leader=team.leader == Person(person_id, "")
        )
        for team in led
    ]
    if department:
        every = [team.id for team in people.all_teams(session)]
        title = f"{trend_words.ALL_TEAMS}: {trend_words.of_department(len(every))}"
        shown.append(_numbers(session, title, every, quarters, leader=True))
    return learning.learning(shown)


def _numbers(
    session: Session, title: str, teams: list[int], quarters: trends.Quarters, *, leader: bool
) -> Numbers:
    counted = trends.themes(session, teams, quarters)
    kept = {q: trends.kept(session, teams, *bounds) for q, bounds in quarters.items()}
    return Numbers(
        title=title,
        quarters=list(quarters),
        themes=rules.trends(counted, list(quarters)),
        evaluated=trends.evaluated(session, teams, quarters),
        kept=kept if leader else None,
    )
