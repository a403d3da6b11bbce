"""A connector that goes wrong by a script: what happens to the n-th call for each message is drawn
from the seed, whatever the order in which the calls come.

Real HTTP on loopback. Time is the test's own: a call that hangs for a minute takes none, because
the event loop's clock, which all timeouts follow, is moved on with the outbox's.
"""

import asyncio
import random
import socket
import struct
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from aiohttp import web

START = datetime(2026, 8, 4, 9, 0, tzinfo=ZoneInfo("Europe/Copenhagen")).astimezone(UTC)
NOBODY_LISTENS = "http://127.0.0.1:9"  # the discard service, which no machine has run for decades
# After so many seconds the sender gives up; aiohttp rounds a long timeout up to a whole second.
GIVES_UP = 21.0
LOST = "lost"  # in the name of a chat that the service never finds


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What happens to one call."""

    name: str
    weight: float
    status: int = 201
    code: str = ""
    retry_after: int | None = None
    odd: str = ""  # a Retry-After that is no number of seconds
    reset: str = ""  # before or after it was accepted
    hang: str = ""  # before or after it was accepted
    cut: bool = False  # in the middle of the answer
    without_id: bool = False

    @property
    def is_accepted(self) -> bool:
        """Whether it has its effect, whatever the caller hears of it."""
        return self.status < 300 and "before" not in (self.reset, self.hang)


UNPLUGGED = Fate(name="no connection", weight=6, status=0)
NO_CONVERSATION = Fate(name="404 chat", weight=3, status=404, code="ConversationNotFound")
FATES = (
    Fate(name="accepted", weight=45),
    *(
        Fate(name="429 and when", weight=1, status=429, retry_after=s)
        for s in (1, 2, 3, 7, 20, 60)
    ),
    Fate(name="429", weight=6, status=429, code="Throttled"),
    *(
        Fate(name="429", weight=0.5, status=429, odd=odd)
        for odd in ("Wed, 21 Oct 2026 07:28:00 GMT", "²", "9" * 12, "-5", "1.5")
    ),
    Fate(name="412 and when", weight=2, status=412, retry_after=4),
    Fate(name="412", weight=3, status=412),
    UNPLUGGED,
    NO_CONVERSATION,
    *(Fate(name=f"{n}", weight=2, status=n, code="ServiceError") for n in (500, 502, 503, 504)),
    Fate(name="408", weight=1, status=408),
    Fate(name="reset before", weight=4, reset="before"),
    Fate(name="reset after", weight=4, reset="after"),
    Fate(name="hang before", weight=1.5, hang="before"),
    Fate(name="hang after", weight=1.5, hang="after"),
    Fate(name="cut", weight=2, cut=True),
    Fate(name="no id", weight=2, without_id=True),
    Fate(name="400", weight=0.7, status=400, code="Bad Argument"),
    Fate(name="403", weight=1.5, status=403, code="BotNotInConversationRoster"),
    Fate(name="413", weight=0.5, status=413, code="MessageSizeTooBig"),
    Fate(name="404 message", weight=1.5, status=404, code="ActivityNotFoundInConversation"),
    Fate(name="401", weight=3, status=401),
)


@dataclass(slots=True, kw_only=True)
class Call:
    """A line of the ledger. `number` orders it among calls and wishes."""

    number: int
    message: str
    chat: str
    what: str  # heading, whole, update, open, roster
    fate: Fate
    at: datetime
    token: str
    shows: str = ""
    ended: datetime | None = None


@dataclass
class Timeline:
    """The one time of the outbox and of the event loop's timeouts."""

    now: datetime = START
    ahead: float = 0.0

    def __call__(self) -> datetime:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.ahead += seconds


@asynccontextmanager
async def timeline() -> AsyncIterator[Timeline]:
    time = Timeline()
    loop = asyncio.get_running_loop()
    usual = loop.time
    loop.time = lambda: usual() + time.ahead  # type: ignore[method-assign]
    try:
        yield time
    finally:
        del loop.time  # type: ignore[method-assign]


@dataclass
class Script:
    seed: int
    now: Timeline
    url: str = ""
    calls: list[Call] = field(default_factory=list)
    number: int = 0  # of the last call or wish
    stands: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    side_by_side: int = 0  # calls of one chat that overlapped: there should be none
    unscripted: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _of_activity: dict[str, str] = field(default_factory=dict)
    _busy: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _hanging: dict[int, datetime] = field(default_factory=dict)

    # What has come of it

    @property
    def hanging(self) -> int:
        return len(self._hanging)

    @property
    def gives_up_next(self) -> datetime | None:
        return min(self._hanging.values(), default=None)

    def next_number(self) -> int:
        self.number += 1
        return self.number

    def fate(self, message: str, chat: str) -> Fate:
        """Of the next call for this message."""
        if LOST in chat:
            return NO_CONVERSATION
        chance = random.Random(f"{self.seed} {message} {self._seen[message]}")
        return chance.choices(FATES, [each.weight for each in FATES])[0]

    def begin(self, message: str, chat: str, what: str, token: str, shows: str) -> Call:
        call = Call(
            number=self.next_number(),
            message=message,
            chat=chat,
            what=what,
            fate=self.fate(message, chat),
            at=self.now(),
            token=token,
            shows=shows,
        )
        self._seen[message] += 1
        self.calls.append(call)
        self._busy[chat] += 1
        self.side_by_side += self._busy[chat] > 1
        return call

    def end(self, call: Call) -> None:
        call.ended = self.now()
        self._busy[call.chat] -= 1
        self.changed.set()

    # The service

    @asynccontextmanager
    async def serve(self) -> AsyncIterator[None]:
        app = web.Application()
        chat = "/v3/conversations/{chat}"
        app.router.add_post("/v3/conversations", self._answer)
        app.router.add_post(chat + "/activities", self._answer)
        app.router.add_put(chat + "/activities/{activity}", self._answer)
        app.router.add_get(chat + "/pagedmembers", self._answer)
        runner = web.AppRunner(
            app,
            access_log=None,
            handler_cancellation=True,
            keepalive_timeout=1e9,
            shutdown_timeout=0.1,
        )
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/"
        try:
            yield
        finally:
            await runner.cleanup()

    async def _answer(self, http: web.Request) -> web.StreamResponse:
        body = await http.json() if http.can_read_body else {}
        message, chat, what, shows = self.read(http.method, http.match_info, body)
        token = http.headers.get("Authorization", "")
        call = self.begin(message, chat, what, token, shows)
        if call.fate is UNPLUGGED:  # too late for that: whoever called is here
            call.fate = FATES[0]
        try:
            return await self._fulfil(http, call)
        finally:
            self.end(call)

    def read(self, method: str, where: Any, body: Any) -> tuple[str, str, str, str]:
        """The message that a call is for, its chat, what it asks, and what it shows."""
        if method == "GET":
            return f"roster {where['chat']}", where["chat"], "roster", ""
        if "members" in body:
            person = body["members"][0]["id"]
            return f"own {person}", person, "open", ""
        shown = said(body)
        message, _, version = shown.partition(" as ")
        if method == "PUT":
            known = self._of_activity.get(where["activity"], "")
            self.unscripted += known != message
            return message, where["chat"], "update", version
        return message, where["chat"], "heading" if version == "heading" else "whole", version

    async def _fulfil(self, http: web.Request, call: Call) -> web.StreamResponse:
        fate = call.fate
        answer = self._effect(http, call) if fate.is_accepted else {}
        if fate.hang:
            await self._hang(call)
        if fate.reset or fate.hang:
            return _reset(http)
        if fate.cut:
            return await _cut(http)
        if fate.status >= 300:
            error = {"error": {"code": fate.code, "message": ""}}
            when = fate.odd if fate.retry_after is None else str(fate.retry_after)
            headers = {"Retry-After": when} if when else {}
            return web.json_response(error, status=fate.status, headers=headers)
        return web.json_response({} if fate.without_id else answer, status=201)

    def _effect(self, http: web.Request, call: Call) -> dict[str, Any]:
        match call.what:
            case "roster":
                return {"members": [{"id": "29:karen", "aadObjectId": "karen", "name": "Karen"}]}
            case "open":
                return {"id": f"a:{call.chat}"}
            case "update":
                activity = http.match_info["activity"]
            case _:
                activity = str(call.number)
                self._of_activity[activity] = call.message
        self.stands[call.message][activity] = call.shows
        return {"id": activity}

    async def _hang(self, call: Call) -> None:
        """Until whoever waits has given up and the connection is gone."""
        self._hanging[call.number] = call.at + timedelta(seconds=GIVES_UP)
        self.changed.set()
        try:
            await asyncio.Event().wait()
        finally:
            del self._hanging[call.number]


@dataclass
class Line:
    """Between the sender and the service: some calls find nobody there."""

    http: Any
    script: Script

    def request(self, method: str, url: str, *, json: Any, headers: Any, **more: Any) -> Any:
        where = _where(url)
        message, chat, what, shows = self.script.read(method, where, json or {})
        if self.script.fate(message, chat) is UNPLUGGED:
            token = headers.get("Authorization", "")
            self.script.end(self.script.begin(message, chat, what, token, shows))
            url = NOBODY_LISTENS + url[url.index("/v3/") :]
        return self.http.request(method, url, json=json, headers=headers, **more)


@dataclass
class Tokens:
    """Stands for the directory: every renewed token is another one."""

    number: int = 1

    async def token(self, *, renew: bool = False) -> str:
        self.number += renew
        return f"token-{self.number}"


def said(body: Any) -> str:
    """The text of a line, or of the one text block of a card."""
    if body.get("text"):
        return str(body["text"])
    return str(body["attachments"][0]["content"]["body"][0]["text"])


def _where(url: str) -> dict[str, str]:
    parts = unquote(url.partition("?")[0]).partition("/v3/conversations")[2].split("/")
    return {"chat": parts[1] if len(parts) > 1 else "", "activity": parts[-1]}


def _reset(http: web.Request) -> web.Response:
    """Cut the connection with a reset; a mere close could pass for an orderly end."""
    if http.transport is not None:
        connection = http.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        http.transport.abort()
    return web.Response()


async def _cut(http: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(status=201, headers={"Content-Length": "1000"})
    with suppress(ConnectionError):
        await response.prepare(http)
        await response.write(b'{"id": "')
    if http.transport is not None:
        http.transport.abort()
    return response
