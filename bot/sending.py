"""What can be asked of Teams, and the ways it can end. The SDK and HTTP are bot/teams' matter."""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar

from dialogs.cards import Card
from storage.people import Contact, Conversation

T = TypeVar("T")

SECOND_LOOK = 0.5  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A card or a line. `summary` is what a notification says: never anything about a case."""

    card: Card | None = None
    text: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    conversation: Conversation
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    conversation: Conversation
    activity_id: str
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChat:
    """A chat with somebody who has none with the bot yet."""

    contact: Contact
    via: Conversation  # whose service, tenant and bot are used


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRoster:
    conversation: Conversation


Request = Post | Update | OpenChat | FetchRoster


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    id: str = ""  # of the message, or of the chat that was opened
    roster: Sequence[Contact] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TryAgain:
    """Refused before any effect."""

    reason: str
    after: timedelta | None = None  # what the service asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """Permanent: repeating it changes nothing."""

    reason: str
    gone: bool = False  # of an update: the message cannot be reached any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsure:
    """Written, and then no answer: it may have arrived."""

    reason: str


Outcome = Accepted | TryAgain | Never | Unsure


class Sender(Protocol):
    async def send(self, request: Request) -> Outcome: ...


async def within(seconds: float, sending: Coroutine[None, None, T]) -> T | None:
    """What it returns, or None: it took longer, was ended, and nobody knows how far it came.

    A process that stood still wakes up with the deadline behind it and the answer in its hands:
    so it looks once more before it gives up, which `asyncio.timeout` does not.
    """
    task = asyncio.ensure_future(sending)
    try:
        for patience in (seconds, SECOND_LOOK):
            await asyncio.wait({task}, timeout=patience)
            if task.done():
                return task.result()
        return None
    finally:
        task.cancel()
