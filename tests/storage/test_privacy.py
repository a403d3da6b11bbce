"""What time takes away, and what becomes of it; the look at what should not be there."""

from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import JSON, func, insert, select

from dialogs.privacy import periods
from dialogs.privacy.audit import Action
from dialogs.sparring.agenda import AgendaName
from storage import audit, between, clock, erasure, handbook, outbox, people, privacy, sparring
from storage.clock import Anchor
from storage.store import Store
from storage.tables import (
    AbsenceRow,
    AuditRow,
    CaseContentRow,
    CaseRow,
    ColleagueRequestRow,
    ConversationRow,
    CourseFeedbackRow,
    CourseTalkRow,
    CourseWishEventRow,
    CourseWishRow,
    DirectoryEntryRow,
    EvaluationRow,
    InboxRow,
    InvitationRow,
    LearningPointRow,
    LogEntryRow,
    MeetingRow,
    MemberRow,
    OccurrenceRow,
    OutboxRow,
    PassRow,
    PersonRow,
    PhaseRow,
    PostedRow,
    PracticeRow,
    PulseRow,
    ScheduleRow,
    SeasonApprovalRow,
    ShareRow,
    SupervisionRow,
    SwapRow,
    TeamRow,
    TermRow,
    TilsynRoundRow,
)
from storage.types import table_of
from tests.databases import databases
from tests.filled import bot, plain

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 8, 4, 1, 30, tzinfo=UTC)  # half past three in Copenhagen
NIGHT = date(2026, 8, 4)
KAREN, OLE = 11, 12
HOME = "19:home"


def ago(**amount):
    return NOW - timedelta(**amount)


def put(session, row, **values):
    table = table_of(row)
    return session.execute(insert(table).values(plain(table, **values))).inserted_primary_key[0]


@pytest.fixture
def hand_in(tmp_path):
    with bot(databases.url(tmp_path)) as work:
        work(clock.anchor, Anchor(real=NOW, domain=NOW, speed=1))
        work(begin)
        yield work


def begin(session):
    """A team of two in a chat."""
    for person_id, name in ((KAREN, "Karen Holm"), (OLE, "Ole Friis")):
        put(session, PersonRow, id=person_id, aad_id=f"aad-{name}", teams_id=name, name=name)
    put(
        session,
        TeamRow,
        id=1,
        name="Øst",
        conversation_id=HOME,
        booked=60,
        agenda=AgendaName.SHORT,
        methods=[],
        tools=[],
        closed_weeks=[],
    )
    put(session, ConversationRow, id=HOME, kind="groupChat", team_id=1)
    for person_id in (KAREN, OLE):
        put(session, MemberRow, team_id=1, person_id=person_id)


def number(session, row, *where):
    return session.scalar(select(func.count()).select_from(row).where(*where))


def night(session, *, now=NOW):
    return privacy.forget(session, now, ZONE)


# --- each period, to the day -----------------------------------------------------------------

DATED = [
    (InboxRow, "at", periods.TAKEN, {"key": "activity:1"}),
    (PassRow, "at", periods.TURN, {"team_id": 1, "person_id": OLE}),
    (SwapRow, "at", periods.ASKED, {"team_id": 1, "asker_id": OLE, "other_id": KAREN}),
    (
        OutboxRow,
        "ended_at",
        periods.SAID,
        {"kind": "sparring.turn", "state": "sent", "changed_at": NOW - 2 * periods.SAID.length},
    ),
    (OccurrenceRow, "done_at", periods.HAPPENED, {}),
    (CaseRow, "brought_at", periods.BROUGHT, {"team_id": 1, "owner_id": OLE, "state": "held"}),
    (MeetingRow, "closed_at", periods.HELD, {"team_id": 1, "state": "closed"}),
    (LearningPointRow, "at", periods.PROPOSED, {"state": "proposed", "team_id": 1}),
    (ShareRow, "at", periods.SHARED, {"team_id": 1, "person_id": OLE}),
    (
        ColleagueRequestRow,
        "at",
        periods.ASKED_COLLEAGUE,
        {"team_id": 1, "asker_id": OLE, "asked_id": KAREN},
    ),
    (LogEntryRow, "at", periods.LOGGED, {"person_id": OLE}),
]


@pytest.mark.parametrize(
    ("row", "moment", "period", "values"),
    DATED,
    ids=lambda each: getattr(each, "__tablename__", ""),
)
def test_a_row_goes_when_its_period_is_over_and_not_before(hand_in, row, moment, period, values):
    young = {moment: NOW - period.length + timedelta(seconds=1)}
    hand_in(put, row, **{**values, **young})
    assert hand_in(night)[row.__tablename__] == 0

    assert hand_in(night, now=NOW + timedelta(seconds=2))[row.__tablename__] == 1
    assert hand_in(number, row) == 0


def test_absence_goes_thirty_days_after_its_last_day(hand_in):
    for last in (date(2026, 7, 4), date(2026, 7, 5)):
        hand_in(put, AbsenceRow, person_id=OLE, first=date(2026, 7, 1), last=last)

    assert hand_in(night)["absence"] == 1
    assert hand_in(lambda s: s.scalar(select(AbsenceRow.last))) == date(2026, 7, 5)


# --- what hangs together ---------------------------------------------------------------------


def meeting(session, days, **values):
    case = put(session, CaseRow, team_id=1, owner_id=OLE, state="held", brought_at=ago(days=days))
    at = ago(days=days)
    meeting_id = put(
        session,
        MeetingRow,
        **{
            "team_id": 1, "conversation_id": HOME, "state": "closed", "case_id": case,
            "planned_at": at, "started_at": at, "closed_at": at,
            "chair_id": KAREN, "case_owner_id": OLE, **values,
        },
    )  # fmt: skip
    put(session, PhaseRow, meeting_id=meeting_id, phase="frame")
    put(session, EvaluationRow, meeting_id=meeting_id)
    put(
        session, LearningPointRow, meeting_id=meeting_id, team_id=1, author_id=OLE,
        state="approved", at=at, text=str(days),
    )  # fmt: skip
    return meeting_id


def test_who_met_is_forgotten_long_before_that_they_met(hand_in):
    hand_in(meeting, 89)
    hand_in(meeting, 91)

    gone = hand_in(night)

    found = hand_in(
        lambda s: [
            tuple(row)
            for row in s.execute(
                select(MeetingRow.chair_id, MeetingRow.case_owner_id).order_by(MeetingRow.id)
            )
        ]
    )
    assert found == [(KAREN, OLE), (None, None)]
    assert gone["meeting"] == 0


def test_a_meeting_goes_with_its_phases_and_taps_and_what_was_learned_stays(hand_in):
    hand_in(meeting, 501)

    gone = hand_in(night)

    assert (gone["meeting"], gone["meeting_phase"], gone["evaluation"]) == (1, 1, 1)
    assert hand_in(number, LearningPointRow, LearningPointRow.meeting_id.is_(None)) == 1


def test_a_meeting_that_runs_or_is_to_come_is_left_alone(hand_in):
    hand_in(meeting, 600, state="running", closed_at=None)
    hand_in(meeting, 601, state="planned", closed_at=None, started_at=None, conversation_id="b")

    gone = hand_in(night)

    assert gone["meeting"] == gone["sparring_case"] == 0
    assert hand_in(number, MeetingRow, MeetingRow.chair_id == KAREN) == 2


def test_a_case_stays_until_its_meeting_is_long_over(hand_in):
    hand_in(meeting, 200, closed_at=ago(days=89))

    assert hand_in(night)["sparring_case"] == 0
    assert hand_in(night, now=NOW + timedelta(days=2))["sparring_case"] == 1


def test_a_case_that_waited_too_long_goes_with_its_question_and_its_owner_is_told(hand_in):
    case = hand_in(
        put, CaseRow, team_id=1, owner_id=OLE, state="waiting", brought_at=ago(days=181)
    )
    hand_in(put, CaseContentRow, case_id=case, kind="question", text="Hvad overser vi?")

    gone = hand_in(night)

    assert (gone["sparring_case"], gone["case_content"]) == (1, 1)
    told = hand_in(lambda s: s.execute(select(OutboxRow.kind, OutboxRow.address)).all())
    assert [tuple(row) for row in told] == [("privacy.case_dropped", f"person:{OLE}")]


def test_the_author_is_forgotten_before_the_point(hand_in):
    for days in (364, 366):
        hand_in(
            put, LearningPointRow, author_id=OLE, team_id=1, state="proposed",
            at=ago(days=days), text=str(days),
        )  # fmt: skip

    hand_in(night)

    found = hand_in(
        lambda s: dict(s.execute(select(LearningPointRow.text, LearningPointRow.author_id)).all())
    )
    assert found == {"364": OLE, "366": None}


def test_what_did_not_become_shared_practice_goes_whatever_was_decided(hand_in):
    states = ("proposed", "clarifying", "declined", "approved", "merged")
    for state in states:
        for days in (729, 731):
            hand_in(
                put, LearningPointRow, team_id=1, state=state, at=ago(days=days),
                text=f"{state} {days}",
            )  # fmt: skip

    hand_in(night)

    left = hand_in(lambda s: set(s.scalars(select(LearningPointRow.text))))
    assert left == {f"{state} 729" for state in states} | {"approved 731", "merged 731"}


def test_who_decided_is_forgotten_with_who_wrote(hand_in):
    for days in (364, 366):
        hand_in(
            put, LearningPointRow, decided_by=KAREN, team_id=1, state="approved",
            at=ago(days=days), text=str(days),
        )  # fmt: skip

    hand_in(night)

    rows = select(LearningPointRow.text, LearningPointRow.decided_by)
    found = hand_in(lambda s: dict(s.execute(rows).all()))
    assert found == {"364": KAREN, "366": None}


def test_what_is_shared_practice_stays(hand_in):
    hand_in(put, LearningPointRow, team_id=1, state="approved", at=ago(days=3000))

    assert hand_in(night)["learning_point"] == 0


# --- chats, teams, people --------------------------------------------------------------------


def removed(session, left_at):
    session.get_one(ConversationRow, HOME).left = True
    session.get_one(ConversationRow, HOME).left_at = left_at
    outbox.want(session, "people.welcome", HOME, outbox.to_chat(HOME), 1, ago(days=400))
    put(session, PostedRow, kind="people.welcome", entity=HOME, conversation_id=HOME)
    team = replace(people.team(session, 1), weekday=1, starts_at=time(9))
    sparring.schedule(session, team, NOW, ZONE)


def test_a_chat_that_the_bot_was_removed_from_goes_and_its_team_is_nobodys(hand_in):
    hand_in(removed, ago(days=91))

    gone = hand_in(night)

    assert gone["conversation"] == gone["posted"] == 1
    assert gone["member"] == 2
    assert gone["team"] == 1
    for row in (ConversationRow, OutboxRow, PostedRow, ScheduleRow, OccurrenceRow, MemberRow):
        assert hand_in(number, row) == 0


def test_a_team_stays_for_as_long_as_something_is_its_own(hand_in):
    hand_in(removed, ago(days=91))
    hand_in(meeting, 10)

    gone = hand_in(night)

    assert (gone["member"], gone["team"]) == (2, 0)


def test_a_chat_whose_leaving_nobody_dated_is_dated_by_the_first_night(hand_in):
    hand_in(removed, None)

    assert hand_in(night)["conversation"] == 0
    assert hand_in(night, now=NOW + timedelta(days=89))["conversation"] == 0
    assert hand_in(night, now=NOW + timedelta(days=91))["conversation"] == 1


def leave(session, person_id):
    session.delete(session.get_one(MemberRow, (1, person_id)))


def test_somebody_in_no_team_is_erased_ninety_days_later(hand_in):
    hand_in(leave, OLE)
    hand_in(night)

    assert hand_in(night, now=NOW + timedelta(days=89))["person"] == 0
    assert hand_in(night, now=NOW + timedelta(days=91))["person"] == 1
    assert hand_in(number, PersonRow, PersonRow.id == KAREN) == 1
    noted = hand_in(lambda s: s.execute(select(AuditRow.action, AuditRow.by)).all())
    assert [tuple(row) for row in noted] == [(Action.MEMBER_ERASED, "")]


def test_whoever_comes_back_within_that_time_stays(hand_in):
    hand_in(leave, OLE)
    hand_in(night)
    hand_in(put, MemberRow, team_id=1, person_id=OLE)
    hand_in(night, now=NOW + timedelta(days=60))
    hand_in(leave, OLE)

    assert hand_in(night, now=NOW + timedelta(days=91))["person"] == 0
    assert hand_in(night, now=NOW + timedelta(days=182))["person"] == 1


def test_a_leader_who_is_in_no_chat_belongs_to_the_team(hand_in):
    hand_in(leave, OLE)
    hand_in(lambda s: setattr(s.get_one(TeamRow, 1), "leader_id", OLE))

    hand_in(night)

    assert hand_in(night, now=NOW + timedelta(days=400))["person"] == 0


# --- once a night ----------------------------------------------------------------------------


def test_it_is_done_once_a_night_and_told(hand_in):
    hand_in(put, InboxRow, key="activity:1", at=ago(days=31))

    assert hand_in(privacy.retain, NIGHT, NOW, ZONE) == {"inbox": 1}
    assert hand_in(privacy.retain, NIGHT, NOW, ZONE) is None
    assert hand_in(privacy.last)["retention"].found == {"inbox": 1}
    assert hand_in(clock.owed).rewrites == 1
    noted = hand_in(lambda s: s.execute(select(AuditRow.action, AuditRow.about)).all())
    assert [tuple(row) for row in noted] == [(Action.RETENTION_RUN, "night:2026-08-04")]

    assert hand_in(privacy.retain, NIGHT + timedelta(days=1), NOW, ZONE) == {}
    assert hand_in(audit.count) == 1


def test_a_clock_that_was_set_back_repeats_no_night(hand_in):
    assert hand_in(privacy.begins, privacy.LEFTOVERS, NIGHT)

    assert not hand_in(privacy.begins, privacy.LEFTOVERS, NIGHT - timedelta(days=1))


@pytest.mark.only_on("postgresql")
async def test_of_three_replicas_one_does_the_nights_work(tmp_path):
    async with AsyncExitStack() as stack:
        replicas = [Store(databases.url(tmp_path)) for _ in range(3)]
        for replica in replicas:
            await replica.start()
            stack.push_async_callback(replica.close)
        done = []
        for n in range(20):
            nights = [
                r.write(privacy.retain, NIGHT + timedelta(days=n), NOW, ZONE) for r in replicas
            ]
            done.append([await each for each in nights])

    assert [sum(each is not None for each in night) for night in done] == [1] * 20


# --- between the meetings --------------------------------------------------------------------


def test_when_a_request_is_over_no_two_messages_tell_who_asked_whom(hand_in):
    about = {"team_id": 1, "asker_id": OLE, "asked_id": KAREN}
    living = hand_in(put, ColleagueRequestRow, at=NOW, **about)
    for entity in (living, living + 1):
        for kind, person in ((between.ASKED, KAREN), (between.ANSWERED, OLE)):
            sent = {"state": "sent", "changed_at": NOW, "ended_at": NOW}
            hand_in(
                put, OutboxRow, kind=kind, entity=str(entity), address=f"person:{person}", **sent
            )
            hand_in(put, PostedRow, kind=kind, entity=str(entity), conversation_id="a")

    hand_in(night)

    def left(session):
        return {row.entity for message in (OutboxRow, PostedRow) for row in session.query(message)}

    assert hand_in(left) == {str(living)}


def test_a_message_about_a_request_that_is_still_to_be_sent_is_left_alone(hand_in):
    waits = {"state": "waiting", "changed_at": NOW, "ended_at": None}
    hand_in(put, OutboxRow, kind=between.ANSWERED, entity="9", address="person:1", **waits)

    assert hand_in(night)["outbox"] == 0


def test_whoever_stands_in_the_directory_belongs_though_in_no_team(hand_in):
    hand_in(put, PersonRow, id=13, aad_id="aad-Lone", teams_id="Lone", name="Lone Bech")
    hand_in(put, DirectoryEntryRow, team_id=1, person_id=13)

    hand_in(night)
    assert hand_in(apart, 13) is None

    hand_in(erasure.erase, 13, asked=True, now=NOW)
    assert hand_in(number, DirectoryEntryRow) == 0


def apart(session, person_id):
    return session.scalar(select(PersonRow.apart_since).where(PersonRow.id == person_id))


def test_a_team_without_a_chat_leaves_its_words_to_the_shared_language(hand_in):
    hand_in(put, TermRow, team_id=1, word="netværksmøde", state="taken")

    def leave(session):
        session.query(ConversationRow).filter_by(id=HOME).update({"left": True, "left_at": NOW})

    hand_in(leave)
    hand_in(night, now=NOW + periods.IN_CHAT.length + timedelta(days=1))

    assert hand_in(number, TermRow) == hand_in(number, TeamRow) == 1


# --- the look at what should not be there ----------------------------------------------------


def looked(hand_in):
    found: Counter = Counter()
    for table in privacy.texts():
        after = None
        while True:
            some, after = hand_in(privacy.look, table, after)
            found.update({f"{table}.{place}": count for place, count in some.items()})
            if after is None:
                break
    return found


NEEDED = {
    "department_role": {"person_id": OLE},
    "pass": {"team_id": 1, "person_id": OLE},
    "swap": {"team_id": 1, "asker_id": OLE, "other_id": OLE},
    "sparring_case": {"team_id": 1, "owner_id": OLE},
    "meeting": {"team_id": 1},
    "practice": {"team_id": 1},
    "improvement": {"team_id": 1},
    "pulse": {"team_id": 1},
    "share": {"team_id": 1, "person_id": OLE},
    "colleague_request": {"team_id": 1, "asker_id": OLE, "asked_id": KAREN},
    "colleague_held": {"team_id": 1},
    "directory_entry": {"team_id": 1},
    "log_entry": {"person_id": OLE},
    "calendar_link": {"person_id": OLE},
    "term": {"team_id": 1},
    "course_wish": {"person_id": OLE, "team_id": 1},
    "course_talk": {"person_id": OLE},
    "course_feedback": {"person_id": OLE},
    "supervision": {"team_id": 1},
    "supervision_request": {"team_id": 1, "asker_id": OLE},
    "tilsyn_plan": {"team_id": 1},
    "tilsyn_round": {"team_id": 1},
    "tilsyn_review": {"person_id": OLE},
    "tilsyn_agreement": {"team_id": 1, "person_id": OLE},
    "tilsyn_need": {"team_id": 1},
}
ABOUT = {  # a practice, or what became of it
    *("practice_event", "practice_search", "improvement", "trial", "invitation"),
}


@pytest.mark.parametrize(
    ("table", "column"), [(t, c.name) for t, columns in privacy.texts().items() for c in columns]
)
def test_a_cpr_number_is_found_in_every_column_that_holds_text(hand_in, table, column):
    row = next(m.class_ for m in privacy.Base.registry.mappers if m.local_table.name == table)
    held = table_of(row).columns[column]
    text = "ring til 010190-1234 igen"
    needed = dict(NEEDED.get(table, {}))
    if table == "guest":
        needed["conversation_id"] = hand_in(put, ConversationRow, id="19:a", kind="groupChat")
    if table == "meeting_phase":
        needed["meeting_id"] = hand_in(put, MeetingRow, team_id=1)
    if table == "supervision_theme":
        needed["supervision_id"] = hand_in(put, SupervisionRow, team_id=1)
    if table in ("tilsyn_review", "tilsyn_point"):
        needed["round_id"] = hand_in(put, TilsynRoundRow, team_id=1)
    if table == "course_sharing":
        needed["wish_id"] = hand_in(put, CourseWishRow, person_id=OLE, team_id=1)
    if table in ABOUT:
        practice = hand_in(put, PracticeRow, team_id=1, meeting_id=None)
        about = {"practice_id": practice, "team_id": 1}
        if table == "trial":
            about = {"point_id": hand_in(put, LearningPointRow, team_id=1, digest=b"1")}
        needed |= {name: each for name, each in about.items() if name in table_of(row).columns}
    if table == "course_wish_event":
        needed["wish_id"] = hand_in(put, CourseWishRow, person_id=OLE, team_id=1)
    value = {"x": [text]} if isinstance(held.type, JSON) else text

    hand_in(put, row, **{**needed, column: value})

    assert looked(hand_in) == {f"{table}.{column}:cpr": 1}


def test_answers_go_a_year_and_a_half_after_their_quarter_and_the_leaders_words_after_a_year(
    hand_in,
):
    practice = hand_in(put, PracticeRow, team_id=1, meeting_id=None)
    for quarter in ("2024-Q4", "2025-Q1", "2025-Q2", "2026-Q2"):
        hand_in(put, PulseRow, team_id=1, quarter=quarter)
    for month in ("2025-07", "2025-08", "2026-07"):
        hand_in(put, InvitationRow, team_id=1, month=month, practice_id=practice, text="Godt.")

    gone = hand_in(privacy.forget, NOW, ZONE)

    assert (gone["pulse"], gone["invitation"]) == (1, 1)


def test_wishes_go_three_budget_years_after_theirs_and_ticks_with_the_year(hand_in):
    """It is August 2026 here."""
    for year in (2022, 2023, 2027):
        wish = hand_in(put, CourseWishRow, person_id=OLE, team_id=1, year=year)
        hand_in(put, CourseWishEventRow, wish_id=wish)
    for year in (2025, 2026):
        hand_in(put, CourseTalkRow, person_id=OLE, year=year)
        hand_in(put, CourseFeedbackRow, person_id=OLE, year=year)

    gone = hand_in(privacy.forget, NOW, ZONE)

    names = ("course_wish", "course_wish_event", "course_talk", "course_feedback")
    assert [gone[name] for name in names] == [1, 1, 1, 1]


def test_of_who_goes_a_grant_leaves_what_it_cost_and_nothing_else(hand_in):
    about = {"person_id": OLE, "team_id": 1, "title": "Samtaler", "why": "Det bliver brugt."}
    granted = hand_in(put, CourseWishRow, **about, state="granted", price=900)
    hand_in(put, CourseWishRow, **about, state="wished", price=100)
    hand_in(put, CourseWishEventRow, wish_id=granted)

    hand_in(erasure.erase, OLE, asked=True, now=NOW)

    rows = hand_in(
        lambda s: [
            (r.id, r.person_id, r.price, r.title, r.why) for r in s.scalars(select(CourseWishRow))
        ]
    )
    assert rows == [(granted, None, 900, "", "")]
    assert hand_in(number, CourseWishEventRow) == 0


def test_a_decision_is_not_handed_out_before_its_leader_has_told_it(hand_in):
    about = {"person_id": OLE, "team_id": 1, "decision": "refuse", "reason": "Nej."}
    hand_in(put, CourseWishRow, **about, state="prioritised")
    hand_in(put, CourseWishRow, **about, state="refused")

    untold, told = hand_in(erasure.rows_of, OLE)["course_wish"]

    assert "decision" not in untold
    assert "reason" not in untold
    assert (told["decision"], told["reason"]) == ("refuse", "Nej.")


def test_that_a_year_was_approved_goes_a_year_and_a_half_after_it(hand_in):
    for year in (2024, 2025, 2026):
        hand_in(put, SeasonApprovalRow, year=year, person_id=OLE, seen=[])

    assert hand_in(privacy.forget, NOW, ZONE)["season_approval"] == 1
    assert hand_in(number, SeasonApprovalRow) == 2


def test_what_is_left_over_is_counted_by_place_and_sort_and_nothing_is_changed(hand_in):
    for n in range(privacy.LOOKED_AT + 5):
        text = "Barnet 010190-1234 er glad." if n % 10 == 0 else "Spørg netværket."
        hand_in(put, LearningPointRow, team_id=1, text=text, digest=bytes([n]))

    assert looked(hand_in) == {"learning_point.text:cpr": 11}
    assert hand_in(number, LearningPointRow) == privacy.LOOKED_AT + 5


def test_ids_and_hashes_are_no_cpr_numbers(hand_in):
    """Digits enough, and by chance a date."""
    hand_in(put, InboxRow, key="press:12:ab0101901234cd", outcome="taken")
    hand_in(put, InboxRow, key="activity:19:meeting_0101901234xyz@thread.v2:1785481234567")
    hand_in(
        lambda s: (
            [
                audit.note(s, Action.BACKUP_MADE, by=None, about=f"backup:{n}", now=NOW)
                for n in range(300)
            ]
            and None
        )
    )

    assert looked(hand_in) == {}


def test_erasing_keeps_every_reference_whole_when_nothing_is_known(hand_in):
    assert hand_in(erasure.erase, 999, asked=True, now=NOW) == {}


# --- shared language -------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["unsure", None])
def test_when_nobody_knows_whether_the_proposer_heard_a_word_is_nobodys(hand_in, state):
    word = {"team_id": 1, "meaning": "Familiens møde", "proposer_id": OLE}
    for state_of_word in ("taken", "declined", "proposed"):
        which = hand_in(put, TermRow, word=state_of_word, state=state_of_word, **word)
        if state:
            about = {"kind": handbook.ANSWERED, "entity": str(which), "address": f"person:{OLE}"}
            hand_in(put, OutboxRow, state=state, changed_at=NOW, ended_at=NOW, **about)

    hand_in(night)

    def left(session):
        return {row.word: row.proposer_id for row in session.scalars(select(TermRow))}

    assert hand_in(left) == {"taken": None, "proposed": OLE}


def test_a_word_waits_for_its_answer(hand_in):
    word = {"team_id": 1, "meaning": "Familiens møde", "proposer_id": OLE}
    which = hand_in(put, TermRow, word="møde", state="declined", **word)
    about = {"kind": handbook.ANSWERED, "entity": str(which), "address": f"person:{OLE}"}
    hand_in(put, OutboxRow, state="waiting", changed_at=NOW, **about)

    assert hand_in(night) == {}
    assert hand_in(number, TermRow, TermRow.proposer_id == OLE) == 1
