"""Named points at which a bot kills itself, without a trace of them in the product: the child that
is to die there wraps the function in question before it starts.
"""

import asyncio
import inspect
import json
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial, wraps
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from tests.chaos.forks import LISTENS

BEATS_EVERY = 0.05  # seconds: the usual beat is long, for somebody who waits for it
ACT = "bot.teams.adapter:Adapter.receive"  # where what is done to the bot comes in


class When(StrEnum):
    TURN = "turn"  # while the act is taken
    OUTBOX = "outbox"  # while it is said what came of it
    TICK = "tick"  # at a heartbeat
    START = "start"  # when the next bot starts
    STOP = "stop"  # when this one is stopped in good order


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    name: str
    when: When
    target: str
    before: bool = False  # the call, or after it
    call: int = 1  # the n-th since the act came in; at a start or stop, of that


_TAKE = "bot.switchboard:Switchboard."
_SAY = "bot.speaking:Speaker._say"
_OUT = "bot.outbox:Outbox."
_CLAIM = "storage.outbox:claim"
_PLACE = "storage.outbox:note_posted"
_SHOWN = "storage.outbox:shown"
_HTTP = "bot.teams.sender:Sender.send"
_TICK = "bot.clockwork:Clockwork."
_SPARRING = "storage.sparring:"
_WIPE = "storage.store:Store.wipe"
_MIGRATE = "storage.migrate:upgrade"
_RELEASE = "storage.outbox:release_orphans"
_SITE = "aiohttp.web:TCPSite.start"
_DOOR = "aiohttp.web:AppRunner.cleanup"
_CLOSE = "storage.store:Store.close"


def _points() -> tuple[Point, ...]:
    turn = (
        Point(name="before the transaction", when=When.TURN, before=True, target=f"{_TAKE}take"),
        Point(name="after the inbox", when=When.TURN, target="storage.inbox:take"),
        Point(name="before the commit", when=When.TURN, target=f"{_TAKE}_unit"),
        Point(name="after the commit", when=When.TURN, target="storage.store:_Writer._transact"),
        Point(name="turn is over", when=When.TURN, target=f"{_TAKE}take"),
        Point(name="before the answer", when=When.TURN, target=ACT),
        Point(name="before it is said", when=When.TURN, before=True, target=_SAY),
        Point(name="after it is said", when=When.TURN, target=_SAY),
    )
    send = [
        each
        for n in (1, 2, 3, 4)
        for each in (
            Point(name=f"claim {n} not committed", when=When.OUTBOX, target=_CLAIM, call=n),
            Point(name=f"before send {n}", when=When.OUTBOX, before=True, target=_HTTP, call=n),
            Point(name=f"after send {n}", when=When.OUTBOX, target=_HTTP, call=n),
            Point(name=f"place {n} not committed", when=When.OUTBOX, target=_PLACE, call=n),
            Point(name=f"result {n} not committed", when=When.OUTBOX, target=_SHOWN, call=n),
            Point(name=f"after sweep {n}", when=When.OUTBOX, target=f"{_OUT}sweep", call=n),
        )
    ]
    tick = (
        Point(name="before the tick", when=When.TICK, before=True, target=f"{_TICK}tick"),
        Point(name="due is known", when=When.TICK, target=f"{_TICK}_due"),
        Point(name="in the first step", when=When.TICK, before=True, target=f"{_TICK}_one"),
        Point(name="after the first step", when=When.TICK, target=f"{_TICK}_one"),
        Point(name="after the second step", when=When.TICK, target=f"{_TICK}_one", call=2),
        Point(name="occasion not committed", when=When.TICK, target=f"{_TICK}_happen"),
        Point(name="overdue not committed", when=When.TICK, target=f"{_SPARRING}forget_overdue"),
        Point(name="before the beat", when=When.TICK, before=True, target=f"{_TICK}_heartbeat"),
        Point(name="after the beat", when=When.TICK, target=f"{_TICK}_heartbeat"),
        Point(name="after the night's work", when=When.TICK, target=f"{_TICK}_night"),
        Point(name="before the wipe", when=When.TICK, before=True, target=_WIPE),
        Point(name="in the wipe", when=When.TICK, target="storage.sqlite:SQLite.wipe"),
        Point(name="after the wipe", when=When.TICK, target=_WIPE),
        Point(name="wipe not committed", when=When.TICK, target="storage.clock:wiped"),
        Point(name="after the tick", when=When.TICK, target=f"{_TICK}tick"),
    )
    start = (
        Point(name="before migration", when=When.START, before=True, target=_MIGRATE),
        Point(name="in migration", when=When.START, target="alembic.command:upgrade"),
        Point(name="after migration", when=When.START, target=_MIGRATE),
        Point(name="after the anchor", when=When.START, target="bot.clockwork:anchored"),
        Point(name="in the first tick", when=When.START, target=f"{_TICK}_due"),
        Point(name="release not committed", when=When.START, target=_RELEASE),
        Point(name="after the first tick", when=When.START, target=f"{_TICK}tick"),
        Point(name="word not committed", when=When.START, target="bot.sparring:been_away"),
        Point(name="before it listens", when=When.START, before=True, target=_SITE),
        Point(name="once it listens", when=When.START, target=_SITE),
    )
    stop = (
        Point(name="before the door shuts", when=When.STOP, before=True, target=_DOOR),
        Point(name="after the door is shut", when=When.STOP, target=_DOOR),
        Point(name="before the outbox stops", when=When.STOP, before=True, target=f"{_OUT}stop"),
        Point(name="before it settles", when=When.STOP, before=True, target=f"{_OUT}_settle"),
        Point(name="after the outbox stopped", when=When.STOP, target=f"{_OUT}stop"),
        Point(name="before the store closes", when=When.STOP, before=True, target=_CLOSE),
        Point(name="in the closing", when=When.STOP, target="storage.store:_Writer.finish"),
        Point(name="after the store closed", when=When.STOP, target=_CLOSE),
    )
    return (*turn, *send, *tick, *start, *stop)


POINTS = {f"{point.when}: {point.name}": point for point in _points()}


def there_is(point: Point) -> bool:
    owner, name = _owner(point.target)
    return callable(getattr(owner, name, None))


# --- in the child ----------------------------------------------------------------------------


def run(
    now: str, point: str | None = None, at_once: bool = False, passed: str | None = None
) -> int:
    """`python app.py` on a clock that stands still, and that dies at the point. `at_once`: calls
    count from the start, and not from when something is done to the bot. `passed` is a file, for
    the names of the points that it came by."""
    import bot.clockwork
    from bot.logs import log_as_json

    bot.clockwork.EVERY = BEATS_EVERY
    came_by: set[str] = set()
    for name, each in POINTS.items():
        if name == point:
            _wrap(each, at_once=at_once, there=_die)
        elif passed is not None:
            _wrap(each, at_once=at_once, there=partial(came_by.add, name))
    log_as_json()
    moment = datetime.fromisoformat(now)
    asyncio.run(_serve(lambda: moment))
    if passed is not None:
        Path(passed).write_text(json.dumps(sorted(came_by)))
    return 0


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def _serve(clock: Callable[[], datetime]) -> None:
    """As `app.run` does, but for the clock."""
    import app

    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with app.running(app._settings(), real=clock) as up:
        print(f"{LISTENS}{up.url}.", flush=True)
        await stopped.wait()


def _wrap(point: Point, *, at_once: bool, there: Callable[[], None]) -> None:
    armed = at_once or point.when in (When.START, When.STOP)
    calls = 0

    def arm() -> None:
        nonlocal armed
        armed = True

    def call() -> None:
        nonlocal calls
        calls += armed
        if armed and calls == point.call:
            there()

    _replace(point.target, call, before=point.before)
    if not armed:
        _replace(ACT, arm, before=True)


def _replace(target: str, do: Callable[[], None], *, before: bool) -> None:
    """From now on, `do` is done before or after each call."""
    owner, name = _owner(target)
    original = getattr(owner, name)

    @wraps(original)
    def call(*args: Any, **more: Any) -> Any:
        if before:
            do()
        result = original(*args, **more)
        if not before:
            do()
        return result

    @wraps(original)
    async def awaited(*args: Any, **more: Any) -> Any:
        if before:
            do()
        result = await original(*args, **more)
        if not before:
            do()
        return result

    setattr(owner, name, awaited if inspect.iscoroutinefunction(original) else call)


def _owner(target: str) -> tuple[Any, str]:
    """The module or class, and the attribute of it."""
    path, _, name = target.rpartition("." if "." in target.partition(":")[2] else ":")
    return resolve_name(path), name
