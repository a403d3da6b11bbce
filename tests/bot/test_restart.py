"""The bot is killed in the middle of a phase and started again: the real process, and kill -9."""

import asyncio
import os
import signal
import sys
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import running
from bot.rehearsal.connector import Teams
from storage.store import AlreadyRunning
from tests.databases import databases
from tests.house import MONDAY, Clock, local_settings

pytestmark = pytest.mark.timed

ROOT = Path(__file__).parent.parent.parent
SPEED = 60  # a minute of the meeting in a second


def utcnow() -> datetime:
    return datetime.now(UTC)


@asynccontextmanager
async def process(folder: Path, **settings: str):
    """`python app.py`, and the address that it prints."""
    env = {
        "PATH": os.environ["PATH"],
        "SPARRINGSRUM_DATABASE_URL": databases.url(folder),
        "SPARRINGSRUM_PORT": "0",
        "SPARRINGSRUM_SEND_LIMITS": "none",
        "SPARRINGSRUM_CLOCK_SPEED": str(SPEED),
        **settings,
    }
    child = await asyncio.create_subprocess_exec(
        sys.executable, "app.py", cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE
    )
    try:
        line = (await asyncio.wait_for(child.stdout.readline(), 20)).decode()
        yield child, line.split(" på ")[1].split(". ")[0] + "/api/messages"
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def test_killed_in_a_phase_the_meeting_goes_on_where_it_should_and_says_so_once(tmp_path):
    async with Teams(now=utcnow) as teams:
        karen, ole = teams.person("Karen Holm"), teams.person("Ole Friis")
        chat = teams.group_chat("Team Øst", karen, ole)
        async with process(tmp_path) as (child, url):
            teams.bot_url = url
            await teams.add_bot(chat, by=karen)
            await chat.until(lambda c: "Karen" in c.last.texts[0])
            await ole.says(chat, "sag Hvad overser vi hos far?")
            await karen.says(chat, "start kort")
            await chat.until(lambda c: "Ramme og spørgsmål · 1 af 7" in c.shown[-1])
            await chat.until(lambda c: "Næste fase" in c.last.buttons)
            child.send_signal(signal.SIGKILL)
            await child.wait()
        # The frame of two minutes, and a minute of grace, pass while the bot is away.
        await asyncio.sleep(4 * 60 / SPEED)

        started = time.monotonic()
        async with process(tmp_path) as (_, url):
            teams.bot_url = url
            up = time.monotonic()
            await chat.until(lambda c: "Jeg var væk i" in c.shown[-1])
            went_on = time.monotonic()
            assert chat.shown[-1].startswith("Præsentation · 2 af 7")
            await chat.until(lambda c: c.shown[-2].startswith("Ramme og spørgsmål · færdig"))
            await karen.presses(chat, "Næste fase")
            await chat.until(lambda c: "Afklarende spørgsmål · 3 af 7" in c.shown[-1])
            await chat.until(lambda c: not any("Jeg var væk" in shown for shown in c.shown))

        print(f"ready after {up - started:.2f} s, on the card {went_on - up:.2f} s later")
        assert went_on - up < 2


@pytest.mark.only_on("sqlite")
async def test_a_second_bot_on_the_same_file_is_refused(home, tmp_path):
    with pytest.raises(AlreadyRunning):
        async with running(local_settings(tmp_path), real=home.clock, heartbeat=False):
            pass


async def test_the_clock_goes_on_from_its_anchor_after_a_restart(tmp_path):
    clock, begin = Clock(), MONDAY - timedelta(days=300)
    settings = local_settings(tmp_path, clock_speed=60)
    async with running(settings, real=clock, begin=begin, heartbeat=False) as bot:
        assert bot.clock.now() == begin
    clock.time += timedelta(minutes=1)

    async with running(settings, real=clock, heartbeat=False) as bot:
        assert bot.clock.now() == begin + timedelta(hours=1)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"SPARRINGSRUM_HOST": "0.0.0.0"}, "jeg lytter kun på 127.0.0.1"),  # noqa: S104
        ({"SPARRINGSRUM_PORT": "nej"}, "skal være et tal"),
        ({"SPARRINGSRUM_TIMEZONE": "Mars/Nord"}, "ikke en tidszone"),
        ({"MicrosoftAppId": "x"}, "MicrosoftAppTenantId mangler"),
        ({"SPARRINGSRUM_DATABASE_URL": "sqlite://"}, "En SQLite-database skal have en fil"),
    ],
    ids=str,
)
async def test_a_broken_configuration_ends_with_2_and_a_sentence(tmp_path, env, said):
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "app.py",
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "SPARRINGSRUM_DATABASE_URL": databases.url(tmp_path),
            **env,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await child.communicate()

    assert child.returncode == 2
    assert said in errors.decode()
    assert "Traceback" not in errors.decode()
