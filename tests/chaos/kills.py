"""kill -9 while learning points are handed in (row 1 of the goals).

The client keeps the ledger: what it handed in, and what was acknowledged. What was not, it hands
in again, as Teams does: the same activity; a form also under a new id, with its own nonce.
"""

import asyncio
import json
import random
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select

from dialogs.learning.words import THANKS
from dialogs.people.words import SAVED
from storage.tables import LearningPointRow
from tests.chaos.experiment import Experiment
from tests.chaos.forks import Bot, Host, forks, processes
from tests.chaos.stage import Stage, nobody_left, stage
from tests.databases import POSTGRESQL, SQLITE

HANDS = 6  # that hand in at the same time
AT_MOST = 3.0  # seconds that any bot may listen
LANES = 2  # teams, each with its bot and its database, side by side: a start is mostly waiting
WORTH_LANES = 100  # cycles

Hosts = Callable[[], AbstractAsyncContextManager[Host]]


@dataclass
class Point:
    text: str
    activity: dict[str, Any]
    tries: int = 0

    @property
    def is_form(self) -> bool:
        return self.activity["type"] == "invoke"


@dataclass
class Ledger:
    """What the client knows."""

    stage: Stage
    rng: random.Random
    counts: Counter[str] = field(default_factory=Counter)
    waiting: deque[Point] = field(default_factory=deque)  # handed in, and not acknowledged
    acknowledged: list[Point] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)

    def next(self) -> Point:
        """What was not acknowledged comes first; now and then one that was comes again."""
        if self.waiting:
            return self.waiting.popleft()
        if self.acknowledged and self.rng.random() < 0.1:
            return self.rng.choice(self.acknowledged)
        return self._new()

    def _new(self) -> Point:
        text = f"Vi spurgte barnet først, gang nr. {len(self.texts)}"
        self.texts.add(text)
        person, teams = self.rng.choice(self.stage.people), self.stage.teams
        place = self.stage.chat if self.rng.random() < 0.5 else teams.personal(person)
        if self.rng.random() < 0.5:
            nonce = f"{self.rng.getrandbits(64):x}"
            data = {"verb": "learning.write", "nonce": nonce, "text": text}
            activity = person.activity(
                place,
                "invoke",
                activity_id=self._id(),
                name="task/submit",
                value={"data": data, "context": {"theme": "default"}},
            )
        else:
            said = {"text": f"læring {text}", "textFormat": "plain"}
            activity = person.activity(place, "message", activity_id=teams.next_id(), **said)
        return Point(text, activity)

    def _id(self) -> str:
        return f"f:{UUID(int=self.rng.getrandbits(128))}"

    def sent_as(self, point: Point) -> dict[str, Any]:
        point.tries += 1
        self.counts["handed in again"] += point.tries > 1
        if point.is_form and point.tries > 1 and self.rng.random() < 0.5:
            return {**point.activity, "id": self._id()}
        return point.activity

    def answered(self, point: Point, answer: tuple[int, str] | None) -> bool:
        """Whether this was an answer at all."""
        if answer is None:
            self.waiting.append(point)
            return False
        if not _is_right(point, *answer):
            self.counts["refused"] += 1
            self.counts[f"refused: {answer[0]} {answer[1][:60]}"] += 1
        elif point not in self.acknowledged[-HANDS * 4 :]:
            self.acknowledged.append(point)
        self.counts["acknowledged"] += 1
        return True


def _is_right(point: Point, status: int, body: str) -> bool:
    """A message is answered with nothing, a form with a word that it is stored."""
    if status != 200 or not point.is_form:
        return status == 200 and not body
    return json.loads(body) == {"task": {"type": "message", "value": THANKS}} or (
        point.tries > 1 and json.loads(body) == {"task": {"type": "message", "value": SAVED}}
    )


@dataclass
class Aim:
    """When the bot of this cycle is killed."""

    starting: float | None = None  # seconds after it was begun
    answers: int | None = None  # at this answer
    handing_in: float | None = None  # seconds after it listened

    @classmethod
    def taken(cls, rng: random.Random, starts_in: float) -> "Aim":
        match rng.randrange(5):
            case 0:
                return cls(starting=rng.uniform(0, 1.2 * starts_in))
            case 1 | 2:
                return cls(answers=rng.randint(1, 12))
            case _:
                return cls(handing_in=rng.uniform(0, 0.06))


async def learning(
    seed: int, amount: int, folder: Path, *, hosts: Hosts, kind: str = SQLITE, lanes: int = LANES
) -> Mapping[str, int]:
    return await in_lanes(seed, amount, folder, lanes, partial(_lane, hosts=hosts, kind=kind))


class Lane(Protocol):
    async def __call__(self, rng: random.Random, amount: int, folder: Path) -> Counter[str]: ...


async def in_lanes(
    seed: int, amount: int, folder: Path, lanes: int, lane: Lane
) -> Mapping[str, int]:
    """Side by side, each with its share; a few are not worth a second lane."""
    lanes = lanes if amount >= WORTH_LANES else 1
    shares = [amount // lanes + (number < amount % lanes) for number in range(lanes)]
    counted = await asyncio.gather(
        *(
            lane(random.Random(f"{seed} {number}"), share, folder / str(number))
            for number, share in enumerate(shares)
        )
    )
    counts: Counter[str] = Counter()
    for each in counted:
        counts.update(each)
    return counts


async def _lane(
    rng: random.Random, amount: int, folder: Path, *, hosts: Hosts, kind: str
) -> Counter[str]:
    async with hosts() as host, stage(folder, kind=kind) as here:
        ledger = Ledger(here, rng)
        starts_in = 0.5
        for _ in range(amount):
            starts_in = await _cycle(ledger, host, Aim.taken(rng, starts_in), starts_in)
            await nobody_left(here.url)
        await _last(ledger, host)
        return await asyncio.to_thread(_reckoned, ledger)


async def _cycle(ledger: Ledger, host: Host, aim: Aim, starts_in: float) -> float:
    """One life of a bot. Returns how long a start takes, as far as is known by now."""
    loop = asyncio.get_running_loop()
    bot = await host.start(ledger.stage.env, ledger.stage.log)
    begun = loop.time()
    if aim.starting is not None:
        loop.call_later(aim.starting, _kill, ledger, bot)
    url = await bot.is_up()
    if url is None:
        ledger.counts["killed while it started"] += 1
    else:
        starts_in = 0.9 * starts_in + 0.1 * (loop.time() - begun)
        loop.call_later(AT_MOST if aim.handing_in is None else aim.handing_in, _kill, ledger, bot)
        left = iter(range(aim.answers - 1, -1, -1)) if aim.answers else None
        await asyncio.gather(*(_hand_in(ledger, bot, url, left) for _ in range(HANDS)))
    await bot.ended
    return starts_in


def _kill(ledger: Ledger, bot: Bot) -> None:
    if not bot.ended.done():
        ledger.counts["killed"] += 1
        bot.kill()


async def _hand_in(ledger: Ledger, bot: Bot, url: str, left: Iterator[int] | None) -> None:
    """One pair of hands, until the bot is gone."""
    while not bot.ended.done():
        point = ledger.next()
        answer = await ledger.stage.deliver(url, ledger.sent_as(point))
        if not ledger.answered(point, answer):
            return
        if left is not None and next(left, None) == 0:
            _kill(ledger, bot)


async def _last(ledger: Ledger, host: Host) -> None:
    """Once more, without harm: what was not acknowledged is handed in, and the bot is stopped in
    good order."""
    bot = await host.start(ledger.stage.env, ledger.stage.log)
    url = await bot.is_up()
    assert url is not None, ledger.stage.log.read_text()
    while ledger.waiting:
        point = ledger.next()
        assert ledger.answered(point, await ledger.stage.deliver(url, ledger.sent_as(point)))
    await stopped(bot, ledger.counts)


async def stopped(bot: Bot, counts: Counter[str]) -> None:
    bot.kill(signal.SIGTERM)
    counts["stopped badly"] += await asyncio.wait_for(bot.ended, 30) != 0


def _reckoned(ledger: Ledger) -> Counter[str]:
    stored = Counter(ledger.stage.look(lambda s: s.scalars(select(LearningPointRow.text)).all()))
    counts = ledger.counts
    counts["points"] = len(ledger.texts)
    counts["lost"] = sum(point.text not in stored for point in ledger.acknowledged)
    counts["doubled"] = sum(number > 1 for number in stored.values())
    counts["never handed in"] = len(stored.keys() - ledger.texts)
    counts["errors"] = len(ledger.stage.errors())
    counts["corrupt"] = ledger.stage.corrupt()
    return counts


NEVER = ("lost", "doubled", "refused", "never handed in", "errors", "corrupt", "stopped badly")

EXPERIMENTS = [
    Experiment(
        name="kill-while-handing-in",
        row=1,
        unit="cycles, forked",
        goal=10_000,
        short=12,
        batch=500,
        run=partial(learning, hosts=forks),
        never=NEVER,
    ),
    Experiment(
        name="kill-while-handing-in-process",
        row=1,
        unit="cycles, whole process",
        goal=200,
        short=1,
        batch=40,
        run=partial(learning, hosts=processes),
        never=NEVER,
    ),
    Experiment(
        name="kill-while-handing-in-postgresql",
        row=1,
        unit="cycles, forked",
        goal=2_000,
        short=6,
        batch=300,
        run=partial(learning, hosts=forks, kind=POSTGRESQL, lanes=1),
        never=NEVER,
        needs="postgresql",
    ),
]
