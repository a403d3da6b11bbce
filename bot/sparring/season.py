"""What the weekly rhythm of a team will prompt, for the season."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.calendar.days import DAY, FRIDAY, local_day
from dialogs.calendar.recurrence import between
from dialogs.calendar.season import Dated, Foreseen, moved
from dialogs.calendar.words import closed_words
from dialogs.people.person import Person
from dialogs.people.team import Absence, Team
from dialogs.sparring import plan, words
from dialogs.sparring.case import CaseState
from storage import people, rhythm, sparring
from storage.store import Session


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    for team in rhythm.teams(session):
        if team.meets:
            yield from _of_team(session, team, after, until, zone)


def _of_team(
    session: Session, team: Team, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    schedules, calendar = sparring.schedules(team), team.calendar
    turns = _turns(session, team, after, until + 14 * DAY, zone)
    for moment in between(schedules[sparring.START], after, until, zone):
        who, _ = turns.get(moment.due_at, (None, ""))
        yield Foreseen(
            at=moment.due_at,
            series=sparring.START,
            whom=team.name,
            title="Startkort",
            text=words.foreseen_start(who),
            team_id=team.id,
        )
    for moment in between(schedules[sparring.CLOSED_DAY], after, until, zone):
        yield Foreseen(
            at=moment.due_at,
            series=sparring.CLOSED_DAY,
            whom=team.name,
            title="Ingen sparring",
            text=words.foreseen_closed(plan.next_session(team, moment.due_at, zone), zone),
            because=closed_words(date.fromisoformat(moment.key), calendar),
            team_id=team.id,
        )
    for moment in between(schedules[sparring.TURN], after, until, zone):
        held = plan.session_on(team, date.fromisoformat(moment.key), moment.due_at, zone)
        who, passed_over = turns.get(held, (None, "")) if held else (None, "")
        if held is None or who is None:
            continue
        on = _weekdays_before(local_day(held, zone), plan.REMINDED_BEFORE)
        nominal, because = moved(moment.due_at, on, calendar, zone)
        yield Foreseen(
            at=moment.due_at,
            series=sparring.TURN,
            whom=f"{who.name}, {team.name}",
            title="Påmindelse om tur",
            text=words.foreseen_turn(held, zone),
            nominal=nominal,
            because=", ".join(filter(None, (because, passed_over))),
            team_id=team.id,
            person_id=who.id,
        )


def _weekdays_before(day: date, count: int) -> date:
    """As it would be if nothing was closed but weekends."""
    while count:
        day -= DAY
        count -= day.weekday() <= FRIDAY
    return day


def _turns(
    session: Session, team: Team, after: datetime, until: datetime, zone: ZoneInfo
) -> dict[datetime, tuple[Person | None, str]]:
    """Who brings a case to each sparring by the rota as it is now, and whom absence moved."""
    times = [at for at, held in _sessions(team, after, until, zone) if held]
    order = people.order(session, team.id)
    names = people.directory(session, team.id)
    absences = people.absences(session, order, local_day(after, zone))
    passes = sparring.passes(session, team.id, after)
    coming = [
        plan.Upcoming(at=at, away=_away(absences, local_day(at, zone)), passed=passes.get(at, ()))
        for at in times
    ]
    waiting = sparring.cases(session, team.id, [CaseState.WAITING])
    found = plan.turns(coming, waiting, order)
    return {
        each.at: (
            names.get(who) if who is not None else None,
            words.foreseen_away([names[one].name for one in each.away if one in names]),
        )
        for each, who in zip(coming, found, strict=True)
    }


def _away(absences: Sequence[Absence], day: date) -> frozenset[int]:
    return frozenset(away.person_id for away in absences if away.covers(day))


def _sessions(
    team: Team, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[tuple[datetime, bool]]:
    for at, held in plan.sessions(team, after, zone):
        if at > until:
            return
        yield at, held


def dated(
    session: Session, person_id: int, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Dated]:
    """Their teams' sparringer, for a calendar of their own."""
    for team in people.teams_of(session, person_id):
        for at, held in _sessions(team, after, until, zone):
            if held:
                yield Dated(
                    key=f"sparring-{team.id}-{local_day(at, zone).isoformat()}",
                    title=f"Sparring, {team.name}",
                    begins=at,
                    ends=at + timedelta(minutes=team.booked),
                )
