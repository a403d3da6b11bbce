"""The benches still run: each once, as small as it goes. What they measure is not looked at."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SMALL = {
    "turns": ("--rounds=1", "--seconds=0.1", "--alone"),
    "meetings": ("--meetings=2", "--after=14", "--rate=2"),
    "prompts": ("--count=5", "--limits"),
    "growth": ("--times=0.001", "--practices=20", "--rounds=1"),
    "start": ("--rounds=1", "--seconds=0.2"),
}
SAYS = {
    "turns": "| ours |",
    "meetings": "2 of 2 came",
    "prompts": "5 prompts, sqlite, with limits",
    "growth": "| status |",
    "start": "app.py, ready",
}


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("name", SMALL)
def test_a_bench_runs(name):
    ran = subprocess.run(
        (sys.executable, "-m", f"tests.bench.{name}", *SMALL[name]),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ran.returncode == 0, ran.stderr[-2000:]
    assert SAYS[name] in ran.stdout
