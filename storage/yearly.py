"""The fixed dates of the year: how a department has set them, and what became of each time."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from dialogs.calendar.days import morning_of
from dialogs.calendar.recurrence import Every
from dialogs.people.person import GONE, Person
from dialogs.people.rights import Role
from dialogs.yearly.routine import (
    SHIPPED,
    Kind,
    NoSuchRound,
    Round,
    Routine,
    State,
    Step,
    steps,
)
from storage import calendar, occurrences, people, roles
from storage.tables import PersonRow, RoutineRoundRow, RoutineRow

BEGINS = "yearly.begins"  # the series, of a kind: its first prompt is due
PROMPT = "yearly.prompt"  # of a round, the key is the step; and the message


# --- how they are set ------------------------------------------------------------------------


def routine(session: Session, kind: Kind) -> Routine:
    """As shipped, until a leader has changed it."""
    row = session.get(RoutineRow, kind)
    if row is None:
        return SHIPPED[kind]
    return Routine(
        kind=kind,
        on=row.is_on,
        every=Every(row.every),
        month=row.month,
        day=row.day,
        owner=_person(session, row.owner_id),
        topics=tuple(row.topics),
    )


def routines(session: Session) -> list[Routine]:
    return [routine(session, kind) for kind in Kind]


def save(session: Session, new: Routine, now: datetime, zone: ZoneInfo) -> None:
    """In force from now on: what is to come is planned anew, what is open stays open."""
    values = {
        "is_on": new.on,
        "every": new.every,
        "month": new.month,
        "day": new.day,
        "owner_id": new.owner.id if new.owner else None,
        "topics": list(new.topics),
    }
    if session.get(RoutineRow, new.kind) is None:
        session.execute(insert(RoutineRow).values(kind=new.kind, **values))
    else:
        session.execute(update(RoutineRow).where(RoutineRow.kind == new.kind).values(values))
    if new.kind is Kind.FIRST_AID:
        return
    if new.on:
        occurrences.keep_in_force(session, BEGINS, new.kind, new.schedule, now, zone)
    else:
        occurrences.withdraw(session, BEGINS, new.kind, now, zone)


# --- one time of it --------------------------------------------------------------------------


def begin(session: Session, new: Round, now: datetime, zone: ZoneInfo) -> Round:
    """Stores it and plans its prompts; one that is there already stays as it is. Of the days that
    are over only the newest is asked about."""
    found = _of_key(session, new.kind, new.key)
    if found is None:
        values = {
            "kind": new.kind,
            "key": new.key,
            "day": new.day,
            "state": new.state,
            "topic": new.topic or None,
            "taker_id": new.taker.id if new.taker else None,
            "about_id": new.about.id if new.about else None,
        }
        session.execute(insert(RoutineRoundRow).values(values))
        found = _of_key(session, new.kind, new.key)
    if found is None:
        raise NoSuchRound
    days = steps(found)
    department = calendar.of_department(session)
    due = {step: morning_of(day, department, zone) for step, day in days.items()}
    past = [step for step in due if due[step] <= now]
    for step in past[:-1]:
        del due[step]
    for step, at in due.items():
        occurrences.plan(session, PROMPT, found.id, step, at)
    return found


def get(session: Session, round_id: int) -> Round | None:
    row = session.get(RoutineRoundRow, round_id)
    return _round(session, row) if row is not None else None


def _of_key(session: Session, kind: Kind, key: str) -> Round | None:
    here = (RoutineRoundRow.kind == kind, RoutineRoundRow.key == key)
    row = session.scalars(select(RoutineRoundRow).where(*here)).first()
    return _round(session, row) if row is not None else None


def is_known(session: Session, each: Round) -> bool:
    """Whether it has begun, or is over."""
    return _of_key(session, each.kind, each.key) is not None


def open_rounds(session: Session, kind: Kind | None = None) -> Sequence[Round]:
    """The next one first."""
    query = select(RoutineRoundRow).where(RoutineRoundRow.state == State.OPEN)
    if kind is not None:
        query = query.where(RoutineRoundRow.kind == kind)
    query = query.order_by(RoutineRoundRow.day, RoutineRoundRow.id)
    return [_round(session, row) for row in session.scalars(query)]


def begun(session: Session, since: date, until: date) -> Sequence[Round]:
    """Those with a day in between, and those of before that nobody has answered."""
    here = or_(RoutineRoundRow.day >= since, RoutineRoundRow.state == State.OPEN)
    query = select(RoutineRoundRow).where(here, RoutineRoundRow.day <= until)
    query = query.order_by(RoutineRoundRow.day, RoutineRoundRow.id)
    return [_round(session, row) for row in session.scalars(query)]


def end(session: Session, round_id: int, state: State, now: datetime) -> None:
    session.execute(
        update(RoutineRoundRow).where(RoutineRoundRow.id == round_id).values(state=state)
    )
    occurrences.call_off(session, PROMPT, round_id, now)


def give(session: Session, round_id: int, taker: Person) -> None:
    session.execute(
        update(RoutineRoundRow).where(RoutineRoundRow.id == round_id).values(taker_id=taker.id)
    )


def forget_aid(session: Session, person_id: int, now: datetime) -> bool:
    """Whether there was a date of theirs that was open."""
    here = (RoutineRoundRow.about_id == person_id, RoutineRoundRow.state == State.OPEN)
    found = session.scalars(select(RoutineRoundRow.id).where(*here)).all()
    for round_id in found:
        occurrences.call_off(session, PROMPT, round_id, now)
        session.execute(delete(RoutineRoundRow).where(RoutineRoundRow.id == round_id))
    return bool(found)


def _round(session: Session, row: RoutineRoundRow) -> Round:
    return Round(
        id=row.id,
        kind=Kind(row.kind),
        key=row.key,
        day=row.day,
        state=State(row.state),
        topic=row.topic or "",
        taker=_person(session, row.taker_id),
        about=_person(session, row.about_id),
    )


# --- who -------------------------------------------------------------------------------------


def leaders(session: Session, of: Person | None) -> list[Person]:
    """Who leads the teams of this one; else the leader group; else everybody who leads a team."""
    teams = people.teams_of(session, of.id) if of is not None else []
    found = [team.leader for team in teams if team.leader is not None]
    found = found or roles.holders(session, Role.LEADER_GROUP)
    found = found or [team.leader for team in people.all_teams(session) if team.leader]
    return list(dict.fromkeys(found))


def holder(session: Session, each: Round) -> Person | None:
    return each.taker or routine(session, each.kind).owner


def asked(session: Session, each: Round, step: Step, today: date) -> list[Person]:
    """Whom a prompt goes to: whoever has it this time; a leader where nobody has, they are away
    or cannot be reached, or have not answered."""
    owner = holder(session, each)
    here = [owner] if owner is not None and _is_there(session, owner, today) else []
    if step is not Step.LEFT and here:
        return here
    lead = [who for who in leaders(session, owner) if who != owner]
    present = [who for who in lead if _is_there(session, who, today)]
    return present or lead or here


def may_answer(session: Session, each: Round, who: Person) -> bool:
    """Whoever has it, and everybody who leads."""
    lead = {leader.id for leader in leaders(session, None)}
    lead |= {leader.id for leader in leaders(session, holder(session, each))}
    lead |= {team.leader.id for team in people.all_teams(session) if team.leader}
    owner = holder(session, each)
    return (owner is not None and who == owner) or who.id in lead


def _is_there(session: Session, who: Person, today: date) -> bool:
    if session.get(PersonRow, who.id) is None or people.is_unreachable(session, who.id):
        return False
    return not people.absent_on(session, [who.id], today)


def _person(session: Session, person_id: int | None) -> Person | None:
    if person_id is None:
        return None
    row = session.get(PersonRow, person_id)
    return Person(row.id, row.name) if row is not None else GONE
