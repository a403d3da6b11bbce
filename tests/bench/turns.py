"""A whole turn, beside the SDKs' echoes: `make bench`.

    python -m tests.bench.turns [--rounds 5] [--database sqlite|postgresql]

Every contender is a process of its own over loopback, with the same load and the same connector
beside it, and they take turns: what else the machine does, it does to all of them. A turn is done
when the activity has its answer and the connector has taken the reply.

Ours is `læring …` in a team's chat, as a member of it writes it: the gate and the signed token,
who it is and what they may, the guard's look at the text, the learning point stored with a
full-sync commit, thanks in the chat, and the message to its writer through the outbox: its intent
before it is sent, and its result after. Those are two messages; a turn is done with the one of the
outbox. The echoes check no token and keep nothing.
"""

import argparse
import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from sqlalchemy.orm import Session

from bot.keys import ISSUER
from tests.bench import municipality
from tests.bench.contender import SERVICE
from tests.bench.municipality import APP, TENANT, activity, group, own, people_of
from tests.bench.wire import PATIENCE, Arrived, Channel, Connector, share
from tests.databases import POSTGRESQL, SQLITE
from tests.orphans import ends_with_parent

ROOT = Path(__file__).parent.parent.parent
SUCCESSOR = ROOT / "tests/bench/successor"
TEAMS = 500
AT_ONCE = 64  # people who wait for an answer: the rest of a busy municipality thinks
WORDS = "Vi spørger netværket om samvær, før vi foreslår en ny aftale"
START_SECONDS = 60
OURS, BOTBUILDER, SUCCESSORS, BARE, COMMITS = (
    "ours",
    "botbuilder's echo",
    "the successor's echo",
    "bare aiohttp",
    "commits alone",
)
COMMIT = """
import sys, time, pysqlite3.dbapi2 as d
c = d.connect(sys.argv[1], isolation_level=None)
for p in ("journal_mode=WAL", "synchronous=FULL"): c.execute("PRAGMA " + p)
c.execute("CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, text TEXT)")
n, end = 0, time.perf_counter() + float(sys.argv[2])
while time.perf_counter() < end:
    c.execute("INSERT INTO t (text) VALUES (?)", ("x" * 60,))
    n += 1
print(n)
"""


class TurnFailed(Exception):
    """A contender did not answer a turn as it should."""


@dataclass
class Bench:
    """The load, and the connector that all contenders speak to."""

    connector: Connector = field(default_factory=Connector)
    waits: dict[str, asyncio.Future[float]] = field(default_factory=dict)  # for a reply in a chat
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    url: str = ""
    numbers: Any = field(default_factory=itertools.count)

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Bench"]:
        self.connector.seen = self._seen
        async with self.connector.serves() as self.url:
            jwk = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            jwk |= {"kid": "bench", "use": "sig", "endorsements": ["msteams"]}
            self.connector.documents |= {
                "/metadata": {"jwks_uri": f"{self.url}/keys"},
                "/keys": {"keys": [jwk]},
            }
            yield self

    def token(self) -> str:
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": APP, "nbf": now - 300, "exp": now + 3600}
        claims |= {"serviceurl": service_url()}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "bench"})

    def _seen(self, arrived: Arrived) -> None:
        waiting = self.waits.pop(arrived.chat, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(arrived.at)


def service_url() -> str:
    return f"{SERVICE}/emea/{TENANT}/"


@dataclass
class Contender:
    """A bot that is up, and how its turns are told to be done."""

    name: str
    channel: Channel
    service_url: str
    replies_to_person: bool = False
    pid: int = 0
    worked: float = 0.0  # seconds of a processor
    turns: int = 0

    async def turn(self, bench: Bench) -> float:
        """Seconds from the first byte until the connector has the reply and the channel the
        answer."""
        number = next(bench.numbers)
        team = number % TEAMS + 1
        person = people_of(team)[number // TEAMS % municipality.MEMBERS]
        text = f"læring {WORDS}, nr. {number}"
        said = activity(number, team, person, text, self.service_url)
        where = own(person) if self.replies_to_person else group(team)
        replied = bench.waits[where] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        status, _ = await self.channel.deliver(said)
        if not 200 <= status < 300:
            raise TurnFailed(f"{self.name} answered {status}")
        answered = time.perf_counter()
        return max(answered, await asyncio.wait_for(replied, PATIENCE)) - began

    async def many(self, bench: Bench, seconds: float, at_once: int = AT_ONCE) -> float:
        """Turns a second, when so many people wait for an answer at any time."""
        done = 0
        end = time.perf_counter() + seconds

        async def one_after_another() -> None:
            nonlocal done
            while time.perf_counter() < end:
                await self.turn(bench)
                done += 1

        before, began = processor_seconds(self.pid), time.perf_counter()
        await asyncio.gather(*(one_after_another() for _ in range(at_once)))
        rate = done / (time.perf_counter() - began)
        self.worked += processor_seconds(self.pid) - before
        self.turns += done
        return rate

    async def evenly(self, bench: Bench, rate: float, seconds: float) -> list[float]:
        """The seconds of each turn, when so many begin in a second, whatever became of others."""
        tasks: list[asyncio.Task[float]] = []
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
            tasks.append(asyncio.create_task(self.turn(bench)))
        return await asyncio.gather(*tasks)


def processor_seconds(pid: int) -> float:
    """What a process has worked so far, whatever it had to wait for (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def status_of(pid: int) -> dict[str, str]:
    """What the system says of a process, by its names (Linux, proc(5))."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return dict(line.split(":", 1) for line in lines)


def megabytes(said: str) -> float:
    return int(said.split()[0]) / 1024


@asynccontextmanager
async def process(*command: str, log: Path | None = None) -> AsyncIterator[tuple[str, int]]:
    """Its URL, when it has said that it is ready, and its number."""
    with open(log or os.devnull, "ab") as errors:  # noqa: ASYNC230 - a moment, before the load
        running = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            preexec_fn=ends_with_parent,
        )
    try:
        async with asyncio.timeout(START_SECONDS):
            while b"http://" not in (line := await running.stdout.readline()):
                if not line:
                    raise TurnFailed(f"{command} did not start")
        url = next(word for word in line.decode().split() if word.startswith("http://"))
        yield url.rstrip("."), running.pid
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


@asynccontextmanager
async def our_bot(
    bench: Bench, database: str, *more: str, log: Path | None = None
) -> AsyncIterator[Contender]:
    command = (sys.executable, "-m", "tests.bench.contender", "ours")
    where = ("--connector", bench.url, "--database", database)
    async with process(*command, *where, *more, log=log) as (url, pid):
        channel = Channel(url, token=bench.token())
        yield Contender(OURS, channel, service_url(), replies_to_person=True, pid=pid)
        channel.close()


@asynccontextmanager
async def echo(bench: Bench, name: str, *command: str) -> AsyncIterator[Contender]:
    async with process(*command) as (url, pid):
        yield Contender(name, Channel(url), f"{bench.url}/", pid=pid)


def successors_python() -> str | None:
    """None: its environment is not made (`make bench` makes it)."""
    there = SUCCESSOR / ".venv/bin/python"
    return str(there) if there.exists() else None


async def commits(folder: Path, seconds: float) -> float:
    """SQLite's own: one row, one full-sync commit, one after the other."""
    where = str(folder / "commits.db")
    asked = await asyncio.create_subprocess_exec(
        sys.executable, "-c", COMMIT, where, str(seconds), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asked.communicate()
    return int(told) / seconds


async def measure(args: argparse.Namespace, folder: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        bench = await stack.enter_async_context(Bench().open())
        url, engine = stack.enter_context(municipality.database(args.database, folder))
        with Session(engine) as session, session.begin():
            municipality.fill(session, TEAMS, service_url())
        ours = await stack.enter_async_context(our_bot(bench, url, log=folder / "log"))
        contenders = [ours]
        python = sys.executable
        if not args.alone:
            module = (python, "-m", "tests.bench.contender")
            for name, command in (
                (BOTBUILDER, (*module, "botbuilder")),
                (SUCCESSORS, (successors_python(), str(SUCCESSOR / "echo.py"))),
                (BARE, (*module, "bare")),
            ):
                if command[0] is None:
                    print("(the successor's environment is not made: `make bench` makes it)")
                    continue
                contenders.append(await stack.enter_async_context(echo(bench, name, *command)))
        for each in contenders:  # what is done once is done
            await each.many(bench, min(3.0, args.seconds), at_once=8)
            each.worked, each.turns = 0.0, 0
        half: list[float] = []
        for _ in range(args.rounds):
            for each in contenders:
                found.setdefault(each.name, []).append(await each.many(bench, args.seconds))
            found.setdefault(COMMITS, []).append(await commits(folder, min(1.0, args.seconds)))
            half += await ours.evenly(bench, found[OURS][-1] / 2, args.seconds)
        report(args, found, half, contenders)
    errors = [line for line in (folder / "log").read_text().splitlines() if '"ERROR"' in line]
    if errors:
        raise TurnFailed(errors[0])
    return found


def report(
    args: argparse.Namespace,
    found: dict[str, list[float]],
    half: list[float],
    contenders: list[Contender],
) -> None:
    work = {each.name: f"{each.worked / each.turns * 1000:.1f}" for each in contenders}
    print(f"| {args.database}, {args.rounds} rounds | turns/s | fewest–most | ours × | CPU ms |")
    print("|---|---:|---:|---:|---:|")
    for name, rates in found.items():
        times = statistics.median(a / b for a, b in zip(found[OURS], rates, strict=True))
        line = f"| {name} | {statistics.median(rates):.0f} | {min(rates):.0f}–{max(rates):.0f} |"
        print(f"{line} {times:.2f} | {work.get(name, '')} |")
    print(
        f"At half load ours takes {share(half, 0.5) * 1000:.0f} ms (median),"
        f" {share(half, 0.99) * 1000:.0f} ms (p99 of {len(half)} turns)."
    )
    print(machine())


def machine() -> str:
    """What else to know of a figure."""
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return f"({os.cpu_count()} cores, load average {load}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0, help="of each contender's turn")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--alone", action="store_true", help="ours only")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(args, Path(folder)))


if __name__ == "__main__":
    main()
