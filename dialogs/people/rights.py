"""Who may do what, and when: the one written table (reliability, section 1 and row 19).

The switchboard asks it before every command, press and form; the role matrix tries every cell of
it; `docs/roles.md` is written from it. What needs more than role and state to be decided (whose
case, which turn) is said by the rule itself, in its own words.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dialogs.people.person import Person
from dialogs.people.team import Right, Team
from dialogs.sparring.meeting import Meeting
from dialogs.sparring.plan import Plan
from dialogs.text import folded


class Role(StrEnum):
    """What somebody is to one team and its sparring, or to the department."""

    MEMBER = "member"  # a caseworker: in the roster of the team's chat
    CASE_OWNER = "case_owner"
    TIMEKEEPER = "timekeeper"
    CHAIR = "chair"  # of the sparring that is running, or was held
    STAND_IN = "stand_in"  # leads today, agreed by another
    DEPUTY = "deputy"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    LEADER_GROUP = "leader_group"
    CHEF = "chef"
    ADMINISTRATOR = "administrator"  # in a chat of one's own only
    GUEST = "guest"  # from outside the municipality, or a guest in its directory
    OUTSIDER = "outsider"  # nothing of all that


DEPARTMENT = (Role.LEADER_GROUP, Role.CHEF)  # named by an administrator, for all teams


class State(StrEnum):
    """Where the sparring stands that a button is of; else the team's newest."""

    NO_TEAM = "no_team"
    NOTHING = "nothing"
    PLANNED = "planned"  # its start card is up
    RUNNING = "running"
    WINDOW = "window"  # closed, and learning points are taken
    OVER = "over"


class About(StrEnum):
    """What the `id` of a button names. It is looked up; what it claims decides nothing."""

    PLACE = "place"  # nothing: the chat's team, or in a chat of one's own each of one's teams
    TEAM = "team"
    MEETING = "meeting"  # planned, running or over; without an id the one that runs in the chat
    CASE = "case"
    SWAP = "swap"
    POINT = "point"
    PRACTICE = "practice"
    IMPROVEMENT = "improvement"
    SHARE = "share"  # something to tell at a meeting
    TERM = "term"  # a word of the shared language


class Action(StrEnum):
    HELP = "help"
    LOOK_AT_SETTINGS = "look_at_settings"
    SET_RHYTHM = "set_rhythm"
    SET_FRAME = "set_frame"
    NAME_ROLES = "name_roles"
    CHOOSE_TEAM = "choose_team"
    ABSENCE = "absence"
    ABSENCE_OF_OTHERS = "absence_of_others"
    BRING = "bring"
    LOOK_AT_QUEUE = "look_at_queue"
    OWN_CASE = "own_case"
    ANSWER_PRINCIPLE = "answer_principle"
    OWN_TURN = "own_turn"
    ANSWER_SWAP = "answer_swap"
    START_NOW = "start_now"
    PREPARE = "prepare"
    CONSENT = "consent"
    LEAD_TODAY = "lead_today"
    RUN = "run"
    CLOSE = "close"
    TAKE_OVER = "take_over"
    HEAR_PROPOSALS = "hear_proposals"
    LOOK_AT_BOARD = "look_at_board"
    PARK = "park"
    DRAW = "draw"
    KEEP_ADVICE = "keep_advice"
    LEARN = "learn"
    OWN_POINT = "own_point"
    LOOK_AT_PRACTICE = "look_at_practice"
    READ_PRACTICE = "read_practice"
    LOOK_AT_WAITING = "look_at_waiting"
    DECIDE = "decide"
    CHANGE_PRACTICE = "change_practice"
    FINISH_IMPROVEMENT = "finish_improvement"
    EVALUATE = "evaluate"
    NOTE = "note"
    SUM_UP = "sum_up"
    REACHED = "reached"
    SECOND = "second"
    KEEP_FOR_NEXT = "keep_for_next"
    WRITE_PRINCIPLE = "write_principle"
    REWRITE_PRINCIPLE = "rewrite_principle"
    CONFIRM_PRINCIPLE = "confirm_principle"
    REVIEW_PRACTICE = "review_practice"
    LOOK_AT_PRINCIPLES = "look_at_principles"
    TRY = "try"
    STATUS = "status"
    MINE = "mine"
    QUIET = "quiet"
    FIND = "find"
    CLARITY = "clarity"
    PULSE = "pulse"
    COMMENT = "comment"
    LOOK_AT_TRENDS = "look_at_trends"
    PICK_TOPIC = "pick_topic"
    BETWEEN = "between"
    SHARE = "share"
    OWN_SHARE = "own_share"
    TICK_SHARE = "tick_share"
    ASK_COLLEAGUE = "ask_colleague"
    ANSWER_COLLEAGUE = "answer_colleague"
    FIND_WHO_KNOWS = "find_who_knows"
    KEEP_DIRECTORY = "keep_directory"
    LOG = "log"
    SHARED_LANGUAGE = "shared_language"
    DECIDE_TERM = "decide_term"
    KEEP_LANGUAGE = "keep_language"
    HANDBOOK = "handbook"
    KEEP_YEARLY = "keep_yearly"
    ANSWER_YEARLY = "answer_yearly"
    COURSES = "courses"
    WISH = "wish"
    OWN_WISH = "own_wish"
    LEAD_WISHES = "lead_wishes"
    COURSE_ROUND = "course_round"
    AFTER_COURSE = "after_course"
    COURSE_PLANS = "course_plans"
    LOOK_AT_SEASON = "look_at_season"
    SUBSCRIBE = "subscribe"
    APPROVE_SEASON = "approve_season"
    SET_CALENDAR = "set_calendar"
    LOOK_AT_SUPERVISION = "look_at_supervision"
    BRING_THEME = "bring_theme"
    BOOK_SUPERVISION = "book_supervision"
    LEAVE_OUT_SUPERVISION = "leave_out_supervision"
    LOOK_AT_TILSYN = "look_at_tilsyn"
    KEEP_TILSYN = "keep_tilsyn"
    OWN_AGREEMENT = "own_agreement"


Cells = Mapping[Role, frozenset[State]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One act, under every name that the switchboard knows it by."""

    action: Action
    names: Sequence[str] = ()  # commands and verbs; none: a part of another act
    about: About = About.PLACE
    may: Cells
    own: bool = False  # of these roles, only whose case or turn it is: the rule says who

    @property
    def asks_when(self) -> bool:
        """Whether it matters to a team where its sparring stands."""
        here = (states & _HERE for states in self.may.values())
        return any(states and states != _HERE for states in here)

    def allows(self, roles: Collection[Role], state: State) -> bool:
        return any(state in self.may.get(role, ()) for role in roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What somebody is here and now, by the server's own rows."""

    who: Person
    roles: frozenset[Role]
    state: State
    team: Team | None = None
    plan: Plan | None = None
    meeting: Meeting | None = None
    missing: bool = False  # what the button names is not there, or not theirs: the same answer


# --- the table -------------------------------------------------------------------------------

_HERE = frozenset(State) - {State.NO_TEAM}
_NO_TEAM = frozenset({State.NO_TEAM})
_AFTER = frozenset({State.WINDOW, State.OVER})
_ONCE_BEGUN = _AFTER | {State.RUNNING}
_PLANNED = frozenset({State.PLANNED})
_RUNNING = frozenset({State.RUNNING})
_NOT_RUNNING = _HERE - _RUNNING
TEAM = (Role.MEMBER, Role.DEPUTY, Role.COORDINATOR, Role.LEADER)
_STARTS = (Role.STAND_IN, Role.DEPUTY, Role.COORDINATOR)
_LEADS = (Role.DEPUTY, Role.COORDINATOR, Role.LEADER)
_DEPARTMENTS_YEAR = (Role.LEADER_GROUP, Role.ADMINISTRATOR)


def _may(*parts: tuple[Iterable[Role], frozenset[State]]) -> Cells:
    cells: dict[Role, frozenset[State]] = {}
    for roles, states in parts:
        cells |= {role: cells.get(role, frozenset()) | states for role in roles}
    return cells


_ROWS = (
    Row(
        action=Action.HELP,
        names=("hjælp", "hej", "hello", "hi", "help", "people.year", "sparring.how"),
        may=_may(
            (TEAM, _HERE),
            ((*DEPARTMENT, Role.ADMINISTRATOR, Role.OUTSIDER), _NO_TEAM),
        ),
    ),
    Row(
        action=Action.MINE,
        names=(
            *("mine", "privacy.mine", "privacy.fetch"),
            *("privacy.ask_erase", "privacy.erase", "privacy.keep"),
        ),
        may=_may(
            (TEAM, _HERE),
            ((*DEPARTMENT, Role.ADMINISTRATOR, Role.OUTSIDER), _NO_TEAM),
        ),
    ),
    Row(
        action=Action.QUIET,
        names=("ro", "stille", "quiet.show", "quiet.until", "quiet.end"),
        may=_may(
            (TEAM, _HERE),
            ((*DEPARTMENT, Role.ADMINISTRATOR, Role.OUTSIDER), _NO_TEAM),
        ),
    ),
    Row(
        action=Action.LOOK_AT_SETTINGS,
        names=("indstillinger", "opsæt", "people.show_settings"),
        may=_may(
            (TEAM, _HERE),
            ((Role.ADMINISTRATOR,), _HERE | _NO_TEAM),
            ((Role.LEADER_GROUP, Role.OUTSIDER), _NO_TEAM),
        ),
    ),
    Row(
        action=Action.SET_RHYTHM,
        names=("people.settings",),
        about=About.TEAM,
        may=_may(((*_LEADS, Role.ADMINISTRATOR), _HERE)),
    ),
    Row(
        action=Action.SET_FRAME,
        names=("people.phases", "people.lists"),
        about=About.TEAM,
        may=_may(((Role.LEADER, Role.ADMINISTRATOR), _HERE)),
    ),
    Row(
        action=Action.NAME_ROLES,
        names=("people.roles",),
        may=_may(((Role.ADMINISTRATOR,), _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.CHOOSE_TEAM,
        names=("people.use_team", "people.new_team"),
        may=_may((TEAM, _HERE), ((Role.LEADER_GROUP, Role.OUTSIDER), _NO_TEAM)),
    ),
    Row(
        action=Action.ABSENCE,
        names=("fravær", "people.absence"),
        may=_may((TEAM, _HERE), ((Role.OUTSIDER,), _NO_TEAM)),
    ),
    Row(action=Action.ABSENCE_OF_OTHERS, may=_may((_LEADS, _HERE))),
    Row(
        action=Action.BRING,
        names=("sag", "sparring.bring", "sparring.bring_to"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.LOOK_AT_QUEUE,
        names=("kø", "sparring.queue"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.OWN_CASE,
        names=("sparring.withdraw", "sparring.question", "sparring.answer", "sparring.as_case"),
        about=About.CASE,
        may=_may((TEAM, _HERE)),
        own=True,
    ),
    Row(
        action=Action.ANSWER_PRINCIPLE,
        names=("sparring.accept", "sparring.decline", "sparring.ask_back"),
        about=About.CASE,
        may=_may(((Role.LEADER,), _HERE)),
    ),
    Row(
        action=Action.OWN_TURN,
        names=("sparring.pass", "sparring.swap"),
        about=About.TEAM,
        may=_may(((Role.MEMBER,), _HERE)),
        own=True,
    ),
    Row(
        action=Action.ANSWER_SWAP,
        names=("sparring.swap_answer",),
        about=About.SWAP,
        may=_may(((Role.MEMBER,), _HERE)),
        own=True,
    ),
    Row(
        action=Action.START_NOW,
        names=("start", "sparring.start_now"),
        may=_may(
            ((Role.STAND_IN,), _PLANNED),
            ((Role.DEPUTY, Role.COORDINATOR), _NOT_RUNNING),
        ),
    ),
    Row(
        action=Action.PREPARE,
        names=("sparring.start", "sparring.start_short", "sparring.prepare", "sparring.cancel"),
        about=About.MEETING,
        may=_may((_STARTS, _PLANNED)),
    ),
    Row(
        action=Action.CONSENT,
        names=("sparring.consent",),
        about=About.MEETING,
        may=_may((_STARTS, _PLANNED | _ONCE_BEGUN)),
    ),
    Row(
        action=Action.LEAD_TODAY,
        names=("sparring.lead_today", "sparring.agree_today"),
        about=About.MEETING,
        may=_may(((Role.MEMBER,), _PLANNED)),
    ),
    Row(
        action=Action.RUN,
        names=(
            *("næste", "fortryd", "pause", "fortsæt", "+2"),
            *("sparring.next", "sparring.undo", "sparring.pause", "sparring.resume"),
            *("sparring.extend", "sparring.reflect", "sparring.word"),
        ),
        about=About.MEETING,
        may=_may(((Role.TIMEKEEPER, Role.CHAIR), _RUNNING)),
    ),
    Row(
        action=Action.CLOSE,
        names=(
            *("afslut", "udskyd"),
            *("sparring.close", "sparring.postpone", "sparring.go_on", "sparring.give_back"),
        ),
        about=About.MEETING,
        may=_may(((Role.CHAIR,), _RUNNING)),
    ),
    Row(
        action=Action.TAKE_OVER,
        names=("sparring.take_over", "sparring.agree"),
        about=About.MEETING,
        may=_may(((Role.MEMBER,), _RUNNING)),
    ),
    Row(
        action=Action.HEAR_PROPOSALS,
        names=("sparring.proposals",),
        about=About.MEETING,
        may=_may(((Role.CASE_OWNER, Role.CHAIR), _RUNNING)),
    ),
    Row(
        action=Action.LOOK_AT_BOARD,
        names=("board.open",),
        about=About.MEETING,
        may=_may((TEAM, _RUNNING)),
    ),
    Row(
        action=Action.PARK,
        names=("sparring.park", "learning.park"),
        about=About.MEETING,
        may=_may((TEAM, _RUNNING)),
    ),
    Row(
        action=Action.DRAW,
        names=(
            *("tavle", "genogram", "sparring.drawings", "sparring.timeline"),
            *("sparring.genogram", "sparring.genogram_step"),
        ),
        about=About.MEETING,
        may=_may((TEAM, _RUNNING)),
    ),
    Row(
        action=Action.KEEP_ADVICE,
        names=("learning.keep", "learning.advice"),
        about=About.MEETING,
        may=_may((TEAM, _ONCE_BEGUN)),
    ),
    Row(
        action=Action.LEARN,
        names=("læring", "learning.write", "learning.save", "learning.let_be"),
        may=_may((TEAM, _HERE), ((Role.LEADER_GROUP, Role.OUTSIDER), _NO_TEAM)),
    ),
    Row(
        action=Action.OWN_POINT,
        names=(
            *("learning.fill", "learning.prevent", "learning.answer"),
            *("learning.rewrite", "learning.take_up", "learning.missing"),
        ),
        may=_may(
            (TEAM, _HERE),
            ((Role.LEADER_GROUP, Role.ADMINISTRATOR, Role.OUTSIDER), _NO_TEAM),
        ),
        own=True,
    ),
    Row(
        action=Action.LOOK_AT_PRACTICE,
        names=("learning.menu", "deciding.practices", "deciding.improvements"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.READ_PRACTICE,
        names=("deciding.history",),
        about=About.PRACTICE,
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.LOOK_AT_WAITING,
        names=("deciding.list",),
        may=_may((_LEADS, _HERE)),
    ),
    Row(
        action=Action.DECIDE,
        names=(
            *("deciding.point", "deciding.approve", "deciding.merge", "deciding.join"),
            *("deciding.decline", "deciding.clarify"),
        ),
        about=About.POINT,
        may=_may((_LEADS, _HERE)),
    ),
    Row(
        action=Action.CHANGE_PRACTICE,
        names=("deciding.withdraw", "deciding.improve"),
        about=About.PRACTICE,
        may=_may((_LEADS, _HERE)),
    ),
    Row(
        action=Action.FINISH_IMPROVEMENT,
        names=("deciding.done",),
        about=About.IMPROVEMENT,
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.EVALUATE,
        names=("sparring.evaluate",),
        about=About.MEETING,
        may=_may(((Role.MEMBER,), _RUNNING | {State.WINDOW})),
    ),
    Row(
        action=Action.NOTE,
        names=("sparring.note",),
        about=About.MEETING,
        may=_may(((Role.CASE_OWNER,), _ONCE_BEGUN)),
    ),
    Row(
        action=Action.SUM_UP,
        names=("sparring.checklist",),
        about=About.MEETING,
        may=_may(((Role.CHAIR, Role.COORDINATOR), _AFTER)),
    ),
    Row(
        action=Action.REACHED,
        names=("sparring.reached",),
        about=About.MEETING,
        may=_may(((Role.CHAIR,), _AFTER)),
    ),
    Row(
        action=Action.SECOND,
        names=("sparring.second",),
        about=About.MEETING,
        may=_may(((Role.DEPUTY, Role.COORDINATOR), _AFTER)),
    ),
    Row(
        action=Action.KEEP_FOR_NEXT,
        names=("sparring.keep",),
        about=About.MEETING,
        may=_may(((Role.CHAIR, Role.DEPUTY, Role.COORDINATOR), _AFTER)),
    ),
    Row(
        action=Action.FIND,
        names=("søg", "finding.search", "finding.broader"),
        may=_may((TEAM, _HERE), (DEPARTMENT, _NO_TEAM)),
    ),
    Row(
        action=Action.WRITE_PRINCIPLE,
        names=("principles.write", "principles.none"),
        about=About.MEETING,
        may=_may(((Role.CHAIR, Role.COORDINATOR), _ONCE_BEGUN)),
    ),
    Row(
        action=Action.REWRITE_PRINCIPLE,
        names=("principles.rewrite", "principles.drop"),
        about=About.PRACTICE,
        may=_may(((Role.DEPUTY, Role.COORDINATOR), _HERE)),
    ),
    Row(
        action=Action.CONFIRM_PRINCIPLE,
        names=(
            *("principles.confirm", "principles.amend"),
            *("principles.back", "principles.withdraw"),
        ),
        about=About.PRACTICE,
        may=_may(((Role.LEADER,), _HERE)),
    ),
    Row(
        action=Action.REVIEW_PRACTICE,
        names=("principles.still", "principles.change", "principles.end"),
        about=About.PRACTICE,
        may=_may(((Role.MEMBER, Role.COORDINATOR, Role.LEADER), _HERE)),
        own=True,
    ),
    Row(
        action=Action.LOOK_AT_PRINCIPLES,
        names=("sådan", "principles.register"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.TRY,
        names=("trying.answer", "trying.tell"),
        about=About.MEETING,
        may=_may(((Role.CASE_OWNER,), _AFTER)),
    ),
    Row(
        action=Action.STATUS,
        names=("status", "status.show"),
        may=_may((_LEADS, _HERE), ((Role.ADMINISTRATOR,), _HERE | _NO_TEAM)),
    ),
    # --- after the sparring: how clear, how we learn, what becomes of it ---
    Row(
        action=Action.CLARITY,
        names=("sparring.clarity",),
        about=About.MEETING,
        may=_may(((Role.CASE_OWNER,), _RUNNING | {State.WINDOW})),
    ),
    Row(
        action=Action.PULSE,
        names=("digests.pulse",),
        about=About.TEAM,
        may=_may(((Role.MEMBER,), _HERE)),
    ),
    Row(
        action=Action.COMMENT,
        names=("digests.comment", "digests.decline"),
        about=About.TEAM,
        may=_may(((Role.LEADER,), _HERE)),
    ),
    Row(
        action=Action.LOOK_AT_TRENDS,
        names=("tendenser", "trends.show"),
        may=_may((_LEADS, _HERE), (DEPARTMENT, _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.PICK_TOPIC,
        names=("trends.topic",),
        about=About.TEAM,
        may=_may((_LEADS, _HERE)),
    ),
    # --- between the meetings, and what is taken along ---
    Row(action=Action.BETWEEN, names=("mellem", "between.show"), may=_may((TEAM, _HERE))),
    Row(
        action=Action.SHARE,
        names=("del", "between.sharing", "between.share", "between.share_to"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.OWN_SHARE,
        names=("between.unshare", "between.share_day"),
        about=About.SHARE,
        may=_may((TEAM, _HERE)),
        own=True,
    ),
    Row(
        action=Action.TICK_SHARE,
        names=("between.shared",),
        about=About.SHARE,
        may=_may((_LEADS, _HERE)),
    ),
    Row(
        action=Action.ASK_COLLEAGUE,
        names=("sparring", "feedback", "between.ask"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.ANSWER_COLLEAGUE,
        names=("between.answer", "between.became"),
        may=_may(
            (TEAM, _HERE),
            ((Role.LEADER_GROUP, Role.ADMINISTRATOR, Role.OUTSIDER), _NO_TEAM),
        ),
        own=True,
    ),
    Row(
        action=Action.FIND_WHO_KNOWS,
        names=("hvem", "find", "between.whom", "between.find", "between.viso"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.KEEP_DIRECTORY,
        names=("between.entry", "between.entries"),
        about=About.TEAM,
        may=_may(((Role.LEADER,), _HERE)),
    ),
    Row(
        action=Action.LOG,
        names=(
            *("log", "between.log", "between.show_log"),
            *("between.fetch_log", "between.erase_line"),
        ),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.SHARED_LANGUAGE,
        names=("ord", "fælles", "handbook.words", "handbook.propose"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.DECIDE_TERM,
        names=("handbook.take", "handbook.not_now"),
        about=About.TERM,
        may=_may((_LEADS, _HERE)),
    ),
    Row(
        action=Action.KEEP_LANGUAGE,
        names=("handbook.proposals", "handbook.remove"),
        about=About.TEAM,
        may=_may((_LEADS, _HERE)),
    ),
    Row(
        action=Action.HANDBOOK,
        names=("håndbog", "handbook.show", "handbook.file"),
        may=_may((TEAM, _HERE)),
    ),
    # --- the fixed dates of the year ---
    Row(
        action=Action.KEEP_YEARLY,
        names=("yearly.show", "yearly.set", "yearly.aid"),
        may=_may(
            ((Role.LEADER,), _HERE),
            ((Role.LEADER_GROUP, Role.ADMINISTRATOR), _HERE | _NO_TEAM),
        ),
    ),
    Row(
        action=Action.ANSWER_YEARLY,
        names=("yearly.done", "yearly.skip", "yearly.put", "yearly.renew"),
        may=_may(
            (TEAM, _HERE),
            ((Role.LEADER_GROUP, Role.ADMINISTRATOR, Role.OUTSIDER), _NO_TEAM),
        ),
        own=True,
    ),
    # --- course wishes ---
    Row(
        action=Action.COURSES,
        names=("kursusønske", "courses.menu"),
        may=_may((TEAM, _HERE), (DEPARTMENT, _HERE | _NO_TEAM)),
    ),
    Row(action=Action.WISH, names=("courses.wish", "courses.ready"), may=_may((TEAM, _HERE))),
    Row(
        action=Action.OWN_WISH,
        names=("courses.mine", "courses.withdraw", "courses.enrol"),
        may=_may((TEAM, _HERE)),
        own=True,
    ),
    Row(
        action=Action.LEAD_WISHES,
        names=(
            *("courses.team", "courses.card", "courses.decide"),
            *("courses.talks", "courses.give"),
        ),
        may=_may(((Role.LEADER,), _HERE), ((Role.LEADER_GROUP,), _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.COURSE_ROUND,
        names=(
            *("courses.round", "courses.sheet", "courses.orient"),
            *("courses.budget", "courses.areas"),
        ),
        may=_may(((Role.LEADER_GROUP,), _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.AFTER_COURSE,
        names=(
            *("courses.completed", "courses.ends_later", "courses.how"),
            *("courses.used", "courses.shared", "courses.waive"),
        ),
        may=_may((TEAM, _HERE), ((Role.LEADER_GROUP,), _HERE | _NO_TEAM)),
        own=True,
    ),
    Row(
        action=Action.COURSE_PLANS,
        names=(
            *("courses.themes", "courses.theme", "courses.tell_themes"),
            *("courses.evaluation", "courses.evaluated", "courses.fairness"),
        ),
        may=_may(((Role.LEADER_GROUP,), _HERE | _NO_TEAM)),
    ),
    # --- the year ---
    Row(
        action=Action.LOOK_AT_SEASON,
        names=("årshjul", "calendar.season"),
        may=_may((TEAM, _HERE), (_DEPARTMENTS_YEAR, _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.SUBSCRIBE,
        names=("calendar.subscribe", "calendar.unsubscribe"),
        may=_may((TEAM, _HERE), (_DEPARTMENTS_YEAR, _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.APPROVE_SEASON,
        names=("calendar.approve",),
        may=_may(((Role.LEADER_GROUP,), _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.SET_CALENDAR,
        names=("calendar.settings",),
        may=_may((_DEPARTMENTS_YEAR, _HERE | _NO_TEAM)),
    ),
    # --- supervision ---
    Row(
        action=Action.LOOK_AT_SUPERVISION,
        names=("supervision", "supervision.show", "supervision.request"),
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.BRING_THEME,
        names=("supervision.theme", "supervision.calendar"),
        about=About.TEAM,
        may=_may((TEAM, _HERE)),
    ),
    Row(
        action=Action.BOOK_SUPERVISION,
        names=(
            *("supervision.book", "supervision.move", "supervision.cancel", "supervision.held"),
            *("supervision.again", "supervision.answer", "supervision.decline"),
        ),
        about=About.TEAM,
        may=_may((_LEADS, _HERE)),
    ),
    Row(
        action=Action.LEAVE_OUT_SUPERVISION,
        names=("supervision.skip", "supervision.nudge"),
        about=About.TEAM,
        may=_may(((Role.LEADER,), _HERE)),
    ),
    # --- ledelsestilsyn: a leader's list, somebody's own agreements, and numbers ---
    Row(
        action=Action.LOOK_AT_TILSYN,
        names=("ledelsestilsyn", "tilsyn", "tilsyn.show"),
        may=_may((TEAM, _HERE), (DEPARTMENT, _HERE | _NO_TEAM)),
    ),
    Row(
        action=Action.KEEP_TILSYN,
        names=(
            *("tilsyn.plan", "tilsyn.tick", "tilsyn.book", "tilsyn.talked", "tilsyn.need"),
            *("tilsyn.no_need", "tilsyn.topic", "tilsyn.not_now", "tilsyn.improve"),
            "tilsyn.agreements",
        ),
        about=About.TEAM,
        may=_may(((Role.LEADER,), _HERE)),
    ),
    Row(
        action=Action.OWN_AGREEMENT,
        names=("tilsyn.followed",),
        about=About.TEAM,
        may=_may((TEAM, _HERE)),
        own=True,
    ),
)

TABLE: Mapping[Action, Row] = {row.action: row for row in _ROWS}
_BY_NAME = {folded(name): row for row in _ROWS for name in row.names}


def row_of(name: str) -> Row | None:
    """The row of a command or verb; None: there is none, and so nobody may."""
    return _BY_NAME.get(folded(name))


# --- what somebody is ------------------------------------------------------------------------


def roles(
    who: Person,
    team: Team | None,
    *,
    member: bool = False,
    department: Collection[Role] = (),
    plan: Plan | None = None,
    meeting: Meeting | None = None,
) -> frozenset[Role]:
    """Everything that somebody is at once; nothing of it makes an outsider."""
    holders = {
        Role.COORDINATOR: team.coordinator if team else None,
        Role.DEPUTY: team.deputy if team else None,
        Role.LEADER: team.leader if team else None,
        Role.STAND_IN: plan.stand_in if plan else None,
        Role.CHAIR: meeting.chair if meeting else None,
        Role.TIMEKEEPER: meeting.timekeeper if meeting else None,
        Role.CASE_OWNER: meeting.case_owner if meeting else None,
    }
    found = {role for role, holder in holders.items() if holder == who} | set(department)
    if member:
        found.add(Role.MEMBER)
    return frozenset(found or {Role.OUTSIDER})


def is_of_team(found: Collection[Role]) -> bool:
    """Whether there is more than what the department, or nobody, made of somebody."""
    return bool(set(found) - {*DEPARTMENT, Role.ADMINISTRATOR, Role.GUEST, Role.OUTSIDER})


def right(standing: Standing) -> Right:
    """How much of a team's settings somebody may change."""
    if TABLE[Action.SET_FRAME].allows(standing.roles, standing.state):
        return Right.FRAME
    if TABLE[Action.SET_RHYTHM].allows(standing.roles, standing.state):
        return Right.RHYTHM
    return Right.NOTHING
