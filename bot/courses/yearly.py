"""The ladder of the year: who is asked what on which day, and what is foreseen of it.

Each step falls due for the department; then each team and the leader group have a time of their
own, when they are at work. Nothing is asked while no leader group could decide.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.courses import deciding, telling
from bot.courses.telling import (
    COMPLETE,
    ENROLLED,
    LATER,
    OWED,
    PREPARE,
    ROUND,
    TALKS,
    WAITING,
    entity_of,
    of_a_year,
    tell,
)
from bot.kinds import show
from bot.outbox import Built
from dialogs.calendar.days import Calendar, instant, local_day, morning_of
from dialogs.calendar.recurrence import between
from dialogs.calendar.season import Behind, Dated, Foreseen, Reader, moved
from dialogs.courses import cards, feedback, words
from dialogs.courses import year as years
from dialogs.courses.wish import CAN_BE_EDITED, State, Track, Wish
from dialogs.courses.year import (
    STEPS,
    TO_EMPLOYEES,
    TO_LEADER_GROUP,
    TO_LEADERS,
    Step,
    budget_year,
    freezes_on,
)
from dialogs.people.person import Person
from dialogs.people.team import Team
from storage import calendar, courses, occurrences, people, rhythm
from storage.occurrences import Occurrence
from storage.store import Session

TEAM, GROUP = "courses.team", "courses.group"  # series: a step, when they are at work
_BEFORE = frozenset(TO_EMPLOYEES) - {Step.FROZEN}
_LATE_AT_LEAST = timedelta(days=7)
_MOVED_AT_MOST = timedelta(days=60)  # by closed weeks, from the day that the step falls due


def step_due(
    session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo, step: Step
) -> None:
    """What was wished is collected whoever is there; asked is only where somebody decides."""
    of = budget_year(step, occurrence.key)
    if step is Step.FROZEN:
        courses.freeze(session, of, now)
    if not telling.leader_group(session):
        return
    key = f"{occurrence.key}-{step}"
    day = local_day(now, zone)
    if step in (*TO_EMPLOYEES, *TO_LEADERS):
        for team in rhythm.teams(session):
            due = morning_of(day, team.calendar, zone)
            if not _is_too_late(step, of, due, zone):
                occurrences.plan(session, TEAM, team.id, key, due, due + _LATE_AT_LEAST)
    if step in TO_LEADER_GROUP:
        due = morning_of(day, calendar.of_department(session), zone)
        occurrences.plan(session, GROUP, courses.DEPARTMENT, key, due, due + _LATE_AT_LEAST)


def _is_too_late(step: Step, of: int, due: datetime, zone: ZoneInfo) -> bool:
    """Where a team was closed until the wishes were collected, nobody is asked for one."""
    return step in _BEFORE and local_day(due, zone) >= freezes_on(of)


def _step(occurrence: Occurrence) -> tuple[Step, int, str]:
    """The step, its budget year, and its key without what it was put off to."""
    key = occurrence.first_key
    year, _, name = key.partition("-")
    return Step(name), budget_year(Step(name), year), key


def team_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    team = people.find_team(session, int(occurrence.entity))
    if team is None or not rhythm.at_work(session, occurrence, team.calendar, now, zone):
        return
    step, of, _ = _step(occurrence)
    if step in TO_EMPLOYEES:
        for who in telling.employees(session, team):
            if not _is_done(session, step, who.id, of):
                tell(session, PREPARE, entity_of(who.id, of, step), who, now)
    if step is Step.FEEDBACK:
        _remind_who_owes(session, team, of, step, now)
    leader = team.leader if step in TO_LEADERS and step is not Step.FEEDBACK else None
    if leader is not None and _without_plan(session, leader, of):
        tell(session, TALKS, entity_of(leader.id, of, step), leader, now)


def _remind_who_owes(session: Session, team: Team, of: int, step: Step, now: datetime) -> None:
    untold = courses.wishes(session, year=of, states=(State.PRIORITISED,), teams=(team.id,))
    for who in {each for wish in untold for each in telling.deciders(session, wish)}:
        tell(session, OWED, entity_of(who.id, of, step), who, now)


def group_due(session: Session, occurrence: Occurrence, now: datetime, zone: ZoneInfo) -> None:
    if not rhythm.department_at_work(session, occurrence, now, zone):
        return
    step, of, _ = _step(occurrence)
    stand, told = _stand(session, of, now, zone)
    if told:
        return
    complete = step is Step.ORIENT and not stand.undecided and not stand.owed
    for who in telling.leader_group(session):
        kind = COMPLETE if complete else ROUND
        if not complete or stand.granted:
            tell(session, kind, entity_of(who.id, of, step), who, now)


def _stand(
    session: Session, of: int, now: datetime, zone: ZoneInfo
) -> tuple[feedback.Stand, bool]:
    wishes, waits = courses.wishes(session, year=of), courses.postponed(session, of)
    told = courses.year(session, of).told_at is not None
    return feedback.stand(wishes, waits, local_day(now, zone)), told


# --- what the messages show ------------------------------------------------------------------


def _in_round(session: Session, person_id: int, of: int) -> list[Wish]:
    return [
        wish
        for wish in courses.wishes_of(session, person_id)
        if wish.year == of
        and wish.track in (Track.ROUND, Track.THEME)
        and wish.state not in (State.WITHDRAWN, State.LAPSED)
    ]


def _is_done(session: Session, step: Step, person_id: int, of: int) -> bool:
    """Whoever wished, said that there is no more, or has a plan is not asked again; that wishes
    are collected is said to those who have some."""
    wishes = _in_round(session, person_id, of)
    if step is Step.FROZEN:
        return not any(wish.state is State.COLLECTED for wish in wishes)
    talk = courses.talks(session, of, [person_id])[person_id]
    return bool(wishes) or talk.ready or talk.planned


def prepare_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    person_id, of, step = of_a_year(entity)
    late = step != Step.FROZEN and local_day(now, zone) >= freezes_on(of)
    if late or _is_done(session, Step(step), person_id, of):
        return telling.is_over(session, PREPARE, entity)
    deadline = years.deadline(of)
    wishes = _in_round(session, person_id, of)
    return show(cards.prepare(Step(step), of, deadline, wishes), words.HEADINGS[Step(step)])


def _without_plan(session: Session, leader: Person, of: int) -> list[Person]:
    led = {
        who.id: who
        for team in telling.led_by(session, leader)
        for who in telling.employees(session, team)
        if who != leader
    }
    talks = courses.talks(session, of, list(led))
    return sorted((led[each] for each in led if not talks[each].planned), key=lambda w: w.name)


def talks_message(session: Session, entity: str, now: datetime) -> Built:
    person_id, of, step = of_a_year(entity)
    missing = _without_plan(session, Person(person_id, ""), of)
    if not missing:
        return telling.is_over(session, TALKS, entity)
    names = [who.name for who in missing]
    return show(cards.talks_wanted(names, opens=step == Step.OPENS), words.TALKS)


def round_message(session: Session, entity: str, now: datetime, zone: ZoneInfo) -> Built:
    _, of, step = of_a_year(entity)
    stand, told = _stand(session, of, now, zone)
    nothing = not stand.undecided and (not stand.owed or step != Step.ORIENT)
    if told or nothing:
        return telling.is_over(session, ROUND, entity)
    wishes = [
        wish
        for wish in courses.wishes(session, year=of)
        if wish.track is Track.ROUND and wish.state not in (State.WITHDRAWN, State.LAPSED)
    ]
    return show(cards.round_prompt(of, len(wishes), stand), words.round_title(of))


# --- the season ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Time:
    """A step for somebody."""

    at: datetime
    step: Step
    of: int
    nominal: date | None
    because: str


def foresees(
    session: Session, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Foreseen]:
    """From the same schedules and hours as `step_due` plans by."""
    if telling.leader_group(session):
        for team in rhythm.teams(session):
            known = _planned(session, TEAM, team.id, until)
            for time in _times(after, until, team.calendar, known, zone):
                yield from _of_team(session, team, time)
        known = _planned(session, GROUP, courses.DEPARTMENT, until)
        for time in _times(after, until, calendar.of_department(session), known, zone):
            if time.step in TO_LEADER_GROUP:
                text = words.of_group(time.step, time.of)
                yield _foreseen(time, words.LEADER_GROUP, words.round_title(time.of), text)
    for series in (ENROLLED, WAITING, LATER):
        for entity, due in courses.coming(session, series, after, until):
            yield from _of_one(session, series, entity, due)


def looks_back(
    session: Session, since: datetime, now: datetime, zone: ZoneInfo
) -> Iterator[Behind]:
    """The window that opened, and how far the leader group is with what was collected."""
    for each in occurrences.happened(session, (TEAM,), since, now):
        if _step(each)[0] is Step.OPENS:
            on, title = local_day(each.due_at, zone), words.HEADINGS[Step.OPENS]
            yield Behind(on=on, title=title, done=True, team_id=int(each.entity))
    for each in occurrences.happened(session, (GROUP,), since, now):
        step, of, _ = _step(each)
        stand, told = _stand(session, of, now, zone)
        settled = {
            Step.FROZEN: True,
            Step.DECIDE: not stand.undecided,
            Step.ORIENT: told or not (stand.undecided or stand.owed or stand.granted),
        }
        yield Behind(
            on=local_day(each.due_at, zone),
            title=words.step_title(step, of),
            done=settled[step],
            due_until=local_day(each.due_at, zone) + years.TO_BE_DONE_WITHIN,
            readers=Reader.DEPARTMENT,
        )


def _of_one(session: Session, series: str, entity: str, due: datetime) -> Iterator[Foreseen]:
    """About one wish, or one person's: only while there is something to ask."""
    match series:
        case telling.ENROLLED:
            found = courses.wishes(session, states=(State.GRANTED,), id=int(entity))
        case telling.WAITING:
            found = courses.wishes(session, states=CAN_BE_EDITED, id=int(entity))
        case _:
            found = deciding.untold(session, entity)
    for wish in found[:1]:
        asked = [wish.who] if series == ENROLLED else telling.deciders(session, wish)
        title, text = {
            ENROLLED: (words.ASK_ENROLLED, words.enrolled_question(wish)),
            WAITING: (words.TITLE, words.waiting(wish)),
            LATER: (words.GIVE, words.told_now(wish)),
        }[series]
        for who in asked:
            yield Foreseen(
                at=due,
                series=series,
                whom=who.name,
                title=title,
                text=text,
                team_id=wish.team_id,
                person_id=who.id,
            )


def dated(
    session: Session, person_id: int, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[Dated]:
    """The days of the courses that they are signed up for."""
    hours = calendar.of_department(session).hours
    for wish in courses.wishes_of(session, person_id):
        if wish.state is not State.ENROLLED or wish.starts_on is None or wish.ends_on is None:
            continue
        begins = instant(wish.starts_on, hours.begins, zone)
        ends = instant(wish.ends_on, hours.ends, zone)
        if after < ends and begins <= until:
            key = f"course-{wish.id}"
            yield Dated(key=key, title=words.COURSE_DAYS, begins=begins, ends=ends)


def _planned(session: Session, series: str, entity: int | str, until: datetime) -> set[str]:
    """The keys of what has fallen due for the department, and is still to come for these."""
    found = occurrences.upcoming(session, str(entity), until)
    return {each.first_key for each in found if each.series == series}


def _times(
    after: datetime,
    until: datetime,
    closed: Calendar,
    planned: Collection[str],
    zone: ZoneInfo,
) -> Iterator[_Time]:
    for step, schedule in STEPS.items():
        for moment in between(schedule, after - _MOVED_AT_MOST, until, zone):
            due = morning_of(local_day(moment.due_at, zone), closed, zone)
            to_come = moment.due_at > after or f"{moment.key}-{step}" in planned
            of = budget_year(step, moment.key)
            if not (to_come and after < due <= until) or _is_too_late(step, of, due, zone):
                continue
            on = date(local_day(moment.due_at, zone).year, schedule.month, schedule.day)
            nominal, because = moved(due, on, closed, zone)
            yield _Time(
                at=due,
                step=step,
                of=of,
                nominal=nominal,
                because=because,
            )


def _of_team(session: Session, team: Team, time: _Time) -> Iterator[Foreseen]:
    if time.step in TO_EMPLOYEES:
        text, title = words.PREPARE[time.step], words.HEADINGS[time.step]
        yield _foreseen(time, words.whom_team(team.name), title, text, team)
    if time.step in TO_LEADERS:
        told = time.step is Step.FEEDBACK
        title = words.GIVE if told else words.TALKS
        text = words.of_leader(time.step)
        whom = words.whom_leader(team.leader, team.name)
        if told or team.leader is not None:
            yield _foreseen(time, whom, title, text, team, team.leader)


def _foreseen(
    time: _Time,
    whom: str,
    title: str,
    text: str,
    team: Team | None = None,
    who: Person | None = None,
) -> Foreseen:
    return Foreseen(
        at=time.at,
        series=TEAM if team else GROUP,
        whom=whom,
        title=title,
        text=text,
        nominal=time.nominal,
        because=time.because,
        team_id=team.id if team else None,
        person_id=who.id if who else None,
    )
