"""The rehearsal, played: it ends well, and it says so when it does not."""

import asyncio
import io
import os
import signal
import sys
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest
from rich.console import Console

from app import running, utcnow
from bot.rehearsal.chats import ADAPTIVE, Message, Posted, Version
from bot.rehearsal.colleagues import PROPOSAL, Wrong
from bot.rehearsal.connector import Teams
from bot.rehearsal.play import FASTEST, JUST_BEFORE, Screen, look_for_traces, play
from dialogs.sparring.agenda import SHIPPED, AgendaName

ROOT = Path(__file__).parents[2]


def played(start=running, *, speed=FASTEST):
    """The exit code, and what was on the screen. In a loop of its own, as from the command."""
    paper = io.StringIO()
    console = Console(file=paper, width=100)
    code = play(start, utcnow, speed=speed, agenda=AgendaName.SHORT, console=console)
    return code, paper.getvalue()


@pytest.fixture(scope="module")
def meeting():
    return played()


def test_a_short_meeting_is_played_from_the_start_card_to_the_summary(meeting):
    code, screen = meeting

    assert code == 0, screen
    assert "Karen: [Start kort (30 min.)]" in screen
    assert "Mette: [Næste fase]" in screen
    assert "Sparringsrum: Det tog vi med fra sparringen" in screen
    assert "Prøvemødet gik godt." in screen


def test_the_phases_come_in_the_order_of_the_agenda(meeting):
    _, screen = meeting

    phases = [line.rsplit(" · ")[1] for line in screen.splitlines() if line.endswith(" af 7")]
    assert phases == [f"{number} af 7" for number in range(1, 8)]


def test_nothing_of_a_card_is_shown_as_a_macro(meeting):
    _, screen = meeting

    assert "{{" not in screen


def posted(text, *lines):
    """A card in the team's chat, as the screen hears of it."""
    teams = Teams(now=lambda: JUST_BEFORE)
    card = {"type": "AdaptiveCard", "body": [_block(each) for each in (text, *lines)]}
    version = Version(JUST_BEFORE, {"attachments": [{"contentType": ADAPTIVE, "content": card}]})
    chat = teams.group_chat("Team Øst", teams.person("Karen Holm"))
    chat.posted["1"] = Message(activity_id="1", thread="", versions=[version])
    return Posted(at=JUST_BEFORE, chat=chat, message=chat.posted["1"])


def _block(text):
    return {"type": "TextBlock", "text": text}


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("Slutter kl. {{TIME(2026-11-10T08:09:00Z)}}", "10:00 tilbage"),
        ("Pause. Der er fire minutter tilbage af fasen.", "Pause. Der er fire minutter"),
    ],
)
def test_in_a_terminal_the_phase_and_its_time_stand_below(line, below):
    paper = Console(file=io.StringIO(), force_terminal=True, width=100)
    screen = Screen(console=paper, clock=lambda: JUST_BEFORE, agenda=SHIPPED[AgendaName.SHORT])
    screen.hears(posted("Præsentation · 2 af 7", line))
    paper.print(screen.below())

    shown = paper.file.getvalue()
    assert "kl. 8.59  Præsentation · 2 af 7" in shown
    assert below in shown


def test_a_bot_that_sends_nothing_is_told_in_a_sentence():
    code, screen = played(partial(running, heartbeat=False))

    assert code == 1
    assert "Prøvemødet gik ikke: Velkomsten kom ikke." in screen


def test_a_bot_that_is_gone_is_told_with_what_stood_in_the_chats():
    @asynccontextmanager
    async def gone(*args, **more):
        async with running(*args, **more) as up:
            pass
        yield up

    code, screen = played(gone)

    assert code == 1
    assert "Prøvemødet gik ikke:" in screen
    assert "Team Øst (groupChat):" in screen


@pytest.mark.parametrize("speed", [0, 0.5, FASTEST + 1, float("nan")])
def test_a_speed_that_nobody_could_follow_is_refused(speed):
    code, screen = played(speed=speed)

    assert code == 2
    assert "Vælg en hastighed fra 1 til 240." in screen


def test_what_was_written_is_found_where_it_was_not_deleted(tmp_path):
    (tmp_path / "some.db-wal").write_bytes(b"\0\1" + PROPOSAL.encode() + b"\2")

    with pytest.raises(Wrong, match="Databasen husker stadig"):
        look_for_traces(tmp_path, (PROPOSAL,))


async def test_an_interruption_ends_it_quietly():
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "app.py",
        "rehearse",
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    while b"Karen:" not in (line := await process.stdout.readline()):
        assert line, "it ended before it began"
    process.send_signal(signal.SIGINT)
    out, problems = await process.communicate()

    assert process.returncode == 130
    assert out.decode().rstrip().endswith("Afbrudt.")
    assert problems == b""
