"""A team: who leads it, when it meets, and what its leader has chosen for it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum

from dialogs.calendar.days import USUAL, Calendar, Week
from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.sparring import agenda as agendas
from dialogs.sparring.agenda import Agenda, AgendaName, PhaseName
from dialogs.text import cleaned, on_one_line, one_line

NAME_AT_MOST = 60
FOCUS_AT_MOST = 200
BOOKED_LEAST, BOOKED_MOST = 30, 180
LINE_AT_MOST, LINES_AT_MOST = 200, 30
MINUTES_AT_MOST = 999  # of what is typed for a phase; an agenda takes far less
CAP_AT_MOST = 60  # minutes: a leader may lower it (inventory row 24)
DEFAULT_TOOLS = ("genogram", "tidslinje", "ICS-trekanten", "tre huse")
DEFAULT_METHODS = ("ICS", "Signs of Safety")
_TIME = re.compile(r"([01]?\d|2[0-3])[.:]([0-5]\d)")
_BETWEEN_WEEKS = re.compile(r"[,;\n]|\bog\b")
_WEEK_WORD = re.compile(r"\buger?\b", re.IGNORECASE)


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


class HalfARhythm(SettingsRefused):
    """A weekday without a time, or a time without a weekday."""


class BookedOutside(SettingsRefused):
    """The booking is shorter than the short agenda, or longer than a meeting room is had."""


class SamePersonTwice(SettingsRefused):
    """Coordinator and deputy are one person."""


class NotAMember(SettingsRefused):
    """A role for somebody who is not in the team."""


class NotOnTheList(SettingsRefused):
    """A role of the department for somebody who was not among those to choose from."""


class NotYours(SettingsRefused):
    """The settings of this team are changed by somebody else."""

    def __init__(self, who: tuple[Person, ...]) -> None:
        super().__init__(len(who))
        self.who = who


class ChosenByOthers(SettingsRefused):
    """Which team a chat belongs to is said by who added the bot, or a colleague of theirs."""

    def __init__(self, who: Person | None) -> None:
        super().__init__()
        self.who = who


class TooManyLines(SettingsRefused):
    """A list with more lines than anybody would look through."""

    def __init__(self, lines: int) -> None:
        super().__init__(lines)
        self.lines = lines
        self.most = LINES_AT_MOST


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
    own_weeks: tuple[Week, ...] = ()  # without sparring, besides the department's
    department: Calendar = USUAL

    @property
    def calendar(self) -> Calendar:
        """The days and hours that it works: the department's, without its own closed weeks."""
        return replace(self.department, weeks=(*self.department.weeks, *self.own_weeks))

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
        spare, cap = edit.get("spare", 0), edit.get("cap", CAP_AT_MOST)
        return agendas.edited(shipped, minutes, spare=spare, cap=cap)


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


def absence(person_id: int, first: date, last: date, *, today: date) -> Absence:
    if last < first:
        raise AbsenceBackwards
    if last < today:
        raise AbsenceIsPast
    return Absence(person_id=person_id, first=first, last=last)


def team_name(text: str) -> str:
    return one_line(text, most=NAME_AT_MOST)


def named_after(chat: str) -> str:
    """A team's first name is that of its chat, which nobody chose with our limit in mind."""
    return on_one_line(chat)[:NAME_AT_MOST].strip() or "Teamet"


def focus(text: str) -> str:
    return one_line(text, most=FOCUS_AT_MOST) if text.strip() else ""


def rhythm(day: str, clock: str) -> tuple[int | None, time | None]:
    """The weekday and the time, both or neither."""
    chosen = weekday(day), time_of_day(clock)
    if (chosen[0] is None) != (chosen[1] is None):
        raise HalfARhythm
    return chosen


def weekday(text: str) -> int | None:
    if not text:
        return None
    if text not in ("0", "1", "2", "3", "4"):
        raise NoSuchDay
    return int(text)


def time_of_day(text: str) -> time | None:
    """ "09:00" from Teams' own input; "9.00" where a client lets it be typed."""
    if not text:
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise NoSuchTime
    return time(int(found[1]), int(found[2]))


def booked_minutes(text: str) -> int:
    if not text.isdecimal() or not BOOKED_LEAST <= int(text) <= BOOKED_MOST:
        raise BookedOutside
    return int(text)


def closed_weeks(text: str, *, today: date) -> tuple[Week, ...]:
    """ "7, 29-31, 42" as weeks from now on, at most a year ahead."""
    parts = _BETWEEN_WEEKS.split(_WEEK_WORD.sub("", text))
    numbers = {number for part in parts for number in _weeks(part)}
    this = Week.of(today)
    return tuple(sorted(Week(this.year + (n < this.number), n) for n in numbers))


def still_closed(team: Team, today: date) -> Team:
    """Without the weeks that are over: handed in again, they would be next year's."""
    this = Week.of(today)
    return replace(team, own_weeks=tuple(week for week in team.own_weeks if week >= this))


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
    rows = [row for row in cleaned(text).split("\n") if row]
    if len(rows) > LINES_AT_MOST:
        raise TooManyLines(len(rows))
    return tuple(dict.fromkeys(one_line(row, most=LINE_AT_MOST) for row in rows))


def members_only(team: Team, present: Sequence[int]) -> Team:
    """Who is no longer in the chat leads nothing in it; a leader need not be there."""
    return replace(
        team,
        coordinator=_if_there(team.coordinator, present),
        deputy=_if_there(team.deputy, present),
    )


def _if_there(who: Person | None, present: Sequence[int]) -> Person | None:
    return who if who is not None and who.id in present else None


def edited_minutes(agenda: AgendaName, typed: Mapping[str, str]) -> dict[str, int]:
    """The leader's timeboxes for an agenda, refused when they break its rules."""
    shipped = agendas.SHIPPED[agenda]
    minutes = {phase: _minutes(typed.get(phase, "")) for phase in shipped.names}
    spare = _minutes(typed.get("spare", ""))
    cap = _minutes(typed.get("cap", "")) or CAP_AT_MOST
    agendas.edited(shipped, minutes, spare=spare, cap=cap)
    return {**{PhaseName(k).value: v for k, v in minutes.items()}, "spare": spare, "cap": cap}


def _minutes(text: str) -> int:
    """Teams sends a number input as text, at times with a decimal point."""
    try:
        return round(min(max(0.0, float(text)), MINUTES_AT_MOST))
    except ValueError:
        return 0
