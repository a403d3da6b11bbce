"""The fixed dates of the year (domain, section 4.6): what a leader switches on, when it comes, and
who is asked before its day, on it, and after it until somebody has answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dialogs.calendar.days import (
    DAY,
    MORNING,
    local_day,
    working_day_from,
    working_days_before,
)
from dialogs.calendar.recurrence import Every, Lead, OnClosed, Schedule, between
from dialogs.people.person import Person
from dialogs.refusal import Refusal
from dialogs.text import cleaned

AHEAD = 10  # working days: two weeks to read, or to prepare what is taught
AGAIN_AFTER, LEFT_AFTER = timedelta(days=14), timedelta(days=28)
AID_AHEAD, AID_SOON = timedelta(days=60), timedelta(days=14)  # a course must be found and booked
AID_LEFT = timedelta(days=14)
DAYS = 28  # every month has so many
AHEAD_AT_MOST = timedelta(days=366 * 5)
TOPICS_AT_MOST, TOPIC_AT_MOST = 12, 80


class Kind(StrEnum):
    LAW = "law"
    BRUSH_UP = "brush_up"
    POLICIES = "policies"
    FIRST_AID = "first_aid"  # of one person each time, by the date that a leader gives
    FUNDING = "funding"
    REFERENCES = "references"
    KNOWLEDGE = "knowledge"


class Step(StrEnum):
    AHEAD = "ahead"
    DAY = "day"
    AFTER = "after"
    LEFT = "left"  # to a leader: nobody has answered


class State(StrEnum):
    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


FOR_A_MEETING = frozenset({Kind.LAW, Kind.BRUSH_UP, Kind.POLICIES, Kind.KNOWLEDGE})
PREPARED = frozenset({Kind.LAW, Kind.BRUSH_UP})  # somebody is asked two weeks ahead
TOPICS = ("tavshedspligt", "forvaltningsret", "aktindsigt", "Ankestyrelsens principafgørelser")
CADENCES = (Every.QUARTER, Every.HALF, Every.YEAR)
_MONTHS = {Every.QUARTER: 3, Every.HALF: 6, Every.YEAR: 12}


class YearlyRefused(Refusal):
    """What cannot be done with a fixed date."""


class NoSuchRound(YearlyRefused):
    """It is over, or was answered, or is another's."""


class NoSuchCadence(YearlyRefused):
    """A cadence, month or day that there is not."""


class OwnerUnknown(YearlyRefused):
    """Nobody that the bot can write to."""


class AidDateOut(YearlyRefused):
    """The date is missing, over, or too far ahead."""


class TopicsMissing(YearlyRefused):
    """There must be something to brush up."""


class TopicsTooMany(YearlyRefused):
    """More of them, or longer ones, than a form shows."""


class NowhereToPut(YearlyRefused):
    """No team was chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One of the shipped dates, as this department has it."""

    kind: Kind
    on: bool = False
    every: Every = Every.YEAR
    month: int = 1  # the first one of the year that it comes in
    day: int = 1
    owner: Person | None = None  # None: a leader
    topics: Sequence[str] = ()

    @property
    def schedule(self) -> Schedule:
        """When the first one is asked."""
        ahead = Lead(working_days=AHEAD, at=MORNING) if self.kind in PREPARED else None
        return Schedule(
            every=self.every,
            at=MORNING,
            month=(self.month - 1) % _MONTHS[self.every] + 1,
            day=self.day,
            on_closed=OnClosed.AFTER,
            lead=ahead,
            only_newest=True,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One time of it."""

    kind: Kind
    key: str
    day: date
    id: int = 0  # 0: not stored yet
    state: State = State.OPEN
    topic: str = ""
    taker: Person | None = None  # who has it this time; None: the routine's owner
    about: Person | None = None  # whose first aid it is

    @property
    def is_open(self) -> bool:
        return self.state is State.OPEN


SHIPPED: Mapping[Kind, Routine] = {
    each.kind: each
    for each in (
        # New law comes into force in January and July most often.
        Routine(kind=Kind.LAW, every=Every.QUARTER, month=1, day=15),
        Routine(kind=Kind.BRUSH_UP, every=Every.QUARTER, month=2, day=1, topics=TOPICS),
        Routine(kind=Kind.POLICIES, every=Every.YEAR, month=9, day=1),
        Routine(kind=Kind.FIRST_AID),
        Routine(kind=Kind.FUNDING, every=Every.HALF, month=2, day=1),
        Routine(kind=Kind.REFERENCES, every=Every.YEAR, month=1, day=10),
        Routine(kind=Kind.KNOWLEDGE, every=Every.HALF, month=4, day=1),
    )
}


# --- when ------------------------------------------------------------------------------------


def rounds(
    routine: Routine, after: datetime, until: datetime, zone: ZoneInfo
) -> Iterator[tuple[Round, date]]:
    """Those whose day is after the one and not after the other, each with the day that it would
    be on if nothing had moved it."""
    if not routine.on or routine.kind is Kind.FIRST_AID:
        return
    schedule = replace(routine.schedule, lead=None, only_newest=False)
    kept = replace(schedule, on_closed=OnClosed.KEPT)
    nominal = {
        moment.key: local_day(moment.due_at, zone)
        for moment in between(kept, after - AGAIN_AFTER, until + AGAIN_AFTER, zone)
    }
    for moment in between(schedule, after, until, zone):
        day = local_day(moment.due_at, zone)
        was = nominal.get(moment.key, day)
        topic = topic_of(routine, was)
        yield Round(kind=routine.kind, key=moment.key, day=day, topic=topic), was


def round_of(routine: Routine, key: str, asked: datetime, zone: ZoneInfo) -> Round | None:
    """The one with this key, whose first prompt was due at `asked`."""
    near = AGAIN_AFTER + LEFT_AFTER
    found = rounds(routine, asked - near, asked + near, zone)
    return next((each for each, _ in found if each.key == key), None)


def topic_of(routine: Routine, day: date) -> str:
    """They take turns, each time the next one."""
    if not routine.topics:
        return ""
    number = (day.year * 12 + day.month - 1) // _MONTHS[routine.every]
    return routine.topics[number % len(routine.topics)]


def steps(each: Round) -> Mapping[Step, date]:
    """The days on which somebody is asked, for as long as nobody has answered; those ahead are
    working days before it, and all are moved to a working day when they come."""
    if each.kind is Kind.FIRST_AID:
        return {
            Step.AHEAD: working_day_from(each.day - AID_AHEAD),
            Step.DAY: working_day_from(each.day - AID_SOON),
            Step.AFTER: working_day_from(each.day + DAY),
            Step.LEFT: working_day_from(each.day + AID_LEFT),
        }
    later = {
        Step.DAY: each.day,
        Step.AFTER: working_day_from(each.day + AGAIN_AFTER),
        Step.LEFT: working_day_from(each.day + LEFT_AFTER),
    }
    if each.kind not in PREPARED:
        return later
    return {Step.AHEAD: working_days_before(each.day, AHEAD), **later}


# --- what is typed ---------------------------------------------------------------------------


def cadence(every: str, month: str, day: str) -> tuple[Every, int, int]:
    """Raises NoSuchCadence."""
    numbers = [int(float(text)) if _is_number(text) else 0 for text in (month, day)]
    if every not in CADENCES or not 1 <= numbers[0] <= 12 or not 1 <= numbers[1] <= DAYS:
        raise NoSuchCadence
    return Every(every), numbers[0], numbers[1]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isascii() and text.replace(".", "", 1).isdecimal()


def topics(typed: str) -> tuple[str, ...]:
    """One on each line, each once. Raises TopicsMissing or TopicsTooMany."""
    found = tuple(dict.fromkeys(line for line in cleaned(typed).split("\n") if line))
    if not found:
        raise TopicsMissing
    if len(found) > TOPICS_AT_MOST or any(len(topic) > TOPIC_AT_MOST for topic in found):
        raise TopicsTooMany
    return found


def aid_day(typed: str, today: date) -> date:
    """By which somebody's first aid is to be renewed. Raises AidDateOut."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise AidDateOut from None
    if not today < day <= today + AHEAD_AT_MOST:
        raise AidDateOut
    return day
