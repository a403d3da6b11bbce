"""What the machine knows for itself: what people were promised, and what was there before. It
holds the database and the chats against that, and trusts the bot in nothing.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, or_, select
from sqlalchemy.orm import Session

from bot.rehearsal.connector import Chat, Message, Teams
from bot.rehearsal.shown import actions
from bot.sparring import messages
from bot.sparring.names import slot
from dialogs.people.person import Person
from dialogs.privacy.periods import BROUGHT, SAID
from dialogs.sparring import meeting as rules
from dialogs.sparring.agenda import PhaseName
from dialogs.sparring.case import CaseState
from dialogs.sparring.meeting import Meeting, MeetingRefused, Remark
from storage import people, sparring
from storage.outbox import LETTER, Stage
from storage.privacy import CASE_DROPPED
from storage.sparring import CLOSED_DAY, GUEST, PARKED, PROPOSAL, QUESTION, START
from storage.tables import (
    CaseContentRow,
    CaseRow,
    ClockRow,
    LearningPointRow,
    MeetingRow,
    OccurrenceRow,
    OutboxRow,
    PostedRow,
    TeamRow,
)
from tests.chaos.machine_bots import Sent

ZONE = ZoneInfo("Europe/Copenhagen")
TEAM = 1
OPEN = ("running", "paused")
ENDED = {Stage.SENT, Stage.UNSURE, Stage.DEAD, Stage.DROPPED}
LISTED = {Stage.UNSURE, Stage.DEAD, Stage.WAITING, Stage.SENDING}  # in `status`
CHECKED_BACK = timedelta(days=300)  # occurrences are forgotten after 500
WEEK = timedelta(days=7)
Row = Any


class Broken(AssertionError):
    """Something that must never be."""


def must(holds: object, what: str) -> None:
    if not holds:
        raise Broken(what)


# --- what is in the database -----------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The database at one moment."""

    plans: dict[int, Row]  # every sparring: planned, running, over
    meetings: dict[int, Meeting]  # those that run, and those that ran when last looked at
    cases: dict[int, Row]
    contents: Sequence[Row]
    points: Counter[str]
    occurrences: dict[int, Row]
    outbox: dict[tuple[str, str], Row]  # what waits, and what brings proposals; or everything
    team: Row
    members: Collection[int]
    wipes: int

    @property
    def running(self) -> Meeting | None:
        return next((each for each in self.meetings.values() if each.is_open), None)


def look(engine: Engine, were_open: Collection[int] = (), *, at_everything: bool = False) -> Seen:
    with Session(engine, expire_on_commit=False) as session:
        columns = MeetingRow.id, MeetingRow.state, MeetingRow.conversation_id
        plans = {row.id: row for row in session.execute(select(*columns))}
        wanted = {row.id for row in plans.values() if row.state in OPEN} | set(were_open)
        meetings = {which: sparring.meeting(session, which) for which in sorted(wanted)}
        happen = (
            OccurrenceRow.id,
            OccurrenceRow.series,
            OccurrenceRow.due_at,
            OccurrenceRow.done_at,
        )
        out = select(
            *(OutboxRow.kind, OutboxRow.entity, OutboxRow.state, OutboxRow.shown),
            *(OutboxRow.due_at, OutboxRow.held_until, OutboxRow.letter, OutboxRow.ended_at),
        )
        if not at_everything:
            told = OutboxRow.kind.in_((PARKED, CASE_DROPPED))
            out = out.where(or_(OutboxRow.due_at.is_not(None), told))
        return Seen(
            plans=plans,
            meetings={which: each for which, each in meetings.items() if each is not None},
            cases={
                row.id: row
                for row in session.execute(
                    select(CaseRow.id, CaseRow.state, CaseRow.owner_id, CaseRow.brought_at)
                )
            },
            contents=session.execute(select(CaseContentRow.__table__)).all(),
            points=Counter(session.scalars(select(LearningPointRow.text))),
            occurrences={row.id: row for row in session.execute(select(*happen))},
            outbox={(row.kind, row.entity): row for row in session.execute(out)},
            team=session.execute(select(TeamRow.weekday, TeamRow.starts_at)).one(),
            members=set(people.order(session, TEAM)),
            wipes=session.scalar(select(ClockRow.wipes_owed)) or 0,
        )


# --- what may become of a meeting ------------------------------------------------------------

MOVES = {
    "sparring.next": rules.next_phase,
    "sparring.extend": rules.extend,
    "sparring.pause": rules.pause,
    "sparring.resume": rules.resume,
    "sparring.undo": rules.undo,
    "sparring.close": rules.close,
    "sparring.postpone": rules.postpone,
}
CHAIR_ONLY = ("sparring.close", "sparring.postpone", "sparring.give_back")
OF_LEADERS = (*MOVES, "sparring.reflect", "sparring.give_back")


def after(
    was: Meeting, verb: str, who: Person, now: datetime, turn: int | None, agrees_to: str = ""
) -> Meeting:
    """The meeting after somebody did something to it; the same, if a rule refuses."""
    try:
        if verb in OF_LEADERS:
            leads = (was.chair,) if verb in CHAIR_ONLY else (was.chair, was.timekeeper)
            if who not in leads:
                return was
            rules.on_turn(was, turn)
        return _after(was, verb, who, now, agrees_to)
    except MeetingRefused:
        return was


def _after(was: Meeting, verb: str, who: Person, now: datetime, agrees_to: str) -> Meeting:
    match verb:
        case "sparring.reflect":
            return rules.back_to_reflection(was, was.version)[0]
        case "sparring.give_back":
            return rules.give_back(was)[0]
        case "sparring.take_over":
            return rules.take_over(was, who)[0]
        case "sparring.agree":
            stands = was.offer is not None and str(was.offer.id) == agrees_to
            return rules.agree(was, who)[0] if stands else was
        case "sparring.proposals":
            asks = who in (was.case_owner, was.chair)
            return rules.ask_for_proposals(was)[0] if asks else was
        case verb if verb in MOVES:
            return MOVES[verb](was, now)[0]
    return was


def is_sound(meeting: Meeting) -> None:
    """What holds of every meeting, however it came there."""
    must(not meeting.is_open or meeting.granted <= meeting.agenda.cap, "more than the cap granted")
    must(meeting.spare >= timedelta(), "spare time below nothing")
    closing = meeting.runs[PhaseName.CLOSING].box
    must(closing >= timedelta(minutes=3), "a closing under three minutes")
    boxes = [run.box for run in meeting.runs.values()]
    must(min(boxes) >= timedelta(minutes=1), "a phase under one minute")
    must(not meeting.is_open or (meeting.ends_at is None) != (meeting.left is None), "two times")


def is_a_step(was: Meeting, new: Meeting) -> None:
    """What holds of every two looks at a meeting, whatever happened between them."""
    must(new.turn >= was.turn, "a turn taken back")
    must(new.version >= was.version, "a version taken back")
    if new.turn == was.turn:
        kept = new.phase is was.phase and new.state is was.state
        must(kept, "another phase or state within one turn")
    must(was.is_open or not new.is_open, "a meeting that was over runs again")
    names = list(new.runs)
    moved = names.index(new.phase) - names.index(was.phase)
    must(moved <= 1 or new.hour_over or new.turn - was.turn > 1, "a phase left out")


def fits(new: Meeting, expected: Meeting, *, was_away: bool) -> bool:
    """The same; after a start it may say that the bot has been away, which is one version more."""
    if not was_away:
        return new == expected
    told = replace(
        expected, remark=new.remark, remark_number=new.remark_number, version=new.version
    )
    return new == told and (new.remark in (expected.remark, Remark.AWAY))


# --- what people were promised ---------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Promise:
    """A text that somebody handed in. `kept`: it was acknowledged; else it may be there or not."""

    text: str
    by: str
    kept: bool = False
    id: int | None = None  # of the case, or of the proposal, when it was first seen
    over: bool = False  # a case whose question is forgotten
    last: Row | None = None  # the case, or the message of the proposal, as it was last seen
    gone: bool = False  # it had waited for its time


@dataclass(kw_only=True)
class Model:
    teams: Teams
    points: dict[str, Promise] = field(default_factory=dict)
    cases: dict[str, Promise] = field(default_factory=dict)
    proposals: dict[str, Promise] = field(default_factory=dict)
    guests: set[str] = field(default_factory=set)
    settled: dict[int, datetime] = field(default_factory=dict)  # occurrence → when
    rhythm: tuple[Any, Any] = (None, None)
    since: datetime | None = None  # that rhythm is known to be in force
    read: Counter[str] = field(default_factory=Counter)  # messages, by private chat
    brought: Counter[str] = field(default_factory=Counter)  # proposals
    ticked: datetime | None = None  # the latest time at which a bot has looked
    kept_until: datetime | None = None  # the same since the rhythm is as it is: clocks go back
    said_before: dict[tuple[str, str], int] = field(default_factory=dict)  # row → what it showed

    @property
    def group(self) -> Chat:
        return next(chat for chat in self.teams.chats.values() if chat.kind != "personal")

    # --- after every step ---

    def check(self, seen: Seen, now: datetime) -> None:
        self._points(seen)
        self._cases(seen)
        self._proposals(seen)
        self._forgotten(seen)
        self._occurrences(seen, now)
        here = Counter(row.conversation_id for row in seen.plans.values() if row.state in OPEN)
        must(all(number == 1 for number in here.values()), "two meetings run in one chat")
        for meeting in seen.meetings.values():
            is_sound(meeting)

    def _points(self, seen: Seen) -> None:
        for point in self.points.values():
            number = seen.points[point.text]
            must(number <= 1, "a learning point twice")
            must(number or not point.kept, "a learning point lost")
        must(seen.points.keys() <= self.points.keys(), "a learning point that nobody wrote")

    def _cases(self, seen: Seen) -> None:
        questions = [row for row in seen.contents if row.kind == QUESTION]
        for row in questions:
            case = self.cases.get(row.text)
            must(case is not None, "a question that nobody put")
            assert case is not None
            must(case.id in (None, row.case_id), "a case twice")
            case.id = row.case_id
        asked = Counter(row.case_id for row in questions)
        for case in self.cases.values():
            must(case.id is not None or not case.kept, "a case lost")
            if case.id is None or case.gone:
                continue
            if case.id not in seen.cases:
                self._is_let_go(case, seen)
                continue
            case.last = seen.cases[case.id]
            state = case.last.state
            if state in (CaseState.HELD, CaseState.WITHDRAWN):
                case.over = True
                must(not asked[case.id], f"the question of a case that is {state}")
            elif not case.over:
                must(asked[case.id] == 1, "a case without its question")
        known = {case.id for case in self.cases.values()}
        must(seen.cases.keys() <= known, "a case that nobody brought")

    def _no_longer_said(self, row: Row | None) -> bool:
        """What became of a message is forgotten after a while."""
        return (
            row is not None
            and row.ended_at is not None
            and self.ticked is not None
            and row.ended_at < self.ticked - SAID.length
        )

    def _is_let_go(self, case: Promise, seen: Seen) -> None:
        """After half a year a case is forgotten, and whoever still waited with it hears so."""
        must(case.last is not None and self.ticked is not None, "a case lost")
        assert case.last is not None
        assert self.ticked is not None
        must(case.last.brought_at < self.ticked - BROUGHT.length, "a case lost")
        told = (CASE_DROPPED, str(case.id)) in seen.outbox
        must(told or case.last.state != CaseState.WAITING, "a case dropped in silence")
        case.gone = True

    def _proposals(self, seen: Seen) -> None:
        there = {row.id for row in seen.contents}
        for row in seen.contents:
            if row.kind == PROPOSAL:
                proposal = self.proposals.get(row.text)
                must(proposal is not None, "a proposal that nobody parked")
                assert proposal is not None
                must(proposal.id in (None, row.id), "a proposal twice")
                proposal.id = row.id
        said = self._private()
        for proposal in self.proposals.values():
            must(said[proposal.text] <= 1, "a proposal brought twice")
            must(proposal.id is not None or not proposal.kept, "a proposal lost")
            if proposal.id is None or proposal.id in there or said[proposal.text]:
                continue
            row = seen.outbox.get((PARKED, str(proposal.id)))
            listed = self._no_longer_said(proposal.last) if row is None else row.state in LISTED
            must(listed, f"a proposal deleted before anybody had it: {row and row.state}")
            proposal.last = row or proposal.last

    def _private(self) -> Counter[str]:
        """How often each proposal stands in private; a message that brings one never changes."""
        for chat in self.teams.chats.values():
            if chat.kind == "personal":
                fresh = list(chat.posted.values())[self.read[chat.id] :]
                self.read[chat.id] += len(fresh)
                whole = "\n".join(text for message in fresh for text in message.texts)
                self.brought.update(
                    {text: whole.count(text) for text in self.proposals if text in whole}
                )
        return self.brought

    def _forgotten(self, seen: Seen) -> None:
        """Case content does not outlive its meeting; proposals by a quarter of an hour."""
        for row in seen.contents:
            if row.meeting_id is None:
                continue
            is_over = seen.plans[row.meeting_id].state not in ("planned", *OPEN)
            if row.kind == PROPOSAL:
                due = is_over and row.delete_by is not None
                must(not is_over or due, "a proposal that is never deleted")
                late = due and self.ticked is not None and row.delete_by <= self.ticked
                must(not late, "a proposal kept for too long")
            else:
                must(row.kind == GUEST and not is_over, "content of a meeting that is over")

    def _occurrences(self, seen: Seen, now: datetime) -> None:
        for which, when in self.settled.items():
            row = seen.occurrences.get(which)
            must(row is None or row.done_at == when, "an occurrence settled twice")
        self.settled = {
            row.id: row.done_at for row in seen.occurrences.values() if row.done_at is not None
        }
        rhythm = (seen.team.weekday, seen.team.starts_at)
        if rhythm != self.rhythm:
            self.rhythm = rhythm
            self.put_anew(now)

    def put_anew(self, now: datetime) -> None:
        """The settings were handed in, or may have been: from now on by what they say."""
        self.since, self.kept_until = now, None

    def looked(self, now: datetime) -> None:
        """A bot has seen what is due."""
        self.ticked = max(now, self.ticked or now)
        self.kept_until = max(now, self.kept_until or now)

    # --- when everything has settled ---

    def check_at_rest(
        self, seen: Seen, now: datetime, engine: Engine, sent: dict[str, Sent]
    ) -> None:
        for row in seen.outbox.values():
            ended = row.due_at is None and row.state in ENDED
            waits = row.state == Stage.HELD and row.held_until is not None and row.held_until > now
            must(ended or waits, f"never at rest at {now}: {row}")
        must(not seen.wipes, "a wipe that is owed")
        must(not [row for row in seen.contents if row.kind == PROPOSAL and row.delete_by], "kept")
        rows = seen.occurrences.values()
        overdue = [row for row in rows if row.done_at is None and row.due_at <= now]
        must(not overdue, f"an occurrence neither done nor missed: {overdue[:1]}")
        self._every_week(seen)
        self._effects(seen, sent)
        self._cards(seen, now, engine)

    def _every_week(self, seen: Seen) -> None:
        """Reckoned anew from weekday and time: each week has its sparring, or the word on it. Put
        off to later on the same day, it is not had again."""
        weekday, starts_at = self.rhythm
        if weekday is None or self.since is None or self.kept_until is None:
            return
        there = Counter(
            row.due_at.astimezone(ZONE).date()
            for row in seen.occurrences.values()
            if row.series in (START, CLOSED_DAY) and row.done_at is not None
        )
        since = max(self.since, self.kept_until - CHECKED_BACK)
        day = since.astimezone(ZONE).date()
        day += timedelta(days=(weekday - day.weekday()) % 7)
        while (
            at := datetime.combine(day, time.fromisoformat(starts_at), ZONE)
        ) <= self.kept_until:
            if at > since:
                must(there[day] == 1, f"{there[day]} occurrences on {day}")
            day += WEEK

    def _effects(self, seen: Seen, sent: dict[str, Sent]) -> None:
        """What Teams has accepted, by row and by the state of the row that it showed."""
        shown: dict[tuple[str, str], set[int]] = {}
        whole: Counter[tuple[str, str, int]] = Counter()
        for request in self.teams.ledger:
            each = sent.get(str(request.authorization))
            if each is not None and each.whole and request.accepted:
                shown.setdefault((each.kind, each.entity), set()).add(each.wanted)
                if each.post and each.kind != "people.roster":
                    whole[each.kind, each.entity, each.wanted] += 1
        for key, row in seen.outbox.items():
            if row.state == Stage.SENT and row.shown != self.said_before.get(key):
                carried = row.letter is not None and (LETTER, row.letter) in shown
                stands = carried or row.shown in shown.get(key, ())
                must(stands, f"{row.kind} is sent, and nobody has seen it")
            must(
                row.state != Stage.DROPPED or row.kind != PARKED or key in shown, "parked, dropped"
            )
        for (kind, entity, wanted), number in whole.items():
            tries = [
                each
                for each in sent.values()
                if (each.kind, each.entity, each.wanted, each.post) == (kind, entity, wanted, True)
            ]
            doubts = sum(each.is_doubt for each in tries)
            most = 1 + min(doubts, 1) if tries[0].has_buttons else 1
            must(number <= most, f"{kind} came {number} times, with {doubts} doubts: {tries}")

    def _cards(self, seen: Seen, now: datetime, engine: Engine) -> None:
        live = self._with_verb("sparring.next", "sparring.close")
        must(len(live) <= 1, "two live cards")
        must(len(self._with_verb("sparring.start")) <= 1, "two start cards")
        if seen.running is None:
            must(not live, "a live card of a meeting that is over")
        else:
            self._shows(seen, seen.running, now, engine)
        group = "\n".join(self.group.shown)
        for case in self.cases.values():
            state = case.last.state if case.last is not None else ""
            over = state in (CaseState.HELD, CaseState.WITHDRAWN)
            must(not over or case.text not in group, f"the question of a {state} case on a card")

    def _with_verb(self, *verbs: str) -> list[Message]:
        return [
            message
            for message in self.group.messages
            if not message.deleted
            for card in message.present.cards
            if any(action.get("verb") in verbs for action in actions(card))
        ]

    def _shows(self, seen: Seen, meeting: Meeting, now: datetime, engine: Engine) -> None:
        entity = slot(meeting.id, meeting.furthest)
        if seen.outbox["sparring.phase", entity].state == Stage.DEAD:
            return  # it is gone from the chat for the second time, and listed
        with Session(engine) as session:
            built = messages.phase(session, entity, now, ZONE)
            row = session.get(PostedRow, ("sparring.phase", entity))
        stands = self.group.posted.get(row.activity_id if row else "")
        must(stands is not None and not stands.deleted, "a running meeting without a card")
        assert stands is not None
        expected = getattr(built, "message").card  # noqa: B009 - None is a failure as well
        must(_plain(stands.card) == _plain(expected), "the live card shows something else")


def _plain(card: Any) -> Any:
    """As JSON brings it; how long points are taken depends on the day on which one asks."""
    match card:
        case dict():
            return {key: _plain(value) for key, value in card.items() if value is not None}
        case list() | tuple():
            return [_plain(each) for each in card]
        case str() if card.startswith("Du kan nå det indtil"):
            return ""
    return card


def forgotten_texts(model: Model, seen: Seen) -> list[str]:
    """What must stand nowhere in the files."""
    there = {row.text for row in seen.contents}
    promised = [*model.cases, *model.proposals, *model.guests]
    return [text for text in promised if text not in there]
