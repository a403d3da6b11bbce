"""What follows a course: whether it was held, shared and used; themes without a course; and when
the year was evaluated."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from dialogs.between.sharing import Share, SharedAlready
from dialogs.calendar.days import Calendar, local_day, morning_of
from dialogs.courses import sharing as rules
from dialogs.courses.evaluation import EVALUATED, THEMES_PLANNED
from dialogs.courses.sharing import How, Sharing, Stand
from dialogs.courses.themes import Theme, Where, reminded_on
from dialogs.courses.wish import Actor, Move, NoSuchWish, Partner, State, Wish
from dialogs.people.person import Person
from dialogs.people.team import Team
from storage import between, calendar, courses, occurrences, outbox, people, sparring
from storage.outbox import Priority, to_chat
from storage.tables import (
    CourseSharingRow,
    CourseThemeRow,
    CourseYearRow,
    PersonRow,
)

# Series of a wish, of a theme, and of the department; the first three are messages as well.
ENDED, SHARE, USED = "courses.after.ended", "courses.after.share", "courses.after.used"
THEME, EVALUATION, THEMES = (
    "courses.after.theme",
    "courses.after.evaluation",
    "courses.after.themes",
)
COLLEAGUES = "courses.after.colleagues"  # the message to the team when something was shared


def keep(session: Session, now: datetime, zone: ZoneInfo) -> None:
    """At every start."""
    for series, schedule in ((EVALUATION, EVALUATED), (THEMES, THEMES_PLANNED)):
        occurrences.keep_in_force(session, series, courses.DEPARTMENT, schedule, now, zone)


# --- a course --------------------------------------------------------------------------------


def enrolled(session: Session, wish: Wish, now: datetime, zone: ZoneInfo) -> None:
    """From when the days are known: whether it was held is asked after the last of them."""
    if wish.ends_on is None:
        return
    occurrences.call_off(session, ENDED, wish.id, now)
    for number, day in enumerate(rules.asked_on(wish.ends_on), 1):
        _plan(session, ENDED, wish, f"{wish.ends_on.isoformat()}-{number}", day, zone)


def ends_later(session: Session, wish: Wish, last: date, now: datetime, zone: ZoneInfo) -> None:
    """The course goes on, or was moved."""
    later = replace(wish, ends_on=last)
    courses.save_days(session, later)
    enrolled(session, later, now, zone)


def completed(session: Session, wish: Wish, now: datetime, zone: ZoneInfo) -> Sharing:
    """It was held, and is put on the next meeting of its team by that."""
    there = courses.move(session, wish, Move.COMPLETE, {Actor.EMPLOYEE}, now)
    values: dict[str, Any] = {"wish_id": wish.id, "how": How.TALK, "stand": Stand.WAITING}
    session.execute(insert(CourseSharingRow).values(**values, share_id=None, reason=None, at=now))
    occurrences.call_off(session, ENDED, wish.id, now)
    put_on(session, there, How.TALK, now, zone)
    remind(session, wish, 1, now, zone)
    for key, day in rules.used_on(wish.ends_on or local_day(now, zone)).items():
        if day > local_day(now, zone):
            _plan(session, USED, wish, key, day, zone)
    return sharing(session, wish.id)


def put_on(session: Session, wish: Wish, how: How, now: datetime, zone: ZoneInfo) -> None:
    """On the list of its team, in place of what stood there of it."""
    row = session.get_one(CourseSharingRow, wish.id)
    if row.share_id is not None and between.share(session, row.share_id) is not None:
        between.forget_share(session, row.share_id)
    row.how, row.share_id = how, None
    if wish.team_id is not None and people.find_team(session, wish.team_id) is not None:
        line = Share(team_id=wish.team_id, who=wish.who, text=rules.line(wish.title, how))
        try:
            row.share_id = between.put_on(session, line, now, zone)
        except SharedAlready:
            row.share_id = None
    session.flush()


def remind(session: Session, wish: Wish, number: int, now: datetime, zone: ZoneInfo) -> None:
    """Again and again, until it is shared or left out."""
    row = session.get_one(CourseSharingRow, wish.id)
    day = rules.reminded_on(local_day(row.at, zone), number)
    _plan(session, SHARE, wish, str(number), max(day, local_day(now, zone)), zone)


def sharing(session: Session, wish_id: int) -> Sharing:
    """Raises NoSuchWish."""
    wish = courses.wish(session, wish_id)
    row = session.get(CourseSharingRow, wish_id)
    if wish.ends_on is None:
        raise NoSuchWish
    return Sharing(
        wish_id=wish.id,
        who=_called(session, wish),
        team_id=wish.team_id,
        title=wish.title,
        state=wish.state,
        ends_on=wish.ends_on,
        how=How(row.how) if row else How.TALK,
        stand=Stand(row.stand) if row else Stand.WAITING,
        share_id=row.share_id if row else None,
    )


def _called(session: Session, wish: Wish) -> Person:
    if wish.team_id is None or not wish.who.id:
        return wish.who
    return people.named(session, wish.team_id, wish.who.id)


def settle(
    session: Session, wish: Wish, stand: Stand, reason: str | None, actor: Actor, now: datetime
) -> None:
    """Shared, or left out: nobody is reminded any more, and it is off the list."""
    row = session.get_one(CourseSharingRow, wish.id)
    if row.share_id is not None and between.share(session, row.share_id) is not None:
        between.forget_share(session, row.share_id)
        if wish.team_id is not None:
            sparring.plan_follows(session, wish.team_id, now)
    row.stand, row.reason, row.share_id = stand, reason, None
    session.flush()
    occurrences.call_off(session, SHARE, wish.id, now)
    if stand is Stand.HELD:
        courses.move(session, wish, Move.SHARE, {actor}, now)


def held(session: Session, wish: Wish, actor: Actor, now: datetime) -> None:
    """It was shared: the messages that ask end, and the team is asked where it can be used."""
    settle(session, wish, Stand.HELD, None, actor, now)
    outbox.show_anew(session, SHARE, f"{wish.id}-", now)
    if team_of(session, wish) is not None and wish.team_id is not None:
        address = to_chat(people.home(session, wish.team_id))
        outbox.want(session, COLLEAGUES, wish.id, address, Priority.LINE, now)


def told_on_list(session: Session, share_id: int, actor: Actor, now: datetime) -> None:
    """What stood on a meeting's list was told; if it was of a course, that is shared by it."""
    query = select(CourseSharingRow.wish_id).where(CourseSharingRow.share_id == share_id)
    wish_id = session.scalars(query).first()
    wish = courses.wish(session, wish_id) if wish_id is not None else None
    if wish is not None and wish.state is State.COMPLETED:
        held(session, wish, actor, now)


def _plan(session: Session, series: str, wish: Wish, key: str, day: date, zone: ZoneInfo) -> None:
    occurrences.plan(session, series, wish.id, key, morning_of(day, closed(session, wish), zone))


def closed(session: Session, wish: Wish) -> Calendar:
    team = team_of(session, wish)
    return team.calendar if team is not None else calendar.of_department(session)


def team_of(session: Session, wish: Wish) -> Team | None:
    return people.find_team(session, wish.team_id) if wish.team_id is not None else None


# --- themes ----------------------------------------------------------------------------------


def themes(session: Session, year: int) -> Sequence[Theme]:
    """Those with a day first, in their order."""
    query = select(CourseThemeRow).where(CourseThemeRow.year == year)
    query = query.order_by(CourseThemeRow.held_on.is_(None), CourseThemeRow.held_on)
    return [_theme(session, row) for row in session.scalars(query.order_by(CourseThemeRow.id))]


def theme(session: Session, theme_id: int) -> Theme | None:
    row = session.get(CourseThemeRow, theme_id)
    return _theme(session, row) if row is not None else None


def save_theme(session: Session, new: Theme, now: datetime, zone: ZoneInfo) -> None:
    """A new one where it has no id; whoever has it is reminded ahead of its day."""
    values = {
        "year": new.year,
        "title": new.title,
        "place": new.where,
        "partner": new.partner,
        "owner_id": new.owner.id if new.owner else None,
        "held_on": new.on,
    }
    if new.id:
        session.execute(update(CourseThemeRow).where(CourseThemeRow.id == new.id).values(values))
        theme_id = new.id
    else:
        made = insert(CourseThemeRow).values(values).returning(CourseThemeRow.id)
        theme_id = session.scalars(made).one()
    occurrences.call_off(session, THEME, theme_id, now)
    if new.on is not None and new.owner is not None:
        at = morning_of(reminded_on(new.on), calendar.of_department(session), zone)
        if at > now:
            occurrences.plan(session, THEME, theme_id, new.on.isoformat(), at)


def remove_theme(session: Session, theme_id: int, now: datetime) -> None:
    occurrences.call_off(session, THEME, theme_id, now)
    session.execute(delete(CourseThemeRow).where(CourseThemeRow.id == theme_id))


def _theme(session: Session, row: CourseThemeRow) -> Theme:
    owner = session.get(PersonRow, row.owner_id) if row.owner_id is not None else None
    return Theme(
        id=row.id,
        year=row.year,
        title=row.title,
        where=Where(row.place),
        partner=Partner(row.partner),
        owner=Person(owner.id, owner.name) if owner is not None else None,
        on=row.held_on,
    )


# --- the year --------------------------------------------------------------------------------


def is_evaluated(session: Session, year: int) -> bool:
    here = CourseYearRow.year == year
    return session.scalar(select(CourseYearRow.evaluated_at).where(here)) is not None


def note_evaluated(session: Session, year: int, now: datetime) -> None:
    courses.save_year(session, courses.year(session, year))
    session.execute(
        update(CourseYearRow).where(CourseYearRow.year == year).values(evaluated_at=now)
    )


# --- the season ------------------------------------------------------------------------------


def enrolled_now(session: Session) -> Sequence[Sharing]:
    found = courses.wishes(session, states=(State.ENROLLED,))
    return [sharing(session, wish.id) for wish in found if wish.ends_on and wish.who.id]


def morning(session: Session, wish: Wish, day: date, zone: ZoneInfo) -> datetime:
    return morning_of(day, closed(session, wish), zone)
