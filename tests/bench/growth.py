"""What a turn, a tick, a search and `status` cost, empty and after years of use.

    python -m tests.bench.growth [--times 1] [--database sqlite|postgresql]

Two bots in one process, each with its own database: in one the team has just moved in, with what a
search shows on its first page; the other has ten years of forty teams behind it (20,000 sparrings,
100,000 learning points, and what goes with them), as often over as `--times` says. They take
turns, so that both have the same weather.
"""

import argparse
import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from storage import index, search
from storage.tables import (
    CaseRow,
    InboxRow,
    LearningPointRow,
    MeetingRow,
    OccurrenceRow,
    OutboxRow,
    PersonRow,
    PhaseRow,
    PostedRow,
    PracticeRow,
    TeamRow,
)
from tests.bench.municipality import BATCH
from tests.bench.search import written
from tests.bench.turns import machine
from tests.databases import POSTGRESQL, SQLITE, databases
from tests.filled import plain
from tests.house import MONDAY, House, house, moved_in
from tests.storage.practices import team_values

TEAMS = 40
MEETINGS, POINTS, PRACTICES = 20_000, 100_000, 4_000  # in ten years
FIRST_PRACTICES = 40  # of a team that has just moved in
ASKED_FOR = "samvær netværk"
SHOWN = 5  # of what a search finds
SENT = 20_000  # messages of the last weeks: what is older is forgotten each night
MOST = 1.3  # times as much as empty
PHASES = ("frame", "presentation", "clarifying", "reflection", "response", "learning", "closing")
GREW = (MeetingRow, PhaseRow, LearningPointRow, OccurrenceRow, OutboxRow, PostedRow, InboxRow)


def age(session: Session, meetings: int, points: int, practices: int, sent: int) -> None:
    """Puts a long past behind the team that is there, and behind thirty-nine others."""
    people = session.scalars(select(PersonRow.id)).all()
    [home] = session.scalars(select(TeamRow.id)).all()
    teams = [home]
    for number in range(1, TEAMS):
        values = team_values(f"Team {number}") | {"conversation_id": f"19:old{number}"}
        teams.append(session.scalars(insert(TeamRow).values(values).returning(TeamRow.id)).one())
    people = [*people, *_strangers(session, TEAMS * 8)]
    first = (session.scalar(select(func.max(MeetingRow.id))) or 0) + 1
    cases = (session.scalar(select(func.max(CaseRow.id))) or 0) + 1
    each = range(meetings)
    _put(session, CaseRow, (_case(n, cases, teams, people) for n in each))
    _put(session, MeetingRow, (_meeting(n, first, cases, teams, people) for n in each))
    _put(session, PhaseRow, (row for n in each for row in _phases(first + n)))
    _put(
        session,
        LearningPointRow,
        (_point(n, first, meetings, teams, people) for n in range(points)),
    )
    _put(session, OccurrenceRow, (_occurrence(n, teams) for n in each))
    _put(session, OutboxRow, (_sent(n) for n in range(sent)))
    _put(session, PostedRow, (_posted(n) for n in range(sent)))
    _put(session, InboxRow, (_taken(n) for n in range(sent)))
    share(session, teams, written(practices))
    _numbers(session)


def share(session: Session, teams: list[int], texts: Iterable[str]) -> None:
    rows = (
        {"kind": "shared", "state": "valid", "team_id": teams[n % len(teams)], "text": each}
        for n, each in enumerate(texts)
    )
    _put(session, PracticeRow, rows)
    index.rebuild(session)


def begin(session: Session) -> None:
    """As much as one search shows: it is about finding, and not about showing nothing."""
    texts = list(written(FIRST_PRACTICES))
    texts[:SHOWN] = [f"{each} {ASKED_FOR}." for each in texts[:SHOWN]]
    share(session, list(session.scalars(select(TeamRow.id))), texts)


def _put(session: Session, table: Any, rows: Iterable[dict[str, Any]]) -> None:
    while some := list(itertools.islice(rows, BATCH)):
        session.execute(insert(table), some)


def _strangers(session: Session, count: int) -> list[int]:
    rows = [
        {"aad_id": f"old-{n}", "teams_id": f"29:old{n}", "name": f"Kollega Nr{n}"}
        for n in range(count)
    ]
    _put(session, PersonRow, iter(rows))
    return list(session.scalars(select(PersonRow.id).where(PersonRow.aad_id.like("old-%"))))


def _when(number: int) -> Any:
    return MONDAY - timedelta(days=3650) + timedelta(hours=number % 87_000)


def _case(n: int, first: int, teams: list[int], people: list[int]) -> dict[str, Any]:
    said = {"id": first + n, "team_id": teams[n % TEAMS], "owner_id": people[n % len(people)]}
    kind = {"kind": "case", "state": "closed", "brought_at": _when(n)}
    return plain(CaseRow.__table__, **said, **kind)


def _meeting(
    n: int, first: int, cases: int, teams: list[int], people: list[int]
) -> dict[str, Any]:
    at = MONDAY - timedelta(days=1 + n // TEAMS)
    said = {"id": first + n, "team_id": teams[n % TEAMS], "case_id": cases + n, "state": "closed"}
    times = {"planned_at": at, "started_at": at, "closed_at": at, "write_until": at}
    marks = {"summed_up": True, "phase": "closing", "furthest": "closing"}
    who = {"case_owner_id": people[n % len(people)]}
    return plain(MeetingRow.__table__, **said, **times, **marks, **who)


def _phases(meeting: int) -> Iterator[dict[str, Any]]:
    for position, phase in enumerate(PHASES):
        said = {"meeting_id": meeting, "phase": phase, "position": position}
        yield plain(PhaseRow.__table__, **said)


def _point(
    n: int, first: int, meetings: int, teams: list[int], people: list[int]
) -> dict[str, Any]:
    said = {"team_id": teams[n % TEAMS], "author_id": people[n % len(people)]}
    said |= {"meeting_id": first + n % meetings, "digest": n.to_bytes(32), "at": _when(n)}
    words = {"text": f"Vi spørger netværket om samvær først, punkt {n}", "state": "declined"}
    return plain(LearningPointRow.__table__, **said, **words)


def _occurrence(n: int, teams: list[int]) -> dict[str, Any]:
    at = _when(n)
    said = {"series": "sparring.start", "entity": str(teams[n % TEAMS]), "key": f"old-{n}"}
    return plain(OccurrenceRow.__table__, **said, due_at=at, done_at=at)


def _sent(n: int) -> dict[str, Any]:
    said = {
        "kind": "sparring.phase",
        "entity": f"old{n}",
        "address": f"conversation:19:old{n % 400}",
    }
    ended = {"state": "sent", "reason": "", "due_at": None, "ended_at": MONDAY, "wanted": 1}
    return plain(OutboxRow.__table__, **said, **ended, shown=1, changed_at=MONDAY)


def _posted(n: int) -> dict[str, Any]:
    said = {"kind": "sparring.phase", "entity": f"old{n}"}
    return plain(PostedRow.__table__, **said, conversation_id=f"19:old{n % 400}")


def _taken(n: int) -> dict[str, Any]:
    return {"key": f"activity:old:{n}", "outcome": "taken", "at": MONDAY}


def _numbers(session: Session) -> None:
    """PostgreSQL's sequences, and what both know of their tables."""
    if session.get_bind().dialect.name == "postgresql":
        for table in (CaseRow, MeetingRow):
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            most = select(func.max(table.id)).scalar_subquery()
            session.execute(select(func.setval(sequence, most)))


# --- what is measured ------------------------------------------------------------------------


def acts(home: House, numbers: Iterator[int]) -> dict[str, Callable[[], Awaitable[object]]]:
    """Each as a user does it, over HTTP; a tick when nothing is due."""
    own = home.own(home.karen)

    async def turn() -> None:
        await home.ole.says(
            home.own(home.ole), f"læring Vi ringer til skolen først, {next(numbers)}"
        )

    async def searching() -> None:
        await home.karen.says(own, f"søg {ASKED_FOR}")

    async def status() -> None:
        await home.karen.says(own, "status")

    return {"turn": turn, "tick": home.bot.clockwork.tick, "search": searching, "status": status}


async def measure(args: argparse.Namespace, folder: Path) -> dict[str, float]:
    databases.kind = args.database
    numbers = itertools.count()
    places = [folder / name for name in ("new", "old")]
    async with AsyncExitStack() as stack:
        homes = []
        for place in places:
            place.mkdir()
            databases.prepare(place)
            homes.append(await stack.enter_async_context(house(place)))
            await moved_in(homes[-1])
        await homes[0].bot.store.write(begin)
        old = homes[1].bot.store
        began = time.perf_counter()
        amounts = [int(n * args.times) for n in (MEETINGS, POINTS)]
        await old.write(age, *amounts, args.practices, int(SENT * min(1, args.times)))
        print(f"({time.perf_counter() - began:.0f} s to put in what was)", flush=True)
        if args.database == POSTGRESQL:
            with databases.cluster.admin(databases.name(places[1])) as connection:
                connection.execute("VACUUM ANALYZE")
        found = [len(await home.bot.store.read(search.find, ASKED_FOR)) for home in homes]
        print(f"(a search shows {found[0]} and {found[1]})")
        assert found[0] == SHOWN  # else it would be about showing nothing
        ways = [acts(home, numbers) for home in homes]
        ratios: dict[str, float] = {}
        for name in ways[0]:
            took: tuple[list[float], list[float]] = ([], [])
            for number in range(args.rounds + 3):
                for each, way in zip(took, ways, strict=True):
                    began = time.process_time() if args.cpu else time.perf_counter()
                    await way[name]()
                    over = time.process_time() if args.cpu else time.perf_counter()
                    if number >= 3:
                        each.append(over - began)
                for home in homes:
                    await home.bot.speaker.settle()
            for home in homes:
                await home.settle()
            new, grown = map(statistics.median, took)
            ratios[name] = grown / new
            print(
                f"| {name} | {new * 1000:.1f} ms | {grown * 1000:.1f} ms | {ratios[name]:.2f} |",
                flush=True,
            )
        stored = await old.read(
            lambda session: session.scalar(text("SELECT count(*) FROM learning_point"))
        )
    databases.close()
    print(f"({args.database}, {stored} learning points; {'CPU' if args.cpu else 'time'})")
    print(machine())
    return ratios


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=float, default=1)
    parser.add_argument("--practices", type=int, default=PRACTICES)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--database", choices=(SQLITE, POSTGRESQL), default=SQLITE)
    parser.add_argument(
        "--cpu", action="store_true", help="the process's own work, on a busy machine"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(args, Path(folder)))


if __name__ == "__main__":
    main()
