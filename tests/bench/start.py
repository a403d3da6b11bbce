"""How long a start takes, beside the bare import of the SDK: `python -m tests.bench.start`.

Also what the garbage collector costs a bot that runs, under load: each pause, and how long the
longest was.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy.orm import Session

from tests.bench import municipality
from tests.bench.turns import ROOT, TEAMS, Bench, machine, our_bot, service_url
from tests.databases import SQLITE

IMPORT = (sys.executable, "-c", "import botbuilder.core")
# As on a machine where it was started before: compiled modules are written, and found.
USUAL = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
HELP = (sys.executable, "app.py", "--help")


def command(*words: str) -> float:
    began = time.perf_counter()
    subprocess.run(words, cwd=ROOT, env=USUAL, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def ready(folder: Path) -> float:
    """Until it says that it listens, on a database that is there."""
    database = f"sqlite:///{folder / 'bot.db'}"
    environment = {**USUAL, "SPARRINGSRUM_DATABASE_URL": database, "SPARRINGSRUM_PORT": "0"}
    environment.pop("MicrosoftAppId", None)
    began = time.perf_counter()
    running = subprocess.Popen(
        (sys.executable, "app.py"),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    running.stdout.readline()
    took = time.perf_counter() - began
    running.terminate()
    running.wait()
    return took


def starts(rounds: int, folder: Path) -> None:
    found: dict[str, list[float]] = {
        "import botbuilder.core": [],
        "app.py, ready": [],
        "--help": [],
    }
    ready(folder)  # the database is made, and the modules are compiled
    for _ in range(rounds):
        for took, way in zip(
            found.values(),
            (lambda: command(*IMPORT), lambda: ready(folder), lambda: command(*HELP)),
            strict=True,
        ):
            took.append(way())
    imports = found["import botbuilder.core"]
    for name, took in found.items():
        times = statistics.median(a / b for a, b in zip(took, imports, strict=True))
        print(f"{name}: {statistics.median(took):.2f} s, {times:.2f} × the import")


async def collections(seconds: float, rate: float, folder: Path) -> list[tuple[int, float]]:
    """Generation and seconds of each pause of a bot that answers turns."""
    noted = folder / "gc"
    async with Bench().open() as bench:
        with municipality.database(SQLITE, folder) as (url, engine):
            with Session(engine) as session, session.begin():
                municipality.fill(session, TEAMS, service_url())
            async with our_bot(bench, url, "--gc", str(noted)) as ours:
                await ours.many(bench, 2.0, at_once=8)
                before = len(noted.read_text().splitlines())
                took = await ours.evenly(bench, rate, seconds)
    lines = noted.read_text().splitlines()[before:]
    pauses = [(int(line.split()[0]), float(line.split()[1])) for line in lines]
    total = sum(pause for _, pause in pauses)
    print(f"{len(took)} turns in {seconds:.0f} s: {len(pauses)} collections, {total:.2f} s in all")
    for generation in range(3):
        of = [pause for which, pause in pauses if which == generation]
        if of:
            print(f"  generation {generation}: {len(of)}, longest {max(of) * 1000:.1f} ms")
    return pauses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=30.0, help="of load")
    parser.add_argument("--rate", type=float, default=20.0, help="turns a second")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        starts(args.rounds, Path(folder))
        asyncio.run(collections(args.seconds, args.rate, Path(folder)))
    print(machine())


if __name__ == "__main__":
    main()
