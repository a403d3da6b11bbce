"""How much one person, and one chat, may ask of the bot; in memory, for each process.

Home-made because it is twenty lines, and what a turn costs depends on what it is.
"""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from bot.call import NOTHING, Answer, Turn, TurnKind
from dialogs.people import words

MINUTE = timedelta(minutes=1)
KNOWN_AT_MOST = 20_000  # keys; whoever has been quiet longest is forgotten, and starts afresh
# What people do. That the bot or somebody was added is Teams' word, and must not be missed.
BY_PEOPLE = frozenset(
    {
        TurnKind.MESSAGE,
        TurnKind.PRESS,
        TurnKind.OPEN_FORM,
        TurnKind.HAND_IN,
        TurnKind.UNKNOWN_INVOKE,
    }
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once; they come back at so many a minute."""

    burst: int
    a_minute: int


PERSON = Allowance(burst=30, a_minute=30)
CHAT = Allowance(burst=600, a_minute=600)  # two hundred people who open a form and hand it in


@dataclass(frozen=True, slots=True)
class Left:
    """What was left of an allowance at a time. Below zero: what was written is not thrown away."""

    turns: float
    at: datetime


def left_now(before: Left | None, allowance: Allowance, now: datetime) -> Left:
    """A clock that was put back gives nothing, and takes nothing."""
    if before is None:
        return Left(allowance.burst, now)
    back = max(timedelta(0), now - before.at) / MINUTE * allowance.a_minute
    return Left(min(allowance.burst, before.turns + back), now)


def is_let_through(left: Left, allowance: Allowance, kind: TurnKind) -> bool:
    """A form that is handed in holds what somebody wrote: it may borrow as much again."""
    least = -allowance.burst if kind is TurnKind.HAND_IN else 0
    return left.turns - 1 >= least


Take = Callable[[Turn], Awaitable[Answer]]
Key = tuple[str, str]
Value = TypeVar("Value")


@dataclass(slots=True)
class Rate:
    """Stands before the switchboard. What comes too fast is acknowledged, since Teams would send
    it again; nothing is done, and whoever asked is told: in a chat once a minute, and each time
    where only they see it."""

    take: Take
    now: Callable[[], datetime]
    person: Allowance = PERSON
    chat: Allowance = CHAT
    known_at_most: int = KNOWN_AT_MOST
    _left: OrderedDict[Key, Left] = field(default_factory=OrderedDict)
    _told: OrderedDict[Key, datetime] = field(default_factory=OrderedDict)

    async def __call__(self, turn: Turn) -> Answer:
        if turn.kind not in BY_PEOPLE or turn.contact is None:
            return await self.take(turn)
        who = ("person", turn.contact.aad_id)
        where = ("chat", turn.conversation.id)
        for key, allowance in ((who, self.person), (where, self.chat)):
            left = left_now(self._left.get(key), allowance, self.now())
            if not is_let_through(left, allowance, turn.kind):
                return self._too_fast(turn, key)
        for key, allowance in ((who, self.person), (where, self.chat)):
            left = left_now(self._left.get(key), allowance, self.now())
            self._remember(self._left, key, Left(left.turns - 1, left.at))
        return await self.take(turn)

    def _too_fast(self, turn: Turn, key: Key) -> Answer:
        told = self._told.get(key)
        again = told is None or not timedelta(0) <= self.now() - told < MINUTE
        if again:
            log.warning("turn.too_fast", extra={"whose": key[0]})
            self._remember(self._told, key, self.now())
        if turn.kind is TurnKind.MESSAGE and not again:
            return NOTHING
        return Answer(text=words.TOO_FAST)

    def _remember(self, known: OrderedDict[Key, Value], key: Key, value: Value) -> None:
        known[key] = value
        known.move_to_end(key)
        if len(known) > self.known_at_most:
            known.popitem(last=False)
