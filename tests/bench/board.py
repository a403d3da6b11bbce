"""From a press to the picture: N boards follow one meeting, and the coordinator presses on.

    python -m tests.bench.board --boards 500 --presses 40

The bot runs in a process of its own over loopback, as it does for people; the boards are raw HTTP
streams in this one. What is measured is the time from when the press is sent until each board has
the whole picture of it; the browser's own drawing comes on top (a few milliseconds). One process
reads all the boards here, on the same two cores: so the numbers are rather too high.
"""

import argparse
import asyncio
import re
import resource
import tempfile
import time
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from tests.board.begun import begun, links
from tests.house import house, moved_in

VERSION = re.compile(rb'"version": (\d+)')
BETWEEN = 0.25  # seconds between two presses
PRESSES = ("sparring.pause", "sparring.resume")  # any number of times; each changes every screen


def bot(pipe: Connection, folder: str) -> None:
    async def serve() -> None:
        loop = asyncio.get_running_loop()
        async with house(Path(folder)) as home:
            await moved_in(home)
            await begun(home)
            own, room = await links(home, home.karen)
            pipe.send((home.bot.url, own.split("#")[1], room.split("#")[1]))
            while await loop.run_in_executor(None, pipe.recv) != "over":
                pipe.send(time.process_time())

    asyncio.run(serve())


class Boards:
    """Open streams; each notes when it has a whole picture of a version of the meeting."""

    def __init__(self, url: str, key: str, number: int) -> None:
        self._where = urlsplit(url)
        self._key = key
        self._number = number
        self._seen: dict[int, list[float]] = {}
        self._all: dict[int, asyncio.Event] = {}

    def all_have(self, version: int) -> asyncio.Event:
        return self._all.setdefault(version, asyncio.Event())

    def seen(self, version: int) -> list[float]:
        return self._seen[version]

    async def follow(self) -> None:
        reader, writer = await asyncio.open_connection(
            self._where.hostname, self._where.port, limit=2**20
        )
        ask = f"GET /board/live HTTP/1.1\r\nHost: bench\r\nAuthorization: Link {self._key}\r\n\r\n"
        writer.write(ask.encode())
        with suppress(asyncio.IncompleteReadError):
            while True:
                line = await reader.readuntil(b"\n")
                if line.startswith(b'data: {"state"'):
                    self._note(line, time.perf_counter())

    def _note(self, line: bytes, now: float) -> None:
        version = int(VERSION.search(line)[1])
        seen = self._seen.setdefault(version, [])
        seen.append(now)
        if len(seen) == self._number:
            self.all_have(version).set()


async def measure(pipe: Connection, boards: int, presses: int) -> None:
    url, karen, room = pipe.recv()
    streams = Boards(url, room, boards)
    version = 1
    began = time.perf_counter()
    tasks = [asyncio.create_task(streams.follow()) for _ in range(boards)]
    await streams.all_have(version).wait()
    print(f"{boards} boards open after {time.perf_counter() - began:.1f} s")
    worked = _worked(pipe)
    late: list[float] = []
    answered: list[float] = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Link {karen}"}) as http:
        for number in range(presses):
            said = {"verb": PRESSES[number % 2], "turn": str(version)}
            pressed = time.perf_counter()
            async with http.post(f"{url}/board/press", json=said) as answer:
                told = await answer.json()
                if answer.status != 200 or told["said"]:
                    raise SystemExit(f"The press was refused: {answer.status} {told}")
            answered.append(time.perf_counter() - pressed)
            version += 1
            await streams.all_have(version).wait()
            late += [seen - pressed for seen in streams.seen(version)]
            await asyncio.sleep(BETWEEN)
    for task in tasks:
        task.cancel()
    worked = (_worked(pipe) - worked) / presses * 1000
    print(f"{boards} boards × {presses} presses, from the press")
    print(f"  to its answer:  {_marks(answered)}")
    print(f"  to the picture: {_marks(late)}")
    print(f"  the bot's own work for each press: {worked:.0f} ms of a processor")


def _worked(pipe: Connection) -> float:
    pipe.send("worked?")
    return pipe.recv()


def _marks(late: list[float]) -> str:
    late = sorted(late)
    at = {name: late[min(len(late) - 1, int(len(late) * share))] for name, share in SHARES}
    return " · ".join(f"{name} {value * 1000:.0f} ms" for name, value in at.items())


SHARES = (("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("max", 1.0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=500)
    parser.add_argument("--presses", type=int, default=40)
    asked = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    spawn = get_context("spawn")
    ours, theirs = spawn.Pipe()
    with tempfile.TemporaryDirectory() as folder:
        process = spawn.Process(target=bot, args=(theirs, folder))
        process.start()
        try:
            asyncio.run(measure(ours, asked.boards, asked.presses))
        finally:
            ours.send("over")
            process.join()


if __name__ == "__main__":
    main()
