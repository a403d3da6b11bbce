"""The server of the database goes away and comes back: no false acknowledgement, and everything
goes on by itself (row 25, for PostgreSQL).
"""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from psycopg import sql

from tests import house as houses
from tests.chaos.disk import Ledger
from tests.chaos.experiment import Experiment
from tests.postgres import Cluster, cluster

NAME = "sparringsrum"
SOON = 0.03  # seconds until the connections are cut, at most
AWAY = 0.3  # seconds for which nobody is let in
ROUNDS = 20  # in which everything must have been taken


async def connections_cut(seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    """Six people hand in at once, and meanwhile all connections are cut; every third time nobody
    is let in for a while."""
    chance = random.Random(seed)
    async with _server() as server:
        url = server.url(NAME)
        async with houses.house(folder, database_url=url) as home:
            await houses.moved_in(home)
            ledger = Ledger(home)
            for number in range(amount):
                cutting = asyncio.create_task(
                    _cut(server, chance.uniform(0, SOON), away=number % 3 == 0)
                )
                await asyncio.gather(*map(ledger.hand_in, home.people.values()))
                await cutting
                for _ in range(ROUNDS):
                    if ledger.refused:
                        await ledger.again()
                ledger.counts["refused for ever"] += len(ledger.refused)
                ledger.counts["cycles"] += 1
            await home.settle()
            await ledger.compare()
            return ledger.counts


@asynccontextmanager
async def _server() -> AsyncIterator[Cluster]:
    """It takes a moment to start, and nothing else may wait for that."""
    manager = cluster()
    server = await asyncio.to_thread(manager.__enter__)
    try:
        await asyncio.to_thread(server.create, NAME)
        yield server
    finally:
        await asyncio.to_thread(manager.__exit__, None, None, None)


async def _cut(server: Cluster, soon: float, *, away: bool) -> None:
    await asyncio.sleep(soon)
    if away:
        await asyncio.to_thread(_let_in, server, False)
    await asyncio.to_thread(_end_all, server)
    if away:
        await asyncio.sleep(AWAY)
        await asyncio.to_thread(_let_in, server, True)


def _end_all(server: Cluster) -> None:
    with server.admin() as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (NAME,)
        )


def _let_in(server: Cluster, may: bool) -> None:
    query = sql.SQL("ALTER DATABASE {} WITH ALLOW_CONNECTIONS {}")
    with server.admin() as connection:
        connection.execute(query.format(sql.Identifier(NAME), sql.Literal(may)))


EXPERIMENTS = [
    Experiment(
        name="connections to the database cut",
        row=25,
        unit="cycles",
        goal=300,
        short=4,
        batch=100,
        run=connections_cut,
        needs="postgresql",
        never=("acknowledged and lost", "refused and stored", "stored twice", "refused for ever"),
    ),
]
