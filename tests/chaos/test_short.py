"""Every experiment, for a few seconds; the full numbers are behind `make chaos`."""

import asyncio
import sys

import pytest

from tests.chaos import experiment as experiments
from tests.chaos.all import EXPERIMENTS
from tests.chaos.experiment import Experiment
from tests.chaos.forks import ROOT
from tests.databases import SQLITE, databases

OURS = [
    each
    for each in EXPERIMENTS
    if each.short and not each.naive and (each.needs or SQLITE) == databases.kind
]
SHORT = [
    pytest.param(each, id=each.name, marks=[pytest.mark.timed] if each.timed else [])
    for each in OURS
]


@pytest.mark.apart
@pytest.mark.parametrize("experiment", SHORT)
async def test_nothing_is_lost_and_nothing_comes_twice(experiment: Experiment):
    seed = experiments.fresh_seed()
    if experiment.alone:
        order = (sys.executable, "-m", "tests.chaos", experiment.name, "--seed", str(seed))
        bench = await asyncio.create_subprocess_exec(*order, cwd=ROOT)
        assert await bench.wait() == 0, f"seed {seed}"
        return
    run = await experiments.once(experiment, seed, experiment.short)

    print(f"{experiment.name} seed {seed}: {run.counts} in {run.seconds} s")
    assert not experiments.broken(experiment, run.counts), f"seed {seed}"
