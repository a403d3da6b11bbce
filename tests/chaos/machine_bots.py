"""Bots of this very process that can be stopped between any two of their steps: one dies there, as
if it was killed, or stands still and goes on later, as if it was stopped.

A bot's steps end at points: before and after each unit of work, each read and each send. What a
killed process leaves behind is left here too: a unit that waited was never done (nor one that was
under way: the database rolls it back), one that was committed is committed and nobody heard of it,
a request was written or not. The lock on the file, the session that says that somebody is there,
and the connections are gone, as the kernel would see to.
"""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from queue import Empty
from typing import Any
from weakref import WeakSet

import aiohttp
import pytest

from app import Running, running
from bot import speaking
from bot.outbox import Outbox
from bot.rehearsal.connector import BotFailed, Fault, Teams
from bot.sending import Outcome, Post, Request, Unsure, Update
from bot.settings import Settings
from bot.teams.sender import Sender
from storage.store import Store

NOBODY_LISTENS = "http://127.0.0.1:9"  # the discard service, which no machine has run for decades
PATIENCE = 60.0  # real seconds for one step, before it is said that it hangs

Loop = asyncio.AbstractEventLoop


class Stuck(AssertionError):
    """A step that never ends."""


class Fate(StrEnum):
    DIES = "dies"
    STANDS = "stands still"


# What happens to one request of an outbox on its way.
SLOW = "accepted, and answered only when time has passed"
UNPLUGGED, GONE, FORBIDDEN = (
    "no connection",
    "404: somebody deleted it",
    "403: somebody deleted it",
)
DELETED = (GONE, FORBIDDEN)
TROUBLES: dict[str, dict[str, Any]] = {
    "429": {"status": 429},
    "429, and half a minute's wait": {"status": 429, "retry_after": 30},
    "412": {"status": 412},
    "404, passing": {"status": 404},
    "500": {"status": 500},
    "reset before it was accepted": {"drop": "before"},
    "reset after it was accepted": {"drop": "after"},
    GONE: {"status": 404, "code": "ActivityNotFoundInConversation"},
    FORBIDDEN: {"status": 403},
    UNPLUGGED: {},
    SLOW: {},
}


@dataclass(kw_only=True)
class Sent:
    """One request of an outbox, by the row that it is for."""

    kind: str
    entity: str
    wanted: int  # the state of the row that it shows
    post: bool
    whole: bool  # False: a heading, or a chat that is opened
    has_buttons: bool
    claim: tuple[int, int]  # the row, and which claim of it
    outcome: Outcome | None = None  # None: its bot died, or has not read the answer yet

    @property
    def is_doubt(self) -> bool:
        return self.outcome is None or isinstance(self.outcome, Unsure)


PROCESS: ContextVar["Process | None"] = ContextVar("process", default=None)
SENDING: ContextVar[str] = ContextVar("sending", default="")


@dataclass
class Line:
    """Between an outbox and Teams: every request is marked, and some meet trouble."""

    http: Any
    place: "Place"

    def request(self, method: str, url: str, **more: Any) -> Any:
        mark = SENDING.get()
        trouble = self.place.next_trouble(method)
        if trouble == UNPLUGGED:
            url = NOBODY_LISTENS + url[url.index("/v3/") :]
        elif trouble == SLOW:
            self.place.slow[mark] = asyncio.Event()
        elif trouble is not None:
            if trouble in DELETED:
                self.place.delete(url.rpartition("/")[2])
            fault = Fault(match=lambda it: it.authorization == mark, **TROUBLES[trouble])
            self.place.teams.faults.append(fault)
        more["headers"] = {**more["headers"], "Authorization": mark}
        return self.http.request(method, url, **more)


@dataclass
class Pointed:
    """The sender of an outbox, with a point on either side."""

    inner: Sender
    process: "Process"

    async def send(self, request: Request) -> Outcome:
        # A bot that stands still between its look at the lease and the first byte sends too late
        # whatever one does: that window has no point in it.
        self.process.busy += 1
        try:
            await self.process.point(may_stand=False, sending=True)
            outcome = await self.inner.send(request)
            if (answered := self.process.place.slow.get(SENDING.get())) is not None:
                await self.process.waits_for(answered)
            await self.process.point(sending=True)
            self.process.place.sent[SENDING.get()].outcome = outcome
        finally:
            self.process.busy -= 1
        return outcome


@dataclass(eq=False)
class Process:
    place: "Place"
    slot: int  # which of those that may run side by side
    fate: Fate | None = None
    left: int = 0  # points until then
    sending: bool = False  # those of its sends alone
    running: Running | None = None
    store: Store | None = None
    dead: bool = False
    stands: bool = False
    met: bool = False  # its fate, and nobody has seen to it yet
    thawed: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: WeakSet[asyncio.Task[Any]] = field(default_factory=WeakSet)
    busy: int = 0  # units, reads and sends under way
    waiting: int = 0  # sends that Teams is slow to answer
    pointed: bool = False  # from its first read on: before, nothing is there to be cleaned up
    _manager: AbstractAsyncContextManager[Running] | None = None

    @property
    def awake(self) -> bool:
        return self.running is not None and not self.dead and not self.stands

    @property
    def up(self) -> Running:
        assert self.running is not None
        return self.running

    def spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        context = contextvars.copy_context()
        context.run(PROCESS.set, self)
        return self.place.loop.create_task(work, context=context)

    async def start(self) -> None:
        settings = self.place.settings
        self._manager = running(settings, real=self.place.clock, heartbeat=False)
        up = await self._manager.__aenter__()
        line: Any = Line(up.outbox.sender._http, self.place)  # type: ignore[attr-defined]
        up.outbox.sender = Pointed(Sender(line, hosts=None, credentials=None), self)
        up.outbox.jitter = lambda: 1.0
        up.outbox.wake()  # as `running` does where there is a heartbeat
        self.running = up

    async def stop(self) -> None:
        """In good order."""
        assert self._manager is not None
        self.fate = None
        await self._manager.__aexit__(None, None, None)
        self.dead = True

    async def settle(self) -> None:
        """As `Outbox.run` does: sweeps as long as it is woken, until nothing is under way."""
        await self.up.speaker.settle()
        out = self.up.outbox
        while out._woken.is_set() or len(out._under_way) > self.waiting:
            if out._woken.is_set():
                out._woken.clear()
                await out.sweep()
            else:
                first = asyncio.FIRST_COMPLETED
                await asyncio.wait(out._under_way, return_when=first, timeout=0.005)

    async def waits_for(self, answered: asyncio.Event) -> None:
        self.busy -= 1
        self.waiting += 1
        try:
            await answered.wait()
        finally:
            self.busy += 1
            self.waiting -= 1

    async def point(self, *, may_stand: bool = True, sending: bool = False) -> None:
        counts = self.pointed and (sending or not self.sending)
        if self.fate is not None and counts and not self.met and not self.stands:
            if self.left > 0:
                self.left -= 1
            elif may_stand or self.fate is Fate.DIES:
                self._meet()
        if self.dead:
            await asyncio.get_running_loop().create_future()  # until it is cancelled
        if self.stands and may_stand:
            await self.thawed.wait()

    def _meet(self) -> None:
        self.met = True
        if self.fate is Fate.DIES:
            self.dead = True
        else:
            self.stands = True
            self.thawed.clear()
        self.fate = None
        self.place.struck.set()

    async def thaw(self) -> None:
        """It goes on, and what was begun is done."""
        self.stands = False
        self.thawed.set()
        quiet = 0
        while quiet < 3:
            await asyncio.sleep(0.001)
            quiet = 0 if self.busy else quiet + 1

    async def die(self) -> None:
        self.dead = True
        store = self.store
        writer = store._writer if store is not None else None
        if store is not None and writer is not None:
            store._writer = None
            with suppress(Empty):
                while True:
                    writer._jobs.get_nowait()
        tasks = [task for task in self.tasks if not task.done()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if store is not None and writer is not None:
            await asyncio.to_thread(store._shut, writer)
        if self.running is not None and self._manager is not None:
            unnoted = {(note.claim.id, note.claim.number) for note in self.running.outbox._results}
            for sent in self.place.sent.values():
                if sent.claim in unnoted:
                    sent.outcome = None
            self.running.outbox._results.clear()
            await self._manager.__aexit__(None, None, None)  # of what is left: the doors


@dataclass
class Place:
    """A database, a clock, a Teams, and the bots that come and go. One life after the other."""

    loop: Loop
    teams: Teams
    clock: Callable[[], datetime]
    settings: Settings
    processes: list[Process] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    slow: dict[str, asyncio.Event] = field(default_factory=dict)
    sent: dict[str, Sent] = field(default_factory=dict)
    struck: asyncio.Event = field(default_factory=asyncio.Event)

    # --- what the machine asks for ---

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        async def patiently() -> Any:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await work
            except TimeoutError:
                raise Stuck(f"not within {PATIENCE:g} s") from None

        return self.loop.run_until_complete(patiently())

    @property
    def awake(self) -> list[Process]:
        return [each for each in self.processes if each.awake]

    @property
    def stood(self) -> list[Process]:
        return [each for each in self.processes if each.stands]

    async def come(self, left: int | None = None) -> None:
        """Another bot starts; if it is to die meanwhile, the next one comes in its place."""
        taken = {each.slot for each in self.processes}
        process = Process(self, slot=min({0, 1, 2} - taken), left=left or 0)
        process.fate = None if left is None else Fate.DIES
        self.processes.append(process)
        try:
            await self._until([process.spawn(process.start())])
        except BaseException:  # refused: it ends by itself
            self.processes.remove(process)
            raise
        if process.dead:
            await self.come()

    async def act(self, process: Process, work: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """What somebody was answered; None: nobody was there any more."""
        self.teams.bot_url = f"{process.up.url}/api/messages"
        acting = self.loop.create_task(work())
        await self._until([acting], of_people=True)
        if not acting.done() or acting.cancelled():
            return None
        try:
            return acting.result()
        except (BotFailed, aiohttp.ClientError):
            if process.awake:
                raise
            return None

    async def tick(self) -> None:
        for process in self.awake:
            if process.awake:
                await self._until([process.spawn(process.up.clockwork.tick())])

    async def settle(self) -> None:
        """What is woken is swept, side by side."""
        await self._until([each.spawn(each.settle()) for each in self.awake])

    async def go(self, process: Process, *, in_order: bool) -> None:
        await (process.stop() if in_order else process.die())
        self.processes.remove(process)

    async def tidy(self) -> None:
        """Nothing is left of this life."""
        for process in self.processes:
            if not process.dead:
                await process.die()
        self.processes.clear()
        self.troubles.clear()
        self.slow.clear()
        self.sent.clear()
        self.struck.clear()

    async def answers(self) -> None:
        """Teams answers what it was slow to answer."""
        for answered in self.slow.values():
            answered.set()
        self.slow.clear()
        await asyncio.sleep(0.001)  # time for each to read its answer

    def next_trouble(self, method: str) -> str | None:
        """Only a message that stands can be deleted."""
        for number, trouble in enumerate(self.troubles):
            if method == "PUT" or trouble not in DELETED:
                return self.troubles.pop(number)
        return None

    def delete(self, activity_id: str) -> None:
        for chat in self.teams.chats.values():
            if activity_id in chat.posted:
                chat.posted[activity_id].deleted = True

    # --- how it is done ---

    async def _until(self, tasks: list[asyncio.Task[Any]], *, of_people: bool = False) -> None:
        """Until all are done, or whoever would do them has died or stands still."""
        while any(not task.done() for task in tasks):
            watch = self.loop.create_task(self.struck.wait())
            await asyncio.wait({watch, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            watch.cancel()
            if not self.struck.is_set():
                continue
            await self._see_to_the_struck()
            if of_people:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                return
            tasks = [task for task in tasks if not self._stands(task)]
        await self._see_to_the_struck()
        if not of_people:
            for task in tasks:
                if not task.cancelled():
                    task.result()

    def _stands(self, task: asyncio.Task[Any]) -> bool:
        return any(task in each.tasks for each in self.stood)

    async def _see_to_the_struck(self) -> None:
        self.struck.clear()
        for process in list(self.processes):
            if process.met:
                process.met = False
                if process.dead:
                    await process.die()
                    self.processes.remove(process)


# --- the points, without a trace of them in the product --------------------------------------


@contextmanager
def points() -> Iterator[None]:
    """While this is open, the bots that belong to a `Process` stop at their points."""
    handed_in, read, start, send = Store._handed_in, Store.read, Store.start, Outbox._send

    async def handed_in_(store: Any, *work: Any, **more: Any) -> Any:
        return await _between_points(handed_in(store, *work, **more))

    async def read_(store: Any, *work: Any, **more: Any) -> Any:
        if (process := PROCESS.get()) is not None:
            process.pointed = True
        return await _between_points(read(store, *work, **more))

    async def start_(store: Any) -> None:
        if (process := PROCESS.get()) is not None:
            process.store = store
        await start(store)

    async def send_(outbox: Any, sending: Any) -> None:
        process = PROCESS.get()
        if process is not None:
            sent = process.place.sent
            SENDING.set(f"Bearer {len(sent) + 1}")
            sent[SENDING.get()] = Sent(
                kind=sending.claim.kind,
                entity=sending.claim.entity,
                wanted=sending.claim.wanted,
                claim=(sending.claim.id, sending.claim.number),
                post=not isinstance(sending.request, Update),
                whole=sending.filled,
                has_buttons=sending.has_buttons or not isinstance(sending.request, Post),
            )
        await send(outbox, sending)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Store, "_handed_in", handed_in_)
        patch.setattr(Store, "read", read_)
        patch.setattr(Store, "start", start_)
        patch.setattr(Outbox, "_send", send_)
        patch.setattr(speaking, "PATIENCE", 0.0)
        yield


async def _between_points(work: Coroutine[Any, Any, Any]) -> Any:
    process = PROCESS.get()
    if process is None:
        return await work
    process.busy += 1
    try:
        await process.point()
        result = await work
        await process.point()
    finally:
        work.close()
        process.busy -= 1
    return result


def new_loop() -> Loop:
    """One whose tasks are known by the bot that they belong to."""
    loop = asyncio.SelectorEventLoop()

    def make(loop: Loop, work: Any, **more: Any) -> Any:
        task = asyncio.Task(work, loop=loop, **more)
        context = more.get("context")
        process = context.get(PROCESS) if context is not None else PROCESS.get()
        if process is not None:
            process.tasks.add(task)
        return task

    loop.set_task_factory(make)
    return loop
