"""The heartbeat, and the clock that it reads. The database is the schedule; this only looks."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.outbox import Outbox
from bot.switchboard import Occasion
from storage import clock, letters, occurrences, outbox, sparring
from storage.clock import Anchor, Owed
from storage.occurrences import Occurrence
from storage.store import Session, Store

log = logging.getLogger(__name__)

EVERY = 0.25  # seconds
BEAT_EVERY = timedelta(seconds=10)  # of the domain: how well "I was away for …" is known
AT_ONCE = 32  # meetings: turns that come meanwhile wait for no more than these
FAILED_AGAIN_AFTER = timedelta(seconds=10)

T = TypeVar("T")
TimePasses = Callable[[Session, int, datetime], None]


@dataclass(slots=True)
class DomainClock:
    """The domain's time: the real one, unless an anchor says that it runs faster or has jumped."""

    real: Callable[[], datetime]
    anchor: Anchor

    def now(self) -> datetime:
        return self.anchor.domain + (self.real() - self.anchor.real) * self.anchor.speed

    def jumped(self, to: datetime) -> Anchor:
        self.anchor = Anchor(real=self.real(), domain=to, speed=self.anchor.speed)
        return self.anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class _Due:
    meetings: tuple[int, ...]
    occasions: tuple[Occurrence, ...]
    behind: bool  # schedules run short, or something came too late
    owed: Owed
    running: bool
    next_send: datetime | None
    next_held: datetime | None
    alive: frozenset[int]
    orphans: bool


@dataclass(slots=True, kw_only=True)
class Clockwork:
    store: Store
    outbox: Outbox
    clock: DomainClock
    time_passes: TimePasses
    occasions: Mapping[str, Occasion]
    zone: ZoneInfo
    nightly: Callable[[datetime], Awaitable[None]] | None = None  # it knows itself when it is due
    _failed: dict[int, datetime] = field(default_factory=dict)  # occurrence → tried again when
    _beaten: datetime | None = None
    _beating: asyncio.Lock = field(default_factory=asyncio.Lock)
    _scheduler: AsyncIOScheduler | None = field(default=None)

    def start(self) -> None:
        # A beat that is late is left out, and the next one makes up for it: nothing to tell.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(
            self._beat, "interval", seconds=EVERY, max_instances=1, coalesce=True
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Between two beats: the scheduler would cut off one that is under way."""
        if self._scheduler is not None:
            self._scheduler.pause()
            await asyncio.sleep(0)  # a beat that was just begun gets to its first line
            async with self._beating:
                self._scheduler.shutdown(wait=False)

    async def _beat(self) -> None:
        async with self._beating:
            try:
                await self.tick()
            except Exception:  # the next beat tries again; a heart does not stop at one fault
                log.exception("clockwork.tick_failed")

    async def tick(self, *, beat: bool = True) -> None:
        """Everything that time brings, once. Tests call it, and never sleep.

        At start it is no sign of life yet: how long the bot was away is said first.
        """
        now = self.clock.now()
        self._failed = {which: again for which, again in self._failed.items() if again > now}
        due = await self.store.read(self._due, now)
        if due.behind:
            await self._keep_up(now)
            due = await self.store.read(self._due, now)
        # Handed in together they share commits, however many phases end in one moment.
        for first in range(0, len(due.meetings), AT_ONCE):
            await asyncio.gather(
                *(
                    self._one("meeting", self.time_passes, meeting_id, now)
                    for meeting_id in due.meetings[first : first + AT_ONCE]
                )
            )
            self.outbox.wake()
        self.outbox.gathering = bool(due.occasions)  # what falls due together, leaves together
        try:
            for occurrence in due.occasions:
                await self._occur(occurrence, now)
        finally:
            self.outbox.gathering = False
        if due.orphans:
            await self.store.write(self._release_orphans)
        if due.meetings or due.occasions or due.orphans:
            self.outbox.wake()
        # What follows may fail, and takes its time at night: no message waits for it.
        self.outbox.tick(due.next_send, len(due.alive), due.next_held)
        if await self.store.read(sparring.is_overdue, now):
            await self.store.write(sparring.forget_overdue, now)
        if beat:
            await self._heartbeat(now, due)
        await self._night(now)
        owed = due.owed
        if owed.wipes and await self.store.wipe(everywhere=owed.rewrites > 0):
            await self.store.write(clock.wiped, owed)

    def _due(self, session: Session, now: datetime) -> _Due:
        alive = frozenset(self.store.alive(session))
        return _Due(
            meetings=tuple(sparring.due(session, now)),
            occasions=tuple(occurrences.due(session, now, besides=self._failed)),
            behind=occurrences.runs_short(session, now) or occurrences.is_too_late(session, now),
            owed=clock.owed(session),
            running=sparring.next_due(session) is not None,
            next_send=outbox.next_due(session),
            next_held=letters.next_held(session),
            alive=alive,
            orphans=outbox.has_orphans(session, alive),
        )

    async def _keep_up(self, now: datetime) -> None:
        """Plans ahead, also what fell due during an outage, and records what is too late of it."""
        while await self._one("schedules", occurrences.extend, now, self.zone):
            pass
        if missed := await self._one("missed", occurrences.miss, now):
            log.warning("clockwork.missed", extra={"count": missed})

    async def _occur(self, occurrence: Occurrence, now: datetime) -> None:
        """One whose work fails is tried again, and does not keep the others from their turn."""
        if occurrence.series not in self.occasions:
            log.error("clockwork.unknown_series", extra={"what": occurrence.series})
        if await self._one(occurrence.series, self._happen, occurrence, now) is None:
            self._failed[occurrence.id] = now + FAILED_AGAIN_AFTER

    def _release_orphans(self, session: Session) -> None:
        """Looks again who is there: somebody may have come since."""
        outbox.release_orphans(session, self.store.alive(session))

    async def _one(self, what: str, work: Callable[..., T], *args: object) -> T | None:
        """One fault must not keep the others waiting. None: there was one."""
        try:
            return await self.store.write(work, *args)
        except Exception:
            log.exception("clockwork.failed", extra={"what": what})
            return None

    def _happen(self, session: Session, occurrence: Occurrence, now: datetime) -> bool:
        """Whether it was settled here, and by nobody else meanwhile."""
        occasion = self.occasions.get(occurrence.series)
        if occasion is None:
            return occurrences.missed(session, occurrence, now)
        happens = occurrences.done(session, occurrence, now)
        if happens:
            occasion(session, occurrence, now)
        return happens

    async def _heartbeat(self, now: datetime, due: _Due) -> None:
        if due.running and (self._beaten is None or now - self._beaten >= BEAT_EVERY):
            self._beaten = now
            await self.store.write(clock.beat, now)

    async def _night(self, now: datetime) -> None:
        if self.nightly is not None:
            await self.nightly(now)


async def anchored(
    store: Store, real: Callable[[], datetime], *, speed: float, begin: datetime | None
) -> DomainClock:
    """The clock by the anchor of the first start, so that a restart goes on in the same time.

    At speed 1 it is the real clock, whatever a rehearsal left behind.
    """
    now = real()
    first = Anchor(real=now, domain=begin or now, speed=speed)
    anchor = await store.write(clock.anchor, first)
    there = DomainClock(real=real, anchor=anchor)
    if anchor.speed != speed:
        domain = now if speed == 1 else there.now()
        there.anchor = Anchor(real=now, domain=domain, speed=speed)
        await store.write(clock.move_anchor, there.anchor)
    return there
