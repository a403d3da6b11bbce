"""Three processes share an outbox, and one of them stands still past its lease (row 7).

A process that was stopped wakes up in the middle of a send, with an answer that it never read, or
with a message that it had claimed and not sent. By then the others have gone on without it.
"""

import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path

from aiohttp import web
from sqlalchemy import NullPool, create_engine, func, insert, select
from sqlalchemy.orm import Session

from storage import migrate, outbox
from storage.outbox import Priority, Stage
from storage.tables import ConversationRow, OutboxRow
from tests.chaos.experiment import Experiment
from tests.chaos.replica import LINE, PROMPT, utcnow
from tests.chaos.stage import database
from tests.databases import POSTGRESQL

ROOT = Path(__file__).parent.parent.parent
REPLICAS = 3
CHATS = 250
LEASE = 4.0  # seconds
SLOWEST = 0.02  # seconds that the service takes for an answer, at most


class Service:
    """Takes what is posted, after a moment, and counts each text."""

    def __init__(self, rng: random.Random) -> None:
        self.came: Counter[str] = Counter()
        self.under_way: Counter[str] = Counter()
        self.side_by_side = 0  # posts that found another one to the same chat under way
        self._rng = rng

    async def post(self, request: web.Request) -> web.Response:
        chat = request.match_info["chat"]
        self.side_by_side += self.under_way[chat] > 0
        self.under_way[chat] += 1
        try:
            await asyncio.sleep(self._rng.uniform(0, SLOWEST))
            activity = await request.json()
            self.came[activity.get("text") or activity["summary"]] += 1
        finally:
            self.under_way[chat] -= 1
        return web.json_response({"id": str(self.came.total())}, status=201)

    @asynccontextmanager
    async def serves(self) -> AsyncIterator[str]:
        app = web.Application()
        app.router.add_post("/v3/conversations/{chat}/activities", self.post)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
        finally:
            await runner.cleanup()


@asynccontextmanager
async def replica(url: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.chaos.replica", url, str(LEASE)),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        assert await asyncio.wait_for(process.stdout.readline(), 30) == b"ready\n"
        yield process
    finally:
        process.send_signal(signal.SIGCONT)
        process.terminate()
        await asyncio.wait_for(process.wait(), 30)


async def one_stands_still(kind: str, seed: int, amount: int, folder: Path) -> Mapping[str, int]:
    rng = random.Random(seed)
    service = Service(rng)
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(database(POSTGRESQL, folder))
        address = await stack.enter_async_context(service.serves())
        engine = create_engine(
            url.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool
        )
        await asyncio.to_thread(migrate.upgrade, engine)
        processes = [await stack.enter_async_context(replica(url)) for _ in range(REPLICAS)]
        # All are there before there is anything to do, or the first has done it alone.
        await asyncio.to_thread(_fill, engine, kind, amount, address)
        started = asyncio.get_running_loop().time()
        stops = 0
        while await asyncio.to_thread(_left, engine):
            await _until(service, rng.uniform(0.0, 1.0), amount)
            victim = rng.choice(processes)
            victim.send_signal(signal.SIGSTOP)
            stops += 1
            await asyncio.sleep(LEASE * rng.uniform(1.1, 1.6))
            victim.send_signal(signal.SIGCONT)
            await asyncio.sleep(LEASE / 4)
        seconds = asyncio.get_running_loop().time() - started
        ended = await asyncio.to_thread(_ended, engine)
    texts = {f"{kind} {number}" for number in range(amount)}
    copies = [service.came[text] for text in texts]
    unseen = [text for text in texts if not service.came[text]]
    return {
        "prompts": amount,
        "stops": stops,
        "nobody stood still": int(stops == 0),
        "twice": sum(number > 1 for number in copies),
        "lost": len(unseen) - sum(text.split()[1] in ended for text in unseen),
        "left_in_doubt": len(ended),
        "strangers": len(set(service.came) - texts),
        "side_by_side": service.side_by_side,
        "seconds": round(seconds),
    }


async def _until(service: Service, share: float, amount: int) -> None:
    """Waits until that share of what is left has come; not for ever."""
    goal = service.came.total() + share * max(0, amount - service.came.total()) / 2
    for _ in range(200):
        if service.came.total() >= goal:
            return
        await asyncio.sleep(0.01)


def _fill(engine: object, kind: str, amount: int, service_url: str) -> None:
    chats = [
        {
            "id": f"chat{number}",
            "kind": "personal",
            "service_url": service_url,
            "tenant_id": "t",
            "bot_id": "b",
            "name": "",
            "left": False,
            "offered_save": False,
        }
        for number in range(CHATS)
    ]
    with Session(engine) as session, session.begin():
        session.execute(insert(ConversationRow), chats)
        for number in range(amount):
            chat = outbox.to_chat(f"chat{number % CHATS}")
            outbox.want(session, kind, number, chat, Priority.PROMPT, utcnow())


def _left(engine: object) -> int:
    with Session(engine) as session:
        return outbox.waiting(session)


def _ended(engine: object) -> set[str]:
    """The entities that were not sent, and are listed for it."""
    query = select(OutboxRow.entity).where(OutboxRow.state.in_((Stage.UNSURE, Stage.DEAD)))
    with Session(engine) as session:
        assert session.scalar(select(func.count()).where(OutboxRow.state == Stage.DROPPED)) == 0
        return set(session.scalars(query))


EXPERIMENTS = [
    Experiment(
        name="replicas-lines",
        row=7,
        unit="prompts",
        goal=20_000,
        short=500,
        batch=2_000,
        run=partial(one_stands_still, LINE),
        never=("twice", "lost", "strangers", "left_in_doubt", "nobody stood still"),
        needs=POSTGRESQL,
        timed=True,
    ),
    Experiment(
        name="replicas-prompts",
        row=7,
        unit="prompts",
        goal=20_000,
        short=500,
        batch=2_000,
        run=partial(one_stands_still, PROMPT),
        never=("twice", "lost", "strangers", "left_in_doubt", "nobody stood still"),
        needs=POSTGRESQL,
        timed=True,
    ),
]
