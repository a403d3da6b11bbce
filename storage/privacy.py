"""What time takes away, night by night, and the look at what should not be there.

The periods are `dialogs.privacy.periods`; here they meet the tables.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Row,
    String,
    and_,
    cast,
    exists,
    func,
    insert,
    not_,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.orm import Session

from dialogs.calendar.days import local_day
from dialogs.calendar.period import Period
from dialogs.handbook.glossary import TermState
from dialogs.learning.point import PointState
from dialogs.privacy import periods
from dialogs.privacy.audit import Action
from dialogs.privacy.leftovers import sorts_in
from dialogs.sparring.case import CaseState
from dialogs.tilsyn.rounds import RECURS_WITH
from storage import (
    audit,
    between,
    clock,
    erasure,
    inbox,
    letters,
    occurrences,
    outbox,
    people,
    sparring,
    supervision,
    tilsyn,
)
from storage.erasure import references, take_away
from storage.handbook import ANSWERED
from storage.outbox import Priority, to_chat, to_person
from storage.tables import (
    Base,
    CaseRow,
    ColleagueRequestRow,
    ConversationRow,
    CourseFeedbackRow,
    CourseTalkRow,
    CourseThemeRow,
    CourseWishRow,
    DepartmentRoleRow,
    DirectoryEntryRow,
    InvitationRow,
    LearningPointRow,
    LogEntryRow,
    MeetingRow,
    MemberRow,
    NightRow,
    OutboxRow,
    PassRow,
    PersonRow,
    PostedRow,
    PracticeRow,
    PulseRow,
    RoutineRoundRow,
    SeasonApprovalRow,
    ShareRow,
    SupervisionRequestRow,
    SupervisionRow,
    SupervisionThemeRow,
    SwapRow,
    TeamRow,
    TermRow,
    TilsynAgreementRow,
    TilsynNeedRow,
    TilsynPointRow,
    TilsynReviewRow,
    TilsynRoundRow,
)
from storage.types import table_of

RETENTION, LEFTOVERS = "retention", "leftovers"  # the jobs of a night
CASE_DROPPED = "privacy.case_dropped"  # the message to the owner of a case that waited too long
LOOKED_AT = 100  # rows at once: others want the processor, too
WEEKLY = (sparring.START, sparring.CLOSED_DAY, sparring.TURN)

_over = MeetingRow.state.not_in((*sparring.RUNNING, "planned"))
_held_at = func.coalesce(MeetingRow.closed_at, MeetingRow.started_at, MeetingRow.planned_at)


def live() -> dict[str, list[str]]:
    """The tables and their columns, as they are."""
    return {
        table.name: [column.name for column in table.columns]
        for table in Base.metadata.sorted_tables
    }


# --- once a night ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """The last time that a job was done."""

    night: date
    done_at: datetime
    found: Mapping[str, int]


def begins(session: Session, job: str, night: date) -> bool:
    """Whether this night's job is nobody else's yet; it is taken by asking."""
    row = session.get(NightRow, job)
    if row is None:
        values = {"job": job, "night": night, "done_at": None, "found": {}}
        session.execute(insert(NightRow).values(values))
        return True
    if row.night >= night:
        return False
    row.night = night
    session.flush()
    return True


def done(session: Session, job: str, found: Mapping[str, int], now: datetime) -> None:
    session.execute(
        update(NightRow).where(NightRow.job == job).values(done_at=now, found=dict(found))
    )


def last(session: Session) -> dict[str, Night]:
    """What came of the jobs the last time that they came to an end."""
    return {
        row.job: Night(night=row.night, done_at=row.done_at, found=row.found)
        for row in session.scalars(select(NightRow))
        if row.done_at is not None
    }


# --- retention -------------------------------------------------------------------------------


def retain(session: Session, night: date, now: datetime, zone: ZoneInfo) -> Counter[str] | None:
    """Deletes what has been kept for its time, and counts it; None: done already this night."""
    if not begins(session, RETENTION, night):
        return None
    gone = +forget(session, now, zone)
    if gone:
        about = f"night:{night.isoformat()}"
        audit.note(session, Action.RETENTION_RUN, by=None, about=about, now=now)
        clock.owe_wipe(session, everywhere=True)
    done(session, RETENTION, gone, now)
    return gone


def forget(session: Session, now: datetime, zone: ZoneInfo) -> Counter[str]:
    """Everything that has been kept for as long as `dialogs.privacy.periods` says, by table."""
    gone: Counter[str] = Counter(
        inbox=inbox.forget_before(session, now - periods.TAKEN.length),
        absence=people.forget_absences(session, (now - periods.ABSENT.length).date()),
        quiet=letters.forget_quiet(session, local_day(now, zone)),
        outbox=outbox.forget_before(
            session, now - periods.SAID.length, but=sparring.start_cards(session)
        ),
        occurrence=occurrences.forget_before(session, now - periods.HAPPENED.length),
        audit=audit.forget_before(session, now - periods.TRAILED.length),
    )
    _notice(session, now)
    for forget_some in (
        *(_turns, _cases, _meetings, _points, _terms, _periods, _between, _courses, _chats),
    ):
        gone += forget_some(session, now)
    gone += _supervision(session, now, zone)
    gone += _tilsyn(session, now, zone)
    gone += _teams(session, now, zone)
    gone += _people(session, now)
    return gone


def _notice(session: Session, now: datetime) -> None:
    """What has no date of its own is dated from the first night that it is seen."""
    undated = (
        (SwapRow, SwapRow.at, SwapRow.at.is_(None)),
        (ConversationRow, ConversationRow.left_at, ConversationRow.left),
        (PersonRow, PersonRow.apart_since, not_(_belongs())),
    )
    for row, moment, here in undated:
        session.execute(update(row).where(moment.is_(None), here).values({moment.key: now}))
    back = PersonRow.apart_since.is_not(None) & _belongs()
    session.execute(update(PersonRow).where(back).values(apart_since=None))


def _belongs() -> ColumnElement[bool]:
    """Whoever is in a team, has a role in one or in the department, or is one to ask."""
    columns = (
        MemberRow.person_id,
        DepartmentRoleRow.person_id,
        TeamRow.coordinator_id,
        TeamRow.deputy_id,
        TeamRow.leader_id,
        DirectoryEntryRow.person_id,
    )
    return or_(*(PersonRow.id.in_(select(c).where(c.is_not(None))) for c in columns))


def _turns(session: Session, now: datetime) -> Counter[str]:
    passes, swaps = table_of(PassRow), table_of(SwapRow)
    gone = take_away(session, passes, passes.c.at < now - periods.TURN.length)
    return gone + take_away(session, swaps, swaps.c.at < now - periods.ASKED.length)


def _cases(session: Session, now: datetime) -> Counter[str]:
    """One that still waited is said to its owner: nothing is dropped in silence."""
    recent = select(MeetingRow.case_id).where(
        MeetingRow.case_id.is_not(None),
        or_(not_(_over), _held_at >= now - periods.WHO_MET.length),
    )
    old = and_(CaseRow.brought_at < now - periods.BROUGHT.length, CaseRow.id.not_in(recent))
    waits = select(CaseRow.id, CaseRow.owner_id).where(old, CaseRow.state == CaseState.WAITING)
    for case_id, owner_id in session.execute(waits).all():
        address = to_person(owner_id)
        outbox.want(session, CASE_DROPPED, case_id, address, Priority.PROMPT, now)
    return take_away(session, table_of(CaseRow), old)


def _meetings(session: Session, now: datetime) -> Counter[str]:
    """First who was who in them, later the meetings."""
    meeting = table_of(MeetingRow)
    people_ = [c for c in references(table_of(PersonRow)) if c.table is meeting]
    known = or_(*(column.is_not(None) for column in people_))
    session.execute(
        update(MeetingRow)
        .where(_over, _held_at < now - periods.WHO_MET.length, known)
        .values({column.name: None for column in people_})
    )
    never = and_(MeetingRow.state == "cancelled", _held_at.is_(None))
    old = and_(_over, or_(_held_at < now - periods.HELD.length, never))
    return take_away(session, meeting, old)


def _points(session: Session, now: datetime) -> Counter[str]:
    """First who wrote and who decided, later what has not become shared practice."""
    named = or_(LearningPointRow.author_id.is_not(None), LearningPointRow.decided_by.is_not(None))
    session.execute(
        update(LearningPointRow)
        .where(LearningPointRow.at < now - periods.WROTE_IT.length, named)
        .values(author_id=None, decided_by=None)
    )
    old = and_(
        LearningPointRow.at < now - periods.PROPOSED.length,
        LearningPointRow.state.not_in((PointState.APPROVED, PointState.MERGED)),
    )
    return take_away(session, table_of(LearningPointRow), old)


def _terms(session: Session, _now: datetime) -> Counter[str]:
    """Whose word it was, and a word that was not taken, are kept until the answer has come; here
    are those of which nobody will know whether it has."""
    to_come = exists().where(
        OutboxRow.kind == ANSWERED,
        OutboxRow.entity == cast(TermRow.id, String),
        OutboxRow.ended_at.is_(None),
    )
    answered = and_(TermRow.state != TermState.PROPOSED, ~to_come)
    named = and_(TermRow.proposer_id.is_not(None), answered)
    session.execute(update(TermRow).where(named).values(proposer_id=None))
    return take_away(
        session, table_of(TermRow), and_(TermRow.state == TermState.DECLINED, answered)
    )


def _periods(session: Session, now: datetime) -> Counter[str]:
    """What is kept by quarter or month: the last one that was over so long ago, and all before.
    The keys of a kind sort as the calendar does."""
    old = table_of(RoutineRoundRow).c.day < (now - periods.ROUTINE.length).date()
    quarter = Period.quarter((now - periods.ANSWERED.length).date())
    month = Period.month((now - periods.INVITED.length).date())
    gone = take_away(session, table_of(RoutineRoundRow), old)
    gone += take_away(session, table_of(CourseThemeRow), CourseThemeRow.year < now.year - 2)
    gone += take_away(session, table_of(PulseRow), PulseRow.quarter < quarter.key)
    year = (now - periods.APPROVED.length).year
    gone += take_away(session, table_of(SeasonApprovalRow), SeasonApprovalRow.year < year)
    return gone + take_away(session, table_of(InvitationRow), InvitationRow.month < month.key)


def _between(session: Session, now: datetime) -> Counter[str]:
    """What was to be told, what somebody noted for themselves, and who asked whom: of that not
    even which two messages belonged together."""
    dated = (
        (ShareRow, ShareRow.at, periods.SHARED),
        (ColleagueRequestRow, ColleagueRequestRow.at, periods.ASKED_COLLEAGUE),
        (LogEntryRow, LogEntryRow.at, periods.LOGGED),
    )
    gone: Counter[str] = Counter()
    for row, at, period in dated:
        gone += take_away(session, table_of(row), at < now - period.length)
    asked = select(cast(ColleagueRequestRow.id, String))
    said = (
        (OutboxRow, OutboxRow.kind, OutboxRow.entity, OutboxRow.ended_at.is_not(None)),
        (PostedRow, PostedRow.kind, PostedRow.entity, true()),
    )
    for message, kind, entity, ended in said:
        over = and_(kind.in_(between.OF_A_REQUEST), entity.not_in(asked), ended)
        gone += take_away(session, table_of(message), over)
    return gone


def _courses(session: Session, now: datetime) -> Counter[str]:
    """By the budget year: the last one that was over so long ago, and all before."""
    wishes = table_of(CourseWishRow)
    gone = take_away(session, wishes, wishes.c.year < (now - periods.BUDGETED.length).year)
    for row in (CourseTalkRow, CourseFeedbackRow):
        gone += take_away(session, table_of(row), table_of(row).c.year < now.year)
    return gone


def _supervision(session: Session, now: datetime, zone: ZoneInfo) -> Counter[str]:
    """Who came is known for as long as the quarter lasts; the themes not even that."""
    this = Period.quarter(local_day(now, zone))
    session.execute(
        update(SupervisionRow)
        .where(SupervisionRow.quarter < this.key, SupervisionRow.supervisor.is_not(None))
        .values(supervisor=None)
    )
    over = select(SupervisionRow.id).where(SupervisionRow.at < now - periods.UNTIL_HELD.length)
    gone = take_away(
        session, table_of(SupervisionThemeRow), SupervisionThemeRow.supervision_id.in_(over)
    )
    asked = SupervisionRequestRow.at < now - periods.ASKED_SUPERVISION.length
    gone += take_away(session, table_of(SupervisionRequestRow), asked)
    there = {str(number) for number in session.scalars(select(SupervisionRequestRow.id))}
    for message, ended in ((OutboxRow, OutboxRow.ended_at.is_not(None)), (PostedRow, true())):
        said = and_(message.kind.in_(supervision.OF_A_REQUEST), ended)
        names = session.scalars(select(message.entity).where(said)).all()
        of_none = [name for name in names if name.partition(":")[0] not in there]
        gone += take_away(session, table_of(message), and_(said, message.entity.in_(of_none)))
    old = Period.quarter((now - periods.SUPERVISED.length).date())
    return gone + take_away(session, table_of(SupervisionRow), SupervisionRow.quarter < old.key)


def _tilsyn(session: Session, now: datetime, zone: ZoneInfo) -> Counter[str]:
    """First who was reviewed, and what came up with few; later the numbers."""
    today = local_day(now, zone)
    tilsyn.part_with_leaders(session)
    over, past, old = [], [], []
    for of in tilsyn.rounds(session):
        ended = of.period.after.first
        if of.closed or ended <= today:
            over.append(of.id)
        if ended <= today - periods.REVIEWED.length:
            past.append(of.id)
        if ended <= today - periods.COUNTED.length:
            old.append(of.id)
    few = TilsynPointRow.caseworkers < RECURS_WITH
    agreed = TilsynAgreementRow.follow_up <= today - periods.AGREED.length
    dated = (
        (TilsynPointRow, and_(TilsynPointRow.round_id.in_(over), few)),
        (TilsynReviewRow, TilsynReviewRow.round_id.in_(past)),
        (TilsynRoundRow, TilsynRoundRow.id.in_(old)),
        (TilsynAgreementRow, agreed),
        (TilsynNeedRow, TilsynNeedRow.at < now - periods.SHOWED.length),
    )
    gone: Counter[str] = Counter()
    for row, here in dated:
        gone += take_away(session, table_of(row), here)
    return gone


def _chats(session: Session, now: datetime) -> Counter[str]:
    """A chat that the bot was removed from, and what was said in it."""
    chat = table_of(ConversationRow)
    old = and_(chat.c.left, chat.c.left_at < now - periods.IN_CHAT.length)
    ids = session.scalars(select(chat.c.id).where(old)).all()
    gone: Counter[str] = Counter()
    said = (
        (OutboxRow, OutboxRow.address.in_([to_chat(chat_id) for chat_id in ids])),
        (PostedRow, PostedRow.conversation_id.in_(ids)),
        (ConversationRow, old),
    )
    for row, here in said if ids else ():
        gone += take_away(session, table_of(row), here)
    return gone


def _teams(session: Session, now: datetime, zone: ZoneInfo) -> Counter[str]:
    """A team without a chat has nobody in it and no rhythm; its name and settings stay for as
    long as something is left that is its own."""
    with_chat = select(ConversationRow.team_id).where(ConversationRow.team_id.is_not(None))
    gone: Counter[str] = Counter()
    for team_id in session.scalars(select(TeamRow.id).where(TeamRow.id.not_in(with_chat))).all():
        for series in WEEKLY:
            occurrences.withdraw(session, series, team_id, now, zone)
        session.execute(
            update(TeamRow)
            .where(TeamRow.id == team_id)
            .values(coordinator_id=None, deputy_id=None, leader_id=None, changed_by=None)
        )
        gone += take_away(session, table_of(MemberRow), MemberRow.team_id == team_id)
        if not any(_is_left(session, row.team_id == team_id) for row in _OWN):
            gone += take_away(session, table_of(TeamRow), TeamRow.id == team_id)
    return gone


_OWN = (MeetingRow, LearningPointRow, CaseRow, PracticeRow, TermRow)


def _is_left(session: Session, here: ColumnElement[bool]) -> bool:
    return session.execute(select(1).where(here).limit(1)).first() is not None


def _people(session: Session, now: datetime) -> Counter[str]:
    """Whoever has been in no team for so long is erased, as if they had asked for it."""
    _notice(session, now)
    old = PersonRow.apart_since < now - periods.IN_TEAM.length
    gone: Counter[str] = Counter()
    for person_id in session.scalars(select(PersonRow.id).where(old)).all():
        if not erasure.is_held_up(session, person_id):
            gone += erasure.erase(session, person_id, asked=False, now=now)
    return gone


# --- the look at what should not be there ----------------------------------------------------


Place = tuple[Any, ...]  # the key of the last row that was looked at


def texts() -> dict[str, list[Column[Any]]]:
    """The columns of every table that hold text; one that refers to another holds what is
    there."""
    found = {
        table.name: [
            c for c in table.columns if isinstance(c.type, (String, JSON)) and not c.foreign_keys
        ]
        for table in Base.metadata.sorted_tables
    }
    return {name: columns for name, columns in found.items() if columns}


def look(
    session: Session, table: str, after: Place | None = None
) -> tuple[Counter[str], Place | None]:
    """Looks at some rows of a table, from `after` on. Returns how many texts of each column hold
    what (`column:sort`), and where to go on; None: that was all. It changes nothing."""
    columns = texts()[table]
    keys = list(Base.metadata.tables[table].primary_key.columns)
    query = select(*keys, *columns).order_by(*keys).limit(LOOKED_AT)
    if after is not None:
        query = query.where(tuple_(*keys) > tuple_(*after))
    rows: Sequence[Row[Any]] = session.execute(query).all()
    found: Counter[str] = Counter()
    written = periods.written(table)
    for row in rows:
        for column, text in zip(columns, row[len(keys) :], strict=True):
            for sort in sorts_in(_plain(text), written=column.name in written):
                found[f"{column.name}:{sort}"] += 1
    return found, tuple(rows[-1][: len(keys)]) if len(rows) == LOOKED_AT else None


def _plain(text: Any) -> str:
    if text is None or isinstance(text, str):
        return text or ""
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    from pathlib import Path

    from dialogs.privacy.described import document

    Path("docs/data.md").write_text(document(live()), encoding="utf-8")
