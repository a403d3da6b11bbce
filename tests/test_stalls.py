"""The monitor of stalls is tried: what stalls a loop is caught and named, what does not is not."""

import subprocess
import sys
import textwrap

import pytest

from tests.stalls import ROOT

pytestmark = pytest.mark.timed

TESTS = """
    import asyncio, gc, os, subprocess, time
    import pytest
    from tests import stalls

    async def test_sleeps_on_the_loop():
        await asyncio.sleep(0)
        time.sleep(0.3)

    async def test_works_on_the_loop():
        work(0.3)

    @pytest.fixture
    async def slow():
        time.sleep(0.3)
        yield

    async def test_has_a_slow_fixture(slow):
        pass

    async def test_has_a_loop_in_a_thread():
        await asyncio.to_thread(asyncio.run, sleeps())

    async def sleeps():
        time.sleep(0.3)

    async def test_leaves_rubbish():
        await asyncio.to_thread(collect)

    def collect():
        gc.disable()
        for _ in range(1_500_000):
            rubbish = []
            rubbish.append(rubbish)
        gc.enable()
        gc.collect()

    async def test_sleeps_in_a_thread():
        await asyncio.to_thread(time.sleep, 0.3)

    async def test_sleeps_as_one_should():
        await asyncio.sleep(0.3)

    async def test_does_what_is_allowed():
        with stalls.allowed("a test of it"):
            time.sleep(0.3)

    async def test_stands_still_with_the_whole_process():
        me = os.getpid()
        stop = f"echo; sleep 0.02; kill -STOP {me}; sleep 0.4; kill -CONT {me}"
        with stalls.allowed("to fork takes a while"):
            stopping = subprocess.Popen(
                ["/bin/sh", "-c", stop], env={"PATH": "/bin:/usr/bin"}, stdout=subprocess.PIPE
            )
            stopping.stdout.readline()
        begun = time.monotonic()
        work(0.08)
        assert time.monotonic() - begun > 0.4
        await asyncio.to_thread(stopping.wait)

    def work(seconds):
        until = time.thread_time() + seconds
        while time.thread_time() < until:
            pass

    def test_has_no_loop():
        time.sleep(0.3)
"""


def test_what_stalls_a_loop_fails_its_test_and_is_named(tmp_path):
    (tmp_path / "test_it.py").write_text(textwrap.dedent(TESTS))
    (tmp_path / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\n")

    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.stalls", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    said = ran.stdout + ran.stderr
    assert "4 failed, 5 passed, 1 error" in said, said  # a slow fixture is an error, as ever
    for where, line in (
        ("test_sleeps_on_the_loop, call", "test_it.py:8 in test_sleeps_on_the_loop"),
        ("test_works_on_the_loop, call", "in work"),
        ("test_has_a_slow_fixture, setup", "in slow"),
        ("test_has_a_loop_in_a_thread, call", "in sleeps"),
        ("test_leaves_rubbish, call", "in collect"),
    ):
        assert f"{where}: the event loop did not turn for" in said, said
        assert line in said, said
    last = next(line for line in said.splitlines() if line.startswith("event loops:"))
    assert "noise floor" in last
    assert "1 longer turns were the machine's" in last
