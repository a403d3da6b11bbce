"""Row 24: a migration from any earlier version, killed at any point, loses no row.

For each kill a forked child migrates a copy of a filled database of an earlier version, as a bot
that starts does, and is killed after a random time or before a random statement. A second child
migrates to the end, and compares the keys of all rows with what there was.
"""

import asyncio
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import Engine, event

from storage import migrate
from storage.migrate import MIGRATIONS
from storage.snapshot import file_engine
from storage.store import Store
from tests.chaos.drivers import in_a_process_of_its_own, main
from tests.chaos.experiment import Experiment
from tests.filled import fill, keys

ROWS = 40  # in each table
WHOLE, LOST, UNMIGRATABLE = 0, 10, 20  # how the second child ends
BEGUN, ENDED = b"b", b"e"


def kills(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    chance = random.Random(seed)
    counts: Counter[str] = Counter(kills=0, kills_in_the_middle=0, lost=0, unmigratable=0)
    starts = {revision: start(folder, revision) for revision in earlier()}
    while counts["kills"] < amount:
        revision = chance.choice(sorted(starts))
        path, (seconds, statements) = folder / "bot.db", starts[revision]
        remove(path)
        shutil.copy(named(folder, revision), path)
        if chance.random() < 0.5:
            told = killed(path, after=chance.uniform(0, seconds))
        else:
            told = killed(path, before_statement=chance.randrange(statements))
        counts["kills"] += ENDED not in told
        counts["kills_in_the_middle"] += told == BEGUN
        counts["survived"] += ENDED in told
        ended = waited(forked(partial(compare, path, named(folder, revision))))
        counts["lost"] += ended == LOST
        counts["unmigratable"] += ended not in (WHOLE, LOST)
    return counts


def earlier() -> list[str]:
    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return [script.revision for script in scripts if script.revision != migrate.head()]


def named(folder: Path, revision: str) -> Path:
    return folder / f"{revision}.db"


def start(folder: Path, revision: str) -> tuple[float, int]:
    """A filled database of an earlier version, and what it takes to migrate it to the end."""

    def build() -> None:
        engine = file_engine(named(folder, revision), mode="rwc", begin="BEGIN IMMEDIATE")
        migrate.upgrade(engine, to=revision)
        with engine.begin() as connection:
            fill(connection, ROWS)

    def measure() -> None:
        statements = 0

        def count(*_: object) -> None:
            nonlocal statements
            statements += 1

        event.listen(Engine, "before_cursor_execute", count)
        started = time.monotonic()
        begin_to_run(folder / "measured.db")
        taken = time.monotonic() - started
        (folder / "measured").write_text(f"{taken} {statements}")

    waited(forked(build))
    remove(folder / "measured.db")
    shutil.copy(named(folder, revision), folder / "measured.db")
    waited(forked(measure))
    seconds, statements = (folder / "measured").read_text().split()
    return float(seconds), int(statements)


def killed(
    path: Path, *, after: float | None = None, before_statement: int | None = None
) -> bytes:
    """What the child told before it was killed: that the migration had begun, that it ended."""
    hear, tell = os.pipe()

    def work() -> None:
        left = before_statement

        def look(_connection: object, _cursor: object, statement: str, *_: object) -> None:
            nonlocal left
            if statement.startswith(("CREATE", "ALTER", "INSERT", "DROP", "UPDATE", "DELETE")):
                os.write(tell, BEGUN)
            if left is not None:
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                left -= 1

        event.listen(Engine, "before_cursor_execute", look)
        begin_to_run(path)
        os.write(tell, ENDED)

    child = forked(work)
    os.close(tell)
    if after is not None:
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    waited(child)
    told = b""
    while part := os.read(hear, 65536):
        told += part
    os.close(hear)
    return bytes(sorted(set(told)))


def begin_to_run(path: Path) -> None:
    async def run() -> None:
        store = Store(f"sqlite:///{path}")
        await store.start()
        await store.close()

    asyncio.run(run())


def compare(path: Path, start: Path) -> None:
    begin_to_run(path)
    with file_engine(path, mode="ro").begin() as now, file_engine(start, mode="ro").begin() as old:
        there, before = keys(now), keys(old)
        sound = now.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        dangling = now.exec_driver_sql("PRAGMA foreign_key_check").all()
    lost = [name for name in before.keys() - {"alembic_version"} if before[name] - there[name]]
    if lost or dangling or not sound:
        os._exit(LOST)


def forked(work: Callable[[], None]) -> int:
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        os._exit(UNMIGRATABLE)
    os._exit(WHOLE)


def waited(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def remove(path: Path) -> None:
    for left in path.parent.glob(f"{path.name}*"):
        left.unlink()


EXPERIMENTS = [
    Experiment(
        name="migration-killed",
        row=24,
        unit="kills",
        goal=500,
        short=6,
        batch=100,
        run=in_a_process_of_its_own("tests.chaos.migrations"),
        never=("lost", "unmigratable"),
    )
]

if __name__ == "__main__":
    main(kills)
