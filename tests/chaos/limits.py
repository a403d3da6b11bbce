"""Five hundred prompts due at once, in real time, against what Teams takes from a bot (row 10)."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from bot.limits import Limits
from bot.outbox import Built, Kind, Outbox, Show
from bot.rehearsal.connector import Chat, Teams
from bot.sending import Message, Outcome, Request
from bot.teams.sender import Sender
from storage import outbox, people
from storage.outbox import Priority, to_chat
from storage.people import Conversation
from storage.store import Session, Store
from tests.chaos.experiment import Experiment
from tests.house import ZONE

BEAT = 0.25  # seconds, as the clockwork's
PATIENCE = 1.5  # times as long as the limits ask for, before it is said that nothing comes
# What Teams takes in one conversation (platform, section 1), and what the bot may send in all.
PER_CHAT = ((7, 1.0), (8, 2.0), (60, 30.0))
PER_TENANT = 40


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Watched:
    """Notes when each send begins."""

    sender: Sender
    begun: list[float] = field(default_factory=list)

    async def send(self, request: Request) -> Outcome:
        self.begun.append(time.monotonic())
        return await self.sender.send(request)


def build(session: Session, entity: str, _now: datetime) -> Built:
    text = {"type": "TextBlock", "text": f"Din tur {entity}", "wrap": True}
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [text]}
    return Show(message=Message(card=card, summary="Din tur"))


def want_all(session: Session, chats: Sequence[Chat], amount: int, teams: Teams) -> None:
    for chat in chats:
        seen = Conversation(
            id=chat.id,
            kind=chat.kind,
            service_url=teams.service_url,
            tenant_id=teams.tenant,
            bot_id=teams.bot_id,
        )
        people.note_conversation(session, seen)
    for number in range(amount):
        address = to_chat(chats[number % len(chats)].id)
        outbox.want(session, "prompt", number, address, Priority.PROMPT, now())


async def _run(folder: Path, chats: int, amount: int, seconds: float) -> Counter[str]:
    store = Store(f"sqlite:///{folder / 'bot.db'}")
    await store.start()
    async with Teams(now=now) as teams, aiohttp.ClientSession() as http:
        teams.limits = True
        some = [teams.group_chat(f"Team {number}") for number in range(chats)]
        for chat in some:
            chat.bot_is_here = True
        await store.write(want_all, some, amount, teams)
        watched = Watched(Sender(http, hosts=None, credentials=None))
        out = Outbox(
            store=store,
            sender=watched,
            kinds={"prompt": Kind(build=build)},
            now=now,
            real=now,
            limits=Limits(now),
            zone=ZONE,
        )
        running = asyncio.create_task(out.run())
        try:
            async with asyncio.timeout(seconds * PATIENCE + 5):
                while await store.read(outbox.waiting):
                    out.wake()
                    await asyncio.sleep(BEAT)
        except TimeoutError:
            pass
        finally:
            await out.stop(running)
            await store.close()
        return _counted(teams, watched, some, amount)


def _counted(teams: Teams, watched: Watched, chats: Sequence[Chat], amount: int) -> Counter[str]:
    shown = Counter(text for chat in chats for text in chat.shown)
    arrived: dict[str, list[float]] = defaultdict(list)
    for request in teams.ledger:
        arrived[request.conversation].append(request.second)
    counts: Counter[str] = Counter(prompts=amount)
    counts["429"] = sum(request.status == 429 for request in teams.ledger)
    counts["not delivered"] = amount - len(shown)
    counts["twice"] = shown.total() - len(shown)
    counts["most begun in 1 s"] = most_within(watched.begun, 1.0)
    counts["begun too many in 1 s"] = max(0, counts["most begun in 1 s"] - PER_TENANT)
    for most, length in PER_CHAT:
        found = max((most_within(moments, length) for moments in arrived.values()), default=0)
        counts[f"most in a chat in {length:.0f} s"] = found
        counts["too many in a chat"] += max(0, found - most)
    seconds = [request.second for request in teams.ledger]
    counts["milliseconds"] = round((max(seconds) - min(seconds)) * 1000) if seconds else 0
    return counts


def most_within(moments: Sequence[float], length: float) -> int:
    """The largest number in any window of this length."""
    moments = sorted(moments)
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - length:
            first += 1
        most = max(most, last - first + 1)
    return most


async def in_one_chat(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    return await _run(folder, 1, amount, amount / 2)


async def in_many_chats(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    return await _run(folder, amount, amount, amount / PER_TENANT)


NEVER = ("429", "not delivered", "twice", "begun too many in 1 s", "too many in a chat")

EXPERIMENTS = [
    Experiment(
        name="prompts due at once in one chat",
        row=10,
        unit="prompts",
        goal=500,
        short=14,
        batch=500,
        run=in_one_chat,
        never=NEVER,
        timed=True,
    ),
    Experiment(
        name="prompts due at once in many chats",
        row=10,
        unit="prompts",
        goal=500,
        short=100,
        batch=500,
        run=in_many_chats,
        never=NEVER,
        timed=True,
    ),
]
