"""Bots that are there to be killed: whole processes, or children of a parent that has everything
imported already, which start in a twentieth of the time.

The parent imports, and plays the beginning of a sparring, so that most statements are compiled.
Then it only forks: it has no thread, no event loop, no database. A child runs `app.run`, as
`python app.py` does, and knows nothing of this.
"""

import asyncio
import json
import os
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NoReturn, Protocol

from tests import compiled
from tests.modules import import_all
from tests.orphans import ends_with_parent

ROOT = Path(__file__).parent.parent.parent
LISTENS = "Sparringsrum lytter på "
FORKED, ENDED = "forked ", "ended "


@dataclass
class Bot:
    """A process that runs the bot. `url` and `ended` come when they come."""

    pid: int
    handle: int  # of this process and of no later one with its number
    url: asyncio.Future[str] = field(default_factory=lambda: _future())
    ended: asyncio.Future[int] = field(default_factory=lambda: _future())
    listening: asyncio.Task[None] | None = None

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        if not self.ended.done():
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.handle, how)

    async def is_up(self) -> str | None:
        """Its address; None if it ended before it listened."""
        await asyncio.wait([self.url, self.ended], return_when=asyncio.FIRST_COMPLETED)
        return self.url.result() if self.url.done() else None

    def heard(self, line: str) -> None:
        if line.startswith(LISTENS) and not self.url.done():
            self.url.set_result(line.removeprefix(LISTENS).split(". ")[0].rstrip(".\n"))

    def over(self, status: int) -> None:
        os.close(self.handle)
        self.ended.set_result(status)


class Host(Protocol):
    """Where bots come from: one at a time."""

    async def start(self, env: Mapping[str, str], log: Path) -> Bot: ...


class Forks:
    """Children of the preloaded parent, one at a time."""

    def __init__(self, parent: asyncio.subprocess.Process) -> None:
        self._parent = parent

    async def start(self, env: Mapping[str, str], log: Path, **more: Any) -> Bot:
        """A new child; the last one has ended. Raises EOFError if the parent is gone."""
        order = {"env": dict(env), "log": str(log), "with": more}
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(order).encode() + b"\n")
        pid = int((await self._line()).removeprefix(FORKED))
        bot = Bot(pid, os.pidfd_open(pid))
        bot.listening = asyncio.create_task(self._listen(bot))
        return bot

    async def _listen(self, bot: Bot) -> None:
        while not (line := await self._line()).startswith(ENDED):
            bot.heard(line)
        bot.over(int(line.removeprefix(ENDED)))

    async def _line(self) -> str:
        assert self._parent.stdout is not None
        line = (await self._parent.stdout.readline()).decode()
        if not line:
            raise EOFError("the parent of the bots is gone")
        return line


class Processes:
    """`python app.py`, from nothing."""

    async def start(self, env: Mapping[str, str], log: Path) -> Bot:
        with log.open("ab") as errors:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "app.py",
                cwd=ROOT,
                env={"PATH": os.environ["PATH"], **env},
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                preexec_fn=ends_with_parent,
            )
        bot = Bot(process.pid, os.pidfd_open(process.pid))
        bot.listening = asyncio.create_task(_follow(process, bot))
        return bot


async def _follow(process: asyncio.subprocess.Process, bot: Bot) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        bot.heard(line.decode())
    bot.over(await process.wait())


@asynccontextmanager
async def forks(run: str = "tests.chaos.forks:app_run") -> AsyncIterator[Forks]:
    """`run` names what a child does; it returns an exit code."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.chaos.forks",
        run,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Forks(parent)
    finally:
        parent.kill()
        await parent.wait()


@asynccontextmanager
async def processes() -> AsyncIterator[Processes]:
    yield Processes()


def _future() -> asyncio.Future[Any]:
    return asyncio.get_running_loop().create_future()


# --- in the parent, and in its children ------------------------------------------------------


def serve_orders(name: str) -> None:
    import gc
    import threading

    ends_with_parent()
    import_all()
    compiled.share()
    asyncio.run(_played())
    run = resolve_name(name)
    assert threading.active_count() == 1
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _be_a_child(run, json.loads(line))
        _, status = os.waitpid(pid, 0)
        _tell(f"\n{ENDED}{os.waitstatus_to_exitcode(status)}")  # it may have died within a line


async def _played() -> None:
    from tests.chaos.stage import stage

    with tempfile.TemporaryDirectory() as folder:
        async with stage(Path(folder) / "played"):
            pass


def _tell(line: str) -> None:
    """At once and whole: the parent and its children write into the same pipe."""
    os.write(sys.stdout.fileno(), f"{line}\n".encode())


def _be_a_child(run: Callable[..., int], order: Mapping[str, Any]) -> NoReturn:
    """Never returns into the parent's loop."""
    code = 1
    try:
        ends_with_parent()
        _tell(f"{FORKED}{os.getpid()}")
        log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, sys.stderr.fileno())
        os.environ.clear()
        os.environ.update(order["env"])
        code = run(**order["with"])
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        os._exit(code)


def app_run() -> int:
    import argparse

    import app

    return app.run(argparse.Namespace())


if __name__ == "__main__":
    serve_orders(sys.argv[1])
