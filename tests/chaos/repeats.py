"""The same activity two to five times: at once, later, and under a new id, as Teams sends it.

Two houses live through the same days. In one of them everything is delivered once; it is the
measure. In the other the activities come again, and still its database and its chats must be
those of the first.

What "the same answer" is, for the sort of activity:

* a message: some 2xx, and what is said in the chat is said once;
* a press that changes something: the card that the pressed message now shows, the same in every
  copy; where a press is answered with a line or a card of its own, that, or "Det er noteret.";
* a press that only reads: the same line in every copy, and the card in the chat once;
* a form that is opened: the same form, each copy with a nonce of its own;
* a form that is handed in: its thanks, or "Det er gemt.";
* a refusal, and a form that is shown again: the same, since it is asked anew.

A later copy is answered from the state that is then present, and never with a refusal. What was
refused is not sent again later: then it is a new try, and may well succeed.
"""

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import func, select

from bot import speaking
from bot.people import ROSTER
from bot.rehearsal.answers import Form
from bot.rehearsal.connector import Answer, BotFailed, Chat, FormRefused, NoSuchButton
from bot.rehearsal.people import Delivery
from bot.rehearsal.shown import actions
from bot.teams.adapter import SAID
from dialogs.people.words import NOTED, SAVED
from storage.store import Session
from storage.tables import InboxRow
from storage.types import Base
from tests import house as houses
from tests.chaos.experiment import Experiment
from tests.house import Clock, House

COPIES_AT_MOST = 5
LATER_AT_MOST = 40  # activities, until a copy of the same id comes
SOON = timedelta(seconds=90)  # within which an invoke may come under a new id
ADMINISTRATOR = "Karen Holm"
IDS = UUID(int=11)
# What differs between two houses that did the same: addresses, Teams' own ids, tries.
PASSING = {
    "conversation": {"service_url"},
    "posted": {"activity_id"},
    "outbox": {"claims", "claimed", "owner", "attempts", "leased_until"},
    "clock": {"beat_at", "wipes_owed", "rewrites_owed"},
    # Pseudonyms are random, and a night's work is done beside everything else.
    "person": {"pseudonym"},
    "audit": {"by", "about", "previous", "hash"},
    "audit_end": {"newest", "before"},
    "night": {"done_at", "found"},
}

COMMANDS = (
    *("start", "start kort", "næste", "fortryd", "pause", "fortsæt", "+2", "afslut", "udskyd"),
    *("hjælp", "kø", "indstillinger", "fravær", "status", "sag", "læring", "noget helt andet"),
)
SENTENCES = (
    "Hvad overser vi hos far?",
    "Vi spurgte netværket for sent igen den her gang.",
    "Spørg netværket, før vi skriver noget ned.",
    "I skal bare ringe til skolen.",
    "Hvordan taler vi med barnet om det?",
    "æøå “citat” *stjerne* <b>",
)
SHORT = (timedelta(seconds=20), timedelta(minutes=1), timedelta(minutes=3))
LONG = (timedelta(minutes=20), timedelta(hours=5), timedelta(days=1), timedelta(days=3))


# --- the two houses --------------------------------------------------------------------------


@dataclass
class Copier:
    """Stands before the delivery of one house, and sends some activities several times."""

    choice: random.Random
    usual: Callable[..., Any]
    clock: Clock
    armed: bool = False
    at_once: list[Answer] = field(default_factory=list)
    last: Delivery | None = None
    first: Answer | None = None  # what the other house answered

    async def __call__(self, delivery: Delivery, *, check: bool = True) -> Answer:
        self.last = delivery
        if not self.armed:
            return await self.usual(delivery, check=check)
        copies = [delivery]
        for _ in range(self.choice.randrange(COPIES_AT_MOST)):
            new_id = _has_effect(delivery, self.first) and self.choice.random() < 0.5
            copies.append(self.renamed(delivery) if new_id else delivery)
        self.at_once = list(
            await asyncio.gather(*(self.usual(copy, check=check) for copy in copies))
        )
        return max(
            self.at_once, key=lambda answer: (answer.card is not None, answer.text != NOTED)
        )

    def renamed(self, delivery: Delivery) -> Delivery:
        new_id = f"f:{uuid5(IDS, str(self.choice.random()))}"
        return delivery._replace(activity={**delivery.activity, "id": new_id})


@dataclass(frozen=True, slots=True)
class Later:
    """A copy that is still to come."""

    delivery: Delivery
    until: datetime | None  # the moment at which it is too late for a new id; None: the same id
    steps: int


@dataclass
class World:
    once: House
    often: House
    copier: Copier
    choice: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    waiting: list[Later] = field(default_factory=list)
    number: int = 0

    @property
    def houses(self) -> tuple[House, House]:
        return self.once, self.often

    async def step(self) -> str:
        """One thing that somebody does, in both houses. Returns what, for the report."""
        self.number += 1
        what = self._chosen()
        try:
            told = await what()
        except (NoSuchButton, FormRefused) as impossible:
            told = f"impossible: {impossible}"
        await self._come_again()
        return told

    def _chosen(self) -> Callable[[], Any]:
        ways = [self._says] * 3 + [self._presses] * 7 + [self._leads] * 7 + [self._waits] * 2
        return self.choice.choice(ways)

    async def _waits(self) -> str:
        amount = self.choice.choice(LONG if self.choice.random() < 0.3 else SHORT)
        for home in self.houses:
            home.clock.time += amount
            await home.bot.clockwork.tick()
            await home.settle()
        return f"{amount} pass"

    async def _says(self) -> str:
        who = self.choice.choice(sorted(self.once.people))
        alone = self.choice.random() < 0.6
        text = self._text()
        await self._both(lambda home: home.people[who].says(_place(home, who, alone), text))
        return f"{who} says {text!r} {'alone' if alone else 'to all'}"

    def _text(self) -> str:
        sentence = f"{self.choice.choice(SENTENCES)} {self.choice.choice((self.number, 7))}"
        ways = [*COMMANDS, *[f"sag {sentence}", f"læring {sentence}", sentence] * 4]
        return self.choice.choice(ways)

    async def _presses(self) -> str:
        """A button on one of the newest messages that this person sees."""
        return await self._tries(
            self.choice.choice(sorted(self.once.people)), chats=None, newest=4
        )

    async def _leads(self) -> str:
        """So that meetings are begun and come to their end: a button on the newest card."""
        texts = "".join(self.once.chat.shown[-3:])
        if "Ramme og spørgsmål" not in texts and self.choice.random() < 0.5 and not self._runs():
            await self._both(lambda home: home.karen.says(home.chat, "start kort"))
            return "karen starts"
        who = self.choice.choice(("karen", "karen", "karen", "bo", "ole", "mette"))
        return await self._tries(who, chats=[self.once.chat.id], newest=2)

    def _runs(self) -> bool:
        return any("Næste fase" in message.buttons for message in self.once.chat.messages[-3:])

    async def _tries(self, who: str, *, chats: Sequence[str] | None, newest: int) -> str:
        """What the button opens is filled in and handed in, though not always."""
        found = [
            (chat.id, nth, title)
            for chat in _chats(self.once, who)
            if chats is None or chat.id in chats
            for nth, message in list(enumerate(chat.messages))[-newest:]
            for title in _titles(message.seen_by(self.once.people[who]).card)
        ]
        if not found:
            return "nothing to press"
        chat_id, nth, title = self.choice.choice(found)

        def press(home: House) -> Any:
            chat = home.teams.chats[chat_id]
            return home.people[who].presses(chat, title, message=chat.messages[nth])

        opened = await self._both(press)
        told = f"{who} presses {title!r}"
        if not all(isinstance(form, Form) for form in opened) or self.choice.random() < 0.1:
            return told
        titles = _titles(opened[0].card)
        if not titles:  # there is only something to read, or a link
            return f"{told} and reads"
        values = self._filled(opened[0])
        button = self.choice.choice(titles)
        forms = dict(zip(map(id, self.houses), opened, strict=True))
        await self._both(lambda home: forms[id(home)].submit(button, **values))
        return f"{told} and hands in {values}"

    def _filled(self, form: Answer) -> dict[str, object]:
        assert isinstance(form, Form)
        values: dict[str, object] = {}
        for name, asked in form.inputs.items():
            if not asked.get("isRequired") and self.choice.random() < 0.2:
                continue
            match asked["type"]:
                case "Input.ChoiceSet" if asked["choices"]:
                    values[name] = self.choice.choice(asked["choices"])["value"]
                case "Input.Text":
                    values[name] = f"{self.choice.choice(SENTENCES)} {self.number}"
                case "Input.Date":
                    day = self.once.clock.time + timedelta(days=self.choice.randrange(9))
                    values[name] = day.date().isoformat()
                case _:
                    continue
        return values

    # What comes of it

    async def _both(self, does: Callable[[House], Any]) -> list[Answer]:
        """In the first house once; in the second with its copies, which are judged."""
        before = await self.often.bot.store.read(_taken)
        first = await does(self.once)
        await self.once.settle()
        self.copier.armed, self.copier.at_once, self.copier.first = True, [], first
        try:
            second = await does(self.often)
        except BotFailed:
            self.counts["failed"] += 1
            raise
        finally:
            self.copier.armed = False
        await self.often.settle()
        copies, delivery = self.copier.at_once, self.copier.last
        self.counts["activities"] += 1
        self.counts["copies"] += len(copies) - 1
        taken = await self.often.bot.store.read(_taken) > before
        self.counts["taken" if taken else "refused or asked back"] += 1
        self.counts["other answers"] += sum(not _same(first, copy) for copy in copies)
        if taken and delivery is not None:
            self._plan(delivery, first)
        return [first, second]

    def _plan(self, delivery: Delivery, first: Answer) -> None:
        for _ in range(self.choice.randrange(3)):
            steps = self.choice.randrange(1, LATER_AT_MOST)
            self.waiting.append(Later(delivery, None, steps))
        if _has_effect(delivery, first) and self.choice.random() < 0.5:
            until = self.often.clock.time + SOON
            self.waiting.append(Later(delivery, until, self.choice.randrange(1, 4)))

    async def _come_again(self) -> None:
        now = self.often.clock.time
        self.waiting = [replace(later, steps=later.steps - 1) for later in self.waiting]
        due = [later for later in self.waiting if later.steps <= 0]
        self.waiting = [
            later
            for later in self.waiting
            if later.steps > 0 and (later.until is None or now <= later.until)
        ]
        for later in due:
            if later.until is not None and now > later.until:
                continue
            await self._once_more(later)

    async def _once_more(self, later: Later) -> None:
        renamed = later.until is not None
        delivery = self.copier.renamed(later.delivery) if renamed else later.delivery
        answer = await self.copier.usual(delivery, check=False)
        await self.often.settle()
        self.counts["later, under a new id" if renamed else "later"] += 1
        if not 200 <= answer.status < 300 or (_is_invoke(delivery) and answer.kind == "none"):
            self.counts["failed"] += 1
        elif answer.kind == "message" and answer.text not in (NOTED, SAVED, SAID):
            self.counts["other answers"] += 1
            self.counts[f"later told: {answer.text}"] += 1

    async def differences(self) -> list[str]:
        rows = [await home.bot.store.read(_rows) for home in self.houses]
        found = [f"table {name}" for name in rows[0] if rows[0][name] != rows[1][name]]
        once, often = ({c.id: c.shown for c in h.teams.chats.values()} for h in self.houses)
        found += [f"chat {name}" for name in once if once[name] != often.get(name)]
        posts = [Counter(_posts(home)) for home in self.houses]
        return found + [f"posts to {name}" for name in (posts[1] - posts[0])]


def _posts(home: House) -> list[str]:
    return [asked.conversation for asked in home.teams.ledger if asked.method == "POST"]


def _place(home: House, who: str, alone: bool) -> Chat:
    return home.own(home.people[who]) if alone else home.chat


def _chats(home: House, who: str) -> list[Chat]:
    person = home.people[who]
    return [chat for chat in home.teams.chats.values() if person in chat.members]


def _titles(card: dict[str, Any] | None) -> list[str]:
    found = actions(card) if card else []
    return [each["title"] for each in found if each["type"] in ("Action.Execute", "Action.Submit")]


def _is_invoke(delivery: Delivery) -> bool:
    return bool(delivery.activity["type"] == "invoke")


def _has_effect(delivery: Delivery, first: Answer | None) -> bool:
    """What is asked under a new id, and only reads, is said in the chat once more."""
    return _is_invoke(delivery) and first is not None and first.text != SAID


_NONCE = re.compile(r'"nonce": "[^"]*"')
_LINK = re.compile(r'"url": "[^"]*"')  # signed for its reader, whose pseudonym is each house's own


def _same(once: Answer, copy: Answer) -> bool:
    if once.status != copy.status and not 200 <= copy.status < 300:
        return False
    if copy.kind == "message" and copy.text in (NOTED, SAVED):
        return once.kind in ("message", "card")
    return (once.kind, once.text, _plain(once.card)) == (copy.kind, copy.text, _plain(copy.card))


def _plain(card: object) -> str:
    return _LINK.sub("", _NONCE.sub("", json.dumps(card, sort_keys=True)))


def _taken(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(InboxRow)) or 0


def _rows(session: Session) -> dict[str, list[str]]:
    return {
        table.name: sorted(
            str({k: v for k, v in row.items() if k not in PASSING.get(table.name, ())})
            for row in session.execute(select(table)).mappings()
            if row.get("kind") != ROSTER  # is read again for each stranger who is refused
        )
        for table in Base.metadata.sorted_tables
        if table.name != "inbox"
    }


@asynccontextmanager
async def world(seed: int, folder: Path) -> AsyncIterator[World]:
    choice = random.Random(seed)
    for name in ("once", "often"):
        (folder / name).mkdir()
    async with _house(folder / "once") as once, _house(folder / "often") as often:
        copier = Copier(random.Random(choice.random()), often.teams._deliver, often.clock)
        often.teams._deliver = copier  # type: ignore[method-assign]
        yield World(once=once, often=often, copier=copier, choice=choice)


@asynccontextmanager
async def _house(folder: Path) -> AsyncIterator[House]:
    async with houses.house(folder, administrators=await _administrators()) as home:
        await houses.moved_in(home)
        vest = home.teams.group_chat("Team Vest", home.ole, home.jens)
        await home.teams.add_bot(vest, by=home.jens)
        await home.settle()
        await home.jens.presses(vest, "Nyt team")
        for person in home.people.values():
            await home.teams.add_bot(home.own(person), by=person)
        await home.settle()
        yield home


async def _administrators() -> frozenset[str]:
    from bot.rehearsal.connector import Teams

    return frozenset({Teams(now=Clock()).guid(ADMINISTRATOR)})


async def run(seed: int, amount: int, folder: Path) -> Counter[str]:
    usual, speaking.PATIENCE = speaking.PATIENCE, 0.0
    try:
        async with world(seed, folder) as both:
            while both.counts["activities"] < amount and not both.counts["second effects"]:
                told = await both.step()
                differ = await both.differences()
                if differ:
                    both.counts["second effects"] += 1
                    print(f"repeats, seed {seed}, step {both.number}: {told}: {differ}")
            return both.counts
    finally:
        speaking.PATIENCE = usual


EXPERIMENTS = [
    Experiment(
        name="repeats",
        row=11,
        unit="activities",
        goal=10_000,
        short=60,
        batch=500,
        run=run,
        never=("second effects", "other answers", "failed"),
    )
]
