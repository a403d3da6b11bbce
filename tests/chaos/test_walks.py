"""Five thousand steps of the walks, and a thousand with a second bot (row 26 of the goals).

Always the same ones: whoever changes the product learns whether it still holds on this way, and
not whether today's way happens to be a new one. New ways are walked by `make chaos`.
"""

import asyncio
import sys

from tests.chaos.forks import ROOT
from tests.databases import POSTGRESQL, SQLITE, databases

SEED = 2026
WALKS = {SQLITE: "walks", POSTGRESQL: "walks-replicas"}


async def test_whatever_happens_in_any_order_nothing_is_lost_and_nothing_comes_twice():
    order = (sys.executable, "-m", "tests.chaos", WALKS[databases.kind], "--seed", str(SEED))
    walk = await asyncio.create_subprocess_exec(*order, cwd=ROOT)
    assert await walk.wait() == 0
