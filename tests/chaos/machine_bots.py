"""Bots of this very process that can be stopped between any two of their steps: one dies there, as
if it was killed, or stands still and goes on later, as if it was stopped.

A bot's steps end at points: before and after each unit of work, each read and each send. What a
killed process leaves behind is left here too: a unit that waited was never done, one that was
under way is committed and nobody heard of it, a request was written or not. The lock on the file,
the session that says that somebody is there, and the connections are gone, as the kernel would
see to.
"""

import asyncio
import contextvars
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from enum import StrEnum
from queue import Empty
from typing import Any
from weakref import WeakSet

import aiohttp

from app import Running, running
from bot import speaking
from bot.outbox import Outbox
from bot.rehearsal.connector import BotFailed, Fault, Teams
from bot.sending import Outcome, Post, Request, Unsure, Update
from bot.settings import Settings
from bot.teams.sender import Sender
from storage.store import Store
from tests.house import Clock

NOBODY_LISTENS = "http://127.0.0.1:9"  # the discard service, which no machine has run for decades
PATIENCE = 60.0  # real seconds for one step, before it is said that it hangs

Loop = asyncio.AbstractEventLoop


class Stuck(AssertionError):
    """A step that never ends."""


class Fate(StrEnum):
    DIES = "dies"
    STANDS = "stands still"


class Trouble(StrEnum):
    """What happens to one request of the outbox on its way."""

    BUSY = "429"
    BUSY_FOR_LONG = "429, and half a minute's wait"
    TRY_AGAIN = "412"
    UNPLUGGED = "no connection"
    NO_SUCH_CHAT = "404, passing"
    FAILED = "500"
    CUT_BEFORE = "reset before it was accepted"
    CUT_AFTER = "reset after it was accepted"
    HANGS_BEFORE = "no answer, and not accepted"
    HANGS_AFTER = "no answer, but accepted"
    GONE = "404: somebody deleted the message"
    FORBIDDEN = "403: somebody deleted the message"


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
        if trouble is Trouble.HANGS_BEFORE:
            return Hanging(None)
        if trouble is Trouble.UNPLUGGED:
            url = NOBODY_LISTENS + url[url.index("/v3/") :]
        elif trouble not in (None, Trouble.HANGS_AFTER):
            if trouble in (Trouble.GONE, Trouble.FORBIDDEN):
                self.place.delete(url.rpartition("/")[2])
            self.place.teams.faults.append(_fault(trouble, mark))
        more["headers"] = {**more["headers"], "Authorization": mark}
        asked = self.http.request(method, url, **more)
        return Hanging(asked) if trouble is Trouble.HANGS_AFTER else asked


@dataclass
class Hanging:
    """The answer never comes, and the deadline of the bot passes at once."""

    asked: Any  # None: the request does not arrive either

    async def __aenter__(self) -> Any:
        if self.asked is not None:
            async with self.asked as response:
                await response.read()
        raise TimeoutError

    async def __aexit__(self, *_: object) -> None:
        pass


def _fault(trouble: Trouble, mark: str) -> Fault:
    def meets(request: Any) -> bool:
        return bool(request.authorization == mark)

    match trouble:
        case Trouble.BUSY:
            return Fault(match=meets, status=429)
        case Trouble.BUSY_FOR_LONG:
            return Fault(match=meets, status=429, retry_after=30)
        case Trouble.TRY_AGAIN:
            return Fault(match=meets, status=412)
        case Trouble.NO_SUCH_CHAT:
            return Fault(match=meets, status=404)
        case Trouble.FAILED:
            return Fault(match=meets, status=500)
        case Trouble.GONE:
            return Fault(match=meets, status=404, code="ActivityNotFoundInConversation")
        case Trouble.FORBIDDEN:
            return Fault(match=meets, status=403)
        case Trouble.CUT_BEFORE:
            return Fault(match=meets, drop="before")
        case _:
            return Fault(match=meets, drop="after")


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
            await self.process.point(may_stand=False)
            outcome = await self.inner.send(request)
            await self.process.point()
            self.process.place.sent[SENDING.get()].outcome = outcome
        finally:
            self.process.busy -= 1
        return outcome


@dataclass(eq=False)
class Process:
    place: "Place"
    fate: Fate | None = None
    left: int = 0  # points until then
    running: Running | None = None
    store: Store | None = None
    rests: bool = False  # takes requests; its ticks and sweeps are not run
    dead: bool = False
    stands: bool = False
    met: bool = False  # its fate, and nobody has seen to it yet
    thawed: asyncio.Event = field(default_factory=asyncio.Event)
    tasks: WeakSet[asyncio.Task[Any]] = field(default_factory=WeakSet)
    busy: int = 0  # units, reads and sends under way
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
        manager = running(self.place.settings, real=self.place.clock, heartbeat=False)
        self._manager = manager
        up = await manager.__aenter__()
        line: Any = Line(up.outbox.sender._http, self.place)  # type: ignore[attr-defined]
        up.outbox.sender = Pointed(Sender(line, hosts=None, credentials=None), self)
        up.outbox.jitter = lambda: 1.0
        self.running = up

    async def stop(self) -> None:
        """In good order."""
        assert self._manager is not None
        await self._manager.__aexit__(None, None, None)
        self.dead = True

    async def point(self, *, may_stand: bool = True) -> None:
        if self.fate is not None and self.pointed and not self.met and not self.stands:
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

    def thaw(self) -> None:
        self.stands = False
        self.thawed.set()

    async def rest(self) -> None:
        """Waits until what was begun is done."""
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


class Place:
    """A database, a clock, a Teams, and the bots that come and go."""

    def __init__(self, loop: Loop, teams: Teams, clock: Clock, url: str) -> None:
        self.loop = loop
        self.teams = teams
        self.clock = clock
        self.settings = Settings(app_id=None, database_url=url, port=0, send_limits=False)
        self.processes: list[Process] = []
        self.troubles: list[Trouble] = []
        self.sent: dict[str, Sent] = {}
        self.struck = asyncio.Event()

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

    async def come(self, fate: Fate | None = None, left: int = 0) -> None:
        """Another bot starts; if it is to die meanwhile, the next one comes in its place."""
        process = Process(self, fate=fate, left=left)
        self.processes.append(process)
        starting = process.spawn(process.start())
        await self._until([starting])
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
            if not process.rests and process.awake:
                await self._until([process.spawn(process.up.clockwork.tick())])

    async def settle(self) -> None:
        """What is woken is swept, side by side."""
        sweeping = [each.spawn(_settle(each)) for each in self.awake if not each.rests]
        await self._until(sweeping)

    async def tidy(self) -> None:
        """Nothing is left of this place."""
        for process in self.processes:
            if not process.dead:
                await process.die()
        self.processes.clear()

    def next_trouble(self, method: str) -> Trouble | None:
        """Only a message that stands can be deleted."""
        for number, trouble in enumerate(self.troubles):
            if method == "PUT" or trouble not in (Trouble.GONE, Trouble.FORBIDDEN):
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
        return any(task in each.tasks and each.stands for each in self.processes)

    async def _see_to_the_struck(self) -> None:
        self.struck.clear()
        for process in list(self.processes):
            if process.met:
                process.met = False
                if process.dead:
                    await process.die()
                    self.processes.remove(process)


async def _settle(process: Process) -> None:
    await process.up.speaker.settle()
    await process.up.outbox.drain()


# --- the points, without a trace of them in the product --------------------------------------


@contextmanager
def points() -> Iterator[None]:
    """While this is open, the bots that belong to a `Process` stop at their points."""
    handed_in, read, start = Store._handed_in, Store.read, Store.start
    send, patience = Outbox._send, speaking.PATIENCE

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

    Store._handed_in, Store.read, Store.start = handed_in_, read_, start_  # type: ignore[method-assign,assignment]
    Outbox._send = send_  # type: ignore[method-assign,assignment]
    speaking.PATIENCE = 0.0
    try:
        yield
    finally:
        Store._handed_in, Store.read, Store.start = handed_in, read, start  # type: ignore[method-assign]
        Outbox._send = send  # type: ignore[method-assign]
        speaking.PATIENCE = patience


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
