"""Somebody's rows: which they are, by the tables themselves; to hand them out, and to erase them.

A column that refers to somebody and may be empty is emptied; a row that cannot be without them
goes, with what cannot be without it. So a table that is added is handed out and erased as well.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, or_, select, tuple_, update
from sqlalchemy.orm import Session

from dialogs.privacy.audit import Action
from storage import audit, clock, courses, index, learning, occurrences, people, sparring
from storage.outbox import to_chat, to_person
from storage.sparring import RUNNING
from storage.tables import (
    AuditRow,
    Base,
    CaseRow,
    ConversationRow,
    CourseWishRow,
    InboxRow,
    LearningPointRow,
    MeetingRow,
    OccurrenceRow,
    OutboxRow,
    PersonRow,
    PostedRow,
    PracticeRow,
    TeamRow,
)
from storage.types import table_of

ERASE = "privacy.erase"  # the series: at once, when somebody has asked for it
CHUNK = 500  # keys in one statement
# They may be empty, and yet nothing is to be kept without what they refer to.
GOES_WITH = frozenset(
    {
        "conversation.person_id",
        "case_content.case_id",
        "case_content.meeting_id",
        "directory_entry.person_id",
        "routine_round.about_id",
        "course_wish.person_id",
        "improvement.practice_id",
    }
)
MINE = "privacy.mine"  # the message that shows somebody what is held on them
ABOUT_SOMEBODY = ("people.unreached", MINE)  # kinds of messages named by a person's id

_ROLES = (TeamRow.coordinator_id, TeamRow.deputy_id, TeamRow.leader_id)

Rows = dict[str, list[dict[str, Any]]]


def references(to: Table) -> list[Column[Any]]:
    """The columns of any table that refer to this one."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is to for key in column.foreign_keys)
    ]


def _goes_with(column: Column[Any]) -> bool:
    return not column.nullable or f"{column.table.name}.{column.name}" in GOES_WITH


# --- handing out -----------------------------------------------------------------------------


def rows_of(session: Session, person_id: int) -> Rows:
    """Every row that is somebody's own or names them. Where a row names others as well, their
    columns are left out: they are theirs."""
    person = table_of(PersonRow)
    found: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
    for table, here in _where_named(session, person_id):
        others = {column.name for column in references(person) if column.table is table}
        for row in session.execute(select(table).where(here)).mappings():
            key = tuple(row[column.name] for column in table.primary_key.columns)
            own = {n: v for n, v in row.items() if n not in others or v in (None, person_id)}
            if table is table_of(CourseWishRow):
                own = courses.as_told(own)
            found.setdefault(table.name, {})[key] = own
    return {name: list(rows.values()) for name, rows in found.items()}


def _where_named(session: Session, person_id: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    person = table_of(PersonRow)
    yield person, person.c.id == person_id
    for column in references(person):
        yield column.table, column == person_id
        if _goes_with(column):
            yield from _goes_along(column.table, column == person_id)
    yield from _by_name(session, person_id)
    pseudonym = session.scalar(select(PersonRow.pseudonym).where(PersonRow.id == person_id))
    if pseudonym is not None:
        about = audit.PERSON + pseudonym
        yield table_of(AuditRow), or_(AuditRow.by == pseudonym, AuditRow.about.endswith(about))


def _goes_along(
    table: Table, here: ColumnElement[bool]
) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    if "id" not in table.columns:
        return
    for column in references(table):
        if _goes_with(column):
            yield column.table, column.in_(select(table.c.id).where(here))


def _by_name(session: Session, person_id: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Where somebody is not referred to, but is part of a name: of a chat, a key, a message."""
    chats = session.scalars(
        select(ConversationRow.id).where(ConversationRow.person_id == person_id)
    ).all()
    theirs = str(person_id)
    addresses = [to_person(person_id), *map(to_chat, chats)]
    yield (
        table_of(OutboxRow),
        or_(
            OutboxRow.address.in_(addresses),
            and_(OutboxRow.kind.in_(ABOUT_SOMEBODY), OutboxRow.entity == theirs),
        ),
    )
    yield (
        table_of(PostedRow),
        or_(
            PostedRow.conversation_id.in_(chats),
            and_(PostedRow.kind.in_(ABOUT_SOMEBODY), PostedRow.entity == theirs),
        ),
    )
    evaluated = and_(InboxRow.key.startswith("evaluation:"), InboxRow.key.endswith(f":{theirs}"))
    fetched = InboxRow.key.startswith(f"file:{person_id}:")
    yield table_of(InboxRow), or_(evaluated, fetched)
    yield (
        table_of(OccurrenceRow),
        and_(OccurrenceRow.series == ERASE, OccurrenceRow.entity == theirs),
    )


# --- erasing ---------------------------------------------------------------------------------


def is_held_up(session: Session, person_id: int) -> bool:
    """Somebody leads a sparring that runs, or it is about their case: it must end first."""
    query = select(MeetingRow.id).where(
        MeetingRow.state.in_(RUNNING),
        or_(MeetingRow.chair_id == person_id, MeetingRow.case_owner_id == person_id),
    )
    return session.scalars(query).first() is not None


def erase(session: Session, person_id: int, *, asked: bool, now: datetime) -> Mapping[str, int]:
    """Takes somebody out of everything, and returns how many rows of each table went. `asked`: by
    themselves; else their time has passed.

    What they led or brought goes on without them: the teams hear that a role is free, and the
    coming sparring follows.
    """
    if session.get(PersonRow, person_id) is None:
        return {}
    about = f"{audit.PERSON}{person_id}"
    by = person_id if asked else None
    audit.note(session, Action.MEMBER_ERASED, by=by, about=about, now=now)
    led = _teams_where(session, or_(*(role == person_id for role in _ROLES)))
    brought = session.scalars(select(CaseRow.team_id).where(CaseRow.owner_id == person_id)).all()
    gone = Counter({table_of(LearningPointRow).name: learning.forget_homeless(session, person_id)})
    courses.part_with(session, person_id, now)
    for table, here in list(_by_name(session, person_id)):
        gone += take_away(session, table, here)
    gone += take_away(session, table_of(PersonRow), table_of(PersonRow).c.id == person_id)
    for team_id in led:
        people.say_settings(session, team_id, now)
    for team_id in set(brought):
        occurrences.plan(session, sparring.CASE_GONE, team_id, now.isoformat(), now)
    clock.owe_wipe(session, everywhere=True)
    return gone


def take_away(session: Session, table: Table, here: ColumnElement[bool]) -> Counter[str]:
    """Deletes rows and what cannot be without them; elsewhere their mention is emptied."""
    keys = list(table.primary_key.columns)
    found = session.execute(select(*keys).where(here)).all()
    gone: Counter[str] = Counter()
    for n in range(0, len(found), CHUNK):
        part = found[n : n + CHUNK]
        these = tuple_(*keys).in_(part) if len(keys) > 1 else keys[0].in_([key for (key,) in part])
        if table is table_of(PracticeRow):
            index.forget(session, [row[0] for row in part])
        for column in references(table):
            theirs = column.in_([row[0] for row in part])
            if _goes_with(column):
                gone += take_away(session, column.table, theirs)
            else:
                emptied = {column.name: None}
                session.execute(update(column.table).where(theirs).values(emptied))
        session.execute(delete(table).where(these))
    gone[table.name] += len(found)
    return gone


def _teams_where(session: Session, here: ColumnElement[bool]) -> list[int]:
    """Where somebody leads; who changed the settings last is no longer what the team is told."""
    ids = list(session.scalars(select(TeamRow.id).where(here).order_by(TeamRow.id)))
    session.execute(update(TeamRow).where(TeamRow.id.in_(ids)).values(changed_by=None))
    return ids
