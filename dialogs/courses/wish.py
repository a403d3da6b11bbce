"""A course wish: what is asked for, where it stands, and who may move it on (rows 161-233)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dialogs.people.person import Person
from dialogs.refusal import Refusal

TITLE_AT_MOST, WHY_AT_MOST, LINE_AT_MOST, REASON_AT_MOST = 120, 600, 200, 400  # characters
PRICE_AT_MOST = 1_000_000  # kroner
HALF_DAYS_AT_MOST = 2 * 200
TENURE_AT_MOST = 60  # years
HISTORY_KEPT_YEARS = 3  # budget years (section 4.7)


class State(StrEnum):
    WISHED = "wished"  # ønsket
    DISCUSSED = "discussed"  # drøftet i MUS
    COLLECTED = "collected"  # samlet
    PRIORITISED = "prioritised"  # prioriteret: decided, and nobody has told its owner yet
    GRANTED = "granted"  # bevilget
    NOTED = "noted"  # ikke nu, noteret i historik
    REFUSED = "refused"  # afslag
    ENROLLED = "enrolled"  # tilmeldt
    COMPLETED = "completed"  # gennemført
    SHARED = "shared"  # delt
    WITHDRAWN = "withdrawn"  # trukket tilbage
    LAPSED = "lapsed"  # bortfaldet


class Kind(StrEnum):
    COURSE = "course"
    MODULE = "module"  # of a diploma
    CONFERENCE = "conference"
    NETWORK = "network"
    REPRESENTATIVE = "representative"  # TR and AMR: outside the ordinary prioritisation
    PERSONAL = "personal"  # personal development, only with its link to the task
    SHARING = "sharing"  # knowledge sharing without a course


class Track(StrEnum):
    """Which way a wish is decided."""

    ROUND = "round"  # by the leader group, once a year
    AT_ONCE = "at_once"  # small enough for its leader to decide when it comes
    AD_HOC = "ad_hoc"  # a need of the year itself, from the reserve
    REPRESENTATIVE = "representative"  # TR and AMR: by the leader, outside round and budget
    THEME = "theme"  # no course: goes to the list of themes for staff meetings


class Ground(StrEnum):
    """Why it has to be an external course (rows 169 and 177)."""

    SPECIALIST = "specialist"
    REFORM = "reform"
    NEED = "need"  # a particular need to develop or to know


class Partner(StrEnum):
    """With whom it is done (rows 167 and 211)."""

    OWN = "own"  # the department itself
    CENTRE = "centre"  # another centre of the municipality
    AUTHORITY = "authority"  # another public authority


class Decision(StrEnum):
    GRANT = "grant"
    NOT_NOW = "not_now"
    REFUSE = "refuse"


class Actor(StrEnum):
    """What somebody is to one wish."""

    EMPLOYEE = "employee"  # who wishes
    LEADER = "leader"  # of that team
    LEADER_GROUP = "leader_group"
    BOT = "bot"  # the calendar


class Move(StrEnum):
    REGISTER = "register"  # into being
    EDIT = "edit"
    DISCUSS = "discuss"
    COLLECT = "collect"
    PRIORITISE = "prioritise"
    GRANT = "grant"
    NOTE = "note"
    REFUSE = "refuse"
    ENROL = "enrol"
    COMPLETE = "complete"
    SHARE = "share"
    WITHDRAW = "withdraw"
    LAPSE = "lapse"


class WishRefused(Refusal):
    """What cannot be done with a wish; each of its kinds has a sentence."""


class NoSuchWish(WishRefused):
    """It is gone, or somebody else's."""


class WaitsForRound(WishRefused):
    """It is decided with all the others, not before (row 204)."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class NotAllowed(WishRefused):
    """A move that is somebody else's to make, or that does not lead on from here."""

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(state, move)
        self.state = state
        self.move = move


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    id: int = 0  # 0: not stored yet
    who: Person  # GONE: erased, or no longer needed
    team_id: int | None
    year: int  # the budget year that it is for
    kind: Kind
    track: Track
    title: str
    why: str
    area: str | None  # its key; None: it falls outside, see `outside`
    outside: str | None = None  # why it is wished all the same
    task: str | None = None  # the link of personal development to the task
    ground: Ground | None = None
    partner: Partner | None = None
    price: int = 0  # whole kroner
    half_days: int = 0
    heavy: bool = False  # education of some weight that gives a formal competence
    tenure: int | None = None  # years in the department; None: not given
    temporary: bool = False  # a vikar in a short employment
    state: State = State.WISHED
    decision: Decision | None = None  # hidden from its owner until it is told
    reason: str | None = None
    starts_on: date | None = None  # of the course, known from enrolment
    ends_on: date | None = None


_OPEN = (State.WISHED, State.DISCUSSED)  # may be edited
_DECIDED = (*_OPEN, State.PRIORITISED)

# From which states a move leads, where to, and who makes it.
_MOVES: Mapping[Move, tuple[Mapping[State, State], frozenset[Actor]]] = {
    Move.REGISTER: ({}, frozenset()),
    Move.EDIT: ({state: state for state in _OPEN}, frozenset({Actor.EMPLOYEE})),
    Move.DISCUSS: ({State.WISHED: State.DISCUSSED}, frozenset({Actor.LEADER})),
    Move.COLLECT: (dict.fromkeys(_OPEN, State.COLLECTED), frozenset({Actor.BOT})),
    Move.PRIORITISE: (
        dict.fromkeys((State.COLLECTED, State.PRIORITISED), State.PRIORITISED),
        frozenset({Actor.LEADER_GROUP}),
    ),
    Move.GRANT: (dict.fromkeys(_DECIDED, State.GRANTED), frozenset({Actor.LEADER})),
    Move.NOTE: (dict.fromkeys(_DECIDED, State.NOTED), frozenset({Actor.LEADER})),
    Move.REFUSE: (dict.fromkeys(_DECIDED, State.REFUSED), frozenset({Actor.LEADER})),
    Move.ENROL: (
        {State.GRANTED: State.ENROLLED},
        frozenset({Actor.EMPLOYEE, Actor.LEADER}),
    ),
    Move.COMPLETE: (
        dict.fromkeys((State.GRANTED, State.ENROLLED), State.COMPLETED),
        frozenset({Actor.EMPLOYEE, Actor.LEADER}),
    ),
    Move.SHARE: (
        {State.COMPLETED: State.SHARED},
        frozenset({Actor.EMPLOYEE, Actor.LEADER}),
    ),
    Move.WITHDRAW: (
        dict.fromkeys(
            (*_DECIDED, State.COLLECTED, State.GRANTED, State.ENROLLED), State.WITHDRAWN
        ),
        frozenset({Actor.EMPLOYEE}),
    ),
    Move.LAPSE: (
        dict.fromkeys((*_DECIDED, State.COLLECTED, State.GRANTED, State.ENROLLED), State.LAPSED),
        frozenset({Actor.LEADER, Actor.BOT}),
    ),
}

TOLD_BY: Mapping[Decision, Move] = {
    Decision.GRANT: Move.GRANT,
    Decision.NOT_NOW: Move.NOTE,
    Decision.REFUSE: Move.REFUSE,
}
GRANTED_SINCE = frozenset({State.GRANTED, State.ENROLLED, State.COMPLETED, State.SHARED})
CAN_BE_EDITED = frozenset(_OPEN)


def leads_to(state: State, move: Move) -> State | None:
    """None: that move does not lead on from here."""
    return _MOVES[move][0].get(state)


def may(actors: Collection[Actor], state: State, move: Move) -> bool:
    """Whether one of these may make that move from here."""
    return leads_to(state, move) is not None and not _MOVES[move][1].isdisjoint(actors)


def moved(wish: Wish, move: Move, actors: Collection[Actor]) -> Wish:
    """The wish afterwards. Raises NotAllowed."""
    there = leads_to(wish.state, move)
    if there is None or not may(actors, wish.state, move):
        raise NotAllowed(wish.state, move)
    return replace(wish, state=there)


def is_collected(wish: Wish) -> bool:
    """Whether it is the leader group's to read."""
    return wish.track is Track.ROUND and wish.state not in _OPEN


def actors(
    who: Person, wish: Wish, leader: Person | None, *, in_leader_group: bool
) -> frozenset[Actor]:
    """What somebody is to a wish; `leader`: of its team. Nobody decides on a wish of their own:
    a leader's goes to the others of the leader group, as does one that no leader has."""
    if who == wish.who:
        return frozenset({Actor.EMPLOYEE})
    found = set()
    if in_leader_group:
        found.add(Actor.LEADER_GROUP)
        if leader is None or leader == wish.who:
            found.add(Actor.LEADER)
    if leader == who:
        found.add(Actor.LEADER)
    return frozenset(found)
