"""What became of a team's messages and dates: grouped and counted, so that it stays short.

Whom a message is to is nobody's matter here, and of what is private between two people only that
there is such a message.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dialogs.refusal import Refusal


class NotForYou(Refusal):
    """Status is for whoever leads a team. Carries who does, by name."""

    def __init__(self, who: Sequence[str]) -> None:
        super().__init__(len(who))
        self.who = tuple(who)


class Fate(StrEnum):
    WAITING = "waiting"  # or just being sent
    SENT = "sent"
    UNSURE = "unsure"
    DEAD = "dead"


class Cause(StrEnum):
    """Why a message waits or was given up, behind the code that was noted."""

    NONE = "none"  # nothing is in the way
    BUSY = "busy"
    NO_CONNECTION = "no_connection"
    NOT_LET_IN = "not_let_in"
    NO_ANSWER = "no_answer"
    BROKEN_THERE = "broken_there"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    UNKNOWN_THERE = "unknown_there"
    TOO_LARGE = "too_large"
    NOT_ACCEPTED = "not_accepted"
    NOWHERE = "nowhere"
    FOREIGN = "foreign"
    ROSTER_TOO_LONG = "roster_too_long"
    BROKEN_HERE = "broken_here"
    HELD_UP_HERE = "held_up_here"
    OUT_OF_DATE = "out_of_date"
    NOT_TODAY = "not_today"  # outside working hours, or its reader had today's message
    READER_AWAY = "reader_away"  # or quiet: which of the two is nobody's matter
    OTHER = "other"


_BY_CODE = {
    "": Cause.NONE,
    "replaced": Cause.NONE,
    "superseded": Cause.OUT_OF_DATE,
    "no_connection": Cause.NO_CONNECTION,
    "token": Cause.NOT_LET_IN,
    "deadline": Cause.NO_ANSWER,
    "in_doubt": Cause.NO_ANSWER,
    "no_id": Cause.NO_ANSWER,
    "nowhere": Cause.NOWHERE,
    "service_url": Cause.FOREIGN,
    "roster_too_long": Cause.ROSTER_TOO_LONG,
    "broke": Cause.BROKEN_HERE,
    "lease": Cause.HELD_UP_HERE,
    "late": Cause.HELD_UP_HERE,
    "hours": Cause.NOT_TODAY,
    "today": Cause.NOT_TODAY,
    "away": Cause.READER_AWAY,
    "quiet": Cause.READER_AWAY,
    "database": Cause.HELD_UP_HERE,
    "401": Cause.UNKNOWN_THERE,
    "403": Cause.FORBIDDEN,
    "404": Cause.NOT_FOUND,
    "408": Cause.BROKEN_THERE,
    "412": Cause.BUSY,
    "413": Cause.TOO_LARGE,
    "429": Cause.BUSY,
}


def cause_of(reason: str) -> Cause:
    """`reason` as the outbox notes it: a word, a status with Teams' own code ("403:Code"), or the
    name of what broke the connection."""
    code = reason.partition(":")[0]
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code.isdecimal() and len(code) == 3:
        return Cause.BROKEN_THERE if code >= "500" else Cause.NOT_ACCEPTED
    return Cause.NO_ANSWER if code[0].isupper() else Cause.OTHER


AT_ONCE = timedelta(minutes=1)
NOT_REACHED = frozenset({Cause.FORBIDDEN, Cause.NOT_FOUND})  # of a person: no app there


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many messages to one address with the same kind, fate and reason."""

    kind: str
    fate: Fate
    reason: str
    count: int
    last_at: datetime
    next_try: datetime | None = None  # real time
    person_id: int | None = None  # in a chat of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    title: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    title: str
    at: datetime
    was_away: bool


def missed(
    title: str, at: datetime, *, late_until: datetime | None, missed_at: datetime
) -> Missed:
    """Found out at once when it was too late, it was missed by a bot that was there."""
    was_away = late_until is not None and missed_at - late_until > AT_ONCE
    return Missed(title=title, at=at, was_away=was_away)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    reason: str
    count: int
    next_try: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """No title: private. Then its time is nobody's matter either."""

    title: str
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What ended for one reason. An empty title is a private message's."""

    reason: str
    count: int
    titles: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One team's status; the most frequent and the latest come first in each list."""

    team_id: int
    team: str
    on_the_way: int = 0
    waiting: Sequence[Waiting] = ()
    sent: Sent | None = None
    doubts: Sequence[Doubt] = ()
    lost: Sequence[Lost] = ()
    removed: bool = False  # the bot is not in the team's chat any more
    out_of_reach: Sequence[int] = ()  # people's ids
    not_told: Sequence[str] = ()  # what they were to be told, but for what is private
    missed_count: int = 0
    # Looked up only for the teams that are shown whole:
    names: Sequence[str] = ()  # of those out of reach
    coming: Sequence[Date] = ()
    missed: Sequence[Missed] = ()

    @property
    def troubles(self) -> int:
        """How much somebody should look at."""
        return (
            self.removed
            + bool(self.out_of_reach)
            + sum(lost.count for lost in self.lost)
            + sum(doubt.count for doubt in self.doubts)
            + self.missed_count
        )


def report(
    team_id: int,
    team: str,
    tallies: Sequence[Tally],
    titles: Mapping[str, str],
    *,
    sent: Sent | None = None,
    removed: bool = False,
    out_of_reach: Collection[int] = (),
    missed_count: int = 0,
) -> Report:
    """`titles`: what each kind of message is called; a kind without one is private."""
    dead = [each for each in tallies if each.fate is Fate.DEAD]
    told = [each for each in dead if _told_by_state(each, out_of_reach, removed=removed)]
    waits = [each for each in tallies if each.fate is Fate.WAITING]
    doubtful = [each for each in tallies if each.fate is Fate.UNSURE]
    return Report(
        team_id=team_id,
        team=team,
        on_the_way=sum(each.count for each in waits if cause_of(each.reason) is Cause.NONE),
        waiting=_waiting(each for each in waits if cause_of(each.reason) is not Cause.NONE),
        sent=sent,
        doubts=_doubts(doubtful, titles),
        lost=_lost([each for each in dead if each not in told], titles),
        removed=removed,
        out_of_reach=sorted(out_of_reach),
        not_told=_titles([each for each in told if each.person_id is not None], titles),
        missed_count=missed_count,
    )


def by_importance(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda each: (-each.troubles, each.team))


def _told_by_state(lost: Tally, out_of_reach: Collection[int], *, removed: bool) -> bool:
    """The cause still stands, and is told as such: once, and not for each message."""
    cause = cause_of(lost.reason)
    if lost.person_id is not None:
        return lost.person_id in out_of_reach and cause in NOT_REACHED
    return removed and cause is Cause.NOWHERE


def _waiting(tallies: Iterable[Tally]) -> list[Waiting]:
    found: dict[Cause, list[Tally]] = {}
    for each in tallies:
        found.setdefault(cause_of(each.reason), []).append(each)
    groups = [
        Waiting(
            reason=group[0].reason,
            count=sum(each.count for each in group),
            next_try=min((each.next_try for each in group if each.next_try), default=None),
        )
        for group in found.values()
    ]
    return sorted(groups, key=lambda group: -group.count)


def _doubts(tallies: Iterable[Tally], titles: Mapping[str, str]) -> list[Doubt]:
    found: dict[str, list[Tally]] = {}
    for each in tallies:
        found.setdefault(titles.get(each.kind, ""), []).append(each)
    groups = [
        Doubt(
            title=title,
            count=sum(each.count for each in group),
            last_at=max(each.last_at for each in group),
        )
        for title, group in found.items()
    ]
    return sorted(groups, key=lambda group: group.last_at, reverse=True)


def _lost(tallies: Iterable[Tally], titles: Mapping[str, str]) -> list[Lost]:
    found: dict[str, list[Tally]] = {}
    for each in tallies:
        found.setdefault(each.reason, []).append(each)
    groups = [
        Lost(
            reason=reason,
            count=sum(each.count for each in group),
            titles=_titles(group, titles, with_private=True),
        )
        for reason, group in found.items()
    ]
    return sorted(groups, key=lambda group: -group.count)


def _titles(
    tallies: Iterable[Tally], titles: Mapping[str, str], *, with_private: bool = False
) -> tuple[str, ...]:
    counted: Counter[str] = Counter()
    for each in tallies:
        counted[titles.get(each.kind, "")] += each.count
    return tuple(title for title, _ in counted.most_common() if title or with_private)
