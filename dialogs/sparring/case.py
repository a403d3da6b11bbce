"""What is brought to a sparring: a case, a principle question or a topic, and its queue."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.sparring.agenda import AgendaName
from dialogs.text import Empty, TooLong, one_line

QUESTION_AT_MOST = 300
PROPOSAL_AT_MOST = 1000
ANSWER_AT_MOST = 500


class Kind(StrEnum):
    CASE = "case"
    PRINCIPLE = "principle"
    TOPIC = "topic"
    REVIEW = "review"  # sagseftersyn
    WENT_WRONG = "went_wrong"  # never shown as such in the group


class CaseState(StrEnum):
    REQUESTED = "requested"  # a principle case that the team leader has not answered
    ASKED_BACK = "asked_back"
    DECLINED = "declined"
    WAITING = "waiting"
    TAKEN = "taken"  # in a meeting that is planned or running
    HELD = "held"
    WITHDRAWN = "withdrawn"


class CaseRefused(Refusal):
    """A rule of the queue says no."""


class NotYourCase(CaseRefused):
    """Only who brought a case takes it back."""


class CaseTaken(CaseRefused):
    """The case is in a meeting, or was held."""


class NotForYouToAnswer(CaseRefused):
    """A principle case is answered by the team leader."""


class AnsweredAlready(CaseRefused):
    """The request has been answered."""


class NoLeader(CaseRefused):
    """Nobody is known to lead the team, so nobody can accept a principle case."""


class QuestionMissing(CaseRefused):
    """No sparring question was written."""


class QuestionTooLong(CaseRefused):
    """More characters than one sentence should have."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length
        self.most = QUESTION_AT_MOST


class NotAccepted(CaseRefused):
    """A principle case starts only when the team leader has accepted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    id: int
    team_id: int
    owner: Person
    kind: Kind
    question: str
    state: CaseState
    first: bool = False  # postponed, or its owner was absent: comes first next time
    brought_at: datetime

    @property
    def may_be_reworded(self) -> bool:
        """While it waits; but a principle question is the one that the team leader accepted."""
        accepted = self.kind is Kind.PRINCIPLE and bool(self.question)
        return self.state is CaseState.WAITING and not accepted

    @property
    def shown_kind(self) -> Kind:
        """What the group sees: that something went wrong is the owner's to tell."""
        return Kind.CASE if self.kind is Kind.WENT_WRONG else self.kind

    @property
    def agenda(self) -> AgendaName | None:
        """The agenda that the kind asks for; None: the team's usual one."""
        match self.kind:
            case Kind.PRINCIPLE:
                return AgendaName.PRINCIPLE
            case Kind.TOPIC:
                return AgendaName.TOPIC
            case _:
                return None


def sparring_question(text: str) -> str:
    """The one sentence, on one line. Raises QuestionMissing or QuestionTooLong."""
    try:
        return one_line(text, most=QUESTION_AT_MOST)
    except Empty:
        raise QuestionMissing from None
    except TooLong as error:
        raise QuestionTooLong(error.length) from None


def first_state(kind: Kind, leader: Person | None) -> CaseState:
    """A principle case is agreed with the team leader beforehand (inventory row 4)."""
    if kind is not Kind.PRINCIPLE:
        return CaseState.WAITING
    if leader is None:
        raise NoLeader
    return CaseState.REQUESTED


def in_order(cases: Iterable[Case]) -> list[Case]:
    waiting = (case for case in cases if case.state is CaseState.WAITING)
    return sorted(waiting, key=lambda case: (not case.first, case.brought_at, case.id))


def next_case(cases: Iterable[Case], absent: Collection[int]) -> Case | None:
    return next((case for case in in_order(cases) if case.owner.id not in absent), None)


def kept_for_absent(cases: Iterable[Case], absent: Collection[int]) -> list[Case]:
    """The cases before the next one whose owners are away: they come first next time."""
    kept = []
    for case in in_order(cases):
        if case.owner.id not in absent:
            break
        kept.append(case)
    return kept


def answered(case: Case) -> None:
    """Refuses a second answer to a principle request."""
    if case.state not in (CaseState.REQUESTED, CaseState.ASKED_BACK):
        raise AnsweredAlready


def put_anew(case: Case, actor: Person) -> None:
    """Its owner words the question of a case that waits; where it is taken again, the question
    went with its meeting."""
    if case.owner != actor:
        raise NotYourCase
    if case.state is not CaseState.WAITING:
        raise CaseTaken
    if not case.may_be_reworded:
        raise AnsweredAlready


def withdrawn(case: Case, actor: Person) -> None:
    if case.owner != actor:
        raise NotYourCase
    if case.state in (CaseState.TAKEN, CaseState.HELD, CaseState.WITHDRAWN):
        raise CaseTaken
