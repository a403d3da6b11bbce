"""Experiments that fork: they run in a small process of their own, since a fork takes neither
threads nor open databases along."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
Run = Callable[[int, int, Path], Awaitable[Mapping[str, int]]]
Work = Callable[[int, int, Path], Mapping[str, int]]


def in_a_process_of_its_own(module: str) -> Run:
    """`run` of an experiment whose module ends in `main(work)`."""

    async def run(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
        command = (sys.executable, "-m", module, str(seed), str(amount), str(folder))
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"{module} ended with {process.returncode}")
        counts: dict[str, int] = json.loads(told)
        return counts

    return run


def main(work: Work) -> None:
    seed, amount, folder = sys.argv[1:]
    print(json.dumps(work(int(seed), int(amount), Path(folder))))
