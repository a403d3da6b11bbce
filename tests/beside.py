"""`python -m tests.beside`: the named bodies and the forged tokens against our gate, and against
an echo bot as Microsoft's samples write it, on the same SDK. Writes the tables of
docs/security.md.

Both are knocked on over real HTTP, and both are told the keys by a stand-in, so that a good token
is good to both. Which of the two refused more is not the question: a 500 says that what a stranger
sent went further than it should have.
"""

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from botbuilder.core import TurnContext
from botbuilder.core.integration import aiohttp_error_middleware
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication
from botbuilder.schema import ActivityTypes

from tests.strangers import (
    APP,
    BAD_TOKENS,
    MALFORMED,
    MISSHAPEN,
    TENANT,
    House,
    a_house,
    activity,
    as_body,
    jwk,
)

PAGE = Path(__file__).parent.parent / "docs" / "security.md"
BEGINS, ENDS = "<!-- python -m tests.beside -->", "<!-- / -->"
BODIES = {**MALFORMED, **{name: as_body(value) for name, value in MISSHAPEN.items()}}
WAITS = 3.0  # seconds for an answer to a head whose body does not come


class Config:
    """What a sample keeps in its config.py."""

    APP_ID = APP
    APP_PASSWORD = "secret"
    APP_TYPE = "SingleTenant"
    APP_TENANTID = TENANT

    def __init__(self, metadata_url: str) -> None:
        self.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = metadata_url
        # The directory's keys, which sign for the emulator and for skills, are not the channel's.
        self.TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = f"{metadata_url}/of-the-directory"
        self.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = "https://api.botframework.com"
        self.TO_CHANNEL_FROM_BOT_LOGIN_URL = "http://127.0.0.1:9"
        self.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"


class Echo:
    """Echoes what it is told; here into a list, so that no test needs the network."""

    def __init__(self) -> None:
        self.said: list[str] = []

    async def on_turn(self, context: TurnContext) -> None:
        if context.activity.type == ActivityTypes.message:
            self.said.append(f"Echo: {context.activity.text}")


@asynccontextmanager
async def the_sdks(ours: House) -> AsyncIterator[House]:
    """The echo bot, knocked on as our house is. It asks for keys in a blocking call, so it stands
    in a thread with a loop of its own, as it would in a process of its own."""
    directory = TestServer(ours.directory.app())
    await directory.start_server()
    config = Config(str(directory.make_url("/metadata")))
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(config))
    bot = Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, bot)  # type: ignore[no-any-return]

    app = web.Application(middlewares=[aiohttp_error_middleware])
    app.router.add_post("/api/messages", messages)
    async with _in_a_thread(app) as port:
        server: Any = type("Server", (), {"host": "127.0.0.1", "port": port})
        yield House(server=server, clock=ours.clock, directory=ours.directory)
    await directory.close()


@asynccontextmanager
async def _in_a_thread(app: web.Application) -> AsyncIterator[int]:
    up: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    here = asyncio.get_running_loop()
    there: dict[str, Any] = {}

    async def serve() -> None:
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        there.update(loop=asyncio.get_running_loop(), over=asyncio.Event())
        here.call_soon_threadsafe(up.set_result, runner.addresses[0][1])
        await there["over"].wait()
        await runner.cleanup()

    serving = asyncio.create_task(asyncio.to_thread(asyncio.run, serve()))
    yield await up
    there["loop"].call_soon_threadsafe(there["over"].set)
    await serving


async def compared() -> str:
    """The tables, in Markdown."""
    async with a_house() as ours, the_sdks(ours) as theirs:
        good = as_body(activity())
        taken = [await house.deliver(good) for house in (ours, theirs)]
        if taken != [200, 201]:
            raise AssertionError(f"a good activity with a good token was answered {taken}")
        bodies = {
            name: (await ours.deliver(body), await theirs.deliver(body))
            for name, body in BODIES.items()
        }
        for house in (ours, theirs):
            house.directory.keys += [
                jwk("unendorsed", endorsements=["webchat", "msteams2"]),
                {name: value for name, value in jwk("bare").items() if name != "endorsements"},
                jwk("short"),
            ]
        tokens = {
            name: (await _forged(ours, make, good), await _forged(theirs, make, good))
            for name, make in BAD_TOKENS.items()
        }
    return "\n\n".join(
        [
            _sums("malformed bodies, good token", bodies),
            _sums("good body, forged tokens", tokens),
            _table("body", bodies),
            _table("token", tokens),
        ]
    )


async def _forged(house: House, make: Callable[[], str | None], body: bytes) -> int:
    return await house.knock(body, Authorization=make())


def _sums(title: str, answered: dict[str, tuple[int, int]]) -> str:
    rows = [f"| {len(answered)} {title} | this bot | the SDK's echo bot |", "|---|---|---|"]
    ours, theirs = (Counter(both[n] for both in answered.values()) for n in (0, 1))
    rows += [
        f"| {status} | {ours[status]} | {theirs[status]} |" for status in sorted(ours | theirs)
    ]
    return "\n".join(rows)


def _table(what: str, answered: dict[str, tuple[int, int]]) -> str:
    rows = [f"| {what} | this bot | the SDK's |", "|---|---|---|"]
    rows += [f"| {name} | {ours} | {theirs} |" for name, (ours, theirs) in answered.items()]
    return "\n".join(rows)


def main() -> int:
    logging.disable()
    made = asyncio.run(compared())
    page = PAGE.read_text() if PAGE.exists() else f"{BEGINS}\n{ENDS}\n"
    before, _, rest = page.partition(BEGINS)
    told, _, after = rest.partition(ENDS)
    if "--check" in sys.argv:
        return int(told.strip() != made)
    PAGE.write_text(f"{before}{BEGINS}\n\n{made}\n\n{ENDS}{after}")
    print(made[: made.index("| body |")].strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
