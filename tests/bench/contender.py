"""One contender in a process of its own: `python -m tests.bench.contender ours …`.

`ours` is the product as `python app.py` runs it, with an app id, signed tokens and all checks.
Only two things are not as they are at a municipality: the connector's address leads to the stub,
and the token for it is not fetched from the directory (it is kept for an hour, so no turn waits).
The echoes of the SDKs check no token at all, and fetch none: that is to their advantage.

A contender says `… http://host:port` on a line when it is ready.
"""

import argparse
import asyncio
import sys
from functools import partial
from typing import Any

SERVICE = "https://smba.trafficmanager.net"


def ours(args: argparse.Namespace) -> None:
    import app
    import bot.keys
    import bot.teams.sender
    from bot.settings import Settings
    from bot.teams.credentials import Credentials
    from tests.bench.municipality import APP, TENANT

    class ToTheStub(bot.teams.sender.Sender):
        async def _exchange(self, method: str, url: str, *rest: Any) -> Any:
            return await super()._exchange(method, url.replace(SERVICE, args.connector), *rest)

    async def token(_: Credentials, *, renew: bool = False) -> str:
        return "a-token-of-the-usual-length" * 40

    settings = Settings(
        app_id=APP,
        app_password="none",
        tenant_id=TENANT,
        database_url=args.database,
        port=0,
        send_limits=args.limits,
    )
    bot.teams.sender.Sender = ToTheStub
    bot.keys.METADATA_URL = f"{args.connector}/metadata"
    Credentials.token = token
    app._settings = lambda: settings
    if args.gc:
        _note_collections(args.gc)
    app.run(args)


def _note_collections(path: str) -> None:
    """Writes the pauses of the garbage collector, in seconds, with their generation."""
    import gc
    import time

    began = [0.0]
    notes = open(path, "w", buffering=1)  # noqa: SIM115

    def note(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            began[0] = time.perf_counter()
        else:
            notes.write(f"{info['generation']} {time.perf_counter() - began[0]:.6f}\n")

    gc.callbacks.append(note)


def botbuilder(_: argparse.Namespace) -> None:
    """The echo as Microsoft's sample writes it."""
    from aiohttp import web
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.core.integration import aiohttp_error_middleware
    from botbuilder.integration.aiohttp import (
        CloudAdapter,
        ConfigurationBotFrameworkAuthentication,
    )

    class Echo(ActivityHandler):
        async def on_message_activity(self, context: TurnContext) -> None:
            await context.send_activity(f"Echo: {context.activity.text}")

    config = type("Config", (), {"APP_ID": "", "APP_PASSWORD": "", "APP_TYPE": "MultiTenant"})()
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(config)), Echo()

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, bot)

    app = web.Application(middlewares=[aiohttp_error_middleware])
    app.router.add_post("/api/messages", messages)
    asyncio.run(serve(app))


def bare(_: argparse.Namespace) -> None:
    """Reads the activity, posts a reply, and answers: the least that a turn over HTTP can be."""
    import aiohttp
    from aiohttp import web

    async def run() -> None:
        async with aiohttp.ClientSession() as http:
            app = web.Application()
            app.router.add_post("/api/messages", partial(echo, http))
            await serve(app)

    async def echo(http: aiohttp.ClientSession, request: web.Request) -> web.Response:
        told = await request.json()
        chat = told["conversation"]["id"]
        url = f"{told['serviceUrl'].rstrip('/')}/v3/conversations/{chat}/activities"
        async with http.post(url, json={"type": "message", "text": told["text"]}) as taken:
            await taken.read()
        return web.Response()

    asyncio.run(run())


async def serve(app: Any) -> None:
    from aiohttp import web

    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(f"ready http://127.0.0.1:{runner.addresses[0][1]}", flush=True)
    await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=("ours", "botbuilder", "bare"))
    parser.add_argument("--connector", default="")
    parser.add_argument("--database", default="")
    parser.add_argument("--limits", action="store_true")
    parser.add_argument("--gc", default="")
    args = parser.parse_args()
    {"ours": ours, "botbuilder": botbuilder, "bare": bare}[args.which](args)


if __name__ == "__main__":
    sys.exit(main())
