"""Rounds of ledelsestilsyn, the dialogue after each, and points of attention. Pure rules.

The checklist and the cases stay outside: known is that a review was held, when, and of how many
cases (inventory rows 48 to 62). Nothing here says well or badly done.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dialogs.calendar.period import QUARTER, Period
from dialogs.people.person import Person
from dialogs.people.team import listed
from dialogs.refusal import Refusal
from dialogs.text import cleaned, one_line, required

CASES_MOST = 10  # of one caseworker in one round
TALK_WITHIN, TALK_WITHIN_MOST = 10, 30  # working days from it to the dialogue (domain, 4.7)
THEME_AT_MOST, LINK_AT_MOST = 120, 300
AGREEMENT_AT_MOST, NEED_AT_MOST = 500, 500
RECURS_WITH = 3  # caseworkers: from there on a point is shared learning (issue, part 4)
_LINK = re.compile(r"https://[^\s/]+\.[^\s]+")

# What a point of attention may be about, until the leader edits the list (domain, section 2.6).
THEMES = (
    "Barnets perspektiv i undersøgelsen",
    "Børnesamtalen",
    "Den børnefaglige undersøgelse",
    "Barnets plan og handleplaner",
    "Opfølgning og frister",
    "Begrundelse og klagevejledning",
    "Partshøring og inddragelse af forældre",
    "Netværkets ressourcer",
    "Dokumentation i fagsystemet",
    "Fælles brug af metoder",
    "Arbejdsgange og samarbejde",
)


class Every(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"


class Way(StrEnum):
    ALONE = "alone"
    GROUP = "group"


class Settled(StrEnum):
    """What the leader made of a point that recurs."""

    MEETING = "meeting"
    IMPROVEMENT = "improvement"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a team's leader holds it."""

    team_id: int
    every: Every = Every.QUARTER
    cases: int = 1  # of each caseworker
    talk_within: int = TALK_WITHIN  # working days
    theme: str = ""  # empty: overall
    link: str = ""  # to the municipality's own guideline
    themes: tuple[str, ...] = THEMES

    def period(self, day: date) -> Period:
        return Period.month(day) if self.every is Every.MONTH else Period.quarter(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    id: int
    team_id: int
    period: Period
    cases: int
    theme: str = ""
    reviewed: int = 0  # caseworkers
    seen: int = 0  # cases
    talked: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """That it was held with somebody: between the two alone."""

    id: int
    round_id: int
    team_id: int
    who: Person
    leader_id: int | None  # who held it; None: erased
    held_on: date
    cases: int
    talk_at: datetime | None = None
    way: Way = Way.ALONE
    talked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two agreed on; a new leader does not inherit it."""

    id: int = 0
    team_id: int
    who: Person
    leader_id: int | None
    text: str
    follow_up: date
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A theme of a round, and with how many caseworkers it came up; never with whom."""

    id: int
    round_id: int
    team_id: int
    theme: str
    caseworkers: int
    settled: Settled | None = None

    @property
    def recurs(self) -> bool:
        return self.caseworkers >= RECURS_WITH


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    team_id: int
    period: Period
    text: str


class NoPlan(Refusal):
    """The leader has not said yet how it is held."""


class NoRound(Refusal):
    """None is under way."""


class HeldAlready(Refusal):
    def __init__(self, who: Person) -> None:
        super().__init__()
        self.who = who


class NoSuchReview(Refusal):
    """It is somebody else's, or long over."""


class NobodyChosen(Refusal):
    pass


class TooManyCases(Refusal):
    pass


class TooManyDays(Refusal):
    pass


class NotALink(Refusal):
    pass


class NoFollowUp(Refusal):
    """An agreement needs a day to look at it again."""


class NoSuchPoint(Refusal):
    """It was settled, or is no longer there."""


class NoSuchAgreement(Refusal):
    """It was followed up and has gone, or is somebody else's."""


def plan(
    team_id: int, every: str, cases: str, talk_within: str, theme: str, link: str, themes: str
) -> Plan:
    """From the leader's form. An empty list of themes is the shipped one."""
    return Plan(
        team_id=team_id,
        every=Every(every) if every in set(Every) else Every.QUARTER,
        cases=number_of_cases(cases),
        talk_within=_days(talk_within),
        theme=one_line(theme, most=THEME_AT_MOST) if cleaned(theme) else "",
        link=_link(link),
        themes=listed(themes) or THEMES,
    )


def number_of_cases(text: str) -> int:
    """Teams sends a number as text, at times with a decimal point. Raises TooManyCases."""
    try:
        number = int(float(text))
    except ValueError:
        raise TooManyCases from None
    if not 1 <= number <= CASES_MOST:
        raise TooManyCases
    return number


def _days(text: str) -> int:
    """Teams sends a number as text. Raises TooManyDays."""
    try:
        days = int(float(text or TALK_WITHIN))
    except ValueError:
        raise TooManyDays from None
    if not 1 <= days <= TALK_WITHIN_MOST:
        raise TooManyDays
    return days


def _link(text: str) -> str:
    text = cleaned(text)
    if text and (len(text) > LINK_AT_MOST or not _LINK.fullmatch(text)):
        raise NotALink
    return text


def agreement_text(text: str) -> str:
    return required(text, most=AGREEMENT_AT_MOST) if cleaned(text) else ""


def need_text(text: str) -> str:
    return required(text, most=NEED_AT_MOST)


def chosen(text: str, themes: Sequence[str]) -> list[str]:
    """The themes of a form, by their number in the list."""
    numbers = [int(part) for part in text.split(",") if part.isdecimal() and len(part) < 4]
    return [themes[n] for n in dict.fromkeys(numbers) if n < len(themes)]


def every_of(period: Period) -> Every:
    return Every.QUARTER if period.months == QUARTER else Every.MONTH
