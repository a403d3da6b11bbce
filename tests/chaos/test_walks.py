"""Five thousand steps of the walks (row 26 of the goals).

Always the same ones: whoever changes the product learns whether it still holds on this way, and
not whether today's way happens to be a new one. New ways, and those with a second bot, are walked
by `make chaos`.
"""

import asyncio
import sys

import pytest

from tests.chaos.forks import ROOT
from tests.databases import SQLITE

SEED = 2026


@pytest.mark.only_on(SQLITE)
async def test_whatever_happens_in_any_order_nothing_is_lost_and_nothing_comes_twice():
    order = (sys.executable, "-m", "tests.chaos", "walks", "--seed", str(SEED))
    walk = await asyncio.create_subprocess_exec(*order, cwd=ROOT)
    assert await walk.wait() == 0
