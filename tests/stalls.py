"""Watches every event loop that the tests run, and names the line that kept one from turning.

Between two looks at its sockets and timers a loop runs what is ready: a turn. A turn longer than
the limit fails the test in which it happened, with its length and the stack that was seen. The
limit is 100 ms above the noise floor, which is measured on a bare loop before the first test.

What counts is what the loop's thread did with the time: work, or waiting in a call. Time in which
the machine let the thread wait for a processor is the machine's. The garbage collector comes when
it is called, and no sooner (tests/rubbish.py); a pause of it counts on whichever thread it comes,
since it holds up all of them.

Loops in processes that a test starts are not watched.
"""

import asyncio
import gc
import inspect
import itertools
import os
import selectors
import sys
import threading
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import pytest

from tests import rubbish
from tests.modules import import_all

ABOVE_NOISE = 0.100  # seconds
BEAT = 0.005  # of the bare loop
PULSE = 0.020  # of the thread that watches
FLOOR_SECONDS = 1.0
SAMPLES_AT_MOST = 500
COUNTS = Path("/proc/thread-self/schedstat").exists()  # whether the system counts waiting
ROOT = Path(__file__).parent.parent


@dataclass(slots=True)
class Turn:
    """What one loop is doing now. Written by its thread, read by the one that watches."""

    thread: int = 0
    began: float | None = None  # None: it waits, or does not run
    cpu: float = 0.0
    excused: float = 0.0  # of this turn
    seen: list[traceback.StackSummary] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stall:
    seconds: float
    where: str  # the test
    line: str  # most often seen, in code of ours
    stack: str

    def __str__(self) -> str:
        return (
            f"the event loop did not turn for {self.seconds * 1000:.0f} ms "
            f"(the limit is {monitor.limit * 1000:.0f}):\n{self.stack}"
        )


class _Selector(selectors.DefaultSelector):
    def __init__(self, turn: Turn) -> None:
        super().__init__()
        self._turn = turn

    def select(self, timeout: float | None = None) -> list:
        monitor.ended(self._turn)
        ready = super().select(timeout)
        monitor.began(self._turn)
        return ready


class WatchedLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._turn = Turn()
        super().__init__(_Selector(self._turn))

    def run_forever(self) -> None:
        monitor.watch(self._turn)
        try:
            super().run_forever()
        finally:
            monitor.ended(self._turn)
            monitor.leave(self._turn)


class _Policy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = WatchedLoop


class Monitor:
    def __init__(self) -> None:
        self.floor = 0.0
        self.limit = float("inf")
        self.where = ""
        self.worst = Stall(0.0, "", "", "")
        self.machines = 0  # turns that were too long, and for which the machine was to blame
        self._stalls: list[Stall] = []
        self._turns: dict[int, Turn] = {}  # by thread
        # Of the pulses: when, and by how much it was late; when, and how long the threads waited.
        self._late: deque[tuple[float, float]] = deque(maxlen=1000)
        self._delays: deque[tuple[float, dict[int, float]]] = deque(maxlen=1000)
        self._pulse = (float("inf"), 0.0)  # when it is due, and how long the watcher had waited
        self._watcher = 0  # the file in which its waiting is counted
        self._stop = threading.Event()
        self._collecting: dict[int, tuple[float, float]] = {}

    # What the loops tell

    def watch(self, turn: Turn) -> None:
        turn.thread = threading.get_ident()
        turn.began = None
        self._turns[turn.thread] = turn

    def leave(self, turn: Turn) -> None:
        self._turns.pop(turn.thread, None)

    def began(self, turn: Turn) -> None:
        turn.cpu = time.thread_time()
        turn.excused = 0.0
        turn.began = time.monotonic()

    def ended(self, turn: Turn) -> None:
        began, now = turn.began, time.monotonic()
        turn.began = None
        if began is None:
            return
        if now - began - turn.excused > min(self.limit, max(self.worst.seconds, PULSE)):
            self._judge(turn, began, now, time.thread_time() - turn.cpu)
        if turn.seen:
            turn.seen = []

    @contextmanager
    def excused(self) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        finally:
            turn = self._turns.get(threading.get_ident())
            if turn is not None and turn.began is not None:
                turn.excused += time.monotonic() - max(begun, turn.began)

    def _judge(self, turn: Turn, began: float, now: float, cpu: float) -> None:
        """The thread worked, or waited in a call; but not because the machine let it wait.

        It may have waited for another thread of ours, which the machine let wait. The pulse tells
        of the times when the whole process stood still; a call that holds the interpreter stops
        the pulse too, but then it is this thread that works.
        """
        length = now - began - turn.excused
        before = self._delays_at(began)
        waited = max(delay - before.get(thread, 0.0) for thread, delay in _delays().items())
        stood = sum(late for when, late in list(self._late) if when >= began)
        elsewhere = max(0.0, now - began - cpu)
        ours = length - min(elsewhere, waited + stood + self._stands(now))
        self._note(ours, turn.seen)
        self.machines += length > self.limit >= ours

    def _note(self, seconds: float, seen: list[traceback.StackSummary], what: str = "") -> None:
        if seconds <= min(self.worst.seconds, self.limit):
            return
        line, stack = _told(seen)
        stall = Stall(seconds, self.where, f"{what} in {line}" if what else line, stack)
        if seconds > self.worst.seconds:
            self.worst = stall
        if seconds > self.limit:
            self._stalls.append(stall)

    def collected(self, phase: str, _info: object) -> None:
        """The garbage collector, on a thread that is no loop's: a loop's turn has it in it."""
        thread = threading.get_ident()
        now = time.monotonic(), time.thread_time()
        if phase == "start":
            self._collecting[thread] = now
        elif begun := self._collecting.pop(thread, None):
            busy = now[1] - begun[1]
            if busy > ABOVE_NOISE / 2 and self._turns and thread not in self._turns:
                self._note(busy, [_stack(sys._getframe(1))], "the garbage collector")

    def taken(self) -> list[Stall]:
        stalls, self._stalls = self._stalls, []
        return stalls

    # The thread that watches

    def start(self) -> None:
        self._delays.append((time.monotonic(), _delays()))
        threading.Thread(target=self._watch, name="stalls", daemon=True).start()
        gc.callbacks.append(self.collected)

    def stop(self) -> None:
        self._stop.set()
        with suppress(ValueError):
            gc.callbacks.remove(self.collected)

    def _watch(self) -> None:
        """Each pulse does little: the interpreter may be busy, and every call waits for it."""
        self._watcher = os.open("/proc/thread-self/schedstat", os.O_RDONLY) if COUNTS else 0
        self._pulse = (time.monotonic() + PULSE, self._delay())
        for number in itertools.count():
            if self._stop.wait(max(0.0, self._pulse[0] - time.monotonic())):
                break
            now = time.monotonic()
            if stood := self._stands(now):
                self._late.append((now, stood))
            self._pulse = (now + PULSE, self._delay())
            if number % 5 == 0:
                self._delays.append((now, _delays()))
            for turn in list(self._turns.values()):
                self._look(turn, now)

    def _delay(self) -> float:
        """How long the watching thread was ready and waited for a processor, ever, in seconds."""
        return _counted(os.pread(self._watcher, 100, 0)) if self._watcher else 0.0

    def _delays_at(self, moment: float) -> dict[int, float]:
        """As they were when they were last looked at before."""
        known = list(self._delays) or [(moment, {})]  # nobody watches where no test is async
        before = [delays for when, delays in known if when <= moment]
        return before[-1] if before else known[0][1]

    def _stands(self, now: float) -> float:
        """How late the pulse is: the process neither slept nor waited for a processor."""
        due, waited = self._pulse
        late = now - due
        if late > PULSE:
            late -= self._delay() - waited
        return late if late > PULSE else 0.0

    def _look(self, turn: Turn, now: float) -> None:
        began = turn.began
        if began is None or now - began < ABOVE_NOISE / 4:
            return
        if len(turn.seen) < SAMPLES_AT_MOST:
            frame = sys._current_frames().get(turn.thread)
            if frame is not None:
                turn.seen.append(_stack(frame))


monitor = Monitor()


@contextmanager
def allowed(why: str) -> Iterator[None]:
    """For what a test does on the loop, and the product never does. Not around an `await`."""
    if not why:
        raise ValueError("say why")
    with monitor.excused():
        yield


def _stack(innermost: FrameType) -> traceback.StackSummary:
    """The innermost frame first; its lines are read only if they are shown."""
    return traceback.StackSummary.extract(traceback.walk_stack(innermost), lookup_lines=False)


def _delays() -> dict[int, float]:
    """How long each thread was ready and waited for a processor, ever, in seconds; as far as the
    system counts it."""
    found = {threading.get_native_id(): 0.0}
    for task in Path("/proc/self/task").glob("*/schedstat"):
        with suppress(OSError, IndexError, ValueError):  # a thread may have ended meanwhile
            found[int(task.parent.name)] = _counted(task.read_bytes())
    return found


def _counted(schedstat: bytes) -> float:
    return int(schedstat.split()[1]) / 1e9


def _told(seen: list[traceback.StackSummary]) -> tuple[str, str]:
    """The line of ours that was seen most often, and one stack that ends in it."""
    if not seen:
        return "not seen", "  (over before anybody looked)\n"
    lines = Counter(_ours(stack) for stack in seen)
    most, times = lines.most_common(1)[0]
    stack = next(stack for stack in seen if _ours(stack) == most)
    inner = list(stack)[:12]
    others = "".join(f"  also {n} × {line}\n" for line, n in lines.most_common(4)[1:])
    head = f"  {most} ({times} of {len(seen)} looks)\n{others}"
    return most, head + "".join(traceback.format_list(list(reversed(inner))))


def _ours(stack: traceback.StackSummary) -> str:
    """The innermost line in this checkout, or else the innermost of all."""
    inner = [frame for frame in stack if frame.filename != __file__]
    own = [
        frame
        for frame in inner
        if Path(frame.filename).is_relative_to(ROOT) and "site-packages" not in frame.filename
    ]
    frame = (own or inner or list(stack))[0]
    with suppress(ValueError):
        return f"{Path(frame.filename).relative_to(ROOT)}:{frame.lineno} in {frame.name}"
    return f"{frame.filename}:{frame.lineno} in {frame.name}"


# --- the noise floor -------------------------------------------------------------------------


async def _worst_beat(seconds: float) -> float:
    loop = asyncio.get_running_loop()
    worst, until = 0.0, loop.time() + seconds
    while loop.time() < until:
        due = loop.time() + BEAT
        await asyncio.sleep(BEAT)
        worst = max(worst, loop.time() - due)
    return worst


def noise_floor(seconds: float = FLOOR_SECONDS) -> float:
    """How late a timer is on a loop that has nothing to do, in seconds, at the worst."""
    loop = asyncio.SelectorEventLoop()
    try:
        return loop.run_until_complete(_worst_beat(seconds))
    finally:
        loop.close()


# --- pytest ----------------------------------------------------------------------------------


def pytest_configure() -> None:
    asyncio.set_event_loop_policy(_Policy())


def pytest_collection_finish(session: pytest.Session) -> None:
    if not any(_is_async(item) for item in session.items):
        return
    _as_after_the_start()
    monitor.floor = noise_floor()
    monitor.limit = monitor.floor + ABOVE_NOISE
    rubbish.excused = monitor.excused
    rubbish.by_hand()
    monitor.start()


def _is_async(item: pytest.Item) -> bool:
    return inspect.iscoroutinefunction(getattr(item, "function", None))


def _as_after_the_start() -> None:
    """A process that is up has imported its modules, and keeps them out of the collector's way
    (app.py); the first test that starts a bot must not be the one that waits for it. Thousands of
    tests are no garbage either."""
    import_all()
    gc.collect()
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logstart(nodeid: str) -> None:
    monitor.where = nodeid


@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish() -> None:
    rubbish.tidy_up()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator:
    report = yield
    stalls = "\n".join(map(str, monitor.taken()))
    if stalls and report.passed:
        report.outcome, report.longrepr = "failed", f"{item.nodeid}, {call.when}: {stalls}"
    elif stalls:
        report.sections.append(("event loop", stalls))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if monitor.limit == float("inf"):
        return
    monitor.stop()
    worst = monitor.worst
    terminalreporter.write_line(
        f"event loops: noise floor {monitor.floor * 1000:.0f} ms, limit "
        f"{monitor.limit * 1000:.0f} ms, worst stall {worst.seconds * 1000:.0f} ms"
        + (f" at {worst.line}, in {worst.where}" if worst.seconds else "")
        + (f"; {monitor.machines} longer turns were the machine's" if monitor.machines else "")
    )
