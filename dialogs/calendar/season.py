"""The season: every prompt of the coming year, before anyone gets one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import TypeVar
from zoneinfo import ZoneInfo

from dialogs.calendar.days import DAY, Calendar, local_day
from dialogs.calendar.words import AWAY, closed_between
from dialogs.people.team import Absence
from dialogs.refusal import Refusal

_LETTERS = 16  # of a fingerprint


class SeasonRefused(Refusal):
    """Something about the year's plan that cannot be done."""


class ApprovedByLeaders(SeasonRefused):
    """Only the leader group approves the year."""


class NothingToApprove(SeasonRefused):
    """Nothing is planned in that year."""


class Reader(StrEnum):
    """Whose eyes a prompt is for, besides whom it goes to."""

    TEAM = "team"  # the whole team: it goes to their chat, or is no secret among them
    LEADING = "leading"  # coordinator, deputy and leader
    DEPARTMENT = "department"  # the leader group
    NOBODY = "nobody"  # the person alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """One prompt to come: when, to whom, what about. Nothing of it is sent by being foreseen."""

    at: datetime
    series: str  # as its occurrences are called
    whom: str  # "Faglig koordinator, Team Øst"
    title: str
    text: str  # what it will say, in a sentence or two
    nominal: date | None = None  # its day, had nothing moved it
    because: str = ""  # what moved it: "2. påskedag", "lukket i uge 29"
    team_id: int | None = None  # None: it is the department's
    person_id: int | None = None  # the one whom it is for, where that is known
    readers: Reader = Reader.TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """One thing of the year whose day has come: it is done, or is still to be done. Whose fault
    that is does not stand in it."""

    on: date
    title: str
    done: bool
    due_until: date | None = None  # the day itself and until then it is due; later it is late
    team_id: int | None = None  # None: it is the department's
    person_id: int | None = None  # the one whom it is for, where that is known
    readers: Reader = Reader.TEAM


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something that happens at a time, for somebody's own calendar. Never what a case is about.

    `key` is the same for as long as it is the same thing, so that a calendar moves it;
    `version` grows each time it is changed.
    """

    key: str
    title: str
    begins: datetime
    ends: datetime
    text: str = ""
    version: int = 0
    cancelled: bool = False


_OfTheYear = TypeVar("_OfTheYear", Foreseen, Behind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """Somebody who looks at the year: the teams they are in, those they lead, and the rest."""

    person_id: int
    teams: frozenset[int]
    leads: frozenset[int] = frozenset()
    department: bool = False
    group: bool = False  # in a team's chat, where everybody reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    year: int
    at: datetime
    by: str | None  # None: erased since
    seen: frozenset[str]


def moved(at: datetime, on: date, calendar: Calendar, zone: ZoneInfo) -> tuple[date | None, str]:
    """The day it would have come on, and what moved it; None and nothing: nothing did."""
    day = local_day(at, zone)
    if day == on:
        return None, ""
    first, last = (on, day - DAY) if on < day else (day + DAY, on)
    return on, closed_between(first, last, calendar) or "weekend"


def with_absence(
    found: Iterable[Foreseen], absences: Collection[Absence], zone: ZoneInfo
) -> list[Foreseen]:
    """What comes to somebody who is away that day says so; never why they are."""
    return [
        replace(each, because=", ".join(filter(None, (each.because, AWAY))))
        if any(
            away.person_id == each.person_id and away.covers(local_day(each.at, zone))
            for away in absences
        )
        else each
        for each in found
    ]


def shown_to(found: Iterable[_OfTheYear], looker: Looker) -> list[_OfTheYear]:
    return [each for each in found if _is_shown(each, looker)]


def _is_shown(each: Foreseen | Behind, looker: Looker) -> bool:
    if each.person_id == looker.person_id and not looker.group:
        return True
    if each.readers is Reader.NOBODY:
        return False
    if looker.group:
        return each.readers is Reader.TEAM and each.team_id in looker.teams
    if looker.department:
        return True
    if each.readers is Reader.TEAM:
        return each.team_id in looker.teams or each.team_id in looker.leads
    return each.readers is Reader.LEADING and each.team_id in looker.leads


# --- approved, and changed since --------------------------------------------------------------


def fingerprint(each: Foreseen, zone: ZoneInfo) -> str:
    """What was approved: that it comes, and when. Whose turn it is may change without asking."""
    local = each.at.astimezone(zone)
    said = f"{each.series}|{each.team_id}|{each.title}|{local:%Y-%m-%dT%H:%M}"
    return f"{local:%Y-%m-%d}:{sha256(said.encode()).hexdigest()[:_LETTERS]}"


def to_approve(found: Iterable[Foreseen], year: int, zone: ZoneInfo) -> list[Foreseen]:
    """What follows from schedules; what follows from what people do is not planned ahead."""
    return [
        each
        for each in found
        if each.readers is not Reader.NOBODY and local_day(each.at, zone).year == year
    ]


def fingerprints(found: Iterable[Foreseen], zone: ZoneInfo) -> list[str]:
    return sorted({fingerprint(each, zone) for each in found})


def changed_since(
    approval: Approval, found: Sequence[Foreseen], today: date, zone: ZoneInfo
) -> tuple[frozenset[str], int]:
    """The fingerprints that are new since, and how many that were approved and still to come are
    gone."""
    now = set(fingerprints(to_approve(found, approval.year, zone), zone))
    coming = {each for each in approval.seen if each[:10] > today.isoformat()}
    fresh = {each for each in now - approval.seen if each[:10] > today.isoformat()}
    return frozenset(fresh), len(coming - now)
