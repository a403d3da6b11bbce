"""Three whole processes on one PostgreSQL behind a proxy, as docs/replicas.md says to run them."""

import asyncio
import itertools
import signal
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp
import pytest
from aiohttp import web

from bot.rehearsal.connector import Teams
from tests.bot.test_restart import process, utcnow

pytestmark = pytest.mark.only_on("postgresql")


class Proxy:
    """Each request to the next replica in turn; one that does not answer is passed over."""

    def __init__(self, web_session):
        self.replicas = []
        self.answered = []  # by which replica
        self._web = web_session
        self._turn = itertools.count()

    async def pass_on(self, request):
        body = await request.read()
        for _ in self.replicas:
            number = next(self._turn) % len(self.replicas)
            try:
                async with self._web.post(
                    self.replicas[number], data=body, headers={"Content-Type": "application/json"}
                ) as response:
                    answer = await response.read()
                    self.answered.append(number)
                    return web.Response(
                        status=response.status, body=answer, content_type=response.content_type
                    )
            except aiohttp.ClientConnectionError:
                continue  # Teams' own retry comes under the same id, so this one may as well
        return web.Response(status=502)


@asynccontextmanager
async def proxied():
    app, quickly = web.Application(), aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=quickly) as session:
        proxy = Proxy(session)
        app.router.add_post("/api/messages", proxy.pass_on)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield proxy, f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        await runner.cleanup()


async def test_a_meeting_is_led_by_three_replicas_of_which_one_is_killed(tmp_path):
    async with AsyncExitStack() as stack:
        teams = await stack.enter_async_context(Teams(now=utcnow))
        karen, ole = teams.person("Karen Holm"), teams.person("Ole Friis")
        chat = teams.group_chat("Team Øst", karen, ole)
        proxy, teams.bot_url = await stack.enter_async_context(proxied())
        children = []
        for _ in range(3):
            child, url = await stack.enter_async_context(
                process(tmp_path, SPARRINGSRUM_CLOCK_SPEED="1")
            )
            children.append(child)
            proxy.replicas.append(url)

        await teams.add_bot(chat, by=karen)
        await chat.until(lambda c: "Karen" in c.last.texts[0])
        await ole.says(chat, "sag Hvad overser vi hos far?")
        await karen.says(chat, "start kort")
        await chat.until(lambda c: "Ramme og spørgsmål · 1 af 7" in c.shown[-1])
        await chat.until(lambda c: "Næste fase" in c.last.buttons)
        await karen.presses(chat, "Næste fase")
        await chat.until(lambda c: "Præsentation · 2 af 7" in c.shown[-1])
        assert set(proxy.answered) == {0, 1, 2}

        children[1].send_signal(signal.SIGKILL)
        await children[1].wait()
        names = ("Afklarende spørgsmål · 3", "Refleksionsrunde · 4", "Tilbage til Ole · 5")
        for name in names:
            await chat.until(lambda c: "Næste fase" in c.last.buttons)
            await karen.presses(chat, "Næste fase")
            await chat.until(lambda c, name=name: c.shown[-1].startswith(name))

        began = [shown.split(" · ")[0] for shown in chat.shown]
        assert len([name for name in began if name == "Refleksionsrunde"]) == 1
        assert not any("Jeg var væk" in shown for shown in chat.shown)


async def test_what_a_killed_replica_had_begun_another_finishes_at_once(tmp_path):
    async with AsyncExitStack() as stack:
        teams = await stack.enter_async_context(Teams(now=utcnow))
        karen, ole = teams.person("Karen Holm"), teams.person("Ole Friis")
        chat = teams.group_chat("Team Øst", karen, ole)
        both = [
            await stack.enter_async_context(process(tmp_path, SPARRINGSRUM_CLOCK_SPEED="1"))
            for _ in range(2)
        ]
        teams.bot_url = both[0][1]
        await teams.add_bot(chat, by=karen)
        await chat.until(lambda c: "Karen" in c.last.texts[0])
        await ole.says(chat, "sag Hvad overser vi hos far?")
        started = asyncio.get_running_loop().time()
        await karen.says(chat, "start kort")  # answered, and to be said by the outbox
        both[0][0].send_signal(signal.SIGKILL)

        await chat.until(lambda c: "Ramme og spørgsmål · 1 af 7" in c.shown[-1])
        await chat.until(lambda c: "Næste fase" in c.last.buttons)

        print(f"on the card {asyncio.get_running_loop().time() - started:.2f} s after the kill")
        teams.bot_url = both[1][1]
        await karen.presses(chat, "Næste fase")
        await chat.until(lambda c: "Præsentation · 2 af 7" in c.shown[-1])
