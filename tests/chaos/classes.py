"""The class table of sends, written down a second time, and held against what was called for.

Of each message it is known which calls were made for it, how each of them ended, and when
something new was wanted of it. What may follow upon what is said here by the design's words, and
not by the product's code.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum, auto

from storage.outbox import Priority
from tests.chaos.script import Call

REFUSED = frozenset({"429", "429 and when", "412", "412 and when", "no connection", "404 chat"})
DOUBT = frozenset(
    {"500", "502", "503", "504", "408", "reset before", "reset after", "hang before", "hang after"}
    | {"cut"}
)
FOR_EVER = frozenset({"400", "403", "413", "404 message"})
SOONEST, FIRST, LONGEST = 0.05, 1.0, 300.0  # seconds: the bounds of the backoff
LOST_AFTER = 12  # attempts at a chat that is not found
SLACK = 2.5  # seconds: time is moved on in steps


class Class(StrEnum):
    ACCEPTED = auto()
    REFUSED = auto()
    DOUBT = auto()
    PERMANENT = auto()
    GONE = auto()
    TOKEN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something new is wanted of a message."""

    number: int
    message: str
    chat: str
    version: str
    priority: int
    at: datetime


@dataclass(slots=True, kw_only=True)
class Story:
    """One message: what was wanted of it and what was called for it, in order."""

    sort: str  # line, prompt, card, own, roster
    events: list[Call | Wish] = field(default_factory=list)

    @property
    def calls(self) -> list[Call]:
        return [each for each in self.events if isinstance(each, Call)]


def class_of(call: Call) -> Class:
    name, update = call.fate.name, call.what == "update"
    if name == "401":
        return Class.TOKEN
    if name in REFUSED:
        return Class.REFUSED
    if name in DOUBT or (name == "no id" and call.what in ("whole", "heading", "open")):
        return Class.DOUBT
    if name in ("403", "404 message") and update:
        return Class.GONE
    if name in FOR_EVER:
        return Class.PERMANENT
    return Class.ACCEPTED


@dataclass
class Round:
    """Since something was last wanted of the message."""

    attempts: int = 0
    doubts: int = 0  # about whole messages
    replaced: int = 0
    # Begun while a send was under way, which may yet count: not everything can be told.
    overlapping: bool = False
    last: Call | None = None
    as_class: Class = Class.ACCEPTED
    before: Class = Class.ACCEPTED  # the last, of which the caller knows what came


def judge(stories: Mapping[str, Story], busy: Mapping[str, Sequence[Call]]) -> Counter[str]:
    """What was not as the table says, by name. `busy`: the calls of each chat."""
    wrong: Counter[str] = Counter()
    holds = {chat: _Holds(calls) for chat, calls in busy.items()}
    for story in stories.values():
        found = _judge(story, holds)
        if found:  # which order things came in is not in the seed, so it is told at once
            print(dict(found), story.sort, *story.events, sep="\n  ", file=sys.stderr)
        wrong += found
    return wrong


def _judge(story: Story, holds: Mapping[str, "_Holds"]) -> Counter[str]:
    wrong: Counter[str] = Counter()
    now = Round()
    for event in story.events:
        if isinstance(event, Wish):
            # A wish in the midst of a send lets it end first; also one in the moment in which its
            # caller gives up, which has not been noted then.
            under_way = now.last is not None and _ends(now.last) >= event.at
            still = now.overlapping and now.last is None
            now = Round(overlapping=under_way or still)
            continue
        if now.last is not None:
            wrong += _follows(story, now, event, holds)
        repeated = now.last is not None and _by_the_library(now, event)
        if now.last is None or not (now.as_class is Class.TOKEN or repeated):
            now.attempts += 1
        before = now.before if repeated else now.as_class
        kind = class_of(event)
        if kind is Class.TOKEN and before is Class.TOKEN:
            kind = Class.PERMANENT
        now.doubts += kind is Class.DOUBT and event.what == "whole"
        now.replaced += kind is Class.GONE
        now.last, now.before, now.as_class = event, before, kind
        if kind is Class.ACCEPTED and event.what in ("heading", "open"):
            now.attempts = 0  # the chat is there, so one that is not found is another matter
    if now.last is not None and _wants_more(story, now) and not now.overlapping:
        wrong["given up too early"] += 1
    return wrong


def _ends(call: Call) -> datetime:
    return call.ended or datetime.max.replace(tzinfo=call.at.tzinfo)


def _wants_more(story: Story, now: Round) -> bool:
    """Whether the table asks for one more call after the last."""
    last = now.last
    assert last is not None
    match now.as_class:
        case Class.REFUSED:
            return not (last.fate.name == "404 chat" and now.attempts >= LOST_AFTER)
        case Class.DOUBT if last.what == "whole":
            return story.sort in ("prompt", "own") and now.doubts < 2
        case Class.DOUBT | Class.TOKEN:
            return True
        case Class.GONE:
            return now.replaced < 2
        case Class.ACCEPTED:
            return last.what in ("heading", "open")
        case _:
            return False


def _follows(story: Story, now: Round, call: Call, holds: Mapping[str, "_Holds"]) -> Counter[str]:
    """What is wrong with `call` after `now.last`, nothing new being wanted between them."""
    last = now.last
    assert last is not None
    if not _wants_more(story, now):
        return Counter([_NEVER_AGAIN[now.as_class] + f": {story.sort}"])
    wrong: Counter[str] = Counter()
    match now.as_class:
        case Class.REFUSED | Class.DOUBT:
            wrong["another call than before"] += call.what != last.what
            wrong += _on_time(now, call, holds)
        case Class.TOKEN:
            wrong["another call than before"] += call.what != last.what
            wrong["the old token again"] += call.token == last.token
            wrong["late"] += call.at != last.at
        case Class.GONE:
            wrong["no new card"] += call.what not in ("heading", "whole")
        case Class.ACCEPTED:
            after = {"heading": ("update",), "open": ("whole", "heading")}
            wrong["another call than the next"] += call.what not in after[last.what]
    return +wrong


_NEVER_AGAIN = {
    Class.ACCEPTED: "again, though accepted",
    Class.REFUSED: "again, though the chat is lost",
    Class.DOUBT: "again, though in doubt",
    Class.PERMANENT: "again, though permanent",
    Class.GONE: "again, though it was gone from the new card too",
    Class.TOKEN: "again, though the new token was refused",
}


def _on_time(now: Round, call: Call, holds: Mapping[str, "_Holds"]) -> Counter[str]:
    last = now.last
    assert last is not None
    assert last.ended is not None
    asked = timedelta(seconds=last.fate.retry_after or 0)
    wrong: Counter[str] = Counter()
    if _by_the_library(now, call):
        return wrong
    if now.as_class is Class.REFUSED:
        wrong["before the time that was asked for"] += call.at < last.ended + asked
    wrong["without backoff"] += call.at < last.ended + timedelta(seconds=SOONEST)
    longest = min(LONGEST, FIRST * 2 ** (now.attempts - 1))
    latest = last.ended + max(asked, timedelta(seconds=longest))
    latest = max(latest, holds[call.chat].until(call)) + timedelta(seconds=SLACK)
    wrong["later than the backoff allows"] += call.at > latest and not now.overlapping
    return +wrong


def _by_the_library(now: Round, call: Call) -> bool:
    """aiohttp itself repeats what may be repeated, once, when a connection that it had kept turns
    out to be cut; it cannot know whether the server had let go of it before."""
    last = now.last
    assert last is not None
    again = last.what in ("update", "roster") and bool(last.fate.reset)
    return again and call.at == last.ended


class _Holds:
    """Until when a chat may have been held back: the service asked for a pause, or a call hung."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._latest: dict[int, datetime] = {}
        latest = datetime.min.replace(tzinfo=calls[0].at.tzinfo)
        for call in calls:
            self._latest[call.number] = latest
            pause = timedelta(seconds=LONGEST if call.fate.retry_after is not None else 0)
            latest = max(latest, _ends(call) + pause)

    def until(self, call: Call) -> datetime:
        return self._latest[call.number]


def too_early_in_chat(busy: Mapping[str, Sequence[Call]]) -> int:
    """Calls in a chat, for whichever message, before the time that the service asked for."""
    early = 0
    for calls in busy.values():
        until = calls[0].at
        for call in calls:
            early += call.at < until
            if call.fate.retry_after is not None and call.ended is not None:
                until = max(until, call.ended + timedelta(seconds=call.fate.retry_after))
    return early


def out_of_order(stories: Mapping[str, Story], steps: Iterable[Sequence[Wish]]) -> int:
    """Messages that were first wanted at the same moment in one chat come in their order, but for
    the collapse of a card, which may have to wait for the new one."""
    wrong = 0
    for step in steps:
        new = {wish.message: wish for wish in step}  # the last of several says how urgent it is
        firsts: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for wish in new.values():
            story = stories[wish.message]
            first = story.events[0]
            if not story.calls or story.events[story.events.index(story.calls[0]) - 1] != wish:
                continue  # never called for, or wanted in another way before it was
            if first in step and wish.priority != Priority.COLLAPSE:
                firsts[wish.chat].append((wish.priority, first.number, story.calls[0].number))
        for keys in firsts.values():
            called = [number for _, _, number in sorted(keys)]
            wrong += called != sorted(called)
    return wrong
