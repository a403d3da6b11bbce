"""A team: who leads it, when it meets, and what its leader has chosen for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from dialogs.calendar.days import Week
from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.sparring import agenda as agendas
from dialogs.sparring.agenda import Agenda, AgendaName, PhaseName
from dialogs.text import one_line

NAME_AT_MOST = 60
FOCUS_AT_MOST = 200
BOOKED_LEAST, BOOKED_MOST = 30, 180
DEFAULT_TOOLS = ("genogram", "tidslinje", "ICS-trekanten", "tre huse")
DEFAULT_METHODS = ("ICS", "Signs of Safety")


class Right(StrEnum):
    """What somebody may change in the settings of a team (design, section 6: roles)."""

    NOTHING = "nothing"
    RHYTHM = "rhythm"  # name, weekday, time, deputy, one of the shipped agendas
    FRAME = "frame"  # also phases, cap, roles, focus and lists


class SettingsRefused(Refusal):
    """A setting that breaks a rule."""


class NoSuchDay(SettingsRefused):
    """The weekday is none of Monday to Friday."""


class NoSuchTime(SettingsRefused):
    """The time is not a time of day."""


class BookedOutside(SettingsRefused):
    """The booking is shorter than the short agenda, or longer than a meeting room is had."""


class SamePersonTwice(SettingsRefused):
    """Coordinator and deputy are one person."""


class NotAMember(SettingsRefused):
    """A role for somebody who is not in the team."""


class NotYours(SettingsRefused):
    """The settings of this team are changed by somebody else."""

    def __init__(self, who: tuple[Person, ...]) -> None:
        super().__init__(len(who))
        self.who = who


class NoTeamHere(SettingsRefused):
    """The chat belongs to no team yet."""


class WrongPlace(SettingsRefused):
    """The command belongs in the team's chat."""


class WrongPlacePrivate(SettingsRefused):
    """The command belongs in a chat of one's own."""


class WeekUnclear(SettingsRefused):
    """A closed week that cannot be read."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self.word = word


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    id: int
    name: str
    coordinator: Person | None = None
    deputy: Person | None = None
    leader: Person | None = None
    weekday: int | None = None  # Monday is 0; no weekday, no start card by itself
    starts_at: time | None = None  # local
    booked: int = 60  # minutes
    agenda: AgendaName = AgendaName.SINGLE_CASE
    edits: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    focus: str = ""
    tools: tuple[str, ...] = DEFAULT_TOOLS
    methods: tuple[str, ...] = DEFAULT_METHODS
    closed_weeks: tuple[Week, ...] = ()

    @property
    def meets(self) -> bool:
        return self.weekday is not None and self.starts_at is not None

    def agenda_of(self, name: AgendaName) -> Agenda:
        """The team's own version of an agenda, as its leader edited it."""
        shipped = agendas.SHIPPED[name]
        edit = self.edits.get(name)
        if not edit:
            return shipped
        minutes = {phase: edit.get(phase, 0) for phase in shipped.names}
        return agendas.edited(shipped, minutes, spare=edit.get("spare", 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    person_id: int
    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


class AbsenceRefused(Refusal):
    """Absence that cannot be noted."""


class AbsenceBackwards(AbsenceRefused):
    """It ends before it begins."""


class AbsenceIsPast(AbsenceRefused):
    """It was over before today."""


class NoSuchDate(AbsenceRefused):
    """A date that cannot be read."""


class AbsenceOfOthers(AbsenceRefused):
    """Only the coordinator, the deputy and the leader note somebody else's absence."""


def right(team: Team, actor: Person, *, administrator: bool) -> Right:
    if administrator or actor == team.leader:
        return Right.FRAME
    if actor in (team.coordinator, team.deputy):
        return Right.RHYTHM
    return Right.NOTHING


def absence(person_id: int, first: date, last: date, *, today: date) -> Absence:
    if last < first:
        raise AbsenceBackwards
    if last < today:
        raise AbsenceIsPast
    return Absence(person_id=person_id, first=first, last=last)


def team_name(text: str) -> str:
    return one_line(text, most=NAME_AT_MOST)


def focus(text: str) -> str:
    return one_line(text, most=FOCUS_AT_MOST) if text.strip() else ""


def weekday(text: str) -> int | None:
    if not text:
        return None
    if text not in ("0", "1", "2", "3", "4"):
        raise NoSuchDay
    return int(text)


def time_of_day(text: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text.strip().replace(".", ":"))
    except ValueError:
        raise NoSuchTime from None


def booked_minutes(text: str) -> int:
    if not text.isdigit() or not BOOKED_LEAST <= int(text) <= BOOKED_MOST:
        raise BookedOutside
    return int(text)


def closed_weeks(text: str, *, today: date) -> tuple[Week, ...]:
    """ "7, 29-31, 42" as weeks from now on, at most a year ahead."""
    numbers = [number for part in text.replace("uge", "").split(",") for number in _weeks(part)]
    this = Week.of(today)
    return tuple(sorted(Week(this.year + (n < this.number), n) for n in numbers))


def _weeks(part: str) -> range:
    if not part.strip():
        return range(0)
    first, _, last = part.replace("–", "-").partition("-")
    try:
        weeks = range(int(first), int(last or first) + 1)
    except ValueError:
        raise WeekUnclear(part.strip()) from None
    if not weeks or weeks[0] < 1 or weeks[-1] > 53:
        raise WeekUnclear(part.strip())
    return weeks


def listed(text: str) -> tuple[str, ...]:
    """One a line; empty lines and repetitions are left out."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return tuple(dict.fromkeys(line for line in lines if line))


def edited_minutes(agenda: AgendaName, typed: Mapping[str, str]) -> dict[str, int]:
    """The leader's timeboxes for an agenda, refused when they break its rules."""
    shipped = agendas.SHIPPED[agenda]
    minutes = {phase: _minutes(typed.get(phase, "")) for phase in shipped.names}
    spare = _minutes(typed.get("spare", ""))
    agendas.edited(shipped, minutes, spare=spare)
    return {**{PhaseName(k).value: v for k, v in minutes.items()}, "spare": spare}


def _minutes(text: str) -> int:
    """Teams sends a number input as text, at times with a decimal point."""
    try:
        return max(0, round(float(text)))
    except ValueError:
        return 0
