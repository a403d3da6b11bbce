"""How fast what falls due in one minute leaves: `python -m tests.bench.prompts [--limits]`.

So many messages to people in their own chats are due when the bot starts. Each is claimed, built
from the state, sent, and noted. With `--limits` the connector refuses what Teams would refuse, and
the bot keeps to Teams' limits; that is 40 in a second, so a smaller `--count` tells as much.
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy.orm import Session

from bot.learning import FILL_LATER
from bot.rehearsal.faults import Refusal, Throttle
from storage import outbox
from storage.outbox import AT_ONCE, Priority, Stage, to_person
from storage.tables import LearningPointRow, OutboxRow
from tests.bench import municipality
from tests.bench.municipality import MEMBERS, put
from tests.bench.turns import Bench, machine, our_bot, service_url
from tests.bench.wire import Arrived
from tests.databases import POSTGRESQL, SQLITE

TEAMS = 500
GIVES_UP = 300.0  # seconds without anything new


def fill(session: Session, count: int) -> None:
    municipality.fill(session, TEAMS, service_url())
    now = datetime.now(UTC)
    numbers = range(1, count + 1)
    point = {"at": now, "state": "proposed"}
    put(
        session,
        LearningPointRow,
        [
            {"id": n, "text": f"Punkt {n}", "digest": n.to_bytes(8), "author_id": whose(n)} | point
            for n in numbers
        ],
    )
    row = {"priority": Priority.ANSWER, "state": Stage.WAITING, "due_at": AT_ONCE, "reason": ""}
    row |= {"wanted": 1, "shown": 0, "attempts": 0, "doubts": 0, "changed_at": now}
    put(
        session,
        OutboxRow,
        [
            {"kind": FILL_LATER, "entity": str(n), "address": to_person(whose(n))} | row
            for n in numbers
        ],
    )


def whose(number: int) -> int:
    return number % (TEAMS * MEMBERS) + 1


class Taken:
    """Notes what comes, and refuses what Teams would."""

    def __init__(self, *, limits: bool) -> None:
        self.throttle = Throttle() if limits else None
        self.statuses: Counter[int] = Counter()
        self.at: list[float] = []

    def __call__(self, arrived: Arrived) -> int | None:
        status = None
        if self.throttle is not None:
            asked = SimpleNamespace(conversation=arrived.chat, method=arrived.method)
            try:
                self.throttle.admit(asked, time.monotonic())
            except Refusal as refusal:
                status = refusal.status
        self.statuses[status or 201] += 1
        if status is None:
            self.at.append(arrived.at)
        return status


async def measure(args: argparse.Namespace, folder: Path) -> Counter[int]:
    async with Bench().open() as bench:
        taken = Taken(limits=args.limits)
        bench.connector.throttle = taken
        with municipality.database(args.database, folder) as (url, engine):
            with Session(engine) as session, session.begin():
                fill(session, args.count)
            more = ("--limits",) if args.limits else ()
            async with our_bot(bench, url, *more, log=folder / "log"):
                while len(taken.at) < args.count:
                    before = len(taken.at)
                    async with asyncio.timeout(GIVES_UP):
                        while len(taken.at) == before:  # noqa: ASYNC110 - it measures nothing
                            await asyncio.sleep(0.05)
            with Session(engine) as session:
                left = outbox.waiting(session)
        seconds = max(taken.at) - min(taken.at)
        print(
            f"{args.count} prompts, {args.database}, {'with' if args.limits else 'no'} limits:"
            f" {seconds:.1f} s, {(len(taken.at) - 1) / seconds:.0f}/s,"
            f" {taken.statuses[429]} × 429, {len(taken.at) - args.count} twice, {left} left over"
        )
        print(machine())
        return taken.statuses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--limits", action="store_true")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(parser.parse_args(), Path(folder)))


if __name__ == "__main__":
    main()
