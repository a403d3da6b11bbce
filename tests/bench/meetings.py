"""Many meetings in the same minute: `python -m tests.bench.meetings --meetings 2000 [--limits]`.

Each team is in the first phase of a sparring that was begun in the usual way, and all of these
phases end at the same moment, on the real clock. Measured is how long after that moment the
connector has the card of each that says so. Meanwhile people write in the chats: how long they
wait for the bot's answer to the request. Before, while nothing is due, what the bot works is what
the idle meetings cost; `--meetings 0` tells what it works without any.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import (
    CaseContentRow,
    CaseRow,
    MeetingRow,
    OutboxRow,
    PhaseRow,
    PostedRow,
)
from tests import house as houses
from tests.bench import municipality
from tests.bench.municipality import group, people_of, put
from tests.bench.prompts import Taken
from tests.bench.turns import (
    Bench,
    Contender,
    machine,
    megabytes,
    our_bot,
    processor_seconds,
    service_url,
    status_of,
)
from tests.bench.wire import Arrived, share
from tests.board.begun import begun
from tests.databases import POSTGRESQL, SQLITE, databases

IDLE = 5.0  # seconds in which nothing is due
PHASE = "sparring.phase"
Rows = dict[Any, list[dict[str, Any]]]


async def a_meeting(folder: Path) -> Rows:
    """The rows of one sparring that was just begun, as the bot stored them."""
    databases.kind = SQLITE
    async with houses.house(folder) as home:
        await houses.moved_in(home)
        await begun(home)

        def look(session: Session) -> Rows:
            return {
                table: [
                    {column.name: getattr(row, column.name) for column in table.__table__.columns}
                    for row in session.scalars(select(table))
                ]
                for table in (CaseRow, CaseContentRow, MeetingRow, PhaseRow, OutboxRow, PostedRow)
            }

        return await home.bot.store.read(look)


def fill(session: Session, rows: Rows, meetings: int, ends: datetime) -> None:
    """The same sparring in each team; its first phase ends at `ends`."""
    municipality.fill(session, max(meetings, 1), service_url())
    began = ends - timedelta(minutes=3)
    numbers = range(1, meetings + 1)
    for table in (CaseRow, MeetingRow, PhaseRow, CaseContentRow):
        put(
            session,
            table,
            [_theirs(table, row, n, began, ends) for n in numbers for row in rows[table]],
        )
    card = {"kind": PHASE, "conversation_id": "", "activity_id": ""}
    posted = [card | {"entity": f"{n}:frame", "conversation_id": group(n)} for n in numbers]
    put(session, PostedRow, [each | {"activity_id": f"card{n}"} for n, each in enumerate(posted)])
    [sent] = [row for row in rows[OutboxRow] if row["kind"] == PHASE]
    del sent["id"]
    put(
        session,
        OutboxRow,
        [sent | {"entity": f"{n}:frame", "address": f"conversation:{group(n)}"} for n in numbers],
    )


def _theirs(
    table: Any, row: dict[str, Any], number: int, began: datetime, ends: datetime
) -> dict[str, Any]:
    crowd = people_of(number)
    said: dict[str, Any] = {}
    for name, was in row.items():
        if was is None:
            continue
        if name in ("id", "meeting_id", "case_id", "team_id"):
            said[name] = number
        elif name.endswith("_id") and isinstance(was, int):
            said[name] = crowd[(was - 1) % len(crowd)]
    if table is MeetingRow:
        times = {"started_at": began, "since": began, "planned_at": began}
        said |= times | {"conversation_id": group(number)}
        said |= {"warned": True, "ends_at": ends, "due_at": ends}
    if table is CaseRow:
        said |= {"brought_at": began}
    return row | said


async def measure(args: argparse.Namespace, folder: Path) -> list[float]:
    rows = await a_meeting(folder)
    late: dict[str, float] = {}
    async with Bench().open() as bench:
        taken = Taken(limits=args.limits)
        bench.connector.throttle = taken
        with municipality.database(args.database, folder / "..") as (url, engine):
            ends = datetime.now(UTC) + timedelta(seconds=args.after)
            with Session(engine) as session, session.begin():
                fill(session, rows, args.meetings, ends)
            due = time.perf_counter() + (ends - datetime.now(UTC)).total_seconds()
            turns = bench.connector.seen

            def seen(arrived: Arrived) -> None:
                turns(arrived)
                if arrived.method == "PUT" and arrived.at >= due:
                    late.setdefault(arrived.chat, arrived.at - due)

            bench.connector.seen = seen
            more = ("--limits",) if args.limits else ()
            async with AsyncExitStack() as stack:
                replicas = [
                    await stack.enter_async_context(
                        our_bot(bench, url, *more, log=folder / f"{n}")
                    )
                    for n in range(args.replicas)
                ]
                await asyncio.sleep(max(0.0, due - IDLE - 1 - time.perf_counter()))
                if time.perf_counter() > due - IDLE:
                    raise SystemExit("The bot was not up in time: say a larger --after.")
                before = sum(processor_seconds(each.pid) for each in replicas)
                await asyncio.sleep(IDLE)
                idle = sum(processor_seconds(each.pid) for each in replicas) - before
                answered = await _meanwhile(bench, replicas, late, args, due)
                memory = max(megabytes(status_of(each.pid)["VmHWM"]) for each in replicas)
    values = list(late.values())
    how = "with" if args.limits else "no"
    where = f"{args.database} ({args.replicas})"
    print(f"{args.meetings} meetings, {where}, {how} limits, {taken.statuses[429]} × 429:")
    if values:
        print(
            f"  the end of the phase: {len(values)} of {args.meetings} came, after"
            f" {statistics.median(values):.2f} s (median), {share(values, 0.99):.2f} s (p99)"
        )
    if answered:
        median, slow = share(answered, 0.5), share(answered, 0.99)
        print(f"  answers: {median:.2f} s (median), {slow:.2f} s (p99)")
    print(f"  idle: {idle / IDLE * 100:.1f} % of a processor; memory {memory:.0f} MB")
    print(machine())
    return values


async def _meanwhile(
    bench: Bench,
    replicas: Sequence[Contender],
    late: dict[str, float],
    args: argparse.Namespace,
    due: float,
) -> list[float]:
    """People write while the phases end; the seconds of each answer."""
    asked: list[asyncio.Task[float]] = []
    over = due + args.patience
    while len(late) < args.meetings and time.perf_counter() < over:
        if args.rate:
            ours = replicas[len(asked) % len(replicas)]
            asked.append(asyncio.create_task(_answer(bench, ours, max(args.meetings, 1))))
        await asyncio.sleep(1 / (args.rate or 10))
    return await asyncio.gather(*asked)


async def _answer(bench: Bench, ours: Contender, teams: int) -> float:
    number = next(bench.numbers)
    team = number % teams + 1
    person = people_of(team)[number // teams % municipality.MEMBERS]
    text = f"læring Vi spørger netværket, før vi foreslår en ny aftale, nr. {number}"
    said = municipality.activity(number, team, person, text, service_url())
    began = time.perf_counter()
    await ours.channel.deliver(said)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--meetings", type=int, default=40)
    parser.add_argument("--limits", action="store_true")
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument("--replicas", type=int, default=1, help="on PostgreSQL")
    parser.add_argument("--after", type=float, default=30.0, help="seconds: when the phases end")
    parser.add_argument("--patience", type=float, default=120.0, help="seconds to wait for all")
    parser.add_argument("--rate", type=float, default=5.0, help="turns a second meanwhile")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / "house"
        inner.mkdir()
        asyncio.run(measure(args, inner))


if __name__ == "__main__":
    main()
