"""The door itself, over raw connections: heads that do not end, bodies that lie, many at once."""

import asyncio
import contextlib
import logging
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import web

from bot.connections import HEADER_BYTES, HEADERS, Runner, Site
from bot.gate import TurnedAway, left_to_the_gate
from tests.strangers import PATIENCE, a_house, activity, as_body, token

BODY = as_body(activity())


@dataclass
class Door:
    """Whoever breaks the protocol may be cut off before the answer has arrived: so what was let
    in is counted too."""

    port: int
    let_in: list[int]

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def send(self, raw: bytes) -> bytes:
        """Everything that is answered until the door closes the connection."""
        reader, writer = await self.connect()
        async with asyncio.timeout(PATIENCE):
            writer.write(raw)
            with contextlib.suppress(ConnectionError):
                await writer.drain()
            try:
                return await reader.read()
            except ConnectionError:
                return b""
            finally:
                writer.close()


@contextlib.asynccontextmanager
async def a_door(*, quiet_seconds: float = 0.3, most_at_once: int = 512) -> AsyncIterator[Door]:
    """The real gate behind the real limits, which here lose patience soon."""
    async with a_house() as house:
        app = web.Application()

        async def messages(request: web.Request) -> web.Response:
            try:
                await house.gate.admit(request)
            except TurnedAway as turned:
                return turned.answer()
            let_in.append(1)
            return web.Response()

        let_in: list[int] = []
        app.router.add_post("/api/messages", messages, expect_handler=left_to_the_gate)
        runner = Runner(app, quiet_seconds=quiet_seconds)
        await runner.setup()
        await Site(runner, "127.0.0.1", 0, most_at_once=most_at_once).start()
        try:
            yield Door(port=runner.addresses[0][1], let_in=let_in)
        finally:
            await runner.cleanup()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    async with a_door() as door:
        yield door


def request(
    body: bytes = BODY, *, method: str = "POST", bearer: str = "", more: str = "", length: int = -1
) -> bytes:
    length = len(body) if length < 0 else length
    head = (
        f"{method} /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
        f"Authorization: Bearer {bearer or token()}\r\nContent-Length: {length}\r\n{more}\r\n"
    )
    return head.encode() + body


def statuses(answered: bytes) -> list[int]:
    return [int(part.split()[0]) for part in answered.split(b"HTTP/1.1 ")[1:]]


async def test_what_is_well_is_taken(door):
    assert statuses(await door.send(request())) == [200]


@pytest.mark.parametrize(
    "begun", [b"", b"POST /api/mess", b"POST /api/messages HTTP/1.1\r\nHost: b"]
)
async def test_a_head_that_does_not_end_ends_the_connection(door, begun):
    assert await door.send(begun) == b""


async def test_silence_between_two_requests_ends_the_connection(door):
    assert statuses(await door.send(request() + b"POST /api")) == [200]


async def test_a_head_without_measure_is_refused(door):
    many = "".join(f"X-{number}: x\r\n" for number in range(HEADERS + 1))
    for more in (f"X: {'x' * (HEADER_BYTES + 10)}\r\n", many):
        assert statuses(await door.send(request(more=more))) in ([400], [])
    assert not door.let_in


async def test_a_body_that_says_it_is_shorter_is_no_body_and_its_rest_no_request(door):
    """The rest could be a second request that a proxy has not seen."""
    answered = await door.send(request(length=len(BODY) - 10))

    assert 200 not in statuses(answered)
    assert not door.let_in


async def test_two_lengths_or_a_length_and_chunks_are_refused(door):
    for more in ("Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n"):
        assert statuses(await door.send(request(more=more))) in ([400], [])
    assert not door.let_in


async def test_what_follows_an_unread_body_is_read_as_that_body_and_not_as_a_request(door):
    hidden = request()
    answered = await door.send(request(hidden, bearer="nonsense"))

    assert statuses(answered) == [401]


async def test_requests_that_come_together_are_answered_in_turn(door):
    both = request() + request(bearer="nonsense") + request(b"{}")

    assert statuses(await door.send(both)) == [200, 401, 400]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "HEAD"])
async def test_a_method_that_is_not_offered_is_refused(door, method):
    assert statuses(await door.send(request(method=method))) == [405]


@pytest.mark.parametrize("raw", [b"\x16\x03\x01\x02\x00\x01\x00", b"nonsense", b"\0" * 100])
async def test_what_is_no_http_is_refused_and_is_no_news(door, raw, caplog):
    with caplog.at_level(logging.INFO):
        answered = await door.send(raw + b"\r\n\r\n")

    assert statuses(answered) in ([400], [])
    assert not caplog.records


async def test_who_waits_to_be_asked_for_a_body_is_asked_when_the_token_is_good(door):
    wait = "Expect: 100-continue\r\n"

    stranger = request(b"", more=wait, bearer="nonsense", length=10)
    assert statuses(await door.send(stranger)) == [401]
    assert statuses(await door.send(request(more=wait))) == [100, 200]
    assert statuses(await door.send(request(b"", more=wait, length=10**9))) == [413]
    assert statuses(await door.send(request(more="Expect: a miracle\r\n"))) == [417]


async def test_a_packed_body_is_refused_and_never_unpacked(door):
    bomb = zlib.compress(b" " * 5_000_000)

    assert statuses(await door.send(request(bomb, more="Content-Encoding: deflate\r\n"))) == [415]


async def test_there_is_room_for_so_many_and_then_for_no_more_until_one_leaves():
    async with a_door(quiet_seconds=PATIENCE, most_at_once=5) as door:
        held = [await door.connect() for _ in range(5)]

        assert await door.send(request()) == b""

        reader, writer = held.pop()
        writer.write(request(more="Connection: close\r\n"))
        assert statuses(await reader.read()) == [200]
        writer.close()
        await writer.wait_closed()
        assert statuses(await door.send(request(more="Connection: close\r\n"))) == [200]
        for _, other in held:
            other.close()
