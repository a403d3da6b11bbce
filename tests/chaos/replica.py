"""One of several processes that share an outbox: `python -m tests.chaos.replica URL LEASE`.

The real store, outbox and heartbeat, with two kinds of messages of its own: a plain line, and a
prompt with buttons. It says "ready", and runs until it is told to stop.
"""

import asyncio
import signal
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp

import bot.outbox
from bot.clockwork import Clockwork, anchored
from bot.limits import Limits
from bot.outbox import Kind, Outbox, Show
from bot.sending import Message
from bot.teams.sender import Sender
from storage.store import Session, Store

LINE, PROMPT = "chaos.line", "chaos.prompt"


def utcnow() -> datetime:
    return datetime.now(UTC)


def line(_session: Session, entity: str, _now: datetime) -> Show:
    return Show(message=Message(text=f"{LINE} {entity}"))


def prompt(_session: Session, entity: str, _now: datetime) -> Show:
    button = {"type": "Action.Execute", "title": "Ja", "verb": PROMPT}
    card = {"type": "AdaptiveCard", "version": "1.5", "body": [], "actions": [button]}
    return Show(message=Message(card=card, summary=f"{PROMPT} {entity}"))


def no_meetings(_session: Session, _meeting_id: int, _now: datetime) -> None:
    """None run here."""


async def main(url: str, lease: float) -> None:
    bot.outbox.LEASE = timedelta(seconds=lease)
    bot.outbox.DEADLINE = lease * 0.75
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    store = Store(url)
    await store.start()
    async with aiohttp.ClientSession() as http:
        clock = await anchored(store, utcnow, speed=1, begin=None)
        out = Outbox(
            store=store,
            sender=Sender(http, hosts=None, credentials=None),
            kinds={LINE: Kind(build=line), PROMPT: Kind(build=prompt)},
            now=clock.now,
            real=utcnow,
            limits=Limits(utcnow, strict=False),
            zone=ZoneInfo("Europe/Copenhagen"),
        )
        heart = Clockwork(
            store=store,
            outbox=out,
            clock=clock,
            time_passes=no_meetings,
            occasions={},
            zone=ZoneInfo("Europe/Copenhagen"),
        )
        heart.start()
        running = asyncio.create_task(out.run())
        print("ready", flush=True)
        await stopped.wait()
        await heart.stop()
        await out.stop(running)
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
