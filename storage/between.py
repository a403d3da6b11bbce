"""Between the meetings: what waits to be told, who asks whom, who knows what, and logs that are
their owners' alone."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from dialogs.between.asking import AskedAlready, Kind, Request, State, quarter
from dialogs.between.log import Line, LoggedAlready
from dialogs.between.sharing import Share, SharedAlready
from dialogs.between.whom import Entry, Role
from dialogs.calendar.days import DAY, instant
from dialogs.people.person import Person
from storage import clock, occurrences, outbox, people, sparring
from storage.outbox import Priority, to_person
from storage.tables import (
    ColleagueHeldRow,
    ColleagueRequestRow,
    DirectoryEntryRow,
    LogEntryRow,
    MeetingRow,
    PersonRow,
    ShareRow,
)

SHARED = "between.shared"  # asks the coordinator what was told
ASKED, ANSWERED, BECAME = "between.asked", "between.answered", "between.became"
OF_A_REQUEST = (ASKED, ANSWERED, BECAME)
SHARE_TODAY = "between.share_today"  # a message, and the series that it comes by
_REMINDED_AT = time(8)  # local, on the day of the staff meeting


# --- sharing ---------------------------------------------------------------------------------


def add_share(session: Session, share: Share, now: datetime) -> int:
    """Raises SharedAlready when the same person's same line waits."""
    here = (
        ShareRow.team_id == share.team_id,
        ShareRow.person_id == share.who.id,
        ShareRow.text == share.text,
    )
    if session.scalar(select(ShareRow.id).where(*here)) is not None:
        raise SharedAlready
    values = {
        "team_id": share.team_id,
        "person_id": share.who.id,
        "text": share.text,
        "held_on": share.on,
        "at": now,
    }
    return session.scalars(insert(ShareRow).values(values).returning(ShareRow.id)).one()


def put_on(session: Session, share: Share, now: datetime, zone: ZoneInfo) -> int:
    """As `add_share`, and whoever is to know of it does: the team's start card shows it, or its
    teller is reminded on the day of the staff meeting."""
    share_id = add_share(session, share, now)
    if share.on is None:
        sparring.plan_follows(session, share.team_id, now)
    else:
        plan_staff_day(session, share_id, share.on, zone)
    return share_id


def plan_staff_day(session: Session, share_id: int, day: date, zone: ZoneInfo) -> None:
    """On the day itself, and not after it."""
    due, over = instant(day, _REMINDED_AT, zone), instant(day + DAY, time(), zone)
    occurrences.plan(session, SHARE_TODAY, share_id, day.isoformat(), due, over)


def share(session: Session, share_id: int) -> Share | None:
    """None: told, or taken back."""
    row = session.get(ShareRow, share_id)
    return _share(session, row) if row is not None else None


def shares(session: Session, team_id: int, before: datetime | None = None) -> Sequence[Share]:
    """What waits for the team's next meeting, in the order in which it was handed in; `before`:
    what was there when that meeting began."""
    query = select(ShareRow).where(ShareRow.team_id == team_id, ShareRow.held_on.is_(None))
    if before is not None:
        query = query.where(ShareRow.at < before)
    return [_share(session, row) for row in session.scalars(query.order_by(ShareRow.id))]


def move_share(session: Session, share_id: int, day: date) -> None:
    session.execute(update(ShareRow).where(ShareRow.id == share_id).values(held_on=day))


def forget_share(session: Session, share_id: int) -> None:
    session.execute(delete(ShareRow).where(ShareRow.id == share_id))


def ask_what_was_shared(
    session: Session, team_id: int, meeting_id: int, leads: Person, now: datetime
) -> None:
    """After a meeting, if anything waited for it: whoever leads ticks what was told."""
    if shares(session, team_id, before=now):
        address = to_person(leads.id)
        outbox.want(session, SHARED, f"{team_id}-{meeting_id}", address, Priority.ANSWER, now)


def waited_for(session: Session, meeting_id: int) -> Sequence[Share]:
    """What waited when that meeting ended, and has not been ticked."""
    query = select(MeetingRow.team_id, MeetingRow.closed_at).where(MeetingRow.id == meeting_id)
    found = session.execute(query).first()
    return shares(session, found.team_id, before=found.closed_at) if found else ()


def _share(session: Session, row: ShareRow) -> Share:
    return Share(
        id=row.id,
        team_id=row.team_id,
        who=people.named(session, row.team_id, row.person_id),
        text=row.text,
        on=row.held_on,
    )


# --- asking a colleague ----------------------------------------------------------------------


def add_request(session: Session, request: Request, now: datetime) -> int:
    """Raises AskedAlready while the same colleague has not answered the same asker."""
    open_ = (
        ColleagueRequestRow.asker_id == request.asker.id,
        ColleagueRequestRow.asked_id == request.asked.id,
        ColleagueRequestRow.state == State.ASKED,
    )
    if session.scalar(select(ColleagueRequestRow.id).where(*open_)) is not None:
        raise AskedAlready(request.asked)
    values = {
        "team_id": request.team_id,
        "kind": request.kind,
        "asker_id": request.asker.id,
        "asked_id": request.asked.id,
        "reason": request.reason,
        "state": request.state,
        "at": now,
    }
    row = insert(ColleagueRequestRow).values(values).returning(ColleagueRequestRow.id)
    return session.scalars(row).one()


def request(session: Session, request_id: int) -> Request | None:
    """None: it has come to an end."""
    row = session.get(ColleagueRequestRow, request_id)
    if row is None:
        return None
    return Request(
        id=row.id,
        team_id=row.team_id,
        kind=Kind(row.kind),
        asker=people.named(session, row.team_id, row.asker_id),
        asked=people.named(session, row.team_id, row.asked_id),
        reason=row.reason,
        state=State(row.state),
    )


def answer_request(session: Session, request_id: int, state: State) -> None:
    """Why they asked is read, and needed no more."""
    session.execute(
        update(ColleagueRequestRow)
        .where(ColleagueRequestRow.id == request_id)
        .values(state=state, reason=None)
    )


def forget_request(session: Session, request_id: int) -> None:
    session.execute(delete(ColleagueRequestRow).where(ColleagueRequestRow.id == request_id))
    clock.owe_wipe(session, everywhere=True)


def count_held(session: Session, team_id: int, kind: Kind, day: date) -> None:
    key = {"team_id": team_id, "quarter": quarter(day), "kind": kind}
    here = [getattr(ColleagueHeldRow, name) == value for name, value in key.items()]
    counted = session.scalar(select(ColleagueHeldRow.held).where(*here))
    if counted is None:
        session.execute(insert(ColleagueHeldRow).values(**key, held=1))
    else:
        more = {"held": ColleagueHeldRow.held + 1}
        session.execute(update(ColleagueHeldRow).where(*here).values(more))


def held(session: Session, team_id: int, day: date) -> int:
    """How often a team's people held sparring or feedback in twos, in the quarter of that day."""
    query = select(func.sum(ColleagueHeldRow.held)).where(
        ColleagueHeldRow.team_id == team_id, ColleagueHeldRow.quarter == quarter(day)
    )
    return session.scalar(query) or 0


# --- who knows -------------------------------------------------------------------------------


def add_entry(session: Session, entry: Entry) -> None:
    session.execute(insert(DirectoryEntryRow).values(**_values(entry), team_id=entry.team_id))


def save_entry(session: Session, entry: Entry) -> None:
    here = DirectoryEntryRow.id == entry.id
    session.execute(update(DirectoryEntryRow).where(here).values(_values(entry)))


def _values(entry: Entry) -> dict[str, object]:
    return {
        "role": entry.role,
        "topics": entry.topics,
        "person_id": entry.person.id if entry.person else None,
        "function": entry.function,
        "reach": entry.reach,
    }


def forget_entry(session: Session, entry_id: int) -> None:
    session.execute(delete(DirectoryEntryRow).where(DirectoryEntryRow.id == entry_id))


def entries(session: Session, team_id: int | None = None) -> Sequence[Entry]:
    """Of all teams, or of one; by their whole names, since other teams read them as well."""
    query = (
        select(DirectoryEntryRow, PersonRow.name)
        .outerjoin(PersonRow, PersonRow.id == DirectoryEntryRow.person_id)
        .order_by(DirectoryEntryRow.id)
    )
    if team_id is not None:
        query = query.where(DirectoryEntryRow.team_id == team_id)
    return [
        Entry(
            id=row.id,
            team_id=row.team_id,
            role=Role(row.role),
            topics=row.topics,
            person=Person(row.person_id, name) if row.person_id is not None else None,
            function=row.function,
            reach=row.reach,
        )
        for row, name in session.execute(query)
    ]


# --- the log ---------------------------------------------------------------------------------


def add_line(session: Session, person_id: int, text: str, now: datetime) -> None:
    """Raises LoggedAlready."""
    here = (LogEntryRow.person_id == person_id, LogEntryRow.text == text)
    if session.scalar(select(LogEntryRow.id).where(*here)) is not None:
        raise LoggedAlready
    session.execute(insert(LogEntryRow).values(person_id=person_id, text=text, at=now))


def lines(
    session: Session, person_id: int, most: int | None = None, skipped: int = 0
) -> list[Line]:
    """The newest first."""
    query = _of(person_id).offset(skipped).limit(most)
    return [Line(id=row.id, text=row.text, at=row.at) for row in session.scalars(query)]


def _of(person_id: int) -> Select[LogEntryRow]:
    return (
        select(LogEntryRow)
        .where(LogEntryRow.person_id == person_id)
        .order_by(LogEntryRow.id.desc())
    )


def count_lines(session: Session, person_id: int) -> int:
    query = select(func.count()).where(LogEntryRow.person_id == person_id)
    return session.scalar(query) or 0


def erase_line(session: Session, person_id: int, line_id: int) -> bool:
    """Whether it was there, and theirs."""
    gone = session.scalar(
        delete(LogEntryRow)
        .where(LogEntryRow.id == line_id, LogEntryRow.person_id == person_id)
        .returning(LogEntryRow.id)
    )
    if gone is not None:
        clock.owe_wipe(session, everywhere=True)
    return gone is not None
