"""What a chaos experiment is, and the record of its runs, which is summed."""

import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

RECORD = Path(__file__).parent.parent.parent / "docs" / "reliability-runs.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """One way to do harm, and what must never come of it.

    `run(seed, amount, folder)` does it `amount` times and returns its counts. With the same seed
    it makes the same choices, as far as the machine lets it. Among the counts, those named in
    `never` must stay zero. `naive` is the same harm done to the naive way, for comparison: what
    it must never do, it does.
    """

    name: str
    row: int  # of the table of goals in docs/reliability.md
    unit: str  # what is counted: cycles, sends, prompts
    goal: int  # how many in all
    short: int  # how many in the ordinary tests; a few seconds' worth, 0: not in them
    batch: int  # how many in one run of the bench, with one seed
    run: Callable[[int, int, Path], Awaitable[Mapping[str, int]]]
    never: tuple[str, ...]
    naive: bool = False
    in_order: bool = False  # the seed is how many were done before: of a corpus, each once
    alone: bool = False  # fills the memory, so its short run is a process of its own
    needs: str = ""  # "postgresql": only where its programs are installed
    timed: bool = False  # asks how long something takes, so nothing else runs beside it


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One line of the record."""

    name: str
    seed: int
    amount: int
    seconds: float
    counts: dict[str, int]


async def once(experiment: Experiment, seed: int, amount: int) -> Run:
    folder = tempfile.TemporaryDirectory()
    started = time.monotonic()
    try:
        counts = await experiment.run(seed, amount, Path(folder.name))
    finally:
        await asyncio.to_thread(folder.cleanup)  # thousands of files
    seconds = round(time.monotonic() - started, 2)
    return Run(
        name=experiment.name, seed=seed, amount=amount, seconds=seconds, counts=dict(counts)
    )


def broken(experiment: Experiment, counts: Mapping[str, int]) -> dict[str, int]:
    """What came of it that must never come of it."""
    if experiment.naive:
        return {}
    return {name: counts[name] for name in experiment.never if counts.get(name, 0)}


def note(run: Run) -> None:
    with RECORD.open("a") as record:
        record.write(json.dumps(asdict(run)) + "\n")


def recorded() -> Iterator[Run]:
    if RECORD.exists():
        for line in RECORD.read_text().splitlines():
            yield Run(**json.loads(line))


def summed(name: str) -> tuple[int, Counter[str], list[int]]:
    """How many so far, what came of them, and the seeds."""
    runs = [run for run in recorded() if run.name == name]
    counts: Counter[str] = Counter()
    for run in runs:
        counts.update(run.counts)
    return sum(run.amount for run in runs), counts, [run.seed for run in runs]


def fresh_seed() -> int:
    return random.SystemRandom().randrange(1, 2**31)
