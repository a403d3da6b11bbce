"""What is foreseen of supervision in the coming year, and what became of it."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.supervision.names import ANSWER_WITHIN, ASK, HELD, MISSING, NUDGE, REMIND, THEMES, leading
from dialogs.calendar.days import DAY, local_day
from dialogs.calendar.moved import Time
from dialogs.calendar.period import Period
from dialogs.calendar.season import Behind, Foreseen, moved
from dialogs.people.person import Person
from dialogs.people.team import Team
from dialogs.supervision import rhythm as times
from dialogs.supervision import words
from dialogs.supervision.booking import State
from storage import occurrences, rhythm
from storage import supervision as store
from storage.store import Session


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """Each quarter's questions as long as nothing settles it, and what follows a date."""
    for team in rhythm.teams(session):
        found = [
            *_of_quarters(session, team, after, until, zone),
            *_asked_again(session, team, until, zone),
            *_of_dates(session, team, after, zone),
        ]
        yield from (each for each in found if after < each.at <= until)


def _of_quarters(
    session: Session, team: Team, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    this = quarter = Period.quarter(local_day(after, zone))
    last = local_day(until, zone)
    while quarter.first <= last:
        is_asked = quarter != this or _is_planned(session, team, quarter, until)
        if is_asked and store.of_quarter(session, team.id, quarter) is None:
            of = times.times(quarter, team.calendar, zone)
            missing = words.missing(
                team, quarter, times.weeks_left(quarter, local_day(of.missing.at, zone))
            )
            if of.ask.at < of.remind.at:
                yield _to_leading(session, ASK, team, of.ask, words.ask(team, quarter), zone)
            yield _to_leading(session, REMIND, team, of.remind, words.ask(team, quarter), zone)
            yield _foreseen(
                MISSING,
                team,
                of.missing,
                zone,
                whom=f"{words.TO_LEADER}, {team.name}",
                title=words.MISSING_TITLE,
                text=missing,
                person=team.leader,
            )
        quarter = quarter.after


def _is_planned(session: Session, team: Team, quarter: Period, until: datetime) -> bool:
    """A team that began within a quarter is asked from the next one on."""
    found = occurrences.upcoming(session, str(team.id), until)
    return any(
        each.series in (ASK, REMIND, MISSING) and rhythm.period(each) == quarter for each in found
    )


def _asked_again(
    session: Session, team: Team, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """What somebody's press has come another day."""
    for each in occurrences.upcoming(session, str(team.id), until):
        if each.series in (ASK, REMIND, NUDGE) and each.again:
            quarter = rhythm.period(each)
            if store.of_quarter(session, team.id, quarter) is None:
                time = Time(at=each.due_at, nominal=local_day(each.due_at, zone))
                text = words.ask(team, quarter)
                yield _to_leading(session, each.series, team, time, text, zone)


def _of_dates(session: Session, team: Team, after: datetime, zone: ZoneInfo) -> Iterator[Foreseen]:
    closed = team.calendar
    for there in store.coming(session, team.id, after - ANSWER_WITHIN):
        assert there.at is not None  # noqa: S101
        yield _foreseen(
            THEMES,
            team,
            times.themes(there.at, closed, zone),
            zone,
            whom=team.name,
            title=words.THEMES_DUE_TITLE,
            text=words.themes_due(there, zone),
        )
        time = times.after(there.at, closed, zone)
        text = words.was_it_held(there, zone)
        yield _to_leading(session, HELD, team, time, text, zone, title=words.HELD_TITLE)


def _to_leading(
    session: Session,
    series: str,
    team: Team,
    time: Time,
    text: str,
    zone: ZoneInfo,
    title: str = words.ASK_TITLE,
) -> Foreseen:
    who = leading(session, team, time.at, zone)
    away = team.coordinator is not None and who is not None and who != team.coordinator
    return _foreseen(
        series,
        team,
        time,
        zone,
        whom=f"{words.TO_COORDINATOR}, {team.name}",
        title=title,
        text=text,
        person=who or team.coordinator,
        because=words.is_absent(team.coordinator) if away and team.coordinator else "",
    )


def _foreseen(
    series: str,
    team: Team,
    time: Time,
    zone: ZoneInfo,
    *,
    whom: str,
    title: str,
    text: str,
    person: Person | None = None,
    because: str = "",
) -> Foreseen:
    nominal, why = moved(time.at, time.nominal, team.calendar, zone)
    return Foreseen(
        at=time.at,
        series=series,
        whom=whom,
        title=title,
        text=text,
        nominal=nominal,
        because=", ".join(filter(None, [why, because])),
        team_id=team.id,
        person_id=person.id if person else None,
    )


def looks_back(
    session: Session, since: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[Behind]:
    """Each quarter's: held, not said yet whether it was, or without a date since it was asked
    about."""
    asked = {
        (each.entity, rhythm.period(each))
        for each in occurrences.happened(session, (ASK, REMIND), since, now)
    }
    for team in rhythm.teams(session):
        quarter = Period.quarter(local_day(since, zone))
        while quarter.first <= local_day(now, zone):
            there = store.of_quarter(session, team.id, quarter)
            if there is None and (str(team.id), quarter) in asked:
                of = times.times(quarter, team.calendar, zone)
                on, late = local_day(of.ask.at, zone), local_day(of.missing.at, zone)
                yield _behind(team, on, words.without_date(quarter), due_until=late - DAY)
            elif there is not None and there.at is not None and there.at <= now:
                on, held = local_day(there.at, zone), there.state is State.HELD
                late = local_day(there.at + ANSWER_WITHIN, zone)
                title = words.of_quarter(quarter) if held else words.HELD_TITLE
                yield _behind(team, on, title, done=held, due_until=late)
            quarter = quarter.after


def _behind(team: Team, on: date, title: str, *, due_until: date, done: bool = False) -> Behind:
    return Behind(on=on, title=title, done=done, due_until=due_until, team_id=team.id)
