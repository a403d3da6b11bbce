"""No room on the disk, or no right to write: nothing is acknowledged that is not stored, and
everything goes on by itself when there is room again (row 25).

The disk is a small one of its own in memory where the system lets us mount it. Elsewhere a limit
on the size of files stands for it: SQLite is told the same, that it cannot write. A file that may
not be written is one to root too once root has become somebody else.
"""

import asyncio
import os
import random
import resource
import shutil
from asyncio.subprocess import DEVNULL, create_subprocess_exec
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pysqlite3.dbapi2
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.rehearsal.connector import Person
from bot.rehearsal.shown import Json
from storage import migrate
from storage.store import Session, Store
from storage.tables import LearningPointRow
from tests import house as houses
from tests.chaos import scenarios
from tests.chaos.experiment import Experiment
from tests.house import House

SIZE = 4 * 1024**2  # of the disk in memory
NOBODY = 65534
ERRORS = (OperationalError, pysqlite3.dbapi2.OperationalError)
A_POINT = "Spørg netværket, før vi foreslår en indsats. " * 8
LEFT_AT_MOST = 100_000  # bytes that are left when it is full, so that it runs out anywhere
TRIES = 40  # learning points handed in until the disk must be full


# --- disks that can be full ------------------------------------------------------------------


@dataclass
class InMemory:
    """A file system of its own."""

    folder: Path

    def fill(self, left: int) -> None:
        with (self.folder / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
            while True:
                ballast.write(bytes(4096))
        size = (self.folder / "ballast").stat().st_size
        os.truncate(self.folder / "ballast", max(0, size - left))

    def free(self) -> None:
        (self.folder / "ballast").unlink(missing_ok=True)


@dataclass
class Limited:
    """No file may grow, or be written at all beyond what is left."""

    folder: Path

    def fill(self, left: int) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096 + left, most))

    def free(self) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


Disk = InMemory | Limited


@asynccontextmanager
async def disk(folder: Path, *, mounting: bool = True) -> AsyncIterator[Disk]:
    await asyncio.to_thread(folder.mkdir, exist_ok=True)
    if mounting and await _mounted(folder):
        try:
            yield InMemory(folder)
        finally:
            assert await _run("umount", "--lazy", str(folder)) == 0
        return
    limited = Limited(folder)
    try:
        yield limited
    finally:
        limited.free()


async def _mounted(folder: Path) -> bool:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    return await _run("mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)) == 0


async def _run(*command: str) -> int:
    return await (await create_subprocess_exec(*command, stderr=DEVNULL)).wait()


@contextmanager
def unprivileged(folder: Path) -> Iterator[None]:
    """What may not be written may not be written by root either."""
    if os.geteuid() != 0:
        yield
        return
    for file in (folder, *folder.iterdir()):
        os.chown(file, NOBODY, -1)
    folder.parent.chmod(0o755)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


# --- what is handed in, and what became of it ------------------------------------------------


@dataclass
class Ledger:
    """The client's own account of what it was told."""

    home: House
    number: int = 0
    stored: set[str] = field(default_factory=set)
    refused: dict[str, tuple[Person, Json]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    async def hand_in(self, person: Person) -> bool:
        """Whether it was taken."""
        self.number += 1
        text = f"{self.number} {A_POINT}".strip()
        activity_id = self.home.teams.next_id()
        activity = person.activity(
            self.home.own(person), "message", activity_id=activity_id, text=f"læring {text}"
        )
        return await self._deliver(person, activity, text)

    async def again(self) -> None:
        """Teams sends again what was not taken, under the same id."""
        waiting, self.refused = self.refused, {}
        for text, (person, activity) in waiting.items():
            await self._deliver(person, activity, text)

    async def _deliver(self, person: Person, activity: Json, text: str) -> bool:
        chat = self.home.own(person)
        answer = await self.home.teams.deliver(person, chat, activity, check=False)
        taken = answer.status == 200
        if taken:
            self.stored.add(text)
        else:
            self.refused[text] = (person, activity)
        self.counts["taken" if taken else "refused"] += 1
        return taken

    async def compare(self) -> None:
        """Against what is stored: nobody was told what is not so."""
        found = Counter(await self.home.bot.store.read(_texts))
        self.counts["acknowledged and lost"] += len(self.stored - found.keys())
        self.counts["refused and stored"] += len(self.refused.keys() & found.keys())
        self.counts["stored twice"] += found.total() - len(found)


def _texts(session: Session) -> list[str]:
    return list(session.scalars(select(LearningPointRow.text)))


def _house(folder: Path) -> AbstractAsyncContextManager[House]:
    return houses.house(folder, database_url=f"sqlite:///{folder / 'bot.db'}")


async def _status(home: House, path: str) -> int:
    async with aiohttp.ClientSession() as http, http.get(f"{home.bot.url}{path}") as response:
        return response.status


async def _settled(home: House) -> None:
    """What is to be said cannot be noted now, and is tried again."""
    with suppress(*ERRORS):
        await home.settle()


# --- the experiments -------------------------------------------------------------------------


async def full_while_running(
    seed: int, amount: int, folder: Path, *, mounting: bool = True
) -> Mapping[str, int]:
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for number in range(amount):
        small = disk(folder / str(number), mounting=mounting)
        async with small as here, _house(here.folder) as home:
            await houses.moved_in(home)
            counts += await _fills_up(home, here, chance.randrange(LEFT_AT_MOST))
    return counts


async def _fills_up(home: House, here: Disk, left: int) -> Counter[str]:
    people = list(home.people.values())
    ledger = Ledger(home)
    await ledger.hand_in(people[0])
    here.fill(left)
    for turn in range(TRIES):
        if not await ledger.hand_in(people[turn % len(people)]) and turn % 7 == 6:
            break
    ledger.counts["never full"] += not ledger.refused
    ledger.counts["not alive"] += await _status(home, "/healthz") != 200
    ledger.counts["said to be ready"] += await _status(home, "/readyz") == 200
    await ledger.compare()
    await _settled(home)
    here.free()
    await ledger.again()
    ledger.counts["refused for ever"] += len(ledger.refused)
    ledger.counts["not ready again"] += await _status(home, "/readyz") != 200
    await home.settle()
    await home.bot.clockwork.tick()
    await ledger.compare()
    ledger.counts["cycles"] += 1
    return ledger.counts


async def full_during_a_wipe(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """What was said about a case is gone from the files as soon as there is room to wipe it."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for number in range(amount):
        async with disk(folder / str(number)) as here, _house(here.folder) as home:
            await houses.moved_in(home)
            await scenarios.in_phase(home, "Afrunding")
            await home.presses(home.karen, "Afslut sparringen")
            here.fill(chance.randrange(20_000))
            with suppress(*ERRORS):
                await home.bot.clockwork.tick()
            counts["not alive"] += await _status(home, "/healthz") != 200
            here.free()
            await _settled(home)
            await home.bot.clockwork.tick()
            await home.bot.clockwork.tick()
            counts["not wiped"] += _stands(here.folder, scenarios.QUESTION)
            counts["cycles"] += 1
    return counts


def _stands(folder: Path, text: str) -> bool:
    return any(text.encode() in file.read_bytes() for file in folder.glob("bot.db*"))


async def full_at_start(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """It refuses to start or it starts; what was stored stays, and with room it goes on."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for number in range(amount):
        async with disk(folder / str(number)) as here:
            points = await _some_points(here.folder)
            here.fill(chance.randrange(LEFT_AT_MOST))
            counts += await _started(here.folder)
            here.free()
            counts += await _as_before(here.folder, points)
    return counts


async def full_during_a_migration(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """The migration is there or it is not; and with room it is."""
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    older = _older(folder / "older")
    for number in range(amount):
        async with disk(folder / str(number)) as here:
            url = f"sqlite:///{here.folder / 'bot.db'}"
            before = Store(url, versions=older)
            await before.start()
            await before.close()
            revision, was = _revision(here.folder), _schema(here.folder)
            here.fill(chance.randrange(LEFT_AT_MOST))
            after = Store(url)
            refused = False
            try:
                await after.start()
                await after.close()
            except ERRORS:
                refused = True
            here.free()
            same = (_revision(here.folder), _schema(here.folder)) == (revision, was)
            counts["half migrated"] += refused and not same
            counts["refused to start" if refused else "migrated all the same"] += 1
            again = Store(url)
            await again.start()
            counts["not migrated in the end"] += not await again.read(_is_at_head)
            await again.close()
            counts["cycles"] += 1
    return counts


async def read_only(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """The files may not be written: found by a bot that connects anew, and at a start."""
    counts: Counter[str] = Counter()
    await _some_points(_made(folder / "loaded"))  # nobody may read the library: it is loaded now
    for number in range(amount):
        place = _made(folder / str(number))
        with unprivileged(place):
            counts += await _not_to_be_written(place)
    return counts


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


async def _not_to_be_written(place: Path) -> Counter[str]:
    async with _house(place) as home:
        await houses.moved_in(home)
        ledger = Ledger(home)
        await ledger.hand_in(home.karen)
        _may_write(place, False)
        writer: Any = home.bot.store._writer
        writer._engine.dispose()  # as after any COMMIT that failed
        for person in home.people.values():
            await ledger.hand_in(person)
        ledger.counts["never refused"] += not ledger.refused
        ledger.counts["not alive"] += await _status(home, "/healthz") != 200
        ledger.counts["said to be ready"] += await _status(home, "/readyz") == 200
        await ledger.compare()
        _may_write(place, True)
        await ledger.again()
        ledger.counts["refused for ever"] += len(ledger.refused)
        ledger.counts["not ready again"] += await _status(home, "/readyz") != 200
        await home.settle()
        await ledger.compare()
    _may_write(place, False)
    counts = ledger.counts + await _started(place)
    _may_write(place, True)
    return counts + await _as_before(place, ledger.stored)


def _may_write(place: Path, may: bool) -> None:
    place.chmod(0o700 if may else 0o500)
    for file in place.glob("bot.db*"):
        file.chmod(0o600 if may else 0o400)


# --- starting --------------------------------------------------------------------------------


async def _some_points(folder: Path) -> set[str]:
    async with _house(folder) as home:
        await houses.moved_in(home)
        ledger = Ledger(home)
        for person in home.people.values():
            await ledger.hand_in(person)
        return ledger.stored


async def _started(folder: Path) -> Counter[str]:
    try:
        async with _house(folder) as home:
            alive = await _status(home, "/healthz") == 200
            return Counter({"started all the same": 1, "not alive": int(not alive)})
    except (*ERRORS, OSError):
        return Counter({"refused to start": 1})


async def _as_before(folder: Path, points: set[str]) -> Counter[str]:
    async with _house(folder) as home:
        found = Counter(await home.bot.store.read(_texts))
        counts: Counter[str] = Counter(cycles=1)
        counts["acknowledged and lost"] += len(points - found.keys())
        counts["stored twice"] += found.total() - len(found)
        return counts


def _older(folder: Path) -> Path:
    """The migrations as they were before the last one."""
    folder.mkdir()
    newest = migrate.head()
    for file in migrate.VERSIONS.glob("*.py"):
        if not file.name.startswith(str(newest)):
            shutil.copy(file, folder)
    return folder


def _asked(folder: Path, query: str) -> list[Any]:
    connection = pysqlite3.dbapi2.connect(str(folder / "bot.db"))
    try:
        return list(connection.execute(query))
    finally:
        connection.close()


def _revision(folder: Path) -> list[Any]:
    return _asked(folder, "SELECT version_num FROM alembic_version")


def _schema(folder: Path) -> list[Any]:
    return _asked(folder, "SELECT name, sql FROM sqlite_master ORDER BY name")


def _is_at_head(session: Session) -> bool:
    return migrate.at_head(session.connection())


NEVER = (
    "acknowledged and lost",
    "refused and stored",
    "stored twice",
    "refused for ever",
    "not alive",
    "said to be ready",
    "not ready again",
    "never full",
    "never refused",
    "not wiped",
    "half migrated",
    "not migrated in the end",
)


async def full_by_a_limit(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    return await full_while_running(seed, amount, folder, mounting=False)


Run = Callable[[int, int, Path], Any]


def _experiment(name: str, run: Run) -> Experiment:
    return Experiment(
        name=name, row=25, unit="cycles", goal=50, short=1, batch=25, run=run, never=NEVER
    )


EXPERIMENTS = [
    _experiment("disk full", full_while_running),
    _experiment("no file may grow", full_by_a_limit),
    _experiment("disk full during a wipe", full_during_a_wipe),
    _experiment("disk full at start", full_at_start),
    _experiment("disk full during a migration", full_during_a_migration),
    _experiment("read-only database", read_only),
]
