"""Course wishes, the money and stand of their year, and what each person of a round is owed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from dialogs.courses.areas import Area, Group
from dialogs.courses.wish import (
    GRANTED_SINCE,
    Actor,
    Decision,
    Ground,
    Kind,
    Move,
    NoSuchWish,
    Partner,
    State,
    Track,
    Wish,
    may,
    moved,
)
from dialogs.courses.year import STEPS, Step, Year
from dialogs.people.person import GONE, Person
from storage import clock, occurrences, outbox
from storage.tables import (
    CourseAreaRow,
    CourseFeedbackRow,
    CourseSharingRow,
    CourseTalkRow,
    CourseWishEventRow,
    CourseWishRow,
    CourseYearRow,
    OccurrenceRow,
    PersonRow,
)

NEW = "courses.new"  # to who decides: a wish that needs no round
DEPARTMENT = "department"  # the entity of the year's series


def series(step: Step) -> str:
    return f"courses.{step}"


def keep(session: Session, now: datetime, zone: ZoneInfo) -> None:
    """At every start; the year is in force from the first one on."""
    for step, schedule in STEPS.items():
        occurrences.keep_in_force(session, series(step), DEPARTMENT, schedule, now, zone)


# --- areas -----------------------------------------------------------------------------------


def changed_areas(session: Session) -> list[Area]:
    """What leaders have changed of the shipped ones."""
    return [
        Area(
            key=row.key,
            group=Group(row.group),
            title=row.title,
            position=row.position,
            retired=row.retired,
        )
        for row in session.scalars(select(CourseAreaRow).order_by(CourseAreaRow.position))
    ]


def save_area(session: Session, area: Area) -> None:
    values = {
        "group": area.group,
        "title": area.title,
        "position": area.position,
        "retired": area.retired,
    }
    here = CourseAreaRow.key == area.key
    if session.scalar(select(CourseAreaRow.key).where(here)) is None:
        session.execute(insert(CourseAreaRow).values(key=area.key, **values))
    else:
        session.execute(update(CourseAreaRow).where(here).values(values))


# --- wishes ----------------------------------------------------------------------------------


def add_wish(session: Session, wish: Wish, now: datetime) -> int:
    values = {**_values(wish), "person_id": wish.who.id, "team_id": wish.team_id, "at": now}
    new = insert(CourseWishRow).values(values).returning(CourseWishRow.id)
    wish_id = session.scalars(new).one()
    _log(session, wish_id, Move.REGISTER, Actor.EMPLOYEE, wish.state, now)
    return wish_id


def _log(
    session: Session, wish_id: int, move: Move, actor: Actor, state: State, now: datetime
) -> None:
    values = {"wish_id": wish_id, "at": now, "move": move, "actor": actor, "state": state}
    session.execute(insert(CourseWishEventRow).values(values))


def wish(session: Session, wish_id: int) -> Wish:
    """Raises NoSuchWish."""
    found = _wishes(session, CourseWishRow.id == wish_id)
    if not found:
        raise NoSuchWish
    return found[0]


def wishes_of(session: Session, person_id: int) -> Sequence[Wish]:
    """The newest first."""
    return _wishes(session, CourseWishRow.person_id == person_id)[::-1]


def wishes(
    session: Session,
    *,
    year: int | None = None,
    states: Collection[State] | None = None,
    teams: Collection[int] | None = None,
    id: int | None = None,
) -> Sequence[Wish]:
    """In the order in which they were registered; None: of all."""
    where = []
    if id is not None:
        where.append(CourseWishRow.id == id)
    if year is not None:
        where.append(CourseWishRow.year == year)
    if states is not None:
        where.append(CourseWishRow.state.in_(states))
    if teams is not None:
        where.append(CourseWishRow.team_id.in_(teams))
    return _wishes(session, *where)


def move(session: Session, wish: Wish, by: Move, actors: Collection[Actor], now: datetime) -> Wish:
    """Saves it as it is given, one move further on. Raises NotAllowed, and NoSuchWish when it
    does not stand there any more."""
    there = moved(wish, by, actors)
    moved_on = session.execute(
        update(CourseWishRow)
        .where(CourseWishRow.id == wish.id, CourseWishRow.state == wish.state)
        .values(_values(there))
        .returning(CourseWishRow.id)
    ).all()
    if not moved_on:
        raise NoSuchWish
    actor = next(each for each in Actor if each in actors and may([each], wish.state, by))
    _log(session, wish.id, by, actor, there.state, now)
    return there


def save_days(session: Session, wish: Wish) -> None:
    """When the course is; it stays where it stands."""
    days = {"starts_on": wish.starts_on, "ends_on": wish.ends_on}
    session.execute(update(CourseWishRow).where(CourseWishRow.id == wish.id).values(days))


def considerations(session: Session, wish_id: int) -> tuple[str | None, ...]:
    """The three of row 222, for the leader group alone."""
    columns = (CourseWishRow.need, CourseWishRow.motivation, CourseWishRow.retention)
    found = session.execute(select(*columns).where(CourseWishRow.id == wish_id)).first()
    return tuple(found) if found is not None else (None, None, None)


def consider(session: Session, wish_id: int, given: Sequence[str | None]) -> None:
    values = dict(zip(("need", "motivation", "retention"), given, strict=True))
    session.execute(update(CourseWishRow).where(CourseWishRow.id == wish_id).values(values))


def as_told(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of somebody's own as it may be handed to them: they hear a decision from their leader
    first."""
    untold = ("decision", "reason") if row["state"] == State.PRIORITISED else ()
    return {name: value for name, value in row.items() if name not in untold}


def part_with(session: Session, person_id: int, now: datetime) -> None:
    """Of somebody who goes, what their grants cost is kept for the budget, and nothing else; what
    their leader was asked is over."""
    for wish_id in session.scalars(
        select(CourseWishRow.id).where(CourseWishRow.person_id == person_id)
    ).all():
        outbox.show_anew(session, NEW, f"{wish_id}-", now)
    nothing = dict.fromkeys(
        ("outside", "task", "tenure", "reason", "need", "motivation", "retention"), None
    )
    spent = (
        CourseWishRow.person_id == person_id,
        CourseWishRow.state.in_(GRANTED_SINCE),
        CourseWishRow.price > 0,
    )
    ids = list(session.scalars(select(CourseWishRow.id).where(*spent)))
    for row in (CourseWishEventRow, CourseSharingRow):
        session.execute(delete(row).where(row.wish_id.in_(ids)))
    session.execute(
        update(CourseWishRow)
        .where(CourseWishRow.id.in_(ids))
        .values(person_id=None, title="", why="", heavy=False, temporary=False, **nothing)
    )


def coming(
    session: Session, series: str, after: datetime, until: datetime
) -> list[tuple[str, datetime]]:
    """What is planned of a series for single wishes or people: of whom, and when."""
    query = (
        select(OccurrenceRow.entity, OccurrenceRow.due_at)
        .where(
            OccurrenceRow.series == series,
            OccurrenceRow.done_at.is_(None),
            OccurrenceRow.due_at > after,
            OccurrenceRow.due_at <= until,
        )
        .order_by(OccurrenceRow.due_at, OccurrenceRow.id)
    )
    return [(entity, due_at) for entity, due_at in session.execute(query)]


def _values(wish: Wish) -> dict[str, Any]:
    return {
        "year": wish.year,
        "kind": wish.kind,
        "track": wish.track,
        "title": wish.title,
        "why": wish.why,
        "area": wish.area,
        "outside": wish.outside,
        "task": wish.task,
        "ground": wish.ground,
        "partner": wish.partner,
        "price": wish.price,
        "half_days": wish.half_days,
        "heavy": wish.heavy,
        "tenure": wish.tenure,
        "temporary": wish.temporary,
        "state": wish.state,
        "decision": wish.decision,
        "reason": wish.reason,
        "starts_on": wish.starts_on,
        "ends_on": wish.ends_on,
    }


def _wishes(session: Session, *where: Any) -> list[Wish]:
    query = (
        select(CourseWishRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == CourseWishRow.person_id)
        .where(*where)
        .order_by(CourseWishRow.id)
    )
    return [_wish(row, name) for row, name in session.execute(query)]


def _wish(row: CourseWishRow, name: str | None) -> Wish:
    who = GONE if row.person_id is None else Person(row.person_id, name or GONE.name)
    return Wish(
        id=row.id,
        who=who,
        team_id=row.team_id,
        year=row.year,
        kind=Kind(row.kind),
        track=Track(row.track),
        title=row.title,
        why=row.why,
        area=row.area,
        outside=row.outside,
        task=row.task,
        ground=Ground(row.ground) if row.ground else None,
        partner=Partner(row.partner) if row.partner else None,
        price=row.price,
        half_days=row.half_days,
        heavy=row.heavy,
        tenure=row.tenure,
        temporary=row.temporary,
        state=State(row.state),
        decision=Decision(row.decision) if row.decision else None,
        reason=row.reason,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
    )


# --- the year --------------------------------------------------------------------------------


def year(session: Session, of: int) -> Year:
    """As it is set; of one that nobody has set, as the last one that somebody has."""
    row = session.get(CourseYearRow, of)
    if row is not None:
        return _year(row)
    before = session.scalar(
        select(CourseYearRow)
        .where(CourseYearRow.year < of)
        .order_by(CourseYearRow.year.desc())
        .limit(1)
    )
    if before is None:
        return Year(year=of)
    known = _year(before)
    return replace(known, year=of, budget=None, reserve=None, frozen_at=None, told_at=None)


def save_year(session: Session, changed: Year) -> None:
    values = {
        "budget": changed.budget,
        "reserve": changed.reserve,
        "small_price": changed.small_price,
        "small_half_days": changed.small_half_days,
        "tenure": changed.tenure,
        "frozen_at": changed.frozen_at,
        "told_at": changed.told_at,
    }
    here = CourseYearRow.year == changed.year
    if session.scalar(select(CourseYearRow.year).where(here)) is None:
        session.execute(insert(CourseYearRow).values(year=changed.year, **values))
    else:
        session.execute(update(CourseYearRow).where(here).values(values))


def lock_year(session: Session, of: int) -> Year:
    """The same, held until the end of this unit of work: two grants at once do not both see the
    same money."""
    if session.scalar(select(CourseYearRow.year).where(CourseYearRow.year == of)) is not None:
        session.execute(
            select(CourseYearRow.year).where(CourseYearRow.year == of).with_for_update()
        )
    return year(session, of)


def freeze(session: Session, of: int, now: datetime) -> Sequence[Wish]:
    """Collects what the round of that year has. Once: what comes later is for the next one."""
    open_ = wishes(session, year=of, states=(State.WISHED, State.DISCUSSED))
    collected = [
        move(session, each, Move.COLLECT, {Actor.BOT}, now)
        for each in open_
        if each.track is Track.ROUND
    ]
    save_year(session, replace(year(session, of), frozen_at=now))
    return collected


def _year(row: CourseYearRow) -> Year:
    return Year(
        year=row.year,
        budget=row.budget,
        reserve=row.reserve,
        small_price=row.small_price,
        small_half_days=row.small_half_days,
        tenure=row.tenure,
        frozen_at=row.frozen_at,
        told_at=row.told_at,
    )


# --- MUS -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What is ticked of somebody's MUS; never what was said."""

    booked: bool = False
    ready: bool = False
    planned: bool = False


def talks(session: Session, of: int, people: Collection[int]) -> dict[int, Talk]:
    """Of each of these people."""
    query = select(CourseTalkRow).where(
        CourseTalkRow.year == of, CourseTalkRow.person_id.in_(people)
    )
    found = {
        row.person_id: Talk(
            booked=row.booked_at is not None,
            ready=row.ready_at is not None,
            planned=row.planned_at is not None,
        )
        for row in session.scalars(query)
    }
    return {who: found.get(who, Talk()) for who in people}


def note_talk(session: Session, person_id: int, of: int, talk: Talk, now: datetime) -> None:
    """What was ticked already keeps its time."""
    row = session.get(CourseTalkRow, (person_id, of))
    if row is None:
        row = CourseTalkRow(
            person_id=person_id, year=of, booked_at=None, ready_at=None, planned_at=None
        )
        session.add(row)
    row.booked_at = (row.booked_at or now) if talk.booked else None
    row.ready_at = (row.ready_at or now) if talk.ready else None
    row.planned_at = (row.planned_at or now) if talk.planned else None
    session.flush()


# --- feedback --------------------------------------------------------------------------------


def postponed(session: Session, of: int) -> Mapping[int, date]:
    """Until when somebody who is away is told later."""
    query = select(CourseFeedbackRow.person_id, CourseFeedbackRow.postponed_until).where(
        CourseFeedbackRow.year == of, CourseFeedbackRow.postponed_until.is_not(None)
    )
    return {who: until for who, until in session.execute(query) if until is not None}


def postpone(session: Session, person_id: int, of: int, until: date) -> None:
    _feedback_row(session, person_id, of).postponed_until = until
    session.flush()


def give(session: Session, person_id: int, of: int, text: str | None, now: datetime) -> None:
    """`text`: on its way to them; None: the leader has said it."""
    row = _feedback_row(session, person_id, of)
    row.text, row.given_at, row.postponed_until = text, now, None
    session.flush()


def feedback(session: Session, person_id: int, of: int) -> str | None:
    """The leader's words, while they are on their way."""
    return session.scalar(
        select(CourseFeedbackRow.text).where(
            CourseFeedbackRow.person_id == person_id, CourseFeedbackRow.year == of
        )
    )


def feedback_arrived(session: Session, person_id: int, of: int) -> None:
    row = session.get(CourseFeedbackRow, (person_id, of))
    if row is not None and row.text is not None:
        row.text = None
        session.flush()
        clock.owe_wipe(session, everywhere=True)


def _feedback_row(session: Session, person_id: int, of: int) -> CourseFeedbackRow:
    row = session.get(CourseFeedbackRow, (person_id, of))
    if row is None:
        row = CourseFeedbackRow(
            person_id=person_id, year=of, text=None, given_at=None, postponed_until=None
        )
        session.add(row)
    return row
