"""Every table. What a row means is said here; what may happen to it, in dialogs/."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.types import BY_BYTES, Base, partial_index

__all__ = ["Base"]


class PersonRow(Base):
    """Somebody in the directory who has been met in a chat of the bot's."""

    __tablename__ = "person"
    # An id is never used again: whoever comes back after being erased is somebody new.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    aad_id: Mapped[str] = mapped_column(unique=True)
    teams_id: Mapped[str]  # Teams' id of this person for this bot
    name: Mapped[str]
    unreachable_since: Mapped[datetime | None]  # the personal app is not installed
    pseudonym: Mapped[str | None] = mapped_column(unique=True)  # in the audit trail, and links
    apart_since: Mapped[datetime | None]  # in no team, and without a role, since


class TeamRow(Base):
    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    conversation_id: Mapped[str]  # where its meetings are posted
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    weekday: Mapped[int | None]
    starts_at: Mapped[str | None]  # local, "09:00"
    booked: Mapped[int]  # minutes
    agenda: Mapped[str]
    edits: Mapped[dict[str, dict[str, int]]] = mapped_column(JSON)  # the leader's timeboxes
    focus: Mapped[str]
    tools: Mapped[list[str]] = mapped_column(JSON)
    methods: Mapped[list[str]] = mapped_column(JSON)
    topics: Mapped[list[str]] = mapped_column(JSON)  # the next to be offered first
    closed_weeks: Mapped[list[list[int]]] = mapped_column(JSON)  # [[2026, 42], …]
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class DepartmentCalendarRow(Base):
    """The days and hours that the department works; none: as in most municipalities."""

    __tablename__ = "department_calendar"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # there is one
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)  # see storage.calendar
    municipality: Mapped[str]  # whose schools are followed
    school_weeks: Mapped[dict[str, list[int]]] = mapped_column(JSON)  # vinterferie → week numbers


class SeasonApprovalRow(Base):
    """That a year's plan was approved, and what was in it then: fingerprints, no text."""

    __tablename__ = "season_approval"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    seen: Mapped[list[str]] = mapped_column(JSON)


class CalendarLinkRow(Base):
    """That somebody's dates may be read by whoever has their link. Without the row it opens
    nothing."""

    __tablename__ = "calendar_link"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[str]  # of the link that is in force


class ConversationRow(Base):
    """A chat that the bot is in, and how to reach it."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]  # personal, groupChat, channel
    service_url: Mapped[str]
    tenant_id: Mapped[str]
    bot_id: Mapped[str]
    name: Mapped[str]
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    added_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    left: Mapped[bool]  # the bot was removed
    left_at: Mapped[datetime | None]
    offered_save: Mapped[bool]  # "Gem som læringspunkt?" was the last answer here


class MemberRow(Base):
    """Somebody in a team's chat; the order of the rota is kept here."""

    __tablename__ = "member"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    position: Mapped[int]  # in the rota, smallest first


class DepartmentRoleRow(Base):
    """A role towards all teams: ledergruppe, chef."""

    __tablename__ = "department_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


class GuestRow(Base):
    """That an account in a chat is a guest in the municipality's directory; nothing else of it is
    kept, and not this when it has left."""

    __tablename__ = "guest"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    aad_id: Mapped[str] = mapped_column(primary_key=True, index=True)


class AbsenceRow(Base):
    """Days away; never why."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    first: Mapped[date]
    last: Mapped[date]


class QuietRow(Base):
    """Somebody wants to hear nothing that they did not ask for, before this day."""

    __tablename__ = "quiet"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    until: Mapped[date]


class PassRow(Base):
    """Somebody said "not this time" about one sparring."""

    __tablename__ = "pass"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)


class SwapRow(Base):
    """Somebody would like to swap turns with a colleague."""

    __tablename__ = "swap"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str | None]
    at: Mapped[datetime | None] = mapped_column(index=True)  # when it was asked


class CaseRow(Base):
    """That somebody brings a case; the question itself is case content."""

    __tablename__ = "sparring_case"
    __table_args__ = (Index("ix_sparring_case_team_state", "team_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    state: Mapped[str]
    first: Mapped[bool]
    brought_at: Mapped[datetime]


class CaseContentRow(Base):
    """Everything that is said about a case, so that forgetting it is one delete."""

    __tablename__ = "case_content"
    # An id is never used again: the message that brought a proposal is known by it.
    __table_args__ = (
        Index("ix_case_content_delete_by", "delete_by"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("sparring_case.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    # question, principle (the leader's exchange), guest, proposal, timeline, genogram
    kind: Mapped[str]
    text: Mapped[str]
    delete_by: Mapped[datetime | None]  # a parked proposal on its way, at the latest


class MeetingRow(Base):
    """One sparring: planned, running, over. It keeps that its phases were held, not what in."""

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("team_id", "planned_at"),
        Index("ix_meeting_team_state", "team_id", "state"),
        Index("ix_meeting_team_window", "team_id", "write_until"),
        partial_index(
            "uq_meeting_running",
            "conversation_id",
            unique=True,
            where="state IN ('running', 'paused')",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    conversation_id: Mapped[str]
    state: Mapped[str]  # planned, cancelled, running, paused, closed, postponed
    planned_at: Mapped[datetime | None]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("sparring_case.id"))
    topic: Mapped[str]
    agenda: Mapped[str]
    present: Mapped[int]
    consent: Mapped[str | None]
    late: Mapped[bool]
    timekeeper_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    absent_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    case_owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime | None]
    phase: Mapped[str | None]
    furthest: Mapped[str | None]
    spare: Mapped[timedelta]
    planned_spare: Mapped[timedelta]
    cap: Mapped[timedelta]
    since: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    left: Mapped[timedelta | None]
    warned: Mapped[bool]
    up: Mapped[bool]
    hour_over: Mapped[bool]
    remark: Mapped[str | None]
    remark_number: Mapped[int]
    word: Mapped[int] = mapped_column(server_default="0")  # passed on so often in this phase
    before_move: Mapped[str | None]
    before_phase: Mapped[str | None]
    before_left: Mapped[timedelta | None]
    closed_at: Mapped[datetime | None]
    closed_by_itself: Mapped[bool]
    turn: Mapped[int]
    version: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # when the clock has something

    write_until: Mapped[datetime | None]  # the learning window
    summed_up: Mapped[bool]
    note: Mapped[str | None]  # whether something must be noted: yes, no, done
    second_case_id: Mapped[int | None]  # offered to the chair after closing
    principle: Mapped[str | None]  # how a principle case ended in "Sådan gør vi": written, none


class PhaseRow(Base):
    """A phase of a meeting: what it was given and how long it was held."""

    __tablename__ = "meeting_phase"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    phase: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]
    planned: Mapped[timedelta]
    box: Mapped[timedelta]
    held: Mapped[timedelta]
    over_at: Mapped[datetime | None]


class LearningPointRow(Base):
    """A proposal for shared practice. The author is kept for their own sake, and never shown;
    None: erased, or no longer needed."""

    __tablename__ = "learning_point"
    __table_args__ = (UniqueConstraint("author_id", "meeting_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    digest: Mapped[bytes] = mapped_column(LargeBinary)  # of the text: the same once
    at: Mapped[datetime]
    state: Mapped[str]
    kind: Mapped[str | None]
    method: Mapped[str | None]
    anchor: Mapped[str | None]
    guideline: Mapped[str | None]
    prevents: Mapped[str | None]  # what prevents it next time, where something went wrong
    prevented_by: Mapped[str | None]  # who sees to that: a role, not a name
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("practice.id"), index=True)
    reason: Mapped[str | None]  # why it was declined, or what its writer was asked
    answer: Mapped[str | None]  # what its writer answered
    decided_at: Mapped[datetime | None]
    # who decided or asked: its writer hears from whom the words are
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class PracticeRow(Base):
    """What a team does, decided by its coordinator or leader; with "Sådan gør vi" among it."""

    __tablename__ = "practice"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    state: Mapped[str]
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    text: Mapped[str]
    method: Mapped[str | None]
    anchor: Mapped[str | None]
    guideline: Mapped[str | None]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    valid_from: Mapped[date | None]
    review_on: Mapped[date | None]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)


class PracticeEventRow(Base):
    """The history of a practice: what happened, when and why, never by whom."""

    __tablename__ = "practice_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    what: Mapped[str]
    reason: Mapped[str | None]
    text: Mapped[str | None]  # as it read from then on; of a proposal, as it would read


class PracticeSearchRow(Base):
    """What a valid practice is found by: its words, as dialogs/learning/finding.py makes stems of
    them. The full-text index of either database follows this table by itself (storage.index)."""

    __tablename__ = "practice_search"

    practice_id: Mapped[int] = mapped_column(
        ForeignKey("practice.id"), primary_key=True, autoincrement=False
    )
    words: Mapped[str]


class SearchWordRow(Base):
    """Every stem in `practice_search`; also backwards, so that the ends of compounds are found."""

    __tablename__ = "search_word"

    word: Mapped[str] = mapped_column(BY_BYTES, primary_key=True)
    backwards: Mapped[str] = mapped_column(BY_BYTES, index=True)
    texts: Mapped[int]  # that hold it


class SearchStandRow(Base):
    """What the index holds: one row."""

    __tablename__ = "search_stand"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rules: Mapped[int]  # that its stems were made by; others: it is made anew at the next start
    texts: Mapped[int]
    words: Mapped[int]  # in all of them


class ImprovementRow(Base):
    """Something to be changed: a method, a guideline, the IT system. It came of a practice, or of
    what recurred in a ledelsestilsyn."""

    __tablename__ = "improvement"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("practice.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date]
    at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class TrialRow(Base):
    """What came of it when somebody tried a practice or a learning point; never who."""

    __tablename__ = "trial"

    id: Mapped[int] = mapped_column(primary_key=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("learning_point.id"), index=True)
    way: Mapped[str]
    text: Mapped[str | None]
    at: Mapped[datetime]


class EvaluationRow(Base):
    """Three taps about a meeting, by nobody in particular."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    useful: Mapped[int]
    reflective: Mapped[int]
    safe: Mapped[int]


class ClarityRow(Base):
    """How clear the next step was to the case owner before and after a meeting, from 0 to 10; by
    itself it names nobody."""

    __tablename__ = "clarity"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    before: Mapped[int | None]
    after: Mapped[int | None]


class PulseRow(Base):
    """Five answers on how a team learns, from 1 to 5, by nobody in particular."""

    __tablename__ = "pulse"
    __table_args__ = (Index("ix_pulse_team_quarter", "team_id", "quarter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    quarter: Mapped[str]
    sharing: Mapped[int]
    doubt: Mapped[int]
    mistakes: Mapped[int]
    methods: Mapped[int]
    practice: Mapped[int]


class InvitationRow(Base):
    """A leader was invited to comment a practice, and what they wrote to the team."""

    __tablename__ = "invitation"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    month: Mapped[str] = mapped_column(primary_key=True)
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reply: Mapped[str | None]
    text: Mapped[str | None]


class ShareRow(Base):
    """Something that somebody would tell at a meeting: the team's next one, or a staff meeting on
    a day. It goes when it has been told."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    held_on: Mapped[date | None]  # of the staff meeting; None: the team's own
    at: Mapped[datetime]


class ColleagueRequestRow(Base):
    """Somebody asks a colleague for sparring or feedback. It goes as soon as it came to an end."""

    __tablename__ = "colleague_request"
    # An id is never used again: the messages about it are known by it.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    kind: Mapped[str]
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str | None]
    state: Mapped[str]
    at: Mapped[datetime]


class ColleagueHeldRow(Base):
    """How often a team's people held sparring or feedback in twos; never who."""

    __tablename__ = "colleague_held"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    quarter: Mapped[str] = mapped_column(primary_key=True)  # "2026-Q4"
    kind: Mapped[str] = mapped_column(primary_key=True)
    held: Mapped[int]


class DirectoryEntryRow(Base):
    """Somebody, or a function, that knows something: kept by a team's leader, read by all."""

    __tablename__ = "directory_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    role: Mapped[str]
    topics: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    function: Mapped[str | None]  # where it is nobody in particular
    reach: Mapped[str | None]


class LogEntryRow(Base):
    """What somebody has learned, for themselves alone."""

    __tablename__ = "log_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    at: Mapped[datetime]


class TermRow(Base):
    """A word of the shared language, or one that is proposed. Who proposed it is kept until they
    have their answer, and never shown."""

    __tablename__ = "term"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    word: Mapped[str]
    key: Mapped[str] = mapped_column(index=True)  # the word as it is compared
    meaning: Mapped[str]
    state: Mapped[str]
    proposer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class RoutineRow(Base):
    """One of the fixed dates of the year, as the department's leaders have set it."""

    __tablename__ = "routine"

    kind: Mapped[str] = mapped_column(primary_key=True)
    is_on: Mapped[bool]
    every: Mapped[str]
    month: Mapped[int]
    day: Mapped[int]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    topics: Mapped[list[str]] = mapped_column(JSON)


class RoutineRoundRow(Base):
    """One time of a fixed date, and whether it was answered."""

    __tablename__ = "routine_round"
    __table_args__ = (
        UniqueConstraint("kind", "key"),
        {"sqlite_autoincrement": True},  # the messages about it are known by its id
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    key: Mapped[str]
    day: Mapped[date]
    state: Mapped[str]
    topic: Mapped[str | None]
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class CourseAreaRow(Base):
    """A competence area as a leader has changed, added or retired it; the others are shipped."""

    __tablename__ = "course_area"

    key: Mapped[str] = mapped_column(primary_key=True)
    group: Mapped[str]
    title: Mapped[str]
    position: Mapped[int]
    retired: Mapped[bool]


class CourseWishRow(Base):
    """A course wish. Without a person it is only what was granted, for the budget of its year."""

    __tablename__ = "course_wish"
    # An id is never used again: the messages about it are known by it.
    __table_args__ = (
        Index("ix_course_wish_year_state", "year", "state"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    year: Mapped[int]  # the budget year that it is for
    kind: Mapped[str]
    track: Mapped[str]
    title: Mapped[str]
    why: Mapped[str]
    area: Mapped[str | None]  # a key of `course_area`, or a shipped one
    outside: Mapped[str | None]
    task: Mapped[str | None]
    ground: Mapped[str | None]
    partner: Mapped[str | None]
    price: Mapped[int]  # kroner
    half_days: Mapped[int]
    heavy: Mapped[bool]
    tenure: Mapped[int | None]  # years, if its owner gave them
    temporary: Mapped[bool]
    state: Mapped[str]
    decision: Mapped[str | None]  # hidden from its owner until it is told
    reason: Mapped[str | None]
    need: Mapped[str | None]  # the leader group's three considerations (row 222)
    motivation: Mapped[str | None]
    retention: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    at: Mapped[datetime]


class CourseWishEventRow(Base):
    """That a wish was moved on, and as what; never what it says."""

    __tablename__ = "course_wish_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    wish_id: Mapped[int] = mapped_column(ForeignKey("course_wish.id"), index=True)
    at: Mapped[datetime]
    move: Mapped[str]
    actor: Mapped[str]  # employee, leader, leader_group, bot: nobody by name
    state: Mapped[str]  # where it stood afterwards


class CourseYearRow(Base):
    """A budget year: its money, its thresholds, and how far its round has come."""

    __tablename__ = "course_year"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    budget: Mapped[int | None]  # kroner; None: not set yet
    reserve: Mapped[int | None]  # of these, kept for needs of the year itself
    small_price: Mapped[int]  # up to so many kroner and half days a wish is decided at once
    small_half_days: Mapped[int]
    tenure: Mapped[int]  # years: below, weighty education gets a hint
    frozen_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]  # the joint orientation was given
    evaluated_at: Mapped[datetime | None]


class CourseTalkRow(Base):
    """That somebody's MUS for a year is booked, prepared and has its plan; never what is in it."""

    __tablename__ = "course_talk"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)  # the budget year that its wishes are for
    booked_at: Mapped[datetime | None]
    ready_at: Mapped[datetime | None]  # they have prepared, or have no wishes this year
    planned_at: Mapped[datetime | None]


class CourseFeedbackRow(Base):
    """The leader's own answer to one person of a round. The words go when they have arrived."""

    __tablename__ = "course_feedback"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str | None]
    given_at: Mapped[datetime | None]
    postponed_until: Mapped[date | None]  # they are away; the orientation leaves their grants out


class CourseSharingRow(Base):
    """What was learned on a course that was held: whether it is shared, or why not."""

    __tablename__ = "course_sharing"

    wish_id: Mapped[int] = mapped_column(ForeignKey("course_wish.id"), primary_key=True)
    how: Mapped[str]
    stand: Mapped[str]
    share_id: Mapped[int | None]  # of `share`, which goes when it was told
    reason: Mapped[str | None]
    at: Mapped[datetime]  # when the course was held


class CourseThemeRow(Base):
    """A theme for a staff meeting, a theme day or the teams, of a need that takes no course."""

    __tablename__ = "course_theme"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    title: Mapped[str]
    place: Mapped[str]
    partner: Mapped[str]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    held_on: Mapped[date | None]


class SupervisionRow(Base):
    """A team's external supervision: one for each quarter, or one that was asked for besides. A
    quarter that is left out has a row without a time."""

    __tablename__ = "supervision"
    __table_args__ = (
        Index("ix_supervision_team_quarter", "team_id", "quarter"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    quarter: Mapped[str]  # "2026-Q4"
    at: Mapped[datetime | None]
    supervisor: Mapped[str | None]  # a name, until the quarter is over
    state: Mapped[str]
    extra: Mapped[bool]
    version: Mapped[int]


class SupervisionThemeRow(Base):
    """What a team would bring to its supervision; never who brings it. It goes with its hour."""

    __tablename__ = "supervision_theme"

    id: Mapped[int] = mapped_column(primary_key=True)
    supervision_id: Mapped[int] = mapped_column(ForeignKey("supervision.id"), index=True)
    text: Mapped[str]


class SupervisionRequestRow(Base):
    """Somebody asks for supervision besides the quarterly one. A no goes when it was heard."""

    __tablename__ = "supervision_request"
    # An id is never used again: the messages about it are known by it.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str | None]
    whole: Mapped[bool]
    state: Mapped[str]
    at: Mapped[datetime]
    held_at: Mapped[datetime | None]
    reply: Mapped[str | None]


class TilsynPlanRow(Base):
    """How a team's leader holds ledelsestilsyn; without a row nobody is asked about it."""

    __tablename__ = "tilsyn_plan"

    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), primary_key=True)
    every: Mapped[str]
    cases: Mapped[int]
    talk_within: Mapped[int]  # working days
    theme: Mapped[str | None]
    link: Mapped[str | None]
    themes: Mapped[list[str]] = mapped_column(JSON)


class TilsynRoundRow(Base):
    """A round, in numbers; who and which cases it was is not in it."""

    __tablename__ = "tilsyn_round"
    __table_args__ = (UniqueConstraint("team_id", "period"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    period: Mapped[str]  # "2026-Q4", "2026-11"
    cases: Mapped[int]
    theme: Mapped[str | None]
    reviewed: Mapped[int]
    seen: Mapped[int]
    talked: Mapped[int]
    closed: Mapped[bool]


class TilsynReviewRow(Base):
    """That a leader held ledelsestilsyn with a caseworker: between those two alone."""

    __tablename__ = "tilsyn_review"
    # An id is never used again: the messages about it are known by it.
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("tilsyn_round.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    held_on: Mapped[date]
    cases: Mapped[int]
    talk_at: Mapped[datetime | None]
    way: Mapped[str]
    talked_on: Mapped[date | None]


class TilsynAgreementRow(Base):
    """What a leader and a caseworker agreed on. A leader who leaves is taken out of it."""

    __tablename__ = "tilsyn_agreement"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    follow_up: Mapped[date]
    done: Mapped[bool]


class TilsynPointRow(Base):
    """A point of attention of a round, and with how many caseworkers it came up; a number alone,
    counted when it is ticked."""

    __tablename__ = "tilsyn_point"
    __table_args__ = (UniqueConstraint("round_id", "theme"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("tilsyn_round.id"))
    theme: Mapped[str]
    caseworkers: Mapped[int]
    settled: Mapped[str | None]


class TilsynNeedRow(Base):
    """What a round showed that people need to learn; for the course wishes of the year."""

    __tablename__ = "tilsyn_need"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    period: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]


class OccurrenceRow(Base):
    """One time of something that comes again; its key, in local terms, makes it happen once."""

    __tablename__ = "occurrence"
    __table_args__ = (
        UniqueConstraint("series", "entity", "key"),
        partial_index("ix_occurrence_due", "due_at", where="done_at IS NULL"),
        partial_index("ix_occurrence_missed", "missed_at", where="missed_at IS NOT NULL"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str]
    entity: Mapped[str]
    key: Mapped[str]
    due_at: Mapped[datetime]
    late_until: Mapped[datetime | None]  # caught up until then; None: for as long as it takes
    done_at: Mapped[datetime | None]  # when it was settled: it happened, or was missed
    missed_at: Mapped[datetime | None]  # when it was found that it did not happen in time


class ScheduleRow(Base):
    """What comes again, by a rule in local time; its coming times are rows of `occurrence`."""

    __tablename__ = "schedule"
    __table_args__ = (UniqueConstraint("series", "entity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series: Mapped[str]
    entity: Mapped[str]
    rule: Mapped[dict[str, Any]] = mapped_column(JSON)
    late: Mapped[timedelta | None]  # how long after its time one is caught up; None: for ever
    only_newest: Mapped[bool]  # of several that came too late, the others are missed
    planned_until: Mapped[datetime] = mapped_column(index=True)


class InboxRow(Base):
    """What has been taken, so that it is taken once. An outcome, never text."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


class OutboxRow(Base):
    """A dirty flag: the message (kind, entity) should show the present state.

    `wanted` counts the changes, `shown` is how many of them the message is known to show; there
    is something to send while they differ, and then `due_at` is set.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("kind", "entity"),
        Index("ix_outbox_address", "address"),
        partial_index("ix_outbox_under_way", "address", where="state = 'sending'"),
        partial_index("ix_outbox_held_until", "held_until", where="held_until IS NOT NULL"),
        partial_index("ix_outbox_letter", "letter", where="letter IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    entity: Mapped[str]
    address: Mapped[str]  # conversation:<id> or person:<id>; one send at a time to each
    priority: Mapped[int]  # smallest first
    wanted: Mapped[int]
    shown: Mapped[int]
    claimed: Mapped[int | None]  # the `wanted` that is being sent: the intent
    claims: Mapped[int] = mapped_column(server_default="0")  # how often it was claimed at all
    owner: Mapped[int | None]  # the process that claimed it, see storage.store
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int]  # since the last change
    doubts: Mapped[int]  # sends since the last change that nobody knows the end of
    due_at: Mapped[datetime | None] = mapped_column(index=True)  # real time
    state: Mapped[str]  # waiting, held, carried, sending, sent, unsure, dead, dropped
    reason: Mapped[str]
    # What nobody asked for waits for its reader's next free moment; all in domain time.
    held_until: Mapped[datetime | None]
    useful_until: Mapped[datetime | None]  # the first to be over goes first
    letter: Mapped[str | None]  # the message of that day that carries it: its entity
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # when it was sent, dropped or given up; domain time


class PostedRow(Base):
    """Where a message stands, so that the next state is an update of it."""

    __tablename__ = "posted"

    kind: Mapped[str] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[str]
    activity_id: Mapped[str]


class ClockRow(Base):
    """The anchor of the domain's clock, the heartbeat, and what is still to be wiped."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    real: Mapped[datetime]
    domain: Mapped[datetime]
    speed: Mapped[float]
    beat_at: Mapped[datetime | None]  # domain time of the last heartbeat while a meeting ran
    wipes_owed: Mapped[int]  # deletions whose text may still stand in the write-ahead log
    # of these, those that were not of case content alone
    rewrites_owed: Mapped[int] = mapped_column(server_default="0")


class AuditRow(Base):
    """That something was done, by whom and about what; never what was in it.

    Each row holds the hash of the one before it (see storage.audit).
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # without a gap
    at: Mapped[datetime]
    action: Mapped[str]
    by: Mapped[str]  # a pseudonym, see PersonRow; empty: the bot itself, or a command
    about: Mapped[str]  # kind:id
    previous: Mapped[str]
    hash: Mapped[str]


class AuditEndRow(Base):
    """Where the audit trail ends, and begins: so that rows cut off at either end are missed."""

    __tablename__ = "audit_end"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]  # the id of the newest row
    newest: Mapped[str]  # its hash
    before: Mapped[str]  # the hash before the oldest row; empty: nothing was forgotten yet


class NightRow(Base):
    """What is done once a night, whichever process does it, and what came of it: counts only."""

    __tablename__ = "night"

    job: Mapped[str] = mapped_column(primary_key=True)
    night: Mapped[date]  # the one that somebody took it for
    done_at: Mapped[datetime | None]  # None: it is under way, or broke off
    found: Mapped[dict[str, int]] = mapped_column(JSON)
