"""The n-th SQL statement fails, for every n: no false acknowledgement (row 5).

Everything that changes something is done, each time with another statement of the writer failing:
BEGIN and COMMIT, the outbox's own and the clock's are among them. Then either an error was
answered, nothing has changed, and sent again it is as if nothing had happened; or it was taken,
and in the end everything is there. The one exception is a COMMIT that was carried out and whose
reply was lost: it may be answered with an error, and sent again it still has one effect.
"""

import random
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from bot.rehearsal.connector import Answer, BotFailed
from dialogs.people.words import BROKE
from tests.chaos.experiment import Experiment
from tests.chaos.scenarios import SCENARIOS, Scenario, in_order
from tests.chaos.scenes import Ended, Scene, scene

BEATS = 3  # of the clock, until what failed once must have happened


class How(StrEnum):
    REFUSED = "refused"  # the statement fails, and the transaction stands
    UNDONE = "undone"  # SQLite has rolled back by itself, as it does when the disk is full
    UNHEARD = "unheard"  # committed, and the reply is lost


@dataclass
class Wire:
    """Between the writer and its driver. The n-th statement from `arm` on fails, once."""

    how: How = How.REFUSED
    left: int = 0
    hit: bool = False

    def arm(self, n: int, how: How) -> None:
        self.how, self.left, self.hit = how, n, False

    def statement(self, cursor: Any, *_: object) -> None:
        if self.how is not How.UNHEARD and self._is_next():
            if self.how is How.UNDONE:
                cursor.connection.rollback()
            raise pysqlite3.dbapi2.OperationalError("disk I/O error")

    def commit(self, connection: Any) -> None:
        if self._is_next():
            if self.how is How.UNHEARD:
                connection.connection.commit()
            error = pysqlite3.dbapi2.OperationalError("disk I/O error")
            raise OperationalError("COMMIT", {}, error)

    def _is_next(self) -> bool:
        if "reader" in threading.current_thread().name:
            return False
        self.left -= 1
        self.hit = self.hit or self.left == 0
        return self.left == 0


@contextmanager
def tapped() -> Iterator[Wire]:
    wire = Wire()
    taps = [
        ("do_execute", wire.statement),
        ("do_execute_no_params", wire.statement),
        ("do_executemany", wire.statement),
        ("commit", wire.commit),
    ]
    for name, tap in taps:
        event.listen(Engine, name, tap)
    try:
        yield wire
    finally:
        for name, tap in taps:
            event.remove(Engine, name, tap)


async def every_statement(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """`amount` scenarios, and each with every statement of its failing in every way."""
    counts: Counter[str] = Counter()
    chance = random.Random(seed)
    for number, scenario in enumerate(in_order(seed, amount)):
        counts += await _scenario(scenario, chance, folder / str(number))
    return counts


async def _scenario(scenario: Scenario, chance: random.Random, folder: Path) -> Counter[str]:
    counts: Counter[str] = Counter(operations=1)
    async with scene(scenario, folder) as here:
        await here.put_back()
        if here.by_the_clock:
            await _beats(here)
        await here.act()
        expected = await here.ended()
        with tapped() as wire:
            for ways in ((How.REFUSED, How.UNDONE), (How.UNHEARD,)):
                n = 1
                while found := await _once(here, wire, n, chance.choice(ways), expected):
                    counts += found
                    n += 1
    return counts


async def _once(here: Scene, wire: Wire, n: int, how: How, expected: Ended) -> Counter[str] | None:
    """None: the operation has fewer statements than n."""
    wire.arm(0, how)
    await here.put_back()
    wire.arm(n, how)
    answer, _ = await _done(here)
    counts: Counter[str] = Counter(failures=1)
    in_the_turn = wire.hit
    if in_the_turn:
        counts += await _after_failing(here, how, answer)
    ended = await here.ended()
    if not wire.hit:
        return None
    counts["in the turn" if in_the_turn else "in a sweep"] += 1
    if not ended.at_rest:
        counts["never at rest"] += 1
    elif how is How.UNHEARD:
        counts += _lenient(ended, expected)
    elif (ended.rows, ended.shown, ended.said) != (expected.rows, expected.shown, expected.said):
        counts["not as without the fault"] += 1
    return counts


async def _done(here: Scene) -> tuple[Answer | None, bool]:
    """The answer, and whether the clock's beat broke."""
    try:
        return await here.act(), False
    except BotFailed as failed:
        return Answer(status=failed.status), False
    except Exception:
        if not here.by_the_clock:
            raise
        return None, True


async def _beats(here: Scene) -> None:
    for _ in range(BEATS):
        here.forget_failures()
        await _done(here)


async def _after_failing(here: Scene, how: How, answer: Answer | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    if answer is None:
        await _beats(here)
        _, broke = await _done(here)
        counts["the clock broke for ever"] += broke
        return counts
    if BROKE in answer.texts:
        counts["told that it broke"] += 1
    if answer.status == 200:
        counts["answered 200"] += 1
        return counts
    counts["answered 5xx"] += 1
    if how is not How.UNHEARD and not await here.is_untouched():
        counts["changed, and refused"] += 1
    try:
        await here.again()
    except BotFailed:
        counts["refused for ever"] += 1
    return counts


def _lenient(ended: Ended, expected: Ended) -> Counter[str]:
    """After a lost reply the outbox does not know what it has claimed or noted."""
    missing, more = expected.shown - ended.shown, ended.shown - expected.shown
    counts: Counter[str] = Counter()
    if missing.total() > ended.listed:
        counts["lost"] += 1
    if more.total() > 1 or any(not buttons for *_, buttons in more):
        counts["doubled"] += 1
    alike = expected.rows.keys() - ended.unlike
    if any(expected.rows[name] != ended.rows[name] for name in alike):
        counts["not as without the fault"] += 1
    return counts


EXPERIMENTS = [
    Experiment(
        name="every statement fails",
        row=5,
        unit="operations",
        goal=len(SCENARIOS),
        short=1,
        batch=10,
        in_order=True,
        run=every_statement,
        never=(
            "told that it broke",
            "changed, and refused",
            "refused for ever",
            "not as without the fault",
            "lost",
            "doubled",
            "never at rest",
            "the clock broke for ever",
        ),
    ),
]
