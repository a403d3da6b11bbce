"""Row 23: backups while learning points are handed in, and a restore of each.

A forked bot writes without a pause and puts the id of every point that was acknowledged into a
ledger. What stood there before a backup began must be in the database that it is restored to, and
every row there must be one that was handed in, whole.
"""

import asyncio
import hashlib
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select

from storage.backup import back_up, restore
from storage.migrate import DatabaseRefused
from storage.snapshot import snapshot
from storage.store import Session, Store
from storage.tables import LearningPointRow, PersonRow
from tests.chaos.drivers import in_a_process_of_its_own, main
from tests.chaos.experiment import Experiment

AT = datetime(2026, 8, 3, 7, tzinfo=UTC)
AT_ONCE, PAUSE = 8, 0.04  # points handed in together, and seconds between
A_BOT_LIVES_FOR = 15  # backups, so that they do not only grow


def points(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    chance = random.Random(seed)
    counts: Counter[str] = Counter(runs=0, rows=0, missing=0, broken=0, refused=0)
    for first in range(0, amount, A_BOT_LIVES_FOR):
        home = folder / str(first)
        home.mkdir()
        counts.update(one_bot(chance, min(A_BOT_LIVES_FOR, amount - first), home))
    return counts


def one_bot(chance: random.Random, runs: int, home: Path) -> Counter[str]:
    ledger = home / "ledger"
    ledger.touch()
    bot = os.fork()
    if bot == 0:
        asyncio.run(hand_in(home, ledger))
        os._exit(1)
    try:
        while not acknowledged(ledger):
            time.sleep(0.01)
        counts: Counter[str] = Counter()
        for run in range(runs):
            time.sleep(chance.uniform(0, 0.05))
            counts.update(one_backup(home, run, ledger))
        return counts
    finally:
        os.kill(bot, signal.SIGKILL)
        os.waitpid(bot, 0)


def one_backup(home: Path, run: int, ledger: Path) -> Counter[str]:
    before = acknowledged(ledger)
    file, restored = home / f"{run}.backup", home / f"{run}.db"
    try:
        back_up(f"sqlite:///{home / 'bot.db'}", file, now=AT)
        restore(f"sqlite:///{restored}", file, now=AT)
    except DatabaseRefused:
        return Counter(runs=1, refused=1)
    there = whole(restored)
    for path in (file, restored):
        path.unlink()
    return Counter(
        runs=1,
        rows=len(there),
        missing=len(before - there.keys()),
        broken=sum(not sound for sound in there.values()),
    )


def whole(path: Path) -> dict[int, bool]:
    """Each point in a restored database, and whether it is as it was handed in."""
    query = select(LearningPointRow.id, LearningPointRow.text, LearningPointRow.digest)
    with snapshot(f"sqlite:///{path}") as connection:
        sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        return {
            number: sound and hashlib.sha256(text.encode()).digest() == digest
            for number, text, digest in connection.execute(query)
        }


async def hand_in(home: Path, ledger: Path) -> None:
    store = Store(f"sqlite:///{home / 'bot.db'}")
    await store.start()
    await store.write(meet)
    with ledger.open("a") as book:
        n, parent = 0, os.getppid()
        while os.getppid() == parent:
            some = await asyncio.gather(*(store.write(note, n + k) for k in range(AT_ONCE)))
            book.write("".join(f"{number}\n" for number in some))
            book.flush()
            n += AT_ONCE
            await asyncio.sleep(PAUSE)


def meet(session: Session) -> None:
    session.execute(insert(PersonRow).values(id=1, aad_id="a", teams_id="t", name="Karen Holm"))


def note(session: Session, n: int) -> int:
    text = f"Spørg netværket, før vi foreslår en indsats ({n}). " * (1 + n % 40)
    point = LearningPointRow(
        author_id=1,
        text=text,
        digest=hashlib.sha256(text.encode()).digest(),
        at=AT,
        state="proposed",
    )
    session.add(point)
    session.flush()
    return point.id


def acknowledged(ledger: Path) -> set[int]:
    """The last line may be half written."""
    return {int(line) for line in ledger.read_text().split("\n")[:-1]}


EXPERIMENTS = [
    Experiment(
        name="backup-under-load",
        row=23,
        unit="backups",
        goal=500,
        short=3,
        batch=30,
        run=in_a_process_of_its_own("tests.chaos.backups"),
        never=("missing", "broken", "refused"),
    )
]

if __name__ == "__main__":
    main(points)
