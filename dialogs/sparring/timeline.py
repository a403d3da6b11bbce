"""The tavle: what has mattered most in a case, in order, told by ages and by how long ago it was,
never by dates. Read and written in plain words, an event on each line:

    for 6 år siden: mor og far går fra hinanden
    9 år: begynder i specialklasse
    nu: går ikke i skole

The order is the team's: an age and "for 2 år siden" cannot be compared without a birth date.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogs.privacy.guard import stop_cpr
from dialogs.refusal import Refusal
from dialogs.text import cleaned, folded, on_one_line

EVENTS_AT_MOST = 12
EVENT_AT_MOST = 140  # characters
_AGE_AT_MOST = 110
_AGO_AT_MOST = 100


class When(StrEnum):
    BIRTH = "birth"
    AGE = "age"  # of the child, in years
    AGO = "ago"
    NOW = "now"


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`count` are years of age, or so many `unit`s ago."""

    when: When
    text: str
    count: int = 0
    unit: Unit = Unit.YEAR


@dataclass(frozen=True, slots=True)
class Timeline:
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        if len(self.events) > EVENTS_AT_MOST:
            raise TooManyEvents(len(self.events))
        for event in self.events:
            if len(event.text) > EVENT_AT_MOST:
                raise EventTooLong(event.text)


class TimelineRefusal(Refusal):
    """The tavle cannot be as it was asked for."""


class TooManyEvents(TimelineRefusal):
    pass


class EventTooLong(TimelineRefusal):
    def __init__(self, text: str) -> None:
        super().__init__(len(text))
        self.length = len(text)


class NoTimeTold(TimelineRefusal):
    """A line does not begin with when it was, or that could not be read."""

    def __init__(self, line: int, word: str) -> None:
        super().__init__(line, word)
        self.line = line
        self.word = word


class NothingHappened(TimelineRefusal):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class DateWritten(TimelineRefusal):
    """A date or a year, which would tell more than the team needs."""

    def __init__(self, line: int, word: str) -> None:
        super().__init__(line, word)
        self.line = line
        self.word = word


# --- reading and writing -----------------------------------------------------------------------

_MONTHS = (
    "januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|okt|nov|dec"
)
_DATE = re.compile(
    rf"\b\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?\b|\b\d{{1,2}}\.?\s*(?:{_MONTHS})\b"
    r"|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        [
            "nul",
            "en|et",
            "to",
            "tre",
            "fire",
            "fem",
            "seks",
            "syv",
            "otte",
            "ni",
            "ti",
            "elleve",
            "tolv",
            "tolv",
        ]
    )
    for word in words.split("|")
}
_COUNT = r"(?P<count>\d{1,3}|" + "|".join(_NUMBERS) + ")"
_UNITS = {
    "dag": Unit.DAY,
    "dage": Unit.DAY,
    "uge": Unit.WEEK,
    "uger": Unit.WEEK,
    "maaned": Unit.MONTH,
    "maaneder": Unit.MONTH,
    "mdr": Unit.MONTH,
    "aar": Unit.YEAR,
}
_AGO = re.compile(rf"(?:for )?(?:ca\.? )?{_COUNT} (?P<unit>{'|'.join(_UNITS)})\.? siden")
_AGE = re.compile(rf"(?:som )?(?:barnet (?:er|var) )?{_COUNT}(?: aar|[- ]aarig)(?: gammel)?")
_NOW = frozenset({"nu", "i dag", "lige nu"})
_BIRTH = frozenset({"foedsel", "foedslen", "ved foedslen"})


def read(text: str) -> Timeline:
    """Raises CprWritten or a TimelineRefusal. An empty text is an empty tavle."""
    stop_cpr([text])
    lines = [line.strip() for line in cleaned(text).split("\n")]
    return Timeline(tuple(_event(line, at) for at, line in enumerate(lines, 1) if line))


def event(when: str, text: str) -> Event:
    """From a form with one field for each. Raises CprWritten or a TimelineRefusal."""
    stop_cpr([when, text])
    return _event(f"{on_one_line(when)}: {on_one_line(text)}", 1)


def _event(line: str, at: int) -> Event:
    said, _, text = line.partition(":")
    text = on_one_line(text)
    if (date := _DATE.search(line)) is not None:
        raise DateWritten(at, date.group())
    told = _told_when(folded(" ".join(said.split())))
    if told is None:
        raise NoTimeTold(at, said.strip())
    if not text:
        raise NothingHappened(at)
    return replace(told, text=text)


def _told_when(said: str) -> Event | None:
    if said in _NOW:
        return Event(when=When.NOW, text="")
    if said in _BIRTH:
        return Event(when=When.BIRTH, text="")
    if (ago := _AGO.fullmatch(said)) is not None:
        count = _number(ago["count"])
        if 0 < count <= _AGO_AT_MOST:
            return Event(when=When.AGO, text="", count=count, unit=_UNITS[ago["unit"]])
    if (age := _AGE.fullmatch(said)) is not None and _number(age["count"]) <= _AGE_AT_MOST:
        return Event(when=When.AGE, text="", count=_number(age["count"]))
    return None


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]


def written(timeline: Timeline) -> str:
    """The text that reads as this tavle."""
    return "\n".join(f"{when_words(each)}: {each.text}" for each in timeline.events)


_ONE_AND_MORE = {
    Unit.DAY: ("dag", "dage"),
    Unit.WEEK: ("uge", "uger"),
    Unit.MONTH: ("måned", "måneder"),
    Unit.YEAR: ("år", "år"),
}


def when_words(event: Event) -> str:
    match event.when:
        case When.BIRTH:
            return "fødslen"
        case When.AGE:
            return f"{event.count} år"
        case When.AGO:
            return f"for {event.count} {_ONE_AND_MORE[event.unit][event.count != 1]} siden"
        case When.NOW:
            return "nu"


# --- step by step ----------------------------------------------------------------------------


def add(timeline: Timeline, new: Event, at: int | None = None) -> Timeline:
    """At this place, from 0; None: last."""
    place = len(timeline.events) if at is None else at
    return Timeline((*timeline.events[:place], new, *timeline.events[place:]))


def move(timeline: Timeline, event: int, to: int) -> Timeline:
    """The event at one place to another; both count from 0."""
    kept = [*timeline.events]
    kept.insert(to, kept.pop(event))
    return Timeline(tuple(kept))


def remove(timeline: Timeline, event: int) -> Timeline:
    return Timeline((*timeline.events[:event], *timeline.events[event + 1 :]))
