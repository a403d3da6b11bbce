"""The n-th call of Teams fails, for every n: everything arrives once, or is listed (row 5).

Everything that changes something is done, each time with another outgoing call failing. Whoever
asked is answered as if nothing had happened; what was refused before any effect arrives in the
end; what is in doubt leaves one harmless copy at most, or is listed, and a plain line never comes
twice.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from bot.rehearsal.connector import Fault, Request
from bot.teams.sender import Sender
from tests.chaos.experiment import Experiment
from tests.chaos.scenarios import SCENARIOS, Scenario, in_order
from tests.chaos.scenes import Ended, Scene, scene

NOBODY_LISTENS = "http://127.0.0.1:9"  # the discard service, which no machine has run for decades


class Broken(StrEnum):
    UNPLUGGED = "no connection"
    BUSY = "429"
    CUT_BEFORE = "reset before it was accepted"
    CUT_AFTER = "reset after it was accepted"
    FAILED = "500"

    @property
    def is_doubt(self) -> bool:
        return self in (Broken.CUT_BEFORE, Broken.CUT_AFTER, Broken.FAILED)


@dataclass
class Line:
    """Between the bot and Teams; the n-th call from now on fails, once."""

    http: Any
    broken: Broken
    left: int
    hit: bool = False

    def request(self, method: str, url: str, **more: Any) -> Any:
        if self.broken is Broken.UNPLUGGED and self.is_next():
            url = NOBODY_LISTENS + url[url.index("/v3/") :]
        return self.http.request(method, url, **more)

    def meets(self, _: Request) -> bool:
        return self.broken is not Broken.UNPLUGGED and self.is_next()

    def is_next(self) -> bool:
        self.left -= 1
        self.hit = self.hit or self.left == 0
        return self.left == 0

    def fault(self) -> Fault:
        match self.broken:
            case Broken.BUSY:
                return Fault(match=self.meets, status=429, retry_after=3)
            case Broken.CUT_BEFORE:
                return Fault(match=self.meets, drop="before")
            case Broken.CUT_AFTER:
                return Fault(match=self.meets, drop="after")
            case _:
                return Fault(match=self.meets, status=500)


@contextmanager
def breaking(here: Scene, broken: Broken, n: int) -> Iterator[Line]:
    sender = here.home.bot.outbox.sender
    assert isinstance(sender, Sender)
    http = sender._http
    line = Line(http=http, broken=broken, left=n)
    sender._http = line  # type: ignore[assignment]
    here.home.teams.faults.append(line.fault())
    try:
        yield line
    finally:
        sender._http = http


async def every_call(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """`amount` scenarios, and each with every call of it failing in every way."""
    counts: Counter[str] = Counter()
    for number, scenario in enumerate(in_order(seed, amount)):
        async for found in _scenario(scenario, folder / str(number)):
            counts += found
        counts["operations"] += 1
    return counts


async def _scenario(scenario: Scenario, folder: Path) -> AsyncIterator[Counter[str]]:
    async with scene(scenario, folder) as here:
        await here.put_back()
        await here.act()
        expected = await here.ended()
        for broken in Broken:
            n = 1
            while found := await _once(here, broken, n, expected):
                yield found
                n += 1


async def _once(here: Scene, broken: Broken, n: int, expected: Ended) -> Counter[str] | None:
    """None: the operation has fewer calls than n."""
    await here.put_back()
    with breaking(here, broken, n) as line:
        answer = await here.act()
        ended = await here.ended()
    if not line.hit:
        return None
    counts: Counter[str] = Counter({"calls": 1, broken.value: 1})
    if answer is not None and answer.status != 200:
        counts["not answered"] += 1
    if not ended.at_rest:
        counts["never at rest"] += 1
    elif broken.is_doubt:
        counts += in_doubt(ended, expected)
    elif (ended.rows, ended.shown, ended.said) != (expected.rows, expected.shown, expected.said):
        counts["refused, and not as without the fault"] += 1
    return counts


def in_doubt(ended: Ended, expected: Ended) -> Counter[str]:
    counts: Counter[str] = Counter()
    missing, more = expected.shown - ended.shown, ended.shown - expected.shown
    listed = ended.listed - expected.listed
    counts["listed"] += listed
    counts["copies"] += more.total()
    if missing.total() > listed:
        counts["lost"] += 1
    if more.total() > 1:
        counts["more than one copy"] += 1
    if any(
        not buttons and (chat, said, buttons) in expected.shown for chat, said, buttons in more
    ):
        counts["a plain line twice"] += 1
    if ended.said - expected.said:
        counts["an answer twice"] += 1
    alike = expected.rows.keys() - ended.unlike
    if any(expected.rows[name] != ended.rows[name] for name in alike):
        counts["in doubt, and not as without the fault"] += 1
    return counts


EXPERIMENTS = [
    Experiment(
        name="every call fails",
        row=5,
        unit="operations",
        goal=len(SCENARIOS),
        short=2,
        batch=10,
        in_order=True,
        run=every_call,
        never=(
            "not answered",
            "never at rest",
            "lost",
            "more than one copy",
            "a plain line twice",
            "an answer twice",
            "refused, and not as without the fault",
            "in doubt, and not as without the fault",
        ),
    ),
]
