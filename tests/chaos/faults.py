"""Fifty thousand sends that go wrong by a script, with the real outbox and sender (row 9).

Lines, prompts, cards with their headings, chats that must be opened and rosters, wanted by and by
in many chats at once; every call's fate drawn from the seed; and every call held against the class
table of `tests/chaos/classes.py`.
"""

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
from sqlalchemy import select

from bot.limits import Limits
from bot.outbox import Built, Fetch, Kind, Outbox, Show
from bot.sending import Message
from bot.teams.sender import Sender
from storage import outbox, people
from storage.outbox import Priority, to_chat, to_person
from storage.people import Contact, Conversation
from storage.store import Session, Store
from storage.tables import OutboxRow
from tests.chaos import classes
from tests.chaos.classes import Story, Wish
from tests.chaos.experiment import Experiment
from tests.chaos.script import GIVES_UP, LOST, Line, Script, Timeline, Tokens, timeline
from tests.house import ZONE

CHATS, LOST_CHATS = 200, 2
WISHES = 200  # in one step
STEPS_APART = 30.0  # seconds, at most
LEAST_STEP = 2.0  # seconds: retries that are due within them come together, for speed
EXACTLY = 0.1  # how often time stops at the very next of them
HASTY = 0.1  # how often a result is noted at once, and not with all the others
PRIORITIES = {
    "line": Priority.LINE,
    "prompt": Priority.PROMPT,
    "card": Priority.CARD,
    "own": Priority.ANSWER,
    "roster": Priority.ROSTER,
}


@dataclass
class Town:
    """Everything that is wanted, and the outbox that sees to it."""

    store: Store
    script: Script
    time: Timeline
    chance: random.Random
    outbox: Outbox = field(init=False)
    versions: Counter[str] = field(default_factory=Counter)
    sorts: dict[str, str] = field(default_factory=dict)
    lasting: list[str] = field(default_factory=list)  # what may change later on
    wishes: list[list[Wish]] = field(default_factory=list)
    cards: dict[str, str] = field(default_factory=dict)  # chat → its live card
    persons: int = 0

    # What is wanted

    async def want(self, many: int) -> None:
        step: list[Wish] = []
        for _ in range(many):
            step += self._wish()
        self.wishes.append(step)
        await self.store.write(self._note, step)

    def _wish(self) -> list[Wish]:
        chat = f"19:{self.chance.randrange(CHATS)}@thread.v2"
        if self.chance.random() < 0.01:
            chat = f"19:{LOST}-{self.chance.randrange(LOST_CHATS)}@thread.v2"
        match self.chance.choices(
            ("line", "prompt", "card", "own", "roster", "change"), (20, 25, 20, 5, 2, 25)
        )[0]:
            case "change":
                if not self.lasting:
                    return []
                message = self.chance.choice(self.lasting)
                return [self._new(message, self.sorts[message], self._chat_of(message))]
            case "own":
                self.persons += 1
                return [self._new(f"own 29:{self.persons}", "own", f"29:{self.persons}")]
            case "roster":
                return [self._new(f"roster {chat}", "roster", chat)]
            case "card":
                return self._next_card(chat)
            case sort:
                return [self._new(f"{sort} {len(self.sorts)} {chat}", sort, chat)]

    def _next_card(self, chat: str) -> list[Wish]:
        """The next phase of a meeting: a new card, and the old one becomes a line."""
        old = self.cards.get(chat)
        self.cards[chat] = f"card {len(self.sorts)} {chat}"
        new = [self._new(self.cards[chat], "card", chat)]
        if old is not None:
            new.append(self._new(old, "card", chat, Priority.COLLAPSE))
        return new

    def _new(self, message: str, sort: str, chat: str, priority: int | None = None) -> Wish:
        if message not in self.sorts and sort in ("prompt", "card", "roster"):
            self.lasting.append(message)
        self.sorts[message] = sort
        self.versions[message] += 1
        return Wish(
            number=self.script.next_number(),
            message=message,
            chat=chat,
            version=str(self.versions[message]),
            priority=PRIORITIES[sort] if priority is None else priority,
            at=self.time(),
        )

    def _chat_of(self, message: str) -> str:
        return message.rpartition(" ")[2]

    def _note(self, session: Session, step: list[Wish]) -> None:
        for wish in step:
            sort = self.sorts[wish.message]
            address = to_chat(wish.chat)
            if sort == "own":
                contact = Contact(aad_id=wish.chat, teams_id=wish.chat, name="Ole Friis")
                address = to_person(people.meet(session, contact).id)
            outbox.want(session, sort, wish.message, address, wish.priority, wish.at)

    def found(self, session: Session, chat: str) -> None:
        seen = Conversation(
            id=chat,
            kind="groupChat",
            service_url=self.script.url,
            tenant_id="kommune",
            bot_id="28:bot",
        )
        people.note_conversation(session, seen)

    # What it shows

    def build(self, session: Session, entity: str, now: datetime) -> Built:
        sort = self.sorts[entity]
        if sort == "roster":
            chat = people.conversation(session, self._chat_of(entity))
            return Fetch(conversation=chat) if chat else None
        shown = f"{entity} as {self.versions[entity]}"
        if sort == "line":
            return Show(message=Message(text=shown))
        heading = _card(f"{entity} as heading") if sort == "card" else None
        return Show(message=Message(card=_card(shown), summary="Sparring"), heading=heading)

    # Time

    async def quiet(self) -> None:
        """Sweeps until nothing is due and whatever is under way hangs."""
        while True:
            if not await self.outbox.sweep() and not self.outbox._results and self._all_hang():
                return
            hasty = self.chance.random() < HASTY
            while not (self._all_hang() or (hasty and self.outbox._results)):
                await self._something()

    def _all_hang(self) -> bool:
        return len(self.outbox._under_way) <= self.script.hanging

    async def _something(self) -> None:
        """A call begins to hang, or has ended."""
        self.script.changed.clear()
        changed = asyncio.create_task(self.script.changed.wait())
        await asyncio.wait([changed, *self.outbox._under_way], return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()

    async def next_event(self) -> datetime | None:
        """When the next retry is due or a caller gives up; None when all is done."""
        due = await self.store.read(_due)
        later = [
            moment
            for moment in (*due, self.script.gives_up_next, *self.outbox.limits._until.values())
            if moment is not None and moment > self.time()
        ]
        return min(later, default=None) if due or self.script.hanging else None

    async def until(self, moment: datetime) -> None:
        """Lets time go on, a little at least at a time, and stops where somebody gives up."""
        while (left := (moment - self.time()).total_seconds()) > 0:
            soonest = await self.next_event()
            least = 0.0 if self.chance.random() < EXACTLY else LEAST_STEP
            step = max(least, (soonest - self.time()).total_seconds()) if soonest else left
            gives_up = self.script.gives_up_next
            if gives_up is not None:
                step = min(step, max(0.0, (gives_up - self.time()).total_seconds()))
            self.time.move(min(step, left))
            while self._overdue():
                await self._something()
            await self.quiet()

    def _overdue(self) -> bool:
        """Whether somebody is just giving up a call that hangs."""
        gives_up = self.script.gives_up_next
        return gives_up is not None and gives_up <= self.time()

    async def end(self) -> bool:
        """Whether it comes to rest within a simulated day."""
        tomorrow = self.time() + timedelta(days=1)
        while (moment := await self.next_event()) is not None and moment < tomorrow:
            await self.until(max(moment, self.time() + timedelta(seconds=1)))
        return moment is None


def _card(text: str) -> Any:
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [{"type": "TextBlock", "text": text, "wrap": True}],
        "actions": [{"type": "Action.Execute", "title": "Ja", "verb": "yes"}],
    }


def _due(session: Session) -> list[datetime]:
    query = select(OutboxRow.due_at).where(OutboxRow.due_at.is_not(None))
    return [moment for moment in session.scalars(query) if moment is not None]


def _rows(session: Session) -> dict[str, str]:
    return {entity: state for entity, state in session.execute(select(*_ENDS))}


_ENDS = (OutboxRow.entity, OutboxRow.state)


@asynccontextmanager
async def town(seed: int, folder: Path) -> AsyncIterator[Town]:
    store = Store(f"sqlite:///{folder / 'bot.db'}")
    await store.start()
    async with timeline() as time, aiohttp.ClientSession() as http:
        script = Script(seed=seed, now=time)
        async with script.serve():
            line: Any = Line(http, script)
            tokens: Any = Tokens()
            there = Town(store, script, time, random.Random(seed))
            there.outbox = Outbox(
                store=store,
                sender=Sender(line, hosts=None, credentials=tokens),
                kinds={
                    sort: Kind(build=there.build, harmless=sort in ("card", "roster"))
                    for sort in PRIORITIES
                },
                now=time,
                real=time,
                limits=Limits(time, strict=False),
                zone=ZONE,
                jitter=random.Random(seed + 1).random,
            )
            for number in range(CHATS):
                await store.write(there.found, f"19:{number}@thread.v2")
            for number in range(LOST_CHATS):
                await store.write(there.found, f"19:{LOST}-{number}@thread.v2")
            try:
                yield there
            finally:
                for task in there.outbox._under_way:
                    task.cancel()
                await store.close()


async def scripted(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """At least `amount` calls, and whatever it takes to come to rest after them."""
    async with town(seed, folder) as here:
        while len(here.script.calls) < amount:
            await here.want(WISHES)
            await here.quiet()
            apart = timedelta(seconds=here.chance.uniform(0, STEPS_APART))
            await here.until(here.time() + apart)
        at_rest = await here.end()
        rows = await here.store.read(_rows)
        counts = await asyncio.to_thread(_judged, here, rows)
        counts["never at rest"] += not at_rest
        return counts


def _judged(here: Town, rows: Mapping[str, str]) -> Counter[str]:
    calls = here.script.calls
    stories: dict[str, Story] = {message: Story(sort=sort) for message, sort in here.sorts.items()}
    wishes = [wish for step in here.wishes for wish in step]
    busy = defaultdict(list)
    for event in sorted([*wishes, *calls], key=lambda each: each.number):
        stories[event.message].events.append(event)
    for call in calls:
        busy[_place(call.chat)].append(call)
    for story in stories.values():
        for call in story.calls:
            call.chat = _place(call.chat)
    counts: Counter[str] = Counter(sends=len(calls), messages=len(stories))
    counts.update(rows.values())
    counts += classes.judge(stories, busy)
    counts["before the pause of the chat was over"] += classes.too_early_in_chat(busy)
    counts["out of order"] += classes.out_of_order(stories, here.wishes)
    counts["two at once in a chat"] += here.script.side_by_side
    counts["collapsed before the new card"] += _collapsed_early(stories)
    for message, story in stories.items():
        counts += _visible(here, message, story, rows.get(message, ""))
    return counts


def _place(chat: str) -> str:
    """A person's own chat is known by the person until it is opened."""
    return chat.removeprefix("a:")


def _collapsed_early(stories: Mapping[str, Story]) -> int:
    """Calls that collapse an old card while the new one waits to be tried again."""
    early = 0
    events = [event for story in stories.values() for event in story.events]
    waiting: dict[str, set[str]] = defaultdict(set)
    collapsing: set[str] = set()
    attempts: Counter[str] = Counter()
    for event in sorted(events, key=lambda each: each.number):
        if stories[event.message].sort != "card":
            continue
        if isinstance(event, Wish):
            is_collapse = event.priority == Priority.COLLAPSE
            (collapsing.add if is_collapse else collapsing.discard)(event.message)
            waiting[event.chat].discard(event.message)
            attempts[event.message] = 0
            continue
        attempts[event.message] += 1
        is_lost = LOST in event.chat and attempts[event.message] >= classes.LOST_AFTER
        if event.message in collapsing:
            early += bool(waiting[event.chat] - {event.message})
        elif not is_lost and classes.class_of(event) in _WAITS:
            waiting[event.chat].add(event.message)
        else:
            waiting[event.chat].discard(event.message)
    return early


_WAITS = (classes.Class.REFUSED, classes.Class.DOUBT)


def _visible(here: Town, message: str, story: Story, state: str) -> Counter[str]:
    """What stands in the chats in the end."""
    counts: Counter[str] = Counter()
    if story.sort == "roster":
        return counts
    copies = [shown for shown in here.script.stands[message].values() if shown != "heading"]
    counts["copies"] += max(0, len(copies) - 1)
    counts["headings left"] += "heading" in here.script.stands[message].values()
    if story.sort == "line" and len(copies) > 1:
        counts["a plain line twice"] += 1
    if state == "sent" and str(here.versions[message]) not in copies:
        counts["sent, and not to be seen"] += 1
    if not copies and state not in ("dead", "unsure"):
        counts["lost"] += 1
    return counts


# --- the naive way ---------------------------------------------------------------------------

RETRIES = 3
AT_ONCE = 64


async def naive(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """Send, and on any error send again, as a client does that was told to retry; then mark."""
    async with timeline() as time, aiohttp.ClientSession() as http:
        script = Script(seed=seed, now=time)
        async with script.serve():
            door = _Blind(Line(http, script), script)
            messages = [f"line {n} 19:{n % CHATS}@thread.v2" for n in range(amount)]
            sent = await door.send_all(messages)
    counts: Counter[str] = Counter(sends=len(script.calls), messages=len(messages))
    for message, marked in zip(messages, sent, strict=True):
        copies = len(script.stands[message])
        counts["twice or more"] += copies > 1
        counts["given up"] += not marked
        counts["given up, and there all the same"] += not marked and copies > 0
        counts["lost and listed nowhere"] += not copies
    busy = defaultdict(list)
    for call in script.calls:
        busy[call.chat].append(call)
    counts["before the pause of the chat was over"] = classes.too_early_in_chat(busy)
    return counts


@dataclass
class _Blind:
    line: Line
    script: Script
    under_way: int = 0

    async def send_all(self, messages: list[str]) -> list[bool]:
        waiting = iter(enumerate(messages))
        sent = [False] * len(messages)

        async def worker() -> None:
            for number, message in waiting:
                self.under_way += 1
                sent[number] = await self._send(message)
                self.under_way -= 1

        workers = [asyncio.create_task(worker()) for _ in range(AT_ONCE)]
        while not all(each.done() for each in workers):
            self.script.changed.clear()
            if self.under_way and self.under_way <= self.script.hanging:
                self.script.now.move(1)
            changed = asyncio.create_task(self.script.changed.wait())
            await asyncio.wait([changed, *workers], timeout=0.05)
            changed.cancel()
        return sent

    async def _send(self, message: str) -> bool:
        chat = message.rpartition(" ")[2]
        url = f"{self.script.url}v3/conversations/{quote(chat, safe='')}/activities"
        for _ in range(1 + RETRIES):
            try:
                call = self.line.request(
                    "POST",
                    url,
                    json={"text": f"{message} as 1"},
                    headers={},
                    timeout=aiohttp.ClientTimeout(total=GIVES_UP - 1),
                )
                async with call as response:
                    await response.read()
                    if response.status < 300:
                        return True
            except (aiohttp.ClientError, TimeoutError):
                continue
        return False


NEVER = (
    "never at rest",
    "lost",
    "a plain line twice",
    "sent, and not to be seen",
    "two at once in a chat",
    "out of order",
    "collapsed before the new card",
    "before the pause of the chat was over",
    "before the time that was asked for",
    "without backoff",
    "later than the backoff allows",
    "another call than before",
    "another call than the next",
    "the old token again",
    "late",
    "no new card",
    "given up too early",
    *(
        f"{again}: {sort}"
        for again in classes._NEVER_AGAIN.values()
        for sort in ("line", "prompt", "card", "own", "roster")
    ),
)

EXPERIMENTS = [
    Experiment(
        name="connector faults",
        row=9,
        unit="sends",
        goal=50_000,
        short=1_000,
        batch=10_000,
        run=scripted,
        never=NEVER,
        timed=True,
    ),
    Experiment(
        name="connector faults, naive",
        row=9,
        unit="messages",
        goal=1_000,
        short=500,
        batch=10_000,
        run=naive,
        never=("twice or more", "lost and listed nowhere"),
        naive=True,
    ),
]
