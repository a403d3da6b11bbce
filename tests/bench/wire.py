"""Both ends of the wire: the channel delivers activities, and the connector takes replies.

Plain asyncio, and as little of HTTP as the contenders speak with each other: what is measured on
two cores is the bot and not the load.
"""

import asyncio
import json
import re
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
PATH = re.compile(rb"(\w+) (\S+)")
CHAT = re.compile(r"/v3/conversations/([^/?]+)/")
PATIENCE = 30.0  # seconds for one turn: a reply that does not come ends the measurement


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a bot asked of the connector, and when."""

    at: float  # perf_counter
    method: str
    chat: str
    body: bytes


@dataclass(slots=True)
class Connector:
    """Takes whatever is posted, and answers documents that are fetched.

    `seen` is told of each request. `throttle` may return the status to refuse it with.
    """

    seen: Callable[[Arrived], None] = lambda _: None
    throttle: Callable[[Arrived], int | None] = lambda _: None
    documents: dict[str, Any] = field(default_factory=dict)
    number: int = 0

    @asynccontextmanager
    async def serves(self) -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Served(self), "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    def answer(self, method: str, path: str, body: bytes) -> bytes:
        if method == "GET" and path in self.documents:
            return _response(200, self.documents[path])
        chat = CHAT.search(path)
        arrived = Arrived(time.perf_counter(), method, unquote(chat[1]) if chat else "", body)
        self.seen(arrived)
        status = self.throttle(arrived)
        if status is not None:
            return _response(status, {}, "Retry-After: 1\r\n")
        self.number += 1
        return _response(201, {"id": str(self.number)})


def _response(status: int, body: Any, more: str = "") -> bytes:
    content = json.dumps(body).encode()
    head = f"HTTP/1.1 {status} .\r\nContent-Type: application/json\r\n{more}"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


class _Served(asyncio.Protocol):
    """One connection of a bot's to the connector."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector
        self._got = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (parted := _parted(self._got)) is not None:
            head, body, self._got = parted
            method, target = PATH.match(head).groups()
            path = urlsplit(target.decode()).path
            self._transport.write(self._connector.answer(method.decode(), path, body))


def _parted(got: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Head, body, and what came after; None: not all of it is there."""
    end = got.find(b"\r\n\r\n")
    if end < 0:
        return None
    found = LENGTH.search(got, 0, end)
    over = end + 4 + (int(found[1]) if found else 0)
    if len(got) < over:
        return None
    return got[:end], got[end + 4 : over], got[over:]


class _Calling(asyncio.Protocol):
    """One connection of the channel's to a bot: a request at a time."""

    def __init__(self) -> None:
        self.answered: asyncio.Future[tuple[int, bytes]] | None = None
        self._got = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        if (parted := _parted(self._got)) is not None:
            head, body, self._got = parted
            if self.answered is not None and not self.answered.done():
                self.answered.set_result((int(head.split(b" ", 2)[1]), body))

    def connection_lost(self, error: Exception | None) -> None:
        if self.answered is not None and not self.answered.done():
            self.answered.set_exception(error or ConnectionResetError())


class Channel:
    """Delivers activities over connections that it keeps."""

    def __init__(self, url: str, *, token: str = "") -> None:
        self._where = urlsplit(url)
        self._token = f"Authorization: Bearer {token}\r\n" if token else ""
        self._idle: deque[_Calling] = deque()

    async def deliver(self, activity: Mapping[str, Any]) -> tuple[int, bytes]:
        """The status and the body of the answer."""
        content = json.dumps(activity).encode()
        head = (
            f"POST /api/messages HTTP/1.1\r\nHost: {self._where.netloc}\r\n{self._token}"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        calling = await self._connected()
        calling.answered = asyncio.get_running_loop().create_future()
        calling.transport.write(head.encode() + content)
        answer = await asyncio.wait_for(calling.answered, PATIENCE)
        self._idle.append(calling)
        return answer

    async def _connected(self) -> _Calling:
        while self._idle:
            calling = self._idle.pop()
            if not calling.transport.is_closing():
                return calling
        loop = asyncio.get_running_loop()
        _, calling = await loop.create_connection(_Calling, self._where.hostname, self._where.port)
        return calling

    def close(self) -> None:
        for calling in self._idle:
            calling.transport.close()


def share(values: list[float], part: float) -> float:
    """The value that this part of them does not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * part))]
