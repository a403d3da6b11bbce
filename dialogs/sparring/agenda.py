"""What a sparring looks like: phases and timeboxes as data, nothing that runs.

The figure that the source material refers to is missing from it, so these agendas are the
product's own proposal (inventory rows 23 and 30); a leader may edit a team's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from dialogs.refusal import Refusal

MINUTE = timedelta(minutes=1)
HOUR = 60 * MINUTE
SHORTEST_PHASE = MINUTE
SHORTEST_CLOSING = 3 * MINUTE


class PhaseName(StrEnum):
    FRAME = "frame"
    PRESENTATION = "presentation"
    CLARIFYING = "clarifying"
    REFLECTION = "reflection"
    RESPONSE = "response"
    PROPOSALS = "proposals"
    DIRECTION = "direction"
    LEARNING = "learning"
    CLOSING = "closing"


MANDATORY = frozenset(
    {PhaseName.PRESENTATION, PhaseName.CLARIFYING, PhaseName.REFLECTION, PhaseName.CLOSING}
)


class AgendaName(StrEnum):
    SINGLE_CASE = "single_case"
    SHORT = "short"
    PRINCIPLE = "principle"
    TOPIC = "topic"


class AgendaRefused(Refusal):
    """An agenda that breaks one of its rules."""


class PhaseTooShort(AgendaRefused):
    """A phase is under one minute, or the closing under three."""

    def __init__(self, phase: PhaseName) -> None:
        super().__init__(phase)
        self.phase = phase


class PhaseRepeated(AgendaRefused):
    """A phase stands twice, or the closing is not last."""


class PhaseMissing(AgendaRefused):
    """A mandatory phase is left out."""

    def __init__(self, phase: PhaseName) -> None:
        super().__init__(phase)
        self.phase = phase


class AgendaTooLong(AgendaRefused):
    """The phases and the spare time together exceed the cap."""

    def __init__(self, total: timedelta, cap: timedelta) -> None:
        super().__init__(total, cap)
        self.total = total
        self.cap = cap


@dataclass(frozen=True, slots=True)
class Phase:
    name: PhaseName
    timebox: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A tuple of phases with the time for each.

    `on_request` holds phases that only come if somebody asks for them; their time is paid from
    elsewhere, so it does not count in the sum. The cap is at most an hour (inventory row 24).
    """

    name: AgendaName
    phases: tuple[Phase, ...]
    spare: timedelta = timedelta()
    cap: timedelta = HOUR
    on_request: Mapping[PhaseName, timedelta] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = self.names
        if len(set(names)) != len(names) or names[-1:] != (PhaseName.CLOSING,):
            raise PhaseRepeated
        for missing in sorted(MANDATORY - set(names)):
            raise PhaseMissing(missing)
        for phase in self.phases:
            if phase.timebox < shortest(phase.name):
                raise PhaseTooShort(phase.name)
        if self.total > self.cap or self.cap > HOUR or self.spare < timedelta():
            raise AgendaTooLong(self.total, min(self.cap, HOUR))

    @property
    def names(self) -> tuple[PhaseName, ...]:
        return tuple(phase.name for phase in self.phases)

    @property
    def length(self) -> timedelta:
        """The sum of the timeboxes, without the spare time."""
        return sum((phase.timebox for phase in self.phases), timedelta())

    @property
    def total(self) -> timedelta:
        return self.length + self.spare


def shortest(phase: PhaseName) -> timedelta:
    return SHORTEST_CLOSING if phase is PhaseName.CLOSING else SHORTEST_PHASE


def warning_before(timebox: timedelta) -> timedelta | None:
    """How long before its end a phase says that time is short; None: it does not."""
    if timebox >= 8 * MINUTE:
        return 2 * MINUTE
    return MINUTE if timebox >= 4 * MINUTE else None


def edited(
    agenda: Agenda, minutes: Mapping[PhaseName, int], *, spare: int, cap: int = 60
) -> Agenda:
    """The agenda with other timeboxes and a cap of its own, in minutes; 0 minutes leaves an
    optional phase out.

    Raises AgendaRefused when the result breaks a rule.
    """
    phases = tuple(
        Phase(phase.name, minutes.get(phase.name, 0) * MINUTE)
        for phase in agenda.phases
        if minutes.get(phase.name, 0) or phase.name in MANDATORY
    )
    return replace(agenda, phases=phases, spare=spare * MINUTE, cap=cap * MINUTE)


def _agenda(
    name: AgendaName,
    boxes: Mapping[PhaseName, int],
    spare: int = 0,
    on_request: Mapping[PhaseName, timedelta] | None = None,
) -> Agenda:
    phases = tuple(Phase(phase, minutes * MINUTE) for phase, minutes in boxes.items())
    return Agenda(name=name, phases=phases, spare=spare * MINUTE, on_request=on_request or {})


SINGLE_CASE = _agenda(
    AgendaName.SINGLE_CASE,
    {
        PhaseName.FRAME: 3,
        PhaseName.PRESENTATION: 10,
        PhaseName.CLARIFYING: 8,
        PhaseName.REFLECTION: 20,
        PhaseName.RESPONSE: 4,
        PhaseName.LEARNING: 5,
        PhaseName.CLOSING: 5,
    },
    spare=5,
    on_request={PhaseName.PROPOSALS: 5 * MINUTE},
)
SHORT = _agenda(
    AgendaName.SHORT,
    {
        PhaseName.FRAME: 2,
        PhaseName.PRESENTATION: 6,
        PhaseName.CLARIFYING: 5,
        PhaseName.REFLECTION: 10,
        PhaseName.RESPONSE: 2,
        PhaseName.LEARNING: 2,
        PhaseName.CLOSING: 3,
    },
)
PRINCIPLE = _agenda(
    AgendaName.PRINCIPLE,
    {
        PhaseName.FRAME: 3,
        PhaseName.PRESENTATION: 8,
        PhaseName.CLARIFYING: 7,
        PhaseName.REFLECTION: 15,
        PhaseName.DIRECTION: 12,
        PhaseName.LEARNING: 5,
        PhaseName.CLOSING: 5,
    },
    spare=5,
)
TOPIC = _agenda(
    AgendaName.TOPIC,
    {
        PhaseName.FRAME: 3,
        PhaseName.PRESENTATION: 8,
        PhaseName.CLARIFYING: 6,
        PhaseName.REFLECTION: 15,
        PhaseName.LEARNING: 8,
        PhaseName.CLOSING: 5,
    },
)

SHIPPED: Mapping[AgendaName, Agenda] = {
    agenda.name: agenda for agenda in (SINGLE_CASE, SHORT, PRINCIPLE, TOPIC)
}
