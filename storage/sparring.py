"""Cases, the coming sparring, the running one, and everything said about a case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from dialogs.calendar.recurrence import Every, Lead, OnClosed, Schedule
from dialogs.people.person import GONE, Person
from dialogs.people.team import Team
from dialogs.sparring import plan as plans
from dialogs.sparring import rota
from dialogs.sparring.agenda import SHIPPED, Agenda, AgendaName, Phase, PhaseName
from dialogs.sparring.case import Case, CaseState, Kind, next_case
from dialogs.sparring.meeting import Before, Meeting, Move, Remark, Run, State, due_at
from dialogs.sparring.plan import Consent, Plan, PlanState
from storage import clock, news, occurrences, outbox, people
from storage.once import once
from storage.outbox import Priority, to_chat
from storage.tables import (
    CaseContentRow,
    CaseRow,
    EvaluationRow,
    MeetingRow,
    PassRow,
    PhaseRow,
    SwapRow,
)
from storage.types import ONLY_ONE, any_of, table_of

QUESTION = "question"
PRINCIPLE = "principle"
GUEST = "guest"
PROPOSAL = "proposal"
TIMELINE = "timeline"  # the tavle
GENOGRAM = "genogram"
PARKED = "sparring.parked"  # the message that brings a proposal
PHASE = "sparring.phase"  # the cards of a meeting
PLAN = "sparring.plan"  # the start card
RUNNING = (State.RUNNING, State.PAUSED)
# What is asked often stands ready, see storage.people.
_meeting_ = table_of(MeetingRow).c
_is_under_way = any_of(_meeting_.state, RUNNING)
_SAVE = (
    update(table_of(MeetingRow))
    .where(
        _meeting_.id == bindparam("was_id"),
        _meeting_.turn == bindparam("was_turn"),
        _meeting_.version == bindparam("was_version"),
    )
    .returning(_meeting_.id)
)
_PLACE = select(_meeting_.conversation_id).where(_meeting_.id == bindparam("meeting_id"))
_BY_ID = select(table_of(MeetingRow)).where(_meeting_.id == bindparam("meeting_id"))
_RUNNING_OF_TEAM = select(_meeting_.id).where(
    _meeting_.team_id == bindparam("team_id"), _is_under_way
)
_COLLECTING = (
    select(_meeting_.id)
    .where(
        or_(
            and_(_meeting_.team_id == bindparam("team_id"), _is_under_way),
            and_(
                _meeting_.team_id == bindparam("team_id"),
                _meeting_.write_until > bindparam("now"),
            ),
        ),
    )
    .order_by(_is_under_way.desc(), _meeting_.id.desc())
    .limit(ONLY_ONE)
)
_said, _phase = table_of(CaseContentRow).c, table_of(PhaseRow)
_SAID_OF_CASE = select(_said.text).where(
    _said.case_id == bindparam("case_id"), _said.kind == bindparam("kind")
)
_SAID_OF_MEETING = (
    select(_said.id, _said.text)
    .where(_said.meeting_id == bindparam("meeting_id"), _said.kind == bindparam("kind"))
    .order_by(_said.id)
)
_RUNS = (
    select(_phase)
    .where(_phase.c.meeting_id == bindparam("meeting_id"))
    .order_by(_phase.c.position)
)


class Moved(Exception):
    """Somebody else moved this meeting since it was loaded."""


# --- cases -----------------------------------------------------------------------------------


def add_case(
    session: Session,
    *,
    team_id: int,
    owner_id: int,
    kind: Kind,
    state: CaseState,
    question: str,
    now: datetime,
) -> int:
    values: dict[str, Any] = {
        "team_id": team_id,
        "owner_id": owner_id,
        "kind": kind,
        "state": state,
        "first": False,
        "brought_at": now,
    }
    case_id = session.scalars(insert(CaseRow).values(values).returning(CaseRow.id)).one()
    say_of_case(session, case_id, QUESTION, question)
    return case_id


def case(session: Session, case_id: int) -> Case:
    return _case(session, session.get_one(CaseRow, case_id))


def find_case(session: Session, case_id: int) -> Case | None:
    row = session.get(CaseRow, case_id)
    return _case(session, row) if row else None


def cases(session: Session, team_id: int, states: Collection[CaseState]) -> list[Case]:
    query = (
        select(CaseRow)
        .where(CaseRow.team_id == team_id, CaseRow.state.in_(states))
        .order_by(CaseRow.id)
    )
    return [_case(session, row) for row in session.scalars(query)]


def save_case(session: Session, case_id: int, **values: Any) -> None:
    session.execute(update(CaseRow).where(CaseRow.id == case_id).values(**values))


def say_of_case(session: Session, case_id: int, kind: str, text: str) -> None:
    """Puts a text of this kind in the place of the last one."""
    _forget(session, CaseContentRow.case_id == case_id, CaseContentRow.kind == kind)
    session.execute(
        insert(CaseContentRow).values(
            case_id=case_id, meeting_id=None, kind=kind, text=text, delete_by=None
        )
    )


def _forget(session: Session, *what: ColumnElement[bool]) -> None:
    """What gave way to another text is wiped as well."""
    gone = session.scalars(delete(CaseContentRow).where(*what).returning(CaseContentRow.id))
    if gone.all():
        clock.owe_wipe(session)


def expire_case(session: Session, case_id: int, at: datetime | None) -> None:
    """What is said about a case that leads to no meeting is deleted then; None: it stays."""
    session.execute(
        update(CaseContentRow).where(CaseContentRow.case_id == case_id).values(delete_by=at)
    )


def said_of_case(session: Session, case_id: int, kind: str) -> str:
    return session.scalar(_SAID_OF_CASE, {"case_id": case_id, "kind": kind}) or ""


def forget_case(session: Session, case_id: int) -> None:
    session.execute(delete(CaseContentRow).where(CaseContentRow.case_id == case_id))
    clock.owe_wipe(session)


def _case(session: Session, row: CaseRow) -> Case:
    return Case(
        id=row.id,
        team_id=row.team_id,
        owner=people.named(session, row.team_id, row.owner_id),
        kind=Kind(row.kind),
        question=said_of_case(session, row.id, QUESTION),
        state=CaseState(row.state),
        first=row.first,
        brought_at=row.brought_at,
    )


# --- what is said in a meeting ---------------------------------------------------------------


def say_of_meeting(session: Session, meeting_id: int, kind: str, text: str) -> int:
    news.changed(session, meeting_id)
    values = {"case_id": None, "meeting_id": meeting_id, "kind": kind, "text": text}
    return session.scalars(
        insert(CaseContentRow).values(values).returning(CaseContentRow.id)
    ).one()


def said_of_meeting(session: Session, meeting_id: int, kind: str) -> list[tuple[int, str]]:
    asked = {"meeting_id": meeting_id, "kind": kind}
    return [(row.id, row.text) for row in session.execute(_SAID_OF_MEETING, asked)]


def draw_in(session: Session, meeting_id: int, kind: str, text: str) -> None:
    """Puts a tavle or a genogram in the place of the last one; an empty one is none."""
    _forget(session, CaseContentRow.meeting_id == meeting_id, CaseContentRow.kind == kind)
    if text:
        say_of_meeting(session, meeting_id, kind, text)


def drawn_in(session: Session, meeting_id: int, kind: str) -> str:
    """The tavle or the genogram of a meeting, as it is written; "" for none."""
    return "".join(text for _, text in said_of_meeting(session, meeting_id, kind))


def content(session: Session, content_id: int) -> tuple[int, str] | None:
    """A text about a case with its meeting, while it exists."""
    row = session.get(CaseContentRow, content_id)
    return (row.meeting_id, row.text) if row and row.meeting_id else None


def deliver_parked(session: Session, meeting: Meeting, now: datetime) -> None:
    """To the case owner, in private, each proposal on its own and without a name."""
    if meeting.case_owner is None:
        return
    address = outbox.to_person(meeting.case_owner.id)
    for content_id, _ in said_of_meeting(session, meeting.id, PROPOSAL):
        if not outbox.was_wanted(session, PARKED, content_id):
            outbox.want(session, PARKED, content_id, address, outbox.Priority.ANSWER, now)


def forget_content(session: Session, content_id: int) -> None:
    session.execute(delete(CaseContentRow).where(CaseContentRow.id == content_id))
    clock.owe_wipe(session)


def forget_meeting(session: Session, meeting_id: int, *, proposals_until: datetime) -> None:
    """Deletes what was said; parked proposals on their way to the case owner get until then."""
    news.changed(session, meeting_id)
    session.execute(
        delete(CaseContentRow).where(
            CaseContentRow.meeting_id == meeting_id, CaseContentRow.kind != PROPOSAL
        )
    )
    session.execute(
        update(CaseContentRow)
        .where(CaseContentRow.meeting_id == meeting_id)
        .values(delete_by=proposals_until)
    )
    # The team's own topic goes as well: it tells what a sparring without a case was about.
    session.execute(update(MeetingRow).where(MeetingRow.id == meeting_id).values(topic=""))
    clock.owe_wipe(session)


def is_overdue(session: Session, now: datetime) -> bool:
    query = select(CaseContentRow.id).where(CaseContentRow.delete_by <= now).limit(1)
    return session.scalar(query) is not None


def forget_overdue(session: Session, now: datetime) -> int:
    gone = session.scalars(
        delete(CaseContentRow).where(CaseContentRow.delete_by <= now).returning(CaseContentRow.id)
    ).all()
    if gone:
        clock.owe_wipe(session)
    return len(gone)


# --- the coming sparring ---------------------------------------------------------------------


def add_plan(
    session: Session, *, team_id: int, conversation_id: str, at: datetime | None, present: int
) -> int:
    nothing = timedelta()
    values: dict[str, Any] = {
        "team_id": team_id,
        "conversation_id": conversation_id,
        "state": PlanState.PLANNED,
        "planned_at": at,
        "topic": "",
        "agenda": AgendaName.SINGLE_CASE,
        "present": present,
        "late": False,
        "spare": nothing,
        "planned_spare": nothing,
        "cap": nothing,
        "warned": False,
        "up": False,
        "hour_over": False,
        "remark_number": 0,
        "word": 0,
        "closed_by_itself": False,
        "turn": 1,
        "version": 1,
        "summed_up": False,
    }
    return session.scalars(insert(MeetingRow).values(values).returning(MeetingRow.id)).one()


def plan(session: Session, plan_id: int) -> Plan | None:
    """The sparring as it was planned; None when there is none of this id."""
    row = _row(session, plan_id)
    if row is None:
        return None
    who = _namer(session, row.team_id)
    guests = said_of_meeting(session, row.id, GUEST)
    return Plan(
        id=row.id,
        team_id=row.team_id,
        at=row.planned_at,
        state=PlanState(row.state) if row.state in set(PlanState) else PlanState.CANCELLED,
        case=case(session, row.case_id) if row.case_id else None,
        topic=row.topic,
        agenda=AgendaName(row.agenda),
        present=row.present,
        guest=guests[-1][1] if guests else "",
        consent=Consent(row.consent) if row.consent else None,
        timekeeper=who(row.timekeeper_id),
        offer=who(row.offer_id),
        stand_in=who(row.stand_in_id),
        absent_owner=who(row.absent_owner_id),
        late=row.late,
        turn=row.turn,
    )


def save_plan(session: Session, was: Plan, new: Plan) -> None:
    """Raises Moved when somebody changed it since it was loaded."""
    changed = session.scalar(
        update(MeetingRow)
        .where(
            MeetingRow.id == was.id,
            MeetingRow.turn == was.turn,
            MeetingRow.state == PlanState.PLANNED,
        )
        .values(
            state=new.state,
            case_id=new.case.id if new.case else None,
            topic=new.topic,
            agenda=new.agenda,
            present=new.present,
            consent=new.consent,
            timekeeper_id=_id(new.timekeeper),
            offer_id=_id(new.offer),
            stand_in_id=_id(new.stand_in),
            absent_owner_id=_id(new.absent_owner),
            late=new.late,
            turn=was.turn + 1,
        )
        .returning(MeetingRow.id)
    )
    if changed is None:
        raise Moved
    if new.guest != was.guest:
        _forget(session, CaseContentRow.meeting_id == was.id, CaseContentRow.kind == GUEST)
        if new.guest:
            say_of_meeting(session, was.id, GUEST, new.guest)


def planned_at(session: Session, team_id: int, at: datetime) -> int | None:
    return session.scalar(
        select(MeetingRow.id).where(MeetingRow.team_id == team_id, MeetingRow.planned_at == at)
    )


def open_plan(session: Session, team_id: int) -> int | None:
    """The newest sparring that is planned and not started."""
    query = (
        select(MeetingRow.id)
        .where(MeetingRow.team_id == team_id, MeetingRow.state == PlanState.PLANNED)
        .order_by(MeetingRow.id.desc())
    )
    return session.scalars(query).first()


def start_cards(session: Session) -> set[tuple[str, str]]:
    """The messages that something can still be started from."""
    planned = session.scalars(select(MeetingRow.id).where(MeetingRow.state == PlanState.PLANNED))
    return {(PLAN, str(plan_id)) for plan_id in planned}


def plan_follows(session: Session, team_id: int, now: datetime) -> None:
    """The team's start card, if one is up, shows what has changed."""
    plan_id = open_plan(session, team_id)
    if plan_id is not None:
        address = to_chat(place_of(session, plan_id))
        outbox.want(session, PLAN, plan_id, address, Priority.CARD, now)


def is_planned(session: Session, plan_id: int) -> bool:
    return bool(_row_of(session, plan_id).state == PlanState.PLANNED)


def team_of(session: Session, meeting_id: int) -> int | None:
    row = _row(session, meeting_id)
    return row.team_id if row else None


def place_of(session: Session, meeting_id: int) -> str:
    place: str = session.scalars(_PLACE, {"meeting_id": meeting_id}).one()
    return place


# --- the running meeting ---------------------------------------------------------------------


def begin(session: Session, meeting: Meeting) -> None:
    """A planned sparring becomes a running one."""
    news.changed(session, meeting.id)
    session.execute(
        update(MeetingRow)
        .where(MeetingRow.id == meeting.id)
        .values(
            coordinator_id=_id(meeting.coordinator),
            deputy_id=_id(meeting.deputy),
            case_owner_id=_id(meeting.case_owner),
            agenda=meeting.agenda.name,
            planned_spare=meeting.agenda.spare,
            cap=meeting.agenda.cap,
            present=meeting.present,
            started_at=meeting.started_at,
            **_columns(meeting),
        )
    )
    _save_runs(session, meeting)


def meeting(session: Session, meeting_id: int) -> Meeting | None:
    """The meeting, running or over; None when there is none, or it has not begun."""
    return once(session, ("meeting", meeting_id), lambda: _read_meeting(session, meeting_id))


def _read_meeting(session: Session, meeting_id: int) -> Meeting | None:
    row = _row(session, meeting_id)
    if row is None or row.started_at is None:
        return None
    return _meeting(session, row)


def _row(session: Session, meeting_id: int) -> Row[Any] | None:
    asked = {"meeting_id": meeting_id}
    return once(
        session,
        ("meeting row", meeting_id),
        lambda: session.execute(_BY_ID, asked).one_or_none(),
    )


def _row_of(session: Session, meeting_id: int) -> Row[Any]:
    """Raises NoResultFound."""
    row = _row(session, meeting_id)
    if row is None:
        raise NoResultFound
    return row


def save(session: Session, was: Meeting, new: Meeting) -> None:
    """Writes `new` only if the row is still as it `was`, in turn and in version."""
    news.changed(session, was.id)
    session.flush()
    held = {"was_id": was.id, "was_turn": was.turn, "was_version": was.version}
    changed = session.scalar(_SAVE, held | _columns(new))
    if changed is None:
        raise Moved
    session.expire_all()  # a row that was looked up before is to be looked up again
    if new.runs != was.runs:
        _save_runs(session, new)


def due(session: Session, now: datetime) -> Sequence[int]:
    query = select(MeetingRow.id).where(MeetingRow.due_at <= now).order_by(MeetingRow.due_at)
    return session.scalars(query).all()


def next_due(session: Session) -> datetime | None:
    return session.scalar(select(func.min(MeetingRow.due_at)))


def running(session: Session) -> Sequence[int]:
    query = select(MeetingRow.id).where(MeetingRow.due_at.is_not(None)).order_by(MeetingRow.id)
    return session.scalars(query).all()


def running_in(session: Session, conversation_id: str) -> int | None:
    return session.scalar(
        select(MeetingRow.id).where(
            MeetingRow.conversation_id == conversation_id, MeetingRow.state.in_(RUNNING)
        )
    )


def running_of_team(session: Session, team_id: int) -> int | None:
    return session.scalars(_RUNNING_OF_TEAM, {"team_id": team_id}).first()


def collecting(session: Session, team_id: int, now: datetime) -> int | None:
    """The team's meeting that still takes learning points: running, or in its window."""
    return session.scalar(_COLLECTING, {"team_id": team_id, "now": now})


def after(session: Session, meeting_id: int, **values: Any) -> None:
    """What is noted of a meeting when it is over: write_until, summed_up, note, …"""
    session.execute(update(MeetingRow).where(MeetingRow.id == meeting_id).values(**values))


def noted(session: Session, meeting_id: int, field: str) -> Any:
    return getattr(_row_of(session, meeting_id), field)


def is_principle_case(session: Session, meeting_id: int) -> bool:
    """By the case, or by the mødeform when the case went with its owner."""
    row = _row_of(session, meeting_id)
    case_row = session.get(CaseRow, row.case_id) if row.case_id is not None else None
    of_kind = case_row is not None and case_row.kind == Kind.PRINCIPLE
    return of_kind or row.agenda == AgendaName.PRINCIPLE


def evaluate(session: Session, meeting_id: int, taps: dict[str, int]) -> None:
    session.execute(insert(EvaluationRow).values(meeting_id=meeting_id, **taps))


def _meeting(session: Session, row: Row[Any]) -> Meeting:
    who = _namer(session, row.team_id)
    chair = who(row.chair_id) or GONE  # erased, or long ago
    assert row.started_at is not None  # noqa: S101
    runs = _runs(session, row.id)
    return Meeting(
        id=row.id,
        agenda=_agenda(row, runs),
        chair=chair,
        coordinator=who(row.coordinator_id),
        deputy=who(row.deputy_id),
        timekeeper=who(row.timekeeper_id),
        case_owner=who(row.case_owner_id),
        offer=who(row.offer_id),
        present=row.present,
        started_at=row.started_at,
        state=State(row.state),
        phase=PhaseName(str(row.phase)),
        furthest=PhaseName(str(row.furthest)),
        runs=runs,
        spare=row.spare,
        since=row.since,
        ends_at=row.ends_at,
        left=row.left,
        warned=row.warned,
        up=row.up,
        hour_over=row.hour_over,
        remark=Remark(row.remark) if row.remark else None,
        remark_number=row.remark_number,
        word=row.word,
        before=_before(row),
        closed_at=row.closed_at,
        closed_by_itself=row.closed_by_itself,
        turn=row.turn,
        version=row.version,
    )


def _agenda(row: Row[Any], runs: dict[PhaseName, Run]) -> Agenda:
    """The agenda as it was when the meeting began, whatever was edited since."""
    shipped = SHIPPED[AgendaName(row.agenda)]
    return Agenda(
        name=shipped.name,
        phases=tuple(
            Phase(name, run.planned)
            for name, run in runs.items()
            if name not in shipped.on_request
        ),
        spare=row.planned_spare,
        cap=row.cap,
        on_request=shipped.on_request,
    )


def _before(row: Row[Any]) -> Before | None:
    if row.before_move is None or row.before_left is None:
        return None
    return Before(Move(row.before_move), PhaseName(str(row.before_phase)), row.before_left)


def _columns(meeting: Meeting) -> dict[str, Any]:
    before = meeting.before
    return {
        "state": meeting.state,
        "chair_id": meeting.chair.id,
        "timekeeper_id": _id(meeting.timekeeper),
        "offer_id": _id(meeting.offer),
        "phase": meeting.phase,
        "furthest": meeting.furthest,
        "spare": meeting.spare,
        "since": meeting.since,
        "ends_at": meeting.ends_at,
        "left": meeting.left,
        "warned": meeting.warned,
        "up": meeting.up,
        "hour_over": meeting.hour_over,
        "remark": meeting.remark,
        "remark_number": meeting.remark_number,
        "word": meeting.word,
        "before_move": before.move if before else None,
        "before_phase": before.phase if before else None,
        "before_left": before.left if before else None,
        "closed_at": meeting.closed_at,
        "closed_by_itself": meeting.closed_by_itself,
        "turn": meeting.turn,
        "version": meeting.version,
        "due_at": due_at(meeting),
    }


def _runs(session: Session, meeting_id: int) -> dict[PhaseName, Run]:
    return {
        PhaseName(row.phase): Run(row.planned, row.box, row.held, row.over_at)
        for row in session.execute(_RUNS, {"meeting_id": meeting_id})
    }


def _save_runs(session: Session, meeting: Meeting) -> None:
    session.execute(delete(PhaseRow).where(PhaseRow.meeting_id == meeting.id))
    session.execute(
        insert(PhaseRow),
        [
            {
                "meeting_id": meeting.id,
                "phase": name,
                "position": position,
                "planned": run.planned,
                "box": run.box,
                "held": run.held,
                "over_at": run.over_at,
            }
            for position, (name, run) in enumerate(meeting.runs.items())
        ],
    )


class _Namer:
    """People by id, as their team calls them."""

    def __init__(self, session: Session, team_id: int) -> None:
        self._session = session
        self._known = people.directory(session, team_id)

    def __call__(self, person_id: int | None) -> Person | None:
        if person_id is None:
            return None
        return self._known.get(person_id) or people.person(self._session, person_id)


def _namer(session: Session, team_id: int) -> _Namer:
    return _Namer(session, team_id)


def _id(somebody: Person | None) -> int | None:
    return somebody.id if somebody else None


# --- the weekly rhythm ------------------------------------------------------------------------

START, CLOSED_DAY, TURN = "sparring.start", "sparring.closed_day", "sparring.turn"
ABSENCE = "sparring.absence"  # somebody told of days away: at once, for the coming sparring
CASE_GONE = "sparring.case_gone"  # a case is no more: at once, for the coming sparring
CAUGHT_UP_FOR = timedelta(hours=1)


def schedule(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> None:
    """The weekly rhythm of a team, from now on: start cards, the word on closed days, and the
    private reminder some working days before, which is caught up until the sparring."""
    in_force = schedules(team)
    for series in (START, CLOSED_DAY, TURN):
        if series in in_force:
            occurrences.put_in_force(session, series, team.id, in_force[series], now, zone)
        else:
            occurrences.withdraw(session, series, team.id, now, zone)


def schedules(team: Team) -> Mapping[str, Schedule]:
    """By its series; none for a team without a weekday."""
    if team.weekday is None or team.starts_at is None:
        return {}
    held = Schedule(
        every=Every.WEEK,
        weekday=team.weekday,
        at=team.starts_at,
        on_closed=OnClosed.SKIPPED,
        calendar=team.calendar,
        late=CAUGHT_UP_FOR,
    )
    closed = replace(held, on_closed=OnClosed.ONLY)
    ahead = Lead(working_days=plans.REMINDED_BEFORE, at=team.calendar.morning)
    turn = replace(held, lead=ahead, late=timedelta())
    return {START: held, CLOSED_DAY: closed, TURN: turn}


def coming(session: Session, team: Team, now: datetime, zone: ZoneInfo) -> plans.Coming:
    """The next sparring, and who brings a case to it: the first in the queue, or by the rota."""
    at = plans.next_session(team, now, zone)
    who = whose_turn(session, team, at, zone)
    return plans.Coming(at=at, who=who)


def whose_turn(session: Session, team: Team, at: datetime | None, zone: ZoneInfo) -> Person | None:
    away = away_on(session, team.id, at, zone)
    waiting = cases(session, team.id, [CaseState.WAITING])
    if (first := next_case(waiting, away)) is not None:
        return first.owner
    order = people.order(session, team.id)
    next_id = rota.following(order, away | (passed(session, team.id, at) if at else set()))
    return people.named(session, team.id, next_id) if next_id is not None else None


def away_on(session: Session, team_id: int, at: datetime | None, zone: ZoneInfo) -> set[int]:
    if at is None:
        return set()
    members = people.order(session, team_id)
    return people.absent_on(session, members, at.astimezone(zone).date())


# --- turns -----------------------------------------------------------------------------------


def add_pass(session: Session, team_id: int, person_id: int, at: datetime) -> None:
    if session.get(PassRow, (team_id, person_id, at)) is None:
        session.execute(insert(PassRow).values(team_id=team_id, person_id=person_id, at=at))


def passed(session: Session, team_id: int, at: datetime) -> set[int]:
    query = select(PassRow.person_id).where(PassRow.team_id == team_id, PassRow.at == at)
    return set(session.scalars(query))


def passes(session: Session, team_id: int, after: datetime) -> Mapping[datetime, set[int]]:
    """Who said "not this time", by the sparring that they said it of."""
    query = select(PassRow).where(PassRow.team_id == team_id, PassRow.at > after)
    found: dict[datetime, set[int]] = {}
    for row in session.scalars(query):
        found.setdefault(row.at, set()).add(row.person_id)
    return found


def add_swap(session: Session, team_id: int, asker_id: int, other_id: int, now: datetime) -> int:
    values = {"team_id": team_id, "asker_id": asker_id, "other_id": other_id, "at": now}
    return session.scalars(insert(SwapRow).values(values).returning(SwapRow.id)).one()


def swap(session: Session, swap_id: int) -> tuple[int, int, int, str | None] | None:
    """Team, who asked, who was asked, and the answer."""
    row = session.get(SwapRow, swap_id)
    return (row.team_id, row.asker_id, row.other_id, row.answer) if row else None


def answer_swap(session: Session, swap_id: int, answer: str) -> None:
    session.execute(update(SwapRow).where(SwapRow.id == swap_id).values(answer=answer))
